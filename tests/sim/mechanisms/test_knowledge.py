"""Knowledge: the continuous engine by hand, its identities, its directions, its bits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import ParameterError, load_parameters
from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import finance, knowledge, release, research, talent, training
from tenfold.sim.race import Race
from tenfold.sim.world import BREAKTHROUGH, CLOSED, FLAGSHIP, NEVER, OPEN, STAGED, WITHHELD
from tests.sim.builders import Tiny, build
from tests.sim.mechanisms.test_research import copying, own

ON = {"research_engine": 1.0}
TRAINING, SERVING = 0.7 * 0.11, 0.25 * 0.14
"""Nats per idea of the pool: shares of ordinary and serving ideas, times their mean gains."""


def laboratory(labs: int = 2, **rules: float) -> Tiny:
    """Labs at research in the continuous engine; automation off, no breakthroughs in the pool."""
    tiny = build(labs=labs, **({"automation": 0.0} | ON | rules))
    for i in range(labs):
        tiny.lab(i).set_automation = 0.0
        research.weigh_efforts(tiny.lab(i), tiny.p)
    return tiny


def knows(tiny: Tiny, i: int, found: float, shown: float = 0.0, opened: float = 0.0) -> None:
    """Let lab i have found so many nats, of which models on sale show some."""
    lab = tiny.lab(i)
    lab.own_known, lab.shown_known, lab.open_known = found, shown, opened


def learned(tiny: Tiny, i: int = 0) -> float:
    """Nats that lab i copies in a month."""
    before = float(tiny.lab(i).copied_known)
    tiny.month_of(knowledge)
    return float(tiny.lab(i).copied_known) - before


def test_own_search_adds_by_effort_compute_and_breadth() -> None:
    tiny = laboratory()
    tiny.month_of(knowledge)
    lab = tiny.lab(0)
    assert lab.own_known == pytest.approx(own(tiny, 0.45) * 30.0 * TRAINING, rel=1e-12)
    assert lab.own_served == pytest.approx(own(tiny, 0.15) * 30.0 * SERVING, rel=1e-12)
    assert lab.copied_known == lab.copied_served == 0.0
    assert lab.serving_ideas == pytest.approx(math.exp(lab.own_served), rel=1e-12)


def test_search_hardens_with_all_that_a_lab_knows() -> None:
    tiny = laboratory()
    lab = tiny.lab(0)
    lab.own_known, lab.copied_known = 0.5, 1.5
    tiny.month_of(knowledge)
    harder = math.exp(-0.04 * 2.0 / TRAINING)
    found = own(tiny, 0.45) * 30.0 * TRAINING * harder
    assert lab.own_known - 0.5 == pytest.approx(found, rel=1e-9)


def test_growth_needs_growing_compute() -> None:
    """With the same chips for ever a stock grows more and more slowly; with more, faster."""
    tiny = laboratory()
    steps = []
    for month in range(24):
        tiny.market.month = month
        before = float(tiny.lab(0).own_known)
        tiny.month_of(knowledge)
        steps.append(float(tiny.lab(0).own_known) - before)
    assert (np.diff(steps) < 0.0).all()
    tiny.lab(0).usable = 1.0e6
    before = float(tiny.lab(0).own_known)
    tiny.month_of(knowledge)
    assert float(tiny.lab(0).own_known) - before > steps[-1]


@pytest.mark.parametrize(
    ("shown", "opened", "pull"),
    [
        (0.0, 0.0, 0.3),  # a rival's secret: gossip
        (1.0, 0.0, 40.0 * (1.0 - 0.5 * 0.5) - 1.0),  # in a closed model, half guarded
        (1.0, 1.0, 69.0),  # in published weights
    ],
)
def test_copying_closes_the_distance_to_what_rivals_show(
    shown: float, opened: float, pull: float
) -> None:
    tiny = laboratory(private_exposure=1.3)
    knows(tiny, 1, 1.0, shown, opened)
    tiny.lab(1).set_protection = 0.5
    lab = tiny.lab(0)
    lab.copied_known = 0.25
    distance = 0.75  # the lab has found nothing itself, so that others' findings are 1 nat
    pace = copying(tiny, 0.3, looking=0.55) * math.exp(-0.04 * 0.25 / TRAINING)
    expected = distance * (1.0 - math.exp(-pace * pull))
    assert learned(tiny) == pytest.approx(expected, rel=1e-9)


def test_findings_of_labs_overlap() -> None:
    """Three, four and own zero: in squares they are five, of which one is known already."""
    tiny = laboratory(labs=3, private_exposure=1.0)
    knows(tiny, 1, 3.0, 3.0, 3.0)
    knows(tiny, 2, 4.0, 4.0, 4.0)
    tiny.lab(0).copied_known = 1.0
    knowledge.survey(0, tiny.world, tiny.p)
    beyond = knowledge.beyond(0, tiny.world, 0, 0, knowledge.IN_OPEN, 1.0, tiny.p)
    assert beyond == pytest.approx(4.0, rel=1e-12)
    pace = copying(tiny, 0.3, looking=0.55) * math.exp(-0.04 / TRAINING)
    assert learned(tiny) == pytest.approx(4.0 * (1.0 - math.exp(-pace * 69.0)), rel=1e-9)


def test_copying_never_passes_what_there_is() -> None:
    tiny = laboratory(open_exposure=1.0e6, knowledge_hardening=0.0)
    knows(tiny, 1, 1.0, 1.0, 1.0)
    tiny.lab(0).set_explore = tiny.lab(0).effort_explore = 0.0
    for _ in range(3):
        tiny.month_of(knowledge)
        assert 0.99 < tiny.lab(0).copied_known <= tiny.lab(1).own_known


def test_open_rivals_are_copied_faster_and_protected_ones_slower() -> None:
    copied = []
    for opened, protection in ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0)):
        tiny = laboratory()
        knows(tiny, 1, 1.0, 1.0, opened)
        tiny.lab(1).set_protection = protection
        copied.append(learned(tiny))
    assert copied[0] > copied[1] > copied[2] > 0.0


def test_more_experiments_find_more() -> None:
    tiny = laboratory()
    tiny.lab(0).share_experiments, tiny.lab(1).share_experiments = 0.7, 0.3
    tiny.month_of(knowledge)
    assert tiny.lab(0).own_known > tiny.lab(1).own_known


def test_who_copies_alone_finds_nothing() -> None:
    tiny = laboratory()
    lab = tiny.lab(0)
    lab.set_explore = lab.set_moonshot = lab.set_efficiency = 0.0
    lab.set_replicate = 1.0
    research.weigh_efforts(lab, tiny.p)
    knows(tiny, 1, 1.0, 1.0)
    tiny.month_of(knowledge)
    assert lab.own_known == 0.0
    assert lab.copied_known > 0.0


def test_a_star_and_arrivals_carry_knowledge() -> None:
    plain, joined, star = (laboratory() for _ in range(3))
    for tiny in (plain, joined, star):
        knows(tiny, 1, 1.0)
    joined.lab(0).inflow = 0.05
    star.luck.lab[0, 1, 0].star = 0.0
    talent.advance(0, star.world, star.rules, star.luck)
    assert star.lab(0).star_known == 1.0
    star.lab(0).inflow = 0.0
    few = learned(plain)
    assert learned(joined) > few
    assert learned(star) > few


def test_ideas_count_nats_in_mean_gains() -> None:
    tiny = laboratory()
    knows(tiny, 1, 1.0, 1.0)
    tiny.month_of(knowledge)
    lab = tiny.lab(0)
    nats = (lab.own_known + lab.copied_known) / 0.11 + (lab.own_served + lab.copied_served) / 0.14
    assert lab.ideas == pytest.approx(nats, rel=1e-12)
    assert lab.ideas_copied == pytest.approx(lab.copied_known / 0.11, rel=1e-12)
    assert tiny.happened() == []


def test_breakthroughs_stay_single_ideas() -> None:
    tiny = laboratory()
    tiny.idea(2).kind = BREAKTHROUGH
    left = tiny.world.left[0].copy()
    tiny.month_of(knowledge)
    assert left[0, 2] - tiny.world.left[0, 0, 2] == pytest.approx(own(tiny, 0.1), rel=1e-12)
    assert (tiny.world.left[0][:, [0, 1, 3]] == left[:, [0, 1, 3]]).all()
    tiny.world.left[0, 0, 2] = 0.0
    tiny.month_of(knowledge)
    assert tiny.happened() == [Kind.BREAKTHROUGH]


def test_a_run_uses_and_its_model_shows_what_was_known_when_it_began() -> None:
    tiny = laboratory()
    lab = tiny.lab(0)
    lab.own_known, lab.copied_known, lab.own_served = 0.6, 0.2, 0.1
    training.begin(0, tiny.world, 0)
    lab.own_known, lab.copied_known = 5.0, 5.0
    lab.run_flop, lab.run_post = 3.0e26, 0.75e26
    training.assess(0, tiny.world, 0, tiny.p)
    assert lab.part_own == pytest.approx(0.6 / math.log(10.0), rel=1e-12)
    assert lab.part_copied == pytest.approx(0.2 / math.log(10.0), rel=1e-12)
    lab.new_model, lab.new_capability, lab.new_ideas_at = 1.0, 160.0, lab.run_began
    lab.set_flagship_release = CLOSED
    release.advance(0, tiny.world, tiny.rules, tiny.luck)
    assert (lab.shown_known, lab.shown_served, lab.open_known) == (0.6, 0.1, 0.0)
    lab.new_model, lab.set_flagship_release = 0.0, OPEN
    release.advance(0, tiny.world, tiny.rules, tiny.luck)
    assert (lab.open_known, lab.open_served) == (0.6, 0.1)


def test_a_withheld_model_shows_nothing_until_it_is_sold() -> None:
    tiny = laboratory()
    lab = tiny.lab(0)
    lab.set_flagship_release = lab.set_mini_release = WITHHELD
    lab.run_known, lab.run_began = 0.6, 0.0
    lab.new_model, lab.new_capability, lab.new_ideas_at = 1.0, 160.0, 0.0
    release.advance(0, tiny.world, tiny.rules, tiny.luck)
    assert lab.shown_known == 0.0
    # By the time it is sold, another run is under way.
    lab.new_model, lab.run_known, lab.run_began = 0.0, 2.0, 5.0
    lab.set_flagship_release = STAGED
    release.advance(0, tiny.world, tiny.rules, tiny.luck)
    assert lab.shown_known == 0.6
    assert tiny.flagship(0).known == 0.6


def test_a_share_of_knowledge_pays_more_at_scale() -> None:
    tiny = laboratory()
    lab = tiny.lab(0)
    lab.run_known, lab.run_copied = 1.1, 1.1
    # 20 ideas' worth, a third of them at 0.006 nats per nat; a tiny run is not hurt beyond them.
    assert knowledge.at_scale(lab, 2.0, tiny.p) == pytest.approx(0.33 * 20 * 0.006 * 2.0, rel=1e-12)
    assert knowledge.at_scale(lab, -1.0e6, tiny.p) == pytest.approx(-0.33 * 2.2, rel=1e-12)


def test_a_buyer_learns_what_it_did_not_know() -> None:
    tiny = laboratory()
    lab, buyer = tiny.lab(0), tiny.lab(1)
    lab.own_known, lab.own_served, buyer.own_known = 3.0, 0.1, 4.0
    finance.merge(0, tiny.world, 0, 1, tiny.p)
    assert buyer.copied_known == pytest.approx(1.0, rel=1e-12)  # 3 and 4 are 5 in squares
    assert buyer.serving_ideas == pytest.approx(math.exp(0.1), rel=1e-12)
    assert buyer.ideas == buyer.ideas_copied == pytest.approx(1.0 / 0.11 + 0.1 / 0.14, rel=1e-12)


def test_labs_see_what_they_could_copy() -> None:
    race = Race("tenfold-2026", seed=4, runs=2, months=12, parameters=ON)
    race.advance(9)
    seen = [race.observe(place).copyable for place in range(len(race.labs))]
    assert (np.array(seen) > 0.0).all()


@pytest.fixture(scope="module")
def raced() -> Race:
    """The standard scenario in the continuous engine, to its end."""
    race = Race("tenfold-2026", seed=5, runs=8, parameters=ON)
    race.run()
    return race


def test_stocks_hang_together(raced: Race) -> None:
    lab, product = raced.world.lab, raced.world.product
    for part in ("known", "served"):
        found = lab[f"own_{part}"]
        assert (lab[f"copied_{part}"] >= 0.0).all()
        for inside in ("run", "held", "shown", "open"):
            assert (lab[f"{inside}_{part}"] <= found).all(), (inside, part)
            assert (lab[f"{inside}_{part}"] >= 0.0).all(), (inside, part)
        assert (lab[f"open_{part}"] <= lab[f"shown_{part}"]).all()
        assert (product[part] <= found[:, :, None]).all()
        assert (product[part][:, :, FLAGSHIP] > 0.0).any()


def test_only_breakthroughs_of_the_pool_are_ever_known(raced: Race) -> None:
    known = (raced.world.known_at < NEVER).any(axis=1)
    assert known.any()
    assert (raced.world.idea.kind[known] == BREAKTHROUGH).all()


def test_the_published_models_are_reproduced(raced: Race) -> None:
    """Know-how is solved with the knowledge of the day when their runs began."""
    first = Race("tenfold-2026", seed=5, runs=2, months=1, parameters=ON)
    for lab in first.labs:
        np.testing.assert_allclose(
            first.history.series("capability")[:, 0, lab.place], lab.spec.capability.value
        )
    assert (first.world.lab.run_known > 0.0).all()
    assert (first.world.lab.shown_known > 0.0).all()
    assert (first.world.lab.open_known > 0.0).any()


def test_both_engines_in_one_batch_are_those_alone() -> None:
    engines = np.array([0.0, 1.0, 1.0, 0.0])
    mixed = Race("ten-to-one", seed=6, runs=4, months=12, parameters={"research_engine": engines})
    mixed.run()
    for k, engine in enumerate(engines):
        alone = Race(
            "ten-to-one", seed=6, first_run=k, months=12,
            parameters={"research_engine": float(engine)},
        )  # fmt: skip
        assert alone.run().lab[0].tobytes() == mixed.history.lab[k].tobytes()
    assert (mixed.world.lab.own_known[[0, 3]] == 0.0).all()
    assert (mixed.world.lab.own_known[[1, 2]] > 0.0).all()


def test_a_scenario_may_choose_its_engine() -> None:
    setting = load_scenario("equal-start").model_copy(update={"parameters": {"research_engine": 1}})
    race = Race(setting, seed=2, runs=2, months=6)
    same = Race("equal-start", seed=2, runs=2, months=6, parameters=ON)
    assert race.run().lab.tobytes() == same.run().lab.tobytes()


@pytest.mark.parametrize("value", [0.5, -1.0, 2.0])
def test_there_is_no_engine_between(value: float) -> None:
    with pytest.raises(ParameterError, match=r"research_engine = .*: must be"):
        Race("equal-start", parameters={"research_engine": value})
    with pytest.raises(ParameterError, match="research_engine"):
        load_parameters()["research_engine"].check(value)
