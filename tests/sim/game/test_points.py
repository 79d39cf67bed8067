"""Points: a race scores the same alone and among others, in games, balances and replies."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim import game
from tenfold.sim.balance.seat import MONTHS, REGULATOR, seat_of
from tenfold.sim.balance.strategies import LEFT, Held, dials_of
from tenfold.sim.game import mandate, points, score
from tenfold.sim.game.debrief import valuing
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.telling.view import NO_LAB
from tenfold.sim.history import History
from tenfold.sim.race import Race
from tenfold.sim.replies.objectives import mission_score

MISSION = {"capability": 0.3, "tokens": 0.2, "profit": 0.2, "reach": 0.2, "survival": 0.1}
SCENARIO = load_scenario("price-war")
RUNS = 12


@pytest.fixture(scope="module")
def history() -> Iterator[History]:
    """Races in which one lab does all sorts of things, and in some another leaves."""
    dials = dials_of(SCENARIO, 1)
    rng = np.random.default_rng(5)
    values = np.array([[rng.choice([*dial.steps, LEFT]) for dial in dials] for _ in range(RUNS)])
    race = Race(
        SCENARIO, 3, runs=RUNS, months=15, policies={SCENARIO.labs[1].name: Held(dials, values)},
        collect=False, note=False,
    )  # fmt: skip
    race.run()
    race.history.series("active")[::4, 9:, 2] = 0.0
    yield race.history
    race.close()


def seats() -> list[Seat]:
    labs = [Seat(SCENARIO, lab.name, place, 5) for place, lab in enumerate(SCENARIO.labs)]
    return [*labs, Seat(SCENARIO, REGULATOR, NO_LAB, 5)]


def alone(history: History, run: int) -> History:
    """One race of many."""
    one = copy(history)
    one.numbers = history.numbers[run : run + 1]
    one.lab, one.market = history.lab[run : run + 1].copy(), history.market[run : run + 1].copy()
    return one


@pytest.mark.parametrize("seat", seats(), ids=lambda seat: seat.name)
def test_a_race_scores_the_same_to_the_bit_alone_and_among_others(
    history: History, seat: Seat
) -> None:
    together = valuing.points_by_run(history, seat)
    singly = [valuing.points_by_run(alone(history, run), seat)[0] for run in range(RUNS)]
    assert together.tolist() == singly
    assert len(set(singly)) > 1


@pytest.mark.parametrize("seat", seats(), ids=lambda seat: seat.name)
def test_the_score_is_the_mean_of_the_goals_that_are_told(history: History, seat: Seat) -> None:
    for run in range(RUNS):
        one = alone(history, run)
        told = valuing.goals_of(one, one, seat)
        total = sum(part.weight * part.value for part in told)
        assert valuing.points_by_run(one, seat)[0] == pytest.approx(total, rel=1e-12)


def test_who_left_has_nothing_for_closeness_and_says_so(history: History) -> None:
    for run in range(RUNS):
        columns = {name: history.series(name)[run] for name in points.NEEDED}
        told = score.values_of(columns, 2, MISSION)["capability"]
        assert (told == (0.0, "left the race")) == (run % 4 == 0)


def test_best_replies_and_balances_score_as_games_do(history: History) -> None:
    for seat in seats()[:-1]:
        replied = mission_score(history, seat.place, SCENARIO.labs[seat.place])
        assert replied.tolist() == valuing.points_by_run(history, seat).tolist()
    lucks = np.arange(2)
    for seat in (seats()[1], seats()[-1]):
        balanced = seat_of(SCENARIO, seat.name, 3)
        race = Race(SCENARIO, 3, runs=2, months=MONTHS, policies=(
            {seat.name: "autopilot"} if seat.place >= 0 else None
        ), ruler=None if seat.place >= 0 else "autopilot", collect=False, note=False)  # fmt: skip
        race.run()
        mine = balanced.of_policy("autopilot", lucks)
        assert mine.tolist() == valuing.points_by_run(race.history, seat).tolist()
        race.close()
        balanced.close()


WORDS_ALONE = {"telling/phrase.py", "telling/view.py"}
"""Read by files that score, but for what is said alone."""


def test_every_file_of_the_game_that_scores_is_known_as_one() -> None:
    room = Path(game.__file__).parent
    known = {str(file.relative_to(room)) for file in valuing.DECIDING}
    waiting, found = [Path(points.__file__), Path(mandate.__file__)], set()
    while waiting:
        file = waiting.pop()
        name = str(file.relative_to(room))
        if name in found | WORDS_ALONE:
            continue
        found.add(name)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(game.__name__):
                names = [str(node.module), *(f"{node.module}.{each.name}" for each in node.names)]
                files = [room.joinpath(*each.split(".")[3:]).with_suffix(".py") for each in names]
                waiting += [each for each in files if each.is_file()]
    assert found == known
