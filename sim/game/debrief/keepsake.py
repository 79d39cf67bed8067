"""Keepsake: a finished game as a table: every month, every lab, every figure, every decision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS
from tenfold.sim.game.calendar import TURN_MONTHS, date_of
from tenfold.sim.game.debrief.played import Played
from tenfold.sim.game.debrief.rerun import as_logged, as_others_played, rerun
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED

if TYPE_CHECKING:
    from tenfold.sim.race import Race

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What formulas of spreadsheets begin with."""
DIGITS = 7
"""Significant digits of a figure."""


def decisions_of(played: Played) -> NDArray[np.float64]:
    """What every lab decided in every turn, from the race once more; [turns, labs, levers]."""
    seat = played.seat
    script = as_logged(seat, played.entries, 1)
    turns = played.history.months // TURN_MONTHS
    found = np.zeros((turns, len(seat.scenario.labs), len(LEVERS)))

    def note(race: Race, turn: int) -> None:
        if turn < turns:
            found[turn] = race.decisions[:, :, 0].T

    others = as_others_played(played)
    rerun(seat, played.seed, [played.luck], script, others, each=note)
    return found


def table_of(played: Played) -> str:
    """The whole game as CSV: a row per month and lab; columns name their units in brackets.

    Month 0 is the start, at which nothing is decided; the market's figures repeat in every row.
    """
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(_head())
    writer.writerows(_rows(played))
    return made.getvalue()


def _head() -> list[str]:
    names = ["month", "year", "month of year", "turn", "lab", "kind", "player [0 or 1]"]
    names += [f"{column.name} [{column.unit}]" for column in LAB_RECORDED]
    names += [f"decided {lever.name} [{lever.unit}]" for lever in LEVERS]
    return names + [f"market {column.name} [{column.unit}]" for column in MARKET_RECORDED]


def _rows(played: Played) -> Iterator[list[object]]:
    decided = decisions_of(played)
    history, labs = played.history, played.seat.scenario.labs
    for month in range(history.months + 1):
        year, of_year = date_of(played.start, max(0, month - 1))
        turn = (month + TURN_MONTHS - 1) // TURN_MONTHS
        market = [_plain(value) for value in history.market[0, month]]
        for place, lab in enumerate(labs):
            row: list[object] = [month, year, of_year, turn or "", _named(lab.name), lab.kind]
            row.append(int(place == played.seat.place))
            row += [_plain(value) for value in history.lab[0, month, place]]
            row += (
                [_plain(value) for value in decided[turn - 1, place]]
                if turn
                else [""] * len(LEVERS)
            )
            yield row + market


def _named(lab: str) -> str:
    """A name that no spreadsheet takes for a formula: whoever wrote the race chose it."""
    return f"'{lab}" if lab.startswith(FORMULA) else lab


def _plain(value: float) -> str:
    return f"{value:.{DIGITS}g}"
