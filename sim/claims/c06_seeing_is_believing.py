"""C6: seeing that it can be done speeds rivals.

The essay compares a release with the first mile run in four minutes: once all know that it can be
done, others soon do it too. Reasoning models were matched within months.

In the model an idea inside a released model is so many times easier to learn than one that nobody
has shown (`closed_exposure`, `open_exposure`). That number was fitted to how soon ideas were copied
in fact, so the claim is calibrated, not predicted. What can be asked is what seeing is worth: we
race the labs of 2026 with releases that show nothing, and with exposures from small to double, and
measure how long it takes until the first rival has a breakthrough that was shown, by whatever way.

Left out: that a demonstration also brings money to whoever says that they can do the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import share, told
from tenfold.sim.claims.walk import how_far
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on
from tenfold.sim.measures import over_labs
from tenfold.sim.world import BREAKTHROUGH

FASTER = 3.0
"""Months by which seeing must bring the first copy forward: a quarter."""
SOON = 6.0
"""Months that are soon: reasoning models took four to five."""
HALF = 0.5
LONGEST = 24
"""Months after which we stop waiting: an idea without a copy counts as this long."""
WALKED = (1.0, 3.0, 10.0, 20.0, 40.0, 80.0)
"""Exposure of a closed release; 1 shows nothing."""
KNOWN = load_parameters()
OPEN_TO_CLOSED = KNOWN["open_exposure"].value / KNOWN["closed_exposure"].value
"""How much easier published weights make it, as in the defaults."""


def arm_of(exposure: float) -> str:
    """The arm in which a closed release makes an idea so many times easier to learn."""
    return f"exposure {exposure:g}"


BLIND, BELIEVED = arm_of(1.0), "as believed"


def months_to_copy(raced: Raced) -> FloatArray:
    """Months until the first rival learns a breakthrough that was shown, at most 24: [runs]."""
    return _mean(_waits(raced), _shown(raced))


def copied_soon(raced: Raced) -> FloatArray:
    """Share of the breakthroughs shown that a rival has within six months: [runs]."""
    return _mean((_waits(raced) <= SOON).astype(np.float64), _shown(raced))


def _shown(raced: Raced) -> NDArray[np.bool_]:
    """[runs, ideas] breakthroughs shown in the race, early enough to wait for a copy."""
    idea = raced.race.world.idea
    early = np.asarray(idea.shown_at) <= raced.history.months - LONGEST
    rare = np.asarray(idea.kind) == BREAKTHROUGH
    return np.asarray(rare & early & (np.asarray(idea.shown_at) >= 0.0))


def _waits(raced: Raced) -> FloatArray:
    idea = raced.race.world.idea
    waits = np.asarray(idea.copied_at) - np.asarray(idea.shown_at)
    return np.asarray(np.minimum(waits, float(LONGEST)))


def _mean(values: FloatArray, counted: NDArray[np.bool_]) -> FloatArray:
    """Mean over the ideas that count, [runs]; nan where none does."""
    total = over_labs(np.where(counted, values, 0.0))
    count = over_labs(counted.astype(np.float64))
    return np.where(count > 0.0, total / np.maximum(count, 1.0), np.nan)


RULE = (
    "Supported if seeing brings the first copy of a breakthrough forward by more than 3"
    " months, and more than half are matched within six months, both in the whole interval."
    " Contradicted if either lies below its mark in the whole interval. Else it depends. The"
    " exposure at which seeing brings the first copy forward by only 3 months is said besides, and"
    " how many are matched within six months where releases show nothing."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """How much sooner a breakthrough is copied where releases show it, and how many soon."""
    sooner = found.effect("wait", BLIND, BELIEVED, unit="months")
    soon = found.level("soon", BELIEVED, unit="share")
    kind: Kind = "depends"
    if sooner.above(FASTER) and soon.above(HALF):
        kind = "supported"
    elif sooner.below(FASTER) or soon.below(HALF):
        kind = "contradicted"
    weak = sooner if sooner.straddles(FASTER) else soon
    on = depends_on(weak, found.points) if kind == "depends" else ""
    wait = found.level("wait", BELIEVED, unit="months")
    blind = found.level("wait", BLIND, unit="months")
    soons = [found.level("soon", arm_of(exposure), unit="share").clipped() for exposure in WALKED]
    sooners = [found.effect("wait", BLIND, arm_of(e), unit="months") for e in WALKED]
    turn = how_far("closed_exposure", WALKED, sooners, FASTER, points=found.points)
    says = (
        f"The first rival has a breakthrough {wait.middle:.1f} months after it was shown, against"
        f" {blind.middle:.1f} where releases show nothing: {told(sooner)} months"
        f" sooner. {share(soon)} are matched within six months, {share(soons[0])} where releases"
        " show nothing. The exposure was fitted; for seeing to bring copies forward by only"
        f" {FASTER:g} months, {turn}."
    )
    effects = {"sooner by": sooner, "matched within six months": soon.clipped()}
    effects["months to the first rival"] = wait
    effects["months to the first rival, releases show nothing"] = blind
    effects |= {
        f"sooner by, {arm_of(exposure)}": effect
        for exposure, effect in list(zip(WALKED, sooners, strict=True))[1:]
    }
    effects |= {
        f"matched within six months, {arm_of(exposure)}": effect
        for exposure, effect in zip(WALKED, soons, strict=True)
    }
    waits = [found.level("wait", arm_of(exposure)) for exposure in WALKED]
    picture = Lines(
        [
            Series(
                "first rival", WALKED, [e.middle for e in waits], [e.low for e in waits],
                [e.high for e in waits],
            ),
            Series("six months", (WALKED[0], WALKED[-1]), (SOON, SOON), dashed=True),
        ],
        "how much easier a closed release makes an idea (1: it shows nothing)",
        "months until the first rival has it",
        "The more a release shows, the sooner a rival can do it too",
        logarithmic=True,
    )  # fmt: skip
    return Judged(Verdict(kind, says, on), effects, picture)


CLAIM = Claim(
    number="C6",
    title="Seeing that it can be done speeds rivals",
    text="E",
    says="Once a release has shown that something can be done, rivals do it too, within months.",
    standing="calibrated to",
    matters="3 months, a quarter, until the first rival has it; half of breakthroughs within six"
    " months.",
    rule=RULE,
    races=Races(
        scenario="tenfold-2026",
        arms={BELIEVED: {}}
        | {
            arm_of(exposure): {
                "world.closed_exposure": exposure,
                "world.open_exposure": 1.0 + OPEN_TO_CLOSED * (exposure - 1.0),
            }
            for exposure in WALKED
        },
        reads={"wait": months_to_copy, "soon": copied_soon},
        lucks=20,
    ),
    judge=judge,
)
