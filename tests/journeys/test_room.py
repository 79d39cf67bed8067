"""The war room in use: levers, keys, phones, two people and two windows, addresses that lead on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
RACE = "scenario=tenfold-2026&seat=Hanxi&quarters=8"
BEHIND = """
() => {
  for (let e = document.elementFromPoint(700, 400); e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (colour !== 'rgba(0, 0, 0, 0)') return colour;
  }
}
"""
"""The colour that somebody sees in the middle of the page."""
TABS = 80
"""Most presses of Tab until something is reached."""


def test_the_page_is_ours_alone(visit: Visit) -> None:
    visitor = visit()
    visitor.begin(RACE)
    page = visitor.page
    assert page.locator(".tenfold").count() == 1
    assert page.locator(".v-app-bar, .v-toolbar, .v-content").count() == 0
    for colour, paper in (("light", "rgb(251, 250, 247)"), ("dark", "rgb(20, 22, 26)")):
        page.emulate_media(color_scheme=colour)
        assert page.evaluate(BEHIND) == paper
    # One screen: nothing hangs out of it.
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert page.evaluate("document.documentElement.scrollHeight") <= 768


def tab_to(visitor: Visitor, role: str, name: str) -> None:
    """Press Tab until this is in focus, as somebody without a mouse does."""
    wanted = visitor.page.get_by_role(role, name=name)
    for _ in range(TABS):
        visitor.page.keyboard.press("Tab")
        if wanted.count() and wanted.first.evaluate("(e) => e === document.activeElement"):
            return
    raise AssertionError(f"'{name}' is not reached by Tab")


def test_a_whole_turn_by_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    keys = page.keyboard
    visitor.go(f"/?{RACE}&seed=4")
    page.get_by_role("button", name="Play this race").wait_for()
    tab_to(visitor, "button", "Play this race")
    keys.press("Enter")
    page.wait_for_selector(".top[data-turn='1']")
    tab_to(visitor, "slider", "Between Experiments and Training")
    handle = page.locator(".split .handle").first
    before = int(handle.get_attribute("aria-valuenow") or 0)
    keys.press("PageDown")
    expect(handle).to_have_attribute("aria-valuenow", str(before - 10))
    keys.press("z")
    expect(handle).to_have_attribute("aria-valuenow", str(before))
    keys.press("ArrowRight")
    tab_to(visitor, "slider", "Price")
    price = page.get_by_role("slider", name="Price", exact=True)
    low = price.input_value()
    keys.press("PageUp")
    assert price.input_value() != low
    keys.press("3")
    expect(page.get_by_role("region", name="Value for money")).to_be_visible()
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)
    keys.press("1")
    page.get_by_role("region", name="Capability race").wait_for()
    # A held key ends one turn.
    page.evaluate("document.activeElement.blur()")
    keys.down("Enter")
    keys.down("Enter")
    keys.up("Enter")
    page.wait_for_selector(".top[data-turn='2']")
    expect(handle).to_have_attribute("aria-valuenow", str(before + 1))
    page.wait_for_timeout(300)
    assert visitor.turn() == 2


def test_the_split_always_sums_to_a_hundred(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.begin(RACE)

    def split() -> list[int]:
        shown = page.locator(".split-names b").all_inner_texts()
        return [int(text.rstrip("%")) for text in shown]

    box = page.locator(".split").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    for name, to in (("Experiments and Training", 0.2), ("Training and Serving", 0.9)):
        handle = page.get_by_role("slider", name=name).bounding_box()
        assert handle is not None
        page.mouse.move(handle["x"] + handle["width"] / 2, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + to * box["width"], middle, steps=5)
        page.mouse.up()
        assert sum(split()) == 100
    assert split() == [20, 70, 10]
    # The forecast answers the lever: what would come without a change is another line.
    page.wait_for_selector(".forecast .still-line")
    visitor.end_turn()
    assert split() == [20, 70, 10]


def test_two_people_and_two_windows(visit: Visit) -> None:
    one, other = visit(), visit()
    first = one.begin(f"{RACE}&seed=1")
    second = other.begin("scenario=tenfold-2026&seat=Peilin&seed=1&quarters=8")
    assert first != second
    one.end_turn()
    one.end_turn()
    other.end_turn()
    assert (one.turn(), other.turn()) == (3, 2)
    assert "Hanxi" in (one.page.locator(".race .svg svg .name.own").text_content() or "")
    assert "Peilin" in (other.page.locator(".race .svg svg .name.own").text_content() or "")
    # Two windows on one game stay together.
    other.go(first)
    other.page.wait_for_selector(".top[data-turn='3']")
    one.end_turn()
    other.page.wait_for_selector(".top[data-turn='4']")
    other.end_turn()
    one.page.wait_for_selector(".top[data-turn='5']")


def test_a_phone_can_play(visit: Visit) -> None:
    visitor = visit(width=390, height=844)
    page = visitor.page
    visitor.begin(RACE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.get_by_role("button", name="End turn").bounding_box()
    assert box is not None
    assert box["y"] > 700
    assert box["height"] >= 44
    page.get_by_role("button", name="Levers", exact=True).click()
    expect(page.locator(".levers")).to_be_in_viewport()
    page.get_by_text("Open", exact=True).click()
    page.get_by_role("button", name="Done").click()
    shown = {"Share": ".share svg", "News": ".feed", "Rivals": ".rivals", "Race": ".race .svg svg"}
    for tab, place in shown.items():
        page.get_by_role("button", name=tab, exact=True).click()
        expect(page.locator(place).first).to_be_in_viewport()
    visitor.end_turn()
    expect(page.locator(".race .svg svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_unknown_games_and_races_lead_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/game/" + "x" * 22)
    expect(page.get_by_text("There is no game at this address.")).to_be_visible()
    page.get_by_role("link", name="To the start page").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    for query, says in (
        ("scenario=nowhere", "There is no race 'nowhere'"),
        ("scenario=ten-to-one&seat=Nobody", "There is no lab 'Nobody'"),
        ("race=abc", "holds no race of Tenfold"),
    ):
        visitor.go(f"/?{query}")
        expect(page.get_by_role("alert")).to_contain_text(re.compile(says))
