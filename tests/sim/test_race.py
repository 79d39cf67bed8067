"""Race: bad input in one clear line, figures, decisions, forks, people at the levers, lengths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.agents.decision import LEVERS, Decision, DecisionError
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.human import Human
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import PolicyError
from tenfold.agents.ruling import Steered
from tenfold.scenarios.load import ScenarioError, load_scenario
from tenfold.scenarios.parameters import ParameterError
from tenfold.sim.race import Race

SMALL = "equal-start"
PLACE = {lever.name: k for k, lever in enumerate(LEVERS)}

BAD: tuple[tuple[dict[str, Any], type[Exception], tuple[str, ...]], ...] = (
    ({"scenario": "tenfold-2062"}, ScenarioError, ("tenfold-2062", "tenfold-2026")),
    ({"scenario": "no/such.toml"}, ScenarioError, ("no/such.toml", "no such file")),
    ({"policies": {"Nobody": "autopilot"}}, ScenarioError, ("Nobody", "equal-start", "Alder")),
    ({"policies": {"Alder": "autopilto"}}, PolicyError, ("autopilto", "autopilot")),
    ({"ruler": "autopilto"}, PolicyError, ("autopilto", "autopilot")),
    ({"months": 0}, ValueError, ("months", "0", "1 to 120")),
    ({"months": 121}, ValueError, ("months", "121", "1 to 120")),
    ({"months": -3}, ValueError, ("months", "-3")),
    ({"runs": 0}, ValueError, ("runs", "0", "1 to")),
    ({"runs": 10**6}, ValueError, ("runs", "1000000")),
    ({"seed": 2**63}, ValueError, ("seed", "0 to")),
    ({"first_run": -1}, ValueError, ("first run", "-1")),
    ({"lucks": [3, -1]}, ValueError, ("lucks", "0 to")),
    ({"lucks": [2**32]}, ValueError, ("lucks", "0 to")),
    ({"lucks": []}, ValueError, ("runs = 0", "1 to")),
    ({"lucks": np.zeros(10**5, int)}, ValueError, ("runs = 100000", "1 to")),
    ({"parameters": {"research_pase": 0.3}}, ParameterError, ("research_pase", "research_pace")),
    ({"parameters": {"research_pace": -1.0}}, ParameterError, ("research_pace", "at least 0")),
    ({"parameters": {"research_pace": float("nan")}}, ParameterError, ("research_pace", "finite")),
    ({"parameters": {"load_free": 2.0}}, ParameterError, ("load_free", "at most 1")),
)


@pytest.mark.parametrize(("given", "kind", "words"), BAD, ids=lambda part: str(part)[:40])
def test_bad_input_is_refused_in_one_line(
    given: dict[str, Any], kind: type[Exception], words: tuple[str, ...]
) -> None:
    with pytest.raises(kind) as problem:
        Race(**{"scenario": SMALL} | given)
    message = str(problem.value)
    assert "\n" not in message
    for word in words:
        assert word in message, message


def test_a_negative_seed_is_refused_in_our_words() -> None:
    with pytest.raises(ValueError, match=r"seed = -1: must lie from 0 to"):
        Race(SMALL, seed=-1)


def test_one_bad_value_among_the_runs_is_refused() -> None:
    with pytest.raises(ParameterError, match="research_pace"):
        Race(SMALL, runs=3, parameters={"research_pace": np.array([0.2, -0.2, 0.3])})


def test_figures_are_of_the_only_world() -> None:
    alone = Race(SMALL, months=3)
    alone.run()
    assert alone.figure(2, "cash") == alone.history.series("cash")[0, -1, 2]
    assert alone.market_figure("rent") == alone.history.market_series("rent")[0, -1]
    many = Race(SMALL, runs=2, months=3)
    with pytest.raises(ValueError, match=r"cash: this race has 2 worlds; see history\.series"):
        many.figure(0, "cash")
    with pytest.raises(ValueError, match="rent: this race has 2 worlds"):
        many.market_figure("rent")
    with pytest.raises(ValueError, match="capability"):
        _ = many.labs[0].capability


@pytest.mark.parametrize("months", [1, 120])
def test_the_shortest_and_the_longest_race(months: int) -> None:
    race = Race(SMALL, months=months)
    history = race.run()
    assert race.month == months
    assert history.series("capability").shape[1] == months + 1
    assert np.isfinite(history.lab).all()


def test_a_race_ends_and_does_not_go_beyond() -> None:
    race = Race(SMALL, months=4)
    race.advance(100)
    assert (race.month, race.running) == (4, False)
    before = race.world.lab.tobytes()
    race.advance(5)
    race.step()
    assert race.world.lab.tobytes() == before


def test_labs_decide_at_the_start_of_turns_alone() -> None:
    asked: list[int] = []

    class Diary(Policy):
        name = "diary"

        def decide(self, seen: Observation) -> Decision:
            asked.append(seen.month)
            return Decision()

    race = Race(SMALL, months=10, policies={"Alder": Diary()})
    race.run()
    assert asked == [0, 3, 6, 9]


def test_what_is_decided_is_put_into_force() -> None:
    race = Race(SMALL, months=6, runs=2)
    race.decide()
    wish = Decision(distil=np.array([0.25, 0.75]), flagship_price=2.0)
    race.put(0, wish)
    assert race.decisions[PLACE["distil"], 0].tolist() == [0.25, 0.75]
    assert race.decisions[PLACE["flagship_price"], 0].tolist() == [2.0, 2.0]


def test_a_person_decides_and_an_empty_chair_is_the_autopilot() -> None:
    player = Human()
    race = Race(SMALL, months=6, policies={"Alder": player})
    left_alone = Race(SMALL, months=6, policies={"Alder": "autopilot"})
    race.advance(3)
    left_alone.advance(3)
    assert race.world.lab.tobytes() == left_alone.world.lab.tobytes()
    player.next = Decision(experiments=0.1, training=0.8, serving=0.1, protection=1.0)
    race.advance(1)
    assert race.world.lab[0, 0].set_training == 0.8
    assert race.world.lab[0, 0].set_protection == 1.0
    assert race.figure(0, "share_training") == 0.8
    assert race.world.lab[0, 1].set_training != 0.8


def test_a_decision_that_no_lab_could_take_is_refused_with_the_labs_name() -> None:
    for bad, words in (
        (Decision(experiments=0.5, training=0.5, serving=0.5), "experiments"),
        (Decision(flagship_price=9.0), "flagship_price"),
        (Decision(distil=float("nan")), "distil"),
    ):
        player = Human()
        player.next = bad
        race = Race(SMALL, months=3, policies={"Birch": player})
        with pytest.raises(DecisionError, match=words) as problem:
            race.advance(1)
        assert "Birch" in str(problem.value)


def test_what_a_lab_sees_cannot_be_written() -> None:
    seen = Race(SMALL, months=3).observe(0)
    with pytest.raises(ValueError, match="read-only"):
        seen.cash[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        seen.price[0, 0] = 1.0


def test_policies_are_each_labs_own() -> None:
    race = Race(SMALL, months=3)
    policies = [lab.policy for lab in race.labs]
    assert len({id(policy) for policy in policies}) == len(policies)


def test_a_fork_is_independent() -> None:
    race = Race(SMALL, seed=3, months=12)
    race.advance(6)
    fork = race.copy()
    fork.labs[0].policy = create("open idealist")
    fork.run()
    at_fork = race.history.lab.copy()
    assert race.month == 6
    assert np.array_equal(race.history.lab, at_fork)
    race.run()
    assert race.history.lab.tobytes() != fork.history.lab.tobytes()
    assert np.array_equal(race.history.lab[:, :7], fork.history.lab[:, :7])


def test_happenings_are_noted_for_one_world_and_on_request() -> None:
    alone = Race("tenfold-2026", months=12)
    alone.run()
    found = alone.happenings()
    assert found
    months = [each.month for each in found]
    assert months == sorted(months)
    assert all(-1 <= each.lab < len(alone.labs) for each in found)
    assert Race(SMALL, runs=2, months=3).happenings() == []
    many = Race("tenfold-2026", runs=2, months=12, note=True)
    many.run()
    assert many.happenings(0) == found


def test_a_scenario_object_is_raced_like_its_name() -> None:
    by_name, by_object = Race(SMALL, months=4), Race(load_scenario(SMALL), months=4)
    assert by_name.run().lab.tobytes() == by_object.run().lab.tobytes()


@pytest.mark.parametrize("notes", [False, True])
def test_a_race_started_anew_is_the_race_of_those_runs(notes: bool) -> None:
    anew = Race("tenfold-2026", seed=4, runs=3, first_run=2, months=12, collect=False, note=notes)
    anew.run()
    anew.restart(7)
    assert anew.month == 0
    fresh = Race("tenfold-2026", seed=4, runs=3, first_run=7, months=12, collect=False, note=notes)
    assert anew.run().lab.tobytes() == fresh.run().lab.tobytes()
    assert anew.history.market.tobytes() == fresh.history.market.tobytes()
    assert anew.history.first_run == 7
    for ours, theirs in zip(anew.world, fresh.world, strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_an_impossible_start_is_refused() -> None:
    race = Race(SMALL, months=3)
    with pytest.raises(ValueError, match="first run = -1"):
        race.restart(-1)


def test_a_restart_needs_a_luck_for_every_world() -> None:
    race = Race(SMALL, runs=3, months=3)
    for lucks in ([1, 2], [1, 2, 3, 4]):
        with pytest.raises(ValueError, match=f"{len(lucks)} lucks: this race has 3 worlds"):
            race.restart(lucks=lucks)
    with pytest.raises(ValueError, match="lucks"):
        race.restart(lucks=[1, 2, -3])


def test_a_scenario_may_hold_levers_and_the_policy_keeps_the_others() -> None:
    setting = load_scenario("ten-to-one")
    held = setting.labs[4].model_copy(update={"levers": {"serving": 0.6, "protection": 1.0}})
    labs = (*setting.labs[:4], held, setting.labs[5])
    holding = Race(setting.model_copy(update={"labs": labs}), runs=2, months=9)
    free = Race(setting, runs=2, months=9)
    for race in (holding, free):
        race.advance(1)
    oak = holding.decisions[:, 4]
    assert (oak[PLACE["serving"]] == 0.6).all()
    assert (oak[PLACE["protection"]] == 1.0).all()
    # The first turn's policy saw the same world: all other levers are what it said.
    usual = free.decisions[:, 4]
    for name, place in PLACE.items():
        if name in ("experiments", "training"):
            scaled = usual[place] / (1.0 - usual[PLACE["serving"]]) * 0.4
            assert oak[place] == pytest.approx(scaled)
        elif name not in ("serving", "protection"):
            assert (oak[place] == usual[place]).all()
    for other in (0, 1, 2, 3, 5):
        assert (holding.decisions[:, other] == free.decisions[:, other]).all()
    holding.run()
    assert (holding.decisions[PLACE["serving"], 4] == 0.6).all()


def test_a_person_in_government_rules_from_the_first_month() -> None:
    """What is held by hand is in force at once; the rest is the autopilot's; forks keep both."""
    seat = Steered()
    seat.held = {"legal_share": 0.4, "home_subsidy": 1.0e8}
    race = Race("tenfold-2026", seed=3, months=6, ruler=seat)
    race.advance(3)
    market = race.history.market_series
    assert market("legal_share")[0, 1] == 0.4, "events of later months add to it"
    assert (market("home_subsidy")[0, 1:4] == 1.0e8).all()
    assert market("public_spending")[0, 3] > 1.0e8
    fork = race.copy()
    seat.held = {"home_subsidy": 2.0e8}
    race.advance(3)
    fork.advance(3)
    assert market("home_subsidy")[0, 4] == 2.0e8
    assert fork.history.market_series("home_subsidy")[0, 4] == 1.0e8


def test_an_empty_chair_of_government_is_the_autopilot() -> None:
    """By name or by an empty chair: the same bits; and not those of the scenario's own rule."""
    named, empty, scheduled = (
        Race("tenfold-2026", seed=3, runs=2, months=9, ruler=ruler).run()
        for ruler in ("autopilot", Steered(), None)
    )
    assert named.market.tobytes() == empty.market.tobytes()
    assert named.market.tobytes() != scheduled.market.tobytes()
