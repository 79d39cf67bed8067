"""Chips: four channels, rationing by water-filling, delivery, prepayment and the rent."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import chips
from tests.sim.builders import Tiny, build


def wanting(*orders: float, compute: tuple[float, ...] = (1.0e5, 1.0e5), **rules: float) -> Tiny:
    """Labs whose budget asks for exactly these new chips a month and whose cash is no limit."""
    tiny = build(labs=len(orders), **rules)
    for i, order in enumerate(orders):
        lab = tiny.lab(i)
        lab.compute = lab.compute_legal = lab.usable = compute[i]
        lab.budget = (compute[i] + order) * tiny.market.rent
        lab.cash = 1.0e15
    return tiny


def controlled(order: float, channels: float, legal_share: float = 0.4, **rules: float) -> Tiny:
    """One controlled lab that wants `order` chips and goes this far down the list of channels."""
    tiny = wanting(order, 0.0, **rules)
    tiny.lab(0).controlled = 1.0
    tiny.lab(0).set_channels = channels
    tiny.market.legal_share = legal_share
    return tiny


def order_chips(tiny: Tiny) -> None:
    chips.place_orders(0, tiny.world, tiny.p)
    chips.fill_domestic(0, tiny.world)
    chips.place_rented(0, tiny.world, tiny.p)
    chips.fill_smuggled(0, tiny.world, tiny.p)


def test_an_order_is_what_the_budget_can_rent_beyond_chips_at_work_and_on_order() -> None:
    tiny = build()
    lab = tiny.lab(0)
    lab.budget, lab.cost_salaries, lab.cost_data = 4.0e8, 3.0e7, 2.0e7
    lab.incoming = 1.0e4
    lab.set_order = 0.5
    chips.place_orders(0, tiny.world, tiny.p)
    room = (4.0e8 - 3.0e7 - 2.0e7) / 1460.0 - 1.0e5 - 1.0e4
    assert lab.ordered == pytest.approx(0.5 * room, rel=1e-12)
    assert lab.want_legal == lab.ordered


def test_an_order_binds_no_more_than_its_part_of_cash() -> None:
    tiny = build(prepaid_months=2.0, cash_for_chips=0.5)
    tiny.lab(0).cash = 2.92e6
    tiny.lab(1).cash = -1.0
    chips.place_orders(0, tiny.world, tiny.p)
    assert tiny.lab(0).ordered == pytest.approx(0.5 * 2.92e6 / (2.0 * 1460.0), rel=1e-12)
    assert tiny.lab(1).ordered == 0.0


def test_chips_at_work_are_counted_at_the_price_of_their_channel() -> None:
    tiny = build(domestic_price=1.15, rented_premium=0.3, smuggled_premium=0.6)
    lab = tiny.lab(0)
    lab.compute_legal, lab.compute_domestic = 4.0e4, 3.0e4
    lab.compute_rented, lab.compute_smuggled = 2.0e4, 1.0e4
    lab.budget = 3.0e8
    chips.place_orders(0, tiny.world, tiny.p)
    due = (4.0e4 + 3.0e4 * 1.15 + 2.0e4 * 1.3 + 1.0e4 * 1.6) * 1460.0
    assert lab.ordered == pytest.approx((3.0e8 - due) / 1460.0, rel=1e-12)


def test_an_inactive_lab_orders_nothing() -> None:
    tiny = wanting(1000.0, 1000.0)
    tiny.lab(1).active = 0.0
    tiny.month_of(chips)
    assert tiny.lab(1).ordered == 0.0
    assert tiny.lab(1).filled == 0.0


def test_supply_and_rent_follow_their_yearly_rates_in_the_first_month() -> None:
    tiny = build(supply_growth=2.3, domestic_growth=2.5, rent_decline=0.28)
    tiny.market.supply_boost = 1.1
    tiny.market.returned = 5000.0
    chips.move_supply(0, tiny.world, tiny.p)
    trend = 9.5e5 * 2.3 ** (1.0 / 12.0)
    assert tiny.market.supply_trend == pytest.approx(trend, rel=1e-12)
    assert tiny.market.supply == pytest.approx(1.1 * trend + 5000.0, rel=1e-12)
    assert tiny.market.returned == 0.0
    assert tiny.market.domestic_supply == pytest.approx(30000.0 * 2.5 ** (1 / 12), rel=1e-12)
    assert tiny.market.rent_trend == pytest.approx(1460.0 * 0.72 ** (1 / 12), rel=1e-12)


def test_growth_of_supply_fades() -> None:
    tiny = build(supply_growth=2.3, growth_fading=33.0)
    tiny.market.month = 33.0
    chips.move_supply(0, tiny.world, tiny.p)
    monthly = 2.3 ** (math.exp(-1.0) / 12.0)
    assert tiny.market.supply_trend == pytest.approx(9.5e5 * monthly, rel=1e-12)


def test_a_part_of_each_channel_arrives_and_a_part_wears_out() -> None:
    tiny = build(delivery_months=3.0, chip_life=60.0, domestic_efficiency=0.7)
    lab = tiny.lab(0)
    lab.compute_domestic, lab.compute_rented, lab.compute_smuggled = 3.0e4, 2.0e4, 1.0e4
    lab.coming_legal, lab.coming_domestic = 9000.0, 6000.0
    lab.coming_rented, lab.coming_smuggled = 3000.0, 1500.0
    chips.deliver(0, tiny.world, tiny.p)
    keep = 59.0 / 60.0
    assert lab.compute_legal == pytest.approx(1.0e5 * keep + 3000.0)
    assert lab.compute_domestic == pytest.approx(3.0e4 * keep + 2000.0)
    assert lab.compute_rented == pytest.approx(2.0e4 * keep + 1000.0)
    assert lab.compute_smuggled == pytest.approx(1.0e4 * keep + 500.0)
    assert lab.incoming == pytest.approx(19500.0 * 2.0 / 3.0)
    assert lab.compute == pytest.approx(1.6e5 * keep + 6500.0)
    assert lab.usable == pytest.approx(lab.compute - 0.3 * lab.compute_domestic)


@pytest.mark.parametrize(
    ("channels", "legal", "domestic", "rented", "smuggled"),
    [
        (0.0, 4000.0, 0.0, 0.0, 0.0),
        (1.0, 4000.0, 3000.0, 0.0, 0.0),
        (2.0, 4000.0, 3000.0, 2000.0, 0.0),
        (3.0, 4000.0, 3000.0, 2000.0, 500.0),
    ],
)
def test_channels_are_used_in_turn_as_far_as_the_lab_goes(
    channels: float, legal: float, domestic: float, rented: float, smuggled: float
) -> None:
    # 10,000 wanted: 4,000 legal; domestic supply gives 3,000; renting abroad is capped at 2,000;
    # smugglers can divert 500.
    # At equal prices, for what is dear is bought less: see below.
    tiny = controlled(
        10000.0,
        channels,
        domestic_price=1.0,
        rented_ceiling=0.02,
        rented_premium=0.0,
        smuggled_leak=0.01,
        smuggled_premium=0.6,
    )
    tiny.market.domestic_supply = 3000.0
    tiny.market.supply = 50000.0
    order_chips(tiny)
    lab = tiny.lab(0)
    wanted = (lab.want_legal, lab.want_domestic, lab.want_rented, lab.want_smuggled)
    assert wanted == pytest.approx((legal, domestic, rented, smuggled), abs=1e-9)


def test_what_is_dear_is_bought_less() -> None:
    tiny = controlled(9100.0, 2.0, legal_share=0.0, rented_ceiling=1.0, rented_premium=0.3)
    tiny.market.domestic_supply = 0.0
    order_chips(tiny)
    assert tiny.lab(0).want_rented == pytest.approx(9100.0 / 1.3, rel=1e-12)


def test_smuggled_chips_cost_their_premium() -> None:
    tiny = controlled(
        8000.0, 3.0, legal_share=0.0, rented_ceiling=0.0, smuggled_premium=0.6, smuggled_leak=1.0
    )
    tiny.market.domestic_supply = 0.0
    order_chips(tiny)
    assert tiny.lab(0).want_smuggled == pytest.approx(8000.0 / 1.6, rel=1e-12)


def test_enforcement_narrows_renting_and_smuggling() -> None:
    rules = {"rented_ceiling": 0.02, "smuggled_leak": 0.01}
    tiny = controlled(10000.0, 3.0, legal_share=0.0, **rules)
    tiny.market.domestic_supply = 0.0
    tiny.market.supply = 50000.0
    tiny.market.enforcement = 0.5
    order_chips(tiny)
    assert tiny.lab(0).want_rented == pytest.approx(2000.0 * (1.0 - 0.7 * 0.5), rel=1e-12)
    assert tiny.lab(0).want_smuggled == pytest.approx(500.0 * (1.0 - 0.8 * 0.5), rel=1e-12)


def test_controlled_labs_share_domestic_chips_in_proportion() -> None:
    tiny = wanting(6000.0, 3000.0)
    tiny.market.legal_share = 0.0
    tiny.market.domestic_supply = 3000.0
    for i in range(2):
        tiny.lab(i).controlled = 1.0
        tiny.lab(i).set_channels = 1.0
    order_chips(tiny)
    assert tiny.lab(0).coming_domestic == pytest.approx(2000.0, rel=1e-9)
    assert tiny.lab(1).coming_domestic == pytest.approx(1000.0, rel=1e-9)


def test_controls_do_not_touch_labs_elsewhere() -> None:
    tiny = wanting(5000.0, 0.0)
    tiny.market.legal_share = 0.0
    order_chips(tiny)
    assert tiny.lab(0).want_legal == pytest.approx(5000.0, rel=1e-9)


def test_ample_supply_fills_every_order() -> None:
    tiny = wanting(3000.0, 5000.0)
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    assert tiny.lab(0).filled == pytest.approx(3000.0, rel=1e-9)
    assert tiny.lab(1).filled == pytest.approx(5000.0, rel=1e-9)
    assert tiny.market.waiting == 0.0


def test_short_supply_goes_to_large_customers_first() -> None:
    # Weights 1 + 0.5 K/mean: K = 1.5e5 and 0.5e5, so 1.75 and 1.25; both want 1000, 1200 is there.
    tiny = wanting(1000.0, 1000.0, compute=(1.5e5, 0.5e5), contract_priority=0.5)
    tiny.market.supply = 1200.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    phi = 1200.0 / (1000.0 * 1.75 + 1000.0 * 1.25)
    assert tiny.lab(0).filled == pytest.approx(1000.0 * 1.75 * phi, rel=1e-9)
    assert tiny.lab(1).filled == pytest.approx(1000.0 * 1.25 * phi, rel=1e-9)


def test_water_that_a_full_order_cannot_take_flows_on() -> None:
    # At 1800 the larger would get 1050 of its 1000: it is filled, the rest goes to the smaller.
    tiny = wanting(1000.0, 1000.0, compute=(1.5e5, 0.5e5), contract_priority=0.5)
    tiny.market.supply = 1800.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    assert tiny.lab(0).filled == pytest.approx(1000.0, rel=1e-9)
    assert tiny.lab(1).filled == pytest.approx(800.0, rel=1e-9)


def test_rationing_gives_out_all_of_a_short_supply_whatever_the_sizes() -> None:
    sizes = (9.0e5, 3.0e5, 1.0e5, 2.0e4, 1.0e3)
    tiny = wanting(500.0, 90000.0, 20000.0, 8000.0, 4000.0, compute=sizes)
    tiny.market.supply = 50000.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    filled = [tiny.lab(i).filled for i in range(5)]
    assert math.fsum(filled) == pytest.approx(50000.0, rel=1e-9)
    assert all(tiny.lab(i).filled <= tiny.lab(i).ordered * (1.0 + 1e-12) for i in range(5))


def test_hosts_take_their_proportion_of_a_short_supply() -> None:
    tiny = wanting(1000.0, 1000.0)
    tiny.market.supply = 1500.0
    tiny.market.host_order = 1000.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    assert tiny.lab(0).filled + tiny.lab(1).filled == pytest.approx(1500.0 * 2 / 3, rel=1e-9)
    assert tiny.market.waiting == pytest.approx(1500.0 / 1500.0, rel=1e-9)
    assert tiny.market.host_compute == pytest.approx(1500.0 / 3.0, rel=1e-9)


def test_hosts_get_all_that_they_order_where_there_is_enough() -> None:
    tiny = wanting(1000.0, 1000.0)
    tiny.market.host_order, tiny.market.host_compute = 700.0, 300.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    assert tiny.market.host_compute == 1000.0


def test_what_smugglers_divert_is_missing_from_the_market() -> None:
    tiny = wanting(1000.0, 1000.0)
    tiny.market.supply = 2100.0
    order_chips(tiny)
    tiny.lab(0).want_smuggled = 600.0
    chips.ration(0, tiny.world, tiny.p)
    assert tiny.lab(0).filled + tiny.lab(1).filled == pytest.approx(1500.0 + 600.0, rel=1e-9)
    assert tiny.market.waiting == pytest.approx(500.0 / 1500.0, rel=1e-9)


def test_the_rent_follows_smoothed_pressure() -> None:
    tiny = wanting(1000.0, 1000.0, pressure_smoothing=4.0, rent_pressure=0.3)
    tiny.market.supply = 500.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    pressure = 1.0 + (2000.0 / 500.0 - 1.0) / 4.0
    assert tiny.market.pressure == pytest.approx(pressure, rel=1e-9)
    assert tiny.market.rent == pytest.approx(1460.0 * pressure**0.3, rel=1e-9)
    assert tiny.market.waiting == pytest.approx(1500.0 / 500.0, rel=1e-9)


def test_pressure_stays_within_its_bounds() -> None:
    tiny = wanting(1.0e6, 1.0e6, pressure_smoothing=1.0, pressure_most=20.0)
    tiny.market.supply = 1.0
    order_chips(tiny)
    chips.ration(0, tiny.world, tiny.p)
    assert tiny.market.pressure == 20.0
    idle = wanting(0.0, 0.0, pressure_smoothing=1.0, pressure_least=0.05)
    chips.ration(0, idle.world, idle.p)
    assert idle.market.pressure == 0.05


def test_chips_are_paid_ahead_at_the_price_of_their_channel() -> None:
    tiny = build(prepaid_months=2.0, domestic_price=1.15, rented_premium=0.3, smuggled_premium=0.6)
    lab = tiny.lab(0)
    lab.want_legal, lab.want_domestic, lab.want_rented, lab.want_smuggled = 100.0, 40.0, 20.0, 10.0
    chips.pay_ahead(0, tiny.world, tiny.p)
    paid = 100.0 + 40.0 * 1.15 + 20.0 * 1.3 + 10.0 * 1.6
    assert lab.cost_prepaid == pytest.approx(2.0 * 1460.0 * paid, rel=1e-12)
    assert lab.prepaid == lab.cost_prepaid


def test_what_was_paid_ahead_is_credited_as_chips_arrive() -> None:
    tiny = build(delivery_months=3.0)
    tiny.lab(0).prepaid = 9.0e6
    used = []
    for _ in range(2):
        chips.deliver(0, tiny.world, tiny.p)
        used.append(float(tiny.lab(0).prepaid_used))
    assert used == pytest.approx([3.0e6, 2.0e6], rel=1e-12)
    assert tiny.lab(0).prepaid == pytest.approx(4.0e6, rel=1e-12)


def test_a_smuggler_who_is_caught_loses_chips_and_standing() -> None:
    tiny = build(seizure_rate=0.05, seizure_loss=0.2, scandal=0.25)
    lab = tiny.lab(0)
    lab.compute_legal, lab.compute_smuggled = 8.0e4, 2.0e4
    tiny.market.enforcement = 0.5
    chance = 0.05 * 0.5 * (0.2 + 0.2)
    tiny.luck.lab[0, 0, 0].seizure = chance * 1.001
    chips.seize(0, tiny.world, tiny.p, tiny.luck)
    assert lab.compute_smuggled == 2.0e4
    tiny.luck.lab[0, 0, 0].seizure = chance * 0.999
    chips.seize(0, tiny.world, tiny.p, tiny.luck)
    assert lab.compute_smuggled == pytest.approx(1.6e4)
    assert lab.compute == pytest.approx(9.6e4)
    assert lab.reputation == pytest.approx(-0.25)
    assert tiny.happened() == [Kind.CHIPS_SEIZED]


def test_without_smuggled_chips_there_is_nothing_to_seize() -> None:
    tiny = build()
    tiny.market.enforcement = 1.0
    tiny.luck.lab.seizure[:] = 0.0
    chips.seize(0, tiny.world, tiny.p, tiny.luck)
    assert tiny.happened() == []


def test_a_month_orders_pays_and_delivers_in_one_go() -> None:
    tiny = wanting(3000.0, 0.0, delivery_months=3.0, chip_life=60.0)
    tiny.month_of(chips)
    lab = tiny.lab(0)
    # A sixtieth wears out first, so the same budget now asks for that much more.
    worn = 1.0e5 / 60.0
    assert lab.filled == pytest.approx(3000.0 + worn, rel=1e-9)
    assert lab.incoming == pytest.approx(lab.filled, rel=1e-9)
    tiny.lab(0).budget = 0.0
    tiny.month_of(chips)
    assert lab.compute == pytest.approx((1.0e5 - worn) * 59 / 60 + (3000.0 + worn) / 3, rel=1e-9)


def test_dear_channels_do_not_stretch_the_budget() -> None:
    tiny = controlled(
        10000.0, 3.0, legal_share=0.1, rented_ceiling=0.02, rented_premium=0.3,
        domestic_price=1.15, smuggled_premium=0.6, smuggled_leak=1.0,
    )  # fmt: skip
    tiny.market.domestic_supply = 3000.0
    order_chips(tiny)
    lab = tiny.lab(0)
    paid = lab.want_legal + lab.want_domestic * 1.15 + lab.want_rented * 1.3
    paid += lab.want_smuggled * 1.6
    assert paid <= lab.ordered * (1.0 + 1e-12)
