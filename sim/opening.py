"""The opening: from a scenario's published figures to a world that stands still until it is moved.

What is published is taken as it is. What is not is solved, so that the first month goes on from the
figures instead of jumping: know-how from capability, appeal from revenue, backing from the stock of
chips, the pull on researchers from staff, the data stock from spending and use.
"""

from __future__ import annotations

import math

import numpy as np

from tenfold.agents.decision import LEVERS
from tenfold.scenarios.schema import Scenario
from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, decades, exponential, logarithm, power
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import chips, demand, finance, release, research, serving, training
from tenfold.sim.mechanisms.talent import mean_public_score, pull
from tenfold.sim.world import (
    BREAKTHROUGH,
    CLOSED,
    EVENT_KINDS,
    FLAGSHIP,
    HOMES,
    KINDS,
    MINI,
    NEVER,
    OPEN,
    ORDINARY,
    PATRONS,
    PRODUCTS,
    SERVING,
    WITHHELD,
    Array,
    World,
)

RELEASES = ("closed", "open", "staged", "withheld")
SOLVER_STEPS = 80
"""Rounds in which prices, shares and appeal settle; 40 leave them within 1e-4 of published revenue."""


def write_scenario(world: World, scenario: Scenario) -> None:
    """Put the scenario's figures into every run of the world."""
    for i, spec in enumerate(scenario.labs):
        lab = world.lab[:, i]
        compute = spec.compute.value
        lab.active = 1.0
        lab.kind = KINDS.index(spec.kind)
        lab.home = HOMES.index(spec.home)
        lab.patron = PATRONS.index(spec.patron)
        lab.controlled = 1.0 if spec.home == "china" else 0.0
        lab.compute_domestic = compute * spec.domestic_share
        lab.compute_rented = compute * spec.rented_share
        lab.compute_smuggled = compute * spec.smuggled_share
        lab.compute_legal = compute * (
            1.0 - spec.domestic_share - spec.rented_share - spec.smuggled_share
        )
        lab.published_capability = spec.capability.value
        lab.published_revenue = spec.revenue.value / 12.0
        lab.staff = spec.staff.value
        lab.cash = spec.cash.value
        lab.flagship_release = RELEASES.index(spec.flagship_release)
        lab.mini_release = RELEASES.index(spec.mini_release)
        for lever in LEVERS:
            lab[f"set_{lever.name}"] = lever.default
        lab.share_experiments = lab.set_experiments
        lab.share_training = lab.set_training
        lab.share_serving = lab.set_serving
    sizes = sum(segment.size for segment in scenario.segments)
    for s, segment in enumerate(scenario.segments):
        row = world.segment[:, s]
        for name in (
            "need", "saturation", "quality", "price", "latency", "openness", "brand", "inertia",
            "growth", "elasticity", "rising", "reasoning", "static", "custom", "ensemble",
            "editing", "trusted",
        ):  # fmt: skip
            row[name] = getattr(segment, name)
        row.volume = segment.size / sizes
    for e, event in enumerate(scenario.events):
        row = world.event[:, e]
        row.kind = EVENT_KINDS.index(event.kind)
        row.month = float(event.month or 0)
        row.size = event.size
        row.months = float(event.months) if event.months else NEVER


def random_waits(scenario: Scenario) -> np.ndarray:
    """Mean waiting time of each event in months; 0 for an event with a fixed month."""
    return np.array(
        [12.0 / event.yearly_rate if event.yearly_rate else 0.0 for event in scenario.events]
    )


def open_world(world: World, rules: Array, luck: Luck, scenario: Scenario) -> None:
    """Open every run of a world.

    What does not depend on luck is solved once where all runs have the same rules.
    """
    write_scenario(world, scenario)
    if (rules == rules[0]).all():
        settle_run(0, world, rules)
        for array in (world.market, world.lab, world.product, world.segment, world.share):
            array[1:] = array[:1]
    else:
        settle_runs(world, rules)
    begin_runs(world, rules, luck, random_waits(scenario))


@compile_kernel
def settle_runs(world: World, rules: Array) -> None:
    """Settle every run by itself."""
    for run in range(world.market.shape[0]):
        settle_run(run, world, rules)


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
def begin_runs(world: World, rules: Array, luck: Luck, waits: Array) -> None:
    """Draw the ideas and the events of every run, and play the research before the start."""
    for run in range(world.market.shape[0]):
        for e in range(world.event.shape[1]):
            if waits[e] > 0.0:
                event = world.event[run, e]
                event.month = event.month + math.floor(luck.event[run, e] * waits[e])
        draw_ideas(run, world, rules[run], luck)
        recall_past(run, world, rules, luck)
        settle_skill(run, world, rules[run], luck)
        world.market[run].happenings = 0.0


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
    market.data_price = 1.0
    for s in range(world.segment.shape[1]):
        segment = world.segment[run, s]
        segment.volume = segment.volume * p.demand_volume
        segment.mean_price = 1.0
        segment.first_price = 1.0


@compile_kernel
def draw_ideas(run: int, world: World, p: Array, luck: Luck) -> None:
    """The pool of ideas, from easy to hard: kind, difficulty, gain, and gain at scale.

    Equation: D_j = exp(delta j + noise); g lognormal; breakthroughs rare, four times harder, fat-tailed
    """
    for j in range(world.idea.shape[1]):
        draw = luck.idea[run, j]
        idea = world.idea[run, j]
        difficulty = exponential(p.difficulty_growth * j + p.difficulty_noise * draw.difficulty)
        idea.kind = ORDINARY
        spread = p.gain_spread
        mean = p.gain_mean * exponential(-0.5 * spread * spread)
        if draw.kind < p.breakthrough_share:
            idea.kind = BREAKTHROUGH
            difficulty = difficulty * p.breakthrough_difficulty
            spread = p.breakthrough_spread
            mean = p.breakthrough_gain
        elif draw.kind < p.breakthrough_share + p.serving_share:
            idea.kind = SERVING
            mean = p.serving_gain * exponential(-0.5 * spread * spread)
        idea.gain = mean * exponential(spread * draw.gain)
        idea.ease = 1.0 / difficulty
        idea.scale_gain = p.scale_gain if draw.scale < p.scale_share else 0.0
        idea.exposure = 1.0
        idea.found_at = NEVER
        idea.shown_at = NEVER
        idea.copied_at = NEVER
        idea.finder = -1.0
        idea.shown_by = -1.0
        idea.copier = -1.0
        for i in range(world.lab.shape[1]):
            world.left[run, i, j] = luck.threshold[run, i, j]
            world.known_at[run, i, j] = NEVER
            world.copied[run, i, j] = 0.0


@compile_kernel
def reference_flop(lab: Array, p: Array) -> float:
    """FLOP of the run that made the published model: today's chips, shrunk to their past number."""
    months = lab.set_run_months - 1.0
    return lab.usable * lab.set_training * training.chip_month_flop(p) * months * p.past_compute


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
        release.fill(mini, known - p.mini_loss, known - p.mini_loss, 0.0, size / p.mini_ratio, -1.0, 0.0)
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
                product.latency = math.sqrt(product.size / p.size_reference)
            serving.deliver_tokens(run, world, i, 1.0, p)
            settle_price(run, world, i, p)
            target = lab.published_revenue
            if lab.revenue > 0.0 and target > 0.0 and step < SOLVER_STEPS - 1:
                off = clip(logarithm(target / lab.revenue), -1.0, 1.0)
                lab.appeal = clip(lab.appeal + 0.5 * off, -p.appeal_most, p.appeal_most)
            elif target <= 0.0:
                lab.appeal = -p.appeal_most
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
        bill = lab.compute * rent * (1.0 + p.headroom) + lab.cost_salaries
        lab.budget = bill / (1.0 - lab.set_data)
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
        lab.cost_compute = lab.compute * rent
        lab.spending = lab.cost_compute + lab.cost_salaries + lab.cost_data


@compile_kernel
def recall_past(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Play the research of the months before the start, so that ideas are under way at month 0.

    Leaders hold ideas that are not yet in models, followers are copying what models show. Without
    it the start would be a false truce: all labs would know the same, and copying would begin anew.
    Chips were fewer then. Ideas become visible once they were known for a run and a month.
    """
    p = rules[run]
    market = world.market[run]
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.usable = lab.usable * p.past_compute
        research.weigh_efforts(lab, p)
    for ago in range(int(p.past_months), 0, -1):
        market.month = -float(ago)
        research.advance(run, world, rules, luck)
        for i in range(world.lab.shape[1]):
            lab = world.lab[run, i]
            exposure = p.closed_exposure * (1.0 - p.protection_hides * lab.set_protection)
            if lab.flagship_release == OPEN:
                exposure = p.open_exposure
            release.expose(run, world, i, market.month - lab.set_run_months - 1.0, exposure)
    market.month = 0.0
    for i in range(world.lab.shape[1]):
        chips.count(world.lab[run, i], p)


@compile_kernel
def past_gain(lab: Array, frontier: float, p: Array) -> float:
    """Index points that a lab behind the leader owes to distillation in its published model.

    The gain g solves g = f(gap + g), f the gain of a run from a closed teacher of usual guard.
    """
    behind = frontier - lab.published_capability
    if behind <= 0.0:
        return 0.0
    most = p.index_per_decade * decades(p.distil_most)
    access = p.closed_access * (1.0 - p.protection_strength * lab.set_protection)
    gain = 0.0
    for _ in range(20):
        reached = 1.0 - exponential(-p.kappa * (behind + gain) / most)
        gain = access * math.sqrt(p.past_distil) * most * reached
    return gain


@compile_kernel
def settle_skill(run: int, world: World, p: Array, luck: Luck) -> None:
    """Data, know-how and the pull on researchers; a run is under way at every lab."""
    mean = mean_public_score(run, world)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        bought = math.sqrt(lab.cost_data / p.data_reference)
        lab.data = bought + p.data_flywheel * math.sqrt(lab.tokens / p.data_tokens)
        flop = training.chip_month_flop(p)
        lab.experiment_flop = research.experiment_compute(lab, p) * flop * 12.0 * p.past_compute
        # The published model was a month on sale, and its run took the usual months.
        lab.run_began = -lab.set_run_months - 1.0
        world.product[run, i, FLAGSHIP].ideas_at = lab.run_began
        world.product[run, i, MINI].ideas_at = lab.run_began
        lab.run_size = 1.0
        lab.run_flop = reference_flop(lab, p)
        lab.run_post = lab.run_flop * lab.set_post_training
        strength = training.assess(run, world, i, p)
        own = lab.published_capability - past_gain(lab, world.market[run].frontier, p)
        known = (own - p.index_at_reference) / p.index_per_decade
        lab.knowhow = known - strength
        lab.part_knowhow = lab.knowhow
        lab.training_flop = lab.run_flop
        months = lab.set_run_months
        done = math.floor(luck.opening[run, i] * months)
        lab.run_length = months
        lab.run_left = months - done
        lab.run_began = -done
        worked = clip(done - 1.0, 0.0, months)
        lab.run_flop = lab.usable * lab.set_training * flop * worked
        lab.run_post = lab.run_flop * lab.set_post_training
        if done == 0.0:
            lab.run_left = 0.0
        lab.draw = logarithm(lab.talent) - pull(lab, mean, p)
