"""Identities: compute, money, tokens, chips and strength balance in every month of real races."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tenfold.scenarios.load import list_scenarios
from tenfold.sim.race import Race
from tests.sim import books

RUNS = 6
HARDSHIP = "hardship"
"""A race in which investors lose heart: labs are rescued, merge and leave."""
RUIN = {"backing_growth": 0.05, "demand_growth": 0.0, "rent_decline": 0.0}
KNOWLEDGE = "knowledge"
"""Hardship again, in the continuous engine of research."""
RACES = (*list_scenarios(), HARDSHIP, KNOWLEDGE)


def start(name: str) -> Race:
    if name == HARDSHIP:
        return Race("tenfold-2026", seed=5, runs=RUNS, parameters=RUIN)
    if name == KNOWLEDGE:
        rules = RUIN | {"research_engine": 1.0}
        return Race("tenfold-2026", seed=5, runs=RUNS, parameters=rules)
    return Race(name, seed=5, runs=RUNS)


@pytest.fixture(scope="module")
def finished() -> Callable[[str], Race]:
    """A race by name, run to its end, checked at every month on the way."""
    races: dict[str, Race] = {}

    def race(name: str) -> Race:
        if name not in races:
            one = start(name)
            while one.month < one.months:
                one.advance(1)
                for check in books.STATE_CHECKS:
                    check(one)
            races[name] = one
        return races[name]

    return race


@pytest.mark.parametrize("name", RACES)
@pytest.mark.parametrize("check", books.HISTORY_CHECKS, ids=lambda check: check.__name__)
def test_history_balances(
    finished: Callable[[str], Race], name: str, check: Callable[[Race], None]
) -> None:
    check(finished(name))


def test_hardship_is_hard(finished: Callable[[str], Race]) -> None:
    """The checks above saw rescues, and labs that left."""
    h = finished(HARDSHIP).history
    assert (h.series("active")[:, -1] == 0.0).any()
    assert (h.series("rescue") > 0.0).any()


@pytest.mark.parametrize("name", RACES)
def test_talent_moves_and_is_not_made(finished: Callable[[str], Race], name: str) -> None:
    """Researchers change labs; their sum stays, as long as anybody is left to employ them."""
    h = finished(name).history
    talent = h.series("talent").sum(axis=2)
    anybody = h.series("active").sum(axis=2) > 0.0
    np.testing.assert_allclose(
        np.where(anybody, talent, talent[:, :1]),
        talent[:, :1].repeat(talent.shape[1], axis=1),
        rtol=1e-9,
    )


@pytest.mark.parametrize("name", RACES)
def test_counts_only_grow(finished: Callable[[str], Race], name: str) -> None:
    """Ideas are not forgotten, models not unmade, and the best own model stays the best."""
    h = finished(name).history
    for figure in ("ideas", "ideas_copied", "models", "internal_capability"):
        assert (np.diff(h.series(figure), axis=1) >= 0.0).all(), figure
    assert (h.series("ideas_copied") <= h.series("ideas")).all()


@pytest.mark.parametrize("name", RACES)
def test_month_zero_is_the_scenario(finished: Callable[[str], Race], name: str) -> None:
    race = finished(name)
    for lab in race.labs:
        first = {
            c.name: race.history.lab[:, 0, lab.place, k] for k, c in enumerate(race.history.columns)
        }
        np.testing.assert_allclose(first["compute"], lab.spec.compute.value, rtol=1e-9)
        np.testing.assert_allclose(first["cash"], lab.spec.cash.value, rtol=1e-9)
        np.testing.assert_allclose(first["internal_capability"], lab.spec.capability.value)
        if lab.spec.revenue.value > 0.0:
            np.testing.assert_allclose(first["revenue"], lab.spec.revenue.value / 12.0, rtol=0.02)


@pytest.mark.parametrize("name", RACES)
def test_the_market_of_month_zero_is_the_sum_of_its_labs(
    finished: Callable[[str], Race], name: str
) -> None:
    """As near as the opening's prices have settled; later months balance to the last digits."""
    h = finished(name).history
    for figure in ("tokens", "revenue"):
        sold = h.series(figure)[:, 0].sum(axis=1)
        np.testing.assert_allclose(h.market_series(figure)[:, 0], sold, rtol=1e-5)
