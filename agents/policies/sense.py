"""What every sensible lab knows: where it stands, and how it would share out chips and money.

The built-in policies start from `sensible` and change what makes them themselves. Thresholds are in
points of the capability index, shares as in `Decision`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import (
    CLOSED,
    DECLINE,
    DENY,
    LET_GO,
    MATCH,
    OPEN,
    OPEN_BOOKS,
    SETTLE,
    TAKE,
    TAKE_HALF,
    Decision,
)
from tenfold.agents.observation import Observation

FloatArray = NDArray[Any]

TRAINING_POOR, TRAINING_RICH = 0.25, 0.20
"""Share of research compute in the final run: what best replies are, flatly."""
COPY_POOR, COPY_RICH = 0.60, 0.40
"""Share of research that rebuilds what rivals have shown."""
MANY_IDEAS = 10.0
"""Copyable ideas at which a lab copies as much as it ever would."""
SERVING_LEAST, SERVING_MOST = 0.03, 0.55
"""Bounds of the share that serves customers, however few or many they are."""
SERVING_ROOM = 1.15
"""Chips for customers against today's need: demand grows while a turn passes."""
AUTOMATION_POOR, AUTOMATION_RICH = 0.03, 0.12
"""Share of experiments given to AI researchers: good ones need a good model and many chips."""
LONG_SHOTS, CHEAPER_SERVING = 0.10, 0.07
"""Shares of research for breakthroughs and for serving costs, in a lab without a character."""
DISTIL_FROM, DISTIL_FULL = 3.0, 9.0
"""Points behind the best rival at which distilling begins to pay, and at which it pays fully."""
STATE_PULL = 1.0
"""Points by which a state that wants open weights (China's) moves the choice towards open."""
SALES_PULL = 2.0
"""Points by which a lab whose sales pay for all it does is moved towards closed."""
HABIT = 1.5
"""Points by which a lab stays as it is: nobody opens and closes by turns."""
DEEP_CHANNELS = 8.0
"""Points behind at which a lab under export control goes further down the list of channels."""
RESERVE = 3.0
"""Months of losses that cash should cover before a lab spends freely."""
SPARE = 6.0
"""Times that cash should cover what an affair costs before a lab pays for its answer."""
LONG_BAN = 4.0
"""Months of a ban from which on a lab that learns from closed rivals would pay to shorten it."""


def behind(seen: Observation) -> FloatArray:
    """Points by which the best model of any rival on sale beats our best; negative: we lead."""
    return seen.best_rival() - seen.capability


def richness(seen: Observation) -> FloatArray:
    """Own chips against the richest rival's: 0 at a tenth or less, 1 at half or more."""
    ratio = seen.compute / np.maximum(seen.best_rival("compute_estimate"), 1.0)
    return np.minimum(np.maximum((ratio - 0.1) * 2.5, 0.0), 1.0)


def sales_cover(seen: Observation) -> FloatArray:
    """Share of all costs that sales pay, 0 to 1."""
    return np.minimum(np.maximum(seen.revenue / np.maximum(seen.spending, 1.0), 0.0), 1.0)


def comfort(seen: Observation) -> FloatArray:
    """1 when cash covers the reserve at the present losses or nothing is lost; 0 when broke."""
    losses = np.maximum(seen.spending - np.maximum(seen.budget, seen.revenue), 1.0)
    return np.minimum(np.maximum(seen.cash / (RESERVE * losses), 0.0), 1.0)


def ramp(value: FloatArray, start: float, full: float) -> FloatArray:
    """0 up to `start`, 1 from `full` on, straight between."""
    return np.minimum(np.maximum((value - start) / (full - start), 0.0), 1.0)


def split_compute(
    plan: Decision,
    seen: Observation,
    training: Any,
    least: float = SERVING_LEAST,
    most: float = SERVING_MOST,
) -> None:
    """Serve what customers need, within bounds; of the rest, give `training` to the final run."""
    serving = np.minimum(np.maximum(SERVING_ROOM * seen.serving_need, least), most)
    plan.serving = serving
    plan.training = (1.0 - serving) * training
    plan.experiments = 1.0 - serving - plan.training


def split_research(plan: Decision, replicate: Any, moonshot: Any, efficiency: Any) -> None:
    """Set the three named shares of research; exploring gets what is left."""
    plan.replicate = replicate
    plan.moonshot = moonshot
    plan.efficiency = efficiency
    plan.explore = np.maximum(1.0 - replicate - moonshot - efficiency, 0.0)


def copying(seen: Observation, rich: FloatArray) -> FloatArray:
    """Share of research that copies: more for the poor, and when rivals have shown many ideas."""
    most = COPY_POOR - (COPY_POOR - COPY_RICH) * rich
    plenty = np.minimum(np.maximum(seen.copyable, 0.0) / MANY_IDEAS, 1.0)
    return most * (0.4 + 0.6 * plenty)


def distilling(gap: FloatArray, most: float = 1.0, start: float = DISTIL_FROM) -> FloatArray:
    """Intensity of training on a better rival's answers, growing with the gap."""
    return most * ramp(gap, start, start + DISTIL_FULL - DISTIL_FROM)


def leaning(seen: Observation, gap: FloatArray, state_pull: float = STATE_PULL) -> FloatArray:
    """How strongly government and business speak for open weights, in points of the index.

    Points behind, plus what a state that wants open weights adds (China's), less what sales would
    lose, and habit, which keeps a lab as it is near the border. Ideology is the number with which a
    policy compares it: an idealist opens at any leaning, a business only when far behind.
    """
    state = state_pull if seen.homes[seen.me] == "china" else 0.0
    habit = HABIT * (seen.flagship_open[seen.me] - 0.5)
    lean: FloatArray = gap + (habit + state) - SALES_PULL * sales_cover(seen)
    return lean


def release(opened: FloatArray, when_open: int = OPEN, otherwise: int = CLOSED) -> FloatArray:
    """One release where `opened`, another elsewhere, as the numbers that Decision keeps."""
    return np.where(opened, float(when_open), float(otherwise))


def answer(plan: Decision, seen: Observation, gap: FloatArray) -> None:
    """Answer open affairs: pay where cash is ample and the matter is worth it, else do nothing.

    Where nothing is asked, or the race leaves affairs to custom, the answers stay the custom's.
    A lab that is behind settles a long ban; one whose weights are open has no books to hide.
    """
    ample = (seen.cash > SPARE * seen.accused) * (gap > DISTIL_FROM) * (seen.banned > LONG_BAN)
    shown = seen.flagship_open[seen.me] > 0.0
    books = np.where(shown, float(OPEN_BOOKS), np.where(ample, float(SETTLE), float(DENY)))
    plan.on_accused = np.where(seen.accused > 0.0, books, float(DENY))
    match = (seen.poached > 0.0) * (seen.cash > SPARE * seen.poached)
    plan.on_poached = np.where(match, float(MATCH), float(LET_GO))
    half = np.where(seen.cash > 0.5 * SPARE * seen.offered, float(TAKE_HALF), float(DECLINE))
    taken = np.where(seen.cash > SPARE * seen.offered, float(TAKE), half)
    plan.on_offered = np.where(seen.offered > 0.0, taken, float(DECLINE))


def sensible(seen: Observation, gap: FloatArray, rich: FloatArray) -> Decision:
    """A plan without a character: what most labs would do with these books in this place.

    Args:
        seen: what the lab sees.
        gap: `behind(seen)`.
        rich: `richness(seen)`.
    """
    ease = comfort(seen)
    plan = Decision(
        automation=AUTOMATION_POOR + (AUTOMATION_RICH - AUTOMATION_POOR) * rich,
        distil=distilling(gap, 0.6),
        flagship_release=float(CLOSED),
        mini_release=float(CLOSED),
        protection=np.where(gap < 0.0, 0.5, 0.2),
        channels=np.where(gap > DEEP_CHANNELS, 3.0, 2.0),
        order=ease,
        pay=0.7 + 0.4 * ease,
        data=0.02 + 0.04 * ease,
    )
    split_compute(plan, seen, TRAINING_POOR - (TRAINING_POOR - TRAINING_RICH) * rich)
    split_research(plan, copying(seen, rich), LONG_SHOTS, CHEAPER_SERVING)
    answer(plan, seen, gap)
    return plan
