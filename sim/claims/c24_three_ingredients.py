"""Compute, data and algorithms are all needed; a better algorithm can beat raw compute.

A short piece names three ingredients of progress and says that none can be spared, and that a
cleverer algorithm can do more than brute force.

In the ten-to-one world the rich lab Alder loses one ingredient at a time for four years: it orders
no chips, or buys no data (use of its products still brings some), or gives all its research to
cheaper serving, so that it finds and copies no idea that makes models better. Then the second half:
how often does the best poor lab, with a tenth of the chips, lead in some month? Once with each
parameter set's share of breakthroughs, once with none, once with twice the default share.

The three enter the strength of a model as terms of one sum, and the weight of data is an
assumption: the first half is built in. We walk that weight. Left out: that data and compute must
grow together, for which the sum has no term.
"""

from __future__ import annotations

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, at_least_by_luck, overturned, share, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import Races
from tenfold.sim.experiments.verdict import Verdict

SEAT = "Alder"
NEEDED = 3.0
"""Index points: about three months of the frontier's rise, the length of a run."""
LEADS = 0.05
ASSUMED = load_parameters()["data_weight"].value
TWICE = 2.0 * load_parameters()["breakthrough_share"].value
WEIGHTS = (ASSUMED, 3.0 * ASSUMED, 6.0 * ASSUMED, 12.0 * ASSUMED)
NO_DATA: dict[str, Choice] = {"seat": SEAT, "seat.data": 0.0}

CLAIM = Claim(
    number="C24",
    title="Compute, data, algorithms: all needed",
    text="D",
    says=(
        "Compute, data and algorithms are all needed, and a better algorithm can beat raw compute."
    ),
    standing="built in",
    matters="3 index points (about three months) for an ingredient; a lead in 5 % of races",
    rule=(
        "Four statements. Compute, data, algorithms are needed: without growth of its chips,"
        " without buying data, without ideas for better models Alder's model at the end is more"
        " than 3 points worse (each a statement; it holds or fails where the whole interval lies"
        " beyond). A better algorithm can beat raw compute: a poor lab, with a tenth of the chips,"
        " has the best model in some month in more than 5 % of races (interval over lucks, for it"
        " says 'can'). Supported: all hold. Contradicted: all fail. Else it"
        " depends. The weight of data is then walked to twelve times the default."
    ),
    races=Races(
        scenario="ten-to-one",
        arms={
            "usual": {},
            "no chips": {"seat": SEAT, "seat.order": 0.0},
            "no data": NO_DATA,
            "no ideas": {
                "seat": SEAT,
                "seat.explore": 0.0,
                "seat.moonshot": 0.0,
                "seat.replicate": 0.0,
                "seat.efficiency": 1.0,
            },
            "no breakthroughs": {"world.breakthrough_share": 0.0},
            "twice the breakthroughs": {"world.breakthrough_share": TWICE},
            **{f"data {weight:g}": {"world.data_weight": weight} for weight in WEIGHTS},
            **{
                f"data {weight:g}, none": {**NO_DATA, "world.data_weight": weight}
                for weight in WEIGHTS
            },
        },
        reads={
            "capability": f"{SEAT}.capability.end",
            "poor leads": "poor_leads.max",
            "gap": "gap_points.end",
        },
        points=32,
        lucks=40,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """What each ingredient is worth to one lab, and how often ideas beat chips."""
    lost = {
        "compute": _lost(found, "no chips", "usual"),
        "data": _lost(found, "no data", "usual"),
        "algorithms": _lost(found, "no ideas", "usual"),
    }
    beats, without, more = (
        found.level("poor leads", arm, unit="of races").clipped()
        for arm in ("usual", "no breakthroughs", "twice the breakthroughs")
    )
    walked = [_lost(found, f"data {w:g}, none", f"data {w:g}") for w in WEIGHTS]
    parts = (
        *(at_least(f"need of {name}", effect, NEEDED) for name, effect in lost.items()),
        at_least_by_luck("algorithms beating compute", beats, LEADS),
    )
    turn = overturned(
        f"The loss without data would reach {NEEDED:g} points",
        "the weight of data in a model's strength", "", WEIGHTS, walked, NEEDED, ASSUMED,
    )  # fmt: skip
    says = (
        f"After four years Alder is behind where it would be by {told(lost['compute'])} points"
        f" without new chips, {told(lost['algorithms'])} without new ideas and"
        f" {told(lost['data'])} without bought data. A poor lab leads in some month in"
        f" {_races(beats)}, without breakthroughs in {_races(without)}, with a share of"
        f" breakthroughs of {TWICE:g}, twice the default, in {_races(more)}. {turn}"
    )
    effects = {f"points lost without {name}": effect for name, effect in lost.items()} | {
        "a poor lab leads": beats,
        "a poor lab leads, no breakthroughs": without,
        f"a poor lab leads, share of breakthroughs {TWICE:g}, twice the default": more,
        f"points lost without data, weight {WEIGHTS[-1]:g}": walked[-1],
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(lost, walked))


def _races(chance: Effect) -> str:
    """In how many races something happens, to be read after "in"."""
    return f"{share(chance)} of races" if chance.high > 0.0 else "none of the races"


def _lost(found: Found, without: str, usual: str) -> Effect:
    return found.effect("capability", usual, without, unit="points")


def _picture(lost: dict[str, Effect], walked: list[Effect]) -> Dots:
    rows = {f"no {name}": effect for name, effect in lost.items()}
    rows |= {
        f"no data, its weight {weight:g}": effect
        for weight, effect in zip(WEIGHTS, walked, strict=True)
    }
    return Dots(
        [(name, effect.middle, effect.low, effect.high) for name, effect in rows.items()],
        "points lost after four years",
        "What one lab loses without one ingredient",
        [(NEEDED, "needed")],
    )
