"""What if: one lever of one turn set otherwise, the race once more on the same luck.

All other decisions stay as they were logged. Shares of a group make room: a larger share for
experiments leaves less for training and serving, in their old proportion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import Decision, DecisionError, Lever, Value
from tenfold.sim.game.basic import NAMES, TAKEN, basic_of
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.played import Played, Seat
from tenfold.sim.game.debrief.rerun import again, as_logged, row_of
from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.saves.entry import ALL
from tenfold.sim.game.steering import clamped
from tenfold.sim.history import History


@dataclass(frozen=True)
class Path:
    """What became of the player's lab, or of the labs at home, by month."""

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
    known = played.seat.levers
    return tuple(lever for lever in known if lever.name != "teacher" and lever.group != "answers")


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
    known = {one.name: one for one in choices(played)}
    if lever not in known:
        raise DecisionError(f"'{lever}' cannot be tried here")
    wanted = clamped(known[lever], value)
    was, changed = changed_row(played, turn, lever, wanted)
    script = as_logged(played.seat, played.entries, 1)
    script[turn - 1, :, 0] = changed
    history = again(played, script)
    seat = played.seat
    old = float(points_by_run(played.history, seat)[0])
    new = float(points_by_run(history, seat)[0])
    return WhatIf(
        turn, lever, was, wanted, new, new - old,
        _path(played.history, seat), _path(history, seat), TURN_MONTHS * (turn - 1),
    )  # fmt: skip


def changed_row(
    played: Played, turn: int, lever: str, value: float
) -> tuple[float, NDArray[np.float64]]:
    """A logged decision with one lever set otherwise.

    Args:
        played: the game.
        turn: from 1.
        lever: its name.
        value: what it is set to.

    Returns:
        What the lever was, and [levers] of a script; answers that nobody gave stay NaN.
    """
    row, levers = row_of(played.seat, played.entries[turn - 1]), played.seat.levers
    whole = {
        one.name: one.default if np.isnan(row[k]) else float(row[k]) for k, one in enumerate(levers)
    }
    held: dict[str, Value] = {**whole, lever: value}
    if played.seat.place >= 0:
        held = Decision(**whole).holding({lever: value}).as_dict()
    changed = np.array([float(np.asarray(held[one.name])) for one in levers])
    return whole[lever], np.where(np.isnan(row), np.nan, changed)


def settings_with(played: Played, turn: int, lever: str, value: float) -> dict[str, float] | None:
    """What a player would hold in a turn to have one lever set otherwise.

    Args:
        played: the game.
        turn: from 1.
        lever: its name.
        value: what it is set to.

    Returns:
        Settings in the turn's own mode; None where nobody held the levers, or its mode does not
        hold this one.
    """
    entry = played.entries[turn - 1]
    if entry.settings is None:
        return None
    if played.seat.place < 0:
        return {**entry.settings, lever: value}
    row = changed_row(played, turn, lever, value)[1]
    changed = {
        one.name: one.default if np.isnan(row[k]) else float(row[k])
        for k, one in enumerate(played.seat.levers)
    }
    if entry.mode == ALL:
        return {**{name: changed[name] for name in entry.settings if name in changed}, lever: value}
    if lever not in TAKEN:
        return None
    answers = {name: v for name, v in entry.settings.items() if name not in NAMES}
    return {**answers, **basic_of(Decision(**changed))}


def _path(history: History, seat: Seat) -> Path:
    """The lab's own; of a government, the best and the joint share of the labs at its home."""
    home = seat.scenario.regulator.home
    ours = [lab.home == home for lab in seat.scenario.labs]
    if seat.place >= 0:
        ours = [place == seat.place for place in range(len(ours))]
    levels = (history.series("public_score")[0] * history.series("active")[0])[:, ours]
    share = history.series("token_share")[0][:, ours]
    return Path(
        tuple(float(v) for v in levels.max(axis=1, initial=0.0)),
        tuple(float(v) for v in share.sum(axis=1)),
    )
