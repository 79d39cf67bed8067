"""What can be had after a lesson: tables, worksheet and key, class debrief, each team's page.

All of it is the teacher's; a student may have the page of the own team, once the race is over.
Files are sent to be kept: a page asks for them with its token, and saves what it gets.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from tenfold.ui.classroom.api.answers import KEEPS_NOTHING
from tenfold.ui.classroom.api.asking import (
    HOST,
    PERSON,
    TEACHER,
    Answers,
    Asker,
    Asking,
    HostAnswers,
)
from tenfold.ui.classroom.api.bodies import fields, number, object_of, text, whole
from tenfold.ui.classroom.rooms.refusals import NotAllowed, TooLate, Unknown

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.reckoning import Reckoning
    from tenfold.ui.classroom.after.studies import Studies
    from tenfold.ui.classroom.after.tables import Table
    from tenfold.ui.classroom.rooms.room import Room

KINDS = {
    "html": "text/html",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
"""Ending of a file to what it is."""
DECISIONS, OUTCOMES, SLIPS = "decisions", "outcomes", "slips"
NOT_OVER = "Your team's page comes when the race is over."
NOT_YET = "No round has been played yet."
LONGEST_NAME = 40


def routes(asking: Asking) -> list[BaseRoute]:
    """Of teachers, the files of the host as well, and one of students."""
    after = After()
    files = {
        "class": after.class_page,
        "team/{team}": after.page_of,
        "worksheet": after.worksheet,
        "key": after.key,
        "{table}.{ending}": after.table,
    }
    answers = {
        "debrief": after.debrief,
        "gap/{team}": after.gap,
        "fork/{team}": after.choices,
    }
    return [
        asking.route("GET", "after/team", (PERSON,), after.own_page),
        *(
            asking.route("GET", f"teacher/after/{path}", (TEACHER,), answer)
            for path, answer in {**answers, **files}.items()
        ),
        asking.route("POST", "teacher/after/fork", (TEACHER,), after.fork),
        *(
            asking.for_host("GET", f"rooms/{{room}}/after/{path}", _of_a_room(asking, answer))
            for path, answer in files.items()
        ),
    ]


def _of_a_room(asking: Asking, answer: Answers) -> HostAnswers:
    """What a teacher gets of a room, for the host, who names the room."""

    async def answered(request: Request) -> Any:
        hall = await asking.desk.hall()
        room = hall.rooms.get(str(request.path_params["room"]))
        if room is None:
            raise Unknown("There is no such room.")
        return await answer(request, Asker(HOST, room))

    return answered


class After:
    """Answers after a lesson."""

    @property
    def _studies(self) -> Studies:
        """Loaded, with all that debriefs are made of, when somebody asks."""
        from tenfold.ui.classroom.after.studies import studies

        return studies()

    async def debrief(self, _: Request, who: Asker) -> Any:
        """What the class talks about."""
        from tenfold.ui.classroom.after.class_debrief import class_debrief

        return class_debrief(who.room, await self._reckoned(who.room, list(who.room.teams)))

    async def class_page(self, _: Request, who: Asker) -> Response:
        """The same, to keep or to print."""
        room = who.room
        if not room.done:
            raise TooLate(NOT_YET)
        teams = list(room.teams)
        gaps, reckoned = await self._gaps(room, teams), await self._reckoned(room, teams)
        from tenfold.ui.classroom.after.class_debrief import class_debrief
        from tenfold.ui.classroom.after.class_page import class_page
        from tenfold.ui.classroom.after.record import record_of

        told = class_debrief(room, reckoned)
        made = await self._studies.work(lambda: class_page(record_of(room), told, gaps))
        return _file(room, "class debrief", "html", made)

    async def _reckoned(self, room: Room, teams: list[str]) -> dict[str, Reckoning]:
        """Scores taken apart; none before the race is over."""
        if room.done < room.plan.rounds:
            return {}
        return {team: await self._studies.reckoning(room, team) for team in teams}

    async def gap(self, request: Request, who: Asker) -> Any:
        """Where a team's gap came from; null where there is none."""
        from tenfold.ui.classroom.after.class_debrief import gap

        played = await self._studies.played(who.room, _team(request))
        return {"gap": await self._studies.work(lambda: gap(played))}

    async def choices(self, request: Request, who: Asker) -> Any:
        """What can be tried of a team's decisions."""
        from tenfold.ui.classroom.after.class_debrief import choices

        debrief = await self._studies.debrief(who.room, _team(request))
        return choices(debrief.played)

    async def fork(self, request: Request, who: Asker) -> Any:
        """One decision of a team changed, on the same luck."""
        said = fields(
            await object_of(request),
            {"team": text(64), "round": whole(1, 1_000), "lever": text(40), "value": number},
        )
        from tenfold.ui.classroom.after.class_debrief import fork

        debrief = await self._studies.debrief(who.room, said["team"])
        return await self._studies.work(
            lambda: fork(debrief, said["round"], said["lever"], said["value"])
        )

    async def own_page(self, _: Request, who: Asker) -> Response:
        """The page of the student's team."""
        from tenfold.ui.classroom.rooms.state import DEBRIEF, ENDED

        team = who.room.team_of(who.person)
        over = who.room.row.phase in (DEBRIEF, ENDED)
        if not over or who.room.done < who.room.plan.rounds:
            raise NotAllowed(NOT_OVER)
        return await self._page(who.room, team.id)

    async def page_of(self, request: Request, who: Asker) -> Response:
        """The page of any team."""
        return await self._page(who.room, who.room.team(_team(request)).id)

    async def _page(self, room: Room, team: str) -> Response:
        made = await self._studies.page(room, team)
        return _file(room, _file_name(room, team), "html", made)

    async def worksheet(self, request: Request, who: Asker) -> Response:
        """Questions for all, or with `?team=` for one team and with its own figures."""
        return await self._sheet(request, who.room, False)

    async def key(self, request: Request, who: Asker) -> Response:
        """The same with answers."""
        return await self._sheet(request, who.room, True)

    async def _sheet(self, request: Request, room: Room, answers: bool) -> Response:
        if not room.done:
            raise TooLate(NOT_YET)
        only = request.query_params.get("team")
        wanted = None if only is None else room.team(only)
        teams = list(room.teams) if wanted is None else [wanted.id]
        gaps, reckoned = await self._gaps(room, teams), await self._reckoned(room, teams)
        from tenfold.ui.classroom.after.class_debrief import split, votes
        from tenfold.ui.classroom.after.record import record_of
        from tenfold.ui.classroom.after.sheet_page import sheet_page
        from tenfold.ui.classroom.after.worksheet import worksheet
        from tenfold.ui.classroom.rooms.ranking import ranked

        ranks, claims = ranked(room), votes(room)
        splits = {team: split(one) for team, one in reckoned.items()}

        def make() -> str:
            sheet = worksheet(record_of(room), ranks, claims, gaps, splits, wanted)
            return sheet_page(sheet, answers)

        made = await self._studies.work(make)
        name = "answer key" if answers else "worksheet"
        what = name if wanted is None else f"{name} {_file_name(room, wanted.id)}"
        return _file(room, what, "html", made)

    async def _gaps(self, room: Room, teams: list[str]) -> dict[str, str]:
        """Where gaps come from; asked about once the race is over, as pages of teams are."""
        if room.done < room.plan.rounds:
            return {}
        from tenfold.ui.classroom.after.class_debrief import gap, gap_sentence

        found = {}
        for team in teams:
            played = await self._studies.played(room, team)
            told = await self._studies.work(partial(gap, played))
            if told is not None:
                found[team] = gap_sentence(told)
        return found

    async def table(self, request: Request, who: Asker) -> Response:
        """Every decision, every outcome, or every exit slip."""
        name, ending = (str(request.path_params[one]) for one in ("table", "ending"))
        if name not in (DECISIONS, OUTCOMES, SLIPS) or ending not in ("csv", "parquet"):
            raise Unknown("There are decisions, outcomes and slips, as .csv and as .parquet.")
        from tenfold.ui.classroom.after import tables
        from tenfold.ui.classroom.after.record import record_of

        room, purses = who.room, {}
        if name == OUTCOMES and room.done:
            for team in room.seating().teams:
                purses[team] = await self._studies.of_game(room, team, tables.money_of)

        def make() -> str | bytes:
            record = record_of(room)
            rows: Table = {
                DECISIONS: lambda: tables.decisions(record),
                OUTCOMES: lambda: tables.outcomes(record, purses),
                SLIPS: lambda: tables.slips(record),
            }[name]()
            write: Callable[[Table], str | bytes] = (
                tables.csv_of if ending == "csv" else tables.parquet_of
            )
            return write(rows)

        made = await asyncio.to_thread(make)
        return _file(room, name, ending, made)


def _plain(text: str) -> str:
    """Letters and digits that every system takes, hyphens between; empty where it has none."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(plain) <= LONGEST_NAME:
        return plain
    whole_words = plain[: LONGEST_NAME + 1].rpartition("-")[0]
    return whole_words or plain[:LONGEST_NAME]


def _team(request: Request) -> str:
    return str(request.path_params["team"])


def _file_name(room: Room, team: str) -> str:
    """What files of a team are called; its id, where its name has no letter that files take."""
    return _plain(room.team(team).name) or f"team {team}"


def _file(room: Room, what: str, ending: str, content: str | bytes) -> Response:
    """Something to keep, under a name that every system takes."""
    name = "-".join(part for one in (room.row.title, what) if (part := _plain(one))) or "tenfold"
    headers = {
        **KEEPS_NOTHING,
        "Content-Disposition": f'attachment; filename="{name}.{ending}"',
    }
    return Response(content, media_type=KINDS[ending], headers=headers)
