"""Readings: what is looked at of a race, as sweep files name it, and as a room shows it.

Besides the outcomes of sweeps there are two forms. "LAB.shown_behind.TIME" is what phones and the
wall tell as months behind: by what benchmarks show, behind whichever rival is furthest ahead.
"A per B" is one outcome over another.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.schema import Scenario
from tenfold.sim.history import History
from tenfold.sim.measures import BEHIND, FloatArray, groups_of, lag_months
from tenfold.sim.sweep.outcomes import find_outcome

SHOWN = "shown_behind"
PER = " per "


def read(name: str, scenario: Scenario, history: History) -> FloatArray:
    """A reading of every race: [runs].

    Args:
        name: of it.
        scenario: that was raced.
        history: of the races.

    Raises:
        MeasureError, SweepError: there is no such reading.
    """
    above, _, below = name.partition(PER)
    values = _read(above, scenario, history)
    return values / _read(below, scenario, history) if below else values


def unit_of(name: str, scenario: Scenario, months: int) -> str:
    """Its unit.

    Args:
        name: of the reading.
        scenario: that is raced.
        months: length of the races.
    """
    parts = [find_outcome(_plain(part), scenario, months) for part in name.split(PER)]
    return PER.join(part.measure.unit for part in parts)


def behind_as_shown(history: History, place: int) -> FloatArray:
    """Months behind whichever rival is furthest ahead, by what benchmarks show.

    Returns:
        [runs, months + 1].
    """
    levels = history.series("public_score") * history.series("active")
    mine = levels[:, :, place]
    rivals = [levels[:, :, lab] for lab in range(levels.shape[2]) if lab != place]
    return np.asarray(np.stack([lag_months(rival, mine) for rival in rivals]).max(axis=0))


def _read(name: str, scenario: Scenario, history: History) -> FloatArray:
    outcome = find_outcome(_plain(name), scenario, history.months)
    if name == outcome.name:
        return outcome.of(history, groups_of(scenario))
    lab = name.split(".")[0]
    place = [spec.name for spec in scenario.labs].index(lab)
    return outcome.at(behind_as_shown(history, place))


def _plain(name: str) -> str:
    """The outcome of sweeps that a reading is like."""
    return name.replace(f".{SHOWN}.", f".{BEHIND}.")
