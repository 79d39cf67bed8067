"""A reply is judged on lucks of its own, is the same on any number of processes, and is written."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.replies import reply as replies
from tenfold.sim.replies.objectives import OBJECTIVES, ObjectiveError
from tenfold.sim.replies.reply import Asked, Reply, ReplyError, find_replies, seats_of
from tenfold.sim.replies.seat import SeatRaces
from tenfold.sim.replies.writing import FILES, replies_table, reply_table, write_replies
from tests.commands import Call

QUICK = Asked("Maple", "ten-to-one", trials=8, lucks=2)


@pytest.fixture(scope="module")
def found() -> Reply:
    return find_replies([QUICK])[0]


def test_training_and_fresh_lucks_share_nothing() -> None:
    kinds = [
        range(replies.FIRST_LUCK, replies.FIRST_LUCK + replies.MOST_LUCKS),
        range(replies.FIRST_MORE, replies.FIRST_MORE + replies.MORE),
        range(replies.FIRST_FRESH, replies.FIRST_FRESH + replies.FRESH),
    ]
    assert len(set().union(*kinds)) == sum(len(kind) for kind in kinds)


@pytest.mark.slow
def test_the_gain_is_paired_and_on_fresh_lucks(found: Reply) -> None:
    races = SeatRaces(load_scenario("ten-to-one"), "Maple", OBJECTIVES["capability"], 1)
    fresh = np.arange(replies.FIRST_FRESH, replies.FIRST_FRESH + replies.FRESH)
    gains = races.play([found.schedule], fresh).reached - races.as_usual(fresh).reached
    assert found.gain.middle == pytest.approx(gains.mean())
    error = 1.645 * gains.std(ddof=1) / np.sqrt(len(gains))
    assert found.gain.low == pytest.approx(gains.mean() - error, rel=1e-3)
    assert found.gain.middle == pytest.approx(found.found.middle - found.usual.middle)


@pytest.mark.slow
def test_the_same_on_any_number_of_processes(found: Reply) -> None:
    asked = [QUICK, replace(QUICK, seat="Alder")]
    both = find_replies(asked, jobs=2)
    assert both[0].schedule == found.schedule
    assert both[0].gain.middle == found.gain.middle
    assert both[1].seat == "Alder"


def test_what_cannot_be_searched_is_said() -> None:
    with pytest.raises(ReplyError, match="--trials 0: must lie from 1 to 10000"):
        replace(QUICK, trials=0).check()
    with pytest.raises(ObjectiveError, match="no objective 'fame'"):
        replace(QUICK, objective="fame").check()
    assert len(seats_of("all", "ten-to-one")) == 6
    assert seats_of("MAPLE", "ten-to-one") == ["Maple"]


@pytest.mark.parametrize("name", list(OBJECTIVES))
def test_objectives_are_one_figure_a_race(name: str) -> None:
    scenario = load_scenario("ten-to-one").model_copy(update={"months": 12})
    values = SeatRaces(scenario, "Maple", OBJECTIVES[name], 1).as_usual(np.arange(3)).reached
    assert values.shape == (3,)
    assert np.isfinite(values).all()
    assert len(set(values)) == 3


def test_replies_are_written(found: Reply, tmp_path: Path) -> None:
    write_replies([found], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    data = json.loads((tmp_path / "reply.json").read_text())[0]
    assert data["schedule"]["run_share"] == list(found.schedule.settings["run_share"])
    assert data["gain_fresh"]["middle"] == found.gain.middle
    rows = list(csv.DictReader((tmp_path / "reply.csv").open()))
    months = [int(row["from_month"]) for row in rows if row["lever"] == "distil"]
    assert months == [0, 12, 24]
    assert reply_table(found).row_count > 10
    assert replies_table([found]).row_count == 1


def test_the_command(call: Call, tmp_path: Path) -> None:
    quick = ("best-reply", "Maple", "--scenario", "ten-to-one", "--trials", "8", "--lucks", "2")
    answer = call(*quick, "--out", str(tmp_path))
    assert answer.code == 0, answer.err
    assert "Best reply of Maple (autopilot)" in answer.out
    assert "fresh lucks" in answer.out
    assert (tmp_path / "reply.json").exists()
    wrong = call("best-reply", "Mapel", "--scenario", "ten-to-one")
    assert wrong.code == 2
    assert wrong.err.strip() == "Error: no lab 'Mapel' in ten-to-one; did you mean 'Maple'?"
