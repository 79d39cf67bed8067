"""Bets of a range: kept, scored, and apart from winning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.agents.decision import DecisionError
from tenfold.sim.game.predict import LEAD, SHARE, check_bet, interval_score, naive_range, predicted
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]


def test_the_interval_score_by_hand() -> None:
    assert interval_score(0.10, 0.20, 0.15) == pytest.approx(0.10)
    assert interval_score(0.10, 0.20, 0.23) == pytest.approx(0.10 + 10 * 0.03)
    assert interval_score(0.10, 0.20, 0.08) == pytest.approx(0.10 + 10 * 0.02)


def test_honest_ranges_beat_timid_and_bold_ones() -> None:
    # What comes lies anywhere from 0 to 1: the honest range of four in five is 0.1 to 0.9.
    outcomes = [k / 1000 for k in range(1001)]

    def mean(low: float, high: float) -> float:
        return sum(interval_score(low, high, came) for came in outcomes) / len(outcomes)

    assert mean(0.1, 0.9) < mean(0.0, 1.0)
    assert mean(0.1, 0.9) < mean(0.2, 0.8)


def test_the_naive_range_reaches_as_far_as_the_past_moved() -> None:
    assert naive_range([0.10], SHARE) == pytest.approx((0.08, 0.12))
    assert naive_range([0.10, 0.11, 0.14], SHARE) == pytest.approx((0.11, 0.17))
    assert naive_range([0.01], SHARE)[0] == 0.0


def test_bets_are_counted_by_hand() -> None:
    entries = [
        Entry(1, {}, {}, bet=(0.1, 0.2)), Entry(2, {}, {}), Entry(3, {}, {}, bet=(0.1, 0.2)),
    ]  # fmt: skip
    told = predicted(entries, [0.1, 0.15, 0.3, 0.25], SHARE, None, True)
    assert [(bet.turn, bet.came, bet.hit) for bet in told.bets] == [
        (1, 0.15, True),
        (3, 0.25, False),
    ]
    assert (told.hits, told.of) == (1, 2)
    assert told.score == pytest.approx((0.1 + 0.1 + 10 * 0.05) / 2)
    assert predicted([], [0.1], SHARE, None, True).score is None


@pytest.mark.parametrize("bet", [[0.2, 0.1], [0.1], [0.1, 1.2], [-0.1, 0.5], [0.1, float("nan")]])
def test_an_impossible_bet_is_refused_in_a_line(bet: list[float]) -> None:
    with pytest.raises(DecisionError, match="a bet") as caught:
        check_bet(bet, SHARE)
    assert "\n" not in str(caught.value)


def test_months_may_be_negative() -> None:
    assert check_bet([-3.0, 2.5], LEAD) == (-3.0, 2.5)


def test_a_bet_goes_with_its_turn_and_moves_nothing(begin: Begin, tmp_path: Path) -> None:
    game, other = begin(), begin()
    game.place_bet([0.05, 0.2])
    assert view_of(game).predict.draft == (0.05, 0.2)
    game.end_turn(1)
    other.end_turn(1)
    assert game.race.history.lab.tobytes() == other.race.history.lab.tobytes()
    told = view_of(game).predict
    assert told.draft is None
    assert told.bets[0].came == view_of(game).labs[game.seat].share[-1]
    again = view_of(Game.load(tmp_path, game.token)).predict
    assert again == told


def test_the_store_bets_and_withdraws(tmp_path: Path) -> None:
    store = Store(tmp_path)
    token = store.begin("ten-to-one", "Oak", 1, 8).token
    store.draft(token, bet=[0.1, 0.2])
    store.draft(token, dict(store.open(token).settings))
    assert store.open(token).bet == (0.1, 0.2)
    store.draft(token, bet=[])
    assert store.open(token).bet is None
