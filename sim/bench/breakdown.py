"""Where the time of a race goes: opening, deciding, recording, and each mechanism."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.sim import month
from tenfold.sim.bench.clock import Clock
from tenfold.sim.bench.ways import MONTHS, SCENARIO, Kernels
from tenfold.sim.compiled import compile_kernel
from tenfold.sim.race import Race
from tenfold.sim.world import Array

MECHANISMS = (
    "government", "chips", "research", "training", "distillation", "release",
    "demand", "serving", "finance", "talent", "editing",
)  # fmt: skip
"""In the order of the month."""


def measure_breakdown(decisions: list[Array], rounds: int) -> dict[str, float]:
    """Milliseconds a race by what they are spent on; medians of some rounds.

    Mechanisms are timed one by one in the months of a real batch, so their sum is a little more
    than the whole, in which they find each other's figures still at hand.
    """
    clock = Clock()
    for _ in range(rounds):
        _time_parts(clock, decisions[0].shape[-1])
        _time_mechanisms(clock, decisions)
    return {name: 1e3 * seconds for name, seconds in clock.medians().items()}


def _time_parts(clock: Clock, runs: int) -> None:
    with clock.measure("opening and luck", runs):
        race = Race(SCENARIO, runs=runs, months=MONTHS, collect=False, note=False)
    deciding = Clock()
    while race.month < race.months:
        with deciding.measure("turn", runs):
            race.decide()
        race.advance(race.turn_months)
    race.close()
    clock.add("policies, once a turn", sum(deciding.times["turn"]))


def _time_mechanisms(clock: Clock, decisions: list[Array]) -> None:
    kernels = Kernels(decisions)
    race = kernels.race
    runs = race.runs
    state = (race.world, race.rules, race.luck)
    for name in MECHANISMS:
        _over_runs(name)(*state, 0)  # compiled before it is timed
    months = Clock()
    for turn in decisions:
        month.enact(race.world, race.rules, kernels.silent, turn)
        for _ in range(race.turn_months):
            for name in MECHANISMS:
                with months.measure(name, runs):
                    _over_runs(name)(*state, runs)
            race.world.market.month += 1.0
    for name in MECHANISMS:
        clock.add(name, sum(months.times[name]))


_DRIVERS: dict[str, Callable[..., None]] = {}


def _over_runs(name: str) -> Callable[..., None]:
    """A kernel that lets one mechanism pass in the first runs of a batch."""
    if name not in _DRIVERS:
        mechanism = getattr(month, f"{name}_month")

        @compile_kernel
        def drive(world: Any, rules: Any, luck: Any, runs: int) -> None:
            for run in range(runs):
                mechanism(run, world, rules, luck)

        _DRIVERS[name] = drive
    return _DRIVERS[name]
