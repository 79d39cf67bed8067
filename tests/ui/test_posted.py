"""What pages send: neither too much nor for ever."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request

from tenfold.ui import posted


def sent(wait: float, parts: int, each: int = 10) -> Request:
    left = [parts]

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(wait)
        left[0] -= 1
        return {"type": "http.request", "body": b"x" * each, "more_body": left[0] > 0}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def test_a_body_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posted, "PATIENCE", 0.05)
    with pytest.raises(posted.TooSlow) as slow:
        asyncio.run(posted.body_of(sent(0.02, 50), 10_000))
    assert isinstance(slow.value, ClientDisconnect)  # every reader of bodies knows that


def test_a_body_in_time_is_whole_and_one_too_long_is_none() -> None:
    assert asyncio.run(posted.body_of(sent(0.0, 3), 30)) == b"x" * 30
    with pytest.raises(posted.TooLong):
        asyncio.run(posted.body_of(sent(0.0, 4), 30))
