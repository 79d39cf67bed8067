"""What the column of news says: news by quarter, questions, the bet on what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.sim.game.telling.phrase import number, percent
from tenfold.sim.game.telling.view import Bet, PredictView, View

Card = dict[str, Any]

NO_NEWS = "Nothing yet. End the turn and read what happens, and why."
QUESTIONS = {
    "accused": "You are accused", "poached": "A star has left", "offered": "Chips on offer",
}  # fmt: skip
"""Kind of a question, as `tenfold.sim.game.telling.asking` names it, to the title of its card."""
QUARTERS_SHOWN = 6
"""Quarters of news that a page gets without asking for more."""
WAGER = 0.8
"""How often a range should hold what comes."""


def feed(view: View, colours: Sequence[str], older: bool = False, note: str = "") -> Card:
    """The news by quarter, newest first, the player's own first within each.

    Args:
        view: of the game.
        colours: of the labs.
        older: every quarter, not the latest alone.
        note: whose news it is, where that needs saying.
    """
    groups: list[Card] = []
    left = 0
    for item in view.news:
        if not groups or groups[-1]["quarter"] != item.quarter:
            if len(groups) == QUARTERS_SHOWN and not older:
                left = item.turn + 1
                break
            groups.append({"quarter": item.quarter, "items": []})
        colour = colours[item.lab] if item.lab >= 0 else "var(--quiet)"
        groups[-1]["items"].append(
            {"text": item.text, "colour": colour, "own": item.own, "about": item.about}
        )
    return {
        "key": f"{view.token} {view.version} {view.month}",
        "month": view.month,
        "groups": groups,
        "empty": NO_NEWS,
        "older": f"Earlier quarters ({left})" if left else "",
        "note": note,
    }


def asked(view: View) -> list[Card]:
    """The questions that wait for an answer, each with what the autopilot would say."""
    held = {lever.name: lever.value for lever in view.levers.all if lever.held}
    cards = []
    for one in view.asked:
        usual = next(choice for choice in one.choices if choice.value == one.usual)
        cards.append(
            {
                "lever": one.lever,
                "title": QUESTIONS.get(one.kind, "A question"),
                "text": one.text[: _last(one.text)].rstrip(),
                "ask": one.text[_last(one.text) :],
                "choices": [
                    {
                        "value": choice.value,
                        "label": choice.label,
                        "says": choice.says,
                        "usual": choice.value == one.usual,
                    }
                    for choice in one.choices
                ],
                "mark": "autopilot’s",
                "answer": held.get(one.lever),
                "unanswered": f"Left open, the autopilot answers: {usual.label.lower()}.",
            }
        )
    return cards


def _last(text: str) -> int:
    """Where the last sentence begins."""
    return max(text.rfind(end, 0, len(text) - 1) for end in (". ", ": ", "? ")) + 1


def bet(view: View) -> Card | None:
    """The bet on the coming figure; None where there is nothing to bet on."""
    seen = view.predict
    if seen is None:
        return None
    scale, unit, what = (0.01, "%", "share") if seen.what == "share" else (1.0, "months", "lead")
    shown = percent(seen.now) if seen.what == "share" else f"{seen.now:.0f} months"
    draft = None if seen.draft is None else [round(end / scale, 2) for end in seen.draft]
    return {
        "key": f"{view.token} {view.version}",
        "title": f"Predict your next {what}",
        "how": f"It is {shown} now. Name a range that should hold it in four cases of five. "
        "It is scored apart from winning.",
        "unit": unit,
        "scale": scale,
        "least": 0 if seen.what == "share" else -60,
        "most": 100 if seen.what == "share" else 60,
        "step": 0.5 if seen.what == "share" else 1,
        "open": seen.open,
        "draft": draft,
        "last": last_bet(seen.bets, scale, unit),
        "record": record(seen, scale, unit),
    }


def last_bet(bets: Sequence[Bet], scale: float, unit: str) -> str:
    """What became of the last bet; empty before the first."""
    done = [one for one in bets if one.came is not None]
    if not done or done[-1].came is None:
        return ""
    came = f"{done[-1].came / scale:.2g}{unit if unit == '%' else ' ' + unit}"
    return f"{came}: it held" if done[-1].hit else f"{came}: it missed"


def record(seen: PredictView, scale: float, unit: str) -> str:
    """How often the ranges held, and how wide of the mark they were beside a naive guess."""
    if not seen.of:
        return f"No bets yet. Good ranges hold {WAGER:.0%} of the time and are narrow."
    said = f"{seen.hits} of {number(seen.of, 'range')} held; aim for {WAGER:.0%}."
    if seen.score is None or seen.naive is None:
        return said
    return (
        f"{said} A bet cost you {seen.score / scale:.2g} {unit} of width and misses; "
        f"'as now, give or take' would have cost {seen.naive / scale:.2g}."
    )
