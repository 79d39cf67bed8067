"""Captions: which cells a chart shows, and what figures that are codes may say."""

from __future__ import annotations

import re

import numpy as np

from tenfold.sim.sweep.answer.results import Label, Results
from tenfold.sim.sweep.answer.series import series_factor
from tenfold.sim.sweep.answer.wording import capital, cells_text, factor_name, listed

CODE = "choice"
"""Unit of figures that stand for words."""
IS_A_CODE = "A code, not an amount: the table has the share of races that end with each."
NOT_A_CODE = "A mean of codes over months, or with too many values to list: no figure to read."
MOST_CODES = 8


def where_shown(results: Results) -> str:
    """'At compute ratio 10, over all values of policy of the rich. '; empty with one cell."""
    at = dict(results.asked.at) if results.asked is not None else {}
    own = series_factor(results)
    at.pop(own or "", None)
    free = [factor for factor in results.factors if factor not in at and factor != own]
    parts = [f"at {cells_text(at, results)}"] if at else []
    if free:
        names = listed([factor_name(factor, results) for factor in free])
        parts.append(f"over all values of {names}")
    return f"{capital(', '.join(parts))}. " if parts else ""


def words_of_codes(label: Label) -> dict[int, str]:
    """What the codes of a figure stand for: {0: "closed", 1: "open"}."""
    found = re.findall(r"(?:^|[ ,:])(\d+) ([^,]+?)(?=,|$)", label.text)
    return {int(code): words for code, words in found}


def code_shares(label: Label, values: np.ndarray) -> dict[str, float] | None:
    """Share of known values that are each code; None where they are too many to be codes."""
    known = values[np.isfinite(values)]
    codes, counts = np.unique(known, return_counts=True)
    if len(codes) > MOST_CODES or (codes != np.round(codes)).any():
        return None
    words = words_of_codes(label)
    names = [f"{int(code)} {words.get(int(code), '')}".strip() for code in codes]
    return {name: float(count) / len(known) for name, count in zip(names, counts, strict=True)}
