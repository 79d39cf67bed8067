"""Decisive: which turn moved the score most, by replacing one decision at a time.

For each turn, the race is run again on the same luck with the autopilot's decision in that turn and
every other decision as logged. What the player's decision was worth is the score of the game less
the score of that race. An answer applies where its question is pending, else the autopilot's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tenfold.sim.game.debrief.played import Played
from tenfold.sim.game.debrief.rerun import Script, again, as_logged, standing_orders
from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.debrief.whatif import changed_row

COUNTS = 1.0
"""Points that a turn must be worth to stand out."""
WEIGHED = 8
"""Changes of the turn that was worth most that are tried alone."""
APART = 1.25
"""So much more than the next must the first be worth to stand out."""


@dataclass(frozen=True)
class Change:
    """A lever that the player set otherwise than the autopilot."""

    lever: str
    own: float
    autopilot: float
    size: float
    """Distance in parts of the lever's range."""
    worth: float | None = None
    """Score of the game less the score with this lever alone at the autopilot's setting [points];
    known for the turn that was worth most."""


@dataclass(frozen=True)
class TurnWorth:
    """What one decision was worth."""

    turn: int
    """From 1."""
    worth: float
    """Score of the game less the score with the autopilot's decision in this turn [points]."""
    changes: tuple[Change, ...]
    """What was set otherwise, furthest first."""

    @property
    def telling(self) -> Change | None:
        """The change that alone went the way of the turn, the most of them; None where none did."""
        known = [c for c in self.changes if c.worth is not None and c.worth * self.worth > 0.0]
        return max(known, key=lambda change: abs(change.worth or 0.0), default=None)


@dataclass(frozen=True)
class Decisive:
    """All turns, and the one that stands out."""

    turns: tuple[TurnWorth, ...]
    score: float
    """Of the game, not rounded."""
    first: TurnWorth | None
    """The largest, where it counts and is not one of several alike."""

    @property
    def largest(self) -> TurnWorth | None:
        """The largest in either direction, whether it stands out or not."""
        return max(self.turns, key=lambda one: abs(one.worth), default=None)

    @property
    def costliest(self) -> TurnWorth | None:
        """The one that lost most against the autopilot, where what it lost counts."""
        worst = min(self.turns, key=lambda one: one.worth, default=None)
        return worst if worst is not None and worst.worth <= -COUNTS else None


def decisive_of(played: Played) -> Decisive:
    """What each of the player's own decisions was worth, in one batch of races."""
    own = range(played.taken_over, len(played.entries))
    seat = played.seat
    score = float(points_by_run(played.history, seat)[0])
    if not own:
        return Decisive((), score, None)
    script = replaced(played, own)
    history = again(played, script)
    reached = points_by_run(history, seat)
    auto = standing_orders(played)
    turns = tuple(
        TurnWorth(turn + 1, score - float(reached[run]), _changes(played, turn, auto[turn]))
        for run, turn in enumerate(own)
    )
    turns = _weighed(played, turns, score)
    return Decisive(turns, score, _standing_out(turns))


def replaced(played: Played, turns: Sequence[int]) -> Script:
    """A run per turn (from 0), in which that turn is the autopilot's and all others as logged."""
    script = as_logged(played.seat, played.entries, len(turns))
    for run, turn in enumerate(turns):
        script[turn, :, run] = np.nan
    return script


def _weighed(played: Played, turns: tuple[TurnWorth, ...], score: float) -> tuple[TurnWorth, ...]:
    """In the turn that was worth most, each change alone; the one that did most comes first."""
    most = max(turns, key=lambda one: abs(one.worth))
    changes = most.changes[:WEIGHED]
    if not changes:
        return turns
    script = as_logged(played.seat, played.entries, len(changes))
    for run, change in enumerate(changes):
        _, row = changed_row(played, most.turn, change.lever, change.autopilot)
        script[most.turn - 1, :, run] = row
    reached = points_by_run(again(played, script), played.seat)
    weighed = [
        replace(change, worth=score - float(other))
        for change, other in zip(changes, reached, strict=True)
    ]
    weighed.sort(key=lambda change: -abs(change.worth or 0.0))
    told = replace(most, changes=(*weighed, *most.changes[WEIGHED:]))
    return tuple(told if one.turn == most.turn else one for one in turns)


def _changes(played: Played, turn: int, auto: dict[str, float]) -> tuple[Change, ...]:
    logged = played.entries[turn].levers
    found = []
    for lever in played.seat.levers:
        if lever.name not in logged or lever.group == "answers" or lever.name == "teacher":
            continue
        own, other = float(logged[lever.name]), auto[lever.name]
        size = abs(own - other) / (lever.high - lever.low)
        if lever.choices and lever.name != "channels":
            size = float(own != other)
        if size > 0.005:
            found.append(Change(lever.name, own, other, size))
    return tuple(sorted(found, key=lambda change: -change.size))


def _standing_out(turns: Sequence[TurnWorth]) -> TurnWorth | None:
    order = sorted(turns, key=lambda one: -abs(one.worth))
    if not order or abs(order[0].worth) < COUNTS:
        return None
    if len(order) > 1 and abs(order[0].worth) < APART * abs(order[1].worth):
        return None
    return order[0]
