"""Foreseen: which figures a forecast tells of, and how they are read from many worlds."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.foresight.known import Known
from tenfold.sim.game.telling.ruling import Sides
from tenfold.sim.measures import lag_months
from tenfold.sim.world import World

FloatArray = NDArray[np.float64]


class Foreseen(Protocol):
    """What is told to who sits at a seat."""

    figures: tuple[str, ...]
    """By name, as a page asks for them."""

    def read(self, world: World) -> FloatArray:
        """[rows, runs] what is needed of the present month."""
        ...

    def tell(self, rows: FloatArray, known: Known) -> FloatArray:
        """[figures, months + 1, runs] from the rows of all months, [rows, months + 1, runs]."""
        ...


class OfLab:
    """Best model on sale as benchmarks show it, share of all use, money at hand."""

    figures: tuple[str, ...] = ("capability", "share", "cash")
    columns = ("public_score", "token_share", "cash")

    def __init__(self, place: int) -> None:
        """Of the lab at this place."""
        self.place = place

    def read(self, world: World) -> FloatArray:
        """The three figures."""
        return np.stack([world.lab[name][:, self.place] for name in self.columns])

    def tell(self, rows: FloatArray, known: Known) -> FloatArray:
        """They are as they were read."""
        return rows


class OfState:
    """Months by which home labs lead, cheapest price of a good model, public money earned."""

    figures: tuple[str, ...] = ("lead", "price", "money")

    def __init__(self, scenario: Scenario) -> None:
        """Of the scenario's government."""
        self.sides = Sides(scenario)

    def read(self, world: World) -> FloatArray:
        """Best public score at home and of the labs watched, price, money."""
        scores = world.lab.public_score * world.lab.active
        return np.stack(
            [
                self._best(scores, self.sides.home),
                self._best(scores, self.sides.rival),
                world.market.start_price,
                -world.market.public_spent,
            ]
        )

    def tell(self, rows: FloatArray, known: Known) -> FloatArray:
        """The lead in months looks back into the past that everybody saw."""
        lead = np.zeros_like(rows[0])
        if self.sides.home.any() and self.sides.rival.any():
            home = self._since_the_start(rows[0], known, self.sides.home)
            rival = self._since_the_start(rows[1], known, self.sides.rival)
            ahead, behind = lag_months(home, rival), lag_months(rival, home)
            lead = (ahead - behind)[:, known.month :].T
        return np.stack([lead, rows[2], rows[3]])

    @staticmethod
    def _best(scores: FloatArray, side: NDArray[np.bool_]) -> FloatArray:
        best: FloatArray = np.where(side, scores, 0.0).max(axis=1)
        return best

    @staticmethod
    def _since_the_start(coming: FloatArray, known: Known, side: NDArray[np.bool_]) -> FloatArray:
        """[runs, months + 1] the best of a side, from the start of the race."""
        past = known.scores[:, side].max(axis=1)[:-1]
        return np.concatenate([np.broadcast_to(past, (coming.shape[1], len(past))), coming.T], 1)


def foreseen_at(scenario: Scenario, place: int) -> Foreseen:
    """What a forecast tells of at a seat: of a lab, or below 0 of the government."""
    return OfLab(place) if place >= 0 else OfState(scenario)
