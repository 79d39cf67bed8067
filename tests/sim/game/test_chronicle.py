"""The past told quarter by quarter is the past told as a whole, and costs no more late."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.sim.game.calendar import start_of
from tenfold.sim.game.telling.model_news import CAUSES, TROUBLES, Record
from tenfold.sim.game.telling.news import tell
from tenfold.sim.game.telling.replaying import view_at
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.snapshot import CHANNELS
from tenfold.sim.game.telling.standing import behind_by_month, leads_over
from tenfold.sim.game.turns import Game
from tenfold.sim.measures import lag_months, lags_now

Begin = Callable[..., Game]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Game:
    """A finished game of 24 quarters between 12 labs, looked at after every quarter."""
    game = Game.begin(tmp_path_factory.mktemp("long"), "tenfold-2026", "Hanxi", 3, 24)
    while not game.finished:
        game.end_turn(game.turn)
        game.chronicle.catch_up(game.race, game.snapshots)
    return game


def test_news_of_each_quarter_are_the_news_of_all(long: Game) -> None:
    columns = long.columns("public_score", "active", "share_experiments", *{*CAUSES, *TROUBLES})
    levels = columns["public_score"] * columns["active"]
    parts = {name: columns[name][:, long.seat] for name in {*CAUSES, *TROUBLES}}
    record = Record(
        long.scenario, start_of(long.scenario.start), long.seat, columns["public_score"],
        behind_by_month(levels, long.seat), columns["share_experiments"][:, long.seat], parts,
        shots=tuple(long.snapshots), ends=long.race.months,
    )  # fmt: skip
    assert len(long.chronicle.news) > 100
    assert long.chronicle.news == tell(long.race.happenings(), record)


def test_a_reloaded_game_tells_the_same(long: Game) -> None:
    assert view_of(Game.load(long.save.path.parent, long.token)) == view_of(long)


def test_standings_are_one_for_each_quarter(long: Game) -> None:
    view = view_of(long)
    assert len(view.standings) == 25
    assert view.standings[-1] == view.standing
    levels = long.columns("public_score")["public_score"] * long.columns("active")["active"]
    behind = behind_by_month(levels, long.seat)
    assert [standing.behind for standing in view.standings] == pytest.approx(list(behind[::3]))


def test_lags_of_now_are_the_last_of_all_months() -> None:
    dice = np.random.default_rng(4)
    for _ in range(50):
        paths = 150 + dice.normal(1, 2, (5, 14)).cumsum(axis=1)
        levels = 150 + dice.normal(0, 12, 5)
        follower = np.repeat(levels[:, None], 14, axis=1)
        np.testing.assert_array_equal(lags_now(paths, levels), lag_months(paths, follower)[:, -1])
    assert leads_over(np.full((3, 4), 150.0), 1).tolist() == [0.0] * 4


def test_a_late_turn_and_its_view_cost_as_an_early_one(tmp_path: Path) -> None:
    game = Game.begin(tmp_path, "tenfold-2026", "Hanxi", 5, 24)
    spent = []
    for turn in range(1, 24):
        began = time.process_time()
        game.end_turn(turn)
        view_of(game)
        spent.append(time.process_time() - began)
    assert min(spent[-6:]) < 0.12
    assert min(spent[-6:]) < 3 * min(spent[1:7])


def test_snapshots_hold_what_the_record_holds(long: Game) -> None:
    assert [shot.month for shot in long.snapshots] == list(range(0, 73, 3))
    columns = long.columns("public_score", "compute", "revenue", *CHANNELS)
    for shot in long.snapshots:
        best = dict.fromkeys(range(12), 0.0)
        for product in shot.products:
            best[product.lab] = max(best[product.lab], product.score)
        for lab, score in best.items():
            if shot.active[lab]:
                assert score == columns["public_score"][shot.month, lab]
        exact = [columns[name][shot.month, long.seat] for name in CHANNELS]
        assert list(shot.own_channels) == exact
        assert (shot.segments.sum(axis=1) <= 1.0 + 1e-9).all()
        assert (shot.segments >= 0.0).all()
    assert not np.shares_memory(long.snapshots[0].segments, long.race.world.share)


def test_snapshots_keep_the_books_of_rivals_closed(long: Game) -> None:
    shot = long.snapshots[8]
    chips = long.columns("compute")["compute"][24]
    rivals = [lab for lab in range(12) if lab != long.seat and shot.active[lab]]
    assert all(shot.compute_estimate[lab] != chips[lab] for lab in rivals)


@pytest.mark.parametrize("month", [0, 1, 3, 12, 13, 71, 72, 99, -5])
def test_an_earlier_month_is_cut_from_the_view_of_now(long: Game, month: int) -> None:
    view = view_of(long)
    cut = view_at(view, month)
    at = max(0, min(month, 72))
    assert cut.month == at
    assert all(len(lab.score) == len(lab.share) == at + 1 for lab in cut.labs)
    assert all(mark.month <= at for lab in cut.labs for mark in lab.releases)
    assert all(item.turn < at // 3 for item in cut.news)
    assert (cut.score is None) is (at < 72)
    assert cut.finished is (at == 72)


def test_the_last_month_is_the_view_of_now_and_a_quarter_is_the_view_of_then(
    long: Game, tmp_path: Path
) -> None:
    view = view_of(long)
    assert view_at(view, view.month).labs == view.labs
    game = Game.begin(tmp_path, "tenfold-2026", "Hanxi", 3, 24)
    for turn in range(1, 6):
        game.end_turn(turn)
    then, cut = view_of(game), view_at(view, 15)
    assert cut.news == then.news
    assert cut.standings == then.standings
    assert cut.standing == then.standing
    for ours, theirs in zip(cut.labs, then.labs, strict=True):
        assert ours.score == theirs.score
        assert ours.releases == theirs.releases
        assert ours.lead == pytest.approx(theirs.lead)
        assert ours.open_weights == theirs.open_weights
    assert cut.trails == then.trails
