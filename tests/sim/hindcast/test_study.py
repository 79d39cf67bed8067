"""The study and the card: laid out whole, the same each time."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from tenfold.scenarios.ensembles import Ensemble
from tenfold.sim.calibration.space import make_space
from tenfold.sim.hindcast import forecast, study
from tenfold.sim.hindcast.forecast import QUARTERS, card_json, card_table, make_card
from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import QUANTITIES
from tenfold.sim.hindcast.study import MAIN, VIEWS, run_study, series_table, study_json

pytestmark = pytest.mark.usefixtures("warm_engine")
FRAME = pd.DataFrame({"weight": [0.7, 0.3], "kappa": [0.6, 0.8], "own_power": [0.55, 0.65]})
ENSEMBLE = Ensemble("made-up", FRAME, {"sha256": "0" * 64})


@pytest.fixture(scope="module")
def few() -> pytest.MonkeyPatch:
    patch = pytest.MonkeyPatch()
    patch.setattr(study, "LUCKS", 4)
    patch.setattr(forecast, "LUCKS", 4)
    yield patch
    patch.undo()


@pytest.fixture(scope="module")
def done(few: pytest.MonkeyPatch, warm_engine: None) -> study.Study:
    return run_study(ENSEMBLE)


@pytest.fixture(scope="module")
def card(few: pytest.MonkeyPatch, warm_engine: None) -> forecast.Card:
    return make_card(ENSEMBLE)


def test_every_view_is_judged_on_the_same_races(done: study.Study) -> None:
    assert set(done.judged) == set(VIEWS)
    assert done.main is done.judged[MAIN]
    assert done.judged[study.View(False, False)].worth == pytest.approx(1 / (0.7**2 + 0.3**2) * 4)


def test_the_even_prior_is_raced_without_fit_or_weights(done: study.Study) -> None:
    points = study.prior_rows(4)
    assert points.equals(study.prior_rows(4))
    space = make_space()
    assert list(points.columns) == list(space.names)
    quarter = np.floor(4.0 * space.unit(points.to_numpy()))
    assert (np.sort(quarter, axis=0) == np.arange(4.0)[:, None]).all()  # one point in each quarter
    view = study.View(False, False, prior=True)
    assert done.judged[view].worth == pytest.approx(8.0)
    assert done.judged[view].bands["best_us"][3, 24] != done.main.bands["best_us"][3, 24]


def test_the_same_study_has_the_same_bytes(done: study.Study) -> None:
    again = run_study(ENSEMBLE)
    assert json.dumps(study_json(done)) == json.dumps(study_json(again))
    assert series_table(done).to_csv() == series_table(again).to_csv()


def test_the_series_hold_every_month_of_every_quantity(done: study.Study) -> None:
    table = series_table(done)
    assert len(table) == 25 * len(QUANTITIES)
    mine = table[table["quantity"] == "best_us"]
    assert mine["observed"].tolist() == observe(24, False).values["best_us"].tolist()
    assert mine["no_change"].isna().sum() == 13
    levels = [column for column in table.columns if column.startswith("q") and column[1:].isdigit()]
    assert levels == ["q05", "q10", "q25", "q50", "q75", "q90", "q95"]
    assert (np.diff(table[levels].to_numpy(), axis=1) >= 0.0).all()


def test_the_short_form_draws_by_weight() -> None:
    frame, weights = study.rows_of(ENSEMBLE, quick=True)
    assert len(frame) == study.QUICK_ROWS
    assert (frame["kappa"] == 0.6).mean() == pytest.approx(0.7, abs=0.03)
    assert weights.sum() == pytest.approx(1.0)


def test_published_shares_stand_beside_the_races(done: study.Study) -> None:
    assert [each["published"] for each in study.shares(done)] == [0.33, 0.13]


def test_the_card_has_every_quarter_in_natural_units(card: forecast.Card) -> None:
    table = card_table(card)
    assert len(table) == len(QUARTERS) * len(QUANTITIES)
    assert table["date"].min() == "2026-03-31"
    assert table["date"].max() == "2028-12-31"
    runs = table[table["quantity"] == "training_us"]
    assert (runs["q05"] >= 3.799e26).all()  # the largest on file is one already
    assert set(runs["unit"]) == {"FLOP"}
    price = table[table["quantity"] == "price_fixed"]
    assert (price["q50"] < 1.01).all()


def test_the_card_starts_where_the_world_was(card: forecast.Card) -> None:
    observed = observe(24, False).values
    for name in ("best_us", "best_china", "best_open"):
        assert card.bands[name][:, 0] == pytest.approx(observed[name][24], abs=0.01)
    # The model draws the past of the leaders as straight lines between month-ends, like the world.
    for name in ("lag_china", "lag_open"):
        assert card.bands[name][:, 0] == pytest.approx(observed[name][24], abs=0.01)


def test_the_same_card_has_the_same_bytes(card: forecast.Card) -> None:
    assert json.dumps(card_json(card)) == json.dumps(card_json(make_card(ENSEMBLE)))
    for chance in card.chances:
        assert len(chance.by_year) == 3
        assert all(0.0 <= share <= 1.0 for share in chance.by_year)
