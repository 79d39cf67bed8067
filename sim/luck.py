"""Luck: every random draw of a race, made before month one.

A counter-based generator (Philox 4x32-10) turns an address (seed, run, purpose, lab, index) into
numbers. Nothing is drawn in sequence, so adding a lab, a run, a month or a purpose moves nobody
else's luck, and run k of a seed is the same alone or among thousands.

Source: Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import logarithm, normal_quantile

Array = Any
"""A numpy (record) array; numba and numpy agree on it, the type checker need not look inside."""

THRESHOLD, IDEA, MONTHLY = np.uint64(1), np.uint64(2), np.uint64(3)
MARKET, EVENT, OPENING = np.uint64(4), np.uint64(5), np.uint64(6)
AFFAIR = np.uint64(7)
"""Purposes: the third word of an address."""
MOST_RUNS = 65536
"""Of one batch."""
MOST_SEED = 2**63 - 1
LAST_RUN = 2**32 - MOST_RUNS
"""Numbers of runs are 32 bits of the address of a draw."""

LAB_LUCK = np.dtype(
    [
        ("yield_noise", "f8"),  # standard normal: how well a run turns out
        ("setback", "f8"),  # uniform: whether a run is set back
        ("detection", "f8"),  # uniform: whether distillation is noticed
        ("seizure", "f8"),  # uniform: whether smuggled chips are seized
        ("star", "f8"),  # uniform: whether a star leaves, and where to
        ("estimate", "f8"),  # standard normal: error of the public estimate of compute
        ("offer", "f8"),  # uniform: chips are on offer where it comes near 1
        ("offer_size", "f8"),  # uniform: how many
    ]
)
IDEA_LUCK = np.dtype(
    [
        ("difficulty", "f8"),  # standard normal
        ("kind", "f8"),  # uniform
        ("gain", "f8"),  # standard normal
        ("scale", "f8"),  # uniform: whether it pays more at scale
    ]
)
MARKET_LUCK = np.dtype([("demand", "f8"), ("supply", "f8")])  # standard normals


class Luck(NamedTuple):
    """All draws of a batch of runs."""

    threshold: Array
    """[runs, labs, ideas] Exp(1): the cumulated hazard at which a lab knows an idea."""
    idea: Array
    """[runs, ideas] of IDEA_LUCK."""
    lab: Array
    """[runs, labs, months] of LAB_LUCK."""
    market: Array
    """[runs, months] of MARKET_LUCK."""
    event: Array
    """[runs, events, MOST_COMINGS] Exp(1): waits of a random event in units of its mean wait."""
    opening: Array
    """[runs, labs] uniform: how far the run under way at the start has come."""


def name_hash(name: str) -> int:
    """32 bits that stand for a name in an address, the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little")


M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
MOST_COMINGS = 24
"""How often a random event can come in a race."""
MASK = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
TOP = np.uint64(11)
STEP = 1.0 / 9007199254740992.0  # 2^-53


@compile_kernel
def philox(c0: Array, c1: Array, c2: Array, c3: Array, k0: Array, k1: Array) -> Array:
    """Ten rounds of Philox 4x32; all words are uint64 below 2^32. Returns two 64-bit words."""
    for _ in range(10):
        p0 = M0 * c0
        p1 = M1 * c2
        c0 = (p1 >> HALF) ^ c1 ^ k0
        c2 = (p0 >> HALF) ^ c3 ^ k1
        c1 = p1 & MASK
        c3 = p0 & MASK
        k0 = (k0 + W0) & MASK
        k1 = (k1 + W1) & MASK
    return (c1 << HALF) | c0, (c3 << HALF) | c2


@compile_kernel
def uniform_pair(seed: Array, run: Array, purpose: Array, who: Array, index: int) -> Array:
    """Two independent uniforms, strictly between 0 and 1, at one address."""
    a, b = philox(
        np.uint64(index),
        who,
        run,
        purpose,
        seed & MASK,
        seed >> HALF,
    )
    return (np.float64(a >> TOP) + 0.5) * STEP, (np.float64(b >> TOP) + 0.5) * STEP


@compile_kernel
def draw_run(row: int, luck: Luck, seed: Array, run: Array, names: Array) -> None:
    """Fill one row of `luck` with the draws of one run.

    Args:
        row: place of the run in the arrays.
        luck: arrays to fill.
        seed: uint64, the race's seed.
        run: uint64, number of the run under that seed (below 2^32).
        names: [labs] uint64 hashes of the labs' names.
    """
    nobody = np.uint64(0)
    labs, ideas = luck.threshold.shape[1], luck.threshold.shape[2]
    for i in range(labs):
        luck.opening[row, i] = uniform_pair(seed, run, OPENING, names[i], 0)[0]
        for block in range((ideas + 1) // 2):
            u, v = uniform_pair(seed, run, THRESHOLD, names[i], block)
            luck.threshold[row, i, 2 * block] = -logarithm(u)
            if 2 * block + 1 < ideas:
                luck.threshold[row, i, 2 * block + 1] = -logarithm(v)
        for month in range(luck.lab.shape[2]):
            draw = luck.lab[row, i, month]
            u, v = uniform_pair(seed, run, MONTHLY, names[i], 3 * month)
            draw.yield_noise = normal_quantile(u)
            draw.estimate = normal_quantile(v)
            draw.setback, draw.detection = uniform_pair(seed, run, MONTHLY, names[i], 3 * month + 1)
            draw.seizure, draw.star = uniform_pair(seed, run, MONTHLY, names[i], 3 * month + 2)
            draw.offer, draw.offer_size = uniform_pair(seed, run, AFFAIR, names[i], month)
    for j in range(ideas):
        idea = luck.idea[row, j]
        u, v = uniform_pair(seed, run, IDEA, nobody, 2 * j)
        idea.difficulty = normal_quantile(u)
        idea.gain = normal_quantile(v)
        idea.kind, idea.scale = uniform_pair(seed, run, IDEA, nobody, 2 * j + 1)
    for month in range(luck.market.shape[1]):
        u, v = uniform_pair(seed, run, MARKET, nobody, month)
        luck.market[row, month].demand = normal_quantile(u)
        luck.market[row, month].supply = normal_quantile(v)
    for e in range(luck.event.shape[1]):
        for again in range(luck.event.shape[2]):
            u, v = uniform_pair(seed, run, EVENT, nobody, e * luck.event.shape[2] + again)
            luck.event[row, e, again] = -logarithm(u)


@compile_kernel
def draw_all(luck: Luck, seed: Array, numbers: Array, names: Array) -> None:
    """Fill every row: row k is run `numbers[k]` of the seed."""
    for row in range(luck.threshold.shape[0]):
        draw_run(row, luck, seed, numbers[row], names)


def draw_luck(
    seed: int,
    first_run: int,
    runs: int,
    lab_names: tuple[str, ...],
    ideas: int,
    months: int,
    events: int,
) -> Luck:
    """Draw everything that chance decides in runs first_run .. first_run + runs - 1 of a seed."""
    luck = empty_luck(runs, len(lab_names), ideas, months, events)
    fill_luck(luck, seed, np.arange(first_run, first_run + runs), lab_names)
    return luck


def fill_luck(luck: Luck, seed: int, numbers: Array, lab_names: tuple[str, ...]) -> None:
    """Draw the luck of the runs of these numbers, one per row, into the same arrays."""
    names = np.array([name_hash(name) for name in lab_names], dtype=np.uint64)
    draw_all(luck, np.uint64(seed), np.asarray(numbers, dtype=np.uint64), names)


def empty_luck(runs: int, labs: int, ideas: int, months: int, events: int) -> Luck:
    """Arrays for the luck of a batch."""
    return Luck(
        threshold=np.zeros((runs, labs, ideas)),
        idea=np.zeros((runs, ideas), IDEA_LUCK).view(np.recarray),
        lab=np.zeros((runs, labs, months), LAB_LUCK).view(np.recarray),
        market=np.zeros((runs, months), MARKET_LUCK).view(np.recarray),
        event=np.zeros((runs, events, MOST_COMINGS)),
        opening=np.zeros((runs, labs)),
    )
