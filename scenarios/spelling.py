"""Spelling: numbers and words of a sweep file, as people write them."""

from __future__ import annotations

import math
from typing import Any

Choice = float | str
"""What an arm chooses: a number or a word."""


def as_text(value: Choice) -> str:
    """A choice as people write it: 10, 0.5, autopilot; different choices, different texts."""
    return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")


def as_given(value: Any) -> str:
    """Something of a file as it stands there, for a message: words in quotes, cut where long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, float):
        text = as_text(value)
    else:
        text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def is_number(value: Any) -> bool:
    """Whether it is a finite number (true and false are none)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e300 and math.isfinite(value)
