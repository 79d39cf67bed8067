"""Judging: what the judges of several claims share: parts of a claim, crossings, figures in words.

A claim that says several things at once is judged part by part. It is supported if every part
holds, contradicted if every part fails, and depends otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.verdict import Kind, depends_on

PERCENT = 100.0
MORE_RACES = "luck: more races would tell"


@dataclass(frozen=True)
class Part:
    """One thing that a claim says.

    Attributes:
        name: of what, in words: "yes for NAME".
        effect: that decides it.
        kind: supported where it holds, contradicted where it fails.
        by_luck: judged by the interval over luck alone; no constant can be why it is undecided.
    """

    name: str
    effect: Effect
    kind: Kind
    by_luck: bool = False


def at_least(name: str, effect: Effect, bound: float) -> Part:
    """A part that holds where the whole interval lies above a bound, and fails where below."""
    return Part(name, effect, _kind(effect.low, effect.high, bound))


def at_least_by_luck(name: str, effect: Effect, bound: float) -> Part:
    """The same by the interval over luck alone: for what happens too seldom in each point."""
    return Part(name, effect, _kind(effect.luck_low, effect.luck_high, bound), by_luck=True)


def at_most(name: str, effect: Effect, bound: float) -> Part:
    """A part that holds where the whole interval lies below a bound, and fails where above."""
    turned: dict[Kind, Kind] = {"supported": "contradicted", "contradicted": "supported"}
    found = _kind(effect.low, effect.high, bound)
    return Part(name, effect, turned.get(found, found))


def _kind(low: float, high: float, bound: float) -> Kind:
    if low > bound:
        return "supported"
    return "contradicted" if high < bound else "depends"


def weigh(parts: Sequence[Part], points: pd.DataFrame) -> tuple[Kind, str]:
    """Kind of the whole claim, and on what it depends, in words.

    Args:
        parts: what the claim says.
        points: the parameter sets.
    """
    kinds = {part.kind for part in parts}
    if kinds == {"supported"}:
        return "supported", ""
    if kinds == {"contradicted"}:
        return "contradicted", ""
    if len(parts) == 1:
        return "depends", _why(parts[0], points)
    said = []
    for kind, word in (("supported", "yes"), ("contradicted", "no")):
        named = [part.name for part in parts if part.kind == kind]
        said += [f"{word} for {', '.join(named)}"] if named else []
    undecided: dict[str, list[str]] = {}
    for part in parts:
        if part.kind == "depends":
            undecided.setdefault(_why(part, points), []).append(part.name)
    said += [f"undecided for {', '.join(named)} ({why})" for why, named in undecided.items()]
    return "depends", "the part: " + "; ".join(said)


def _why(part: Part, points: pd.DataFrame) -> str:
    return MORE_RACES if part.by_luck else depends_on(part.effect, points)


def crossing(
    values: Sequence[float], effects: Sequence[Effect], bound: float, now: float
) -> float | None:
    """Where an effect crosses a bound as an assumption is walked, nearest to where it stands.

    Between the walked values the effect is taken as straight.

    Args:
        values: of the assumption, rising.
        effects: at each of them.
        bound: of the effect.
        now: the value of the assumption that the model uses.

    Returns:
        The crossing; nothing where the effect stays on one side over the whole walk.
    """
    found = []
    middles = [effect.middle for effect in effects]
    for (left, below), (right, above) in pairwise(zip(values, middles, strict=True)):
        if (below - bound) * (above - bound) > 0.0 or below == above:
            continue
        found.append(left + (right - left) * (bound - below) / (above - below))
    known = [value for value in found if math.isfinite(value)]
    return min(known, key=lambda value: abs(value - now)) if known else None


def overturned(
    subject: str,
    what: str,
    unit: str,
    values: Sequence[float],
    effects: Sequence[Effect],
    bound: float,
    now: float,
    mean: float | None = None,
) -> str:
    """A sentence: how far an assumption must move until the effect crosses a bound.

    Args:
        subject: what would then be, such as "The loss would fall to 1 point".
        what: the assumption, in words; or a whole clause in the past tense, with {} for the figure.
        unit: of it, behind the figure; empty where it has none or the clause says it.
        values: walked, rising.
        effects: at each of them.
        bound: of the effect, beyond which it counts.
        now: the value by default.
        mean: of the parameter sets raced, see `mean_of`; nothing where they all have `now`.
    """
    where = crossing(values, effects, bound, now)
    tail = f" {unit}" if unit else ""
    span = f"{values[0]:g} to {values[-1]:g}{tail}"
    known = ""
    if mean is not None:
        known = f"; the default is {now:g}, the parameter sets here have {rounded(mean)} on average"
    if "{}" in what:
        when = what.format(span if where is None else rounded(where) + tail)
        return f"{subject} {'nowhere ' if where is None else ''}if {when}{known}."
    if where is None:
        return f"{subject} nowhere as {what} goes from {span}{known}."
    start = f"from {now:g} " if mean is None else ""
    return f"{subject} if {what} went {start}to {rounded(where)}{tail}{known}."


def mean_of(points: pd.DataFrame, name: str) -> float | None:
    """Mean of a constant over the parameter sets; nothing where they leave it at its default."""
    return float(points[name].mean()) if name in points and len(points) else None


def rounded(value: float) -> str:
    """A figure with two digits that count."""
    return f"{float(f'{value:.2g}'):g}"


def told(effect: Effect, digits: int = 1, times: float = 1.0) -> str:
    """A figure with its interval: '3.1 (1.9 to 4.4)'.

    Args:
        effect: what was found.
        digits: behind the point.
        times: factor, such as `PERCENT`.
    """
    low, middle, high = (
        _plain(times * each, digits) for each in (effect.low, effect.middle, effect.high)
    )
    return f"{middle} ({low} to {high})"


def share(effect: Effect) -> str:
    """A share or chance as people say it, never beyond all or nothing: '31 % (20 to 44)'."""
    low, middle, high = (
        _plain(PERCENT * min(max(each, 0.0), 1.0), 0)
        for each in (effect.low, effect.middle, effect.high)
    )
    return f"{middle} % ({low} to {high})"


def _plain(value: float, digits: int) -> str:
    """A number without a minus before nothing."""
    if not np.isfinite(value):
        return "unknown"
    return f"{round(value, digits) + 0.0:.{digits}f}"


def row(label: str, effect: Effect, times: float = 1.0) -> tuple[str, float, float, float]:
    """A row of a picture of dots."""
    return label, times * effect.middle, times * effect.low, times * effect.high
