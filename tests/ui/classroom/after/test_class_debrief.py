"""The class debrief: ranking, gap, fork, votes, predictions; pages of teams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from html import escape
from sqlite3 import Connection

import pytest

from tenfold.sim.game.debrief.yardstick import Yardstick, text_of
from tenfold.ui.classroom.after.studies import Studies
from tenfold.ui.classroom.rooms.ranking import cards
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.store.queries_yardsticks import keep_yardstick
from tenfold.ui.debrief_words import signed
from tests.ui.classroom.after.conftest import MARKUP, Lesson

FILES = ("class", "team/1.0", "worksheet", "worksheet?team=1.0", "key", "key?team=1.1",
         "decisions.csv", "decisions.parquet", "outcomes.csv", "outcomes.parquet")  # fmt: skip
MEASURED = Yardstick(41.2, 6.5, (30.0, 41.0, 52.6), (-6.5, 0.0, 6.5))


def test_the_class_debrief_has_all_teams(lesson: Lesson) -> None:
    told = lesson.get("debrief").json
    assert told["ranking"] == cards(lesson.room)
    assert told["finished"]
    assert told["matched"] is None
    assert told["votes"] == [
        {
            "question": "Copying is fair",
            "votes": 1,
            "answers": [{"choice": "yes", "votes": 1}, {"choice": "no", "votes": 0}],
        }
    ]
    bets = told["predictions"]
    assert (bets["hits"], bets["of"]) == (12, 12)
    assert [one["of"] for one in bets["teams"]] == [6, 6]


def test_the_gap_adds_up_as_it_is_read(lesson: Lesson) -> None:
    for team in ("1.0", "1.1"):
        gap = lesson.get(f"gap/{team}").json["gap"]
        assert sum(step["points"] for step in gap["steps"]) == pytest.approx(gap["gap"])
        assert gap["other"] != gap["lab"] == lesson.room.teams[team].seat


def test_a_fork_changes_one_decision_and_nothing_before_it(lesson: Lesson) -> None:
    known = lesson.get("fork/1.0").json
    assert len(known["logged"]) == len(known["quarters"]) == 8
    shares = [one["name"] for one in known["levers"] if one["unit"] == "share of compute"]
    assert shares
    for name in shares:
        assert known["said"][2][name] == f"{100 * known['logged'][2][name]:.0f}%"
    same = known["logged"][2]["pay"]

    def fork(value: float) -> dict[str, object]:
        sent = {"team": "1.0", "round": 3, "lever": "pay", "value": value}
        said = lesson.served.post("teacher/after/fork", sent, lesson.made.teacher)
        assert said.status == 200
        found: dict[str, object] = said.json
        return found

    assert fork(same)["difference"] == 0.0
    other = fork(2.0)
    first = other["since"]
    assert isinstance(first, int)
    played, tried = other["played"], other["tried"]
    assert isinstance(played, dict)
    assert isinstance(tried, dict)
    assert played["capability"][: first + 1] == tried["capability"][: first + 1]
    assert played != tried
    assert "instead of" in str(other["sentence"])


def test_a_fork_says_what_cannot_be(lesson: Lesson) -> None:
    for wrong in ({"round": 9}, {"lever": "luck"}, {"team": "7.7"}):
        sent = {"team": "1.0", "round": 3, "lever": "pay", "value": 1.0, **wrong}
        said = lesson.served.post("teacher/after/fork", sent, lesson.made.teacher)
        assert said.status in (400, 404)
        assert said.error


def test_a_teams_page_is_one_file_of_its_own_race(lesson: Lesson) -> None:
    pages = {team: lesson.get(f"team/{team}").body.decode() for team in ("1.0", "1.1")}
    for team, page in pages.items():
        final = lesson.room.told[team]["_final"]
        assert f"{final['score']:.0f}" in page
        assert lesson.room.teams[team].seat in page
        assert "<script" not in page
        assert "http" not in page.replace("http://www.w3.org", "")
    assert pages["1.0"] != pages["1.1"]


def test_a_score_is_taken_apart_as_soon_as_its_seat_is_measured(lesson: Lesson) -> None:
    before = lesson.get("team/1.1").body.decode()
    assert "had not been measured" in before
    assert lesson.get("debrief").json["split"]["1.1"]["seat"] is None
    assert "–" in lesson.get("class").body.decode()

    def keep(db: Connection) -> None:
        for seat in ("Oak", "Pine"):
            keep_yardstick(db, lesson.room.id, seat, text_of(MEASURED))

    lesson.served.hall.store.write_and_wait(keep)
    after = lesson.get("team/1.1").body.decode()
    assert "had not been measured" not in after
    assert "Of 1,000 sensible strategies" in after
    told = lesson.get("debrief").json
    for team, split in told["split"].items():
        assert split["seat"] == 41
        assert split["seat"] + split["luck"] + split["rivals"] + split["you"] == split["score"]
        assert split["par"] + split["you"] == split["score"]
        final = lesson.room.told[team]["_final"]
        assert {**split, **final} == split
    for team, said in (("1.0", lesson.get("key?team=1.0")), ("1.1", lesson.get("key"))):
        parts = told["split"][team]
        line = f"Score {parts['score']}: seat 41, luck {signed(parts['luck'])}, "
        line += f"rivals {signed(parts['rivals'])}, the team&#39;s own part {signed(parts['you'])}."
        assert line in said.body.decode()
    page = lesson.get("class").body.decode()
    assert "not measured" not in page
    for split in told["split"].values():
        assert f"<td>{split['score']}</td><td>{split['seat']}</td>" in page


def test_a_seat_that_a_kill_left_unmeasured_is_measured_for_the_class(half: Lesson) -> None:
    room, asked = half.room, list[str]()
    before = half.served.hall.shop.measure

    def measure(plan: object, seat: str, tell: Callable[[Yardstick], None]) -> None:
        asked.append(seat)
        for _ in range(2):  # rounds before have asked, too
            tell(MEASURED)

    async def ask() -> None:
        made, done = Studies(), room.done
        half.served.hall.shop.measure = measure
        try:
            assert not made.is_measured(room, "1.0")
            assert asked == []  # its race is not over
            room.done = room.plan.rounds
            version = room.row.version
            for _ in range(3):
                assert not made.is_measured(room, "1.0")
            async with asyncio.timeout(10):
                while not made.is_measured(room, "1.0"):
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            assert asked == ["Oak"]
            assert room.row.version == version + 1
            assert room.spreads == {"Oak": MEASURED.spread}
        finally:
            room.done, half.served.hall.shop.measure = done, before

    half.served.wait(ask())


def test_the_class_page_is_one_file_with_all_teams_and_no_markup_of_theirs(lesson: Lesson) -> None:
    said = lesson.get("class")
    assert said.headers["cache-control"] == "no-store"
    assert 'filename="ten-to-one-3b-class-debrief.html"' in said.headers["content-disposition"]
    page = said.body.decode()
    assert MARKUP not in page
    assert escape(MARKUP) in page
    assert "Copying is fair" in page
    assert "12 of 12 ranges held" in page
    assert "http" not in page
    assert "<script" not in page


def test_the_host_gets_the_files_of_every_room(lesson: Lesson, half: Lesson) -> None:
    for path in FILES:
        asked = f"rooms/{lesson.room.id}/after/{path}"
        said = lesson.served.get(asked, lesson.served.host)
        assert said.status == 200, said.body[:200]
        assert said.headers["cache-control"] == "no-store"
        if not path.endswith(".parquet"):
            assert said.body == lesson.get(path).body
        for token in (lesson.tokens["Ben"], lesson.made.projector, lesson.made.teacher):
            assert lesson.served.get(asked, token).status == 403
    none = lesson.served.get(f"rooms/{half.room.id}/after/key", lesson.served.host)
    assert none.status == 404


def test_students_get_the_page_of_their_own_team(lesson: Lesson) -> None:
    for name, person in lesson.people.items():
        team = lesson.room.team_of(person).id
        said = lesson.served.get("after/team", lesson.tokens[name])
        assert said.status == 200
        assert said.body == lesson.get(f"team/{team}").body


def test_no_page_before_the_race_is_over(half: Lesson) -> None:
    assert half.served.get("after/team", half.tokens["Ana"]).status == 403
    for path in ("team/1.0", "fork/1.0"):
        assert half.get(path).status == 409
    assert half.get("gap/1.0").status == 200
    assert half.get("debrief").json["predictions"] is None


def test_only_the_teacher_gets_the_rest(lesson: Lesson) -> None:
    strangers = (lesson.tokens["Ben"], lesson.made.projector, lesson.served.host)
    for path in ("debrief", "gap/1.0", "fork/1.0", *FILES):
        for token in strangers:
            assert lesson.served.get(f"teacher/after/{path}", token).status == 403
        assert lesson.served.get(f"teacher/after/{path}").status == 401
    assert lesson.served.get("after/team", lesson.made.teacher).status == 403


def test_a_page_is_made_once_for_all_who_ask(lesson: Lesson) -> None:
    made = Studies()
    calls = []

    async def ask() -> list[str]:
        async def make(room: Room, team: str) -> str:
            calls.append(team)
            return await made.work(lambda: f"page of {team}")

        made._page = make  # type: ignore[method-assign]
        pages = [made.page(lesson.room, team) for team in ("1.0", "1.1", "1.0", "1.0")]
        return list(await asyncio.gather(*pages))

    assert lesson.served.wait(ask()) == [f"page of {team}" for team in ("1.0", "1.1", "1.0", "1.0")]
    assert calls == ["1.0", "1.1"]


def test_what_failed_is_tried_again(lesson: Lesson) -> None:
    made = Studies()

    async def ask() -> str:
        async def fail(room: Room, team: str) -> str:
            raise OSError("for once")

        made._page, whole = fail, made._page  # type: ignore[method-assign]
        with pytest.raises(OSError, match="for once"):
            await made.page(lesson.room, "1.0")
        made._page = whole  # type: ignore[method-assign]
        return await made.page(lesson.room, "1.0")

    assert lesson.served.wait(ask()).startswith("<!doctype html>")
