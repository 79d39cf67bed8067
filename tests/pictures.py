"""Takes the pictures of docs/playing.md from the game as it is: `make pictures`.

A server of its own, a race with a fixed seed, and the browser of the journeys.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "docs" / "pictures"
RACE = "/?scenario=tenfold-gap&seat=Hanxi&seed=7&quarters=8"
WIDE, PHONE = (1366, 768), (390, 844)
COLOURS = 256
"""Of a picture, chosen so that small marks keep theirs: some tenth of a megabyte each."""
SHOWN = 0.75
"""Size in which the wide ones are kept."""
PATIENCE_MS = 120_000
SERVE = "from tenfold.ui.serve import play; raise SystemExit(play(0, open_browser=False))"


@contextmanager
def server(data: Path) -> Iterator[str]:
    """A server with its games in that folder; its address."""
    running = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TENFOLD_DATA": str(data)},
    )
    try:
        assert running.stdout is not None
        words = running.stdout.readline().split()
        yield next(word for word in words if word.startswith("http")).rstrip("/")
    finally:
        running.terminate()
        running.wait(30)


def keep(page: Page, name: str, scale: float = 1.0) -> None:
    """The page as it is, as a small picture."""
    page.wait_for_timeout(1500)  # lines have grown, forecasts are there
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    size = round(shot.width * scale), round(shot.height * scale)
    small = shot.resize(size, Image.Resampling.LANCZOS).quantize(
        COLOURS, Image.Quantize.MEDIANCUT, kmeans=4, dither=Image.Dither.NONE
    )
    small.save(PLACE / f"{name}.png", optimize=True)
    print(f"{name}.png: {(PLACE / f'{name}.png').stat().st_size / 1000:.0f} kB")


def end_turn(page: Page, turn: int) -> None:
    """End this turn and wait for the next, or for the end."""
    page.get_by_role("button", name="End turn").click()
    page.wait_for_selector(f".race svg[data-month='{3 * turn}']", state="attached")


def take(browser: Browser, address: str) -> None:
    """All pictures, in the order of the document."""
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    keep(page, "start", SHOWN)
    page.get_by_role("button", name="Choose another race").click()
    page.wait_for_selector(".race-card")
    keep(page, "races", SHOWN)
    page.goto(address + RACE)
    page.get_by_role("button", name="Play this race").click()
    page.wait_for_selector(".top[data-turn='1']")
    end_turn(page, 1)
    page.get_by_text("Closed", exact=True).first.click()
    for turn in range(2, 5):
        end_turn(page, turn)
    keep(page, "room", SHOWN)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    keep(page, "phone", SHOWN)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    for turn in range(5, 9):
        end_turn(page, turn)
    page.goto(page.url + "/debrief")
    page.get_by_text("sensible strategies").first.wait_for()
    keep(page, "debrief", SHOWN)
    page.close()


def main() -> None:
    """Take them all."""
    PLACE.mkdir(exist_ok=True)
    names = (os.environ.get("TENFOLD_CHROMIUM", ""), "chromium", "chromium-browser")
    own = next((path for path in map(shutil.which, filter(None, names)) if path), None)
    with (
        tempfile.TemporaryDirectory() as data,
        server(Path(data)) as address,
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=own, args=["--no-sandbox"])
        take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
