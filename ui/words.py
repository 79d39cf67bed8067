"""What the pages say: a view in, labels and sentences for each card out.

The first screen speaks of months behind the leader, chips, use and money; the field's own jargon
stays out of it, and a test holds it to that.
"""

from __future__ import annotations

from typing import Any

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.game.telling.view import Standing, View
from tenfold.ui.lever_words import MODES

Card = dict[str, Any]

OTHER_MODE = {"basic": "Play with five levers", "all": "Play with every lever"}
CHARTS = (
    {"name": "race", "label": "Race", "key": "1"},
    {"name": "share", "label": "Share", "key": "2"},
    {"name": "value", "label": "Value", "key": "3"},
    {"name": "compute", "label": "Chips", "key": "4"},
    {"name": "ideas", "label": "Ideas", "key": "5"},
)
"""Tabs of the charts, and the keys that choose them."""
PHONE_TABS = (
    {"name": "news", "label": "News", "phone": True},
    {"name": "rivals", "label": "Rivals", "phone": True},
)
PRACTICE = {
    "undo": "a quarter that had been played was taken back",
    "replayed": "this race was played before on this computer",
    "watched": "the labs play by themselves",
    "other engine": "its first quarters were played on another version of the model",
}
"""Reason that a game is not ranked, as `tenfold.sim.game.debrief.ranking` names it, to its
words; what a game continues is told apart."""
NOT_RANKED = "The game counts for yourself; its score is not ranked"
KEYS = (
    ("Enter", "ends the turn"),
    ("Z", "takes back your last change"),
    ("1 to 5", "choose the chart"),
    ("Tab", "goes to the next lever"),
    ("← →", "move a lever; Page Up and Page Down by tens"),
    ("Esc", "closes what is open"),
    ("?", "shows these keys"),
)


def bar(view: View, errors: int = 0) -> Card:
    """The top bar.

    Args:
        view: of the game.
        errors: how often something has gone wrong, which frees a button that waits.
    """
    turn = min(view.turn, view.turns)
    other = next((mode for mode in MODES if mode["value"] != view.mode), MODES[0])
    plays = not view.finished and not view.watching
    last = quarter_of(view.start, max(0, view.month - TURN_MONTHS))
    return {
        "token": view.token,
        "key": f"{view.token} {view.version}",
        "turn": view.turn,
        "turns": view.turns,
        "title": view.title,
        "seat": seat_name(view),
        "quarter": view.quarter,
        "progress": f"turn {turn} of {view.turns}",
        "practice": practice(view),
        "facts": figures(view),
        "finished": view.finished,
        "watching": view.watching,
        "plays": plays,
        "first": view.guided and view.turn == 1,
        "levers": "Levers" if view.regulator is None else "Rules",
        "asked": [one.lever for one in view.asked] if plays else [],
        "openHint": "Questions that you leave open are answered by the autopilot",
        "undoable": view.undoable,
        "undoLabel": "Undo turn" if view.undoable else "Undo",
        "undoHint": f"Takes back {last}" if view.undoable else "Nothing to undo",
        "undoAsk": f"Take back {last}? The game becomes practice, and is not ranked.",
        "save": f"/game/{view.token}/save",
        "share": view.share,
        "shareNote": view.share_note,
        "replays": view.turn > 1,
        "otherMode": {"value": other["value"], "label": OTHER_MODE[other["value"]]}
        if plays and view.regulator is None
        else None,
        "debrief": f"/game/{view.token}/debrief" if view.finished else "",
        "keys": [list(key) for key in KEYS],
        "errors": errors,
    }


def figures(view: View) -> list[Card]:
    """What the bar tells of the seat: nothing where that would tell how it ends."""
    if view.watching:
        return []
    return facts(view.standing) if view.regulator is None else ruler_facts(view)


def seat_name(view: View) -> str:
    """Whose seat it is."""
    return view.labs[view.seat].name if view.regulator is None else "Government"


def ruler_facts(view: View) -> list[Card]:
    """Lead, money spent, price and openness, as a government is judged."""
    seen = view.regulator
    if seen is None:
        return []
    lead = seen.lead_months[-1]
    return [
        {
            "value": months(abs(lead)), "label": "ahead" if lead >= 0 else "behind", "own": True,
            "hint": "Lead of the best lab at home over the best that you watch",
        },
        {
            "value": dollars(abs(seen.spent[-1])),
            "label": "spent" if seen.spent[-1] >= 0 else "earned",
            "hint": "Public money so far, fees and duties counted against it",
        },
        {
            "value": count(seen.smuggled[-1]), "label": "chips smuggled",
            "hint": "Published estimate of chips that came in against your rules",
        },
        {
            "value": dollars(seen.cheapest[-1]), "label": "cheapest",
            "hint": "Price of a million tokens of the cheapest model as good as the best at first",
        },
        {
            "value": percent(seen.open_share[-1]), "label": "open",
            "hint": "Share of all use that open models answer",
        },
    ]  # fmt: skip


def facts(standing: Standing) -> list[Card]:
    """Rank, gap, share, cash and chips, most important first."""
    return [
        {
            "value": f"#{standing.rank}",
            "label": f"of {standing.of}",
            "hint": "Rank by best model on sale",
        },
        {**gap_fact(standing), "own": True},
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
    hint = f"Months since {standing.leader} had a model as good as your best; see the rivals' cards"
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
        hint = "Sales and backers together bring in more than you spend"
        return {"value": value, "label": "cash, growing", "hint": hint}
    hint = f"Your {dollars(standing.cash)} last so long at last month's loss"
    lasts = f"{standing.runway:.0f}" if standing.runway < 48 else "48+"
    unit = "month" if lasts == "1" else "months"
    return {"value": f"{lasts} {unit}", "label": "of cash", "hint": hint}


def when(view: View) -> list[str]:
    """What each month so far is called under the pointer: its quarter."""
    return [quarter_of(view.start, month) for month in range(view.month + 1)]


def replayed(view: View) -> bool:
    """The view shows a run of a sweep in which nobody played."""
    origin = view.origin
    return origin is not None and origin.run is not None and origin.quarters >= view.turns


def practice(view: View) -> Card:
    """Why a game is practice, in a line; empty texts where it is ranked."""
    origin = view.origin
    said = []
    if origin is not None and replayed(view):
        lab = view.labs[view.seat].name
        said = [f"replay of run {origin.run} of a sweep; {lab} was decided by {origin.policy}"]
    elif origin is not None and origin.quarters > 0 and not view.watching:
        source = "another game" if origin.run is None else f"run {origin.run} of a sweep"
        source = "a game that was sent to you" if origin.shared else source
        since = quarter_of(view.start, TURN_MONTHS * origin.quarters)
        said = [f"continued from {source}; you decide from {since} on"]
    said += [PRACTICE[reason] for reason in view.practice if reason in PRACTICE]
    if not said:
        return {"text": "", "hint": ""}
    hint = origin.question if origin is not None else ""
    return {"text": f"Practice: {'; '.join(said)}.", "hint": hint or NOT_RANKED}


def told_to(view: View) -> str:
    """Whom the news calls you, where that is not the reader; else empty."""
    return f"as told to {seat_name(view)}" if replayed(view) or view.watching else ""
