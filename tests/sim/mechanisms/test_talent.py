"""Talent: flows towards pay, prestige and openness; arrivals; stars; scandals fade."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import talent
from tenfold.sim.world import OPEN
from tests.sim.builders import Tiny, build


def field(labs: int = 2, **rules: float) -> Tiny:
    """Labs of equal pull and talent; no stars move."""
    return build(labs=labs, **({"mobility": 0.02} | rules))


def talents(tiny: Tiny) -> list[float]:
    return [float(x) for x in tiny.world.lab.talent[0]]


def test_equal_labs_keep_their_people() -> None:
    tiny = field(3)
    tiny.month_of(talent)
    assert talents(tiny) == pytest.approx([1.0, 1.0, 1.0], rel=1e-12)
    assert tiny.happened() == []


def test_researchers_drift_towards_pay() -> None:
    tiny = field(pull_pay=0.7)
    tiny.lab(0).set_pay = 2.0
    tiny.month_of(talent)
    target = 2.0 * 2.0**0.7 / (2.0**0.7 + 1.0)
    expected = [1.0 + 0.02 * (target - 1.0), 1.0 - 0.02 * (target - 1.0)]
    assert talents(tiny) == pytest.approx(expected, rel=1e-12)


def test_prestige_is_the_score_against_the_mean_and_bounded() -> None:
    for points, prestige in ((8.0, 0.5), (400.0, 2.0)):
        tiny = field(pull_prestige=0.25)
        tiny.lab(0).public_score = 150.0 + points
        tiny.month_of(talent)
        odds = math.exp(0.25 * 2.0 * prestige)
        target = 2.0 * odds / (1.0 + odds)
        assert talents(tiny)[0] == pytest.approx(1.0 + 0.02 * (target - 1.0), rel=1e-12)


def test_openness_and_home_attract() -> None:
    tiny = field(pull_open=0.12)
    tiny.lab(0).flagship_release = OPEN
    tiny.lab(1).draw = 0.12
    tiny.month_of(talent)
    assert talents(tiny) == pytest.approx([1.0, 1.0], rel=1e-12)
    tiny.lab(1).draw = 0.0
    tiny.month_of(talent)
    assert talents(tiny)[0] > 1.0


def test_talent_only_moves() -> None:
    tiny = field(4)
    for i in range(4):
        tiny.lab(i).set_pay = 0.5 + i
        tiny.lab(i).talent = 1.0 + i
    tiny.luck.lab.star[0, 2, :] = 0.001
    for month in range(24):
        tiny.market.month = month
        tiny.month_of(talent)
    assert Kind.STAR_MOVED in tiny.happened()
    assert sum(talents(tiny)) == pytest.approx(10.0, rel=1e-12)


def test_arrivals_are_remembered_for_some_months() -> None:
    tiny = field(pull_pay=0.7, inflow_keeping=0.75)
    tiny.lab(0).set_pay = 2.0
    tiny.lab(0).inflow = tiny.lab(1).inflow = 0.04
    tiny.month_of(talent)
    target = 2.0 * 2.0**0.7 / (2.0**0.7 + 1.0)
    arrived = 0.02 * (target - 1.0)
    assert tiny.lab(0).inflow == pytest.approx(0.04 * 0.75 + arrived, rel=1e-12)
    assert tiny.lab(1).inflow == pytest.approx(0.04 * 0.75, rel=1e-12)


def test_a_star_leaves_when_its_draw_is_below_the_rate_and_takes_knowledge_along() -> None:
    tiny = field(3, star_rate=0.004, star_talent=0.06, star_months=6.0)
    # Rescaled, the draw points at the first half of the two other labs, which is lab 0.
    tiny.luck.lab[0, 1, 0].star = 0.004 * 0.25
    tiny.month_of(talent)
    assert talents(tiny) == pytest.approx([1.06, 0.94, 1.0], rel=1e-12)
    assert (tiny.lab(0).star_left, tiny.lab(0).star_source) == (6.0, 1.0)
    assert tiny.happened() == [Kind.STAR_MOVED]


@pytest.mark.parametrize(("place", "winner"), [(0.1, 0), (0.3, 0), (0.5, 2), (0.9, 2)])
def test_stars_choose_by_pull(place: float, winner: int) -> None:
    tiny = field(3, star_rate=0.004, mobility=0.0)
    tiny.lab(0).draw, tiny.lab(2).draw = math.log(2.0), math.log(3.0)
    tiny.luck.lab[0, 1, 0].star = 0.004 * place
    tiny.month_of(talent)
    assert talents(tiny)[winner] == pytest.approx(1.06, rel=1e-12)


def test_a_stars_knowledge_grows_stale() -> None:
    tiny = field(star_months=6.0)
    tiny.lab(0).star_left = 2.0
    left = []
    for _ in range(3):
        tiny.month_of(talent)
        left.append(float(tiny.lab(0).star_left))
    assert left == [1.0, 0.0, 0.0]


def test_a_scandal_is_forgotten_slowly() -> None:
    tiny = field(scandal_keeping=0.93)
    tiny.lab(0).reputation = -0.25
    tiny.month_of(talent)
    assert tiny.lab(0).reputation == pytest.approx(-0.25 * 0.93, rel=1e-12)


def test_nobody_moves_to_or_from_a_lab_that_has_left() -> None:
    tiny = field(3)
    tiny.lab(1).active, tiny.lab(1).talent = 0.0, 0.0
    tiny.lab(1).draw = 5.0
    tiny.luck.lab.star[:] = 0.0
    tiny.lab(2).active = 0.0
    tiny.lab(2).talent = 0.0
    tiny.month_of(talent)
    assert talents(tiny) == [1.0, 0.0, 0.0]
