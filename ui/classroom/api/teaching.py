"""What a teacher does with a room; each deed is a line of `DEEDS`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from tenfold.ui.classroom.addresses import SCREEN, TEACH, join_address
from tenfold.ui.classroom.api.answers import Refusal
from tenfold.ui.classroom.api.asking import MAY_NOT, TEACHER, Asker, Asking
from tenfold.ui.classroom.api.bodies import (
    Reader,
    anything,
    fields,
    flag,
    object_of,
    settings,
    text,
    whole,
)

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.room import Room

ID, WORDS, ROUND = text(64), text(600), whole(1, 10_000)
MISSING = 404
DAY = 86_400


@dataclass(frozen=True)
class Deed:
    """Something that a teacher may do."""

    do: Callable[[Room, dict[str, Any]], Awaitable[Any]]
    needed: Mapping[str, Reader] = field(default_factory=dict)
    optional: Mapping[str, Reader] = field(default_factory=dict)


def _claim(name: str, value: Any) -> Any:
    """Reads a claim to vote on: its number in the plan, or all of it."""
    if isinstance(value, dict):
        return anything(name, value)
    return whole(0, 1_000)(name, value)


DEEDS = {
    "start_round": Deed(
        lambda room, said: room.start_round(said.get("rehearsal", False)), {}, {"rehearsal": flag}
    ),
    "extend": Deed(lambda room, said: room.extend(said["seconds"]), {"seconds": whole(-DAY, DAY)}),
    "pause": Deed(lambda room, _: room.pause()),
    "resume": Deed(lambda room, _: room.resume()),
    "resolve": Deed(lambda room, _: room.resolve()),
    "undo_round": Deed(lambda room, _: room.undo_round()),
    "inject": Deed(lambda room, said: room.inject(said["event"]), {"event": ID}),
    "withdraw_events": Deed(lambda room, _: room.withdraw_events()),
    "message": Deed(lambda room, said: room.say(said["text"]), {"text": text(2_000, empty=True)}),
    "scene": Deed(lambda room, said: room.show_scene(said["scene"]), {"scene": ID}),
    "open_vote": Deed(lambda room, said: room.open_vote(said["vote"]), {"vote": _claim}),
    "close_vote": Deed(lambda room, _: room.close_vote()),
    "drop_vote": Deed(lambda room, _: room.drop_vote()),
    "deal": Deed(lambda room, _: room.deal()),
    "move": Deed(
        lambda room, said: room.move(said["person"], said["team"]), {"person": ID, "team": ID}
    ),
    "send_out": Deed(lambda room, said: room.send_out(said["person"]), {"person": ID}),
    "send_out_absent": Deed(lambda room, _: room.send_out_absent()),
    "rename_team": Deed(
        lambda room, said: room.rename_team(said["team"], said["name"]), {"team": ID, "name": WORDS}
    ),
    "take_over": Deed(
        lambda room, said: room.take_over(said["team"], said["by"]),
        {"team": ID, "by": text(20, empty=True)},
    ),
    "submit_for": Deed(
        lambda room, said: room.submit_for(said["team"], said["round"], said["settings"]),
        {"team": ID, "round": ROUND, "settings": settings},
    ),
    "reset": Deed(lambda room, _: room.reset()),
    "lock": Deed(lambda room, said: room.lock_room(said["locked"]), {"locked": flag}),
    "end": Deed(lambda room, _: room.end()),
}
"""Name of the address to what it does, and what has to be sent."""


def routes(asking: Asking) -> list[BaseRoute]:
    """Of teachers."""

    async def state(_: Request, who: Asker) -> Any:
        """What the teacher's page shows."""
        from tenfold.ui.classroom.rooms.telling_staff import teacher_state

        root, row = asking.desk.root, who.room.row
        links = {
            "join": join_address(root, row.code),
            "projector": f"{root}{SCREEN}/{asking.desk.screen_token(row.id)}",
        }
        return {**teacher_state(who.room), "links": links}

    async def team(request: Request, who: Asker) -> Any:
        """What the phones of a team show, for who plays its seat."""
        from tenfold.ui.classroom.rooms.telling import team_state

        found = who.room.team(request.path_params["team"])
        if found.pen != TEACHER:
            raise Refusal(MAY_NOT, "Take this seat over first.")
        return team_state(who.room, found)

    async def co_teacher(request: Request, who: Asker) -> Any:
        """Another teacher's token."""
        said = fields(await object_of(request), optional={"label": text(60)})
        hall = await asking.desk.hall()
        token = await hall.co_teacher(who.room, said.get("label", ""))
        return {"teacher": token, "address": f"{asking.desk.root}{TEACH}/{token}"}

    async def delete(request: Request, who: Asker) -> Any:
        """The room goes, with all that is in it."""
        fields(await object_of(request))
        hall = await asking.desk.hall()
        await hall.delete(who.room)
        return {"deleted": who.now()}

    async def act(request: Request, who: Asker) -> Any:
        """One of the deeds."""
        name = str(request.path_params["action"])
        deed = DEEDS.get(name)
        if deed is None:
            known = ", ".join([*DEEDS, "co_teacher", "delete"])
            raise Refusal(MISSING, f"There is no {name[:40]!r} here: {known}.")
        said = fields(await object_of(request), deed.needed, deed.optional)
        await deed.do(who.room, said)
        return {"version": who.room.row.version}

    return [
        asking.route("GET", "teacher/state", (TEACHER,), state),
        asking.route("GET", "teacher/team/{team}", (TEACHER,), team),
        asking.route("POST", "teacher/co_teacher", (TEACHER,), co_teacher),
        asking.route("POST", "teacher/delete", (TEACHER,), delete),
        asking.route("POST", "teacher/{action}", (TEACHER,), act),
    ]
