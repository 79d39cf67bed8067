"""Attribution: parts add up to the capability, whatever the scenario, engine, month and luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tenfold.scenarios.load import list_scenarios
from tenfold.sim.attribution import (
    BEST,
    DISTILLATION,
    LATEST,
    NAMES,
    PARTS,
    AttributionError,
    attribute,
    best_parts,
    capability_of,
    gap,
    total,
)
from tenfold.sim.measures import groups_of
from tenfold.sim.opening.past import past_gain
from tenfold.sim.race import Race

EXACT = 1e-9
"""Index points."""
SIGMAS = np.array([5.7, 7.7, 9.6])


def raced(name: str, engine: float, **settings: Any) -> Race:
    """Three lucks, each with another worth of tenfold compute."""
    rules = {"research_engine": engine, "index_per_decade": SIGMAS}
    race = Race(name, seed=9, runs=3, months=30, parameters=rules, **settings)
    race.run()
    return race


@pytest.fixture(
    scope="module",
    params=[(name, engine) for name in list_scenarios() for engine in (0.0, 1.0)],
    ids=lambda case: f"{case[0]}, engine {case[1]:.0f}",
)
def race(request: pytest.FixtureRequest) -> Race:
    """Every scenario, in both engines of research."""
    return raced(*request.param)


@pytest.mark.parametrize("of", [LATEST, BEST])
def test_parts_add_up_in_every_month(race: Race, of: str) -> None:
    parts = attribute(race.history, race.rules, of)
    assert parts.shape == (3, 31, len(race.labs), len(PARTS))
    made = capability_of(race.history, of)
    assert np.abs(total(parts) - made).max() < EXACT
    assert (race.history.series("models")[:, -1] > 0.0).all()


def test_the_latest_model_is_what_the_last_run_made(race: Race) -> None:
    lab = race.world.lab
    assert (capability_of(race.history)[:, -1] == lab.new_capability).all()
    parts = attribute(race.history, race.rules)[:, -1]
    assert_allclose(parts[..., NAMES.index("noise")], SIGMAS[:, None] * lab.part_noise, rtol=1e-12)
    assert (parts[..., DISTILLATION] == lab.distil_gain).all()


def test_the_best_model_is_the_best_so_far(race: Race) -> None:
    best = capability_of(race.history, BEST)
    assert (best == race.history.series("internal_capability")).all()
    latest = capability_of(race.history)
    assert (best >= latest - EXACT).all()
    assert (np.maximum.accumulate(latest, axis=1) == best).all()


def test_published_models_owe_to_distillation_what_the_opening_assumes(race: Race) -> None:
    """What the other parts leave of a published model is the past gain, and nothing else."""
    parts = attribute(race.history, race.rules)[:, 0]
    rules = {name: race.rules[name] for name in ("research_engine", "index_per_decade")}
    opened = Race(race.setting, seed=9, runs=3, months=1, parameters=rules)
    for run in range(3):
        frontier = float(opened.world.market.frontier[run])
        for lab in race.labs:
            expected = past_gain(opened.world.lab[run, lab.place], frontier, opened.rules[run])
            assert parts[run, lab.place, DISTILLATION] == pytest.approx(expected, abs=1e-8)
    assert (parts[..., NAMES.index("noise")] == 0.0).all()


def test_the_gap_is_the_difference_part_by_part(race: Race) -> None:
    groups = groups_of(race.setting)
    ours = groups.get("rich", groups.get("us", groups["all"]))
    theirs = groups.get("poor", groups.get("china", groups["all"]))
    parts = gap(race.history, race.rules, ours, theirs)
    made = capability_of(race.history)
    between = made[:, :, ours].max(axis=2) - made[:, :, theirs].max(axis=2)
    assert_allclose(total(parts), between, atol=EXACT, rtol=0.0)
    one = best_parts(race.history, race.rules, ours)
    other = best_parts(race.history, race.rules, theirs)
    assert (parts == one - other).all()
    assert_allclose(parts[..., 0], 0.0, atol=0.0)


def test_who_is_gone_has_no_part_in_a_gap() -> None:
    ruin = {"backing_growth": 0.05, "demand_growth": 0.0, "rent_decline": 0.0}
    race = Race("tenfold-2026", seed=5, runs=4, parameters=ruin)
    race.run()
    active = race.history.series("active") > 0.0
    gone = ~active[:, -1].all(axis=0)
    assert gone.any()
    assert np.abs(total(attribute(race.history, race.rules))
                  - capability_of(race.history)).max() < EXACT  # fmt: skip
    place = int(np.flatnonzero(gone)[0])
    one = np.arange(len(race.labs)) == place
    found = best_parts(race.history, race.rules, one)
    assert (np.isnan(found).all(axis=2) == ~active[:, :, place]).all()


def test_rules_may_be_numbers_for_all_runs() -> None:
    race = Race("equal-start", seed=2, runs=2, months=12)
    race.run()
    rules = {name: float(race.rules[name][0]) for name in race.rules.dtype.names}
    assert (attribute(race.history, rules) == attribute(race.history, race.rules)).all()


def test_a_part_of_a_batch_is_the_run_alone() -> None:
    many = Race("ten-to-one", seed=2, runs=5, months=12)
    many.run()
    alone = Race("ten-to-one", seed=2, runs=1, first_run=3, months=12)
    alone.run()
    found = attribute(many.history, many.rules)[3]
    assert found.tobytes() == attribute(alone.history, alone.rules)[0].tobytes()


def test_another_model_than_these_is_refused() -> None:
    race = Race("equal-start", runs=1, months=3)
    race.run()
    with pytest.raises(AttributionError, match="attribution of 'worst': write 'latest' or 'best'"):
        attribute(race.history, race.rules, "worst")
