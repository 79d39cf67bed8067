"""F6: a breakthrough of its own raises the poor side's chance.

At ten to one the poor side seldom leads. A breakthrough that one of its labs finds by itself,
before any rich lab knows it, should raise that chance visibly: it is the one way in which little
compute can beat much. Races at ten to one, everyone playing as usual, are told apart by whether
this happened during the race and at least two runs' length before its end, and the chances that the
poor side leads in the end are compared. Leading is rare, so 1,000 lucks are raced.

Races with and without a breakthrough of their own may differ in other ways too: a lab that is lucky
with ideas is lucky with more than one. Five times the usual number of lucks was fixed beforehand.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.fact import Target, chance, of_two_chances
from tenfold.sim.facts.pattern import TEN_TO_ONE, Arm, Arms, Measured, Pattern, Shown
from tenfold.sim.facts.sides import poor, rich
from tenfold.sim.world import BREAKTHROUGH, NEVER

RAISES = Target(
    1e-6, 1.0, "above 0, with the whole interval", required=False, whole=True
)  # fmt: skip
IN_TIME = 6.0
"""Months before the end by which it must be found: two runs."""
TIMES = 5


def own_breakthrough(raced: Raced) -> FloatArray:
    """Whether a poor lab found a breakthrough by itself before any rich lab knew it: [runs]."""
    world = raced.race.world
    by_themselves = np.where(world.copied == 0.0, world.known_at, NEVER)
    ours = by_themselves[:, raced.groups["poor"]].min(axis=1)
    theirs = world.known_at[:, raced.groups["rich"]].min(axis=1)
    in_time = (ours > 0.0) & (ours <= raced.history.months - IN_TIME)
    first = (world.idea.kind == BREAKTHROUGH) & in_time & (ours < theirs)
    return np.asarray(first.any(axis=1), dtype=np.float64)


def leads(raced: Raced) -> FloatArray:
    """Whether the poor side has the best model at the end: [runs]."""
    return np.asarray(poor(raced)[:, -1] > rich(raced)[:, -1], dtype=np.float64)


def judge(found: Measured) -> Shown:
    """Chance of leading with an own breakthrough against that without."""
    own = found.of("own breakthrough", TEN_TO_ONE) > 0.0
    led = found.of("leads", TEN_TO_ONE) > 0.0
    groups = {"with a breakthrough of its own": led[own], "without one": led[~own]}
    chances = {name: chance(each) for name, each in groups.items()}
    told = ", ".join(f"{share:.3f} {name}" for name, (_, share, _) in chances.items())
    fact = of_two_chances(
        "F6", "what a breakthrough of its own adds to the poor side's chance", led[own], led[~own],
        RAISES, f"{told}; it happens in {own.mean():.2f} of races",
    )  # fmt: skip
    picture = Dots(
        [(name, share, low, high) for name, (low, share, high) in chances.items()],
        "chance that the poor side leads after 4 years",
        "What a breakthrough of its own is worth to the poor side",
    )
    return Shown((fact,), picture)


PATTERN = Pattern(
    "F6", "A breakthrough of the poor",
    "A breakthrough that the poor side finds first raises its chance of leading visibly.",
    Arms({TEN_TO_ONE: Arm(TEN_TO_ONE)}, {"own breakthrough": own_breakthrough, "leads": leads},
         TIMES),
    judge,
)  # fmt: skip
