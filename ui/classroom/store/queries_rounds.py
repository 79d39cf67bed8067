"""Questions and changes about rounds: drafts, decisions, resolving, undoing, events, results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from sqlite3 import Connection
from typing import Any

from tenfold.ui.classroom.store.queries_rooms import count_of, parsed, text_of
from tenfold.ui.classroom.store.rows import (
    DecisionRow,
    DraftRow,
    InjectedRow,
    JsonMap,
    ResolvedRow,
    UndoneRow,
)
from tenfold.ui.classroom.store.troubles import NotThere, RoundClosed, TooMany

MOST_REVISIONS = 500
"""Of a team's decision in one round."""
MOST_INJECTED = 100
MOST_RESOLVED = 500
"""Rounds resolved in one room, those undone counted."""
_DRAFT = "room, round, team, settings, mode, by, at_ms"
_DECISION = "room, round, team, copy, seat, settings, levers, mode, bet, by, key, revision, at_ms"


def keep_draft(db: Connection, draft: DraftRow) -> None:
    """Keep what a team's levers stand at, in place of what was."""
    db.execute(
        f"INSERT OR REPLACE INTO drafts ({_DRAFT}) VALUES (?,?,?,?,?,?,?)",
        (
            draft.room,
            draft.round,
            draft.team,
            text_of(draft.settings),
            draft.mode,
            draft.by,
            draft.at_ms,
        ),
    )


def drafts_of(db: Connection, room: str, number: int) -> list[DraftRow]:
    """Drafts of a round."""
    rows = db.execute(
        f"SELECT {_DRAFT} FROM drafts WHERE room = ? AND round = ? ORDER BY team", (room, number)
    )
    return [DraftRow(*parsed(row, 3)) for row in rows]


def submit(db: Connection, decision: DecisionRow) -> DecisionRow:
    """Keep a team's decision, in place of the one it submitted before.

    A key that this team has used in this round is a retry, late or not: it changes nothing. A bet
    stays where the new decision has none.

    Args:
        db: the database.
        decision: its `revision` is not read.

    Returns:
        The decision that now stands.

    Raises:
        RoundClosed: the round was resolved before.
        TooMany: it was replaced too often.
    """
    at = (decision.room, decision.round, decision.team)
    before = decision_of(db, *at)
    seen = db.execute(
        "SELECT 1 FROM receipts WHERE room = ? AND round = ? AND team = ? AND key = ?",
        (*at, decision.key),
    ).fetchone()
    if seen and before:
        return before
    if is_resolved(db, decision.room, decision.round):
        raise RoundClosed(f"Round {decision.round} is already resolved.")
    revision = before.revision + 1 if before else 1
    if revision > MOST_REVISIONS:
        raise TooMany(f"At most {MOST_REVISIONS} submissions of a team in a round.")
    bet = decision.bet if decision.bet is not None else (before.bet if before else None)
    kept = replace(decision, revision=revision, bet=bet)
    db.execute(
        f"INSERT OR REPLACE INTO decisions ({_DECISION}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            *at,
            kept.copy,
            kept.seat,
            text_of(kept.settings),
            text_of(kept.levers),
            kept.mode,
            None if bet is None else text_of(bet),
            kept.by,
            kept.key,
            revision,
            kept.at_ms,
        ),
    )
    db.execute("INSERT OR REPLACE INTO receipts VALUES (?,?,?,?,?)", (*at, kept.key, revision))
    return kept


def keep_bet(db: Connection, room: str, number: int, team: str, bet: JsonMap | None) -> None:
    """Put a bet beside a decision; None takes it back.

    Raises:
        RoundClosed: the round was resolved before.
        NotThere: the team has not submitted.
    """
    if is_resolved(db, room, number):
        raise RoundClosed(f"Round {number} is already resolved.")
    done = db.execute(
        "UPDATE decisions SET bet = ? WHERE room = ? AND round = ? AND team = ?",
        (None if bet is None else text_of(bet), room, number, team),
    )
    if done.rowcount == 0:
        raise NotThere("Submit first, then bet.")


def _decisions(rows: Iterable[Any]) -> list[DecisionRow]:
    return [DecisionRow(*parsed(row, 5, 6, 8)) for row in rows]


def decision_of(db: Connection, room: str, number: int, team: str) -> DecisionRow | None:
    """What a team decided in a round."""
    rows = db.execute(
        f"SELECT {_DECISION} FROM decisions WHERE room = ? AND round = ? AND team = ?",
        (room, number, team),
    )
    found = _decisions(rows)
    return found[0] if found else None


def decisions_of(db: Connection, room: str, number: int | None = None) -> list[DecisionRow]:
    """Decisions of a round, or of all rounds, in the order of rounds and teams."""
    rows = db.execute(
        f"SELECT {_DECISION} FROM decisions WHERE room = ? AND round = ifnull(?, round) "
        "ORDER BY round, team",
        (room, number),
    )
    return _decisions(rows)


def is_resolved(db: Connection, room: str, number: int) -> bool:
    """Whether a round was resolved, and not undone."""
    found = db.execute(
        "SELECT 1 FROM resolved WHERE room = ? AND round = ? AND undone = 0", (room, number)
    ).fetchone()
    return found is not None


def note_resolved(db: Connection, room: str, number: int, at_ms: int) -> None:
    """Close a round: no decision of it changes any more.

    Raises:
        RoundClosed: it is resolved already.
        TooMany: the room has resolved and undone too often.
    """
    if is_resolved(db, room, number):
        raise RoundClosed(f"Round {number} is already resolved.")
    if count_of(db, "resolved", room) >= MOST_RESOLVED:
        raise TooMany(f"At most {MOST_RESOLVED} rounds in a room.")
    db.execute("INSERT INTO resolved VALUES (?,?,?,0)", (room, number, at_ms))


def undo_round(db: Connection, room: str, number: int, at_ms: int) -> None:
    """Open a resolved round again: its decisions move to the record, what was told of it goes.

    Events injected into it stay: `drop_injected` takes them out.

    Raises:
        NotThere: it is not resolved.
    """
    done = db.execute(
        "UPDATE resolved SET undone = 1 WHERE room = ? AND round = ? AND undone = 0", (room, number)
    )
    if done.rowcount == 0:
        raise NotThere(f"Round {number} is not resolved.")
    for decision in decisions_of(db, room, number):
        db.execute(
            "INSERT INTO undone VALUES (?,?,?,?,?)",
            (room, number, decision.team, at_ms, text_of(asdict(decision))),
        )
    for table in ("decisions", "receipts"):
        db.execute(f"DELETE FROM {table} WHERE room = ? AND round = ?", (room, number))
    db.execute("DELETE FROM told WHERE room = ? AND round >= ?", (room, number))


def undone_of(db: Connection, room: str) -> list[UndoneRow]:
    """Decisions that were taken back, in the order of taking."""
    rows = db.execute(
        "SELECT decision, undone_ms FROM undone WHERE room = ? ORDER BY rowid", (room,)
    )
    return [UndoneRow(DecisionRow(**json.loads(text)), at_ms) for text, at_ms in rows]


def resolved_of(db: Connection, room: str) -> list[ResolvedRow]:
    """Rounds that were resolved, in that order, those undone included."""
    rows = db.execute(
        "SELECT room, round, at_ms, undone FROM resolved WHERE room = ? ORDER BY rowid", (room,)
    )
    return [ResolvedRow(row[0], row[1], row[2], bool(row[3])) for row in rows]


def inject(db: Connection, injected: InjectedRow) -> None:
    """Keep an event that the teacher puts into a round.

    Raises:
        TooMany: the room has as many as it may.
    """
    if count_of(db, "injected", injected.room) >= MOST_INJECTED:
        raise TooMany(f"At most {MOST_INJECTED} events in a room.")
    db.execute(
        "INSERT INTO injected VALUES (?,?,?,?)",
        (injected.room, injected.round, text_of(injected.event), injected.at_ms),
    )


def drop_injected(db: Connection, room: str, number: int) -> int:
    """Take the events out of a round. Returns how many there were."""
    return db.execute("DELETE FROM injected WHERE room = ? AND round = ?", (room, number)).rowcount


def injected_of(db: Connection, room: str) -> list[InjectedRow]:
    """Events of a room, in the order put."""
    rows = db.execute(
        "SELECT room, round, event, at_ms FROM injected WHERE room = ? ORDER BY rowid", (room,)
    )
    return [InjectedRow(*parsed(row, 2)) for row in rows]


def keep_told(db: Connection, room: str, number: int, texts: Mapping[str, str]) -> None:
    """Keep what is shown after a round, as JSON text by team (or by a name of the room's own)."""
    db.executemany(
        "INSERT OR REPLACE INTO told VALUES (?,?,?,?)",
        [(room, number, team, text) for team, text in texts.items()],
    )


def told_of(db: Connection, room: str, number: int) -> dict[str, str]:
    """What is shown after a round, by team."""
    rows = db.execute(
        "SELECT team, json FROM told WHERE room = ? AND round = ? ORDER BY team", (room, number)
    )
    return dict(rows.fetchall())


def told_to(db: Connection, room: str, number: int, team: str) -> str | None:
    """What one team is shown after a round."""
    row = db.execute(
        "SELECT json FROM told WHERE room = ? AND round = ? AND team = ?", (room, number, team)
    ).fetchone()
    return row[0] if row else None
