"""The host's page and the files of a lesson, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tenfold.sim.lessons.registry import LESSONS
from tenfold.ui.teaching.rooms import plan_for
from tests.ui.classroom.api.test_uploads import OWN
from tests.ui.classroom.pages.test_pages import ask

BAD = OWN + "months = 'many'"
STANDS_BACK = 60_000
"""Milliseconds for a file: what makes it stands back, on a busy computer behind everything."""


def plan_of_the_room(page: Page, root: str) -> dict[str, Any]:
    """The plan of the room that was just created."""
    page.get_by_role("button", name="Create the room").click()
    page.wait_for_url("**/teach/*")
    page.wait_for_selector(".teach-none")
    plan: dict[str, Any] = ask(root, "teacher/state", page.url.split("/teach/")[1])["room"]["plan"]
    return plan


def test_choosing_a_lesson_fills_in_the_whole_plan(chrome: Browser, host: str) -> None:
    root = host.split("/host/")[0]
    page = chrome.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(15_000)
    try:
        for lesson in LESSONS.values():
            page.goto(host)
            page.locator(".host-lessons .card", has_text=lesson.title).click()
            told = page.locator(".host-plan").inner_text()
            for text in (*lesson.seats, *lesson.slip, f"{lesson.rounds} quarters", "quarter 1"):
                assert text in told
            page.get_by_label("Name of the room").fill("   ")
            plan = plan_of_the_room(page, root)
            wanted = plan_for(lesson, 12)
            thinking = wanted.pop("seconds")
            seconds = plan.pop("seconds")
            assert [seconds[min(n, len(seconds) - 1)] for n in range(lesson.rounds)] == thinking
            # The name was left blank: the room is called after its race.
            assert plan.pop("title").strip()
            wanted.pop("title")
            assert {name: plan[name] for name in wanted} == wanted
    finally:
        page.close()


def test_a_scenario_of_ones_own_is_sent_chosen_played_and_removed(
    chrome: Browser, host: str, tmp_path: Path
) -> None:
    page = chrome.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(15_000)
    files = {name: tmp_path / f"{name}.toml" for name in ("bad", "good", "large")}
    for name, text in (("bad", BAD), ("good", OWN), ("large", "#" * 200_001)):
        files[name].write_text(text)
    try:
        page.goto(host)
        page.get_by_role("button", name="Race, seats, levers").click()
        chosen = page.locator("input[type=file]")
        chosen.set_input_files(files["large"])
        expect(page.get_by_role("alert")).to_contain_text("large.toml: at most 200 kB.")
        chosen.set_input_files(files["bad"])
        expect(page.get_by_role("alert")).to_contain_text("months = 'many': must be a whole number")
        chosen.set_input_files(files["good"])
        expect(page.locator(".made")).to_contain_text("“Our <b>town</b>” is there, and chosen.")
        page.reload()  # it is kept, and offered like the others
        page.locator(".host-lessons .card", has_text="A room of your own").click()
        page.locator(".host-races .card", has_text="Our <b>town</b>").click()
        plan = plan_of_the_room(page, host.split("/host/")[0])
        assert plan["scenario"]["name"] == "our-town"
        assert plan["title"] == "Our <b>town</b>"
        page.goto(host)
        page.get_by_role("button", name="Race, seats, levers").click()
        page.get_by_role("button", name="Remove “Our <b>town</b>”").click()
        expect(page.locator(".host-races .card", has_text="Our <b>town</b>")).to_have_count(0)
    finally:
        page.close()


def play_one_quarter(root: str, token: str) -> dict[str, Any]:
    """A room of one quarter, to its debrief."""
    plan = {"scenario": "ten-to-one", "seats": ["Oak"], "rounds": 1, "seed": 3, "auto": False}
    made: dict[str, Any] = ask(root, "rooms", token, {"plan": plan})
    ana = ask(root, "join", sent={"code": made["code"], "nickname": "Ana"})["token"]
    ask(root, "seat", ana, {})
    for deed in ("start_round", "resolve", "start_round"):
        ask(root, f"teacher/{deed}", made["teacher"], {})
    return made


OF_A_TEACHER = {
    "class-debrief.html", "worksheet.html", "answer-key.html", "decisions.csv",
    "decisions.parquet", "outcomes.csv", "outcomes.parquet", "team-1.html",
    "worksheet-team-1.html", "answer-key-team-1.html",
}  # fmt: skip
OF_A_HOST = {"Class debrief", "Every decision, CSV", "A copy of all rooms", "Its page"}
"""Some that a host tries: browsers ask before a page saves more than ten."""


def save(page: Page, door: str, only: set[str] | None = None) -> set[str]:
    """Save what a room's page offers; the names of the files."""
    page.goto(door)
    page.get_by_role("button", name="Vote, files").click()
    files = page.locator("fieldset", has=page.locator("legend", has_text="Files"))
    files.locator("select").select_option(index=1)
    saved = set()
    offered = files.locator("button").all_inner_texts()
    assert (only or set()) <= set(offered)
    for label in offered:
        if only is not None and label not in only:
            continue
        button = files.get_by_role("button", name=label, exact=True)
        with page.expect_download(timeout=STANDS_BACK) as saving:
            button.click()
        assert Path(saving.value.path()).stat().st_size > 200, label
        saved.add(saving.value.suggested_filename.removeprefix("ten-to-one-"))
        expect(button).to_be_enabled()
    return saved


def test_every_file_is_had_in_the_browser(chrome: Browser, host: str) -> None:
    root, token = host.split("/host/")
    made = play_one_quarter(root, token)
    context = chrome.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(15_000)
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.headers.get("referer", "")))
    try:
        assert save(context.new_page(), f"{root}/teach/{made['teacher']}") == OF_A_TEACHER
        of_a_host = save(context.new_page(), f"{host}/{made['room']}", OF_A_HOST)
        assert len(of_a_host & OF_A_TEACHER) == len(OF_A_HOST) - 1
        (backup,) = of_a_host - OF_A_TEACHER
        assert backup.startswith("tenfold-classes-")
        assert not any(secret in told for told in sent for secret in (token, made["teacher"]))
    finally:
        context.close()
