"""Uploads: a teacher's own scenario is taken whole, and nothing else is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tenfold.scenarios.load import load_scenario
from tests.ui.classroom.api.conftest import PLAN
from tests.ui.classroom.api.serving import Served

OWN = """
extends = "ten-to-one"
name = "our-town"
title = "Our <b>town</b>"
teaches = "What we found."
tension = "Who wins?"
"""


def test_a_scenario_of_ones_own_is_played(served: Served) -> None:
    said = served.post("scenarios", {"toml": OWN}, served.host)
    assert said.status == 200, said.body
    scenario = said.json["scenario"]
    assert scenario["title"] == "Our <b>town</b>"
    made = served.post("rooms", {"plan": {**PLAN, "scenario": scenario}}, served.host)
    assert made.status == 201, made.body


def test_it_may_extend_no_file(served: Served, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('secret = "of the house"')
    for name in (str(other), "other.toml", "../other.toml", "/etc/passwd", "our-town"):
        text = OWN.replace('"ten-to-one"', f'"{name}"')
        said = served.post("scenarios", {"toml": text}, served.host)
        assert said.status == 400
        assert "catalogue" in said.error
        assert "secret" not in said.error


HOSTILE = [
    "", "a = 1", "name = ", "[[labs]]\n" * 5_000, "a = " + "[" * 50_000, "a = " + "9" * 50_000,
    "\n".join(f"a{i} = {i}" for i in range(20_000)), "\x00", "'''" * 9_000,
    OWN + "parameters = { kappa = 1e999 }", OWN + "parameters = { kappa = nan }",
    OWN + 'parameters = { "__class__" = 1.0 }', OWN + "drop_labs = ['Nobody']",
    OWN.replace("our-town", "../../etc/x"), OWN.replace("our-town", "x" * 5_000),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:24]))
def test_hostile_files_are_refused_in_a_line_and_soon(served: Served, text: str) -> None:
    begun = time.perf_counter()
    said = served.post("scenarios", {"toml": text}, served.host)
    assert said.status == 400, said.body[:200]
    assert 0 < len(said.error) <= 400
    assert "/tmp" not in said.error
    assert "\n" not in said.error
    assert time.perf_counter() - begun < 5.0


def test_hostile_scenarios_in_a_plan_are_refused(served: Served) -> None:
    good = load_scenario("ten-to-one").model_dump(mode="json")
    lab = good["labs"][0]
    changes: list[dict[str, Any]] = [
        {"labs": [{**lab, "name": f"L{i}"} for i in range(300)]}, {"labs": []}, {"months": 10**9},
        {"labs": [{**lab, "chips": -1}]}, {"more": 1}, {"parameters": {"kappa": "x"}},
        {"labs": [{**lab, "name": "<script>" * 50}]},
    ]  # fmt: skip
    for change in changes:
        plan = {**PLAN, "scenario": {**good, **change}}
        said = served.post("rooms", {"plan": plan}, served.host)
        assert said.status == 400, list(change)
        assert 0 < len(said.error) <= 400
    assert served.get("rooms", served.host).json == {"rooms": []}


def test_the_catalogue_can_be_played_as_it_is_told(served: Served) -> None:
    told = served.get("scenarios", served.host).json["scenarios"]
    assert "tenfold-2026" in {one["name"] for one in told}
    for one in told:
        plan = {"scenario": one["name"], "seats": [one["usual"]]}
        assert served.post("rooms", {"plan": plan}, served.host).status == 201


def test_a_backup_is_a_whole_file(served: Served, tmp_path: Path) -> None:
    from tenfold.ui.classroom.store.backups import restore

    made = served.post("rooms", {"plan": PLAN}, served.host).json
    said = served.get("backup", served.host)
    assert said.headers["content-type"] == "application/vnd.sqlite3"
    assert "attachment" in said.headers["content-disposition"]
    copy = tmp_path / "copy.db"
    copy.write_bytes(said.body)
    assert len(said.body) == int(said.headers["content-length"])
    restore(tmp_path / "elsewhere", copy)
    other = Served(tmp_path / "elsewhere")
    assert other.get("teacher/state", made["teacher"]).status == 200
    other.close()
