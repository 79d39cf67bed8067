"""Labs, products and the market in a belief: public figures as they are, the rest in step.

What the public cannot know keeps its own draw in every world, and is moved by what it would have to
be for the public figures: a rival's true skill by its score, its chips by the published estimate,
the cost of its models by their prices, its cash by its sales.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.foresight.known import (
    PUBLIC_OF_LABS,
    PUBLIC_OF_MARKET,
    PUBLIC_OF_PRODUCTS,
    Known,
)
from tenfold.sim.mechanisms.finance import leave, merge
from tenfold.sim.world import FLAGSHIP, MINI, NEVER, PRODUCTS, WITHHELD, Array, World, plain

QUARTER = 3.0
CHEAPEST, DEAREST = 0.2, 5.0
"""Factors within which one look at a price corrects what a model is believed to cost."""
CHANNELS = ("legal", "domestic", "rented", "smuggled")
SMALLEST = 1.0e-12


def believe_labs(world: World, rules: Array, known: Known) -> None:
    """Make labs, products and the market of a belief agree with what the player knows."""
    _who_left(world, rules, known)
    rivals = np.arange(world.lab.shape[1]) != known.seat
    _chips(world, rules, known, rivals)
    _products(world, rules, known, rivals)
    _rivals(world, known, rivals)
    if known.seat >= 0:
        _own(world, known)
    _market(world, known)


def _who_left(world: World, rules: Array, known: Known) -> None:
    """Who has left the race has left every world of the belief, with the same heir."""
    for i in np.flatnonzero(known.labs["active"] == 0.0).tolist():
        heir = int(known.labs["merged_into"][i])
        for run in np.flatnonzero(world.lab.active[:, i] > 0.0).tolist():
            if heir >= 0:
                merge(run, world, i, heir, rules[run])
            leave(run, world, i, heir, rules[run])


def _chips(world: World, rules: Array, known: Known, rivals: NDArray[np.bool_]) -> None:
    """Chips move towards the published count, as far as the count is better than the belief.

    Each world expected its own count, with its own error: what is published is set against that,
    so that the spread that is left is right.
    """
    for i in np.flatnonzero(rivals & (known.labs["active"] > 0.0)).tolist():
        lab = world.lab[:, i]
        counted = float(known.labs["estimate"][i])
        if counted <= 0.0:
            continue
        believed = np.log(np.maximum(lab.compute, SMALLEST))
        spread = float(np.var(believed))
        error = float(np.mean(rules.estimate_noise**2))
        weight = spread / (spread + error) if spread > 0.0 else 0.0
        surprise = np.log(np.full(1, counted)) - np.log(np.maximum(lab.estimate, SMALLEST))
        factor = np.exp(weight * surprise)
        for name in CHANNELS:
            lab[f"compute_{name}"] = lab[f"compute_{name}"] * factor
            lab[f"coming_{name}"] = lab[f"coming_{name}"] * factor
        for name in ("compute", "usable", "incoming", "run_flop", "run_post", "experiment_flop"):
            lab[name] = lab[name] * factor


def _products(world: World, rules: Array, known: Known, rivals: NDArray[np.bool_]) -> None:
    """Models on sale: what customers see, and behind a score a skill as far below as before."""
    product = world.product
    owners = rivals[:, None] & np.ones(PRODUCTS, bool)
    flattered = np.where(owners, product.score - product.capability, 0.0)
    dearer = known.products["price"] / np.maximum(product.price, SMALLEST)
    size = product.parameters * np.clip(dearer, CHEAPEST, DEAREST)
    for name in PUBLIC_OF_PRODUCTS:
        product[name][...] = known.products[name]
    product.parameters[...] = np.where(owners, size, product.parameters)
    product.capability[...] = product.score - flattered
    # Customers have learned about a flattering score every month since the release.
    age = np.clip(float(known.month) - product.released_at, 0.0, None)
    unlearned = (1.0 - rules.learning[:, None, None]) ** age
    product.perceived[...] = product.capability + flattered * unlearned


def _rivals(world: World, known: Known, rivals: NDArray[np.bool_]) -> None:
    """Public figures of rivals, and what their books owe to them."""
    lab, product = world.lab, world.product
    missed = QUARTER / 2.0 * (known.labs["revenue"] - lab.revenue) * rivals
    lab.cash[:] = np.maximum(lab.cash + missed, 0.0) * (lab.active > 0.0)
    for name in PUBLIC_OF_LABS:
        lab[name][:] = known.labs[name]
    best = np.where(product.capability[..., MINI] > product.capability[..., FLAGSHIP], MINI, 0)
    rows = np.ix_(range(lab.shape[0]), range(lab.shape[1]))
    lab.capability[:] = product.capability[rows[0], rows[1], best]
    lab.public_score[:] = product.score[rows[0], rows[1], best]
    opened = product.opened_at < NEVER
    lab.open_capability[:] = np.where(opened, product.capability, 0.0).max(axis=2)
    lab.closed_capability[:] = np.where(opened, 0.0, product.capability).max(axis=2)
    # A held model that is no better than the one on sale is none.
    held = np.where(lab.held_capability > product.capability[..., FLAGSHIP], lab.held_capability, 0)
    lab.held_capability[:] = held
    lab.internal_capability[:] = np.maximum(lab.capability, held)
    lab.flagship_release[:] = np.where(held > 0.0, WITHHELD, product.release[..., FLAGSHIP])
    lab.mini_release[:] = product.release[..., MINI]


def _own(world: World, known: Known) -> None:
    """The player's own record and products, exactly."""
    own = world.lab[:, known.seat]
    for name, value in known.own.items():
        own[name] = value
    plain(world.product)[:, known.seat] = known.own_products


def _market(world: World, known: Known) -> None:
    """The market in force, customers, and the frontier that the products on sale make."""
    market = world.market
    for name in PUBLIC_OF_MARKET:
        market[name][:] = known.market[name]
    plain(world.segment)[...] = known.segment
    world.share[...] = known.share
    active = world.lab.active > 0.0
    market.frontier[:] = np.where(active, world.lab.capability, 0.0).max(axis=1)
    market.open_products[:] = ((world.product.opened_at < NEVER) & active[..., None]).sum((1, 2))
