"""Demand: customers choose among products, segment by segment, out of habit and by merit."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential, logarithm, power
from tenfold.sim.luck import Luck
from tenfold.sim.world import FLAGSHIP, NEVER, PRODUCTS, Array, World

(
    OFFERED, LOG_PRICE, OPENNESS, WORTH, REASONING, TUNED, COMBINED, HELD, WAIT, CONSTANT,
    STANDING, STRENGTH, SLOPE,
) = range(13)  # fmt: skip
"""Rows of the month's working space, a column per product."""
NOT_SOLD = -1.0e9
MOST_UTILITY = 30.0
OLDEST = 3.0
"""Years after which a product is no more stale than before."""
MOST_HELD = 100.0
"""Index points of a withheld lead that chosen customers can tell."""


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
    """Lay out what is the same in all segments, a row per figure, and set the sums to zero."""
    market = world.market[run]
    rows = world.scratch[run]
    community = 1.0 - exponential(-market.open_products / p.custom_products)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        for k in range(PRODUCTS):
            product = world.product[run, i, k]
            n = i * PRODUCTS + k
            product.wanted = 0.0
            product.computed = 0.0
            product.elasticity = 0.0
            learned = p.learning * (product.capability - product.perceived)
            product.perceived = product.perceived + learned
            sold = lab.active > 0.0 and product.released_at < NEVER
            opened = sold and product.opened_at <= market.month
            rows[OFFERED, n] = product.offered
            rows[LOG_PRICE, n] = logarithm(product.offered + p.free_price) if sold else NOT_SOLD
            rows[OPENNESS, n] = 1.0 if opened else 0.0
            rows[WORTH, n] = product.perceived
            rows[REASONING, n] = product.reasoning
            rows[WAIT, n] = product.latency - 1.0
            rows[STANDING, n] = lab.reputation
            age = clip((market.month - product.released_at) / 12.0, 0.0, OLDEST)
            constant = lab.appeal - p.staleness * age
            rows[TUNED, n] = 0.0
            rows[COMBINED, n] = 0.0
            rows[HELD, n] = 0.0
            if opened:
                tuned = clip((market.month - product.opened_at) / p.custom_months, 0.0, 1.0)
                rows[TUNED, n] = tuned * community
                rows[COMBINED, n] = community * ensemble_fit(market, product, p)
            else:
                constant = constant - p.guard_cost * lab.set_protection
                if k == FLAGSHIP:
                    held = clip(lab.held_capability - product.capability, 0.0, MOST_HELD)
                    rows[HELD, n] = p.chosen_customers * held
            rows[CONSTANT, n] = constant


@compile_kernel
def ensemble_fit(market: Array, product: Array, p: Array) -> float:
    """Combining open models helps those near the frontier: 1 at it, 0 far below."""
    behind = market.frontier - product.capability
    return 1.0 - clip(behind / p.ensemble_span, 0.0, 1.0)


@compile_kernel
def quality(rows: Array, n: int, segment: Array) -> float:
    """Index points that product n is worth to a segment.

    Open products gain from tuning (with time and the number of open releases) and from being
    combined; chosen customers of trusted segments also enjoy withheld models.
    """
    worth = rows[WORTH, n] + segment.reasoning * rows[REASONING, n]
    worth = worth + segment.custom * rows[TUNED, n] + segment.ensemble * rows[COMBINED, n]
    return worth + segment.trusted * rows[HELD, n]


@compile_kernel
def utility(rows: Array, n: int, segment: Array, shift: float) -> float:
    """Utility of product n in a segment whose needs have risen by `shift`; outside it is 0."""
    worth = quality(rows, n, segment)
    top = segment.saturation + shift
    worth = worth if worth < top else top
    value = segment.quality * (worth - segment.need - shift) / 10.0
    value = value - segment.price * rows[LOG_PRICE, n] - segment.latency * rows[WAIT, n]
    value = value + segment.openness * rows[OPENNESS, n] + segment.brand * rows[STANDING, n]
    return clip(value + rows[CONSTANT, n], -MOST_UTILITY, MOST_UTILITY)


@compile_kernel
def choose(run: int, world: World, s: int, renewing: float, p: Array) -> None:
    """Move the shares of segment s: a part `renewing` of its customers chooses anew.

    Nested logit with an open and a closed nest: several versions of one open model share its nest.
    """
    market = world.market[run]
    segment = world.segment[run, s]
    rows = world.scratch[run]
    shares = world.share[run, s]
    shift = segment.rising * (market.frontier - market.first_frontier)
    spread = 1.0 / p.nest_lambda
    sum_closed, sum_open = 0.0, 0.0
    for n in range(shares.shape[0]):
        strength = 0.0
        if rows[LOG_PRICE, n] > NOT_SOLD:
            strength = exponential(utility(rows, n, segment, shift) * spread)
        rows[STRENGTH, n] = strength
        if rows[OPENNESS, n] > 0.0:
            sum_open = sum_open + strength
        else:
            sum_closed = sum_closed + strength
    closed = power(sum_closed, p.nest_lambda)
    opened = power(sum_open, p.nest_lambda)
    total = 1.0 + closed + opened
    per_closed = 1.0 / sum_closed if sum_closed > 0.0 else 0.0
    per_open = 1.0 / sum_open if sum_open > 0.0 else 0.0
    outside = 1.0
    for n in range(shares.shape[0]):
        is_open = rows[OPENNESS, n] > 0.0
        within = rows[STRENGTH, n] * (per_open if is_open else per_closed)
        target = within * (opened if is_open else closed) / total
        share = shares[n] + renewing * (target - shares[n])
        if rows[LOG_PRICE, n] <= NOT_SOLD:
            share = 0.0  # whoever used a product that is gone is outside at once
        shares[n] = share
        outside = outside - share
        rows[SLOPE, n] = segment.price * (spread - (spread - 1.0) * within - target)
    segment.outside = outside if outside > 0.0 else 0.0


@compile_kernel
def use(run: int, world: World, s: int, p: Array) -> None:
    """Turn the shares of segment s into tokens wanted, at the volume that prices allow."""
    segment = world.segment[run, s]
    rows = world.scratch[run]
    shares = world.share[run, s]
    inside, paid = 0.0, 0.0
    for n in range(shares.shape[0]):
        inside = inside + shares[n]
        paid = paid + shares[n] * rows[OFFERED, n]
    if inside > 0.0:
        segment.mean_price = paid / inside
    relative = (segment.mean_price + p.free_price) / (segment.first_price + p.free_price)
    volume = segment.volume * world.market[run].demand_boost
    volume = volume * power(relative, -segment.elasticity)
    segment.tokens = volume * inside
    computed = 1.0 - segment.static * p.cache_hit
    for n in range(shares.shape[0]):
        tokens = volume * shares[n]
        product = world.product[run, n // PRODUCTS, n % PRODUCTS]
        product.wanted = product.wanted + tokens
        product.computed = product.computed + tokens * computed
        product.elasticity = product.elasticity + tokens * rows[SLOPE, n]


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
