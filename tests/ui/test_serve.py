"""The server: free of surprises at the door, and a friendly page at a wrong address."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tenfold.sim import compiled
from tenfold.ui import engine as engines
from tenfold.ui import front, serve
from tenfold.ui.routes import own_routes, styles

LIGHT = """
import sys
import tenfold.ui.serve, tenfold.ui.engine
import tenfold.sim.game.telling.view, tenfold.sim.game.telling.phrase
slow = ("numba", "pandas", "mesa", "solara", "matplotlib")
sys.exit(", ".join(name for name in slow if name in sys.modules) or 0)
"""
SERVE = "from tenfold.ui.serve import play; raise SystemExit(play(0, open_browser=False))"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of its own process, on a free port."""
    server = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        yield said.split()[3].rstrip("/")
    finally:
        server.terminate()
        server.wait(20)


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode()


def test_a_taken_port_is_a_clear_message_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.play(port, open_browser=False) == 2
    said = capsys.readouterr().err
    assert f"Port {port} cannot be used" in said
    assert "--port" in said


@pytest.mark.parametrize("port", [-1, 70000])
def test_an_impossible_port_is_a_clear_message(
    port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve.play(port, open_browser=False) == 2
    assert "does not exist" in capsys.readouterr().err


def test_the_way_to_the_first_answer_is_light() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_wrong_address_leads_home(address: str) -> None:
    status, page = get(f"{address}/nowhere/at/all")
    assert status == 404
    assert 'href="/"' in page
    assert "no page here" in page


def test_health_answers(address: str) -> None:
    status, said = get(f"{address}/health")
    assert status == 200
    assert json.loads(said)["server"] == "ok"


@pytest.mark.parametrize(
    "path", ["/", "/game/" + "x" * 22, "/game/", "/?scenario=nowhere", "/sweep"]
)
def test_pages_have_a_language_and_may_be_zoomed(address: str, path: str) -> None:
    status, page = get(address + path)
    assert status == 200
    assert '<html lang="en">' in page
    assert "user-scalable=no" not in page
    assert 'aria-label="Working"' in page
    assert "<noscript>" in page
    assert "runs on solara" not in page.lower()


def test_the_page_asks_for_nothing_that_it_does_not_need(address: str) -> None:
    page = get(address)[1]
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert asked
    assert not [each for each in asked if "font" in each or "://" in each]
    assert page.count('rel="stylesheet"') == 1


def test_one_stylesheet_holds_every_file_and_is_kept_by_its_content(address: str) -> None:
    link = re.findall(r'rel="stylesheet" href="([^"]+)"', get(address)[1])[0]
    assert link == styles.address()
    with urllib.request.urlopen(address + link, timeout=30) as answer:
        sheet, kept = answer.read().decode(), answer.headers["Cache-Control"]
    assert "immutable" in kept
    places = [sheet.index(path.read_text()) for path in styles.STYLES.glob("*.css")]
    assert len(places) >= len(styles.FIRST)
    assert sheet.index("--page:") < min(places)
    order = [sheet.index((styles.STYLES / f"{name}.css").read_text()) for name in styles.FIRST]
    assert order == sorted(order)
    with urllib.request.urlopen(f"{address}{styles.PATH}?v=older", timeout=30) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


def test_own_addresses_are_each_given_once() -> None:
    found = [(route.path, method) for route in own_routes() for method in route.methods or ()]
    assert (styles.PATH, "GET") in found
    assert len(set(found)) == len(found)


def test_an_engine_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engines.Engine()

    def broken(_: engines.Engine) -> None:
        raise RuntimeError("no compiler")

    monkeypatch.setattr(compiled, "COMPLETE", Path("never there"))
    monkeypatch.setattr(engines.Engine, "_compile", broken)
    engine.start()
    while engine.stage not in (engines.FAILED, engines.READY):
        engine.wait(engine.stage, 5.0)
    assert engine.stage == engines.FAILED
    assert "no compiler" in engine.problem
    with pytest.raises(RuntimeError, match="not ready"):
        _ = engine.games


def test_the_framework_keeps_to_itself() -> None:
    assert serve.SETTINGS["SOLARA_MODE"] == "production"
    assert serve.SETTINGS["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] == "False"
    assert serve.SETTINGS["SOLARA_THEME_SHOW_BANNER"] == "False"


def test_a_page_of_its_own_finds_another_port_where_one_is_taken() -> None:
    code = (
        "from tenfold.ui.serve import play;"
        "raise SystemExit(play({port}, open_browser=False, path='/sweep?folder=x'))"
    )
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        command = [sys.executable, "-c", code.format(port=taken)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            page = urlsplit(server.stdout.readline().split()[3])
            server.terminate()
    assert page.port not in (None, taken)
    assert page.path + "?" + page.query == "/sweep?folder=x"


@pytest.mark.parametrize(
    ("origin", "let_in"), [("http://{host}", True), ("http://evil.example", False)]
)
def test_sockets_are_for_pages_of_this_server(
    origin: str, let_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front.Front, "_load", lambda self: self._loaded.set())
    door, inside, sent = front.Front(), [], []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        inside.append(scope["path"])

    async def send(message: Any) -> None:
        sent.append(message)

    door._inner = inner
    host = "127.0.0.1:8765"
    headers = [(b"host", host.encode()), (b"origin", origin.format(host=host).encode())]
    scope = {"type": "websocket", "path": "/_solara/api/ws", "headers": headers}
    asyncio.run(door(scope, send, send))
    assert bool(inside) is let_in
    assert [one["type"] for one in sent] == ([] if let_in else ["websocket.close"])
