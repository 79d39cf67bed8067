"""Class page: the debrief of a whole room as one HTML file, to keep or to print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from tenfold.sim.game.telling.phrase import number
from tenfold.ui.classroom.after.record import Record
from tenfold.ui.classroom.after.sheet_page import sheet_style, template
from tenfold.ui.classroom.rooms.told import Json
from tenfold.ui.debrief_words import signed

Rows = list[dict[str, Any]]
WAITS = "Seat and luck are not measured yet: get this page again in a minute."
EARLY = "The race is not over: scores are taken apart when all quarters have been played."


def class_page(record: Record, told: Json, gaps: Mapping[str, str]) -> str:
    """The page.

    Args:
        record: of the room, with a round played.
        told: what `class_debrief` says of it.
        gaps: team to where its gap comes from, in a sentence.
    """
    rows = ranked(told)
    whole = bool(rows) and all(row["seat"] for row in rows)
    return template("class.html.j2").render(
        style=Markup(sheet_style()),
        title=record.title,
        says=_says(record),
        rows=rows,
        note="" if whole else WAITS if told["finished"] else EARLY,
        gaps=[(row["team"], gaps[row["id"]]) for row in rows if row["id"] in gaps],
        bets=_bets(told["predictions"]),
        votes=told["votes"],
        matched=told["matched"],
    )


def ranked(told: Json) -> Rows:
    """Teams in the order of the ranking, with their scores as they are read.

    Args:
        told: what `class_debrief` says.
    """
    found = []
    for row in told["ranking"]:
        parts = told["split"].get(row["id"], {})
        bets = row["bets"]
        # The parts are whole points that sum to the score as it is shown.
        score, you = parts.get("score", round(row["score"])), parts.get("you", round(row["you"]))
        found.append(
            {
                "id": row["id"],
                "place": "–" if row["place"] is None else str(row["place"]),
                "team": row["team"],
                "lab": row["seat"] if row["seat"] not in row["team"] else "",
                "score": str(score),
                "seat": "" if parts.get("seat") is None else str(parts["seat"]),
                "luck": _told(parts.get("luck")),
                "rivals": _told(parts.get("rivals")),
                "you": signed(you),
                "bets": f"{bets['hits']} of {bets['of']}" if bets["of"] else "–",
            }
        )
    return found


def _told(part: int | None) -> str:
    """Points of a part; empty where it is not known."""
    return "" if part is None else signed(part)


def _says(record: Record) -> str:
    first, last = record.quarter(1), record.quarter(record.done)
    said = f"{number(record.done, 'quarter')} of {record.plan.world.title}, {first} to {last}"
    said += f"; {number(len(record.teams), 'team')}; seed {record.plan.seed}"
    return f"{said}; a rehearsal." if record.rehearsal else f"{said}."


def _bets(told: Json | None) -> str:
    if told is None:
        return ""
    low, high = told["usual"]
    return (
        f"{told['hits']} of {number(told['of'], 'range')} held. Who names good ranges, which hold "
        f"4 times of 5, holds {low} to {high} of {told['of']} in nine classes of ten."
    )
