"""A short lesson, told to its teacher and its wall at every step; and a server that pages load."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tenfold.ui.classroom.rooms.telling_staff import scene_state, teacher_state
from tests.ui.classroom.rooms.conftest import Class

CLAIM = {"question": "Chips decide.", "choices": ["yes", "no"]}
TEAMS = 7
Told = dict[str, tuple[dict[str, Any], dict[str, Any]]]
SERVE = (
    "from pathlib import Path; from tenfold.ui.classroom.serve import serve;"
    "raise SystemExit(serve('127.0.0.1', 0, Path({folder!r}), open_browser=False))"
)


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Moment to what the teacher and the wall are told then."""
    told: Told = {}

    async def story(one: Class) -> None:
        room = (await one.made(rounds=3, teams=TEAMS, team_size=1, choose=False)).room

        def note(moment: str) -> None:
            told[moment] = teacher_state(room), scene_state(room)

        note("empty")
        people = await one.joined(room, *(f"Student {k}" for k in range(1, TEAMS + 1)))
        note("lobby")
        await room.start_round()
        note("first")
        for number in range(1, 4):
            for place, person in enumerate(people[1:]):
                await one.submit(room, person, copying=place / TEAMS)
            if number == 3:
                await room.take_over(room.people[people[0]].team, "teacher")
                note("thinking")
            await room.resolve()
            note(f"revealed {number}")
            await room.start_round()
        note("debrief")
        await room.open_vote(CLAIM)
        await room.vote(people[0], CLAIM["question"], "yes")
        note("vote")
        await room.close_vote()
        note("voted")
        await room.drop_vote()
        await room.end()
        note("ended")

    async def whole() -> None:
        one = Class(tmp_path_factory.mktemp("lesson"))
        await one.begin()
        try:
            await story(one)
        finally:
            await one.end()

    # A browser of another test may have a loop of its own in this thread.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, whole()).result()
    return told


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory, warm_engine: None) -> Iterator[str]:
    """The host's link of a class server as people start it."""
    folder = tmp_path_factory.mktemp("class")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(folder=str(folder))],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        link = next(
            word for line in process.stdout for word in line.split() if word.startswith("http")
        )
        root, until = link.split("/host/")[0], time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{root}/health", timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.05)
        yield link
    finally:
        process.terminate()
        process.wait(30)
