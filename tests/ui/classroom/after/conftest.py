"""A room of two teams after eight rounds, played once; and what may be asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tenfold.ui.classroom.after import routes
from tenfold.ui.classroom.check import Checking
from tenfold.ui.classroom.passes import Passes
from tenfold.ui.classroom.rooms.hall import Made
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.telling import phone_state
from tests.ui.classroom.api.serving import COOKIE, KEY, Said, Served, Unframed

PLAN: dict[str, Any] = {
    "title": "Ten to one, 3b", "scenario": "ten-to-one", "kind": "shared",
    "seats": ["Oak", "Pine"], "teams": 2, "seed": 3, "rounds": 8, "auto": False,
    "votes": [{"question": "Copying is fair", "choices": ["yes", "no"]}],
    "slip": ["What decided?", "Why?"],
}  # fmt: skip
FORMULA, MARKUP = "=HYPERLINK(1)", "<b>Bold</b>"
"""Nicknames and names of teams that mean harm to spreadsheets and pages."""


class Serving(Served):
    """A server that has what comes after a lesson, too."""

    def __init__(self, folder: Any) -> None:
        super().__init__(folder)
        self.hall.shop.measure = lambda plan, seat, tell: None
        mounted = [*routes.routes(self.asking), *Checking(throttles=self.desk.throttles).routes]
        self.app = Unframed(mounted, self.asking.opens, Passes(KEY), COOKIE)

    def wait(self, doing: Any) -> Any:
        """Let the event loop do something."""
        return self.loop.run_until_complete(doing)


@dataclass
class Lesson:
    """The room, and who is in it."""

    served: Serving
    made: Made
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    @property
    def room(self) -> Room:
        return self.made.room

    def get(self, path: str) -> Said:
        """As the teacher."""
        return self.served.get(f"teacher/after/{path}", self.made.teacher)

    async def play(self) -> None:
        room = self.room
        for name in (FORMULA, "Ben"):
            token, person = await room.join(name)
            self.tokens[name], self.people[name] = token, person.id
        await room.deal()
        await room.rename_team(room.teams["1.1"].id, MARKUP)
        await room.start_round()
        for number in range(1, 9):
            for who in self.people.values():
                state = phone_state(room, who)
                settings = {one["name"]: one["value"] for one in state["levers"]}
                settings["copying"] = 0.8 if who == self.people["Ben"] else 0.1
                bet = [0.0, 1.0] if number > 2 else None
                await room.submit(who, number, settings, bet, f"{who} round {number}")
            if number == 4:
                await room.inject("chip-shortage")
            await room.resolve()
            if number == 2:
                await room.undo_round()
                await room.resolve()
            await room.start_round()
        await room.open_vote(0)
        await room.vote(self.people["Ben"], "Copying is fair", "yes")
        await room.slip(self.people["Ben"], {"What decided?": "Chips.\n\nAnd ideas."})
        await room.slip(self.people[FORMULA], {"Why?": FORMULA})


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lesson]:
    served = Serving(tmp_path_factory.mktemp("after"))
    told = Lesson(served, served.wait(served.hall.create(PLAN)))
    served.wait(told.play())
    yield told
    served.close()


@pytest.fixture(scope="session")
def half(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lesson]:
    """A room that has played one round of its eight."""
    served = Serving(tmp_path_factory.mktemp("half"))
    told = Lesson(served, served.wait(served.hall.create(PLAN)))

    async def play() -> None:
        token, person = await told.room.join("Ana")
        told.tokens["Ana"], told.people["Ana"] = token, person.id
        await told.room.deal()
        await told.room.start_round()
        await told.room.resolve()

    served.wait(play())
    yield told
    served.close()
