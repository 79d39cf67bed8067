"""Points from an ensemble: rows as drawn, arms and scenarios win, replays are the same bits."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pyarrow.parquet as pq
import pytest

from tenfold.scenarios.ensembles import load_ensemble
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.questions import SweepError
from tenfold.sim.race import Race
from tenfold.sim.sweep.compute import Computer
from tenfold.sim.sweep.design import points_of
from tenfold.sim.sweep.drawn import drawn_values, set_instead
from tenfold.sim.sweep.layout import RUNS
from tenfold.sim.sweep.replay import find_run, paths
from tests.sim.sweep.core_cases import ask, plan_of

ENSEMBLE = {"ensemble": "full", "points": 3}
ARMS = {"none": {}, "weak": {"world.kappa": 0.4}}


def test_the_points_are_the_rows_that_the_ensemble_gives() -> None:
    found = plan_of(uncertain=ENSEMBLE).points
    assert found.equals(load_ensemble("full").draw(3))
    assert plan_of(uncertain=ENSEMBLE, seed=8).points.equals(found)


def test_what_the_scenario_sets_is_not_drawn() -> None:
    scenario = load_scenario("ten-to-one").model_copy(update={"parameters": {"kappa": 0.9}})
    found = points_of(ask(uncertain=ENSEMBLE), scenario)
    assert "kappa" not in found
    assert set(load_ensemble("full").parameters) - set(found.columns) == {"kappa"}


def test_an_arm_wins_over_the_points_and_the_results_say_so() -> None:
    plan = plan_of(uncertain=ENSEMBLE, arms=ARMS)
    assert set_instead(plan, "weak", {}) == {"kappa": 0.4}
    assert set_instead(plan, "none", {}) == {}
    computer = Computer(plan)
    for number in range(plan.chunks):
        table = pq.read_table(BytesIO(computer.compute(number)[RUNS])).to_pandas()
        drawn = plan.points["kappa"].to_numpy()[table["point"]]
        expected = np.where(table["arm"] == "weak", 0.4, drawn)
        assert (table["kappa"] == expected).all()
        row = table.iloc[0]
        alone = Race(
            plan.world(row["arm"], {}), seed=plan.question.seed, lucks=[int(row["replicate"])],
            months=plan.months, collect=False, note=False,
            parameters=drawn_values(plan, int(row["point"]), str(row["arm"]), {}),
        )  # fmt: skip
        assert computer.outcomes_of(alone.run())[0, 0] == row["lag_months.end"]
    computer.close()


def test_a_replay_is_the_race_of_the_sweep() -> None:
    plan = plan_of(uncertain=ENSEMBLE, arms=ARMS)
    weak = next(run for run in range(plan.races) if find_run(plan, run).arm == "weak")
    address = find_run(plan, weak)
    assert address.values["kappa"] == 0.4
    assert address.scenario.parameters["kappa"] == 0.4
    _, path = paths(plan, "lag_months", "weak", {}, [weak])
    alone = Race(
        address.scenario, seed=address.seed, lucks=[address.luck], months=plan.months,
        collect=False, note=False,
    ).run()  # fmt: skip
    computer = Computer(plan)
    assert path[0, -1] == computer.outcomes_of(alone)[0, 0]


def test_a_factor_of_the_world_wins_too() -> None:
    plan = plan_of(uncertain=ENSEMBLE, cross={"world.kappa": [0.5, 0.9]})
    values = [drawn_values(plan, 1, "all", cell)["kappa"] for cell in plan.cells]
    assert values == [0.5, 0.9]


def test_reports_know_what_varied_and_how_far() -> None:
    plan = plan_of(uncertain=ENSEMBLE)
    problem = plan.problem()
    assert tuple(problem["names"]) == plan.parameters == load_ensemble("full").parameters
    for name, (low, high) in zip(problem["names"], problem["bounds"], strict=True):
        assert low < high
        assert plan.points[name].between(low, high).all()


def test_the_short_form_has_few_points() -> None:
    short = ask(uncertain={"ensemble": "full", "points": 40}).quick().uncertain
    assert short is not None
    assert (short.ensemble, short.points) == ("full", 4)


@pytest.mark.parametrize(
    ("uncertain", "words"),
    [
        ({"ensemble": "ful"}, "uncertain.ensemble: no ensemble 'ful'; did you mean 'full'?"),
        ({"ensemble": "full", "parameters": ["kappa"]}, "says what varies already"),
        ({"ensemble": "full", "ranges": {"kappa": [0.4, 0.5]}}, "says what varies already"),
        ({"ensemble": "full", "design": "sobol"}, "leave one of both out"),
        ({"design": "ensemble"}, 'ensemble = "full"'),
        ({"ensemble": "full", "levels": 3}, "says what varies already"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(uncertain: dict[str, object], words: str) -> None:
    with pytest.raises(SweepError) as refused:
        plan_of(uncertain=uncertain)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
