"""Each policy is what its name says: the lever that makes it itself moves the right way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tenfold.agents.decision import CLOSED, DOMESTIC, OPEN, SMUGGLED, STAGED, WITHHELD, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import REGISTRY, create

See = Callable[..., Observation]
FAR_BEHIND, LEADING = 133.0, 158.0
"""Own capability where the best rival stands at 148."""


def value(decision: Decision, lever: str) -> float:
    return float(np.ravel(getattr(decision, lever))[0])


def decided(name: str, seen: Observation, lever: str) -> float:
    return value(create(name).decide(seen), lever)


def others(name: str) -> list[str]:
    return [other for other in REGISTRY if other not in (name, "human")]


@pytest.mark.parametrize(
    ("name", "lever", "sign"),
    [
        ("distiller", "distil", 1),
        ("price fighter", "flagship_price", -1),
        ("price fighter", "mini_price", -1),
        ("price fighter", "efficiency", 1),
        ("moonshot gambler", "moonshot", 1),
        ("deep-pocket hybrid", "pay", 1),
        ("safety first", "protection", 1),
        ("fast follower", "run_months", -1),
        ("efficient challenger", "model_size", -1),
    ],
)
def test_nobody_else_goes_as_far(see: See, name: str, lever: str, sign: int) -> None:
    seen = see(me=0, capability=140.0, copyable=20.0)
    mine = sign * decided(name, seen, lever)
    for other in others(name):
        assert mine > sign * decided(other, seen, lever), other


def test_the_fast_follower_copies_most(see: See) -> None:
    seen = see(me=0, capability=144.0, copyable=20.0, compute=5e5)
    mine = decided("fast follower", seen, "replicate")
    assert all(mine > decided(other, seen, "replicate") for other in others("fast follower"))


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("capability", [FAR_BEHIND, 147.0, LEADING])
def test_the_idealist_is_always_open(see: See, place: int, capability: float) -> None:
    decision = create("open idealist").decide(see(me=place, capability=capability))
    assert value(decision, "flagship_release") == OPEN
    assert value(decision, "mini_release") == OPEN
    assert value(decision, "protection") == 0.0


@pytest.mark.parametrize(
    "name",
    ["frontier racer", "deep-pocket hybrid", "price fighter", "moonshot gambler", "autopilot"],
)
def test_a_closed_lab_that_falls_behind_opens(see: See, name: str) -> None:
    assert decided(name, see(me=0, capability=LEADING), "flagship_release") == CLOSED
    fallen = create(name).decide(see(me=0, capability=FAR_BEHIND))
    assert value(fallen, "flagship_release") in (OPEN, STAGED)
    assert value(fallen, "mini_release") == OPEN


@pytest.mark.parametrize(
    "name", ["frontier racer", "fast follower", "price fighter", "moonshot gambler"]
)
def test_the_small_model_opens_before_the_best_one(see: See, name: str) -> None:
    releases = [
        (
            decided(name, see(me=0, capability=148.0 - gap), "mini_release"),
            decided(name, see(me=0, capability=148.0 - gap), "flagship_release"),
        )
        for gap in range(-5, 25)
    ]
    assert (OPEN, CLOSED) in releases
    assert (CLOSED, OPEN) not in releases


@pytest.mark.parametrize(
    "name", ["efficient challenger", "distiller", "state champion", "fast follower", "autopilot"]
)
def test_an_open_chinese_lab_that_catches_up_closes(see: See, name: str) -> None:
    def release(capability: float, opened: float) -> float:
        seen = see(me=1, capability=capability, flagship_open=[0, opened, 0, 0], revenue=1e8)
        return decided(name, seen, "flagship_release")

    assert release(FAR_BEHIND, 1.0) == OPEN
    assert release(LEADING, 1.0) == CLOSED
    # Habit: near the border a lab stays what it is.
    gaps = [gap / 10 for gap in range(-100, 150)]
    stays_open = [gap for gap in gaps if release(148.0 - gap, 1.0) == OPEN]
    becomes_open = [gap for gap in gaps if release(148.0 - gap, 0.0) == OPEN]
    assert min(stays_open) == pytest.approx(min(becomes_open) - 1.5, abs=0.11)


def test_the_challenger_closes_within_three_points_of_the_best(see: See) -> None:
    def release(gap: float) -> float:
        seen = see(me=1, capability=148.0 - gap, flagship_open=[0, 1, 0, 0], revenue=1e8)
        return decided("efficient challenger", seen, "flagship_release")

    assert release(2.0) == CLOSED
    assert release(3.0) == OPEN


def test_a_state_that_wants_open_weights_gets_them_sooner(see: See) -> None:
    def opens(homes: tuple[str, ...]) -> float:
        for tenths in range(-100, 200):
            seen = see(me=1, capability=148.0 - tenths / 10, homes=homes)
            if decided("state champion", seen, "flagship_release") == OPEN:
                return tenths / 10
        raise AssertionError("it never opens")

    assert opens(("us", "china", "other", "us")) == pytest.approx(
        opens(("us", "us", "other", "us")) - 4.0
    )


def test_a_lab_that_lives_from_its_sales_opens_later(see: See) -> None:
    def opens(revenue: float) -> float:
        for tenths in range(-100, 200):
            seen = see(me=0, capability=148.0 - tenths / 10, revenue=revenue)
            if decided("frontier racer", seen, "flagship_release") == OPEN:
                return tenths / 10
        raise AssertionError("it never opens")

    assert opens(9e8) == pytest.approx(opens(0.0) + 2.0)


def test_safety_first_withholds_when_far_ahead_and_never_distils(see: See) -> None:
    assert decided("safety first", see(capability=LEADING), "flagship_release") == WITHHELD
    assert decided("safety first", see(capability=149.0), "flagship_release") == CLOSED
    assert decided("safety first", see(capability=FAR_BEHIND), "mini_release") == STAGED
    assert decided("safety first", see(capability=FAR_BEHIND), "distil") == 0.0


def test_the_state_champion_buys_at_home_and_never_smuggles(see: See) -> None:
    for capability in (100.0, FAR_BEHIND, 144.0, LEADING):
        seen = see(me=1, capability=capability, controlled=1.0)
        assert decided("state champion", seen, "channels") < SMUGGLED
    assert decided("state champion", see(me=1, controlled=1.0), "channels") == DOMESTIC


def test_a_banned_distiller_turns_to_open_weights(see: See) -> None:
    no_open = see(me=1, capability=140.0, banned=3.0)
    assert decided("distiller", no_open, "distil") == 0.0
    with_open = see(me=1, capability=140.0, banned=3.0, open_score=[0, 0, 147, 0])
    assert decided("distiller", with_open, "distil") == 1.0


@pytest.mark.parametrize("name", [name for name in REGISTRY if name not in ("fixed", "human")])
def test_serving_follows_customers(see: See, name: str) -> None:
    quiet, busy = (decided(name, see(serving_need=need), "serving") for need in (0.1, 0.3))
    assert quiet == pytest.approx(0.115)
    assert busy == pytest.approx(0.345)


@pytest.mark.parametrize("name", [name for name in REGISTRY if name not in ("fixed", "human")])
def test_a_lab_without_cash_saves(see: See, name: str) -> None:
    broke = see(cash=-1e8, spending=2e9)
    for lever in ("order", "pay", "data"):
        assert decided(name, broke, lever) < decided(name, see(), lever)
    assert decided(name, broke, "order") == 0.0


def test_the_autopilot_suits_the_seat(see: See) -> None:
    rich = create("autopilot").decide(see(me=0, compute=1e6))
    poor = create("autopilot").decide(see(me=1, compute=3e4, capability=141.0, copyable=20.0))
    assert value(poor, "replicate") > value(rich, "replicate")
    assert value(poor, "training") > value(rich, "training")
    assert value(poor, "distil") > value(rich, "distil")
    assert value(poor, "flagship_release") == OPEN
    assert value(rich, "flagship_release") == CLOSED
