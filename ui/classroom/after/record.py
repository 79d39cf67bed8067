"""Record: what a room's database has of a lesson, as plain data; needs no race."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from tenfold.ui.classroom.rooms.plan import RoomPlan
from tenfold.ui.classroom.rooms.races import ABSENT, AUTOPILOT, POLICY, TEACHER
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.told import ROOM, Json
from tenfold.ui.classroom.store import queries_people, queries_rounds, queries_talk
from tenfold.ui.classroom.store.rows import DecisionRow, SlipRow, TeamRow, UndoneRow

NO_STUDENT = (ABSENT, POLICY, TEACHER, AUTOPILOT)


@dataclass(frozen=True)
class Record:
    """A lesson so far."""

    title: str
    plan: RoomPlan
    rehearsal: bool
    done: int
    """Rounds resolved and in force."""
    teams: Mapping[str, TeamRow]
    nicknames: Mapping[str, str]
    """Id of a student to the nickname."""
    decisions: tuple[DecisionRow, ...]
    """Of rounds that are resolved, by round and team."""
    undone: tuple[UndoneRow, ...]
    resolved: Mapping[int, int]
    """Round to when it was resolved."""
    told: tuple[Mapping[str, Json], ...]
    """What teams were shown after each round, from 0."""
    injected: tuple[tuple[int, str], ...]
    slips: tuple[SlipRow, ...]
    """Answers on exit slips, in the order in which they were handed in."""
    sits: Mapping[str, str | None]
    """Id of a student to the team."""

    @property
    def finished(self) -> bool:
        """All rounds were played."""
        return self.done >= self.plan.rounds

    def team_name(self, team: str, seat: str) -> str:
        """What a team is called; an empty seat has its own name."""
        return self.teams[team].name if team in self.teams else seat

    def team_title(self, team: str | None) -> str:
        """What the team of a student is called; empty where the student has none any more."""
        return self.teams[team].name if team in self.teams else ""

    def who(self, by: str) -> str:
        """Who decided, by the name that people know."""
        return by if by in NO_STUDENT else self.nicknames.get(by, "a student")

    def last(self, team: str) -> Json | None:
        """What a team was shown at the end."""
        return self.told[self.done].get(team)

    def quarter(self, number: int) -> str:
        """What a round's quarter is called."""
        for told in self.told[number].values():
            if told["revealed"] is not None:
                return str(told["revealed"]["quarter"])
        return f"Round {number}"

    def decided(self, team: str, number: int) -> DecisionRow | None:
        """What a team decided in a round."""
        found = (row for row in self.decisions if (row.team, row.round) == (team, number))
        return next(found, None)


def record_of(room: Room) -> Record:
    """The record of a room as it stands; for any thread."""
    plan, row, done, injected = room.plan, room.row, room.done, room.injected

    def read(db: Connection) -> Record:
        resolved = queries_rounds.resolved_of(db, row.id)
        decided = queries_rounds.decisions_of(db, row.id)
        told = [queries_rounds.told_of(db, row.id, number) for number in range(done + 1)]
        people = queries_people.people_of(db, row.id)
        return Record(
            title=row.title,
            plan=plan,
            rehearsal=row.rehearsal,
            done=done,
            teams={one.id: one for one in queries_people.teams_of(db, row.id)},
            nicknames={one.id: one.nickname for one in people},
            decisions=tuple(one for one in decided if one.round <= done),
            undone=tuple(queries_rounds.undone_of(db, row.id)),
            resolved={one.round: one.at_ms for one in resolved if not one.undone},
            told=tuple(
                {team: json.loads(text) for team, text in each.items() if team != ROOM}
                for each in told
            ),
            injected=tuple(one for one in injected if one[0] <= done),
            slips=tuple(sorted(queries_talk.slips_of(db, row.id), key=lambda one: one.at_ms)),
            sits={one.id: one.team for one in people},
        )

    return room.store.read(read)
