"""Ranking: the teams of a room by what they made of their seats, and how well they predicted."""

from __future__ import annotations

from tenfold.sim.game.table.standings import Placed, Row, leaderboard
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.told import Json


def ranked(room: Room) -> tuple[Placed, ...]:
    """Teams after the last round, the best first; empty before the first."""
    rows = []
    for team in room.teams.values():
        points = room.told.get(team.id, {}).get("_points")
        if points is not None:
            rows.append(Row(team.id, team.seat, points["you"], room.spreads.get(team.seat)))
    return leaderboard(rows) if rows else ()


def place_of_team(room: Room, team: str) -> tuple[int | None, int]:
    """Place of a team, and of how many; None where seats cannot be compared yet."""
    rows = ranked(room)
    return next((row.place for row in rows if row.team == team), None), len(rows)


def cards(room: Room) -> list[Json]:
    """The ranking as pages show it."""
    told = []
    for row in ranked(room):
        team = room.teams[row.team]
        shown = room.told[row.team]
        told.append(
            {
                "id": team.id,
                "team": team.name,
                "seat": team.seat,
                "copy": team.copy,
                "place": row.place,
                "you": round(row.you, 1),
                "spreads": None if row.spreads is None else round(row.spreads, 2),
                "score": round(shown["_points"]["score"], 1),
                "par": round(shown["_points"]["par"], 1),
                "label": row.label,
                "bets": shown["_bets"],
            }
        )
    return told
