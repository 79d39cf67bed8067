"""How often what comes lies within the band of a forecast: games on autopilot, on many lucks.

`python -m tests.sim.game.foresight.coverage 48` measures what docs/forecasts.md says.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tenfold.agents.decision import LEVERS
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.foresight import belief
from tenfold.sim.game.foresight.follower import live
from tenfold.sim.game.foresight.forecast import quantiles
from tenfold.sim.game.foresight.foreseen import FloatArray, OfLab
from tenfold.sim.game.foresight.known import known_in
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.race import Race
from tenfold.sim.world import copy_world

MONTHS = (3, 6, 12)
FIRST_SEED = 1000


class Look(NamedTuple):
    """One forecast of one figure, and what came."""

    figure: str
    turn: int
    month: int
    within: bool
    place: float
    """Share of the futures below what came."""


def looks(scenario: Scenario, seat: int, seed: int, turns: Sequence[int]) -> list[Look]:
    """Forecasts at some turns of a race in which all labs are on autopilot or play their policy."""
    name = scenario.labs[seat].name
    months = 3 * max(turns) + 12
    truth = Race(
        scenario, seed=seed, months=months, policies={name: "autopilot"}, collect=False, note=False
    )
    parts = [belief.Part(scenario, k, name, months) for k in range(belief.PARTS)]
    known = known_in(truth, seat)
    for part in parts:
        part.learn(known)
    seen = {}
    for turn in range(1, max(turns) + 1):
        if turn in turns:
            seen[turn] = _futures(parts, seat)
        _follow(parts, truth, seat)
    truth.run()
    came = np.stack([truth.history.series(column)[0][:, seat] for column in OfLab.columns])
    found = [
        _look(k, turn, month, futures, came)
        for turn, futures in seen.items()
        for month in MONTHS
        for k in range(len(OfLab.figures))
    ]
    truth.close()
    for part in parts:
        part.close()
    return found


def _futures(parts: Sequence[belief.Part], seat: int) -> FloatArray:
    """[figures, months + 1, futures] with the seat on autopilot."""
    found = [
        live(part, copy_world(part.world), OfLab(seat), {}, BASIC, lambda: False) for part in parts
    ]
    return np.concatenate(found, axis=2)


def _follow(parts: Sequence[belief.Part], truth: Race, seat: int) -> None:
    seen = [known_in(truth, seat)]
    for _ in range(3):
        truth.advance(1)
        seen.append(known_in(truth, seat))
    levers = {lever.name: truth.decisions[k, seat, 0] for k, lever in enumerate(LEVERS)}
    for part in parts:
        part.follow(seen, levers)


def _look(k: int, turn: int, month: int, futures: FloatArray, came: FloatArray) -> Look:
    values, real = futures[k, month], came[k, 3 * (turn - 1) + month]
    low, _, high = quantiles(values)
    place = float((values < real).mean() + 0.5 * (values == real).mean())
    return Look(OfLab.figures[k], turn, month, bool(low <= real <= high), place)


def measure(games: int, scenario: str, turns: Sequence[int]) -> list[Look]:
    """Games of one scenario, seat after seat, each on its own luck."""
    chosen = load_scenario(scenario)
    return [
        look
        for game in range(games)
        for look in looks(chosen, game % len(chosen.labs), FIRST_SEED + game, turns)
    ]


def main() -> None:
    """Print coverage and the mean place of what came, by figure and month."""
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    scenario = sys.argv[2] if len(sys.argv) > 2 else "tenfold-2026"
    found = measure(games, scenario, (1, 3, 6))
    for figure in OfLab.figures:
        for month in MONTHS:
            mine = [look for look in found if (look.figure, look.month) == (figure, month)]
            within = np.mean([look.within for look in mine])
            place = np.mean([look.place for look in mine])
            turns = [
                f"{np.mean([look.within for look in mine if look.turn == turn]):.0%}"
                for turn in (1, 3, 6)
            ]
            print(f"{figure:10} {month:2} months: {within:.0%} {turns}, mean place {place:.2f}")


if __name__ == "__main__":
    main()
