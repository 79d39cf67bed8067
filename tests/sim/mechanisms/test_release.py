"""Release: closed, open, hybrid, staged, withheld; what rivals see; the rule on open weights."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import release
from tenfold.sim.world import CHINA, CLOSED, MINI, NEVER, OPEN, STAGED, US, WITHHELD
from tests.sim.builders import Tiny, build


def finished(capability: float = 160.0, **rules: float) -> Tiny:
    """Lab 0 has just finished a model that knows idea 0; it is month 1, so that dates differ."""
    tiny = build(**rules)
    tiny.market.month = 1
    tiny.knows(0, 0, since=0.0)
    tiny.lab(0).set_protection = 0.0
    finish(tiny, capability)
    return tiny


def finish(tiny: Tiny, capability: float) -> None:
    lab = tiny.lab(0)
    lab.new_model, lab.new_capability, lab.new_score = 1.0, capability, capability + 1.0
    lab.new_size, lab.new_reasoning, lab.new_generic, lab.new_ideas_at = 3.0e11, 2.0, 0.4, 0.0


def later(tiny: Tiny, months: int = 1) -> None:
    for _ in range(months):
        tiny.lab(0).new_model = 0.0
        tiny.market.month += 1.0
        tiny.month_of(release)


def test_a_closed_model_replaces_the_flagship_and_the_mini() -> None:
    tiny = finished(mini_loss=3.0, mini_ratio=8.0)
    tiny.month_of(release)
    flagship, mini = tiny.flagship(0), tiny.mini(0)
    assert (flagship.capability, flagship.score, flagship.perceived) == (160.0, 161.0, 161.0)
    assert (flagship.parameters, flagship.reasoning, flagship.generic) == (3.0e11, 2.0, 0.4)
    assert (flagship.release, flagship.released_at, flagship.opened_at) == (CLOSED, 1.0, NEVER)
    assert (mini.capability, mini.score, mini.parameters) == (157.0, 158.0, 3.0e11 / 8.0)
    assert tiny.lab(0).internal_capability == 160.0
    assert (tiny.lab(0).capability, tiny.lab(0).public_score) == (160.0, 161.0)
    assert tiny.market.frontier == 160.0
    assert tiny.happened() == [Kind.RELEASED, Kind.RELEASED]


def test_a_model_that_is_no_better_stays_unsold() -> None:
    tiny = finished(capability=149.0)
    tiny.month_of(release)
    assert tiny.flagship(0).capability == 150.0
    assert tiny.happened() == []


@pytest.mark.parametrize("protection", [0.0, 0.5, 1.0])
def test_ideas_inside_a_closed_model_become_visible_less_so_when_guarded(
    protection: float,
) -> None:
    tiny = finished(closed_exposure=40.0, protection_hides=0.5)
    tiny.lab(0).set_protection = protection
    tiny.month_of(release)
    assert tiny.idea(0).exposure == pytest.approx(40.0 * (1.0 - 0.5 * protection))
    assert (tiny.idea(0).shown_at, tiny.idea(0).shown_by) == (1.0, 0.0)
    assert tiny.idea(1).exposure == 1.0


def test_published_weights_show_most() -> None:
    tiny = finished(open_exposure=70.0)
    tiny.lab(0).set_flagship_release = OPEN
    tiny.month_of(release)
    assert tiny.idea(0).exposure == 70.0
    assert (tiny.flagship(0).release, tiny.flagship(0).opened_at) == (OPEN, 1.0)


def test_an_idea_found_after_the_run_began_stays_secret() -> None:
    tiny = finished()
    tiny.knows(0, 2, since=1.0)
    tiny.month_of(release)
    assert tiny.idea(2).exposure == 1.0
    assert tiny.idea(2).shown_at == NEVER


def test_what_is_visible_stays_visible() -> None:
    tiny = finished()
    tiny.idea(0).exposure = 70.0
    tiny.idea(0).shown_at, tiny.idea(0).shown_by = 0.0, 1.0
    tiny.month_of(release)
    assert tiny.idea(0).exposure == 70.0
    assert (tiny.idea(0).shown_at, tiny.idea(0).shown_by) == (0.0, 1.0)


def test_a_hybrid_lab_sells_its_flagship_and_opens_its_mini() -> None:
    tiny = finished()
    tiny.lab(0).set_mini_release = OPEN
    tiny.month_of(release)
    assert (tiny.flagship(0).release, tiny.flagship(0).opened_at) == (CLOSED, NEVER)
    assert (tiny.mini(0).release, tiny.mini(0).opened_at) == (OPEN, 1.0)
    assert (tiny.lab(0).flagship_release, tiny.lab(0).mini_release) == (CLOSED, OPEN)
    assert tiny.market.open_products == 1.0


@pytest.mark.parametrize("months", [1, 4])
def test_a_staged_model_opens_after_its_months(months: int) -> None:
    tiny = finished()
    lab = tiny.lab(0)
    lab.set_flagship_release, lab.set_stage_months = STAGED, float(months)
    tiny.month_of(release)
    assert tiny.flagship(0).release == STAGED
    assert tiny.happened()[0] == Kind.STAGED
    later(tiny, months - 1)
    assert tiny.flagship(0).opened_at == NEVER
    later(tiny)
    assert tiny.flagship(0).opened_at == 1.0 + months
    assert tiny.flagship(0).release == OPEN


def test_a_withheld_model_is_invisible_and_unsold() -> None:
    tiny = finished()
    tiny.lab(0).set_flagship_release = tiny.lab(0).set_mini_release = WITHHELD
    tiny.month_of(release)
    lab = tiny.lab(0)
    assert lab.held_capability == 160.0
    assert lab.internal_capability == 160.0
    assert (lab.capability, tiny.flagship(0).capability, tiny.market.frontier) == (150, 150, 150)
    assert tiny.idea(0).exposure == 1.0
    assert tiny.happened() == [Kind.WITHHELD]


def test_a_mini_may_be_sold_while_its_big_sibling_is_withheld() -> None:
    tiny = finished()
    tiny.lab(0).set_flagship_release = WITHHELD
    tiny.month_of(release)
    assert tiny.flagship(0).capability == 150.0
    assert tiny.mini(0).capability == 157.0
    assert tiny.lab(0).capability == 157.0
    # What is inside the mini can be seen.
    assert tiny.idea(0).exposure == 40.0


def test_the_best_withheld_model_is_the_one_that_is_kept() -> None:
    tiny = finished(160.0)
    tiny.lab(0).set_flagship_release = WITHHELD
    tiny.month_of(release)
    finish(tiny, 158.0)
    tiny.month_of(release)
    assert tiny.lab(0).held_capability == 160.0


def test_a_withheld_model_goes_on_sale_when_the_lab_changes_its_mind() -> None:
    tiny = finished()
    tiny.lab(0).set_flagship_release = WITHHELD
    tiny.month_of(release)
    tiny.lab(0).set_flagship_release = CLOSED
    later(tiny)
    assert tiny.flagship(0).capability == 160.0
    assert tiny.flagship(0).released_at == 2.0
    assert tiny.lab(0).held_capability == 0.0
    assert tiny.idea(0).exposure == 40.0


def test_the_rule_on_open_weights_bars_what_is_above_its_limit() -> None:
    for limit, opened in ((159.0, False), (161.0, True), (0.0, True)):
        tiny = finished(160.0)
        tiny.market.open_limit = limit
        tiny.lab(0).set_flagship_release = OPEN
        tiny.month_of(release)
        assert (tiny.flagship(0).opened_at < NEVER) == opened
        assert tiny.flagship(0).release == (OPEN if opened else CLOSED)


def test_the_rule_on_open_weights_binds_the_labs_of_the_government_that_made_it() -> None:
    tiny = finished(160.0)
    tiny.market.open_limit, tiny.market.rule_home = 155.0, US
    tiny.lab(0).home = CHINA
    tiny.lab(0).set_flagship_release = OPEN
    tiny.month_of(release)
    assert tiny.flagship(0).opened_at == 1.0


def test_a_staged_model_stays_closed_when_the_lab_changes_its_mind() -> None:
    tiny = finished()
    tiny.lab(0).set_flagship_release, tiny.lab(0).set_stage_months = STAGED, 2.0
    tiny.month_of(release)
    tiny.lab(0).set_flagship_release = CLOSED
    later(tiny, 5)
    assert tiny.flagship(0).opened_at == NEVER


def test_the_best_open_and_the_best_closed_model_are_told_apart() -> None:
    tiny = finished()
    tiny.lab(0).set_mini_release = OPEN
    tiny.month_of(release)
    assert (tiny.lab(0).closed_capability, tiny.lab(0).open_capability) == (160.0, 157.0)


def test_a_barred_model_opens_when_the_rule_falls() -> None:
    tiny = finished(160.0)
    tiny.market.open_limit = 155.0
    tiny.lab(0).set_flagship_release = OPEN
    tiny.month_of(release)
    later(tiny)
    assert tiny.flagship(0).opened_at == NEVER
    tiny.market.open_limit = 0.0
    later(tiny)
    assert tiny.flagship(0).opened_at == 3.0


def test_a_change_of_mind_to_open_works_at_once_and_for_good() -> None:
    tiny = finished()
    tiny.month_of(release)
    tiny.lab(0).set_flagship_release = OPEN
    later(tiny)
    assert tiny.flagship(0).opened_at == 2.0
    tiny.lab(0).set_flagship_release = CLOSED
    later(tiny)
    assert tiny.flagship(0).opened_at == 2.0
    assert tiny.lab(0).flagship_release == OPEN
    finish(tiny, 170.0)
    tiny.month_of(release)
    assert tiny.flagship(0).opened_at == NEVER
    assert tiny.lab(0).flagship_release == CLOSED


def test_each_opening_feeds_the_community_less() -> None:
    tiny = finished(community_gain=0.1, community_most=2.0)
    tiny.lab(0).set_flagship_release = tiny.lab(0).set_mini_release = OPEN
    tiny.month_of(release)
    once = 1.0 + 0.1 * 1.0
    assert tiny.market.community == pytest.approx(once + 0.1 * (2.0 - once), rel=1e-12)


def test_a_strong_open_release_shakes_investors_and_they_calm_down() -> None:
    tiny = finished(148.0, shaken_size=0.3, shaken_within=3.0, shaken_keeping=0.85)
    tiny.flagship(0).capability = 140.0
    tiny.lab(0).set_flagship_release = OPEN
    tiny.month_of(release)
    assert tiny.market.shaken == pytest.approx(0.3)
    assert Kind.MOOD_SHAKEN in tiny.happened()
    later(tiny, 2)
    assert tiny.market.shaken == pytest.approx(0.3 * 0.85**2)


def test_a_weak_open_release_shakes_nobody() -> None:
    tiny = finished(145.0)
    tiny.flagship(0).capability = 140.0
    tiny.lab(0).set_flagship_release = OPEN
    tiny.month_of(release)
    assert tiny.market.shaken == 0.0


def test_the_frontier_counts_active_labs_alone() -> None:
    tiny = build()
    tiny.flagship(1).capability = 170.0
    tiny.open_weights(1, MINI)
    tiny.lab(1).active = 0.0
    tiny.month_of(release)
    assert tiny.market.frontier == 150.0
    assert tiny.market.open_products == 0.0


def test_outsiders_estimate_compute_once_a_quarter() -> None:
    tiny = build(estimate_noise=0.2)
    tiny.luck.lab.estimate[0, 0, :] = 1.5
    tiny.market.month = 2
    tiny.month_of(release)
    assert tiny.lab(0).estimate == 0.0
    tiny.market.month = 3
    tiny.month_of(release)
    assert tiny.lab(0).estimate == pytest.approx(1.0e5 * math.exp(0.3), rel=1e-12)
