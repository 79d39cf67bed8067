"""Guards: every answer carries them, whichever route gave it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tenfold.ui import front
from tenfold.ui.guards import GUARDS


def headers(path: str, monkeypatch: pytest.MonkeyPatch, *own: tuple[bytes, bytes]) -> list[Any]:
    monkeypatch.setattr(front.Front, "_load", lambda self: self._loaded.set())
    door, sent = front.Front(), []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(own)})

    async def send(message: Any) -> None:
        sent.append(message)

    if path != "/broken":
        door._inner = inner
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(door(scope, send, send))
    return list(sent[0]["headers"])


@pytest.mark.parametrize("path", ["/health", "/game/x", "/broken"])
def test_every_answer_has_every_guard_once(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [name.decode() for name, _ in headers(path, monkeypatch)]
    assert all(told.count(name) == 1 for name in GUARDS)


def test_a_route_may_be_stricter(monkeypatch: pytest.MonkeyPatch) -> None:
    own = (b"Referrer-Policy", b"no-referrer")
    told = headers("/file", monkeypatch, own)
    assert [one for one in told if one[0].lower() == b"referrer-policy"] == [own]


def test_no_other_site_runs_in_our_pages_or_learns_their_addresses() -> None:
    policy = dict(part.split(" ", 1) for part in GUARDS["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert not [source for source in policy.values() if "*" in source or "http" in source]
    assert GUARDS["x-content-type-options"] == "nosniff"
    assert GUARDS["referrer-policy"] == "same-origin"
