"""Yardsticks: the same whatever the chunks, by hand, on disk whole or not at all, in the back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.agents.decision import LEVERS
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.debrief import measuring, yardstick
from tenfold.sim.game.debrief.measuring import Yardsticks
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.rerun import rerun, silent
from tenfold.sim.game.debrief.strategies import Sensible, sensible, strategies
from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.debrief.yardstick import SEED, Yardstick, key_of, measure, read, text_of

SMALL = Yardstick(40.0, 2.0, (38.0, 42.0), (-2.0, 0.0, 2.0))


@pytest.fixture(scope="module")
def seat() -> Seat:
    """A seat of a short race of few labs."""
    scenario = load_scenario("ten-to-one")
    name = scenario.labs[-1].name
    return Seat(scenario, name, len(scenario.labs) - 1, 2)


def test_chunks_decide_nothing(seat: Seat) -> None:
    made = [list(measure(seat, 6, 12, chunk))[-1][1] for chunk in (3, 5, 12)]
    assert made[0] == made[1] == made[2]
    assert made[0] is not None
    assert made[0].spread > 0.0


def test_the_mean_and_the_spread_by_single_races(seat: Seat) -> None:
    made = list(measure(seat, 2, 4))[-1][1]
    assert made is not None
    bots = [
        float(points_by_run(rerun(seat, SEED, [k], silent(seat, 1)), seat)[0]) for k in range(2)
    ]
    yous = [
        float(points_by_run(rerun(seat, SEED, [k % 2], sensible(seat, SEED, [k])), seat)[0])
        - bots[k % 2]
        for k in range(4)
    ]
    assert made.seat == pytest.approx(np.mean(bots), abs=1e-12)
    assert made.spread == pytest.approx(np.std(yous, ddof=1), abs=1e-12)
    assert made.yous == pytest.approx(sorted(yous), abs=1e-12)


def test_a_strategy_is_the_same_alone_and_among_many() -> None:
    alone, among = strategies(1, [7], 3), strategies(1, range(9), 3)
    assert np.array_equal(alone.lean[:, 0], among.lean[:, 7])
    assert np.array_equal(alone.waver[:, :, 0], among.waver[:, :, 7])
    assert np.abs(among.lean).max() <= 1.0


def test_sensible_strategies_can_be_taken_and_differ(seat: Seat) -> None:
    many = 40
    policy = sensible(seat, 3, range(many))
    assert isinstance(policy, Sensible)
    history = rerun(seat, 3, [0] * many, policy)
    shares = history.series("share_experiments")[:, -1, seat.place]
    assert len(np.unique(shares)) == many
    opened = history.series("flagship_release")[:, -1, seat.place]
    assert 0.0 < np.mean(opened == 1.0) < 1.0
    assert {lever.name for lever in LEVERS} >= {"teacher", "channels"}


def test_governments_have_sensible_strategies_too() -> None:
    scenario = load_scenario("tenfold-2026")
    seat = Seat(scenario, "regulator", -1, 1)
    made = list(measure(seat, 2, 6))[-1][1]
    assert made is not None
    assert made.spread > 0.0


def test_where_one_stands_by_hand() -> None:
    assert SMALL.beaten(0.0) == pytest.approx(1 / 3)
    assert SMALL.luckier(50.0) == 1.0
    assert SMALL.luckier(38.0) == 0.0


def test_other_seats_lengths_and_scenarios_have_other_names(seat: Seat) -> None:
    first = seat.scenario.labs[0].name
    others = [
        Seat(seat.scenario, seat.name, seat.place, 3),
        Seat(seat.scenario, first, 0, seat.quarters),
        Seat(load_scenario("equal-start"), seat.name, seat.place, seat.quarters),
    ]
    assert len({key_of(one) for one in [seat, *others]}) == 4


def test_what_is_on_disk_comes_back_and_what_is_torn_does_not(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text(text_of(SMALL))
    assert read(file) == SMALL
    file.write_text(text_of(SMALL)[:-20])
    assert read(file) is None
    assert read(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    "junk",
    [
        b"", b"\xff", b"null", b"[" * 100_000, b'{"bots": 5}',
        b'{"seat": 1, "spread": 1, "bots": [], "yous": []}',
        b'{"seat": NaN, "spread": 1, "bots": [1], "yous": [1]}',
        b'{"seat": 1, "spread": 1, "bots": [1e999], "yous": [1]}',
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_yardstick_is_measured_anew(tmp_path: Path, junk: bytes) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(junk)
    assert read(file) is None


def test_measured_once_in_the_background(
    tmp_path: Path, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        yardstick,
        "measure",
        lambda seat: iter([(measuring.RACES // 2, None), (measuring.RACES, SMALL)]),
    )
    first = Yardsticks(tmp_path)
    assert first.wait(seat, 20.0).yardstick == SMALL
    kept = [path.name for path in tmp_path.iterdir()]
    assert kept == [f"{key_of(seat)}.json"]
    monkeypatch.setattr(yardstick, "measure", lambda seat: iter([]))
    assert Yardsticks(tmp_path).ask(seat).yardstick == SMALL


def test_a_measurement_that_fails_says_so(
    tmp_path: Path, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(seat: Seat) -> None:
        raise ValueError("no chips")

    monkeypatch.setattr(yardstick, "measure", broken)
    told = Yardsticks(tmp_path).wait(seat, 20.0)
    assert told.problem == "ValueError: no chips"
    assert not list(tmp_path.iterdir())
