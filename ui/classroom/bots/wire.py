"""Wire: requests to a classroom server over one connection that stays open, and its stream."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

API = "/api/v1"
LONGEST_LINE = 1 << 20
"""Bytes of an event, or of a line of headers."""
SILENCE = 5.0
"""Seconds after which a stream that says nothing is lost."""


class Unreachable(OSError):
    """The server cannot be reached, or the connection broke before its answer was there."""


class Strange(Unreachable):
    """What came is no answer in HTTP."""


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The line that refuses; empty where there is none."""
        try:
            return str(self.json.get("error", ""))
        except (ValueError, AttributeError):
            return self.body[:100].decode(errors="replace")

    @property
    def again(self) -> float:
        """Seconds after which the server wants to be asked again; 0 where it does not say."""
        try:
            return float(self.headers.get("retry-after", 0))
        except ValueError:
            return 0.0


class Place:
    """Where a server is.

    Args:
        root: its address, such as "http://192.168.1.7:8765".
    """

    def __init__(self, root: str) -> None:
        """Of this address.

        Raises:
            ValueError: it is none.
        """
        parts = urlsplit(root if "//" in root else f"http://{root}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{root!r} is no address of a server: http://192.168.1.7:8765 is one.")
        self._safe = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port or (443 if self._safe else 80)
        self.name = parts.netloc

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A new connection.

        Raises:
            Unreachable: there is none to be had.
        """
        context = ssl.create_default_context() if self._safe else None
        try:
            return await asyncio.open_connection(
                self._host, self._port, ssl=context, limit=LONGEST_LINE
            )
        except OSError as problem:
            raise Unreachable(str(problem)) from None

    def question(self, method: str, path: str, token: str, body: bytes | None) -> bytes:
        """A request, as it goes over the wire."""
        lines = [f"{method} {API}/{path} HTTP/1.1", f"Host: {self.name}"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


class Wire:
    """One connection; questions go over it one after another."""

    def __init__(self, place: Place) -> None:
        """Not open yet."""
        self._place = place
        self._turn = asyncio.Lock()
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, token: str = "", sent: Any = None, patience: float = 20.0
    ) -> Reply:
        """Ask, and wait for the answer.

        Args:
            method: of HTTP.
            path: below the API's address.
            token: of who asks.
            sent: an object of JSON, or None.
            patience: seconds to wait.

        Raises:
            Unreachable: no answer came; whether the question arrived is not known.
        """
        body = None if sent is None else json.dumps(sent, separators=(",", ":")).encode()
        asked = self._place.question(method, path, token, body)
        async with self._turn:
            try:
                async with asyncio.timeout(patience):
                    return await self._asked(asked)
            except TimeoutError:
                self.close()
                raise Unreachable(f"no answer within {patience:.0f} s") from None
            except (OSError, EOFError, ValueError) as problem:
                self.close()
                raise Unreachable(str(problem) or type(problem).__name__) from None
            except asyncio.CancelledError:
                self.close()
                raise

    async def _asked(self, asked: bytes) -> Reply:
        used = self._open is not None
        try:
            return await self._once(asked)
        except (OSError, EOFError):
            if not used:
                raise
        # The server closes connections that were quiet for long: that is no failure.
        self.close()
        return await self._once(asked)

    async def _once(self, asked: bytes) -> Reply:
        if self._open is None:
            self._open = await self._place.open()
        reader, writer = self._open
        writer.write(asked)
        status, headers = await head_of(reader)
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = b"".join([piece async for piece in pieces_of(reader)])
        else:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Reply(status, headers, body)

    def close(self) -> None:
        """Break the connection off; the next question opens another."""
        if self._open is not None:
            self._open[1].transport.abort()
            self._open = None


async def head_of(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers of the answer that comes next.

    Raises:
        EOFError: nothing comes.
        Strange: something else does.
    """
    first = await reader.readline()
    if not first:
        raise EOFError("the connection was closed")
    parts = first.split(None, 2)
    if len(parts) < 2 or not parts[0].startswith(b"HTTP/1.") or not parts[1].isdigit():
        raise Strange("this is no server of HTTP")
    headers: dict[str, str] = {}
    while line := (await reader.readline()).decode("latin-1"):
        if line in ("\r\n", "\n"):
            return int(parts[1]), headers
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    raise EOFError("the connection was closed")


async def pieces_of(reader: asyncio.StreamReader) -> AsyncGenerator[bytes, None]:
    """The chunks of an answer, up to the last."""
    while True:
        line = await reader.readline()
        if not line:
            raise EOFError("the connection was closed")
        size = int(line.split(b";")[0], 16)
        piece = await reader.readexactly(size + 2)
        if not size:
            return
        yield piece[:-2]


async def events(place: Place, token: str) -> AsyncGenerator[tuple[str, dict[str, Any]], None]:
    """Events of a stream as they come, until it ends.

    Args:
        place: of the server.
        token: of who listens.

    Raises:
        Unreachable: it broke off, or nothing was heard for so long that it must have.
        Refused: the server says no.
    """
    reader, writer = await _within(place.open())
    try:
        writer.write(place.question("GET", "stream", token, None))
        status, headers = await _within(head_of(reader))
        if status != 200:
            body = await _within(reader.readexactly(int(headers.get("content-length", 0))))
            raise Refused(Reply(status, headers, body))
        pieces, heard = pieces_of(reader), b""
        while (piece := await _within(anext(pieces, None))) is not None:
            heard += piece
            *whole, heard = heard.split(b"\n\n")
            for block in whole:
                yield _event(block.decode())
    finally:
        writer.transport.abort()


class Refused(Exception):
    """A stream that the server does not give."""

    def __init__(self, reply: Reply) -> None:
        """With this answer."""
        super().__init__(reply.error)
        self.reply = reply


async def _within(asked: Any) -> Any:
    try:
        async with asyncio.timeout(SILENCE):
            return await asked
    except TimeoutError:
        raise Unreachable(f"nothing heard for {SILENCE:.0f} s") from None
    except (OSError, EOFError, ValueError) as problem:
        raise Unreachable(str(problem) or type(problem).__name__) from None


def _event(block: str) -> tuple[str, dict[str, Any]]:
    kind, data = "message", "{}"
    for line in block.split("\n"):
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            data = value
    with suppress(ValueError):
        said = json.loads(data)
        if isinstance(said, dict):
            return kind, said
    raise Strange("an event that cannot be read")
