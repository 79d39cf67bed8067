"""Own shot: what a lab knows of its own customers at the end of a quarter; no rival's book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tenfold.sim.race import Race


WEIGHTS = ("quality", "price", "latency", "openness", "brand")
"""Columns of a segment that say how much its customers mind each part of an offer."""


@dataclass(frozen=True)
class OwnShot:
    """One lab's own figures of one month."""

    need: float
    """Chips that would serve today's customers without waiting [H100e]."""
    serving: float
    """Chips that served them [H100e]."""
    chips: float
    """At work [H100e]."""
    coming: float
    """Ordered and not yet delivered [H100e]."""
    waiting: float
    """Time to an answer; 1 is the standard."""
    served: float
    """Share of what customers asked for that was answered."""
    trust: float
    """Customers' trust that affairs have cost, in units of brand; 0 where none did."""
    copyable: float
    """Ideas that rivals' models show and the lab lacks."""
    copying: float
    """Share of the search for ideas that copies."""
    weights: Mapping[str, float]
    """How much its customers mind each of `WEIGHTS`, weighed by their use."""


def own_shot_of(race: Race, seat: int) -> OwnShot:
    """What the lab knows of itself now.

    Args:
        race: of one world.
        seat: place of the lab.
    """
    lab, seen = race.world.lab[0, seat], race.observe(seat)
    tokens, unserved = float(lab["tokens"]), float(lab["unserved"])
    search = float(lab["set_explore"] + lab["set_replicate"])
    return OwnShot(
        need=float(seen.serving_need[0]) * float(lab["compute"]),
        serving=float(lab["share_serving"]) * float(lab["compute"]),
        chips=float(lab["compute"]),
        coming=float(lab["incoming"]),
        waiting=float(lab["latency"]),
        served=tokens / (tokens + unserved) if tokens > 0.0 else 1.0,
        trust=float(lab["reputation"]),
        copyable=float(seen.copyable[0]),
        copying=float(lab["set_replicate"]) / search if search > 0.0 else 0.0,
        weights=_weights(race, seat),
    )


def _weights(race: Race, seat: int) -> dict[str, float]:
    world = race.world
    segment = world.segment[0]
    shares = world.share[0].reshape(len(segment), -1, world.product.shape[2])[:, seat].sum(axis=1)
    used: NDArray[np.float64] = np.asarray(segment["tokens"] * shares)
    used = used if used.sum() > 0.0 else np.asarray(segment["tokens"], dtype=np.float64)
    return {name: float((segment[name] * used).sum() / used.sum()) for name in WEIGHTS}
