"""C19: low compute means slower, more generic output and more human editing.

The article on content quality says that labs with few chips answer more slowly, write alike, and
leave more for people to repair. The race of ten to one is run at ratios from one to thirty. Read
are the hours that people spend on a thousand pieces (content and education), the waiting for an
answer, and the share of a model's skill that is taken from a teacher, poor side against rich in the
same races.

Hours follow from an equation: they rise by so much for every point that the best model lacks to
`editing_margin` points above what the work needs, and with what is generic in it. So the margin is
walked. Which lab is how far below it, and for how long, is left to the race: needs rise more slowly
than models do. Left out: taste, facts and style as things apart, and editing by other models.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import PERCENT, at_least, mean_of, overturned, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import over_labs
from tenfold.sim.world import FLAGSHIP

HOURS, WAITING, GENERIC = 5.0, 0.1, 0.1
"""Hours per 1,000 pieces (18 seconds a piece), part of a usual wait, share of skill."""
RATIOS = (1.0, 3.0, 10.0, 30.0)
TEN: Mapping[str, Choice] = {"compute_ratio": 10.0}
MARGINS = (0.0, 6.0, 24.0)
"""Walk of how far above its need a segment wants no rework any more, index points."""
BASE = "as assumed"
ARMS: Mapping[str, Mapping[str, Choice]] = {
    BASE: {},
    **{f"margin {margin:g}": {"world.editing_margin": margin} for margin in MARGINS},
}
CONTENT, EDUCATION = "content", "education"


def generic_poor(raced: Raced) -> FloatArray:
    """Share of skill taken from a teacher, mean of the poor labs' best models: [runs]."""
    return _generic(raced, "poor")


def generic_rich(raced: Raced) -> FloatArray:
    """The same for the rich: [runs]."""
    return _generic(raced, "rich")


def _generic(raced: Raced, side: str) -> FloatArray:
    member = raced.groups[side]
    taken = np.asarray(raced.race.world.product.generic[:, :, FLAGSHIP])
    return over_labs(taken * member) / float(member.sum())


RULE = (
    "Poor labs less rich labs in the same races, ratio ten. Three parts: waiting (mean over"
    " four years, more than 0.1), share of skill taken from a teacher (at the end, more than"
    " 0.1), hours of editing per 1,000 pieces (mean over four years, more than 5). A part holds"
    " if its 90 % interval lies above, and fails if below. Supported if all hold, contradicted"
    " if all fail, depends otherwise. The margin above need is walked until the hours cross 5."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""

    def more(read: str, unit: str, arm: str = BASE, at: Mapping[str, Choice] = TEN) -> Effect:
        poor, rich = found.values(f"poor_{read}", arm, at), found.values(f"rich_{read}", arm, at)
        return found.effect_of(poor - rich)

    hours, waiting = more("hours", "hours"), more("waiting", "")
    generic = more("generic", "")
    parts = (
        at_least("slower output", waiting, WAITING),
        at_least("more generic output", generic, GENERIC),
        at_least("more editing", hours, HOURS),
    )
    kind, on = weigh(parts, found.points)
    last = more("hours_last", "hours")
    walk = [more("hours", "hours", f"margin {margin:g}") for margin in MARGINS]
    levels = {side: found.level(f"{side}_hours", BASE, TEN) for side in ("poor", "rich")}
    now = load_parameters()["editing_margin"].value
    when, sign = ("later", 1.0) if waiting.middle >= 0.0 else ("sooner", -1.0)
    apart = found.effect_of(
        sign * (found.values("poor_waiting", BASE, TEN) - found.values("rich_waiting", BASE, TEN))
    )
    says = (
        f"At a tenth of the compute a thousand pieces take {told(levels['poor'], 0)} hours of"
        f" editing over four years, against {told(levels['rich'], 0)} with rich labs' models;"
        f" in the last year the difference is {told(last, 0)}. Of the poor labs' skill"
        f" {told(generic, 0, PERCENT)} percentage points more are taken from a teacher. Their"
        f" answers come {told(apart, 2)} of a usual wait {when}. "
        + overturned(
            f"The editing added would fall to {HOURS:g} hours",
            "the margin above need at which no rework is left", "points",
            MARGINS, walk, HOURS, now, mean_of(found.points, "editing_margin"),
        )
    )  # fmt: skip
    effects = {
        "editing added, hours per 1,000 pieces": hours,
        "editing added in the first year": more("hours_first", "hours"),
        "editing added in the last year": last,
        "waiting added, 1 is a usual wait": waiting,
        "share of generic skill added": generic,
        **{
            f"editing added at a ratio of {ratio:g}": more(
                "hours", "hours", at={"compute_ratio": ratio}
            )
            for ratio in RATIOS
        },
        **{
            f"editing added, margin {margin:g}": effect
            for margin, effect in zip(MARGINS, walk, strict=True)
        },
    }
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _hours(found: Found, side: str, segment: str, ratio: float) -> Effect:
    """Hours of a segment: the mean is over both that write, and the last is read apart."""
    at = {"compute_ratio": ratio}
    education = found.values(f"{side}_education", BASE, at)
    if segment == EDUCATION:
        return found.effect_of(education)
    return found.effect_of(2.0 * found.values(f"{side}_hours", BASE, at) - education)


def _picture(found: Found) -> Lines:
    series = []
    for segment in (CONTENT, EDUCATION):
        for side in ("poor", "rich"):
            found_hours = [_hours(found, side, segment, ratio) for ratio in RATIOS]
            series.append(
                Series(
                    f"{segment}, {side} labs",
                    RATIOS,
                    [effect.middle for effect in found_hours],
                    [effect.low for effect in found_hours],
                    [effect.high for effect in found_hours],
                    dashed=side == "rich",
                )
            )
    return Lines(
        series,
        "compute of the rich against the poor",
        "hours of editing per 1,000 pieces, mean over four years",
        "Editing by compute ratio",
        logarithmic=True,
    )


CLAIM = Claim(
    number="C19",
    title="Low compute: slower, more generic, more editing",
    text="Q",
    says=(
        "A lab with little compute gives slower and more generic output, which people must edit"
        " more before it can be used."
    ),
    standing="built in",
    matters=(
        "a tenth of a usual wait; a tenth of a model's skill; 5 hours of editing per 1,000 pieces,"
        " 18 seconds a piece"
    ),
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms=ARMS,
        reads={
            **{f"{side}_hours": f"{side}.editing_hours.mean" for side in ("poor", "rich")},
            **{f"{side}_hours_first": f"{side}.editing_hours.m1-12" for side in ("poor", "rich")},
            **{f"{side}_hours_last": f"{side}.editing_hours.m37-48" for side in ("poor", "rich")},
            **{f"{side}_education": f"{side}.editing_education.mean" for side in ("poor", "rich")},
            **{f"{side}_waiting": f"{side}.latency.mean" for side in ("poor", "rich")},
            "poor_generic": generic_poor,
            "rich_generic": generic_rich,
        },
        cross={"compute_ratio": RATIOS},
        lucks=20,
    ),
    judge=judge,
)
