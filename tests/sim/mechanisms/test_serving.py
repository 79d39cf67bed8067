"""Serving: tokens per chip, load, latency, hosts, self-hosting, prices, shares."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import serving
from tenfold.sim.world import MINI, NEVER
from tests.sim.builders import CHIP_MONTH, Tiny, build

PER_CHIP = CHIP_MONTH * 0.12 / (2.0 * 2.0e11)
"""Tokens that one H100e serves in a month with the plain flagship."""


def shop(load: float = 0.5, **rules: float) -> Tiny:
    """Lab 0 sells its flagship alone; its customers need `load` of its serving compute."""
    tiny = build(**rules)
    for i in range(2):
        tiny.lab(i).share_serving = 0.4
        tiny.mini(i).released_at = NEVER
    tiny.flagship(0).wanted = load * 0.4 * 1.0e5 * PER_CHIP
    return tiny


def test_tokens_per_chip_are_two_flop_per_parameter() -> None:
    tiny = shop(0.5)
    tiny.month_of(serving)
    assert tiny.lab(0).need == pytest.approx(0.5 * 4.0e4, rel=1e-12)
    assert tiny.lab(0).load == pytest.approx(0.5, rel=1e-12)


def test_serving_ideas_caching_and_smaller_models_lower_the_need() -> None:
    tiny = shop(0.5)
    tiny.lab(0).serving_ideas = 1.25
    tiny.flagship(0).computed = 0.8
    tiny.flagship(0).parameters = 1.0e11
    tiny.month_of(serving)
    assert tiny.lab(0).need == pytest.approx(2.0e4 / 1.25 * 0.8 / 2.0, rel=1e-12)


def test_a_lab_with_room_serves_everyone_and_earns_its_price() -> None:
    tiny = shop(0.5)
    wanted = float(tiny.flagship(0).wanted)
    tiny.flagship(0).price = 2.5
    tiny.month_of(serving)
    assert tiny.lab(0).tokens == wanted
    assert tiny.lab(0).unserved == 0.0
    assert tiny.lab(0).revenue == pytest.approx(wanted * 2.5 / 1.0e6, rel=1e-12)


@pytest.mark.parametrize("load", [1.5, 4.0, 100.0])
def test_what_cannot_be_served_is_not_counted_as_used(load: float) -> None:
    tiny = shop(load)
    tiny.month_of(serving)
    most = 0.4 * 1.0e5 * PER_CHIP
    assert tiny.lab(0).tokens == pytest.approx(most, rel=1e-9)
    assert tiny.lab(0).unserved == pytest.approx((load - 1.0) * most, rel=1e-9)
    assert tiny.happened() == [Kind.CAPACITY_SHORT]


def test_a_lab_without_serving_compute_serves_nobody() -> None:
    tiny = shop(0.5)
    tiny.lab(0).share_serving = 0.0
    tiny.month_of(serving)
    assert tiny.lab(0).tokens == 0.0
    assert tiny.lab(0).revenue == 0.0


@pytest.mark.parametrize(("load", "over"), [(0.5, 0.0), (0.8, 0.0), (1.1, 0.3)])
def test_waiting_rises_once_load_passes_its_free_part(load: float, over: float) -> None:
    tiny = shop(load, load_free=0.8, latency_rise=4.0)
    tiny.month_of(serving)
    assert tiny.lab(0).latency == pytest.approx(1.0 + 0.5 * 4.0 * over * over, rel=1e-9)


def test_large_models_answer_slowly_and_habit_halves_the_change() -> None:
    tiny = shop(0.1)
    tiny.flagship(0).parameters = 8.0e11
    tiny.month_of(serving)
    assert tiny.flagship(0).latency == pytest.approx(1.0 + 0.5 * (2.0 - 1.0), rel=1e-12)


def test_flagship_and_mini_share_the_same_compute() -> None:
    tiny = shop(0.5)
    tiny.mini(0).released_at = 0.0
    tiny.mini(0).wanted = 0.5 * 4.0e4 * PER_CHIP * 8.0
    tiny.month_of(serving)
    assert tiny.lab(0).load == pytest.approx(1.0, rel=1e-12)


def test_most_of_an_open_models_tokens_go_to_hosts_and_pay_the_lab_nothing() -> None:
    tiny = shop(0.5, own_service=0.3, self_hosting=0.0)
    tiny.open_weights(0)
    tiny.flagship(0).price = 2.0
    wanted = float(tiny.flagship(0).wanted)
    tiny.month_of(serving)
    flagship = tiny.flagship(0)
    assert flagship.hosted == pytest.approx(0.7 * wanted, rel=1e-12)
    assert flagship.tokens == pytest.approx(wanted, rel=1e-12)
    assert tiny.lab(0).revenue == pytest.approx(0.3 * wanted * 2.0 / 1.0e6, rel=1e-12)
    assert tiny.lab(0).load == pytest.approx(0.3 * 0.5, rel=1e-12)
    assert tiny.market.hosted == pytest.approx(0.7, rel=1e-12)


def test_large_users_run_open_weights_themselves() -> None:
    tiny = shop(0.5, own_service=0.3, self_hosting=0.5, self_hosting_half=3.0e12)
    tiny.open_weights(0)
    wanted = float(tiny.flagship(0).wanted)
    tiny.month_of(serving)
    own = 0.3 * (1.0 - 0.5 * wanted / (wanted + 3.0e12))
    assert tiny.flagship(0).own_share == pytest.approx(own, rel=1e-12)


def test_what_an_open_lab_cannot_host_goes_to_hosts_and_is_no_loss() -> None:
    tiny = shop(10.0, own_service=0.3, self_hosting=0.0)
    tiny.open_weights(0)
    wanted = float(tiny.flagship(0).wanted)
    tiny.month_of(serving)
    assert tiny.lab(0).tokens == pytest.approx(wanted, rel=1e-12)
    assert tiny.lab(0).unserved == 0.0
    assert tiny.flagship(0).hosted == pytest.approx(wanted * (1.0 - 0.3 / 3.0), rel=1e-9)


def test_hosts_order_the_chips_that_they_lack() -> None:
    tiny = shop(0.5, own_service=0.3, self_hosting=0.0)
    tiny.open_weights(0)
    tiny.market.community = 1.25
    tiny.market.host_compute = 1000.0
    tiny.month_of(serving)
    need = 0.7 * 0.5 * 4.0e4 / 1.25
    assert tiny.market.host_order == pytest.approx(need - 1000.0, rel=1e-12)
    assert tiny.market.host_served == pytest.approx(1000.0 / need, rel=1e-12)


def test_hosts_serve_no_more_than_their_chips_allow() -> None:
    tiny = shop(0.5, own_service=0.3, self_hosting=0.0)
    tiny.open_weights(0)
    tiny.market.host_served = 0.4
    wanted = float(tiny.flagship(0).wanted)
    tiny.month_of(serving)
    assert tiny.flagship(0).hosted == pytest.approx(0.4 * 0.7 * wanted, rel=1e-12)
    assert tiny.lab(0).tokens == pytest.approx((0.3 + 0.4 * 0.7) * wanted, rel=1e-12)
    assert tiny.lab(0).unserved == pytest.approx(0.6 * 0.7 * wanted, rel=1e-12)


def test_chips_that_hosts_do_not_need_go_back_to_the_market() -> None:
    tiny = shop(0.5, own_service=0.3, self_hosting=0.0)
    tiny.open_weights(0)
    need = 0.7 * 0.5 * 4.0e4
    tiny.market.host_compute = need + 500.0
    tiny.month_of(serving)
    assert tiny.market.host_compute == pytest.approx(need, rel=1e-12)
    assert tiny.market.returned == pytest.approx(500.0, rel=1e-9)
    assert (tiny.market.host_order, tiny.market.host_served) == (0.0, 1.0)


def test_scarcity_makes_hosts_customers_wait() -> None:
    tiny = shop(0.1, host_latency_rise=0.5, own_service=0.3, self_hosting=0.0)
    tiny.open_weights(0)
    tiny.market.pressure = 3.0
    tiny.month_of(serving)
    assert tiny.market.host_latency == pytest.approx(1.0 + 0.5 * 2.0)
    # The wait of a customer mixes own service (1) with hosts (2).
    tiny.month_of(serving)
    mixed = 0.3 * 1.0 + 0.7 * 2.0
    assert tiny.flagship(0).latency == pytest.approx(1.0 + 0.5 * (mixed - 1.0), rel=1e-12)


@pytest.mark.parametrize("elasticity", [1.6, 2.0, 5.0])
@pytest.mark.parametrize("load", [0.5, 1.0])
def test_the_going_rate_is_the_best_price_at_that_elasticity_and_load(
    elasticity: float, load: float
) -> None:
    tiny = shop(load, free_price=0.02, load_free=0.8, load_markup=0.8)
    tiny.flagship(0).elasticity = elasticity
    tiny.month_of(serving)
    cost = 1460.0 * 1.0e6 / PER_CHIP
    markup = 1.0 + 0.8 * max(0.0, load - 0.8)
    going = (cost * elasticity + 0.02) / (elasticity - 1.0) * markup
    assert tiny.flagship(0).cost == pytest.approx(cost, rel=1e-12)
    assert tiny.flagship(0).going == pytest.approx(going, rel=1e-9)


def test_no_other_price_earns_more_at_a_constant_elasticity() -> None:
    cost, elasticity = 0.7, 2.5
    going = (cost * elasticity + 0.02) / (elasticity - 1.0)

    def profit(price: float) -> float:
        return (price - cost) * (price + 0.02) ** -elasticity

    assert all(profit(going) > profit(going * factor) for factor in (0.5, 0.9, 1.1, 2.0))


def test_prices_move_a_fifth_of_the_way_to_the_going_rate_times_the_stance() -> None:
    tiny = shop(0.5, price_speed=0.2)
    tiny.lab(0).set_flagship_price = 1.5
    tiny.flagship(0).price = 4.0
    tiny.month_of(serving)
    going = float(tiny.flagship(0).going)
    expected = 4.0 + 0.2 * (1.5 * going - 4.0)
    assert tiny.flagship(0).price == pytest.approx(expected, rel=1e-12)
    assert tiny.flagship(0).offered == tiny.flagship(0).price
    assert tiny.lab(0).price == tiny.flagship(0).price


def test_customers_of_open_weights_pay_a_mix_of_own_and_hosts_price() -> None:
    tiny = shop(0.5, own_service=0.3, host_markup=1.35, self_hosting=0.0)
    tiny.open_weights(0)
    tiny.market.community = 1.25
    tiny.month_of(serving)
    host = 1.35 * 1460.0 * 1.0e6 / (PER_CHIP * 1.25)
    expected = 0.3 * tiny.flagship(0).price + 0.7 * host
    assert tiny.flagship(0).offered == pytest.approx(expected, rel=1e-12)


def test_tokens_and_revenue_are_shared_out() -> None:
    tiny = shop(0.6)
    tiny.flagship(1).wanted = 0.2 * 4.0e4 * PER_CHIP
    tiny.flagship(1).price = 6.0
    tiny.month_of(serving)
    assert tiny.lab(0).token_share == pytest.approx(0.75, rel=1e-12)
    assert tiny.lab(1).revenue_share == pytest.approx(0.2 * 6.0 / (0.6 + 0.2 * 6.0), rel=1e-12)
    assert tiny.market.tokens == pytest.approx(0.8 * 4.0e4 * PER_CHIP, rel=1e-12)


def test_a_lab_that_has_left_serves_nobody() -> None:
    tiny = shop(0.5)
    tiny.lab(0).active = 0.0
    tiny.month_of(serving)
    assert (tiny.lab(0).tokens, tiny.lab(0).revenue) == (0.0, 0.0)


def test_the_price_of_the_first_frontier_is_that_of_the_cheapest_as_good() -> None:
    tiny = shop(0.5)
    for i, (capability, price) in enumerate(((151.0, 3.0), (150.0, 2.0))):
        tiny.flagship(i).capability = capability
        tiny.flagship(i).offered = tiny.flagship(i).price = price
        tiny.mini(i).capability, tiny.mini(i).offered = 149.0, 0.1
    serving.cheapest(0, tiny.world)
    assert tiny.market.start_price == 2.0
    tiny.world.product.capability[:] = 140.0
    serving.cheapest(0, tiny.world)
    assert tiny.market.start_price == 2.0


def test_need_falls_with_the_square_root_in_latency_of_a_mini() -> None:
    tiny = shop(0.1)
    tiny.mini(0).released_at = 0.0
    for _ in range(60):
        tiny.month_of(serving)
    mini = tiny.world.product[0, 0, MINI]
    assert mini.latency == pytest.approx(math.sqrt(1.0 / 8.0), rel=1e-9)
