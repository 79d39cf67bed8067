"""Questions and changes about what is said: messages to all, exit slips, votes."""

from __future__ import annotations

from sqlite3 import Connection

from tenfold.ui.classroom.store.queries_rooms import count_of
from tenfold.ui.classroom.store.rows import MessageRow, SlipRow, VoteRow
from tenfold.ui.classroom.store.troubles import TooMany

MOST_MESSAGES = 500
MOST_ANSWERS = 40
"""Questions that one student may answer, on the slip and in votes each."""


def keep_message(db: Connection, message: MessageRow) -> None:
    """Keep what the teacher said to all.

    Raises:
        TooMany: as many as a room may have.
    """
    if count_of(db, "messages", message.room) >= MOST_MESSAGES:
        raise TooMany(f"At most {MOST_MESSAGES} messages in a room.")
    db.execute("INSERT INTO messages VALUES (?,?,?)", (message.room, message.at_ms, message.text))


def messages_of(db: Connection, room: str) -> list[MessageRow]:
    """What the teacher said, in that order."""
    rows = db.execute("SELECT * FROM messages WHERE room = ? ORDER BY rowid", (room,))
    return [MessageRow(*row) for row in rows]


def keep_slip(db: Connection, slip: SlipRow) -> None:
    """Keep a student's answer on the exit slip, in place of the one before."""
    _keep(db, "slips", slip)


def slips_of(db: Connection, room: str) -> list[SlipRow]:
    """All answers of a room's exit slip."""
    rows = db.execute("SELECT * FROM slips WHERE room = ? ORDER BY question, rowid", (room,))
    return [SlipRow(*row) for row in rows]


def keep_vote(db: Connection, vote: VoteRow) -> None:
    """Keep a student's vote, in place of the one before."""
    _keep(db, "votes", vote)


def votes_of(db: Connection, room: str) -> list[VoteRow]:
    """All votes of a room."""
    rows = db.execute("SELECT * FROM votes WHERE room = ? ORDER BY question, rowid", (room,))
    return [VoteRow(*row) for row in rows]


def _keep(db: Connection, table: str, said: SlipRow | VoteRow) -> None:
    (others,) = db.execute(
        f"SELECT count(*) FROM {table} WHERE room = ? AND person = ? AND question <> ?",
        (said.room, said.person, said.question),
    ).fetchone()
    if others >= MOST_ANSWERS:
        raise TooMany(f"At most {MOST_ANSWERS} answers of one student.")
    db.execute(
        f"INSERT OR REPLACE INTO {table} VALUES (?,?,?,?,?)",
        (said.room, said.person, said.question, said.answer, said.at_ms),
    )
