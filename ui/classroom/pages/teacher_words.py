"""What the teacher's page says: a room's state in, words and buttons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.sim.game.telling.phrase import number
from tenfold.ui.classroom.pages.screen_words import code_said, natural, points, spoken
from tenfold.ui.classroom.rooms.plan import SAME
from tenfold.ui.classroom.rooms.races import AUTOPILOT, TEACHER
from tenfold.ui.classroom.rooms.state import (
    DEBRIEF,
    ENDED,
    LOBBY,
    RESOLVING,
    REVEALED,
    THINKING,
)

Words = dict[str, Any]
State = Mapping[str, Any]
MOST_NAMED = 4
IN, DRAFTING, WAITED, AWAY, EMPTY, HELD = "in", "drafting", "waited", "away", "empty", "held"
READY, OVER = "ready", "over"
STANDS = {
    IN: "is in", DRAFTING: "is drafting", WAITED: "has not begun", AWAY: "nobody is here",
    EMPTY: "played by its policy", HELD: "you play it", READY: "", OVER: "",
}  # fmt: skip
SIGNS = (
    (IN, "✓", "in"), (DRAFTING, "…", "drafting"), (WAITED, "·", "not begun"),
    (AWAY, "!", "nobody here"), (EMPTY, "○", "played by its policy"), (HELD, "✎", "you play it"),
)  # fmt: skip
"""How a team stands, the sign beside its name, and what that means."""
SCENES = (
    ("auto", "Follow the room"), ("join", "Join"), ("thinking", "Thinking"), ("reveal", "Reveal"),
    ("ranking", "Ranking"), ("debrief", "Debrief"), ("blank", "Blank"),
)  # fmt: skip
ASKS = {
    "resolve": "They keep what they set last.",
    "undo_round": "The quarter is open again: what teams had decided is their draft.",
    "reset": "All that was played and said is wiped. Everybody keeps their seat.",
    "end": "Nothing can be played any more; it can still be read.",
    "delete": "The room goes with all that is in it, for good. Nothing of it can be brought back.",
}
WORD_OF = {
    LOBBY: "Lobby", THINKING: "Thinking", RESOLVING: "The quarter passes", REVEALED: "Result",
    DEBRIEF: "Debrief", ENDED: "Ended",
}  # fmt: skip


def page(state: State, links: Mapping[str, str], downloads: Sequence[Mapping[str, str]]) -> Words:
    """All that the page shows, but for what came of its own deeds.

    Args:
        state: as the room tells its teacher.
        links: addresses: `join`, `projector`.
        downloads: of what was played: label and address.
    """
    room = state["room"]
    return {
        "version": state["version"],
        "now": state["now"],
        "trouble": state["trouble"],
        "bar": _bar(state),
        "room": {"id": room["id"], "kind": room["kind"], "phase": room["phase"]},
        "links": dict(links),
        "teams": (teams := _teams(state)),
        "legend": _legend(teams, room["phase"]),
        "unseated": list(state["unseated"]),
        "empty": _empty(state, links["join"]),
        "side": _side(state, links, downloads),
    }


def _bar(state: State) -> Words:
    room = state["room"]
    phase = room["phase"]
    counts = phase in (THINKING, RESOLVING)
    flags = [
        word
        for word, holds in (("rehearsal", room["rehearsal"]), ("locked", room["locked"]))
        if holds
    ]
    return {
        "title": room["title"],
        "code": code_said(room["code"]),
        "phase": WORD_OF[phase],
        "when": _when(room),
        "flags": flags,
        "counts": f"{state['in']} of {state['of']} in" if counts else _people(room, state),
        "all_in": counts and state["of"] > 0 and state["in"] == state["of"],
        "deadline": room["deadline"],
        "left": room["left"],
        "paused": room["paused"],
        "timed": room["deadline"] is not None or room["paused"],
        "then": _then(room),
        "main": _main(state),
        "second": _second(state),
        "menu": _menu(room),
        "message": (room["message"] or {}).get("text", ""),
    }


def _when(room: State) -> str:
    if not room["round"] or room["phase"] in (LOBBY, DEBRIEF, ENDED):
        return number(room["rounds"], "quarter")
    return f"Quarter {room['round']} of {room['rounds']} · {room['quarter']}"


def _people(room: State, state: State) -> str:
    if room["phase"] in (LOBBY, REVEALED) or not room["plan"]["slip"]:
        teams = number(len(state["teams"]), "team")
        return f"{number(room['people'], 'person', 'people')}, {teams}"
    slips = state["slips"]
    return f"{slips['in']} of {number(slips['of'], 'exit slip')} in"


def _then(room: State) -> str:
    """What happens when the time is up."""
    if room["paused"] or room["deadline"] is None:
        return ""
    return "to decide" if room["phase"] == THINKING else "until it goes on by itself"


def _deed(label: str, do: str, asks: str = "", **more: Any) -> Words:
    return {"label": label, "do": {"do": do, **more}, "asks": asks}


def _main(state: State) -> Words | None:
    """The one thing to do next."""
    room = state["room"]
    phase = room["phase"]
    if phase == LOBBY:
        return _deed("Start quarter 1", "start_round") | {"off": not room["people"]}
    if phase == THINKING:
        late = state["of"] - state["in"]
        asks = f"{number(late, 'team')} not in yet. {ASKS['resolve']}" if late else ""
        return _deed("Resolve now", "resolve", asks) | {"quiet": bool(late)}
    if phase == REVEALED:
        if room["rehearsal"]:
            return _deed("End the rehearsal", "reset", ASKS["reset"])
        if room["done"] >= room["rounds"]:
            return _deed("To the debrief", "start_round")
        return _deed(f"Start quarter {room['done'] + 1}", "start_round")
    if phase == DEBRIEF:
        return _deed("End the class", "end", ASKS["end"])
    if phase == ENDED:
        return _deed("Delete the room", "delete", ASKS["delete"]) | {"quiet": True}
    return None


def _second(state: State) -> Words | None:
    """Another thing that may come next."""
    room = state["room"]
    if room["phase"] == LOBBY:
        return _deed("Start a rehearsal", "start_round", rehearsal=True) | {
            "off": not room["people"]
        }
    if room["phase"] == REVEALED and room["rehearsal"] and room["done"] < room["rounds"]:
        return _deed("Another rehearsal quarter", "start_round")
    return None


def _menu(room: State) -> list[Words]:
    """What is needed rarely."""
    if room["phase"] == ENDED:
        return []
    found = []
    if room["undoable"]:
        found.append(_deed(f"Take quarter {room['done']} back", "undo_round", ASKS["undo_round"]))
    if room["locked"]:
        found.append(_deed("Unlock: let people in", "lock", locked=False))
    else:
        found.append(_deed("Lock: let nobody more in", "lock", locked=True))
    if room["phase"] != LOBBY:
        label = "End the rehearsal" if room["rehearsal"] else "Begin again from the lobby"
        found.append(_deed(label, "reset", ASKS["reset"]))
    found.append(_deed("End the class", "end", ASKS["end"]))
    found.append(_deed("Delete the room", "delete", ASKS["delete"]))
    return found


def _teams(state: State) -> list[Words]:
    room = state["room"]
    made = {row["id"]: points(row["you"]) for row in state["leaderboard"]}
    over = room["phase"] in (DEBRIEF, ENDED)
    found = []
    for team in state["teams"]:
        aside = made.get(team["id"], "") if over else "bet" if team["bet"] else ""
        found.append(_team(team, room) | {"aside": aside})
    return found


def _team(team: State, room: State) -> Words:
    stands = _stands(team, room["phase"])
    mates = [
        {
            "id": mate["id"],
            "name": mate["nickname"],
            "here": mate["here"],
            "pen": mate["pen"],
        }
        for mate in team["mates"]
    ]
    # Who is here comes first; among them, who holds the pen.
    mates.sort(key=lambda mate: (not mate["here"], not mate["pen"]))
    lab = "" if team["title"] in team["name"] else team["title"]
    return {
        "id": team["id"],
        "name": team["name"],
        "seat": team["title"],
        "about": " · ".join(part for part in (lab, team["role"]) if part),
        "stands": stands,
        "sign": next((sign for name, sign, _ in SIGNS if name == stands), ""),
        "says": STANDS[stands] if room["phase"] in (THINKING, RESOLVING) else "",
        "revision": team["revision"],
        "by": team["by"] or "",
        "mates": mates,
        "shown": mates[:MOST_NAMED],
        "more": len(mates) - MOST_NAMED if len(mates) > MOST_NAMED else 0,
        "holders": _holders(team),
    }


def _stands(team: State, phase: str) -> str:
    if phase in (DEBRIEF, ENDED):
        return OVER
    if team["by"] == AUTOPILOT or not (team["mates"] or team["by"]):
        return EMPTY
    if phase in (THINKING, RESOLVING):
        if team["submitted"]:
            return IN
        if team["by"] == TEACHER:
            return HELD
        if team["drafting"]:
            return DRAFTING
        return AWAY if team["absent"] else WAITED
    if team["by"] == TEACHER:
        return HELD
    return AWAY if team["absent"] else READY


def _legend(teams: Sequence[State], phase: str) -> list[Words]:
    """What the signs mean: all while a quarter is decided, else those that are there."""
    if not teams:
        return []
    shown = {team["stands"] for team in teams}
    deciding = phase in (THINKING, RESOLVING)
    return [{"sign": sign, "says": says} for name, sign, says in SIGNS if deciding or name in shown]


def _holders(team: State) -> list[Words]:
    """Who may play the seat, and who does."""
    now = team["by"] or ""
    people = "its students" if team["mates"] else "nobody yet"
    return [
        {"by": by, "label": label, "on": by == now}
        for by, label in (("", people), (TEACHER, "you"), (AUTOPILOT, "the autopilot"))
    ]


def _empty(state: State, join: str) -> list[str]:
    """What stands where no team is."""
    if state["teams"]:
        return []
    if state["room"]["phase"] != LOBBY:
        return ["Nobody played here."]
    ways = f"{spoken(join)}, code {code_said(state['room']['code'])}"
    return ["Nobody is here yet.", "Open the projector's page, or read out:", ways]


def _side(state: State, links: Mapping[str, str], downloads: Sequence[Mapping[str, str]]) -> Words:
    room = state["room"]
    over = room["phase"] in (DEBRIEF, ENDED)
    return {
        "ended": room["phase"] == ENDED,
        "debrief": room["phase"] == DEBRIEF,
        "finished": room["done"] >= room["rounds"],
        "teams": [{"id": team["id"], "name": team["name"]} for team in state["teams"]],
        "scene": room["scene"],
        "scenes": [{"name": name, "label": label} for name, label in SCENES],
        "message": (room["message"] or {}).get("text", ""),
        "events": [] if over else list(state["events"]),
        "coming": [one["title"] for one in state["events"] if one["coming"]],
        "injected": [f"Before quarter {one['round']}: {one['title']}" for one in state["injected"]],
        "votes": [
            {"number": place, "question": vote["question"]}
            for place, vote in enumerate(room["plan"]["votes"])
        ],
        "vote": _vote(state["vote"]),
        "ranking": [_placed(row) for row in _in_order(state["leaderboard"])],
        "unplaced": any(row["place"] is None for row in state["leaderboard"]),
        "same": room["kind"] == SAME,
        "bets": _bets(state["leaderboard"]),
        "matched": state["matched"],
        "links": dict(links),
        "downloads": [dict(one) for one in downloads],
        "about": _about(room),
    }


def _vote(vote: State | None) -> Words | None:
    if vote is None:
        return None
    given = sum(one["votes"] for one in vote["counts"])
    counts = [{**one, "part": one["votes"] / given if given else 0.0} for one in vote["counts"]]
    return {**vote, "counts": counts, "given": number(given, "vote")}


def _in_order(rows: Sequence[State]) -> list[State]:
    return sorted(rows, key=lambda row: (row["place"] or 0, natural(row["team"])))


def _placed(row: State) -> Words:
    bets = row["bets"]
    return {
        "id": row["id"],
        "place": "–" if row["place"] is None else str(row["place"]),
        "team": row["team"],
        "you": points(row["you"]),
        "says": f"Score {row['score']:g}, the autopilot {row['par']:g}. {row['label']}.",
        "bets": f"{bets['hits']} of {bets['of']}" if bets["of"] else "–",
    }


def _bets(rows: Sequence[State]) -> str:
    """How well the room predicts."""
    of = sum(row["bets"]["of"] for row in rows)
    if not of:
        return ""
    held = sum(row["bets"]["hits"] for row in rows)
    return f"{held} of {number(of, 'range')} held; good ranges hold 4 times of 5."


def _about(room: State) -> list[str]:
    """How the room was set up."""
    plan = room["plan"]
    lines = [room["race"]]
    if plan["kind"] == SAME:
        lines.append(f"Every team leads {plan['seats'][0]}")
    else:
        lines.append(f"Teams meet: {', '.join(plan['seats'])}")
    lines.append(f"Seed {plan['seed']}")
    return lines
