"""Where open models win: cost per token at scale, niche tuning, privacy, edge.

A forum thread says that open models need not be the best: they win where many tokens make cost
count, where a niche tunes them, where data must stay in the house, and on small devices.

The world of 2026 for four years. We read which part of each segment's use open weights have at the
end, what the best open model costs against the cheapest closed one that is as good, and which part
of all tokens is served outside the labs, by hosts or by the customers themselves. All again with a
third of the default use, with three times the default use, and with open products that can hardly
be tuned.

What customers want is assumed segment by segment, so the claim is built in. For the tastes of the
regulated and the edge segment we say how far each must fall before open weights lose their half: in
the nested logit a taste moves the odds of open against closed by its exponential, so this is the
log of the odds. Left out: the work of running models oneself, and licences.
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
NEARLY_ALL = 0.9
"""Part of a taste that may go, from which one says that hardly any is needed."""


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
        " products can hardly be tuned. Cost at scale: with three times the default use, the"
        " best open model costs more than 20 % less than the cheapest closed one that is at least"
        " as good. Each holds where the whole interval lies beyond, and fails where it lies on the"
        " other side. Supported: all hold. Contradicted: all fail. Else it depends."
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
    scale = found.effect(
        "cheaper", "three times the use", "a third of the use", unit="percentage points"
    )
    outside = {
        arm: found.effect_of(100.0 * found.values("hosted", arm), "%")
        for arm in ("a third of the use", "usual", "three times the use")
    }
    parts = (
        at_least("privacy", privacy, HALF),
        at_least("edge", edge, HALF),
        at_least("niche tuning", tuning, TUNING_LEAST),
        at_least("cost at scale", large, CHEAPER_LEAST),
    )
    says = (
        f"After four years open weights have {told(privacy, 0)} % of regulated use and"
        f" {told(edge, 0)} % of edge use; tuning is worth {told(tuning, 0)} points of share. With"
        f" three times the default use the best open model costs {told(large, 0)} % less than a"
        f" closed one as good, with a third of the default use {told(small, 0)} %; so scale itself"
        f" adds {told(scale, 0)} points. Outside the labs, by hosts or customers themselves,"
        f" {told(outside['three times the use'], 0)} % of tokens are served at three times the"
        f" default use and {told(outside['a third of the use'], 0)} % at a third of it."
        f" {_margin(found, 'regulated')} {_margin(found, 'edge')}"
    )
    effects = {
        "open share, regulated": privacy,
        "open share, edge": edge,
        "share gained by tuning": tuning,
        "cheaper than closed, three times the default use": large,
        "cheaper than closed, usual": found.level("cheaper", "usual", unit="%"),
        "cheaper than closed, a third of the default use": small,
        "cheaper, three times the use less a third": scale,
        "tokens served outside the labs, three times the default use": (
            outside["three times the use"]
        ),
        "tokens served outside the labs, usual": outside["usual"],
        "tokens served outside the labs, a third of the default use": outside["a third of the use"],
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
        return (
            f"Even with no taste for open weights they would have more than half of {segment} use."
        )
    if room > NEARLY_ALL * taste:
        return (
            "Even with hardly any taste for open weights they would have about half of"
            f" {segment} use."
        )
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
        arm.replace("the use", "the default use"): [
            found.level(segment, arm).middle for segment in SEGMENTS
        ]
        for arm in ("usual", "hardly tuned", "three times the use")
    }
    return Bars(SEGMENTS, series, "use of open weights at the end, %", "Where open models are used")
