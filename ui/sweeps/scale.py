"""Scale: large figures are drawn in millions or billions, chances in per cent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tenfold.sim.sweep.answer.results import Label
from tenfold.sim.sweep.answer.wording import Speaker, plain
from tenfold.ui.sweeps.frames import Axis

LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class Scale(NamedTuple):
    """What figures are multiplied by, and the word that goes before their unit."""

    factor: float
    word: str


def scale_of(label: Label, figures: Iterable[float]) -> Scale:
    """The scale for figures of an outcome."""
    if label.chance:
        return Scale(100.0, "")
    most = max((abs(figure) for figure in figures), default=0.0)
    for size, word in LARGE:
        if most >= size:
            return Scale(1.0 / size, word)
    return Scale(1.0, "")


def axis_of(label: Label, difference: bool, scale: Scale) -> Axis:
    """The axis of an outcome, or of its differences, in words."""
    if label.chance:
        name = "difference in percentage points" if difference else "chance in %"
        return Axis(name, 1, None if difference else 0.0)
    unit = f"{scale.word} {Speaker(label, 1.0).unit}".strip()
    if difference:
        return Axis(f"difference in {unit}" if unit else "difference", 2)
    return Axis(unit or plain(label.text).rpartition(": ")[2], 2)
