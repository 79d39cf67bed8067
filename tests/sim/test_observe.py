"""Observation: own books exactly, rivals as the public sees them, no figure that can be changed."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.race import Race
from tenfold.sim.world import FLAGSHIP, MINI, NEVER


@pytest.fixture(scope="module")
def race() -> Race:
    """A race of two runs after nine months."""
    opened = Race("tenfold-2026", seed=4, runs=2, months=12)
    opened.advance(9)
    return opened


def test_own_books_are_exact(race: Race) -> None:
    for place in range(len(race.labs)):
        seen, lab = race.observe(place), race.world.lab[:, place]
        assert (seen.me, seen.month) == (place, 9)
        for name in ("compute", "incoming", "cash", "budget", "revenue", "spending", "confidence",
                     "talent", "load", "ideas", "run_left", "banned"):  # fmt: skip
            assert (getattr(seen, name) == lab[name]).all(), name
        assert (seen.capability == lab.internal_capability).all()
        assert (seen.rent == race.world.market.rent).all()


def test_serving_need_is_the_share_of_chips_that_customers_take_at_an_easy_load(race: Race) -> None:
    seen, lab = race.observe(0), race.world.lab[:, 0]
    expected = lab.need / (race.rules.load_free * lab.usable)
    assert seen.serving_need == pytest.approx(expected, rel=1e-12)


def test_rivals_are_seen_by_their_public_score_not_as_they_are(race: Race) -> None:
    seen = race.observe(0)
    assert (seen.public_score == race.world.lab.public_score.T).all()
    assert (seen.compute_estimate == race.world.lab.estimate.T).all()
    assert (seen.compute_estimate != race.world.lab.compute.T).any()
    assert (seen.price == race.world.lab.price.T).all()


def test_the_best_open_model_of_each_lab_is_public(race: Race) -> None:
    seen = race.observe(0)
    for place in range(len(race.labs)):
        for run in range(2):
            opened = [
                product.score
                for product in (race.world.product[run, place, k] for k in (FLAGSHIP, MINI))
                if product.opened_at < NEVER
            ]
            assert seen.open_score[place, run] == max(opened, default=0.0)


def test_what_can_be_copied_is_what_is_shown_and_not_known(race: Race) -> None:
    for place in range(len(race.labs)):
        shown = race.world.idea.shown_at < NEVER
        lacking = race.world.known_at[:, place] >= NEVER
        assert (race.observe(place).copyable == (shown & lacking).sum(axis=1)).all()


def test_a_policy_cannot_change_what_it_sees(race: Race) -> None:
    seen = race.observe(1)
    for figure in (seen.cash, seen.public_score):
        with pytest.raises(ValueError, match="read-only"):
            figure[:] = 0.0


def test_looking_changes_nothing(race: Race) -> None:
    before = race.world.lab.tobytes()
    for place in range(len(race.labs)):
        race.observe(place)
    assert race.world.lab.tobytes() == before
    assert np.isfinite(race.observe(0).cash).all()
