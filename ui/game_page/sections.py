"""Sections of a debrief: what each shows, ready for the template."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from tenfold.sim.game.calendar import date_of
from tenfold.sim.game.debrief import story as telling
from tenfold.sim.game.debrief.debriefing import Debrief
from tenfold.sim.game.debrief.reckoning import Reckoning
from tenfold.sim.game.debrief.whatif import WhatIf, choices, what_if
from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.sim.game.predict import LEAD
from tenfold.sim.game.telling.phrase import percent
from tenfold.sim.game.telling.view import View
from tenfold.ui import debrief_words as words
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.charts.race import race_chart
from tenfold.ui.charts.share import share_chart
from tenfold.ui.game_page.pictures import (
    NARROW,
    WIDE,
    Bar,
    Curve,
    both,
    cascade,
    ranges,
    signed,
    turn_bars,
    two_lines,
)
from tenfold.ui.verdict_words import headline

Card = dict[str, Any]
BEFORE = 6
"""Months before a change from which both lines are drawn."""
CHART_TALL = {WIDE: 380.0, NARROW: 320.0}
"""Heights of the charts of the war room on this page, px."""


def story(debrief: Debrief, reckoning: Reckoning) -> Card:
    """Headline, story and the invitation at its end."""
    told = debrief.story()
    _, lever, value = suggested(debrief)
    sentences = [
        {"text": one.text, "href": words.CHARTS[one.chart]}
        for one in told.sentences
        if one.chart != telling.TRY
    ]
    return {
        "kicker": words.kicker(debrief),
        "headline": headline(reckoning.you, debrief.view),
        "sentences": sentences,
        "try": next(one.text for one in told.sentences if one.chart == telling.TRY),
        "turn": told.turn,
        "lever": lever if told.change is not None and lever == told.change.lever else "",
        "value": value,
        "practice": words.practice(debrief),
    }


def score(debrief: Debrief, reckoning: Reckoning) -> Card:
    """The score taken apart, and goal by goal."""
    rows = words.score_rows(reckoning)
    top = max(1.0, *(float(max(row["start"], row["end"])) for row in rows))
    low = min(0.0, *(float(min(row["start"], row["end"])) for row in rows))
    for row in rows:
        first, last = sorted((row["start"], row["end"]))
        row["left"] = round(100.0 * (first - low) / (top - low), 2)
        row["wide"] = round(max(100.0 * (last - first) / (top - low), 0.6), 2)
    parts = [
        {
            "title": part.title, "weight": percent(part.weight), "value": f"{part.value:.0f}",
            "par": f"{part.par:.0f}", "because": part.because,
        }
        for part in debrief.goals
    ]  # fmt: skip
    return {"rows": rows, "parts": parts, "spread": words.spread_sentence(reckoning)}


def charts(debrief: Debrief) -> Card:
    """The race and the shares, as the war room draws them."""
    view = debrief.view
    seat = view.seat if view.seat >= 0 else None
    colours = lab_colours([lab.kind for lab in view.labs], seat)
    found: Card = {}
    for name, draw in (("race", race_chart), ("share", share_chart)):
        found[name] = both(partial(_of_room, draw, view, colours), of_room=True)
    return found


def _of_room(draw: Callable[..., str], view: View, colours: list[str], width: float) -> str:
    return draw(view, colours, width, CHART_TALL[width])


def gap(debrief: Debrief) -> Card | None:
    """The waterfall to the leader; None at the seat of a government."""
    fall = debrief.waterfall
    if debrief.view.seat < 0:
        return None
    card: Card = {"title": words.gap_title(debrief), "note": words.gap_note(debrief)}
    if fall is None:
        return card | {"picture": Markup(""), "table": []}
    at, bars, shown = 0.0, [], 0
    for step in fall.steps:
        end = at + step.points
        # Tenths are differences of rounded totals: as people read them, they add up.
        tenths = round(10.0 * end) - shown
        shown = round(10.0 * end)
        kind = "own" if tenths > 0 else "quiet"
        bars.append(Bar(words.PARTS[step.part][0], at, end, signed(tenths / 10.0, 1), kind))
        at = end
    bars.append(Bar("Gap", 0.0, fall.gap, signed(shown / 10.0, 1), "total"))
    low = min(0.0, *(min(bar.start, bar.end) for bar in bars))
    high = max(0.0, *(max(bar.start, bar.end) for bar in bars)) or 1.0
    said = ", ".join(f"{bar.label} {bar.said}" for bar in bars)
    zero = f"level with {debrief.played.names[fall.other]}"
    draw = partial(_cascade, bars=bars, low=low, high=high, zero=zero, said=said)
    table = [(label, about) for label, about in words.PARTS.values()]
    return card | {"picture": both(draw), "table": table}


def _cascade(width: float, bars: list[Bar], low: float, high: float, zero: str, said: str) -> str:
    return cascade(bars, low, high, zero, width, said)


def turns(debrief: Debrief) -> Card:
    """What each decision was worth."""
    found, played = debrief.decisive, debrief.played
    largest = found.first or found.largest
    card: Card = {
        "title": words.turns_title(debrief),
        "sentence": words.turns_sentence(debrief),
        "changes": words.changes(debrief, largest),
        "quarter": played.quarter(largest.turn) if largest else "",
        "picture": Markup(""),
    }
    if not found.turns:
        return card
    marked = found.first.turn if found.first else 0
    note = f"{played.quarter(marked)} {signed(found.first.worth, 1)}" if found.first else ""
    worths, first = [one.worth for one in found.turns], found.turns[0].turn

    def draw(width: float) -> str:
        return turn_bars(worths, first, played.start, marked, note, width, card["sentence"])

    return card | {"picture": both(draw)}


def suggested(debrief: Debrief) -> tuple[int, str, float]:
    """Turn, lever and value that are tried first: what the story names, else where most was lost.

    Where nothing was lost, it is the autopilot's setting all the same: how much worse it does.
    """
    known = {lever.name: lever for lever in choices(debrief.played)}
    told = debrief.story()
    if told.change is not None and told.change.lever in known:
        return told.turn, told.change.lever, told.change.autopilot
    for worth in sorted(debrief.decisive.turns, key=lambda one: one.worth):
        for change in sorted(worth.changes, key=lambda one: (one.worth or 0.0) > 0.0):
            if change.lever in known:
                return worth.turn, change.lever, change.autopilot
    usual = next(iter(known.values()))
    return debrief.played.taken_over + 1, usual.name, usual.default


def trial(debrief: Debrief, found: WhatIf) -> Card:
    """One change, and both lines of it."""
    first = max(0, found.since - BEFORE)
    start = date_of(debrief.played.start, first)

    def draw(field: str, show: Callable[[float], str]) -> Markup:
        curves = [
            Curve("as played", getattr(found.lab, field)[first:], "quiet"),
            Curve("tried", getattr(found.other, field)[first:], "own"),
        ]
        said = words.what_if_sentence(debrief, found)
        return both(lambda width: two_lines(curves, found.since - first, start, show, width, said))

    return {
        "sentence": words.what_if_sentence(debrief, found),
        "difference": signed(found.difference, 1),
        "capability": draw("capability", lambda value: f"{value:.0f}"),
        "share": draw("share", percent),
    }


def whatif(debrief: Debrief) -> Card | None:
    """Controls of what can be tried, and the first trial; None where nobody decided."""
    played = debrief.played
    if not played.entries:
        return None
    turn, lever, value = suggested(debrief)
    levers = [
        {
            "name": one.name, "label": one.label, "unit": one.unit, "low": one.low,
            "high": one.high, "whole": one.whole, "choices": list(one.choices), "help": one.help,
        }
        for one in choices(played)
    ]  # fmt: skip
    logged = [
        {one.name: round(float(entry.levers.get(one.name, one.default)), 4)
         for one in choices(played)}
        for entry in played.entries
    ]  # fmt: skip
    quarters = [played.quarter(k + 1) for k in range(len(played.entries))]
    return {
        "turn": turn, "lever": lever, "value": round(value, 4), "levers": levers,
        "logged": logged, "quarters": quarters,
        "first": trial(debrief, what_if(played, turn, lever, value)),
    }  # fmt: skip


def claims(debrief: Debrief) -> Card:
    """What the game shows of the claims."""
    return {
        "title": words.lessons_title(debrief.lessons),
        "note": words.ONE_GAME,
        "rows": words.lesson_rows(debrief.lessons),
        "query": f"?game={debrief.played.token}",
    }


def bets(debrief: Debrief) -> Card | None:
    """Ranges named before a turn, and what came; None without any."""
    found = debrief.predict
    if found is None:
        return None
    rows = [
        (debrief.played.quarter(bet.turn), bet.low, bet.high, bet.came, bet.hit)
        for bet in found.bets
        if bet.came is not None
    ]
    show = (lambda value: f"{value:.0f}") if found.what == LEAD else percent
    sentence = words.predict_sentence(found)
    return {
        "title": words.predict_title(found),
        "sentence": sentence,
        "picture": both(lambda width: ranges(rows, show, width, sentence)),
    }


def sections(debrief: Debrief, yardstick: Yardstick | None) -> dict[str, Card | None]:
    """Every section by its name in the template."""
    reckoning = debrief.reckoned(yardstick)
    return {
        "story": story(debrief, reckoning),
        "score": score(debrief, reckoning),
        "charts": charts(debrief),
        "gap": gap(debrief),
        "turns": turns(debrief),
        "whatif": whatif(debrief),
        "claims": claims(debrief),
        "bets": bets(debrief),
    }


__all__ = ["Card", "score", "sections", "trial"]
