"""Rings: what a mate decides comes along with the ring, so that no phone need ask for its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tenfold.ui.classroom.api import streaming
from tenfold.ui.classroom.rooms.mailbox import Mailbox
from tests.ui.classroom.api.conftest import Class, new_class
from tests.ui.classroom.api.serving import Served
from tests.ui.classroom.api.test_streams import Listener


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "PAUSE", 0.01)


def known(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name not in ("version", "now")}


def rung(listener: Listener, deed: Callable[[], Any]) -> dict[str, Any]:
    """What the ring says that a deed leads to."""
    before = len(listener.heard)
    deed()
    listener.wait(lambda: any(kind == "state" for kind, _ in listener.heard[before:]))
    return [said for kind, said in listener.heard[before:] if kind == "state"][-1]


def test_with_the_ring_comes_all_that_a_mate_changed(served: Served) -> None:
    room = new_class(served, rounds=2)
    ana, ben = room.join("Ana", 1), room.join("Ben", 1)
    room.start()
    chosen = room.settings("Ana")
    served.post("teacher/open_vote", {"vote": {"question": "Fair?", "choices": ["Y", "N"]}},
                room.teacher)  # fmt: skip
    listener = Listener(served, ben)
    sent: list[tuple[str, str, Any]] = [
        ("draft", ana, {"round": 1, "settings": chosen}),
        ("pen", ben, {"take": True}),
        ("pen", ben, {"take": False}),
        ("submit", ana, {"round": 1, "settings": chosen, "key": "the-first-one"}),
        ("bet", ana, {"round": 1, "bet": [0.1, 0.2]}),
        ("submit", ben, {"round": 1, "settings": chosen, "key": "the-second-one"}),
        ("vote", ben, {"question": "Fair?", "answer": "Y"}),
    ]  # fmt: skip
    for path, token, body in sent:
        held = served.get("state", ben).json
        said = rung(listener, lambda p=path, b=body, t=token: served.post(p, b, t))  # type: ignore[misc]
        now = served.get("state", ben).json
        assert known({**held, **said["changed"]}) == known(now) != known(held), path
        assert held["version"] < said["version"] == now["version"]
    said = rung(listener, lambda: served.post("teacher/resolve", {}, room.teacher))
    assert "changed" not in said
    listener.stop()


def test_who_comes_or_goes_is_seen_without_asking(room: Class) -> None:
    ana, ben = room.join("Ana", 1), room.join("Ben", 1)
    hall = room.served.hall
    found = next(iter(hall.rooms.values()))
    for one in found.people.values():
        found.presence[one.id].last_ms = 0
    listener = Listener(room.served, ana)
    said = rung(listener, lambda: Listener(room.served, ben).stop())
    assert [mate["here"] for mate in said["changed"]["team"]["mates"]] == [True, True]
    listener.stop()


def test_a_ring_for_all_is_not_made_less_by_one_for_few() -> None:
    box = Mailbox("person", "ana")
    box.put("state", {"version": 3, "parts": ("team",)})
    box.put("state", {"version": 4, "parts": ("team", "bet")})
    assert box.waiting() == [("state", {"version": 4, "parts": ("team", "bet")})]
    box.put("state", {"version": 5})
    box.put("state", {"version": 6, "parts": ("vote",)})
    assert box.waiting() == [("state", {"version": 6})]


def test_the_pen_is_laid_down_by_who_holds_it_alone(served: Served) -> None:
    room = new_class(served)
    ana, ben = room.join("Ana", 1), room.join("Ben", 1)
    room.start()
    assert served.post("pen", {"take": True}, ana).json["team"]["mine"]
    assert served.post("pen", {"take": False}, ben).json["team"]["pen"] == "Ana"
    assert served.post("pen", {"take": False}, ana).json["team"]["pen"] is None
    assert served.get("state", ben).json["team"]["pen"] is None
