"""Sweeps made up for tests: every race's outcome is a formula, so answers are known by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from tenfold.sim.sweep.answer.results import Asked, Label, Provenance, Results, Value

Rule = Callable[[str, dict[str, Value], Mapping[str, float], int], float]
"""(arm, cell, parameters, luck) -> outcome."""


def spread(names: tuple[str, ...], count: int, seed: int = 5) -> pd.DataFrame:
    """Points of a Latin hypercube between 0 and 1; one point without columns for no names."""
    if not names:
        return pd.DataFrame(index=range(1))
    draw = np.random.default_rng(seed)
    columns = {name: (draw.permutation(count) + 0.5) / count for name in names}
    return pd.DataFrame(columns)


def sweep(
    rules: Mapping[str, Rule],
    arms: tuple[str, ...] = ("none", "distil"),
    factors: Mapping[str, tuple[Value, ...]] | None = None,
    points: pd.DataFrame | None = None,
    lucks: int = 8,
    asked: Asked | None = None,
    chances: tuple[str, ...] = (),
    **more: Any,
) -> Results:
    """A complete sweep whose outcomes follow rules."""
    factors = dict(factors or {})
    points = spread((), 1) if points is None else points
    cells = [dict(zip(factors, each, strict=True)) for each in product(*factors.values())]
    rows = []
    for arm, cell, point, luck in product(arms, cells, range(len(points)), range(lucks)):
        values = {name: float(points[name].iloc[point]) for name in points}
        row = {"run": len(rows), "arm": arm, **cell, "point": point, "replicate": luck, **values}
        for outcome, rule in rules.items():
            row[outcome] = rule(arm, cell, values, luck)
        rows.append({**row, "failed": ""})
    ranges = dict.fromkeys(points, (0.0, 1.0))
    labels = {name: Label(name.replace("_", " "), "months") for name in rules}
    lead = Label("best of the poor side is above the best of the rich, at the end", "", True)
    labels |= dict.fromkeys(chances, lead)
    settings: dict[str, Any] = {
        "question": "What does distillation change?",
        "scenario": "ten-to-one",
        "months": 48,
        "fixed_parameters": 250 - len(ranges),
        "problem": {
            "num_vars": len(ranges), "names": list(ranges), "bounds": [[0.0, 1.0] for _ in ranges],
        },
        "provenance": Provenance('question = "?"\n', "abc123", {"tenfold": "0.1.0"}, {}, ()),
    }  # fmt: skip
    return Results(
        frame=pd.DataFrame(rows), arms=arms, factors=factors, ranges=ranges,
        outcomes=tuple(rules), points=points, lucks=lucks, races=len(rows), asked=asked,
        labels=labels, **(settings | more),
    )  # fmt: skip
