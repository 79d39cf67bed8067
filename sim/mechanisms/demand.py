"""Demand: customers choose among products, segment by segment, out of habit and by merit."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential, logarithm, power
from tenfold.sim.luck import Luck
from tenfold.sim.world import FLAGSHIP, NEVER, PRODUCTS, Array, World

UTILITY, LOG_PRICE, STRENGTH, OPENNESS = 0, 1, 2, 3
"""Rows of the month's working space."""
NOT_SOLD = -1.0e9


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Customers of each segment drift towards what a nested logit says they would choose anew.

    Equation: U = k_i + a (min(q, sat) - need)/10 - b ln(price + 0.02) - l (latency - 1) + o open
                  + brand standing - staleness - guard
              share <- (1 - chi) share + chi softmax(U; nests open and closed, outside option 0)
              tokens = volume(t) (mean price / first price)^-eps share
    Units:    q, need, sat [index points], price [USD per million tokens], volume [tokens/month]
    Source:   [McFadden1978] for the nest; weights: assumptions that gave inside best prices
    Leaves out: bundles with other goods, networks of users, advertising
    """
    p = rules[run]
    fade_appeal(run, world, p)
    describe(run, world, p)
    market = world.market[run]
    fading = exponential(-market.month / p.growth_fading)
    market.outside = 0.0
    weights = 0.0
    for s in range(world.segment.shape[1]):
        segment = world.segment[run, s]
        segment.volume = segment.volume * exponential(
            logarithm(segment.growth) * fading * p.demand_growth / 12.0
        )
        choose(run, world, s, segment.inertia, p)
        use(run, world, s, p)
        market.outside = market.outside + segment.outside * segment.volume
        weights = weights + segment.volume
    market.outside = market.outside / weights if weights > 0.0 else 0.0
    average_elasticity(run, world)


@compile_kernel
def fade_appeal(run: int, world: World, p: Array) -> None:
    """Appeal that no product earns nears the average of the labs: habits fade."""
    total, labs = 0.0, 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        total = total + lab.active * lab.appeal
        labs = labs + lab.active
    mean = total / labs if labs > 0.0 else 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.appeal = lab.appeal + (mean - lab.appeal) / p.appeal_months


@compile_kernel
def describe(run: int, world: World, p: Array) -> None:
    """What is the same in all segments: log price, openness, and the month's sums at zero."""
    for i in range(world.lab.shape[1]):
        active = world.lab[run, i].active
        for k in range(PRODUCTS):
            product = world.product[run, i, k]
            n = i * PRODUCTS + k
            product.wanted = 0.0
            product.computed = 0.0
            product.elasticity = 0.0
            product.perceived = product.perceived + p.learning * (
                product.capability - product.perceived
            )
            sold = active > 0.0 and product.released_at < NEVER
            world.scratch[run, LOG_PRICE, n] = (
                logarithm(product.offered + p.free_price) if sold else NOT_SOLD
            )
            opened = sold and product.opened_at <= world.market[run].month
            world.scratch[run, OPENNESS, n] = 1.0 if opened else 0.0


@compile_kernel
def quality(run: int, world: World, i: int, k: int, s: int, p: Array) -> float:
    """Index points that product k of lab i is worth to segment s.

    Open products gain from tuning (with time and the number of open releases) and from being
    combined; chosen customers of trusted segments also get withheld models.
    """
    product = world.product[run, i, k]
    segment = world.segment[run, s]
    worth = product.perceived + segment.reasoning * product.reasoning
    if world.scratch[run, OPENNESS, i * PRODUCTS + k] > 0.0:
        market = world.market[run]
        others = 1.0 - exponential(-market.open_products / p.custom_products)
        age = clip((market.month - product.opened_at) / p.custom_months, 0.0, 1.0)
        worth = worth + segment.custom * age * others
        worth = worth + segment.ensemble * others * ensemble_fit(market, product, p)
    elif segment.trusted > 0.0 and k == FLAGSHIP:
        held = world.lab[run, i].held_capability - product.capability
        worth = worth + p.chosen_customers * clip(held, 0.0, 100.0)
    return worth


@compile_kernel
def ensemble_fit(market: Array, product: Array, p: Array) -> float:
    """Combining open models helps where they are near the frontier in kind: 1 at it, 0 far below."""
    behind = market.frontier - product.capability
    return 1.0 - clip(behind / p.ensemble_span, 0.0, 1.0)


@compile_kernel
def utility(run: int, world: World, i: int, k: int, s: int, p: Array) -> float:
    """Utility of product k of lab i in segment s; the outside option has 0."""
    n = i * PRODUCTS + k
    if world.scratch[run, LOG_PRICE, n] <= NOT_SOLD:
        return NOT_SOLD
    segment = world.segment[run, s]
    product = world.product[run, i, k]
    lab = world.lab[run, i]
    market = world.market[run]
    opened = world.scratch[run, OPENNESS, n]
    shift = segment.rising * (market.frontier - market.first_frontier)
    worth = quality(run, world, i, k, s, p)
    top = segment.saturation + shift
    worth = worth if worth < top else top
    age = clip((market.month - product.released_at) / 12.0, 0.0, 3.0)
    value = segment.quality * (worth - segment.need - shift) / 10.0
    value = value - segment.price * world.scratch[run, LOG_PRICE, n]
    value = value - segment.latency * (product.latency - 1.0)
    value = value + segment.openness * opened - p.staleness * age
    value = value - p.guard_cost * lab.set_protection * (1.0 - opened)
    return clip(lab.appeal + segment.brand * lab.reputation + value, -30.0, 30.0)


@compile_kernel
def choose(run: int, world: World, s: int, renewing: float, p: Array) -> None:
    """Move the shares of segment s: a part `renewing` of its customers chooses anew.

    Nested logit with an open and a closed nest: several versions of one open model share its nest.
    """
    products = world.share.shape[2]
    spread = 1.0 / p.nest_lambda
    sum_closed, sum_open = 0.0, 0.0
    for n in range(products):
        value = utility(run, world, n // PRODUCTS, n % PRODUCTS, s, p)
        strength = exponential(value * spread) if value > NOT_SOLD else 0.0
        world.scratch[run, STRENGTH, n] = strength
        if world.scratch[run, OPENNESS, n] > 0.0:
            sum_open = sum_open + strength
        else:
            sum_closed = sum_closed + strength
    closed = power(sum_closed, p.nest_lambda)
    opened = power(sum_open, p.nest_lambda)
    total = 1.0 + closed + opened
    outside = 1.0
    segment = world.segment[run, s]
    for n in range(products):
        is_open = world.scratch[run, OPENNESS, n] > 0.0
        inside = sum_open if is_open else sum_closed
        nest = opened if is_open else closed
        within = world.scratch[run, STRENGTH, n] / inside if inside > 0.0 else 0.0
        target = within * nest / total
        before = world.share[run, s, n]
        share = before + renewing * (target - before)
        world.share[run, s, n] = share
        outside = outside - share
        slope = segment.price * (spread - (spread - 1.0) * within - target)
        world.scratch[run, UTILITY, n] = slope
    segment.outside = outside if outside > 0.0 else 0.0


@compile_kernel
def use(run: int, world: World, s: int, p: Array) -> None:
    """Turn the shares of segment s into tokens wanted, at the volume that prices allow."""
    products = world.share.shape[2]
    segment = world.segment[run, s]
    inside, paid = 0.0, 0.0
    for n in range(products):
        share = world.share[run, s, n]
        inside = inside + share
        paid = paid + share * world.product[run, n // PRODUCTS, n % PRODUCTS].offered
    if inside > 0.0:
        segment.mean_price = paid / inside
    relative = (segment.mean_price + p.free_price) / (segment.first_price + p.free_price)
    volume = segment.volume * world.market[run].demand_boost
    volume = volume * power(relative, -segment.elasticity)
    segment.tokens = volume * inside
    computed = 1.0 - segment.static * p.cache_hit
    for n in range(products):
        tokens = volume * world.share[run, s, n]
        product = world.product[run, n // PRODUCTS, n % PRODUCTS]
        product.wanted = product.wanted + tokens
        product.computed = product.computed + tokens * computed
        product.elasticity = product.elasticity + tokens * world.scratch[run, UTILITY, n]


@compile_kernel
def average_elasticity(run: int, world: World) -> None:
    """Sums over segments become averages per product."""
    for i in range(world.lab.shape[1]):
        for k in range(PRODUCTS):
            product = world.product[run, i, k]
            if product.wanted > 0.0:
                product.computed = product.computed / product.wanted
                product.elasticity = product.elasticity / product.wanted
            else:
                product.computed = 1.0
                product.elasticity = 2.0
