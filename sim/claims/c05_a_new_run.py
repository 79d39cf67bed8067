"""C5: even instant knowledge costs a new run, about three months.

The essay says that a rival's idea is of no use until a model has been trained with it. Even a lab
that knew everything on the day of a release would need a new run, about three months.

In the model a run uses the ideas known when it began, so the claim is built in; the length of a run
is a choice. We make everything that a rival's release shows known to all at the next month's
research, let the poor train for two, three or five months at a time, and measure the months from
the day on which a rich lab first shows an idea to the day on which a poor lab sells a model with it
inside. That is longer than a run, for the run that is under way must end first.

Left out: breaking a run off, and putting a new method into one that is under way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import crossing, row, told
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on
from tenfold.sim.world import SERVING

ABOUT = (2.0, 5.0)
"""Months that count as about three."""
PER_MONTH = 0.7
"""Months of delay for a month of run length, from which on it is the run that costs them."""
LENGTHS = (2, 3, 5)
USUAL = 3
INSTANT = 2.0e4
"""Exposure at which even hard ideas are learned in the month after they are shown.

Not more: an idea that is known waits at a threshold of a million, which would be worn down again.
"""
LAST_MONTHS = 12
"""Ideas shown later than this before the end may not reach a model in time."""


def months_to_a_model(raced: Raced) -> FloatArray:
    """Months from a rich lab's showing an idea to its being in a poor lab's model on sale: [runs].

    Mean over the poor labs and the ideas that they learned after these were shown.
    """
    world, history = raced.race.world, raced.history
    shown = np.asarray(world.idea.shown_at)
    shower = np.asarray(world.idea.shown_by).astype(np.int64)
    counted = (shower >= 0) & raced.groups["rich"][np.maximum(shower, 0)]
    counted &= (shown >= 0.0) & (shown <= history.months - LAST_MONTHS)
    counted &= np.asarray(world.idea.kind) != SERVING
    models = history.series("models")
    poor = np.flatnonzero(raced.groups["poor"])
    mean = np.full(len(shown), np.nan)
    for run in range(len(shown)):
        waits: list[float] = []
        for lab in poor:
            known = np.asarray(world.known_at)[run, lab].astype(np.float64)
            late = counted[run] & (known > shown[run])
            sold = on_sale_at(models[run, :, lab], known[late])
            waits += [float(wait) for wait in sold - shown[run, late] if np.isfinite(wait)]
        if waits:
            mean[run] = sum(waits) / len(waits)
    return mean


def on_sale_at(models: FloatArray, known: FloatArray) -> FloatArray:
    """When ideas are in a model on sale: nan where the race ends before.

    Args:
        models: [months + 1] runs that a lab had finished by the end of each month.
        known: month in which each idea became known.
    """
    # A run that ends in month m is on the record of m + 1, in which the next one begins.
    ends: NDArray[np.int64] = np.flatnonzero(np.diff(models) > 0.0) + 1
    begun = np.searchsorted(ends, known)
    last = begun + 1 < len(ends)
    month = np.full(len(known), np.nan)
    month[last] = ends[begun[last] + 1] - 1.0
    return month


RULE = (
    "Supported if, with instant knowledge and runs of three months, 2 to 5 months pass until"
    " an idea is in a poor lab's model, and each month of run length adds more than 0.7, both in"
    " the whole interval. Contradicted if the whole interval of the months lies outside 2 to 5, or"
    " that of the months added below 0.7. Else it depends."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Months from seeing to selling where knowledge is instant, by the length of a run."""
    delay = {length: _at(found, "delay", "instant", length) for length in LENGTHS}
    usual, longest = delay[USUAL], LENGTHS[-1] - LENGTHS[0]
    slope = found.effect_of(
        (_values(found, LENGTHS[-1]) - _values(found, LENGTHS[0])) / longest, "months per month"
    )
    kind: Kind = "depends"
    if usual.within(*ABOUT) and slope.above(PER_MONTH):
        kind = "supported"
    elif usual.below(ABOUT[0]) or usual.above(ABOUT[1]) or slope.below(PER_MONTH):
        kind = "contradicted"
    on = depends_on(usual, found.points) if kind == "depends" else ""
    slow = _at(found, "delay", "usual", USUAL)
    turn = crossing(LENGTHS, list(delay.values()), ABOUT[0], USUAL)
    short = (
        f"no run of {LENGTHS[0]} to {LENGTHS[-1]} months brings it below {ABOUT[0]:g}"
        if turn is None
        else f"a run of {turn:.1f} months would bring it to {ABOUT[0]:g}"
    )
    says = (
        f"With knowledge at once and runs of three months, an idea is in a poor lab's model"
        f" {told(usual)} months after it was shown, the wait for the run under way included"
        f" ({slow.middle:.1f} at the usual speed of copying). Each month of run length adds"
        f" {slope.middle:.2f}; {short}."
    )
    effects = {f"instant, runs of {USUAL} months": usual}
    effects |= {f"instant, runs of {length} months": effect for length, effect in delay.items()}
    effects |= {"a month longer run": slope, "usual copying, runs of 3 months": slow}
    effects |= {
        f"lag left, instant, runs of {length} months": _at(found, "lag", "instant", length)
        for length in LENGTHS
    }
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _at(found: Found, read: str, arm: str, length: int) -> Effect:
    return found.level(read, arm, {"poor.run_months": length}, "months")


def _values(found: Found, length: int) -> FloatArray:
    return found.values("delay", "instant", {"poor.run_months": length})


def _picture(found: Found) -> Dots:
    rows = []
    for arm, name in (("instant", "known at once"), ("usual", "usual copying")):
        for length in LENGTHS:
            rows.append(row(f"{name}, runs of {length} months", _at(found, "delay", arm, length)))
    return Dots(
        rows,
        "months from a rich lab's release to a poor lab's model with the idea",
        "Knowing at once still costs a run",
        marks=tuple((float(length), f"run of {length}") for length in LENGTHS),
    )


CLAIM = Claim(
    number="C5",
    title="Even instant knowledge costs a new run",
    text="E",
    says="Even a lab that learned a rival's idea at once would need a new run to use it, about"
    " three months.",
    standing="built in",
    matters="2 to 5 months count as about three; 0.7 months of delay for a month of run length.",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={
            "usual": {},
            "instant": {"world.closed_exposure": INSTANT, "world.open_exposure": INSTANT},
        },
        reads={"delay": months_to_a_model, "lag": "lag_months.m25-48"},
        cross={"poor.run_months": LENGTHS},
    ),
    judge=judge,
)
