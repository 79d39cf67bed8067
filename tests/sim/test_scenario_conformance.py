"""Conformance: every scenario of the project runs to its end, and luck belongs to names."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import LabSpec, Scenario
from tenfold.sim.hindcast.start import SCENARIO as HINDCAST
from tenfold.sim.luck import Luck
from tenfold.sim.race import Race

SCENARIOS = [*list_scenarios(), str(HINDCAST)]
LAB_LUCK = ("threshold", "lab", "opening")
"""Draws with an axis of labs."""
COMMON_LUCK = ("idea", "market", "event")
"""Draws that all labs share."""


def with_labs(setting: Scenario, labs: tuple[LabSpec, ...]) -> Scenario:
    return setting.model_copy(update={"labs": labs})


@pytest.mark.parametrize("name", SCENARIOS)
def test_runs_to_its_end_with_finite_figures(name: str) -> None:
    race = Race(name, seed=1, runs=4)
    history = race.run()
    assert race.month == race.setting.months
    assert np.isfinite(history.lab).all()
    assert np.isfinite(history.market).all()
    assert (history.series("active")[:, -1].sum(axis=1) >= 2.0).all(), "nobody is left to race"


@pytest.mark.parametrize("name", SCENARIOS)
def test_something_happens(name: str) -> None:
    race = Race(name, seed=1, runs=4)
    history = race.run()
    rise = history.market_series("frontier")[:, -1] - history.market_series("frontier")[:, 0]
    assert (rise > 10.0).all()
    assert (history.series("models")[:, -1] > 3.0).mean() > 0.8
    assert (history.market_series("tokens")[:, -1] > history.market_series("tokens")[:, 1]).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_runs_differ_and_repeat(name: str) -> None:
    first, again = Race(name, seed=5, runs=3, months=12), Race(name, seed=5, runs=3, months=12)
    history = first.run()
    assert history.lab.tobytes() == again.run().lab.tobytes()
    assert not np.array_equal(history.lab[0], history.lab[1])


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_first_month_goes_on_from_the_start(name: str) -> None:
    """The opening stands still: no figure of a lab jumps in month one."""
    race = Race(name, seed=2, runs=16, months=1)
    history = race.run()
    for figure, most in (("tokens", 0.25), ("revenue", 0.25), ("compute", 0.15), ("talent", 0.05)):
        before, after = history.series(figure)[:, 0], history.series(figure)[:, 1]
        change = np.median(after / np.maximum(before, 1e-9), axis=0) - 1.0
        assert (np.abs(change) < most).all(), f"{figure}: {change.round(3)}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_another_order_of_labs_changes_no_labs_luck(name: str) -> None:
    setting = load_scenario(name)
    turned = with_labs(setting, tuple(reversed(setting.labs)))
    one, other = (Race(each, seed=3, runs=2, months=6).luck for each in (setting, turned))
    for draws in LAB_LUCK:
        assert np.array_equal(getattr(one, draws), getattr(other, draws)[:, ::-1]), draws
    for draws in COMMON_LUCK:
        assert np.array_equal(getattr(one, draws), getattr(other, draws)), draws


@pytest.mark.parametrize("name", SCENARIOS)
def test_another_order_of_labs_changes_figures_by_rounding_alone(name: str) -> None:
    """Sums over labs add up in another order, so a year's figures agree but for the last digits.

    Stars stay where they are: whom the uniform of one who leaves points at depends on the order.
    """
    setting = load_scenario(name)
    fixed = {lab.name: "fixed" for lab in setting.labs}
    turned = with_labs(setting, tuple(reversed(setting.labs)))
    one, other = (
        Race(each, 3, 2, months=12, policies=fixed, parameters={"star_rate": 0.0}).run()
        for each in (setting, turned)
    )
    for figure in ("capability", "compute", "tokens", "revenue"):
        assert_allclose(other.series(figure)[:, :, ::-1], one.series(figure), rtol=1e-6)


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("place", ["first", "last"])
def test_one_more_lab_moves_nobody_elses_luck(name: str, place: str) -> None:
    setting = load_scenario(name)
    comer = setting.labs[-1].model_copy(update={"name": "Newcomer"})
    labs = (comer, *setting.labs) if place == "first" else (*setting.labs, comer)
    more = Race(with_labs(setting, labs), seed=3, runs=2, months=6)
    less = Race(setting, seed=3, runs=2, months=6)
    old = slice(1, None) if place == "first" else slice(None, -1)
    for draws in LAB_LUCK:
        ours, theirs = getattr(less.luck, draws), getattr(more.luck, draws)
        assert np.array_equal(ours, theirs[:, old]), draws
    for draws in COMMON_LUCK:
        assert np.array_equal(getattr(less.luck, draws), getattr(more.luck, draws)), draws


def test_every_draw_is_a_labs_own_or_common() -> None:
    assert set(Luck._fields) == {*LAB_LUCK, *COMMON_LUCK}
