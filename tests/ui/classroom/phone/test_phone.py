"""The students' page in a browser: what it shows, sends, keeps and says when the server is gone."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tenfold.sim.game.telling.standing import behind_by_month
from tenfold.sim.measures import PAST_SPEED
from tenfold.ui.classroom.phone.page import version
from tests.ui.classroom.phone import states
from tests.ui.classroom.phone.double import Double

Visit = Callable[..., Page]
BAD = ("serious", "critical")
SAID_WITHIN = 5.0
WIDTHS = (320, 820, 390)
DARK = ("You lead Hanxi.", "✓ Saved", "You came 2 months nearer", "How it went")
NASTY = "<img src=x onerror=alert(1)>&amp;"

SCREENS = {
    "Choose your seat": states.state("lobby", team=None),
    "You lead Hanxi.": states.state("lobby"),
    "You: 9 months behind": states.state("thinking", asked=states.ASKED),
    "✓ Saved": states.state("thinking", submitted=states.SUBMITTED),
    "The quarter is played …": states.state("resolving"),
    "You came 2 months nearer": states.state("revealed"),
    "How it went": states.state(
        "debrief", result=states.RESULT, vote=states.VOTE, slip=states.SLIP
    ),
    "The class has ended": states.state("ended", result=states.RESULT),
}


def heading(page: Page, text: str) -> None:
    page.locator("h1", has_text=text).wait_for()


def wait_for(what: Callable[[], object], page: Page, seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        page.wait_for_timeout(20)


def test_every_screen_is_there_fits_and_has_no_serious_fault(double: Double, phone: Visit) -> None:
    page = phone()
    for title, state in SCREENS.items():
        double.show(state)
        heading(page, title)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, title
        small = page.evaluate(
            "[...document.querySelectorAll('button, summary, select, .choice label, .card, input')]"
            ".filter((el) => el.checkVisibility() && !el.closest('.card, .choice') || "
            "el.matches('.card, .choice label'))"
            ".filter((el) => el.getBoundingClientRect().height < 44)"
            ".map((el) => el.outerHTML.slice(0, 80))"
        )
        assert small == [], title
        # Each screen in one theme: which shades go together is the palette's own test.
        dark = title in DARK
        page.emulate_media(color_scheme="dark" if dark else "light")
        found = Axe().run(page).response["violations"]
        bad = [(one["id"], one["nodes"][0]["target"]) for one in found if one["impact"] in BAD]
        assert bad == [], title
    double.say("bye", {"why": "deleted"})
    heading(page, "This room was deleted")
    assert page.evaluate("localStorage.getItem('tenfold-class-seat')") is None


def test_months_behind_are_those_of_the_model(double: Double, chrome: Browser) -> None:
    rng = np.random.default_rng(3)
    levels = 150 + rng.normal(0, 4, 5) + np.cumsum(rng.normal(0.6, 1.0, (25, 5)), axis=0)
    labs = [{"score": levels[:, place].tolist()} for place in range(5)]
    page = chrome.new_page()
    page.goto(double.address)
    script = "async ([at, series]) => { const m = await import(at); "
    script += "return [m.PAST_SPEED, m.behindByMonth(series)] }"
    at = f"/phone/{version}/lags.js"
    speed, found = page.evaluate(script, [at, {"labs": labs}])
    page.close()
    assert speed == PAST_SPEED
    wanted = [behind_by_month(levels, place).tolist() for place in range(5)]
    assert np.allclose(found, wanted)
    assert np.max(wanted) > 6.0


def test_join_says_clearly_what_was_refused(double: Double, phone: Visit) -> None:
    page = phone(lost=True)
    double.refusals["join"] = (404, "There is no room of this code.")
    page.goto(f"{double.address}/j/XYZ234")
    page.get_by_text("You are in “The compute gap, class 11b” as Mia.").wait_for()
    assert page.get_by_label("Code on the screen").input_value() == "XYZ234"
    page.get_by_role("button", name="Join").click()
    page.get_by_text("Type a nickname.").wait_for()
    page.get_by_label("Your nickname").fill(NASTY[:24])
    page.get_by_role("button", name="Join").click()
    page.get_by_text("There is no room of this code.").wait_for()
    page.get_by_role("button", name="Go back in").click()
    heading(page, "Choose your seat")


def test_levers_move_are_shown_to_mates_and_are_submitted(double: Double, phone: Visit) -> None:
    double.show(states.state("thinking", headlines=[{"text": NASTY, "own": False}]))
    page = phone()
    page.get_by_text(NASTY).wait_for()
    training = page.get_by_role("slider", name="Training")
    training.focus()
    for _ in range(4):
        training.press("ArrowRight")
    expect(page.locator(".lever", has=training)).to_contain_text("20%")
    page.get_by_role("radio", name="Open").check(force=True)
    wait_for(
        lambda: any(one["settings"].get("flagship_release") for one in double.of("draft")), page
    )
    page.get_by_text("With these levers").wait_for()
    page.locator(".forecast").get_by_text("157", exact=True).wait_for()
    page.reload()
    expect(page.get_by_role("slider", name="Training")).to_have_value("20")
    page.get_by_role("button", name="Submit").click()
    heading(page, "✓ Saved")
    sent = double.of("submit")[-1]
    split = [sent["settings"][name] for name in ("experiments", "training", "serving")]
    assert split == pytest.approx([0.52 * 0.8 / 0.84, 0.2, 0.32 * 0.8 / 0.84])
    assert (sent["round"], sent["settings"]["flagship_release"]) == (3, 1.0)
    page.get_by_role("button", name="Save my range").click()
    wait_for(lambda: double.of("bet"), page)
    assert double.of("bet")[-1]["bet"] == pytest.approx([0.09, 0.15])
    page.get_by_role("button", name="Change it").click()
    page.get_by_role("button", name="Same as last quarter").click()
    expect(page.get_by_role("slider", name="Copy")).to_have_value("50")


SCROLLED = """
() => new Promise((rested) => {
  let last = scrollY, since = performance.now();
  const look = (now) => {
    if (scrollY !== last) { last = scrollY; since = now; }
    if (now - since > 300) rested(); else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})
"""
"""The page lies still."""


def test_a_finger_that_scrolls_over_a_slider_moves_nothing(double: Double, phone: Visit) -> None:
    double.show(states.state("thinking"))
    page = phone()
    training = page.get_by_role("slider", name="Training")
    box = training.bounding_box()
    assert box is not None
    x, y = box["x"] + 0.8 * box["width"], box["y"] + 22.0
    line = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y} for x, y in points]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    finger("touchStart", (x, y))
    for k in range(1, 8):
        finger("touchMove", (x, y - 25.0 * k))
    finger("touchEnd")
    wait_for(lambda: page.evaluate("scrollY") > 50, page)
    page.evaluate(SCROLLED)  # a finger on a page that still moves stops it, and does nothing else
    expect(training).to_have_value("16")
    training.evaluate("slider => slider.scrollIntoView({ block: 'center' })")
    finger("touchStart", (x, y := training.bounding_box()["y"] + 22.0))  # type: ignore[index]
    finger("touchMove", (x - 100.0, y))
    finger("touchEnd")
    expect(training).not_to_have_value("16")


def test_a_mate_sees_the_draft_takes_the_pen_and_hears_what_is_refused(
    double: Double, phone: Visit
) -> None:
    double.show(states.state("thinking", team={**states.TEAM, "mine": False, "pen": "Öykü"}))
    page = phone(lost=True)
    page.get_by_text("Öykü holds the pen.").wait_for()
    copying = page.get_by_role("slider", name="Copy")
    assert copying.is_disabled()
    moved = {"round": 3, "settings": {"copying": 0.31}, "by": "Öykü", "at": states.NOW}
    double.say("draft", moved)
    expect(copying).to_have_value("31")
    page.get_by_role("button", name="Take the pen").click()
    wait_for(lambda: double.of("pen") == [{"take": True}], page)
    double.show(states.state("thinking"))
    late = "Round 3 is over: this came too late, what stood before counts."
    double.refusals["submit"] = (409, late)
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("alert").get_by_text(late).wait_for()
    page.wait_for_timeout(600)
    assert len(double.of("submit")) == 1


def test_what_comes_with_a_ring_is_shown_without_asking(double: Double, phone: Visit) -> None:
    double.show(states.state("thinking", submitted=states.SUBMITTED))
    page = phone()
    heading(page, "✓ Saved")
    page.get_by_role("button", name="Save my range").wait_for()
    asked, version = double.asked, double.state["version"]
    mates = [{**mate, "nickname": f"{mate['nickname']}?"} for mate in states.MATES]
    team = {**states.TEAM, "mates": mates, "pen": None, "mine": False}
    older = {**states.SUBMITTED, "revision": 0, "by": "Nobody"}
    double.say("state", {"version": version + 1, "changed": {"submitted": older}})
    newer = {**states.SUBMITTED, "revision": 2, "by": "Öykü"}
    double.say("state", {"version": version + 2, "changed": {"submitted": newer, "team": team}})
    page.get_by_text("By Öykü.").wait_for()
    expect(page.locator(".mates")).to_contain_text("Bartholomew-Maximilian IV?")
    page.wait_for_timeout(300)
    assert double.asked == asked
    double.show(states.state("revealed"))
    heading(page, "You came 2 months nearer")
    assert double.asked == asked + 1


def test_a_lost_connection_is_said_within_five_seconds_and_loses_nothing(
    double: Double, phone: Visit
) -> None:
    double.show(states.state("thinking"))
    page = phone(lost=True)
    heading(page, "You: 9 months behind")
    before = page.locator("header").bounding_box()
    double.silent = True
    cut = time.monotonic()
    page.get_by_text("Connection lost.").wait_for(timeout=1000 * SAID_WITHIN)
    took = time.monotonic() - cut
    print(f"a lost connection was said after {took:.1f} s")
    assert 1.0 < took < SAID_WITHIN
    assert page.locator("header").bounding_box() == before
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Not sent yet.").wait_for()
    double.stop()
    kept = "JSON.parse(localStorage.getItem('tenfold-class-outbox')).map((one) => one.body.key)"
    keys = page.evaluate(kept)
    double.silent = False
    double.start()
    page.reload()
    heading(page, "✓ Saved")
    assert [one["key"] for one in double.of("submit")] in (keys, keys * 2)
    assert page.evaluate(kept) == []
    double.show(states.state("revealed"))
    heading(page, "You came 2 months nearer")
    expect(page.locator("header")).not_to_contain_text("Connection lost")


def test_two_pages_of_a_browser_sit_in_one_seat(double: Double, phone: Visit) -> None:
    double.show(states.state("lobby"))
    first = phone()
    heading(first, "You lead Hanxi.")
    second = first.context.new_page()
    second.goto(double.address)
    heading(second, "You lead Hanxi.")
    second.get_by_role("button", name="Leave the room").click()
    expect(second.get_by_role("button", name="Stay")).to_be_focused()
    second.keyboard.press("Shift+Tab")
    second.keyboard.press("Enter")
    for page in (second, first):
        heading(page, "Join your class")
        page.get_by_text("You left “The compute gap, class 11b”").wait_for()
    first.get_by_role("button", name="Go back in").click()
    for page in (first, second):
        heading(page, "You lead Hanxi.")


def test_a_browser_that_keeps_nothing_plays_all_the_same(double: Double, phone: Visit) -> None:
    double.show(states.state("thinking"))
    refused = "{ get() { throw new DOMException('no', 'SecurityError'); } }"
    page = phone(script=f"Object.defineProperty(window, 'localStorage', {refused})")
    copying = page.get_by_role("slider", name="Copy")
    copying.press("ArrowRight")
    expect(copying).to_have_value("56")
    page.get_by_role("button", name="Submit").click()
    heading(page, "✓ Saved")
    assert double.of("submit")[-1]["settings"]["copying"] == pytest.approx(0.56)
