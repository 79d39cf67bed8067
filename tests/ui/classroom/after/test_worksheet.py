"""Worksheet and key: they fit the room, the figures are the record's, and no secret is in them."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest

from tenfold.ui.classroom.after.class_debrief import votes
from tenfold.ui.classroom.after.class_questions import columns_of, usual_hits
from tenfold.ui.classroom.after.questions import Question, Sheet
from tenfold.ui.classroom.after.record import record_of
from tenfold.ui.classroom.after.sheet_page import sheet_page
from tenfold.ui.classroom.after.worksheet import worksheet
from tenfold.ui.classroom.rooms.ranking import ranked
from tests.ui.classroom.after.conftest import MARKUP, Lesson


def sheet_of(lesson: Lesson, **more: object) -> Sheet:
    room = lesson.room
    return worksheet(record_of(room), ranked(room), votes(room), {}, {}, **more)  # type: ignore[arg-type]


def question(sheet: Sheet, begins: str) -> Question:
    return next(q for part in sheet.parts for q in part.questions if q.text.startswith(begins))


def test_every_question_has_its_answer(lesson: Lesson) -> None:
    for part in sheet_of(lesson).parts:
        for one in part.questions:
            assert bool(one.answer) != bool(one.by_team), one.text


def test_answers_are_those_of_the_record(lesson: Lesson) -> None:
    sheet, told = sheet_of(lesson), lesson.room.told
    behind = {team: shown["_paths"]["behind"] for team, shown in told.items()}
    nearest = min(behind, key=lambda team: behind[team][-1])
    ended = question(sheet, "Which team ended nearest").answer
    assert ended.startswith(f"Nearest: {lesson.room.teams[nearest].name}, ")
    lost = dict(question(sheet, "In which quarter did your team lose").by_team)
    for team, shown in told.items():
        share = shown["_paths"]["share"]
        steps = [later - before for before, later in pairwise(share)]
        at = steps.index(min(steps)) + 1
        quarter = record_of(lesson.room).quarter(at)
        assert lost[lesson.room.teams[team].name].startswith(f"{quarter}: from ")
    boldest = dict(question(sheet, "Which lever did you set furthest").by_team)
    assert "'Copy'" in boldest[MARKUP]
    assert "80%" in boldest[MARKUP]
    score = dict(question(sheet, "Which part of your score").by_team)
    final = told["1.0"]["_final"]
    assert f"Score {final['score']:.0f}." in score["Oak"]


def test_a_worksheet_for_all_has_no_teams_secret(lesson: Lesson) -> None:
    page = html.unescape(lesson.get("worksheet").body.decode())
    record = record_of(lesson.room)
    for number in range(1, 9):
        for shown in record.told[number].values():
            assert shown["standing"]["cash"] not in page
            assert shown["revealed"]["cause"] not in page
            assert not any(one["text"] in page for one in shown["headlines"] if one["own"])
    for _, answers in [
        (one.text, one.by_team) for part in sheet_of(lesson).parts for one in part.questions
    ]:
        assert not any(answer in page for _, answer in answers)


def test_a_teams_worksheet_has_its_own_books_alone(lesson: Lesson) -> None:
    page = html.unescape(lesson.get("worksheet?team=1.1").body.decode())
    last = {team: shown["standing"]["cash"] for team, shown in lesson.room.told.items()}
    assert last["1.1"] in page
    assert last["1.0"] != last["1.1"]
    assert last["1.0"] not in page


def test_the_key_answers_what_the_sheet_asks(lesson: Lesson) -> None:
    asked, answered = (lesson.get(name).body.decode() for name in ("worksheet", "key"))
    questions = [re.findall(r'class="question">(.*?)</p>', page) for page in (asked, answered)]
    assert questions[0] == questions[1]
    assert len(questions[0]) >= 10
    assert 'class="line"' not in answered
    assert 'class="answer"' not in asked


def test_names_are_text_and_nothing_is_loaded(lesson: Lesson) -> None:
    for name in ("worksheet", "key", "worksheet?team=1.1"):
        said = lesson.get(name)
        page = said.body.decode()
        assert MARKUP not in page
        assert html.escape(MARKUP) in page
        assert not re.search(r"<script|<link|src=|url\(|https?:", page)
        assert "attachment" in said.headers["content-disposition"]


def test_a_room_that_is_not_over_is_asked_about_what_it_played(half: Lesson) -> None:
    page = half.get("key").body.decode()
    assert "Which lever did you set furthest" in page
    assert "Which team ended nearest" not in page  # there is one team alone
    assert "Which part of your score" not in page
    assert "the gap to another lab" not in page
    assert sheet_page(sheet_of(half), True).count("<h2>") == 1


def test_wide_tables_fit_a_page() -> None:
    for done in range(1, 41):
        columns = columns_of(done)
        assert len(columns) <= 9
        assert (columns[0], columns[-1]) == (0, done)


@pytest.mark.parametrize("of", [1, 5, 20, 100, 399, 401, 2000])
def test_usual_hits_hold_four_of_five(of: int) -> None:
    low, high = usual_hits(of)
    assert 0 <= low <= 0.8 * of <= high <= of or of == 1
    assert high - low <= 4 * (0.16 * of) ** 0.5 + 1
