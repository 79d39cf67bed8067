"""Snapshot: what is public at the end of a quarter, for the charts; own channels exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.telling.own_shot import OwnShot, own_shot_of
from tenfold.sim.world import NEVER, PRODUCTS

if TYPE_CHECKING:
    from tenfold.sim.race import Race

FloatArray = NDArray[np.float64]
CHANNELS = ("compute_legal", "compute_domestic", "compute_rented", "compute_smuggled")
"""Columns of the chips at work by channel, in the order of agents.decision.CHANNELS."""


@dataclass(frozen=True)
class ProductShot:
    """A model on sale, as the public sees it."""

    lab: int
    mini: bool
    """The small sibling of the lab's best model."""
    score: float
    """As benchmarks show it [index points]."""
    price: float
    """What customers pay, hosts included [USD per million tokens]."""
    opened: bool
    """Its weights are published."""
    release: int
    """Place in agents.decision.RELEASES."""
    released_at: float
    """Month since which it is on sale; negative where that was before the start."""
    tokens: float
    """Used per month, hosts and self-hosting included."""


@dataclass(frozen=True)
class Snapshot:
    """The public figures of one month."""

    month: int
    products: tuple[ProductShot, ...]
    """On sale, lab by lab."""
    segments: FloatArray
    """[segments, labs] share of a segment's need that each lab's models serve; the rest goes
    unserved."""
    segment_tokens: FloatArray
    """[segments] tokens per month that the segment wants."""
    compute_estimate: FloatArray
    """[labs] published estimate of chips [H100e]."""
    revenue_estimate: FloatArray
    """[labs] published estimate of sales [USD per month]."""
    active: FloatArray
    """[labs] 1 for who is still in the race."""
    own_channels: tuple[float, ...]
    """The player's own chips, as CHANNELS has them [H100e]; empty without a lab."""
    open_share: float
    """Share of all use that open weights answer."""
    concentration: float
    """Herfindahl index of use: 1 is a single supplier."""
    cheapest: float
    """Cheapest model as good as the best of the start [USD per million tokens]."""
    smuggled: float
    """Published estimate of smuggled chips at work, of all labs [H100e]."""
    spent: float
    """Public money spent since the start, less fees [USD]."""
    use: FloatArray
    """[labs] share of all tokens used."""
    own: OwnShot | None
    """What the player's lab knows of itself; None without a lab."""


def snapshot_of(race: Race, seat: int) -> Snapshot:
    """The public figures of a race of one world now.

    Args:
        race: of one world.
        seat: place of the player's lab; below 0 where there is none.
    """
    world, seen = race.world, race.observe(max(seat, 0))
    shown = world.share[0]
    own = world.lab[0, seat] if seat >= 0 else None
    known = {name: float(figure[0]) for name, figure in race.known_of_market().items()}
    products = _products(race)
    shares = seen.token_share[:, 0]
    return Snapshot(
        month=race.month,
        products=products,
        segments=shown.reshape(len(shown), -1, PRODUCTS).sum(axis=2),
        segment_tokens=np.array(world.segment["tokens"][0]),
        compute_estimate=seen.compute_estimate[:, 0].copy(),
        revenue_estimate=seen.revenue_estimate[:, 0].copy(),
        active=seen.active[:, 0].copy(),
        own_channels=() if own is None else tuple(float(own[name]) for name in CHANNELS),
        open_share=sum(one.tokens for one in products if one.opened) / max(known["tokens"], 1.0),
        concentration=float((shares * shares).sum()),
        cheapest=known["cheapest"],
        smuggled=known["smuggled"],
        spent=known["spent"],
        use=shares.copy(),
        own=None if own is None else own_shot_of(race, seat),
    )


def _products(race: Race) -> tuple[ProductShot, ...]:
    table = race.world.product[0]
    figures = {
        name: table[name]
        for name in ("score", "offered", "opened_at", "release", "released_at", "tokens")
    }
    active = race.world.lab["active"][0]
    shots = []
    for lab in range(len(active)):
        for place in range(PRODUCTS):
            row = {name: float(column[lab, place]) for name, column in figures.items()}
            if active[lab] > 0.0 and row["score"] > 0.0 and row["released_at"] <= race.month:
                shots.append(
                    ProductShot(
                        lab,
                        place > 0,
                        row["score"],
                        row["offered"],
                        row["opened_at"] < NEVER,
                        int(row["release"]),
                        row["released_at"],
                        row["tokens"],
                    )
                )
    return tuple(shots)
