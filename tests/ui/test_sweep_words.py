"""The explorer's words: everything in the address, what cannot be shown says so."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from tenfold.scenarios.questions import list_questions, read_question
from tenfold.sim.sweep.compute import runs_part
from tenfold.sim.sweep.plan import Plan, make_plan
from tenfold.sim.sweep.running.claim import claim
from tenfold.ui import sweep_words as words
from tenfold.ui.charts.palette import REST
from tenfold.ui.charts.sweep import MOST_POINTS
from tenfold.ui.pages import sweep as pages
from tenfold.ui.pages.sweep_reading import Shelf, look
from tenfold.ui.sweep_words import Picked, Sweep

QUESTION = {
    "question": "How much lag does distillation remove?",
    "scenario": "ten-to-one",
    "months": 12,
    "seed": 2026,
    "replicates": 5,
    "arms": {"none": {"poor.distil": 0.0}, "distil": {"poor.distil": 0.9}},
    "cross": {"compute_ratio": [3.0, 10.0], "poor.policy": ["autopilot", "distiller"]},
    "uncertain": {"parameters": ["sigma", "kappa"], "points": 4},
    "outcomes": {"keep": ["lag_months.end", "poor_leads.end"]},
    "answer": {"contrast": "poor_leads.end: distil - none"},
}
RACES = 160


def plan_of(**changes: object) -> Plan:
    return make_plan(read_question(QUESTION | changes, "question"))


def write(folder: Path, plan: Plan, chunks: int | None = None, failed: int = 0) -> Path:
    """A sweep whose outcomes are made up: lags grow with the run, the poor lead in every third."""
    with claim(folder, plan, b"") as keeper:
        for number in range(plan.chunks if chunks is None else chunks):
            chunk = plan.chunk(number)
            runs = chunk.first_run + np.arange(chunk.rows)
            values = np.array([0.1 * runs, runs % 3 == 0], dtype=np.float64)
            reasons = ["on fire" if run < failed else "" for run in runs]
            values[:, runs < failed] = np.nan
            keeper.keep(number, {"runs": runs_part(plan, chunk, values, reasons)})
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sweep"), plan_of(), failed=2)


@pytest.fixture
def sweep(folder: Path) -> Sweep:
    return Shelf().read(str(folder))


def test_an_address_without_wishes_shows_the_answer_across_the_first_factor(sweep: Sweep) -> None:
    now = words.picked(sweep, {})
    assert now == Picked("poor_leads.end", "compute_ratio", "arm", None)


def test_everything_picked_stands_in_the_address(sweep: Sweep) -> None:
    now = words.picked(sweep, {}).changed({"x": "kappa", "colour": "poor.policy"})
    now = now.changed({"run": 17}).changed({"outcome": "lag_months.end"})
    address = now.address("/some where/else & more")
    query = parse_qs(urlsplit(address).query)
    assert query["folder"] == ["/some where/else & more"]
    assert words.picked(sweep, query) == now


def test_an_address_that_makes_no_sense_is_shown_as_usual(sweep: Sweep) -> None:
    query = {"outcome": ["nothing"], "x": ["up"], "colour": ["loud"], "run": [""]}
    assert words.picked(sweep, query) == words.picked(sweep, {})


@pytest.mark.parametrize("run", ["-1", "160", "x", "1e3", "99999999999999999999", "²"])
def test_a_run_that_is_not_there_is_told_which_there_are(sweep: Sweep, run: str) -> None:
    """Whether it stands in an address or was typed into the card while another run was shown."""
    typed = int(run) if run in ("-1", "160") else run
    shown = words.picked(sweep, {"run": ["17"]})
    for now in (words.picked(sweep, {"run": [run]}), shown.changed({"run": typed})):
        card = words.run_card(sweep, now.run)
        assert card["hint"] == "This sweep has runs 0 to 159."
        assert card["refused"]
        assert not card["found"]
        assert "ended" not in card
        assert words.picked(sweep, parse_qs(urlsplit(now.address("a")).query)) == now
        assert len(words.points(sweep, now)[0].run) == RACES - 2


def test_the_head_says_what_the_sweep_is(sweep: Sweep) -> None:
    head = words.heading(sweep)
    assert head["question"] == QUESTION["question"]
    assert "160 races of 12 months" in head["facts"]
    assert "2 arms × 2 values of compute ratio × 2 values of poor.policy" in head["facts"]
    assert head["notes"] == ["2 races failed and cannot be drawn."]


def test_a_sweep_of_another_version_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenfold.sim.sweep.plan.engine_version", lambda: "another")
    notes = words.heading(Shelf().read(str(folder)))["notes"]
    assert "another version" in notes[0]


def test_selects_offer_what_there_is(sweep: Sweep) -> None:
    now = words.picked(sweep, {})
    outcome, across, colour = words.selects(sweep, now)
    assert [o["value"] for o in outcome["groups"][0]["options"]] == list(sweep.outcomes)
    assert [group["label"] for group in across["groups"]] == ["Choices", "Uncertain", "Outcomes"]
    assert "kappa" in [o["value"] for o in across["groups"][1]["options"]]
    assert [o["value"] for o in colour["groups"][0]["options"]] == [
        "arm", "compute_ratio", "poor.policy", "none",
    ]  # fmt: skip


@pytest.mark.parametrize("colour", ["arm", "compute_ratio", "poor.policy", "none"])
def test_every_race_that_did_not_fail_is_in_one_group(sweep: Sweep, colour: str) -> None:
    now = words.picked(sweep, {"colour": [colour], "outcome": ["lag_months.end"]})
    groups = words.grouped(sweep, now)
    every = np.sort(np.concatenate(list(groups.values())))
    assert every.tolist() == np.sort(sweep.good["lag_months.end"]).tolist()
    assert len(every) == RACES - 2
    points, said = words.points(sweep, now)
    assert said == ""
    assert [int((points.group == k).sum()) for k in range(len(groups))] == [
        len(values) for values in groups.values()
    ]


def test_groups_hold_the_races_of_their_value(sweep: Sweep) -> None:
    groups = words.grouped(sweep, Picked("lag_months.end", "arm", "poor.policy"))
    frame = sweep.good
    for name, values in groups.items():
        theirs = frame["lag_months.end"][frame["poor.policy"] == name]
        assert values.tolist() == theirs.to_list()


@pytest.mark.parametrize("x", ["arm", "compute_ratio", "poor.policy", "kappa", "poor_leads.end"])
def test_points_lie_where_their_races_are(sweep: Sweep, x: str) -> None:
    points, _ = words.points(sweep, Picked("lag_months.end", x, "arm"))
    frame = sweep.good.set_index("run")
    for run, at, y in list(zip(points.run, points.x, points.y, strict=True))[::13]:
        assert y == frame.loc[run, "lag_months.end"]
        value = frame.loc[run, x]
        if x == "poor_leads.end":
            assert (points.categories[int(at)] == "yes") == (value == 1.0)
        elif points.categories:
            name = value if isinstance(value, str) else f"{value:g}"
            assert points.categories[int(at)] == name
        else:
            assert at == value


def test_the_table_has_the_figures_behind_the_chart(sweep: Sweep) -> None:
    groups = {"a": np.array([1.0, 2.0, 3.0]), "b": np.zeros(0)}
    table = words.table(groups, "compute_ratio")
    assert table["title"] == "compute ratio"
    assert table["rows"][0]["cells"] == ["3", "2", "1.2 to 2.8", "2"]
    assert table["rows"][1]["cells"] == ["0", "–", "–", "–"]
    chance = words.table({"a": np.array([1.0, 0.0, 0.0, 0.0])}, "arm")
    assert chance["rows"][0]["cells"] == ["4", "25.0 %"]


def test_the_card_of_a_run_is_its_row(sweep: Sweep) -> None:
    card = words.run_card(sweep, 17)
    row = sweep.frame.iloc[17]
    assert card["where"][0] == ["arm", row["arm"]]
    assert [name for name, _, _ in card["world"]] == [
        words.label_of(name) for name in sweep.plan.parameters
    ]
    assert card["ended"][0][:2] == ["lag_months.end", "1.7"]
    assert card["seat"] in card["seats"]
    assert card["playable"]
    assert card["command"].startswith("python run.py replay ")
    assert card["command"].endswith(" --run 17")
    assert words.run_card(sweep, 17, "tenfold")["command"].startswith("tenfold replay ")
    assert words.run_card(sweep, 0)["failed"] == "on fire"
    assert "number from 0 to 159" in words.run_card(sweep, None)["hint"]
    json.dumps(card, allow_nan=False)


@pytest.mark.parametrize(
    ("contrast", "colour", "quiet"),
    [
        ("poor_leads.end: distil - none", "arm", 0),
        ("poor_leads.end: none - distil", "arm", 1),
        ("poor_leads.end: none - distil", "compute_ratio", 0),
        ("poor_leads.end: compute_ratio 3 - 10", "compute_ratio", 1),
        ("poor_leads.end: compute_ratio 3 - 10", "arm", 0),
        ("poor_leads.end: poor.policy autopilot - distiller", "poor.policy", 1),
        ("poor_leads.end: none - distil", "none", 0),
        ("poor_leads.end", "arm", 0),
        ("", "arm", 0),
    ],
)
def test_what_is_compared_with_is_quiet_as_in_the_report(
    tmp_path: Path, contrast: str, colour: str, quiet: int
) -> None:
    plan = plan_of(answer={"contrast": contrast} if contrast else None)
    sweep = Shelf().read(str(write(tmp_path, plan, chunks=4)))
    now = words.picked(sweep, {"colour": [colour]})
    assert words.reference(sweep, now) == quiet
    rows = words.table(words.grouped(sweep, now), now.colour, quiet)["rows"]
    grey = [row["light"] == REST.light and row["dark"] == REST.dark for row in rows]
    assert grey == [len(rows) > 1 and place == quiet for place in range(len(rows))]


def test_the_table_says_which_cells_it_covers_where_the_answer_is_read_in_some(
    sweep: Sweep, tmp_path: Path
) -> None:
    assert words.covered(sweep, words.picked(sweep, {})) == ""
    at = {"compute_ratio": 10.0, "poor.policy": "distiller"}
    plan = plan_of(answer=QUESTION["answer"] | {"at": at})
    there = Shelf().read(str(write(tmp_path, plan, chunks=4)))
    now = words.picked(there, {})
    said = words.covered(there, now)
    assert said == (
        "Races of all values of compute ratio and all values of policy; the report reads its "
        "answer at compute ratio 10 and policy distiller."
    )
    assert words.table(words.grouped(there, now), now.colour, 0, said)["covers"] == said
    assert words.covered(there, now.changed({"colour": "poor.policy"})) == (
        "Races of all values of compute ratio; the report reads its answer at compute ratio 10."
    )


def test_a_race_of_broken_quarters_cannot_be_played(tmp_path: Path) -> None:
    sweep = Shelf().read(str(write(tmp_path / "sweep", plan_of(months=13), chunks=1)))
    card = words.run_card(sweep, 0)
    assert not card["playable"]
    assert "whole quarters" in card["unplayable"]


def test_a_sweep_that_is_still_running_shows_what_is_there(tmp_path: Path) -> None:
    plan = plan_of()
    sweep = Shelf().read(str(write(tmp_path / "sweep", plan, chunks=1)))
    there = plan.chunk(0).rows
    assert f"So far {there} of 160 races are there" in words.heading(sweep)["notes"][0]
    assert "not raced run 159 yet" in words.run_card(sweep, 159)["hint"]
    points, _ = words.points(sweep, words.picked(sweep, {}))
    assert len(points.run) == there


def test_many_races_are_sampled_and_the_chosen_one_is_always_drawn(tmp_path: Path) -> None:
    plan = plan_of(replicates=320)
    sweep = Shelf().read(str(write(tmp_path / "sweep", plan)))
    now = words.picked(sweep, {})
    points, said = words.points(sweep, now)
    assert len(points.run) == MOST_POINTS
    assert said == "4,000 of 10,240 races, evenly sampled"
    left_out = min(set(range(plan.races)) - set(points.run.tolist()))
    chosen, _ = words.points(sweep, now.changed({"run": left_out}))
    assert left_out in chosen.run


def test_what_is_no_sweep_is_refused_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (
        str(tmp_path),
        str(tmp_path / "nowhere"),
        str(tmp_path / "file"),
        "a\0b",
        "x" * 9999,
    ):
        sweep, problem = look(path)
        assert sweep is None
        assert problem
        assert "\n" not in problem
    broken = write(tmp_path / "sweep", plan_of())
    (broken / "runs" / "part-000001.parquet").write_bytes(b"torn")
    assert "is damaged" in look(str(broken))[1]


def test_a_sweep_is_read_once_until_it_grows(tmp_path: Path) -> None:
    plan, shelf = plan_of(), Shelf()
    path = write(tmp_path / "sweep", plan, chunks=1)
    first = shelf.read(str(path))
    assert shelf.read(str(path)) is first
    time.sleep(0.01)
    write(path, plan)
    assert len(shelf.read(str(path)).frame) == RACES
    for name in ("a", "b"):
        shelf.read(str(write(tmp_path / name, plan, chunks=1)))
    assert len(shelf._kept) == 2


def test_the_example_is_a_sweep_that_comes_with_the_project() -> None:
    assert pages.EXAMPLE in list_questions()
    assert pages.EXAMPLE in pages.EMPTY["command"]
