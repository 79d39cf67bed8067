"""Names of policies: found, refused, explained."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tenfold.agents.decision import LEVERS, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import REGISTRY, Policy, PolicyError, create, per_world, register

EXPECTED = {
    "frontier racer", "safety first", "deep-pocket hybrid", "efficient challenger",
    "state champion", "open idealist", "fast follower", "distiller", "price fighter",
    "moonshot gambler", "autopilot", "fixed", "human",
}  # fmt: skip


def test_every_policy_that_scenarios_may_name_is_there() -> None:
    assert set(REGISTRY) >= EXPECTED


def test_a_misspelt_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(PolicyError, match=r"unknown policy 'fast folower'.*'fast follower'"):
        create("fast folower")


def test_a_strange_name_is_refused_with_all_that_exist() -> None:
    with pytest.raises(PolicyError, match=r"policies: autopilot, .*, state champion"):
        create("zzz")


def test_no_name_is_given_twice() -> None:
    with pytest.raises(PolicyError, match=r"'fixed' is already taken by .*policies.fixed"):
        register("fixed")(type("Other", (Policy,), {}))
    assert REGISTRY["fixed"].__name__ == "Fixed"


def test_each_lab_gets_its_own_policy() -> None:
    assert create("human") is not create("human")


def test_a_rule_for_one_world_is_the_same_rule_on_many(see: Callable[..., Observation]) -> None:
    class Simple(Policy):
        @per_world
        def decide(self, seen: Observation) -> Decision:
            """Copies the leader while behind."""
            assert isinstance(seen.capability, float)
            assert seen.public_score.shape == (4,)
            if seen.best_rival() > seen.capability and seen.rank() > 1:
                return Decision(distil=0.5, pay=1.0 + seen.public_score[1] / 1000)
            return Decision()

    score = np.full((4, 3), 148.0)
    score[0] = [140.0, 150.0, 144.0]
    decision = Simple().decide(see(runs=3, capability=score[0], public_score=score))
    decision.check()
    assert np.array_equal(decision.distil, [0.5, 0.0, 0.5])
    assert np.array_equal(decision.pay, [1.148, 1.0, 1.148])
    assert all(np.shape(getattr(decision, about.name)) == (3,) for about in LEVERS)


def test_a_person_decides_until_they_hand_over_the_seat(see: Callable[..., Observation]) -> None:
    seen = see()
    player, autopilot = create("human"), create("autopilot").decide(seen)
    assert np.array_equal(player.decide(seen).serving, autopilot.serving)
    mine = Decision(distil=0.7)
    player.next = mine
    assert player.decide(seen) is mine
    assert player.decide(seen) is mine
    player.next = None
    assert np.array_equal(player.decide(seen).serving, autopilot.serving)
