"""Starting: how soon the page can be used; and games outlive the server."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

SOONEST_ANSWER, SOONEST_USE = 4.0, 7.0
"""Seconds from the command, with compiled kernels at hand, on two quiet cores."""
PATIENCE_MS = 120_000
"""For what is not measured."""


def test_the_page_is_soon_there_and_a_game_outlives_its_server(
    tmp_path: Path,
    chrome: Browser,
    warm_engine: None,
    serve_from: Callable[[Path], AbstractContextManager[Any]],
) -> None:
    began = time.monotonic()
    with serve_from(tmp_path) as server:
        page = chrome.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.address)
        page.get_by_role("button", name="Play", exact=True).wait_for()
        usable = time.monotonic() - began
        print(f"answers after {server.answered:.1f} s, usable after {usable:.1f} s")
        assert server.answered < SOONEST_ANSWER
        assert usable < SOONEST_USE
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_selector(".top[data-turn='1']")
        path = page.url.removeprefix(server.address)
        page.get_by_role("button", name="End turn").click()
        page.wait_for_selector(".race svg[data-month='3']")
        chart = page.locator(".race svg").get_attribute("aria-label")
        server.process.kill()
        page.close()
    with serve_from(tmp_path) as server:
        page = chrome.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.address + path)
        page.wait_for_selector(".race svg[data-month='3']")
        assert page.locator(".race svg").get_attribute("aria-label") == chart
        page.close()


def test_pages_come_back_by_themselves_after_a_restart(
    tmp_path: Path,
    chrome: Browser,
    warm_engine: None,
    serve_from: Callable[..., AbstractContextManager[Any]],
) -> None:
    with serve_from(tmp_path) as server:
        port = int(server.address.rsplit(":", 1)[1])
        page = chrome.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{server.address}/?scenario=ten-to-one&seat=Oak&seed=1&quarters=8")
        page.get_by_role("button", name="Play this race").click()
        page.wait_for_selector(".top[data-turn='1']")
        page.get_by_role("button", name="End turn").click()
        page.wait_for_selector(".top[data-turn='2']")
        page.evaluate("document.querySelector('.room').dataset.before = 'yes'")
        server.process.kill()
        page.get_by_text("The connection to the server is lost").wait_for()
    with serve_from(tmp_path, port):
        # What stood there before is still shown until the page is connected again.
        page.wait_for_selector(".room:not([data-before]) .top[data-turn='2']")
        page.get_by_text("The connection to the server is lost").wait_for(state="hidden")
        page.get_by_role("button", name="End turn").click()
        page.wait_for_selector(".top[data-turn='3']")
    page.close()


def test_without_scripts_the_page_says_so(chrome: Browser, server: Any) -> None:
    page = chrome.new_page(java_script_enabled=False)
    page.goto(server.address)
    said = page.locator("body").inner_text()
    assert "This page is played with JavaScript" in said
    assert "Loading" not in said
    page.close()
