"""Whole games of every kind: five levers, every lever with questions, a government; watching."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

Visit = Callable[..., Any]
"""Makes a Visitor of this folder's conftest."""
MEASURED_MS = 120_000
"""Until seat and luck of a seat that nobody has played before are measured, on a busy machine."""
MOST_WORDS = 120
"""Of the story of a debrief."""


def figures(texts: list[str]) -> list[int]:
    """The figures of a sum as they are shown: +3, −2, ±0."""
    return [int(text.replace("−", "-").replace("±", "").replace("+", "")) for text in texts]


def summed(page: Page, place: str) -> list[int]:
    """Seat, luck, rivals and you as shown, once they are measured; they must give the score."""
    rows = page.locator(f"{place} .sum-row")
    expect(rows).to_have_count(5, timeout=MEASURED_MS)
    labels = [text.strip() for text in rows.locator("b:first-child").all_inner_texts()]
    assert labels == ["Seat", "Luck", "Rivals", "You", "Score"]
    *parts, score = figures(rows.locator(".amount").all_inner_texts())
    assert sum(parts) == score
    assert parts[2] == 0, "nobody else was a person"
    return [*parts, score]


def test_a_basic_game_to_its_debrief(visit: Visit) -> None:
    visitor = visit()
    page: Page = visitor.page
    address = visitor.begin("scenario=ten-to-one&seat=Oak&seed=11&quarters=8")
    expect(page.locator(".levers .lever")).to_have_count(5)
    expect(page.locator(".levers")).to_contain_text("The autopilot sets")
    page.get_by_role("button", name=re.compile("Predict your next share")).click()
    page.get_by_label("from").fill("0")
    page.get_by_label("to", exact=True).fill("100")
    page.get_by_label("to", exact=True).press("Tab")
    expect(page.locator(".bet")).to_contain_text("0 to 100 %")
    visitor.end_turn()
    expect(page.locator(".bet")).to_contain_text("it held")
    page.get_by_text("Closed", exact=True).click()
    for _ in range(7):
        visitor.end_turn()
    goals = page.locator(".verdict .parts tbody tr:not(.why)")
    assert goals.count() > 2
    page.get_by_role("link", name="Read the debrief").first.click()
    page.wait_for_url(re.compile(address + "/debrief"))
    story = page.locator("#story .story a")
    story.first.wait_for()
    assert 20 <= len(" ".join(story.all_inner_texts()).split()) <= MOST_WORDS
    for place in ("score", "race", "share", "gap", "turns", "what-if", "claims", "bets", "keep"):
        expect(page.locator(f"#{place}")).to_be_visible()
    assert page.locator("#claims li").count() > 2
    told = summed(page, "#score")
    # What was measured is also what the war room says, and what the ranking of this browser keeps.
    page.get_by_role("link", name="Back to the race").click()
    page.wait_for_selector(".verdict")
    assert summed(page, ".verdict") == told
    visitor.go("/?scenario=ten-to-one")
    ranked = page.locator(".shelf tr", has=page.locator(f"a[href='{address}/debrief']"))
    assert figures([ranked.locator("td").first.inner_text()]) == [told[3]]


def test_what_a_debrief_gives_away(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    page: Page = visitor.page
    address = visitor.begin("scenario=ten-to-one&seat=Oak&seed=12&quarters=8")
    for _ in range(8):
        visitor.end_turn()
    visitor.go(f"{address}/debrief")
    page.locator("#what-if select[name=turn]").wait_for()
    summed(page, "#score")
    for name, holds in (("One page", "<svg"), ("Table", "capability"), ("Game", "ten-to-one")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        content = file.read_text()
        assert holds in content
        assert not re.search(r"(src|href)=.https?://", content)
        if name == "One page":
            kept = page.context.new_page()
            kept.goto(f"file://{file}")
            expect(kept.locator("#score .sum-row")).to_have_count(5)
            kept.close()
    # One decision changed, on the same luck; and played on from there.
    before = page.locator("#trial .outcome").inner_text()
    page.locator(".tries select[name=turn]").select_option("3")
    page.locator(".tries select[name=lever]").select_option("flagship_release")
    page.locator(".tries .field select").select_option("1")
    page.wait_for_function("(said) => document.querySelector('#trial .outcome').innerText !== said",
                           arg=before)  # fmt: skip
    page.get_by_role("button", name="Play on from here").click()
    page.wait_for_selector(".top[data-turn='3']")
    assert address not in page.url
    expect(page.get_by_role("button", name="practice", exact=True)).to_have_attribute(
        "title", re.compile("continued from another game")
    )
    visitor.end_turn()


def test_every_lever_questions_undo_and_a_fork(visit: Visit) -> None:
    visitor = visit()
    page: Page = visitor.page
    address = visitor.begin("scenario=tenfold-gap&seat=Hanxi&seed=5&quarters=12&levers=all")
    assert page.locator(".levers .lever").count() >= 6
    page.get_by_role("region", name="Training").locator(".fold button").click()
    page.get_by_role("slider", name="Train on a rival's answers").focus()
    page.keyboard.press("End")
    answers, opened = page.locator(".asked .answer"), page.locator(".top .unanswered")
    while not answers.count():
        assert visitor.turn() < 12, "nobody asked anything in twelve quarters"
        visitor.end_turn()
    turn, standing = visitor.turn(), visitor.standing()
    asked = page.locator(".asked .question").count()
    expect(opened).to_have_text(re.compile(f"^{asked} question"))
    opened.click()
    expect(answers.first).to_be_focused()
    answers.nth(1).click()
    expect(opened).to_have_count(0 if asked == 1 else 1)
    page.keyboard.press("z")
    expect(opened).to_have_text(re.compile(f"^{asked} question"))
    answers.first.click()
    visitor.end_turn()
    page.get_by_role("button", name="Undo turn").click()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_selector(f".top[data-turn='{turn}']")
    page.wait_for_selector(f".race .svg svg[data-month='{3 * (turn - 1)}']", state="attached")
    assert visitor.standing() == standing
    expect(page.get_by_role("button", name="practice", exact=True)).to_have_attribute(
        "title", re.compile("taken back")
    )
    expect(page.locator(".asked .question")).to_have_count(asked)
    while visitor.turn() <= 12:
        visitor.end_turn()
    page.get_by_role("combobox", name="Take over from quarter").select_option(str(turn))
    page.get_by_role("button", name="Take over").click()
    page.wait_for_url(lambda url: "/game/" in url and address not in url)
    page.wait_for_selector(f".top[data-turn='{turn}']")
    page.wait_for_selector(f".race .svg svg[data-month='{3 * (turn - 1)}']", state="attached")
    # The same luck and the same decisions so far.
    assert visitor.standing() == standing


def test_a_government_plays_to_its_score(visit: Visit) -> None:
    visitor = visit()
    page: Page = visitor.page
    visitor.begin("scenario=chip-embargo&seat=regulator&seed=3&quarters=8")
    expect(page.locator(".levers h2")).to_have_text("Your rules")
    expect(page.get_by_role("button", name="Menu")).to_be_visible()
    slider = page.get_by_role("slider", name="Chip exports")
    before = slider.input_value()
    slider.focus()
    page.keyboard.press("End")
    assert slider.input_value() != before
    visitor.end_turn()
    assert slider.input_value() == slider.get_attribute("max")
    for _ in range(7):
        visitor.end_turn()
    expect(page.locator(".verdict")).to_contain_text("Your labs began")
    page.get_by_role("link", name="Read the debrief").first.click()
    expect(page.locator("#story .story")).to_be_visible()
    assert page.locator("#score .goals tbody tr").count() > 2
    expect(page.locator("#score .sum-row.total .amount")).to_have_text(re.compile(r"^\d+$"))


def test_watching_and_the_timeline(visit: Visit) -> None:
    visitor = visit()
    page: Page = visitor.page
    visitor.go("/?scenario=ten-to-one&seat=Oak&seed=2&quarters=8")
    page.get_by_role("button", name="Watch the labs play").click()
    page.wait_for_selector(".scrubber")
    expect(page.get_by_role("button", name="End turn")).to_have_count(0)
    # It begins to play by itself, and tells nothing of the end before it comes.
    page.wait_for_function("document.querySelector('.race .svg svg').dataset.month > 0")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".watched table")).to_have_count(0)
    timeline = page.get_by_role("slider", name="Quarter")
    timeline.focus()
    for key, month in (("End", 24), ("Home", 0), ("ArrowRight", 3)):
        page.keyboard.press(key)
        page.wait_for_selector(f".race .svg svg[data-month='{month}']")
        page.wait_for_selector(f".share svg[data-month='{month}']")
    page.get_by_text("4×", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_selector(".race .svg svg[data-month='24']")
    expect(page.locator(".watched h2")).to_contain_text("came first")
    assert page.locator(".watched tbody tr").count() == 6
    page.get_by_role("combobox", name="Take over from quarter").select_option("3")
    page.get_by_role("button", name="Take over").click()
    page.wait_for_selector(".top[data-turn='3']")
    # One's own race so far, replayed, and back.
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Replay so far").click()
    page.get_by_role("slider", name="Quarter").focus()
    page.keyboard.press("Home")
    page.wait_for_selector(".race .svg svg[data-month='0']")
    page.get_by_role("button", name="Back to now").click()
    page.wait_for_selector(".race .svg svg[data-month='6']")
    visitor.end_turn()
