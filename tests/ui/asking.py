"""Asking an application without a server: one request in, its whole answer out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> Any:
        """The text as JSON."""
        return json.loads(self.text)


class Asking:
    """Asks one application."""

    def __init__(self, application: Starlette) -> None:
        """No request is made yet."""
        self.application = application

    def get(self, address: str) -> Answer:
        """GET an address."""
        return asyncio.run(self._ask("GET", address, b"", {}))

    def post(self, address: str, what: object, headers: Mapping[str, str] | None = None) -> Answer:
        """POST something as JSON."""
        kind = {"content-type": "application/json", **(headers or {})}
        return asyncio.run(self._ask("POST", address, json.dumps(what).encode(), kind))

    async def _ask(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        parts, sent = urlsplit(address), []
        named = [(k.encode(), v.encode()) for k, v in {"host": HOST, **headers}.items()]
        scope = {
            "type": "http", "method": method, "path": parts.path, "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(), "headers": named, "http_version": "1.1",
            "scheme": "http", "server": (HOST, 80), "client": (HOST, 1), "root_path": "",
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.application(scope, receive, send)
        found = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return Answer(sent[0]["status"], found, text)
