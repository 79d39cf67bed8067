"""Effects: differences by hand, two intervals that do what they say, chances, gaps."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest, t

from tenfold.sim.sweep.answer.chances import wilson
from tenfold.sim.sweep.answer.effects import (
    answer,
    name_of,
    over_slices,
    slices,
    summarise,
)
from tenfold.sim.sweep.answer.results import AnalysisError, Asked, Results
from tenfold.sim.sweep.answer.series import difference, series_of
from tests.sim.sweep.answer.made_up import spread, sweep

LEADS = "poor_leads.end"
LAG = Asked("lag.end", "distil", "none")


def level(results: Results, number: int) -> tuple[float, float]:
    """Interval over luck of the chance in an arm."""
    return series_of(results)[number].level(results, LEADS).luck


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.Philox(11))


def test_a_difference_is_taken_luck_by_luck() -> None:
    """Luck moves both arms by hundreds and the difference by one: pairing takes it out."""
    results = sweep(
        {"lag.end": lambda arm, _, __, luck: 100.0 * luck + (luck % 2 + 1) * (arm == "distil")},
        lucks=4, asked=LAG,
    )  # fmt: skip
    effect = answer(results, LAG)
    assert effect.mean == pytest.approx(1.5)
    error = math.sqrt(1 / 3) / 2  # of 1, 2, 1, 2
    half = t.ppf(0.95, 3) * error
    assert effect.luck == pytest.approx((1.5 - half, 1.5 + half))
    assert effect.single == pytest.approx((1.0, 2.0))
    assert effect.parameters is None
    assert (effect.races, effect.lucks, effect.points) == (4, 4, 1)
    assert effect.detectable == pytest.approx((t.ppf(0.95, 3) + t.ppf(0.8, 3)) * error)


def test_values_of_a_factor_are_contrasted_arm_by_arm() -> None:
    results = sweep(
        {"lag.end": lambda arm, cell, values, luck: cell["ratio"] + 5.0 * (arm == "distil")},
        factors={"ratio": (3.0, 10.0, 30.0)},
    )
    asked = Asked("lag.end", 30, 3, factor="ratio")
    assert slices(results, asked).shape == (2, 1, 8)
    assert answer(results, asked).mean == 27.0
    assert name_of(asked) == "lag.end: ratio 30 - 3"


def test_a_value_of_nought_is_a_value() -> None:
    results = sweep(
        {"lag.end": lambda arm, cell, values, luck: cell["help"]}, factors={"help": (0.0, 1.0)}
    )
    assert answer(results, Asked("lag.end", 1.0, 0.0, factor="help")).mean == 1.0


def test_a_contrast_holds_where_the_question_says() -> None:
    results = sweep(
        {"lag.end": lambda arm, cell, values, luck: cell["ratio"] * (arm == "distil")},
        factors={"ratio": (3.0, 10.0, 30.0)},
    )
    assert answer(results, replace(LAG, at={"ratio": 10})).mean == 10.0
    assert answer(results, LAG).mean == pytest.approx(43 / 3)
    assert answer(results, Asked("lag.end", at={"ratio": 30})).mean == 15.0, "a level, both arms"


def test_the_interval_over_parameters_shows_parameters_and_not_luck() -> None:
    """Effects of points spread from 0 to 10; much noise of luck is taken out of that range."""
    noise = rng().normal(0.0, 3.0, size=(40, 8))
    truth = np.linspace(0.0, 10.0, 40)
    effect = summarise(truth[:, None] + noise)
    assert effect.parameters == pytest.approx((0.5, 9.5), abs=0.6)
    raw = np.quantile((truth[:, None] + noise).mean(axis=1), [0.05, 0.95])
    assert effect.parameters[1] - effect.parameters[0] < raw[1] - raw[0]


def test_pure_luck_leaves_no_spread_over_parameters() -> None:
    draw = rng()
    corrected, raw = [], []
    for _ in range(40):
        values = draw.normal(2.0, 1.0, size=(30, 20))
        effect = summarise(values)
        corrected.append(effect.parameters[1] - effect.parameters[0])
        raw.append(np.ptp(np.quantile(values.mean(axis=1), [0.05, 0.95])))
    assert np.median(corrected) < 0.5 * np.median(raw)


def test_more_lucks_shrink_one_interval_and_not_the_other() -> None:
    draw = rng()
    truth = np.linspace(-4.0, 4.0, 30)[:, None]
    luck = draw.normal(0.0, 5.0, size=400)[None, :]
    few, many = summarise(truth + luck[:, :25]), summarise(truth + luck)
    assert (many.luck[1] - many.luck[0]) < 0.35 * (few.luck[1] - few.luck[0])
    assert many.parameters == pytest.approx((many.mean - 3.6, many.mean + 3.6), abs=0.1)
    assert few.parameters[1] - few.parameters[0] == pytest.approx(7.2, abs=0.1)


def test_the_spread_is_shared_out_among_parameters_luck_and_both() -> None:
    draw = rng()
    values = (
        draw.normal(0, 3.0, size=(200, 1))
        + draw.normal(0, 2.0, size=(1, 200))
        + draw.normal(0, 1.0, size=(200, 200))
    )
    shares = summarise(values).shares
    assert shares.parameters == pytest.approx(9 / 14, abs=0.06)
    assert shares.luck == pytest.approx(4 / 14, abs=0.06)
    assert shares.both == pytest.approx(1 / 14, abs=0.02)


def test_the_interval_over_luck_covers_as_often_as_it_says() -> None:
    draw = rng()
    hits = 0
    for _ in range(400):
        low, high = summarise(np.repeat(draw.normal(1.0, 1.0, size=(1, 12)), 5, axis=0)).luck
        hits += low <= 1.0 <= high
    assert 0.86 <= hits / 400 <= 0.94


def test_gaps_do_not_compare_unlike_points() -> None:
    """Points differ by 100 and lucks by 1; a third is missing; the split is found exactly."""
    values = 100.0 * np.arange(6)[:, None] + 1.0 * np.arange(9)[None, :]
    holes = rng().random(values.shape) < 0.33
    effect = summarise(np.where(holes, np.nan, values))
    assert effect.mean == pytest.approx(254.0, abs=1e-6)
    full = summarise(values)
    assert effect.luck == pytest.approx(full.luck, abs=1e-6)


def test_slices_that_are_unfinished_shift_nothing() -> None:
    values = np.array([[[0.0, 0.0]], [[10.0, np.nan]]])
    np.testing.assert_allclose(over_slices(values), [[5.0, 5.0]])
    empty = np.array([[[3.0, 4.0]], [[np.nan, np.nan]]])
    np.testing.assert_allclose(over_slices(empty), [[3.0, 4.0]])


def test_one_luck_has_no_interval_over_luck() -> None:
    effect = summarise(np.array([[1.0], [3.0]]))
    assert effect.luck is None
    assert effect.detectable is None
    assert effect.parameters == pytest.approx((1.1, 2.9))


def test_nothing_to_answer_from_is_said() -> None:
    with pytest.raises(AnalysisError, match="no race"):
        summarise(np.full((2, 3), np.nan))


@pytest.mark.parametrize(("hits", "races"), [(0, 10), (3, 10), (10, 10), (17, 400)])
def test_wilson_is_wilsons(hits: int, races: int) -> None:
    known = binomtest(hits, races).proportion_ci(0.9, method="wilson")
    assert wilson(hits / races, races) == pytest.approx((known.low, known.high))


def test_chances_have_wilsons_interval_and_never_a_certain_nought() -> None:
    results = sweep(
        {"poor_leads.end": lambda arm, cell, values, luck: float(luck < 3 and arm == "distil")},
        lucks=10, chances=("poor_leads.end",),
    )  # fmt: skip
    assert level(results, 1) == pytest.approx(wilson(0.3, 10))
    assert level(results, 0) == pytest.approx(wilson(0.0, 10))
    same_arm = answer(results, Asked("poor_leads.end", "none", "none"))
    assert same_arm.mean == 0.0
    low, high = same_arm.luck
    # Agresti and Min: 12 lucks of which one differs, half up, half down.
    assert high == pytest.approx(1.6448536 * math.sqrt((1 / 12) / 12))
    assert low == -high


def test_races_of_one_luck_do_not_count_as_many() -> None:
    """The same luck decides alike at all 50 points: the chance is as unsure as from 10 races."""
    points = spread(("a",), 50)
    results = sweep(
        {"poor_leads.end": lambda arm, cell, values, luck: float(luck < 3)},
        points=points, lucks=10, chances=("poor_leads.end",),
    )  # fmt: skip
    assert level(results, 0) == pytest.approx(wilson(0.3, 10))


def test_unknown_arms_and_factors_are_named() -> None:
    results = sweep({"lag.end": lambda *_: 0.0})
    with pytest.raises(AnalysisError, match="no arm 'guard'; it has none, distil"):
        answer(results, Asked("lag.end", "guard", "none"))
    with pytest.raises(AnalysisError, match="no factor 'ratio'"):
        answer(results, Asked("lag.end", 3, 30, factor="ratio"))


def test_what_never_happened_is_as_sure_as_what_happened_once() -> None:
    """Two points, four lucks; in one arm it happened once, in the other never.

    Once: variance 1/8 · 7/8 = 7/64; means of lucks 1/2, 0, 0, 0, of variance 1/16, so a squared
    error of 1/64: as sure as 7 independent races. The other arm alone could not tell.
    """
    results = sweep(
        {LEADS: lambda arm, cell, values, luck: float(
            arm == "distil" and luck == 0 and values["a"] > 0.5
        )},
        points=spread(("a",), 2), lucks=4, chances=(LEADS,),
    )  # fmt: skip
    series = series_of(results)
    never, once = (each.level(results, LEADS, series) for each in series)
    assert never.luck == pytest.approx(wilson(0.0, 7))
    assert once.luck == pytest.approx(wilson(1 / 8, 7))
    assert never.luck[1] < once.luck[1]
    alone = series[0].level(results, LEADS)
    assert alone.luck == pytest.approx(wilson(0.0, 4)), "of four lucks, where nothing else tells"


def test_the_answer_and_its_row_have_one_interval() -> None:
    """The pair's own rows and those of the other arm tell how many pairs are independent."""

    def rule(arm, cell, values, luck):
        return float({"none": 9, "distil": 9, "guarded": 1}[arm] <= luck and values["a"] > 0.3)

    asked = Asked(LEADS, "distil", "none")
    results = sweep(
        {LEADS: rule}, ("none", "distil", "guarded"), points=spread(("a",), 6), lucks=8,
        asked=asked, chances=(LEADS,),
    )  # fmt: skip
    base, *others = series_of(results)
    found = [difference(results, LEADS, each, base, (base, *others))[1] for each in others]
    assert answer(results, asked).luck == found[0].luck
    assert answer(results, replace(asked, plus="guarded")).luck == found[1].luck
    assert found[0].mean == 0.0
    assert found[0].luck[1] > 0.0


def test_an_average_over_cells_counts_all_its_races() -> None:
    results = sweep(
        {"lag.end": lambda arm, cell, values, luck: float(luck)}, factors={"ratio": (1.0, 2.0, 3.0)}
    )
    assert answer(results, LAG).races == 3 * 8
    assert answer(results, replace(LAG, at={"ratio": 1.0})).races == 8
