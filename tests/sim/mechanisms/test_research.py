"""Research: one hazard for finding and copying; secrets and the four-minute mile; automation."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import release, research
from tenfold.sim.world import BREAKTHROUGH, NEVER, SERVING
from tests.sim.builders import Tiny, build

EFFORTS = {"explore": 0.45, "moonshot": 0.1, "replicate": 0.3, "efficiency": 0.15}


def laboratory(labs: int = 2, ideas: int = 4, **rules: float) -> Tiny:
    """Labs at research with the default efforts; automation off unless asked for."""
    tiny = build(labs=labs, ideas=ideas, **({"automation": 0.0} | rules))
    for i in range(labs):
        lab = tiny.lab(i)
        lab.set_automation = 0.0
        research.weigh_efforts(lab, tiny.p)
    return tiny


def own(tiny: Tiny, effort: float, experiments: float = 1.0e5 * 0.5) -> float:
    """Hazard of own search of a lab with talent 1, by MODEL's equation."""
    return float(
        tiny.p.research_pace
        * (experiments / tiny.p.experiment_reference) ** tiny.p.own_power
        * effort**tiny.p.effort_power
    )


def copying(tiny: Tiny, effort: float, looking: float, experiments: float = 5.0e4) -> float:
    """Hazard that a visible idea adds per point of exposure above 1."""
    absorption = 0.3 + 0.7 * min(1.0, math.sqrt(looking / 0.4))
    return float(
        tiny.p.research_pace
        * absorption
        * (experiments / tiny.p.experiment_reference) ** tiny.p.copy_power
        * effort**tiny.p.effort_power
    )


def spent(tiny: Tiny, i: int, j: int) -> float:
    """Hazard that passed over idea j for lab i in the first month."""
    return float(1.0 - tiny.world.left[0, i, j])


def test_own_search_follows_effort_compute_talent_and_ease() -> None:
    tiny = laboratory()
    tiny.idea(1).ease = 0.25
    tiny.idea(2).kind = BREAKTHROUGH
    tiny.idea(3).kind = SERVING
    tiny.lab(1).talent = 2.0
    tiny.month_of(research)
    assert spent(tiny, 0, 0) == pytest.approx(own(tiny, 0.45), rel=1e-12)
    assert spent(tiny, 0, 1) == pytest.approx(own(tiny, 0.45) / 4.0, rel=1e-12)
    assert spent(tiny, 0, 2) == pytest.approx(own(tiny, 0.1), rel=1e-12)
    assert spent(tiny, 0, 3) == pytest.approx(own(tiny, 0.15), rel=1e-12)
    assert spent(tiny, 1, 0) == pytest.approx(own(tiny, 0.45) * 2.0**0.4, rel=1e-12)


def test_a_release_may_show_less_of_what_makes_serving_cheaper() -> None:
    tiny = laboratory(serving_shown=0.25)
    for j in (0, 1):
        tiny.knows(1, j)
        tiny.idea(j).exposure = 5.0
    tiny.idea(1).kind = SERVING
    tiny.month_of(research)
    shown = copying(tiny, 0.3, 0.55)
    assert spent(tiny, 0, 0) == pytest.approx(own(tiny, 0.45) + 4.0 * shown, rel=1e-12)
    assert spent(tiny, 0, 1) == pytest.approx(own(tiny, 0.15) + 1.0 * shown, rel=1e-12)


def test_experiments_are_what_distillation_and_own_models_leave() -> None:
    tiny = laboratory(distil_experiments=0.25)
    lab = tiny.lab(0)
    lab.run_distil, lab.set_automation = 0.6, 0.2
    tiny.month_of(research)
    left = 5.0e4 * (1.0 - 0.25 * 0.6) * (1.0 - 0.2)
    assert spent(tiny, 0, 0) == pytest.approx(own(tiny, 0.45, left), rel=1e-12)


def test_a_visible_idea_adds_copying_to_own_search() -> None:
    tiny = laboratory()
    tiny.idea(0).exposure = 3.0
    tiny.month_of(research)
    expected = own(tiny, 0.45) + copying(tiny, 0.3, looking=0.55) * 2.0
    assert spent(tiny, 0, 0) == pytest.approx(expected, rel=1e-12)


def test_copying_needs_less_compute_than_finding() -> None:
    rich, poor = laboratory(), laboratory()
    for tiny, compute in ((rich, 1.0e6), (poor, 1.0e5)):
        tiny.lab(0).usable = compute
        tiny.idea(0).exposure = 2.0
        tiny.idea(0).ease = 1.0e-3
        tiny.idea(1).ease = 1.0e-3
        tiny.month_of(research)
    found = spent(rich, 0, 1) / spent(poor, 0, 1)
    copied = (spent(rich, 0, 0) - spent(rich, 0, 1)) / (spent(poor, 0, 0) - spent(poor, 0, 1))
    assert found == pytest.approx(10.0**0.6, rel=1e-9)
    assert copied == pytest.approx(10.0 ** float(rich.p.copy_power), rel=1e-9)


@pytest.mark.parametrize(("explore", "moonshot"), [(0.0, 0.0), (0.1, 0.0), (0.2, 0.2), (0.5, 0.3)])
def test_who_never_explores_copies_badly(explore: float, moonshot: float) -> None:
    tiny = laboratory()
    lab = tiny.lab(0)
    lab.set_explore, lab.set_moonshot, lab.set_replicate = explore, moonshot, 0.2
    research.weigh_efforts(lab, tiny.p)
    tiny.idea(0).exposure = 2.0
    tiny.month_of(research)
    searched = own(tiny, explore) if explore > 0.0 else 0.0
    expected = searched + copying(tiny, 0.2, looking=explore + moonshot)
    assert spent(tiny, 0, 0) == pytest.approx(expected, rel=1e-12)


def test_a_mix_of_efforts_pays() -> None:
    tiny = laboratory()
    assert tiny.lab(0).effort_explore == pytest.approx(0.45**0.65, rel=1e-12)
    assert tiny.lab(0).effort_efficiency == pytest.approx(0.15**0.65, rel=1e-12)
    assert 2.0 * 0.5**0.65 > 1.0


def test_a_lab_knows_an_idea_once_its_threshold_is_passed() -> None:
    tiny = laboratory()
    monthly = own(tiny, 0.45)
    tiny.world.left[0, 0, 0] = 2.5 * monthly
    months = 0
    while tiny.world.known_at[0, 0, 0] >= NEVER:
        tiny.market.month = months
        tiny.month_of(research)
        months += 1
    assert months == 3
    assert tiny.world.known_at[0, 0, 0] == 2.0
    assert tiny.lab(0).ideas == 1.0
    assert tiny.lab(0).ideas_copied == 0.0
    assert (tiny.idea(0).found_at, tiny.idea(0).finder) == (2.0, 0.0)
    assert tiny.happened() == [Kind.DISCOVERED]


def test_an_idea_is_learned_once() -> None:
    tiny = laboratory()
    tiny.world.left[0, 0, 0] = 0.0
    for month in range(12):
        tiny.market.month = month
        tiny.month_of(research)
    assert tiny.world.known_at[0, 0, 0] == 0.0
    assert tiny.happened().count(Kind.DISCOVERED) == int(tiny.lab(0).ideas + tiny.lab(1).ideas)


def test_a_secret_discovery_changes_nothing_for_rivals_but_gossip() -> None:
    alone, beside = laboratory(private_exposure=1.3), laboratory(private_exposure=1.3)
    beside.world.left[0, 1, 0] = 0.0
    for month in range(2):
        for tiny in (alone, beside):
            tiny.market.month = month
            tiny.month_of(research)
    assert beside.idea(0).exposure == 1.3
    gossip = beside.world.left[0, 0, 0] - alone.world.left[0, 0, 0]
    # Only the second month has gossip: an idea found this month can be copied from the next.
    assert gossip == pytest.approx(-0.3 * copying(alone, 0.3, looking=0.55), rel=1e-9)
    assert (beside.world.left[0, 0, 1:] == alone.world.left[0, 0, 1:]).all()


def test_without_gossip_a_secret_changes_nothing_at_all() -> None:
    alone, beside = laboratory(private_exposure=1.0), laboratory(private_exposure=1.0)
    beside.world.left[0, 1, 0] = 0.0
    for month in range(3):
        for tiny in (alone, beside):
            tiny.market.month = month
            tiny.month_of(research)
    assert (beside.world.left[0, 0] == alone.world.left[0, 0]).all()


def months_to_learn(tiny: Tiny) -> int:
    for month in range(60):
        tiny.market.month = month
        tiny.month_of(research)
        if tiny.world.known_at[0, 0, 0] < NEVER:
            return month + 1
    return 61


def test_the_four_minute_mile_what_is_seen_in_a_model_is_copied_sooner() -> None:
    waits = []
    for shown in ("secret", "closed", "open"):
        tiny = laboratory()
        tiny.world.left[0, 0, 0] = 8.0
        tiny.knows(1, 0)
        tiny.idea(0).exposure = tiny.p.private_exposure
        if shown == "closed":
            release.expose(0, tiny.world, 1, 0.0, float(tiny.p.closed_exposure))
        if shown == "open":
            release.expose(0, tiny.world, 1, 0.0, float(tiny.p.open_exposure))
        waits.append(months_to_learn(tiny))
    assert waits[0] > 60 > waits[1] > waits[2]


def test_an_idea_learned_mostly_from_rivals_counts_as_copied() -> None:
    tiny = laboratory()
    tiny.knows(1, 0)
    release.expose(0, tiny.world, 1, 0.0, 40.0)
    tiny.world.left[0, 0, 0] = 0.1
    tiny.month_of(research)
    assert tiny.world.copied[0, 0, 0] == 1.0
    assert tiny.lab(0).ideas_copied == 1.0
    idea = tiny.idea(0)
    assert (idea.copied_at, idea.copier, idea.shown_by) == (0.0, 0.0, 1.0)
    assert tiny.happened() == [Kind.COPIED]


def test_a_serving_idea_makes_serving_cheaper_at_once() -> None:
    tiny = laboratory()
    tiny.idea(1).kind = SERVING
    tiny.idea(1).gain = 0.2
    tiny.world.left[0, 0, 1] = 0.0
    tiny.month_of(research)
    assert tiny.lab(0).serving_ideas == pytest.approx(math.exp(0.2), rel=1e-14)
    assert tiny.lab(1).serving_ideas == 1.0


def test_a_breakthrough_is_news_of_its_own() -> None:
    tiny = laboratory()
    tiny.idea(2).kind = BREAKTHROUGH
    tiny.world.left[0, 0, 2] = 0.0
    tiny.month_of(research)
    assert tiny.happened() == [Kind.BREAKTHROUGH]


def test_arrivals_make_ideas_that_somebody_holds_easier() -> None:
    tiny = laboratory(inflow_exposure=20.0)
    tiny.lab(0).inflow = 0.05
    tiny.knows(1, 0)
    tiny.idea(0).exposure = 1.3
    tiny.month_of(research)
    per_point = copying(tiny, 0.3, looking=0.55)
    assert spent(tiny, 0, 0) == pytest.approx(own(tiny, 0.45) + (0.3 + 1.0) * per_point, rel=1e-12)
    assert spent(tiny, 0, 1) == pytest.approx(own(tiny, 0.45), rel=1e-12)


def test_a_star_carries_what_the_former_lab_knows() -> None:
    tiny = laboratory(labs=3, star_exposure=2.0)
    # The star left lab 1 in month 0; what lab 1 found later, or lab 2 knows, it cannot tell.
    for j, knower, since in ((0, 1, 0.0), (1, 2, 0.0), (2, 1, 1.0)):
        tiny.knows(knower, j, since)
        tiny.idea(j).exposure = 1.3
    lab = tiny.lab(0)
    lab.star_left, lab.star_source, lab.star_since = 6.0, 1.0, 0.0
    tiny.month_of(research)
    per_point = copying(tiny, 0.3, looking=0.55)
    assert spent(tiny, 0, 0) == pytest.approx(own(tiny, 0.45) + 2.3 * per_point, rel=1e-12)
    for j in (1, 2):
        assert spent(tiny, 0, j) == pytest.approx(own(tiny, 0.45) + 0.3 * per_point, rel=1e-12)


def test_own_models_speed_research_with_skill_and_compute_and_saturate() -> None:
    tiny = laboratory(automation=0.5, automation_midpoint=175.0, automation_width=5.0)
    lab = tiny.lab(0)
    lab.set_automation, lab.internal_capability = 0.4, 180.0
    tiny.month_of(research)
    skill = 1.0 / (1.0 + math.exp(-1.0))
    running = 1.0e5 * 0.5 * 0.4
    gain = 1.0 + 0.5 * skill * running / (running + 1.0e5)
    assert lab.automation_gain == pytest.approx(gain, rel=1e-12)
    expected = own(tiny, 0.45, 5.0e4 * 0.6) * gain
    assert spent(tiny, 0, 0) == pytest.approx(expected, rel=1e-12)
    assert gain < 1.5


def test_a_withheld_model_speeds_research_too() -> None:
    # Automation looks at the best own model, released or not.
    tiny = laboratory(automation=0.5)
    for i, internal in ((0, 185.0), (1, 150.0)):
        tiny.lab(i).set_automation = 0.2
        tiny.lab(i).internal_capability = internal
    tiny.month_of(research)
    assert tiny.lab(0).capability == tiny.lab(1).capability
    assert tiny.lab(0).automation_gain > tiny.lab(1).automation_gain


def test_a_lab_that_has_left_searches_no_more() -> None:
    tiny = laboratory()
    tiny.lab(1).active = 0.0
    tiny.month_of(research)
    assert spent(tiny, 1, 0) == 0.0
