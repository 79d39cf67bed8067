"""Dials leave a decision that any lab could take, and read from one what they have set."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.agents.decision import LEVER, Decision
from tenfold.sim.replies.dials import DIAL, DIALS, turn

RELATIVE = {"serving_times"}
"""Dials that say how a lever differs from the policy's own."""


@given(st.data())
def test_any_setting_is_a_decision(data: st.DataObject) -> None:
    values = {d.name: np.array([data.draw(st.sampled_from(d.ladder))]) for d in DIALS}
    decision = turn(Decision(), values)
    decision.check()
    for dial in DIALS:
        if dial.name not in RELATIVE:
            assert dial.usual(decision)[0] == pytest.approx(values[dial.name][0]), dial.name


def test_ladders_climb_and_stay_within_their_levers() -> None:
    for dial in DIALS:
        assert list(dial.ladder) == sorted(set(dial.ladder))
        if dial.name in LEVER:
            assert LEVER[dial.name].low <= dial.ladder[0]
            assert dial.ladder[-1] <= LEVER[dial.name].high


def test_serving_is_set_against_what_the_policy_would_do() -> None:
    values = {dial.name: np.array([dial.ladder[0]]) for dial in DIALS}
    values |= {"serving_times": np.array([0.5]), "run_share": np.array([0.2])}
    decision = turn(Decision(experiments=0.5, training=0.1, serving=0.4), values)
    assert decision.serving == pytest.approx(0.2)
    assert decision.training == pytest.approx(0.2 * 0.8)
    assert decision.experiments == pytest.approx(0.64)


def test_the_nearest_step() -> None:
    assert DIAL["run_months"].ladder[DIAL["run_months"].nearest(3.4)] == 3.0
    assert DIAL["protection"].nearest(2.0) == len(DIAL["protection"].ladder) - 1
