"""Ways of running the same races: the engine, its bare kernels, Mesa's runner, plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from inspect import signature
from typing import Any

import mesa

from tenfold.scenarios.schema import Scenario
from tenfold.sim.bench.clock import Clock
from tenfold.sim.month import Plain, enact, no_history, pass_months
from tenfold.sim.race import Race
from tenfold.sim.world import Array, World, plain

SCENARIO = "tenfold-2026"
MONTHS = 48
BATCH = 256
UNCOMPILED_MONTHS = 3


def batch(
    scenario: str | Scenario = SCENARIO,
    months: int = MONTHS,
    runs: int = BATCH,
    parameters: Mapping[str, float] | None = None,
) -> Race:
    """A batch of races as sweeps run them: policies decide, everything is recorded."""
    return Race(
        scenario, runs=runs, months=months, parameters=parameters, collect=False, note=False
    )


def run_batch(
    scenario: str | Scenario = SCENARIO,
    months: int = MONTHS,
    runs: int = BATCH,
    parameters: Mapping[str, float] | None = None,
) -> Race:
    """Such a batch, raced to its end and closed."""
    race = batch(scenario, months, runs, parameters)
    race.run()
    race.close()
    return race


def run_with_mesa(
    runs: int, scenario: str = SCENARIO, months: int = MONTHS
) -> list[dict[str, Any]]:
    """The same races one by one through Mesa's own batch runner and DataCollector."""
    parameters = {
        "scenario": scenario, "months": months, "first_run": list(range(runs)),
        "collect": True, "keep_history": False, "note": False,
    }  # fmt: skip
    # From Mesa 3.4 on, the runner hands out seeds itself, under this name.
    seeds: dict[str, Any] = {"rng": [1]} if "rng" in signature(mesa.batch_run).parameters else {}
    return list(
        mesa.batch_run(
            Race,
            parameters,
            number_processes=1,
            data_collection_period=1,
            max_steps=months,
            display_progress=False,
            **seeds,
        )
    )


def record_decisions(
    scenario: str = SCENARIO, months: int = MONTHS, runs: int = BATCH
) -> list[Array]:
    """What the labs of a batch decide, turn by turn: [levers, labs, runs] each."""
    race = Race(scenario, runs=runs, months=months, collect=False, note=False)
    found = []
    while race.month < race.months:
        race.advance(race.turn_months)
        found.append(race.decisions.copy())
    race.close()
    return found


class Kernels:
    """A batch at its opening, to be moved by the compiled kernels alone.

    Args:
        decisions: what the labs decide, turn by turn.
        scenario: name of the scenario of those decisions.
        months: length of the races.
    """

    def __init__(
        self, decisions: list[Array], scenario: str = SCENARIO, months: int = MONTHS
    ) -> None:
        self.decisions = decisions
        self.race = Race(
            scenario, runs=decisions[0].shape[-1], months=months,
            collect=False, keep_history=False, note=False,
        )  # fmt: skip
        self.silent = silent(self.race)
        self.race.close()

    @property
    def world(self) -> World:
        """The world that the kernels move."""
        return self.race.world

    def start(self, first_run: int = 0) -> None:
        """Luck and opening of a batch, in the same memory."""
        self.race.restart(first_run)

    def run(self, months: int | None = None) -> None:
        """Pass the months: decisions are put into force turn by turn, nothing is recorded."""
        race = self.race
        left = race.months if months is None else months
        for decisions in self.decisions:
            if left <= 0:
                break
            enact(race.world, race.rules, self.silent, decisions)
            pass_months(race.world, race.rules, race.luck, self.silent, min(left, race.turn_months))
            left -= race.turn_months


def silent(race: Race) -> Plain:
    """The plain rows of a race's world, with nowhere to record."""
    histories = no_history(race.runs, len(race.labs))
    return Plain(plain(race.world.lab), plain(race.world.market), *histories)


def time_uncompiled() -> float:
    """Processor seconds a race and month of the first months, as plain Python."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "tenfold.sim.bench.ways"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(answer.stdout)


def _first_months_of_one_race() -> float:
    race = Race(SCENARIO, months=MONTHS, collect=False, keep_history=False, note=False)
    race.decide()
    kernels = Kernels([race.decisions.copy()])
    clock = Clock()
    with clock.measure("months", UNCOMPILED_MONTHS):
        kernels.run(UNCOMPILED_MONTHS)
    return clock.times["months"][0]


if __name__ == "__main__":
    print(_first_months_of_one_race())
