"""History: series, frames and the meaning of every column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.history import History
from tenfold.sim.race import Race
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED


@pytest.fixture(scope="module")
def race() -> Race:
    race = Race("equal-start", seed=9, runs=3, first_run=40, months=12)
    race.advance(7)
    return race


def test_columns_say_what_they_are() -> None:
    for columns in (LAB_RECORDED, MARKET_RECORDED):
        names = [column.name for column in columns]
        assert len(names) == len(set(names))
        for column in columns:
            assert column.name.isidentifier()
            assert column.unit
            assert column.meaning


def test_series_end_at_the_present_month(race: Race) -> None:
    assert race.history.series("capability").shape == (3, 8, 6)
    assert race.history.market_series("rent").shape == (3, 8)
    assert race.history.lab.shape == (3, 13, 6, len(LAB_RECORDED))
    assert (race.history.lab[:, 8:] == 0.0).all()


def test_the_last_month_is_the_present_state(race: Race) -> None:
    for name in ("capability", "cash", "compute", "price"):
        assert np.array_equal(race.history.series(name)[:, -1], race.world.lab[name])
    for name in ("rent", "tokens", "frontier"):
        assert np.array_equal(race.history.market_series(name)[:, -1], race.world.market[name])


def test_an_unknown_column_is_refused(race: Race) -> None:
    with pytest.raises(KeyError, match="no_such_column"):
        race.history.series("no_such_column")
    with pytest.raises(KeyError, match="no_such_column"):
        race.history.market_series("no_such_column")


def test_the_frame_is_tidy(race: Race) -> None:
    frame = race.history.frame()
    assert list(frame.columns) == ["run", "month", "lab", "kind"] + [c.name for c in LAB_RECORDED]
    assert len(frame) == 3 * 8 * 6
    assert not frame.duplicated(["run", "month", "lab"]).any()
    assert sorted(frame["run"].unique()) == [40, 41, 42]
    assert frame["month"].max() == 7
    assert list(frame["lab"].cat.categories) == [lab.name for lab in race.labs]
    assert np.isfinite(frame.select_dtypes("number").to_numpy()).all()


def test_every_row_of_the_frame_is_the_right_figure(race: Race) -> None:
    frame = race.history.frame().set_index(["run", "month", "lab"])
    for row, month, place in ((0, 0, 0), (1, 7, 5), (2, 3, 2)):
        lab = race.labs[place]
        found = frame.loc[(40 + row, month, lab.name)]
        assert found["kind"] == lab.kind
        for name in ("capability", "cash", "token_share"):
            assert found[name] == race.history.series(name)[row, month, place]


def test_the_frame_of_one_run_is_its_part_of_the_whole(race: Race) -> None:
    whole = race.history.frame()
    one = race.history.frame(run=1)
    part = whole[whole["run"] == 41].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, part)


def test_the_market_frame(race: Race) -> None:
    frame = race.history.market_frame()
    assert list(frame.columns) == ["run", "month"] + [c.name for c in MARKET_RECORDED]
    assert len(frame) == 3 * 8
    one = race.history.market_frame(run=2)
    pd.testing.assert_frame_equal(one, frame[frame["run"] == 42].reset_index(drop=True))
    assert np.array_equal(one["rent"].to_numpy(), race.history.market_series("rent")[2])


def test_a_new_history_is_empty_but_for_the_opening() -> None:
    history = History(np.arange(2), 5, ("A", "B"), ("frontier", "open"))
    assert history.series("cash").shape == (2, 1, 2)
    assert len(history.frame()) == 2 * 1 * 2


def test_a_history_in_the_memory_of_another_is_empty_and_of_its_own_runs() -> None:
    old = History(np.array([4, 1]), 3, ("A", "B"), ("frontier", "open"))
    old.months = 3
    old.lab[:] = 7.0
    old.market[:] = 8.0
    new = History(np.array([9, 9]), 3, ("C", "D"), ("open", "open"), old)
    assert new.lab is old.lab
    assert new.market is old.market
    assert not new.lab.any()
    assert not new.market.any()
    assert (new.months, new.first_run, new.labs) == (0, 9, ("C", "D"))
    assert new.series("cash").shape == (2, 1, 2)


def test_frames_number_the_runs_by_their_lucks() -> None:
    race = Race("equal-start", seed=9, lucks=[41, 7, 41], months=2)
    history = race.run()
    frame = history.frame()
    assert frame["run"].tolist() == [41] * 18 + [7] * 18 + [41] * 18
    assert frame["cash"].tolist() == history.series("cash").ravel().tolist()
    assert history.frame(run=1)["run"].unique().tolist() == [7]
    assert history.market_frame()["run"].tolist() == [41] * 3 + [7] * 3 + [41] * 3
    assert history.market_frame(run=1)["rent"].tolist() == (
        history.market_series("rent")[1].tolist()
    )
