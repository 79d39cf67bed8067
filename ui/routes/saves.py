"""Games as files: GET /game/TOKEN/save hands one out, POST /open takes one in.

The body of POST /open is the file itself; `?renew=1` computes a game of another version anew. Pages
of other sites may not post: a browser says whence a request comes, and only our own pages pass.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tenfold.ui.engine import engine
from tenfold.ui.posted import TooLong, TooSlow, body_of

NOT_READY = "The engine is still being prepared: try again in a moment."
FOREIGN = "Games can be opened from the pages of this server alone."
TOO_LARGE = "A game has at most 1 MB; this is another file."
TOO_SLOW = "The game did not arrive in time: open it again."
MOST_BYTES = 1_000_000


async def download(request: Request) -> Response:
    """The file of a game, under a name that people can tell apart."""
    from tenfold.sim.game.saves.savefile import SaveError, UnknownGame

    if not engine.ready:
        return _problem(NOT_READY, 503)
    try:
        name, content = await asyncio.to_thread(engine.games.export, request.path_params["token"])
    except UnknownGame as problem:
        return _problem(str(problem), 404)
    except SaveError as problem:
        return _problem(str(problem), 500)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/json", headers=headers)


async def upload(request: Request) -> Response:
    """The address of a new game from a file, or what is wrong with it, and whether to renew."""
    from tenfold.sim.game.saves.playable import EngineDiffers, GameError
    from tenfold.sim.game.saves.savefile import NoRoom, SaveError

    if not own_page(request):
        return _problem(FOREIGN, 403)
    if not engine.ready:
        return _problem(NOT_READY, 503)
    try:
        content = await body_of(request, MOST_BYTES)
    except TooLong:
        return _problem(TOO_LARGE, 413)
    except TooSlow:
        # Closed: what may yet come of the body is no next request.
        answer = _problem(TOO_SLOW, 408)
        answer.headers["Connection"] = "close"
        return answer
    except ClientDisconnect:
        return Response(status_code=204)
    renew = request.query_params.get("renew") == "1"
    try:
        game = await asyncio.to_thread(engine.games.open_file, content, renew)
    except EngineDiffers as problem:
        return _problem(str(problem), 409, renew=True)
    except GameError as problem:
        return _problem(str(problem), 400)
    except NoRoom as problem:
        return _problem(str(problem), 507)
    except SaveError as problem:
        return _problem(str(problem), 500)
    return JSONResponse({"address": f"/game/{game.token}"})


def own_page(request: HTTPConnection) -> bool:
    """The request comes from a page of this server, or from no page at all."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    try:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:  # no address at all
        return False


def _problem(text: str, status: int, renew: bool = False) -> Response:
    return JSONResponse({"problem": text, "renew": renew}, status_code=status)


routes = [
    Route("/game/{token}/save", download, methods=["GET"]),
    Route("/open", upload, methods=["POST"]),
]
