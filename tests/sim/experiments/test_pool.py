"""The pool: every result in order, whoever did it and whoever was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tenfold.sim.experiments.pool import Pool, PoolError, Task, run_tasks

ROOT = Path(__file__).resolve().parents[3]


def square(number: int) -> int:
    """A piece of work."""
    return number * number


def square_or_die(number: int, marks: Path) -> int:
    """The first time, the process that does it is killed."""
    mark = marks / str(number)
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def always_dies() -> None:
    """No process survives this."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuses() -> None:
    """Work that is wrong."""
    raise ValueError("no such thing")


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_keep_the_order_and_sizes_are_told(jobs: int) -> None:
    told: list[int] = []
    tasks = [Task(square, (number,), size=number) for number in range(7)]
    assert run_tasks(tasks, jobs, told.append) == [n * n for n in range(7)]
    assert sorted(told) == list(range(7))


def test_a_pool_takes_one_batch_after_the_other() -> None:
    with Pool(2) as pool:
        assert pool.run([Task(square, (2,))]) == [4]
        assert pool.run([Task(square, (3,)), Task(square, (4,))]) == [9, 16]


def test_what_a_killed_process_had_is_done_again(tmp_path: Path) -> None:
    told: list[int] = []
    tasks = [Task(square_or_die, (number, tmp_path)) for number in range(6)]
    assert run_tasks(tasks, 2, told.append) == [n * n for n in range(6)]
    assert sum(told) == 6


@pytest.mark.slow
def test_work_that_kills_every_process_is_given_up_with_one_line() -> None:
    with pytest.raises(PoolError, match="--jobs 1"):
        run_tasks([Task(always_dies), Task(always_dies)], 2)


DRIVER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from tests.sim.experiments.test_pool import tell_and_wait
from tenfold.sim.experiments.pool import Task, run_tasks
if __name__ == "__main__":
    run_tasks([Task(tell_and_wait, (name,)) for name in sys.argv[2:]], 2)
"""


def tell_and_wait(place: str) -> None:
    """Write down which process does it, and take long."""
    Path(place).write_text(str(os.getpid()))
    time.sleep(60)


@pytest.mark.slow
def test_workers_end_with_a_killed_driver(tmp_path: Path) -> None:
    script = tmp_path / "driver.py"
    script.write_text(DRIVER)
    places = [tmp_path / "one", tmp_path / "two"]
    driver = subprocess.Popen([sys.executable, script, ROOT, *places])
    workers = [psutil.Process(int(_content(place))) for place in places]
    driver.kill()
    driver.wait()
    _, left = psutil.wait_procs(workers, timeout=30)
    assert not left


def _content(place: Path) -> str:
    until = time.monotonic() + 60
    while not (place.exists() and place.read_text()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return place.read_text()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_wrong_is_said(jobs: int) -> None:
    with pytest.raises(ValueError, match="no such thing"):
        run_tasks([Task(square, (1,)), Task(refuses)], jobs)
