"""The study: the hindcast raced over an ensemble, judged, and laid out as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tenfold.scenarios.ensembles import Ensemble
from tenfold.sim.calibration.space import latin, make_space
from tenfold.sim.compiled import engine_version
from tenfold.sim.experiments.pool import Pool
from tenfold.sim.experiments.written import plain
from tenfold.sim.hindcast.bands import INDEX_ERROR, weigh
from tenfold.sim.hindcast.judge import BANDS, LEVELS, MIDDLE, RULED, Errors, Judged, judge
from tenfold.sim.hindcast.naive import KNOWN, NAIVE
from tenfold.sim.hindcast.observed import Observed, month_end, observe
from tenfold.sim.hindcast.quantities import QUANTITIES, FloatArray
from tenfold.sim.hindcast.simulate import Simulated, simulate
from tenfold.sim.hindcast.start import load_hindcast

ENSEMBLE = "before-2025"
"""Fitted to data before 2025 alone."""
MONTHS = 24
SEED = 1
LUCKS = 32
QUICK_ROWS, QUICK_LUCKS = 48, 8


@dataclass(frozen=True)
class View:
    """One way of counting models and of weighing races.

    Attributes:
        previews: whether models count from the day they were shown; else from the day of sale.
        weighed: whether races are weighed by their first year; else by the ensemble alone.
        error: index points of error of the model's own, where races are weighed.
        prior: whether races are of points even over all ranges, in place of the ensemble's.
    """

    previews: bool
    weighed: bool
    error: float = INDEX_ERROR
    prior: bool = False

    @property
    def name(self) -> str:
        """For tables."""
        counted = "models when shown" if self.previews else "models when sold"
        if self.prior:
            return f"{counted}, the even prior: no fit, no weights"
        if not self.weighed:
            return f"{counted}, all races of the ensemble"
        points = f"{self.error:g} point{'' if self.error == 1.0 else 's'}"
        return f"{counted}, races weighed by 2024 with an error of {points}"


MAIN = View(previews=False, weighed=True)
"""What the rule is about."""
VIEWS = (
    MAIN,
    View(False, True, INDEX_ERROR / 2.0),
    View(False, True, 2.0 * INDEX_ERROR),
    View(False, False),
    View(False, False, prior=True),
    View(True, True),
    View(True, False),
)


@dataclass(frozen=True)
class Study:
    """A judged hindcast.

    Attributes:
        ensemble: parameter sets.
        lucks: races per parameter set.
        simulated: what the races did.
        judged: by view.
    """

    ensemble: Ensemble
    lucks: int
    simulated: Simulated
    judged: dict[View, Judged]

    @property
    def rows(self) -> int:
        """Parameter sets raced."""
        return len(self.simulated.stocks)

    @property
    def main(self) -> Judged:
        """The view that the rule is about."""
        return self.judged[MAIN]


def run_study(
    ensemble: Ensemble,
    quick: bool = False,
    jobs: int = 1,
    passed: Callable[[int], None] | None = None,
) -> Study:
    """Race and judge the hindcast.

    Args:
        ensemble: parameter sets fitted to data before 2025.
        quick: a few rows and lucks: enough to see that everything runs.
        jobs: processes.
        passed: told how many races are done, of twice `lucks` a row: the prior's come last.
    """
    frame, weights = rows_of(ensemble, quick)
    lucks = QUICK_LUCKS if quick else LUCKS
    with Pool(jobs) as pool:
        simulated = simulate(frame, lucks, SEED, MONTHS, passed=passed, pool=pool)
        prior = simulate(prior_rows(len(frame)), lucks, SEED, MONTHS, passed=passed, pool=pool)
    return Study(ensemble, lucks, simulated, judge_views(simulated, weights, prior))


def prior_rows(count: int) -> pd.DataFrame:
    """Points of a Latin hypercube, even over the ranges of all parameters: what no fit has seen.

    Args:
        count: how many; the numbers of the rows are those of the ensemble's, so that both meet the
            same stocks and lucks.
    """
    space = make_space()
    points = space.natural(latin(count, len(space.names), SEED))
    return pd.DataFrame(points, columns=list(space.names))


def rows_of(ensemble: Ensemble, quick: bool) -> tuple[pd.DataFrame, FloatArray]:
    """Parameter sets by number, and their weights; in the short form, a few drawn by weight."""
    if quick:
        frame = ensemble.draw(QUICK_ROWS, SEED)
        return frame, np.full(len(frame), 1.0 / len(frame))
    weights = ensemble.frame["weight"].to_numpy(np.float64)
    return ensemble.frame[list(ensemble.parameters)], weights


def judge_views(simulated: Simulated, weights: FloatArray, prior: Simulated) -> dict[View, Judged]:
    """Judge the same races in every view, and those of the even prior in its own.

    Args:
        simulated: races of 24 months.
        weights: [rows] of the ensemble.
        prior: races of points even over all ranges.
    """
    found = {}
    lucks = simulated.values["best_us"].shape[1]
    for view in VIEWS:
        observed = observe(MONTHS, view.previews)
        if view.prior:
            shape = prior.values["best_us"].shape[:2]
            found[view] = judge(prior.values, np.full(shape, 1.0 / np.prod(shape)), observed)
            continue
        even = np.repeat(weights[:, None], lucks, axis=1) / (weights.sum() * lucks)
        races = even
        if view.weighed:
            races = weigh(simulated.values, observed, weights, view.error)
        found[view] = judge(simulated.values, races, observed)
    return found


def series_table(study: Study) -> pd.DataFrame:
    """Every month of every quantity: observed, bands of the main view, naive forecasts."""
    sold, shown = observe(MONTHS, False), observe(MONTHS, True)
    parts = []
    for name, quantity in QUANTITIES.items():
        columns: dict[str, Any] = {
            "quantity": name,
            "unit": quantity.unit,
            "month": np.arange(MONTHS + 1),
            "date": [month_end(month).isoformat() for month in range(MONTHS + 1)],
            "observed": sold.values[name],
            "observed_with_previews": shown.values[name],
        }
        for level, path in zip(LEVELS, study.main.bands[name], strict=True):
            columns[f"q{100 * level:02.0f}"] = path
        for title, forecast in NAIVE.items():
            columns[title.replace(" ", "_")] = _after_known(forecast(sold, name))
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _after_known(path: FloatArray) -> FloatArray:
    return np.where(np.arange(len(path)) > KNOWN, path, np.nan)


def study_json(study: Study) -> dict[str, Any]:
    """All figures of the study, for programs."""
    table = {
        "what": "hindcast of 2024 and 2025 from the end of 2023, judged on 2025",
        "engine": engine_version(),
        "scenario": load_hindcast().name,
        "ensemble": {"name": study.ensemble.name, "rows": study.rows} | _origin(study.ensemble),
        "lucks": study.lucks,
        "seed": SEED,
        "passes": study.main.passes,
        "views": [
            {
                "previews": view.previews,
                "weighed": view.weighed,
                "error": view.error,
                "prior": view.prior,
            }
            | _judged_json(judged)
            for view, judged in study.judged.items()
        ],
        "stocks": _stocks_json(study.simulated.stocks),
        "shares": shares(study),
    }
    tidy: dict[str, Any] = plain(table)
    return tidy


def _origin(ensemble: Ensemble) -> dict[str, Any]:
    return {key: str(ensemble.about[key]) for key in ("sha256", "engine") if key in ensemble.about}


def _judged_json(judged: Judged) -> dict[str, Any]:
    return {
        "passes": judged.passes,
        "beats": judged.beats,
        "covered": {str(width): share for width, share in judged.covered.items()},
        "worth": judged.worth,
        "families": {name: _errors_json(each) for name, each in judged.families.items()},
        "quantities": {name: _errors_json(each) for name, each in judged.errors.items()},
        "first_year": {name: _errors_json(each) for name, each in judged.first_year.items()},
    }


def _errors_json(errors: Errors) -> dict[str, Any]:
    return {
        "mean_absolute_error": errors.absolute,
        "bias": errors.bias,
        "covered": {str(width): share for width, share in errors.covered.items()},
        "naive": errors.naive,
        "skill": errors.skill,
        "months": errors.months,
    }


def _stocks_json(stocks: pd.DataFrame) -> dict[str, dict[str, float]]:
    drawn = stocks.quantile([0.05, 0.5, 0.95])
    return {
        str(lab): {"q05": float(q[0.05]), "q50": float(q[0.5]), "q95": float(q[0.95])}
        for lab, q in drawn.items()
    }


def shares(study: Study) -> list[dict[str, Any]]:
    """Token shares of the main view beside the few that are published, each of one marketplace."""
    from tenfold.scenarios.evidence import load_evidence

    market = load_evidence("market")
    found = []
    for name, key, months in (
        ("share_open_tokens", "share.open_tokens", slice(MONTHS, None)),
        ("share_china_tokens", "share.chinese_open_tokens", slice(KNOWN + 1, None)),
    ):
        bands = study.main.bands[name][:, months].mean(axis=1)
        low, high = BANDS[80]
        found.append(
            {
                "quantity": name,
                "published": market[key].value,
                "meaning": market[key].meaning,
                "q10": float(bands[low]),
                "q50": float(bands[MIDDLE]),
                "q90": float(bands[high]),
            }
        )
    return found


__all__ = [
    "ENSEMBLE", "MAIN", "RULED", "Observed", "Study", "View", "judge_views", "run_study",
    "series_table", "shares", "study_json",
]  # fmt: skip
