"""What everybody may ask: is the server there, and may I come in?"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api.answers import Refusal, answering
from tenfold.ui.classroom.api.asking import FOREIGN_PAGE, MAY_NOT, Asking
from tenfold.ui.classroom.api.bodies import fields, long_text, object_of, text
from tenfold.ui.classroom.api.throttles import address_of, refuse
from tenfold.ui.classroom.rooms.clock import wall
from tenfold.ui.engine import engine
from tenfold.ui.routes.saves import own_page

VERSION = 1
ANYWHERE = "anywhere"
NO_ROOM = "There is no room with this code: look at the wall again."
MISSING = 404


def routes(asking: Asking) -> list[BaseRoute]:
    """Of everybody."""

    async def hello(_: Request) -> Any:
        """The server is there."""
        return {"api": VERSION, "now": wall(), "engine": engine.stage}

    async def join(request: Request) -> Any:
        """Come in with code and nickname; answered with a token."""
        if not own_page(request):
            raise Refusal(MAY_NOT, FOREIGN_PAGE)
        throttles, address = asking.desk.throttles, address_of(request)
        refuse(throttles.wrong_here.wait(address))
        refuse(throttles.wrong_anywhere.wait(ANYWHERE))
        throttles.ask(throttles.joins, address)
        said = fields(await object_of(request), {"code": text(40), "nickname": long_text})
        hall = await asking.desk.hall()
        try:
            room = hall.by_code(said["code"])
        except ValueError:
            throttles.wrong_here.count(address)
            throttles.wrong_anywhere.count(ANYWHERE)
            raise Refusal(MISSING, NO_ROOM) from None
        token, person = await room.join(said["nickname"])
        told = {"id": room.id, "title": room.row.title}
        return {"token": token, "person": person.id, "room": told}

    return [
        Route(f"{API}/hello", answering(hello), methods=["GET"]),
        Route(f"{API}/join", answering(join), methods=["POST"]),
    ]
