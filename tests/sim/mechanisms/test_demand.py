"""Demand: utility, nested logit, inertia, rising needs, tuning, ensembles, chosen customers."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.mechanisms import demand
from tenfold.sim.world import MINI, NEVER
from tests.sim.builders import Tiny, build

LAMBDA = 0.45


def market(labs: int = 2, segments: int = 1, **rules: float) -> Tiny:
    """Flagships alone on sale, customers choose anew at once, nothing fades."""
    steady = {"appeal_months": 1.0e12, "demand_noise": 0.0, "growth_fading": 1.0e12}
    tiny = build(labs=labs, segments=segments, **(steady | rules))
    for i in range(labs):
        tiny.mini(i).released_at = NEVER
        tiny.lab(i).set_protection = 0.0
    for s in range(segments):
        tiny.segment(s).inertia = 1.0
    return tiny


def shares(tiny: Tiny, s: int = 0) -> list[float]:
    """Share of the segment's need that each flagship serves."""
    return [float(x) for x in tiny.world.share[0, s, 0::2]]


def utility(quality: float = 150.0, price: float = 1.0) -> float:
    """MODEL's utility in the plain segment: need 140, a = 2, b = 1.5."""
    return 2.0 * (quality - 140.0) / 10.0 - 1.5 * math.log(price + 0.02)


def nested(closed: list[float], opened: list[float]) -> list[float]:
    """Shares of closed, then open products: two nests and an outside option of utility 0."""
    nests = [sum(math.exp(u / LAMBDA) for u in nest) for nest in (closed, opened)]
    worths = [nest**LAMBDA for nest in nests]
    total = 1.0 + sum(worths)
    result = []
    for nest, inside, worth in zip((closed, opened), nests, worths, strict=True):
        result += [math.exp(u / LAMBDA) / inside * worth / total for u in nest]
    return result


def test_one_product_against_nothing_is_a_plain_logit() -> None:
    tiny = market()
    tiny.flagship(1).released_at = NEVER
    tiny.month_of(demand)
    expected = 1.0 / (1.0 + math.exp(-utility()))
    assert shares(tiny) == pytest.approx([expected, 0.0], rel=1e-12)
    assert tiny.segment().outside == pytest.approx(1.0 - expected, rel=1e-12)
    assert tiny.market.outside == pytest.approx(1.0 - expected, rel=1e-12)


def test_rivals_share_by_merit_within_their_nest() -> None:
    tiny = market()
    tiny.flagship(0).offered, tiny.flagship(1).offered = 3.0, 1.0
    tiny.flagship(0).capability = tiny.flagship(0).perceived = 154.0
    tiny.month_of(demand)
    assert shares(tiny) == pytest.approx(nested([utility(154.0, 3.0), utility()], []), rel=1e-12)


def test_open_products_have_a_nest_of_their_own() -> None:
    tiny = market(labs=3, custom_months=1.0e12)
    tiny.open_weights(2)
    tiny.segment().openness = 0.4
    tiny.month_of(demand)
    assert shares(tiny) == pytest.approx(nested([utility()] * 2, [utility() + 0.4]), rel=1e-12)


def test_clones_of_one_open_model_do_not_multiply_its_share() -> None:
    def open_share(clones: int) -> float:
        tiny = market(labs=1 + clones, custom_months=1.0e12)
        for i in range(1, 1 + clones):
            tiny.open_weights(i)
        tiny.month_of(demand)
        return sum(shares(tiny)[1:])

    one, five = open_share(1), open_share(5)
    worth, other = math.exp(utility()), math.exp(utility())
    assert one == pytest.approx(worth / (1.0 + worth + other), rel=1e-12)
    nest = worth * 5.0**LAMBDA
    assert five == pytest.approx(nest / (1.0 + nest + other), rel=1e-12)
    # Counted one by one, as a logit without nests would, they would hold more.
    assert five < 5.0 * worth / (1.0 + 5.0 * worth + other)


@pytest.mark.parametrize("chi", [0.06, 0.2, 1.0])
def test_only_those_who_choose_anew_move(chi: float) -> None:
    tiny = market()
    tiny.segment().inertia = chi
    tiny.world.share[0, 0, 0] = 0.7
    tiny.world.share[0, 0, 2] = 0.1
    tiny.month_of(demand)
    aim = nested([utility()] * 2, [])
    expected = [0.7 + chi * (aim[0] - 0.7), 0.1 + chi * (aim[1] - 0.1)]
    assert shares(tiny) == pytest.approx(expected, rel=1e-12)


def test_shares_and_the_outside_option_sum_to_one() -> None:
    tiny = market(labs=5)
    for i in range(5):
        tiny.flagship(i).offered = 0.5 + i
    tiny.open_weights(3)
    tiny.month_of(demand)
    assert sum(shares(tiny)) + tiny.segment().outside == pytest.approx(1.0, rel=1e-12)


def test_skill_above_saturation_adds_nothing() -> None:
    tiny = market()
    for i, quality in ((0, 160.0), (1, 190.0)):
        tiny.flagship(i).capability = tiny.flagship(i).perceived = quality
    tiny.month_of(demand)
    assert shares(tiny) == pytest.approx(nested([utility(160.0)] * 2, []), rel=1e-12)


def test_needs_and_saturation_rise_with_the_frontier() -> None:
    tiny = market()
    tiny.segment().rising = 0.5
    tiny.market.frontier, tiny.market.first_frontier = 162.0, 150.0
    tiny.month_of(demand)
    assert shares(tiny) == pytest.approx(nested([utility(150.0 - 6.0)] * 2, []), rel=1e-12)


def test_customers_see_the_public_score_and_learn_the_truth_with_use() -> None:
    tiny = market(learning=0.3)
    product = tiny.flagship(0)
    product.capability, product.score, product.perceived = 150.0, 154.0, 154.0
    believed = []
    for _ in range(3):
        tiny.month_of(demand)
        believed.append(float(product.perceived))
    assert believed == pytest.approx([150.0 + 4.0 * 0.7**n for n in (1, 2, 3)], rel=1e-12)


def test_waiting_and_scandals_and_guard_and_age_cost_utility() -> None:
    tiny = market(labs=5, staleness=0.3, guard_cost=0.3)
    tiny.market.month = 6
    for i in range(5):
        tiny.flagship(i).released_at = 6
    tiny.segment().latency, tiny.segment().brand = 0.6, 2.0
    tiny.flagship(1).latency = 1.5
    tiny.lab(2).reputation = -0.25
    tiny.lab(3).set_protection = 0.5
    tiny.flagship(4).released_at = 0
    tiny.month_of(demand)
    losses = (0.0, 0.6 * 0.5, 2.0 * 0.25, 0.3 * 0.5, 0.3 * 0.5)
    assert shares(tiny) == pytest.approx(nested([utility() - x for x in losses], []), rel=1e-12)


def test_reasoning_counts_where_work_is_maths_and_code() -> None:
    tiny = market()
    tiny.segment().reasoning = 0.9
    tiny.flagship(0).reasoning = 4.0
    tiny.month_of(demand)
    assert shares(tiny) == pytest.approx(nested([utility(153.6), utility()], []), rel=1e-12)


def test_appeal_of_a_lab_adds_to_its_products_and_fades_to_the_average() -> None:
    tiny = market(appeal_months=12.0)
    tiny.lab(0).appeal = 0.6
    tiny.month_of(demand)
    appeals = [0.6 - 0.3 / 12.0, 0.3 / 12.0]
    assert [float(tiny.lab(i).appeal) for i in range(2)] == pytest.approx(appeals, rel=1e-12)
    expected = nested([utility() + appeal for appeal in appeals], [])
    assert shares(tiny) == pytest.approx(expected, rel=1e-12)


def test_open_products_gain_by_tuning_with_time_and_company() -> None:
    tiny = market(custom_months=12.0, custom_products=6.0)
    tiny.open_weights(1)
    tiny.segment().custom = 4.0
    tiny.market.open_products = 3.0
    tiny.market.month = 6
    tiny.flagship(0).released_at = tiny.flagship(1).released_at = 6
    tiny.month_of(demand)
    tuned = 4.0 * (6.0 / 12.0) * (1.0 - math.exp(-3.0 / 6.0))
    assert shares(tiny) == pytest.approx(nested([utility()], [utility(150.0 + tuned)]), rel=1e-12)


@pytest.mark.parametrize(("behind", "fit"), [(0.0, 1.0), (6.0, 0.5), (12.0, 0.0), (30.0, 0.0)])
def test_combining_open_models_helps_those_near_the_frontier(behind: float, fit: float) -> None:
    tiny = market(custom_products=6.0, ensemble_span=12.0)
    tiny.open_weights(1)
    tiny.segment().ensemble = 1.5
    tiny.segment().rising = 0.0
    tiny.market.open_products = 6.0
    tiny.market.frontier = 150.0 + behind
    tiny.month_of(demand)
    gained = 1.5 * fit * (1.0 - math.exp(-1.0))
    assert shares(tiny) == pytest.approx(nested([utility()], [utility(150.0 + gained)]), rel=1e-12)


def test_a_withheld_model_is_sold_to_chosen_customers() -> None:
    tiny = market(segments=2, chosen_customers=0.25)
    tiny.lab(0).held_capability = 160.0
    tiny.segment(1).trusted = 1.0
    tiny.month_of(demand)
    assert shares(tiny, 0) == pytest.approx(nested([utility()] * 2, []), rel=1e-12)
    expected = nested([utility(150.0 + 0.25 * 10.0), utility()], [])
    assert shares(tiny, 1) == pytest.approx(expected, rel=1e-12)


def test_lower_prices_raise_volume() -> None:
    tiny = market()
    tiny.segment().elasticity, tiny.segment().first_price = 0.8, 2.0
    tiny.month_of(demand)
    used = sum(nested([utility()] * 2, []))
    volume = 1.0e15 * (1.02 / 2.02) ** -0.8
    assert tiny.segment().tokens == pytest.approx(volume * used, rel=1e-12)
    wanted = tiny.flagship(0).wanted + tiny.flagship(1).wanted
    assert wanted == pytest.approx(volume * used, rel=1e-12)


def test_the_mean_price_is_weighed_by_use() -> None:
    tiny = market()
    tiny.flagship(0).offered, tiny.flagship(1).offered = 4.0, 1.0
    tiny.month_of(demand)
    a, b = shares(tiny)
    assert tiny.segment().mean_price == pytest.approx((4.0 * a + b) / (a + b), rel=1e-12)


def test_volume_grows_by_its_yearly_rate_and_ever_more_slowly() -> None:
    tiny = market(growth_fading=33.0)
    tiny.segment().growth = 3.0
    tiny.market.month = 33.0
    tiny.market.demand_boost = 1.2
    tiny.month_of(demand)
    volume = 1.0e15 * 3.0 ** (math.exp(-1.0) / 12.0)
    assert tiny.segment().volume == pytest.approx(volume, rel=1e-12)
    used = sum(shares(tiny))
    assert tiny.segment().tokens == pytest.approx(1.2 * volume * used, rel=1e-12)


def test_caching_answers_a_part_of_static_demand() -> None:
    tiny = market(segments=2, cache_hit=0.6)
    tiny.segment(0).static, tiny.segment(1).static = 0.4, 0.0
    tiny.segment(1).volume = 3.0e15
    tiny.month_of(demand)
    computed = (1.0 * (1.0 - 0.4 * 0.6) + 3.0 * 1.0) / 4.0
    assert tiny.flagship(0).computed == pytest.approx(computed, rel=1e-12)


def test_a_small_model_competes_with_its_big_sibling() -> None:
    tiny = market()
    tiny.mini(0).released_at = 0.0
    tiny.mini(0).offered = 0.1
    tiny.month_of(demand)
    expected = nested([utility(), utility(147.0, 0.1), utility()], [])
    got = [float(tiny.world.share[0, 0, n]) for n in (0, MINI, 2)]
    assert got == pytest.approx(expected, rel=1e-12)


def test_elasticity_is_that_of_the_nested_logit() -> None:
    # Compared with the change of the chosen share when the price is a millionth higher.
    tiny = market(labs=3)
    tiny.flagship(0).offered = 2.0
    tiny.month_of(demand)
    prices = [[math.log(2.02) + step, math.log(1.02), math.log(1.02)] for step in (0.0, 1e-6)]
    low, high = (nested([2.0 - 1.5 * x for x in row], [])[0] for row in prices)
    slope = -(math.log(high) - math.log(low)) / 1e-6
    assert tiny.flagship(0).elasticity == pytest.approx(slope, rel=1e-5)


def test_customers_of_a_lab_that_has_left_are_not_counted_as_served() -> None:
    tiny = market()
    tiny.segment().inertia = 0.1
    tiny.world.share[0, 0, 0] = tiny.world.share[0, 0, 2] = 0.4
    tiny.lab(1).active = 0.0
    tiny.month_of(demand)
    assert shares(tiny)[1] == 0.0
