"""The teacher's page: who is in, the clock, the next step; the wall, the ranking, what to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import solara

from tenfold.ui.classroom.addresses import HOST, SCREEN, TEACH, join_address
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.pages.acting import Acts, Done
from tenfold.ui.classroom.pages.files import files_of
from tenfold.ui.classroom.pages.showing import shown_in
from tenfold.ui.classroom.pages.teacher_words import page
from tenfold.ui.classroom.pages.watching import Door, Told, door_of, look, use_told
from tenfold.ui.components.message import Message

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.room import Room

GONE = "There is no room behind this link."
Act = Callable[[Mapping[str, Any]], None]


@solara.component_vue("teacher_bar.vue", vuetify=False)
def TeacherBar(bar: Mapping[str, Any], event_act: Act) -> None:
    """The top of the page: code, phase, clock, how many are in, the next step.

    Args:
        bar: as `teacher_words.page` has it, with `version`, `now`, `done` (deeds answered so far)
            and `problem` (what went wrong with the last).
        event_act: called with a deed.
    """


@solara.component_vue("teacher_teams.vue", vuetify=False)
def TeacherTeams(
    teams: Mapping[str, Any],
    event_act: Act,
    event_open: Callable[[str], None],
) -> None:
    """Every team with its people; one of them opened.

    Args:
        teams: `teams`, `legend`, `unseated`, `empty`; `seat`, what the team that you play can set.
        event_act: called with a deed.
        event_open: called with the id of the team that is opened, "" for none.
    """


@solara.component_vue("teacher_side.vue", vuetify=False)
def TeacherSide(side: Mapping[str, Any], event_act: Act) -> None:
    """The wall, messages and events, the ranking, links and files.

    Args:
        side: as `teacher_words.page` has it, with `link`, a co-teacher's that was asked for,
            `tries`, what can be tried of a team's decisions, `shown`, whether a team's race is on
            the wall, and `token`, with which files are had.
        event_act: called with a deed.
    """


@solara.component
def TeacherPage() -> None:
    """The page of the room whose teacher's token is in the address."""
    Teaching(door_of(TEACH, solara.use_router().parts))


@solara.component
def Teaching(door: Door) -> None:
    """The page of a room.

    Args:
        door: a teacher's, or a host's.
    """
    told = use_told(door, lambda room: shown(room, door))
    done, set_done = solara.use_state(Done())
    opened, set_opened = solara.use_state("")
    acts = Acts(door, done, set_done)
    if "problem" in told:
        way = {"label": "To all rooms", "href": f"{HOST}/{door.token}"}
        more = {"way": way} if door.address == HOST else {}
        Message(message={"title": GONE, "text": told["problem"], **more})
        return
    bar = told["bar"] | {
        "version": told["version"], "now": told["now"], "trouble": told["trouble"],
        "done": done.count, "problem": done.problem,
        "home": f"{HOST}/{door.token}" if door.address == HOST else "",
    }  # fmt: skip
    teams = {name: told[name] for name in ("teams", "legend", "unseated", "empty")}
    teams |= {"opened": opened, "phase": told["room"]["phase"], "seat": seat_of(door, opened, told)}
    side = told["side"] | {"link": done.link, "tries": dict(done.tries), "token": door.token}
    with solara.v.Html(tag="main", class_="teach"):
        TeacherBar(bar=bar, event_act=acts.do)
        TeacherTeams(teams=teams, event_act=acts.do, event_open=set_opened)
        TeacherSide(side=side, event_act=acts.do)


def shown(room: Room, door: Door) -> Told:
    """What the page of a room shows.

    Args:
        room: the room.
        door: of the page.
    """
    from tenfold.ui.classroom.rooms.telling_staff import teacher_state

    links = {
        "join": join_address(desk.root, room.row.code),
        "projector": f"{SCREEN}/{desk.screen_token(room.id)}",
    }
    told = page(teacher_state(room), links, files_of(room, door))
    return told | {"side": told["side"] | {"shown": shown_in(room) is not None}}


def seat_of(door: Door, team: str, told: Told) -> Told | None:
    """The levers of a team whose seat the teacher plays; None where there is nothing to set."""
    held = next((one for one in told["teams"] if one["id"] == team), None)
    if held is None or held["by"] != "teacher" or told["room"]["phase"] != "thinking":
        return None

    def levers(room: Room) -> Told:
        from tenfold.ui.classroom.rooms.telling import team_state

        state = team_state(room, room.team(team))
        return {
            "round": state["room"]["round"],
            "standing": state["standing"],
            "levers": state["levers"],
            "asked": state["asked"],
            "submitted": (state["submitted"] or {}).get("settings"),
        }

    found = look(door, levers)
    return None if "problem" in found else found
