"""Dask: the same results as here, whatever happens to a worker."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
import pytest

from tenfold.sim.sweep.running import cluster
from tenfold.sim.sweep.running.cluster import compute_on_cluster
from tenfold.sim.sweep.running.work import LOST, Finished, Orders, Work, WorkersError
from tests.sim.sweep.running.execution_cases import (
    ROOT,
    ToyPlan,
    behave,
    parts,
    results_of,
    run_toy,
    toy_work,
)

pytestmark = pytest.mark.slow

PLAN: Any = ToyPlan()


class Site:
    """A scheduler and workers, started as a user would."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        plain = ["--no-dashboard", "--scheduler-file", str(self.file)]
        self._started: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", *plain, "--port", "0", "--host", "127.0.0.1")
        own = ["--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(folder)]
        self._start("worker", *plain, *own)

    def _start(self, *words: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [sys.executable, "-m", "dask", *words]
        self._started.append(subprocess.Popen(command, cwd=ROOT, **quiet))

    def kill_scheduler(self) -> None:
        self._started[0].kill()

    def close(self) -> None:
        for process in reversed(self._started):
            for each in psutil.Process(process.pid).children(recursive=True):
                each.kill()
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler file of two workers."""
    pytest.importorskip("distributed")
    site = Site(tmp_path_factory.mktemp("dask"), workers=2)
    try:
        yield str(site.file)
    finally:
        site.close()


def gather(work: Work, address: str) -> tuple[list[Finished], list[str]]:
    told: list[str] = []
    orders = Orders(range(PLAN.chunks))
    with closing(compute_on_cluster(work, orders, 2, address, told.append)) as results:
        back = [each for each in results if each is not None]
    return sorted(back, key=lambda each: each.number), told


def whole() -> list[Finished]:
    return [Finished(number, parts(PLAN, number)) for number in range(PLAN.chunks)]


def test_every_chunk_comes_back_once(scheduler: str) -> None:
    back, told = gather(toy_work(PLAN), scheduler)
    assert back == whole()
    assert told in ([], ["Waiting for Dask workers.", "Dask workers have come."])
    assert gather(toy_work(PLAN), scheduler) == (whole(), [])


def test_what_cannot_be_computed_is_lost_with_its_reason(scheduler: str, tmp_path: Path) -> None:
    back, told = gather(toy_work(PLAN, habits=behave(tmp_path / "h", raise_4=9)), scheduler)
    assert [each for each in back if not each.lost] == [w for w in whole() if w.number != 4]
    assert back[4].lost.startswith(LOST)
    assert back[4].lost.endswith("could not go on (RuntimeError: no such world)")
    assert sum("is tried again" in line for line in told) == 2


def test_workers_of_another_version_or_without_tenfold_say_so(
    scheduler: str, tmp_path: Path
) -> None:
    with pytest.raises(WorkersError, match=r"^of another version$"):
        gather(toy_work(PLAN, habits=behave(tmp_path / "h", begin=1)), scheduler)
    with pytest.raises(WorkersError, match="has no 'not_installed': install the same version"):
        gather(Work(PLAN, missing_module, lambda number, reason: {}), scheduler)


def missing_module() -> Any:
    return import_module("not_installed")


def test_a_computer_is_kept_for_the_latest_sweep_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    monkeypatch.setattr(cluster, "begin", lambda packed: (made.append(packed), object())[1])
    first = cluster._computer(b"a", "a")
    assert cluster._computer(b"a", "a") is first
    assert cluster._computer(b"b", "b") is not first
    assert cluster._computer(b"a", "a") is not first
    assert made == [b"a", b"b", b"a"]


def test_no_more_chunks_are_out_than_keep_workers_busy(scheduler: str) -> None:
    orders = Orders(range(PLAN.chunks))
    out = []
    with closing(compute_on_cluster(toy_work(PLAN), orders, 2, scheduler, print)) as results:
        for each in results:
            out.append(PLAN.chunks - orders.waiting - len(out) if each else 0)
    assert 1 <= max(out) <= cluster.IN_FLIGHT * 2


def test_a_sweep_here_survives_the_kill_of_a_worker(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    run_toy(tmp_path / "undisturbed")
    habits = behave(tmp_path / "habits", kill_3=1)
    done = run_toy(tmp_path / "dask", engine="dask", habits=habits)
    assert not (habits / "kill-3").read_text(), "no worker was killed"
    assert (done.complete, done.failed, done.exit_code) == (True, 0, 0)
    assert results_of(tmp_path / "dask") == results_of(tmp_path / "undisturbed")


def test_a_chunk_that_kills_every_worker_is_lost_and_another_command_mends_it(
    tmp_path: Path,
) -> None:
    pytest.importorskip("distributed")
    habits = behave(tmp_path / "habits", kill_3=3)
    done = run_toy(tmp_path / "dask", engine="dask", habits=habits)
    assert (done.complete, done.exit_code) == (True, 1)
    assert done.failed % 20 == 0
    assert done.reasons[0].startswith(LOST)
    assert run_toy(tmp_path / "dask").exit_code == 0
    run_toy(tmp_path / "undisturbed")
    assert results_of(tmp_path / "dask") == results_of(tmp_path / "undisturbed")


def test_a_scheduler_that_goes_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    site = Site(tmp_path, workers=1)
    try:
        deadline = time.monotonic() + 60
        while not site.file.exists():  # beginning takes its time on a busy machine
            assert time.monotonic() < deadline
            time.sleep(0.05)
        monkeypatch.setattr(cluster, "PATIENCE", 4)
        work = toy_work(PLAN, pause=0.2)
        results = compute_on_cluster(work, Orders(range(60)), 1, str(site.file), print)
        while next(results) is None:
            pass
        site.kill_scheduler()
        with pytest.raises(WorkersError, match="Dask scheduler has gone"):
            list(results)
    finally:
        site.close()


def test_nobody_at_the_address_and_no_dask_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(WorkersError, match=r"no Dask scheduler answers at 'tcp://127.0.0.1:9'"):
        gather(toy_work(PLAN), "tcp://127.0.0.1:9")
    for place in ("nowhere", str(tmp_path / "nowhere.json")):
        with pytest.raises(WorkersError, match=f"no Dask scheduler answers at '{place}'"):
            gather(toy_work(PLAN), place)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkersError, match=r"pip install 'tenfold\[dask\]'"):
        gather(toy_work(PLAN), "tcp://127.0.0.1:9")
