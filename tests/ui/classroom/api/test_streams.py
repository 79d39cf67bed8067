"""Streams: they ring for what one may see, show that they live, and are bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api import events as events_module
from tenfold.ui.classroom.api import streaming
from tenfold.ui.classroom.api.asking import PERSON, Asker
from tenfold.ui.classroom.api.events import Stream, event
from tests.ui.classroom.api.conftest import Class, new_class
from tests.ui.classroom.api.serving import Receive, Served, events, scope_of


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "EVERY", 0.05)
    monkeypatch.setattr(streaming, "PAUSE", 0.01)


class Listener:
    """A stream that is open while other things are asked."""

    def __init__(self, served: Served, token: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.receive = Receive(b"", 30.0)

        async def send(message: Any) -> None:
            self.sent.append(message)

        scope = scope_of("GET", f"{API}/stream", token)
        self.served = served
        self.task = served.loop.create_task(served.app(scope, self.receive, send))
        self.wait(lambda: bool(self.sent))

    @property
    def heard(self) -> list[tuple[str, Any]]:
        return events(b"".join(one.get("body", b"") for one in self.sent))

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.heard]

    def wait(self, until: Callable[[], bool]) -> None:
        async def waited() -> None:
            while not until():
                await asyncio.sleep(0.005)

        self.served.loop.run_until_complete(asyncio.wait_for(waited(), 5.0))

    def stop(self) -> None:
        self.task.cancel()
        self.served.loop.run_until_complete(asyncio.gather(self.task, return_exceptions=True))


def test_a_stream_begins_with_the_state_and_shows_that_it_lives(room: Class) -> None:
    ana = room.join("Ana", 1)
    heard = room.served.listen(ana, 0.3)
    assert heard[0][0] == "state"
    assert heard[0][1]["version"] == room.served.get("state", ana).json["version"]
    assert [kind for kind, _ in heard].count("ping") >= 3
    assert heard[-1][1]["now"] > 1_700_000_000_000


def test_it_is_no_page_that_anybody_keeps_or_guesses_at(room: Class) -> None:
    listener = Listener(room.served, room.join("Ana", 1))
    headers = dict(listener.sent[0]["headers"])
    listener.stop()
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"content-length" not in headers


def test_drafts_ring_for_mates_and_for_nobody_else(served: Served) -> None:
    room = new_class(served)
    ana, ben, cid = room.join("Ana", 1), room.join("Ben", 1), room.join("Cid", 2)
    room.start()
    listeners = {name: Listener(served, token) for name, token in (("Ben", ben), ("Cid", cid))}
    listeners["teacher"] = Listener(served, room.teacher)
    listeners["wall"] = Listener(served, room.projector)
    sent: dict[str, Any] = {"round": 1, "settings": room.settings("Ana")}
    assert served.post("draft", sent, ana).status == 200
    listeners["Ben"].wait(lambda: "draft" in listeners["Ben"].kinds())
    said = dict(listeners["Ben"].heard)["draft"]
    assert said["by"] == "Ana"
    assert said["settings"].keys() == sent["settings"].keys()
    for name in ("Cid", "teacher", "wall"):
        assert "draft" not in listeners[name].kinds()
        assert "Ana" not in str(listeners[name].heard)
    for one in listeners.values():
        one.stop()


def test_all_hear_of_a_new_phase(served: Served) -> None:
    room = new_class(served)
    tokens = [room.join("Ana", 1), room.join("Cid", 2), room.teacher, room.projector]
    listeners = [Listener(served, token) for token in tokens]
    for one in listeners:
        one.wait(lambda one=one: "state" in one.kinds())  # type: ignore[misc]
    before = [one.kinds().count("state") for one in listeners]
    room.start()
    version = served.get("teacher/state", room.teacher).json["version"]
    for one, seen in zip(listeners, before, strict=True):
        one.wait(lambda one=one, seen=seen: one.kinds().count("state") > seen)  # type: ignore[misc]
        states = [said["version"] for kind, said in one.heard if kind == "state"]
        assert states[-1] == version
        one.stop()


def test_too_many_streams_of_one_token_end_the_oldest(room: Class) -> None:
    ana = room.join("Ana", 1)
    listeners = [Listener(room.served, ana) for _ in range(6)]
    listeners[0].wait(lambda: listeners[0].task.done() and listeners[1].task.done())
    assert listeners[0].heard[-1] == ("bye", {"why": "elsewhere"})
    assert not any(one.task.done() for one in listeners[2:])
    for one in listeners[2:]:
        one.stop()


def test_a_deleted_room_says_good_bye(room: Class) -> None:
    listeners = [Listener(room.served, room.join("Ana", 1)), Listener(room.served, room.projector)]
    assert room.served.post("teacher/delete", {}, room.teacher).status == 200
    for one in listeners:
        one.wait(one.task.done)
        assert one.heard[-1] == ("bye", {"why": "deleted"})


@pytest.mark.parametrize("deed", ["delete", "send_out"])
def test_who_is_gone_before_the_stream_begins_hears_good_bye_too(room: Class, deed: str) -> None:
    """Between the look at the token and the first event, a teacher may have been quicker."""
    served = room.served
    room.join("Ana", 1)
    found = next(iter(served.hall.rooms.values()))
    person = next(iter(found.people))
    sent = {} if deed == "delete" else {"person": person}
    assert served.post(f"teacher/{deed}", sent, room.teacher).status == 200

    async def heard() -> list[tuple[str, Any]]:
        stream = streaming._events(Asker(PERSON, found, person), served.asking)
        said = [one async for one in stream]
        return events(b"".join(said))

    told = served.loop.run_until_complete(asyncio.wait_for(heard(), 5.0))
    assert told[-1] == ("bye", {"why": "deleted"})
    assert found.boxes == []


def test_a_server_that_stops_says_good_bye(room: Class) -> None:
    listener = Listener(room.served, room.join("Ana", 1))
    room.served.asking.goodbye()
    listener.wait(listener.task.done)
    assert listener.heard[-1] == ("bye", {"why": "stopping"})


def test_who_hangs_up_leaves_nothing_behind(room: Class) -> None:
    ana = room.join("Ana", 1)
    room.served.listen(ana, 0.05)
    found = next(iter(room.served.hall.rooms.values()))
    assert found.boxes == []
    assert room.served.asking.listening == set()


def test_a_reader_that_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_module, "PATIENCE", 0.05)
    closed = []

    async def endless() -> Any:
        try:
            while True:
                yield event("ping", {})
        finally:
            closed.append(True)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await asyncio.sleep(60.0)

    async def run() -> None:
        stream = Stream(endless())
        await asyncio.wait_for(stream({"type": "http"}, Receive(b"", 30.0), send), 5.0)

    asyncio.run(run())
    assert closed == [True]
