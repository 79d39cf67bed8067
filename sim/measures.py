"""Measures of a race: frontier, lags, gaps, leads, growth; each of many runs at once.

A group's best is the highest capability on sale among its active labs. A lag is the number of
months since the leading group first reached the level that the following group holds now; before
the start the leader's past is taken from the published frontier.

`MEASURES` are what studies ask for by name; `find_measure` also knows every recorded figure of a
group or a lab ("china.token_share", "Fernhill.cash") and of the market ("market.rent").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.errors import ScenarioError, nearest
from tenfold.scenarios.schema import Scenario
from tenfold.sim.history import History
from tenfold.sim.world import HOMES, KINDS, LAB_RECORDED, MARKET_RECORDED

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SIDES = ("rich", "poor")
EVERYONE = "all"
MARKET = "market"
PAST_SPEED = 13.1
"""Index points a year at which the frontier rose before the start (evidence: frontier)."""


def best(history: History, member: BoolArray) -> FloatArray:
    """Highest capability on sale of a group; shape [runs, months + 1], 0 where the group is empty.

    Args:
        history: of the runs.
        member: [labs] or [runs, months + 1, labs], who belongs to the group.
    """
    capability = history.series("capability")
    active = history.series("active") > 0
    counted = np.where(active & member, capability, 0.0)
    return np.asarray(counted.max(axis=2))


def frontier(history: History) -> FloatArray:
    """Best capability on sale; shape [runs, months + 1]."""
    return best(history, np.ones(len(history.labs), dtype=bool))


def lag_months(leader: FloatArray, follower: FloatArray) -> FloatArray:
    """Months since the leader first reached the follower's present level; shape as the inputs.

    Between months the leader's path is taken as straight, before the first as rising by PAST_SPEED.
    A follower at or above the leader has lag 0.
    """
    climb = np.maximum.accumulate(leader, axis=1)
    lags = np.zeros(leader.shape)
    for month in range(leader.shape[1]):
        lags[:, month] = _lags(climb[:, : month + 1], leader[:, month], follower[:, month])
    return lags


def lags_now(paths: FloatArray, levels: FloatArray) -> FloatArray:
    """Months since each path first reached a level, now: the last month of `lag_months` alone.

    Args:
        paths: [n, months + 1] index points.
        levels: [n] to be found in them.
    """
    return _lags(np.maximum.accumulate(paths, axis=1), paths[:, -1], levels)


def _lags(climb: FloatArray, end: FloatArray, levels: FloatArray) -> FloatArray:
    """Months since each climb first reached a level; 0 where the level is not below the end.

    Args:
        climb: [n, months + 1] the highest so far, until now.
        end: [n] where the paths are now.
        levels: [n] to be found.
    """
    last = climb.shape[1] - 1
    reached = climb >= levels[:, None]
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), last)
    rows = np.arange(len(levels))
    above, below = climb[rows, first], climb[rows, np.maximum(first - 1, 0)]
    step = np.maximum(above - below, 1e-9)
    when = first - np.where(first > 0, (above - levels) / step, 0.0)
    when = np.where(first == 0, -(climb[:, 0] - levels) / PAST_SPEED * 12.0, when)
    return np.asarray(np.maximum(np.where(levels >= end, 0.0, last - when), 0.0))


def months_behind(history: History, place: int) -> FloatArray:
    """Months that a lab's best model on sale is behind the frontier; shape [runs, months + 1]."""
    return lag_months(frontier(history), history.series("capability")[:, :, place])


def growth_per_year(series: FloatArray, months: int) -> FloatArray:
    """Factor by which a figure grew a year between month 0 and `months`; shape [runs]."""
    start = np.maximum(series[:, 0], 1e-300)
    return np.asarray((np.maximum(series[:, months], 1e-300) / start) ** (12.0 / months))


def leads(history: History, member: BoolArray, month: int) -> BoolArray:
    """Whether the best model of a group is the best of all at a month; a tie is no lead.

    Returns:
        [runs] True where the group's best is strictly above everyone else's.
    """
    ours = best(history, member)[:, month]
    theirs = best(history, ~member)[:, month]
    return np.asarray(ours > theirs)


def over_labs(values: FloatArray) -> FloatArray:
    """Sum over the last axis, lab by lab: the same bits whatever the number of runs."""
    total = values[..., 0].copy()
    for lab in range(1, values.shape[-1]):
        total += values[..., lab]
    return np.asarray(total)


def shares(history: History, member: BoolArray, figure: str, month: int) -> FloatArray:
    """Sum of a share (token_share or revenue_share) over a group at a month; shape [runs]."""
    return over_labs(history.series(figure)[:, month] * member)


def concentration(history: History, figure: str = "token_share") -> FloatArray:
    """Herfindahl index of a share; shape [runs, months + 1]."""
    values = history.series(figure)
    return over_labs(values * values)


def median_interval(values: FloatArray, coverage: float = 0.9) -> tuple[float, float, float]:
    """Median and the interval that holds a given share of the runs; nan entries are left out."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return (float("nan"), float("nan"), float("nan"))
    tail = (1.0 - coverage) / 2.0
    low, middle, high = np.quantile(known, [tail, 0.5, 1.0 - tail])
    return float(middle), float(low), float(high)


class MeasureError(ScenarioError):
    """A measure that does not exist, or that this race has nothing of; says what to do instead."""


Groups = Mapping[str, BoolArray]
"""Name of a group of labs to [labs] who belongs to it."""


@dataclass(frozen=True)
class Measure:
    """A figure of every run in every month."""

    name: str
    unit: str
    meaning: str
    groups: tuple[str, ...]
    """Groups that must not be empty for it to mean anything."""
    path: Callable[[History, Groups], FloatArray]
    """[runs, months + 1] of a history."""


def groups_of(scenario: Scenario) -> dict[str, BoolArray]:
    """Everyone, the sides, homes and kinds that occur, and each lab by its name."""
    labs = scenario.labs
    found: dict[str, list[bool]] = {EVERYONE: [True for _ in labs]}
    found |= {side: [lab.side == side for lab in labs] for side in SIDES}
    found |= {home: [lab.home == home for lab in labs] for home in HOMES}
    found |= {kind: [lab.kind == kind for lab in labs] for kind in KINDS}
    for lab in labs:
        found.setdefault(lab.name, [other is lab for other in labs])
    return {name: np.array(member) for name, member in found.items() if any(member)}


Pair = Callable[[History, Groups], tuple[FloatArray, FloatArray]]
"""Paths of the best of two groups: who leads, who follows."""


def _sides(history: History, groups: Groups) -> tuple[FloatArray, FloatArray]:
    return best(history, groups["rich"]), best(history, groups["poor"])


def _countries(history: History, groups: Groups) -> tuple[FloatArray, FloatArray]:
    return best(history, groups["us"]), best(history, groups["china"])


def _openness(history: History, groups: Groups) -> tuple[FloatArray, FloatArray]:
    closed, opened = history.series("closed_capability"), history.series("open_capability")
    return np.asarray(closed.max(axis=2)), np.asarray(opened.max(axis=2))


def _duel(prefix: str, who: str, whom: str, groups: tuple[str, ...], pair: Pair) -> list[Measure]:
    """Lag, gap and lead of one group behind another; a tie is no lead."""

    def lag(history: History, known: Groups) -> FloatArray:
        return lag_months(*pair(history, known))

    def gap(history: History, known: Groups) -> FloatArray:
        leader, follower = pair(history, known)
        return leader - follower

    def lead(history: History, known: Groups) -> FloatArray:
        leader, follower = pair(history, known)
        return (follower > leader).astype(np.float64)

    start = "" if prefix == "poor" else f"{prefix}_"
    return [
        Measure(f"{start}lag_months", "months", f"{who} behind {whom}", groups, lag),
        Measure(f"{start}gap_points", "index points", f"{whom} less {who}", groups, gap),
        Measure(f"{prefix}_leads", "0 or 1", f"{who} is above {whom}", groups, lead),
    ]


def _concentration(figure: str) -> Callable[[History, Groups], FloatArray]:
    return lambda history, groups: concentration(history, figure)


def _ratio(history: History, groups: Groups) -> FloatArray:
    compute = history.series("compute")
    poor = over_labs(compute * groups["poor"])
    return np.asarray(over_labs(compute * groups["rich"]) / np.maximum(poor, 1e-9))


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        *_duel("poor", "best of the poor side", "best of the rich", SIDES, _sides),
        *_duel("chinese", "best Chinese lab", "best US lab", ("us", "china"), _countries),
        *_duel("open", "best open model", "best closed model", (), _openness),
        Measure("compute_gap", "1", "chips of the rich side over those of the poor", SIDES, _ratio),
        Measure("frontier", "index points", "best model on sale", (), lambda h, g: frontier(h)),
        Measure(
            "concentration", "1", "Herfindahl index of token shares", (),
            _concentration("token_share"),
        ),
        Measure(
            "revenue_concentration", "1", "Herfindahl index of revenue shares", (),
            _concentration("revenue_share"),
        ),
        Measure(
            "labs_left", "count", "labs still in the race", (),
            lambda h, g: over_labs(h.series("active")),
        ),
    )
}  # fmt: skip
"""Measures by name; those of groups and labs are made as they are asked for."""

BEST_OF = ("index points",)
MEAN_OF = (
    "1", "0 or 1", "choice", "months", "USD per million tokens", "decades", "share of compute",
    "hours per 1000 pieces",
)  # fmt: skip
"""Units of which a group has the best, or the mean, of its labs; of all others it has the sum."""
BEHIND = "months_behind"


def find_measure(name: str, scenario: Scenario) -> Measure:
    """The measure of that name, if a race of this scenario can have it.

    Args:
        name: of `MEASURES`, or "GROUP.FIGURE", "LAB.FIGURE", "market.FIGURE".
        scenario: whose groups and labs are meant.

    Raises:
        MeasureError: no such measure, group, lab or figure (with the nearest name), or the race has
            nobody in one of its groups.
    """
    groups = groups_of(scenario)
    if name in MEASURES:
        measure = MEASURES[name]
        for group in measure.groups:
            if group not in groups:
                raise MeasureError(
                    f"'{name}': nobody in {scenario.name} belongs to '{group}';"
                    " choose another measure or scenario"
                )
        return measure
    who, dot, figure = name.rpartition(".")
    if not dot:
        raise MeasureError(f"unknown measure '{name}'{nearest(name, MEASURES)}")
    if who == MARKET:
        return _of_market(name, figure)
    if who not in groups:
        raise MeasureError(f"'{name}': no group or lab '{who}'{nearest(who, (*groups, MARKET))}")
    return _of_group(name, who, figure)


def _of_market(name: str, figure: str) -> Measure:
    columns = {column.name: column for column in MARKET_RECORDED}
    if figure not in columns:
        raise MeasureError(f"'{name}': no figure '{figure}'{nearest(figure, columns)}")
    about = columns[figure]
    return Measure(
        name, about.unit, f"market: {about.meaning}", (), lambda h, g: h.market_series(figure)
    )


def _of_group(name: str, who: str, figure: str) -> Measure:
    columns = {column.name: column for column in LAB_RECORDED}
    if figure == BEHIND:
        meaning = f"{who}: since the best model on sale was as capable"
        return Measure(
            name, "months", meaning, (who,),
            lambda h, g: lag_months(frontier(h), best(h, g[who])),
        )  # fmt: skip
    if figure not in columns:
        raise MeasureError(f"'{name}': no figure '{figure}'{nearest(figure, (*columns, BEHIND))}")
    unit = columns[figure].unit

    def path(history: History, groups: Groups) -> FloatArray:
        values = history.series(figure)[:, :, groups[who]]
        if unit in BEST_OF:  # of those who are left, as in the lags and gaps
            left = history.series("active")[:, :, groups[who]] > 0
            return np.asarray(np.where(left, values, 0.0).max(axis=2))
        total = over_labs(values)
        return total / values.shape[-1] if unit in MEAN_OF else total

    return Measure(name, unit, f"{who}: {columns[figure].meaning}", (who,), path)
