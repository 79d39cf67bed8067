"""Questions and changes about students and teams."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Connection
from typing import Any

from tenfold.ui.classroom.store.queries_rooms import count_of
from tenfold.ui.classroom.store.rows import PersonRow, TeamRow
from tenfold.ui.classroom.store.troubles import NotThere, TooMany

MOST_PEOPLE = 1_000
"""Ever joined to one room, those who left counted."""
MOST_TEAMS = 400
_PERSON = "id, room, hash, nickname, team, joined_ms, left_ms"
_TEAM = "id, room, copy, seat, name, pen"


def add_person(db: Connection, person: PersonRow) -> None:
    """Keep a student who joined.

    Raises:
        TooMany: the room is full.
    """
    if count_of(db, "people", person.room) >= MOST_PEOPLE:
        raise TooMany(f"This room is full: {MOST_PEOPLE} have joined it.")
    db.execute(
        f"INSERT INTO people ({_PERSON}) VALUES (?,?,?,?,?,?,?)",
        (
            person.id,
            person.room,
            person.hash,
            person.nickname,
            person.team,
            person.joined_ms,
            person.left_ms,
        ),
    )


def _change(db: Connection, table: str, room: str, whose: str, changes: dict[str, Any]) -> None:
    sets = ", ".join(f"{column} = ?" for column in changes)
    done = db.execute(
        f"UPDATE {table} SET {sets} WHERE room = ? AND id = ?", (*changes.values(), room, whose)
    )
    if done.rowcount == 0:
        raise NotThere("Nobody of that name is in this room any more.")


def seat_person(db: Connection, room: str, person: str, team: str | None) -> None:
    """Put a student into a team, or into none."""
    _change(db, "people", room, person, {"team": team})


def rename_person(db: Connection, room: str, person: str, nickname: str) -> None:
    """Give a student another nickname."""
    _change(db, "people", room, person, {"nickname": nickname})


def note_leaving(db: Connection, room: str, person: str, left_ms: int | None) -> None:
    """Note that a student left, or (None) came back."""
    _change(db, "people", room, person, {"left_ms": left_ms})


def drop_person(db: Connection, room: str, person: str) -> bool:
    """Forget a student whom the teacher sent out, with slips and votes. False where there was none.

    For `Store.erase`, if the nickname shall leave the file, too.
    """
    for table in ("slips", "votes"):
        db.execute(f"DELETE FROM {table} WHERE room = ? AND person = ?", (room, person))
    done = db.execute("DELETE FROM people WHERE room = ? AND id = ?", (room, person))
    return done.rowcount > 0


def person_by_hash(db: Connection, digest: str) -> PersonRow | None:
    """The student whose token has that hash."""
    row = db.execute(f"SELECT {_PERSON} FROM people WHERE hash = ?", (digest,)).fetchone()
    return PersonRow(*row) if row else None


def people_of(db: Connection, room: str) -> list[PersonRow]:
    """Everyone who joined, in that order."""
    rows = db.execute(
        f"SELECT {_PERSON} FROM people WHERE room = ? ORDER BY joined_ms, rowid", (room,)
    )
    return [PersonRow(*row) for row in rows]


def set_teams(db: Connection, room: str, teams: Iterable[TeamRow]) -> None:
    """Put these teams in place of all that the room has.

    Raises:
        TooMany: more than a room may have.
    """
    wanted = list(teams)
    if len(wanted) > MOST_TEAMS:
        raise TooMany(f"At most {MOST_TEAMS} teams in a room.")
    db.execute("DELETE FROM teams WHERE room = ?", (room,))
    for team in wanted:
        _insert(db, room, team)


def add_team(db: Connection, team: TeamRow) -> None:
    """Keep one more team.

    Raises:
        TooMany: more than a room may have.
    """
    if count_of(db, "teams", team.room) >= MOST_TEAMS:
        raise TooMany(f"At most {MOST_TEAMS} teams in a room.")
    _insert(db, team.room, team)


def _insert(db: Connection, room: str, team: TeamRow) -> None:
    db.execute(
        f"INSERT INTO teams ({_TEAM}) VALUES (?,?,?,?,?,?)",
        (team.id, room, team.copy, team.seat, team.name, team.pen),
    )


def rename_team(db: Connection, room: str, team: str, name: str) -> None:
    """Give a team another name."""
    _change(db, "teams", room, team, {"name": name})


def give_pen(db: Connection, room: str, team: str, pen: str | None) -> None:
    """Note who holds a team's pen; None: nobody."""
    _change(db, "teams", room, team, {"pen": pen})


def teams_of(db: Connection, room: str) -> list[TeamRow]:
    """A room's teams, in the order in which they were made."""
    rows = db.execute(f"SELECT {_TEAM} FROM teams WHERE room = ? ORDER BY rowid", (room,))
    return [TeamRow(*row) for row in rows]
