"""Total indices against known ones; the climb finds a planted best play; its ends are judged."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tenfold.sim.balance.climb import around, climb
from tenfold.sim.balance.ends import judge_ends
from tenfold.sim.balance.sobol import design, total_indices
from tenfold.sim.balance.strategies import LEFT
from tests.sim.planted_seat import DIALS, STEPS, Planted

FloatArray = NDArray[np.float64]
LUCKS = np.arange(4)


def mixed(held: FloatArray) -> FloatArray:
    """Weights of 3 to 1 on two levers, nothing on the third."""
    return 3.0 * held[:, 0] + 1.0 * held[:, 1]


def indices(seat: Planted, rows: int = 512) -> dict[str, float]:
    drawn = design(DIALS, [STEPS] * 3, rows, seed=3)
    scores = seat.scores(drawn.reshape(-1, 3), LUCKS).reshape(rows, 5, len(LUCKS))
    return {each.lever: each.total for each in total_indices(DIALS, scores, seed=1)}


def test_indices_of_a_sum_are_the_shares_of_its_variances() -> None:
    found = indices(Planted(mixed))
    assert found["distil"] == pytest.approx(0.9, abs=0.02)
    assert found["order"] == pytest.approx(0.1, abs=0.02)
    assert found["data"] == 0.0


def test_a_product_gives_each_its_part_in_the_interaction() -> None:
    found = indices(Planted(lambda held: (held[:, 0] - 0.5) * (held[:, 1] - 0.5)))
    assert found["distil"] == pytest.approx(1.0, abs=0.1)
    assert found["order"] == pytest.approx(1.0, abs=0.1)


def test_accidents_of_single_lucks_weigh_nothing() -> None:
    calm = indices(Planted(mixed))
    shaken = indices(Planted(mixed, accident=1.0))
    assert shaken["data"] == pytest.approx(0.0, abs=0.03)
    assert shaken["distil"] == pytest.approx(calm["distil"], abs=0.06)


def test_strategies_that_score_alike_have_no_index() -> None:
    for seat in (
        Planted(lambda held: 0.0 * held[:, 0]),
        Planted(lambda held: 0.0 * held[:, 0], 1.0),
    ):
        drawn = design(DIALS, [STEPS] * 3, 64, seed=3)
        scores = seat.scores(drawn.reshape(-1, 3), LUCKS).reshape(64, 5, len(LUCKS))
        found = total_indices(DIALS, scores, seed=1)
        assert [(each.told, each.total) for each in found] == [(False, 0.0)] * 3


@pytest.mark.parametrize("lucky", [-1.0, 1.0])
def test_what_is_good_on_one_luck_and_bad_on_another_is_no_whole(lucky: float) -> None:
    """The lever's effect changes its sign with luck: on few lucks, it may agree by accident."""
    drawn = design(DIALS, [STEPS] * 3, 512, seed=3)
    held = np.where(np.isnan(drawn), 0.5, drawn)
    effect = np.array([3.0, 2.5, lucky])
    scores = held[:, :, :1] * effect
    assert not total_indices(DIALS, scores * [1.0, -1.0, 1.0], seed=1)[0].told
    agreed = total_indices(DIALS, scores, seed=1)[0]
    assert agreed.told == (lucky > 0.0)
    assert agreed.total == (pytest.approx(1.0, abs=0.1) if agreed.told else 0.0)


def test_half_of_all_levers_are_left_to_the_autopilot() -> None:
    drawn = design(DIALS, [STEPS, STEPS, ()], 64, seed=1)
    left = np.isnan(drawn[:, 0])
    assert left[:, :2].mean() == pytest.approx(0.5, abs=0.02)
    assert left[:, 2].all()  # nothing but ruin to hold it at
    assert set(drawn[:, 0, 0][~left[:, 0]]) == set(STEPS)


def best_at(held: FloatArray) -> FloatArray:
    """Best with one lever at its end and another inside; a ridge between the two."""
    ridge = held[:, 0] - held[:, 1]
    return -4.0 * (held[:, 1] - 0.75) ** 2 - 2.0 * (ridge - 0.25) ** 2


def test_the_climb_finds_the_best_play_and_its_ends_are_judged_on_other_lucks() -> None:
    seat = Planted(best_at)
    first = around(seat, np.full(3, LEFT), LUCKS)  # type: ignore[arg-type]
    top = climb(seat, first, LUCKS, rounds=6)  # type: ignore[arg-type]
    assert [float(step) for step in top.play[:2]] == [1.0, 0.75]
    assert first.usual < top.usual
    levers = judge_ends(seat, top, LUCKS, np.arange(50, 60), {})  # type: ignore[arg-type]
    best = {each.lever: each for each in levers}
    low, high = best["distil"].ends
    assert (best["distil"].best, high.setting) == (1.0, 1.0)
    assert low.worse > 0.0 > high.worse
    assert all(end.worse > 0.0 for end in best["order"].ends)
    assert all(end.worse == 0.0 for end in best["data"].ends)
