"""A seat measured in the short form: an artificially dead lever and a dominant policy are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.balance.portrait import Sizes, portray
from tenfold.sim.balance.seat import LabSeat
from tenfold.sim.balance.study import Asked, BalanceError, measure, sizes_of, whom
from tenfold.sim.balance.verdict import judge
from tests.commands import Call

SMALL = Sizes(rows=4, lucks=2, training=2, rounds=2, fresh=4, contest=6)
NO_GUARD = {"guard_cost": 0.0, "protection_hides": 0.0, "protection_strength": 0.0}
"""Guarding a model does nothing at all."""


def race(**parameters: float) -> Scenario:
    scenario = load_scenario("equal-start")
    return scenario.model_copy(update={"parameters": {**scenario.parameters, **parameters}})


@pytest.mark.slow
def test_a_dead_lever_and_a_dominant_policy_fail_the_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LabSeat, "policies", ("autopilot", "fixed"))
    sizes = replace(SMALL, rows=16)  # of fewer strategies, no variety is sure
    dead = portray(race(**NO_GUARD, detection_rate=0.0), "Alder", 1, sizes, "")
    said = judge([dead], quick=True).complaints
    assert any("(protection)" in each for each in said if each.startswith("dead lever"))
    assert any(each.startswith("dominant policy: autopilot") for each in said)
    assert not any("(experiments)" in each for each in said)
    assert {"model_size", "run_months"} <= {
        index.lever for index in dead.indices if index.high >= 0.02
    }


@pytest.mark.slow
def test_an_interrupted_balance_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    asked = [Asked(race(), seat, 1, SMALL) for seat in ("Alder", "Birch")]
    for each in asked:
        assert each.identity == Asked(race(), each.seat, 1, SMALL).identity
    first = measure(asked[:1], 1, tmp_path)
    kept = (tmp_path / "parts" / "equal-start.Alder.json").read_bytes()
    begun: list[tuple[int, int]] = []
    both = measure(asked, 1, tmp_path, begun=lambda total, done: begun.append((total, done)))
    assert begun[0][1] == asked[0].size
    assert both[0] == first[0]
    assert (tmp_path / "parts" / "equal-start.Alder.json").read_bytes() == kept
    assert both[1] == portray(race(), "Birch", 1, SMALL, asked[1].identity)


def test_what_cannot_be_measured_is_refused_in_a_line() -> None:
    with pytest.raises(BalanceError, match=r"no seat 'Hansi'.*Hanxi"):
        whom(["tenfold-gap"], ["Hansi"], 1, SMALL)
    with pytest.raises(BalanceError, match="--strategies 3: must lie from 50"):
        sizes_of(3, None, quick=False)
    with pytest.raises(BalanceError, match="--lucks 1: must lie from 2"):
        sizes_of(None, 1, quick=True)
    assert sizes_of(4000, 5, quick=False).rows == 128


def test_a_part_of_the_seats_is_not_put_into_the_docs(call: Call, tmp_path: Path) -> None:
    answer = call("balance", "--quick", "--install", str(tmp_path))
    assert answer.code == 2
    assert "--install takes all seats in full" in answer.err


@pytest.mark.slow
def test_the_short_form_finds_no_lever_of_the_game_dead_and_no_setting_right_everywhere(
    call: Call,
) -> None:
    answer = call("balance", "--quick", "--check", "--jobs", "1")
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "All three bounds hold.")
