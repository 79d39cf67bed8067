"""How cost grows with labs, ideas, months and runs, and what finished races leave in memory."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.bench.clock import Clock
from tenfold.sim.bench.ways import MONTHS, SCENARIO, run_batch
from tenfold.sim.race import Race

BATCH = 64
"""Races at once, where their number is not what varies."""
LABS = (6, 12, 24, 40)
IDEAS = (40, 80, 160, 320)
LENGTHS = (12, 24, 48, 96)
RUNS = (1, 16, 64, 256, 1024)
MEMORY_BATCHES = 8
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which systems tell the peak of a process."""


def measure_scaling(rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds a race with one thing varied at a time: what, how many, cost."""
    scenario = load_scenario(SCENARIO)
    ways: dict[str, dict[int, Callable[[], object]]] = {
        "labs": {k: partial(run_batch, with_labs(scenario, k), MONTHS, BATCH) for k in LABS},
        "ideas": {k: partial(run_batch, scenario, MONTHS, BATCH, {"ideas": k}) for k in IDEAS},
        "months": {k: partial(run_batch, scenario, k, BATCH) for k in LENGTHS},
        "runs in a batch": {k: partial(run_batch, scenario, MONTHS, k) for k in RUNS},
    }
    clock = Clock()
    for _ in range(rounds):
        for what, sizes in ways.items():
            for size, work in sizes.items():
                races = size if what == "runs in a batch" else BATCH
                with clock.measure(f"{what} {size}", races):
                    work()
    cost = clock.medians()
    return {
        what: {str(size): 1e3 * cost[f"{what} {size}"] for size in sizes}
        for what, sizes in ways.items()
    }


def with_labs(scenario: Scenario, count: int) -> Scenario:
    """The same scenario with its first labs, or with twins of its labs until there are so many."""
    labs = []
    for place in range(count):
        twin, spec = divmod(place, len(scenario.labs))
        lab = scenario.labs[spec]
        labs.append(lab.model_copy(update={"name": f"{lab.name} {twin + 1}"}) if twin else lab)
    return scenario.model_copy(update={"labs": tuple(labs)})


def measure_memory(batches: int = MEMORY_BATCHES) -> dict[str, float]:
    """Bytes that a finished race leaves in this process, and what a race holds while it runs.

    The first half of the batches fills the pools that Python and numpy keep; only what the second
    half adds counts.
    """
    sizes = []
    for _ in range(batches + 1):
        run_batch(SCENARIO, MONTHS, BATCH)
        gc.collect()  # agents and their race point at each other; run_races does the same
        sizes.append(resident_bytes())
    half = batches // 2
    left = (sizes[-1] - sizes[half]) / (BATCH * (batches - half))
    race = Race(SCENARIO, runs=BATCH, months=MONTHS, collect=False, note=False)
    state = sum(array.nbytes for array in (*race.world, *race.luck))
    history = race.history.lab.nbytes + race.history.market.nbytes
    race.close()
    return {
        "left by a finished race": max(0.0, left),
        "state and luck of a race": state / BATCH,
        "history of a race": history / BATCH,
        "the process at the end": float(sizes[-1]),
    }


def peak_bytes() -> int:
    """The most memory that this process has had.

    Not from getrusage where it can be had otherwise: that remembers what its parent had.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            line = next(line for line in file if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT


def resident_bytes() -> int:
    """Memory of this process that is in use now, or its peak where the system tells no more."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
