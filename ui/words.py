"""What the pages say: a view in, labels and sentences for each card out.

The first screen speaks of months behind the leader, chips, use and money; the field's own jargon
stays out of it, and a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any
from urllib.parse import quote

from tenfold.agents.decision import LEVER
from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.phrase import count, dollars, number, percent
from tenfold.sim.game.view import LabView, NewsItem, Standing, View

Card = dict[str, Any]

BITES = {"now": "now", "next run": "next run", "on delivery": "on delivery"}
KINDS = {"frontier": "frontier lab", "chinese": "Chinese lab", "open": "open-weight lab"}
RACE_TITLE, SHARE_TITLE = "Capability race", "Market share"
RACE_NOTE = "best model on sale · ● new ○ opened"
SHARE_NOTE = "of all tokens used"
RACE_EXPLAIN = (
    "The capability index: 155 is about the best model at the end of 2025; "
    "8 points are worth ten times the training chips."
)
SHARE_EXPLAIN = (
    "Tokens are pieces of words: every question and answer counts, whoever runs the model."
)
NO_NEWS = "Nothing yet. End the turn and read what happens, and why."
NOTHING_UNDER_WAY = "The race is over: nothing is under way."
QUESTION = "What should your chips do first?"
TABS = (
    {"name": "race", "label": "Race"},
    {"name": "share", "label": "Share"},
    {"name": "news", "label": "News"},
    {"name": "rivals", "label": "Rivals"},
)


def bar(view: View, error: str = "") -> Card:
    """The top bar."""
    turn = min(view.turn, view.turns)
    return {
        "turn": view.turn,
        "title": view.title,
        "quarter": view.quarter,
        "progress": f"turn {turn} of {view.turns}",
        "facts": facts(view.standing),
        "finished": view.finished,
        "error": error,
    }


def facts(standing: Standing) -> list[Card]:
    """Rank, gap, share, cash and chips, most important first."""
    return [
        {
            "value": f"#{standing.rank} of {standing.of}",
            "label": "",
            "hint": "Rank by best model on sale",
        },
        gap_fact(standing),
        {
            "value": percent(standing.share),
            "label": "of use",
            "hint": "Your share of all tokens used",
        },
        cash_fact(standing),
        {
            "value": count(standing.chips),
            "label": "chips",
            "hint": "Your chips at work, counted as H100 equivalents",
        },
    ]


def gap_fact(standing: Standing) -> Card:
    """How many months behind the leader, or ahead of the next."""
    hint = f"Months since {standing.leader} had a model as good as your best one on sale"
    if not standing.active:
        return {"value": "out", "label": "of the race", "hint": "Your lab has left the race"}
    if standing.rank == 1 and standing.ahead >= 0.5:
        return {
            "value": months(standing.ahead), "label": "ahead",
            "hint": "Months until the next best lab, at its pace, has what you have",
        }  # fmt: skip
    if standing.behind < 0.5:
        return {"value": "level", "label": "with the leader", "hint": hint}
    return {"value": months(standing.behind), "label": "behind", "hint": hint}


def months(value: float) -> str:
    """So many months, whole."""
    return number(round(value), "month")


def cash_fact(standing: Standing) -> Card:
    """How long the cash lasts."""
    if standing.runway is None:
        value = dollars(standing.cash)
        return {"value": value, "label": "cash, growing", "hint": "You take in more than you spend"}
    hint = f"Your {dollars(standing.cash)} last so long at last month's loss"
    lasts = f"{standing.runway:.0f}" if standing.runway < 48 else "48+"
    unit = "month" if lasts == "1" else "months"
    return {"value": f"{lasts} {unit}", "label": "of cash", "hint": hint}


def settings(levers: Mapping[str, float]) -> Card:
    """Settings as the page keeps them: whole per cent, price as 100 steps for each doubling."""
    experiments = round(100 * levers["experiments"])
    training = min(round(100 * levers["training"]), 100 - experiments)
    return {
        "experiments": experiments,
        "training": training,
        "serving": 100 - experiments - training,
        "copying": round(100 * levers["copying"]),
        "distil": round(100 * levers["distil"]),
        "flagship_release": round(levers["flagship_release"]),
        "price": round(100 * log2(levers["flagship_price"])),
    }


def panel(view: View) -> Card:
    """The levers."""
    levers = view.levers
    named = {
        "compute": LEVER["experiments"], "copying": LEVER["replicate"], "distil": LEVER["distil"],
        "flagship_release": LEVER["flagship_release"], "flagship_price": LEVER["flagship_price"],
    }  # fmt: skip
    help_of = {name: f"{lever.help} {lever.cost}" for name, lever in named.items()}
    help_of["compute"] = " ".join(
        LEVER[name].help for name in ("experiments", "training", "serving")
    )
    help_of["copying"] = (
        f"Explore: {LEVER['explore'].help} {LEVER['explore'].cost} "
        f"Copy: {LEVER['replicate'].help} {LEVER['replicate'].cost}"
    )
    return {
        "turn": view.turn,
        "set": settings(levers.values),
        "first": settings(levers.before),
        "going": levers.going,
        "price": {
            "low": round(100 * log2(levers.price_low)),
            "high": round(100 * log2(levers.price_high)),
        },
        "need": round(100 * levers.serving_need),
        "needHint": "The part of your chips that today's customers would keep busy",
        "bites": {name: BITES[lever.bites] for name, lever in named.items()},
        "help": help_of,
        "meets": dict(levers.meets),
        "did": {name: levers.did.get(name, "") for name in named},
        "releases": [{"value": 0, "label": "Closed"}, {"value": 1, "label": "Open"}],
        "autopilotTitle": f"The autopilot sets {number(len(levers.autopilot), 'other lever')}",
        "autopilot": [list(pair) for pair in levers.autopilot],
        "question": QUESTION,
        "openings": [
            {"title": o.title, "text": o.text, "set": settings({**levers.values, **o.levers})}
            for o in levers.openings
        ],
    }  # fmt: skip


def feed(news: Sequence[NewsItem], colours: Sequence[str]) -> list[Card]:
    """The news by quarter, newest first."""
    groups: list[Card] = []
    for item in news:
        if not groups or groups[-1]["quarter"] != item.quarter:
            groups.append({"quarter": item.quarter, "items": []})
        colour = colours[item.lab] if item.lab >= 0 else "var(--quiet)"
        groups[-1]["items"].append({"text": item.text, "colour": colour, "own": item.own})
    return groups


def rivals(view: View, colours: Sequence[str]) -> list[Card]:
    """A card for each rival, the best model first."""
    cards = []
    for place, lab in enumerate(view.labs):
        if place == view.seat:
            continue
        score = lab.score[-1]
        cards.append(
            {
                "name": lab.name,
                "colour": colours[place],
                "gone": not lab.active,
                "score": score if score is not None and lab.active else 0.0,
                "gap": rival_gap(lab),
                "facts": rival_facts(lab),
            }
        )
    return sorted(cards, key=lambda card: -float(card["score"]))


def rival_gap(lab: LabView) -> str:
    """How many months a rival is ahead of the player, or behind."""
    if not lab.active:
        return "has left"
    if lab.score[-1] is None:
        return "nothing on sale"
    if abs(lab.lead) < 0.5:
        return "level with you"
    return f"{months(abs(lab.lead))} {'ahead' if lab.lead > 0 else 'behind'}"


def rival_facts(lab: LabView) -> str:
    """What the public knows of a rival, in a line: chips, release, price, share of use."""
    release = "open" if lab.open_weights else "closed"
    return f"{count(lab.chips)} chips · {release} · {dollars(lab.price)} · {percent(lab.share[-1])}"


def when(view: View) -> list[str]:
    """What each month so far is called under the pointer: its quarter."""
    return [quarter_of(view.start, month) for month in range(view.month + 1)]


def verdict(view: View) -> Card:
    """The end of a game: score, par, the difference, what each goal gave, and the ways on."""
    score = view.score
    if score is None:
        return {}
    lab = view.labs[view.seat]
    seat = f"/?scenario={view.scenario}&seat={quoted(lab.name)}&quarters={view.turns}"
    own = view.origin is None
    return {
        "headline": headline(score.you, view),
        "story": story(view),
        "score": f"{score.score:.0f}",
        "par": f"{score.par:.0f}",
        "you": signed(score.you),
        "youLabel": "Its policy" if replayed(view) else "You",
        "yours": "Run" if replayed(view) else "Yours",
        "parNote": par_note(view),
        "parts": [
            {
                "title": part.title,
                "weight": percent(part.weight),
                "value": f"{part.value:.0f}",
                "par": f"{part.par:.0f}",
                "because": part.because,
            }
            for part in score.parts
        ],
        # A race of a sweep is not in the catalogue: it is begun anew by taking it over.
        "again": f"{seat}&seed={view.seed}" if own else "",
        "next": f"{seat}&seed={view.seed + 1}" if own else "",
        "takeOver": [
            {"turn": turn, "label": f"{turn} · {quarter_of(view.start, TURN_MONTHS * (turn - 1))}"}
            for turn in range(1, view.turns + 1)
        ],
        "takeOverNote": "The first decisions stay as they are; from there you decide, on the same "
        "luck. This game stays as it is.",
    }


def signed(points: float) -> str:
    """A difference in whole points: +6, -3, ±0, which nobody takes for a score."""
    return f"{points:+.0f}" if round(points) else "±0"


def replayed(view: View) -> bool:
    """The view shows a run of a sweep in which nobody played."""
    origin = view.origin
    return origin is not None and origin.run is not None and origin.quarters >= view.turns


def practice(view: View) -> Card:
    """What a game continues that did not begin with its player's first decision; else empty."""
    origin = view.origin
    if origin is None:
        return {}
    lab = view.labs[view.seat].name
    if replayed(view):
        said = f"replay of run {origin.run} of a sweep; {lab} was decided by {origin.policy}"
    else:
        source = "another game" if origin.run is None else f"run {origin.run} of a sweep"
        since = quarter_of(view.start, TURN_MONTHS * origin.quarters)
        said = f"continued from {source}; you decide from {since} on"
    return {"text": f"Practice: {said}.", "hint": origin.question}


def told_to(view: View) -> str:
    """Whom the news calls you, where that is not the reader; else empty."""
    return f"as told to {view.labs[view.seat].name}" if replayed(view) else ""


def par_note(view: View) -> str:
    """What par is."""
    origin = view.origin
    if replayed(view):
        return "what the autopilot scored in this seat on the same luck"
    if origin is not None and origin.quarters > 0:
        since = quarter_of(view.start, TURN_MONTHS * origin.quarters)
        return f"what the autopilot scored, taking over your seat in {since} on the same luck"
    return "what the autopilot scored in your seat on the same luck"


def quoted(name: str) -> str:
    """A name as part of an address."""
    return quote(name, safe="")


def headline(you: float, view: View) -> str:
    """One line on the part in the score of who decided: the player, or the policy of a run."""
    origin = view.origin
    if origin is not None and replayed(view):
        if origin.policy == "autopilot":
            return f"Run {origin.run}: the autopilot itself, which is par."
        who, other = f"Run {origin.run}: {origin.policy}", "the autopilot"
        if you >= 1.0:
            return f"{who} beat {other} by {number(round(you), 'point')}."
        if you <= -1.0:
            return f"{who} ended {number(round(-you), 'point')} below {other}."
        return f"{who} was level with {other}."
    if you >= 1.0:
        return f"You beat the autopilot by {number(round(you), 'point')}."
    if you <= -1.0:
        return f"The autopilot would have done better by {number(round(-you), 'point')}."
    return "Level with the autopilot."


def story(view: View) -> str:
    """Where the player began and ended: figures, no causes."""
    lab, now = view.labs[view.seat], view.standing
    began = months(now.behind_at_first)
    if not now.active:
        return f"{lab.name} began {began} behind the leader and left the race."
    ended = (
        f"{months(now.ahead)} ahead of all others" if now.rank == 1
        else f"{months(now.behind)} behind {now.leader}"
    )  # fmt: skip
    return (
        f"{lab.name} began {began} behind the leader with {percent(lab.share[0])} of all use, and "
        f"ended {ended}, number {now.rank} of {now.of}, with {percent(now.share)} in the last "
        "month."
    )
