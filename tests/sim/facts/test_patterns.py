"""Facts are found by their files, race paired arms, and are the same on any number of processes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tenfold.sim.experiments.races import Raced
from tenfold.sim.facts import f12_export_controls as controls
from tenfold.sim.facts.f05_tenfold_gap import ARMS as LEVERS
from tenfold.sim.facts.f06_breakthrough import own_breakthrough
from tenfold.sim.facts.f08_first_copy import waits
from tenfold.sim.facts.judge import judge, lines
from tenfold.sim.facts.pattern import MOST_ROWS, TEN_TO_ONE, Arm, Arms, Form, Measured, race_part
from tenfold.sim.facts.registry import FactError, all_patterns, file_names, find_patterns
from tenfold.sim.facts.sides import gap
from tenfold.sim.report.facts_table import facts_data, facts_markdown
from tenfold.sim.world import BREAKTHROUGH, NEVER
from tests.commands import Call

QUICK = Form(quick=True)


def test_there_are_fourteen_each_in_its_file() -> None:
    assert list(all_patterns()) == [f"F{number}" for number in range(1, 15)]
    named = [int(name[1:3]) for name in file_names()]
    assert named == [pattern.place for pattern in all_patterns().values()]


def test_facts_are_named_in_any_case_and_unknown_ones_refused() -> None:
    assert [each.number for each in find_patterns(["f12", "F2"])] == ["F2", "F12"]
    with pytest.raises(FactError, match=r"no fact .F15..*they go from F1 to F14"):
        find_patterns(["F15"])


@pytest.mark.slow
def test_the_same_on_any_number_of_processes() -> None:
    only = ["F4", "F14"]
    alone = judge(QUICK, only)
    assert lines(judge(QUICK, only, jobs=2)) == lines(alone)
    assert lines(judge(Form(seed=2, quick=True), only)) != lines(alone)


def test_parts_are_put_together_in_the_order_of_lucks() -> None:
    arms = Arms({"one": Arm(TEN_TO_ONE)}, {"gap": gap}, times=2)
    tasks = arms.tasks(Form(runs=MOST_ROWS))
    assert [task.arguments[3:] for task in tasks] == [(0, MOST_ROWS), (MOST_ROWS, 2 * MOST_ROWS)]
    whole = race_part(arms, "one", 1, 0, 4)
    parts = [race_part(arms, "one", 1, 0, 3), race_part(arms, "one", 1, 3, 4)]
    assert (arms.gather(parts).of("gap", "one") == whole[1]["gap"]).all()


def test_arms_with_events_are_paired_until_they_happen() -> None:
    pair = Arms({name: controls.ARMS[name] for name in ("as it is", "tightened")},
                {"lag": controls.lag})  # fmt: skip
    found = pair.gather([race_part(pair, name, 1, 0, 4) for name in pair.arms])
    apart = found.more("lag", "tightened", "as it is") != 0.0
    assert not apart[:, : controls.YEAR + 1].any()
    assert apart[:, -1].any()


def test_without_levers_nobody_learns_from_anybody() -> None:
    held = {lab.name: lab.levers for lab in LEVERS["no lever"].world().labs}
    assert all(levers["efficiency"] == 1.0 for levers in held.values())
    assert all(levers["distil"] == levers["explore"] == 0.0 for levers in held.values())


def planted(**world: object) -> Raced:
    """A race of two ideas and two labs of which only the ideas are known; lab 1 is poor."""
    groups = {"rich": np.array([True, False]), "poor": np.array([False, True])}
    race = SimpleNamespace(world=SimpleNamespace(**world))
    return Raced(race, SimpleNamespace(months=48), groups, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("poor_at", "rich_at", "copied", "kind", "own"),
    [
        (10.0, 12.0, 0.0, BREAKTHROUGH, True),
        (10.0, NEVER, 0.0, BREAKTHROUGH, True),
        (10.0, 9.0, 0.0, BREAKTHROUGH, False),  # the rich were first
        (10.0, 12.0, 1.0, BREAKTHROUGH, False),  # copied from outside
        (45.0, NEVER, 0.0, BREAKTHROUGH, False),  # too late for a model
        (-3.0, NEVER, 0.0, BREAKTHROUGH, False),  # before the race
        (10.0, 12.0, 0.0, BREAKTHROUGH + 1, False),
    ],
)
def test_what_a_breakthrough_of_its_own_is(
    poor_at: float, rich_at: float, copied: float, kind: float, own: bool
) -> None:
    raced = planted(
        idea=SimpleNamespace(kind=np.array([[kind]])),
        known_at=np.array([[[rich_at], [poor_at]]]),
        copied=np.array([[[0.0], [copied]]]),
    )
    assert own_breakthrough(raced)[0] == own


def test_waits_count_ideas_shown_in_the_race_and_copied() -> None:
    idea = SimpleNamespace(
        shown_at=np.array([[2.0, -1.0, 5.0, NEVER]]), copied_at=np.array([[6.0, 3.0, NEVER, NEVER]])
    )
    found = waits(planted(idea=idea))
    assert found[0, 0] == 4.0
    assert np.isnan(found[0, 1:]).all()


def test_differences_are_luck_by_luck() -> None:
    found = Measured({("gap", "on"): np.array([3.0, 5.0]), ("gap", "off"): np.array([1.0, 4.0])})
    assert (found.more("gap", "on", "off") == [2.0, 1.0]).all()


def test_what_is_written() -> None:
    judged = judge(QUICK, ["F4", "F11"])
    files = facts_data(judged, QUICK)
    data = json.loads(files["facts.json"])
    assert data["provenance"]["lucks"] == 20
    assert [len(each["lines"]) for each in data["facts"]] == [1, 2]
    assert data["facts"][1]["picture"]["kind"] == "Lines"
    rows = list(csv.DictReader(io.StringIO(files["facts.csv"])))
    assert [row["number"] for row in rows] == ["F4", "F11", "F11"]
    assert float(rows[1]["middle"]) == judged[1].facts[0].middle
    assert rows[1]["target_high"] == ""
    assert len(facts_markdown(lines(judged)).splitlines()) == 5


def test_the_command(call: Call, tmp_path: Path) -> None:
    quick = ("facts", "--only", "F4", "--quick", "--jobs", "1")
    answer = call(*quick, "--out", str(tmp_path))
    assert answer.code == 0, answer.err
    assert "poor side leads after 4 years (equal-start)" in answer.out
    assert "Short form" in answer.err
    assert json.loads(call(*quick, "--form", "json").out)[0]["number"] == "F4"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"facts.html", "facts.md", "facts.json", "facts.csv", "pictures"}
    assert call("facts", "--only", "F0").err.startswith("Error: no fact 'F0'")
