"""Creating a room: what there is to choose from, and rooms made of what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from tenfold.ui.classroom.addresses import HOST, TEACH, join_address
from tenfold.ui.classroom.api.answers import MISSING, Refusal
from tenfold.ui.classroom.api.asking import BAD_TOKEN
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.telling_teacher import opened

if TYPE_CHECKING:
    from tenfold.scenarios.schema import Scenario
    from tenfold.sim.lessons.lesson import Lesson
    from tenfold.ui.classroom.rooms.hall import Hall
    from tenfold.ui.classroom.rooms.room import Room

Card = dict[str, Any]
TEAMS = 12
"""Unless the teacher says how many."""
MINUTE = 60
OWN: Card = {
    "name": "",
    "title": "A room of your own",
    "question": "Any race, any seats, any levers.",
    "facts": "Everything below is yours to choose",
    "treatment": "",
}
KINDS = (
    ("same", "Same lab", "Every team leads the same lab, each in a race of its own, on one luck."),
    ("shared", "Teams meet", "Teams sit at different labs of one race; more teams, more copies."),
)
MODES = (("basic", "Five, opened quarter by quarter"), ("all", "All, from the start"))
SAYS = {"same": "every team leads {}", "shared": "teams meet as {}"}


def choices(own: Mapping[str, Scenario]) -> Card:
    """All that the form offers; reads the catalogue, which takes a moment the first time.

    Args:
        own: scenarios that teachers have sent, by name.
    """
    from tenfold.sim.game.table.seat_game import MOST_ROUNDS
    from tenfold.ui.classroom.api.own_scenarios import MOST_BYTES
    from tenfold.ui.classroom.rooms.plan import MOST_IN_TEAM, MOST_TEAMS
    from tenfold.ui.teaching.kit import LEVERS

    return {
        "lessons": [*_lessons(), {**OWN, "plan": _own_plan()}],
        "races": [*_races(), *(_race(one) | {"own": True} for one in own.values())],
        "kinds": [{"value": one, "label": label, "says": says} for one, label, says in KINDS],
        "modes": [{"value": one, "label": label} for one, label in MODES],
        "levers": [{"name": name, "label": label} for name, label in LEVERS.items()],
        "most": {"rounds": MOST_ROUNDS, "teams": MOST_TEAMS, "size": MOST_IN_TEAM}
        | {"bytes": MOST_BYTES},
    }


@cache
def _lessons() -> tuple[Card, ...]:
    from tenfold.scenarios.load import load_scenario
    from tenfold.sim.lessons.registry import LESSONS
    from tenfold.ui.teaching.rooms import plan_for

    found = []
    for lesson in LESSONS.values():
        plan = plan_for(lesson, TEAMS)
        found.append(
            {
                "name": lesson.name,
                "title": lesson.title,
                "question": lesson.question,
                "facts": facts(lesson, load_scenario(lesson.scenario).title),
                "treatment": lesson.treatment,
                "plan": plan,
            }
        )
    return tuple(found)


def facts(lesson: Lesson, race: str) -> str:
    """A lesson in a line.

    Args:
        lesson: which.
        race: title of its scenario.
    """
    from tenfold.sim.game.telling.phrase import listed, number

    seats = SAYS[lesson.kind].format(listed(list(lesson.seats)))
    minutes = lesson.timing.ends // MINUTE
    return f"{minutes} minutes · {number(lesson.rounds, 'quarter')} · {race}, {seats}"


def _own_plan() -> Card:
    """A room as it is usual, in the race to begin with."""
    from tenfold.ui.classroom.rooms.plan import plan_of

    plan = plan_of({"scenario": "tenfold-gap", "teams": TEAMS}).as_json()
    for name in ("seed", "title", "twin"):
        del plan[name]
    return plan


@cache
def _races() -> tuple[Card, ...]:
    """Races of the catalogue, as they stand on the start page of single games."""
    from tenfold.scenarios.load import load_scenario
    from tenfold.sim.game.calendar import TURN_MONTHS
    from tenfold.ui.start_words import races

    found = [load_scenario(race["name"]) for race in races()]
    return tuple(_race(one) for one in found if one.turn_months == TURN_MONTHS)


def _race(scenario: Scenario) -> Card:
    """A race with its picture, its seats, and what may be different in it."""
    from tenfold.sim.game.table.treatments import treatments_for
    from tenfold.ui.start_words import race

    told = race(scenario)
    kept = {name: told[name] for name in ("name", "title", "teaches", "tension", "labs")}
    return {
        **kept,
        "own": False,
        "picture": told["picture"],
        "seats": [
            {name: seat[name] for name in ("name", "title", "colour")} | {"about": _about(seat)}
            for seat in told["seats"]
        ],
        "suggested": scenario.seat or told["suggested"],
        "treatments": [
            {"name": name, "title": each.title, "says": each.says}
            for name, each in treatments_for(scenario).items()
        ],
    }


def _about(seat: Mapping[str, Any]) -> str:
    return ", ".join(f"{value} {what}" for value, what in seat["facts"])


async def listed_rooms(hall: Hall, token: str) -> list[Card]:
    """All rooms of the server, the newest first.

    Raises:
        Refusal: the token is no host's.
    """
    check_host(token)
    rooms = sorted(hall.rooms.values(), key=lambda room: -room.row.created_ms)
    return [_listed(room, token) for room in rooms]


def _listed(room: Room, token: str) -> Card:
    from tenfold.sim.game.telling.phrase import number
    from tenfold.ui.classroom.pages.teacher_words import WORD_OF
    from tenfold.ui.classroom.rooms.state import LOBBY

    row = room.row
    people = sum(one.left_ms is None for one in room.people.values())
    said = [WORD_OF[row.phase], number(people, "person", "people")]
    if row.phase != LOBBY:
        said.insert(1, f"quarter {row.round} of {room.plan.rounds}")
    return {
        "id": row.id,
        "title": row.title,
        "code": f"{row.code[:3]} {row.code[3:]}",
        "says": ", ".join(said),
        "href": f"{HOST}/{token}/{row.id}",
    }


def with_own(sent: Mapping[str, Any], own: Mapping[str, Scenario]) -> Card:
    """What the form sent, with the whole scenario in place of the name of one's own.

    Args:
        sent: by the form.
        own: scenarios that teachers have sent, by name.
    """
    plan = dict(sent["plan"])
    mine = own.get(str(plan.get("scenario")))
    if mine is not None:
        plan["scenario"] = mine.model_dump(mode="json")
    return {**sent, "plan": plan}


async def create(hall: Hall, token: str, sent: Mapping[str, Any]) -> str:
    """Make a room, or two that differ in one treatment.

    Args:
        hall: where.
        token: the host's.
        sent: `plan`; `matched`, the treatment of a second room, "" for none.

    Returns:
        The address of the room's teacher; "" where there are two, which the list shows.

    Raises:
        Refusal: the token is no host's.
        RoomError: no such room can be.
    """
    check_host(token)
    plan = dict(sent["plan"])
    if sent.get("matched"):
        made = await hall.create_matched({**plan, "treatment": ""}, sent["matched"])
    else:
        made = (await hall.create(plan),)
    for one in made:
        row = one.room.row
        opened(row.title, row.code, join_address(desk.root, row.code))
    return f"{TEACH}/{made[0].teacher}" if len(made) == 1 else ""


def check_host(token: str) -> None:
    """Refuse everybody but the host.

    Raises:
        Refusal: it is somebody else.
    """
    if not desk.is_host(token):
        raise Refusal(MISSING, BAD_TOKEN)
