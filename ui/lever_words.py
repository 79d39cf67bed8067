"""The levers as the page shows them: what they are for a game, and what a turn makes of them."""

from __future__ import annotations

from typing import Any

from tenfold.agents.decision import BEST_TEACHER, LEVER, LEVERS, SUM_TO_ONE, Lever
from tenfold.agents.ruling import RULE_LEVERS
from tenfold.sim.game.basic import COPYING
from tenfold.sim.game.steering import DIGITS
from tenfold.sim.game.telling.phrase import number, percent
from tenfold.sim.game.telling.view import View
from tenfold.ui.lever_rows import basic_cards, names_of, positions, scale_named, whole_cards

Card = dict[str, Any]

BEST_WITHIN_REACH = "The best within reach"
MODES = (
    {"value": "basic", "label": "basic", "says": "Five levers; the autopilot sets the others"},
    {
        "value": "all",
        "label": "all",
        "says": "Every lever; the autopilot keeps what you leave",
    },
)
QUESTION = "What should your chips do first?"
GUIDED = ("compute", COPYING, "distil", "flagship_release", "flagship_price")
"""The basic levers in the order in which a guided game hands them over."""
WHY = {
    COPYING: "New. Rivals rebuild ideas that you show; you can rebuild theirs.",
    "distil": "New. A shortcut to a better model, if nobody catches you.",
    "flagship_release": "New. Open it and users come; most of its revenue goes.",
    "flagship_price": "New, the last one. A low price wins users, a high one pays for chips.",
}
"""Why a lever is handed over, said in the turn in which it is new."""


def levers_of(view: View) -> tuple[Lever, ...]:
    """Every lever of the seat: a lab's, or a government's rules."""
    if view.regulator is None:
        return LEVERS
    mine = {lever.name for lever in view.levers.all}
    return tuple(lever for lever in RULE_LEVERS if lever.name in mine)


def about(view: View) -> Card:
    """What the panel of levers is for a whole game: nothing here changes with a turn."""
    ruling = view.regulator is not None
    frees = ruling or view.mode != "basic"
    known = {lever.name: lever for lever in levers_of(view)}
    cards = whole_cards(known.values()) if frees else basic_cards()
    sends = [name for card in cards for row in card["rows"] for name in names_of(row)]
    return {
        "token": view.token,
        "title": "Your rules" if ruling else "Your levers",
        "mission": scored_on(view),
        "mode": view.mode,
        "look": "rules" if ruling else view.mode,
        "modes": [] if ruling else [dict(mode) for mode in MODES],
        "skip": "Show all levers",
        "folds": len(cards) > 1 and frees,
        "frees": frees,
        "cards": cards,
        "sends": sends,
        "together": {
            name: list(names) for names in SUM_TO_ONE if names[0] in sends for name in names
        },
        "scales": {name: scale_named(name, known) for name in sends},
        "teachers": teachers(view),
        "needHint": "The part of your chips that today's customers would keep busy",
    }


def teachers(view: View) -> list[Card]:
    """Whose answers one may train on: the best within reach, or a rival by name."""
    rivals = [
        {"value": place, "label": lab.name}
        for place, lab in enumerate(view.labs)
        if place != view.seat and lab.active
    ]
    return [{"value": int(BEST_TEACHER), "label": BEST_WITHIN_REACH}, *rivals]


def scored_on(view: View) -> str:
    """What the seat is scored on, in a line.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Seat:
    ...     mission: tuple[tuple[str, float], ...]
    >>> scored_on(Seat((("Use", 0.6), ("Still in the race", 0.4))))
    'Score: 60% use, 40% still in the race'
    """
    goals = ", ".join(f"{percent(w)} {title[:1].lower()}{title[1:]}" for title, w in view.mission)
    return f"Score: {goals}" if goals else ""


def state(view: View) -> Card:
    """What this turn makes of the levers: where they stand, what they meet, what they did."""
    levers = view.levers
    every = {lever.name: lever for lever in levers.all}
    whole = view.regulator is not None or view.mode != "basic"
    known = {lever.name: lever for lever in levers_of(view)}
    if whole:
        now = {name: one.value for name, one in every.items()}
        before = {n: one.before if one.held else one.autopilot for n, one in every.items()}
        meets = {name: one.meets for name, one in every.items()}
        did = {name: one.did for name, one in every.items()}
    else:
        now, before = dict(levers.values), dict(levers.before)
        meets, did = dict(levers.meets), dict(levers.did)
    answered = {name for name in every if name in known and known[name].group == "answers"}
    here = positions({n: v for n, v in now.items() if n not in answered}, known)
    there = positions({n: v for n, v in before.items() if n not in answered}, known)
    return {
        "key": f"{view.token} {view.mode} {view.version}",
        "turn": view.turn,
        "set": here,
        "exact": {name: round(now[name], DIGITS) for name in here},
        "first": there,
        "exactFirst": {name: round(before[name], DIGITS) for name in there},
        "moved": here != there,
        "held": [n for n, one in every.items() if whole and one.held and n not in answered],
        "auto": positions({n: one.autopilot for n, one in every.items()}, known),
        "answers": {n: every[n].value for n in answered if every[n].held},
        # What the small model meets is its going rate, which stands beside its price already.
        "meets": {n: text for n, text in meets.items() if text and n != "mini_price"},
        "did": {name: text for name, text in did.items() if text},
        "going": {} if view.regulator else going_rates(view),
        "need": -1 if view.regulator else round(100 * levers.serving_need),
        "autopilotTitle": f"The autopilot sets {number(len(levers.autopilot), 'other lever')}",
        "autopilot": [] if whole else [list(pair) for pair in levers.autopilot],
        "guide": guide(view),
    }


def going_rates(view: View) -> dict[str, float]:
    """Lever of a price to what is usual for that model [USD per million tokens]."""
    return {"flagship_price": view.levers.going, "mini_price": view.levers.going_small}


def guide(view: View) -> Card | None:
    """What a guided game shows: one question, then a lever more each turn until all are there."""
    if not view.guided or view.mode != "basic" or view.turn > len(GUIDED):
        return None
    new = GUIDED[view.turn - 1]
    return {
        "question": QUESTION,
        "openings": [
            {
                "title": one.title,
                "text": one.text,
                "set": positions({**view.levers.values, **one.levers}, LEVER),
            }
            for one in view.levers.openings
        ],
        "shown": list(GUIDED[: view.turn]),
        "fresh": new if view.turn > 1 else "",
        "why": WHY.get(new, ""),
    }
