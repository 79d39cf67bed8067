"""Hall: all rooms of a server."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from sqlite3 import Connection, IntegrityError
from typing import Any

from tenfold.ui.classroom.rooms.clock import Now, wall
from tenfold.ui.classroom.rooms.mailbox import DELETED, STOPPING
from tenfold.ui.classroom.rooms.names import clean, code_of, hash_of, new_code, new_id, new_token
from tenfold.ui.classroom.rooms.plan import RoomPlan, plan_of
from tenfold.ui.classroom.rooms.refusals import Full, RoomError, Unknown
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.shop import Shop
from tenfold.ui.classroom.rooms.state import ENDED, REVEALED, THINKING
from tenfold.ui.classroom.store import queries_people, queries_rooms
from tenfold.ui.classroom.store.rows import KeyRow, PersonRow, RoomRow
from tenfold.ui.classroom.store.store import Store
from tenfold.ui.classroom.store.troubles import StoreError
from tenfold.ui.engine import COMPILING, LOADING, engine

MOST_ROOMS = 60
"""On a server, those that have ended counted."""
MOST_TEACHERS = 12
"""Links of teachers to one room."""
AFTER_A_STOP = 15_000
"""Milliseconds that a round has at least once the server is back."""
AGAIN = 3_000
"""Milliseconds until the clock tries a room again that it could not serve."""
IDLE = 3_600.0
"""Seconds for which the clock sleeps at most."""
LOOK = 0.5
"""Seconds between two looks at the store."""
WARM_AFTER, WARM_TRIES = 2.0, 60
"""Seconds after which races are replayed, phones come first; how often the engine is waited for."""
MOST_KNOWN = 5_000
"""Tokens whose owners are remembered."""
TEACHER, SCREEN, PERSON = "teacher", "projector", "person"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reader:
    """Whom a token belongs to."""

    kind: str
    """teacher, projector or person."""
    room: Room
    person: str = ""
    """Id, of a student."""


@dataclass(frozen=True)
class Made:
    """A new room, and the tokens that open it; they are kept nowhere."""

    room: Room
    teacher: str
    projector: str


@dataclass(frozen=True)
class Joined:
    """A student who came in."""

    room: Room
    person: PersonRow
    token: str


class Hall:
    """The rooms. Methods are called from one event loop.

    Args:
        store: open.
        now: the clock.
    """

    def __init__(self, store: Store, now: Now = wall) -> None:
        """No room is open yet; see `open`."""
        self.store, self.now = store, now
        self.shop = Shop(store, now)
        self.shop.forgotten = self._forget
        self.rooms: dict[str, Room] = {}
        self.shop.rooms = self.rooms
        self._codes: dict[str, str] = {}
        self._known: OrderedDict[str, tuple[str, str, str]] = OrderedDict()
        self._rings = asyncio.Event()
        self.shop.woken = self._rings.set
        self._not_before: dict[str, int] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, clock: bool = True) -> None:
        """Read all rooms; those in which time ran out while the server was away get some more.

        Args:
            clock: end rounds when their time is up; without it, `tick` does.
        """
        for row in self.store.read(queries_rooms.all_rooms):
            room = Room(row, self.shop)
            self.rooms[row.id], self._codes[row.code] = room, row.id
            ends = row.deadline_ms
            if row.phase == THINKING and ends is not None and ends <= self.now():
                with_more = self.now() + AFTER_A_STOP
                try:
                    await room.write(lambda db: None, deadline_ms=with_more)
                except StoreError:  # it can be read at least: the room is shown as it stands
                    room.row = replace(room.row, deadline_ms=with_more)
        if clock:
            deeds = (self._run(), self._warm(), self._watch())
            self._tasks = [asyncio.create_task(deed) for deed in deeds]

    async def close(self) -> None:
        """Stop the clock, tell all who listen, let go of the races; the store stays open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for room in self.rooms.values():
            for box in list(room.boxes):
                box.close(STOPPING)
        await asyncio.to_thread(self.shop.close)

    @property
    def trouble(self) -> str:
        """Why nothing can be kept now, for the teacher's banner; empty when all is well."""
        return self.store.trouble

    async def create(self, asked: Mapping[str, Any] | RoomPlan, label: str = "") -> Made:
        """A new room, in its lobby.

        Args:
            asked: the plan, or what a teacher sent.
            label: whose link the first teacher's is.

        Raises:
            RoomError: no such room can be; Full: the server holds as many as it may.
        """
        plan = asked if isinstance(asked, RoomPlan) else await asyncio.to_thread(plan_of, asked)
        if len(self.rooms) >= MOST_ROOMS:
            raise Full(f"This server holds {MOST_ROOMS} rooms: delete old ones first.")
        return await asyncio.shield(self._create(plan, new_id(), label))

    async def create_matched(
        self, asked: Mapping[str, Any], treatment: object
    ) -> tuple[Made, Made]:
        """Two rooms on the same luck that differ in one treatment; each knows of the other.

        Args:
            asked: the plan of both.
            treatment: of the second.

        Raises:
            RoomError: as `create`, or the treatment is that of the first.
        """
        first = await asyncio.to_thread(plan_of, asked)
        title = f"{first.title[:70].rstrip()}, second"
        second = await asyncio.to_thread(
            plan_of, {**first.as_json(), "treatment": treatment, "title": title}
        )
        if second.treatment == first.treatment:
            raise RoomError("treatment: the two rooms must differ in it.")
        if len(self.rooms) + 2 > MOST_ROOMS:
            raise Full(f"This server holds {MOST_ROOMS} rooms: delete old ones first.")
        one, two = new_id(), new_id()
        return (
            await asyncio.shield(self._create(replace(first, twin=two), one, "")),
            await asyncio.shield(self._create(replace(second, twin=one), two, "")),
        )

    async def _create(self, plan: RoomPlan, room: str, label: str) -> Made:
        teacher, projector, at = new_token(), new_token(), self.now()
        while True:
            row = RoomRow(room, new_code(), plan.title, plan.as_json(), at)
            keys = [
                KeyRow(room, TEACHER, hash_of(teacher), label, at),
                KeyRow(room, SCREEN, hash_of(projector), "", at),
            ]

            def keep(db: Connection, row: RoomRow = row, keys: list[KeyRow] = keys) -> None:
                queries_rooms.add_room(db, row)
                for key in keys:
                    queries_rooms.add_key(db, key)

            try:
                await self.store.write(keep)
                break
            except IntegrityError:
                if row.code not in self._codes:
                    raise
        made = Room(row, self.shop)
        self.rooms[room], self._codes[row.code] = made, room
        return Made(made, teacher, projector)

    def by_code(self, typed: str) -> Room:
        """The room with that join code.

        Raises:
            Unknown: there is none.
        """
        room = self.rooms.get(self._codes.get(code_of(typed), ""))
        if room is None:
            raise Unknown("No room has this code.")
        return room

    async def join(self, code: str, nickname: object) -> Joined:
        """A student comes into a room.

        Raises:
            RoomError: no room has the code, or it cannot be joined.
        """
        room = self.by_code(code)
        token, person = await room.join(nickname)
        return Joined(room, person, token)

    def reader(self, token: str) -> Reader | None:
        """Whom a token belongs to; None where it opens nothing."""
        digest = hash_of(token)
        known = self._known.get(digest)
        if known is None:
            known = self.store.read(lambda db: _owner(db, digest))
            if known is None:
                return None
            self._known[digest] = known
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        kind, room, person = known
        found = self.rooms.get(room)
        if found is None or (kind == PERSON and person not in found.people):
            self._known.pop(digest, None)
            return None
        return Reader(kind, found, person)

    async def co_teacher(self, room: Room, label: object = "") -> str:
        """Another teacher's token to a room.

        Raises:
            Full: the room has as many as it may.
        """
        return await self._key(room, TEACHER, label)

    async def new_projector(self, room: Room) -> str:
        """Another token for a projector, where the first was lost.

        Raises:
            Full: the room has as many as it may.
        """
        return await self._key(room, SCREEN, "")

    async def _key(self, room: Room, kind: str, label: object) -> str:
        said = "" if label == "" else clean(label, 40, "label")
        keys = self.store.read(lambda db: queries_rooms.keys_of(db, room.id))
        if sum(key.kind == kind for key in keys) >= MOST_TEACHERS:
            raise Full(f"At most {MOST_TEACHERS} such links to a room.")
        token = new_token()
        key = KeyRow(room.id, kind, hash_of(token), said, self.now())
        await self.store.write(lambda db: queries_rooms.add_key(db, key))
        return token

    async def delete(self, room: Room) -> None:
        """Delete a room with everything in it; returns when no byte of it is left."""
        async with room.lock:
            if room.gone:
                return
            await self.store.erase(lambda db: queries_rooms.delete_room(db, room.id))
            room.gone = True
        self.rooms.pop(room.id, None)
        self._codes.pop(room.row.code, None)
        for digest in [d for d, known in self._known.items() if known[1] == room.id]:
            self._forget(digest)
        for box in list(room.boxes):
            box.close(DELETED)
            room.hang_up(box)
        self.shop.forecasts.drop(room.id)
        await self.shop.work(lambda races: races.forget(room.id))

    async def tick(self) -> None:
        """Do what the clock has to do now, in all rooms side by side."""
        due = [room for room in self.rooms.values() if self._due(room) <= self.now()]
        await asyncio.gather(*(self._serve(room) for room in due))

    async def _serve(self, room: Room) -> None:
        try:
            await room.time_is_up()
            self._not_before.pop(room.id, None)
        except StoreError:  # the teacher's banner tells; it goes on by itself
            self._not_before[room.id] = self.now() + AGAIN
        except Exception:  # one room must not stop the clock of the others
            log.exception("The clock of room %s failed.", room.id)
            self._not_before[room.id] = self.now() + AGAIN

    def _due(self, room: Room) -> float:
        """When the clock must look after a room."""
        at = None if room.row.phase == ENDED else room.next_ms()
        if at is None:
            return float("inf")
        return max(at, self._not_before.get(room.id, 0))

    async def _run(self) -> None:
        while True:
            self._rings.clear()
            await self.tick()
            first = min((self._due(room) for room in self.rooms.values()), default=float("inf"))
            wait = min(IDLE, max(0.02, (first - self.now()) / 1_000))
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._rings.wait()

    async def _watch(self) -> None:
        """Ring teachers when the disk fails, and when it is well again."""
        told = ""
        while True:
            if self.trouble != told:
                told = self.trouble
                for room in self.rooms.values():
                    room.tell([])
            await asyncio.sleep(LOOK)

    async def _warm(self) -> None:
        """After a start, replay the races that are on, a copy at a time, before they are needed."""
        await asyncio.sleep(WARM_AFTER)
        for _ in range(WARM_TRIES):
            if engine.stage not in (COMPILING, LOADING):
                break
            await asyncio.sleep(WARM_AFTER)
        for room in list(self.rooms.values()):
            if room.row.phase in (THINKING, REVEALED) and room.done:
                try:
                    await room.warm()
                except Exception:  # it is tried again when the race is needed
                    log.exception("The races of room %s could not be replayed.", room.id)

    def _forget(self, digest: str) -> None:
        self._known.pop(digest, None)


def _owner(db: Connection, digest: str) -> tuple[str, str, str] | None:
    """Kind, room and person of a token's hash."""
    person = queries_people.person_by_hash(db, digest)
    if person is not None:
        return PERSON, person.room, person.id
    key = queries_rooms.key_of(db, digest)
    if key is None or key.room is None:
        return None
    return key.kind, key.room, ""
