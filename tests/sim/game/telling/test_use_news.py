"""News of use: large moves with their cause, serving that will be short, ideas left uncopied."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.first_moves import OPENINGS
from tenfold.sim.game.telling.model_news import CAUSES, TROUBLES, Record
from tenfold.sim.game.telling.news import tell_quarter
from tenfold.sim.game.telling.own_shot import OwnShot
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.snapshot import ProductShot, Snapshot
from tenfold.sim.game.telling.use_news import growth_of, pulls_of, shortage_of
from tenfold.sim.game.turns import Game

ME, RIVAL = 4, 0
OWN = OwnShot(
    need=40.0, serving=60.0, chips=200.0, coming=0.0, waiting=1.0, served=1.0, trust=0.0,
    copyable=2.0, copying=0.5,
    weights={"quality": 1.0, "price": 1.0, "latency": 0.5, "openness": 0.5, "brand": 1.0},
)  # fmt: skip


def shot(
    month: int, use: float, price: float = 2.0, score: float = 150.0, **own: float
) -> Snapshot:
    """Oak sells one model, Alder another that stays as it is; six labs."""
    rest = (1.0 - use) / 5.0
    shares = np.full(6, rest)
    shares[ME] = use
    sold = tuple(
        ProductShot(lab, False, skill, asked, False, 0, 0.0, 1e12)
        for lab, skill, asked in ((ME, score, price), (RIVAL, 150.0, 2.0))
    )
    nothing = np.zeros(6)
    return Snapshot(
        month, sold, nothing, nothing, nothing, nothing, np.ones(6), (), 0.0, 0.0, 1.0, 0.0, 0.0,
        shares, replace(OWN, **own),
    )  # fmt: skip


def told(*shots: Snapshot, ends: int = 24) -> list[str]:
    scenario = load_scenario("ten-to-one")
    parts = {name: np.zeros(25) for name in {*CAUSES, *TROUBLES}}
    record = Record(
        scenario, (2026, 1), ME, np.full((25, 6), 150.0), np.zeros(25), np.full(25, 0.5), parts,
        shots=shots, ends=ends,
    )  # fmt: skip
    return [item.text for item in tell_quarter([], len(shots) - 2, record)]


def test_a_fall_is_told_with_the_price_that_caused_it() -> None:
    assert told(shot(0, 0.10), shot(3, 0.06, price=4.0)) == [
        "Your share of use falls from 10% to 6%, because your average price rose 100% in a "
        "quarter, rivals' stayed."
    ]


def test_a_rise_is_told_with_the_skill_that_caused_it() -> None:
    assert told(shot(0, 0.06), shot(3, 0.10, score=158.0)) == [
        "Your share of use rises from 6% to 10%, because the models that your customers use "
        "gained 8.0 points in a quarter, rivals' 0.0."
    ]


def test_a_fall_for_want_of_chips_names_them() -> None:
    lines = told(shot(0, 0.10), shot(3, 0.05, need=180.0, served=0.4, waiting=2.0))
    assert lines[0] == (
        "Your share of use falls from 10% to 5%, because customers wait or are turned away: they "
        "need 3.0x your serving chips."
    )


def test_lost_trust_is_a_cause() -> None:
    (line,) = told(shot(0, 0.10), shot(3, 0.07, trust=-0.4))
    assert line.endswith("because customers trust you less after an affair.")


def test_what_the_offer_does_not_explain_names_who_won() -> None:
    (line,) = told(shot(0, 0.10), shot(3, 0.05))
    assert line.endswith("Alder won most, from 18% to 19%.")


@pytest.mark.parametrize("use", [0.095, 0.108])
def test_a_small_move_is_no_news(use: float) -> None:
    assert told(shot(0, 0.10), shot(3, use, price=4.0)) == []


def test_habits_are_compared_over_half_a_year() -> None:
    three = (shot(0, 0.10), shot(3, 0.10, price=4.0), shot(6, 0.06, price=4.0))
    assert told(*three) == [
        "Your share of use falls from 10% to 6%, because your average price rose 100% in half a "
        "year, rivals' stayed."
    ]
    assert pulls_of(three, ME)["price"] == pytest.approx(-np.log(2.0))


def test_serving_that_will_be_short_is_told_before_it_is() -> None:
    grown = shot(3, 0.10, need=58.0)
    assert grown.own is not None
    assert grown.own.need < grown.own.serving
    assert told(shot(0, 0.10), grown) == [
        "At this growth use will need about 1.4x your serving chips in Q2, because it grew 45% "
        "last quarter: customers will wait or leave."
    ]
    assert told(shot(0, 0.10), shot(3, 0.10, need=44.0)) == []
    assert told(shot(0, 0.10), shot(3, 0.10, need=58.0, coming=100.0)) == []
    assert told(shot(0, 0.10), grown, ends=3) == [], "there is no next quarter"


def test_a_jump_is_no_growth() -> None:
    jumped = replace(OWN, need=200.0)
    assert growth_of(OWN, jumped) == 1.0
    said = shortage_of(OWN, jumped, 0.3, "Q3")
    assert said == "Even without growth, use will need about 3.3x your serving chips in Q3."
    assert shortage_of(OWN, jumped, 1.0, "Q3") == ""
    assert "none serve" in shortage_of(OWN, jumped, 0.0, "Q3")


def test_ideas_left_uncopied_are_hinted_at_once_in_a_year() -> None:
    idle = {"copyable": 9.0, "copying": 0.15}
    shots = tuple(shot(3 * turn, 0.10, **idle) for turn in range(7))
    hinted = [
        turn for turn in range(1, 7) if any("of your search" in t for t in told(*shots[: turn + 1]))
    ]
    assert hinted == [1, 5]
    (line,) = told(*shots[:2])
    assert line.startswith("Rivals' models show 9 ideas that you lack, but only 15%")
    assert told(shot(0, 0.1), shot(3, 0.1, copyable=9.0, copying=0.5)) == []
    assert told(shot(0, 0.1), shot(3, 0.1, copyable=3.0, copying=0.1)) == []


def test_the_opening_that_invents_is_told_of_copying_and_warned_of_serving(tmp_path: Path) -> None:
    game = Game.begin(tmp_path, "ten-to-one", "Oak", 10, 8, guided=True)
    game.draft({**game.settings, **OPENINGS[0].levers})
    game.end_turn(1)
    view = view_of(game)
    news = [item.text for item in view.news if item.own]
    assert news[0].startswith("Your share of use falls from 8% to 6%, because customers wait")
    assert any("only 15% of your search copies" in text for text in news)
    assert "easier to rebuild" in view.levers.meets["copying"]
    game.end_turn(2)
    view = view_of(game)
    assert view.news[0].text.startswith("At this growth use will need about 1.7x")
    assert "At this growth use will need about 1.7x" in view.levers.meets["compute"]
    game.draft({**game.settings, "experiments": 0.3, "serving": 0.56})
    assert "At this growth" not in view_of(game).levers.meets["compute"]
    game.close()


def test_a_seat_without_a_lab_has_no_own_figures(tmp_path: Path) -> None:
    game = Game.begin(tmp_path, "tenfold-gap", "regulator", 3, 8)
    game.end_turn(1)
    assert [one.own for one in game.snapshots] == [None, None]
    assert not [item for item in view_of(game).news if "share of use" in item.text]
    game.close()
