"""What was acknowledged, held against the rows of the database."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection
from typing import Any

from tenfold.ui.classroom.bots.tally import Kept, Tally
from tenfold.ui.classroom.store import queries_rounds
from tenfold.ui.classroom.store.rows import DecisionRow
from tenfold.ui.classroom.store.store import Store

RECEIPTS = "SELECT round, team, key, revision FROM receipts WHERE room = ?"
Receipts = dict[tuple[int, str, str], int]


def check_kept(folder: Path, room: str, tally: Tally) -> int:
    """No acknowledged decision is lost, changed or doubled.

    Args:
        folder: of data; no server runs on it.
        room: id.
        tally: of the bots.

    Returns:
        Submissions that were acknowledged and are there.
    """
    store = Store(folder)
    try:
        receipts, decided = store.read(lambda db: _rows(db, room))
        assert store.read(lambda db: db.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]
    finally:
        store.close()
    # Each key was counted once, however often it was sent, and nobody else's is there.
    assert {key for _, _, key in receipts} <= tally.sent
    assert len({key for _, _, key in receipts}) == len(receipts)
    by_team: dict[tuple[int, str], list[int]] = {}
    for (number, team, _), revision in receipts.items():
        by_team.setdefault((number, team), []).append(revision)
    for place, revisions in by_team.items():
        assert sorted(revisions) == list(range(1, len(revisions) + 1)), place
        assert decided[place].revision == len(revisions), place
    for kept in tally.kept:
        _check(kept, receipts, decided)
    return len(tally.kept)


def _check(kept: Kept, receipts: Receipts, decided: dict[tuple[int, str], DecisionRow]) -> None:
    assert (kept.round, kept.team, kept.key) in receipts, f"lost: {kept}"
    stands = decided[kept.round, kept.team]
    revision = receipts[kept.round, kept.team, kept.key]
    if stands.key != kept.key:
        assert stands.revision > revision, f"replaced by an older one: {kept}"
        return
    for name, value in kept.settings.items():
        assert abs(stands.settings[name] - value) < 1e-2 * max(1.0, abs(value)), (name, kept)


def _rows(db: Connection, room: str) -> tuple[Receipts, dict[tuple[int, str], DecisionRow]]:
    found: list[tuple[Any, ...]] = db.execute(RECEIPTS, (room,)).fetchall()
    receipts = {(row[0], row[1], row[2]): int(row[3]) for row in found}
    decided = {(one.round, one.team): one for one in queries_rounds.decisions_of(db, room)}
    return receipts, decided
