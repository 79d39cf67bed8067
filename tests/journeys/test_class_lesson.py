"""A whole short lesson: a teacher, a wall and four phones, from the host's link to the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.class_people import (
    People,
    create,
    do,
    figure,
    fits,
    heading,
    look,
    open_wall,
    people_of,
    push,
    scene,
    submit,
    until,
)
from tests.ui.classroom.torture.server import Server

TITLE = "Compute gap, eleventh grade, the long title of a Friday afternoon"
NAMES = ("Maximiliana-Bartholomea", "Öykü", "Ben", "Ana <b>")
"""Of the students: long, with signs, and with what could be taken for markup."""
ROUNDS = 3
LAST_CALL = 15
"""Seconds that are left once all are in."""
SAYS = "Look at what the others did before you decide."


@dataclass
class Lesson:
    """Who is in the room."""

    people: People
    server: Server
    teacher: Page
    wall: Page
    phones: list[Page]

    def says(self, text: str) -> None:
        """Every phone shows this title."""
        for phone in self.phones:
            heading(phone, text)
            fits(phone)


@pytest.fixture
def lesson(chrome: Browser, tmp_path: Path, warm_engine: None) -> Iterator[Lesson]:
    """A room in its lobby, whose four students have seats in three teams."""
    server = Server(tmp_path)
    server.begin()
    try:
        with people_of(chrome, server) as people:
            teacher = people.page()
            host = f"{server.root}/host/{server.host()}"
            code = create(teacher, host, TITLE, Teams_at_most="3", In_a_team="2", Quarters="3")
            wall = open_wall(people, teacher)
            expect(wall.locator("h1")).to_have_text(TITLE)
            expect(wall.locator(".wall-code")).to_have_text(f"{code[:3]} {code[3:]}")
            expect(wall.locator(".wall-counted")).to_have_text("0 people in")
            expect(teacher.get_by_text("Nobody is here yet.")).to_be_visible()
            expect(teacher.get_by_role("button", name="Start quarter 1")).to_be_disabled()
            look(wall, "wall-join-empty")
            look(teacher, "teacher-lobby-empty")
            phones = [people.phone(name, code.lower()) for name in NAMES]
            yield Lesson(people, server, teacher, wall, phones)
    finally:
        server.end()


def test_a_whole_lesson(lesson: Lesson) -> None:
    take_seats(lesson)
    rehearse(lesson)
    first_quarter(lesson)
    second_quarter(lesson)
    third_quarter(lesson)
    debrief(lesson)
    what_if(lesson)
    vote_and_slip(lesson)


def take_seats(lesson: Lesson) -> None:
    """Two choose the same team, two are dealt one."""
    ana = lesson.phones[0]
    expect(lesson.wall.locator(".wall-counted")).to_have_text("4 people in")
    expect(lesson.teacher.locator(".teach-loose")).to_contain_text(NAMES[0])
    look(ana, "phone-choose", whole=True)
    for phone in lesson.phones[:2]:
        phone.locator(".seat").first.click()
        heading(phone, "You lead Hanxi.")
    for phone in lesson.phones[2:]:
        phone.get_by_role("button", name="Deal me a seat").click()
    lesson.says("You lead Hanxi.")
    expect(ana.locator(".mates")).to_contain_text("Öykü")
    teams = lesson.teacher.locator(".team")
    expect(teams).to_have_count(3)
    expect(teams.filter(has_text=NAMES[0])).to_contain_text("Öykü")
    expect(teams.filter(has_text="Ana <b>")).to_have_count(1)
    expect(lesson.teacher.locator(".teach-count")).to_have_text("4 people, 3 teams")
    look(ana, "phone-lobby", whole=True)
    look(lesson.teacher, "teacher-lobby")
    look(lesson.wall, "wall-join")


def rehearse(lesson: Lesson) -> None:
    """A quarter that does not count, and of which nothing is left."""
    teacher, wall, ana = lesson.teacher, lesson.wall, lesson.phones[0]
    do(teacher, "Start a rehearsal")
    scene(wall, "thinking")
    expect(wall.locator(".wall-message")).to_have_text("Rehearsal: nothing counts yet")
    expect(wall.locator(".wall-lines")).to_contain_text("You all lead Hanxi.")
    lesson.says("You: ")
    expect(ana.locator(".head-line")).to_contain_text("Rehearsal")
    look(wall, "wall-rehearsal")
    submit(ana)
    expect(wall.locator(".wall-inside")).to_have_text("1 of 3 in")
    do(teacher, "Resolve now", sure=True)
    scene(wall, "reveal")
    expect(ana.locator(".kicker")).to_contain_text("brought")
    do(teacher, "End the rehearsal", sure=True)
    scene(wall, "join")
    lesson.says("You lead Hanxi.")
    expect(ana.locator(".head-line")).not_to_contain_text("Rehearsal")
    expect(teacher.locator(".teach-when")).to_contain_text("Lobby")


def first_quarter(lesson: Lesson) -> None:
    """Draft, pen, submission and bet; the clock stopped and given more; a message; all are in."""
    teacher, wall = lesson.teacher, lesson.wall
    ana, mate, ben, last = lesson.phones
    do(teacher, "Start quarter 1")
    scene(wall, "thinking")
    lesson.says("You: ")
    expect(ana.locator(".head-line")).to_contain_text("round 1 of 3")
    look(ana, "phone-thinking", whole=True)
    push(ana, "Training", "ArrowRight", 5)
    expect(mate.locator(".pen")).to_contain_text(f"{NAMES[0]} holds the pen.")
    drafted = ana.get_by_role("slider", name="Training").input_value()
    expect(mate.get_by_role("slider", name="Training")).to_have_value(drafted)
    team = teacher.locator(".team", has_text=NAMES[0])
    expect(team).to_have_class(re.compile("drafting"))
    look(mate, "phone-mate", whole=True)
    # The mate takes the pen, and the draft as it stands.
    mate.get_by_role("button", name="Take the pen").click()
    expect(ana.locator(".pen")).to_contain_text("Öykü holds the pen.")
    expect(mate.get_by_role("slider", name="Training")).to_have_value(drafted)
    clock(lesson)
    submit(mate)
    heading(ana, "✓ Saved")
    expect(ana.locator(".saved")).to_contain_text("By Öykü.")
    expect(ana.locator(".decided")).to_contain_text(f"{drafted}%")
    mate.get_by_role("button", name="Save my range").click()
    expect(mate.locator(".bet .tick")).to_contain_text("✓ Saved:")
    look(mate, "phone-submitted", whole=True)
    expect(team).to_have_class(re.compile(r"\bin\b"))
    expect(team).to_contain_text("bet")
    expect(wall.locator(".wall-inside")).to_have_text("1 of 3 in")
    expect(teacher.locator(".teach-count")).to_have_text("1 of 3 in")
    message(lesson)
    submit(ben)
    look(teacher, "teacher-thinking")
    submit(last)
    # All are in: the quarter ends by itself, soon.
    expect(wall.locator(".wall-inside")).to_have_text("All are in")
    until(lambda: seconds(wall, ".wall-clock") <= LAST_CALL, wall)
    revealed(lesson, 1)
    look(wall, "wall-reveal-1")


def clock(lesson: Lesson) -> None:
    """Stopped, given a minute more, and running again, on every page alike."""
    teacher, wall, ana = lesson.teacher, lesson.wall, lesson.phones[0]
    do(teacher, "Pause")
    expect(wall.locator(".wall-clock")).to_contain_text("Paused")
    expect(ana.locator(".timer")).to_contain_text("Paused")
    before = seconds(teacher)
    do(teacher, "+1 min")
    until(lambda: seconds(teacher) == before + 60, teacher)
    until(lambda: seconds(wall, ".wall-clock") == before + 60, wall)
    until(lambda: seconds(ana, ".timer") == before + 60, ana)
    look(wall, "wall-thinking-paused")
    do(teacher, "Go on")
    expect(wall.locator(".wall-clock")).not_to_contain_text("Paused")
    until(lambda: seconds(teacher) < before + 60, teacher)


def seconds(page: Page, place: str = ".teach-clock b") -> int:
    """What a clock shows."""
    found = re.search(r"(\d+):(\d\d)", page.locator(place).inner_text())
    assert found is not None
    return 60 * int(found[1]) + int(found[2])


def message(lesson: Lesson) -> None:
    """Said to all, on phones and wall, and taken away again."""
    teacher, wall = lesson.teacher, lesson.wall
    teacher.get_by_label("Message to all").fill(SAYS)
    do(teacher, "Send")
    expect(wall.locator(".wall-message")).to_have_text(SAYS)
    for phone in lesson.phones:
        expect(phone.locator(".message")).to_contain_text(SAYS)
    look(wall, "wall-message")
    do(teacher, "Take it away")
    expect(wall.locator(".wall-message")).to_have_count(0)
    expect(lesson.phones[0].locator(".message")).to_have_count(0)


def revealed(lesson: Lesson, number: int) -> None:
    """The result of a quarter stands on the wall and on every phone."""
    scene(lesson.wall, "reveal")
    lesson.wall.wait_for_selector(f".wall-race[data-played='{number}']")
    expect(lesson.wall.locator("h1")).to_have_text(f"After quarter {number} of {ROUNDS}")
    expect(lesson.wall.locator(".wall-news li").first).to_be_visible()
    for phone in lesson.phones:
        expect(phone.locator(".kicker")).to_contain_text("brought")
        expect(phone.locator(".changes h1")).not_to_be_empty()
        fits(phone)


def second_quarter(lesson: Lesson) -> None:
    """A team is late: the teacher ends the quarter, and it keeps what it set last."""
    teacher, wall = lesson.teacher, lesson.wall
    ana, _, ben, last = lesson.phones
    expect(lesson.phones[1].locator(".came")).to_be_visible()
    look(ana, "phone-revealed", whole=True)
    look(teacher, "teacher-revealed")
    do(teacher, "Start quarter 2")
    scene(wall, "thinking")
    wall.wait_for_selector(".wall-race[data-played='1']")
    lesson.says("You: ")
    push(ben, "Training", "ArrowLeft", 5)
    submit(ben)
    submit(last)
    expect(teacher.locator(".teach-count")).to_have_text("2 of 3 in")
    look(wall, "wall-thinking")
    teacher.get_by_role("button", name="Resolve now").first.click()
    expect(teacher.get_by_role("dialog")).to_contain_text("1 team not in yet.")
    look(teacher, "teacher-sure")
    teacher.get_by_role("button", name="No", exact=True).click()
    do(teacher, "Resolve now", sure=True)
    revealed(lesson, 2)


def third_quarter(lesson: Lesson) -> None:
    """With the last quarter the ranking comes."""
    teacher, wall = lesson.teacher, lesson.wall
    do(teacher, "Start quarter 3")
    lesson.says("You: ")
    expect(lesson.phones[0].locator(".head-line")).to_contain_text("round 3 of 3")
    look(lesson.phones[0], "phone-thinking-3", whole=True)
    for phone in lesson.phones[1:]:
        submit(phone)
    expect(teacher.locator(".teach-count")).to_have_text("3 of 3 in")
    do(teacher, "Resolve now")
    revealed(lesson, 3)
    expect(lesson.phones[0].get_by_text("That was the last quarter.")).to_be_visible()
    look(wall, "wall-reveal-3")


def debrief(lesson: Lesson) -> None:
    """The ranking on the wall, on phones and on the teacher's page agree; a waterfall adds up."""
    teacher, wall = lesson.teacher, lesson.wall
    do(teacher, "To the debrief")
    scene(wall, "ranking")
    rows = wall.locator(".wall-rows li")
    expect(rows.first).to_contain_text("Team ")
    look(wall, "wall-ranking")
    lesson.says("How it went")
    expect(lesson.phones[0].get_by_text("Your score")).to_be_visible()
    look(lesson.phones[0], "phone-debrief", whole=True)
    teacher.get_by_role("button", name="Ranking", exact=True).first.click()
    expect(teacher.locator(".teach-side tbody tr")).to_have_count(3)
    look(teacher, "teacher-ranking")
    teacher.get_by_role("button", name="Debrief", exact=True).first.click()
    teacher.get_by_role("combobox", name="Team", exact=True).select_option(label="Team 1")
    do(teacher, "Where its gap came from")
    scene(wall, "shown")
    expect(wall.locator("h1")).to_contain_text("Team 1: ")
    parts = wall.locator(".wall-falls li b")
    figures = [figure(parts.nth(k)) for k in range(parts.count())]
    assert len(figures) > 2
    assert abs(sum(figures[:-1]) - figures[-1]) < 0.26, "the parts do not add up"
    look(wall, "wall-gap")
    look(teacher, "teacher-debrief")


def what_if(lesson: Lesson) -> None:
    """One decision of a team is changed on the same luck, live."""
    teacher, wall = lesson.teacher, lesson.wall
    do(teacher, "Choose a decision of this team")
    teacher.get_by_role("combobox", name="Quarter").select_option(index=0)
    teacher.get_by_role("combobox", name="Lever").select_option(label="Training")
    expect(teacher.get_by_text("It was ")).to_be_visible()
    teacher.get_by_role("spinbutton", name="Try").fill("0.9")
    look(teacher, "teacher-fork")
    do(teacher, "Show what would have come of it")
    expect(wall.locator("h1")).to_have_text("Team 1: what if?")
    expect(wall.locator(".wall-race .name.tried")).to_have_text("changed")
    expect(wall.locator(".wall-news li")).not_to_be_empty()
    look(wall, "wall-fork")
    do(teacher, "Take it off the wall")
    scene(wall, "ranking")


def vote_and_slip(lesson: Lesson) -> None:
    """A claim is voted on, nobody sees how until it is closed; slips come in; the class ends."""
    teacher, wall, phones = lesson.teacher, lesson.wall, lesson.phones
    teacher.get_by_role("button", name="Vote, files").click()
    do(teacher, "Ask it")
    scene(wall, "vote")
    for phone, choice in zip(phones, ("yes", "yes", "no", "it depends"), strict=True):
        phone.locator(".card", has_text=choice).click()
        expect(phone.locator("main")).to_contain_text("✓ Your vote is saved.")
    expect(wall.locator(".wall-note")).to_have_text("4 votes in. Vote on your phone.")
    expect(wall.locator(".wall-bars b")).to_have_count(0)
    look(wall, "wall-vote")
    look(phones[0], "phone-vote", whole=True)
    look(teacher, "teacher-vote")
    do(teacher, "Close and show")
    expect(wall.locator(".wall-bars b")).to_have_text(["2", "1", "1"])
    expect(phones[3].get_by_text("The vote is over.")).to_be_visible()
    look(wall, "wall-voted")
    do(teacher, "Take it off")
    wall.keyboard.press("ArrowRight")
    for phone in phones:
        phone.locator("textarea").first.fill("Training, and it cost share.")
        phone.get_by_role("button", name="Hand in").click()
        expect(phone.get_by_text("✓ Handed in.")).to_be_visible()
    expect(teacher.locator(".teach-count")).to_have_text("4 of 4 exit slips in")
    do(teacher, "End the class", sure=True)
    expect(wall.get_by_text("Thank you. The room has ended.")).to_be_visible()
    for phone in phones:
        heading(phone, "The class has ended")
        expect(phone.get_by_text("Training, and it cost share.")).to_be_visible()
        fits(phone)
    look(wall, "wall-ended")
    look(phones[0], "phone-ended", whole=True)
    look(teacher, "teacher-ended")
