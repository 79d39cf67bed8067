"""PRIM finds the box that was put there, drops what chance explains, and says when it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from tenfold.sim.sweep.answer.prim import Dimension, Restriction, discover, prim
from tenfold.sim.sweep.answer.results import AnalysisError
from tests.sim.sweep.answer.made_up import spread, sweep

LEADS = "poor_leads.end"


def uniform(rows: int, columns: int) -> np.ndarray:
    return np.random.Generator(np.random.Philox(3)).random((rows, columns))


def names(found: tuple[Restriction, ...]) -> set[str]:
    return {each.name for each in found}


def test_a_box_that_was_put_there_is_found() -> None:
    cases = uniform(600, 4)
    happened = ((cases[:, 0] > 0.6) & (cases[:, 1] < 0.3)).astype(float)
    found = prim([Dimension(f"x{k}", cases[:, k]) for k in range(4)], happened)
    by_name = {each.name: each for each in found.box.restrictions}
    assert set(by_name) == {"x0", "x1"}
    assert by_name["x0"].low == pytest.approx(0.6, abs=0.03)
    assert by_name["x0"].high is None
    assert by_name["x1"].high == pytest.approx(0.3, abs=0.03)
    assert found.box.density > 0.93
    assert found.box.coverage > 0.9
    assert found.base == pytest.approx(happened.mean())


def test_every_figure_of_a_box_is_what_it_says() -> None:
    """Cases 0 to 39 in one dimension; it happened in the last ten: all by hand."""
    happened = np.array([0.0] * 30 + [1.0] * 10)
    found = prim([Dimension("x", np.arange(40.0))], happened)
    assert found.box.restrictions == (
        Restriction("x", 30.0, None, (), float(binom.sf(9, 10, 0.25))),
    )
    assert (found.box.density, found.box.coverage) == (1.0, 1.0)
    assert (found.box.mass, found.box.cases, found.cases) == (0.25, 10, 40)
    assert found.path[0].density == 0.25
    assert found.path[0].restrictions == ()
    # The first peel takes a tenth off the low side: 36 cases hold 10 happenings.
    assert found.path[1].cases == 36
    assert found.path[1].density == pytest.approx(10 / 36)
    masses = [box.mass for box in found.path]
    assert masses == sorted(masses, reverse=True)
    assert masses[-1] >= 0.05


def test_what_chance_explains_restricts_nothing() -> None:
    """Pure noise: whatever peeling finds, few restrictions outlive the test of chance."""
    kept = 0
    for seed in range(10):
        draw = np.random.Generator(np.random.Philox(seed))
        cases, happened = draw.random((80, 3)), (draw.random(80) < 0.4).astype(float)
        box = prim([Dimension(f"x{k}", cases[:, k]) for k in range(3)], happened).box
        kept += len(box.restrictions)
    assert kept <= 10


def test_pasting_gives_back_what_peeling_took_too_much() -> None:
    """Peels in steps of a tenth overshoot an edge; the final box reaches it again."""
    values = np.arange(100.0)
    happened = ((values >= 37) & (values <= 62)).astype(float)
    box = prim([Dimension("x", values)], happened).box
    (only,) = box.restrictions
    assert only.low == 37.0
    assert only.high in (62.0, 63.0)
    assert box.coverage == 1.0
    assert box.density >= 26 / 27


def test_words_are_peeled_one_at_a_time() -> None:
    words = ("hawk", "dove", "scheduled")
    places = np.tile([0.0, 1.0, 2.0], 20)
    found = prim([Dimension("regulator", places, words)], (places == 1.0).astype(float))
    assert found.box.restrictions[0].words == ("dove",)
    assert found.box.density == 1.0


def test_a_sweep_is_searched_over_parameters_and_factors() -> None:
    points = spread(("a", "b"), 40)
    results = sweep(
        {LEADS: lambda arm, cell, v, luck: float(v["a"] > 0.5 and cell["ratio"] < 10 and luck < 7)},
        arms=("only",), factors={"ratio": (3.0, 10.0, 30.0)}, points=points, chances=(LEADS,),
    )  # fmt: skip
    found = discover(results, LEADS, 0)
    assert found.cases == 120
    assert names(found.box.restrictions) == {"a", "ratio"}
    assert found.box.density == pytest.approx(7 / 8)
    assert found.box.coverage == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("rule", "points", "says"),
    [
        (lambda *_: 1.0, 4, "only 4 points and cells were raced; a box needs 20"),
        (lambda *_: 0.0, 30, "it happened in 0 % of races: the weight of 0.0 of 30 points"),
        (lambda *_: 1.0, 30, "nearly everywhere"),
    ],
)
def test_too_little_to_go_by_is_said(rule: object, points: int, says: str) -> None:
    results = sweep({LEADS: rule}, points=spread(("a",), points), chances=(LEADS,))
    with pytest.raises(AnalysisError, match=says):
        discover(results, LEADS, 0)


def test_where_nothing_varies_there_is_no_space() -> None:
    results = sweep({LEADS: lambda *_: 1.0}, chances=(LEADS,))
    with pytest.raises(AnalysisError, match="nothing varies but luck"):
        discover(results, LEADS, 0)
