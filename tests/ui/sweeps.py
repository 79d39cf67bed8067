"""A made-up sweep and its report, for tests of pages, charts and pictures that need no race."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tenfold.sim.sweep.answer.results import Asked, Label, Provenance, Results
from tenfold.sim.sweep.answer.study import Report, study
from tests.sim.sweep.answer.made_up import spread, sweep

LAG, LEADS = "lag_months.end", "poor_leads.end"
MONTHS = 12
NASTY = '<script>alert("x")</script> & </script> {b} $\\frac{1}$ $'


def made_up_results(
    arms: tuple[str, ...] = ("none", "distil", "guarded"),
    parameters: tuple[str, ...] = ("a", "b"),
    points: int = 24,
    lucks: int = 6,
    **more: object,
) -> Results:
    """A sweep with a lag, a lead, two cells; the first arm is the reference."""

    def lag(arm, cell, values, luck):
        help_ = arms.index(arm) * (1.0 + values.get("a", 0.5)) * cell["compute_ratio"] / 10
        return 9.0 - help_ + 0.5 * (luck % 6 - 2.5)

    def leads(arm, cell, values, luck):
        return float(values.get("a", 0.0) > 0.5 and arm == arms[-1] and luck > 1)

    asked = Asked(LAG, arms[1], arms[0], None, {"compute_ratio": 10}, 1.0) if arms[1:] else None
    results = sweep(
        {LAG: lag, LEADS: leads}, arms, {"compute_ratio": (3.0, 10.0)},
        spread(parameters, points), lucks, asked, (LEADS,), months=MONTHS,
    )  # fmt: skip
    text = "best of the poor side behind best of the rich, in the last month"
    labels = {**results.labels, LAG: Label(text, "months")}
    return replace(results, labels=labels, **more)


def made_up_paths(measure, arm, cell, runs):
    """Paths that rise to a place that the run decides."""
    ends = 5.0 + (np.asarray(runs) % 7)
    return np.arange(MONTHS + 1), ends[:, None] * np.linspace(0.4, 1.0, MONTHS + 1)[None, :]


def made_up_report(**more: object) -> Report:
    """The report of that sweep, fans included."""
    return study(made_up_results(**more), made_up_paths)


def hostile_results() -> Results:
    """A sweep whose every text tries to break out of the page."""
    results = made_up_results(arms=("none", NASTY, "x" * 120))
    labels = {name: Label(NASTY, "months") for name in results.outcomes}
    about = Provenance(NASTY, NASTY, {NASTY: NASTY}, {NASTY: NASTY}, ({"time": NASTY},))
    return replace(
        results, question=NASTY, scenario=NASTY, labels=labels, provenance=about,
        meanings={"a": NASTY, "b": "b" * 200, "compute_ratio": NASTY},
        choices={NASTY: {NASTY: NASTY}},
    )  # fmt: skip
