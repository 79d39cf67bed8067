"""Workers of a Dask cluster, on this computer or on many: for those who outgrow one machine.

Dask hands chunks to workers and hands those of a killed worker to another; the driver keeps only a
few in flight, and writes what comes back.
"""

from __future__ import annotations

import json
import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from tenfold.sim.sweep.running.supervise import ONE_THREAD, TICK, deaf
from tenfold.sim.sweep.running.work import (
    STRIKES,
    Computes,
    Files,
    Finished,
    Orders,
    Results,
    Work,
    WorkersError,
    begin,
    lost,
    said,
)

IN_FLIGHT = 2
"""Chunks handed out per thread: one to compute, one to begin at once."""
LOOK = 2.0
"""Seconds between looks at how many workers there are."""
PATIENCE = 15
"""Seconds to wait for a scheduler to answer."""
INSTALL = "the Dask engine is not installed: pip install 'tenfold[dask]'"

_kept = threading.local()
"""In a worker: what computes, with the key of its sweep; threads share none of its memory."""


def compute_on_cluster(
    work: Work,
    orders: Orders,
    jobs: int,
    scheduler: str | None,
    say: Callable[[str], None],
) -> Results:
    """Compute chunks with Dask until no order is left.

    Args:
        work: what to compute.
        orders: the chunks; once they are stopped, those in flight are awaited.
        jobs: processes of a cluster on this computer, where no scheduler is given.
        scheduler: address of a scheduler such as "tcp://10.0.0.1:8786", or its scheduler file
            (.json); None: a cluster here.
        say: told of what a person should know.

    Yields:
        What became of a chunk, in the order of completion; None when nothing came for a moment.

    Raises:
        WorkersError: if Dask is missing, no scheduler answers, or workers cannot begin.
    """
    with _client(jobs, scheduler) as client:
        flight = _Flight(client, work.packed(), orders, say)
        try:
            while flight.goes_on():
                flight.fill()
                yield from flight.listen()
        except WorkersError:
            raise
        except Exception as problem:
            if client.status == "running":
                raise
            raise WorkersError(f"the Dask scheduler has gone ({said(problem)})") from None
        finally:
            flight.cancel()


class _Flight:
    """The chunks that a cluster has, and what has come back."""

    def __init__(
        self, client: Any, packed: bytes, orders: Orders, say: Callable[[str], None]
    ) -> None:
        self._client, self._orders, self._say = client, orders, say
        self._key = sha256(packed).hexdigest()[:16]
        # A task like others, so that it is computed again if the workers that hold it are killed.
        self._packed = client.submit(bytes, packed, pure=False)
        self._chunks: dict[Any, int] = {}
        self._back: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._threads, self._looked = 0, -LOOK
        self._alone = False

    def goes_on(self) -> bool:
        """Whether there is anything to wait for."""
        if self._orders.stopped and not self._threads:
            return False
        return bool(self._chunks or self._orders.waiting)

    def fill(self) -> None:
        """Hand out as many chunks as keep all workers busy."""
        if time.monotonic() - self._looked > LOOK:
            self._threads = sum(self._client.nthreads().values())
            self._looked = time.monotonic()
            if (alone := not self._threads) != self._alone:
                self._alone = alone
                self._say("Waiting for Dask workers." if alone else "Dask workers have come.")
        while len(self._chunks) < IN_FLIGHT * self._threads:
            if (number := self._orders.next()) is None:
                break
            future = self._client.submit(
                _chunk, self._packed, self._key, number, pure=False, key=f"chunk-{number}-{_new()}"
            )
            self._chunks[future] = number
            future.add_done_callback(self._back.put)

    def listen(self) -> Iterator[Finished | None]:
        """Wait a moment for a chunk to come back."""
        try:
            future = self._back.get(timeout=TICK)
        except queue.Empty:
            yield None
            return
        number = self._chunks.pop(future)
        if future.status == "finished":
            try:
                yield Finished(number, future.result())
                return
            except Exception as problem:
                trouble: BaseException | None = problem
        else:
            trouble = future.exception() if future.status == "error" else None
        yield from self._came_to_nothing(number, trouble)

    def _came_to_nothing(self, number: int, trouble: BaseException | None) -> Iterator[Finished]:
        if isinstance(trouble, WorkersError):
            raise trouble
        if isinstance(trouble, ModuleNotFoundError):
            raise WorkersError(
                f"a Dask worker has no '{trouble.name}': install the same version of Tenfold "
                "for all workers, then run the command again"
            )
        if isinstance(
            trouble, import_module("distributed").KilledWorker
        ):  # Dask has tried several workers already
            yield lost(number, "killed, perhaps for want of memory")
        elif trouble is None:  # the scheduler forgot it: nobody's fault
            self._orders.put_back(number)
        elif self._orders.strike(number):
            self._say(f"A worker could not go on ({said(trouble)}): chunk {number} is tried again.")
        else:
            yield lost(number, f"could not go on ({said(trouble)})")

    def cancel(self) -> None:
        """Take back what nobody waits for any more."""
        with suppress(Exception):  # the cluster may be gone; nothing of ours is there
            self._client.cancel([*self._chunks, self._packed])
        self._chunks.clear()


def _new() -> str:
    return f"{time.monotonic_ns():x}"


def _chunk(packed: bytes, key: str, number: int) -> Files:
    """Compute a chunk in a worker of Dask."""
    return _computer(packed, key).compute(number)


def _computer(packed: bytes, key: str) -> Computes:
    """What computes a sweep's chunks: kept from chunk to chunk, for the latest sweep alone."""
    if getattr(_kept, "key", None) != key:
        _kept.key = _kept.computer = None  # its memory goes before the next takes some
        _kept.computer = begin(packed)
        _kept.key = key
    computer: Computes = _kept.computer
    return computer


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Any]:
    try:
        # By name: type checkers shall not ask whether this extra is installed.
        dask, distributed = import_module("dask"), import_module("distributed")
    except ImportError:
        raise WorkersError(INSTALL) from None
    if scheduler is None:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        settings = {
            "distributed.scheduler.allowed-failures": STRIKES - 1,
            "distributed.nanny.pre-spawn-environ": ONE_THREAD,
        }
        with dask.config.set(settings):
            with deaf((signal.SIGINT, signal.SIGHUP)):
                cluster = distributed.LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",  # any free port: None would mean 8787
                    scheduler_kwargs={"dashboard": False},
                    memory_limit=0,
                    silence_logs=logging.CRITICAL,
                )
            with cluster, distributed.Client(cluster, set_as_default=False) as client:
                yield client
    else:
        try:
            address = _address(scheduler)
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, KeyError) as problem:
            raise WorkersError(
                f"no Dask scheduler answers at '{scheduler}' ({said(problem)}): "
                "start one with 'dask scheduler', or leave --scheduler out"
            ) from None
        with client:
            yield client


def _address(scheduler: str) -> str:
    """The address itself, or that in a file of `dask scheduler --scheduler-file`."""
    if not scheduler.endswith(".json"):
        return scheduler
    path, deadline = Path(scheduler), time.monotonic() + PATIENCE
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(TICK)
    return str(json.loads(path.read_bytes())["address"])
