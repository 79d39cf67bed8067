"""The picture of a PRIM box on its two most telling dimensions."""

from __future__ import annotations

import numpy as np

from tenfold.sim.sweep.answer.prim import Dimension, Restriction, cases_of
from tenfold.sim.sweep.answer.results import Results
from tenfold.sim.sweep.answer.study import Scenarios
from tenfold.sim.sweep.answer.wording import amount, capital, plain
from tenfold.ui.sweeps.figures import Figure, Table
from tenfold.ui.sweeps.frames import Axis
from tenfold.ui.sweeps.planes import box_map

MARGIN = 0.02
"""Of a range that the frame of a box stands outside the cases that it holds."""
SHOWN = 10


def box_figure(results: Results, scenario: Scenarios, name: str) -> Figure | None:
    """Cases and box on the two dimensions that restrict it most; None where numbers are fewer."""
    if scenario.found is None:
        return None
    box = scenario.found.box
    dimensions, happened = cases_of(results, scenario.outcome, results.arms.index(scenario.arm))
    numbers = {each.name: each for each in dimensions if not each.words}
    telling = sorted(box.restrictions, key=lambda each: each.by_chance)
    chosen = [each.name for each in telling if each.name in numbers][:2]
    # With one restriction, the other dimension is the first free one.
    chosen += [name for name in numbers if name not in chosen][: 2 - len(chosen)]
    if len(chosen) < 2:
        return None
    x, y = numbers[chosen[0]], numbers[chosen[1]]
    by_name = {each.name: each for each in box.restrictions}
    (across, x_axis), (up, y_axis) = _placed(x, results), _placed(y, results)
    said = [
        f"{x.name} {amount(float(a))}, {y.name} {amount(float(b))}: {100 * share:.0f} % of lucks"
        for a, b, share in zip(x.values, y.values, happened, strict=True)
    ]
    points = [
        (float(a), float(b), float(share), text)
        for a, b, share, text in zip(across.values, up.values, happened, said, strict=True)
    ]
    sides = (_side(x, across, by_name.get(x.name)), _side(y, up, by_name.get(y.name)))
    words = [capital(plain(results.meaning(each.name))) for each in (x, y)]
    option = box_map(points, sides, x_axis, y_axis)
    says = (
        f"Across: {words[0].lower()}. Up: {words[1].lower()}. Each point is one set of parameters"
        " in one cell; the fuller, the more of its lucks saw it happen. The frame is the box."
    )
    rows = tuple(
        (amount(float(x.values[k])), amount(float(y.values[k])), f"{100 * happened[k]:.0f} %")
        for k in np.argsort(-happened, kind="stable")[:SHOWN]
    )
    table = Table((x.name, y.name, "lucks in which it happened"), rows)
    return Figure("Where it happens", says, option, 320, table, name)


def _placed(each: Dimension, results: Results) -> tuple[Dimension, Axis]:
    """A factor's values at even steps, whatever their distance; a parameter's as they are."""
    if each.name not in results.factors:
        return each, Axis(each.name)
    levels = np.unique(each.values)
    steps = tuple(amount(float(level)) for level in levels)
    places = np.searchsorted(levels, each.values).astype(np.float64)
    return Dimension(each.name, places), Axis(each.name, steps=steps)


def _side(
    each: Dimension, placed: Dimension, restriction: Restriction | None
) -> tuple[float, float]:
    """Where the frame of the box begins and ends: a little outside the cases that it holds."""
    inside = np.ones(len(each.values), dtype=bool)
    if restriction is not None and restriction.low is not None:
        inside &= each.values >= restriction.low
    if restriction is not None and restriction.high is not None:
        inside &= each.values <= restriction.high
    margin = MARGIN * float(np.ptp(placed.values))
    return float(placed.values[inside].min()) - margin, float(placed.values[inside].max()) + margin
