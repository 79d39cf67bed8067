"""Who may: every route, asked by everybody who should not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api.studying import POSTS
from tenfold.ui.classroom.api.teaching import DEEDS
from tests.ui.classroom.api.conftest import Class, new_class
from tests.ui.classroom.api.serving import Served

BODIES: dict[str, Any] = {
    "seat": {"copy": 1, "seat": "Oak"},
    "draft": {"round": 1, "settings": {"copying": 0.5}},
    "pen": {"take": True},
    "submit": {"round": 1, "settings": {"copying": 0.5}, "key": "a-key-of-mine"},
    "bet": {"round": 1, "bet": [0.1, 0.2]},
    "forecast": {"round": 1, "settings": {"copying": 0.5}},
    "vote": {"question": "Is it?", "answer": "Yes"},
    "slip": {"answers": {"Why?": "Because."}},
}
FILES = ["class", "team/1.0", "worksheet", "key", "decisions.csv", "slips.csv"]
AFTER = ["debrief", "gap/1.0", "fork/1.0", *FILES]
STUDENTS: list[tuple[str, str, Any]] = [
    ("GET", "state", None),
    ("GET", "after/team", None),
    *(("POST", name, BODIES.get(name, {})) for name in POSTS),
]
TEACHERS: list[tuple[str, str, Any]] = [
    ("GET", "teacher/state", None),
    ("GET", "teacher/team/1.0", None),
    ("POST", "teacher/co_teacher", {}),
    ("POST", "teacher/delete", {}),
    *(("POST", f"teacher/{name}", {}) for name in DEEDS),
    *(("GET", f"teacher/after/{name}", None) for name in AFTER),
    ("POST", "teacher/after/fork", {}),
]
HOSTS = [
    ("GET", "scenarios", None),
    ("POST", "scenarios", {"toml": ""}),
    ("GET", "rooms", None),
    ("POST", "rooms", {"plan": {"scenario": "ten-to-one"}}),
    ("POST", "rooms/matched", {"plan": {"scenario": "ten-to-one"}, "treatment": "x"}),
    ("GET", "backup", None),
    *(("GET", f"rooms/any/after/{name}", None) for name in FILES),
]
SCREENS = [("GET", "scene", None)]
ALL = [*STUDENTS, *TEACHERS, *HOSTS, *SCREENS, ("GET", "stream", None)]


def ask(served: Served, route: tuple[str, str, Any], token: str, **more: Any) -> Any:
    method, path, sent = route
    if method == "GET":
        return served.get(path, token, **more)
    return served.post(path, sent, token, **more)


def name(route: tuple[str, str, Any]) -> str:
    return f"{route[0]} {route[1]}"


def test_the_lists_hold_every_route(served: Served) -> None:
    """A route that is added has to be tried here, too."""
    free = {("POST", f"{API}/join"), ("GET", f"{API}/hello")}
    tried = {(method, f"{API}/{path}") for method, path, _ in ALL}
    for route in served.app._routes:
        path = str(route.path)  # type: ignore[attr-defined]
        for method in set(route.methods) - {"HEAD"}:  # type: ignore[attr-defined]
            if not path.startswith(API) or (method, path) in free:
                continue
            if "{" in path:
                assert any(one.startswith(path.split("{")[0]) for _, one in tried)
            else:
                assert (method, path) in tried


@pytest.mark.parametrize("route", ALL, ids=name)
@pytest.mark.parametrize(
    "token", ["", "x", "A" * 32, "A" * 5_000, "' OR 1=1 --", "\xe4\xf6"], ids=repr
)
def test_nobody_gets_in_without_a_token(
    lesson: tuple[Class, Class], route: tuple[str, str, Any], token: str
) -> None:
    said = ask(lesson[0].served, route, token)
    assert said.status == 401
    assert said.error


@pytest.mark.parametrize("route", [*TEACHERS, *HOSTS, *SCREENS], ids=name)
def test_a_student_is_no_teacher_host_or_projector(
    lesson: tuple[Class, Class], route: tuple[str, str, Any]
) -> None:
    before = lesson[0].served.get("teacher/state", lesson[0].teacher).json
    assert ask(lesson[0].served, route, lesson[0].people["Ana"]).status == 403
    after = lesson[0].served.get("teacher/state", lesson[0].teacher).json
    assert {**after, "now": 0} == {**before, "now": 0}


@pytest.mark.parametrize("route", [*STUDENTS, *HOSTS, *SCREENS], ids=name)
def test_a_teacher_is_no_student_host_or_projector(
    lesson: tuple[Class, Class], route: tuple[str, str, Any]
) -> None:
    assert ask(lesson[0].served, route, lesson[0].teacher).status == 403


@pytest.mark.parametrize("route", [*STUDENTS, *TEACHERS, *HOSTS], ids=name)
def test_a_projector_only_shows(lesson: tuple[Class, Class], route: tuple[str, str, Any]) -> None:
    assert ask(lesson[0].served, route, lesson[0].projector).status == 403


@pytest.mark.parametrize("route", [*STUDENTS, *TEACHERS, *SCREENS], ids=name)
def test_the_host_makes_rooms_and_is_in_none(
    lesson: tuple[Class, Class], route: tuple[str, str, Any]
) -> None:
    assert ask(lesson[0].served, route, lesson[0].served.host).status == 403


@pytest.mark.parametrize("route", ALL, ids=name)
def test_pages_of_other_sites_are_refused(
    lesson: tuple[Class, Class], route: tuple[str, str, Any]
) -> None:
    for headers in ({"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        said = ask(lesson[0].served, route, lesson[0].people["Ana"], headers=headers)
        assert said.status == 403


def test_a_teacher_acts_in_the_own_room_alone(lesson: tuple[Class, Class]) -> None:
    first, second = lesson
    served = first.served
    before = served.get("teacher/state", second.teacher).json["room"]
    assert served.post("teacher/extend", {"seconds": 60}, first.teacher).status == 200
    assert served.post("teacher/lock", {"locked": True}, first.teacher).status == 200
    assert served.post("teacher/lock", {"locked": False}, first.teacher).status == 200
    assert served.get("teacher/state", second.teacher).json["room"] == before
    person = served.get("teacher/state", second.teacher).json["teams"][0]["mates"][0]["id"]
    for sent in ({"person": person},):
        assert served.post("teacher/send_out", sent, first.teacher).status == 404


def test_a_team_decides_for_itself_alone(lesson: tuple[Class, Class]) -> None:
    first, second = lesson
    served = first.served
    sent = {"round": 1, "settings": first.settings("Cid"), "key": "cid-decides"}
    assert served.post("submit", sent, first.people["Cid"]).status == 200
    of_others = [
        served.get("state", first.people["Ana"]).json,
        *(served.get("state", second.people[who]).json for who in ("Ana", "Cid")),
    ]
    assert all(state["submitted"] is None for state in of_others)
    for extra in ({"team": "2.0"}, {"person": "x"}, {"copy": 2}):
        assert served.post("submit", {**sent, **extra}, first.people["Ana"]).status == 400


def test_a_team_cannot_read_anothers_books(lesson: tuple[Class, Class]) -> None:
    """What one team drafts, submits and bets stands in no answer to another, nor on the wall."""
    first, _ = lesson
    served = first.served
    odd = 0.123456789
    sent = {**first.settings("Cid"), "copying": odd}
    assert served.post("draft", {"round": 1, "settings": sent}, first.people["Cid"]).status == 200
    told = served.get("state", first.people["Cid"]).body.decode()
    assert str(odd) in told
    for path, token in (("state", first.people["Ana"]), ("scene", first.projector)):
        assert str(odd) not in served.get(path, token).body.decode()


def test_the_wall_shows_nothing_that_only_some_may_see(lesson: tuple[Class, Class]) -> None:
    first, _ = lesson
    told = json.dumps(first.served.get("scene", first.projector).json)
    for secret in ("cash", "draft", "last_seen", "absent", "Ana", "Ben", "Cid", first.teacher):
        assert secret not in told


def test_who_was_moved_reads_the_new_team_alone(served: Served) -> None:
    room = new_class(served)
    room.join("Ana", 1)
    room.join("Cid", 2)
    room.start()
    sent = {"round": 1, "settings": {**room.settings("Ana"), "copying": 0.987654321}}
    assert served.post("draft", sent, room.people["Ana"]).status == 200
    ana = served.get("teacher/state", room.teacher).json["teams"][0]["mates"][0]["id"]
    moved = served.post("teacher/move", {"person": ana, "team": "2.0"}, room.teacher)
    assert moved.status == 200, moved.body
    told = served.get("state", room.people["Ana"])
    assert told.json["me"]["team"] == "2.0"
    assert "0.987654321" not in told.body.decode()


def test_tokens_are_worthless_once_their_room_is_gone(served: Served, room: Class) -> None:
    ana = room.join("Ana", 1)
    assert served.get("state", ana).status == 200
    assert served.post("teacher/delete", {}, room.teacher).status == 200
    for path, token in (
        ("state", ana), ("teacher/state", room.teacher), ("scene", room.projector),
    ):  # fmt: skip
        assert served.get(path, token).status == 401
    assert served.post("join", {"code": room.code, "nickname": "Ana"}).status == 404


def test_who_was_sent_out_is_nobody(served: Served, room: Class) -> None:
    ana = room.join("Ana", 1)
    person = served.get("teacher/state", room.teacher).json["teams"][0]["mates"][0]["id"]
    assert served.post("teacher/send_out", {"person": person}, room.teacher).status == 200
    assert served.get("state", ana).status == 401


def test_tokens_are_kept_as_hashes_alone(served: Served, room: Class, tmp_path: Any) -> None:
    ana = room.join("Ana", 1)
    served.store.read(lambda db: None)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for token in (ana, room.teacher, room.projector, served.host):
        assert token.encode() not in kept
        assert len(token) >= 32
