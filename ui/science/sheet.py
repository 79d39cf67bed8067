"""Sheet: experiments with their verdicts, in words and pictures, ready for a page or a document.

Claims and facts have sheets of the same shape, so one page and one document show both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.picture import Picture

DIGITS = 3
MOST_PLACES = 6
NONE = "–"
"""Where there is no figure."""
Tone = Literal["good", "bad", "open", "given", "failed"]
Row = tuple[str, ...]
"""Cells of a row: what it is, its figure with the unit, and what else there is to say."""
SIGNS: dict[Tone, str] = {"good": "✓", "bad": "✗", "open": "◐", "given": "■", "failed": "!"}
"""A sign per tone, so that a verdict can be told without colours."""


@dataclass(frozen=True)
class Entry:
    """An experiment.

    Attributes:
        number: such as "C7" or "F3".
        title: in a few words.
        kind: what sort it is: a standing, a target.
        tone: how the verdict is coloured, and its sign.
        verdict: in a word or two.
        on: what else the verdict says: on what it depends, by how much it fails.
        leading: the effect or figure that decides, for the table.
        last: what the table's last column says.
        last_tone: its colour.
        says: the statement that was tested.
        finding: what was found, with figures.
        prose: what was done; paragraphs with an empty line between.
        rules: headings with what was fixed beforehand.
        rows: figures, under the sheet's columns.
        picture: nothing where it failed.
        notes: what else one must know, a paragraph each.
        file: where it stands in the project.
        tags: words that the page's filter looks for.
    """

    number: str
    title: str
    kind: str
    tone: Tone
    verdict: str
    leading: str
    says: str
    finding: str
    prose: str
    rules: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    picture: Picture | None
    on: str = ""
    last: str = ""
    last_tone: Tone = "given"
    notes: tuple[str, ...] = ()
    file: str = ""
    tags: tuple[str, ...] = ()

    @property
    def sign(self) -> str:
        """The verdict's sign."""
        return SIGNS[self.tone]

    @property
    def anchor(self) -> str:
        """Its name in links."""
        return self.number.lower()

    @property
    def file_name(self) -> str:
        """Name of its picture's file, without ending: "c07"."""
        letters = self.number.rstrip("0123456789")
        digits = self.number[len(letters) :]
        return f"{letters.lower()}{digits.zfill(2)}"


@dataclass(frozen=True)
class Sheet:
    """Experiments together.

    Attributes:
        name: of the files: "claims".
        title: of the page.
        opening: paragraphs before the table.
        banner: a warning above all, such as that it is the short form.
        summary: how many have which verdict.
        meanings: terms and what they mean.
        heads: names of the table's columns: number, title, kind, verdict, leading, last.
        entries: the experiments, in order.
        filters: words of buttons and the tags that they look for.
        columns: names of the columns of figures.
        how: what the figures rest on, in pairs.
        again: commands that make it anew.
    """

    name: str
    title: str
    opening: tuple[str, ...]
    summary: str
    meanings: tuple[tuple[str, str], ...]
    heads: tuple[str, str, str, str, str, str]
    entries: tuple[Entry, ...]
    banner: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    columns: Row = ()
    how: tuple[tuple[str, str], ...] = ()
    again: tuple[str, ...] = field(default=())


def effect_rows(
    effects: Mapping[str, Effect], others: Mapping[str, Effect] | None = None
) -> tuple[Row, ...]:
    """Effects in words: label, figure, both intervals, and what another experiment found."""
    rows = []
    for label, effect in effects.items():
        other = (others or {}).get(label)
        middle, low, high, luck_low, luck_high = together(
            effect.middle, effect.low, effect.high, effect.luck_low, effect.luck_high
        )
        rows.append(
            (
                label, f"{middle} {effect.unit}".strip(), f"{low} to {high}",
                f"{luck_low} to {luck_high}", _interval(other) if other else "–",
            )
        )  # fmt: skip
    return tuple(rows)


def together(*values: float) -> tuple[str, ...]:
    """Figures that are read side by side, all to the decimals that the largest needs.

    The largest has three digits, so that none shows more than can be meant; decimals that are
    zeros in all of them are left out.
    """
    known = [abs(value) for value in values if math.isfinite(value)]
    largest = max(known, default=0.0)
    if largest == 0.0:
        places = 0
    else:
        places = min(max(DIGITS - 1 - math.floor(math.log10(largest)), 0), MOST_PLACES)
    texts = [_decimals(value, places) for value in values]
    while places and all(text.endswith("0") or text == NONE for text in texts):
        places -= 1
        texts = [text[:-1].removesuffix(".") if text != NONE else text for text in texts]
    return tuple(texts)


def _decimals(value: float, places: int) -> str:
    """A number with a true minus, and none before nothing."""
    if not math.isfinite(value):
        return NONE
    return f"{round(value, places) + 0.0:,.{places}f}".replace("-", "−")


def _interval(effect: Effect) -> str:
    middle, low, high = together(effect.middle, effect.low, effect.high)
    return f"{middle} ({low} to {high})"


def span(low: float, high: float) -> str:
    """An interval in words."""
    return " to ".join(together(low, high))


def in_words(effect: Effect) -> str:
    """An effect's figure with its interval and unit."""
    return f"{_interval(effect)} {effect.unit}".strip()
