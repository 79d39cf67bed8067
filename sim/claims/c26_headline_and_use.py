"""Losing the headline is not losing in use.

A forum thread says that labs which never hold the best model can still be the ones that people use.

The world of 2026 for four years, once as it is and once with every product closed. At the end labs
are ranked by their best model, by tokens used (hosts included) and by what customers pay for them,
to the lab or to a host. If use followed the headline, ranks would agree: a rank correlation of 1.
And we read which part of tokens and of value the labs have that are at least four points, about
four months, behind the best.

Left out: what answers are worth to people beyond what they pay, and use inside firms that is not
counted as tokens.
"""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
from scipy.stats import rankdata

from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, at_most, told, weigh
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import FloatArray, over_labs

Use = Literal["tokens", "value"]
LABS = 12
SAME = 0.7
"""Rank correlation at which half of the variance of ranks (0.7 squared) is explained."""
BEHIND = 4.0
PART_LEAST = 25.0


def use_by_lab(raced: Raced, use: Use) -> FloatArray:
    """Tokens of each lab at the end, or what customers pay for them: [runs, labs]."""
    product = raced.race.world.product
    if use == "tokens":
        return np.asarray(product.tokens[:, :, 0] + product.tokens[:, :, 1])
    paid = product.tokens * product.offered
    return np.asarray(paid[:, :, 0] + paid[:, :, 1])


def agreement(raced: Raced, use: Use) -> FloatArray:
    """Spearman's rank correlation over labs of capability and use at the end: [runs]."""
    ours = rankdata(raced.history.series("capability")[:, -1], axis=1)
    theirs = rankdata(use_by_lab(raced, use), axis=1)
    middle = (ours.shape[1] + 1) / 2.0
    ours, theirs = ours - middle, theirs - middle
    spread = np.sqrt(over_labs(ours * ours) * over_labs(theirs * theirs))
    return np.asarray(over_labs(ours * theirs) / spread)


def part_of_losers(raced: Raced, use: Use) -> FloatArray:
    """Part of all use that labs have which are far behind the best model, %: [runs]."""
    capability = raced.history.series("capability")[:, -1]
    lost = capability <= capability.max(axis=1)[:, None] - BEHIND
    used = use_by_lab(raced, use)
    return np.asarray(100.0 * over_labs(np.where(lost, used, 0.0)) / over_labs(used))


def part_of_rank(raced: Raced, use: Use, rank: int) -> FloatArray:
    """Part of all use that the lab of a rank has, 0 for the best model, %: [runs]."""
    capability = raced.history.series("capability")[:, -1]
    place = np.argsort(-capability, axis=1, kind="stable")[:, rank]
    used = use_by_lab(raced, use)
    return np.asarray(100.0 * used[np.arange(len(place)), place] / over_labs(used))


CLAIM = Claim(
    number="C26",
    title="Losing the headline is not losing in use",
    text="O",
    says="A lab that loses the race for the best model need not lose the race to be used.",
    standing="emergent",
    matters="ranks that share less than half of their variance; a quarter of all use",
    rule=(
        "For tokens and for value (what customers pay) apart. Use does not follow the headline:"
        " the rank correlation with capability is below 0.7, so that ranks share less than half of"
        " their variance. The losers are used: labs at least 4 points behind the best have more"
        " than 25 % of it. Four statements; each holds where the whole interval lies beyond, and"
        " fails where it lies on the other side. Supported: all hold. Contradicted: all fail. Else"
        " it depends."
    ),
    races=Races(
        scenario="tenfold-2026",
        arms={
            "as it is": {},
            "all closed": {"all.flagship_release": "closed", "all.mini_release": "closed"},
        },
        reads={
            **{f"agreement {use}": partial(agreement, use=use) for use in ("tokens", "value")},
            **{f"losers {use}": partial(part_of_losers, use=use) for use in ("tokens", "value")},
            **{
                f"{use} of rank {rank}": partial(part_of_rank, use=use, rank=rank)
                for use in ("tokens", "value")
                for rank in range(LABS)
            },
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Ranks against ranks, and what those who are behind have."""
    level = {name: found.level(name, "as it is") for name in _names()}
    parts = tuple(
        part
        for use in ("tokens", "value")
        for part in (
            at_most(f"ranks by {use}", level[f"agreement {use}"], SAME),
            at_least(f"{use} of the losers", level[f"losers {use}"], PART_LEAST),
        )
    )
    closed = {name: found.level(name, "all closed") for name in _names()}
    says = (
        f"Over twelve labs, ranks by capability agree with ranks by tokens by"
        f" {told(level['agreement tokens'], 2)} and with ranks by what customers pay by"
        f" {told(level['agreement value'], 2)} (1: the same). Labs at least four points behind the"
        f" best have {told(level['losers tokens'], 0)} % of tokens and"
        f" {told(level['losers value'], 0)} % of what is paid; if all were closed,"
        f" {told(closed['losers tokens'], 0)} % and {told(closed['losers value'], 0)} %."
    )
    effects = {f"{_words(name)}": effect for name, effect in level.items()} | {
        f"{_words(name)}, all closed": effect for name, effect in closed.items()
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _names() -> list[str]:
    return [f"{what} {use}" for what in ("agreement", "losers") for use in ("tokens", "value")]


def _words(name: str) -> str:
    what, use = name.split()
    paid = "tokens" if use == "tokens" else "what is paid"
    if what == "agreement":
        return f"rank correlation of capability with {paid}"
    return f"part of {paid} of labs four points behind, %"


def _picture(found: Found) -> Lines:
    ranks = list(range(1, LABS + 1))
    series = []
    for name, use in (("tokens", "tokens"), ("what customers pay", "value")):
        parts = [found.level(f"{use} of rank {rank - 1}", "as it is") for rank in ranks]
        series.append(
            Series(
                name,
                ranks,
                [part.middle for part in parts],
                [part.low for part in parts],
                [part.high for part in parts],
            )
        )
    return Lines(series, "rank by capability", "part of the market, %", "Who is best, who is used")
