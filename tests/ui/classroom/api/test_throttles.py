"""Throttles: guessing codes leads nowhere, and nobody fills the memory by asking."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from tenfold.ui.classroom.api import throttles as module
from tenfold.ui.classroom.api.throttles import Throttle, Throttles, address_of
from tests.ui.classroom.api.conftest import Class
from tests.ui.classroom.api.serving import Served, scope_of


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(served: Served) -> Clock:
    clock = Clock()
    served.desk.throttles = Throttles(clock)
    return clock


def test_so_many_at_once_and_so_many_a_second() -> None:
    clock = Clock()
    throttle = Throttle(3, 0.5, clock)
    for _ in range(3):
        assert throttle.wait("a") == 0.0
        throttle.count("a")
    assert throttle.wait("a") == pytest.approx(2.0)
    assert throttle.wait("b") == 0.0
    clock.now += 2.0
    assert throttle.wait("a") == 0.0
    throttle.count("a")
    clock.now += 1_000.0
    for _ in range(3):
        throttle.count("a")
    assert throttle.wait("a") > 0.0


def test_who_asks_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KNOWN", 50)
    throttle = Throttle(3, 0.5, Clock())
    for number in range(1_000):
        throttle.count(f"10.0.{number}")
    assert len(throttle._left) == 50


def guess(served: Served, code: str, address: str = "10.0.0.9") -> int:
    return served.post("join", {"code": code, "nickname": "Eve"}, address=address).status


def test_guessing_codes_is_stopped_for_who_guesses(room: Class, clock: Clock) -> None:
    served = room.served
    said = [guess(served, f"BBBB{number % 8 + 2}B") for number in range(40)]
    assert said[:30] == [404] * 30
    assert said[30:] == [429] * 10
    # The right code is refused as well: else throttling would tell which it is.
    assert guess(served, room.code) == 429
    # Others come in as before.
    assert guess(served, room.code, "10.0.0.10") == 200
    clock.now += 2.0
    assert guess(served, room.code) == 200


def test_guessing_from_many_addresses_is_stopped_too(room: Class, clock: Clock) -> None:
    served = room.served
    said = [guess(served, "BBBBBB", f"10.1.{i // 200}.{i % 200}") for i in range(260)]
    assert said[:200] == [404] * 200
    assert set(said[200:]) == {429}
    clock.now += 10.0
    assert guess(served, room.code, "10.2.0.1") == 200


def test_no_room_is_found_in_a_year_of_guessing() -> None:
    anywhere = Throttles().wrong_anywhere
    guesses = anywhere.at_once + anywhere.a_second * 3600 * 8
    rooms, codes = 1, 28.0**6
    assert guesses * rooms / codes < 1 / 1_000, "in a school day"


def test_a_class_of_two_hundred_joins_from_one_address(served: Served, room: Class) -> None:
    said = {guess(served, room.code) for _ in range(200)}
    assert said == {200}


def test_wrong_answers_take_one_that_waits_as_long_as_told(room: Class, clock: Clock) -> None:
    served = room.served
    for _ in range(31):
        said = served.post("join", {"code": "BBBBBB", "nickname": "Eve"})
    assert said.status == 429
    assert int(said.headers["retry-after"]) >= 1


def test_one_student_cannot_ask_without_end(room: Class, clock: Clock) -> None:
    ana, ben = room.join("Ana"), room.join("Ben")
    served = room.served
    said = [served.get("state", ana).status for _ in range(60)]
    assert said[:40] == [200] * 40
    assert set(said[41:]) == {429}
    assert served.get("state", ben).status == 200
    clock.now += 1.0
    assert [served.get("state", ana).status for _ in range(10)] == [200] * 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("somewhere", "elsewhere", False),
    ],
)
def test_whose_address_it_is(one: str, other: str, same: bool) -> None:
    told = [address_of(HTTPConnection(scope_of("GET", "/", address=a))) for a in (one, other)]
    assert (told[0] == told[1]) is same
