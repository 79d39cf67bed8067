"""Wording: numbers, units and meanings as the first page of a report says them.

The first page speaks of months, chips, chances; the field's own jargon stays out of it. A test
holds every meaning of every parameter to that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from tenfold.sim.sweep.answer.results import Label, Results, Value, show

MINUS = "−"
PLAIN = {
    r"\bH100e\b": "chips",
    r"\bFLOPs?\b": "operations",
    r"\bexposure\b": "visibility",
    r"\bhazard\b": "monthly chance",
    r"\bECI\b": "capability index",
    r"\bHerfindahl index\b": "concentration",
    r"\bmoonshots?\b": "long shots",
    r"\bPareto\b": "trade-off",
    r"\bgamma\b": "growth",
}
"""Jargon to what the first page says."""
GLOSSARY = {
    "distil": "Distillation is training on a rival's answers.",
    "capability": (
        "Capability index: 155 is about the best model at the end of 2025; 8 points are worth ten"
        " times the training chips."
    ),
    "index points": (
        "Index points: 155 is about the best model at the end of 2025; 8 points are worth ten times"
        " the training chips."
    ),
    "behind": (
        "Months behind: how long ago the leader first had what the follower has now."
    ),
    "concentration": "Concentration: 1 where one lab has everything, near 0 where all are small.",
}  # fmt: skip
"""What a word means, said once where it occurs."""
FINER = 3
"""Decimals that a number may have more than its kind, so as not to read as zero."""
OWNERS = {"poor": "the poor side", "rich": "the rich side", "china": "China", "us": "the US"}
"""Sides within a sentence."""
SILENT = ("", "1", "0 or 1", "count", "choice", "text")
"""Units that are not spoken."""


def plain(text: str) -> str:
    """Text without the jargon of the field."""
    for jargon, words in PLAIN.items():
        text = re.sub(jargon, words, text)
    return text


def noun(label: Label) -> str:
    """An outcome within a sentence: 'the lag of the best Chinese lab behind the best US lab'."""
    text = re.sub(r"(?<!the )\bbest\b", "the best", plain(label.text))
    if label.unit == "months" and " behind " in text:
        text = f"the lag of {text}"
    if label.unit == "index points" and " less " in text:
        text = f"the lead of {text.replace(' less ', ' over ')}"
    who, colon, what = text.partition(": ")
    if colon and " " not in who and not what[:1].isdigit():
        text = f"{OWNERS.get(who, who)}'s {what}"
    return text


def explanations(text: str) -> list[str]:
    """What words of a text mean, one sentence each."""
    low = text.lower()
    return list(dict.fromkeys(said for word, said in GLOSSARY.items() if word in low))


def meaning_of(unit: str, meaning: str) -> str:
    """A parameter's meaning as a phrase that stands alone.

    Some meanings continue their unit ("months" "of debt before rescue") and need it in front.
    """
    if meaning.startswith(("of ", "for which ")):
        unit = "part" if unit == "1" else unit
        return plain(f"{unit} {meaning}")
    return plain(meaning)


def places(width: float) -> int:
    """Decimals that show two digits of a width; 0 to 4."""
    if not math.isfinite(width) or width <= 0.0:
        return 1
    return max(0, min(4, 1 - math.floor(math.log10(width))))


def number(value: float, decimals: int, sign: bool = False) -> str:
    """A number with a true minus, thousands set apart, and a plus where differences need it."""
    if not math.isfinite(value):
        return "unknown"
    text = f"{abs(value):,.{decimals}f}"
    # What is not zero shall not read as zero; beyond three decimals more it is rounding.
    if value != 0.0 and not _says_something(text):
        finer = [f"{abs(value):,.{decimals + more}f}" for more in range(1, FINER + 1)]
        text = next(filter(_says_something, finer), text)
    if decimals == 0 and abs(value) >= 1e6:
        text = amount(abs(value))
    if not _says_something(text):
        return text
    return (MINUS if value < 0 else "+" if sign else "") + text


def _says_something(text: str) -> bool:
    return any(digit in text for digit in "123456789")


def amount(value: float) -> str:
    """A parameter's value with three digits: 0.312, 12.5, 1.2 million."""
    if value != 0.0 and (abs(value) >= 1e6 or abs(value) < 1e-3):
        if 1e6 <= abs(value) < 1e9:
            return f"{value / 1e6:.3g} million".replace("-", MINUS)
        if 1e9 <= abs(value) < 1e12:
            return f"{value / 1e9:.3g} billion".replace("-", MINUS)
        return f"{value:.3g}".replace("-", MINUS)
    return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}").replace("-", MINUS)


def value_of(value: Value) -> str:
    """A value of a factor or parameter."""
    return show(value) if isinstance(value, str) else amount(value)


def quoted(value: Value) -> str:
    """A value within a sentence: words in quotes, numbers as they are."""
    return f"‘{value}’" if isinstance(value, str) else amount(value)


class Speaker:
    """Says an outcome's figures with enough decimals and its unit.

    Args:
        label: of the outcome.
        width: of what is told apart (an interval, or an effect that matters), in its unit.
    """

    def __init__(self, label: Label, width: float) -> None:
        self.chance = label.chance
        self._factor = 100.0 if label.chance else 1.0
        self._decimals = places(abs(width) * self._factor)
        self._unit = "" if label.unit in SILENT else plain(label.unit)

    def bare(self, value: float, sign: bool = False) -> str:
        """The number without its unit."""
        return number(value * self._factor, self._decimals, sign)

    def level(self, value: float) -> str:
        """A level: '7.2 months', '31 %'."""
        return f"{self.bare(value)} {'%' if self.chance else self._unit}".strip()

    def size(self, value: float) -> str:
        """A difference without its sign: '3.2 months', '12 percentage points'."""
        return f"{self.bare(abs(value))} {self.unit}".strip()

    def least(self, value: float) -> str:
        """A size that matters, as it was given: '1 month', '2.5 percentage points'."""
        scaled = abs(value) * self._factor
        unit = self.unit.removesuffix("s") if scaled == 1.0 else self.unit
        return f"{amount(scaled)} {unit}".strip()

    def change(self, value: float) -> str:
        """A difference with its sign: '+3.2 months'."""
        return f"{self.bare(value, sign=True)} {self.unit}".strip()

    def span(self, low: float, high: float, sign: bool = False) -> str:
        """A range: '−3.5 to −2.9 months'."""
        ends = list(dict.fromkeys([self.bare(low, sign), self.bare(high, sign)]))
        return f"{' to '.join(ends)} {self.unit}".strip()

    @property
    def unit(self) -> str:
        """The unit of a difference; empty where there is none to say."""
        return "percentage points" if self.chance else self._unit


def cells_text(at: Mapping[str, Value], results: Results) -> str:
    """Where an answer is read: 'compute ratio 10'; empty where it is read everywhere."""
    return ", ".join(f"{factor_name(f, results)} {quoted(value)}" for f, value in at.items())


def factor_name(factor: str, results: Results) -> str:
    """A cross factor in words."""
    return plain(results.meaning(factor))


def listed(items: list[str], joint: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def capital(text: str) -> str:
    """The text with its first letter raised."""
    return text[:1].upper() + text[1:]


def counted(count: int, one: str, many: str = "") -> str:
    """'1 race', '1,200 races'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
