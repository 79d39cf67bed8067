"""Races of an experiment: paired, the same however the work is parted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.experiments import races as racing
from tenfold.sim.experiments.pool import run_tasks
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.race import Race

pytestmark = pytest.mark.usefixtures("warm_engine")


def cash_of_the_first(raced: Raced) -> np.ndarray:
    """Something that no outcome has."""
    return np.asarray(raced.race.world.lab.cash[:, 0])


def kappa(raced: Raced) -> np.ndarray:
    """The constant that each race was run with."""
    return np.asarray(raced.race.rules.kappa)


SMALL = Races(
    "ten-to-one",
    arms={"none": {"poor.distil": 0.0}, "full": {"poor.distil": 1.0}},
    reads={"lag": "lag_months.end", "cash": cash_of_the_first, "kappa": kappa},
    cross={"compute_ratio": (3, 10)},
    months=9,
    points=0,
    lucks=5,
)


@pytest.fixture
def two_points(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Parameter sets in place of the ensemble's."""
    table = pd.DataFrame({"kappa": [0.4, 0.9], "own_power": [0.5, 0.7]})
    monkeypatch.setattr(racing, "points_of", lambda count: table)
    return table


@pytest.mark.slow
def test_an_arm_is_the_race_that_anybody_can_run() -> None:
    tasks = SMALL.tasks()
    found = SMALL.gather(tasks, run_tasks(tasks))
    alone = Race(
        SMALL.world("full", {"compute_ratio": 10}), seed=1, months=9, lucks=[3], collect=False
    )
    alone.run()
    cell = {"compute_ratio": 10}
    assert found.values("cash", "full", cell)[0, 3] == alone.world.lab.cash[0, 0]
    assert found.values("lag", "full", cell).shape == (1, 5)
    assert SMALL.count == 2 * 2 * 5


def test_how_the_work_is_parted_changes_no_bit(
    monkeypatch: pytest.MonkeyPatch, two_points: pd.DataFrame
) -> None:
    races = Races(**{**vars(SMALL), "points": 2, "cross": {}})
    whole = races.tasks()
    first = races.gather(whole, run_tasks(whole))
    monkeypatch.setattr(racing, "MOST_ROWS", 2)
    parts = races.tasks()
    assert len(parts) > len(whole)
    second = races.gather(parts, run_tasks(parts))
    for place, values in first.by_place.items():
        assert np.array_equal(values, second.by_place[place])
        assert np.isfinite(values).all()


def test_points_vary_the_world_and_choices_win_over_them(two_points: pd.DataFrame) -> None:
    arms = {"drawn": {}, "fixed": {"world.kappa": 0.7}}
    races = Races("ten-to-one", arms, {"kappa": kappa}, months=3, points=2, lucks=2)
    tasks = races.tasks()
    found = races.gather(tasks, run_tasks(tasks))
    assert found.values("kappa", "drawn").tolist() == [[0.4, 0.4], [0.9, 0.9]]
    assert found.values("kappa", "fixed").tolist() == [[0.7, 0.7], [0.7, 0.7]]
    assert found.effect("kappa", "fixed", "drawn").per_point == pytest.approx([0.3, -0.2])


def test_short_and_halved_forms_keep_the_question() -> None:
    races = Races(**{**vars(SMALL), "points": 24, "lucks": 48})
    assert (races.quick().points, races.quick().lucks) == (3, 4)
    assert (races.halved().points, races.halved().lucks) == (12, 24)
    changed = races.everywhere({"world.kappa": 0.5, "poor.distil": 0.5})
    assert changed.arms["full"] == {"world.kappa": 0.5, "poor.distil": 1.0}
    assert races.arms["full"] == {"poor.distil": 1.0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"arms": {"odd": {"poor.distill": 1.0}}}, "distil"),
        ({"reads": {"odd": "lag_month.end"}}, "lag_month"),
    ],
)
def test_what_cannot_be_raced_is_said_before_the_first_race(
    change: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Races(**{**vars(SMALL), **change}).tasks()


@pytest.mark.slow
def test_other_processes_give_the_same_bits() -> None:
    tasks = Races(**{**vars(SMALL), "cross": {}, "months": 2, "lucks": 2}).tasks()
    here, there = run_tasks(tasks), run_tasks(tasks, jobs=2)
    assert all(np.array_equal(one, other) for one, other in zip(here, there, strict=True))
