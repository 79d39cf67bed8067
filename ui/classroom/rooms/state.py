"""State: one room in memory, as the database has it, and who listens to it.

What is changed here was written first. Everything can be read again from the database at any time.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from sqlite3 import Connection
from typing import Any, TypeVar

from tenfold.sim.game.table.injected import Injection
from tenfold.ui.classroom.rooms.mailbox import ELSEWHERE, PARTS, STATE, Mailbox
from tenfold.ui.classroom.rooms.plan import RoomPlan, plan_of
from tenfold.ui.classroom.rooms.presence import HERE, Presence
from tenfold.ui.classroom.rooms.races import AUTOPILOT, TEACHER, Races, Rows, Seating
from tenfold.ui.classroom.rooms.refusals import NotAllowed, TooLate, Unknown
from tenfold.ui.classroom.rooms.shop import Shop
from tenfold.ui.classroom.rooms.told import ROOM, Json
from tenfold.ui.classroom.store import queries_people, queries_rooms, queries_rounds, queries_talk
from tenfold.ui.classroom.store.rows import (
    DecisionRow,
    DraftRow,
    MessageRow,
    PersonRow,
    RoomRow,
    TeamRow,
)
from tenfold.ui.classroom.store.troubles import StoreError

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)
LOBBY, THINKING, RESOLVING, REVEALED, DEBRIEF, ENDED = (
    "lobby", "thinking", "resolving", "revealed", "debrief", "ended",
)  # fmt: skip
LIVE = "_live"
"""Key beside the parts of the plan, in a room's row: what the teacher has set since."""
MOST_BOXES = 4
"""Streams of one student, or of one kind of page of the teacher's times ten."""


class RoomState:
    """A room's rows, and its listeners. Methods are called from the event loop alone."""

    def __init__(self, row: RoomRow, shop: Shop) -> None:
        """Of that row, nothing else read yet; see `load`.

        Args:
            row: of the room.
            shop: what all rooms of a server share.
        """
        self.shop = shop
        self.store = shop.store
        self.now = shop.now
        self.lock = asyncio.Lock()
        """Held while the room changes its phase, its teams, or its races."""
        self.gone = False
        self.problem = ""
        """Why a round could not be resolved; for the teacher."""
        self.epoch = 0
        self.presence: dict[str, Presence] = {}
        self.boxes: list[Mailbox] = []
        self._take(row)
        self.load()

    @property
    def id(self) -> str:
        """Of the room."""
        return self.row.id

    def _take(self, row: RoomRow) -> None:
        self.row = row
        self.plan: RoomPlan = plan_from(row.plan)
        self.live: dict[str, Any] = dict(row.plan.get(LIVE, {}))

    def load(self) -> None:
        """Read everything that the database has of the room."""
        self.store.read(self._load)

    def _load(self, db: Connection) -> None:
        row = queries_rooms.room_of(db, self.row.id)
        if row is None:
            raise Unknown("This room does not exist any more.")
        if row != self.row:
            self._take(row)
        self.people: dict[str, PersonRow] = {
            one.id: one for one in queries_people.people_of(db, row.id)
        }
        self.teams: dict[str, TeamRow] = {
            one.id: one for one in queries_people.teams_of(db, row.id)
        }
        resolved = [one for one in queries_rounds.resolved_of(db, row.id) if not one.undone]
        self.done = len(resolved)
        """Rounds resolved and in force."""
        self.decisions: dict[str, DecisionRow] = {
            one.team: one for one in queries_rounds.decisions_of(db, row.id, row.round)
        }
        """Of the room's round."""
        self.drafts: dict[str, DraftRow] = {
            one.team: one for one in queries_rounds.drafts_of(db, row.id, row.round)
        }
        self.injected: tuple[Injection, ...] = tuple(
            (one.round, str(one.event["name"])) for one in queries_rounds.injected_of(db, row.id)
        )
        self._show(queries_rounds.told_of(db, row.id, self.done))
        said = queries_talk.messages_of(db, row.id)
        self.message: MessageRow | None = said[-1] if said else None
        self.votes: dict[str, dict[str, str]] = {}
        for vote in queries_talk.votes_of(db, row.id):
            self.votes.setdefault(vote.question, {})[vote.person] = vote.answer
        self.slips: dict[str, dict[str, str]] = {}
        for slip in queries_talk.slips_of(db, row.id):
            self.slips.setdefault(slip.person, {})[slip.question] = slip.answer

    def _show(self, told: Mapping[str, str]) -> None:
        """Take what is shown after the last round resolved."""
        found: dict[str, Json] = {team: json.loads(text) for team, text in told.items()}
        self.told_all: Json | None = found.pop(ROOM, None)
        self.told: dict[str, Json] = found

    def show(self, texts: Mapping[str, str]) -> None:
        """Take what more is shown there."""
        found: dict[str, Json] = {team: json.loads(text) for team, text in texts.items()}
        self.told_all = found.pop(ROOM, self.told_all)
        self.told = {**self.told, **found}

    def rows(self) -> Rows:
        """What reads the decisions of all rounds that are resolved now; for any thread."""
        room, done = self.row.id, self.done

        def read() -> list[DecisionRow]:
            every = self.store.read(lambda db: queries_rounds.decisions_of(db, room))
            return [row for row in every if row.round <= done]

        return read

    async def write(self, change: Callable[[Connection], Answer], **columns: Any) -> Answer:
        """Change the database; the room's version counts up, and its row is as told.

        Args:
            change: what else.
            columns: of the room's row.

        Raises:
            StoreTrouble: it cannot be written; nothing has changed.
        """

        def whole(db: Connection) -> tuple[Answer, int]:
            answer = change(db)
            return answer, queries_rooms.change_room(db, self.row.id, **columns)

        asked = asyncio.ensure_future(self.store.write(whole))
        try:
            answer, version = await asyncio.shield(asked)
        except asyncio.CancelledError:
            # Whoever asked is gone, and what was asked is done all the same: memory must follow.
            asked.add_done_callback(self._read_again)
            raise
        self.row = replace(self.row, **columns, version=max(version, self.row.version))
        return answer

    @property
    def spreads(self) -> dict[str, float]:
        """Of `you` over sensible strategies, by seat, as far as they were measured."""
        return dict(self.live.get("spreads", {}))

    def _read_again(self, done: asyncio.Future[Any]) -> None:
        if done.cancelled() or done.exception() is not None or self.gone:
            return
        try:
            self.load()
        except (StoreError, Unknown):
            log.exception("Room %s could not be read again.", self.id)

    async def worked(self, task: Callable[[Races], Answer]) -> Answer:
        """What the worker makes of it; a failure leaves no race behind that went half the way."""
        try:
            return await self.shop.work(task)
        except BaseException:
            asked = asyncio.ensure_future(self.shop.work(lambda races: races.forget(self.id)))
            await asyncio.shield(asked)
            raise

    async def set_live(self, **changes: Any) -> None:
        """Keep what the teacher has set."""
        live = {name: v for name, v in {**self.live, **changes}.items() if v is not None}
        await self.write(lambda db: None, plan=self.plan_row(live))
        self.live = live

    def plan_row(self, live: Mapping[str, Any]) -> dict[str, Any]:
        """The plan as the room's row has it, and beside it what the teacher has set."""
        return {**self.plan.as_json(), LIVE: dict(live)}

    def person(self, person: str) -> PersonRow:
        """A student of the room.

        Raises:
            Unknown: nobody of that id.
        """
        found = self.people.get(person)
        if found is None:
            raise Unknown("You are not in this room any more.")
        return found

    def team_of(self, person: str) -> TeamRow:
        """The team of a student who is in the room.

        Raises:
            Unknown, NotAllowed: nobody of that id, or without a team.
        """
        found = self.person(person)
        if found.left_ms is not None:
            raise NotAllowed("You have left this room: come back first.")
        if found.team is None or found.team not in self.teams:
            raise NotAllowed("You have no seat yet.")
        return self.teams[found.team]

    def team(self, team: object) -> TeamRow:
        """A team of the room.

        Raises:
            Unknown: none of that id.
        """
        found = self.teams.get(team) if isinstance(team, str) else None
        if found is None:
            raise Unknown("There is no such team.")
        return found

    def mates(self, team: str) -> list[PersonRow]:
        """Who sits in a team."""
        return [one for one in self.people.values() if one.team == team and one.left_ms is None]

    def taken(self) -> frozenset[str]:
        """Teams in which somebody sits; one that the autopilot plays counts as empty."""
        seated = {one.team for one in self.people.values() if one.left_ms is None}
        return frozenset(
            team.id
            for team in self.teams.values()
            if team.pen != AUTOPILOT and (team.id in seated or team.pen == TEACHER)
        )

    def seating(self, more: Iterable[TeamRow] = ()) -> Seating:
        """What the worker needs to know.

        Args:
            more: teams that are about to be.
        """
        teams = {one.id: (one.copy, one.seat) for one in [*self.teams.values(), *more]}
        return Seating(
            room=self.row.id,
            plan=self.plan,
            rehearsal=self.row.rehearsal,
            epoch=self.epoch,
            done=self.done,
            events=self.injected,
            copies=tuple(sorted({copy for copy, _ in teams.values()})),
            teams={
                f"{copy}.{place}": (copy, seat)
                for copy in {copy for copy, _ in teams.values()}
                for place, seat in enumerate(self.plan.seats)
            },
            taken=self.taken(),
            autopilot=frozenset(one.id for one in self.teams.values() if one.pen == AUTOPILOT),
            at_ms=self.now(),
        )

    def check_alive(self) -> None:
        """Refuse changes to a room that has ended, or is gone.

        Raises:
            TooLate, Unknown: it is.
        """
        if self.gone:
            raise Unknown("This room does not exist any more.")
        if self.row.phase == ENDED:
            raise TooLate("This room has ended.")

    def tell(
        self,
        teams: Iterable[str] | None = None,
        kind: str = STATE,
        said: dict[str, Any] | None = None,
        staff: bool = True,
        unseated: bool = False,
        parts: tuple[str, ...] = (),
    ) -> None:
        """Ring those who could see a change.

        Args:
            teams: whose students; None for everybody.
            kind: of the event.
            said: what it says; the version unless given.
            staff: teacher and projector, too.
            unseated: students without a seat, too, who see which are free.
            parts: of a phone's state, where nothing else in it has changed.
        """
        wanted = None if teams is None else set(teams)
        what = {"version": self.row.version} if said is None else said
        rings = {**what, PARTS: parts} if parts else what
        for box in self.boxes:
            if box.kind != "person":
                if staff:
                    box.put(kind, what)
                continue
            person = self.people.get(box.person)
            team = None if person is None else person.team
            if wanted is None or team in wanted or (unseated and team is None):
                box.put(kind, rings)

    def listen(self, kind: str, person: str = "") -> Mailbox:
        """Open a stream; the oldest of the same listener ends where there are too many.

        Args:
            kind: teacher, projector or person.
            person: id, of a student.
        """
        same = [box for box in self.boxes if box.kind == kind and box.person == person]
        if len(same) >= MOST_BOXES * (1 if person else 10):
            same[0].close(ELSEWHERE)
            self.hang_up(same[0])
        box = Mailbox(kind, person)
        box.put(STATE, {"version": self.row.version})
        self.boxes.append(box)
        if person:
            here = self.presence.setdefault(person, Presence())
            here.streams += 1
            self._came_or_went(person)
        return box

    def hang_up(self, box: Mailbox) -> None:
        """Close a stream."""
        if box not in self.boxes:
            return
        self.boxes.remove(box)
        if box.person:
            here = self.presence.setdefault(box.person, Presence())
            here.streams = max(0, here.streams - 1)
            here.last_ms = self.now()
            self._look_later(box.person)

    def heard_of(self, person: str) -> None:
        """A student has asked for something."""
        was = self.is_here(person)
        here = self.presence.setdefault(person, Presence())
        here.last_ms = self.now()
        if not was:
            self._came_or_went(person)
        if not here.streams:
            self._look_later(person)

    def is_here(self, person: str) -> bool:
        """Whether a student is connected, or was just now."""
        here = self.presence.get(person)
        return here is not None and here.is_here(self.now())

    def last_seen(self, person: str) -> int | None:
        """When a student was last heard of; None where that was before the server began."""
        here = self.presence.get(person)
        if here is None:
            return None
        return self.now() if here.streams else here.last_ms or None

    def _look_later(self, person: str) -> None:
        """Who reconnects at once was never away; who does not, or only asks, is gone then."""
        here = self.presence[person]
        if not here.looked_for:
            here.looked_for = True
            after = (HERE + 100) / 1_000
            asyncio.get_running_loop().call_later(after, self._look, person)

    def _look(self, person: str) -> None:
        here = self.presence.get(person)
        if here is None:
            return
        here.looked_for = False
        if here.streams:
            return
        if self.is_here(person):
            self._look_later(person)
        else:
            self._came_or_went(person)

    def _came_or_went(self, person: str) -> None:
        """Mates and the teacher see it; nothing that is kept has changed."""
        row = self.people.get(person)
        if row is not None:
            self.tell([] if row.team is None else [row.team], parts=("team",))


def plan_from(kept: Mapping[str, Any]) -> RoomPlan:
    """The plan in a room's row."""
    return plan_of({name: value for name, value in kept.items() if name != LIVE})
