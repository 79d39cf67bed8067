"""What the front door lets through: names of this server, sockets of pages, what they may say."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.desk import Desk
from tenfold.ui.classroom.hosts import answers_to
from tenfold.ui.classroom.page_sockets import MOST_OPEN, PageSockets, bounded, is_whole
from tenfold.ui.classroom.passes import DESK, WALL
from tests.ui.classroom.api.conftest import Class
from tests.ui.classroom.api.serving import COOKIE, KEY, Receive, Served, scope_of

OWN = Desk()
OWN.serve(KEY, "0.0.0.0", 8765, "https://Class.example.org/")


@pytest.mark.parametrize(
    "host",
    ["", "192.168.1.7:8765", "[fe80::1]:8765", "[::1]", "localhost:8765", "my-laptop:80",
     "My-Laptop.local", "class.example.org", "CLASS.example.org:443", "class.example.org."],
)  # fmt: skip
def test_names_of_the_own_network_are_answered_to(host: str) -> None:
    assert answers_to(host, OWN.names)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "[", "evil.local.example",
     "class.example.org.evil.example", "127.0.0.1@evil.example"],
)  # fmt: skip
def test_names_of_the_internet_are_not(host: str) -> None:
    assert not answers_to(host, OWN.names)


def test_names_are_those_that_were_told_and_no_network_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def asked(*_: Any) -> Any:
        raise AssertionError("a stranger makes the server look names up")

    monkeypatch.setattr("socket.getaddrinfo", asked)
    assert OWN.names == {"class.example.org", "0.0.0.0"}
    assert not answers_to("evil.example", OWN.names)
    named = Desk()
    named.serve(KEY, "Lab.School.example", 8765)
    assert answers_to("lab.school.example:8765", named.names)


def test_a_page_that_takes_this_computers_address_gets_nothing(room: Class) -> None:
    """Its browser takes both for one site: `Host` is all that tells them apart."""
    served = room.served
    ana = room.join("Ana", 1)
    foreign = {"host": "evil.example:8765", "origin": "http://evil.example:8765"}
    good = served.ask("GET", f"/teach/{room.teacher}").cookies[0].split(";")[0]
    for path, token in (
        (f"{API}/hello", ""), (f"{API}/state", ana), ("/", ""), ("/check/", ""), ("/health", ""),
        (f"/host/{served.host}", ""), ("/static/main.js", ""),
    ):  # fmt: skip
        said = served.ask("GET", path, token=token, headers={**foreign, "cookie": good})
        assert said.status == 421
        assert "--address" in said.error
        assert said.cookies == ()
        assert "evil" not in str(said.headers)
    assert socket(served, good, foreign) == "websocket.close"
    assert socket(served, good, {}) == "websocket.accept"


def socket(served: Served, cookie: str, headers: dict[str, str]) -> str:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = scope_of(
        "GET", "/jupyter/api/kernels/x/channels", headers={"cookie": cookie, **headers},
        kind="websocket",
    )  # fmt: skip
    served.loop.run_until_complete(served.app(scope, Receive(b""), send))
    return str(sent[0]["type"])


def test_the_framework_hears_nothing_of_a_proxy_that_is_none(room: Class) -> None:
    heard: list[dict[bytes, bytes]] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        heard.append(dict(scope["headers"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    room.served.app._inner = inner
    lies = {
        "script-name": "/evil", "x-script-name": "/evil", "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https", "accept": "text/html",
    }  # fmt: skip
    assert room.served.ask("GET", f"/screen/{room.projector}", headers=lies).status == 200
    assert heard[0].keys() == {b"host", b"accept"}


def pass_of(served: Served, path: str, shown: str = "") -> str:
    said = served.ask("GET", path, headers={"cookie": shown} if shown else None)
    return said.cookies[0].split(";")[0]


def kind_of(served: Served, shown: str) -> str:
    return served.app._passes.kind(shown.removeprefix(f"{COOKIE}="))


def test_the_projectors_link_brings_a_pass_of_its_own_kind(room: Class) -> None:
    served = room.served
    wall = pass_of(served, f"/screen/{room.projector}")
    assert kind_of(served, wall) == WALL
    desk = pass_of(served, f"/teach/{room.teacher}", wall)
    assert kind_of(served, desk) == DESK
    assert kind_of(served, pass_of(served, f"/host/{served.host}")) == DESK
    # The wall is opened in the teacher's browser, too.
    assert kind_of(served, pass_of(served, f"/screen/{room.projector}", desk)) == DESK
    until, signed = wall.removeprefix(f"{COOKIE}=").split(".")
    assert signed not in desk
    assert kind_of(served, f"{COOKIE}={until}.{signed}") == WALL


def test_walls_take_no_place_from_the_teacher(room: Class) -> None:
    served = room.served
    wall = pass_of(served, f"/screen/{room.projector}")
    desk = pass_of(served, f"/teach/{room.teacher}")
    said = [socket(served, wall, {}) for _ in range(40)]
    assert said[0] == "websocket.accept"
    assert said[-1] == "websocket.close"
    assert socket(served, desk, {}) == "websocket.accept"
    assert served.app._sockets.open.total() == 0


@pytest.mark.parametrize("kind", [DESK, WALL])
def test_open_sockets_are_bounded_over_all_addresses(kind: str) -> None:
    sockets = PageSockets()
    scopes = [scope_of("GET", "/", address=f"10.0.{i // 200}.{i % 200}") for i in range(200)]
    inside = sum(sockets.enter(kind, scope) for scope in scopes)
    assert inside == MOST_OPEN[kind]
    sockets.leave(kind)
    assert sockets.enter(kind, scope_of("GET", "/", address="10.9.9.9"))


@pytest.mark.parametrize("length", [8_000, 30_000])
def test_a_long_cookie_is_read_in_no_time(room: Class, length: int) -> None:
    for shown in (f'{COOKIE}="' + "\\" * length, f"{COOKIE}=" + "1" * length, ";" * length):
        begun = time.perf_counter()
        said = room.served.ask("GET", "/static/main.js", headers={"cookie": shown})
        assert said.status == 404
        assert time.perf_counter() - begun < 0.5


BOMB = b"\x7f\xff\xff\xff"
WHOLE = (2).to_bytes(4) + (12).to_bytes(4) + (14).to_bytes(4) + b"{}x"


def test_what_claims_more_parts_than_it_has_is_no_message() -> None:
    assert is_whole(None)
    assert is_whole(WHOLE)
    for content in (b"", b"\x00", BOMB, BOMB + b"x" * 100, b"\x00\x00\x00\x00", b"\xff" * 8):
        assert not is_whole(content)


def test_a_page_hears_no_bomb_and_waits_where_it_speaks_too_fast() -> None:
    messages: list[Any] = [{"type": "websocket.receive", "text": "{}"}] * 640
    messages += [{"type": "websocket.receive", "bytes": BOMB}]

    async def receive() -> Any:
        return messages.pop(0)

    async def run() -> tuple[Any, float]:
        heard, begun = bounded(receive), time.perf_counter()
        for _ in range(640):
            assert (await heard())["type"] == "websocket.receive"
        return await heard(), time.perf_counter() - begun

    last, took = asyncio.run(run())
    assert last["type"] == "websocket.disconnect"
    assert took > 0.4
