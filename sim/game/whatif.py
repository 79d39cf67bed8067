"""What if: one lever of one turn set otherwise, the race once more on the same luck.

All other decisions stay as they were logged. Shares of a group make room: a larger share for
experiments leaves less for training and serving, in their old proportion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tenfold.agents.decision import LEVERS, Decision, DecisionError, Lever
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.played import Played
from tenfold.sim.game.rerun import again, as_logged, row_of, standing_orders
from tenfold.sim.game.score import points_of_runs
from tenfold.sim.game.steering import within
from tenfold.sim.history import History


@dataclass(frozen=True)
class Path:
    """One figure of the player's lab, by month."""

    capability: tuple[float, ...]
    """Best model on sale as benchmarks show it [index points]."""
    share: tuple[float, ...]
    """Of all tokens used."""


@dataclass(frozen=True)
class WhatIf:
    """Two races that differ in one lever of one turn."""

    turn: int
    lever: str
    was: float
    value: float
    score: float
    """Of the race with the change, not rounded."""
    difference: float
    """That score less the game's [points]."""
    lab: Path
    """As it went."""
    other: Path
    """With the change; the same until the turn."""
    since: int
    """Month at which the two can differ."""


def choices(played: Played) -> tuple[Lever, ...]:
    """Levers that can be tried; teachers and answers apart, which mean little alone."""
    return tuple(lever for lever in LEVERS if lever.name != "teacher" and lever.group != "answers")


def what_if(played: Played, turn: int, lever: str, value: float) -> WhatIf:
    """Set one lever of one turn otherwise.

    Args:
        played: a finished game.
        turn: from 1.
        lever: one of `choices`.
        value: brought within the lever's range.

    Raises:
        DecisionError: no such turn or lever, or no number.
    """
    if not 1 <= turn <= len(played.entries):
        raise DecisionError(f"turn {turn}: choose one from 1 to {len(played.entries)}")
    if lever not in {one.name for one in choices(played)}:
        raise DecisionError(f"'{lever}' cannot be tried here")
    wanted = within(lever, value)
    entry = played.entries[turn - 1]
    row = row_of(entry)
    full = standing_orders(played)[turn - 1]
    whole = {
        one.name: full[one.name] if np.isnan(row[k]) else float(row[k])
        for k, one in enumerate(LEVERS)
    }
    held = Decision(**whole).holding({lever: wanted}).as_dict()
    changed = np.array([float(np.asarray(held[one.name])) for one in LEVERS])
    script = as_logged(played.entries, played.seat.quarters, 1)
    script[turn - 1, :, 0] = np.where(np.isnan(row), np.nan, changed)
    history = again(played, script)
    seat = played.seat
    old = float(points_of_runs(played.history, seat.place, seat.mission)[0])
    new = float(points_of_runs(history, seat.place, seat.mission)[0])
    return WhatIf(
        turn, lever, whole[lever], wanted, new, new - old,
        _path(played.history, seat.place), _path(history, seat.place), TURN_MONTHS * (turn - 1),
    )  # fmt: skip


def _path(history: History, place: int) -> Path:
    series = {name: history.series(name)[0, :, place] for name in ("public_score", "token_share")}
    return Path(
        tuple(float(v) for v in series["public_score"]),
        tuple(float(v) for v in series["token_share"]),
    )
