"""Levers on the page: rows made of metadata, scales that return what they were given, the guide."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tenfold.agents.decision import LEVER, LEVERS, RELEASES, SUM_TO_ONE
from tenfold.agents.ruling import RULE_LEVERS
from tenfold.sim.game.basic import COPYING
from tenfold.sim.game.steering import DIGITS, whole
from tenfold.sim.game.telling.view import LeverState, View
from tenfold.ui import lever_rows, lever_words

ViewIn = Callable[..., View]
UI = Path(lever_words.__file__).parent


def all_levers(view: View, *held: str) -> View:
    """The same view in the mode of all levers, some of them held."""
    states = tuple(
        LeverState(
            lever.name, lever.default, lever.default, lever.default, lever.name in held,
            meets=f"{lever.name} meets.", did=f"Last: {lever.name} did.",
        )
        for lever in LEVERS
    )  # fmt: skip
    return replace(view, mode="all", levers=replace(view.levers, all=states))


def value(scale: dict[str, Any], at: int) -> float:
    """What the page makes of a position, as levers.vue does."""
    return 2.0 ** (at / 100) if scale["kind"] == "ratio" else at * scale["step"]


def test_every_lever_has_a_row_and_none_is_written_by_hand(view_in: ViewIn) -> None:
    about = lever_words.about(all_levers(view_in()))
    asked_elsewhere = {lever.name for lever in LEVERS if lever.group == lever_rows.ANSWERS}
    assert set(about["sends"]) == {lever.name for lever in LEVERS} - asked_elsewhere
    assert len(about["sends"]) == len(set(about["sends"]))
    for card in about["cards"]:
        for row in card["rows"]:
            for name in lever_rows.names_of(row):
                assert LEVER[name].help in row["help"]
                assert LEVER[name].cost in row["help"]
                assert LEVER[name].bites == row["bites"]
    template = (UI / "components" / "levers.vue").read_text()
    assert not [lever.label for lever in LEVERS if re.search(rf"\b{lever.label}\b", template)]


def test_cards_stand_in_the_order_of_their_titles(view_in: ViewIn) -> None:
    cards = lever_words.about(all_levers(view_in()))["cards"]
    assert [card["title"] for card in cards] == [
        "Compute", "Research", "Training", "Release", "Price", "Money",
    ]  # fmt: skip
    assert [len(card["rows"]) for card in cards][:2] == [1, 2]


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: str(lever.name))
def test_ends_of_a_scale_are_the_ends_of_the_range(lever: Any) -> None:
    row = lever_rows.row(lever)
    scale = lever_rows.scale_named(lever.name, LEVER)
    assert value(scale, row["low"]) == pytest.approx(lever.low)
    assert value(scale, row["high"]) == pytest.approx(lever.high)
    at = lever_rows.position(lever, lever.default)
    assert row["low"] <= at <= row["high"]
    assert value(scale, at) == pytest.approx(lever.default, abs=0.006)
    assert len(row["options"]) == len(lever.choices)


def test_shares_sum_to_a_hundred_whatever_they_are() -> None:
    for first in range(0, 101, 7):
        for second in range(0, 101 - first, 3):
            rest = 100 - first - second
            shares = {
                "explore": first / 100 + 0.004, "moonshot": second / 100, "replicate": 0.0,
                "efficiency": max(0.0, rest / 100 - 0.004),
            }  # fmt: skip
            placed = lever_rows.positions(shares, LEVER)
            assert sum(placed.values()) == 100
            assert min(placed.values()) >= 0


@pytest.mark.parametrize("names", SUM_TO_ONE, ids=lambda names: str(names[0]))
def test_a_group_of_shares_is_one_row_with_handles(names: tuple[str, ...], view_in: ViewIn) -> None:
    rows = [r for c in lever_words.about(all_levers(view_in()))["cards"] for r in c["rows"]]
    row = next(r for r in rows if r["kind"] == "split" and r["parts"][0]["name"] == names[0])
    assert [part["name"] for part in row["parts"]] == list(names)
    assert row["notes"] == list(names)


def test_what_is_held_is_told_apart_from_the_autopilots(view_in: ViewIn) -> None:
    view = all_levers(view_in(), "pay", "distil")
    state = lever_words.state(view)
    assert state["held"] == ["distil", "pay"]
    assert state["moved"] is False
    assert state["set"]["pay"] == state["auto"]["pay"] == 0
    assert state["meets"]["pay"] == "pay meets."
    assert state["autopilot"] == []


def test_what_the_page_sends_is_a_decision(view_in: ViewIn) -> None:
    """Positions of every lever, read back as the page does, are what the game accepts."""
    view = all_levers(view_in(), *LEVER)
    about, state = lever_words.about(view), lever_words.state(view)
    sent = {
        name: round(value(about["scales"][name], state["set"][name]), DIGITS)
        for name in about["sends"]
    }
    from tenfold.agents.decision import Decision

    decision = whole(sent, "all", Decision())
    for name in ("pay", "data", "post_training", "flagship_price"):
        assert float(getattr(decision, name)) == pytest.approx(LEVER[name].default, abs=0.006)


def test_what_nobody_moved_is_known_to_the_last_decimal(view_in: ViewIn) -> None:
    view = view_in()
    values = {**view.levers.values, "experiments": 0.5249, "training": 0.1551, "serving": 0.32}
    view = replace(view, levers=replace(view.levers, values=values))
    state = lever_words.state(view)
    assert state["exact"]["experiments"] == 0.5249
    assert state["set"]["experiments"] == 52
    assert state["exactFirst"]["experiments"] == 0.5
    together = lever_words.about(view)["together"]
    assert together["training"] == ["experiments", "training", "serving"]


def test_teachers_are_the_rivals_that_are_left(view_in: ViewIn) -> None:
    view = view_in()
    teachers = lever_words.teachers(view)
    assert teachers[0] == {"value": -1, "label": "The best within reach"}
    names = [one["label"] for one in teachers]
    assert "Jade River Computing" not in names
    assert "Borealis" not in names
    assert "Meridian" in names


def test_the_basic_panel_has_five_levers_and_says_what_the_autopilot_does(view_in: ViewIn) -> None:
    view = view_in()
    about, state = lever_words.about(view), lever_words.state(view)
    assert [card["name"] for card in about["cards"]] == list(lever_words.GUIDED)
    assert about["folds"] is about["frees"] is False
    release = about["cards"][3]["rows"][0]
    assert [one["label"].lower() for one in release["options"]] == list(RELEASES[:2])
    assert state["set"][COPYING] == 55
    assert state["moved"] is True
    assert state["autopilotTitle"] == "The autopilot sets 2 other levers"
    assert state["going"] == {"flagship_price": 2.1, "mini_price": 0.2}


def test_a_folded_card_names_what_it_tells(view_in: ViewIn) -> None:
    known = {lever.name for lever in (*LEVERS, *RULE_LEVERS)}
    assert set(lever_rows.BRIEF) <= known
    for card in lever_rows.whole_cards(LEVERS) + lever_rows.whole_cards(RULE_LEVERS):
        first, *_ = card["rows"]
        told = [row["brief"] for row in card["rows"] if row["brief"]]
        assert first["kind"] == "split" or len(told) >= 2
        assert len(set(told)) == len(told)
    state = lever_words.state(all_levers(view_in()))
    assert "mini_price" not in state["meets"]  # its going rate is said with its price


def test_prices_double_in_a_hundred_steps() -> None:
    row = lever_rows.row(LEVER["flagship_price"])
    assert (row["low"], row["high"], row["scale"]) == (-200, 200, "ratio")


def test_a_guided_game_hands_over_a_lever_a_turn(view_in: ViewIn) -> None:
    seen = []
    for turn in range(1, 7):
        guide = lever_words.guide(view_in(3 * (turn - 1), guided=True))
        seen.append(guide)
    assert seen[0] is not None
    assert [card["title"] for card in seen[0]["openings"]] == ["Invent", "Copy", "Serve customers"]
    assert seen[0]["fresh"] == ""
    for turn in range(2, 6):
        guide = seen[turn - 1]
        assert guide is not None
        assert guide["shown"] == list(lever_words.GUIDED[:turn])
        assert guide["fresh"] == lever_words.GUIDED[turn - 1]
        assert guide["why"].startswith("New")
    assert seen[5] is None
    assert lever_words.guide(view_in(3)) is None


def test_levers_can_be_sent_to_the_page(view_in: ViewIn) -> None:
    for view in (view_in(), view_in(0, guided=True), all_levers(view_in(), "pay")):
        json.dumps([lever_words.about(view), lever_words.state(view)], allow_nan=False)
