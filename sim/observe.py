"""What labs see: own books exactly, rivals as the public sees them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.observation import OWN_FIGURES, PUBLIC_FIGURES, Observation
from tenfold.scenarios.schema import Scenario
from tenfold.sim.compiled import compile_kernel
from tenfold.sim.mechanisms import affairs, knowledge
from tenfold.sim.world import FLAGSHIP, NEVER, PRODUCTS, Array, World

OWN = {name: place for place, name in enumerate(OWN_FIGURES)}
PUBLIC = {name: place for place, name in enumerate(PUBLIC_FIGURES)}

COMPUTE, INCOMING, RENT, WAITING = OWN["compute"], OWN["incoming"], OWN["rent"], OWN["waiting"]
CONTROLLED, CASH, BUDGET, REVENUE = OWN["controlled"], OWN["cash"], OWN["budget"], OWN["revenue"]
SPENDING, CONFIDENCE, TALENT = OWN["spending"], OWN["confidence"], OWN["talent"]
CAPABILITY, LOAD, SERVING_NEED = OWN["capability"], OWN["load"], OWN["serving_need"]
IDEAS, COPYABLE, RUN_LEFT = OWN["ideas"], OWN["copyable"], OWN["run_left"]
BANNED, DATA = OWN["banned"], OWN["data"]
ACCUSED, POACHED, OFFERED = OWN["accused"], OWN["poached"], OWN["offered"]
ACTIVE, PUBLIC_SCORE, OPEN_SCORE = PUBLIC["active"], PUBLIC["public_score"], PUBLIC["open_score"]
FLAGSHIP_OPEN, PRICE = PUBLIC["flagship_open"], PUBLIC["price"]
TOKEN_SHARE, COMPUTE_ESTIMATE = PUBLIC["token_share"], PUBLIC["compute_estimate"]
REVENUE_ESTIMATE = PUBLIC["revenue_estimate"]


@compile_kernel
def look(world: World, rules: Array, own: Array, public: Array) -> None:
    """Fill own figures [figures, labs, runs] and public figures [figures, labs, runs]."""
    for run in range(world.market.shape[0]):
        market = world.market[run]
        if rules[run].research_engine > 0.0:
            knowledge.survey(run, world, rules[run])
        for i in range(world.lab.shape[1]):
            lab = world.lab[run, i]
            own[COMPUTE, i, run] = lab.compute
            own[INCOMING, i, run] = lab.incoming
            own[RENT, i, run] = market.rent
            own[WAITING, i, run] = market.waiting
            own[CONTROLLED, i, run] = lab.controlled
            own[CASH, i, run] = lab.cash
            own[BUDGET, i, run] = lab.budget
            own[REVENUE, i, run] = lab.revenue
            own[SPENDING, i, run] = lab.spending
            own[CONFIDENCE, i, run] = lab.confidence
            own[TALENT, i, run] = lab.talent
            own[CAPABILITY, i, run] = lab.internal_capability
            own[LOAD, i, run] = lab.load
            wished = rules[run].load_free * lab.usable
            own[SERVING_NEED, i, run] = lab.need / wished if wished > 0.0 else 0.0
            own[IDEAS, i, run] = lab.ideas
            own[COPYABLE, i, run] = copyable(run, world, i, rules[run])
            own[RUN_LEFT, i, run] = lab.run_left
            own[BANNED, i, run] = lab.banned
            own[DATA, i, run] = lab.data_stock
            # Where labs do as is the custom, nothing is asked of them.
            heard = rules[run].affairs
            own[ACCUSED, i, run] = heard * affairs.settlement(lab, rules[run])
            own[POACHED, i, run] = heard * affairs.bonus(lab, rules[run])
            own[OFFERED, i, run] = heard * affairs.offer_cost(lab, market.rent, rules[run])
            public[ACTIVE, i, run] = lab.active
            public[PUBLIC_SCORE, i, run] = lab.public_score
            public[OPEN_SCORE, i, run] = best_open(run, world, i)
            opened = world.product[run, i, FLAGSHIP].opened_at < NEVER
            public[FLAGSHIP_OPEN, i, run] = 1.0 if opened else 0.0
            public[PRICE, i, run] = lab.price
            public[TOKEN_SHARE, i, run] = lab.token_share
            public[COMPUTE_ESTIMATE, i, run] = lab.estimate
            public[REVENUE_ESTIMATE, i, run] = lab.revenue


@compile_kernel
def copyable(run: int, world: World, i: int, p: Array) -> float:
    """Ideas that some rival's released model shows and lab i lacks."""
    found = 0.0
    for j in range(world.idea.shape[1]):
        if world.idea[run, j].shown_at < NEVER and world.known_at[run, i, j] >= NEVER:
            found = found + 1.0
    if p.research_engine > 0.0:
        found = found + knowledge.in_sight(run, world, i, p)
    return found


@compile_kernel
def best_open(run: int, world: World, i: int) -> float:
    """Public score of lab i's best open-weight model; 0 where it has none."""
    best = 0.0
    for k in range(PRODUCTS):
        product = world.product[run, i, k]
        if product.opened_at < NEVER and product.score > best:
            best = product.score
    return best


def market_known(world: World) -> dict[str, NDArray[np.float64]]:
    """What the public knows of the market, by the names of a government's `Standing`: each [runs].

    Smuggled chips are an estimate, as wrong as that of all compute of the lab.
    """
    market = world.market
    smuggled = np.zeros(len(market))
    for place in range(world.lab.shape[1]):
        lab = world.lab[:, place]
        known = lab.estimate / np.where(lab.compute > 0.0, lab.compute, 1.0)
        smuggled = smuggled + lab.compute_smuggled * known
    return {
        "tokens": market.tokens.copy(),
        "cheapest": market.start_price.copy(),
        "smuggled": smuggled,
        "spent": market.public_spent.copy(),
    }


class Lookout:
    """Turns the state into observations; the arrays are made once and filled at each look."""

    def __init__(self, scenario: Scenario, runs: int) -> None:
        labs = len(scenario.labs)
        self.kinds = tuple(spec.kind for spec in scenario.labs)
        self.homes = tuple(spec.home for spec in scenario.labs)
        self._own = np.zeros((len(OWN_FIGURES), labs, runs))
        self._public = np.zeros((len(PUBLIC_FIGURES), labs, runs))
        shown = self._own.view()
        shown.flags.writeable = False
        self._shown_own = shown
        shown = self._public.view()
        shown.flags.writeable = False
        self._public_figures = {name: shown[place] for name, place in PUBLIC.items()}

    def look(self, world: World, rules: Array) -> None:
        """Take in the present state, for all labs."""
        look(world, rules, self._own, self._public)

    def seen_by(self, place: int, month: int) -> Observation:
        """What the lab at this place sees of the state last taken in."""
        own = {name: self._shown_own[number, place] for name, number in OWN.items()}
        return Observation(
            me=place,
            month=month,
            kinds=self.kinds,
            homes=self.homes,
            **own,
            **self._public_figures,
        )
