"""Seats: which a student may take, and which one is dealt next. Nothing here changes a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.ui.classroom.rooms.lever_cards import seat_title
from tenfold.ui.classroom.rooms.plan import SAME, RoomPlan
from tenfold.ui.classroom.rooms.races import team_id
from tenfold.ui.classroom.store.rows import TeamRow


@dataclass(frozen=True)
class Offer:
    """A place that is free."""

    copy: int
    seat: str
    team: str
    """Id, whether the team is there already or not."""
    is_there: bool
    free: int
    """Students who find room."""
    sits: int
    """Students who sit there."""


def offers(plan: RoomPlan, teams: Mapping[str, TeamRow], sits: Mapping[str, int]) -> list[Offer]:
    """All places that can be taken now, those in races that are on first.

    Args:
        plan: of the room.
        teams: by id.
        sits: id of a team to the number of its students.
    """
    copies = sorted({team.copy for team in teams.values()})
    found = [one for copy in copies for one in _of_copy(plan, teams, sits, copy)]
    every_seat_taken = all(one.is_there and one.sits for one in found)
    if every_seat_taken or plan.kind == SAME:
        unused = [copy for copy in range(1, plan.copies + 1) if copy not in copies]
        if unused and len(teams) < plan.teams:
            found += _of_copy(plan, teams, sits, unused[0])
    return [one for one in found if one.free > 0]


def _of_copy(
    plan: RoomPlan, teams: Mapping[str, TeamRow], sits: Mapping[str, int], copy: int
) -> list[Offer]:
    found = []
    for seat in plan.seats:
        team = team_id(plan, copy, seat)
        there = sits.get(team, 0)
        found.append(Offer(copy, seat, team, team in teams, plan.team_size - there, there))
    return found


def dealt(plan: RoomPlan, teams: Mapping[str, TeamRow], sits: Mapping[str, int]) -> Offer | None:
    """The next student's place: an empty seat, else the smallest team; None: all are full."""
    free = offers(plan, teams, sits)
    empty = [one for one in free if not one.sits]
    if empty:
        return empty[0]
    return min(free, key=lambda one: (one.sits, one.copy), default=None)


def team_name(plan: RoomPlan, copy: int, seat: str) -> str:
    """What a new team is called."""
    if plan.kind == SAME:
        return f"Team {copy}"
    return seat_title(seat) if plan.copies == 1 else f"{seat_title(seat)} {copy}"


def cards(plan: RoomPlan, free: Sequence[Offer]) -> list[dict[str, object]]:
    """Places as phones show them."""
    labs = {lab.name: lab for lab in plan.world.labs}
    return [
        {
            "team": one.team if one.is_there else None,
            "copy": one.copy,
            "seat": one.seat,
            "name": team_name(plan, one.copy, one.seat),
            "kind": "government" if one.seat == REGULATOR else labs[one.seat].kind,
            "says": (
                "You make the rules that labs play by."
                if one.seat == REGULATOR
                else labs[one.seat].about
            ),
            "free": one.free,
            "sits": one.sits,
        }
        for one in free
    ]
