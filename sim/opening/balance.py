"""Balance: what is not published and does not depend on luck is solved.

Prices, shares and appeal at which revenue is the published one; backing at which a lab can pay its
chips and people, and order more at the usual pace.
"""

from __future__ import annotations

import math

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, logarithm, power
from tenfold.sim.mechanisms import chips, demand, finance, release, serving, training
from tenfold.sim.world import CLOSED, FLAGSHIP, MINI, NEVER, OPEN, PRODUCTS, WITHHELD, Array, World

SOLVER_STEPS = 80
"""Rounds in which prices, shares and appeal settle: revenue is within 2e-5 of what is published."""


@compile_kernel
def settle_run(run: int, world: World, rules: Array) -> None:
    """Solve what is not published and does not depend on luck."""
    p = rules[run]
    open_market(run, world, p)
    open_labs(run, world, p)
    release.survey(run, world, p)
    market = world.market[run]
    market.first_frontier = market.frontier
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.first_lead = lab.public_score - market.frontier
    settle_demand(run, world, p)
    settle_money(run, world, p)


@compile_kernel
def open_market(run: int, world: World, p: Array) -> None:
    """Rent, supply and volumes of the start."""
    market = world.market[run]
    market.rent = p.rent
    market.rent_trend = p.rent
    market.pressure = 1.0
    market.supply_trend = p.supply
    market.supply = p.supply
    market.domestic_supply = p.domestic_supply
    market.legal_share = market.ruled_legal_share
    market.enforcement = market.ruled_enforcement
    market.subsidy = market.ruled_subsidy
    market.open_limit = market.ruled_open_limit
    market.demand_boost = 1.0
    market.supply_boost = 1.0
    market.community = 1.0
    market.host_latency = 1.0
    market.host_served = 1.0
    market.data_price = 1.0
    for s in range(world.segment.shape[1]):
        segment = world.segment[run, s]
        segment.volume = segment.volume * p.demand_volume
        segment.mean_price = 1.0
        segment.first_price = 1.0


@compile_kernel
def open_labs(run: int, world: World, p: Array) -> None:
    """Compute, talent, products of the start."""
    labs = world.lab.shape[1]
    staff = 0.0
    for i in range(labs):
        staff = staff + power(world.lab[run, i].staff, p.talent_of_staff)
    for i in range(labs):
        lab = world.lab[run, i]
        chips.count(lab, p)
        lab.talent = power(lab.staff, p.talent_of_staff) / staff * labs
        lab.talent_start = lab.talent
        lab.serving_ideas = 1.0
        lab.automation_gain = 1.0
        lab.internal_capability = lab.published_capability
        lab.estimate = lab.compute
        lab.merged_into = -1.0
        lab.star_source = -1.0
        size = training.active_parameters(reference_flop(lab, p), 1.0, p)
        flagship = world.product[run, i, FLAGSHIP]
        mini = world.product[run, i, MINI]
        known = lab.published_capability
        release.fill(flagship, known, known, 0.0, size, -1.0, 0.0)
        release.fill(
            mini, known - p.mini_loss, known - p.mini_loss, 0.0, size / p.mini_ratio, -1.0, 0.0
        )
        open_product(flagship, lab.flagship_release)
        open_product(mini, lab.mini_release)
        release.show(lab, flagship, mini)


@compile_kernel
def open_product(product: Array, choice: float) -> None:
    """A product on sale since the start; what is withheld at the start is sold closed."""
    product.release = CLOSED if choice == WITHHELD else choice
    product.released_at = 0.0
    product.opened_at = 0.0 if choice == OPEN else NEVER
    product.price = 1.0
    product.offered = 1.0
    product.latency = 1.0
    product.elasticity = 2.0
    product.computed = 1.0


@compile_kernel
def reference_flop(lab: Array, p: Array) -> float:
    """FLOP of the run that made the published model: today's chips, shrunk to their past number."""
    months = lab.set_run_months - 1.0
    return lab.usable * lab.set_training * training.chip_month_flop(p) * months * p.past_compute


@compile_kernel
def settle_demand(run: int, world: World, p: Array) -> None:
    """Find shares, prices and each lab's appeal at which revenue is the published one."""
    for step in range(SOLVER_STEPS):
        demand.describe(run, world, p)
        for s in range(world.segment.shape[1]):
            demand.choose(run, world, s, 1.0, p)
            demand.use(run, world, s, p)
            world.segment[run, s].first_price = world.segment[run, s].mean_price
        demand.average_elasticity(run, world)
        for i in range(world.lab.shape[1]):
            lab = world.lab[run, i]
            serving.split_demand(run, world, i, p)
            serving.meet_load(run, world, i, p)
            # Published revenue is of what was served: no lab starts overloaded.
            lab.load = clip(lab.load, 0.0, p.load_free)
            lab.tokens = 0.0
            lab.revenue = 0.0
            for k in range(PRODUCTS):
                product = world.product[run, i, k]
                product.latency = math.sqrt(product.parameters / p.size_reference)
            serving.deliver_tokens(run, world, i, 1.0, p)
            settle_price(run, world, i, p)
            target = lab.published_revenue
            if lab.revenue > 0.0 and target > 0.0 and step < SOLVER_STEPS - 1:
                off = clip(logarithm(target / lab.revenue), -1.0, 1.0)
                lab.appeal = clip(lab.appeal + 0.5 * off, -p.appeal_most, p.appeal_most)
            elif target <= 0.0:
                lab.appeal = -p.appeal_most
    settle_hosts(run, world, p)
    total, money = 0.0, 0.0
    for i in range(world.lab.shape[1]):
        total = total + world.lab[run, i].tokens
        money = money + world.lab[run, i].revenue
    serving.take_shares(run, world, total, money)
    world.market[run].tokens = total
    world.market[run].revenue = money
    world.market[run].start_price = world.product[run, 0, FLAGSHIP].offered
    serving.cheapest(run, world)


@compile_kernel
def settle_price(run: int, world: World, i: int, p: Array) -> None:
    """Prices at the going rate."""
    lab = world.lab[run, i]
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        product.going = serving.going_rate(run, world, i, k, p)
        product.price = 0.5 * (product.price + product.going)
        product.offered = serving.offered_price(run, world, i, k, p)
    lab.price = world.product[run, i, FLAGSHIP].price
    lab.price_mini = world.product[run, i, MINI].price


@compile_kernel
def settle_money(run: int, world: World, p: Array) -> None:
    """Backing such that a lab can pay its chips and people, and order more at the usual pace."""
    rent = world.market[run].rent
    subsidy = world.market[run].subsidy
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.cost_salaries = finance.salaries(lab, p)
        chips.count(lab, p)
        due = chips.bill(lab, rent, p)
        lab.budget = (due * (1.0 + p.headroom) + lab.cost_salaries) / (1.0 - lab.set_data)
        least = p.backing_least * lab.budget
        if lab.controlled > 0.0:
            least = least + subsidy
        lab.backing = lab.budget - p.reinvest * lab.revenue
        if lab.backing < least:
            lab.backing = least
        lab.backing_level = lab.backing
        if lab.controlled > 0.0:
            lab.backing_level = lab.backing - subsidy
        lab.budget = lab.backing + p.reinvest * lab.revenue
        lab.cost_data = lab.set_data * lab.budget
        lab.cost_compute = due
        order_before(lab, p)
        lab.spending = lab.cost_compute + lab.cost_salaries + lab.cost_data


@compile_kernel
def order_before(lab: Array, p: Array) -> None:
    """Chips are on order at the start, enough for a field that grows at its usual pace."""
    months = p.delivery_months * (1.0 / p.chip_life + p.orders_before)
    lab.coming_legal = lab.compute_legal * months
    lab.coming_domestic = lab.compute_domestic * months
    lab.coming_rented = lab.compute_rented * months
    lab.coming_smuggled = lab.compute_smuggled * months
    chips.count(lab, p)


@compile_kernel
def settle_hosts(run: int, world: World, p: Array) -> None:
    """Hosts have the chips that the start's use of open weights needs; the unmet need is known."""
    market = world.market[run]
    need, unmet, volume = 0.0, 0.0, 0.0
    hosted, tokens = 0.0, 0.0
    for i in range(world.lab.shape[1]):
        world.lab[run, i].tokens = 0.0
        world.lab[run, i].revenue = 0.0
        need = need + serving.deliver_tokens(run, world, i, 1.0, p)
        tokens = tokens + world.lab[run, i].tokens
        for k in range(PRODUCTS):
            hosted = hosted + world.product[run, i, k].hosted
    for s in range(world.segment.shape[1]):
        segment = world.segment[run, s]
        unmet = unmet + segment.outside * segment.volume
        volume = volume + segment.volume
    market.host_compute = need
    market.hosted = hosted / tokens if tokens > 0.0 else 0.0
    market.outside = unmet / volume if volume > 0.0 else 0.0
