"""A person plays: the first minute, a whole game, reloads, a phone, two at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

Visit = Callable[..., Any]
"""Makes a Visitor of this folder's conftest."""

MEASURE = """
() => new Promise((done, refused) => {
  const turn = Number(document.querySelector('.top').dataset.turn);
  const month = Number(document.querySelector('.race svg').dataset.month);
  const began = performance.now();
  const shown = () => {
    const charts = [...document.querySelectorAll('.figure svg')];
    const now = charts.map((svg) => Number(svg.dataset.month));
    const there = Number(document.querySelector('.top').dataset.turn) === turn + 1;
    if (there && now.every((m) => m === month + 3)) {
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
    } else if (performance.now() - began > 20000) {
      refused(new Error('the charts never came'));
    } else {
      requestAnimationFrame(shown);
    }
  };
  document.querySelector('.top .end-turn').click();
  requestAnimationFrame(shown);
})
"""
"""End a turn; milliseconds from the click to the first frame with the new bar and both charts."""
SLOWEST_TURN_MS = 500.0


def begin(visitor: Any, seat: str = "Hanxi", quarters: int = 12, seed: int = 3) -> str:
    """Begin a game of tenfold-2026 through its address; returns the game's own address."""
    visitor.go(f"/?scenario=tenfold-2026&seat={seat}&seed={seed}&quarters={quarters}")
    visitor.page.get_by_role("button", name="Play this race").click()
    visitor.page.wait_for_selector(".room .race svg")
    visitor.page.wait_for_url(re.compile("/game/"))
    return visitor.page.url.removeprefix(visitor.address)


def test_the_first_minute_takes_three_clicks(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/")
    page = visitor.page
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="End turn").click()
    page.wait_for_selector(".top[data-turn='2']")
    assert "because" in page.locator(".feed").inner_text()
    expect(page.locator(".split .handle")).to_have_count(2)


def test_the_page_is_ours_alone(visit: Visit) -> None:
    for colour, paper in (("light", "rgb(251, 250, 247)"), ("dark", "rgb(20, 22, 26)")):
        visitor = visit(colour=colour)
        begin(visitor, "Hanxi", 8)
        page = visitor.page
        assert page.locator(".tenfold").count() == 1
        assert page.locator(".v-app-bar, .v-toolbar, .v-content").count() == 0
        behind = """() => {
          for (let e = document.elementFromPoint(700, 400); e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (colour !== 'rgba(0, 0, 0, 0)') return colour;
          }
        }"""
        assert page.evaluate(behind) == paper


def test_a_whole_game_of_twelve_quarters(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    begin(visitor, quarters=12)
    times = []
    for turn in range(1, 13):
        assert visitor.turn() == turn
        if turn == 2:
            handle = page.get_by_role("slider", name="Between experiments and training")
            handle.focus()
            page.keyboard.press("PageDown")
        if turn == 3:
            page.get_by_text("Closed", exact=True).click()
        times.append(page.evaluate(MEASURE))
    print(f"end of turn to new charts, ms: {[round(t) for t in times]}")
    expect(page.get_by_text("Par is what the autopilot scored")).to_be_visible()
    par, you, score = (int(text) for text in page.locator(".sum dd").all_inner_texts())
    assert score == par + you
    assert page.locator(".figure svg").count() == 2
    assert page.get_by_role("link", name="Play again").is_visible()
    page.get_by_role("combobox", name="Take over from quarter").select_option("12")
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_role("button", name="practice")).to_have_attribute(
        "title", re.compile("Practice: continued from another game")
    )
    assert visitor.turn() == 12
    usual = sorted(times[:-1])[len(times) // 2]
    assert usual < SLOWEST_TURN_MS
    assert times[-1] < 2 * SLOWEST_TURN_MS


def test_a_reload_returns_to_the_same_game(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    address = begin(visitor, "Ruolan", 8)
    visitor.end_turn()
    visitor.end_turn()
    chart = page.locator(".race svg").get_attribute("aria-label")
    visitor.choose("Closed")
    page.reload()
    page.wait_for_selector(".top[data-turn='3']")
    assert page.url.endswith(address)
    assert page.locator(".race svg").get_attribute("aria-label") == chart
    expect(page.get_by_role("radio", name="Closed")).to_be_checked()


def test_enter_ends_the_turn_and_a_held_key_only_one(visit: Visit) -> None:
    visitor = visit()
    begin(visitor, "Daogu", 8)
    visitor.page.locator("body").click(position={"x": 600, "y": 20})
    visitor.page.keyboard.down("Enter")
    visitor.page.keyboard.down("Enter")
    visitor.page.keyboard.up("Enter")
    visitor.page.wait_for_selector(".top[data-turn='2']")
    visitor.page.wait_for_timeout(300)
    assert visitor.turn() == 2


def test_two_people_never_see_each_others_game(visit: Visit) -> None:
    one, other = visit(), visit()
    first, second = begin(one, "Hanxi", 8, seed=1), begin(other, "Peilin", 8, seed=1)
    assert first != second
    one.end_turn()
    one.end_turn()
    other.end_turn()
    assert (one.turn(), other.turn()) == (3, 2)
    assert "Hanxi" in one.page.locator(".race svg .name.own").text_content()
    assert "Peilin" in other.page.locator(".race svg .name.own").text_content()


def test_two_windows_on_one_game_stay_together(visit: Visit) -> None:
    one, other = visit(), visit()
    address = begin(one, "Hanxi", 8)
    other.go(address)
    other.page.wait_for_selector(".top[data-turn='1']")
    one.end_turn()
    other.page.wait_for_selector(".top[data-turn='2']")
    other.end_turn()
    one.page.wait_for_selector(".top[data-turn='3']")


def test_the_split_always_sums_to_a_hundred(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    begin(visitor, "Hanxi", 8)

    def split() -> list[int]:
        shown = page.locator(".split-names b").all_inner_texts()
        return [int(text.rstrip("%")) for text in shown]

    box = page.locator(".split").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    for name, to in (("experiments and training", 0.2), ("training and serving", 0.9)):
        handle = page.get_by_role("slider", name=name).bounding_box()
        assert handle is not None
        page.mouse.move(handle["x"] + handle["width"] / 2, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + to * box["width"], middle, steps=5)
        page.mouse.up()
        assert sum(split()) == 100
    assert split() == [20, 70, 10]
    visitor.end_turn()
    assert split() == [20, 70, 10]


def test_a_phone_can_play(visit: Visit) -> None:
    visitor = visit(width=390, height=844)
    page = visitor.page
    begin(visitor, "Hanxi", 8)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    end = page.get_by_role("button", name="End turn")
    box = end.bounding_box()
    assert box is not None
    assert box["y"] > 700
    assert box["height"] >= 44
    page.get_by_role("button", name="Levers").click()
    expect(page.locator(".levers")).to_be_in_viewport()
    page.get_by_text("Open", exact=True).click()
    page.get_by_role("button", name="Done").click()
    for tab in ("Share", "News", "Rivals", "Race"):
        page.get_by_role("button", name=tab, exact=True).click()
    visitor.end_turn()
    expect(page.locator(".race svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_unknown_games_and_races_lead_back(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/game/" + "x" * 22)
    expect(visitor.page.get_by_text("There is no game at this address.")).to_be_visible()
    visitor.page.get_by_role("link", name="To the start page").click()
    expect(visitor.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    visitor.go("/?scenario=nowhere")
    expect(visitor.page.get_by_role("alert")).to_contain_text("There is no race 'nowhere'")
    visitor.go("/?scenario=ten-to-one&seat=Nobody")
    expect(visitor.page.get_by_role("alert")).to_contain_text("There is no lab 'Nobody'")
