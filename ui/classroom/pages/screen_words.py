"""What the projector says, scene by scene: seven lines at most, in a few words each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from tenfold.sim.game.telling.phrase import number
from tenfold.ui.charts.drawing import width_of
from tenfold.ui.classroom.pages.fork_drawing import draw_fork
from tenfold.ui.classroom.pages.race_drawing import LOW, TALL, behind, draw
from tenfold.ui.classroom.rooms.state import DEBRIEF, ENDED, LOBBY, RESOLVING

Scene = dict[str, Any]
State = Mapping[str, Any]
MOST_RANKED, MOST_SHARING, MOST_HEADLINES, MOST_START = 5, 2, 3, 4
JOIN, THINKING, REVEAL, RANKING = "join", "thinking", "reveal", "ranking"
VOTE, MATCHED, PREDICTIONS, SLIP, BLANK = "vote", "matched", "predictions", "slip", "blank"
SHOWN = "shown"
AFTER = (RANKING, SHOWN, PREDICTIONS, MATCHED, VOTE, SLIP)
"""Of the debrief, in the order in which the arrow keys lead through it."""
SLIP_SAYS = "Two minutes: write your exit slip on your phone."
THANKS = "Thank you. The room has ended."
MOST_PARTS, MOST_TOLD = 4, 3
CODE_HALF = 3
LINE, MOST_LINES = 31.0, 4
"""Of headlines: letters' widths in a line, and lines, beside the drawing above them."""
NUMBERS = re.compile(r"(\d+)")


def screen(state: State, join: str, qr: str, slips: bool) -> Scene:
    """All that the projector can show now, and which of it the room asks for.

    Args:
        state: of the scene, as the room tells it; `shown`, what the teacher shows of a team.
        join: address that students go to.
        qr: its picture.
        slips: exit slips are asked for.
    """
    scenes = {JOIN: _join(state, join, qr), THINKING: _thinking(state), REVEAL: _reveal(state)}
    scenes |= {RANKING: _ranking(state), PREDICTIONS: _predictions(state)}
    scenes |= {SHOWN: _shown(state), MATCHED: _matched(state), VOTE: _vote(state)}
    scenes |= {SLIP: _said("Exit slip", [SLIP_SAYS]) if slips else None}
    found = {name: scene for name, scene in scenes.items() if scene is not None}
    found[BLANK] = {"kind": BLANK, "title": "Blank"}
    found["ended"] = _said("", [THANKS])
    order = _order(state, found)
    return {
        "version": state["version"],
        "now": state["now"],
        "deadline": state["deadline"],
        "left": state["left"],
        "paused": state["paused"],
        "title": state["title"],
        "rehearsal": state["rehearsal"],
        "message": (state["message"] or {}).get("text", ""),
        "asked": _asked(state, found),
        "order": order,
        "scenes": found,
    }


def _order(state: State, found: Mapping[str, Any]) -> list[str]:
    """Where the arrow keys lead."""
    if state["phase"] == LOBBY:
        return [JOIN]
    if state["phase"] in (DEBRIEF, ENDED):
        return [REVEAL, *(name for name in AFTER if name in found)]
    now = REVEAL if state["phase"] == "revealed" else THINKING
    return [JOIN, now, *(name for name in (RANKING, VOTE) if name in found)]


def _asked(state: State, found: Mapping[str, Any]) -> str:
    """The scene that the room is in, or the teacher has chosen."""
    scene = str(state["scene"])
    if scene == BLANK:
        return BLANK
    if VOTE in found and scene != JOIN:
        return VOTE
    if SHOWN in found and scene == "debrief":
        return SHOWN
    if scene == "debrief":
        if state["phase"] == ENDED:
            return "ended"
        return next((name for name in AFTER if name in found), REVEAL)
    return scene if scene in found else REVEAL


def _join(state: State, join: str, qr: str) -> Scene:
    lines = ["Scan this, or open"]
    counted = f"{number(state['people'], 'person', 'people')} in"
    return {
        "kind": JOIN,
        "title": state["title"],
        "lines": ["This room is locked"] if state["locked"] else lines,
        "address": spoken(join),
        "code": code_said(str(state["code"])),
        "counted": counted,
        "qr": qr,
        "locked": state["locked"],
    }


def spoken(join: str) -> str:
    """The address that is typed, without what nobody types.

    >>> spoken("http://192.168.1.7:8765/j/BCDFGH")
    '192.168.1.7:8765'
    """
    return join.removeprefix("http://").removeprefix("https://").rsplit("/j/", 1)[0]


def code_said(code: str) -> str:
    """A code in two halves, as it is read out.

    >>> code_said("BCDFGH")
    'BCD FGH'
    """
    return f"{code[:CODE_HALF]} {code[CODE_HALF:]}"


def _when(state: State) -> str:
    if not state["round"]:
        return ""
    return f"Quarter {state['round']} of {state['rounds']}"


def _thinking(state: State) -> Scene:
    inside = f"{state['in']} of {state['of']} in"
    return {
        "kind": "race",
        "title": _when(state),
        "clock": state["phase"] != RESOLVING,
        "inside": "All are in" if state["of"] and state["in"] == state["of"] else inside,
        "working": "The quarter passes" if state["phase"] == RESOLVING else "",
        "svg": _drawn(state, TALL),
        "caption": "Months behind the leader",
        "start": _start(state),
        "headlines": [],
        "grows": False,
    }


def _reveal(state: State) -> Scene:
    played = len(state["race"]["months"]) - 1
    over = state["phase"] in (DEBRIEF, ENDED)
    title = f"After quarter {played} of {state['rounds']}" if played > 0 else _when(state)
    headlines = [] if over else _fitting(state["headlines"])
    return {
        "kind": "race",
        "title": f"The race: {number(played, 'quarter')}" if over else title,
        "clock": False,
        "inside": "",
        "working": "",
        "svg": _drawn(state, LOW if headlines else TALL),
        "caption": "Months behind the leader",
        "start": _start(state),
        "headlines": headlines,
        "grows": not over,
    }


def _fitting(headlines: Sequence[str]) -> list[str]:
    """As many as have room on the wall; the first always."""
    shown: list[str] = []
    lines = 0
    for text in headlines[:MOST_HEADLINES]:
        lines += ceil(width_of(text, 1.0) / LINE)
        if shown and lines > MOST_LINES:
            break
        shown.append(text)
    return shown


def _drawn(state: State, tall: float) -> str:
    """Lines once there are any; before that, words do."""
    labs = state["race"]["labs"]
    return draw(labs, state["rounds"], tall) if labs and len(labs[0]["path"]) > 1 else ""


def _start(state: State) -> list[str]:
    """Where all stand before the first quarter."""
    labs = state["race"]["labs"]
    if not labs or len(labs[0]["path"]) > 1:
        return []
    if len({(lab.get("lab"), round(lab["behind"])) for lab in labs}) == 1 and labs[0].get("lab"):
        months = labs[0]["behind"]
        where = behind(months) if round(months) else "level with the best lab"
        return [f"You all lead {labs[0]['lab']}.", f"It starts {where}.", "Decide on your phone."]
    # People's labs first, and among them as everywhere: the nearest to the leader.
    wanted = sorted(labs, key=lambda lab: not lab["team"])[:MOST_START]
    shown = [f"{lab['name']}: {behind(lab['behind'])}" for lab in labs if lab in wanted]
    return shown if len(labs) == len(shown) else [*shown, f"and {len(labs) - len(shown)} more"]


def _ranking(state: State) -> Scene | None:
    rows = [row for row in state["ranking"] if row["place"] is not None]
    if not rows:
        return None
    places: dict[int, list[State]] = {}
    for row in sorted(rows, key=lambda row: (row["place"], natural(row["team"]))):
        # Nobody is shown for being last: those behind the first few find their place on the phone.
        if row["place"] <= MOST_RANKED:
            places.setdefault(row["place"], []).append(row)
    told = [_place(alike) for alike in places.values()]
    more = len(rows) - sum(len(alike) for alike in places.values())
    return {
        "kind": "list",
        "title": "Against the autopilot in the same seat",
        "rows": told,
        "note": f"and {number(more, 'more team', 'more teams')}: see your phone" if more else "",
    }


def _place(alike: list[State]) -> Scene:
    """A place, with those who share it."""
    names = ", ".join(row["team"] for row in alike[:MOST_SHARING])
    more = f"and {len(alike) - MOST_SHARING} more" if len(alike) > MOST_SHARING else ""
    place, you = str(alike[0]["place"]), points(alike[0]["you"])
    return {"place": place, "name": names, "more": more, "figure": you}


def natural(name: str) -> list[tuple[int, str]]:
    """What names are sorted by, so that Team 2 stands before Team 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in NUMBERS.split(name)]


def points(you: float) -> str:
    """Points above or below par, signed.

    >>> points(3.6), points(-0.3), points(-1)
    ('+4 points', 'level', '−1 point')
    """
    whole = round(you)
    if not whole:
        return "level"
    return f"{'+' if whole > 0 else '−'}{number(abs(whole), 'point')}"


def _predictions(state: State) -> Scene | None:
    """How many of all ranges held, which the room tells as a line."""
    lines = [line for line in state["lines"] if " held; " in line]
    if state["phase"] not in (DEBRIEF, ENDED) or not lines:
        return None
    held, _, rule = lines[0].partition("; ")
    return _said("Your predictions", [f"{held}.", f"{rule[:1].upper()}{rule[1:]}."])


def _shown(state: State) -> Scene | None:
    """One team's race: where its gap came from, or one decision changed."""
    told = state.get("shown")
    if told is None or state["phase"] not in (DEBRIEF, ENDED):
        return None
    if told["kind"] == "gap":
        return _gap(told)
    return {
        "kind": "race",
        "title": f"{told['team']}: what if?",
        "clock": False,
        "inside": "",
        "working": "",
        "svg": draw_fork(told["played"]["capability"], told["tried"]["capability"]),
        "caption": "Capability of its best model",
        "start": [],
        "headlines": [told["sentence"]],
        "grows": False,
    }


def _gap(told: State) -> Scene:
    """The largest parts, what is left, and the whole: they add up."""
    steps = sorted(told["steps"], key=lambda step: -abs(step["points"]))
    rows = [(step["label"], step["points"]) for step in steps[:MOST_PARTS]]
    if len(steps) > MOST_PARTS:
        rows.append(("All the rest", sum(step["points"] for step in steps[MOST_PARTS:])))
    rows.append(("Together", told["gap"]))
    most = max(abs(value) for _, value in rows) or 1.0
    far = f"{abs(told['gap']):.1f} points of capability"
    side = "ahead of" if told["gap"] > 0 else "behind"
    return {
        "kind": "falls",
        "title": f"{told['team']}: {far} {side} {told['other']}",
        "rows": [
            {
                "label": label,
                "figure": signed(value),
                "part": value / most,
                "sum": label == "Together",
            }
            for label, value in rows
        ],
    }


def signed(value: float) -> str:
    """Tenths of points with their sign.

    >>> signed(2.25), signed(-0.04)
    ('+2.2', '0')
    """
    return f"{value:+.1f}".replace("-", "−") if round(value, 1) else "0"


def _matched(state: State) -> Scene | None:
    told = state["matched"]
    if told is None:
        return None
    if not told["rows"]:
        return _said("The two rooms", [told["waits"]])
    return {
        "kind": "said",
        "title": f"{told['rooms'][1]['treatment']}: what it changed",
        "lines": [row["told"] for row in told["rows"]][:MOST_TOLD],
    }


def _vote(state: State) -> Scene | None:
    asked = state["vote"]
    if asked is None:
        return None
    given = sum(one["votes"] for one in asked["counts"])
    # While it is open nobody sees what others think.
    rows = [
        {
            "label": one["choice"],
            "part": None if asked["open"] else one["votes"] / max(given, 1),
            "figure": "" if asked["open"] else str(one["votes"]),
        }
        for one in asked["counts"]
    ]
    note = f"{number(given, 'vote')} in. Vote on your phone." if asked["open"] else ""
    return {"kind": "bars", "title": asked["question"], "rows": rows, "note": note}


def _said(title: str, lines: list[str]) -> Scene:
    return {"kind": "said", "title": title, "lines": lines}
