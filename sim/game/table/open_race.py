"""Open race: what everybody in the room may see of a race, and no team alone: for the projector.

Public scores, use and news in the third person. Never anybody's cash, drafts or withheld models.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.chronicle import Chronicle
from tenfold.sim.game.telling.standing import behind_by_month, rank_of
from tenfold.sim.game.telling.view import NO_LAB, NewsItem
from tenfold.sim.game.turns import Game


@dataclass(frozen=True)
class OpenLab:
    """One lab as the public sees it; lists are by quarter, from the start."""

    name: str
    kind: str
    home: str
    active: bool
    rank: int
    score: tuple[float, ...]
    """Best model on sale as benchmarks show it [index points]; 0 once it has left."""
    behind: tuple[float, ...]
    """Months behind whoever was furthest ahead; 0 for the leader."""
    share: tuple[float, ...]
    """Of all use."""


class OpenRace:
    """The public record of one race; each quarter is told once."""

    def __init__(self, game: Game) -> None:
        """Of the race that this game is a seat of.

        Args:
            game: any seat of it.
        """
        self.game = game
        self._told = Chronicle(game.scenario, NO_LAB)
        self._beside = game.chronicle

    def news(self, turn: int) -> tuple[NewsItem, ...]:
        """News of one quarter.

        Args:
            turn: the quarter, from 1.
        """
        with self.game.lock:
            if self._beside is not self.game.chronicle:  # the race began anew
                self._told = Chronicle(self.game.scenario, NO_LAB)
                self._beside = self.game.chronicle
            # A seat's snapshots hold what its player alone knows.
            shots = [replace(shot, own=None, own_channels=()) for shot in self.game.snapshots]
            self._told.catch_up(self.game.race, shots)
            return tuple(item for item in self._told.news if item.turn == turn - 1)

    def labs(self) -> tuple[OpenLab, ...]:
        """Every lab, in the order of the scenario."""
        with self.game.lock:
            columns = self.game.columns("public_score", "active", "token_share")
        active, share = columns["active"], columns["token_share"]
        levels = columns["public_score"] * active
        return tuple(
            OpenLab(
                name=spec.name,
                kind=spec.kind,
                home=spec.home,
                active=bool(active[-1, place] > 0.0),
                rank=rank_of(columns["public_score"][-1], active[-1], place),
                score=tuple(levels[::TURN_MONTHS, place].tolist()),
                behind=tuple(behind_by_month(levels, place)[::TURN_MONTHS].tolist()),
                share=tuple(share[::TURN_MONTHS, place].tolist()),
            )
            for place, spec in enumerate(self.game.scenario.labs)
        )
