"""Study: everything that a report shows, computed once; pages and pictures only draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.sweep.answer.effects import Effect
from tenfold.sim.sweep.answer.fans import Fan, Paths, fans_of
from tenfold.sim.sweep.answer.findings import Findings, find
from tenfold.sim.sweep.answer.prim import Discovery, discover
from tenfold.sim.sweep.answer.results import AnalysisError, FloatArray, Results
from tenfold.sim.sweep.answer.sensitivity import Bin, generator
from tenfold.sim.sweep.answer.series import Series, difference, is_asked, reference_of, series_of
from tenfold.sim.sweep.answer.telling import Told, tell

PAGE, SUMMARY, EFFECTS, SENSITIVITY = (
    "report.html",
    "summary.json",
    "effects.csv",
    "sensitivity.csv",
)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SAMPLE = 160
"""Single races that a picture of a distribution shows."""
CURVES = 6
"""Parameters whose main effects are drawn: those that move the answer most."""
LEADS = "_leads"


@dataclass(frozen=True)
class Spread:
    """How an outcome, or a difference, spreads over single races.

    Attributes:
        name: of the series, or "plus − minus".
        quantiles: 5, 25, 50, 75, 95 %.
        effect: mean and intervals.
        values: [sample] of single races, evenly drawn.
        runs: [sample] their numbers (of a difference: of its first side); -1 where unknown.
        asked: whether this is the contrast that the question asks for.
    """

    name: str
    quantiles: tuple[float, ...]
    effect: Effect
    values: FloatArray
    runs: NDArray[np.int64]
    asked: bool = False


@dataclass(frozen=True)
class Curve:
    """Main effect of one parameter: bins by series."""

    parameter: str
    bins: tuple[tuple[str, tuple[Bin, ...]], ...]


@dataclass(frozen=True)
class OutcomeReport:
    """One outcome: how it spreads by series, paired differences, main effects."""

    name: str
    levels: tuple[Spread, ...]
    differences: tuple[Spread, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Scenarios:
    """Scenario discovery for one outcome of 0 or 1, in one arm.

    Attributes:
        outcome: its column.
        arm: name of the arm.
        found: the box; None where there is none.
        reason: why there is none.
    """

    outcome: str
    arm: str
    found: Discovery | None
    reason: str


@dataclass(frozen=True)
class Report:
    """All of a report."""

    results: Results
    findings: Findings
    told: Told
    series: tuple[Series, ...]
    reference: int
    outcomes: tuple[OutcomeReport, ...]
    scenarios: tuple[Scenarios, ...]
    fans: tuple[Fan, ...]
    fans_note: str


def study(results: Results, paths: Paths | None = None, no_paths: str = "") -> Report:
    """Analyse a sweep.

    Args:
        results: of the sweep, complete or not.
        paths: computes races anew for fan charts; None where that is impossible.
        no_paths: why it is impossible.

    Raises:
        AnalysisError: nothing can be said at all.
    """
    findings = find(results)
    series = series_of(results)
    reference = reference_of(results, series)
    by_swing = [swing.name for swing in findings.swings if not swing.factor]
    by_index = [index.name for index in findings.indices if index.name in by_swing]
    curves = (by_index or by_swing)[:CURVES]
    outcomes = tuple(
        _outcome(results, outcome, series, reference, curves) for outcome in results.outcomes
    )
    fans, note = fans_of(results, series, paths, no_paths)
    return Report(
        results, findings, tell(results, findings), series, reference, outcomes,
        tuple(_scenarios(results)), fans, note,
    )  # fmt: skip


def _outcome(
    results: Results,
    outcome: str,
    series: tuple[Series, ...],
    reference: int,
    parameters: Sequence[str],
) -> OutcomeReport:
    base = series[reference]
    runs = _runs(results)
    levels, differences = [], []
    for each in series:
        effect = each.level(results, outcome, series)
        if effect is not None:
            cube = each.cube(results, outcome)
            levels.append(_spread(each.name, cube, effect, _of(runs, each)))
        if each is base:
            continue
        values, effect = difference(results, outcome, each, base, series)
        if effect is not None:
            name = f"{each.name} − {base.name}"
            asked = is_asked(results, outcome, each, base)
            differences.append(_spread(name, values, effect, _of(runs, each), asked))
    curves = []
    for name in parameters:
        bins = [(each.name, tuple(each.main_effect(results, outcome, name))) for each in series]
        curves.append(Curve(name, tuple(pair for pair in bins if pair[1])))
    return OutcomeReport(outcome, tuple(levels), tuple(differences), tuple(curves))


def _runs(results: Results) -> FloatArray:
    """Number of each race, as a cube; nan where there is none."""
    values = np.full(
        (len(results.arms), len(results.cells), len(results.points), results.lucks), np.nan
    )
    values[results.address] = results.frame["run"].to_numpy(dtype=np.float64)
    return values


def _of(runs: FloatArray, series: Series) -> FloatArray:
    arms, cells = (list(each) for each in zip(*series.places, strict=True))
    return np.asarray(runs[arms, cells])


def _spread(
    name: str, values: FloatArray, effect: Effect, runs: FloatArray, asked: bool = False
) -> Spread:
    known = np.isfinite(values)
    flat, numbers = values[known], runs[known]
    picked = np.sort(generator().permutation(len(flat))[:SAMPLE])
    low = tuple(float(each) for each in np.quantile(flat, QUANTILES))
    of_picked = np.where(np.isfinite(numbers), numbers, -1.0)[picked].astype(np.int64)
    return Spread(name, low, effect, flat[picked], of_picked, asked)


def _scenarios(results: Results) -> list[Scenarios]:
    """A box per arm for every outcome that says whether a side leads at one time."""
    found = []
    for outcome in results.outcomes:
        measure = outcome.rpartition(".")[0]
        if not measure.endswith(LEADS):
            continue
        for number, arm in enumerate(results.arms):
            try:
                found.append(Scenarios(outcome, arm, discover(results, outcome, number), ""))
            except AnalysisError as problem:
                found.append(Scenarios(outcome, arm, None, str(problem)))
    return found
