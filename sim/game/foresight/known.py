"""Known: what a player can know of a race: own books exactly, the rest as the public sees it.

The only place from which a forecast looks at the true race. What is not read here (rivals' books,
the ideas they keep to themselves, runs under way, coming events, luck) cannot move a forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.world import NEVER, World, plain

if TYPE_CHECKING:
    from tenfold.sim.race import Race

Figures = Mapping[str, NDArray[np.float64]]

PUBLIC_OF_LABS = (
    "active", "merged_into", "token_share", "tokens", "revenue", "revenue_share", "price",
    "price_mini", "estimate", "reputation", "banned",
)  # fmt: skip
"""Who races and with whom it merged, use and sales, prices, counted chips, scandals and bans."""
PUBLIC_OF_PRODUCTS = (
    "score", "release", "released_at", "opened_at", "staged_at", "price", "offered", "latency",
    "wanted", "computed", "own_share", "tokens", "hosted", "revenue", "elasticity",
)  # fmt: skip
"""What any customer can see or measure, and how much each product is used."""
PUBLIC_OF_MARKET = (
    "rent", "rent_trend", "pressure", "waiting", "supply", "supply_trend", "domestic_supply",
    "legal_share", "enforcement", "subsidy", "open_limit", "ruled_legal_share",
    "ruled_enforcement", "ruled_subsidy", "ruled_open_limit", "shaken", "tokens", "revenue",
    "outside", "hosted", "open_products", "data_price", "host_compute", "host_order",
    "host_served", "host_latency", "community", "start_price", "home_subsidy", "public_spending",
    "public_income", "ruled_home_subsidy", "ruled_open_gap", "public_spent",
)  # fmt: skip
"""Markets for chips and for tokens, rules in force, public accounts, investors' mood, hosts."""
OF_IDEAS = ("ease", "kind", "gain", "scale_gain", "exposure")
"""What is known of an idea that is known at all."""
OF_RIVALS = ("star_known", "star_served")
"""Figures in a lab's own record that are of others: what a star's former lab knew."""


@dataclass(frozen=True)
class Known:
    """What the player of one seat knows at the start of a turn."""

    month: int
    seat: int
    """Place of the player's lab; -1 at the regulator's seat, which has no books."""
    own: Figures
    """The player's own record: each [] by the name of its field; empty without a lab."""
    own_products: NDArray[np.float64]
    """[2, fields] the player's own products."""
    own_known_at: NDArray[np.float64]
    """[ideas] month since which the player's lab knows an idea; NEVER where it does not."""
    own_copied: NDArray[np.float64]
    """[ideas] 1 where it was copied."""
    scores: NDArray[np.float64]
    """[months + 1, labs] best model on sale as benchmarks showed it, 0 for who had left."""
    labs: Figures
    """[labs] each of PUBLIC_OF_LABS."""
    products: Figures
    """[labs, 2] each of PUBLIC_OF_PRODUCTS."""
    market: Figures
    """[] each of PUBLIC_OF_MARKET."""
    segment: NDArray[np.float64]
    """[segments, fields] of customers."""
    share: NDArray[np.float64]
    """[segments, labs * 2] which products they use."""
    shown_at: NDArray[np.float64]
    """[ideas] month since which models on sale show an idea; NEVER where none does."""
    shown_by: NDArray[np.float64]
    """[ideas] whose model showed it first."""
    ideas: Figures
    """[ideas] each of OF_IDEAS; 0 where an idea is neither the player's nor shown."""
    events: NDArray[np.float64]
    """[events, 4] kind, month, amount, months of every event that has come."""

    @property
    def sure(self) -> NDArray[np.bool_]:
        """[ideas] what an idea is worth is known: the player's own ones, and those shown."""
        sure: NDArray[np.bool_] = (self.own_known_at < NEVER) | (self.shown_at < NEVER)
        return sure


def known_in(race: Race, seat: int) -> Known:
    """What the player at a seat knows of a race of one world.

    Args:
        race: the true race, with its history.
        seat: place of the player's lab; -1 for none.
    """
    world = race.world
    has_lab = seat >= 0
    ideas = world.idea.shape[1]
    known_at = world.known_at[0, seat].astype(float) if has_lab else np.full(ideas, NEVER)
    shown_at = np.array(world.idea.shown_at[0])
    sure = (known_at < NEVER) | (shown_at < NEVER)
    return Known(
        month=race.month,
        seat=seat,
        own=_own(world, seat) if has_lab else {},
        own_products=plain(world.product)[0, seat].copy() if has_lab else np.zeros((0, 0)),
        own_known_at=known_at,
        own_copied=world.copied[0, seat].astype(float) if has_lab else np.zeros(ideas),
        scores=(race.history.series("public_score") * race.history.series("active"))[0],
        labs={name: np.array(world.lab[name][0]) for name in PUBLIC_OF_LABS},
        products={name: np.array(world.product[name][0]) for name in PUBLIC_OF_PRODUCTS},
        market={name: np.array(world.market[name][0]) for name in PUBLIC_OF_MARKET},
        segment=plain(world.segment)[0].copy(),
        share=world.share[0].copy(),
        shown_at=shown_at,
        shown_by=np.where(shown_at < NEVER, world.idea.shown_by[0], -1.0),
        ideas={name: np.where(sure, world.idea[name][0], 0.0) for name in OF_IDEAS},
        events=_come(world, race.month),
    )


def _own(world: World, seat: int) -> Figures:
    row = world.lab[0, seat]
    return {name: np.array(row[name]) for name in row.dtype.names if name not in OF_RIVALS}


def _come(world: World, month: int) -> NDArray[np.float64]:
    """Events of the past, in an order that tells nothing of those to come."""
    rows: NDArray[np.float64] = plain(world.event)[0]
    come = rows[rows[:, 1] < month]
    order = np.lexsort((come[:, 3], come[:, 2], come[:, 0], come[:, 1]))
    return come[order].copy()
