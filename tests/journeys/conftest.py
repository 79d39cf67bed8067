"""A server as people start it, and a browser that reaches no host but this one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

START = "from tenfold.ui.serve import play; raise SystemExit(play({port}, open_browser=False))"
HARMLESS = ("module.exports",)
"""What the framework itself says on the console of every page."""
PATIENCE = 10.0
"""Seconds that a page may take to say something, on a busy machine."""
LEFT = "net::ERR_ABORTED"
"""What the browser says of requests that it gives up itself, when a page is left."""


@dataclass
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    answered: float
    """Seconds from the command to its first answer."""


@dataclass
class Visitor:
    """A page that remembers everything that went wrong in it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    sent: int = 0
    """Messages that the page has sent to the server."""
    refused: list[int] = field(default_factory=list)
    """Status of each answer that the test has announced as a refusal."""

    def choose(self, words: str) -> None:
        """Click on these words, and wait until the page has told the server."""
        sent, until = self.sent, time.monotonic() + PATIENCE
        self.page.get_by_text(words, exact=True).click()
        while self.sent == sent:
            assert time.monotonic() < until, f"'{words}': the server was not told"
            self.page.wait_for_timeout(20)

    def go(self, path: str) -> None:
        """Open a page of the server."""
        self.page.goto(self.address + path)

    def begin(self, query: str) -> str:
        """Begin the race of an address, such as "scenario=tenfold-gap&seed=3"; the game's path."""
        self.go(f"/?{query}")
        self.page.get_by_role("button", name="Play this race").click()
        self.page.wait_for_url(re.compile("/game/"))
        self.page.wait_for_selector(".top[data-turn='1']")
        self.page.wait_for_selector(".race .svg svg[data-month='0']", state="attached")
        return self.page.url.removeprefix(self.address)

    def standing(self) -> str:
        """What the race chart says of every lab: two games with the same words went the same."""
        return self.page.locator(".race .svg svg").get_attribute("aria-label") or ""

    def turn(self) -> int:
        """The turn that the top bar shows."""
        return int(self.page.locator(".top").get_attribute("data-turn") or 0)

    def end_turn(self) -> None:
        """End the turn and wait until all of the page shows the next."""
        turn = self.turn()
        self.page.get_by_role("button", name="End turn").click()
        self.page.wait_for_selector(f".top[data-turn='{turn + 1}']")
        self.page.wait_for_selector(f".race .svg svg[data-month='{3 * turn}']", state="attached")
        self.page.wait_for_selector(f".feed[data-month='{3 * turn}']", state="attached")


@contextmanager
def serving(data: Path, port: int = 0) -> Iterator[Server]:
    """A server with its games in that folder."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", START.format(port=port)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TENFOLD_DATA": str(data)},
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = next(word for word in said.split() if word.startswith("http")).rstrip("/")
        while True:
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() - began < 60, "the server does not answer"
                time.sleep(0.02)
        yield Server(address, process, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def serve_from() -> Callable[[Path], AbstractContextManager[Server]]:
    """`with serve_from(folder) as server`: a server of the test's own."""
    return serving


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, warm_engine: None, chromium: str
) -> Iterator[Server]:
    """One server for all journeys, with a warm cache of compiled kernels."""
    with serving(tmp_path_factory.mktemp("games")) as running:
        yield running


@pytest.fixture
def visit(chrome: Browser, server: Server) -> Iterator[Callable[..., Visitor]]:
    """`visit(width=1366, height=768, colour="light")`: a visitor with cookies of its own.

    The test fails where any visitor met a 404, a failed request or an error on the console;
    `refusals=(409,)` says which refusals the journey is about, and these must come.
    """
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []
    announced: list[tuple[Visitor, tuple[int, ...]]] = []

    def arrive(
        width: int = 1366,
        height: int = 768,
        colour: str = "light",
        refusals: tuple[int, ...] = (),
    ) -> Visitor:
        context = chrome.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if colour == "dark" else "light",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), server.address)
        watch(visitor, refusals)
        announced.append((visitor, refusals))
        visitors.append(visitor)
        return visitor

    yield arrive
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for context in contexts:
        context.close()
    assert faults == []
    for visitor, refusals in announced:
        assert sorted(visitor.refused) == sorted(refusals)


def watch(visitor: Visitor, refusals: tuple[int, ...] = ()) -> None:
    """Note everything that goes wrong in a page, but for the refusals that are wanted."""
    page, faults = visitor.page, visitor.faults

    def console(message: object) -> None:
        kind, said = message.type, message.text  # type: ignore[attr-defined]
        harmless = (*HARMLESS, *(f"status of {status} " for status in refusals))
        if kind in ("error", "warning") and not any(word in said for word in harmless):
            faults.append(f"console {kind}: {said}")

    def said(frame: object) -> None:
        visitor.sent += 1

    page.on("websocket", lambda socket: socket.on("framesent", said))
    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"page error: {error}"))

    def answered(answer: Any) -> None:
        if answer.status in refusals:
            visitor.refused.append(answer.status)
        elif answer.status >= 400:
            faults.append(f"{answer.status} {answer.url}")

    page.on("response", answered)
    page.on(
        "requestfailed",
        lambda r: faults.append(f"failed: {r.url} {r.failure}") if r.failure != LEFT else None,
    )
