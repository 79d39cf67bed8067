"""The picture of a PRIM box on its two most telling dimensions."""

from __future__ import annotations

from tenfold.sim.sweep.prim import Dimension, Restriction, cases_of
from tenfold.sim.sweep.results import Results
from tenfold.sim.sweep.study import Scenarios
from tenfold.sim.sweep.wording import amount, capital, plain
from tenfold.ui.sweeps.figures import Figure, Table
from tenfold.ui.sweeps.frames import Axis
from tenfold.ui.sweeps.planes import box_map

MARGIN = 0.03
"""Of a range that a box which is open on one side reaches beyond it."""
BINS = 10


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
    points = [
        (float(a), float(b), float(share), f"{x.name} {amount(float(a))}, {y.name}"
         f" {amount(float(b))}: {100 * share:.0f} % of lucks")
        for a, b, share in zip(x.values, y.values, happened, strict=True)
    ]  # fmt: skip
    sides = (_side(x, by_name.get(x.name)), _side(y, by_name.get(y.name)))
    words = [capital(plain(results.meaning(each.name))) for each in (x, y)]
    option = box_map(points, sides, Axis(x.name), Axis(y.name))
    says = (
        f"Across: {words[0].lower()}. Up: {words[1].lower()}. Each point is one set of parameters"
        " in one cell; the fuller, the more of its lucks saw it happen. The frame is the box."
    )
    rows = tuple(
        (amount(a), amount(b), f"{100 * share:.0f} %")
        for a, b, share, _ in sorted(points, key=lambda point: -point[2])[:BINS]
    )
    table = Table((x.name, y.name, "lucks in which it happened"), rows)
    return Figure("Where it happens", says, option, 320, table, name)


def _side(each: Dimension, restriction: Restriction | None) -> tuple[float, float]:
    low, high = float(each.values.min()), float(each.values.max())
    margin = MARGIN * (high - low)
    if restriction is None:
        return low - margin, high + margin
    return (
        low - margin if restriction.low is None else restriction.low,
        high + margin if restriction.high is None else restriction.high,
    )
