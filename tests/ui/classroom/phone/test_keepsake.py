"""The team's page, offered on the phone once the race is over, and saved there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.ui.classroom.phone import states
from tests.ui.classroom.phone.double import KEEPSAKE, Double

Visit = Callable[..., Page]
OVER = states.state("debrief", result=states.RESULT, slip=states.SLIP)


def test_the_teams_page_is_made_and_saved(double: Double, phone: Visit) -> None:
    double.show(states.state("debrief"))
    page = phone(lost=True)
    page.get_by_role("heading", name="How it went").wait_for()
    button = page.get_by_role("button", name="Save your team's page")
    expect(button).to_have_count(0)
    double.show(OVER)
    button.wait_for()

    # While the server makes it, the page says so, and how long it takes.
    double.silent = True
    with page.expect_download() as saving:
        button.click()
        page.get_by_text("Your page is being made … 2 s").wait_for()
        expect(button).to_have_count(0)
        double.silent = False
    assert saving.value.suggested_filename == "class-11b-team-4.html"
    assert Path(saving.value.path()).read_text() == KEEPSAKE
    expect(page.locator(".tick", has_text="Saved among your downloads")).to_be_visible()
    with page.expect_download() as again:
        page.get_by_role("link", name="Not there? Save it again").click()
    assert Path(again.value.path()).read_text() == KEEPSAKE
    assert len(double.of("keepsake")) == 1


def test_what_keeps_the_page_from_being_made_is_said(double: Double, phone: Visit) -> None:
    double.refusals["keepsake"] = (403, "Your team's page comes when the race is over.")
    double.show(OVER)
    page = phone(lost=True)
    button = page.get_by_role("button", name="Save your team's page")
    button.click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text(
        "Your page could not be made. Your team's page comes when the race is over."
    )
    page.context.set_offline(True)
    button.click()
    expect(said).to_contain_text("The server does not answer: try again in a moment.")
    page.context.set_offline(False)
    double.refusals.clear()
    with page.expect_download():
        button.click()
    expect(said).to_have_count(0)
