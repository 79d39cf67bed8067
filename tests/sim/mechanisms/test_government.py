"""Government: rules in force, events while they last, noise of supply and demand."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import finance, government
from tenfold.sim.world import CHINA, EVENT_KINDS, NEVER, US
from tests.sim.builders import Tiny, build


def ruled(events: int = 0) -> Tiny:
    """A government with rules of every kind, and empty places for events."""
    tiny = build(events=events)
    market = tiny.market
    market.ruled_legal_share, market.ruled_enforcement = 0.5, 0.3
    market.ruled_subsidy, market.ruled_open_limit = 1.0e7, 0.0
    for e in range(events):
        tiny.world.event[0, e].month = NEVER
    return tiny


def event(tiny: Tiny, e: int, kind: str, month: int, size: float, months: float = NEVER) -> None:
    entry = tiny.world.event[0, e]
    entry.kind, entry.month = EVENT_KINDS.index(kind), month
    entry.amount, entry.months = size, months


def test_the_rules_of_the_regulator_come_into_force() -> None:
    tiny = ruled()
    tiny.market.ruled_open_limit = 155.0
    tiny.month_of(government)
    market = tiny.market
    assert (market.legal_share, market.enforcement) == (0.5, 0.3)
    assert (market.subsidy, market.open_limit) == (1.0e7, 155.0)


@pytest.mark.parametrize(
    ("kind", "size", "figure", "value", "note"),
    [
        ("controls", -0.2, "legal_share", 0.3, Kind.CONTROLS),
        ("controls", -0.9, "legal_share", 0.0, Kind.CONTROLS),
        ("supply", -0.4, "supply_boost", 0.6, Kind.SUPPLY_SHOCK),
        ("demand", 0.5, "demand_boost", 1.5, Kind.DEMAND_SHOCK),
        ("mood", -1.0, "mood", -1.0, Kind.MOOD_SHAKEN),
        ("subsidy", 5.0e6, "subsidy", 1.5e7, Kind.SUBSIDY),
        ("open-rule", 150.0, "open_limit", 150.0, Kind.OPEN_RULE),
        ("enforcement", 0.4, "enforcement", 0.7, Kind.ENFORCEMENT),
        ("enforcement", 0.9, "enforcement", 1.0, Kind.ENFORCEMENT),
    ],
)
def test_each_kind_of_event_moves_its_own_figure(
    kind: str, size: float, figure: str, value: float, note: Kind
) -> None:
    tiny = ruled(events=1)
    event(tiny, 0, kind, 0, size)
    tiny.month_of(government)
    assert tiny.market[figure] == pytest.approx(value, abs=1e-15)
    assert tiny.happened() == [note]


def test_an_event_lasts_its_months_and_is_news_once() -> None:
    tiny = ruled(events=1)
    event(tiny, 0, "controls", month=2, size=-0.2, months=3)
    shares = []
    for month in range(7):
        tiny.market.month = month
        tiny.month_of(government)
        shares.append(round(float(tiny.market.legal_share), 12))
    assert shares == [0.5, 0.5, 0.3, 0.3, 0.3, 0.5, 0.5]
    assert tiny.happened() == [Kind.CONTROLS]


def test_shocks_multiply_and_rules_add() -> None:
    tiny = ruled(events=4)
    event(tiny, 0, "supply", 0, -0.5)
    event(tiny, 1, "supply", 0, 0.2)
    event(tiny, 2, "controls", 0, 0.2)
    event(tiny, 3, "controls", 0, 0.1)
    tiny.month_of(government)
    assert tiny.market.supply_boost == pytest.approx(0.5 * 1.2, rel=1e-15)
    assert tiny.market.legal_share == pytest.approx(0.8, rel=1e-15)


def test_of_several_rules_on_open_weights_the_newest_holds() -> None:
    tiny = ruled(events=2)
    event(tiny, 0, "open-rule", 4, 160.0)
    event(tiny, 1, "open-rule", 2, 150.0)
    limits = []
    for month in range(6):
        tiny.market.month = month
        tiny.month_of(government)
        limits.append(float(tiny.market.open_limit))
    assert limits == [0.0, 0.0, 150.0, 150.0, 160.0, 160.0]


def test_a_subsidy_never_becomes_a_tax() -> None:
    tiny = ruled(events=1)
    event(tiny, 0, "subsidy", 0, -5.0e7)
    tiny.month_of(government)
    assert tiny.market.subsidy == 0.0


def test_noise_of_the_month_is_lognormal_in_the_drawn_luck() -> None:
    tiny = build(demand_noise=0.05, supply_noise=0.1)
    tiny.market.month = 3
    tiny.luck.market[0, 3].demand = 1.5
    tiny.luck.market[0, 3].supply = -2.0
    tiny.month_of(government)
    assert tiny.market.demand_boost == pytest.approx(math.exp(0.05 * 1.5), rel=1e-15)
    assert tiny.market.supply_boost == pytest.approx(math.exp(-0.2), rel=1e-15)


def test_data_gets_dearer_every_year() -> None:
    tiny = build(data_inflation=1.3)
    tiny.market.month = 18
    tiny.month_of(government)
    assert tiny.market.data_price == pytest.approx(1.3**1.5, rel=1e-14)


def test_a_gap_of_open_weights_follows_the_frontier() -> None:
    tiny = ruled()
    tiny.market.ruled_open_limit, tiny.market.ruled_open_gap = 120.0, 4.0
    for frontier in (150.0, 157.0):
        tiny.market.frontier = frontier
        tiny.month_of(government)
        assert tiny.market.open_limit == frontier - 4.0


def test_public_money_by_hand() -> None:
    """Full pursuit costs all, half a quarter of it; fees are of imports at today's rent."""
    tiny = build(labs=3, enforcement_cost=1.0e8, export_fee=4.0)
    market = tiny.market
    market.enforcement, market.home_subsidy, market.subsidy = 0.5, 1.0e7, 3.0e7
    market.rent, market.rule_home = 1000.0, US
    for i, home in enumerate((US, US, CHINA)):
        tiny.lab(i).home, tiny.lab(i).controlled = home, float(home == CHINA)
        tiny.lab(i).want_legal = 500.0
    government.keep_accounts(0, tiny.world, tiny.p)
    assert market.public_spending == pytest.approx(2.5e7 + 2.0e7)
    assert market.public_income == pytest.approx(4.0 * 500.0 * 1000.0)
    assert market.public_spent == pytest.approx(4.5e7 - 2.0e6)
    government.keep_accounts(0, tiny.world, tiny.p)
    assert market.public_spent == pytest.approx(2.0 * (4.5e7 - 2.0e6))


def test_a_government_of_controlled_labs_pays_for_them_and_earns_no_fees() -> None:
    tiny = build(enforcement_cost=0.0, export_fee=4.0)
    market = tiny.market
    market.home_subsidy, market.subsidy, market.rule_home = 1.0e7, 3.0e7, CHINA
    tiny.lab(0).home, tiny.lab(0).controlled, tiny.lab(0).want_legal = CHINA, 1.0, 500.0
    tiny.lab(1).home = US
    government.keep_accounts(0, tiny.world, tiny.p)
    assert (market.public_spending, market.public_income) == (4.0e7, 0.0)


def test_home_labs_alone_get_the_home_subsidy() -> None:
    tiny = build(labs=2)
    tiny.market.home_subsidy, tiny.market.rule_home = 5.0e7, US
    tiny.lab(0).home, tiny.lab(1).home = US, CHINA
    plain = build(labs=2)
    plain.lab(0).home, plain.lab(1).home = US, CHINA
    for each in (tiny, plain):
        each.month_of(finance)
    assert tiny.lab(0).backing == pytest.approx(plain.lab(0).backing + 5.0e7)
    assert tiny.lab(1).backing == plain.lab(1).backing
