"""The forecast over HTTP: answers, and one clear line wherever there is none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.applications import Starlette

from tenfold.sim.game.foresight import belief
from tenfold.sim.game.foresight.follower import Superseded
from tenfold.sim.game.foresight.forecasts import Forecasts
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.turns import Game
from tenfold.ui import forecast_words
from tenfold.ui.components import forecast as component
from tenfold.ui.engine import READY, engine
from tenfold.ui.routes import forecast, own_routes

LABEL = "if the others play as autopilots"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A ready engine with games of its own, and few worlds in a belief."""
    monkeypatch.setattr(belief, "WORLDS", 20)
    games, desk = Store(tmp_path), Forecasts()
    monkeypatch.setattr(engine, "_games", games)
    monkeypatch.setattr(engine, "stage", READY)
    monkeypatch.setattr(forecast.desk, "_forecasts", desk)
    yield games
    desk.close()


@pytest.fixture
def game(store: Store) -> Game:
    """A game at its first turn."""
    return store.begin("ten-to-one", "Oak", 3, 8)


class Got(NamedTuple):
    """An answer."""

    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        """What it says."""
        return json.loads(self.content)


def post(token: str, question: Any, method: str = "POST", **headers: str) -> Got:
    """One question, as a server hands it on."""
    body = question if isinstance(question, bytes) else json.dumps(question).encode()
    told = {"host": "here"} | headers
    scope = {
        "type": "http", "method": method, "path": f"/game/{token}/forecast", "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }  # fmt: skip
    parts = [body[k : k + 8_192] for k in range(0, len(body), 8_192)] or [b""]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Starlette(routes=forecast.routes)(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Got(sent[0]["status"], found, b"".join(part.get("body", b"") for part in sent[1:]))


def test_an_answer_has_what_the_page_shows(game: Game) -> None:
    """Bands of twelve months for every row of the panel, beside those of no change."""
    settings = {**game.settings, "training": 0.6}
    got = post(game.token, {"turn": 1, "mode": "basic", "settings": settings})
    assert got.status == 200
    assert got.headers["cache-control"] == "no-store"
    told = got.json()
    assert told["label"] == LABEL
    assert told["futures"] == 40
    for row in forecast_words.LAB:
        for band in (told[row["name"]], told["still"][row["name"]]):
            assert [len(band[side]) for side in ("low", "middle", "high")] == [13] * 3
            assert all(a <= b for a, b in zip(band["low"], band["high"], strict=True))
        assert len(told["change"][row["name"]]) == 3
    assert any(told["change"]["capability"])


def test_without_settings_the_draft_is_told_of(game: Game) -> None:
    """A page that opens asks for the draft that the game keeps; it changes none."""
    before = dict(game.settings)
    same = post(game.token, {"turn": 1}).json()
    assert not any(same["change"]["share"])
    game.draft({**before, "flagship_price": 3.0})
    draft = dict(game.settings)
    moved = post(game.token, {"turn": 1}).json()
    named = post(game.token, {"turn": 1, "mode": "basic", "settings": draft}).json()
    assert moved == named
    assert moved["still"] == same["still"]
    assert any(moved["change"]["share"])
    post(game.token, {"turn": 1, "mode": "all", "settings": {"pay": 2.0}})
    assert game.settings == draft
    assert game.mode == "basic"


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        (b"not json", 400, "Ask with JSON"),
        (b"[1]", 400, "Ask with JSON"),
        (b"[" * 16_000, 400, "Ask with JSON"),
        (b'{"turn": 1, "settings": {"\\ud800": 1}}', 400, "Ask with JSON"),
        ({"turn": "one"}, 400, "turn"),
        ({"turn": True}, 400, "turn"),
        ({"turn": 1, "settings": [0.4]}, 400, "settings"),
        ({"turn": 1, "mode": 4}, 400, "mode"),
        ({"turn": 1, "mode": "some", "settings": {}}, 400, "'some'"),
        ({"turn": 1, "mode": "all", "settings": {"thrift": 1.0}}, 400, "thrift"),
        ({"turn": 1, "mode": "all", "settings": {"pay": "much"}}, 400, "pay"),
        ({"turn": 1, "mode": "basic", "settings": {"training": 0.5}}, 400, "missing"),
        (b"{" + b" " * 20_000 + b"}", 413, "bytes"),
    ],
)
def test_a_bad_question_is_told_so_in_a_line(
    game: Game, question: Any, status: int, says: str
) -> None:
    """Nothing is computed, and nothing of the game changes."""
    got = post(game.token, question)
    assert got.status == status
    told = got.json()["error"]
    assert says in told
    assert "\n" not in told
    assert game.turn == 1


def test_a_question_about_another_turn_is_let_go(store: Store, game: Game) -> None:
    """It was on its way when the turn ended or was taken back: no error for the page, no answer."""
    store.end_turn(game.token, 1)
    assert post(game.token, {"turn": 1}).status == 204
    store.undo(game.token)
    assert post(game.token, {"turn": 2}).status == 204


def test_unknown_games_and_other_methods(store: Store) -> None:
    """404 for a game that is none; nothing to read there."""
    assert post("x" * 22, {"turn": 1}).status == 404
    assert post("short", {"turn": 1}).status == 404
    assert post("x" * 22, b"", method="GET").status == 405


def test_a_finished_race_has_no_forecast(store: Store) -> None:
    """It is over: 409, not a band beyond its end."""
    game = store.watch("ten-to-one", 5, 8)
    got = post(game.token, {"turn": game.turn})
    assert got.status == 409
    assert "over" in got.json()["error"]


def test_pages_of_other_sites_may_not_ask(game: Game) -> None:
    """They would keep the processor busy."""
    assert post(game.token, {"turn": 1}, origin="http://elsewhere").status == 403
    assert post(game.token, {"turn": 1}, origin="http://here").status == 200


def test_before_the_engine_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """503: the page asks again by itself."""
    monkeypatch.setattr(engine, "stage", "compiling")
    assert post("x" * 22, {"turn": 1}).status == 503


def test_a_newer_question_leaves_the_older_without_answer(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    """204: there is nothing to show, and nothing is wrong."""

    def overtaken(*_: Any) -> None:
        raise Superseded

    monkeypatch.setattr(forecast.desk.forecasts, "ask", overtaken)
    got = post(game.token, {"turn": 1})
    assert got.status == 204
    assert got.content == b""


def test_a_failure_is_told_as_one(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong inside: a line for the page, and the whole story in the log."""

    def broken(*_: Any) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(forecast.desk.forecasts, "ask", broken)
    got = post(game.token, {"turn": 1})
    assert got.status == 500
    assert got.json() == {"error": forecast.FAILED}


def test_the_route_is_mounted() -> None:
    """It is among the addresses that the front door answers."""
    assert any(getattr(route, "path", "") == forecast.routes[0].path for route in own_routes())


def test_the_panel_names_figures_that_answers_have(view_in: Any) -> None:
    """Where to ask, of which turn, and rows for the seat."""
    panel = forecast_words.panel(view_in(month=6))
    assert panel["url"] == f"/game/{'x' * 22}/forecast"
    assert panel["turn"] == 3
    assert [row["name"] for row in panel["rows"]] == ["capability", "share", "cash"]
    assert panel["over"] == ""
    assert forecast_words.FUTURES == belief.FUTURES
    gone = view_in(month=6)
    gone = replace(gone, standing=replace(gone.standing, active=False))
    assert "left the race" in forecast_words.panel(gone)["over"]
    source = Path(component.__file__).with_suffix(".vue").read_text(encoding="utf-8")
    for kind in {row["kind"] for row in (*forecast_words.LAB, *forecast_words.GOVERNMENT)}:
        assert kind == "points" or f'"{kind}"' in source
