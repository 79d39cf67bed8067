"""Phones in the computer's browser, and the double that they talk to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.ui.classroom.phone.double import Double

Visit = Callable[..., Page]


@pytest.fixture
def double() -> Iterator[Double]:
    """A server that says what the test tells it to."""
    served = Double()
    served.start()
    yield served
    served.stop()


@pytest.fixture
def phone(chrome: Browser, double: Double) -> Iterator[Visit]:
    """`phone(width=390, height=844, lost=False)`: a phone that has joined the double's room.

    The test fails where a page's script fails or its console shows an error; with `lost`, what the
    browser itself says of a server that is gone is expected. `script` runs before the page's own.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def arrive(width: int = 390, height: int = 844, lost: bool = False, script: str = "") -> Page:
        context = chrome.new_context(viewport={"width": width, "height": height}, has_touch=True)
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()

        def console(message: Any) -> None:
            harmless = lost and "Failed to load resource" in message.text
            if message.type in ("error", "warning") and not harmless:
                faults.append(message.text)

        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{double.address}/j/BCDFGH")
        page.get_by_label("Your nickname").fill("Mia")
        page.get_by_role("button", name="Join").click()
        page.get_by_role("heading", name="Join your class").wait_for(state="detached")
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert faults == []
