"""What the host asks: scenarios to choose from, rooms to make and to list, a backup."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute

from tenfold.ui.classroom.addresses import join_address
from tenfold.ui.classroom.api.answers import KEEPS_NOTHING, Answer
from tenfold.ui.classroom.api.asking import Asking
from tenfold.ui.classroom.api.bodies import anything, fields, long_text, object_of, text
from tenfold.ui.classroom.telling_teacher import opened

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.hall import Made
    from tenfold.ui.classroom.rooms.room import Room

PLAN_BYTES = 450_000
"""Of a plan: a whole scenario may be in it."""
PIECE = 1 << 18
CREATED = 201


def routes(asking: Asking) -> list[BaseRoute]:
    """Of the host."""
    host = Hosting(asking)
    return [
        asking.for_host("GET", "scenarios", host.scenarios),
        asking.for_host("POST", "scenarios", host.upload),
        asking.for_host("POST", "rooms", host.create),
        asking.for_host("POST", "rooms/matched", host.matched),
        asking.for_host("GET", "rooms", host.rooms),
        asking.for_host("GET", "backup", host.backup),
    ]


class Hosting:
    """Answers to the host."""

    def __init__(self, asking: Asking) -> None:
        """Of the server whose routes `asking` makes."""
        self._desk, self._store = asking.desk, asking.store

    async def scenarios(self, _: Request) -> Any:
        """What can be played."""
        await self._desk.hall()
        return {"scenarios": await asyncio.to_thread(_playable)}

    async def upload(self, request: Request) -> Any:
        """A teacher's own scenario, from the text of its file to what a plan takes."""
        said = fields(await object_of(request, PLAN_BYTES), {"toml": long_text})
        from tenfold.ui.classroom.api.uploads import scenario_of  # brings scenarios along

        return {"scenario": await asyncio.to_thread(scenario_of, said["toml"])}

    async def create(self, request: Request) -> Any:
        """A room from its plan, with its tokens: the teacher's is told this once."""
        said = fields(await object_of(request, PLAN_BYTES), {"plan": anything})
        hall = await self._desk.hall()
        return Answer(self._told(await hall.create(said["plan"])), CREATED)

    async def matched(self, request: Request) -> Any:
        """Two rooms that differ in one treatment, with their tokens."""
        sent = await object_of(request, PLAN_BYTES)
        said = fields(sent, {"plan": anything, "treatment": text(64)})
        hall = await self._desk.hall()
        both = await hall.create_matched(said["plan"], said["treatment"])
        return Answer({"rooms": [self._told(made) for made in both]}, CREATED)

    async def rooms(self, _: Request) -> Any:
        """All rooms."""
        hall = await self._desk.hall()
        return {"rooms": [_listed(room) for room in hall.rooms.values()]}

    async def backup(self, _: Request) -> Response:
        """All rooms as they stand, in one file."""
        folder = tempfile.TemporaryDirectory(prefix="tenfold-backup-")
        path = Path(folder.name) / "classroom.db"
        try:
            size = await self._store.backup(path)
        except BaseException:
            folder.cleanup()
            raise
        stamp = time.strftime("%Y%m%d-%H%M%S")
        headers = {
            **KEEPS_NOTHING,
            "Content-Disposition": f'attachment; filename="tenfold-classes-{stamp}.db"',
            "Content-Length": str(size),
        }
        return StreamingResponse(
            _pieces(path, folder), media_type="application/vnd.sqlite3", headers=headers
        )

    def _told(self, made: Made) -> dict[str, Any]:
        row = made.room.row
        opened(row.title, row.code, join_address(self._desk.root, row.code))
        return {
            "room": row.id,
            "code": row.code,
            "teacher": made.teacher,
            "projector": self._desk.screen_token(row.id),
        }


async def _pieces(path: Path, folder: tempfile.TemporaryDirectory[str]) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
    finally:
        folder.cleanup()


def _listed(room: Room) -> dict[str, Any]:
    """A room, as the host sees it in a list."""
    row = room.row
    here = sum(one.left_ms is None for one in room.people.values())
    return {
        "room": row.id,
        "code": row.code,
        "title": row.title,
        "phase": row.phase,
        "round": row.round,
        "people": here,
        "created": row.created_ms,
        "ended": row.ended_ms,
    }


def _playable() -> list[dict[str, Any]]:
    """The catalogue, as a teacher chooses from it."""
    from tenfold.scenarios.load import list_scenarios, load_scenario
    from tenfold.sim.game.calendar import TURN_MONTHS
    from tenfold.sim.game.saves.savefile import REGULATOR
    from tenfold.sim.game.table.seat_game import MOST_ROUNDS
    from tenfold.sim.lessons.lesson import CARDS

    found = []
    for name in list_scenarios():
        scenario = load_scenario(name)
        if scenario.turn_months != TURN_MONTHS:
            continue
        labs = [{"seat": one.name, "kind": one.kind, "says": one.about} for one in scenario.labs]
        found.append(
            {
                "name": name,
                "title": scenario.title,
                "teaches": scenario.teaches,
                "seats": [*labs, {"seat": REGULATOR, "kind": "government", "says": ""}],
                "usual": scenario.seat or scenario.labs[0].name,
                "rounds": [1, MOST_ROUNDS],
                "kinds": ["same", "shared"],
                "levers": list(CARDS),
            }
        )
    return found
