"""Messages: what is not asked for, too long, too deep or no JSON is refused in a line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api.bodies import MOST_BYTES
from tenfold.ui.classroom.api.hosting import PLAN_BYTES
from tenfold.ui.classroom.api.studying import POSTS
from tenfold.ui.classroom.api.teaching import DEEDS
from tenfold.ui.classroom.api.throttles import Throttles
from tests.ui.classroom.api.conftest import PLAN, Class, new_class
from tests.ui.classroom.api.serving import Served

DEEP = b"[" * 100_000
HOSTILE = [
    b"{", b"[]", b"1", b"null", b'"x"', b"\xff\xfe", b"{'round': 1}", b'{"a": NaN}',
    b'{"a": Infinity}', b'{"round": 1, "round": 2}', b'{"a": "\\ud800"}', DEEP[:10_000],
    b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}", b'{"a": 1e999}', b'{"a": ' + b"9" * 9_000 + b"}",
    b'{"__proto__": {"x": 1}}', b'{"a": 1} {"b": 2}',
]  # fmt: skip
PATHS = ["join", *POSTS, "teacher/start_round", "teacher/message", "rooms", "scenarios"]


@pytest.fixture(autouse=True)
def patient(request: pytest.FixtureRequest) -> None:
    """What is asked in one test is not counted in the next."""
    if "lesson" in request.fixturenames:
        lesson = request.getfixturevalue("lesson")
        lesson[0].served.desk.throttles = Throttles()


def token_for(lesson: tuple[Class, Class], path: str) -> str:
    if path.startswith("teacher/"):
        return lesson[0].teacher
    return lesson[0].served.host if path in ("rooms", "scenarios") else lesson[0].people["Ana"]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: repr(body[:24]))
@pytest.mark.parametrize("path", PATHS)
def test_what_is_no_message_is_refused(lesson: tuple[Class, Class], path: str, body: bytes) -> None:
    said = lesson[0].served.ask("POST", f"{API}/{path}", body, token_for(lesson, path))
    assert said.status == 400, said.body
    assert 0 < len(said.error) < 300
    assert "Traceback" not in said.error


@pytest.mark.parametrize("path", PATHS)
def test_what_is_too_long_is_refused_unread(lesson: tuple[Class, Class], path: str) -> None:
    body = b'{"a": "' + b"x" * (PLAN_BYTES + MOST_BYTES) + b'"}'
    said = lesson[0].served.ask("POST", f"{API}/{path}", body, token_for(lesson, path))
    assert said.status == 413
    assert len(said.body) < 300


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("draft", {"round": "1", "settings": {}}),
    ("draft", {"round": True, "settings": {}}),
    ("draft", {"round": 1, "settings": []}),
    ("draft", {"round": 1, "settings": {"copying": "0.5"}}),
    ("draft", {"round": 1, "settings": {"copying": True}}),
    ("draft", {"round": 1, "settings": {"nothing-like-it": 1}}),
    ("draft", {"round": 1, "settings": {f"a{i}": 0 for i in range(200)}}),
    ("draft", {"round": 1}),
    ("submit", {"round": 1, "settings": {"copying": 0.5}, "key": "short"}),
    ("submit", {"round": 1, "settings": {"copying": 0.5}, "key": "a/../../b/c/d"}),
    ("submit", {"round": 1, "settings": {"copying": 0.5}, "key": ["abcdefgh"]}),
    ("submit", {"round": 1, "settings": {"copying": 0.5}, "key": "abcdefgh", "bet": [0.3]}),
    ("submit", {"round": 1, "settings": {"copying": 0.5}, "key": "abcdefgh", "bet": [0.3, 0.1]}),
    ("submit", {"round": 1, "settings": {"copying": 0.5}, "key": "abcdefgh", "bet": "all"}),
    ("bet", {"round": 1, "bet": {"low": 0, "high": 1}}),
    ("seat", {"team": 1}),
    ("seat", {"team": "x" * 100}),
    ("pen", {"take": 1}),
    ("slip", {"answers": {"": "x"}}),
    ("slip", {"answers": ["x"]}),
    ("vote", {"question": "x", "answer": 3}),
    ("leave", {"why": "bored"}),
]


@pytest.mark.parametrize(("path", "sent"), WRONG, ids=lambda value: json.dumps(value)[:40])
def test_what_cannot_be_is_refused(
    lesson: tuple[Class, Class], path: str, sent: dict[str, Any]
) -> None:
    said = lesson[0].served.post(path, sent, lesson[0].people["Ana"])
    assert said.status == 400, said.body
    state = lesson[0].served.get("state", lesson[0].people["Ana"]).json
    assert state["draft"] is None
    assert state["submitted"] is None


@pytest.mark.parametrize("name", [*DEEDS, "co_teacher", "delete"])
def test_deeds_take_what_they_ask_for_and_nothing_else(
    lesson: tuple[Class, Class], name: str
) -> None:
    served = lesson[1].served
    before = served.get("teacher/state", lesson[1].teacher).json["room"]
    said = served.post(f"teacher/{name}", {"more": 1}, lesson[1].teacher)
    assert said.status == 400
    assert "'more'" in said.error
    deed = DEEDS.get(name)
    if deed is not None and deed.needed:
        assert served.post(f"teacher/{name}", {}, lesson[1].teacher).status == 400
    assert served.get("teacher/state", lesson[1].teacher).json["room"] == before


def test_unknown_deeds_and_addresses_are_named(lesson: tuple[Class, Class]) -> None:
    served = lesson[0].served
    for path in ("teacher/burn", "teacher/..%2Fdelete", "nothing", "state/x", ""):
        said = served.post(path, {}, lesson[0].teacher)
        assert said.status in (404, 405)
        assert said.error
    assert served.ask("PUT", f"{API}/join").status == 405


@pytest.mark.parametrize(
    "nickname",
    ["<script>alert(1)</script>", "Ana\nBob", "a\u202eb", "{{7*7}}", "'; DROP TABLE people;--"],
)
def test_nicknames_are_text_and_nothing_more(room: Class, nickname: str) -> None:
    said = room.served.post("join", {"code": room.code, "nickname": nickname})
    if said.status == 400:
        assert said.error
        return
    state = room.served.get("state", str(said.json["token"]))
    assert state.headers["content-type"] == "application/json"
    assert state.headers["x-content-type-options"] == "nosniff"
    name = state.json["me"]["nickname"]
    assert len(name) <= 24
    assert name.isprintable()


def test_what_is_said_reaches_the_room_as_it_was_said(served: Served) -> None:
    """Every deed once, in the order of a lesson."""
    room = new_class(served, rounds=2)
    ana = room.join("Ana", 1)
    room.join("Ben", 1)

    def act(name: str, sent: Any = None) -> Any:
        said = served.post(f"teacher/{name}", sent or {}, room.teacher)
        assert said.status == 200, (name, said.body)
        return said.json

    def state() -> Any:
        return served.get("state", ana).json

    act("deal")
    act("lock", {"locked": True})
    assert served.post("join", {"code": room.code, "nickname": "Eve"}).status == 403
    act("lock", {"locked": False})
    act("start_round", {"rehearsal": True})
    assert state()["room"]["rehearsal"]
    act("reset")
    assert state()["room"]["phase"] == "lobby"
    act("start_round")
    act("pause")
    assert state()["room"]["paused"]
    act("extend", {"seconds": 30})
    act("resume")
    act("message", {"text": "Look <b>here</b>"})
    assert state()["room"]["message"]["text"] == "Look <b>here</b>"
    act("inject", {"event": "demand-boom"})
    act("withdraw_events")
    act("rename_team", {"team": "1.0", "name": "Owls"})
    assert state()["team"]["name"] == "Owls"
    act("take_over", {"team": "1.0", "by": "teacher"})
    team = served.get("teacher/team/1.0", room.teacher).json
    chosen = {lever["name"]: lever["value"] for lever in team["levers"]}
    act("submit_for", {"team": "1.0", "round": 1, "settings": chosen})
    act("take_over", {"team": "1.0", "by": ""})
    act("resolve")
    assert state()["revealed"]["round"] == 1
    act("undo_round")
    act("resolve")
    act("open_vote", {"vote": {"question": "Is it fair?", "choices": ["Yes", "No"]}})
    said = served.post("vote", {"question": "Is it fair?", "answer": "Yes"}, ana)
    assert said.status == 200, said.body
    assert state()["vote"]["mine"] == "Yes"
    act("close_vote")
    act("drop_vote")
    act("scene", {"scene": "blank"})
    assert served.get("scene", room.projector).json["scene"] == "blank"
    act("scene", {"scene": "auto"})
    act("start_round")
    act("resolve")
    act("start_round")
    question = state()["slip"]["questions"][0]
    answer = "We copied.\n\nIt cost us our name."
    assert served.post("slip", {"answers": {question: answer}}, ana).status == 200
    assert state()["slip"]["mine"] == {question: answer}
    token = act("co_teacher", {"label": "Ms B"})["teacher"]
    assert served.get("teacher/state", token).status == 200
    act("end")
    assert state()["room"]["phase"] == "ended"
    act("delete")


def test_a_retry_is_answered_as_the_first_was_and_late_is_told_what_is_now(
    served: Served,
) -> None:
    room = new_class(served)
    ana = room.join("Ana", 1)
    room.join("Ben", 1)
    room.start()
    sent = {"round": 1, "settings": room.settings("Ana"), "key": "the-first-one"}
    first = served.post("submit", sent, ana).json
    assert first["revision"] == 1
    assert served.post("submit", sent, ana).json == first
    again = served.post("submit", {**sent, "key": "the-second-one"}, ana).json
    assert again["revision"] == 2
    assert served.post("bet", {"round": 1, "bet": [0.1, 0.2]}, ana).status == 200
    assert served.post("teacher/resolve", {}, room.teacher).status == 200
    late = served.post("submit", {**sent, "key": "the-third-one"}, ana)
    assert late.status == 409
    assert late.json["state"]["room"]["phase"] == "revealed"
    assert late.json["state"]["me"]["nickname"] == "Ana"


def test_plans_are_read_strictly(served: Served) -> None:
    for change in (
        {"scenario": "../../etc/passwd"}, {"scenario": "/etc/passwd"}, {"seed": -1},
        {"teams": 10**9}, {"rounds": 10**9}, {"unknown": 1},
        {"scenario": {"name": "x"}}, {"seats": ["Nobody"]}, {"opens": {"1": ["nothing"]}},
        {"roles": [{"title": "a", "says": "b", "holds": {"copying": "x"}}]},
    ):  # fmt: skip
        said = served.post("rooms", {"plan": {**PLAN, **change}}, served.host)
        assert said.status == 400, change
        assert "Traceback" not in said.error
    assert served.get("rooms", served.host).json == {"rooms": []}
