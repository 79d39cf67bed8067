"""What all tests share: the sources at hand, a compiled engine, and the rule about browsers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.commands import Answer, Call

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How fast a busy machine is says nothing about the code; under CI, failures must come back.
settings.register_profile(
    "tenfold",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("tenfold")

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_OUTSIDE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
USE_A_BROWSER = {"page", "browser", "context", "chromium", "chrome"}
"""Fixtures that open a browser."""
BROWSED, TIMED = ("tests/journeys", "tests/ui"), ("tests/journeys",)
"""Folders of tests that use a browser, and of those that measure: what `make` reads for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what plays in a browser, for `-m "not browser"`; put files of long tests first."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "journeys" in item.path.parts or fixtures & USE_A_BROWSER:
            item.add_marker(pytest.mark.browser)
        for mark, folders in {"browser": BROWSED, "timed": TIMED}.items():
            if item.get_closest_marker(mark) and not _lies_in(item.path, folders):
                raise pytest.UsageError(f"{item.nodeid} is {mark}: it belongs in {folders}")
    # Whole files, for what their tests share; long ones first, or a worker waits for the last.
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def _lies_in(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the computer's own Chromium; without one, the test is skipped, and fails under CI."""
    names = [os.environ.get("TENFOLD_CHROMIUM", ""), *BROWSERS]
    for found in (shutil.which(name) for name in names if name):
        if found:
            return found
    reason = "no Chromium found: install it, or point TENFOLD_CHROMIUM at one"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chrome(chromium: str) -> Iterator[Browser]:
    """The computer's own Chromium, which finds no outside host; one for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", NO_OUTSIDE]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def warm_engine() -> None:
    """Compile the engine into the cache before what measures time or starts programs."""
    code = "from tenfold.sim.month import warm; warm()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=600)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line in this process."""
    from tenfold import run as command_line

    def run(*words: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["run.py", *words])
        with pytest.raises(SystemExit) as end:
            command_line.main()
        shown = capsys.readouterr()
        code = end.value.code
        return Answer(code if isinstance(code, int) else 1, shown.out, shown.err)

    return run
