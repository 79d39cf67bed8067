"""Connections: kept open, opened again, lost; streams that fall silent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tenfold.ui.classroom.bots import wire
from tenfold.ui.classroom.bots.wire import Place, Refused, Unreachable, Wire, events

Writes = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
YES = b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"a": 1}'
STREAM = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


async def asked(reader: asyncio.StreamReader) -> bytes:
    return await reader.readuntil(b"\r\n\r\n")


def story(answer: Writes, told: Callable[[Place], Awaitable[Any]]) -> Any:
    """What comes of talking to a server that answers each connection like that."""

    async def run() -> Any:
        async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await answer(reader, writer)
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(once, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            return await asyncio.wait_for(told(Place(f"http://127.0.0.1:{port}")), 10)
        finally:
            server.close()

    return asyncio.run(run())


def test_one_connection_serves_many_questions() -> None:
    opened = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        while True:
            assert b"Authorization: Bearer secret\r\n" in await asked(reader)
            writer.write(YES)

    async def told(place: Place) -> list[Any]:
        line = Wire(place)
        said = [(await line.ask("GET", "state", "secret")).json for _ in range(3)]
        line.close()
        return said

    assert story(answer, told) == [{"a": 1}] * 3
    assert len(opened) == 1


def test_a_connection_that_was_closed_in_silence_is_opened_again() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(YES)  # and it is closed, as after a long silence

    async def told(place: Place) -> int:
        line = Wire(place)
        await line.ask("GET", "state")
        await asyncio.sleep(0.05)
        status = (await line.ask("GET", "state")).status
        line.close()
        return status

    assert story(answer, told) == 200


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Len", YES[:-3], b"hello\r\n\r\n"]
)
def test_half_an_answer_is_none(sent: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(sent)

    async def told(place: Place) -> None:
        await Wire(place).ask("GET", "state")

    with pytest.raises(Unreachable):
        story(answer, told)


def test_events_come_whole_however_they_were_cut() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        said = b'event: state\ndata: {"version": 3}\n\nevent: ping\ndata: {"now": 4}\n\n'
        writer.write(STREAM + chunk(said[:20]) + chunk(said[20:40]) + chunk(said[40:]) + chunk(b""))

    async def told(place: Place) -> list[Any]:
        return [event async for event in events(place, "secret")]

    assert story(answer, told) == [("state", {"version": 3}), ("ping", {"now": 4})]


def test_a_stream_that_falls_silent_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SILENCE", 0.1)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(STREAM + chunk(b"event: ping\ndata: {}\n\n"))
        await writer.drain()
        await asyncio.sleep(5)

    async def told(place: Place) -> list[Any]:
        stream = events(place, "secret")
        first = await anext(stream)
        with pytest.raises(Unreachable, match="nothing heard"):
            await anext(stream)
        return [first]

    assert story(answer, told) == [("ping", {})]


def test_a_stream_that_is_refused_says_why() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(b'HTTP/1.1 401 No\r\nContent-Length: 15\r\n\r\n{"error": "no"}')

    async def told(place: Place) -> None:
        async for _ in events(place, "secret"):
            pass

    with pytest.raises(Refused, match=r"^no$"):
        story(answer, told)


@pytest.mark.parametrize("root", ["", "ftp://here", "http://", "gopher"])
def test_what_is_no_address_is_refused(root: str) -> None:
    if root == "gopher":
        assert Place(root).name == "gopher"
        return
    with pytest.raises(ValueError, match="no address"):
        Place(root)
