"""The host's page: make a room from a lesson or by hand, and find those that are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import solara

from tenfold.ui.classroom.addresses import API, HOST
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.pages.creating import choices, create, listed_rooms
from tenfold.ui.classroom.pages.teacher import Teaching
from tenfold.ui.classroom.pages.watching import Told, door_of, said_of
from tenfold.ui.components.message import Message

BOTH = "Both rooms are made: open each of them from the list, in a tab of its own."
GONE = "This link opens nothing."
EVERY = 2.0
"""Seconds after which the list of rooms is read again."""


@solara.component_vue("host.vue", vuetify=False)
def Host(
    host: Mapping[str, Any],
    event_create: Callable[[Mapping[str, Any]], None],
) -> None:
    """Lessons, the form of a room, the rooms of this server.

    Args:
        host: what `creating.choices` returns, with `rooms`, `problem`, `made` (what to do with two
            new rooms), `tries`, and `backup`, where a copy of everything can be had, with the
            token that it needs.
        event_create: called with {plan, matched}.
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
    offered = solara.use_memo(choices, [])

    def make(sent: Mapping[str, Any]) -> None:
        try:
            address = desk.now(lambda hall: create(hall, token, sent))
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
    page["backup"] = backup
    Host(host=page, event_create=make)


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
