"""Measures on series made by hand: lags, growth, leads, shares, concentration, intervals."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.history import LAB_PLACE, MARKET_PLACE, History
from tenfold.sim.measures import (
    MEASURES,
    PAST_SPEED,
    MeasureError,
    best,
    concentration,
    find_measure,
    frontier,
    groups_of,
    growth_per_year,
    lag_months,
    leads,
    median_interval,
    months_behind,
    over_labs,
    shares,
)
from tenfold.sim.race import Race

ALL = np.array([True, True, True])
FIRST = np.array([True, False, False])


def row(*values: float) -> np.ndarray:
    return np.array([values], dtype=np.float64)


def made(**figures: list[list[float]]) -> History:
    """A history of one run and three labs; each figure is given month by month."""
    months = len(next(iter(figures.values()))) - 1
    history = History(np.arange(1), months, ("A", "B", "C"), ("frontier", "chinese", "open"))
    history.months = months
    history.lab[0, :, :, LAB_PLACE["active"]] = 1.0
    for name, values in figures.items():
        history.lab[0, :, :, LAB_PLACE[name]] = values
    return history


def test_a_follower_n_months_behind_has_lag_n() -> None:
    leader = np.arange(150.0, 170.0)[None, :]
    follower = leader - 4.0
    assert_allclose(lag_months(leader, follower)[0, 4:], 4.0)


def test_a_lag_between_months_is_read_off_a_straight_line() -> None:
    leader = row(150.0, 154.0, 158.0)
    assert lag_months(leader, row(0.0, 0.0, 155.0))[0, 2] == pytest.approx(0.75)
    assert lag_months(leader, row(0.0, 0.0, 153.0))[0, 2] == pytest.approx(1.25)


def test_before_the_start_the_frontier_rose_at_its_past_speed() -> None:
    leader = row(150.0, 150.0, 150.0)
    lag = lag_months(leader, row(150.0 - PAST_SPEED, 150.0 - PAST_SPEED, 149.0))
    assert_allclose(lag[0, :2], [12.0, 13.0])
    assert lag[0, 2] == pytest.approx(2.0 + 12.0 / PAST_SPEED)


def test_who_leads_or_is_level_has_no_lag() -> None:
    leader = row(150.0, 152.0, 153.0)
    assert_allclose(lag_months(leader, row(150.0, 153.0, 160.0)), 0.0)


def test_a_leader_that_stands_still_was_reached_when_it_first_stood_there() -> None:
    leader = row(150.0, 155.0, 155.0, 155.0, 160.0)
    assert lag_months(leader, row(0.0, 0.0, 0.0, 0.0, 155.0))[0, 4] == pytest.approx(3.0)


def test_a_step_of_the_leader_starts_the_clock() -> None:
    leader = row(150.0, 150.0, 160.0, 160.0, 160.0)
    lags = lag_months(leader, row(150.0, 150.0, 150.0, 150.0, 150.0))
    assert_allclose(lags[0], [0.0, 0.0, 2.0, 3.0, 4.0])


def test_runs_are_measured_apart() -> None:
    leader = np.vstack([np.arange(150.0, 160.0), np.full(10, 150.0)])
    follower = np.vstack([np.arange(148.0, 158.0), np.full(10, 151.0)])
    lags = lag_months(leader, follower)
    assert_allclose(lags[0, 2:], 2.0)
    assert_allclose(lags[1], 0.0)


def test_best_and_frontier_leave_out_who_has_left() -> None:
    history = made(
        capability=[[150.0, 140.0, 130.0], [155.0, 141.0, 131.0]],
        active=[[1.0, 1.0, 1.0], [0.0, 1.0, 1.0]],
    )
    assert_allclose(frontier(history), [[150.0, 141.0]])
    assert_allclose(best(history, ~FIRST), [[140.0, 141.0]])
    assert_allclose(best(history, FIRST), [[150.0, 0.0]])


def test_membership_may_change_from_month_to_month() -> None:
    history = made(capability=[[150.0, 140.0, 130.0], [155.0, 141.0, 131.0]])
    member = np.array([[[True, False, False], [False, True, False]]])
    assert_allclose(best(history, member), [[150.0, 141.0]])


def test_months_behind_is_the_lag_to_the_frontier() -> None:
    history = made(capability=[[150.0, 148.0, 130.0], [151.0, 149.0, 130.0], [152.0, 150.0, 130.0]])
    assert months_behind(history, 1)[0, 2] == pytest.approx(2.0)
    assert_allclose(months_behind(history, 0), 0.0)


def test_growth_is_a_factor_per_year() -> None:
    series = np.array([[1.0] + [0.0] * 23 + [9.0], [2.0] + [0.0] * 23 + [2.0]])
    assert_allclose(growth_per_year(series, 24), [3.0, 1.0])
    assert np.isfinite(growth_per_year(np.zeros((1, 13)), 12)).all()


def test_a_lead_is_strict() -> None:
    history = made(capability=[[150.0, 150.0, 130.0], [151.0, 150.0, 130.0]])
    assert not leads(history, FIRST, 0)[0]
    assert not leads(history, ~FIRST, 0)[0]
    assert leads(history, FIRST, 1)[0]


def test_shares_and_concentration() -> None:
    history = made(token_share=[[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]])
    assert_allclose(shares(history, ~FIRST, "token_share", 0), [0.5])
    assert_allclose(concentration(history), [[0.38, 1.0]])


def test_intervals_leave_out_what_is_unknown() -> None:
    middle, low, high = median_interval(np.array([np.nan, *np.arange(101.0)]), 0.9)
    assert_allclose((middle, low, high), (50.0, 5.0, 95.0))
    assert np.isnan(median_interval(np.array([np.nan]))).all()


def test_measures_of_a_real_race_are_sane() -> None:
    race = Race("tenfold-2026", seed=2, runs=4, months=24)
    history = race.run()
    ours = np.array([lab.home == "us" for lab in race.labs])
    lags = lag_months(best(history, ours), best(history, ~ours))
    assert lags.shape == (4, 25)
    assert ((lags >= 0.0) & (lags < 60.0)).all()
    assert_allclose(frontier(history), history.market_series("frontier"))
    total = shares(history, ours, "token_share", 24) + shares(history, ~ours, "token_share", 24)
    assert_allclose(total, 1.0)


SIDED, WORLD = load_scenario("ten-to-one"), load_scenario("tenfold-2026")
SIX = tuple(lab.name for lab in SIDED.labs)


def six(**figures: list[list[float]]) -> History:
    """A history of one run of ten-to-one's labs (three rich, three poor), month by month."""
    months = len(next(iter(figures.values()))) - 1
    history = History(np.arange(1), months, SIX, ("frontier",) * 6)
    history.months = months
    history.lab[0, :, :, LAB_PLACE["active"]] = 1.0
    for name, values in figures.items():
        history.lab[0, :, :, LAB_PLACE[name]] = values
    return history


def path(name: str, history: History) -> list[float]:
    """A measure of the only run of a history, month by month."""
    measure = find_measure(name, SIDED)
    return [float(value) for value in measure.path(history, groups_of(SIDED))[0]]


def test_groups_are_everyone_sides_homes_kinds_and_labs() -> None:
    sided = groups_of(SIDED)
    assert set(sided) == {"all", "rich", "poor", "us", "frontier", *SIX}
    assert sided["poor"].tolist() == [False, False, False, True, True, True]
    assert sided["Oak"].tolist() == [False, False, False, False, True, False]
    assert sided["all"].all()
    world = groups_of(WORLD)
    assert {"us", "china", "other", "frontier", "chinese", "open"} <= set(world)
    assert not {"rich", "poor"} & set(world)
    for name in ("us", "china", "other"):
        assert world[name].tolist() == [lab.home == name for lab in WORLD.labs]


def test_the_gap_the_lag_and_the_lead_between_the_sides() -> None:
    history = six(
        capability=[
            [150.0, 148.0, 10.0, 140.0, 139.0, 100.0],
            [154.0, 148.0, 10.0, 150.0, 139.0, 100.0],
            [154.0, 148.0, 10.0, 152.0, 154.0, 100.0],
            [154.0, 148.0, 10.0, 152.0, 154.5, 100.0],
        ]
    )
    assert path("gap_points", history) == [10.0, 4.0, 0.0, -0.5]
    assert path("poor_leads", history) == [0.0, 0.0, 0.0, 1.0], "a tie is no lead"
    lags = path("lag_months", history)
    assert lags[0] == pytest.approx(10.0 / PAST_SPEED * 12.0)
    assert lags[1] == pytest.approx(1.0)
    assert lags[2:] == [0.0, 0.0]
    assert path("frontier", history) == [150.0, 154.0, 154.0, 154.5]
    assert path("rich.capability", history) == [150.0, 154.0, 154.0, 154.0]
    assert path("poor.months_behind", history) == pytest.approx(lags)
    assert path("Birch.months_behind", history)[1] == pytest.approx(1.0 + 2.0 / PAST_SPEED * 12.0)
    # Alder stands at 154 in month 3, which it was the first to reach itself, in month 1.
    assert path("Alder.months_behind", history)[3] == pytest.approx(2.0)


def test_a_group_has_the_sum_of_amounts_and_the_mean_of_prices() -> None:
    history = six(
        cash=[[1.0, 2.0, 3.0, 10.0, 20.0, 30.0]] * 2,
        token_share=[[0.1, 0.2, 0.3, 0.05, 0.15, 0.2]] * 2,
        price=[[1.0, 2.0, 6.0, 5.0, 5.0, 5.0]] * 2,
        confidence=[[-1.0, 0.0, 4.0, 1.0, 1.0, 4.0]] * 2,
        compute=[[60.0, 20.0, 20.0, 5.0, 5.0, 10.0], [60.0, 20.0, 20.0, 0.0, 0.0, 0.0]],
    )
    assert path("rich.cash", history) == [6.0, 6.0]
    assert path("all.cash", history) == [66.0, 66.0]
    assert path("Oak.cash", history) == [20.0, 20.0]
    assert path("poor.token_share", history) == pytest.approx([0.4, 0.4])
    assert path("rich.price", history) == [3.0, 3.0]
    assert path("poor.confidence", history) == [2.0, 2.0]
    assert path("compute_gap", history)[0] == 5.0
    assert np.isfinite(path("compute_gap", history)[1])
    assert path("concentration", history)[0] == pytest.approx(0.205)


def test_labs_left_and_leads_of_open_models() -> None:
    history = six(
        active=[[1.0] * 6, [1.0, 1.0, 0.0, 0.0, 0.0, 1.0]],
        open_capability=[[0.0, 0.0, 0.0, 140.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0, 150.0]],
        closed_capability=[[150.0, 148.0, 0.0, 0.0, 0.0, 0.0], [149.0, 150.0, 0.0, 0.0, 0.0, 0.0]],
    )
    assert path("labs_left", history) == [6.0, 3.0]
    assert path("open_gap_points", history) == [10.0, 0.0]
    assert path("open_leads", history) == [0.0, 0.0], "a tie is no lead"


def test_figures_of_the_market_are_recorded_ones() -> None:
    history = six(cash=[[0.0] * 6] * 3)
    history.market[0, :, MARKET_PLACE["rent"]] = [5.0, 6.0, 7.0]
    assert path("market.rent", history) == [5.0, 6.0, 7.0]
    assert find_measure("market.rent", SIDED).unit == "USD per H100e-month"


def test_chinese_measures_are_of_homes() -> None:
    race = Race(WORLD, seed=2, runs=3, months=6)
    history, groups = race.run(), groups_of(WORLD)
    capability = history.series("capability")
    ours = [place for place, lab in enumerate(WORLD.labs) if lab.home == "china"]
    theirs = [place for place, lab in enumerate(WORLD.labs) if lab.home == "us"]
    gap = capability[:, :, theirs].max(axis=2) - capability[:, :, ours].max(axis=2)
    assert_allclose(MEASURES["chinese_gap_points"].path(history, groups), gap)
    leads_of = MEASURES["chinese_leads"].path(history, groups)
    assert leads_of.tolist() == (gap < 0.0).astype(float).tolist()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lag_month", "unknown measure 'lag_month'; did you mean 'lag_months'?"),
        ("chinese_leads", "nobody in ten-to-one belongs to 'china'; choose another"),
        ("pore.cash", "'pore.cash': no group or lab 'pore'; did you mean 'poor'?"),
        ("Aldr.cash", "no group or lab 'Aldr'; did you mean 'Alder'?"),
        ("poor.cahs", "'poor.cahs': no figure 'cahs'; did you mean 'cash'?"),
        ("poor.months_behnd", "did you mean 'months_behind'?"),
        ("market.rents", "'market.rents': no figure 'rents'; did you mean 'rent'?"),
        ("marked.rent", "no group or lab 'marked'; did you mean 'market'?"),
        ("poor.", "'poor.': no figure ''"),
        (".cash", "'.cash': no group or lab ''"),
    ],
)
def test_a_measure_that_does_not_exist_gives_the_nearest(name: str, words: str) -> None:
    with pytest.raises(MeasureError) as caught:
        find_measure(name, SIDED)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_sums_over_labs_have_the_same_bits_in_any_batch() -> None:
    values = np.random.default_rng(3).lognormal(0.0, 12.0, (64, 5, 12))
    whole = over_labs(values)
    assert_allclose(whole, values.sum(axis=2), rtol=1e-12)
    for size in (1, 7):
        parts = [over_labs(values[k : k + size]) for k in range(0, 64, size)]
        assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert values.flags.owndata
    assert over_labs(values[..., :1]).tobytes() == values[..., 0].tobytes()


OF_GROUPS = (
    "all.cash", "us.token_share", "china.price", "open.capability", "china.months_behind",
    "frontier.confidence", "Hanxi.revenue", "market.rent",
)  # fmt: skip


@pytest.mark.parametrize("scenario", [SIDED, WORLD], ids=lambda each: each.name)
def test_the_size_of_a_batch_changes_no_bit_of_any_measure(scenario: Scenario) -> None:
    groups = groups_of(scenario)
    wanted = [
        name for name, each in MEASURES.items() if all(group in groups for group in each.groups)
    ]
    wanted += [name for name in OF_GROUPS if name.partition(".")[0] in {*groups, "market"}]
    assert len(wanted) > 10
    measures = {name: find_measure(name, scenario) for name in wanted}
    whole = Race(scenario, seed=6, runs=64, months=8).run()
    expected = {name: each.path(whole, groups) for name, each in measures.items()}
    for each in expected.values():
        assert each.shape == (64, 9)
        assert np.isfinite(each).all()
    for size in (1, 7):
        for first in range(0, 64, 9 * size):
            runs = min(size, 64 - first)
            part = Race(scenario, seed=6, runs=runs, first_run=first, months=8).run()
            for name, measure in measures.items():
                found = measure.path(part, groups)
                assert found.tobytes() == expected[name][first : first + runs].tobytes(), name


def test_a_group_has_the_mean_of_shares_of_compute_and_the_best_of_who_is_left() -> None:
    history = six(
        share_experiments=[[0.2, 0.4, 0.6, 0.1, 0.1, 0.4]] * 2,
        editing_hours=[[3.0, 4.0, 5.0, 1.0, 1.0, 1.0]] * 2,
        capability=[[150.0, 148.0, 147.0, 140.0, 139.0, 100.0]] * 2,
        active=[[1.0] * 6, [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]],
    )
    assert path("rich.share_experiments", history) == pytest.approx([0.4, 0.4])
    assert path("rich.editing_hours", history) == [4.0, 4.0]
    assert path("rich.capability", history) == [150.0, 148.0]
