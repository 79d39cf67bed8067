"""Every decision, every outcome and every exit slip, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.ui.classroom.addresses import TEACH
from tenfold.ui.classroom.after.record import record_of
from tenfold.ui.classroom.pages.files import files_of
from tenfold.ui.classroom.pages.watching import Door
from tests.ui.classroom.after.conftest import FORMULA, Lesson


def rows(lesson: Lesson, name: str) -> list[dict[str, str]]:
    said = lesson.get(name)
    assert said.status == 200
    assert said.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(said.body.decode())))


def game_of(lesson: Lesson, team: str) -> SeatGame:
    room = lesson.room
    found = room.shop.wait_for(lambda races: races.game(room.seating(), team, room.rows()))
    assert isinstance(found, SeatGame)
    return found


def test_every_decision_has_a_row(lesson: Lesson) -> None:
    found = rows(lesson, "decisions.csv")
    standing = [one for one in found if not one["taken back"]]
    assert [(int(one["round"]), one["team"]) for one in standing] == [
        (number, team) for number in range(1, 9) for team in ("1.0", "1.1")
    ]
    assert len(found) - len(standing) == 2  # the round that was played twice
    assert {one["round"] for one in found if one["taken back"]} == {"2"}
    last = standing[-1]
    assert (last["seat"], last["by"], last["set copying"]) == ("Pine", "Ben", "0.8")
    assert (last["bet low"], last["bet high"]) == ("0", "1")
    assert last["resolved"] >= last["submitted"]
    assert standing[0]["bet low"] == ""
    decided = [name for name in last if name.startswith("decided ")]
    kept = next(one for one in record_of(lesson.room).decisions if one.round == 8)
    assert len(decided) == len(kept.levers)


def test_absent_teams_are_told_from_students(lesson: Lesson) -> None:
    by = {one["by"] for one in rows(lesson, "decisions.csv") if one["round"] == "2"}
    assert by == {"absent", f"'{FORMULA}", "Ben"}


def test_no_name_is_a_formula(lesson: Lesson) -> None:
    for name in ("decisions.csv", "outcomes.csv", "slips.csv"):
        for row in csv.reader(io.StringIO(lesson.get(name).body.decode())):
            assert not any(cell.startswith(("=", "@", "+", "\t", "\r")) for cell in row)
    assert f"'{FORMULA}" in lesson.get("decisions.csv").body.decode()


def test_outcomes_are_those_of_the_races(lesson: Lesson) -> None:
    found = rows(lesson, "outcomes.csv")
    assert len(found) == 16
    for row in found:
        game, month = game_of(lesson, row["team"]), TURN_MONTHS * int(row["round"])
        columns = game.columns("cash", "revenue", "spending", "token_share")
        assert float(row["cash [USD]"]) == pytest.approx(columns["cash"][month, game.seat])
        for name in ("revenue", "spending"):
            of_quarter = columns[name][month - 2 : month + 1, game.seat].sum()
            assert float(row[f"{name} [USD per quarter]"]) == pytest.approx(of_quarter)
        share = columns["token_share"][month, game.seat]
        assert float(row["share [share of use]"]) == pytest.approx(share, abs=1e-4)
        you = float(row["score [points]"]) - float(row["par [points]"])
        assert float(row["you [points]"]) == pytest.approx(you, abs=1e-4)


@pytest.mark.parametrize("name", ["decisions", "outcomes"])
def test_parquet_has_the_same(lesson: Lesson, name: str) -> None:
    plain = rows(lesson, f"{name}.csv")
    table = pd.read_parquet(io.BytesIO(lesson.get(f"{name}.parquet").body))
    assert list(table.columns) == list(plain[0])
    assert len(table) == len(plain)
    assert list(table["round"]) == [int(one["round"]) for one in plain]
    if name == "decisions":
        assert str(table["submitted"].dtype).startswith("datetime64[ms, UTC")
        assert FORMULA in set(table["by"])


def test_every_answer_of_an_exit_slip_has_a_row(lesson: Lesson) -> None:
    ben, other = rows(lesson, "slips.csv")
    assert (ben["nickname"], ben["team"]) == ("Ben", lesson.room.teams["1.1"].name)
    assert (ben["question"], ben["answer"]) == ("What decided?", "Chips.\n\nAnd ideas.")
    assert (other["question"], other["answer"]) == ("Why?", f"'{FORMULA}")
    table = pd.read_parquet(io.BytesIO(lesson.get("slips.parquet").body))
    assert list(table["answer"]) == ["Chips.\n\nAnd ideas.", FORMULA]
    assert "Exit slips, CSV" in [one["label"] for one in files_of(lesson.room, Door(TEACH, ""))]


def test_who_handed_nothing_in_has_no_row(half: Lesson) -> None:
    assert rows(half, "slips.csv") == []
    assert "Exit slips, CSV" not in [one["label"] for one in files_of(half.room, Door(TEACH, ""))]


def test_tables_have_what_was_played(half: Lesson) -> None:
    found = rows(half, "outcomes.csv")
    assert {one["round"] for one in found} == {"1"}
    assert half.get("secrets.csv").status == 404
    assert half.get("decisions.xls").status == 404
