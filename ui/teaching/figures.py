"""Figures: what was measured of a lesson, as its plan says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.telling.phrase import dollars, listed, percent
from tenfold.sim.lessons.lesson import Lesson
from tenfold.sim.lessons.measure import Shown
from tenfold.sim.lessons.readings import unit_of

NEVER_BROKEN = "\u00a0"
"""The space between a number and its unit: no line ends there."""


class Figure:
    """A point with its figures in words."""

    def __init__(self, lesson: Lesson, shown: Shown) -> None:
        """Words for one point.

        Args:
            lesson: whose.
            shown: what was measured.
        """
        self.says, self.seen, self.shown = shown.point.says, shown.seen, shown
        scenario = load_scenario(lesson.scenario)
        months = TURN_MONTHS * lesson.rounds
        self._say = _saying(unit_of(shown.point.outcome, scenario, months))

    @property
    def share(self) -> str:
        """Of lucks on which it shows: "96 %"."""
        return _percent(self.shown.share)

    @property
    def count(self) -> int:
        """Lucks on which it shows."""
        return int(self.shown.on.sum())

    @property
    def interval(self) -> str:
        """Of that share: "93 to 98 %"."""
        low, high = self.shown.interval
        return f"{100 * low:.0f} to {_percent(high)}".replace(" ", NEVER_BROKEN)

    @property
    def middle(self) -> str:
        """Median of what was judged: "9.6 months", or a share."""
        middle = self.shown.middle
        return _percent(middle) if self.shown.point.relative else self._say(middle)

    def of(self, arm: str) -> str:
        """Median of the teams of an arm: "11.4 months".

        Raises:
            KeyError: the point does not look at that arm.
        """
        return self._say(self.shown.arms[arm])


def figures_of(lesson: Lesson, measured: Sequence[Shown]) -> dict[str, Figure]:
    """Name of a point to its figures, in the lesson's order."""
    return {shown.name: Figure(lesson, shown) for shown in measured}


def clock(seconds: int) -> str:
    """A time of a lesson, or a length: "8:00".

    >>> clock(480), clock(160)
    ('8:00', '2:40')
    """
    return f"{seconds // 60}:{seconds % 60:02d}"


def chips_of(lesson: Lesson) -> Mapping[str, str]:
    """Lab to its chips at the start against the largest: "a 12th"."""
    labs = load_scenario(lesson.scenario).labs
    most = max(lab.compute.value for lab in labs)
    return {lab.name: _part(most / lab.compute.value) for lab in labs}


def names_in(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return listed(list(names))


def _part(times: float) -> str:
    whole = round(times)
    return "as many" if whole == 1 else f"a {whole}th" if whole > 3 else f"one of {whole}"


def _percent(share: float) -> str:
    return f"{percent(share)[:-1]}{NEVER_BROKEN}%"


def _months(value: float) -> str:
    return f"{value:.1f}{NEVER_BROKEN}months" if value >= 0.05 else f"0{NEVER_BROKEN}months"


def _saying(unit: str) -> Callable[[float], str]:
    if unit == "months":
        return _months
    if unit.startswith("USD"):
        return dollars
    if unit in ("1", "share"):
        return _percent
    return lambda value: f"{value:.3g} {unit}"
