"""Accessibility by axe, on every page and in both themes; and what a first visit weighs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

Visit = Callable[..., Any]
BAD = ("serious", "critical")
THEMES = ("light", "dark")
PHONE = {"width": 390, "height": 844}
MOST_BYTES = 3_000_000
"""Over the wire, for whoever opens a game and has visited nothing before."""


def faults(page: Page) -> list[str]:
    """Serious findings: rule, what it wants, and the first places that break it."""
    # Lines that grow stand still, and what is faded in has its full colour.
    page.wait_for_timeout(700)
    page.wait_for_selector(".forecast.waiting, .forecast.empty", state="detached")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes'][:4]]}"
        for each in found
        if each["impact"] in BAD
    ]


def begin(visitor: Any, query: str) -> None:
    """Begin the game of an address."""
    visitor.go(f"/?{query}")
    visitor.page.get_by_role("button", name="Play this race").click()
    visitor.page.wait_for_selector(".top[data-turn='1']")


@pytest.mark.parametrize("colour", THEMES)
def test_the_start_page_and_the_choice_of_races(visit: Visit, colour: str) -> None:
    page = (visitor := visit(colour=colour)).page
    visitor.go("/")
    page.get_by_role("button", name="Choose another race").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Choose another race").click()
    page.wait_for_selector(".race-card")
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []
    visitor.go("/?scenario=nowhere")
    page.get_by_role("alert").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("colour", THEMES)
@pytest.mark.parametrize("levers", ["basic", "all"])
def test_the_war_room(visit: Visit, colour: str, levers: str) -> None:
    page = (visitor := visit(colour=colour)).page
    begin(visitor, f"scenario=tenfold-2026&seat=Hanxi&seed=4&quarters=8&levers={levers}")
    assert faults(page) == []
    visitor.end_turn()
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []


@pytest.mark.parametrize("colour", THEMES)
def test_menu_cards_charts_and_the_past(visit: Visit, colour: str) -> None:
    page = (visitor := visit(colour=colour)).page
    begin(visitor, "scenario=talent-war&seat=Jinlu&seed=6&quarters=8&levers=all")
    visitor.end_turn()
    visitor.end_turn()
    for card in ("Research", "Release", "Money"):
        page.locator(".left").get_by_role("button", name=card).click()
        assert faults(page) == []
    for chart in ("Value", "Chips", "Ideas"):
        page.get_by_role("button", name=chart, exact=True).click()
        assert faults(page) == []
    page.get_by_role("button", name="Menu").click()
    assert faults(page) == []
    page.get_by_role("button", name="Replay so far").click()
    page.wait_for_selector(".replay")
    assert faults(page) == []


@pytest.mark.parametrize("colour", THEMES)
def test_the_seat_of_the_government(visit: Visit, colour: str) -> None:
    page = (visitor := visit(colour=colour)).page
    begin(visitor, "scenario=chip-embargo&seat=regulator&seed=4&quarters=8")
    assert faults(page) == []


@pytest.mark.parametrize("colour", THEMES)
def test_the_guided_game(visit: Visit, colour: str) -> None:
    page = (visitor := visit(colour=colour)).page
    visitor.go("/")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_selector(".top[data-turn='1']")
    assert faults(page) == []


@pytest.mark.parametrize("colour", THEMES)
def test_the_end_and_what_leads_on_from_it(visit: Visit, colour: str) -> None:
    page = (visitor := visit(colour=colour)).page
    begin(visitor, "scenario=chip-embargo&seat=Ruolan&seed=5&quarters=8")
    for _ in range(8):
        visitor.end_turn()
    assert faults(page) == []
    token = page.url.rsplit("/", 1)[1]
    visitor.go(f"/game/{token}/debrief")
    page.wait_for_selector("h1")
    assert faults(page) == []


@pytest.mark.parametrize("colour", THEMES)
def test_a_race_that_is_watched(visit: Visit, colour: str) -> None:
    page = (visitor := visit(colour=colour)).page
    visitor.go("/?scenario=price-war&seed=2&quarters=8")
    page.get_by_role("button", name="Watch the labs play").click()
    page.wait_for_selector(".top")
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/game/" + "x" * 22, "/sweep"])
def test_messages_and_other_pages(visit: Visit, path: str) -> None:
    for colour in THEMES:
        visitor = visit(colour=colour)
        visitor.go(path)
        visitor.page.wait_for_selector("h1")
        assert faults(visitor.page) == []


@pytest.mark.parametrize("colour", THEMES)
def test_an_address_that_leads_nowhere(chrome: Browser, server: Any, colour: Any) -> None:
    page = chrome.new_page(color_scheme=colour)
    page.goto(f"{server.address}/nowhere")
    page.get_by_role("link", name="To the start page").wait_for()
    assert faults(page) == []
    page.close()


def test_a_first_visit_of_the_war_room_is_light(visit: Visit) -> None:
    visitor = visit()
    begin(visitor, "scenario=tenfold-2026&seat=Hanxi&seed=4&quarters=24&levers=all")
    address = visitor.page.url
    # Another visitor, whose browser has kept nothing.
    newcomer = visit().page
    line = newcomer.context.new_cdp_session(newcomer)
    line.send("Network.enable")
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    line.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(event["response"]["payloadData"])),
    )
    newcomer.goto(address)
    newcomer.wait_for_selector(".race .svg svg")
    newcomer.wait_for_timeout(1500)
    print(f"a first visit: {sum(sizes) / 1e6:.2f} MB in {len(sizes)} parts")
    assert 0.2e6 < sum(sizes) < MOST_BYTES
