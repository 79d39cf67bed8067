"""C13: its rule by hand, and the search for splits that it rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.claims.c13_experiments_first import AS_BELIEVED, CLAIM, GROUPS, judge
from tenfold.sim.experiments.found import Found, place
from tenfold.sim.replies import splits as room
from tenfold.sim.replies.schedule import Schedule
from tenfold.sim.replies.splits import EXPERIMENTS, USUAL, Splits, best_split
from tenfold.sim.sweep.choices import apply_choices

POINTS = 8
SPREAD = np.linspace(-0.02, 0.02, POINTS)[:, None] * np.ones((1, 2))


MEAN = 1.5
"""Of testing_loss in the parameter sets: what was found as believed stands here in a walk."""


def found(rich: float, poor: float, without: float = 0.5) -> Found:
    """Shares of experiments as believed, and without testing loss."""
    values = {}
    for arm in CLAIM.races.arms:
        for group, share in (("rich", rich), ("poor", poor)):
            level = share if arm == AS_BELIEVED else without
            values[place(EXPERIMENTS, arm, {"group": group})] = level + SPREAD
            values[place(USUAL, arm, {"group": group})] = 0.8 + SPREAD
    cells = tuple({"group": group} for group in GROUPS)
    return Found(cells, pd.DataFrame({"testing_loss": MEAN + SPREAD[:, 0]}), values)


@pytest.mark.parametrize(
    ("rich", "poor", "kind"),
    [
        (0.8, 0.7, "supported"),
        (0.55, 0.5, "contradicted"),
        (0.8, 0.5, "depends"),
        (0.8, 0.6, "depends"),
    ],
)
def test_the_rule(rich: float, poor: float, kind: str) -> None:
    assert judge(found(rich, poor)).verdict.kind == kind


def test_it_says_where_the_assumption_turns() -> None:
    judged = judge(found(0.8, 0.8, without=0.5))
    # Straight from 0.5 at 0.6 to 0.8 at the mean of the sets: a third of the way.
    assert "testing_loss would have to be about 0.9 " in judged.verdict.says
    assert "1.5 on average" in judged.verdict.says
    assert judged.effects["poor labs against rich ones"].middle == pytest.approx(0.0)


SMALL = Splits("ten-to-one", {"rich": ("Alder",), "poor": ("Maple",)}, points=2)


def test_the_work_has_a_short_form_and_choices_everywhere() -> None:
    assert SMALL.count == sum(task.size for task in SMALL.tasks())
    assert len(SMALL.tasks()) == 4
    assert SMALL.quick().points == SMALL.halved().points == 1
    changed = replace(SMALL, arms={"one": {"world.kappa": 0.5}}).everywhere(
        {"world.kappa": 1.0, "world.automation": 0.0}
    )
    assert changed.arms["one"] == {"world.kappa": 0.5, "world.automation": 0.0}


def test_results_stand_where_they_belong() -> None:
    tasks = SMALL.tasks()
    gathered = SMALL.gather(tasks, [(float(k), 10.0 + k) for k in range(len(tasks))])
    for k, task in enumerate(tasks):
        _, arm, group, _, point = task.arguments
        assert gathered.values(EXPERIMENTS, arm, {"group": group})[point, 0] == k
        assert gathered.values(USUAL, arm, {"group": group})[point, 0] == 10.0 + k


def test_what_a_choice_fixes_the_ensemble_leaves() -> None:
    scenario = apply_choices(load_scenario("ten-to-one"), {"world.testing_loss": 0.0})
    drawn = room._constants(scenario, 2, 1)
    assert "testing_loss" not in drawn
    assert "testing_share" in drawn
    assert room._constants(scenario, 0, 0) == {}


def test_the_share_of_a_schedule_is_a_mean_over_months() -> None:
    schedule = Schedule({"run_share": (0.1, 0.2, 0.4)})
    assert room._over_months(schedule, 48) == pytest.approx((12 * 0.1 + 12 * 0.2 + 24 * 0.4) / 48)


def test_untested_runs_are_why_experiments_come_first() -> None:
    usual = replace(SMALL, points=0)
    free = replace(usual, arms={"as it is": {"world.testing_loss": 0.0}})
    share, own = best_split(usual, "as it is", "poor", "Maple", 0)
    without, _ = best_split(free, "as it is", "poor", "Maple", 0)
    assert without < share
    assert own == pytest.approx(0.75, abs=0.05)
