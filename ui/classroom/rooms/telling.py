"""Telling: what phones are told of a room; words ready to be shown.

A student's phone is told its own team's books, what all may see, and nothing of other teams.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of, start_of
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.telling.phrase import number
from tenfold.ui.charts.palette import YOU
from tenfold.ui.classroom.rooms import seats
from tenfold.ui.classroom.rooms.composing import open_levers
from tenfold.ui.classroom.rooms.lever_cards import seat_title
from tenfold.ui.classroom.rooms.people import YOUR_TEACHER
from tenfold.ui.classroom.rooms.races import AUTOPILOT, TEACHER
from tenfold.ui.classroom.rooms.ranking import place_of_team
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.state import DEBRIEF, ENDED, LOBBY, RESOLVING, REVEALED, THINKING
from tenfold.ui.classroom.rooms.told import Json
from tenfold.ui.classroom.store.rows import TeamRow

API = 1
NO_TEAM: Json = {
    "standing": None, "headlines": [], "levers": [], "asked": [], "bet": None, "draft": None,
    "submitted": None, "revealed": None, "result": None,
}  # fmt: skip


def phone_state(room: Room, person: str) -> Json:
    """What a student's phone shows.

    Raises:
        Unknown: nobody of that id is in the room.
    """
    row = room.person(person)
    team = room.teams.get(row.team or "") if row.left_ms is None else None
    may_choose = team is None or (room.plan.choose and room.row.phase == LOBBY)
    return {
        **_head(room, team),
        "me": {"nickname": row.nickname, "team": None if team is None else team.id,
               "left": row.left_ms is not None},
        "team": _team(room, team, person),
        "seats": seats.cards(room.plan, room.free_seats()) if may_choose else [],
        **_of_team(room, team),
        "vote": _vote(room, person),
        "slip": _slip(room, person),
    }  # fmt: skip


def changed_parts(room: Room, person: str, parts: Iterable[str]) -> Json:
    """Fields of a student's state as they are now.

    Args:
        room: the room.
        person: id.
        parts: their names: what a team decides with, a vote, a slip.

    Raises:
        Unknown: nobody of that id is in the room.
    """
    row = room.person(person)
    team = room.teams.get(row.team or "") if row.left_ms is None else None
    every = {
        "team": _team(room, team, person),
        **_decided(room, team, _told(room, team)),
        "vote": _vote(room, person),
        "slip": _slip(room, person),
    }
    return {part: every[part] for part in parts}


def team_state(room: Room, team: TeamRow) -> Json:
    """What the phones of a team show, for a teacher who plays its seat."""
    return {**_head(room, team), "team": _team(room, team, TEACHER), **_of_team(room, team)}


def _told(room: Room, team: TeamRow | None) -> Json | None:
    """What the team was told after the last round; None where nothing of it is shown now."""
    return None if team is None or room.row.phase == LOBBY else room.told.get(team.id)


def _head(room: Room, team: TeamRow | None) -> Json:
    return {
        "api": API,
        "version": room.row.version,
        "now": room.now(),
        "room": room_card(room, team),
    }


def room_card(room: Room, team: TeamRow | None = None) -> Json:
    """What everybody is told of a room.

    Args:
        room: the room.
        team: whose open levers are told.
    """
    row, plan, message = room.row, room.plan, room.message
    levers: tuple[str, ...] = ()
    if team is not None and row.phase in (THINKING, RESOLVING):
        levers = open_levers(plan, team.seat, room.role_of(team), row.round)
    return {
        "title": plan.title,
        "code": row.code,
        "phase": row.phase,
        "round": row.round,
        "rounds": plan.rounds,
        "quarter": quarter_name(room),
        "deadline": row.deadline_ms,
        "paused": row.paused_left_ms is not None,
        "left": row.paused_left_ms,
        "locked": row.locked,
        "rehearsal": row.rehearsal,
        "kind": plan.kind,
        "race": plan.base.title,
        "message": None
        if message is None or not message.text
        else {"at": message.at_ms, "text": message.text},
        "levers_open": list(levers),
        "forecasts": plan.forecasts,
        "predict": plan.predict,
    }


def quarter_name(room: Room) -> str:
    """The quarter that is being decided, or was last."""
    before = max(1, room.row.round) - 1
    return quarter_of(start_of(room.plan.world.start), TURN_MONTHS * before)


def _team(room: Room, team: TeamRow | None, person: str) -> Json | None:
    if team is None:
        return None
    role = room.role_of(team)
    pen = room.people.get(team.pen or "")
    return {
        "id": team.id,
        "name": team.name,
        "seat": seat_title(team.seat),
        "copy": team.copy,
        "colour": YOU.light,
        "dark": YOU.dark,
        "mates": [
            {
                "nickname": mate.nickname,
                "here": room.is_here(mate.id),
                "pen": mate.id == team.pen,
            }
            for mate in room.mates(team.id)
        ],
        "pen": None if pen is None else pen.nickname,
        "mine": team.pen == person,
        "taken_over": team.pen if team.pen in (TEACHER, AUTOPILOT) else None,
        "role": None if role is None else {"title": role.title, "says": role.says},
        "mission": _mission(room, team.seat),
    }


def _mission(room: Room, seat: str) -> str:
    labs = {lab.name: lab for lab in room.plan.world.labs}
    return "You make the rules." if seat == REGULATOR else labs[seat].about


def _of_team(room: Room, team: TeamRow | None) -> Json:
    told = _told(room, team)
    if team is None or told is None:
        return dict(NO_TEAM)
    deciding = room.row.phase in (THINKING, RESOLVING)
    return {
        "standing": told["standing"],
        "headlines": told["headlines"],
        "levers": told["levers"] if deciding else [],
        "asked": told["asked"] if deciding else [],
        **_decided(room, team, told),
        "revealed": None if deciding else told["revealed"],
        "result": _result(room, team, told),
    }


def _decided(room: Room, team: TeamRow | None, told: Json | None) -> Json:
    """What changes while a team decides."""
    if team is None or told is None:
        return {"draft": None, "submitted": None, "bet": None}
    deciding = room.row.phase in (THINKING, RESOLVING)
    return {
        "draft": _draft(room, team) if deciding else None,
        "submitted": _submitted(room, team) if deciding else None,
        "bet": _bet(room, team, told),
    }


def _draft(room: Room, team: TeamRow) -> Json | None:
    draft = room.drafts.get(team.id)
    if draft is None or draft.round != room.row.round:
        return None
    by = room.people.get(draft.by)
    return {
        "settings": dict(draft.settings),
        "by": "" if by is None else by.nickname,
        "at": draft.at_ms,
    }


def _submitted(room: Room, team: TeamRow) -> Json | None:
    made = room.decisions.get(team.id)
    if made is None or made.round != room.row.round:
        return None
    by = room.people.get(made.by)
    told = room.told[team.id]
    shown = {lever["name"] for lever in told["levers"]} | {one["lever"] for one in told["asked"]}
    return {
        "at": made.at_ms,
        "by": YOUR_TEACHER if made.by == TEACHER else "" if by is None else by.nickname,
        "revision": made.revision,
        "settings": {name: value for name, value in made.settings.items() if name in shown},
    }


def _bet(room: Room, team: TeamRow, told: Json) -> Json | None:
    if not room.plan.predict or told["bet"] is None:
        return None
    made = room.decisions.get(team.id)
    placed = made.bet if made is not None and made.round == room.row.round else None
    is_open = room.row.phase == THINKING and told["bet"]["open"]
    return {
        **told["bet"],
        "draft": None if placed is None or not is_open else [placed["low"], placed["high"]],
        "open": is_open,
    }


def _result(room: Room, team: TeamRow, told: Json) -> Json | None:
    if room.row.phase not in (REVEALED, DEBRIEF, ENDED) or room.done < room.plan.rounds:
        return None
    if told["_final"] is None:
        return None
    final = told["_final"]
    placed, of = place_of_team(room, team.id)
    points = round(final["you"])
    side = "above" if points > 0 else "below"
    line = f"{number(abs(points), 'point')} {side} what the autopilot reached in your seat"
    line = f"{line}, on the same luck"
    if not points:
        line = "As many points as the autopilot reached in your seat, on the same luck"
    return {**final, "rank": placed, "of": of, "line": f"{line}."}


def vote_counts(room: Room) -> list[Json]:
    """How often each answer was given to the claim that is asked."""
    asked = room.live.get("vote")
    if asked is None:
        return []
    given = list(room.votes.get(asked["question"], {}).values())
    return [{"choice": choice, "votes": given.count(choice)} for choice in asked["choices"]]


def _vote(room: Room, person: str) -> Json | None:
    asked: dict[str, Any] | None = room.live.get("vote")
    if asked is None:
        return None
    return {
        "question": asked["question"],
        "choices": asked["choices"],
        "mine": room.votes.get(asked["question"], {}).get(person),
        "open": asked["open"],
        "counts": [] if asked["open"] else vote_counts(room),
    }


def _slip(room: Room, person: str) -> Json | None:
    if room.row.phase not in (DEBRIEF, ENDED) or not room.plan.slip:
        return None
    return {
        "questions": list(room.plan.slip),
        "mine": dict(room.slips.get(person, {})),
        "open": room.row.phase == DEBRIEF,
    }
