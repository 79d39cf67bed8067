"""Months of a race as people name them: quarters and years."""

from __future__ import annotations

TURN_MONTHS = 3
LENGTHS = (8, 12, 16, 24)
"""Quarters that a game may last."""


def start_of(start: str) -> tuple[int, int]:
    """Year and month (1 to 12) of a scenario's start, from '2026-01'."""
    year, _, month = start.partition("-")
    return int(year), int(month)


def date_of(start: tuple[int, int], month: int) -> tuple[int, int]:
    """Year and month (1 to 12) of so many months after the start.

    >>> date_of((2026, 11), 3)
    (2027, 2)
    """
    total = start[0] * 12 + start[1] - 1 + month
    return total // 12, total % 12 + 1


def quarter_of(start: tuple[int, int], month: int) -> str:
    """The quarter that contains the month.

    >>> quarter_of((2026, 1), 5)
    'Q2 2026'
    """
    year, which = date_of(start, month)
    return f"Q{(which - 1) // 3 + 1} {year}"


def short_quarter(start: tuple[int, int], month: int, now: int) -> str:
    """The quarter without its year where that is this year's.

    >>> short_quarter((2026, 1), 5, 0), short_quarter((2026, 1), 13, 0)
    ('Q2', 'Q1 2027')
    """
    name = quarter_of(start, month)
    same = date_of(start, month)[0] == date_of(start, now)[0]
    return name.split()[0] if same else name
