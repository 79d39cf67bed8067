"""Choices and numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.scenarios.spelling import as_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10.0, "10"),
        (3, "3"),
        (0.5, "0.5"),
        (1e6, "1000000"),
        (0.1234567, "0.1234567"),
        (-2.0, "-2"),
        ("fixed", "fixed"),
    ],
)
def test_choices_are_written_as_people_write_them(value: float | str, text: str) -> None:
    assert as_text(value) == text


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2, unique=True))
def test_different_numbers_are_different_texts(pair: list[float]) -> None:
    assert as_text(pair[0]) != as_text(pair[1])
    assert [float(as_text(value)) for value in pair] == pair
