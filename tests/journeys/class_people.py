"""People of a class in a browser: teacher, wall and phones, and all that went wrong on their pages.

With `TENFOLD_LOOKS=FOLDER`, `look` saves a picture of what a page shows, for somebody to look at.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Visitor, watch
from tests.ui.classroom.torture.server import Server

LOOKS = os.environ.get("TENFOLD_LOOKS", "")
PATIENCE_MS = 30_000
"""For what comes by itself, on a busy computer."""
LAPTOP, PHONE = (1366, 768), (390, 844)
SEED = "7"
"""Of every room: the same race each time."""
OWN = {"127.0.0.1", "localhost"}
"""Hosts that a page may ask."""
CUT_OFF = (
    "failed: ", "console error: Failed to load resource", "console error: WebSocket",
    "console warning: WebSocket", "console warning: Connection lost",
    "console error: Connection lost", "console warning: solara reconnect",
    "console warning: Failed to fetch",
)  # fmt: skip
"""What a browser says by itself while it reaches nobody."""


@dataclass
class People:
    """All who have a page open, each with cookies of their own."""

    chrome: Browser
    root: str
    """Address of the server."""
    contexts: list[BrowserContext] = field(default_factory=list)
    visitors: list[tuple[Visitor, bool]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    """Hosts that any page asked for something."""

    def page(
        self,
        size: tuple[int, int] = LAPTOP,
        touch: bool = False,
        cut: bool = False,
        refusals: tuple[int, ...] = (),
    ) -> Page:
        """Somebody's page, empty so far.

        Args:
            size: of the window.
            touch: it is a phone.
            cut: it will reach nobody for a while, and may say so on its console.
            refusals: status of answers that the journey is about.
        """
        width, height = size
        context = self.chrome.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        visitor = Visitor(context.new_page(), self.root)
        watch(visitor, refusals)
        visitor.page.on("request", lambda asked: self.asked.add(urlsplit(asked.url).hostname or ""))
        self.visitors.append((visitor, cut))
        return visitor.page

    def phone(
        self,
        nickname: str,
        code: str,
        root: str = "",
        cut: bool = False,
        refusals: tuple[int, ...] = (),
    ) -> Page:
        """A student who has typed code and nickname.

        Args:
            nickname: as it is typed.
            code: the room's.
            root: where the server is found, if not at its own address.
            cut: it will reach nobody for a while.
            refusals: status of answers that the journey is about.
        """
        page = self.page(PHONE, touch=True, cut=cut, refusals=refusals)
        page.goto(root or self.root)
        page.get_by_label("Code on the screen").fill(code)
        page.get_by_label("Your nickname").fill(nickname)
        page.get_by_role("button", name="Join").click()
        heading(page, "Choose your seat")
        return page

    def faults(self) -> list[str]:
        """What went wrong on any page, and outside hosts that were asked."""
        found = []
        for visitor, cut in self.visitors:
            harmless = CUT_OFF if cut else ()
            found += [fault for fault in visitor.faults if not fault.startswith(harmless)]
        return found + [f"asked {host}" for host in sorted(self.asked - OWN - {""})]


@contextmanager
def people_of(chrome: Browser, server: Server, troubled: bool = False) -> Iterator[People]:
    """The people of a class; in the end nothing may have gone wrong on their pages.

    Args:
        chrome: the browser.
        server: theirs; it may have complained of nothing either.
        troubled: but it may.
    """
    people = People(chrome, server.root)
    expect.set_options(timeout=PATIENCE_MS)
    try:
        yield people
        faults = people.faults() + ([] if troubled else server.complaints())
        assert not faults, "\n".join(faults)
    finally:
        expect.set_options(timeout=None)
        for context in people.contexts:
            context.close()


def heading(page: Page, says: str) -> None:
    """Wait until a phone's screen has this title."""
    page.locator("h1", has_text=says).wait_for()


def create(page: Page, host: str, title: str, ends: bool = True, **fields: str) -> str:
    """Make a room on the host's page, whose clock starts nothing by itself; its code.

    Args:
        page: the teacher's, which is the room's afterwards.
        host: the link that the command line printed.
        title: of the room.
        ends: a quarter ends soon after all are in.
        fields: label of a field of the form, with `_` for blanks, and what is typed into it.
    """
    page.goto(host)
    page.get_by_text("The compute gap", exact=True).click()
    page.get_by_label("Name of the room").fill(title)
    page.get_by_role("button", name="Race, seats, levers").click()
    for label, value in {**fields, "Seed": SEED}.items():
        page.get_by_role("spinbutton", name=label.replace("_", " "), exact=True).fill(value)
    page.get_by_label("The next quarter begins by itself").uncheck()
    page.get_by_label("A quarter ends soon after all are in").set_checked(ends)
    page.get_by_role("button", name="Create the room").click()
    page.wait_for_url("**/teach/*")
    expect(page.locator(".teach-top h1")).to_have_text(title)
    return page.locator(".teach-code b").inner_text().replace(" ", "")


def open_wall(people: People, teacher: Page, root: str = "", **how: bool) -> Page:
    """The projector's page, in a browser that knows nothing but its link."""
    wall = people.page(**how)
    wall.goto((root or people.root) + (teacher.locator("a.wide").get_attribute("href") or ""))
    scene(wall, "join")
    return wall


def scene(wall: Page, name: str) -> None:
    """Wait until the wall shows a scene."""
    wall.wait_for_selector(f".wall[data-scene='{name}']")


def do(teacher: Page, label: str, sure: bool = False) -> None:
    """Press a button of the teacher's page, and wait until the room has answered.

    Args:
        teacher: the page.
        label: of the button.
        sure: it asks first, and is told yes.
    """
    bar = teacher.locator(".teach-bar")
    before = int(bar.get_attribute("data-done") or 0)
    teacher.get_by_role("button", name=label, exact=True).first.click()
    if sure:
        asked = teacher.get_by_role("dialog", name="Sure?")
        asked.get_by_role("button", name=label).click()
    expect(bar).to_have_attribute("data-done", re.compile(f"^(?!{before}$)"))


def push(page: Page, lever: str, key: str, times: int) -> None:
    """Move a slider of a phone by its keys."""
    slider = page.get_by_role("slider", name=lever)
    slider.focus()
    for _ in range(times):
        slider.press(key)


def submit(page: Page) -> None:
    """Submit on a phone, and wait until it is said to be saved."""
    page.get_by_role("button", name="Submit").click()
    heading(page, "✓ Saved")


def until(what: Callable[[], object], page: Page, seconds: float = 10.0) -> float:
    """Wait for something that a page does not wait for; the seconds that it took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "it did not come"
        page.wait_for_timeout(20)
    return time.monotonic() - began


def fits(page: Page) -> None:
    """Nothing hangs out of a page at its side."""
    wide = page.viewport_size
    assert wide is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= wide["width"]


def look(page: Page, name: str, whole: bool = False) -> None:
    """Save a picture, light and dark, where pictures are wanted."""
    if not LOOKS:
        return
    page.wait_for_timeout(1_800)  # lines have grown
    folder = Path(LOOKS)
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.screenshot(path=folder / f"{name}-{theme}.png", full_page=whole)


def figure(place: Locator) -> float:
    """The number that a place shows, such as −2.3."""
    return float(place.inner_text().replace("−", "-"))
