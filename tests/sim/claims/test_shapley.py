"""Shapley shares: a game by hand, the axioms, and the rule of C1 on made-up findings."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.claims import c01_largest_factor as c01
from tenfold.sim.claims.shapley import Coalition, arm_of, arms_of, coalitions, shapley
from tenfold.sim.experiments.found import Found, place

POINTS, LUCKS = 8, 4
THREE = ("a", "b", "c")


def drawn(players: tuple[str, ...], seed: int) -> dict[Coalition, np.ndarray]:
    """Any game: a value for every set, by point and luck."""
    rng = np.random.default_rng(seed)
    return {each: rng.normal(size=(POINTS, LUCKS)) for each in coalitions(players)}


def test_a_game_by_hand() -> None:
    """Gloves: a has a left one, b and c a right one each; a pair is worth 1, one alone nothing.

    In the six orders a completes the pair in four (whenever it does not come first), b and c in one
    each.
    """

    def pairs(having: Coalition) -> np.ndarray:
        return np.array(1.0 if "a" in having and having & {"b", "c"} else 0.0)

    shares = shapley(THREE, pairs)
    assert [float(shares[name]) for name in THREE] == pytest.approx([4 / 6, 1 / 6, 1 / 6])


def test_a_game_that_starts_from_something() -> None:
    """v(S) = 10 + sum of 1, 2, 4 and 3 more where a and b meet, which these two share."""
    alone = {"a": 1.0, "b": 2.0, "c": 4.0}

    def value(having: Coalition) -> np.ndarray:
        return np.array(10.0 + sum(alone[x] for x in having) + 3.0 * ({"a", "b"} <= having))

    shares = shapley(THREE, value)
    assert [float(shares[name]) for name in THREE] == pytest.approx([2.5, 3.5, 4.0])


@pytest.mark.parametrize("count", [1, 2, 5, 6])
def test_shares_add_up_to_the_whole(count: int) -> None:
    players = tuple("abcdef"[:count])
    game = drawn(players, seed=count)
    shares = shapley(players, game.__getitem__)
    whole = game[frozenset(players)] - game[frozenset()]
    added = np.zeros((POINTS, LUCKS))
    for name in players:
        assert shares[name].shape == (POINTS, LUCKS)
        added = added + shares[name]
    np.testing.assert_allclose(added, whole, rtol=0.0, atol=1e-12)


def test_equals_share_equally_and_who_adds_nothing_gets_nothing() -> None:
    game = drawn(("a", "b"), seed=3)

    def value(having: Coalition) -> np.ndarray:
        # c only repeats a: the one of them who comes first counts; d adds nothing.
        both = having - {"c", "d"} | ({"a"} if "c" in having else frozenset())
        return game[frozenset(both)]

    shares = shapley(("a", "b", "c", "d"), value)
    np.testing.assert_allclose(shares["a"], shares["c"], rtol=1e-12)
    np.testing.assert_allclose(shares["d"], 0.0, atol=1e-12)


def test_shares_of_a_sum_are_sums_of_shares() -> None:
    one, other = drawn(THREE, seed=1), drawn(THREE, seed=2)
    both = shapley(THREE, lambda having: one[having] + 2.0 * other[having])
    first, second = shapley(THREE, one.__getitem__), shapley(THREE, other.__getitem__)
    for name in THREE:
        np.testing.assert_allclose(both[name], first[name] + 2.0 * second[name], atol=1e-12)


def test_every_set_is_an_arm_once() -> None:
    assert len(coalitions(("a", "b", "c", "d"))) == 16
    arms = arms_of(THREE, lambda having: {"all.distil": float(len(having))})
    assert list(arms) == ["none", "a", "b", "c", "a + b", "a + c", "b + c", "a + b + c"]
    assert arms["a + c"] == {"all.distil": 2.0}
    with pytest.raises(ValueError, match="each once"):
        coalitions(("a", "b", "a"))


def test_arms_of_c1_switch_what_they_say() -> None:
    races = c01.CLAIM.races
    assert races.count == 64 * 24 * 8 == 12_288
    usual = races.world("compute + talent + own ideas + copying + distillation + data", {})
    bare = races.world("none", {})
    seats = [next(lab for lab in world.labs if lab.name == c01.SEAT) for world in (usual, bare)]
    assert seats[0].compute.value == pytest.approx(10.0 * seats[1].compute.value)
    assert seats[0].staff.value == pytest.approx(10.0 * seats[1].staff.value)
    assert seats[0].capability.value == seats[1].capability.value
    assert (seats[0].levers["distil"], seats[1].levers["distil"]) == (1.0, 0.0)
    assert seats[1].levers["efficiency"] == 1.0
    shares = ("explore", "moonshot", "replicate", "efficiency")
    for having in coalitions(c01.PLAYERS):
        chosen = c01.choose(having)
        assert sum(float(chosen[f"seat.{name}"]) for name in shares) == pytest.approx(1.0)
    others = [[lab for lab in world.labs if lab.name != c01.SEAT] for world in (usual, bare)]
    assert others[0] == others[1]


def test_ahead_is_against_the_best_rival_that_is_left() -> None:
    capability = np.array([[[150.0, 160.0, 170.0]], [[165.0, 160.0, 170.0]]])
    active = np.array([[[1.0, 1.0, 1.0]], [[1.0, 1.0, 0.0]]])
    history = SimpleNamespace(series={"capability": capability, "active": active}.__getitem__)
    seat = np.array([True, False, False])
    raced = SimpleNamespace(history=history, groups={c01.SEAT: seat})
    assert c01.ahead(raced).tolist() == [-20.0, 5.0]  # type: ignore[arg-type]


def made(worth: dict[str, np.ndarray | float]) -> Found:
    """Findings in which each factor adds its own, whatever the others do."""
    values = {}
    for having in coalitions(c01.PLAYERS):
        figure = np.full((POINTS, LUCKS), -30.0)
        for name in having:
            figure = figure + np.broadcast_to(np.asarray(worth[name], float), (POINTS,))[:, None]
        values[place("ahead", arm_of(c01.PLAYERS, having), {})] = figure
    return Found(({},), pd.DataFrame({"kappa": np.arange(POINTS, dtype=float)}), values)


EVEN = dict.fromkeys(c01.PLAYERS, 2.0)
CASES = {
    "supported": {**EVEN, "compute": 10.0},
    "contradicted": {**EVEN, "copying": 10.0},
    "depends": {**EVEN, "compute": np.linspace(1.0, 10.0, POINTS)},
}


@pytest.mark.parametrize("kind", CASES)
def test_the_rule_of_c1(kind: str) -> None:
    found = c01.judge(made(CASES[kind]))
    assert found.verdict.kind == kind
    worth = {name: np.mean(value) for name, value in CASES[kind].items()}
    for name in c01.PLAYERS:
        assert found.effects[f"points of {name}"].middle == pytest.approx(worth[name])
        assert found.effects[f"{name}, first"].middle == pytest.approx(worth[name])
        assert found.effects[f"{name}, last"].middle == pytest.approx(worth[name])
    parts = [found.effects[f"share of {name}"].middle for name in c01.PLAYERS]
    assert sum(parts) == pytest.approx(1.0, abs=1e-12)
    assert "index points" in found.verdict.says
    rest = [found.effects[f"share of {name}, copying anyway"].middle for name in c01.OTHERS]
    assert sum(rest) == pytest.approx(1.0, abs=1e-12)


def test_the_largest_other_is_one_factor_a_point_and_not_the_best_of_every_luck() -> None:
    shares = {name: np.zeros((2, 2)) for name in c01.PLAYERS}
    shares["copying"] = np.array([[3.0, 1.0], [0.0, 0.0]])
    shares["data"] = np.array([[0.0, 2.0], [1.0, 5.0]])
    shares["compute"] = np.full((2, 2), 100.0)
    assert c01.largest_other(shares).tolist() == [[3.0, 1.0], [1.0, 5.0]]
