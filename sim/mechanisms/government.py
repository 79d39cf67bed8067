"""Government: the regulator's rules and what events do to them."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential, logarithm
from tenfold.sim.happenings import (
    CONTROLS,
    DEMAND_SHOCK,
    ENFORCEMENT,
    MOOD_SHAKEN,
    NOBODY,
    OPEN_RULE,
    SUBSIDY,
    SUPPLY_SHOCK,
    note,
)
from tenfold.sim.luck import Luck
from tenfold.sim.world import CHINA, Array, World

OPEN_RULE_EVENT = 5


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Put the regulator's rules, and the events of the month, into force.

    Equation: rule(t) = rule set by the regulator, moved by each event with
              when <= t < when + months
              demand, supply = product of (1 + size) over events, times exp(noise)
              open limit = frontier - gap, where the regulator rules a gap
    Units:    legal share and enforcement [share], subsidy [USD/month], open limit [index points]
    Source:   dated export-control decisions 2022-2025, scenarios/evidence
    Leaves out: law-making, lobbying, courts; a rule works the month it is made
    """
    p = rules[run]
    market = world.market[run]
    month = int(market.month)
    chance = luck.market[run, month]
    market.legal_share = market.ruled_legal_share
    market.enforcement = market.ruled_enforcement
    market.subsidy = market.ruled_subsidy
    market.home_subsidy = market.ruled_home_subsidy
    market.open_limit = market.ruled_open_limit
    if market.ruled_open_gap > 0.0:
        market.open_limit = market.frontier - market.ruled_open_gap
    market.demand_boost = exponential(p.demand_noise * chance.demand)
    market.supply_boost = exponential(p.supply_noise * chance.supply)
    market.mood = 0.0
    latest = -1.0
    for e in range(world.event.shape[1]):
        event = world.event[run, e]
        if event.month <= month and month < event.month + event.months:
            # Of several rules on open weights the newest holds.
            if event.kind != OPEN_RULE_EVENT or event.month >= latest:
                apply_event(market, int(event.kind), event.amount)
            if event.kind == OPEN_RULE_EVENT and event.month > latest:
                latest = event.month
            if event.month == month:
                announce(run, world, int(event.kind), event.amount)
    market.legal_share = clip(market.legal_share, 0.0, 1.0)
    market.enforcement = clip(market.enforcement, 0.0, 1.0)
    market.subsidy = market.subsidy if market.subsidy > 0.0 else 0.0
    market.data_price = exponential(logarithm(p.data_inflation) * month / 12.0)


@compile_kernel
def keep_accounts(run: int, world: World, p: Array) -> None:
    """What the month cost the regulator's state, and what it earned; nobody reacts to it.

    Pursuit gets dearer the closer it looks: the costs of enforcement grow with its square.
    """
    market = world.market[run]
    spent = p.enforcement_cost * market.enforcement * market.enforcement
    sold = 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        if lab.home == market.rule_home:
            spent = spent + market.home_subsidy
        if lab.controlled > 0.0:
            sold = sold + lab.want_legal
            if lab.home == market.rule_home:
                spent = spent + market.subsidy
    market.public_spending = spent
    # Controls that the state has not made bring it no fees: those of its own labs are others'.
    market.public_income = p.export_fee * sold * market.rent if market.rule_home != CHINA else 0.0
    market.public_spent = market.public_spent + spent - market.public_income


@compile_kernel
def apply_event(market: Array, kind: int, size: float) -> None:
    """Move the rule that an event of this kind (a place in EVENT_KINDS) is about."""
    if kind == 0:
        market.legal_share = market.legal_share + size
    elif kind == 1:
        market.supply_boost = market.supply_boost * (1.0 + size)
    elif kind == 2:
        market.demand_boost = market.demand_boost * (1.0 + size)
    elif kind == 3:
        market.mood = market.mood + size
    elif kind == 4:
        market.subsidy = market.subsidy + size
    elif kind == 5:
        market.open_limit = size
    else:
        market.enforcement = market.enforcement + size


@compile_kernel
def announce(run: int, world: World, kind: int, size: float) -> None:
    """Note an event in the month when it begins."""
    if kind == 0:
        note(run, world, CONTROLS, NOBODY, NOBODY, size)
    elif kind == 1:
        note(run, world, SUPPLY_SHOCK, NOBODY, NOBODY, size)
    elif kind == 2:
        note(run, world, DEMAND_SHOCK, NOBODY, NOBODY, size)
    elif kind == 3:
        note(run, world, MOOD_SHAKEN, NOBODY, NOBODY, size)
    elif kind == 4:
        note(run, world, SUBSIDY, NOBODY, NOBODY, size)
    elif kind == 5:
        note(run, world, OPEN_RULE, NOBODY, NOBODY, size)
    else:
        note(run, world, ENFORCEMENT, NOBODY, NOBODY, size)
