"""Measure everything in one go."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tenfold.sim.bench.breakdown import measure_breakdown
from tenfold.sim.bench.clock import Clock
from tenfold.sim.bench.scaling import measure_memory, measure_scaling
from tenfold.sim.bench.sweeping import RACES, Sweep, measure_sweep
from tenfold.sim.bench.ways import (
    BATCH,
    MONTHS,
    SCENARIO,
    UNCOMPILED_MONTHS,
    Kernels,
    batch,
    record_decisions,
    run_with_mesa,
    time_uncompiled,
)
from tenfold.sim.report.study import versions

ROUNDS = 5
PARTS_ROUNDS = 3
"""Of what is timed part by part."""
MESA_RUNS = 2


@dataclass(frozen=True)
class Figures:
    """What a benchmark found."""

    scenario: str
    months: int
    batch: int
    machine: dict[str, str]
    seconds: dict[str, float]
    """Processor seconds a race, by way of running it; opening months: a race and month."""
    spread: dict[str, float]
    """Slowest over fastest repetition: how quiet the machine was."""
    ratios: dict[str, float]
    breakdown: dict[str, float]
    """Milliseconds a race, by what they are spent on."""
    scaling: dict[str, dict[str, float]]
    """Milliseconds a race against the number of labs, ideas, months and runs in a batch."""
    memory: dict[str, float]
    """Bytes."""
    sweep: Sweep
    """A sweep on all cores, from plan to last part."""


def measure(
    say: Callable[[str], None] = lambda text: None, rounds: int = ROUNDS, races: int = RACES
) -> Figures:
    """Measure everything; takes two or three minutes.

    Args:
        say: told what is being measured.
        rounds: repetitions of the ratios.
        races: of the sweep.
    """
    say("Deciding once for all repetitions")
    decisions = record_decisions()
    run_with_mesa(1, months=1)
    # Chunk after chunk in the same memory, as sweeps run.
    sweep = batch()
    kernels = Kernels(decisions)
    clock = Clock()
    for number in range(1, rounds + 1):
        say(f"Engine, bare kernels, Mesa, uncompiled: round {number} of {rounds}")
        with clock.measure("engine", BATCH):
            sweep.restart(number)
            sweep.run()
        with clock.measure("kernels", BATCH):
            kernels.start(number)
            kernels.run()
        with clock.measure("mesa", MESA_RUNS):
            run_with_mesa(MESA_RUNS)
        kernels.start(number)
        with clock.measure("opening months", BATCH * UNCOMPILED_MONTHS):
            kernels.run(UNCOMPILED_MONTHS)
        clock.add("opening months uncompiled", time_uncompiled())
    sweep.close()
    say("A sweep with its workers")
    swept = measure_sweep(races)
    with clock.measure("kernels", BATCH):  # once more: the machine as it was during the sweep
        kernels.start()
        kernels.run()
    seconds = clock.medians()
    uncompiled = seconds["opening months uncompiled"] / seconds["opening months"]
    say("Parts of a race")
    breakdown = measure_breakdown(decisions, rounds=min(rounds, PARTS_ROUNDS))
    say("Cost against labs, ideas, months and runs")
    scaling = measure_scaling(rounds=min(rounds, PARTS_ROUNDS))
    say("Memory")
    return Figures(
        scenario=SCENARIO,
        months=MONTHS,
        batch=BATCH,
        machine={"cores": str(os.cpu_count()), "processor": platform.machine(), **versions()},
        seconds=seconds,
        spread=clock.spreads(),
        ratios={
            "mesa over engine": seconds["mesa"] / seconds["engine"],
            "engine over kernels": seconds["engine"] / seconds["kernels"],
            "uncompiled over compiled": uncompiled,
            "sweep over kernels": swept.cpu_seconds / swept.races / seconds["kernels"],
            "mesa over sweep": seconds["mesa"] / (swept.cpu_seconds / swept.races),
        },
        breakdown=breakdown,
        scaling=scaling,
        memory=measure_memory(),
        sweep=swept,
    )


def to_json(figures: Figures) -> str:
    """The figures as JSON."""
    return json.dumps(asdict(figures), indent=2)
