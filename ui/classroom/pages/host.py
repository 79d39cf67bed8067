"""The host's page: make a room from a lesson or by hand, and find those that are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import solara

from tenfold.ui.classroom.addresses import API, HOST
from tenfold.ui.classroom.api.own_scenarios import OwnScenarios
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.pages.creating import (
    check_host,
    choices,
    create,
    listed_rooms,
    with_own,
)
from tenfold.ui.classroom.pages.teacher import Teaching
from tenfold.ui.classroom.pages.watching import Told, door_of, said_of
from tenfold.ui.components.message import Message

if TYPE_CHECKING:
    from tenfold.scenarios.schema import Scenario
    from tenfold.ui.classroom.rooms.hall import Hall
    from tenfold.ui.classroom.store.store import Store

BOTH = "Both rooms are made: open each of them from the list, in a tab of its own."
GONE = "This link opens nothing."
EVERY = 2.0
"""Seconds after which the list of rooms is read again."""


@solara.component_vue("host.vue", vuetify=False)
def Host(
    host: Mapping[str, Any],
    event_create: Callable[[Mapping[str, Any]], None],
    event_add: Callable[[str], None],
    event_remove: Callable[[str], None],
) -> None:
    """Lessons, the form of a room, the rooms of this server.

    Args:
        host: what `creating.choices` returns, with `rooms`, `problem`, `made` (what to do with two
            new rooms), `tries`, `sent` (what came of the last scenario that was sent: `count`,
            `name`, `problem`), and `backup`, where a copy of everything can be had, with the token
            that it needs.
        event_create: called with {plan, matched}.
        event_add: called with the text of a scenario's file.
        event_remove: called with the name of a scenario that somebody sent.
    """


@solara.component
def HostPage() -> None:
    """The page of whoever runs the server; with a room's id, that room's teacher page."""
    door = door_of(HOST, solara.use_router().parts)
    if door.room:
        Teaching(door).key(door.room)
    else:
        Hosting(door.token)


@solara.component
def Hosting(token: str) -> None:
    """Make rooms and list them.

    Args:
        token: the host's.
    """
    router = solara.use_router()
    told = use_rooms(token)
    problem, set_problem = solara.use_state("")
    made, set_made = solara.use_state("")
    tries, set_tries = solara.use_state(0)
    own = use_own_scenarios(token)
    offered = solara.use_memo(lambda: choices(own.all), [own.all])

    def make(sent: Mapping[str, Any]) -> None:
        whole = with_own(sent, own.all)
        try:
            address = desk.now(lambda hall: create(hall, token, whole))
        except Exception as trouble:
            set_problem(said_of(trouble))
            set_tries(tries + 1)
            return
        if address:
            router.push(address)
        else:
            set_problem("")
            set_made(BOTH)
            set_tries(tries + 1)

    if "problem" in told:
        Message(message={"title": GONE, "text": told["problem"]})
        return
    backup = {"href": f"{API}/backup", "token": token}
    page = {**offered, **told, "problem": problem, "made": made, "tries": tries}
    page |= {"backup": backup, "sent": own.sent}
    Host(host=page, event_create=make, event_add=own.add, event_remove=own.remove)


@dataclass(frozen=True)
class Own:
    """Scenarios that teachers have sent, as a page has them."""

    all: dict[str, Scenario]
    sent: Told
    """What came of the last one."""
    add: Callable[[str], None]
    remove: Callable[[str], None]


def use_own_scenarios(token: str) -> Own:
    """The scenarios that were sent to this server, and what a page does about them."""

    def shelf() -> OwnScenarios:
        check_host(token)
        return OwnScenarios(desk.now(_store))

    def read() -> dict[str, Scenario]:
        try:
            return shelf().all()
        except Exception:  # the list of rooms says what it is
            return {}

    first = solara.use_memo(read, [token])
    found, set_found = solara.use_state(first)
    sent, set_sent = solara.use_state({"count": 0, "name": "", "problem": ""})

    def tell(name: str = "", problem: str = "") -> None:
        set_sent({"count": sent["count"] + 1, "name": name, "problem": problem})

    def add(text: str) -> None:
        try:
            made = shelf().add(text)
        except Exception as trouble:
            tell(problem=said_of(trouble))
            return
        set_found({**found, made.name: made})
        tell(made.name)

    def remove(name: str) -> None:
        try:
            shelf().drop(name)
        except Exception as trouble:
            tell(problem=said_of(trouble))
            return
        set_found({each: one for each, one in found.items() if each != name})
        tell()

    return Own(found, sent, add, remove)


async def _store(hall: Hall) -> Store:
    return hall.store


def use_rooms(token: str) -> Told:
    """The rooms of the server, read again every few seconds as long as the page is open."""
    first = solara.use_memo(lambda: _rooms(token), [token])
    told, set_told = solara.use_state(first)

    def watch() -> Callable[[], None]:
        gone = threading.Event()

        def run() -> None:
            last = first
            while not gone.wait(EVERY):
                now = _rooms(token)
                if now != last:
                    last = now
                    set_told(now)

        threading.Thread(target=run, daemon=True).start()
        return gone.set

    solara.use_effect(watch, [token])
    return told


def _rooms(token: str) -> Told:
    try:
        return {"rooms": desk.now(lambda hall: listed_rooms(hall, token))}
    except Exception as problem:  # whatever it is, the page says so, and tries again
        return {"problem": said_of(problem)}
