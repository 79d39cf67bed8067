"""The projector's page: what the room sees, in scenes, readable from the back row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import solara

from tenfold.ui.classroom.addresses import SCREEN, join_address
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.pages.screen_words import screen
from tenfold.ui.classroom.pages.showing import shown_in
from tenfold.ui.classroom.pages.watching import Told, door_of, use_told
from tenfold.ui.classroom.qr import svg
from tenfold.ui.components.message import Message

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.room import Room

GONE = "There is no room behind this link."


@solara.component_vue("screen.vue", vuetify=False)
def Screen(screen: Mapping[str, Any]) -> None:
    """The wall: one scene at a time; arrow keys lead through them, B blanks.

    Args:
        screen: what `screen_words.screen` returns.
    """


@solara.component
def ScreenPage() -> None:
    """The projector of the room whose token is in the address."""
    door = door_of(SCREEN, solara.use_router().parts)
    told = use_told(door, shown)
    if "problem" in told:
        Message(message={"title": GONE, "text": told["problem"]})
    else:
        Screen(screen=told)


def shown(room: Room) -> Told:
    """What the projector of a room can show."""
    from tenfold.ui.classroom.rooms.telling_staff import scene_state

    join = join_address(desk.root, room.row.code)
    state = {**scene_state(room), "shown": shown_in(room)}
    return screen(state, join, svg(join), bool(room.plan.slip))
