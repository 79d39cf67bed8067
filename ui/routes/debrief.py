"""The debrief of a finished game: GET /game/TOKEN/debrief, and what its page asks for.

A page of our own and not of the framework: it stands before anything is computed, fills itself, and
is the same text as the file to keep (/debrief.html). /debrief.csv is the whole game as a table.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tenfold.ui.debriefs import NotOver, Work, desk
from tenfold.ui.engine import engine
from tenfold.ui.game_page.shell import problem_page, standing_page
from tenfold.ui.posted import body_of, json_of
from tenfold.ui.routes.saves import own_page

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.debriefing import Debrief

STEPS = {
    "score": (10, "Racing the autopilot on your luck"),
    "gap": (35, "Taking the gap apart"),
    "turns": (50, "Replacing one decision at a time"),
    "claims": (80, "Reading the claims"),
}
"""How far each step is, per cent, and what the page says."""
QUICK = 0.12
"""Seconds that a page waits for a debrief before it stands without one."""
FILE_PATIENCE = 90.0
"""Seconds that a file waits for the yardstick."""
MOST_BYTES = 4096
"""Of a question about one lever."""
MOST_WAITING = 8
"""Requests that wait in threads; further ones wait without."""
FOREIGN = "Only the pages of this server may ask for this."
NOT_READY = "The engine is still being prepared: try again in a moment."

_patient: list[CapacityLimiter] = []
"""Made with the first request: it belongs to the server's loop."""


async def page(request: Request) -> Response:
    """The debrief as a page."""
    token = request.path_params["token"]
    engine.start()
    if not engine.ready:
        return HTMLResponse(standing_page(token, "Debrief"))
    work, problem, over = await asyncio.to_thread(_look, token)
    if work is None:
        back = (f"/game/{token}", "Back to the race") if not over else ("/", "To the start page")
        title = "This race is not over." if not over else "There is no debrief here."
        return HTMLResponse(
            problem_page(title, problem, *back), status_code=200 if not over else 404
        )
    await asyncio.to_thread(work.done.wait, QUICK)
    return HTMLResponse(await asyncio.to_thread(_page, token, work))


def _page(token: str, work: Work) -> str:
    title = engine.games.open(token).scenario.title
    if work.debrief is None:
        return standing_page(token, title)
    from tenfold.ui.game_page.page import debrief_page

    how_far = desk.measuring(work.debrief)
    return debrief_page(token, title, work.debrief, how_far.yardstick, _waiting(work.debrief))


async def state(request: Request) -> Response:
    """How far the debrief is; its sections once they are there, and what the ranking keeps."""
    if not engine.ready:
        return JSONResponse({"done": 3, "step": NOT_READY, "complete": False})
    have = request.query_params.get("have") == "1"
    return await asyncio.to_thread(_state, request.path_params["token"], have)


def _state(token: str, have: bool) -> Response:
    from tenfold.ui.game_page.page import section_html

    work, problem, _ = _look(token)
    if work is None or work.problem:
        return JSONResponse({"problem": problem or (work.problem if work else "")})
    debrief = work.debrief
    if debrief is None:
        done, step = STEPS[work.step]
        return JSONResponse({"done": done, "step": f"{step}…", "complete": False})
    how_far = desk.measuring(debrief)
    told: dict[str, Any] = {"done": 100, "step": "", "complete": bool(how_far.yardstick)}
    told["complete"] = told["complete"] or bool(how_far.problem)
    told["sections"] = section_html(debrief, how_far.yardstick, _waiting(debrief), not have)
    told["ranking"] = _ranking(token, debrief)
    return JSONResponse(told)


async def reckoning(request: Request) -> Response:
    """The score taken apart, for the card in the war room; asks again while not complete."""
    if not engine.ready:
        return JSONResponse({"complete": False})
    return await asyncio.to_thread(_reckoning, request.path_params["token"])


def _reckoning(token: str) -> Response:
    from tenfold.ui import debrief_words as words
    from tenfold.ui.game_page.sections import score

    work, problem, _ = _look(token)
    if work is None or work.problem:
        return JSONResponse({"problem": problem or (work.problem if work else "")})
    work.done.wait(2.0)
    if work.debrief is None:
        return JSONResponse({"complete": False})
    how_far = desk.measuring(work.debrief)
    reckoned = work.debrief.reckoned(how_far.yardstick)
    return JSONResponse(
        {
            "complete": bool(how_far.yardstick) or bool(how_far.problem),
            "rows": score(work.debrief, reckoned)["rows"],
            "spread": words.spread_sentence(reckoned),
            "because": {goal.title: goal.because for goal in work.debrief.goals},
            "waiting": _waiting(work.debrief),
            "practice": words.practice(work.debrief),
            "ranking": _ranking(token, work.debrief),
        }
    )


async def whatif(request: Request) -> Response:
    """POST {"turn", "lever", "value"}: one change and both lines of it, as HTML."""
    return await _one_change(request, _try)


def _try(token: str, turn: int, lever: str, value: float) -> Response:
    from tenfold.agents.decision import DecisionError
    from tenfold.sim.game.debrief.whatif import what_if
    from tenfold.ui.game_page.page import trial_html
    from tenfold.ui.game_page.sections import trial

    debrief, problem = _finished(token)
    if debrief is None:
        return _problem(problem, 404)
    try:
        found = what_if(debrief.played, turn, lever, value)
    except DecisionError as refused:
        return _problem(str(refused), 400)
    return JSONResponse({"html": trial_html(trial(debrief, found)), "difference": found.difference})


async def fork(request: Request) -> Response:
    """POST {"turn", "lever", "value"}: a new game from that turn, the change in its draft."""
    return await _one_change(request, _fork)


def _fork(token: str, turn: int, lever: str, value: float) -> Response:
    from tenfold.sim.game.debrief.whatif import settings_with

    debrief, problem = _finished(token)
    if debrief is None:
        return _problem(problem, 404)
    known = lever in {one.name for one in debrief.played.seat.levers}
    ours = known and 0 < turn <= len(debrief.played.entries)
    try:
        held = settings_with(debrief.played, turn, lever, value) if ours else None
        made = engine.games.fork(token, turn, held)
    except ValueError as refused:  # all errors for people are
        return _problem(str(refused), 400)
    return JSONResponse({"href": f"/game/{made.token}"})


async def _one_change(request: Request, work: Callable[..., Response]) -> Response:
    """What is asked of one lever in one turn, by a page of this server alone."""
    if not own_page(request):
        return _problem(FOREIGN, 403)
    asked = await _body(request)
    if asked is None or not engine.ready:
        return _problem(NOT_READY if not engine.ready else "Say turn, lever and value.", 400)
    return await _patiently(work, request.path_params["token"], *asked)


async def keepsake(request: Request) -> Response:
    """The debrief as one file."""
    if not engine.ready:
        return _problem(NOT_READY, 503)
    return await _patiently(_keepsake, request.path_params["token"])


def _keepsake(token: str) -> Response:
    from tenfold.ui.game_page.page import keepsake_page

    debrief, problem = _finished(token)
    if debrief is None:
        return _problem(problem, 404)
    how_far = desk.yardsticks.wait(debrief.played.seat, FILE_PATIENCE)
    return HTMLResponse(keepsake_page(debrief, how_far.yardstick), headers=_named(debrief, "html"))


async def table(request: Request) -> Response:
    """The whole game as CSV."""
    if not engine.ready:
        return _problem(NOT_READY, 503)
    return await _patiently(_table, request.path_params["token"])


def _table(token: str) -> Response:
    from tenfold.sim.game.debrief.keepsake import table_of

    debrief, problem = _finished(token)
    if debrief is None:
        return _problem(problem, 404)
    return Response(table_of(debrief.played), media_type="text/csv", headers=_named(debrief, "csv"))


async def claim(request: Request) -> Response:
    """One claim as the project states it, and how it is tested."""

    def said() -> tuple[str, list[str]]:
        from tenfold.sim.claims.registry import all_claims

        known = all_claims().get(request.path_params["number"].upper())
        if known is None:
            return "There is no such claim.", ["Claims go from C1 to C28."]
        return f"{known.number}. {known.title}", [
            f"{known.says} ({known.standing.capitalize()}.)",
            f"What counts: {known.matters.rstrip('.')}.",
            f"The rule of its verdict: {known.rule}",
            "One game does not decide it. Thousands of races do: docs/claims.md, and anew with "
            f"python run.py claims {known.number}",
        ]

    engine.start()
    if not engine.ready:
        return HTMLResponse(problem_page("One moment.", NOT_READY, "/", "To the start page"))
    title, text = await asyncio.to_thread(said)
    token = request.query_params.get("game", "")
    known = re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    back = f"/game/{token}/debrief#claims" if known else "/"
    way = "Back to the debrief" if known else "To the start page"
    return HTMLResponse(problem_page(title, text, back, way))


async def _patiently(work: Callable[..., Response], *of: Any) -> Response:
    """What may have to wait for a debrief or a yardstick: in threads of its own.

    Else a few impatient clicks would keep every other page waiting.
    """
    if not _patient:
        _patient.append(CapacityLimiter(MOST_WAITING))
    return await to_thread.run_sync(work, *of, limiter=_patient[0])


def _look(token: str) -> tuple[Work | None, str, bool]:
    """The work on a game's debrief, or what is wrong, and whether the race is over or lost."""
    try:
        return desk.look(token), "", True
    except NotOver as problem:
        return None, str(problem), False
    except ValueError as problem:
        return None, str(problem), True


def _finished(token: str) -> tuple[Debrief | None, str]:
    work, problem, _ = _look(token)
    if work is None:
        return None, problem
    work.done.wait(60.0)
    return work.debrief, work.problem


def _waiting(debrief: Debrief) -> str:
    from tenfold.ui import debrief_words as words

    how_far = desk.measuring(debrief)
    # A game that was taken over has par alone: there is no seat and no luck to wait for.
    if how_far.yardstick is not None or not debrief.points.whole:
        return ""
    if how_far.problem:
        return f"Seat and luck could not be measured: {how_far.problem}"
    return words.waiting(how_far.done, how_far.of, how_far.seconds_left)


def _ranking(token: str, debrief: Debrief) -> dict[str, Any] | None:
    """What the browser's own ranking keeps of a ranked game."""
    how_far = desk.measuring(debrief)
    reckoned = debrief.reckoned(how_far.yardstick)
    if not reckoned.ranked or reckoned.spreads is None:
        return None
    seat = debrief.played.seat
    return {
        "token": token,
        "title": debrief.view.title,
        "seat": seat.name if seat.place >= 0 else "Government",
        "you": reckoned.you,
        "spreads": round(reckoned.spreads, 4),
    }


async def _body(request: Request) -> tuple[int, str, float] | None:
    try:
        found = json_of(await body_of(request, MOST_BYTES))
        return int(found["turn"]), str(found["lever"]), float(found["value"])
    except (ValueError, KeyError, TypeError, OverflowError, ClientDisconnect):
        return None


def _problem(text: str, status: int) -> Response:
    return JSONResponse({"problem": text}, status_code=status)


def _named(debrief: Debrief, ending: str) -> dict[str, str]:
    name = re.sub(r"[^a-z0-9]+", "-", f"{debrief.view.title} {debrief.played.seat.name}".lower())
    return {"Content-Disposition": f'attachment; filename="tenfold-{name.strip("-")}.{ending}"'}


GAME = "/game/{token}/debrief"
routes = [
    Route(GAME, page),
    Route(f"{GAME}/state", state),
    Route(f"{GAME}/reckoning", reckoning),
    Route(f"{GAME}/whatif", whatif, methods=["POST"]),
    Route(f"{GAME}/fork", fork, methods=["POST"]),
    Route(f"{GAME}.html", keepsake),
    Route(f"{GAME}.csv", table),
    Route("/claims/{number}", claim),
]
