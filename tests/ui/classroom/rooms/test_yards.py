"""Yardsticks of seats: each measured once for all rooms, and not too many remembered."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.yardstick import Yardstick, text_of
from tenfold.ui.classroom.rooms import yards
from tenfold.ui.classroom.rooms.plan import RoomPlan, plan_of
from tenfold.ui.classroom.rooms.yards import Yards, yardstick_from

MADE = Yardstick(50.0, 5.0, (1.0 / 3.0, 50.5), (-5.0, 0.1 + 0.2))


def plan(rounds: int = 1) -> RoomPlan:
    return plan_of({"scenario": "ten-to-one", "seats": ["Oak"], "rounds": rounds, "seed": 1})


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Quarters of the seats that were measured, in that order."""
    found: list[int] = []

    def measure(seat: Seat) -> Iterator[tuple[int, Yardstick | None]]:
        found.append(seat.quarters)
        yield 1, None
        yield 2, MADE

    monkeypatch.setattr(yards, "measure", measure)
    monkeypatch.setattr(yards, "BREATH", 0.0)
    return found


def ask(asked: Yards, rounds: int) -> Yardstick:
    told: list[Yardstick] = []
    there = threading.Event()

    def tell(made: Yardstick) -> None:
        told.append(made)
        there.set()

    asked.ask(plan(rounds), "Oak", tell)
    assert there.wait(10)
    return told[0]


def test_a_seat_is_measured_once_for_all_rooms(measured: list[int]) -> None:
    asked = Yards()
    assert [ask(asked, 1), ask(asked, 1), ask(asked, 2)] == [MADE] * 3
    assert measured == [1, 2]
    asked.close()


def test_only_the_latest_are_remembered(
    measured: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yards, "MOST_KNOWN", 2)
    asked = Yards()
    for rounds in (1, 2, 1, 3):
        ask(asked, rounds)
    assert measured == [1, 2, 3]
    assert len(asked._known) <= 2
    ask(asked, 1)
    assert measured == [1, 2, 3]
    ask(asked, 2)
    assert measured == [1, 2, 3, 2]
    asked.close()


def test_who_asks_after_the_end_is_told_nothing(measured: list[int]) -> None:
    asked = Yards()
    asked.close()
    asked.ask(plan(), "Oak", lambda made: pytest.fail("told"))
    assert measured == []


def test_a_yardstick_comes_back_from_its_text_as_it_was() -> None:
    assert yardstick_from(text_of(MADE)) == MADE
