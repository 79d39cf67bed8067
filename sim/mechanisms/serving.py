"""Serving: tokens meet capacity; hosts run open weights; prices follow cost, lead and load."""

from __future__ import annotations

import math

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip
from tenfold.sim.happenings import CAPACITY_SHORT, NOBODY, note
from tenfold.sim.luck import Luck
from tenfold.sim.world import (
    FLAGSHIP,
    FLOP_PER_CHIP_SECOND,
    MINI,
    NEVER,
    PRODUCTS,
    SECONDS_PER_MONTH,
    Array,
    World,
)


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Serve what was wanted, as far as compute goes, and let waiting and prices follow.

    Equation: tokens per chip-month = 1e15 u 2.63e6 / (2 N) * serving ideas
              load = need / capacity;  served = wanted min(1, 1/load)
              latency -> base + rise max(0, load - 0.8)^2
              going price = (cost e + 0.02) / (e - 1) (1 + markup max(0, load - 0.8)), e elasticity
    Units:    N [active parameters], tokens [tokens/month], price, cost [USD per million tokens]
    Source:   inference arithmetic: two FLOP per parameter and token
    Leaves out: long contexts, peak hours, speed tiers
    """
    p = rules[run]
    market = world.market[run]
    host_need, tokens, hosted, revenue = 0.0, 0.0, 0.0, 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.tokens = 0.0
        lab.revenue = 0.0
        lab.unserved = 0.0
        if lab.active == 0.0:
            continue
        split_demand(run, world, i, p)
        served = meet_load(run, world, i, p)
        host_need = host_need + deliver_tokens(run, world, i, served, p)
        set_prices(run, world, i, p)
        for k in range(PRODUCTS):
            hosted = hosted + world.product[run, i, k].hosted
        tokens = tokens + lab.tokens
        revenue = revenue + lab.revenue
    market.hosted = hosted / tokens if tokens > 0.0 else 0.0
    market.tokens = tokens
    market.revenue = revenue
    rent_for_hosts(market, host_need, p)
    take_shares(run, world, tokens, revenue)
    cheapest(run, world)


@compile_kernel
def tokens_per_chip(lab: Array, size: float, p: Array) -> float:
    """Tokens that one H100e serves in a month with a model of `size` active parameters."""
    work = FLOP_PER_CHIP_SECOND * p.serving_utilisation * SECONDS_PER_MONTH
    return work / (2.0 * size) * lab.serving_ideas


@compile_kernel
def split_demand(run: int, world: World, i: int, p: Array) -> None:
    """Which part of the tokens wanted is asked of the lab itself.

    Of open weights, most go to third-party hosts; large users run them themselves.
    """
    month = world.market[run].month
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        if product.opened_at <= month:
            hosting = product.wanted / (product.wanted + p.self_hosting_half)
            product.own_share = p.own_service * (1.0 - p.self_hosting * hosting)
        else:
            product.own_share = 1.0


@compile_kernel
def meet_load(run: int, world: World, i: int, p: Array) -> float:
    """Compare need with capacity, move latency, and return the share of own demand served."""
    lab = world.lab[run, i]
    need = 0.0
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        if product.parameters > 0.0:
            asked = product.wanted * product.computed * product.own_share
            need = need + asked / tokens_per_chip(lab, product.parameters, p)
    lab.need = need
    lab.capacity = lab.usable * lab.share_serving
    lab.load = 0.0
    served = 1.0
    if need > 0.0:
        lab.load = (
            clip(need / lab.capacity, 0.0, p.load_most) if lab.capacity > 0.0 else p.load_most
        )
        served = clip(lab.capacity / need, 0.0, 1.0)
    over = lab.load - p.load_free if lab.load > p.load_free else 0.0
    market = world.market[run]
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        if product.parameters <= 0.0:
            continue
        base = math.sqrt(product.parameters / p.size_reference)
        own = clip(base + p.latency_rise * over * over, 0.0, p.latency_most)
        mixed = own
        if product.opened_at <= market.month:
            mixed = own * product.own_share + market.host_latency * (1.0 - product.own_share) * base
        product.latency = product.latency + p.latency_speed * (mixed - product.latency)
    lab.latency = world.product[run, i, FLAGSHIP].latency
    return served


@compile_kernel
def deliver_tokens(run: int, world: World, i: int, served: float, p: Array) -> float:
    """Count tokens and sales of lab i; returns the H100e that hosts need for its open weights."""
    lab = world.lab[run, i]
    market = world.market[run]
    host_need = 0.0
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        own = product.wanted * product.own_share * served
        missed = product.wanted * product.own_share * (1.0 - served)
        product.hosted = 0.0
        if product.opened_at <= market.month:
            asked = product.wanted - own
            product.hosted = asked * market.host_served
            lab.unserved = lab.unserved + asked - product.hosted
            per_chip = tokens_per_chip(lab, product.parameters, p) * market.community
            host_need = host_need + asked * product.computed / per_chip
        else:
            lab.unserved = lab.unserved + missed
        product.tokens = own + product.hosted
        product.revenue = own * product.price / 1.0e6
        lab.tokens = lab.tokens + product.tokens
        lab.revenue = lab.revenue + product.revenue
    if lab.load > p.load_short:
        note(run, world, CAPACITY_SHORT, i, NOBODY, lab.load)
    return host_need


@compile_kernel
def set_prices(run: int, world: World, i: int, p: Array) -> None:
    """Prices move a fifth of the way a month towards the going rate times the lab's choice."""
    lab = world.lab[run, i]
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        if product.released_at >= NEVER:
            continue
        product.going = going_rate(run, world, i, k, p)
        stance = lab.set_flagship_price if k == FLAGSHIP else lab.set_mini_price
        product.price = product.price + p.price_speed * (product.going * stance - product.price)
        product.offered = offered_price(run, world, i, k, p)
    lab.price = world.product[run, i, FLAGSHIP].price
    lab.price_mini = world.product[run, i, MINI].price


@compile_kernel
def going_rate(run: int, world: World, i: int, k: int, p: Array) -> float:
    """USD per million tokens that cost, standing among rivals and load suggest."""
    lab = world.lab[run, i]
    product = world.product[run, i, k]
    rent = world.market[run].rent
    product.cost = rent * product.computed * 1.0e6 / tokens_per_chip(lab, product.parameters, p)
    e = clip(product.elasticity, p.elasticity_least, 100.0)
    over = lab.load - p.load_free if lab.load > p.load_free else 0.0
    loaded = 1.0 + p.load_markup * clip(over, 0.0, 1.0)
    return (product.cost * e + p.free_price) / (e - 1.0) * loaded


@compile_kernel
def offered_price(run: int, world: World, i: int, k: int, p: Array) -> float:
    """What customers pay on average: own price, and the hosts' for open weights."""
    product = world.product[run, i, k]
    market = world.market[run]
    if product.opened_at > market.month:
        return product.price
    per_chip = tokens_per_chip(world.lab[run, i], product.parameters, p) * market.community
    host = market.rent * product.computed * 1.0e6 / per_chip * p.host_markup
    own = product.own_share
    return product.price * own + host * (1.0 - own)


@compile_kernel
def rent_for_hosts(market: Array, need: float, p: Array) -> None:
    """Hosts rent compute on the same market as the labs: what they have serves the next month."""
    market.host_order = clip(need - market.host_compute, 0.0, 1.0e12)
    market.host_served = clip(market.host_compute / need, 0.0, 1.0) if need > 0.0 else 1.0
    if market.host_compute > need:
        market.returned = market.returned + market.host_compute - need
        market.host_compute = need
    scarce = market.pressure - 1.0 if market.pressure > 1.0 else 0.0
    market.host_latency = clip(1.0 + p.host_latency_rise * scarce, 1.0, p.latency_most)


@compile_kernel
def take_shares(run: int, world: World, tokens: float, revenue: float) -> None:
    """Shares of tokens and of revenue."""
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.token_share = lab.tokens / tokens if tokens > 0.0 else 0.0
        lab.revenue_share = lab.revenue / revenue if revenue > 0.0 else 0.0


@compile_kernel
def cheapest(run: int, world: World) -> None:
    """Cheapest product at least as capable as the first frontier; the dearest so far if none is."""
    market = world.market[run]
    least = 1.0e9
    for i in range(world.lab.shape[1]):
        for k in range(PRODUCTS):
            product = world.product[run, i, k]
            good = product.capability >= market.first_frontier
            if world.lab[run, i].active > 0.0 and good and product.offered < least:
                least = product.offered
    market.start_price = least if least < 1.0e9 else market.start_price
