"""The front door: strict headers on what is ours, the framework only for who has a pass."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Any

import pytest

from tenfold.ui.classroom import passes as passes_module
from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api.headers import STRICT
from tenfold.ui.classroom.passes import DESK, WALL, Passes, kept_key
from tests.ui.classroom.api.conftest import Class
from tests.ui.classroom.api.serving import COOKIE, KEY, Receive, Served, scope_of

FRAMED = b"a page of the framework"
OWN = [("GET", f"{API}/hello"), ("GET", f"{API}/state"), ("GET", f"{API}/nothing"),
       ("PUT", f"{API}/join"), ("GET", "/check"), ("GET", "/check/check.js"),
       ("GET", "/check/nothing/at/all")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), OWN)
def test_what_is_ours_has_every_strict_header_once(served: Served, method: str, path: str) -> None:
    said = served.ask(method, path)
    for name, value in STRICT.items():
        assert said.headers[name] == value


def test_pages_of_phones_run_no_script_but_their_own() -> None:
    policy = dict(part.split(" ", 1) for part in STRICT["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in STRICT["content-security-policy"]
    assert STRICT["referrer-policy"] == "no-referrer"
    assert STRICT["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/static/main.js", "/jupyter/api/kernels/x", "/resourcez", "/readyz", "/_solara/api/close/x",
     "/_solara/cdn/../../etc/passwd", "/game/x", "/open", "/elsewhere", "/host", "/teach/",
     "/host/x", "/teach/x", "/screen/x", "/host/../x"],
)  # fmt: skip
def test_without_a_pass_nothing_of_the_framework_answers(served: Served, path: str) -> None:
    for method in ("GET", "POST"):
        said = served.ask(method, path)
        assert said.status == 404
        assert said.body != FRAMED
        assert said.cookies == ()
        assert said.headers["referrer-policy"] == "no-referrer"


def open_socket(served: Served, cookie: str = "", origin: str = "") -> str:
    headers = {"cookie": cookie} if cookie else {}
    headers |= {"origin": origin} if origin else {}
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = scope_of("GET", "/jupyter/api/kernels/x/channels", headers=headers, kind="websocket")
    served.loop.run_until_complete(served.app(scope, Receive(b""), send))
    return str(sent[0]["type"])


def test_a_good_link_brings_a_pass_for_all_that_its_page_loads(room: Class) -> None:
    served = room.served
    wall = room.projector
    for path in (f"/host/{served.host}", f"/teach/{room.teacher}", f"/screen/{wall}"):
        said = served.ask("GET", path)
        assert (said.status, said.body) == (200, FRAMED)
        assert said.headers["cache-control"] == "no-store"
        assert said.headers["referrer-policy"] == "no-referrer"
        [cookie] = said.cookies
        assert re.fullmatch(
            COOKIE + r"=\d+\.[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict; Max-Age=\d+", cookie
        )
        shown = cookie.split(";")[0]
        for other in ("/static/main.js", "/jupyter/api/kernels/x"):
            assert served.ask("GET", other, headers={"cookie": shown}).body == FRAMED
        assert open_socket(served, shown) == "websocket.accept"


def test_each_page_opens_by_its_own_kind_of_token(room: Class) -> None:
    ana = room.join("Ana", 1)
    served = room.served
    tokens = {"host": served.host, "teach": room.teacher, "screen": room.projector, "": ana}
    for root in ("host", "teach", "screen"):
        for kind, token in tokens.items():
            said = served.ask("GET", f"/{root}/{token}")
            assert said.status == (200 if kind == root else 404)


def test_sockets_of_strangers_and_of_other_sites_are_closed(room: Class) -> None:
    served = room.served
    good = served.ask("GET", f"/teach/{room.teacher}").cookies[0].split(";")[0]
    until, signed = good.removeprefix(f"{COOKIE}=").split(".")
    for cookie in (
        "", f"{COOKIE}=", f"{COOKIE}=1.2", f"{COOKIE}={int(until) + 9}.{signed}",
        f"{COOKIE}={until}.{signed[:-1]}", f"other={until}.{signed}", "\xe4=\xf6; ;;",
    ):  # fmt: skip
        assert open_socket(served, cookie) == "websocket.close"
    assert open_socket(served, good, "http://elsewhere.example") == "websocket.close"
    assert open_socket(served, good, "http://192.168.1.7:8765") == "websocket.accept"


def test_sockets_are_counted(room: Class) -> None:
    served = room.served
    good = served.ask("GET", f"/teach/{room.teacher}").cookies[0].split(";")[0]
    said = [open_socket(served, good) for _ in range(80)]
    assert said[0] == "websocket.accept"
    assert said[-1] == "websocket.close"


@pytest.mark.parametrize("kind", [DESK, WALL])
def test_a_pass_ends_and_is_signed(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    passes = Passes(KEY)
    one = passes.new(kind)
    assert passes.kind(one) == kind
    assert not Passes(b"other" * 7).kind(one)
    assert not passes.kind("")
    assert not passes.kind(".")
    later = time.time() + passes_module.LASTS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert not passes.kind(one)


def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    assert kept_key(tmp_path) == key
    path = tmp_path / passes_module.NAME
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"torn")
    assert len(kept_key(tmp_path)) == passes_module.KEY_BYTES


def test_links_are_the_same_after_a_restart(tmp_path: Path) -> None:
    first = Served(tmp_path, kept_key(tmp_path))
    said = first.post("rooms", {"plan": {"scenario": "ten-to-one"}}, first.host).json
    host = first.host
    first.close()
    second = Served(tmp_path, kept_key(tmp_path))
    assert second.host == host
    assert second.get("scene", said["projector"]).status == 200
    links = second.get("teacher/state", said["teacher"]).json["links"]
    assert links["projector"].endswith(f"/screen/{said['projector']}")
    assert links["join"].endswith(f"/j/{said['code']}")
    second.close()


def test_questions_before_the_rooms_are_there_wait_for_them(served: Served, room: Class) -> None:
    hall, served.desk._hall = served.desk._hall, None
    served.desk._open = asyncio.Event()
    served.loop.call_later(0.05, served.desk.opened, hall)
    assert served.get("teacher/state", room.teacher).status == 200


def test_rooms_that_cannot_be_opened_are_told_in_a_line(served: Served, room: Class) -> None:
    hall, served.desk._hall = served.desk._hall, None
    served.desk.opened(None, "The disk is gone.")
    said = served.get("teacher/state", room.teacher)
    assert (said.status, said.error) == (503, "The disk is gone.")
    assert said.headers["retry-after"]
    assert served.get("hello").status == 200
    served.desk.opened(hall)


def test_a_fault_is_written_down_here_and_told_in_a_line(
    served: Served, room: Class, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("tenfold.ui.classroom.rooms.telling_staff.teacher_state", broken)
    said = served.get("teacher/state", room.teacher)
    assert said.status == 500
    assert "secret" not in said.body.decode()
    assert "secret of the house" in caplog.text
