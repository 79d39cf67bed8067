"""Bench: how fast the engine is, measured in one go and given as ratios.

Every figure compares two ways of doing the same work on the same machine in the same minutes:

- engine against Mesa: a batch of races with policies and recording, per race, against
  `mesa.batch_run` over the very same `Race` in one process with the same columns recorded;
- engine against bare kernels: the same batch against its compiled kernels alone, fed with the
  decisions of that batch and recording nothing;
- compiled against uncompiled: the first months of those kernels against the same functions as
  plain Python, in a process of their own.

Repetitions are interleaved, so that a slow minute of the machine hits all alike, and each figure is
the median of its repetitions. Times are processor time of the measuring thread: what other
programs take is not counted.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from statistics import median

import mesa

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.month import Plain, enact, no_history, pass_months
from tenfold.sim.race import Race
from tenfold.sim.world import Array, copy_world, plain

SCENARIO = "tenfold-2026"
MONTHS = 48
BATCH = 256
ROUNDS = 5
MESA_RUNS = 2
UNCOMPILED_MONTHS = 3
SCALING_BATCH = 64
LAB_COUNTS = (6, 12, 24, 40)
IDEA_COUNTS = (40, 80, 160, 320)
MONTH_COUNTS = (12, 24, 48, 96)
RUN_COUNTS = (1, 16, 64, 256, 1024)
MEMORY_BATCHES = 8


@dataclass(frozen=True)
class Figures:
    """What a benchmark found."""

    machine: dict[str, str]
    seconds: dict[str, float]
    """Processor seconds for one race of `MONTHS` months, by way of running it."""
    spread: dict[str, float]
    """Slowest over fastest repetition, by way of running it: how quiet the machine was."""
    ratios: dict[str, float]
    scaling: dict[str, dict[str, float]] = field(default_factory=dict)
    """Milliseconds a race against the number of labs, ideas, months and runs in a batch."""
    memory: dict[str, float] = field(default_factory=dict)


class Clock:
    """Collects times under names."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}

    @contextmanager
    def measure(self, name: str, races: int) -> Iterator[None]:
        """Time what happens inside, per race, under a name."""
        began = time.thread_time()
        yield
        self.times.setdefault(name, []).append((time.thread_time() - began) / races)

    def medians(self) -> dict[str, float]:
        """Median time by name [s per race]."""
        return {name: median(times) for name, times in self.times.items()}

    def spreads(self) -> dict[str, float]:
        """Slowest over fastest by name."""
        return {name: max(times) / min(times) for name, times in self.times.items()}


def measure(say: Callable[[str], None] = lambda text: None, rounds: int = ROUNDS) -> Figures:
    """Measure everything; takes about a minute.

    Args:
        say: told what is being measured.
        rounds: repetitions.
    """
    clock = Clock()
    decisions = decisions_of(SCENARIO, MONTHS, BATCH)
    for number in range(1, rounds + 1):
        say(f"Round {number} of {rounds}: engine, bare kernels, Mesa, uncompiled")
        with clock.measure("engine", BATCH):
            run_batch(SCENARIO, MONTHS, BATCH)
        time_kernels(clock, decisions)
        with clock.measure("mesa", MESA_RUNS):
            run_with_mesa(SCENARIO, MONTHS, MESA_RUNS)
        uncompiled = time_uncompiled()
        clock.times.setdefault("uncompiled opening months", []).append(uncompiled)
    seconds = clock.medians()
    say("Cost against labs, ideas, months and runs")
    scaling = measure_scaling()
    say("Memory")
    return Figures(
        machine=describe_machine(),
        seconds=seconds,
        spread=clock.spreads(),
        ratios={
            "mesa over engine": seconds["mesa"] / seconds["engine"],
            "engine over kernels": seconds["engine"] / seconds["kernels"],
            "uncompiled over compiled": seconds["uncompiled opening months"]
            / seconds["opening months"],
        },
        scaling=scaling,
        memory=measure_memory(),
    )


def run_batch(
    scenario: str | Scenario, months: int, runs: int, parameters: Mapping[str, float] | None = None
) -> None:
    """A batch of races as sweeps run them: policies decide, everything is recorded."""
    race = Race(
        scenario, runs=runs, months=months, parameters=parameters, collect=False, note=False
    )
    race.run()
    race.close()


def run_with_mesa(scenario: str, months: int, runs: int) -> None:
    """The same races one by one through Mesa's own batch runner and DataCollector."""
    parameters = {
        "scenario": scenario, "months": months, "first_run": list(range(runs)),
        "collect": True, "keep_history": False, "note": False,
    }  # fmt: skip
    mesa.batch_run(
        Race,
        parameters,
        number_processes=1,
        data_collection_period=1,
        max_steps=months,
        display_progress=False,
    )


def decisions_of(scenario: str, months: int, runs: int) -> list[Array]:
    """What the labs of a batch decide, turn by turn: [levers, labs, runs] each."""
    race = Race(scenario, runs=runs, months=months, collect=False, note=False)
    found = []
    while race.month < race.months:
        race.advance(race.turn_months)
        found.append(race.decisions.copy())
    race.close()
    return found


def time_kernels(clock: Clock, decisions: list[Array]) -> None:
    """Time the kernels of the months of a batch: decisions given, nothing recorded."""
    runs = decisions[0].shape[-1]
    race = Race(SCENARIO, runs=runs, months=MONTHS, collect=False, keep_history=False, note=False)
    world = copy_world(race.world)
    silent = Plain(plain(world.lab), plain(world.market), *no_history(runs, len(race.labs)))
    with clock.measure("kernels", runs):
        for turn, decision in enumerate(decisions):
            enact(world, silent, decision)
            span = min(race.turn_months, MONTHS - turn * race.turn_months)
            pass_months(world, race.rules, race.luck, silent, span)
    with clock.measure("opening months", runs * UNCOMPILED_MONTHS):
        opening_months(race, decisions[0])
    race.close()


def opening_months(race: Race, decisions: Array) -> None:
    """The kernels of the first months, from the opening of a race that recorded nothing."""
    world = race.world
    silent = Plain(plain(world.lab), plain(world.market), *no_history(race.runs, len(race.labs)))
    enact(world, silent, decisions)
    pass_months(world, race.rules, race.luck, silent, UNCOMPILED_MONTHS)


def time_uncompiled() -> float:
    """Processor seconds per race and month of the first months, as plain Python."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "tenfold.sim.bench"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(answer.stdout)


def _uncompiled_here() -> float:
    race = Race(SCENARIO, months=MONTHS, collect=False, keep_history=False, note=False)
    race.decide()
    clock = Clock()
    with clock.measure("months", UNCOMPILED_MONTHS):
        opening_months(race, race.decisions)
    return clock.times["months"][0]


def measure_scaling() -> dict[str, dict[str, float]]:
    """Milliseconds a race, with one thing varied at a time."""
    scenario = load_scenario(SCENARIO)
    n = SCALING_BATCH
    cases: dict[str, dict[str, Callable[[], None]]] = {
        "labs": {
            str(k): lambda k=k: run_batch(with_labs(scenario, k), MONTHS, n)  # type: ignore[misc]
            for k in LAB_COUNTS
        },
        "ideas": {
            str(k): lambda k=k: run_batch(scenario, MONTHS, n, {"ideas": k})  # type: ignore[misc]
            for k in IDEA_COUNTS
        },
        "months": {
            str(k): lambda k=k: run_batch(scenario, k, n)  # type: ignore[misc]
            for k in MONTH_COUNTS
        },
        "runs in a batch": {
            str(k): lambda k=k: run_batch(scenario, MONTHS, k)  # type: ignore[misc]
            for k in RUN_COUNTS
        },
    }
    clock = Clock()
    for _ in range(3):
        for what, ways in cases.items():
            for size, work in ways.items():
                races = int(size) if what == "runs in a batch" else n
                with clock.measure(f"{what} {size}", races):
                    work()
    found = clock.medians()
    return {
        what: {size: 1e3 * found[f"{what} {size}"] for size in ways} for what, ways in cases.items()
    }


def with_labs(scenario: Scenario, count: int) -> Scenario:
    """The same scenario with fewer labs, or with twins of its labs until there are so many."""
    labs = []
    for place in range(count):
        twin, spec = divmod(place, len(scenario.labs))
        lab = scenario.labs[spec]
        labs.append(lab.model_copy(update={"name": f"{lab.name} {twin + 1}"}) if twin else lab)
    return scenario.model_copy(update={"labs": tuple(labs)})


def measure_memory() -> dict[str, float]:
    """Memory of this process after each of several batches, and what a finished race leaves."""
    run_batch(SCENARIO, MONTHS, SCALING_BATCH)
    sizes = [resident_bytes()]
    for _ in range(MEMORY_BATCHES):
        run_batch(SCENARIO, MONTHS, SCALING_BATCH)
        sizes.append(resident_bytes())
    half = len(sizes) // 2
    left = (sizes[-1] - sizes[half]) / (SCALING_BATCH * (len(sizes) - 1 - half))
    race = Race(SCENARIO, runs=SCALING_BATCH, months=MONTHS, collect=False, note=False)
    state = sum(array.nbytes for array in (*race.world, *race.luck))
    history = race.history.lab.nbytes + race.history.market.nbytes
    race.close()
    return {
        "bytes that a finished race leaves": max(0.0, left),
        "bytes of state and luck a race": state / SCALING_BATCH,
        "bytes of history a race": history / SCALING_BATCH,
        "bytes of the process at the end": float(sizes[-1]),
    }


def resident_bytes() -> int:
    """Memory of this process that is in use now, or its peak where the system tells no more."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def describe_machine() -> dict[str, str]:
    """What the figures were measured on."""
    from tenfold.sim.report.study import versions

    return {"cores": str(os.cpu_count()), "processor": platform.machine(), **versions()}


def to_json(figures: Figures) -> str:
    """The figures as JSON, with what was measured."""
    about = {"scenario": SCENARIO, "months": MONTHS, "batch": BATCH, "labs": 12}
    return json.dumps(about | asdict(figures), indent=2)


if __name__ == "__main__":
    print(_uncompiled_here())
