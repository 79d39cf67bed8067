"""Worlds: each with its own stocks and constants, the same alone and among others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenfold.scenarios.parameters import ParameterError
from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import QUANTITIES, read
from tenfold.sim.hindcast.simulate import simulate
from tenfold.sim.hindcast.start import draw_stocks, load_hindcast, start_dated, with_stocks
from tenfold.sim.hindcast.worlds import Worlds
from tenfold.sim.race import Race

pytestmark = pytest.mark.usefixtures("warm_engine")
FRAME = pd.DataFrame({"kappa": [0.5, 0.9, 0.7], "own_power": [0.5, 0.7, 0.6]}, index=[4, 9, 2])


def test_a_world_is_the_same_alone_and_among_others() -> None:
    together = simulate(FRAME, lucks=3, months=9)
    alone = simulate(FRAME.loc[[9]], lucks=3, months=9)
    for name in QUANTITIES:
        assert np.array_equal(together.values[name][1:2], alone.values[name]), name
    assert together.stocks.loc[9].tolist() == alone.stocks.loc[9].tolist()


def test_a_world_is_the_race_that_anybody_can_run() -> None:
    found = simulate(FRAME, lucks=3, months=9)
    scenario = with_stocks(load_hindcast(), draw_stocks(1, 2))
    seventh = 2 * 3 + 1  # row 2 meets the lucks 6, 7 and 8
    race = Race(scenario, seed=1, lucks=[seventh], months=9, parameters=FRAME.loc[2].to_dict())
    plain = read(race.run(), scenario, observe().past)
    plain["price_fixed"] = np.minimum.accumulate(plain["price_fixed"], axis=1)
    for name in QUANTITIES:
        assert np.array_equal(found.values[name][2, 1], plain[name][0]), name


def test_no_two_worlds_share_a_luck() -> None:
    """The same constants and stocks in every world: what differs is luck alone."""
    same = pd.DataFrame({"kappa": [0.7, 0.7]})
    scenario = load_hindcast()
    middles = np.array([lab.compute.value for lab in scenario.labs])
    fixed = {name: np.array([0.7, 0.7]) for name in same}
    found = simulate(same, lucks=2, months=9)
    assert len(set(found.values["best_us"][:, :, -1].ravel())) == 4
    own = Worlds(scenario, np.tile(middles, (2, 1)), fixed, np.array([[0, 1], [2, 3]]), 1, 9)
    apart = read(own.run(), scenario, observe().past)["best_us"][:, -1]
    own.close()
    shared = Worlds(scenario, np.tile(middles, (2, 1)), fixed, range(2), 1, 9)
    alike = read(shared.run(), scenario, observe().past)["best_us"][:, -1]
    shared.close()
    assert len(set(apart)) == 4
    assert alike[:2].tolist() == alike[2:].tolist() == apart[:2].tolist()


def test_the_price_of_a_capability_is_the_lowest_so_far() -> None:
    price = simulate(FRAME, lucks=3, months=9).values["price_fixed"]
    assert (np.diff(price, axis=-1) <= 0.0).all()
    assert price.min() < 0.0


def test_constants_and_stocks_differ_between_worlds() -> None:
    found = simulate(FRAME, lucks=2, months=9)
    assert len(set(found.stocks["OpenAI"])) == 3
    assert len(set(found.values["best_us"][:, 0, -1])) == 3


def test_constants_of_the_start_are_left_to_the_scenario() -> None:
    assert "rent" in start_dated()
    odd = FRAME.assign(rent=[100.0, 1.0e4, 9.0])
    one, other = simulate(FRAME, lucks=2, months=6), simulate(odd, lucks=2, months=6)
    for name in QUANTITIES:
        assert np.array_equal(one.values[name], other.values[name]), name


def test_stocks_are_drawn_around_their_figures() -> None:
    drawn = np.array([draw_stocks(1, row) for row in range(2000)])
    for place, lab in enumerate(load_hindcast().labs):
        low, middle, high = np.quantile(drawn[:, place], [0.05, 0.5, 0.95])
        figure = lab.compute
        assert low == pytest.approx(figure.low, rel=0.12), lab.name
        assert middle == pytest.approx(figure.value, rel=0.06), lab.name
        assert high == pytest.approx(figure.high, rel=0.12), lab.name


def test_another_seed_draws_other_stocks() -> None:
    assert not np.array_equal(draw_stocks(1, 0), draw_stocks(2, 0))
    assert not np.array_equal(draw_stocks(1, 0), draw_stocks(1, 1))


@pytest.mark.parametrize(
    ("frame", "lucks"), [(FRAME.iloc[:0], 2), (FRAME, 0), (FRAME.assign(kapa=1.0), 2)]
)
def test_what_cannot_be_raced_is_refused_in_a_line(frame: pd.DataFrame, lucks: int) -> None:
    with pytest.raises(ParameterError, match=r"at least one row|unknown parameter 'kapa'"):
        simulate(frame, lucks, months=2)
