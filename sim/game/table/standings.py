"""Standings: who of a room did how well with the seat and the luck they had.

Ranked is `you`, score less par, over the spread that sensible strategies have in the seat: so seats
that are easy and seats that are hard rank side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.telling.phrase import number

DIGITS = 1
"""Decimals by which teams are told apart; who is alike in these shares a place."""


@dataclass(frozen=True)
class SoFar:
    """Points of a seat until now; at the end, those of the game."""

    score: float
    par: float
    """Of the autopilot in the seat, on the same luck, against the others as they played."""

    @property
    def you(self) -> float:
        """The person's own part."""
        return self.score - self.par


def points_so_far(game: SeatGame) -> SoFar:
    """Score and par as the race stands, not rounded.

    Raises:
        GameError: no quarter has been played.
    """
    with game.lock:
        if game.turn == 1:
            raise GameError("No quarter has been played: there is nothing to score yet.")
        par = points_by_run(game.par(), game.yard)
        score = points_by_run(game.race.history, game.yard)
        return SoFar(float(score[0]), float(par[0]))


@dataclass(frozen=True)
class Row:
    """A team before it is ranked."""

    team: str
    seat: str
    you: float
    """Score less par [points]."""
    spread: float | None
    """Of `you` over sensible strategies in the seat [points]; None while it is not known."""


@dataclass(frozen=True)
class Placed:
    """A team and its place."""

    place: int | None
    """From 1; teams alike share one. None where seats cannot be compared yet."""
    team: str
    seat: str
    you: float
    spread: float | None
    spreads: float | None
    """`you` over `spread`; None where it is not known."""
    label: str
    """What its figure is called, in a few words."""


def leaderboard(rows: Sequence[Row]) -> tuple[Placed, ...]:
    """Teams by what ranks, the best first.

    Where the spread of a seat is not known, teams of one and the same seat are ranked by `you`,
    which comes to the same; teams of several seats have no place until it is.
    """
    known = all(row.spread for row in rows)
    alike = len({row.seat for row in rows}) == 1
    found = []
    for row in rows:
        spreads = row.you / row.spread if row.spread else None
        ranks = spreads if known else row.you if alike else None
        found.append((None if ranks is None else round(ranks, DIGITS) + 0.0, spreads, row))
    figures = [figure for figure, _, _ in found if figure is not None]
    placed = [
        Placed(
            place=None if figure is None else 1 + sum(other > figure for other in figures),
            team=row.team,
            seat=row.seat,
            you=row.you,
            spread=row.spread,
            spreads=spreads,
            label=_label(row.you, spreads),
        )
        for figure, spreads, row in found
    ]
    return tuple(sorted(placed, key=lambda one: (one.place or 0, one.team.casefold())))


def _label(you: float, spreads: float | None) -> str:
    """Points above par, and how much that is in the seat."""
    points = round(you)
    if not points:
        return "at par"
    said = f"{number(abs(points), 'point')} {'above' if points > 0 else 'below'} par"
    if spreads is None:
        return said
    return f"{said}, {abs(spreads):.1f} times what choices usually move"
