"""POST /game/TOKEN/forecast: what may come of a draft, for the page, while the lever moves.

Asked with {"turn": n, "mode": "basic" or "all", "settings": {...}}; without settings, of the draft
as the game has it. A turn's first question makes everything ready for quick answers.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tenfold.ui.engine import engine
from tenfold.ui.posted import NotJson, TooLong, body_of, json_of
from tenfold.ui.routes.saves import own_page

if TYPE_CHECKING:
    from tenfold.sim.game.foresight.forecasts import Forecasts
    from tenfold.sim.game.foresight.position import Position
    from tenfold.sim.game.saves.entry import Mode

MOST_BYTES = 16_384
"""Of a question: every lever with all its decimals is a twentieth of it."""
FAILED = "The forecast failed. Your game is as it was; you can play on without it."
MOST_WAITING = 8
"""Questions that wait in a thread of their own; further ones wait without."""
BAD, FOREIGN, UNKNOWN, OTHER_TURN, TOO_LONG, NOT_READY = 400, 403, 404, 409, 413, 503


class Refused(ValueError):
    """A question that cannot be answered: what is wrong with it."""

    def __init__(self, status: int, text: str) -> None:
        """An answer of this status with this line."""
        super().__init__(text)
        self.status = status


class _Desk:
    """Where questions come in; what answers them is made with the first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forecasts: Forecasts | None = None
        self._limiter: CapacityLimiter | None = None

    @property
    def limiter(self) -> CapacityLimiter:
        """Of threads that wait for answers: others than pages and files are served with."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(MOST_WAITING)
        return self._limiter

    @property
    def forecasts(self) -> Forecasts:
        from tenfold.sim.game.foresight.forecasts import Forecasts  # brings the engine along

        with self._lock:
            if self._forecasts is None:
                self._forecasts = Forecasts()
            return self._forecasts


desk = _Desk()


async def ask(request: Request) -> Response:
    """One question, answered as JSON; 204 where a newer one has taken its place."""
    try:
        if not own_page(request):
            raise Refused(FOREIGN, "Forecasts are for the pages of this server alone.")
        question = _read(await body_of(request, MOST_BYTES))
        token = request.path_params["token"]
        answer = await to_thread.run_sync(_answer, token, question, limiter=desk.limiter)
    except ClientDisconnect:
        return Response(status_code=204)
    except TooLong:
        told = f"A question has {MOST_BYTES} bytes at most."
        return JSONResponse({"error": told}, status_code=TOO_LONG)
    except Refused as problem:
        return JSONResponse({"error": str(problem)}, status_code=problem.status)
    except Exception:  # the page must be able to say that it was the forecast, and not the game
        logging.getLogger(__name__).exception("a forecast failed")
        return JSONResponse({"error": FAILED}, status_code=500)
    if answer is None:
        return Response(status_code=204)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _read(body: bytes) -> dict[str, Any]:
    try:
        question = json_of(body)
    except NotJson:
        question = None
    if not isinstance(question, dict):
        raise Refused(BAD, 'Ask with JSON: {"turn": 1, "mode": "basic", "settings": {...}}.')
    turn, settings = question.get("turn"), question.get("settings")
    if isinstance(turn, bool) or not isinstance(turn, int):
        raise Refused(BAD, "turn: must be the number of the quarter that is being decided.")
    if settings is not None and not isinstance(settings, dict):
        raise Refused(BAD, "settings: must be levers and numbers.")
    mode = question.get("mode")
    if mode is not None and not isinstance(mode, str):
        raise Refused(BAD, 'mode: must be "basic" or "all".')
    return {"turn": turn, "mode": mode, "settings": settings}


def _answer(token: str, question: dict[str, Any]) -> dict[str, Any] | None:
    """The forecast; None where something newer was asked."""
    if not engine.ready:
        raise Refused(NOT_READY, "The model is still being prepared; ask again in a moment.")
    from tenfold.agents.decision import DecisionError
    from tenfold.sim.game.foresight.follower import Superseded
    from tenfold.sim.game.steering import check_mode

    position, settings, mode = _stands(token)
    if question["turn"] != position.turn:
        return None  # the turn ended, or was taken back, while the question was on its way
    if position.finished:
        raise Refused(OTHER_TURN, "This race is over: there is nothing to forecast.")
    try:
        if question["settings"] is not None:
            mode = position.mode if question["mode"] is None else check_mode(question["mode"])
            settings = position.chair.cleaned(question["settings"], mode)
        return desk.forecasts.ask(position, settings, mode)
    except DecisionError as problem:
        raise Refused(BAD, str(problem)) from None
    except Superseded:
        return None


def _stands(token: str) -> tuple[Position, dict[str, float], Mode]:
    """Where the game stands, and its draft."""
    from tenfold.sim.game.foresight.position import position_of
    from tenfold.sim.game.saves.savefile import UnknownGame

    while True:
        try:
            game = engine.games.open(token)
        except UnknownGame as problem:
            raise Refused(UNKNOWN, str(problem)) from None
        except ValueError as problem:
            raise Refused(OTHER_TURN, str(problem)) from None
        with game.lock:
            if not game.closed:
                return position_of(game), dict(game.settings), game.mode


routes = [Route("/game/{token}/forecast", ask, methods=["POST"])]
