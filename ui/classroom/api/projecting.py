"""What a projector asks: the scene, which anybody in the room may see."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from tenfold.ui.classroom.addresses import join_address
from tenfold.ui.classroom.api.asking import PROJECTOR, Asker, Asking
from tenfold.ui.classroom.qr import svg


def routes(asking: Asking) -> list[BaseRoute]:
    """Of projectors."""

    async def scene(_: Request, who: Asker) -> Any:
        """What is on the wall."""
        from tenfold.ui.classroom.rooms.telling_staff import scene_state

        told = scene_state(who.room)
        join = join_address(asking.desk.root, told["code"])
        return {**told, "join": join, "qr": svg(join) if told["scene"] == "join" else None}

    return [asking.route("GET", "scene", (PROJECTOR,), scene)]
