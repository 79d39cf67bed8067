"""Finance: revenue, costs, investors' confidence, next month's budget, insolvency."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import (
    clip,
    exponential,
    hyperbolic_tangent,
    logarithm,
)
from tenfold.sim.happenings import EXITED, MERGED, NOBODY, RESCUED, note
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import knowledge
from tenfold.sim.mechanisms.chips import bill, count
from tenfold.sim.mechanisms.government import keep_accounts
from tenfold.sim.world import (
    INVESTORS,
    NEVER,
    OPEN,
    PARENT,
    PRODUCTS,
    SERVING,
    STATE,
    US,
    Array,
    World,
)

NEWS = 1.0
"""News beyond this counts no more: the most that a lead or a revenue can move a mood."""


LEAST_PLAN = 1.0
"""USD a month: below it there is no plan to compare with."""


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Pay and earn; move investors' confidence within bounds; set the next budget; rescue or exit.

    Equation: cash += backing + revenue + rescue - compute - prepaid - salaries - data - tokens
                      + received - paid in affairs
              backing = level growth(t) exp(confidence) min(1, 12 months of costs / cash) + subsidy
              confidence -> c tanh(change of lead/8 + w ln(revenue/plan) + mood - shaken)
              budget = (backing + 0.9 revenue) min(1, cash / reserve) + spare cash / 12 months
    Units:    all flows [USD/month]
    Source:   funding rounds and spend of labs to 2025, scenarios/evidence; bound of confidence:
              without it one lab ran away tenfold in every trial
    Leaves out: debt and interest, taxes, listed shares
    """
    p = rules[run]
    market = world.market[run]
    growth = backing_growth(market.month, p)
    leader = market.frontier
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            fall_silent(lab)
            continue
        move_confidence(lab, leader, market, p)
        lab.backing = (
            lab.backing_level * growth * exponential(lab.confidence) * wanted(lab, market.rent, p)
        )
        if lab.controlled > 0.0:
            lab.backing = lab.backing + market.subsidy
        if market.home_subsidy > 0.0 and lab.home == market.rule_home:
            lab.backing = lab.backing + market.home_subsidy
        spend(lab, market.rent, p)
        lab.rescue = 0.0
        lab.cash = lab.cash + lab.backing + lab.revenue - lab.spending
        lab.cash = lab.cash + lab.income_affairs
        set_budget(lab, market.rent, p)
        shed(lab, market, p)
        lab.overdrawn = lab.overdrawn + 1.0 if lab.cash < 0.0 else 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active > 0.0 and lab.overdrawn >= p.overdrawn_most:
            settle_insolvency(run, world, i, p)
    keep_accounts(run, world, p)


@compile_kernel
def wanted(lab: Array, rent: float, p: Array) -> float:
    """Nobody pays into a full chest: backing shrinks once cash exceeds a year of costs or so."""
    enough = p.idle_months * running_costs(lab, rent, p)
    return enough / lab.cash if lab.cash > enough and enough > 0.0 else 1.0


@compile_kernel
def running_costs(lab: Array, rent: float, p: Array) -> float:
    """USD a month that a lab costs as it is: chips, people and data, without what orders bind."""
    return bill(lab, rent, p) + lab.cost_salaries + lab.cost_data


@compile_kernel
def fall_silent(lab: Array) -> None:
    """A lab that has left earns and spends nothing."""
    lab.backing = 0.0
    lab.rescue = 0.0
    lab.spending = 0.0
    lab.cost_compute = 0.0
    lab.cost_prepaid = 0.0
    lab.cost_salaries = 0.0
    lab.cost_data = 0.0
    lab.cost_tokens = 0.0
    lab.cost_affairs = 0.0
    lab.income_affairs = 0.0
    lab.budget = 0.0
    lab.load = 0.0
    lab.need = 0.0
    lab.capacity = 0.0
    lab.latency = 0.0
    lab.price = 0.0
    lab.price_mini = 0.0
    lab.ordered = 0.0
    lab.filled = 0.0
    lab.editing_education = 0.0
    lab.share_experiments = 0.0
    lab.share_training = 0.0
    lab.share_serving = 0.0


@compile_kernel
def backing_growth(month: float, p: Array) -> float:
    """Backing against the start: it grows ever more slowly.

    The sum of a rate that fades by exp(-t/tau) is tau (1 - exp(-t/tau)).
    """
    rate = logarithm(p.backing_growth) / 12.0
    return exponential(rate * p.growth_fading * (1.0 - exponential(-month / p.growth_fading)))


@compile_kernel
def move_confidence(lab: Array, leader: float, market: Array, p: Array) -> None:
    """Investors look at the lead, against that of the start, and at revenue against a plan.

    A parent, a state or a foundation is steadier than investors.
    """
    lead = (lab.public_score - leader - lab.first_lead) / p.confidence_points
    plan = lab.published_revenue * revenue_plan(market.month, p)
    against = 0.0
    if plan > LEAST_PLAN:
        against = clip(logarithm(lab.revenue / plan), -NEWS, NEWS)
    drive = clip(lead, -NEWS, NEWS) + p.confidence_revenue * against + market.mood
    if lab.patron == INVESTORS and lab.flagship_release != OPEN:
        drive = drive - market.shaken
    most = p.confidence_most if lab.patron == INVESTORS else p.confidence_most * p.patron_mood
    target = most * hyperbolic_tangent(drive)
    lab.confidence = lab.confidence + (target - lab.confidence) / p.confidence_months


@compile_kernel
def revenue_plan(month: float, p: Array) -> float:
    """Revenue that investors expect, against the start."""
    rate = logarithm(p.plan_growth) / 12.0
    return exponential(rate * p.growth_fading * (1.0 - exponential(-month / p.growth_fading)))


@compile_kernel
def spend(lab: Array, rent: float, p: Array) -> None:
    """The month's costs. Money that the budget gives to data is spent in the same month."""
    due = bill(lab, rent, p) - lab.prepaid_used
    lab.cost_compute = due if due > 0.0 else 0.0
    lab.cost_salaries = salaries(lab, p)
    lab.cost_data = lab.set_data * lab.budget
    lab.cost_affairs = lab.affair_due
    lab.income_affairs = lab.affair_gain
    lab.affair_due = 0.0
    lab.affair_gain = 0.0
    lab.spending = (
        lab.cost_compute + lab.cost_prepaid + lab.cost_salaries + lab.cost_data + lab.cost_tokens
    )
    lab.spending = lab.spending + lab.cost_affairs


@compile_kernel
def salaries(lab: Array, p: Array) -> float:
    """USD a month: staff, scaled by talent gained or lost, at the chosen pay."""
    now = lab.talent / lab.talent_start if lab.talent_start > 0.0 else 1.0
    usual = p.salary if lab.home == US else p.salary_abroad
    return lab.staff * usual / 12.0 * now * lab.set_pay


@compile_kernel
def set_budget(lab: Array, rent: float, p: Array) -> None:
    """What may be spent a month: most of income, less when cash falls below the reserve."""
    reserve = p.reserve_months * (bill(lab, rent, p) + lab.cost_salaries)
    safe = clip(lab.cash / reserve, p.budget_least, 1.0) if reserve > 0.0 else 1.0
    lab.budget = (lab.backing + p.reinvest * lab.revenue) * safe
    spare = lab.cash - p.idle_months * running_costs(lab, rent, p)
    if spare > 0.0:
        lab.budget = lab.budget + spare / p.idle_months


@compile_kernel
def shed(lab: Array, market: Array, p: Array) -> None:
    """A lab that is short of cash gives back chips that it cannot pay."""
    if lab.cash > p.reserve_months * lab.cost_compute * p.budget_least:
        return
    income = lab.backing + lab.revenue - lab.cost_salaries - lab.cost_data
    due = bill(lab, market.rent, p)
    excess = (due - clip(income, 0.0, due)) / due if due > 0.0 else 0.0
    part = clip(excess, 0.0, p.shed_most)
    give_back(lab, market, part)
    scale_compute(lab, 1.0 - part, p)


@compile_kernel
def give_back(lab: Array, market: Array, part: float) -> None:
    """Chips from the world's market return to it; domestic and smuggled ones do not."""
    market.returned = market.returned + part * (lab.compute_legal + lab.compute_rented)


@compile_kernel
def scale_compute(lab: Array, keeping: float, p: Array) -> None:
    """Keep a part of every channel's chips."""
    lab.compute_legal = lab.compute_legal * keeping
    lab.compute_domestic = lab.compute_domestic * keeping
    lab.compute_rented = lab.compute_rented * keeping
    lab.compute_smuggled = lab.compute_smuggled * keeping
    count(lab, p)


@compile_kernel
def settle_insolvency(run: int, world: World, i: int, p: Array) -> None:
    """Cash below zero for two quarters: a patron's rescue at a price, a merger, or exit."""
    lab = world.lab[run, i]
    bound = lab.patron == PARENT or lab.patron == STATE
    believed = lab.patron == INVESTORS and lab.confidence > p.rescue_confidence
    if bound or believed:
        lab.rescue = p.rescue_months * (lab.cost_compute + lab.cost_salaries) - lab.cash
        lab.cash = lab.cash + lab.rescue
        lab.backing_level = lab.backing_level * (1.0 - p.rescue_price)
        lab.overdrawn = 0.0
        give_back(lab, world.market[run], p.rescue_cut)
        scale_compute(lab, 1.0 - p.rescue_cut, p)
        note(run, world, RESCUED, i, NOBODY, lab.rescue)
        return
    buyer = find_buyer(run, world, i, p)
    if buyer >= 0:
        merge(run, world, i, buyer, p)
        note(run, world, MERGED, i, buyer, lab.compute)
    else:
        give_back(lab, world.market[run], 1.0)
        note(run, world, EXITED, i, NOBODY, lab.compute)
    leave(run, world, i, buyer, p)


@compile_kernel
def find_buyer(run: int, world: World, i: int, p: Array) -> int:
    """The active lab of the same home with most cash, if it can pay the wages for long."""
    lab = world.lab[run, i]
    best, most = -1, p.buyer_months * lab.cost_salaries
    for other in range(world.lab.shape[1]):
        rival = world.lab[run, other]
        if other != i and rival.active > 0.0 and rival.home == lab.home and rival.cash > most:
            most = rival.cash
            best = other
    return best


@compile_kernel
def merge(run: int, world: World, i: int, buyer: int, p: Array) -> None:
    """The buyer takes chips, people, debts and ideas."""
    lab = world.lab[run, i]
    rival = world.lab[run, buyer]
    rival.compute_legal = rival.compute_legal + lab.compute_legal
    rival.compute_domestic = rival.compute_domestic + lab.compute_domestic
    rival.compute_rented = rival.compute_rented + lab.compute_rented
    rival.compute_smuggled = rival.compute_smuggled + lab.compute_smuggled
    rival.coming_legal = rival.coming_legal + lab.coming_legal
    rival.coming_domestic = rival.coming_domestic + lab.coming_domestic
    rival.coming_rented = rival.coming_rented + lab.coming_rented
    rival.coming_smuggled = rival.coming_smuggled + lab.coming_smuggled
    rival.prepaid = rival.prepaid + lab.prepaid
    count(rival, p)
    rival.cash = rival.cash + lab.cash
    rival.rescue = rival.rescue + lab.cash
    for j in range(world.idea.shape[1]):
        if world.known_at[run, i, j] < NEVER and world.known_at[run, buyer, j] >= NEVER:
            world.known_at[run, buyer, j] = world.market[run].month
            world.left[run, buyer, j] = NEVER
            if world.idea[run, j].kind == SERVING:
                rival.serving_ideas = rival.serving_ideas * exponential(world.idea[run, j].gain)
            world.copied[run, buyer, j] = 1.0
            rival.ideas = rival.ideas + 1.0
            rival.ideas_copied = rival.ideas_copied + 1.0
    knowledge.take_over(lab, rival, p)


@compile_kernel
def leave(run: int, world: World, i: int, buyer: int, p: Array) -> None:
    """An exited lab stays in the arrays, masked as inactive; its people go elsewhere."""
    lab = world.lab[run, i]
    lab.active = 0.0
    lab.merged_into = float(buyer)
    people = lab.talent
    if buyer >= 0:
        rival = world.lab[run, buyer]
        rival.talent = rival.talent + people * p.merger_keeps
        people = people * (1.0 - p.merger_keeps)
    others = 0.0
    for other in range(world.lab.shape[1]):
        if other != i:
            others = others + world.lab[run, other].active * world.lab[run, other].talent
    for other in range(world.lab.shape[1]):
        rival = world.lab[run, other]
        if other != i and rival.active > 0.0 and others > 0.0:
            rival.talent = rival.talent * (1.0 + people / others)
    lab.talent = 0.0
    lab.rescue = lab.rescue - lab.cash
    lab.cash = 0.0
    lab.prepaid = 0.0
    lab.prepaid_used = 0.0
    lab.open_capability = 0.0
    lab.closed_capability = 0.0
    lab.training_flop = 0.0
    lab.banned = 0.0
    lab.run_left = 0.0
    lab.run_flop = 0.0
    lab.accused = 0.0
    lab.poached = 0.0
    lab.offered = 0.0
    lab.loyal = 0.0
    lab.envious = 0.0
    lab.affair_due = 0.0
    lab.affair_gain = 0.0
    scale_compute(lab, 0.0, p)
    for k in range(PRODUCTS):
        world.product[run, i, k].revenue = 0.0
        world.product[run, i, k].wanted = 0.0
    lab.incoming = 0.0
    lab.coming_legal = 0.0
    lab.coming_domestic = 0.0
    lab.coming_rented = 0.0
    lab.coming_smuggled = 0.0
