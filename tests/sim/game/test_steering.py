"""Every lever or the basic ones: what is held stays, the rest is the autopilot's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.agents.decision import LEVER, LEVERS, SUM_TO_ONE, Decision, DecisionError
from tenfold.sim.game.basic import NAMES, plain
from tenfold.sim.game.saves.entry import ALL, BASIC
from tenfold.sim.game.steering import check_mode, cleaned, handed_over, whole
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]
held = st.dictionaries(
    st.sampled_from([n for n in LEVER if n != "teacher"]), st.floats(-5, 500, allow_nan=False)
)


@given(held)
def test_any_levers_held_make_a_decision_and_stay_as_set(
    wanted: dict[str, float],
) -> None:
    settings = cleaned(wanted, ALL, 0, 6)
    decision = whole(settings, ALL, Decision())
    decision.check()
    assert cleaned(settings, ALL, 0, 6) == settings
    shares = {name for names in SUM_TO_ONE for name in names}
    for name in settings.keys() - shares:
        assert plain(getattr(decision, name)) == settings[name]


def test_what_nobody_holds_is_the_autopilots_to_the_bit() -> None:
    rest = Decision(pay=1.7, experiments=0.31, training=0.29, serving=0.4)
    assert whole({}, ALL, rest) == rest


def test_shares_held_leave_the_others_what_is_left() -> None:
    rest = Decision(experiments=0.5, training=0.2, serving=0.3)
    got = whole({"experiments": 0.75}, ALL, rest)
    assert (got.experiments, got.training, got.serving) == pytest.approx((0.75, 0.10, 0.15))
    full = cleaned({"explore": 0.9, "replicate": 0.9}, ALL, 0, 6)
    assert full == {"explore": 0.5, "replicate": 0.5}
    assert whole(full, ALL, rest).moonshot == 0.0


def test_rounded_shares_are_left_as_the_page_sent_them() -> None:
    thirds = {"experiments": 0.3333, "training": 0.3333, "serving": 0.3333}
    assert cleaned(thirds, ALL, 0, 6) == thirds
    made = whole(thirds, ALL, Decision())
    assert made.experiments + made.training + made.serving == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("wanted", "mode", "says"),
    [
        ({"pai": 1.0}, ALL, "did you mean 'pay'"),
        ({"pay": "high"}, ALL, "pay: must be a number"),
        ({"pay": float("nan")}, ALL, "pay: must be a number"),
        ({"pay": True}, ALL, "pay: must be a number"),
        ({"pay": 10**400}, ALL, "pay: must be a number"),
        ({"teacher": 2.0}, ALL, "another lab"),
        ({"teacher": 6.0}, ALL, "another lab"),
        ({"pay": 1.0}, BASIC, "'pay' is not a basic lever"),
        ({"copying": 0.5}, ALL, "unknown lever 'copying'"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    wanted: dict[str, float], mode: str, says: str
) -> None:
    given_all = wanted if mode == ALL else {**dict.fromkeys(NAMES, 0.2), **wanted}
    with pytest.raises(DecisionError, match=says) as caught:
        cleaned(given_all, check_mode(mode), 2, 6)
    assert "\n" not in str(caught.value)


def test_there_are_two_modes() -> None:
    with pytest.raises(DecisionError, match="choose basic or all"):
        check_mode("expert")


def test_going_over_moves_nothing() -> None:
    basic = dict.fromkeys(NAMES, 0.25) | {"flagship_release": 1.0, "flagship_price": 0.8}
    rest = Decision(moonshot=0.2, efficiency=0.1, explore=0.4, replicate=0.3)
    now = whole(basic, BASIC, rest)
    over = whole(handed_over(basic, now, ALL), ALL, rest)
    for lever in LEVERS:
        assert getattr(over, lever.name) == pytest.approx(getattr(now, lever.name)), lever.name
    back = whole(handed_over({}, over, BASIC), BASIC, rest)
    assert back.explore == pytest.approx(now.explore)


def test_a_game_may_change_its_mode_at_any_turn(begin: Begin, tmp_path: object) -> None:
    game = begin("tenfold-2026", "Hanxi")
    game.end_turn(1)
    game.set_mode("all")
    game.draft({**game.settings, "pay": 3.0})
    game.end_turn(2)
    assert (game.mode, game.settings["pay"]) == ("all", 3.0)
    assert game.log[1].pay == 3.0
    game.draft({"pay": 2.0})
    game.end_turn(3)
    assert game.log[2].distil == pytest.approx(game.entries[2].levers["distil"])
    game.set_mode("basic")
    assert set(game.settings) == set(NAMES)
    game.end_turn(4)
    again = Game.load(game.save.path.parent, game.token)
    assert [entry.mode for entry in again.entries] == ["basic", "all", "all", "basic"]
    assert again.race.history.lab.tobytes() == game.race.history.lab.tobytes()


def test_holding_nothing_is_playing_as_the_autopilot(begin: Begin) -> None:
    game = begin()
    game.draft({}, "all")
    while not game.finished:
        game.end_turn(game.turn)
    assert game.score.you == 0.0
    assert all(entry.settings == {} for entry in game.entries)
