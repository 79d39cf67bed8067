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
    race = Race(scenario, seed=1, lucks=[1], months=9, parameters=FRAME.loc[2].to_dict())
    plain = read(race.run(), scenario, observe().past)
    for name in QUANTITIES:
        assert np.array_equal(found.values[name][2, 1], plain[name][0]), name


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
