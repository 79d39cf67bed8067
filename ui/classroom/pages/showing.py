"""Showing a team's race to the class: where its gap came from, and one decision changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenfold.ui.classroom.api.bodies import Reader, fields, number, text, whole

if TYPE_CHECKING:
    from tenfold.ui.classroom.after.studies import Studies
    from tenfold.ui.classroom.rooms.room import Room

SHOWN = "shown"
"""Key of what is shown, among what the teacher has set."""
GAP, FORK, LEVERS, NOTHING = "show_gap", "show_fork", "levers_to_try", "show_nothing"
NO_GAP = "There is no gap to take apart: this seat has no model."
TEAM: dict[str, Reader] = {"team": text(64)}
NEEDS: dict[str, dict[str, Reader]] = {
    GAP: TEAM,
    FORK: {**TEAM, "round": whole(1, 1_000), "lever": text(40), "value": number},
    LEVERS: TEAM,
    NOTHING: {},
}
"""Deed to what has to be sent with it."""
Told = dict[str, Any]


def studies() -> Studies:
    """What races again; loaded when somebody asks for it."""
    from tenfold.ui.classroom.after.studies import studies

    return studies()


async def show(room: Room, deed: str, sent: Told) -> Told:
    """Do one of these deeds.

    Args:
        room: in its debrief.
        deed: one of `NEEDS`.
        sent: with it.

    Returns:
        What can be tried of a team's decisions, where that was asked; else nothing.

    Raises:
        RoomError: the race is not over, or there is no such team.
    """
    from tenfold.ui.classroom.after import class_debrief as after
    from tenfold.ui.classroom.rooms.refusals import RoomError

    room.check_alive()
    said = fields(sent, NEEDS[deed])
    if deed == NOTHING:
        await _put(room, None)
        return {}
    team = room.team(said["team"])
    if deed == GAP:
        played = await studies().played(room, team.id)
        gap = await studies().work(lambda: after.gap(played))
        if gap is None:
            raise RoomError(NO_GAP)
        await _put(room, {"kind": "gap", "team": team.name, **gap})
        return {}
    debrief = await studies().debrief(room, team.id)
    if deed == LEVERS:
        return {"team": team.id, **after.choices(debrief.played)}
    found = await studies().work(
        lambda: after.fork(debrief, said["round"], said["lever"], said["value"])
    )
    kept = {name: found[name] for name in ("sentence", "difference", "played", "tried")}
    await _put(room, {"kind": "fork", "team": team.name, **kept})
    return {}


def shown_in(room: Room) -> Told | None:
    """What the class is shown, as long as the race stands as it was then."""
    told = room.live.get(SHOWN)
    return told if told is not None and told["done"] == room.done else None


async def _put(room: Room, told: Told | None) -> None:
    async with room.lock:
        await room.set_live(**{SHOWN: None if told is None else {**told, "done": room.done}})
    room.tell([])
