"""What may be decided, and what is refused with a message that helps."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.agents.decision import (
    LEVER,
    LEVERS,
    SUM_TO_ONE,
    Decision,
    DecisionError,
    check_held,
    find_lever,
)


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


SHARES = [name for names in SUM_TO_ONE for name in names]


@given(st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7), st.sampled_from(SHARES), st.data())
def test_a_held_share_leaves_the_rest_to_the_others_in_proportion(
    shares: list[float], name: str, data: st.DataObject
) -> None:
    said = Decision(**dict(zip(SHARES, shares, strict=True))).normalised()
    value = data.draw(st.integers(0, 100)) / 100
    made = said.holding({name: value})
    made.check()
    assert getattr(made, name) == value
    group = next(names for names in SUM_TO_ONE if name in names)
    others = [other for other in group if other != name]
    rest = sum(getattr(said, other) for other in others)
    for other in others:
        share = getattr(said, other) / rest if rest > 0.0 else 1.0 / len(others)
        assert float(getattr(made, other)) == pytest.approx(share * (1.0 - value), abs=1e-12)
    for about in LEVERS:
        if about.name not in group:
            assert getattr(made, about.name) == getattr(said, about.name)


def test_levers_are_held_in_every_run() -> None:
    said = Decision(
        experiments=np.array([0.5, 0.0]), training=np.array([0.3, 0.0]),
        serving=np.array([0.2, 1.0]), distil=np.array([0.1, 0.9]),
    )  # fmt: skip
    made = said.holding({"serving": 0.6, "distil": 0.5})
    assert np.allclose(made.experiments, [0.25, 0.2])
    assert np.allclose(made.training, [0.15, 0.2])
    assert (made.serving, made.distil) == (0.6, 0.5)
    made.check()


def test_two_held_shares_leave_the_rest_to_one() -> None:
    made = Decision().holding({"experiments": 0.25, "serving": 0.25, "explore": 1.0})
    made.check()
    assert float(made.training) == pytest.approx(0.5)
    assert [float(getattr(made, name)) for name in SUM_TO_ONE[1]] == [1.0, 0.0, 0.0, 0.0]


def test_what_stands_alone_is_held_to_the_last_bit() -> None:
    said = Decision()
    alone = {about.name: about.default for about in LEVERS if about.name not in SHARES}
    assert said.holding(alone) == said
    assert said.holding({}) == said
    whole = {name: getattr(said, name) for name in SHARES}
    assert said.holding(alone | whole) == said


@pytest.mark.parametrize(
    ("levers", "words"),
    [
        ({"distill": 0.5}, "unknown lever 'distill'; did you mean 'distil'"),
        ({"distil": 1.5}, r"distil = 1\.5: must lie from 0 to 1"),
        ({"distil": float("nan")}, "distil: must be a number"),
        ({"run_months": 2.5}, r"run_months = 2\.5: must be a whole number"),
        ({"experiments": 0.6, "serving": 0.5}, r"experiments \+ serving = 1\.1: .*to 1 at most"),
        ({"experiments": 0.2, "training": 0.2, "serving": 0.2}, "to 1 where all are given"),
    ],
)
def test_what_cannot_be_held_is_refused(levers: dict[str, float], words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        check_held(levers)


def test_what_can_be_held_is_not_refused() -> None:
    check_held({})
    check_held({"distil": 1.0, "experiments": 0.5, "training": 0.5})
    check_held({"experiments": 0.2, "training": 0.3, "serving": 0.5})


def test_a_lever_is_found_by_its_name() -> None:
    assert find_lever("distil") is LEVER["distil"]
    with pytest.raises(DecisionError, match="unknown lever 'xyzzy'; levers: experiments, "):
        find_lever("xyzzy")


@given(st.integers(0, 1000), st.sampled_from(SUM_TO_ONE))
def test_shares_held_to_the_full_never_round_below_zero(first: int, names: tuple[str, ...]) -> None:
    made = Decision().holding({names[0]: first / 1000, names[1]: 1.0 - first / 1000})
    made.check()


@given(st.integers(0, 99), st.sampled_from(SUM_TO_ONE[0]))
def test_a_share_held_where_it_is_changes_no_bit(first: int, name: str) -> None:
    said = Decision(experiments=first / 200, training=(100 - first) / 200, serving=0.5)
    assert said.holding({name: getattr(said, name)}) == said
