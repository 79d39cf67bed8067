"""The score: par plus you, exactly; each goal by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tenfold.sim.game.basic import basic_of
from tenfold.sim.game.points import FULL_SHARE, GOALS, NEEDED
from tenfold.sim.game.score import TITLES, WORDS, score_of, values_of
from tenfold.sim.game.turns import Game
from tenfold.sim.race import Race

MONTHS, LABS = 24, 3


@pytest.fixture
def columns() -> dict[str, np.ndarray]:
    """Three labs over two years; lab 1 is scored: second, 6.5 points behind, a tenth of use."""
    flat = {name: np.zeros((MONTHS + 1, LABS)) for name in NEEDED}
    flat["active"] += 1.0
    flat["capability"] += np.array([156.55, 150.0, 140.0])
    flat["token_share"] += np.array([0.8, 0.1, 0.1])
    flat["revenue"] += np.array([9.0, 2.0, 1.0])
    flat["spending"] += np.array([9.0, 6.0, 1.0])
    return flat


def told(goal: str, columns: dict[str, np.ndarray], lab: int) -> tuple[float, str]:
    """One goal's value and words."""
    return values_of(columns, lab, {goal: 1.0})[goal]


def test_closeness_counts_months_and_rank(columns: dict[str, np.ndarray]) -> None:
    # Flat since the start: 6.55 points at 13.1 a year are six months before it, and 24 since.
    value, said = told("capability", columns, 1)
    assert value == pytest.approx(0.5 * 0.0 + 0.5 * 50.0)
    assert said == "in true skill, 30 months behind the leader and number 2 of 3"


def test_the_leader_has_all_of_it(columns: dict[str, np.ndarray]) -> None:
    assert told("capability", columns, 0) == (100.0, "in true skill, the leader and number 1 of 3")


def test_a_quarter_of_the_full_share_is_worth_half(columns: dict[str, np.ndarray]) -> None:
    columns["token_share"][:, 1] = FULL_SHARE / 4.0
    assert told("tokens", columns, 1)[0] == pytest.approx(50.0)
    columns["token_share"][:, 1] = 0.9
    assert told("tokens", columns, 1)[0] == 100.0


def test_only_the_last_year_counts_for_use(columns: dict[str, np.ndarray]) -> None:
    columns["token_share"][:13, 1] = 0.9
    assert told("tokens", columns, 1)[1] == "10% of all use, mean of the last year"


def test_breaking_even_is_worth_half(columns: dict[str, np.ndarray]) -> None:
    assert told("profit", columns, 0)[0] == pytest.approx(50.0)
    assert told("profit", columns, 1)[0] == pytest.approx(25.0)


def test_reach_counts_open_months_half_for_one_product(columns: dict[str, np.ndarray]) -> None:
    assert told("reach", columns, 1)[0] == 0.0
    columns["mini_release"][:, 1] = 1.0
    half = told("reach", columns, 1)[0]
    columns["flagship_release"][:, 1] = 1.0
    assert told("reach", columns, 1)[0] == pytest.approx(half * np.sqrt(2.0))


def test_who_leaves_keeps_the_months_it_was_there(columns: dict[str, np.ndarray]) -> None:
    columns["active"][13:, 1] = 0.0
    assert told("survival", columns, 1) == (50.0, "12 of 24 months")
    assert told("capability", columns, 1)[0] == 0.0


def test_score_is_par_plus_you_exactly(columns: dict[str, np.ndarray]) -> None:
    better = {name: column.copy() for name, column in columns.items()}
    better["token_share"][:, 1] = 0.31
    mission = {"capability": 0.3, "tokens": 0.4, "profit": 0.3}
    score = score_of(better, columns, 1, mission)
    assert score.score == score.par + score.you
    assert score.score == round(score.score)
    assert score.you > 0
    total = sum(part.weight * part.value for part in score.parts)
    assert score.score == round(total)


def test_every_goal_has_a_title_words_and_a_place_in_the_score() -> None:
    assert set(GOALS) == set(TITLES) == set(WORDS)


def test_par_is_the_autopilot_in_the_same_seat_on_the_same_luck(
    begin: Callable[..., Game],
) -> None:
    game = begin("tenfold-2026", "Ruolan", 6, 8)
    while not game.finished:
        game.draft(basic_of(game.rest))
        game.end_turn(game.turn)
    assert game.score.you == 0.0
    for part in game.score.parts:
        assert part.value == pytest.approx(part.par, rel=1e-6)
    alone = Race("tenfold-2026", seed=6, months=24, policies={"Ruolan": "autopilot"}, collect=False)
    # Basic levers go through shares of a share and back: equal to rounding, not to the bit.
    np.testing.assert_allclose(
        alone.run().series("capability"), game.race.history.series("capability"), rtol=1e-6
    )


def test_playing_otherwise_leaves_par_alone(
    begin: Callable[..., Game], settings: dict[str, float]
) -> None:
    still, moved = begin(), begin()
    for turn in range(1, 9):
        still.end_turn(turn)
        moved.draft(settings)
        moved.end_turn(turn)
    assert still.score.par == moved.score.par
    assert 0.0 <= moved.score.score <= 100.0
