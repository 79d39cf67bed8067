"""Workers of this computer: whatever happens to them, every chunk comes back once."""

from __future__ import annotations

import errno
import gc
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from tenfold.sim.sweep.running import supervise
from tenfold.sim.sweep.running.supervise import compute_here, usable_cores
from tenfold.sim.sweep.running.work import LOST, Finished, Orders, Work, WorkersError, begin
from tests.sim.sweep.running.execution_cases import ROOT, ToyPlan, behave, parts, toy_work

pytestmark = pytest.mark.slow

PLAN: Any = ToyPlan()


def gather(work: Work, orders: Orders | None = None, jobs: int = 2) -> tuple[list[Any], list[str]]:
    told: list[str] = []
    orders = orders or Orders(range(PLAN.chunks))
    with closing(compute_here(work, orders, jobs, told.append)) as results:
        back = [each for each in results if each is not None]
    assert not children()
    return sorted(back, key=lambda each: each.number), told


def children() -> list[psutil.Process]:
    """Workers; the process with which Python tracks what to free stays."""
    every = psutil.Process().children()
    return [each for each in every if "resource_tracker" not in " ".join(each.cmdline())]


def whole() -> list[Finished]:
    return [Finished(number, parts(PLAN, number)) for number in range(PLAN.chunks)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_chunk_comes_back_once_and_nobody_stays(jobs: int) -> None:
    assert gather(toy_work(PLAN), jobs=jobs) == (whole(), [])


def test_no_more_workers_than_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    real = supervise._Worker
    monkeypatch.setattr(supervise, "_Worker", lambda packed: (started.append(1), real(packed))[1])
    back, _ = gather(toy_work(PLAN), Orders([4]), jobs=5)
    assert [each.number for each in back] == [4]
    assert len(started) == 1


def test_a_killed_worker_costs_one_chunk(tmp_path: Path) -> None:
    back, told = gather(toy_work(PLAN, habits=behave(tmp_path / "habits", kill_0=1, kill_3=2)))
    assert back == whole()
    assert len(told) == 3
    assert all("was killed (SIGKILL" in text for text in told)
    assert sum("chunk 3 is computed again" in text for text in told) == 2


def test_the_third_worker_that_a_chunk_ends_is_the_last(tmp_path: Path) -> None:
    habits = behave(tmp_path / "habits", kill_2=9, raise_4=9, raise_1=2)
    back, told = gather(toy_work(PLAN, habits=habits))
    reasons = {each.number: each.lost for each in back}
    assert list(reasons) == list(range(PLAN.chunks))
    assert reasons[2].startswith(f"{LOST}the chunk ended 3 workers, last: was killed (SIGKILL")
    assert reasons[4].endswith("could not go on (RuntimeError: no such world)")
    assert [each for each in back if not each.lost] == [whole()[n] for n in (0, 1, 3, 5)]
    assert len(told) == 2 + 2 + 2


def test_idle_workers_may_be_killed_too(tmp_path: Path) -> None:
    """One worker waits for chunk 0, which takes long; the others have nothing left to do."""
    told: list[str] = []
    work = toy_work(PLAN, pause=0.6)
    with closing(compute_here(work, Orders(range(3)), 2, told.append)) as results:
        back = []
        for each in results:
            if each is not None:
                back.append(each.number)
            if len(back) == 2 and not told:
                for worker in children():
                    worker.kill()
    assert sorted(back) == [0, 1, 2]
    assert told


def test_stopping_waits_for_what_is_under_way() -> None:
    stop: list[bool] = []
    orders = Orders(range(PLAN.chunks), lambda: bool(stop))
    with closing(compute_here(toy_work(PLAN, pause=0.3), orders, 2, print)) as results:
        back = []
        for each in results:
            if each is not None:
                back.append(each.number)
                stop.append(True)
    assert len(back) in (2, 3)  # the first, its worker's next, and the other's
    assert not children()


def test_workers_are_deaf_to_signals_of_the_terminal_from_the_start() -> None:
    told: list[str] = []
    heard = dict.fromkeys(supervise.IGNORED, 0)
    with closing(
        compute_here(toy_work(PLAN, pause=0.05), Orders(range(6)), 2, told.append)
    ) as all_:
        back = []
        for each in all_:
            for worker in children():
                for number in heard:
                    worker.send_signal(number)
                    heard[number] += 1
            back += [each.number] if each else []
    assert sorted(back) == list(range(6))
    assert not told
    assert min(heard.values()) > 2


def test_workers_that_cannot_begin_are_an_error(tmp_path: Path) -> None:
    habits = behave(tmp_path / "habits", begin=1)
    with pytest.raises(WorkersError, match="workers cannot begin: of another version"):
        gather(toy_work(PLAN, habits=habits))
    assert not children()


def die() -> Any:
    os._exit(3)


def test_workers_that_die_before_they_begin_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "STILLBORN", 2)
    with pytest.raises(WorkersError, match="2 in a row ended with exit code 3"):
        gather(Work(PLAN, die, lambda number, reason: {}))
    assert not children()


def test_too_many_workers_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    real = supervise._Worker
    started: list[Any] = []

    def one_alone(packed: bytes) -> Any:
        if started:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        started.append(real(packed))
        return started[0]

    monkeypatch.setattr(supervise, "_Worker", one_alone)
    with pytest.raises(WorkersError, match=r"cannot start worker 2 of 3 \(Resource temp.*fewer"):
        gather(toy_work(PLAN), jobs=3)
    assert not children()


class Threads:
    """Tells what a worker may use."""

    def compute(self, number: int) -> dict[str, bytes]:
        import numba
        import pyarrow

        mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        told = [pyarrow.cpu_count(), pyarrow.io_thread_count(), numba.get_num_threads(), len(mask)]
        told.append(int(os.environ["OMP_NUM_THREADS"]))
        return {"runs": bytes(told)}


def test_a_worker_uses_one_thread_and_this_process_keeps_its_own() -> None:
    before = dict(os.environ), signal.pthread_sigmask(signal.SIG_BLOCK, ())
    back, _ = gather(Work(PLAN, Threads, lambda number, reason: {}), Orders([0]))
    assert list(back[0].files["runs"]) == [1, 1, 1, 0, 1]
    assert (dict(os.environ), signal.pthread_sigmask(signal.SIG_BLOCK, ())) == before


def test_workers_leave_with_their_driver_even_in_the_middle_of_a_chunk(tmp_path: Path) -> None:
    toy = [
        "-m",
        "tests.sim.sweep.running.execution_cases",
        str(tmp_path / "out"),
        "2",
        "2",
        "60",
        "local",
    ]
    toy.append(str(tmp_path / "habits"))
    driver = subprocess.Popen([sys.executable, *toy], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while len(list(tmp_path.glob("habits/begun-*"))) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        workers = running(driver.pid)
        assert len(workers) == 2
    finally:
        driver.kill()
        driver.wait()
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not alive


def running(driver: int) -> list[psutil.Process]:
    every = psutil.Process(driver).children()
    return [each for each in every if "spawn_main" in " ".join(each.cmdline())]


def test_cores_are_those_that_may_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quota = tmp_path / "cpu.max"
    monkeypatch.setattr(supervise, "QUOTA", quota)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert usable_cores() == 8
    for text, cores in (("max 100000", 8), ("350000 100000", 4), ("20000 100000", 1)):
        quota.write_text(text)
        assert usable_cores() == cores


def test_orders_put_back_come_first() -> None:
    orders = Orders(range(4))
    assert [orders.next(), orders.next()] == [0, 1]
    assert orders.strike(1)
    assert orders.waiting == 3
    assert [orders.next(), orders.next()] == [1, 2]
    assert orders.strike(1)
    assert orders.next() == 1
    assert not orders.strike(1)
    assert orders.next() == 3
    assert orders.next() is None


class Ring:
    """Two large things that point at each other, as a race and its agents do."""

    def __init__(self) -> None:
        self.other = Ring.__new__(Ring)
        self.other.other = self


class Rings:
    def __init__(self) -> None:
        self.alive: list[weakref.ref[Ring]] = []

    def compute(self, number: int) -> dict[str, bytes]:
        self.alive.append(weakref.ref(Ring()))
        return {}


def test_a_worker_leaves_no_finished_world_behind() -> None:
    rings = Rings()
    gc.disable()
    try:
        tidy = begin(pickle.dumps(Rings))
        tidy._computer = rings  # type: ignore[attr-defined]
        for number in range(3):
            tidy.compute(number)
            assert [each() for each in rings.alive] == [None] * (number + 1)
    finally:
        gc.unfreeze()
        gc.enable()
