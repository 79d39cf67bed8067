"""A forecast begins at the present, answers to levers alone, and holds as often as it says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from tenfold.sim.game.foresight import belief
from tenfold.sim.game.foresight import follower as follow
from tenfold.sim.game.foresight.follower import Follower, Superseded
from tenfold.sim.game.foresight.forecast import bands, forecast, quantiles
from tenfold.sim.game.foresight.forecasts import Forecasts
from tenfold.sim.game.foresight.position import Position, position_of
from tenfold.sim.game.saves.entry import ALL, BASIC
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game
from tests.sim.game.foresight import coverage

WORLDS = 30
FIGURES = ("capability", "share", "cash")
Begin = Callable[..., Game]


@pytest.fixture(autouse=True)
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty worlds an ensemble are enough for what these tests ask."""
    monkeypatch.setattr(belief, "WORLDS", WORLDS)


@pytest.fixture
def forecasts() -> Iterator[Forecasts]:
    """A desk of its own."""
    desk = Forecasts()
    yield desk
    desk.close()


@pytest.fixture
def crew() -> Iterator[ThreadPoolExecutor]:
    """A thread."""
    with ThreadPoolExecutor(1) as threads:
        yield threads


def asked(forecasts: Forecasts, game: Game, **changes: float) -> dict[str, Any]:
    """The forecast of a game in basic mode with some levers moved."""
    position = position_of(game)
    settings = game.chair.cleaned({**position.still(BASIC), **changes}, BASIC)
    return forecasts.ask(position, settings, BASIC)


def test_quantiles_are_values_of_futures() -> None:
    """Of ten futures, one lies outside on either side."""
    values = np.arange(10.0)[::-1].reshape(1, 10)
    assert quantiles(values)[:, 0].tolist() == [1.0, 5.0, 8.0]


def test_a_change_is_taken_future_by_future() -> None:
    """Where every future gains two points, so says the change, however wide the band."""
    still = np.random.default_rng(1).normal(size=(3, 13, 50)) * 9.0
    told = forecast(4, FIGURES, still + 2.0, still)
    assert told["change"] == {name: [2.0] * 3 for name in FIGURES}
    assert told["months"] == list(range(13))
    assert told["turn"] == 4
    assert told["futures"] == 50
    assert told["capability"] == bands(FIGURES, still + 2.0)["capability"]


def test_a_band_begins_at_the_present(begin: Begin, forecasts: Forecasts) -> None:
    """No jump at month 0: the player's own figures, exactly, at the first turn and later."""
    game = begin()
    for _ in range(3):
        told = asked(forecasts, game, training=0.5)
        row = game.race.world.lab[0, game.seat]
        for name, column in (("capability", "public_score"), ("share", "token_share"),
                             ("cash", "cash")):  # fmt: skip
            now = round(float(row[column]), 4)
            for side in ("low", "middle", "high"):
                assert told[name][side][0] == told["still"][name][side][0] == now
        game.end_turn(game.turn)


def test_touching_nothing_changes_nothing(begin: Begin, forecasts: Forecasts) -> None:
    """The draft is the band of no change, in either mode."""
    game = begin()
    told = asked(forecasts, game)
    assert set(map(tuple, told["change"].values())) == {(0.0, 0.0, 0.0)}
    assert {name: told[name] for name in told["still"]} == told["still"]
    position = position_of(game)
    other = forecasts.ask(position, position.still(ALL), ALL)
    assert set(map(tuple, other["change"].values())) == {(0.0, 0.0, 0.0)}


def test_levers_do_what_they_do(begin: Begin, forecasts: Forecasts) -> None:
    """No training: a worse model. Nobody to serve customers: less use. Dear: fewer customers."""
    game = begin()
    game.end_turn(1)
    low, _, high = 0, 1, 2
    idle = asked(forecasts, game, experiments=0.1, training=0.02, serving=0.88)
    assert idle["change"]["capability"][high] < 0.0
    closed = asked(forecasts, game, experiments=0.9, training=0.1, serving=0.0)
    assert closed["change"]["share"][high] < 0.0
    dear = asked(forecasts, game, flagship_price=4.0)
    assert dear["change"]["share"][1] < 0.0
    cheap = asked(forecasts, game, flagship_price=0.7)
    assert cheap["change"]["share"][low] > dear["change"]["share"][low]


def test_the_same_answer_whoever_works_and_whatever_was_asked(begin: Begin) -> None:
    """One thread or two, asked before or not, followed turn by turn or made anew."""
    game = begin()
    first, second = Forecasts(threads=1), Forecasts(threads=2)
    for _ in range(2):
        asked(first, game, training=0.6)
        asked(first, game, flagship_price=2.0)
        game.end_turn(game.turn)
    one = asked(first, game, distil=0.9)
    asked(first, game)
    again = asked(first, game, distil=0.9)
    anew = asked(second, game, distil=0.9)
    assert one == again == anew
    first.close()
    second.close()


def test_luck_to_come_does_not_move_a_band(begin: Begin, crew: ThreadPoolExecutor) -> None:
    """Two games on the same past and another future luck have the same band."""
    game = begin()
    position = position_of(game)
    found = []
    for spoil in (False, True):
        follower = Follower(position, crew)
        if spoil:
            luck = follower._race.luck
            for draws in (luck.lab.yield_noise, luck.lab.star, luck.market.demand, luck.event):
                draws[...] = draws[..., ::-1].copy() * 0.5
            follower._race.world.left[:] *= 0.1
        benches: list[Any] = [None, None]
        settings = position.still(BASIC)
        found.append(follower.futures(settings, BASIC, benches, crew, lambda: False))
        follower.close()
    assert found[0].tobytes() == found[1].tobytes()


def test_another_past_is_another_belief(begin: Begin, forecasts: Forecasts) -> None:
    """A turn taken back and decided otherwise: as if the first had never been."""
    game = begin()
    position = position_of(game)
    asked(forecasts, game)
    game.end_turn(1)
    asked(forecasts, game)
    game.undo()
    assert asked(forecasts, game)["turn"] == 1
    game.draft({**position.still(BASIC), "training": 0.7})
    game.end_turn(1)
    fresh = Forecasts()
    assert asked(forecasts, game) == asked(fresh, game)
    fresh.close()


def test_what_was_known_of_another_past_is_let_go(begin: Begin, forecasts: Forecasts) -> None:
    """Back and forth between two questions, so that the turn before is never asked of."""
    game = begin()
    position = position_of(game)
    game.end_turn(1)
    asked(forecasts, game)
    game.undo()
    game.draft({**position.still(BASIC), "training": 0.7})
    game.end_turn(1)
    fresh = Forecasts()
    assert asked(forecasts, game)["still"] == asked(fresh, game)["still"]
    fresh.close()


def test_whoever_breaks_off_has_stopped_working(
    begin: Begin, crew: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One part is broken off while another is at work: it is waited for."""
    follower = Follower(position_of(begin()), crew)
    finished: list[int] = []

    def work(part: belief.Part, *_: Any) -> Any:
        if part is follower.parts[0]:
            raise Superseded
        time.sleep(0.2)
        finished.append(1)

    monkeypatch.setattr(follow, "live", work)
    with pytest.raises(Superseded):
        follower.futures({}, ALL, [None, None], crew, lambda: False)
    assert finished == [1]
    follower.close()


def test_few_beliefs_stay_in_memory(begin: Begin) -> None:
    """The one longest unused goes; its game is answered all the same, and as before."""
    desk = Forecasts(most=2)
    games = [begin(seed=seed) for seed in (1, 2, 3)]
    first = asked(desk, games[0])
    oldest = desk._followers[games[0].token].parts[0]
    for game in games[1:]:
        asked(desk, game)
    assert len(desk) == 2
    assert not hasattr(oldest, "world")
    assert asked(desk, games[0]) == first
    assert len(desk) == 2
    desk.close()


def test_a_newer_question_takes_the_place_of_an_older(
    begin: Begin, crew: ThreadPoolExecutor
) -> None:
    """Broken off in the middle, it leaves the belief as it was."""
    position = position_of(begin())
    follower = Follower(position, crew)
    settings, benches = position.still(BASIC), [None, None]
    whole = follower.futures(settings, BASIC, benches, crew, lambda: False)
    times = iter([False, False, False, True, True])
    with pytest.raises(Superseded):
        follower.futures(settings, BASIC, benches, crew, lambda: next(times, True))
    again = follower.futures(settings, BASIC, benches, crew, lambda: False)
    assert whole.tobytes() == again.tobytes()
    follower.close()


def test_a_year_ends_with_the_race(begin: Begin, forecasts: Forecasts) -> None:
    """Two quarters before the end there are six months to tell of."""
    game = begin()
    while game.turn < 7:
        game.end_turn(game.turn)
    assert asked(forecasts, game)["months"] == [0, 1, 2, 3, 4, 5, 6]


def test_a_position_keeps_what_is_in_force(begin: Begin) -> None:
    """The draft is no part of it; a change of mode changes nothing in the whole decision."""
    game = begin()
    before = position_of(game)
    game.draft({**before.still(BASIC), "training": 0.9})
    after: Position = position_of(game)
    assert after.still(BASIC) == before.still(BASIC)
    basic = game.chair.whole(after.still(BASIC), BASIC, after.autopilot)
    every = game.chair.whole(after.still(ALL), ALL, after.autopilot)
    assert basic == pytest.approx(every, abs=2e-4)


@pytest.mark.slow
def test_what_comes_lies_within_as_often_as_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen games with events and twelve labs: the band of four in five holds about as often."""
    monkeypatch.setattr(belief, "WORLDS", 50)
    found = coverage.measure(12, "tenfold-2026", (1, 3))
    for figure in ("capability", "share", "cash"):
        mine = [look for look in found if look.figure == figure]
        assert 0.65 <= np.mean([look.within for look in mine]) <= 0.95
        assert 0.35 <= np.mean([look.place for look in mine]) <= 0.65


def test_a_government_is_told_of_its_own_figures(begin: Begin, forecasts: Forecasts) -> None:
    """Lead in months, price and public money: from the present on; strict rules save chips."""
    game = begin(scenario="tenfold-2026", seat=REGULATOR)
    for _ in range(3):
        game.end_turn(game.turn)
    position = position_of(game)
    told = forecasts.ask(position, {"legal_share": 0.0, "home_subsidy": 9e8}, BASIC)
    view = view_of(game).regulator
    assert view is not None
    for name, now in (
        ("lead", view.lead_months[-1]), ("price", view.cheapest[-1]), ("money", -view.spent[-1]),
    ):  # fmt: skip
        assert told[name]["low"][0] == told[name]["high"][0] == pytest.approx(now, rel=1e-4)
    assert told["change"]["money"][2] < 0.0
    assert told["change"]["lead"][2] > 0.0
    nothing = forecasts.ask(position, position.still(BASIC), BASIC)
    assert set(map(tuple, nothing["change"].values())) == {(0.0, 0.0, 0.0)}


def test_a_smaller_belief_has_fewer_futures(begin: Begin) -> None:
    """Whoever must answer many asks of fewer worlds; their number is told."""
    desk = Forecasts(worlds=4)
    try:
        assert asked(desk, begin())["futures"] == 4 * belief.PARTS
    finally:
        desk.close()
