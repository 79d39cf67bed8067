"""Dials: what a schedule sets of a seat, and the steps that a search may take.

Every dial has a ladder of plain values. People can read them, and the last bits of a search's
arithmetic, which differ between processors, cannot change a schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import CLOSED, LEVER, OPEN, STAGED, Decision

FloatArray = NDArray[np.float64]
PRICES = (0.25, 0.35, 0.5, 0.7, 0.85, 1.0, 1.2, 1.4, 2.0, 2.8, 4.0)
SIZES = (0.25, 0.35, 0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.4, 2.0, 2.8, 4.0)
LEAST_SERVING, MOST_SERVING = 0.02, 0.70
"""Bounds of the share of compute that serves customers, however the dial stands."""


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    count = round((high - low) / step)
    return tuple(round(low + step * k, 6) for k in range(count + 1))


@dataclass(frozen=True)
class Dial:
    """One thing that a schedule sets.

    Attributes:
        name: of a lever, or of a share that several levers are made of.
        label: for people.
        ladder: values that a search tries, from low to high.
        usual: the value that a decision of the seat's own policy comes to, an entry per run.
        by_phase: whether every phase of the race has a value of its own.
        ordered: whether neighbours on the ladder are alike.
    """

    name: str
    label: str
    ladder: tuple[float, ...]
    usual: Callable[[Decision], FloatArray]
    by_phase: bool = False
    ordered: bool = True

    def nearest(self, value: float) -> int:
        """Place on the ladder that is nearest to a value."""
        return min(range(len(self.ladder)), key=lambda place: abs(self.ladder[place] - value))


def _lever(
    name: str, ladder: tuple[float, ...], ordered: bool = True, by_phase: bool = False
) -> Dial:
    return Dial(
        name,
        LEVER[name].label,
        ladder,
        lambda decision: np.asarray(getattr(decision, name), dtype=np.float64),
        by_phase,
        ordered,
    )


def run_share(decision: Decision) -> FloatArray:
    """Share of R&D compute (experiments and training) that the final run gets."""
    training = np.asarray(decision.training, dtype=np.float64)
    both = training + np.asarray(decision.experiments, dtype=np.float64)
    return np.where(both > 0.0, training / np.where(both > 0.0, both, 1.0), 0.0)


def copy_share(decision: Decision) -> FloatArray:
    """Share of copying in what copying and exploring get together."""
    copied = np.asarray(decision.replicate, dtype=np.float64)
    both = copied + np.asarray(decision.explore, dtype=np.float64)
    return np.where(both > 0.0, copied / np.where(both > 0.0, both, 1.0), 0.0)


DIALS: tuple[Dial, ...] = (
    Dial(
        "run_share", "Final run, share of R&D compute", _steps(0.02, 0.60, 0.02), run_share,
        by_phase=True,
    ),
    Dial(
        "copy_share", "Copying, share of copying and exploring", _steps(0.0, 1.0, 0.1), copy_share,
        by_phase=True,
    ),
    _lever("distil", _steps(0.0, 1.0, 0.1), by_phase=True),
    Dial(
        "serving_times", "Serving, times its own", _steps(0.4, 1.6, 0.1),
        lambda decision: np.ones_like(np.asarray(decision.serving, dtype=np.float64)),
    ),
    _lever("moonshot", _steps(0.0, 0.40, 0.04)),
    _lever("efficiency", _steps(0.0, 0.30, 0.03)),
    _lever("automation", _steps(0.0, 0.5, 0.05)),
    _lever("run_months", _steps(2.0, 9.0, 1.0)),
    _lever("model_size", SIZES),
    _lever("post_training", _steps(0.0, 0.6, 0.05)),
    _lever("protection", _steps(0.0, 1.0, 0.1)),
    _lever("flagship_release", (float(CLOSED), float(OPEN), float(STAGED)), ordered=False),
    _lever("mini_release", (float(CLOSED), float(OPEN), float(STAGED)), ordered=False),
    _lever("flagship_price", PRICES),
    _lever("mini_price", PRICES),
)  # fmt: skip
"""All dials, in the order in which a search turns them."""
DIAL: dict[str, Dial] = {dial.name: dial for dial in DIALS}
NAMES = tuple(DIAL)
RESEARCH = ("moonshot", "efficiency", "copy_share")
PLAIN = tuple(name for name in NAMES if name in LEVER and name not in RESEARCH)
"""Dials that are levers which no other lever must make room for."""


def turn(decision: Decision, values: Mapping[str, FloatArray]) -> Decision:
    """Set dials in a decision of the seat's own policy; what no dial sets stays as it is.

    Args:
        decision: what the policy would do; changed in place.
        values: dial name to one value per run.
    """
    if "serving_times" in values or "run_share" in values:
        _split_compute(decision, values)
    if any(name in values for name in RESEARCH):
        _split_research(decision, values)
    for name in PLAIN:
        if name in values:
            setattr(decision, name, values[name])
    return decision


def _split_compute(decision: Decision, values: Mapping[str, FloatArray]) -> None:
    share = values.get("run_share", run_share(decision))
    serving = np.asarray(decision.serving, dtype=np.float64)
    if "serving_times" in values:
        wished = serving * values["serving_times"]
        serving = np.minimum(np.maximum(wished, LEAST_SERVING), MOST_SERVING)
    decision.serving = serving
    decision.training = (1.0 - serving) * share
    decision.experiments = 1.0 - serving - decision.training


def _split_research(decision: Decision, values: Mapping[str, FloatArray]) -> None:
    """Long shots and cheaper serving first, within what there is; then copying and exploring."""
    copied = values.get("copy_share", copy_share(decision))
    moonshot = values.get("moonshot", np.asarray(decision.moonshot, dtype=np.float64))
    own = np.asarray(decision.efficiency, dtype=np.float64)
    decision.moonshot = moonshot
    decision.efficiency = np.minimum(values.get("efficiency", own), 1.0 - moonshot)
    rest = 1.0 - decision.moonshot - decision.efficiency
    decision.replicate = rest * copied
    decision.explore = rest - decision.replicate
