"""Ranking: what makes a game practice, so that its score stands apart from others."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.savefile import Header

UNDO = "undo"
FORK = "fork"
REPLAYED = "replayed"
CONTINUED = "continued"
WATCHED = "watched"
OTHER_ENGINE = "other engine"


def reasons(header: Header, entries: Sequence[Entry], undone: bool) -> tuple[str, ...]:
    """Why a game is not ranked; empty where it is.

    Args:
        header: of the game.
        entries: its decisions in force.
        undone: a resolved turn was taken back.
    """
    origin = header.origin
    elsewhere = origin is not None and (origin.run is not None or origin.shared)
    marks = {
        UNDO: undone,
        FORK: origin is not None and not elsewhere and not header.watch,
        REPLAYED: header.replayed or any(entry.again for entry in entries),
        CONTINUED: elsewhere,
        WATCHED: header.watch,
        OTHER_ENGINE: header.renewed,
    }
    return tuple(reason for reason, holds in marks.items() if holds)
