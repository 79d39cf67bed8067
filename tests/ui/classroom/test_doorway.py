"""The doorway: nobody keeps a place, or memory, by asking oddly, owing a body or never reading."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn

from tenfold.ui.classroom import doorway, patience
from tenfold.ui.classroom.api.throttles import network_of
from tenfold.ui.classroom.doorway import Crowd

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
UPGRADE = b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
KEY = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
LONG = 3_000_000
Doing = Callable[[int, uvicorn.Server], Awaitable[None]]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Refuses without reading; `/long` is much to read, `/wait` takes its time."""
    if scope["type"] == "websocket":
        kind = "accept" if scope["path"] == "/in" else "close"
        await send({"type": f"websocket.{kind}"})
        if kind == "accept":
            await receive()
            await receive()
        return
    if scope["path"] == "/wait":
        await asyncio.sleep(0.5)
    body = b"x" * LONG if scope["path"] == "/long" else b"ok"
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 403, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


def served(doing: Doing) -> None:
    """A server behind the doorway, for as long as something is done with it."""

    async def run() -> None:
        config = uvicorn.Config(app, log_level="warning", lifespan="off", loop="asyncio")
        config.http = doorway.BoundedProtocol
        config.timeout_graceful_shutdown = 1
        server = uvicorn.Server(config)
        listener = socket.create_server(("127.0.0.1", 0))
        running = asyncio.ensure_future(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            await doing(listener.getsockname()[1], server)
        finally:
            server.should_exit = True
            await running

    asyncio.run(run())
    assert doorway.crowd.open.total() == 0


async def to_the_end(reader: asyncio.StreamReader) -> bytes:
    """All that is said until the connection ends, which it must do soon."""
    said = b""
    try:
        while part := await asyncio.wait_for(reader.read(65_536), 3.0):
            said += part
    except ConnectionResetError:
        pass
    return said


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "SILENCE", 0.2)
    monkeypatch.setattr(patience, "UNREAD", 0.2)


def test_who_owes_the_rest_of_a_refused_question_is_shown_out() -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 3.0)).startswith(b"HTTP/1.1 403")
        writer.write(b"x")
        assert await to_the_end(reader) == b""

    served(doing)


def test_who_owed_and_paid_may_ask_again() -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        await asyncio.wait_for(reader.readuntil(b"ok"), 3.0)
        writer.write(b"123456789")
        await asyncio.sleep(0.05)
        writer.write(GET.replace(b"/ ", b"/wait "))
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 3.0)).startswith(b"HTTP/1.1 403")
        writer.close()

    served(doing)


@pytest.mark.parametrize(
    "asked",
    [
        UPGRADE + KEY + b"a: b\r\n" * 200 + b"\r\n",
        UPGRADE + KEY + b"Content-Length: 10\r\n\r\n",
        UPGRADE + KEY + b"Transfer-Encoding: chunked\r\n\r\n",
        UPGRADE + b"\r\n",
        UPGRADE.replace(b"GET", b"POST") + KEY + b"\r\n",
        UPGRADE + KEY + b"\r\n",
    ],
    ids=["many headers", "a body", "chunks", "no key", "no GET", "no pass"],
)
def test_what_is_no_socket_does_not_stay(asked: bytes) -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked)
        await to_the_end(reader)
        await asyncio.sleep(0.05)
        assert server.server_state.connections == set()

    served(doing)


def test_a_socket_stays_and_is_counted() -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPGRADE.replace(b"/x", b"/in") + KEY + b"\r\n")
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 3.0)
        assert head.startswith(b"HTTP/1.1 101")
        await asyncio.sleep(0.5)
        assert doorway.crowd.open["127.0.0.1"] == 1
        writer.close()
        await asyncio.sleep(0.1)

    served(doing)


@pytest.mark.parametrize("close", [b"", b"Connection: close\r\n"])
def test_who_reads_nothing_is_shown_out(close: bytes) -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        wire = socket.socket()
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        wire.setblocking(False)
        await asyncio.get_running_loop().sock_connect(wire, ("127.0.0.1", port))
        wire.send(GET.replace(b"/ ", b"/long ").replace(b"\r\n\r\n", b"\r\n" + close + b"\r\n"))
        await asyncio.sleep(0.1)
        assert doorway.crowd.open.total() == 1
        await asyncio.sleep(0.6)
        assert doorway.crowd.open.total() == 0
        wire.close()

    served(doing)


def test_who_reads_slowly_gets_all_of_it() -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET.replace(b"/ ", b"/long "))
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 3.0)
        assert b"content-length" in head
        left, begun = LONG, asyncio.get_running_loop().time()
        while left:
            left -= len(await asyncio.wait_for(reader.read(100_000), 3.0))
            await asyncio.sleep(0.05)
        assert asyncio.get_running_loop().time() - begun > 4 * patience.UNREAD
        writer.close()

    served(doing)


def test_a_head_is_bounded_however_quickly_it_comes() -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        for head in (b"a: b\r\n" * 20_000, b"a: " + b"b" * 100_000 + b"\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(GET[:-2] + head + b"\r\n")
            assert (await to_the_end(reader))[:12] in (b"HTTP/1.1 400", b"")

    served(doing)


def test_questions_ahead_are_bounded() -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET.replace(b"/ ", b"/wait ") + GET * 2)
        for _ in range(3):
            await asyncio.wait_for(reader.readuntil(b"ok"), 3.0)
        writer.write(GET.replace(b"/ ", b"/wait ") + GET * 1_000)
        assert await to_the_end(reader) == b""

    served(doing)


def test_strangers_write_nothing_into_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    async def doing(port: int, server: uvicorn.Server) -> None:
        for asked in (b"\x16\x03\x01\r\n\r\n", UPGRADE.replace(b"websocket", b"h2c") + b"\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked)
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 3.0)
            writer.close()

    served(doing)
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


class Somebody:
    """In a crowd."""

    def __init__(self, crowd: Crowd, address: str) -> None:
        self.crowd, self.address = crowd, address
        self.inside = crowd.enter(address, self)

    def show_out(self) -> None:
        self.crowd.leave(self.address, self)
        self.inside = False


def test_where_all_places_are_taken_who_has_most_gives_one_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doorway, "MOST_OPEN", 6)
    crowd = Crowd()
    greedy = [Somebody(crowd, "10.0.0.1") for _ in range(4)]
    others = [Somebody(crowd, "10.0.0.2") for _ in range(2)]
    phone = Somebody(crowd, "10.0.0.3")
    assert phone.inside
    assert [one.inside for one in greedy] == [False, True, True, True]
    assert all(one.inside for one in others)
    assert not Somebody(crowd, "10.0.0.1").inside
    assert crowd.open == {"10.0.0.1": 3, "10.0.0.2": 2, "10.0.0.3": 1}
    for one in (*greedy[1:], *others, phone):
        one.show_out()
    assert crowd.open.total() == 0


def test_one_machine_with_many_addresses_is_one() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2::f00")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")


def test_who_says_nothing_is_shown_out_and_who_waits_for_an_answer_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doorway, "SILENCE", 0.1)

    async def doing(port: int, server: uvicorn.Server) -> None:
        silent, half = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        half[1].write(GET[:10])
        asks = await asyncio.open_connection("127.0.0.1", port)
        asks[1].write(GET.replace(b"/ ", b"/wait "))
        begun = time.monotonic()
        for reader, _ in (silent, half):
            with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                await asyncio.wait_for(reader.readexactly(1), 3.0)
        assert time.monotonic() - begun < 2.0
        assert (await asyncio.wait_for(asks[0].readuntil(b"ok"), 3.0)).startswith(b"HTTP/1.1 403")
        # The next question of the same connection has its deadline, too.
        asks[1].write(GET[:5])
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(asks[0].readexactly(1), 3.0)
        assert doorway.crowd.open.total() == 0

    served(doing)


def test_one_address_cannot_take_all_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "MOST_HERE", 3)

    async def doing(port: int, server: uvicorn.Server) -> None:
        inside = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        await asyncio.sleep(0.05)
        reader, _ = await asyncio.open_connection("127.0.0.1", port)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(reader.readexactly(1), 3.0)
        inside[0][1].close()
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET)
        assert (await asyncio.wait_for(reader.readuntil(b"ok"), 3.0)).startswith(b"HTTP/1.1 403")
        for _, one in (*inside[1:], (reader, writer)):
            one.close()

    served(doing)
