"""People: students come, take a seat, leave, come back; teachers move them and send them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from sqlite3 import Connection

from tenfold.ui.classroom.rooms.changes import fill_in
from tenfold.ui.classroom.rooms.mailbox import DELETED
from tenfold.ui.classroom.rooms.names import (
    LONGEST_NICKNAME,
    clean,
    hash_of,
    new_id,
    new_token,
    unlike,
)
from tenfold.ui.classroom.rooms.plan import MOST_PEOPLE
from tenfold.ui.classroom.rooms.races import AUTOPILOT, TEACHER, Played
from tenfold.ui.classroom.rooms.refusals import Full, NotAllowed, TooLate, Unknown
from tenfold.ui.classroom.rooms.seats import Offer, dealt, offers, team_name
from tenfold.ui.classroom.rooms.state import DEBRIEF, LOBBY, RoomState
from tenfold.ui.classroom.store import queries_people, queries_rounds
from tenfold.ui.classroom.store.rows import PersonRow, TeamRow
from tenfold.ui.classroom.store.troubles import StoreError

LONGEST_TEAM_NAME = 32
YOUR_TEACHER = "Your teacher"
NOBODYS = ("Teacher", YOUR_TEACHER, "Autopilot", "The autopilot")
"""Nicknames that would pass for somebody else's."""


class People(RoomState):
    """What students and teachers do about who sits where."""

    async def join(self, nickname: object) -> tuple[str, PersonRow]:
        """A student comes in, and is dealt a seat where seats are dealt.

        Args:
            nickname: as typed; where somebody has it, a number is added.

        Returns:
            The student's token, and who they are.

        Raises:
            RoomError: no such nickname can be, or the room is locked, full or over.
        """
        name = clean(nickname, LONGEST_NICKNAME, "nickname")
        async with self.lock:
            self.check_alive()
            if self.row.locked:
                raise NotAllowed("This room is locked: ask your teacher.")
            self._check_room()
            taken = [one.nickname for one in self.people.values() if one.left_ms is None]
            taken += NOBODYS
            token = new_token()
            row = PersonRow(
                new_id(), self.id, hash_of(token), unlike(name, taken), None, self.now()
            )
            await self.write(lambda db: queries_people.add_person(db, row))
            self.people[row.id] = row
            if not self.plan.choose or self.row.phase != LOBBY:
                with suppress(StoreError):  # they are in; a seat can be dealt later
                    await self._deal(row.id)
        self.heard_of(row.id)
        self._tell_of(self.people[row.id].team)
        return token, self.people[row.id]

    async def rejoin(self, person: str) -> None:
        """A student who had left is back, in the same seat if it has room.

        Raises:
            Full: the room is full by now.
        """
        found = self.person(person)
        if found.left_ms is not None:
            async with self.lock:
                self.check_alive()
                self._check_room()
                team = found.team
                if team is not None and len(self.mates(team)) >= self.plan.team_size:
                    team = None

                def back(db: Connection) -> None:
                    queries_people.note_leaving(db, self.id, person, None)
                    queries_people.seat_person(db, self.id, person, team)

                await self.write(back)
                self.people[person] = replace(found, left_ms=None, team=team)
            self._tell_of(team)
        self.heard_of(person)

    async def leave(self, person: str) -> None:
        """A student leaves; an empty seat goes back to its policy."""
        found = self.person(person)
        async with self.lock:
            if found.left_ms is not None:
                return
            self.check_alive()
            at = self.now()
            drops = self._pen_dropped(person)

            def go(db: Connection) -> None:
                queries_people.note_leaving(db, self.id, person, at)
                drops(db)

            await self.write(go)
            self.people[person] = replace(self.people[person], left_ms=at)
            self._drop_pen(person)
            await self._tidy()
            self.presence.pop(person, None)
        self._tell_of(found.team)

    async def choose_seat(
        self, person: str, team: object = None, copy: object = None, seat: object = None
    ) -> None:
        """A student takes a seat: of a team that is there, or one that is free; or is dealt one.

        Args:
            person: id.
            team: id; without it
            copy: of the race, and
            seat: in it; without all three a seat is dealt.

        Raises:
            RoomError: seats are dealt, or the race is on and they have one, or it is taken.
        """
        found = self.person(person)
        if found.left_ms is not None:
            raise NotAllowed("You have left this room: come back first.")
        async with self.lock:
            self.check_alive()
            if self.row.phase == DEBRIEF:
                raise TooLate("The race is over.")
            has_one = self.people[person].team in self.teams
            if has_one and (self.row.phase != LOBBY or not self.plan.choose):
                raise NotAllowed("You have a seat already: only your teacher can move you.")
            if team is None and copy is None and seat is None:
                await self._deal(person)
            else:
                await self._seat(person, self._chosen(team, copy, seat, person))
        self._tell_of(found.team, self.people[person].team)

    async def deal(self) -> None:
        """Give everybody a seat who has none, as long as there are any."""
        async with self.lock:
            self.check_alive()
            await self.deal_rest()
        self.tell()

    async def deal_rest(self) -> None:
        """As `deal`, by who holds the lock."""
        for person in list(self.people.values()):
            if person.left_ms is None and person.team not in self.teams:
                await self._deal(person.id)

    async def move(self, person: object, team: object) -> None:
        """The teacher puts a student into another team.

        Raises:
            RoomError: no such student or team, or the team is full.
        """
        found = self.person(str(person))
        async with self.lock:
            self.check_alive()
            if found.team == team:
                return
            await self._seat(found.id, self._chosen(team, None, None, found.id))
        self._tell_of(found.team, self.people[found.id].team)

    async def send_out(self, person: object) -> None:
        """The teacher sends a student out: nothing of them stays but what their team decided."""
        async with self.lock:
            await self._send_out([self.person(str(person))])

    async def send_out_absent(self) -> int:
        """The teacher sends all out who are not there; how many they were."""
        async with self.lock:
            absent = [
                one
                for one in self.people.values()
                if one.left_ms is None and not self.is_here(one.id)
            ]
            if absent:  # erasing writes much of the file anew
                await self._send_out(absent)
        return len(absent)

    async def _send_out(self, people: Sequence[PersonRow]) -> None:
        drops = [self._pen_dropped(one.id) for one in people]

        def out(db: Connection) -> None:
            for one, drop in zip(people, drops, strict=True):
                drop(db)
                queries_people.drop_person(db, self.id, one.id)

        await self.store.erase(out)
        for one in people:
            self._drop_pen(one.id)
            self.people.pop(one.id, None)
            self.slips.pop(one.id, None)
            for answers in self.votes.values():
                answers.pop(one.id, None)
            self.shop.forgotten(one.hash)
            for box in [box for box in self.boxes if box.person == one.id]:
                box.close(DELETED)
                self.hang_up(box)
            self.presence.pop(one.id, None)
        await self.write(lambda db: None)
        await self._tidy()
        self._tell_of(*{one.team for one in people})

    async def rename_team(self, team: object, name: object) -> None:
        """Give a team another name."""
        found, wanted = self.team(team), clean(name, LONGEST_TEAM_NAME, "name")
        self.check_alive()
        await self.write(lambda db: queries_people.rename_team(db, self.id, found.id, wanted))
        self.teams[found.id] = replace(self.teams[found.id], name=wanted)
        self._tell_of(found.id)

    async def take_pen(self, person: str, take: bool = True) -> None:
        """A student takes the team's pen, or lays it down.

        Raises:
            NotAllowed: the teacher, or the autopilot, plays the seat.
        """
        team = self.team_of(person)
        self.check_alive()
        self.check_own(team)
        if (team.pen == person) != take:
            pen = person if take else None
            await self.write(lambda db: queries_people.give_pen(db, self.id, team.id, pen))
            self.teams[team.id] = replace(self.teams[team.id], pen=pen)
            self.tell([team.id], parts=("team",))

    async def take_over(self, team: object, by: object) -> None:
        """The teacher plays a seat, lets the autopilot play it, or hands it back.

        Args:
            team: id.
            by: "teacher", "autopilot", or "" for its students.
        """
        found = self.team(team)
        if by not in (TEACHER, AUTOPILOT, ""):
            raise Unknown(f"by: choose '{TEACHER}', '{AUTOPILOT}' or ''.")
        pen = str(by) or None
        async with self.lock:
            self.check_alive()
            await self.write(lambda db: queries_people.give_pen(db, self.id, found.id, pen))
            self.teams[found.id] = replace(self.teams[found.id], pen=pen)
        self._tell_of(found.id)

    def check_own(self, team: TeamRow) -> None:
        """Refuse what students do with a seat that was taken over.

        Raises:
            NotAllowed: it was.
        """
        if team.pen == TEACHER:
            raise NotAllowed("Your teacher plays this seat now.")
        if team.pen == AUTOPILOT:
            raise NotAllowed("The autopilot plays this seat now.")

    def free_seats(self) -> list[Offer]:
        """Places that can be taken now."""
        return offers(self.plan, self.teams, self._sits())

    def _tell_of(self, *teams: str | None) -> None:
        """Teams, the teacher, and whoever looks for a seat."""
        self.tell([team for team in teams if team is not None], unseated=True)

    def _sits(self) -> Counter[str]:
        seated = (one.team for one in self.people.values() if one.left_ms is None)
        return Counter(team for team in seated if team is not None)

    def _check_room(self) -> None:
        if sum(one.left_ms is None for one in self.people.values()) >= MOST_PEOPLE:
            raise Full(f"This room is full: {MOST_PEOPLE} are in it.")

    def _chosen(self, team: object, copy: object, seat: object, person: str) -> Offer:
        """The place that was asked for.

        Raises:
            Unknown, Full: there is none, or no room in it.
        """
        sits = self._sits()
        own = self.people[person].team
        for one in offers(self.plan, self.teams, sits):
            if team is None and (one.copy, one.seat) == (copy, seat):
                return one
            if team is not None and one.team == team and one.is_there:
                return one
        wanted = {one.id for one in self.teams.values() if (one.copy, one.seat) == (copy, seat)}
        if any(one == team or one in wanted for one in self.teams if one != own):
            raise Full("This team is full.")
        raise Unknown("This seat cannot be taken.")

    async def _deal(self, person: str) -> None:
        place = dealt(self.plan, self.teams, self._sits())
        if place is not None and self.row.phase != DEBRIEF:
            await self._seat(person, place)

    async def _seat(self, person: str, place: Offer) -> None:
        """Put a student into a place; the team, and its race, are made where there is none."""
        new = None
        if not place.is_there:
            name = team_name(self.plan, place.copy, place.seat)
            new = TeamRow(place.team, self.id, place.copy, place.seat, name)
        played = await self._brought_up(place, new)
        texts = {} if played is None else played.told
        drops = self._pen_dropped(person)

        def sit(db: Connection) -> None:
            drops(db)
            if new is not None:
                queries_people.add_team(db, new)
            queries_people.seat_person(db, self.id, person, place.team)
            if played is not None:
                fill_in(db, played.rows)
                queries_rounds.keep_told(db, self.id, self.done, texts)

        await self.write(sit)
        self._drop_pen(person)
        if new is not None:
            self.teams[new.id] = new
        self.show(texts)
        self.people[person] = replace(self.people[person], team=place.team)
        await self._tidy()

    async def _brought_up(self, place: Offer, new: TeamRow | None) -> Played | None:
        """What a team needs that comes to a race which is on."""
        if self.row.phase == LOBBY or place.team in self.told:
            return None
        room, rows = self.seating([new] if new else []), self.rows()
        is_new = place.copy not in {team.copy for team in self.teams.values()}
        copies = [place.copy] if is_new else []
        return await self.worked(lambda races: races.begin(room, rows, copies, {place.team}))

    def _pen_dropped(self, person: str) -> Callable[[Connection], None]:
        """What writes that a student holds no pen any more."""
        held = [team.id for team in self.teams.values() if team.pen == person]

        def drop(db: Connection) -> None:
            for team in held:
                queries_people.give_pen(db, self.id, team, None)

        return drop

    def _drop_pen(self, person: str) -> None:
        for team in list(self.teams.values()):
            if team.pen == person:
                self.teams[team.id] = replace(team, pen=None)

    async def _tidy(self) -> None:
        """In the lobby, teams that nobody sits in any more are taken away."""
        sits = self._sits()
        left = [team for team in self.teams.values() if sits[team.id] or team.pen == TEACHER]
        if self.row.phase == LOBBY and len(left) < len(self.teams):
            await self.write(lambda db: queries_people.set_teams(db, self.id, left))
            self.teams = {team.id: team for team in left}
