"""Chips: orders meet scarce supply through four channels, compute arrives, the rent moves."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential, logarithm, power
from tenfold.sim.happenings import CHIPS_SEIZED, NOBODY, note
from tenfold.sim.luck import Luck
from tenfold.sim.world import Array, World


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Deliver what was ordered, take new orders, ration them, and move the rent.

    Equation: want_i = order_i max(0, chip budget_i / rent - K_i - incoming_i)
              controlled labs: legal share, then domestic, rented abroad, smuggled, as far as chosen
              fill_i = min(1, phi (1 + priority K_i / K_mean)), phi such that the sum meets supply
              pressure += (orders / supply - pressure) / smoothing;  rent = trend pressure^0.3
    Units:    K, orders, supply [H100e], rent [USD per H100e-month]
    Source:   supply growth and rents, scenarios/evidence; form of the rent calibrated
    Leaves out: chip generations, location of data centres, contracts of fixed length
    """
    p = rules[run]
    move_supply(run, world, p)
    deliver(run, world, p)
    place_orders(run, world, p)
    fill_domestic(run, world)
    place_rented(run, world, p)
    fill_smuggled(run, world, p)
    ration(run, world, p)
    pay_ahead(run, world, p)
    seize(run, world, p, luck)


@compile_kernel
def move_supply(run: int, world: World, p: Array) -> None:
    """Supply grows ever more slowly; the trend of the rent falls."""
    market = world.market[run]
    fading = exponential(-market.month / p.growth_fading)
    market.supply_trend = market.supply_trend * exponential(
        logarithm(p.supply_growth) * fading / 12.0
    )
    market.supply = market.supply_trend * market.supply_boost + market.returned
    market.returned = 0.0
    market.domestic_supply = market.domestic_supply * exponential(
        logarithm(p.domestic_growth) * fading / 12.0
    )
    market.rent_trend = market.rent_trend * exponential(logarithm(1.0 - p.rent_decline) / 12.0)


@compile_kernel
def deliver(run: int, world: World, p: Array) -> None:
    """A part of what is on order arrives, a part of what is at work wears out."""
    arriving = 1.0 / p.delivery_months
    keeping = 1.0 - 1.0 / p.chip_life
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        lab.compute_legal = lab.compute_legal * keeping + lab.coming_legal * arriving
        lab.compute_domestic = lab.compute_domestic * keeping + lab.coming_domestic * arriving
        lab.compute_rented = lab.compute_rented * keeping + lab.coming_rented * arriving
        lab.compute_smuggled = lab.compute_smuggled * keeping + lab.coming_smuggled * arriving
        lab.coming_legal = lab.coming_legal * (1.0 - arriving)
        lab.coming_domestic = lab.coming_domestic * (1.0 - arriving)
        lab.coming_rented = lab.coming_rented * (1.0 - arriving)
        lab.coming_smuggled = lab.coming_smuggled * (1.0 - arriving)
        lab.prepaid_used = lab.prepaid * arriving
        lab.prepaid = lab.prepaid - lab.prepaid_used
        count(lab, p)


@compile_kernel
def count(lab: Array, p: Array) -> None:
    """Add the channels up; domestic chips count less in use."""
    lab.compute = (
        lab.compute_legal + lab.compute_domestic + lab.compute_rented + lab.compute_smuggled
    )
    lab.usable = lab.compute - (1.0 - p.domestic_efficiency) * lab.compute_domestic
    lab.incoming = lab.coming_legal + lab.coming_domestic + lab.coming_rented + lab.coming_smuggled


@compile_kernel
def chip_budget(lab: Array) -> float:
    """USD a month for chips: the budget less salaries and data."""
    left = lab.budget - lab.cost_salaries - lab.cost_data
    return left if left > 0.0 else 0.0


@compile_kernel
def bill(lab: Array, rent: float, p: Array) -> float:
    """USD a month for all chips at work, each at the price of its channel."""
    dearer = lab.compute_domestic * (p.domestic_price - 1.0)
    dearer = dearer + lab.compute_rented * p.rented_premium
    dearer = dearer + lab.compute_smuggled * p.smuggled_premium
    return (lab.compute + dearer) * rent


@compile_kernel
def place_orders(run: int, world: World, p: Array) -> None:
    """What each lab wants: no more than its budget can rent and its cash can prepay."""
    market = world.market[run]
    rent = market.rent
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.want_legal = 0.0
        lab.want_domestic = 0.0
        lab.want_rented = 0.0
        lab.want_smuggled = 0.0
        lab.ordered = 0.0
        lab.filled = 0.0
        lab.cost_prepaid = 0.0
        if lab.active == 0.0:
            continue
        room = (chip_budget(lab) - bill(lab, rent, p)) / rent - lab.incoming
        # Half a month at least is bound: with nothing paid ahead, cash would not limit orders.
        bound = rent * (p.prepaid_months if p.prepaid_months > 0.5 else 0.5)
        affordable = clip(lab.cash, 0.0, 1e18) * p.cash_for_chips / bound
        want = lab.set_order * clip(room, 0.0, affordable)
        lab.ordered = want
        if lab.controlled == 0.0:
            lab.want_legal = want
        else:
            lab.want_legal = want * market.legal_share
            if lab.set_channels >= 1.0:
                lab.want_domestic = (want - lab.want_legal) / p.domestic_price


@compile_kernel
def fill_domestic(run: int, world: World) -> None:
    """Controlled labs share the domestic chips in proportion to what they want."""
    total = 0.0
    for i in range(world.lab.shape[1]):
        total = total + world.lab[run, i].want_domestic
    supply = world.market[run].domestic_supply
    share = supply / total if total > supply else 1.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.want_domestic = lab.want_domestic * share
        lab.coming_domestic = lab.coming_domestic + lab.want_domestic


@compile_kernel
def place_rented(run: int, world: World, p: Array) -> None:
    """What is missing is rented abroad, up to a share of all chips that enforcement narrows."""
    market = world.market[run]
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0 or lab.controlled == 0.0:
            continue
        # In chips' worth of money at the plain rent: dear channels buy fewer.
        missing = lab.ordered - lab.want_legal - lab.want_domestic * p.domestic_price
        missing = missing if missing > 0.0 else 0.0
        if lab.set_channels >= 2.0:
            ceiling = p.rented_ceiling * (1.0 - p.rented_enforced * market.enforcement)
            room = ceiling * lab.compute - lab.compute_rented - lab.coming_rented
            lab.want_rented = clip(room, 0.0, missing / (1.0 + p.rented_premium))
        if lab.set_channels >= 3.0:
            left = missing - lab.want_rented * (1.0 + p.rented_premium)
            lab.want_smuggled = clip(left / (1.0 + p.smuggled_premium), 0.0, missing)


@compile_kernel
def fill_smuggled(run: int, world: World, p: Array) -> None:
    """Smugglers divert a share of the world's supply; enforcement makes it smaller."""
    market = world.market[run]
    total = 0.0
    for i in range(world.lab.shape[1]):
        total = total + world.lab[run, i].want_smuggled
    pool = market.supply * p.smuggled_leak * (1.0 - p.smuggled_enforced * market.enforcement)
    share = pool / total if total > pool else 1.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.want_smuggled = lab.want_smuggled * share
        lab.coming_smuggled = lab.coming_smuggled + lab.want_smuggled


@compile_kernel
def ration(run: int, world: World, p: Array) -> None:
    """Share the world's supply among open orders; long contracts of large customers come first."""
    market = world.market[run]
    labs = world.lab.shape[1]
    orders, compute, count_active, smuggled = 0.0, 0.0, 0.0, 0.0
    for i in range(labs):
        lab = world.lab[run, i]
        orders = orders + lab.want_legal + lab.want_rented
        compute = compute + lab.compute
        smuggled = smuggled + lab.want_smuggled
        count_active = count_active + lab.active
    mean = compute / count_active if count_active > 0.0 else 1.0
    mean = mean if mean > 0.0 else 1.0
    # Hosts of open weights order on the same market; short supply is split in proportion first.
    # What smugglers divert is missing from it.
    open_supply = clip(market.supply - smuggled, 0.0, 1.0e18)
    supply = open_supply
    asked = orders + market.host_order
    phi = 1.0e9
    if asked > open_supply:
        supply = open_supply * orders / asked
        market.host_compute = market.host_compute + open_supply * market.host_order / asked
    else:
        market.host_compute = market.host_compute + market.host_order
    if orders > supply:
        phi = fair_share(run, world, p.contract_priority / mean, supply)
    for i in range(labs):
        lab = world.lab[run, i]
        fill = clip(phi * (1.0 + p.contract_priority * lab.compute / mean), 0.0, 1.0)
        lab.want_legal = lab.want_legal * fill
        lab.want_rented = lab.want_rented * fill
        lab.coming_legal = lab.coming_legal + lab.want_legal
        lab.coming_rented = lab.coming_rented + lab.want_rented
        lab.filled = lab.want_legal + lab.want_domestic + lab.want_rented + lab.want_smuggled
        lab.incoming = lab.incoming + lab.filled
    now = asked / open_supply if open_supply > 0.0 else p.pressure_most
    market.pressure = clip(
        market.pressure + (now - market.pressure) / p.pressure_smoothing,
        p.pressure_least,
        p.pressure_most,
    )
    unfilled = asked - open_supply
    market.waiting = unfilled / open_supply if unfilled > 0.0 and open_supply > 0.0 else 0.0
    market.rent = market.rent_trend * power(market.pressure, p.rent_pressure)


@compile_kernel
def fair_share(run: int, world: World, priority: float, supply: float) -> float:
    """The phi at which orders filled at min(1, phi weight) add up to supply (water-filling)."""
    labs = world.lab.shape[1]
    phi = 0.0
    for _ in range(labs):
        left = supply
        weighted = 0.0
        for i in range(labs):
            lab = world.lab[run, i]
            weight = 1.0 + priority * lab.compute
            order = lab.want_legal + lab.want_rented
            if phi * weight >= 1.0:
                left = left - order
            else:
                weighted = weighted + order * weight
        if weighted <= 0.0:
            break
        before = phi
        phi = left / weighted
        if phi <= before:
            break
    return phi


@compile_kernel
def pay_ahead(run: int, world: World, p: Array) -> None:
    """Chips ordered are paid some months ahead, and credited against the rent as they arrive."""
    rent = world.market[run].rent
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        paid = lab.want_legal + lab.want_domestic * p.domestic_price
        paid = paid + lab.want_rented * (1.0 + p.rented_premium)
        paid = paid + lab.want_smuggled * (1.0 + p.smuggled_premium)
        lab.cost_prepaid = paid * rent * p.prepaid_months
        lab.prepaid = lab.prepaid + lab.cost_prepaid


@compile_kernel
def seize(run: int, world: World, p: Array, luck: Luck) -> None:
    """Now and then a smuggler is caught: chips are lost and it becomes known."""
    market = world.market[run]
    month = int(market.month)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0 or lab.compute_smuggled <= 0.0:
            continue
        share = lab.compute_smuggled / lab.compute if lab.compute > 0.0 else 0.0
        chance = p.seizure_rate * market.enforcement * (p.seizure_floor + share)
        if luck.lab[run, i, month].seizure < chance:
            lost = p.seizure_loss * lab.compute_smuggled
            lab.compute_smuggled = lab.compute_smuggled - lost
            lab.reputation = lab.reputation - p.scandal
            count(lab, p)
            note(run, world, CHIPS_SEIZED, i, NOBODY, lost)
