"""Guards: headers on every answer that tell a browser what our pages never do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'self'",
        # The framework's page has scripts of its own in it and compiles templates as it runs.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
GUARDS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    # The address of a game is the key to it: no other site may learn it.
    "referrer-policy": "same-origin",
}


def guarded(send: Send) -> Send:
    """Sends the same, with the guards on whatever begins an answer and has no such header."""

    async def out(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            told = {bytes(name).lower() for name, _ in headers}
            headers += [
                (name.encode(), value.encode())
                for name, value in GUARDS.items()
                if name.encode() not in told
            ]
            message["headers"] = headers
        await send(message)

    return out
