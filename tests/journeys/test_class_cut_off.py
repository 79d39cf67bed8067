"""Cut off from the class's server: every page says so in five seconds, and comes back by itself.

`TENFOLD_CUT=60`, as `make torture` has it, keeps them cut off for a minute, after which nothing
that was connected before is heard of again; else they come back into the same network soon.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cable import Cable, cable_to
from tests.journeys.class_people import (
    People,
    create,
    do,
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

TOO_LATE = "Round 1 is over: this came too late, what stood before counts."
CUT = float(os.environ.get("TENFOLD_CUT", "0"))
"""Seconds for which pages are cut off, beyond what the test needs."""
SAID_WITHIN, BACK_WITHIN = 5.0, 30.0
"""Seconds until a page says that it is cut off; until it is back where the server answers."""
PHONE_SAYS = "Connection lost. Trying again …"
PAGE_SAYS = "The connection to the server is lost."


@dataclass
class Room:
    """A room in its first quarter; some of its people are at the far end of a cable."""

    people: People
    server: Server
    cable: Cable
    teacher: Page
    ben: Page
    mate: Page
    """Near the server."""
    ana: Page
    far_wall: Page
    far_teacher: Page


@pytest.fixture
def room(chrome: Browser, tmp_path: Path, warm_engine: None) -> Iterator[Room]:
    server = Server(tmp_path)
    server.begin()
    try:
        with cable_to(server.port) as cable, people_of(chrome, server) as people:
            teacher = people.page(cut=True)
            host = f"{server.root}/host/{server.host()}"
            code = create(teacher, host, "A cable", Teams_at_most="2", In_a_team="2", Quarters="3")
            far_wall = open_wall(people, teacher, cable.address, cut=True)
            far_teacher = people.page(cut=True)
            far_teacher.goto(cable.address + urlsplit(teacher.url).path)
            ana = people.phone("Ana", code, cable.address, cut=True, refusals=(409,))
            mate = people.phone("Mia", code, cut=True)
            for phone in (ana, mate):
                phone.locator(".seat").first.click()
                heading(phone, "You lead Hanxi.")
            ben = people.phone("Ben", code, cut=True)
            ben.get_by_role("button", name="Deal me a seat").click()
            heading(ben, "You lead Hanxi.")
            do(teacher, "Start quarter 1")
            for phone in (ana, mate, ben):
                heading(phone, "You: ")
            yield Room(people, server, cable, teacher, ben, mate, ana, far_wall, far_teacher)
    finally:
        server.end()


def lost(page: Page, says: str) -> None:
    """Wait until a page says that it is cut off."""
    page.get_by_text(says).wait_for(timeout=10_000)


def back(page: Page, says: str) -> None:
    """Wait until it says so no more."""
    page.get_by_text(says).wait_for(state="hidden")


def all_say_so(since: float, phones: list[Page], pages: list[Page]) -> None:
    """All of these have said within five seconds that they are cut off."""
    for says, several in ((PHONE_SAYS, phones), (PAGE_SAYS, pages)):
        for page in several:
            lost(page, says)
    took = time.monotonic() - since
    print(f"the last page said after {took:.1f} s that it is cut off")
    assert took < SAID_WITHIN


def all_are_back(phones: list[Page], pages: list[Page]) -> None:
    """All of these have come back by themselves."""
    began = time.monotonic()
    for says, several in ((PHONE_SAYS, phones), (PAGE_SAYS, pages)):
        for page in several:
            back(page, says)
            print(f"{page.title()} after {time.monotonic() - began:.1f} s")
    took = time.monotonic() - began
    print(f"the last page was back after {took:.1f} s")
    assert took < BACK_WITHIN


@pytest.mark.timed
def test_cut_off_and_back(room: Room) -> None:
    a_draft_goes_on(room)
    the_room_goes_on(room)
    the_server_dies(room)


def a_draft_goes_on(room: Room) -> None:
    """What is drafted meanwhile reaches the team; what others did meanwhile is shown."""
    ana, far = room.ana, [room.far_wall, room.far_teacher]
    push(ana, "Training", "ArrowRight", 5)
    training = ana.get_by_role("slider", name="Training")
    expect(room.mate.get_by_role("slider", name="Training")).to_have_value(training.input_value())
    room.cable.pull()
    cut = time.monotonic()
    all_say_so(cut, [ana], far)
    for page, name in ((ana, "phone-cut"), (far[0], "wall-cut"), (far[1], "teacher-cut")):
        look(page, name)
    push(ana, "Training", "ArrowRight", 5)
    drafted = training.input_value()
    submit(room.ben)
    expect(room.teacher.locator(".teach-count")).to_have_text("1 of 2 in")
    expect(room.far_wall.locator(".wall-inside")).to_have_text("0 of 2 in")
    room.cable.plug()
    all_are_back([ana], far)
    expect(training).to_have_value(drafted)
    expect(room.mate.get_by_role("slider", name="Training")).to_have_value(drafted)
    expect(room.far_wall.locator(".wall-inside")).to_have_text("1 of 2 in")
    expect(room.far_teacher.locator(".teach-count")).to_have_text("1 of 2 in")


def the_room_goes_on(room: Room) -> None:
    """Whoever comes back is in the quarter that is on; a decision that came too late is told."""
    ana, far = room.ana, [room.far_wall, room.far_teacher]
    room.cable.pull()
    cut = time.monotonic()
    all_say_so(cut, [ana], far)
    ana.get_by_role("button", name="Submit").click()
    ana.get_by_text("Not sent yet.").wait_for()
    look(ana, "phone-not-sent")
    do(room.teacher, "Resolve now", sure=True)
    expect(room.ben.locator(".kicker")).to_contain_text("brought")
    do(room.teacher, "Start quarter 2")
    heading(room.ben, "You: ")
    room.ben.wait_for_timeout(1000 * CUT)
    room.cable.plug(forget=CUT > 0)
    all_are_back([ana], far)
    expect(ana.locator(".head-line")).to_contain_text("round 2 of 3")
    heading(ana, "You: ")
    expect(ana.locator(".note")).to_have_text(TOO_LATE)
    look(ana, "phone-too-late")
    expect(room.far_wall.locator("h1")).to_have_text("Quarter 2 of 3")
    expect(room.far_teacher.locator(".teach-when")).to_contain_text("Quarter 2 of 3")
    # The far page works again, not only shows.
    do(room.far_teacher, "Pause")
    expect(ana.locator(".timer")).to_contain_text("Paused")
    expect(room.far_wall.locator(".wall-clock")).to_contain_text("Paused")


def the_server_dies(room: Room) -> None:
    """Killed and begun again, it has everything; pages of teacher and wall come back as well."""
    phones = [room.ana, room.mate, room.ben]
    pages = [room.teacher, room.far_wall, room.far_teacher]
    submit(room.ben)
    room.server.kill()
    killed = time.monotonic()
    all_say_so(killed, phones, pages)
    room.ben.wait_for_timeout(1000 * CUT)
    began = room.server.begin()
    all_are_back(phones, pages)
    expect(room.teacher.locator(".teach-count")).to_have_text("1 of 2 in")
    heading(room.ben, "✓ Saved")
    print(f"all were back {time.monotonic() - began:.1f} s after the start of the server")
    do(room.teacher, "Go on")
    until(lambda: "Paused" not in room.far_wall.locator(".wall-clock").inner_text(), room.far_wall)
    submit(room.ana)
    expect(room.far_wall.locator(".wall-inside")).to_have_text("All are in")
    do(room.teacher, "Resolve now")
    scene(room.far_wall, "reveal")
    expect(room.mate.locator(".kicker")).to_contain_text("brought")
