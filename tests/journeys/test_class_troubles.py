"""A full disk and a file that cannot be written: told in a banner, nothing lost, over by itself."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tenfold.ui.classroom.store.connecting import NAME
from tests.journeys.class_people import create, do, heading, look, people_of, push, submit
from tests.ui.classroom.store.test_troubles import tiny_disk
from tests.ui.classroom.torture.server import Server

UNAVAILABLE = 503
WRITES = 60
"""Most messages that a full disk takes: the log has some room of its own."""
AS_OTHERS = ("setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override")
"""Takes from root the right to write what nobody may write."""


@dataclass
class Room:
    """A room in its first quarter, whose data lies on a disk of its own."""

    server: Server
    disk: Path
    teacher: Page
    ana: Page
    ben: Page

    def banner(self, says: str) -> None:
        """Wait until the teacher is told of a trouble."""
        expect(self.teacher.locator(".teach-trouble")).to_contain_text(says)

    def well(self) -> None:
        """Wait until the teacher is told of none."""
        expect(self.teacher.locator(".teach-trouble")).to_have_count(0)


@pytest.fixture
def room(chrome: Browser, tmp_path: Path, warm_engine: None) -> Iterator[Room]:
    with tiny_disk(tmp_path / "data") as disk:
        server = Server(tmp_path, AS_OTHERS if os.geteuid() == 0 else ())
        server.begin()
        try:
            with people_of(chrome, server, troubled=True) as people:
                teacher = people.page(cut=True)
                host = f"{server.root}/host/{server.host()}"
                code = create(teacher, host, "A full disk", ends=False, Teams_at_most="2")
                ana, ben = (
                    people.phone(name, code, cut=True, refusals=(UNAVAILABLE,))
                    for name in ("Ana", "Ben")
                )
                for phone in (ana, ben):
                    phone.get_by_role("button", name="Deal me a seat").click()
                    heading(phone, "You lead Hanxi.")
                do(teacher, "Start quarter 1")
                for phone in (ana, ben):
                    heading(phone, "You: ")
                yield Room(server, disk, teacher, ana, ben)
        finally:
            server.end()


def test_troubles_are_told_lose_nothing_and_end(room: Room) -> None:
    a_full_disk(room)
    a_file_that_cannot_be_written(room)
    what_was_acknowledged_is_there(room)


def a_full_disk(room: Room) -> None:
    """What is sent meanwhile waits on the phone, and is saved as soon as there is room."""
    submit(room.ben)
    film = room.disk / "film.mp4"
    with film.open("wb", buffering=0) as written, suppress(OSError):
        while True:
            written.write(b"x" * 4096)
    assert shutil.disk_usage(room.disk).free < 4096
    message = room.teacher.get_by_label("Message to all")
    for number in range(WRITES):
        message.fill(f"{number} " + "what is said takes room " * 11)
        do(room.teacher, "Send")
        if room.teacher.locator(".notice, .teach-trouble").count():
            break
    room.banner("No room is left for")
    # It is said once.
    expect(room.teacher.locator(".notice")).to_have_count(0)
    push(room.ana, "Training", "ArrowRight", 5)
    drafted = room.ana.get_by_role("slider", name="Training").input_value()
    room.ana.get_by_role("button", name="Submit").click()
    room.ana.get_by_text("Not sent yet.").wait_for()
    look(room.teacher, "teacher-full-disk")
    look(room.ana, "phone-full-disk")
    expect(room.teacher.locator(".teach-count")).to_have_text("1 of 2 in")
    film.unlink()
    room.well()
    heading(room.ana, "✓ Saved")
    expect(room.ana.locator(".decided")).to_contain_text(f"{drafted}%")
    expect(room.teacher.locator(".teach-count")).to_have_text("2 of 2 in")
    message.fill("There is room again.")
    do(room.teacher, "Send")
    expect(room.teacher.locator(".notice")).to_have_count(0)
    expect(room.ana.locator(".message")).to_contain_text("There is room again.")


def a_file_that_cannot_be_written(room: Room) -> None:
    """It is moved away, and a copy that may only be read is put in its place."""
    file, away, copy = (room.disk / name for name in (NAME, "elsewhere", "copy"))
    file.rename(away)
    do(room.teacher, "Pause")
    room.banner("is gone: put it back")
    expect(room.ana.locator(".head-row")).not_to_contain_text("Paused")
    shutil.copyfile(away, copy)
    copy.chmod(0o444)
    copy.rename(file)
    room.banner("cannot be written: give it and its folder write permission")
    look(room.teacher, "teacher-read-only")
    file.chmod(0o644)
    room.well()
    do(room.teacher, "Pause")
    expect(room.ana.locator(".timer")).to_contain_text("Paused")


def what_was_acknowledged_is_there(room: Room) -> None:
    """Also after a power cut."""
    saved = [phone.locator(".saved h1").inner_text() for phone in (room.ana, room.ben)]
    assert all(re.fullmatch(r"✓ Saved \d\d:\d\d:\d\d", one) for one in saved)
    room.server.kill()
    room.server.begin()
    room.teacher.get_by_text("The connection to the server is lost.").wait_for()
    room.teacher.get_by_text("The connection to the server is lost.").wait_for(state="hidden")
    expect(room.teacher.locator(".teach-count")).to_have_text("2 of 2 in")
    for phone, said in zip((room.ana, room.ben), saved, strict=True):
        phone.reload()
        heading(phone, said)
        expect(phone.locator(".timer")).to_contain_text("Paused")
