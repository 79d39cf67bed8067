"""Attribution: where a lab's capability comes from, in index points that add up exactly.

The engine records the parts of every finished run's strength. Here they become points of the index:
a constant (the reference run, the same for all), compute, own ideas, copied ideas, what ideas add
at scale, data, know-how, distillation, the loss for want of tests, and the luck of the run.

Before a lab's first own run of the race has finished, its model is the published one. Its parts are
those that the opening solved: compute, ideas and data follow from the start's figures, know-how is
whatever they leave unexplained, distillation is the past gain that the opening assumes, and luck is
none. They are the model's account of a published figure, not an observation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.errors import ScenarioError
from tenfold.sim.history import History

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

LATEST, BEST = "latest", "best"
"""Which model of a lab: the one that it finished last, or the best that it ever made."""


class AttributionError(ScenarioError):
    """An attribution that does not exist; says what to ask for instead."""


class Part(NamedTuple):
    """A part of capability: its name, the columns in decades that it sums, and what it is."""

    name: str
    columns: tuple[str, ...]
    meaning: str


PARTS: tuple[Part, ...] = (
    Part("reference", (), "the reference run, the same for every lab"),
    Part(
        "compute",
        ("part_compute", "part_post", "part_size"),
        "training compute, size and practice",
    ),
    Part("own ideas", ("part_own",), "ideas that the lab found itself"),
    Part("copied ideas", ("part_copied",), "ideas learned mostly from rivals"),
    Part("scale", ("part_scale",), "what ideas add in large runs"),
    Part("data", ("part_data",), "the data stock"),
    Part("know-how", ("part_knowhow",), "skill that is not an idea of the race"),
    Part("distillation", (), "the answers of a rival's model"),
    Part("testing loss", ("part_testing",), "lost for want of small-scale tests"),
    Part("noise", ("part_noise",), "luck of the run"),
)
NAMES = tuple(part.name for part in PARTS)
REFERENCE, DISTILLATION = NAMES.index("reference"), NAMES.index("distillation")


def capability_of(history: History, of: str = LATEST) -> FloatArray:
    """True capability of a lab's own model, on sale or not; [runs, months + 1, labs], index points.

    Raises:
        AttributionError: neither `latest` nor `best`.
    """
    return _taken(history.series("new_capability"), _made_at(history, of))


def attribute(history: History, rules: Mapping[str, Any], of: str = LATEST) -> FloatArray:
    """Every part of the capability of every lab's own model; sums to it within 1e-9.

    Args:
        history: of races.
        rules: `index_per_decade` and `index_at_reference` of these races, a number for all or one
            for each run; a race's `rules` will do.
        of: `latest`, the model that a lab finished last, or `best`, the best that it ever made.

    Returns:
        [runs, months + 1, labs, parts] index points, in the order of PARTS.

    Raises:
        AttributionError: neither `latest` nor `best`.
    """
    made_at = _made_at(history, of)
    sigma, zero = (
        np.asarray(rules[name], dtype=np.float64).reshape(-1, 1, 1)
        for name in ("index_per_decade", "index_at_reference")
    )
    found = np.zeros((*made_at.shape, len(PARTS)))
    found[..., REFERENCE] = zero
    for place, part in enumerate(PARTS):
        for column in part.columns:
            found[..., place] += sigma * history.series(column)
    gain = history.series("distil_gain").copy()
    # Of a published model the opening keeps no gain, but takes it out of know-how: it is the rest.
    published = history.series("models") == 0.0
    rest = history.series("new_capability") - total(found)
    found[..., DISTILLATION] = np.where(published, rest, gain)
    return _taken(found, made_at)


def total(parts: FloatArray) -> FloatArray:
    """Sum over parts, one by one in their order, so that equal parts give equal sums."""
    added = np.zeros(parts.shape[:-1])
    for place in range(parts.shape[-1]):
        added = added + parts[..., place]
    return added


def gap(
    history: History,
    rules: Mapping[str, Any],
    ours: BoolArray,
    theirs: BoolArray,
    of: str = LATEST,
) -> FloatArray:
    """The gap between the best labs of two groups, part by part.

    Args:
        history: of races.
        rules: as in `attribute`.
        ours: [labs] who belongs to the one group.
        theirs: [labs] who belongs to the other.
        of: as in `attribute`.

    Returns:
        [runs, months + 1, parts] index points, ours less theirs; NaN where nobody of a group is
        left in the race. Its sum is the gap between their models.

    Raises:
        AttributionError: neither `latest` nor `best`.
    """
    parts, capability = attribute(history, rules, of), capability_of(history, of)
    active = history.series("active") > 0.0
    return _of_best(parts, capability, active, ours) - _of_best(parts, capability, active, theirs)


def best_parts(
    history: History, rules: Mapping[str, Any], group: BoolArray, of: str = LATEST
) -> FloatArray:
    """The parts of the best lab of a group, month by month; [runs, months + 1, parts].

    The best may be another lab in another month. NaN where nobody of the group is left.

    Raises:
        AttributionError: neither `latest` nor `best`.
    """
    active = history.series("active") > 0.0
    return _of_best(attribute(history, rules, of), capability_of(history, of), active, group)


def _of_best(
    parts: FloatArray, capability: FloatArray, active: BoolArray, group: BoolArray
) -> FloatArray:
    """[runs, months + 1, parts] of the strongest active lab of a group; of equals the first."""
    candidates = np.where(active & group, capability, -np.inf)
    place = candidates.argmax(axis=2)
    found = np.take_along_axis(parts, place[:, :, None, None], axis=2)[:, :, 0]
    anybody = np.any(active & group, axis=2, keepdims=True)
    return np.where(anybody, found, np.nan)


def _made_at(history: History, of: str) -> IntArray:
    """[runs, months + 1, labs] month at whose end the parts of the lab's model were on record."""
    if of not in (LATEST, BEST):
        raise AttributionError(f"attribution of '{of}': write '{LATEST}' or '{BEST}'")
    best = history.series("internal_capability")
    months = np.broadcast_to(np.arange(best.shape[1])[None, :, None], best.shape)
    if of == LATEST:
        return np.array(months)
    better = np.zeros(best.shape, dtype=bool)
    better[:, 1:] = best[:, 1:] > best[:, :-1]
    return np.maximum.accumulate(np.where(better, months, 0), axis=1)


def _taken(values: FloatArray, months: IntArray) -> FloatArray:
    """Values as of given months, lab by lab."""
    places = months if values.ndim == months.ndim else months[..., None]
    return np.take_along_axis(values, places, axis=1)
