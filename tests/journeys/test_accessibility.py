"""Accessibility by axe, on every page and in both themes; and what a first visit weighs.

Themes are colours of the stylesheets alone, and follow the reader's system while a page is open:
each state of a page is reached once and looked at in both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

Visit = Callable[..., Any]
BAD = ("serious", "critical")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE = {"width": 390, "height": 844}
MOST_BYTES = 3_000_000
"""Over the wire, for whoever opens a game and has visited nothing before."""
AT_REST = """
() => new Promise((rested) => {
  let changed = performance.now();
  const watch = new MutationObserver(() => { changed = performance.now(); });
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  watch.observe(document, all);
  const moves = (one) =>
    one.playState === 'running' && Number.isFinite(one.effect.getComputedTiming().endTime);
  const look = () => {
    if (performance.now() - changed < 200 || document.getAnimations().some(moves)) {
      setTimeout(look, 20);
      return;
    }
    watch.disconnect();
    rested();
  };
  look();
})
"""
"""Nothing comes or goes any more, lines that grow stand still, what is faded in has its colour."""


def faults(page: Page) -> list[str]:
    """Serious findings in both themes: rule, what it wants, and the first places that break it."""
    page.wait_for_selector(".forecast.waiting, .forecast.empty", state="detached")
    page.evaluate(AT_REST)
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        found += [
            f"{theme}: {each['id']}: {each['help']}: {[n['target'] for n in each['nodes'][:4]]}"
            for each in Axe().run(page).response["violations"]
            if each["impact"] in BAD
        ]
    return found


def test_the_start_page_and_the_choice_of_races(visit: Visit) -> None:
    page = (visitor := visit()).page
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


@pytest.mark.parametrize("levers", ["basic", "all"])
def test_the_war_room(visit: Visit, levers: str) -> None:
    page = (visitor := visit()).page
    visitor.begin(f"scenario=tenfold-2026&seat=Hanxi&seed=4&quarters=8&levers={levers}")
    assert faults(page) == []
    visitor.end_turn()
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []


def test_menu_cards_charts_and_the_past(visit: Visit) -> None:
    page = (visitor := visit()).page
    visitor.begin("scenario=talent-war&seat=Jinlu&seed=6&quarters=8&levers=all")
    visitor.end_turn()
    visitor.end_turn()
    for card in ("Research", "Release", "Money"):
        page.locator(".left").get_by_role("button", name=card, expanded=False).click()
        page.get_by_role("button", name=card, expanded=True).wait_for()
        assert faults(page) == []
    for chart, name in (("Value", "value"), ("Chips", "compute"), ("Ideas", "ideas")):
        page.get_by_role("button", name=chart, exact=True).click()
        page.wait_for_selector(f".large .{name} .svg svg")
        assert faults(page) == []
    page.get_by_role("button", name="Menu").click()
    page.wait_for_selector(".pop.menu")
    assert faults(page) == []
    page.get_by_role("button", name="Replay so far").click()
    page.wait_for_selector(".replay .ideas .svg svg")
    assert faults(page) == []


def test_the_seat_of_the_government(visit: Visit) -> None:
    page = (visitor := visit()).page
    visitor.begin("scenario=chip-embargo&seat=regulator&seed=4&quarters=8")
    assert faults(page) == []


def test_the_guided_game(visit: Visit) -> None:
    page = (visitor := visit()).page
    visitor.go("/")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_selector(".top[data-turn='1']")
    assert faults(page) == []


def test_the_end_and_what_leads_on_from_it(visit: Visit) -> None:
    page = (visitor := visit()).page
    visitor.begin("scenario=chip-embargo&seat=Ruolan&seed=5&quarters=8")
    for _ in range(8):
        visitor.end_turn()
    assert faults(page) == []
    token = page.url.rsplit("/", 1)[1]
    visitor.go(f"/game/{token}/debrief")
    page.wait_for_selector("h1")
    assert faults(page) == []


def test_a_race_that_is_watched(visit: Visit) -> None:
    page = (visitor := visit()).page
    visitor.go("/?scenario=price-war&seed=2&quarters=8")
    page.get_by_role("button", name="Watch the labs play").click()
    page.wait_for_selector(".race .svg svg")
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/game/" + "x" * 22, "/sweep"])
def test_messages_and_other_pages(visit: Visit, path: str) -> None:
    visitor = visit()
    visitor.go(path)
    visitor.page.wait_for_selector("h1")
    assert faults(visitor.page) == []


def test_an_address_that_leads_nowhere(chrome: Browser, server: Any) -> None:
    page = chrome.new_page()
    page.goto(f"{server.address}/nowhere")
    page.get_by_role("link", name="To the start page").wait_for()
    assert faults(page) == []
    # A colour that cannot be read is found in whichever theme it has.
    for theme in THEMES:
        pale = "p { color: #777; background: #666 }"
        page.add_style_tag(content=f"@media (prefers-color-scheme: {theme}) {{ {pale} }}")
        assert [each.split(": ")[:2] for each in faults(page)][-1] == [theme, "color-contrast"]
    page.close()


def test_a_first_visit_of_the_war_room_is_light(visit: Visit) -> None:
    visitor = visit()
    visitor.begin("scenario=tenfold-2026&seat=Hanxi&seed=4&quarters=24&levers=all")
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
