"""What a sweep costs: a real one with workers, parts and folder, in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tenfold.scenarios.questions import find_question, load_question
from tenfold.sim.bench.scaling import PEAK_UNIT, peak_bytes
from tenfold.sim.sweep.plan import make_plan
from tenfold.sim.sweep.running.execute import how_to, sweep

QUESTION = "how-it-ends"
RACES = 16384
"""Of the question's hundred thousand: enough that starting the workers hardly counts."""


@dataclass(frozen=True)
class Sweep:
    """What a sweep took."""

    races: int
    jobs: int
    seconds: float
    """By the clock on the wall, from plan to last part."""
    cpu_seconds: float
    """Processor time of the driver and all workers."""
    bytes: int
    """On disk."""
    driver_memory: int
    """Bytes of the driver at its largest."""
    worker_memory: int
    """Bytes of the largest worker at its largest."""

    @property
    def memory(self) -> int:
        """Bytes of the driver and all workers together, at most."""
        return self.driver_memory + self.jobs * self.worker_memory


def measure_sweep(races: int = RACES) -> Sweep:
    """Run a sweep of so many races in a process of its own, on all cores."""
    command = [sys.executable, "-m", "tenfold.sim.bench.sweeping", str(races)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return Sweep(**json.loads(answer.stdout))


def _sweep(races: int) -> Sweep:
    question = load_question(QUESTION).model_copy(update={"replicates": races})
    how = how_to(None)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sweep"
        began, spent = time.perf_counter(), _processor_seconds()
        source = find_question(QUESTION).read_bytes()
        sweep(make_plan(question), source, folder, how, "")
        seconds, cpu = time.perf_counter() - began, _processor_seconds() - spent
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * PEAK_UNIT
    return Sweep(races, how.jobs, seconds, cpu, size, peak_bytes(), workers)


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    print(json.dumps(asdict(_sweep(int(sys.argv[1])))))
