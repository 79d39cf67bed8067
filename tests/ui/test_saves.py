"""Games as files over the wire: handed out under a readable name, taken in from our pages alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from tenfold.sim.game.saves.store import Store
from tenfold.ui.engine import READY, STARTING, engine
from tenfold.ui.routes import own_routes, saves

HOST = "127.0.0.1:8765"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The games of the server."""
    games = Store(tmp_path)
    monkeypatch.setattr(engine, "_games", games)
    monkeypatch.setattr(engine, "stage", READY)
    return games


def ask(
    method: str, path: str, body: bytes = b"", query: str = "", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    told = {"host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }  # fmt: skip
    parts = [body[k : k + 65_536] for k in range(0, len(body), 65_536)] or [b""]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Starlette(routes=own_routes())(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(part.get("body", b"") for part in sent[1:])


def test_a_game_goes_out_and_comes_in_again(store: Store) -> None:
    token = store.begin("ten-to-one", "Oak", 3, 8).token
    store.end_turn(token, 1)
    status, headers, file = ask("GET", f"/game/{token}/save")
    assert status == 200
    assert headers["content-disposition"] == (
        'attachment; filename="tenfold-ten-to-one-oak-seed-3-after-1-of-8.json"'
    )
    status, _, answer = ask("POST", "/open", file, origin=f"http://{HOST}")
    address = json.loads(answer)["address"]
    assert status == 200
    assert address != f"/game/{token}"
    assert store.view(address.removeprefix("/game/")).turn == 2


def test_a_game_of_another_engine_asks_first(store: Store) -> None:
    told = json.loads(store.export(store.begin("ten-to-one", "Oak", 3, 8).token)[1])
    told["game"]["engine"] = "another"
    file = json.dumps(told).encode()
    status, _, answer = ask("POST", "/open", file)
    assert status == 409
    assert json.loads(answer)["renew"] is True
    status, _, answer = ask("POST", "/open", file, "renew=1")
    assert status == 200
    assert "address" in json.loads(answer)


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"origin": f"http://{HOST}"}, True),
        ({"origin": f"https://{HOST}"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": f"http://{HOST}.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://["}, False),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "same-site"}, False),
    ],
)
def test_other_sites_cannot_post(store: Store, headers: dict[str, str], passes: bool) -> None:
    file = store.export(store.begin("ten-to-one", "Oak", 3, 8).token)[1]
    before = len(store)
    status, _, answer = ask("POST", "/open", file, **headers)
    assert (status == 200) is passes
    assert len(store) == before + passes
    if not passes:
        assert (status, json.loads(answer)["renew"]) == (403, False)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"junk", 400),
        (b"", 400),
        (b"[" * 100_000, 400),
        (b'{"tenfold": 2, "\\ud800": 1}', 400),
        (b"x" * (saves.MOST_BYTES + 1), 413),
    ],
)
def test_what_is_no_game_is_a_line(store: Store, body: bytes, status: int) -> None:
    got, _, answer = ask("POST", "/open", body)
    assert got == status
    said = json.loads(answer)
    assert said["problem"]
    assert "\n" not in said["problem"]
    assert said["renew"] is False


def test_a_game_that_is_not_there_is_404(store: Store) -> None:
    for token in ("x" * 22, "..%2f..%2fetc"):
        assert ask("GET", f"/game/{token}/save")[0] == 404


def test_before_the_engine_is_ready_both_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "stage", STARTING)
    assert ask("GET", f"/game/{'x' * 22}/save")[0] == 503
    assert ask("POST", "/open", b"{}")[0] == 503


def test_the_limit_is_the_files_own() -> None:
    from tenfold.sim.game.saves import portable

    assert saves.MOST_BYTES == portable.MOST_BYTES
