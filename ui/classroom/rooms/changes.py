"""Changes to the database that only a room makes, and which it must make in one piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from sqlite3 import Connection

from tenfold.sim.game.table.seat_game import MOST_ROUNDS
from tenfold.ui.classroom.rooms.refusals import TooLate
from tenfold.ui.classroom.store.queries_rooms import text_of
from tenfold.ui.classroom.store.queries_rounds import decision_of, decisions_of
from tenfold.ui.classroom.store.rows import DecisionRow


def check_open(db: Connection, room: str, number: int) -> None:
    """Refuse a decision of a round that is not being thought about.

    This is the moment that counts: whoever is in the database before the phase changes is in.

    Raises:
        TooLate: it is over, or has not begun.
    """
    found = db.execute("SELECT phase, round FROM rooms WHERE id = ?", (room,)).fetchone()
    if found is None or found[0] != "thinking" or found[1] != number:
        raise TooLate.for_round(number, 0 if found is None else found[1])


def known(db: Connection, room: str, number: object, team: str, key: str) -> DecisionRow | None:
    """What stands for a team in a round in which it has submitted with this key; else None."""
    if isinstance(number, bool) or not isinstance(number, int) or abs(number) > MOST_ROUNDS:
        return None
    seen = db.execute(
        "SELECT 1 FROM receipts WHERE room = ? AND round = ? AND team = ? AND key = ?",
        (room, number, team, key),
    ).fetchone()
    return decision_of(db, room, number, team) if seen else None


def fill_in(db: Connection, rows: Iterable[DecisionRow]) -> None:
    """Keep decisions of seats in which nobody sat, of rounds that were resolved before."""
    db.executemany(
        "INSERT INTO decisions (room, round, team, copy, seat, settings, levers, mode, bet, by, "
        "key, revision, at_ms) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [
            (
                row.room, row.round, row.team, row.copy, row.seat, text_of(row.settings),
                text_of(row.levers), row.mode, None, row.by, row.key, row.revision, row.at_ms,
            )
            for row in rows
        ],
    )  # fmt: skip


def withdraw(db: Connection, room: str, number: int, at_ms: int) -> None:
    """Take back what was submitted in a round that was not resolved; it goes to the record."""
    for decision in decisions_of(db, room, number):
        db.execute(
            "INSERT INTO undone VALUES (?,?,?,?,?)",
            (room, number, decision.team, at_ms, text_of(asdict(decision))),
        )
    for table in ("decisions", "receipts", "drafts"):
        db.execute(f"DELETE FROM {table} WHERE room = ? AND round = ?", (room, number))
