"""Worksheet: what a room is asked after the lesson that it had, and what the answers are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tenfold.sim.game.table.standings import Placed
from tenfold.sim.game.telling.phrase import number
from tenfold.ui.classroom.after.class_questions import class_part
from tenfold.ui.classroom.after.questions import Sheet
from tenfold.ui.classroom.after.record import Record
from tenfold.ui.classroom.after.team_questions import team_part
from tenfold.ui.classroom.rooms.told import Json
from tenfold.ui.classroom.store.rows import TeamRow


def worksheet(
    record: Record,
    ranks: Sequence[Placed],
    votes: Sequence[Json],
    gaps: Mapping[str, str],
    splits: Mapping[str, Json],
    only: TeamRow | None = None,
) -> Sheet:
    """What a room, or one team of it, is asked.

    Args:
        record: of the room, with a round played.
        ranks: its ranking.
        votes: claims, with how often each answer was given.
        gaps: team to where its gap comes from.
        splits: team to its score taken apart; none before the race is over.
        only: the team whose own figures are on it; None makes one sheet for all.
    """
    parts = [class_part(record, ranks, votes), team_part(record, gaps, splits, only)]
    played = f"{number(record.done, 'quarter')} of {record.plan.world.title}"
    first, last = record.quarter(1), record.quarter(record.done)
    says = f"{played}, {first} to {last}; {number(len(record.teams), 'team')}"
    if record.rehearsal:
        says += "; a rehearsal"
    title = record.title if only is None else f"{record.title}: {only.name}"
    return Sheet(title, f"{says}.", tuple(part for part in parts if part.questions))
