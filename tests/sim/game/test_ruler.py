"""The government's seat: rules by hand, labs by their policies, nobody's books in sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.agents.decision import DecisionError
from tenfold.agents.ruling import RULE_LEVERS, Steered
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game import mandate
from tenfold.sim.game.again import replayed
from tenfold.sim.game.chair import LabChair
from tenfold.sim.game.ruler_chair import RulerChair
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.telling.replaying import view_at
from tenfold.sim.game.telling.view import NO_LAB
from tenfold.sim.game.turns import Game
from tenfold.sim.race import Race

Begin = Callable[..., Game]
NAMES = [lever.name for lever in RULE_LEVERS]


@pytest.fixture
def ruled(tmp_path: Path) -> tuple[Store, Game]:
    """Four quarters of hard pursuit, and a bet on each."""
    store = Store(tmp_path)
    game = store.begin("tenfold-2026", REGULATOR, 5, 8)
    for turn in range(1, 5):
        store.draft(game.token, {"enforcement": 0.9}, bet=[0.0, 10.0])
        store.end_turn(game.token, turn)
    return store, game


def test_an_untouched_seat_is_the_autopilot(begin: Begin) -> None:
    game = begin("tenfold-2026", REGULATOR, 5, 8)
    while not game.finished:
        game.end_turn(game.turn)
    alone = Race("tenfold-2026", seed=5, months=24, collect=False, ruler="autopilot").run()
    assert game.race.history.lab.tobytes() == alone.lab.tobytes()
    assert game.entries[3].settings == {}
    assert list(game.entries[3].levers) == NAMES


def test_rules_held_are_in_force_and_the_rest_is_the_autopilots(ruled: tuple[Store, Game]) -> None:
    game = ruled[1]
    steered = Steered()
    steered.held = {"enforcement": 0.9}
    alone = Race("tenfold-2026", seed=5, months=24, collect=False, ruler=steered)
    alone.advance(12)
    assert game.race.history.lab.tobytes() == alone.history.lab.tobytes()
    assert game.race.history.market.tobytes() == alone.history.market.tobytes()
    states = {state.name: state for state in ruled[0].view(game.token).levers.all}
    assert list(states) == NAMES
    assert (states["enforcement"].value, states["enforcement"].held) == (0.9, True)
    assert not states["legal_share"].held
    assert states["legal_share"].value == states["legal_share"].autopilot
    assert all(state.meets and state.did for state in states.values())


def test_a_ruled_game_reloads_forks_travels_and_is_taken_back(
    ruled: tuple[Store, Game], tmp_path: Path
) -> None:
    store, game = ruled
    bits = game.race.history.lab.tobytes()
    assert Game.load(tmp_path, game.token).race.history.lab.tobytes() == bits
    there = Store(tmp_path / "there")
    assert there.open_file(store.export(game.token)[1]).race.history.lab.tobytes() == bits
    assert there.open_shared(store.share(game.token)).race.history.lab.tobytes() == bits
    assert replayed(game, {}).history.lab.tobytes() == bits
    assert replayed(game, {2: {"enforcement": 0.0}}).history.lab.tobytes() != bits
    assert store.fork(game.token, 2, {"legal_share": 0.0}).settings == {"legal_share": 0.0}
    assert store.undo(game.token) == 4
    assert game.settings == {"enforcement": 0.9}


def test_what_a_government_sees_is_public(ruled: tuple[Store, Game]) -> None:
    store, game = ruled
    view = store.view(game.token)
    assert view.seat == NO_LAB
    assert view.underway == view.asked == ()
    assert not any(item.own for item in view.news)
    assert not any(" you " in f" {item.text.lower()} " for item in view.news)
    chips = game.columns("compute")["compute"][-1]
    assert all(lab.chips != own for lab, own in zip(view.labs, chips, strict=True))
    assert view.trails.channels == ()
    assert view.standing.runway is None
    assert len(view.standings) == 5


def test_the_figures_that_a_government_is_judged_by(ruled: tuple[Store, Game]) -> None:
    store, game = ruled
    told = store.view(game.token).regulator
    assert told is not None
    assert {len(path) for path in vars(told).values()} == {5}
    score = game.columns("public_score")["public_score"][-1]
    homes = np.array([lab.home for lab in game.scenario.labs])
    lead = score[homes == "us"].max() - score[homes == "china"].max()
    assert told.lead_points[-1] == pytest.approx(lead)
    assert told.lead_months[-1] * told.lead_points[-1] > 0
    share = game.columns("token_share")["token_share"][-1]
    assert told.concentration[-1] == pytest.approx((share**2).sum())
    spending = game.race.history.market_series("public_spending")[0, 1:].sum()
    income = game.race.history.market_series("public_income")[0, 1:].sum()
    assert told.spent[-1] == pytest.approx(spending - income)
    cut = view_at(store.view(game.token), 6).regulator
    assert cut is not None
    assert cut.lead_months == told.lead_months[:3]


def test_a_government_bets_on_the_lead(ruled: tuple[Store, Game]) -> None:
    view = ruled[0].view(ruled[1].token)
    assert view.predict is not None
    assert view.regulator is not None
    assert view.predict.what == "lead"
    assert [bet.came for bet in view.predict.bets] == list(view.regulator.lead_months[1:])
    with pytest.raises(DecisionError, match="a bet"):
        ruled[1].place_bet([-500.0, 0.0])


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"pay": 1.0}, "no rule 'pay'"),
        ({"legal_shares": 1.0}, "did you mean 'legal_share'"),
        ({"legal_share": "all"}, "must be a number"),
        ({"subsidy": 1.0}, "no rule 'subsidy'"),
    ],
)
def test_what_is_no_rule_is_refused_in_a_line(
    begin: Begin, settings: dict[str, float], says: str
) -> None:
    game = begin("tenfold-2026", REGULATOR)
    with pytest.raises(DecisionError, match=says) as caught:
        game.draft(settings)
    assert "\n" not in str(caught.value)
    game.draft({"legal_share": 7.0})
    assert game.settings == {"legal_share": 1.0}


def test_a_government_of_controlled_labs_leaves_others_rules_to_others() -> None:
    scenario = load_scenario("tenfold-2026")
    china = scenario.regulator.model_copy(update={"home": "china"})
    chair = chair_of(scenario.model_copy(update={"regulator": china}), REGULATOR)
    assert isinstance(chair, RulerChair)
    assert "legal_share" not in chair.rules
    with pytest.raises(DecisionError):
        chair.cleaned({"legal_share": 0.5}, "all")


def test_both_kinds_of_seats_are_asked_for_by_name() -> None:
    scenario = load_scenario("tenfold-2026")
    assert isinstance(chair_of(scenario, "Hanxi"), LabChair)
    assert isinstance(chair_of(scenario, REGULATOR), RulerChair)


def test_a_government_is_scored_on_its_own_mission(ruled: tuple[Store, Game]) -> None:
    store, game = ruled
    still = store.begin("tenfold-2026", REGULATOR, 5, 8)
    for one in (game, still):
        while not one.finished:
            store.end_turn(one.token, one.turn)
    ours, theirs = store.view(game.token).score, store.view(still.token).score
    assert ours is not None
    assert theirs is not None
    assert theirs.you == 0.0
    assert all(part.value == part.par for part in theirs.parts)
    assert ours.par == theirs.score
    assert ours.score == ours.par + ours.you
    assert {part.title for part in ours.parts} <= set(mandate.TITLES.values())
    assert any(part.value != part.par for part in ours.parts)
    assert sum(part.weight for part in ours.parts) == pytest.approx(1.0)
