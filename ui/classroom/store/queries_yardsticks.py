"""Questions and changes about the yardsticks of a room's seats, kept as text."""

from __future__ import annotations

from sqlite3 import Connection


def keep_yardstick(db: Connection, room: str, seat: str, text: str) -> None:
    """Keep what was measured of a seat, in place of what was before."""
    db.execute("INSERT OR REPLACE INTO yardsticks VALUES (?,?,?)", (room, seat, text))


def measured_in(db: Connection, room: str) -> set[str]:
    """Seats of a room whose yardstick is kept."""
    return {seat for (seat,) in db.execute("SELECT seat FROM yardsticks WHERE room = ?", (room,))}


def yardstick_of(db: Connection, room: str, seat: str) -> str | None:
    """The yardstick of a seat; None where it has not been measured."""
    row = db.execute(
        "SELECT json FROM yardsticks WHERE room = ? AND seat = ?", (room, seat)
    ).fetchone()
    return None if row is None else str(row[0])
