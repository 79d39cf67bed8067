"""Replay: the same bits in the sweep, alone, from the command line and as a game."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tenfold.scenarios.questions import SweepError, read_question
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.saves.practice import fork
from tenfold.sim.game.turns import Game
from tenfold.sim.measures import find_measure
from tenfold.sim.race import Race
from tenfold.sim.report.parquet import pq
from tenfold.sim.report.publish import FILES, publish
from tenfold.sim.report.races import run_races
from tenfold.sim.report.request import Request, make_request
from tenfold.sim.sweep.compute import Computer, failed_part, runs_part
from tenfold.sim.sweep.plan import Plan, make_plan
from tenfold.sim.sweep.replay import (
    RunFailed,
    as_game,
    find_run,
    paths,
    replay,
    stored_row,
)
from tenfold.sim.sweep.replay_table import show
from tenfold.sim.sweep.running.claim import claim
from tenfold.sim.sweep.running.disk import SweepFolderError
from tenfold.sim.sweep.running.store import Folder, open_folder

RUN = 17
QUESTION = {
    "question": "How much lag does distillation remove?",
    "scenario": "ten-to-one",
    "months": 15,
    "seed": 2026,
    "replicates": 3,
    "arms": {"none": {"poor.distil": 0.0}, "distil": {"poor.distil": 0.9}},
    "cross": {"compute_ratio": [3.0, 10.0]},
    "uncertain": {"parameters": ["research_pace", "sigma"], "points": 3},
    "outcomes": {"keep": ["lag_months.end", "poor_leads.end", "frontier.mean", "poor.cash.m7"]},
}


def plan_of(**changes: object) -> Plan:
    return make_plan(read_question(QUESTION | changes, "question"))


def make_sweep(folder: Path, plan: Plan, chunks: int | None = None) -> Folder:
    """A sweep on disk, all of it or its first chunks."""
    computer = Computer(plan)
    with claim(folder, plan, b"") as keeper:
        for number in range(plan.chunks if chunks is None else chunks):
            keeper.keep(number, computer.compute(number))
    computer.close()
    return open_folder(folder)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Thirty-six races of fifteen months."""
    return make_sweep(tmp_path_factory.mktemp("sweep"), plan_of())


@pytest.mark.slow
def test_run_17_is_the_same_race_everywhere(sweep: Folder, tmp_path: Path) -> None:
    replayed = replay(sweep.path, RUN)
    address = replayed.address
    assert replayed.equal is True
    assert replayed.row is not None
    assert replayed.row == sweep.frame().set_index("run", drop=False).loc[RUN].to_dict()

    whole = replayed.history.lab.tobytes()
    game = as_game(address, replayed.question, folder=tmp_path)
    assert game.race.history.lab.tobytes() == whole
    assert game.race.history.market.tobytes() == replayed.history.market.tobytes()
    assert tuple(game.race.happenings()) == replayed.happenings
    assert Game.load(tmp_path, game.token).race.history.lab.tobytes() == whole

    histories = [history.lab.tobytes() for _, history in run_races(request_of(replayed.command()))]
    assert histories == [whole]


def request_of(command: str) -> Request:
    """What the command line makes of a line that is printed."""
    words = shlex.split(command)
    assert words[:4] == ["python", "run.py", "run", "ten-to-one"]
    options = list(zip(words[4::2], words[5::2], strict=True))

    def given(option: str) -> list[str]:
        return [value for name, value in options if name == option]

    return make_request(
        words[3],
        seed=int(given("--seed")[0]),
        months=int(given("--months")[0]),
        first_run=int(given("--first-run")[0]),
        settings=given("--set"),
        choices=given("--choice"),
    )


def test_every_run_is_found_where_it_is_stored(sweep: Folder) -> None:
    frame = sweep.frame()
    assert len(frame) == sweep.plan.races == 36
    for run in range(0, 36, 5):
        replayed = replay(sweep, run)
        assert replayed.equal is True
        assert replayed.address.arm == frame["arm"][run]
        values = replayed.address.values
        assert len(values) == 2
        assert {name: frame[name][run] for name in values} == values


def test_a_single_bit_is_noticed(sweep: Folder, tmp_path: Path) -> None:
    plan = sweep.plan
    chunk = plan.chunk(0)
    outcomes = sweep.frame()[[each.name for each in plan.outcomes]].to_numpy()[: chunk.rows].T
    changed = outcomes.copy()
    changed[2, 0] = np.nextafter(changed[2, 0], np.inf)
    for name, values in (("same", outcomes), ("changed", changed)):
        with claim(tmp_path / name, plan, b"") as keeper:
            keeper.keep(0, {"runs": runs_part(plan, chunk, values, [""] * chunk.rows)})
    assert replay(tmp_path / "same", 0).equal is True
    replayed = replay(tmp_path / "changed", 0)
    assert replayed.equal is False
    assert "please report" in replayed.verdict
    assert replay(tmp_path / "changed", 1).equal is True


def test_a_damaged_part_says_so(tmp_path: Path) -> None:
    sweep = make_sweep(tmp_path / "sweep", plan_of(), chunks=1)
    path = sweep.path / "runs" / "part-000000.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(SweepFolderError, match=r"part-000000.*is damaged"):
        replay(sweep.path, 0)


def test_another_engine_is_not_hidden(sweep: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replay(sweep.path, RUN).same_engine
    monkeypatch.setattr("tenfold.sim.sweep.plan.engine_version", lambda: "another")
    replayed = replay(sweep.path, RUN)
    assert not replayed.same_engine
    assert replayed.equal is True
    assert "Another engine than the sweep's" in replayed.verdict


def test_a_run_that_is_not_there_is_one_line_with_the_range(sweep: Folder) -> None:
    for run in (-1, 36):
        with pytest.raises(SweepError, match="runs 0 to 35") as caught:
            replay(sweep.path, run)
        assert "\n" not in str(caught.value)


def test_a_failed_run_says_why(tmp_path: Path) -> None:
    plan = plan_of()
    with claim(tmp_path / "sweep", plan, b"") as keeper:
        keeper.keep(0, failed_part(plan, 0, "the machine was on fire"))
    with pytest.raises(RunFailed, match="run 0 failed in the sweep: the machine was on fire"):
        replay(tmp_path / "sweep", 0)


def test_a_run_that_is_still_to_come_has_nothing_to_compare_with(tmp_path: Path) -> None:
    sweep = make_sweep(tmp_path / "sweep", plan_of(), chunks=1)
    replayed = replay(sweep.path, 35)
    assert replayed.row is None
    assert replayed.equal is None
    assert "not raced this run yet" in replayed.verdict


def test_a_folder_that_is_no_sweep_says_so(tmp_path: Path) -> None:
    with pytest.raises(SweepFolderError, match="not the folder of a sweep"):
        replay(tmp_path, 0)


def test_a_changed_scenario_has_no_command_line(sweep: Folder) -> None:
    plan = sweep.plan
    renamed = Plan(
        plan.question, plan.scenario.model_copy(update={"title": "Another"}), plan.points
    )
    assert replay(Folder(sweep.path, renamed, sweep.about), RUN).command() == ""


def test_the_seat_is_the_one_named_or_the_poor_one_or_the_one_asked_for(
    sweep: Folder, tmp_path: Path
) -> None:
    address = find_run(sweep.plan, RUN)
    assert address.seat == "Maple"
    assert as_game(address, "Does it?", folder=tmp_path).header.seat == "Maple"
    assert as_game(address, "Does it?", "Cedar", tmp_path).header.seat == "Cedar"
    with pytest.raises(GameError, match="no lab 'Elm'"):
        as_game(address, "Does it?", "Elm", tmp_path)
    named = find_run(plan_of(cross={"seat": ["Cedar"]}, arms={"all": {"seat.distil": 0.5}}), 0)
    assert named.seat == "Cedar"


@pytest.mark.parametrize(
    ("arm", "keys", "cross", "seat"),
    [
        ("none", {"poor.distil": 0.0}, {}, "Maple"),
        ("rich", {"rich.protection": 1.0}, {}, "Alder"),
        ("one", {"Cedar.distil": 1.0}, {}, "Cedar"),
        ("both", {"Cedar.distil": 1.0, "rich.protection": 1.0}, {}, "Cedar"),
        ("arm_first", {"Cedar.distil": 1.0}, {"rich.protection": [1.0]}, "Cedar"),
        ("crossed", {"all.distil": 0.0}, {"rich.protection": [1.0]}, "Alder"),
        ("everybody", {"all.distil": 0.0}, {}, "Maple"),
        ("nobody", {"world.sigma": 2.0}, {"compute_ratio": [3.0]}, "Maple"),
    ],
)
def test_the_seat_is_of_the_first_lab_that_the_run_is_about(
    arm: str, keys: dict[str, float], cross: dict[str, list[float]], seat: str
) -> None:
    plan = plan_of(arms={arm: keys}, cross=cross, uncertain=None)
    assert find_run(plan, 0).seat == seat


def test_a_run_with_nothing_chosen_has_the_seat_of_those_it_is_compared_with() -> None:
    plan = plan_of(
        scenario="tenfold-2026",
        arms={"as_is": {}, "blocked": {"china.distil": 0.0}},
        cross={},
        outcomes={"keep": ["chinese_lag_months.end"]},
    )
    labs = plan.scenario.labs
    first = next(lab.name for lab in labs if lab.home == "china")
    assert first != labs[0].name
    assert {find_run(plan, run).seat for run in range(plan.races)} == {first}


def test_the_game_of_a_run_can_be_taken_over(sweep: Folder, tmp_path: Path) -> None:
    game = as_game(find_run(sweep.plan, RUN), "Does it?", folder=tmp_path)
    taken = fork(tmp_path, game, 4)
    assert (taken.turn, taken.turns) == (4, 5)
    assert taken.race.history.lab[0, :10].tobytes() == game.race.history.lab[0, :10].tobytes()
    assert taken.end_turn(4)


def test_races_of_broken_quarters_are_no_games(tmp_path: Path) -> None:
    with pytest.raises(GameError, match="whole quarters"):
        as_game(find_run(plan_of(months=16), RUN), "Does it?", folder=tmp_path)


def test_paths_end_where_the_outcomes_are(sweep: Folder) -> None:
    frame = sweep.frame()
    ours = frame[(frame["arm"] == "distil") & (frame["compute_ratio"] == 10.0)]
    runs = ours["run"].to_list()[::-1]
    months, lags = paths(sweep.plan, "lag_months", "distil", {"compute_ratio": 10.0}, runs)
    assert months.tolist() == list(range(16))
    assert lags.shape == (9, 16)
    assert lags[:, -1].tolist() == ours["lag_months.end"].to_list()[::-1]
    _, cash = paths(sweep.plan, "poor.cash", "distil", {"compute_ratio": 10.0}, runs)
    assert cash[:, 7].tolist() == ours["poor.cash.m7"].to_list()[::-1]
    alone = replay(sweep, runs[0])
    path = find_measure("lag_months", sweep.plan.scenario).path(alone.history, _groups(sweep.plan))
    assert path[0].tolist() == lags[0].tolist()


def _groups(plan: Plan) -> dict[str, np.ndarray]:
    from tenfold.sim.measures import groups_of

    return groups_of(plan.scenario)


def test_paths_refuse_runs_of_another_arm_or_cell(sweep: Folder) -> None:
    frame = sweep.frame()
    run = int(frame["run"][frame["arm"] == "none"].iloc[0])
    with pytest.raises(SweepError, match="not of arm 'distil'"):
        paths(sweep.plan, "lag_months", "distil", {"compute_ratio": 10.0}, [run])
    assert paths(sweep.plan, "lag_months", "none", {"compute_ratio": 3.0}, [])[1].shape == (0, 16)


def test_the_pool_of_ideas_may_differ_between_paths() -> None:
    uncertain = {"design": "list", "values": {"ideas": [40.0, 60.0, 40.0]}}
    plan = plan_of(uncertain=uncertain, cross={}, arms={"all": {}}, replicates=2)
    runs = list(range(plan.races))
    _, values = paths(plan, "frontier", "all", {}, runs)
    for run in runs:
        address = find_run(plan, run)
        race = Race(address.scenario, seed=address.seed, first_run=address.luck, collect=False)
        best = find_measure("frontier", plan.scenario).path(race.run(), _groups(plan))
        assert values[run].tolist() == best[0].tolist()


@pytest.mark.slow
def test_a_replay_is_shown_and_written(sweep: Folder, tmp_path: Path) -> None:
    replayed = replay(sweep, RUN)
    console = Console(record=True, width=100, file=open("/dev/null", "w"))  # noqa: SIM115
    show(console, replayed, tmp_path / "out", lambda _, path: path.touch())
    said = console.export_text()
    assert "bit for bit" in said
    assert repr(replayed.outcomes["lag_months.end"]) in said
    assert replayed.command() in said
    show(console, replayed, program="'my tools/tenfold'")
    assert f"'my tools/tenfold' run ten-to-one --seed {replayed.address.seed}" in (
        console.export_text()
    )
    kept = pq.read_table(tmp_path / "out" / "history.parquet").to_pandas()
    assert np.array_equal(
        kept["capability"].to_numpy(), replayed.history.series("capability")[0].ravel()
    )


@pytest.mark.slow
def test_what_is_written_says_truly_where_it_comes_from(sweep: Folder, tmp_path: Path) -> None:
    """The folder is the one that the printed `run` command writes, to the last byte."""
    replayed = replay(sweep, RUN)
    address, row = replayed.address, replayed.row
    assert row is not None
    silent = replace(address.request, parameters={}, choices={})
    asked = {
        "replay": address.request,
        "run": request_of(replayed.command()),
        "silent": silent,
    }
    for name, request in asked.items():
        publish(request, tmp_path / name, lambda _, path: path.touch())

    summary = json.loads((tmp_path / "replay" / "summary.json").read_text())
    assert summary["parameters_changed"] == {name: row[name] for name in sweep.plan.parameters}
    assert summary["choices"] == {
        "compute_ratio": row["compute_ratio"],
        **sweep.plan.question.arms[row["arm"]],
    }
    for file in FILES:
        ours, theirs = (tmp_path / name / file for name in ("replay", "run"))
        assert ours.read_bytes() == theirs.read_bytes(), file
    for file in ("history.parquet", "market.parquet"):
        ours, before = (pq.read_table(tmp_path / name / file) for name in ("replay", "silent"))
        assert ours.equals(before), file  # values alone: no bit of a race has changed
        assert ours.schema.metadata[b"tenfold.choices"] == str(summary["choices"]).encode()


def test_the_row_of_a_run_is_plain_values(sweep: Folder) -> None:
    row = stored_row(sweep, RUN)
    assert row is not None
    assert json.loads(json.dumps(row)) == row
    assert row["run"] == RUN
