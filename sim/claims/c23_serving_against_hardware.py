"""Serving well can outweigh hardware; waiting decides who is seen.

A debate on hardware says that quantization, batching and caching can do more than chips, and that
customers go where answers come quickly.

One poor lab, Maple, of the ten-to-one world. In the model everything that makes answers cheaper is
a serving idea: Maple gives none of its research to them or a third, against half as many chips
more, or three times as many, and no such research. It sells closed, so that nobody serves for it.
Chips for customers are held at 5 % in one set of arms, less than half of what it would give, so
that in most worlds customers ask for more than it can serve; in the other set the lab adapts.
Caching is common to all labs: once without it. Waiting is switched off in one arm, everything else
equal, to see what it costs Maple among customers who mind. Shares are told in percentage points:
where Maple has hardly any, a small gain is many times what it had.

Left out: the quality that quantized models lose, speed tiers, and serving ideas that need chips of
a certain kind.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import FloatArray
from tenfold.sim.world import PRODUCTS

SEAT = "Maple"
SHORT = 0.05
EFFORT = 0.3
MORE, MOST = 1.5, 3.0
IN_A_HURRY = 0.6
"""Weight of waiting from which a segment counts as one that minds: consumer, coding and edge."""
TOKENS_LEAST = 5.0
SEEN_LEAST = 10.0
POINTS = "percentage points"
LEAST = {"tokens": 1.0e12, "hurried": 0.1}
"""What counts as nothing: tokens a month, % of customers."""


def seen_share(raced: Raced, hurried: bool) -> FloatArray:
    """Maple's part of what customers chose at the end, mean over segments, %: [runs].

    Args:
        raced: the races.
        hurried: of segments that mind waiting, or of the others.
    """
    world = raced.race.world
    place = raced.history.labs.index(SEAT)
    total = np.zeros(raced.race.runs)
    count = 0
    for segment in range(world.segment.shape[1]):
        if (world.segment.latency[0, segment] >= IN_A_HURRY) != hurried:
            continue
        share = world.share[:, segment]
        everyone = share[:, 0].copy()
        for product in range(1, share.shape[1]):
            everyone += share[:, product]
        ours = share[:, place * PRODUCTS] + share[:, place * PRODUCTS + 1]
        total += 100.0 * ours / np.maximum(everyone, 1e-12)
        count += 1
    return total / count


def seen_in_a_hurry(raced: Raced) -> FloatArray:
    """Maple's share among customers who mind waiting, %."""
    return seen_share(raced, True)


def seen_by_others(raced: Raced) -> FloatArray:
    """Maple's share among customers who hardly mind waiting, %."""
    return seen_share(raced, False)


CLOSED: dict[str, Choice] = {
    "seat": SEAT,
    "seat.flagship_release": "closed",
    "seat.mini_release": "closed",
}
HELD: dict[str, Choice] = {**CLOSED, "seat.serving": SHORT}
CLAIM = Claim(
    number="C23",
    title="Serving well can outweigh hardware; waiting decides",
    text="H",
    says=(
        "Quantization, batching and caching can outweigh more hardware, and how long customers"
        " wait decides who is seen."
    ),
    standing="emergent",
    matters="5 % of the tokens served; a tenth of the share among customers who mind waiting",
    rule=(
        "With serving held short. It outweighs hardware: a third of research on serving gives"
        " more than 5 % more tokens in months 25 to 48 than half as many chips more."
        " Waiting decides: among customers who mind, Maple's share at the end is more than 10 %"
        " larger where waiting is switched off. Both as geometric means over lucks; shares below"
        " 0.1 % count as 0.1 %. Each holds"
        " where the whole interval lies beyond, and fails where it lies on the other side."
        " Supported: both hold. Contradicted: all fail. Else it depends."
    ),
    races=Races(
        scenario="ten-to-one",
        arms={
            "short, no effort": {**HELD, "seat.efficiency": 0.0},
            "short, effort": {**HELD, "seat.efficiency": EFFORT},
            "short, chips": {**HELD, "seat.efficiency": 0.0, "seat.compute_times": MORE},
            "short, many chips": {**HELD, "seat.efficiency": 0.0, "seat.compute_times": MOST},
            "no effort": {**CLOSED, "seat.efficiency": 0.0},
            "effort": {**CLOSED, "seat.efficiency": EFFORT},
            "chips": {**CLOSED, "seat.efficiency": 0.0, "seat.compute_times": MORE},
            "many chips": {**CLOSED, "seat.efficiency": 0.0, "seat.compute_times": MOST},
            "short, no caching": {**HELD, "seat.efficiency": 0.0, "world.cache_hit": 0.0},
            "short, no waiting": {**HELD, "seat.efficiency": 0.0, "world.latency_rise": 0.0},
        },
        reads={
            "tokens": f"{SEAT}.tokens.m25-48",
            "hurried": seen_in_a_hurry,
            "others": seen_by_others,
            "latency": f"{SEAT}.latency.m25-48",
            "load": f"{SEAT}.load.m25-48",
            "capability": f"{SEAT}.capability.end",
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Tokens by effort and by chips; what waiting costs in share."""
    short = more(found, "tokens", "short, effort", "short, chips")
    free = more(found, "tokens", "effort", "chips")
    seen = more(found, "hurried", "short, no waiting", "short, no effort")
    elsewhere = found.effect("others", "short, no waiting", "short, no effort", unit=POINTS)
    level = found.level("hurried", "short, no effort", unit="%")
    won = _points_won(found)
    parts = (
        at_least("serving against hardware", short, TOKENS_LEAST),
        at_least("waiting", seen, SEEN_LEAST),
    )
    rows = _rows(found)
    says = (
        f"Where Maple is short of chips for customers, a third of research on serving moves its"
        f" tokens by {told(rows['effort'], 0)} %, half as many chips more by"
        f" {told(rows['half as many chips'], 0)} %: effort against chips {told(short, 0)} %."
        f" Where it adapts, effort against chips is {told(free, 0)} %. Held short, its"
        f" share among customers in a hurry is {told(level)} %; effort moves it by"
        f" {told(won['effort'])} percentage points, half as many chips more by"
        f" {told(won['half as many chips'])}, caching by {told(won['caching'])}. If"
        f" nobody minded waiting, it would move by {told(won['no waiting'])} points,"
        f" and by {told(elsewhere)} among the others."
    )
    effects = {
        "tokens, effort over half as many chips, serving short": short,
        "tokens, effort over half as many chips, the lab adapts": free,
        "share among customers who mind, serving short": level,
        **{f"points of that share by {name}": effect for name, effect in won.items()},
        "growth of that share by no waiting, as in the rule": seen,
        "points of share among other customers by no waiting": elsewhere,
        "load of its chips for customers, serving short": found.level("load", "short, no effort"),
        "points lost to the effort on serving": found.effect(
            "capability", "no effort", "effort", unit="points"
        ),
        **{f"tokens, {name}, serving short": effect for name, effect in rows.items()},
    }
    picture = Dots(
        [(name, effect.middle, effect.low, effect.high) for name, effect in rows.items()],
        "more tokens than without effort and chips, %",
        "What a lab short of serving gains",
        [(0.0, "no effort, no chips")],
    )
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, picture)


def more(found: Found, read: str, plus: str, minus: str) -> Effect:
    """How much larger a reading is in one arm than in another, %: the geometric mean over lucks.

    A luck in which Maple has nearly vanished would else decide the mean alone.
    """
    least = LEAST[read]
    with_it, without = (np.maximum(found.values(read, arm), least) for arm in (plus, minus))
    return through(found.effect_of(np.log(with_it / without)), percent, "%")


def through(logs: Effect, rising: Callable[[FloatArray], FloatArray], unit: str) -> Effect:
    """An effect on logarithms in another measure: what was a mean becomes a geometric mean.

    Args:
        logs: the effect.
        rising: function from the logarithm to the measure.
        unit: of the measure.
    """
    low, middle, high, luck_low, luck_high = rising(
        np.array([logs.low, logs.middle, logs.high, logs.luck_low, logs.luck_high])
    ).tolist()
    return Effect(middle, low, high, luck_low, luck_high, rising(logs.per_point), unit)


def percent(logs: FloatArray) -> FloatArray:
    """By how many % something grows, by the logarithm of its growth."""
    return np.asarray(100.0 * np.expm1(logs))


def _points_won(found: Found) -> dict[str, Effect]:
    """What moves Maple's share among customers who mind waiting, percentage points."""
    pairs = {
        "effort": ("short, effort", "short, no effort"),
        "half as many chips": ("short, chips", "short, no effort"),
        "caching": ("short, no effort", "short, no caching"),
        "no waiting": ("short, no waiting", "short, no effort"),
    }
    return {
        name: found.effect("hurried", plus, minus, unit=POINTS)
        for name, (plus, minus) in pairs.items()
    }


def _rows(found: Found) -> dict[str, Effect]:
    arms = {
        "effort": "short, effort",
        "half as many chips": "short, chips",
        "three times the chips": "short, many chips",
        "no caching": "short, no caching",
    }
    return {name: more(found, "tokens", arm, "short, no effort") for name, arm in arms.items()}
