"""What may be decided, and what is refused with a message that helps."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.agents.decision import LEVER, LEVERS, SUM_TO_ONE, Decision, DecisionError


def test_the_defaults_are_legal_and_every_field_is_a_lever() -> None:
    Decision().check()
    assert [about.name for about in LEVERS] == [entry.name for entry in fields(Decision)]
    for about in LEVERS:
        assert about.low <= about.default <= about.high
        assert about.label
        assert about.help.endswith(".")
        assert about.cost.endswith("."), "a lever without a cost is no decision"


@pytest.mark.parametrize("about", LEVERS, ids=lambda about: about.name)
def test_out_of_range_names_the_lever_and_the_range(about: object) -> None:
    name = about.name  # type: ignore[attr-defined]
    for bad in (LEVER[name].low - 1.0, LEVER[name].high + 1.0):
        with pytest.raises(DecisionError, match=f"{name} = .*must lie from"):
            Decision.from_dict({name: bad})
    with pytest.raises(DecisionError, match=f"{name}: must be a number"):
        Decision.from_dict({name: float("nan")})


def test_a_misspelt_lever_is_refused_with_the_nearest() -> None:
    with pytest.raises(DecisionError, match="unknown lever 'distill'; did you mean 'distil'"):
        Decision.from_dict({"distill": 0.5})


def test_a_whole_lever_takes_no_fraction() -> None:
    with pytest.raises(DecisionError, match=r"run_months = 2\.5: must be a whole number"):
        Decision.from_dict({"run_months": 2.5})


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(DecisionError, match=r"experiments \+ training \+ serving = .* sum to 1"):
        Decision.from_dict({"serving": 0.9})


@given(st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7))
def test_normalising_makes_any_shares_legal(shares: list[float]) -> None:
    names = [name for group in SUM_TO_ONE for name in group]
    made = Decision(**dict(zip(names, shares, strict=True))).normalised()
    made.check()
    again = made.normalised()
    for name in names:
        assert getattr(again, name) == pytest.approx(getattr(made, name))


def test_normalising_keeps_proportions_in_every_run() -> None:
    made = Decision(experiments=np.array([1.0, 0.0]), training=np.array([1.0, 0.0])).normalised()
    assert np.allclose(made.experiments, [1.0 / 2.35, 0.0])
    assert np.allclose(made.serving, [0.35 / 2.35, 1.0])
