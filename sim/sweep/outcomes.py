"""Outcomes: one number per race, a measure at a time: "lag_months.end", "china.token_share.m24"."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.errors import nearest
from tenfold.scenarios.questions import SweepError
from tenfold.scenarios.schema import Scenario
from tenfold.sim.history import History
from tenfold.sim.measures import (
    MARKET,
    MEASURES,
    Groups,
    Measure,
    MeasureError,
    find_measure,
    groups_of,
)
from tenfold.sim.sweep.choices import GROUPS, check_plain

FloatArray = NDArray[np.float64]

TIMES: dict[str, str] = {
    "end": "in the last month",
    "start": "in month 0",
    "mean": "mean over the months after the opening",
    "max": "highest of any month",
    "min": "lowest of any month",
    "mN": "in month N, such as m24",
    "mA-B": "mean over months A to B, such as m6-24",
}
"""What may stand after the last dot of an outcome."""
CODE = "choice"
"""Unit of numbers that stand for words."""
MONTHS = re.compile(r"m(\d{1,3})(?:-(\d{1,3}))?")


@dataclass(frozen=True)
class Outcome:
    """A measure at a time."""

    name: str
    """As in the sweep file, and the column of the results."""
    measure: Measure
    time: str
    months: int
    """Length of the races."""

    @property
    def meaning(self) -> str:
        """What it is, in words."""
        if self.time in TIMES:
            return f"{self.measure.meaning}, {TIMES[self.time]}"
        first, _, last = self.time[1:].partition("-")
        when = f"mean of months {first} to {last}" if last else f"in month {first}"
        return f"{self.measure.meaning}, {when}"

    def of(self, history: History, groups: Groups) -> FloatArray:
        """Its value in every run of a history: [runs]."""
        return self.at(self.measure.path(history, groups))

    def at(self, path: FloatArray) -> FloatArray:
        """Its value from paths of its measure: [runs, months + 1] to [runs]."""
        if self.time == "end":
            return np.asarray(path[:, -1], dtype=np.float64)
        if self.time == "start":
            return np.asarray(path[:, 0], dtype=np.float64)
        if self.time == "mean":
            return mean_over(path, 1, self.months)
        if self.time == "max":
            return np.asarray(path.max(axis=1))
        if self.time == "min":
            return np.asarray(path.min(axis=1))
        first, _, last = self.time[1:].partition("-")
        return mean_over(path, int(first), int(last or first))


def mean_over(path: FloatArray, first: int, last: int) -> FloatArray:
    """Mean over months first to last, summed in order so that a batch's size changes no bit."""
    total = path[:, first].astype(np.float64)
    for month in range(first + 1, last + 1):
        total = total + path[:, month]
    return total / (last - first + 1)


def find_outcome(name: str, scenario: Scenario, months: int) -> Outcome:
    """The outcome of that name in races of this scenario and length.

    Args:
        name: MEASURE.TIME.
        scenario: whose groups and labs are meant.
        months: length of the races.

    Raises:
        MeasureError: no such measure.
        SweepError: no such time, one outside the race, a mean of codes, or a lab whose name means
            more.
    """
    measure, dot, time = name.rpartition(".")
    found = MONTHS.fullmatch(time)
    if not dot or (time not in TIMES and found is None) or time in ("mN", "mA-B"):
        raise SweepError(_no_time(name, scenario))
    if found is not None:
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last <= months:
            raise SweepError(f"'{name}': months must lie from 0 to {months}, in order")
    check_plain(name, measure.rpartition(".")[0], (*GROUPS, MARKET), scenario)
    found_measure = find_measure(measure, scenario)
    if found_measure.unit == CODE:
        _check_code(name, found_measure, time, scenario)
    return Outcome(name, found_measure, time, months)


def _check_code(name: str, measure: Measure, time: str, scenario: Scenario) -> None:
    """Refuse means of a code: 1.5 of open and staged is nothing."""
    who, _, figure = measure.name.rpartition(".")
    what = f"'{name}': {figure} is a code ({measure.meaning.removeprefix(f'{who}: ')})"
    member = groups_of(scenario).get(who)
    if member is not None and member.sum() > 1:
        lab = scenario.labs[int(member.argmax())].name
        raise SweepError(
            f"{what}, and {who} has {member.sum()} labs, over which a code has no mean;"
            f" name one lab, such as '{lab}.{figure}.end'"
        )
    if time == "mean" or "-" in time:
        raise SweepError(
            f"{what}, which has no mean over months; name one month, such as"
            f" '{who}.{figure}.end' or '{who}.{figure}.m1'"
        )


def _no_time(name: str, scenario: Scenario) -> str:
    """What to say of an outcome without a time."""
    try:
        find_measure(name, scenario)
    except MeasureError:
        if "." not in name:
            near = nearest(name, (f"{measure}.end" for measure in MEASURES))
            if "did you mean" in near:
                return f"'{name}' has no time, and no measure is called so{near}"
        times = ", .".join(TIMES)
        return f"'{name}' has no time; an outcome ends in a time: .{times}, as in 'lag_months.end'"
    return f"'{name}' has no time; try {name}.end"
