"""The clock of rooms: it passes with time, and with nothing else."""

from __future__ import annotations

import time

import pytest

from tenfold.ui.classroom.rooms.clock import wall

HOUR = 3_600_000


def test_it_is_the_time_of_this_computer() -> None:
    assert abs(wall() - time.time_ns() // 1_000_000) < HOUR


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_setting_the_computers_clock_ends_no_round(
    monkeypatch: pytest.MonkeyPatch, by: int
) -> None:
    before, real = wall(), time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: real + by * 1_000_000)
    monkeypatch.setattr(time, "time", lambda: (real + by * 1_000_000) / 1e9)
    assert 0 <= wall() - before < 10_000


def test_time_passes() -> None:
    before = wall()
    time.sleep(0.02)
    assert 20 <= wall() - before < 10_000
