"""Questions and changes about rooms and the tokens that open them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from sqlite3 import Connection
from typing import Any

from tenfold.ui.classroom.store.rows import JsonMap, KeyRow, RoomRow
from tenfold.ui.classroom.store.schema import OF_A_ROOM
from tenfold.ui.classroom.store.troubles import NotThere, TooMany

MOST_ROOMS = 1_000
MOST_KEYS = 200
"""Of one room; and of hosts."""
_ROOM = (
    "id, code, title, plan, created_ms, phase, round, deadline_ms, paused_left_ms, locked, "
    "rehearsal, ended_ms, version"
)
_KEY = "room, kind, hash, label, created_ms"
CHANGEABLE = frozenset(_ROOM.split(", ")) - {"id", "created_ms", "version"}
"""Columns that `change_room` may set."""


def text_of(value: JsonMap) -> str:
    """JSON as it is kept: short, and the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def parsed(row: Sequence[Any], *columns: int) -> list[Any]:
    """A row whose JSON texts stand in those columns, with what they say in their place."""
    values = list(row)
    for column in columns:
        values[column] = None if row[column] is None else json.loads(row[column])
    return values


def count_of(db: Connection, table: str, room: str) -> int:
    """Rows that a room has in a table.

    Args:
        db: the database.
        table: one of `OF_A_ROOM`.
        room: its id.
    """
    (found,) = db.execute(f"SELECT count(*) FROM {table} WHERE room = ?", (room,)).fetchone()
    return int(found)


def add_room(db: Connection, room: RoomRow) -> None:
    """Keep a new room.

    Raises:
        TooMany: the server holds as many as it may.
        sqlite3.IntegrityError: the id or the code is taken.
    """
    if db.execute("SELECT count(*) FROM rooms").fetchone()[0] >= MOST_ROOMS:
        raise TooMany(f"This server holds {MOST_ROOMS} rooms: delete old ones first.")
    db.execute(
        f"INSERT INTO rooms ({_ROOM}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            room.id,
            room.code,
            room.title,
            text_of(room.plan),
            room.created_ms,
            room.phase,
            room.round,
            room.deadline_ms,
            room.paused_left_ms,
            room.locked,
            room.rehearsal,
            room.ended_ms,
            room.version,
        ),
    )


def change_room(db: Connection, room: str, **changes: Any) -> int:
    """Set columns of a room and count its version up.

    Args:
        db: the database.
        room: its id.
        changes: values by column (`CHANGEABLE`); none only counts the version up.

    Returns:
        The new version.

    Raises:
        NotThere: no such room.
    """
    if not changes.keys() <= CHANGEABLE:
        raise TypeError(f"Not to be changed: {sorted(changes.keys() - CHANGEABLE)}")
    if "plan" in changes:
        changes["plan"] = text_of(changes["plan"])
    sets = "".join(f"{column} = ?, " for column in changes)
    found = db.execute(
        f"UPDATE rooms SET {sets}version = version + 1 WHERE id = ? RETURNING version",
        (*changes.values(), room),
    ).fetchall()
    if not found:
        raise NotThere("This room does not exist any more.")
    return int(found[0][0])


def delete_room(db: Connection, room: str) -> bool:
    """Delete a room and every row of it; for `Store.erase`. False where there was none."""
    return db.execute("DELETE FROM rooms WHERE id = ?", (room,)).rowcount > 0


def clear_room(db: Connection, room: str) -> None:
    """Forget what was played and said in a room; people, teams, keys and yardsticks stay."""
    for table in OF_A_ROOM:
        if table not in ("keys", "people", "teams", "yardsticks"):
            db.execute(f"DELETE FROM {table} WHERE room = ?", (room,))


def _rooms(rows: Iterable[Any]) -> list[RoomRow]:
    found = []
    for row in rows:
        room = RoomRow(*parsed(row, 3))
        found.append(replace(room, locked=bool(room.locked), rehearsal=bool(room.rehearsal)))
    return found


def room_of(db: Connection, room: str) -> RoomRow | None:
    """A room by its id."""
    found = _rooms(db.execute(f"SELECT {_ROOM} FROM rooms WHERE id = ?", (room,)))
    return found[0] if found else None


def room_by_code(db: Connection, code: str) -> RoomRow | None:
    """A room by its join code."""
    found = _rooms(db.execute(f"SELECT {_ROOM} FROM rooms WHERE code = ?", (code,)))
    return found[0] if found else None


def all_rooms(db: Connection) -> list[RoomRow]:
    """Every room, the oldest first."""
    return _rooms(db.execute(f"SELECT {_ROOM} FROM rooms ORDER BY created_ms, id"))


def add_key(db: Connection, key: KeyRow) -> None:
    """Keep the hash of a token of a host, teacher or projector.

    Raises:
        TooMany: the room has as many as it may.
    """
    if db.execute("SELECT count(*) FROM keys WHERE room IS ?", (key.room,)).fetchone()[0] >= (
        MOST_KEYS
    ):
        raise TooMany(f"At most {MOST_KEYS} links to a room.")
    db.execute(
        f"INSERT INTO keys ({_KEY}) VALUES (?,?,?,?,?)",
        (key.room, key.kind, key.hash, key.label, key.created_ms),
    )


def drop_key(db: Connection, digest: str) -> bool:
    """Make a token worthless. False where it was already."""
    return db.execute("DELETE FROM keys WHERE hash = ?", (digest,)).rowcount > 0


def key_of(db: Connection, digest: str) -> KeyRow | None:
    """The key with that hash."""
    row = db.execute(f"SELECT {_KEY} FROM keys WHERE hash = ?", (digest,)).fetchone()
    return KeyRow(*row) if row else None


def keys_of(db: Connection, room: str | None) -> list[KeyRow]:
    """Keys of a room, or of hosts (None), the oldest first."""
    rows = db.execute(
        f"SELECT {_KEY} FROM keys WHERE room IS ? ORDER BY created_ms, rowid", (room,)
    )
    return [KeyRow(*row) for row in rows]
