"""What a teacher does on the page, handed to the room; what goes wrong becomes a line to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tenfold.ui.classroom.addresses import TEACH
from tenfold.ui.classroom.api.bodies import fields
from tenfold.ui.classroom.api.teaching import DEEDS
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.pages.showing import NEEDS, show
from tenfold.ui.classroom.pages.watching import Door, room_behind, said_of

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.hall import Hall

CO_TEACHER, DELETE, DO = "co_teacher", "delete", "do"


@dataclass(frozen=True)
class Done:
    """What came of the last deed."""

    count: int = 0
    """Of deeds so far: the page knows by it that one has been answered."""
    problem: str = ""
    link: str = ""
    """A co-teacher's, where one was asked for."""
    tries: Mapping[str, Any] = field(default_factory=dict)
    """What can be tried of a team's decisions, where that was asked for."""


@dataclass(frozen=True)
class Acts:
    """The deeds of one page: those of the API, with the same checks."""

    door: Door
    done: Done
    tell: Callable[[Done], None]

    def do(self, sent: Mapping[str, Any]) -> None:
        """Do what a page asks: the name of a deed under `do`, and what it needs beside it."""
        count = self.done.count + 1
        try:
            self.tell(replace(desk.now(lambda hall: self._done(hall, dict(sent))), count=count))
        except Exception as trouble:
            self.tell(Done(count, said_of(trouble), tries=self.done.tries))

    async def _done(self, hall: Hall, sent: dict[str, Any]) -> Done:
        room = await room_behind(hall, self.door)
        name = sent.pop(DO, "")
        if name == CO_TEACHER:
            return Done(link=f"{desk.root}{TEACH}/{await hall.co_teacher(room)}")
        if name == DELETE:
            await hall.delete(room)
        elif name in NEEDS:
            tries = await show(room, name, sent)
            return Done(tries=tries or self.done.tries)
        else:
            deed = DEEDS[name]
            await deed.do(room, fields(sent, deed.needed, deed.optional))
        return Done(tries=self.done.tries)
