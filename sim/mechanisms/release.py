"""Release: closed, open, hybrid, staged or withheld; what becomes visible to rivals."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential
from tenfold.sim.happenings import (
    MOOD_SHAKEN,
    NOBODY,
    OPENED,
    RELEASED,
    STAGED_NOTE,
    WITHHELD_NOTE,
    note,
)
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import knowledge
from tenfold.sim.world import (
    CLOSED,
    FLAGSHIP,
    MINI,
    NEVER,
    OPEN,
    PRODUCTS,
    STAGED,
    WITHHELD,
    Array,
    World,
)

ESTIMATE_MONTHS = 3
"""Outsiders count chips once a quarter."""


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Put finished models on sale as each lab chose, and publish weights where it chose so.

    Equation: exposure of an idea inside = 12 (1 - 0.5 protection) if closed, 20 if weights are open
              mini = capability - 3 points, an eighth of the size
    Units:    exposure [1], capability [index points]
    Source:   mini: 14 pairs of flagship and mini, scenarios/evidence; exposures calibrated to F8
    Leaves out: licences, partial openness, leaks of weights

    A hybrid lab is one that keeps its flagship closed and opens its mini. Published weights stay
    published: a lab that turns closed does so with its next model.
    """
    p = rules[run]
    market = world.market[run]
    month = int(market.month)
    market.shaken = market.shaken * p.shaken_keeping
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        if lab.new_model > 0.0:
            arrive(run, world, i, p)
        if lab.held_capability > 0.0 and lab.set_flagship_release != WITHHELD:
            let_go(run, world, i, p)
        open_when_due(run, world, i, FLAGSHIP, lab.set_flagship_release, p)
        open_when_due(run, world, i, MINI, lab.set_mini_release, p)
        show(lab, world.product[run, i, FLAGSHIP], world.product[run, i, MINI])
        if month % ESTIMATE_MONTHS == 0:
            # Outsiders publish a noisy count once a quarter: at the next turn it is a quarter old.
            noise = p.estimate_noise * luck.lab[run, i, month].estimate
            lab.estimate = lab.compute * exponential(noise)
    survey(run, world, p)


@compile_kernel
def arrive(run: int, world: World, i: int, p: Array) -> None:
    """A finished model is withheld or goes on sale, if it beats what is on sale already."""
    lab = world.lab[run, i]
    if lab.new_capability > lab.internal_capability:
        lab.internal_capability = lab.new_capability
    if lab.set_flagship_release == WITHHELD:
        if lab.new_capability > lab.held_capability:
            lab.held_capability = lab.new_capability
            lab.held_score = lab.new_score
            lab.held_reasoning = lab.new_reasoning
            lab.held_size = lab.new_size
            lab.held_ideas_at = lab.new_ideas_at
            lab.held_generic = lab.new_generic
            lab.held_known = lab.run_known
            lab.held_served = lab.run_served
            note(run, world, WITHHELD_NOTE, i, NOBODY, lab.new_capability)
        sell_mini(
            run, world, i, lab.new_capability, lab.new_score, lab.new_reasoning,
            lab.new_size, lab.new_ideas_at, lab.new_generic, p,
        )  # fmt: skip
    elif lab.new_capability > world.product[run, i, FLAGSHIP].capability:
        put_on_sale(
            run, world, i, lab.new_capability, lab.new_score, lab.new_reasoning,
            lab.new_size, lab.new_ideas_at, lab.new_generic, p,
        )  # fmt: skip


@compile_kernel
def let_go(run: int, world: World, i: int, p: Array) -> None:
    """A withheld model goes on sale once the lab no longer withholds."""
    lab = world.lab[run, i]
    if lab.held_capability > world.product[run, i, FLAGSHIP].capability:
        put_on_sale(
            run, world, i, lab.held_capability, lab.held_score, lab.held_reasoning,
            lab.held_size, lab.held_ideas_at, lab.held_generic, p,
        )  # fmt: skip
    lab.held_capability = 0.0


@compile_kernel
def put_on_sale(
    run: int,
    world: World,
    i: int,
    capability: float,
    score: float,
    reasoning: float,
    size: float,
    ideas_at: float,
    generic: float,
    p: Array,
) -> None:
    """Replace the flagship, and the mini with it."""
    lab = world.lab[run, i]
    flagship = world.product[run, i, FLAGSHIP]
    fill(flagship, capability, score, reasoning, size, ideas_at, generic)
    begin_sale(run, world, i, FLAGSHIP, lab.set_flagship_release, p)
    sell_mini(run, world, i, capability, score, reasoning, size, ideas_at, generic, p)


@compile_kernel
def sell_mini(
    run: int,
    world: World,
    i: int,
    capability: float,
    score: float,
    reasoning: float,
    size: float,
    ideas_at: float,
    generic: float,
    p: Array,
) -> None:
    """Make a mini from a model, withheld or not, and sell it if it beats the one on sale."""
    lab = world.lab[run, i]
    mini = world.product[run, i, MINI]
    if lab.set_mini_release != WITHHELD and capability - p.mini_loss > mini.capability:
        fill(
            mini, capability - p.mini_loss, score - p.mini_loss, reasoning,
            size / p.mini_ratio, ideas_at, generic,
        )  # fmt: skip
        begin_sale(run, world, i, MINI, lab.set_mini_release, p)


@compile_kernel
def fill(
    product: Array,
    capability: float,
    score: float,
    reasoning: float,
    size: float,
    ideas_at: float,
    generic: float,
) -> None:
    """Write a model into a product."""
    product.capability = capability
    product.score = score
    product.perceived = score
    product.reasoning = reasoning
    product.parameters = size
    product.ideas_at = ideas_at
    product.generic = generic


@compile_kernel
def begin_sale(run: int, world: World, i: int, k: int, choice: float, p: Array) -> None:
    """Sell a product closed, staged or with open weights, and let rivals see what that shows."""
    market = world.market[run]
    product = world.product[run, i, k]
    # A newer model does not start the wait anew: else frequent models would never open.
    waiting = product.release == STAGED and product.opened_at >= NEVER
    if choice == STAGED and not waiting:
        product.staged_at = market.month
    product.released_at = market.month
    product.opened_at = NEVER
    product.release = choice
    if choice == WITHHELD:
        product.release = CLOSED
    guard = 1.0 - p.protection_hides * world.lab[run, i].set_protection
    expose(run, world, i, product.ideas_at, p.closed_exposure * guard)
    knowledge.put_inside(world.lab[run, i], product)
    if choice == OPEN and may_open(market, world.lab[run, i], product):
        publish(run, world, i, k, p)
    else:
        if choice == OPEN:
            product.release = CLOSED
        note(run, world, STAGED_NOTE if choice == STAGED else RELEASED, i, k, product.capability)


@compile_kernel
def may_open(market: Array, lab: Array, product: Array) -> bool:
    """Whether the law of the lab's home, if there is one on open weights, lets this be opened."""
    free = market.open_limit <= 0.0 or lab.home != market.rule_home
    return free or product.capability <= market.open_limit


@compile_kernel
def publish(run: int, world: World, i: int, k: int, p: Array) -> None:
    """Publish the weights: the ideas inside become easy to copy; a strong one shakes investors."""
    market = world.market[run]
    product = world.product[run, i, k]
    product.release = OPEN
    product.opened_at = market.month
    expose(run, world, i, product.ideas_at, p.open_exposure)
    knowledge.publish(world.lab[run, i], product.known, product.served)
    market.community = market.community + p.community_gain * (p.community_most - market.community)
    note(run, world, OPENED, i, k, product.capability)
    behind = market.frontier - product.score
    fresh = product.released_at == market.month
    if k == FLAGSHIP and fresh and behind < p.shaken_within:
        market.shaken = clip(market.shaken + p.shaken_size, 0.0, p.shaken_most)
        note(run, world, MOOD_SHAKEN, i, NOBODY, -p.shaken_size)


@compile_kernel
def expose(run: int, world: World, i: int, ideas_at: float, exposure: float) -> None:
    """Ideas inside a released model become visible to rivals."""
    month = world.market[run].month
    for j in range(world.idea.shape[1]):
        if world.known_at[run, i, j] <= ideas_at:
            idea = world.idea[run, j]
            if idea.exposure < exposure:
                idea.exposure = exposure
            if idea.shown_at >= NEVER:
                idea.shown_at = month
                idea.shown_by = i


@compile_kernel
def open_when_due(run: int, world: World, i: int, k: int, choice: float, p: Array) -> None:
    """Staged products open when their wait is over; a change of mind to open works at once."""
    market = world.market[run]
    product = world.product[run, i, k]
    if product.released_at >= NEVER or product.opened_at < NEVER:
        return
    months = world.lab[run, i].set_stage_months
    due = product.release == STAGED and market.month - product.staged_at >= months
    due = due and choice != CLOSED and choice != WITHHELD
    if (due or choice == OPEN) and may_open(market, world.lab[run, i], product):
        publish(run, world, i, k, p)


@compile_kernel
def show(lab: Array, flagship: Array, mini: Array) -> None:
    """What the lab's record says of its products."""
    best = flagship if flagship.capability >= mini.capability else mini
    lab.capability = best.capability
    lab.public_score = best.score
    lab.open_capability = 0.0
    lab.closed_capability = 0.0
    for product in (mini, flagship):
        if product.opened_at < NEVER:
            if product.capability > lab.open_capability:
                lab.open_capability = product.capability
        elif product.capability > lab.closed_capability:
            lab.closed_capability = product.capability
    lab.reasoning = flagship.reasoning
    lab.flagship_release = flagship.release
    lab.mini_release = mini.release
    if lab.held_capability > 0.0:
        lab.flagship_release = WITHHELD


@compile_kernel
def survey(run: int, world: World, p: Array) -> None:
    """The frontier on sale, and how many products have open weights."""
    market = world.market[run]
    best, count = 0.0, 0.0
    for i in range(world.lab.shape[1]):
        if world.lab[run, i].active == 0.0:
            continue
        for k in range(PRODUCTS):
            product = world.product[run, i, k]
            if product.released_at >= NEVER:
                continue
            if product.capability > best:
                best = product.capability
            if product.opened_at < NEVER:
                count = count + 1.0
    market.frontier = best
    market.open_products = count
