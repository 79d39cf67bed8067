"""Finance: the cash identity, backing, confidence within bounds, budget, rescue, merger, exit."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import finance
from tenfold.sim.world import (
    CHINA,
    NEVER,
    OPEN,
    PARENT,
    PHILANTHROPY,
    SERVING,
    STATE,
    WITHHELD,
)
from tests.sim.builders import Tiny, build


def calm(labs: int = 2, **rules: float) -> Tiny:
    """Confidence stays at zero: no lead gained, revenue as planned, backing without growth."""
    rules = {"plan_growth": 1.0, "backing_growth": 1.0, "idle_months": 1.0e9} | rules
    return build(labs=labs, **rules)


def broke(patron: float = 0.0, cash: float = -5.0e9, labs: int = 2, **rules: float) -> Tiny:
    """Lab 0 has been overdrawn for five months and earns nothing; the others are far from rich."""
    tiny = calm(labs=labs, **({"overdrawn_most": 6.0} | rules))
    for i in range(labs):
        tiny.lab(i).cash = 1.0e9
    lab = tiny.lab(0)
    lab.patron, lab.cash, lab.overdrawn = patron, cash, 5.0
    lab.backing_level = lab.revenue = 0.0
    lab.confidence = -0.5
    return tiny


def test_cash_changes_by_income_less_every_cost() -> None:
    tiny = calm()
    lab = tiny.lab(0)
    lab.cash, lab.cost_prepaid, lab.cost_tokens = 3.0e9, 2.0e7, 5.0e6
    lab.budget, lab.set_data, lab.prepaid_used = 4.0e8, 0.06, 6.0e6
    tiny.month_of(finance)
    compute = 1.0e5 * 1460.0 - 6.0e6
    salaries = 1000.0 * 9.0e5 / 12.0
    spending = compute + 2.0e7 + salaries + 0.06 * 4.0e8 + 5.0e6
    assert lab.spending == pytest.approx(spending, rel=1e-12)
    assert lab.cash == pytest.approx(3.0e9 + 5.0e8 + 1.0e8 - spending, rel=1e-12)


def test_the_books_balance_to_the_dollar_even_through_merger() -> None:
    tiny = broke(labs=3)
    tiny.lab(2).cash = 1.0e11
    before = [float(tiny.lab(i).cash) for i in range(3)]
    tiny.month_of(finance)
    assert Kind.MERGED in tiny.happened()
    for i in range(3):
        lab = tiny.lab(i)
        flow = lab.backing + lab.revenue + lab.rescue - lab.spending
        assert lab.cash == pytest.approx(before[i] + flow, rel=1e-12, abs=1e-3)


def test_chips_outside_the_open_market_are_dearer() -> None:
    tiny = calm(domestic_price=1.15, rented_premium=0.3, smuggled_premium=0.6)
    lab = tiny.lab(0)
    lab.compute_legal, lab.compute_domestic = 4.0e4, 3.0e4
    lab.compute_rented, lab.compute_smuggled = 2.0e4, 1.0e4
    tiny.month_of(finance)
    paid = 4.0e4 + 3.0e4 * 1.15 + 2.0e4 * 1.3 + 1.0e4 * 1.6
    assert lab.cost_compute == pytest.approx(paid * 1460.0, rel=1e-12)


def test_salaries_follow_people_pay_and_home() -> None:
    tiny = calm(salary=9.0e5, salary_abroad=4.0e5)
    tiny.lab(0).talent, tiny.lab(0).set_pay = 1.2, 1.5
    tiny.lab(1).home = CHINA
    tiny.month_of(finance)
    assert tiny.lab(0).cost_salaries == pytest.approx(7.5e7 * 1.2 * 1.5, rel=1e-12)
    assert tiny.lab(1).cost_salaries == pytest.approx(1000.0 * 4.0e5 / 12.0, rel=1e-12)


def test_backing_grows_ever_more_slowly_and_with_confidence() -> None:
    tiny = build(backing_growth=2.6, plan_growth=1.0, growth_fading=33.0, idle_months=1.0e9)
    tiny.market.month = 33.0
    tiny.lab(0).confidence = 0.2
    tiny.month_of(finance)
    kept = 0.2 * (1.0 - 1.0 / 9.0)
    growth = 2.6 ** (33.0 / 12.0 * (1.0 - math.exp(-1.0)))
    assert tiny.lab(0).confidence == pytest.approx(kept, rel=1e-9)
    assert tiny.lab(0).backing == pytest.approx(5.0e8 * growth * math.exp(kept), rel=1e-9)


def test_nobody_pays_into_a_full_chest() -> None:
    tiny = calm(idle_months=12.0)
    # 100,000 chips at 1,460 USD and wages of 75 million cost 221 million a month.
    tiny.lab(0).cash, tiny.lab(0).cost_salaries = 3.0 * 12.0 * 2.21e8, 7.5e7
    tiny.lab(1).cash, tiny.lab(1).cost_salaries = 1.1e9, 7.5e7
    tiny.month_of(finance)
    assert tiny.lab(0).backing == pytest.approx(5.0e8 / 3.0, rel=1e-12)
    assert tiny.lab(1).backing == pytest.approx(5.0e8, rel=1e-12)


def test_subsidies_go_to_controlled_labs() -> None:
    tiny = calm()
    tiny.market.subsidy = 3.0e7
    tiny.lab(0).controlled = 1.0
    tiny.month_of(finance)
    assert tiny.lab(0).backing == pytest.approx(5.3e8, rel=1e-12)
    assert tiny.lab(1).backing == pytest.approx(5.0e8, rel=1e-12)


def confidence_after(months: int = 1, **figures: float) -> float:
    tiny = build(plan_growth=1.0)
    tiny.market.shaken = figures.pop("shaken", 0.0)
    tiny.market.mood = figures.pop("mood", 0.0)
    for name, value in figures.items():
        tiny.lab(0)[name] = value
    for _ in range(months):
        tiny.month_of(finance)
    return float(tiny.lab(0).confidence)


def first_step(drive: float, most: float = 0.6) -> float:
    return most * math.tanh(drive) / 9.0


def test_confidence_follows_the_lead_against_that_of_the_start() -> None:
    # The leader stands at 150: four points less than it, where six was usual, is two gained.
    gained = confidence_after(public_score=146.0, first_lead=-6.0)
    assert gained == pytest.approx(first_step(2.0 / 8.0), rel=1e-12)


def test_confidence_follows_revenue_against_the_plan() -> None:
    assert confidence_after(revenue=1.5e8) == pytest.approx(
        first_step(0.4 * math.log(1.5)), rel=1e-12
    )
    # A factor of e either way is the most that counts; no revenue at all is that bad.
    for revenue, drive in ((1.0e12, 0.4), (1.0, -0.4), (0.0, -0.4)):
        assert confidence_after(revenue=revenue) == pytest.approx(first_step(drive), rel=1e-12)


def test_the_plan_grows_ever_more_slowly() -> None:
    tiny = build(plan_growth=2.4, growth_fading=33.0)
    tiny.market.month = 33.0
    tiny.lab(0).revenue = 1.0e8 * 2.4 ** (33.0 / 12.0 * (1.0 - math.exp(-1.0)))
    tiny.month_of(finance)
    assert tiny.lab(0).confidence == pytest.approx(0.0, abs=1e-12)


def test_events_move_the_mood() -> None:
    assert confidence_after(mood=-1.0) == pytest.approx(first_step(-1.0), rel=1e-12)


def test_a_cheap_open_release_shakes_investors_in_closed_labs_alone() -> None:
    assert confidence_after(shaken=0.5) == pytest.approx(first_step(-0.5), rel=1e-12)
    assert confidence_after(shaken=0.5, flagship_release=OPEN) == 0.0
    assert confidence_after(shaken=0.5, patron=PARENT) == 0.0
    held = confidence_after(shaken=0.5, flagship_release=WITHHELD)
    assert held == pytest.approx(first_step(-0.5), rel=1e-12)


@pytest.mark.parametrize("patron", [PARENT, STATE, PHILANTHROPY])
def test_other_patrons_are_steadier_than_investors(patron: float) -> None:
    steady = confidence_after(mood=-1.0, patron=patron)
    assert steady == pytest.approx(first_step(-1.0, most=0.6 * 0.4), rel=1e-12)


def test_confidence_is_bounded_however_far_ahead() -> None:
    assert confidence_after(months=600, public_score=400.0, mood=3.0) <= 0.6
    assert confidence_after(months=600, public_score=50.0, mood=-3.0) >= -0.6


def test_the_budget_is_most_of_income_and_shrinks_with_thin_cash() -> None:
    tiny = calm(reserve_months=3.0, reinvest=0.9, budget_least=0.5)
    bill = 1.46e8 + 7.5e7
    flow = 5.0e8 + 1.0e8 - bill
    for i, cash in ((0, 3.0 * bill * 0.7), (1, 3.0 * bill * 0.2)):
        lab = tiny.lab(i)
        lab.set_data = 0.0
        lab.cash = cash - flow
        lab.compute_legal = 1.0e5
    tiny.month_of(finance)
    income = 5.0e8 + 0.9 * 1.0e8
    assert tiny.lab(0).budget == pytest.approx(income * 0.7, rel=1e-9)
    assert tiny.lab(1).budget == pytest.approx(income * 0.5, rel=1e-9)


def test_idle_cash_flows_into_the_budget_over_a_year() -> None:
    tiny = calm(idle_months=12.0, reinvest=0.9, backing_growth=1.0)
    lab = tiny.lab(0)
    lab.cash, lab.set_data, lab.cost_salaries = 5.0e9, 0.0, 7.5e7
    tiny.month_of(finance)
    backing = 5.0e8 * 12.0 * 2.21e8 / 5.0e9
    cash = 5.0e9 + backing + 1.0e8 - 2.21e8
    expected = backing + 0.9 * 1.0e8 + (cash - 12.0 * 2.21e8) / 12.0
    assert lab.budget == pytest.approx(expected, rel=1e-9)


def test_a_lab_short_of_cash_gives_back_chips_that_it_cannot_pay() -> None:
    tiny = calm(shed_most=0.05)
    lab = tiny.lab(0)
    lab.cash, lab.backing_level, lab.revenue, lab.set_data = 0.0, 1.5e8, 6.5e7, 0.0
    lab.published_revenue = 6.5e7
    # It earns 215 million, pays 75 in salaries and so can bear 140 / 146 of its chips.
    tiny.month_of(finance)
    kept = 1.4e8 / 1.46e8
    assert lab.compute == pytest.approx(1.0e5 * kept, rel=1e-9)
    assert tiny.market.returned == pytest.approx(1.0e5 * (1.0 - kept), rel=1e-9)


def test_it_sheds_a_bounded_part_a_month() -> None:
    tiny = broke(shed_most=0.05, overdrawn_most=100.0)
    tiny.month_of(finance)
    assert tiny.lab(0).compute == pytest.approx(0.95e5, rel=1e-12)
    assert tiny.market.returned == pytest.approx(0.05e5, rel=1e-9)


@pytest.mark.parametrize("patron", [PARENT, STATE])
def test_a_parent_or_a_state_rescues_at_a_price(patron: float) -> None:
    tiny = broke(patron, shed_most=0.0, rescue_months=6.0, rescue_cut=0.2, rescue_price=0.15)
    lab = tiny.lab(0)
    lab.backing_level = 1.0e6
    tiny.month_of(finance)
    assert tiny.happened() == [Kind.RESCUED]
    assert lab.active == 1.0
    assert lab.cash == pytest.approx(6.0 * (1.46e8 + 7.5e7), rel=1e-12)
    assert lab.backing_level == pytest.approx(0.85e6, rel=1e-12)
    assert lab.compute == pytest.approx(0.8e5, rel=1e-12)
    assert tiny.market.returned == pytest.approx(0.2e5, rel=1e-12)
    assert lab.overdrawn == 0.0


def test_investors_rescue_what_they_believe_in() -> None:
    believed, doubted = broke(rescue_confidence=-0.2), broke(rescue_confidence=-0.2)
    believed.lab(0).confidence = 0.5
    believed.month_of(finance)
    doubted.month_of(finance)
    assert believed.happened() == [Kind.RESCUED]
    assert doubted.happened() == [Kind.EXITED]


def test_cash_must_be_below_zero_for_two_quarters_in_a_row() -> None:
    tiny = broke(overdrawn_most=6.0)
    tiny.lab(0).overdrawn = 0.0
    left = []
    for month in range(6):
        tiny.market.month = month
        tiny.month_of(finance)
        left.append(float(tiny.lab(0).active))
    assert left == [1.0, 1.0, 1.0, 1.0, 1.0, 0.0]


def test_a_month_in_the_black_starts_the_count_anew() -> None:
    tiny = broke()
    tiny.lab(0).cash = 1.0e9
    tiny.month_of(finance)
    assert tiny.lab(0).overdrawn == 0.0


def test_an_exit_returns_compute_to_the_market_and_people_to_the_field() -> None:
    tiny = broke(labs=3, shed_most=0.0)
    tiny.lab(0).talent, tiny.lab(1).talent, tiny.lab(2).talent = 0.6, 1.8, 0.6
    tiny.lab(1).home = tiny.lab(2).home = CHINA  # no buyer at home
    tiny.lab(0).coming_legal = tiny.lab(0).incoming = 500.0
    tiny.month_of(finance)
    lab = tiny.lab(0)
    assert tiny.happened() == [Kind.EXITED]
    assert (lab.active, lab.compute, lab.usable, lab.talent, lab.cash) == (0, 0, 0, 0, 0)
    assert lab.incoming == 0.0
    assert lab.merged_into == -1.0
    assert tiny.market.returned == pytest.approx(1.0e5, rel=1e-12)
    assert tiny.lab(1).talent == pytest.approx(1.8 + 0.6 * 0.75, rel=1e-12)
    assert tiny.lab(2).talent == pytest.approx(0.6 + 0.6 * 0.25, rel=1e-12)


def test_a_lab_that_has_left_is_silent() -> None:
    tiny = broke()
    tiny.month_of(finance)
    tiny.market.month = 1
    tiny.month_of(finance)
    lab = tiny.lab(0)
    assert (lab.backing, lab.spending, lab.budget, lab.cash) == (0.0, 0.0, 0.0, 0.0)


def test_a_rich_lab_of_the_same_home_buys_it() -> None:
    tiny = broke(labs=4, shed_most=0.0, merger_keeps=0.6)
    tiny.lab(1).cash = 5.0e10
    tiny.lab(2).cash = 9.0e10
    tiny.lab(2).home = CHINA
    tiny.lab(3).cash = 6.0e10
    tiny.lab(0).compute_legal, tiny.lab(0).compute_rented = 8.0e4, 2.0e4
    tiny.lab(0).coming_legal, tiny.lab(0).prepaid = 500.0, 7.0e5
    tiny.knows(0, 0)
    tiny.knows(3, 0)
    tiny.knows(0, 1)
    tiny.month_of(finance)
    assert tiny.happened() == [Kind.MERGED]
    assert tiny.lab(0).merged_into == 3.0
    buyer = tiny.lab(3)
    assert buyer.compute == pytest.approx(2.0e5, rel=1e-12)
    assert buyer.compute_rented == pytest.approx(2.0e4, rel=1e-12)
    assert (buyer.coming_legal, buyer.prepaid) == (500.0, 7.0e5)
    assert tiny.market.returned == 0.0
    # Of one unit of talent the buyer keeps 0.6; the rest moves in proportion to 1, 1 and 1.6.
    assert buyer.talent == pytest.approx(1.6 * (1.0 + 0.4 / 3.6), rel=1e-12)
    assert sum(tiny.lab(i).talent for i in range(4)) == pytest.approx(4.0, rel=1e-12)


def test_the_buyer_learns_what_it_did_not_know() -> None:
    tiny = broke(shed_most=0.0)
    tiny.lab(1).cash = 5.0e10
    tiny.market.month = 7
    tiny.knows(0, 0, since=2.0)
    tiny.knows(0, 1, since=3.0)
    tiny.knows(1, 1, since=4.0)
    tiny.month_of(finance)
    assert list(tiny.world.known_at[0, 1]) == [7.0, 4.0, NEVER, NEVER]
    assert (tiny.lab(1).ideas, tiny.lab(1).ideas_copied) == (2.0, 1.0)


def test_serving_ideas_of_the_bought_lab_serve_the_buyer() -> None:
    tiny = broke(shed_most=0.0)
    tiny.lab(1).cash = 5.0e10
    tiny.idea(0).kind, tiny.idea(0).gain = SERVING, 0.2
    tiny.knows(0, 0)
    tiny.lab(0).serving_ideas = math.exp(0.2)
    tiny.month_of(finance)
    assert tiny.world.known_at[0, 1, 0] < NEVER
    assert tiny.lab(1).serving_ideas == pytest.approx(math.exp(0.2), rel=1e-12)


def test_nobody_buys_what_it_cannot_pay_for_two_years() -> None:
    wages = 24.0 * 7.5e7
    for cash, kind in ((wages * 1.01, Kind.MERGED), (wages * 0.99, Kind.EXITED)):
        tiny = broke(shed_most=0.0)
        # Cash is counted after this month's flows.
        tiny.lab(1).set_data = 0.0
        tiny.lab(1).cash = cash - (6.0e8 - 1.46e8 - 7.5e7)
        tiny.month_of(finance)
        assert tiny.happened() == [kind]
