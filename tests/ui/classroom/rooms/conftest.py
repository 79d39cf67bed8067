"""Halls of a few students over a store of their own, with a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tenfold.ui.classroom.rooms.hall import Hall, Made
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.telling import phone_state
from tenfold.ui.classroom.store.store import Store

SHORT: dict[str, Any] = {
    "title": "A class",
    "scenario": "ten-to-one",
    "kind": "same",
    "seats": ["Oak"],
    "seed": 3,
    "rounds": 3,
    "teams": 6,
    "auto": False,
}
"""A plan of a short room in which all teams play the same lab."""
SHARED: dict[str, Any] = {**SHORT, "kind": "shared", "seats": ["Oak", "Pine"], "teams": 4}


@dataclass
class Clock:
    """A clock that tests set."""

    ms: int = 1_800_000_000_000

    def __call__(self) -> int:
        """The time."""
        return self.ms

    def pass_seconds(self, seconds: float) -> None:
        """Let time go by."""
        self.ms += round(1_000 * seconds)


@dataclass
class Class:
    """A hall, its store and its clock."""

    folder: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """Nobody is there yet."""
        self.keys = 0

    async def begin(self) -> None:
        """Open the store and the hall."""
        self.store = Store(self.folder)
        self.hall = Hall(self.store, self.clock)
        self.hall.shop.measure = lambda plan, seat, tell: None
        await self.hall.open(clock=False)

    async def end(self) -> None:
        """Close both."""
        await self.hall.close()
        self.store.close()

    async def restart(self) -> None:
        """The server ends and begins again."""
        await self.end()
        await self.begin()

    def room(self, room: Room) -> Room:
        """The same room after a restart."""
        return self.hall.rooms[room.id]

    async def made(self, plan: dict[str, Any] | None = None, **changes: Any) -> Made:
        """A new room."""
        return await self.hall.create({**(plan or SHORT), **changes})

    async def joined(self, room: Room, *names: str) -> list[str]:
        """Students who come and are dealt seats; their ids."""
        people = [(await room.join(name))[1].id for name in names]
        await room.deal()
        return people

    async def submit(self, room: Room, person: str, **changes: Any) -> Any:
        """Submit what the phone shows, with some levers moved."""
        self.keys += 1
        settings = {one["name"]: one["value"] for one in phone_state(room, person)["levers"]}
        given = {name: changes.pop(name) for name in list(changes) if name in settings}
        bet, key = changes.pop("bet", None), changes.pop("key", f"key number {self.keys}")
        if changes:
            raise KeyError(f"{', '.join(changes)}: not on the phone")
        return await room.submit(person, room.row.round, {**settings, **given}, bet, key)


Play = Callable[[Callable[[Class], Awaitable[None]]], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """`play(story)`: tell a story, a coroutine that is given a class."""

    def run(story: Callable[[Class], Awaitable[None]]) -> None:
        async def whole() -> None:
            told = Class(tmp_path / "data")
            await told.begin()
            try:
                await story(told)
            finally:
                await told.end()

        asyncio.run(whole())

    return run
