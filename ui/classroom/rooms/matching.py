"""Matching: two rooms on the same luck that differ in one treatment, compared at the end."""

from __future__ import annotations

import json
from functools import lru_cache

from tenfold.sim.game.table.matched import Difference, matched
from tenfold.sim.game.table.treatments import TREATMENTS
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.told import Json

NO_TREATMENT = "As the world is"


def comparison(room: Room) -> Json | None:
    """How the two rooms differ; None where a room has no twin, or either has not played.

    What is told of the other room are means, and its title.
    """
    other = room.shop.rooms.get(room.plan.twin)
    if other is None or other.plan.twin != room.id:
        return None
    told: Json = {"rooms": [_about(one) for one in _ordered(room, other)], "rows": [], "waits": ""}
    if min(room.done, other.done) == 0 or room.done != other.done:
        told["waits"] = "The comparison comes when both rooms have played as many rounds."
        return told
    first, second = (_outcomes(one) for one in _ordered(room, other))
    told["rows"] = [
        {
            "name": one.name,
            "title": one.title,
            "unit": one.unit,
            "first": one.first,
            "second": one.second,
            "difference": one.difference,
            "low": one.low,
            "high": one.high,
            "matched": one.matched,
            "told": one.told,
        }
        for one in _compared(first, second)
    ]
    return told


def _ordered(one: Room, other: Room) -> tuple[Room, Room]:
    """The room without a treatment first, else the older."""
    if bool(one.plan.treatment) != bool(other.plan.treatment):
        return (other, one) if one.plan.treatment else (one, other)
    return (one, other) if one.row.created_ms <= other.row.created_ms else (other, one)


def _about(room: Room) -> Json:
    treatment = TREATMENTS.get(room.plan.treatment)
    return {
        "title": room.plan.title,
        "treatment": NO_TREATMENT if treatment is None else treatment.title,
        "says": "" if treatment is None else treatment.says,
        "done": room.done,
        "teams": len(room.teams),
    }


def _outcomes(room: Room) -> str:
    found = [
        [team.copy, team.seat, room.told[team.id]["_outcomes"]]
        for team in room.teams.values()
        if room.told.get(team.id, {}).get("_outcomes")
    ]
    return json.dumps(found)


@lru_cache(maxsize=64)
def _compared(first: str, second: str) -> tuple[Difference, ...]:
    """The comparison of outcomes; resampling takes a moment, and pages ask often."""
    one, other = (
        {(int(copy), str(seat)): outcomes for copy, seat, outcomes in json.loads(text)}
        for text in (first, second)
    )
    return matched(one, other)
