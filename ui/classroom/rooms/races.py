"""Races: the tables of rooms, made anew from rows when they are needed; for the worker's thread.

A table is a pure function of plan, events and decisions. Only so many are kept; those longest
unused go first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from tenfold.agents.policies import create
from tenfold.sim.game.chair import levers_of
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.playable import MOST_SEED
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.injected import Injection
from tenfold.sim.game.table.open_race import OpenRace
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.table.table import Table
from tenfold.sim.game.telling.asking import asked_of
from tenfold.ui.classroom.rooms.composing import (
    entry_from,
    entry_of_autopilot,
    entry_of_nobody,
    mode_of,
    turn_of,
)
from tenfold.ui.classroom.rooms.plan import SHARED, RolePlan, RoomPlan
from tenfold.ui.classroom.rooms.texts import texts_of
from tenfold.ui.classroom.rooms.told import ROOM, Json, told_to, told_to_all
from tenfold.ui.classroom.store.rows import DecisionRow

MOST_TABLES = 160
ABSENT, POLICY, TEACHER, AUTOPILOT = "absent", "policy", "teacher", "autopilot"
"""Who decided, where it was no student."""
LUCK_OF_REHEARSALS = 7_919
"""Added to the seed: a rehearsal tells nobody what the race will bring."""


@dataclass(frozen=True)
class Seating:
    """What the worker must know of a room; it does not change while the worker works."""

    room: str
    plan: RoomPlan
    rehearsal: bool
    epoch: int
    """Counts what makes races of before worthless: undone rounds, events, a reset."""
    done: int
    """Rounds resolved."""
    events: tuple[Injection, ...]
    copies: tuple[int, ...]
    teams: Mapping[str, tuple[int, str]]
    """Id of a team to its copy and seat."""
    taken: frozenset[str]
    """Teams in which somebody sits."""
    autopilot: frozenset[str]
    """Teams that the teacher has given to the autopilot."""
    at_ms: int

    @property
    def seed(self) -> int:
        """Of all luck."""
        if self.rehearsal:
            return (self.plan.seed + LUCK_OF_REHEARSALS) % (MOST_SEED + 1)
        return self.plan.seed


def team_id(plan: RoomPlan, copy: int, seat: str) -> str:
    """Id of the team in a seat, whether somebody sits there or not."""
    return f"{copy}.{plan.seats.index(seat)}"


Rows = Callable[[], Sequence[DecisionRow]]
"""Reads the decisions of all rounds that were resolved; called where a race must be made anew."""


@dataclass(frozen=True)
class Played:
    """What came of a round."""

    rows: tuple[DecisionRow, ...]
    """Decisions that nobody had submitted."""
    told: Mapping[str, str]
    """Team, or ROOM, to what it is shown, as JSON."""


class Races:
    """The tables of a server. Every method is called from the one worker thread."""

    def __init__(self, most: int = MOST_TABLES) -> None:
        """None yet."""
        self.most = most
        self._tables: OrderedDict[tuple[str, int], tuple[object, Table]] = OrderedDict()
        self._records: WeakKeyDictionary[Table, OpenRace] = WeakKeyDictionary()

    def forget(self, room: str) -> None:
        """Let go of a room's tables."""
        for key in [key for key in self._tables if key[0] == room]:
            self._tables.pop(key)[1].close()

    def close(self) -> None:
        """Let go of all."""
        for _, table in self._tables.values():
            table.close()
        self._tables.clear()

    def game(self, room: Seating, team: str, rows: Rows) -> SeatGame:
        """The race of a team, as it stands."""
        copy, seat = room.teams[team]
        return self._table(room, copy, rows).games[seat]

    def warm(self, room: Seating, copy: int, rows: Rows) -> None:
        """Have a copy of the race in memory."""
        self._table(room, copy, rows)

    def begin(self, room: Seating, rows: Rows, copies: Iterable[int], teams: set[str]) -> Played:
        """Races of new copies, brought to where the room stands, and what teams are shown there.

        Args:
            room: as it stands.
            rows: reads decisions.
            copies: that have no decisions of some rounds yet.
            teams: to tell.
        """
        made: list[DecisionRow] = []
        for copy in copies:
            _, half = self._tables.pop((room.room, copy), (None, None))
            if half is not None:  # of an attempt whose rows were not kept
                half.close()
            table = self._table(room, copy, tuple)
            for number in range(1, room.done + 1):
                entries = {seat: self._of_policy(room, game) for seat, game in table.games.items()}
                table.resolve(entries)
                made += [
                    self._row(room, number, copy, seat, entry, POLICY)
                    for seat, entry in entries.items()
                ]
        return Played(tuple(made), self.tell(room, rows, teams))

    def resolve(self, room: Seating, rows: Rows, submitted: Mapping[str, DecisionRow]) -> Played:
        """Let a round pass in all copies.

        Args:
            room: as it stood before.
            rows: reads decisions of the rounds before.
            submitted: team to its decision of this round.
        """
        number, made = room.done + 1, []
        for copy in room.copies:
            table = self._table(room, copy, rows)
            entries: dict[str, Entry] = {}
            for seat, game in table.games.items():
                team = team_id(room.plan, copy, seat)
                if team in submitted:
                    entries[seat] = entry_from(submitted[team])
                    continue
                entries[seat], by = self._unsubmitted(room, team, game)
                made.append(self._row(room, number, copy, seat, entries[seat], by))
            table.resolve(entries)
        after = replace(room, done=number)
        for copy in room.copies:
            key = (room.room, copy)
            self._tables[key] = (_basis(after), self._tables[key][1])
        teams = {team for team, (copy, _) in room.teams.items() if copy in room.copies}
        return Played(tuple(made), self.tell(after, rows, teams))

    def tell(self, room: Seating, rows: Rows, teams: set[str]) -> dict[str, str]:
        """What these teams are shown where the room stands, and what all are."""
        told: dict[str, Json] = {}
        for team in sorted(teams):
            copy, seat = room.teams[team]
            game = self._table(room, copy, rows).games[seat]
            told[team] = told_to(room.plan, _role(room.plan, copy, seat), game)
        told[ROOM] = told_to_all(room.plan, self._public(room, rows), room.done + 1)
        return texts_of(told)

    def _public(self, room: Seating, rows: Rows) -> dict[int, OpenRace]:
        """The public records of races of several."""
        if room.plan.kind != SHARED:
            return {}
        found = {}
        for copy in room.copies:
            table = self._table(room, copy, rows)
            if table not in self._records:
                self._records[table] = OpenRace(next(iter(table.games.values())))
            found[copy] = self._records[table]
        return found

    def _unsubmitted(self, room: Seating, team: str, game: SeatGame) -> tuple[Entry, str]:
        copy, seat = room.teams[team]
        turn = turn_of(game, asked_of(game))
        if team in room.autopilot:
            return entry_of_autopilot(room.plan, seat, turn), AUTOPILOT
        if team not in room.taken:
            return self._of_policy(room, game), POLICY
        return entry_of_nobody(room.plan, seat, _role(room.plan, copy, seat), turn), ABSENT

    def _of_policy(self, room: Seating, game: SeatGame) -> Entry:
        """What the scenario's policy would do in a seat where nobody sits."""
        seat = game.header.seat
        if seat == REGULATOR:
            return entry_of_autopilot(room.plan, seat, turn_of(game, ()))
        lab = next(lab for lab in room.plan.world.labs if lab.name == seat)
        decided = create(lab.policy).decide(game.seen).normalised()
        return Entry(game.turn, levers_of(decided), None, mode_of(room.plan, seat))

    def _row(
        self, room: Seating, number: int, copy: int, seat: str, entry: Entry, by: str
    ) -> DecisionRow:
        return DecisionRow(
            room=room.room, round=number, team=team_id(room.plan, copy, seat), copy=copy,
            seat=seat, settings=dict(entry.settings or {}), levers=dict(entry.levers),
            mode=entry.mode, bet=None, by=by, key=f"{by} {number}", revision=1, at_ms=room.at_ms,
        )  # fmt: skip

    def _table(self, room: Seating, copy: int, rows: Rows) -> Table:
        key, basis = (room.room, copy), _basis(room)
        held, table = self._tables.pop(key, (None, None))
        if table is not None and held != basis:
            table.close()
            table = None
        if table is None:
            table = self._made(room, copy, rows)
        self._tables[key] = (basis, table)
        while len(self._tables) > max(self.most, len(room.copies)):
            self._tables.popitem(last=False)[1][1].close()
        return table

    def _made(self, room: Seating, copy: int, rows: Rows) -> Table:
        plan = room.plan
        mode = plan.mode
        tokens = {seat: f"{room.room} {team_id(plan, copy, seat)}" for seat in plan.seats}
        table = Table(plan.world, room.seed, plan.rounds, plan.seats, mode, room.events, tokens)
        rounds: dict[int, dict[str, Entry]] = {}
        for row in rows():
            if row.copy == copy:
                rounds.setdefault(row.round, {})[row.seat] = entry_from(row)
        table.replay([rounds[number] for number in sorted(rounds)])
        return table


def _basis(room: Seating) -> object:
    """What a table must be of to be the one that is wanted."""
    return room.epoch, room.done, room.rehearsal, room.events


def _role(plan: RoomPlan, copy: int, seat: str) -> RolePlan | None:
    return plan.role_of(copy, plan.seats.index(seat))
