"""A tiny world by hand: two labs, a few ideas, one segment, and a call into any mechanism.

Every figure that a test does not set is the plain one below, so that a test's arithmetic shows all
that matters. Kernels change the world in place; `p` are the parameters of its one run.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tenfold.agents.decision import LEVERS
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.happenings import Kind, happenings_of
from tenfold.sim.luck import IDEA_LUCK, LAB_LUCK, MARKET_LUCK, MOST_COMINGS, Luck
from tenfold.sim.world import (
    CLOSED,
    FLAGSHIP,
    MINI,
    NEVER,
    OPEN,
    PRODUCTS,
    RULES_DTYPE,
    World,
    empty_world,
)
from tests.sim.rules import RULES

NEVER_HAPPENS = 0.999999
"""A uniform draw at which nothing that chance decides comes about."""
CHIP_MONTH = 1.0e15 * 2.63e6
"""FLOP of one H100e in a month at full use."""


class Tiny(NamedTuple):
    """One run of a small world, its parameters and its luck."""

    world: World
    rules: Any
    luck: Luck

    @property
    def p(self) -> Any:
        """The parameters of the run."""
        return self.rules[0]

    @property
    def market(self) -> Any:
        """The market of the run."""
        return self.world.market[0]

    def lab(self, i: int) -> Any:
        """Lab number i."""
        return self.world.lab[0, i]

    def flagship(self, i: int) -> Any:
        """The best model of lab i."""
        return self.world.product[0, i, FLAGSHIP]

    def mini(self, i: int) -> Any:
        """The small model of lab i."""
        return self.world.product[0, i, MINI]

    def idea(self, j: int) -> Any:
        """Idea number j."""
        return self.world.idea[0, j]

    def segment(self, s: int = 0) -> Any:
        """Segment number s."""
        return self.world.segment[0, s]

    def happened(self) -> list[Kind]:
        """Kinds of all happenings so far."""
        return [entry.kind for entry in happenings_of(self.world)]

    def month_of(self, mechanism: Any) -> None:
        """Let a mechanism work for a month."""
        mechanism.advance(0, self.world, self.rules, self.luck)

    def knows(self, i: int, j: int, since: float = 0.0, copied: bool = False) -> None:
        """Let lab i know idea j since a month."""
        self.world.known_at[0, i, j] = since
        self.world.left[0, i, j] = NEVER
        self.world.copied[0, i, j] = 1.0 if copied else 0.0
        self.lab(i).ideas += 1.0
        idea = self.idea(j)
        if since < idea.found_at:
            idea.found_at, idea.finder = since, float(i)

    def open_weights(self, i: int, k: int = FLAGSHIP, since: float = 0.0) -> None:
        """Publish the weights of product k of lab i, as of a month."""
        self.world.product[0, i, k].release = OPEN
        self.world.product[0, i, k].opened_at = since


def build(
    labs: int = 2, ideas: int = 4, segments: int = 1, events: int = 0, **parameters: float
) -> Tiny:
    """A world of equal labs in month 0, with parameters by name in place of those in rules.py."""
    world = empty_world(1, labs, ideas, segments, events, 60)
    rules = np.zeros(1, RULES_DTYPE).view(np.recarray)
    for name, value in load_parameters().values(RULES | parameters).items():
        rules[name] = value
    tiny = Tiny(world, rules, quiet_luck(labs, ideas, events))
    _fill_market(tiny)
    for i in range(labs):
        _fill_lab(tiny, i)
    for j in range(ideas):
        _fill_idea(tiny, j)
    for s in range(segments):
        _fill_segment(tiny.segment(s))
    return tiny


def quiet_luck(labs: int, ideas: int, events: int, months: int = 60) -> Luck:
    """Luck in which no noise is felt and no rare thing happens."""
    luck = Luck(
        threshold=np.ones((1, labs, ideas)),
        idea=np.zeros((1, ideas), IDEA_LUCK).view(np.recarray),
        lab=np.zeros((1, labs, months), LAB_LUCK).view(np.recarray),
        market=np.zeros((1, months), MARKET_LUCK).view(np.recarray),
        event=np.ones((1, events, MOST_COMINGS)),
        opening=np.zeros((1, labs)),
    )
    for name in ("setback", "detection", "seizure", "star"):
        luck.lab[name] = NEVER_HAPPENS
    return luck


def _fill_market(tiny: Tiny) -> None:
    market, p = tiny.market, tiny.p
    market.rent = market.rent_trend = p.rent
    market.pressure = market.supply_boost = market.demand_boost = 1.0
    market.supply = market.supply_trend = p.supply
    market.domestic_supply = p.domestic_supply
    market.legal_share = market.ruled_legal_share = 1.0
    market.frontier = market.first_frontier = 150.0
    market.community = market.host_latency = market.host_served = market.data_price = 1.0


def _fill_lab(tiny: Tiny, i: int) -> None:
    lab = tiny.lab(i)
    for lever in LEVERS:
        lab[f"set_{lever.name}"] = lever.default
    lab.share_experiments = lab.set_experiments
    lab.share_training = lab.set_training
    lab.share_serving = lab.set_serving
    lab.active = lab.talent = lab.talent_start = lab.serving_ideas = lab.data_stock = 1.0
    lab.compute = lab.compute_legal = lab.usable = 1.0e5
    lab.capability = lab.internal_capability = lab.public_score = 150.0
    lab.published_capability = 150.0
    lab.staff = 1000.0
    lab.cash = 1.0e10
    lab.backing_level = lab.backing = 5.0e8
    lab.published_revenue = lab.revenue = 1.0e8
    lab.budget = 5.0e8
    lab.merged_into = lab.star_source = lab.run_teacher = -1.0
    lab.automation_gain = 1.0
    for k in range(PRODUCTS):
        product = tiny.world.product[0, i, k]
        product.capability = product.score = product.perceived = 150.0 - 3.0 * k
        product.parameters = 2.0e11 / 8.0**k
        product.release = CLOSED
        product.opened_at = NEVER
        product.ideas_at = -1.0
        product.price = product.offered = product.latency = product.computed = 1.0
        product.elasticity = 2.0
        product.own_share = 1.0


def _fill_idea(tiny: Tiny, j: int) -> None:
    idea = tiny.idea(j)
    idea.ease = idea.exposure = 1.0
    idea.gain = 0.1
    idea.found_at = idea.shown_at = idea.copied_at = NEVER
    idea.finder = idea.shown_by = idea.copier = -1.0
    tiny.world.known_at[0, :, j] = NEVER
    tiny.world.left[0, :, j] = 1.0


def _fill_segment(segment: Any) -> None:
    segment.need, segment.saturation = 140.0, 160.0
    segment.quality, segment.price, segment.inertia = 2.0, 1.5, 0.1
    segment.growth = segment.elasticity = 1.0
    segment.volume = 1.0e15
    segment.mean_price = segment.first_price = 1.0
