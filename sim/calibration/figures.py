"""Figures: kinds of races, and the numbers that each of them gives, point by point."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.calibration import figures_2026, figures_hindcast
from tenfold.sim.calibration.space import Space
from tenfold.sim.race import Race

FloatArray = NDArray[np.float64]
BATCH = 128
"""Races side by side."""
RACE_2026, HINDCAST = "race-2026", "hindcast"


@dataclass(frozen=True)
class Kind:
    """A kind of race.

    Attributes:
        names: of its figures.
        race: values of the parameters by name [points], first luck, lucks a point, seed ->
            [points, lucks, figures].
    """

    names: tuple[str, ...]
    race: Callable[[Mapping[str, FloatArray], int, int, int], FloatArray]


def _race_2026(
    parameters: Mapping[str, FloatArray], first: int, lucks: int, seed: int
) -> FloatArray:
    """Each point on lucks of its own."""
    points = len(next(iter(parameters.values())))
    race = Race(
        figures_2026.SCENARIO,
        seed=seed,
        months=figures_2026.MONTHS,
        parameters={name: np.repeat(values, lucks) for name, values in parameters.items()},
        lucks=np.arange(first, first + points * lucks, dtype=np.int64),
        collect=False,
        note=False,
    )
    history = race.run()
    figures = figures_2026.figures_2026(history, race.world, race.setting)
    race.close()
    found = np.column_stack([figures[name] for name in figures_2026.NAMES])
    return found.reshape(points, lucks, -1)


def _race_hindcast(
    parameters: Mapping[str, FloatArray], first: int, lucks: int, seed: int
) -> FloatArray:
    """Points of a batch on the same lucks, as its races are opened together."""
    return figures_hindcast.race_hindcast(parameters, range(first, first + lucks), first, seed)


KINDS: Mapping[str, Kind] = {
    RACE_2026: Kind(figures_2026.NAMES, _race_2026),
    HINDCAST: Kind(figures_hindcast.NAMES, _race_hindcast),
}
"""Kinds of races by name."""


def race_points(
    kind: str, space: Space, rows: FloatArray, first_luck: int, lucks: int, seed: int
) -> FloatArray:
    """Race points, each batch of them on lucks that no other batch has.

    Args:
        kind: of KINDS.
        space: of the points.
        rows: [points, parameters] places in the unit cube.
        first_luck: number of the first luck of the first point.
        lucks: of each point.
        seed: of all luck.

    Returns:
        [points, lucks, figures]; NaN where a race has no such figure.
    """
    found = []
    each = max(1, BATCH // lucks)
    natural = space.natural(rows)
    for at in range(0, len(rows), each):
        some = natural[at : at + each]
        values = {name: some[:, k].copy() for k, name in enumerate(space.names)}
        found.append(KINDS[kind].race(values, first_luck + at * lucks, lucks, seed))
    gc.collect()  # agents and their race point at each other, and their worlds are large
    return np.concatenate(found)
