"""Files: what a lesson leaves, as a teacher's page lists it; a page gets each with its token."""

from __future__ import annotations

from typing import Any

from tenfold.ui.classroom.addresses import API, TEACH
from tenfold.ui.classroom.pages.watching import Door
from tenfold.ui.classroom.rooms.room import Room

OF_ALL = (
    ("Class debrief", "class"),
    ("Worksheet for all", "worksheet"),
    ("Answer key", "key"),
    ("Every decision, CSV", "decisions.csv"),
    ("Every decision, Parquet", "decisions.parquet"),
    ("Every outcome, CSV", "outcomes.csv"),
    ("Every outcome, Parquet", "outcomes.parquet"),
)
OF_SLIPS = ("Exit slips, CSV", "slips.csv")
TEAM = "TEAM"
"""Stands in an address for the team that a page asks about."""
OF_A_TEAM = (
    ("Its worksheet", f"worksheet?team={TEAM}"),
    ("Its answer key", f"key?team={TEAM}"),
)
AT_THE_END = ("Its page", f"team/{TEAM}")
"""Made once all rounds have been played."""
BACKUP = ("A copy of all rooms", f"{API}/backup")
Listed = list[dict[str, Any]]


def files_of(room: Room, door: Door) -> Listed:
    """Label, address, and whether it is one team's.

    Args:
        room: the room.
        door: of the page; a host asks by the room's id, and has all rooms in one file as well.
    """
    of_a_host = door.address != TEACH
    root = f"{API}/rooms/{room.id}/after" if of_a_host else f"{API}/teacher/after"
    teams = [AT_THE_END, *OF_A_TEAM] if room.done >= room.plan.rounds else list(OF_A_TEAM)
    of_all = [*OF_ALL, OF_SLIPS] if room.slips else list(OF_ALL)
    found = [_listed(label, f"{root}/{path}", False) for label, path in of_all]
    found += [_listed(label, f"{root}/{path}", True) for label, path in teams]
    found = found if room.done else []
    return [*found, _listed(*BACKUP, False)] if of_a_host else found


def _listed(label: str, href: str, team: bool) -> dict[str, Any]:
    return {"label": label, "href": href, "team": team}
