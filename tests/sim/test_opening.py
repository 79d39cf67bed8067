"""The opening: what is published is reproduced, what is not is solved, ideas are under way."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from tenfold.agents.decision import LEVER
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import EventSpec, Scenario
from tenfold.sim.luck import MOST_COMINGS
from tenfold.sim.mechanisms import talent
from tenfold.sim.race import Race
from tenfold.sim.world import (
    BREAKTHROUGH,
    CLOSED,
    FLAGSHIP,
    MINI,
    NEVER,
    ORDINARY,
    SERVING,
    copy_world,
)
from tests.sim.builders import CHIP_MONTH

MONTHS_OF_A_RUN = LEVER["run_months"].default


@pytest.fixture(scope="module", params=list_scenarios())
def race(request: pytest.FixtureRequest) -> Iterator[Race]:
    """Every scenario of the catalogue at its start, on three lucks."""
    opened = Race(request.param, seed=5, runs=3, months=1)
    yield opened
    opened.close()


def with_labs(scenario: Scenario, **changes: object) -> Scenario:
    """The scenario with the first lab's fields changed."""
    first = scenario.labs[0].model_copy(update=changes)
    return scenario.model_copy(update={"labs": (first, *scenario.labs[1:])})


def test_published_capability_is_what_is_on_sale(race: Race) -> None:
    for run in range(3):
        for i, spec in enumerate(race.setting.labs):
            lab = race.world.lab[run, i]
            assert lab.capability == lab.public_score == spec.capability.value
            assert lab.internal_capability == spec.capability.value
            assert race.world.product[run, i, FLAGSHIP].capability == spec.capability.value
            mini = spec.capability.value - race.rules[run].mini_loss
            assert race.world.product[run, i, MINI].capability == mini


def test_published_revenue_is_earned(race: Race) -> None:
    for i, spec in enumerate(race.setting.labs):
        earned = race.world.lab.revenue[:, i]
        assert earned == pytest.approx(spec.revenue.value / 12.0, rel=1e-3)


def test_published_compute_is_at_work_channel_by_channel(race: Race) -> None:
    for i, spec in enumerate(race.setting.labs):
        lab = race.world.lab[0, i]
        total = spec.compute.value
        assert lab.compute == pytest.approx(total, rel=1e-12)
        assert lab.compute_domestic == pytest.approx(total * spec.domestic_share, rel=1e-12)
        assert lab.compute_rented == pytest.approx(total * spec.rented_share, rel=1e-12)
        assert lab.compute_smuggled == pytest.approx(total * spec.smuggled_share, rel=1e-12)
        wasted = (1.0 - race.rules[0].domestic_efficiency) * lab.compute_domestic
        assert lab.usable == pytest.approx(total - wasted, rel=1e-12)
        assert lab.controlled == (spec.home == "china")
        assert lab.cash == spec.cash.value


def test_talent_is_a_power_of_staff_with_mean_one(race: Race) -> None:
    power = race.rules[0].talent_of_staff
    sizes = [spec.staff.value**power for spec in race.setting.labs]
    mean = math.fsum(sizes) / len(sizes)
    assert race.world.lab.talent[0] == pytest.approx([size / mean for size in sizes], rel=1e-12)


def test_researchers_stay_where_they_are_until_something_changes(race: Race) -> None:
    world = copy_world(race.world)
    race.luck.lab.star[:] = 1.0
    talent.advance(0, world, race.rules, race.luck)
    assert world.lab.talent[0] == pytest.approx(race.world.lab.talent[0], rel=1e-9)


def test_the_model_on_sale_follows_from_its_run_by_the_equation_of_training(race: Race) -> None:
    for run in range(3):
        p = race.rules[run]
        frontier = max(spec.capability.value for spec in race.setting.labs)
        for i, spec in enumerate(race.setting.labs):
            lab = race.world.lab[run, i]
            parts = [lab[name] for name in lab.dtype.names if name.startswith("part_")]
            made = p.index_at_reference + p.index_per_decade * math.fsum(parts)
            distilled = past_gain(frontier - spec.capability.value, p)
            assert made + distilled == pytest.approx(spec.capability.value, abs=1e-9)
            past = lab.usable * LEVER["training"].default * CHIP_MONTH * p.training_utilisation
            flop = past * (MONTHS_OF_A_RUN - 1.0) * p.past_compute
            assert lab.training_flop == pytest.approx(flop, rel=1e-12)
            compute = math.log10(flop * 0.75 / (p.flop_reference * (1.0 - p.post_standard)))
            assert lab.part_compute == pytest.approx(compute, abs=1e-12)


def past_gain(behind: float, p: np.record) -> float:
    """What a lab behind the leader owes to distillation: g = f(gap + g), by repetition."""
    if behind <= 0.0:
        return 0.0
    most = p.index_per_decade * math.log10(p.distil_most)
    guard = 1.0 - p.protection_strength * LEVER["protection"].default
    gain = 0.0
    for _ in range(200):
        reached = 1.0 - math.exp(-p.kappa * (behind + gain) / most)
        gain = p.closed_access * guard * math.sqrt(p.past_distil) * most * reached
    return gain


def test_backing_pays_chips_and_people_and_growth(race: Race) -> None:
    p = race.rules[0]
    for i, spec in enumerate(race.setting.labs):
        lab = race.world.lab[0, i]
        pay = p.salary if spec.home == "us" else p.salary_abroad
        dear = spec.domestic_share * (p.domestic_price - 1.0)
        dear += spec.rented_share * p.rented_premium + spec.smuggled_share * p.smuggled_premium
        chips = spec.compute.value * (1.0 + dear) * p.rent * (1.0 + p.headroom)
        people = spec.staff.value * pay / 12.0
        budget = (chips + people) / (1.0 - LEVER["data"].default)
        backing = max(budget - p.reinvest * lab.revenue, p.backing_least * budget)
        if spec.home == "china" and backing == p.backing_least * budget:
            backing += race.setting.regulator.subsidy
        assert lab.backing == pytest.approx(backing, rel=1e-9)
        assert lab.budget == pytest.approx(backing + p.reinvest * lab.revenue, rel=1e-9)


def test_a_run_is_under_way_at_every_lab(race: Race) -> None:
    for run in range(3):
        for i in range(len(race.setting.labs)):
            lab = race.world.lab[run, i]
            done = math.floor(race.luck.opening[run, i] * MONTHS_OF_A_RUN)
            assert lab.run_began == -done
            assert lab.run_left == (MONTHS_OF_A_RUN - done if done else 0.0)
            month = lab.usable * LEVER["training"].default * CHIP_MONTH
            flop = month * race.rules[run].training_utilisation * max(done - 1.0, 0.0)
            assert lab.run_flop == pytest.approx(flop, rel=1e-12)


def test_ideas_are_under_way(race: Race) -> None:
    known, idea = race.world.known_at, race.world.idea
    assert (known[known < NEVER] < 0).all()
    assert (known[known < NEVER] >= -race.rules[0].past_months).all()
    for run in range(3):
        count = (known[run] < NEVER).sum(axis=1)
        assert list(race.world.lab.ideas[run]) == list(count)
        found = idea.found_at[run] < NEVER
        assert (found == (known[run] < NEVER).any(axis=0)).all()
        # Some ideas are seen in models, some are still secret, some are not found.
        seen = idea.shown_at[run] < NEVER
        assert 0 < seen.sum() < found.sum() < found.size
        assert (idea.exposure[run][~found] == 1.0).all()
        assert (idea.exposure[run][found & ~seen] == race.rules[run].private_exposure).all()
        # What is seen was known long enough to be trained into a model.
        earliest = known[run].min(axis=0)
        assert (idea.shown_at[run] - earliest >= MONTHS_OF_A_RUN)[seen].all()


def test_lucks_differ_in_ideas_alone(race: Race) -> None:
    assert len({tuple(run) for run in race.world.idea.gain}) == 3
    for name in ("revenue", "price", "talent", "backing", "compute", "appeal"):
        assert (race.world.lab[name] == race.world.lab[name][0]).all()


def test_every_run_has_the_same_start_whether_solved_once_or_one_by_one() -> None:
    once = Race("ten-to-one", seed=2, runs=2, months=1)
    pace = float(once.rules.research_pace[0])
    each = Race(
        "ten-to-one", 2, runs=2, months=1, parameters={"research_pace": np.array([pace, 0.3])}
    )
    assert once.world.lab[0].tobytes() == each.world.lab[0].tobytes()
    assert once.world.product[0].tobytes() == each.world.product[0].tobytes()
    assert once.world.lab[1].tobytes() != each.world.lab[1].tobytes()


def test_whoever_the_neighbours_are_a_run_opens_as_it_does_alone() -> None:
    paces = [0.2, 0.2, 0.3, 0.2, 0.2, 0.2, 0.35]
    lucks = [5, 2, 2, 9, 5, 0, 1]
    batch = Race(
        "tenfold-2026", 2, lucks=lucks, months=1, parameters={"research_pace": np.array(paces)}
    )
    for row, (pace, luck) in enumerate(zip(paces, lucks, strict=True)):
        alone = Race(
            "tenfold-2026", 2, first_run=luck, months=1, parameters={"research_pace": pace}
        )
        for name in ("lab", "market", "product", "segment", "share", "idea", "known_at", "event"):
            ours, theirs = getattr(batch.world, name)[row], getattr(alone.world, name)[0]
            assert ours.tobytes() == theirs.tobytes(), name
        assert batch.history.lab[row, 0].tobytes() == alone.history.lab[0, 0].tobytes()


def test_equal_labs_start_equal() -> None:
    race = Race("equal-start", months=1)
    for name in ("revenue", "price", "token_share", "talent", "backing", "load", "appeal"):
        figures = race.world.lab[name][0]
        assert figures == pytest.approx([figures[0]] * len(figures), rel=1e-12)


def test_the_pool_follows_its_equations() -> None:
    race = Race("equal-start", seed=3, runs=4, months=1)
    p = race.rules[0]
    for run in range(4):
        for j in range(int(p.ideas)):
            draw, idea = race.luck.idea[run, j], race.world.idea[run, j]
            difficulty = math.exp(p.difficulty_growth * j + p.difficulty_noise * draw.difficulty)
            if draw.kind < p.breakthrough_share:
                kind, spread = BREAKTHROUGH, p.breakthrough_spread
                middle = p.breakthrough_gain
                difficulty *= p.breakthrough_difficulty
            else:
                serves = draw.kind < p.breakthrough_share + p.serving_share
                kind, spread = (SERVING if serves else ORDINARY), p.gain_spread
                mean = p.serving_gain if serves else p.gain_mean
                middle = mean * math.exp(-0.5 * spread**2)
            assert idea.kind == kind
            assert idea.ease == pytest.approx(1.0 / difficulty, rel=1e-12)
            assert idea.gain == pytest.approx(middle * math.exp(spread * draw.gain), rel=1e-12)
            assert idea.scale_gain == (p.scale_gain if draw.scale < p.scale_share else 0.0)


def test_random_events_wait_as_long_as_luck_says() -> None:
    surge = EventSpec(
        name="surge", kind="demand", month=6, yearly_rate=0.5, size=0.2, headline="More!"
    )
    fixed = EventSpec(name="fixed", kind="supply", month=9, size=-0.2, months=4, headline="Less!")
    setting = load_scenario("equal-start").model_copy(update={"events": (surge, fixed)})
    race = Race(setting, seed=8, runs=5, months=1)
    for run in range(5):
        events, came = race.world.event[run], 6.0
        for again in range(MOST_COMINGS):
            came += race.luck.event[run, 0, again] * 12.0 / 0.5
            assert events[again].month == math.floor(came)
            assert events[again].months == NEVER
        assert (events[MOST_COMINGS].month, events[MOST_COMINGS].months) == (9, 4)
        assert len(events) == MOST_COMINGS + 1


def test_what_would_be_withheld_at_the_start_is_on_sale() -> None:
    setting = with_labs(load_scenario("ten-to-one"), flagship_release="withheld")
    race = Race(setting, months=1)
    flagship = race.world.product[0, 0, FLAGSHIP]
    assert (flagship.release, flagship.released_at, flagship.opened_at) == (CLOSED, 0.0, NEVER)
    assert race.world.lab[0, 0].revenue > 0.0


def test_a_lab_without_revenue_starts_with_next_to_no_customers() -> None:
    setting = load_scenario("ten-to-one")
    nothing = setting.labs[0].revenue.model_copy(update={"value": 0.0, "low": 0.0, "high": 0.0})
    race = Race(with_labs(setting, revenue=nothing), months=12)
    lab = race.world.lab[0, 0]
    others = race.world.lab[0, 1:]
    assert lab.revenue < 0.02 * min(others.revenue)
    history = race.run()
    assert np.isfinite(history.lab).all()


def test_prices_of_the_start_count_the_serving_ideas_of_the_start(race: Race) -> None:
    # The solved cost of an answer is that of the model as it is served in the first month.
    p = race.rules[0]
    for i in range(len(race.setting.labs)):
        lab, product = race.world.lab[0, i], race.world.product[0, i, FLAGSHIP]
        per_chip = CHIP_MONTH * p.serving_utilisation / (2.0 * product.parameters)
        cost = p.rent * product.computed * 1.0e6 / (per_chip * lab.serving_ideas)
        assert product.cost == pytest.approx(cost, rel=1e-9)


def test_hosts_have_the_chips_that_they_need_at_the_start() -> None:
    race = Race("tenfold-2026", months=1)
    p, needed = race.rules[0], 0.0
    for i in range(len(race.setting.labs)):
        for k in (FLAGSHIP, MINI):
            product = race.world.product[0, i, k]
            per_chip = CHIP_MONTH * p.serving_utilisation / (2.0 * product.parameters)
            needed += product.hosted * product.computed / per_chip
    assert needed > 0.0
    serves = float(race.world.lab.serving_ideas[0].max())
    assert race.world.market[0].host_compute >= needed / serves


def test_month_zero_records_who_is_served_by_nobody_and_by_hosts() -> None:
    race = Race("tenfold-2026", months=1)
    segments = race.world.segment[0]
    unmet = sum(segments.outside * segments.volume) / sum(segments.volume)
    hosted = sum(race.world.product.hosted[0].flat) / sum(race.world.product.tokens[0].flat)
    assert race.history.market_series("outside")[0, 0] == pytest.approx(unmet, rel=1e-9)
    assert race.history.market_series("hosted")[0, 0] == pytest.approx(hosted, rel=1e-9)
