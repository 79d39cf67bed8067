"""Where open models win: cost per token at scale, niche tuning, privacy, edge.

A forum thread says that open models need not be the best: they win where many tokens make cost
count, where a niche tunes them, where data must stay in the house, and on small devices.

The world of 2026 for four years. We read which part of each segment's use open weights have at the
end, what the best open model costs against the cheapest closed one that is as good, and both again
with a third of the use, with three times the use, and with open products that can hardly be tuned.

What customers want is assumed segment by segment, so the claim is built in. For each taste we say
how far it must fall before open weights lose their half: in the nested logit a taste moves the odds
of open against closed by its exponential, so this is the log of the odds. Left out: the work of
running models oneself, and licences.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, told, weigh
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Bars
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import FloatArray, over_labs
from tenfold.sim.world import PRODUCTS, Array

SCENARIO = "tenfold-2026"
SEGMENTS = ("consumer", "coding", "content", "enterprise", "regulated", "edge", "education")
TUNED = ("enterprise", "regulated", "edge")
"""Segments that gain most by tuning: three or four points."""
HALF = 50.0
TUNING_LEAST = 5.0
CHEAPER_LEAST = 20.0
USE = load_parameters()["demand_volume"].value
"""Need of all segments, tokens a month."""
NEVER_TUNED = 1000.0


def opened(raced: Raced) -> Array:
    """Whether the weights of each product are published: [runs, labs * 2]."""
    product = raced.race.world.product
    return (product.opened_at <= raced.race.month).reshape(raced.race.runs, -1)


def open_share(raced: Raced, segment: str) -> FloatArray:
    """Part of a segment's use that open weights have at the end, %: [runs]."""
    place = [spec.name for spec in raced.race.setting.segments].index(segment)
    share = raced.race.world.share[:, place]
    ours = over_labs(np.where(opened(raced), share, 0.0))
    return np.asarray(100.0 * ours / np.maximum(over_labs(share), 1e-12))


def open_tokens(raced: Raced) -> FloatArray:
    """Part of all tokens that open weights have at the end, %: [runs]."""
    tokens = raced.race.world.product.tokens.reshape(raced.race.runs, -1)
    ours = over_labs(np.where(opened(raced), tokens, 0.0))
    return np.asarray(100.0 * ours / np.maximum(over_labs(tokens), 1e-12))


def cheaper(raced: Raced) -> FloatArray:
    """How much less the best open model costs than a closed one that is as good, %: [runs].

    The cheapest closed product at least as capable counts; nan where there is none, or where
    nothing is open.
    """
    product, labs = raced.race.world.product, raced.race.world.lab
    runs = raced.race.runs
    active = np.repeat(labs.active > 0.0, PRODUCTS, axis=1)
    sold = active & (product.tokens.reshape(runs, -1) > 0.0)
    capability = product.capability.reshape(runs, -1)
    price = product.offered.reshape(runs, -1)
    free = sold & opened(raced)
    best = np.where(free, capability, -np.inf).argmax(axis=1)
    rows = np.arange(runs)
    rivals = sold & ~opened(raced) & (capability >= capability[rows, best][:, None])
    closed = np.where(rivals, price, np.inf).min(axis=1)
    known = free.any(axis=1) & np.isfinite(closed)
    saving = 100.0 * (1.0 - price[rows, best] / np.where(known, closed, 1.0))
    return np.where(known, saving, np.nan)


CLAIM = Claim(
    number="C25",
    title="Where open models win",
    text="O",
    says="Open models win on cost per token at scale, niche tuning, privacy and edge.",
    standing="built in",
    matters="half of a segment's use; 5 points of share by tuning; a price a fifth lower",
    rule=(
        "Four statements. Privacy: open weights have more than half of the use of the regulated"
        " segment at the end. Edge: more than half of the edge segment. Tuning: over enterprise,"
        " regulated and edge their share is more than 5 percentage points larger than where"
        " products can hardly be tuned. Cost at scale: with three times the use, the best open"
        " model costs more than 20 % less than the cheapest closed one that is at least as good."
        " Each holds where the whole interval lies beyond, and fails where it lies on the other"
        " side. Supported: all hold. Contradicted: all fail. Else it depends."
    ),
    races=Races(
        scenario=SCENARIO,
        arms={
            "usual": {},
            "hardly tuned": {"world.custom_months": NEVER_TUNED},
            "a third of the use": {"world.demand_volume": USE / 3.0},
            "three times the use": {"world.demand_volume": 3.0 * USE},
        },
        reads={
            **{segment: partial(open_share, segment=segment) for segment in SEGMENTS},
            "cheaper": cheaper,
            "tokens": open_tokens,
            "hosted": "market.hosted.end",
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Shares by segment, tuning on against off, prices by volume."""
    privacy = found.level("regulated", "usual", unit="%")
    edge = found.level("edge", "usual", unit="%")
    tuning = found.effect_of(
        _tuned(found, "usual") - _tuned(found, "hardly tuned"), "percentage points"
    )
    large, small = (
        found.level("cheaper", arm, unit="%")
        for arm in ("three times the use", "a third of the use")
    )
    parts = (
        at_least("privacy", privacy, HALF),
        at_least("edge", edge, HALF),
        at_least("niche tuning", tuning, TUNING_LEAST),
        at_least("cost at scale", large, CHEAPER_LEAST),
    )
    says = (
        f"After four years open weights have {told(privacy, 0)} % of regulated use and"
        f" {told(edge, 0)} % of edge use; tuning is worth {told(tuning, 0)} points of share. With"
        f" three times the use the best open model costs {told(large, 0)} % less than a closed one"
        f" as good, with a third of the use {told(small, 0)} %."
        f" {_margin(found, 'regulated')} {_margin(found, 'edge')}"
    )
    effects = {
        "open share, regulated": privacy,
        "open share, edge": edge,
        "share gained by tuning": tuning,
        "cheaper than closed, three times the use": large,
        "cheaper than closed, usual": found.level("cheaper", "usual", unit="%"),
        "cheaper than closed, a third of the use": small,
        "open share of all tokens": found.level("tokens", "usual", unit="%"),
        "open share of tokens, three times the use less a third": found.effect(
            "tokens", "three times the use", "a third of the use", unit="percentage points"
        ),
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _tuned(found: Found, arm: str) -> FloatArray:
    total = found.values(TUNED[0], arm)
    for segment in TUNED[1:]:
        total = total + found.values(segment, arm)
    return total / len(TUNED)


def _margin(found: Found, segment: str) -> str:
    """How far the taste for open weights must move before the segment turns, as a sentence."""
    share = np.clip(found.values(segment, "usual") / 100.0, 1e-6, 1.0 - 1e-6)
    room = found.effect_of(np.log(share / (1.0 - share))).middle
    taste = {spec.name: spec.openness for spec in load_scenario(SCENARIO).segments}[segment]
    if room > taste:
        return f"Open weights would have half of {segment} use with no taste for openness at all."
    if room < 0.0:
        return (
            f"In {segment} use the taste for open weights, {taste:g}, would have to rise by"
            f" {-room:.2g} to win them half."
        )
    return (
        f"In {segment} use the taste for open weights, {taste:g}, may fall by {room:.2g} before"
        " they lose their half."
    )


def _picture(found: Found) -> Bars:
    series = {
        arm: [found.level(segment, arm).middle for segment in SEGMENTS]
        for arm in ("usual", "hardly tuned", "three times the use")
    }
    return Bars(SEGMENTS, series, "use of open weights at the end, %", "Where open models are used")
