"""Telling staff: what the teacher's page and the projector are told of a room."""

from __future__ import annotations

from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.injected import EVENTS, fitting
from tenfold.sim.game.table.treatments import treatments_for
from tenfold.sim.game.telling.phrase import number
from tenfold.ui.charts.palette import FAMILIES
from tenfold.ui.classroom.rooms import ranking
from tenfold.ui.classroom.rooms.lever_cards import seat_title
from tenfold.ui.classroom.rooms.matching import comparison
from tenfold.ui.classroom.rooms.plan import SAME
from tenfold.ui.classroom.rooms.races import AUTOPILOT, TEACHER
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.state import (
    DEBRIEF,
    ENDED,
    LOBBY,
    RESOLVING,
    REVEALED,
    THINKING,
)
from tenfold.ui.classroom.rooms.telling import API, room_card, vote_counts
from tenfold.ui.classroom.rooms.told import Json
from tenfold.ui.classroom.store.rows import TeamRow

RANKED_FROM = 3
"""The round after which the ranking is shown."""
MOST_LINES, MOST_HEADLINES = 7, 3
RANKING = ("team", "seat", "copy", "place", "you", "spreads", "label")
"""Of a row of the ranking, what the projector shows."""
SCENE_OF = {
    LOBBY: "join", THINKING: "thinking", RESOLVING: "thinking", REVEALED: "reveal",
    DEBRIEF: "debrief", ENDED: "debrief",
}  # fmt: skip


def teacher_state(room: Room) -> Json:
    """What the teacher's page shows. Links are the server's to add."""
    waits, done = room.must_submit(), room.has_submitted()
    open_round = room.row.phase in (THINKING, RESOLVING)
    return {
        "api": API,
        "version": room.row.version,
        "now": room.now(),
        "room": {
            **room_card(room),
            "id": room.id,
            "plan": room.plan.as_json(),
            "scene": room.live.get("scene", "auto"),
            "done": room.done,
            "people": sum(one.left_ms is None for one in room.people.values()),
            "undoable": room.done > 0 and room.row.phase in (THINKING, REVEALED, DEBRIEF),
        },
        "teams": [_team(room, team, open_round) for team in room.teams.values()],
        "unseated": [
            {"id": one.id, "nickname": one.nickname, "here": room.is_here(one.id)}
            for one in room.people.values()
            if one.left_ms is None and one.team not in room.teams
        ],
        "in": len(done) if open_round else 0,
        "of": len(waits),
        "trouble": room.store.trouble or room.problem,
        "leaderboard": ranking.cards(room),
        "events": _events(room),
        "injected": [
            {"round": at, "name": name, "title": EVENTS[name].title} for at, name in room.injected
        ],
        "treatments": [
            {"name": name, "title": each.title, "says": each.says}
            for name, each in treatments_for(room.plan.base).items()
        ],
        "vote": _vote(room),
        "slips": {"in": len(room.slips), "of": len(_present(room))},
        "matched": comparison(room),
    }


def _present(room: Room) -> list[str]:
    return [one.id for one in room.people.values() if one.left_ms is None]


def _team(room: Room, team: TeamRow, open_round: bool) -> Json:
    mates = room.mates(team.id)
    made = room.decisions.get(team.id) if open_round else None
    draft = room.drafts.get(team.id) if open_round else None
    role = room.role_of(team)
    return {
        "id": team.id,
        "name": team.name,
        "copy": team.copy,
        "seat": team.seat,
        "title": seat_title(team.seat),
        "role": None if role is None else role.title,
        "mates": [
            {
                "id": mate.id,
                "nickname": mate.nickname,
                "here": room.is_here(mate.id),
                "last_seen": room.last_seen(mate.id),
                "pen": mate.id == team.pen,
            }
            for mate in mates
        ],
        "submitted": made is not None,
        "revision": 0 if made is None else made.revision,
        "bet": made is not None and made.bet is not None,
        "drafting": draft is not None and made is None,
        "absent": bool(mates) and not any(room.is_here(mate.id) for mate in mates),
        "taken_over": team.pen in (TEACHER, AUTOPILOT),
        "by": team.pen if team.pen in (TEACHER, AUTOPILOT) else None,
    }


def _events(room: Room) -> list[Json]:
    coming = {name for at, name in room.injected if at == room.done + 1}
    return [
        {"name": name, "title": event.title, "says": event.says, "coming": name in coming}
        for name, event in fitting(room.plan.world).items()
    ]


def _vote(room: Room) -> Json | None:
    asked = room.live.get("vote")
    return None if asked is None else {**asked, "counts": vote_counts(room)}


def scene_state(room: Room) -> Json:
    """What the projector shows: nothing that some in the room should not see.

    Never who is late, drafts, cash, or models that are not out. The code, join address and its
    picture are the server's to add.
    """
    scene = room.live.get("scene") or SCENE_OF[room.row.phase]
    open_round = room.row.phase in (THINKING, RESOLVING)
    ranks = ranking.cards(room) if room.done >= min(RANKED_FROM, room.plan.rounds) else []
    return {
        "api": API,
        "version": room.row.version,
        "now": room.now(),
        "scene": scene,
        "title": room.plan.title,
        "lines": _lines(room, scene)[:MOST_LINES],
        "qr": None,
        "join": None,
        "code": room.row.code,
        "phase": room.row.phase,
        "round": room.row.round,
        "rounds": room.plan.rounds,
        "quarter": room_card(room)["quarter"],
        "rehearsal": room.row.rehearsal,
        "locked": room.row.locked,
        "deadline": room.row.deadline_ms,
        "paused": room.row.paused_left_ms is not None,
        "left": room.row.paused_left_ms,
        "message": room_card(room)["message"],
        "people": len(_present(room)),
        "in": len(room.has_submitted()) if open_round else 0,
        "of": len(room.must_submit()),
        "race": _race(room),
        "headlines": _headlines(room),
        "ranking": [
            {
                name: row[name]
                for name in ("team", "seat", "copy", "place", "you", "spreads", "label")
            }
            for row in ranks
        ],
        "vote": _vote(room),
        "matched": comparison(room) if scene == "debrief" else None,
    }


def _lines(room: Room, scene: str) -> list[str]:
    row, people = room.row, len(_present(room))
    waits, done = len(room.must_submit()), len(room.has_submitted())
    of_rounds = f"Round {row.round} of {room.plan.rounds}"
    rehearsal = ["Rehearsal: nothing counts yet"] if row.rehearsal else []
    if scene == "join":
        lines = ["This room is locked" if row.locked else f"Code {row.code}"]
        lines.append(f"{number(people, 'person', 'people')} in, {number(len(room.teams), 'team')}")
    elif scene == "thinking":
        lines = [of_rounds, f"{done} of {waits} in"]
    elif scene == "reveal":
        lines = [of_rounds, *_headlines(room)]
    elif scene == "ranking":
        lines = [
            f"{one['place'] or '-'}. {one['team']}: {one['label']}" for one in ranking.cards(room)
        ]
    elif scene == "debrief":
        lines = [f"{number(room.done, 'quarter')} played", *_predictions(room)]
    else:
        lines = []
    return [*rehearsal, *lines] if scene != "blank" else []


def _predictions(room: Room) -> list[str]:
    bets = [told["_bets"] for told in room.told.values()]
    of = sum(one["of"] for one in bets)
    if not of:
        return []
    held = sum(one["hits"] for one in bets)
    return [f"{held} of {number(of, 'range')} held; good ranges hold 4 times of 5"]


def _race(room: Room) -> Json:
    """Lines of the race: of teams, or of all labs where there is one race alone."""
    told = room.told_all
    if told is None or room.row.phase == LOBBY:
        return {"labs": [], "months": []}
    if len(told["copies"]) != 1:
        return {"labs": _team_lines(room), "months": told["months"]}
    names = {team.seat: team.name for team in room.teams.values()}
    labs = [
        {**lab, "behind": lab["behind"][-1], "path": lab["behind"], "team": names.get(lab["name"])}
        for lab in next(iter(told["copies"].values()))["labs"]
        if lab["active"]
    ]
    return {"labs": sorted(labs, key=lambda lab: lab["behind"]), "months": told["months"]}


def _team_lines(room: Room) -> list[Json]:
    shades = [shade for family in FAMILIES.values() for shade in family]
    found = []
    for place, team in enumerate(room.teams.values()):
        if team.id not in room.told or team.seat == REGULATOR:
            continue
        paths, shade = room.told[team.id]["_paths"], shades[place % len(shades)]
        found.append(
            {
                "name": team.name,
                "team": team.name,
                "lab": team.seat,
                "copy": team.copy,
                "colour": shade.light,
                "dark": shade.dark,
                **paths,
                "behind": paths["behind"][-1],
                "path": paths["behind"],
            }
        )
    return sorted(found, key=lambda one: one["behind"])


def _change(path: list[float]) -> str:
    """What a team's quarter brought, for all to read: its phones are told the same as "you"."""
    was, now = (round(behind) for behind in path[-2:])
    if now == was:
        return f"stays {number(now, 'month')} behind" if now else "stays in the lead"
    if not now:
        return "takes the lead"
    if not was:
        return f"loses the lead: {number(now, 'month')} behind"
    moved = number(abs(now - was), "month")
    return f"{f'comes {moved} closer' if now < was else f'falls back {moved}'}: now {now} behind"


def _headlines(room: Room) -> list[str]:
    """What moved most, where teams race apart; else the news of the race."""
    told = room.told_all
    if told is None or not room.done or room.row.phase == LOBBY:
        return []
    if room.plan.kind != SAME:
        copies = sorted(told["copies"], key=int)
        news = [told["copies"][copy]["news"] for copy in copies]
        several = len(copies) > 1
        lines = []
        for depth in range(MOST_HEADLINES):
            for copy, items in zip(copies, news, strict=True):
                if depth < len(items):
                    lines.append(f"Race {copy}: {items[depth]}" if several else items[depth])
        return lines[:MOST_HEADLINES]
    moved = [
        (abs(line["path"][-1] - line["path"][-2]), f"{line['name']} {_change(line['path'])}")
        for line in _team_lines(room)
    ]
    moved.sort(key=lambda one: -one[0])
    return [text for _, text in moved[:MOST_HEADLINES]]
