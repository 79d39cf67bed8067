"""Questions: what a worksheet asks, with the answers; shared by its parts."""

from __future__ import annotations

from dataclasses import dataclass

Cells = tuple[tuple[str, ...], ...]
NOBODY = "Nobody."


@dataclass(frozen=True)
class Grid:
    """Figures to read."""

    title: str
    head: tuple[str, ...]
    rows: Cells


@dataclass(frozen=True)
class Question:
    """One question, and what the record answers."""

    text: str
    answer: str = ""
    by_team: tuple[tuple[str, str], ...] = ()
    """Team to its answer, where each has one of its own."""
    lines: int = 2
    """To write on."""


@dataclass(frozen=True)
class Part:
    """Questions that belong together."""

    title: str
    says: str
    questions: tuple[Question, ...]
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A worksheet, from which its answer key is printed, too."""

    title: str
    says: str
    parts: tuple[Part, ...]


def months(value: float) -> str:
    """Months to a tenth, as tables have them.

    >>> months(1.0), months(9.94)
    ('1 month', '9.9 months')
    """
    shown = f"{value:.1f}".removesuffix(".0")
    return f"{shown} {'month' if shown == '1' else 'months'}"


def share(value: float) -> str:
    """A share of use to a tenth of a percent, so that small changes can be read.

    >>> share(0.1234), share(0.1)
    ('12.3%', '10%')
    """
    return f"{100.0 * value:.1f}".removesuffix(".0") + "%"
