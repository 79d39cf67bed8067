"""Nothing is lost: reloads, files, links, other versions, and a server that dies in mid-game."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]
RACE = "scenario=ten-to-one&seat=Oak&seed=8&quarters=8"
PRICE = {"name": "Price", "exact": True}
SOONEST_ANSWER, SOONEST_USE = 4.0, 7.0
"""Seconds from the command, with compiled kernels at hand, on two quiet cores."""
PATIENCE_MS = 120_000
"""For what is not measured."""
SETTLED_MS = 400
"""Until a lever that was left alone is on disk."""
SMALL_FILE, SHORT_LINK = 100_000, 2_000
"""Bytes of a saved game, and characters that every program passes on."""


def save(page: Page, folder: Path) -> Path:
    """Save the game of this page through its menu; the file."""
    if not page.locator(".pop.menu").count():
        page.get_by_role("button", name="Menu").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save this game").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def open_saved(visitor: Visitor, file: Path) -> None:
    """Hand a saved file to the start page."""
    visitor.go("/")
    visitor.page.get_by_role("button", name="Choose another race").click()
    visitor.page.get_by_label("Open a saved file").set_input_files(file)


def games(visitor: Visitor) -> int:
    """Games that wait for this visitor on the start page."""
    kept = "JSON.parse(localStorage.getItem('tenfold-games') || '[]').length"
    return int(visitor.page.evaluate(kept))


def practice(page: Page, why: str) -> None:
    """The game is marked as practice, for this reason."""
    mark = page.get_by_role("button", name="practice", exact=True)
    expect(mark).to_have_attribute("title", re.compile(why))


def test_a_reload_returns_to_the_same_game(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    address = visitor.begin(RACE)
    visitor.end_turn()
    visitor.end_turn()
    standing, news = visitor.standing(), page.locator(".feed li").all_inner_texts()
    visitor.choose("Open")
    page.reload()
    page.wait_for_selector(".top[data-turn='3']")
    page.wait_for_selector(".race .svg svg[data-month='6']")
    assert page.url.endswith(address)
    assert visitor.standing() == standing
    assert page.locator(".feed li").all_inner_texts() == news
    expect(page.get_by_role("radio", name="Open", exact=True)).to_be_checked()
    # Another window finds the game on the start page.
    visitor.go("/")
    page.get_by_role("link", name=re.compile("^Go on")).click()
    page.wait_for_selector(".top[data-turn='3']")


def test_saved_reopened_and_sent(visit: Visit, tmp_path: Path) -> None:
    visitor, other = visit(), visit()
    page = visitor.page
    address = visitor.begin(RACE)
    page.get_by_text("Open", exact=True).click()
    visitor.end_turn()
    visitor.end_turn()
    standing = visitor.standing()
    file = save(page, tmp_path)
    assert 200 < file.stat().st_size < SMALL_FILE
    open_saved(other, file)
    other.page.wait_for_selector(".top[data-turn='3']")
    other.page.wait_for_selector(".race .svg svg[data-month='6']")
    assert other.standing() == standing
    assert address not in other.page.url
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=re.compile("Copy a link to this game")).click()
    expect(page.get_by_text("The link is copied")).to_be_visible()
    sent = page.evaluate("navigator.clipboard.readText()")
    assert len(sent) < SHORT_LINK
    played = games(other)
    other.page.goto(sent)
    other.page.wait_for_url(re.compile("/game/"))
    other.page.wait_for_selector(".top[data-turn='3']")
    other.page.wait_for_selector(".race .svg svg[data-month='6']")
    assert other.standing() == standing
    practice(other.page, "sent to you")
    other.end_turn()
    # It was opened once, and its page is the game's own: nothing opens it anew.
    other.page.reload()
    other.page.wait_for_selector(".top[data-turn='4']")
    assert games(other) == played + 1


def test_a_file_of_another_version_offers_a_choice(visit: Visit, tmp_path: Path) -> None:
    visitor = visit(refusals=(400, 409))
    page = visitor.page
    visitor.begin(RACE)
    visitor.end_turn()
    file = save(page, tmp_path)
    engine = re.search(r'"engine": *"([^"]+)"', file.read_text())
    assert engine is not None
    broken, older = tmp_path / "broken.json", tmp_path / "older.json"
    broken.write_text(file.read_text()[:150])
    older.write_text(file.read_text().replace(engine[1], "0" * len(engine[1])))
    open_saved(visitor, broken)
    expect(page.get_by_role("alert")).to_be_visible()
    renew = page.get_by_role("button", name="Play it anew on this version")
    expect(renew).to_have_count(0)
    page.get_by_label("Open a saved file").set_input_files(older)
    expect(page.get_by_role("alert")).to_contain_text("version")
    renew.click()
    page.wait_for_selector(".top[data-turn='2']")
    practice(page, "another version")
    visitor.end_turn()


@pytest.mark.timed
def test_soon_there_and_a_restart_in_mid_game_loses_nothing(
    tmp_path: Path,
    chrome: Browser,
    warm_engine: None,
    serve_from: Callable[..., AbstractContextManager[Any]],
) -> None:
    began = time.monotonic()
    with serve_from(tmp_path) as server:
        port = int(server.address.rsplit(":", 1)[1])
        page = chrome.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.address)
        page.get_by_role("button", name="Play", exact=True).wait_for()
        usable = time.monotonic() - began
        print(f"answers after {server.answered:.1f} s, usable after {usable:.1f} s")
        visitor = Visitor(page, server.address)
        visitor.begin(RACE)
        visitor.end_turn()
        visitor.end_turn()
        standing, news = visitor.standing(), page.locator(".feed li").all_inner_texts()
        page.get_by_role("slider", **PRICE).focus()
        page.keyboard.press("PageDown")
        price = page.get_by_role("slider", **PRICE).input_value()
        page.wait_for_timeout(SETTLED_MS)
        page.evaluate("document.querySelector('.room').dataset.before = 'yes'")
        server.process.kill()
        page.get_by_text("The connection to the server is lost").wait_for()
    with serve_from(tmp_path, port):
        # The page comes back by itself; what stood there before is shown until it is connected.
        page.wait_for_selector(".room:not([data-before]) .top[data-turn='3']")
        page.wait_for_selector(".race .svg svg[data-month='6']")
        page.get_by_text("The connection to the server is lost").wait_for(state="hidden")
        for _ in range(2):
            assert visitor.standing() == standing
            assert page.locator(".feed li").all_inner_texts() == news
            assert page.get_by_role("slider", **PRICE).input_value() == price
            page.reload()
            page.wait_for_selector(".race .svg svg[data-month='6']")
        visitor.end_turn()
    page.close()
    assert server.answered < SOONEST_ANSWER
    assert usable < SOONEST_USE


def test_without_scripts_the_page_says_so(chrome: Browser, server: Any) -> None:
    page = chrome.new_page(java_script_enabled=False)
    page.goto(server.address)
    said = page.locator("body").inner_text()
    assert "This page is played with JavaScript" in said
    assert "Loading" not in said
    page.close()
