"""F4: at equal compute neither side has an edge.

Two sides of three labs each, alike in everything, race for four years. If one side led much more
often than the other, the model would favour a side for its place in the arrays or its name. By
symmetry the chance is one half; with 200 lucks 0.4 to 0.6 is what luck alone allows.
"""

from __future__ import annotations

from tenfold.sim.experiments.picture import Dots
from tenfold.sim.facts.drawing import dot
from tenfold.sim.facts.fact import Target
from tenfold.sim.facts.pattern import EQUAL_START, Arm, Arms, Measured, Pattern, Shown
from tenfold.sim.facts.sides import poor, poor_leads, rich

EQUAL = Target(0.4, 0.6, "0.5 by symmetry (0.4 to 0.6)")


def judge(found: Measured) -> Shown:
    """Who leads at the end."""
    sides = found.of("rich", EQUAL_START), found.of("poor", EQUAL_START)
    fact = poor_leads("F4", EQUAL_START, *sides, EQUAL)
    picture = Dots(
        [dot(fact, "equal sides")], "chance that the side called poor leads after 4 years",
        "At equal compute it is a toss-up", [(EQUAL.low, "0.4"), (EQUAL.high, "0.6")],
    )  # fmt: skip
    return Shown((fact,), picture)


PATTERN = Pattern(
    "F4", "Equal sides have equal chances",
    "At equal compute, each of two equal sides leads after four years in half of all races.",
    Arms({EQUAL_START: Arm(EQUAL_START)}, {"rich": rich, "poor": poor}), judge,
)  # fmt: skip
