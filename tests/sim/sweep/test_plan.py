"""Plans: every race exactly once, in an order that can stop anywhere, under one identity."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.scenarios.load import CATALOGUE, load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import SweepError
from tenfold.sim.luck import MOST_RUNS
from tenfold.sim.sweep import plan as planning
from tenfold.sim.sweep.compute import Computer, runs_schema
from tenfold.sim.sweep.plan import MOST_ROWS, Plan, make_plan
from tenfold.sim.world import LAB_RECORDED
from tests.sim.sweep.core_cases import SMALL, ask, plan_of

ARMS = {"none": {"poor.distil": 0.0}, "distil": {"poor.distil": 1.0}, "open": {}}
CROSS = {"compute_ratio": [3, 10], "rich.policy": ["autopilot", "fast follower", "fixed"]}
RICH = {
    "arms": ARMS,
    "cross": CROSS,
    "uncertain": {"parameters": ["sigma", "kappa"], "points": 5},
}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of every shape: few or many arms, cells, points and lucks; pools of several sizes."""
    arms = {f"a{k}": {"poor.distil": k / 10} for k in range(draw(st.integers(1, 4)))}
    cross: dict[str, list[Any]] = {}
    if draw(st.booleans()):
        cross["compute_ratio"] = list(range(1, draw(st.integers(2, 4))))
    if draw(st.booleans()):
        cross["rich.policy"] = ["autopilot", "fixed"]
    uncertain: dict[str, Any] | None = None
    if draw(st.booleans()):
        uncertain = {"parameters": ["sigma"], "points": draw(st.integers(1, 400))}
        if draw(st.booleans()):
            top = draw(st.integers(101, 140))
            uncertain |= {"parameters": ["sigma", "ideas"], "ranges": {"ideas": [100, top]}}
    lucks = draw(st.one_of(st.integers(1, 5), st.integers(50, 700)))
    question = ask(
        arms=arms, cross=cross, uncertain=uncertain, replicates=lucks, seed=draw(st.integers(0, 99))
    )
    return make_plan(question)


@pytest.mark.slow
@settings(max_examples=40)
@given(plans(), st.data())
def test_every_race_is_there_exactly_once(plan: Plan, data: st.DataObject) -> None:
    worlds: dict[tuple[Any, ...], list[np.ndarray]] = {}
    first = 0
    most = max(planning.FEWEST_ROWS, plan.races // planning.FAIR_CHUNKS)
    for number in range(plan.chunks):
        chunk = plan.chunk(number)
        assert (chunk.number, chunk.first_run) == (number, first)
        assert 1 <= chunk.rows == len(chunk.replicates) <= min(most, MOST_ROWS, MOST_RUNS)
        assert chunk.points.dtype == chunk.replicates.dtype == np.int32
        if "ideas" in plan.parameters:
            assert plan.points["ideas"].iloc[chunk.points].nunique() == 1
        place = (chunk.arm, *chunk.cell.values())
        races = chunk.points.astype(np.int64) * plan.question.replicates + chunk.replicates
        worlds.setdefault(place, []).append(races)
        first += chunk.rows
    assert first == plan.races
    assert len(worlds) == len(plan.arms) * len(plan.cells) == plan.worlds
    each = np.arange(len(plan.points) * plan.question.replicates)
    for races_of_world in worlds.values():
        assert np.array_equal(np.sort(np.concatenate(races_of_world)), each)
    for _ in range(5):
        run = data.draw(st.integers(0, plan.races - 1))
        chunk, row = plan.locate(run)
        assert chunk.first_run + row == run
        assert 0 <= row < chunk.rows


@settings(max_examples=25)
@given(plans())
def test_whatever_is_interrupted_has_raced_all_worlds_alike(plan: Plan) -> None:
    """After any number of chunks, no world and no arm is ahead of another by more than a chunk."""
    worlds = {(arm, *cell.values()): 0 for arm in plan.arms for cell in plan.cells}
    arms = dict.fromkeys(plan.arms, 0)
    for number in range(plan.chunks):
        chunk = plan.chunk(number)
        worlds[(chunk.arm, *chunk.cell.values())] += chunk.rows
        arms[chunk.arm] += chunk.rows
        for done in (worlds, arms):
            assert max(done.values()) - min(done.values()) <= chunk.rows


def test_worlds_that_are_compared_meet_the_same_points_on_the_same_lucks() -> None:
    plan = plan_of(**RICH, replicates=70)
    worlds = plan.worlds
    for number in range(0, plan.chunks, worlds):
        together = [plan.chunk(number + k) for k in range(worlds)]
        assert len({(c.arm, *c.cell.values()) for c in together}) == worlds
        for chunk in together:
            assert np.array_equal(chunk.points, together[0].points)
            assert np.array_equal(chunk.replicates, together[0].replicates)


def test_points_come_in_an_order_that_the_seed_shuffles() -> None:
    def order(seed: int) -> list[int]:
        plan = plan_of(uncertain={"parameters": ["sigma"], "points": 30}, seed=seed, replicates=40)
        return [int(plan.chunk(number).points[0]) for number in range(plan.chunks)]

    assert sorted(order(1)) == sorted(order(2)) == list(range(30))
    assert order(1) == order(1) != order(2)
    assert order(1) != sorted(order(1))


def test_points_with_equal_pools_of_ideas_race_together() -> None:
    plan = plan_of(
        uncertain={
            "parameters": ["sigma", "ideas"], "ranges": {"ideas": [100, 104]}, "points": 2000,
        },
        replicates=1,
    )  # fmt: skip
    assert plan.chunks < 60
    pools = [plan.points["ideas"].iloc[plan.chunk(k).points[0]] for k in range(plan.chunks)]
    assert pools != sorted(pools)


def test_many_points_on_one_luck_fill_chunks() -> None:
    plan = plan_of(uncertain={"parameters": ["sigma"], "points": 100_000}, replicates=1)
    assert (plan.races, plan.chunks) == (100_000, -(-100_000 // MOST_ROWS))
    for number in (0, 17, plan.chunks - 1):
        assert plan.chunk(number).rows in (MOST_ROWS - 1, MOST_ROWS)


def test_many_labs_over_many_months_race_in_smaller_chunks() -> None:
    usual = plan_of(months=120, replicates=20_000)
    labs = [
        lab.model_copy(update={"name": f"{lab.name} {k}"})
        for k in range(7)
        for lab in usual.scenario.labs
    ][:40]
    crowd = usual.scenario.model_copy(update={"labs": tuple(labs)})
    many = Plan(usual.question, crowd, usual.points)
    assert usual.chunk(0).rows == MOST_ROWS
    rows = many.chunk(0).rows
    assert 16 <= rows < MOST_ROWS
    assert rows * 121 * 40 * len(LAB_RECORDED) * 8 <= planning.MOST_BYTES
    assert sum(many.chunk(number).rows for number in range(many.chunks)) == 20_000


def test_a_run_that_does_not_exist_is_refused() -> None:
    plan = plan_of()
    for run in (-1, 3, 10**12):
        with pytest.raises(SweepError, match=f"run {run}: this sweep has runs 0 to 2"):
            plan.locate(run)
    for number in (-1, plan.chunks):
        with pytest.raises(IndexError):
            plan.chunk(number)


def test_the_world_of_a_cell_does_not_depend_on_the_order_of_its_factors() -> None:
    factors = {"poor.distil": [0, 1], "rich.distil": [0, 1]}
    plan, fresh = plan_of(cross=factors), plan_of(cross=factors)
    first = plan.world("all", {"poor.distil": 0.0, "rich.distil": 1.0})
    turned = plan.world("all", {"rich.distil": 1.0, "poor.distil": 0.0})
    other = plan.world("all", {"rich.distil": 0.0, "poor.distil": 1.0})
    assert turned is first
    assert first.labs[0].levers == {"distil": 1.0}
    assert first.labs[5].levers == {"distil": 0.0}
    assert other.labs[5].levers == {"distil": 1.0}
    assert other == fresh.world("all", {"rich.distil": 0.0, "poor.distil": 1.0})


def test_no_more_worlds_are_kept_than_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "KEPT_WORLDS", 3)
    plan = plan_of(cross={"compute_ratio": list(range(1, 8))})
    worlds = [plan.world("all", cell) for cell in plan.cells]
    assert len(plan._worlds) == 3
    assert plan.world("all", plan.cells[-1]) is worlds[-1]
    assert [plan.world("all", cell) for cell in plan.cells] == worlds


def test_arms_are_put_on_top_of_the_cell() -> None:
    plan = plan_of(arms={"a": {"Oak.distil": 0.5}}, cross={"poor.distil": [0, 1]})
    for value in (0.0, 1.0):
        labs = {lab.name: lab for lab in plan.world("a", {"poor.distil": value}).labs}
        assert labs["Maple"].levers == {"distil": value}
        assert labs["Oak"].levers == {"distil": 0.5}


def test_values_of_a_point_are_its_row() -> None:
    plan = plan_of(uncertain={"design": "list", "values": {"sigma": [7, 8], "kappa": [3, 2]}})
    assert plan.values(1) == {"index_per_decade": 8.0, "kappa": 2.0}
    assert plan.problem()["bounds"] == [[7.0, 8.0], [2.0, 3.0]]
    assert plan_of().values(0) == {}


def test_an_uncertain_parameter_wins_over_the_scenarios_own(tmp_path: Path) -> None:
    text = (CATALOGUE / "ten-to-one.toml").read_text()
    path = tmp_path / "own.toml"
    path.write_text(f"{text}\n[parameters]\nsigma = 9.0\n")
    plan = plan_of(scenario=str(path), uncertain={"design": "list", "values": {"sigma": [7.0]}})
    computer = Computer(plan)
    computer.race(plan.chunk(0), slice(None))
    assert computer._race is not None
    assert set(computer._race.rules.index_per_decade) == {7.0}
    computer.close()


MATTERS: list[tuple[str, dict[str, Any]]] = [
    ("question", {"question": "Is it so?"}),
    ("seed", {"seed": 8}),
    ("months", {"months": 5}),
    ("replicates", {"replicates": 4}),
    ("scenario", {"scenario": "equal-start"}),
    ("arm", {"arms": ARMS | {"none": {"poor.distil": 0.1}}}),
    ("order of arms", {"arms": dict(reversed(ARMS.items()))}),
    ("order of factors", {"cross": dict(reversed(CROSS.items()))}),
    ("order of values", {"cross": CROSS | {"compute_ratio": [10, 3]}}),
    ("points", {"uncertain": RICH["uncertain"] | {"points": 6}}),  # type: ignore[operator]
    ("outcomes", {"outcomes": {"keep": ["lag_months.end"]}}),
]


@pytest.mark.parametrize(("what", "changes"), MATTERS, ids=[what for what, _ in MATTERS])
def test_whatever_matters_is_in_the_identity(what: str, changes: dict[str, Any]) -> None:
    assert plan_of(**(RICH | changes)).identity != plan_of(**RICH).identity


def test_the_identity_is_the_same_for_the_same_sweep_and_is_of_points_months_and_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = plan_of(**RICH)
    assert plan.identity == plan_of(**RICH).identity
    assert plan.identity != plan_of(True, **RICH).identity
    moved = plan.points.copy()
    moved.iloc[2, 1] = np.nextafter(moved.iloc[2, 1], 0.0)
    assert Plan(plan.question, plan.scenario, moved).identity != plan.identity
    changed = plan.scenario.model_copy(update={"turn_months": 6})
    assert Plan(plan.question, changed, plan.points).identity != plan.identity
    for name, other in (("engine_version", lambda: "other"), ("_code", lambda: b"other")):
        with monkeypatch.context() as patch:
            patch.setattr(planning, name, other)
            assert plan_of(**RICH).identity != plan.identity


def test_the_order_of_keys_that_overlap_is_in_the_identity() -> None:
    both = [
        plan_of(
            scenario="tenfold-2026", arms={"a": dict(each)}, outcomes={"keep": ["frontier.end"]}
        )
        for each in (
            [("us.distil", 0.0), ("open.distil", 1.0)],
            [("open.distil", 1.0), ("us.distil", 0.0)],
        )
    ]
    assert both[0].world("a", {}) != both[1].world("a", {})
    assert both[0].identity != both[1].identity


@settings(max_examples=15)
@given(plans(), st.booleans())
def test_a_plan_survives_json_and_pickle(plan: Plan, full: bool) -> None:
    plan = Plan(plan.question, plan.scenario, plan.points, full)
    text = json.dumps(plan.to_json(), indent=1)
    for again in (
        Plan.from_json(json.loads(text), plan.points.copy()),
        pickle.loads(pickle.dumps(plan)),
    ):
        assert again.identity == plan.identity
        assert again.question == plan.question
        assert again.scenario == plan.scenario
        assert again.full_history == full
        pd.testing.assert_frame_equal(again.points, plan.points, check_exact=True)
        last = plan.chunks - 1
        assert again.chunk(last).points.tolist() == plan.chunk(last).points.tolist()


DAMAGED: list[tuple[dict[str, Any], str]] = [
    ({"format": 99}, "another version of Tenfold"),
    ({"question": None}, "cannot be read"),
    ({"question": {}}, "cannot be read"),
    ({"scenario": {"name": "x"}}, "cannot be read"),
    ({"scenario": 3}, "cannot be read"),
    ({"parameters": ["sigma"]}, "its points are of other parameters"),
    ({"parameters": ["kappa", "index_per_decade"]}, "its points are of other parameters"),
]


@pytest.mark.parametrize(("changes", "says"), DAMAGED, ids=str)
def test_a_damaged_plan_is_refused_in_one_line(changes: dict[str, Any], says: str) -> None:
    plan = plan_of(**RICH)
    with pytest.raises(SweepError, match=says) as caught:
        Plan.from_json(plan.to_json() | changes, plan.points)
    assert len(str(caught.value).splitlines()) == 1
    for key in ("question", "scenario", "parameters", "full_history"):
        rest = {name: value for name, value in plan.to_json().items() if name != key}
        with pytest.raises(SweepError, match="cannot be read"):
            Plan.from_json(rest, plan.points)


def test_no_column_of_the_results_can_have_the_name_of_another() -> None:
    """Factors have a dot or are two words that no parameter has; outcomes end in a time."""
    own = {"run", "arm", "point", "replicate", "failed", "compute_ratio", "seat"}
    assert not own & set(load_parameters())
    assert not any("." in name for name in load_parameters())
    arms = {"run": {}, "point": {"poor.distil": 1.0}, "failed": {"poor.pay": 2.0}}
    plan = plan_of(**RICH | {"arms": arms})
    columns = runs_schema(plan).names
    assert [name for name, count in Counter(columns).items() if count > 1] == []


def test_months_are_the_scenarios_where_the_file_says_none() -> None:
    assert plan_of(months=None).months == load_scenario(SMALL["scenario"]).months == 48
    assert plan_of(months=5).months == 5
