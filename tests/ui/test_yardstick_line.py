"""The line for yardsticks: bounded, nobody twice, first those who wait."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.debrief import yardstick
from tenfold.sim.game.debrief.measuring import Measuring
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.yardstick import Yardstick, key_of
from tenfold.ui import yardstick_line
from tenfold.ui.yardstick_line import YardstickLine

FOUND = Yardstick(41.0, 5.0, (35.0, 45.0), (-6.0, 0.0, 4.0))


class Measured:
    """Measures nothing until it may, and notes in which order it was asked."""

    def __init__(self, folder: Path) -> None:
        """Nobody has asked."""
        self.folder = folder
        self.order: list[str] = []
        self.urgent: set[str] = set()
        self.may = threading.Event()

    def ask(self, seat: Seat, urgent: bool = False) -> Measuring:
        """How far it is."""
        key = key_of(seat)
        if key not in self.order:
            self.order.append(key)
        if urgent:
            self.urgent.add(key)
        return Measuring(FOUND if self.may.is_set() else None, 0)


@pytest.fixture
def seats() -> list[Seat]:
    """Seats that differ in how long they last."""
    scenario = load_scenario("ten-to-one")
    return [Seat(scenario, "Oak", 0, quarters) for quarters in range(1, 9)]


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Measured:
    """What the line hands over to."""
    monkeypatch.setattr(yardstick_line, "PAUSE", 0.01)
    return Measured(tmp_path)


def until(measured: Measured, count: int) -> list[str]:
    end = time.monotonic() + 10.0
    while len(measured.order) < count and time.monotonic() < end:
        time.sleep(0.01)
    return measured.order


def test_the_line_is_bounded_and_holds_nobody_twice(measured: Measured, seats: list[Seat]) -> None:
    line = YardstickLine(measured, most=3)  # type: ignore[arg-type]
    line.ask(seats[0])
    assert until(measured, 1) == [key_of(seats[0])]
    for _ in range(5):
        line.ask(seats[1])
    assert len(line) == 1
    for seat in seats[1:] * 3:
        assert line.ask(seat).yardstick is None
    assert len(line) == 3
    assert len(measured.order) == 1  # one is measured at a time


def test_who_waits_is_first_and_never_dropped_for_who_does_not(
    measured: Measured, seats: list[Seat]
) -> None:
    line = YardstickLine(measured, most=3)  # type: ignore[arg-type]
    line.ask(seats[0])
    until(measured, 1)
    line.ask(seats[1], urgent=True)
    line.ask(seats[2], urgent=True)
    for seat in seats[3:]:
        line.ask(seat)
    line.ask(seats[1])  # still waited for
    measured.may.set()
    expected = [seats[0], seats[1], seats[2], seats[7]]
    assert until(measured, 4) == [key_of(seat) for seat in expected]
    assert measured.urgent == {key_of(seats[1]), key_of(seats[2])}


def test_what_was_dropped_is_measured_when_it_is_asked_for_again(
    measured: Measured, seats: list[Seat]
) -> None:
    line = YardstickLine(measured, most=1)  # type: ignore[arg-type]
    for seat in seats[:3]:
        line.ask(seat)
        until(measured, 1)
    measured.may.set()
    until(measured, 2)
    assert key_of(seats[1]) not in measured.order
    assert line.wait(seats[1], 10.0).yardstick == FOUND


def test_what_is_being_measured_becomes_urgent_at_once(
    measured: Measured, seats: list[Seat]
) -> None:
    line = YardstickLine(measured)  # type: ignore[arg-type]
    line.ask(seats[0])
    until(measured, 1)
    line.ask(seats[0], urgent=True)
    assert measured.urgent == {key_of(seats[0])}
    assert len(line) == 0


def test_a_yardstick_on_disk_waits_for_nobody(measured: Measured, seats: list[Seat]) -> None:
    line = YardstickLine(measured)  # type: ignore[arg-type]
    line.ask(seats[0])
    until(measured, 1)
    known = measured.folder / f"{key_of(seats[1])}.json"
    known.write_text(yardstick.text_of(FOUND), encoding="utf-8")
    line.ask(seats[1])
    assert measured.order == [key_of(seats[0]), key_of(seats[1])]
