"""Colours: one hue family per kind of lab, one strong accent for the player, in both themes.

The values were searched for with two conditions that a test holds them to: a contrast of at least
3:1 against the page, and a distance between any two that colour-blind eyes (deuteranopia and
protanopia) still see. Charts name a colour by its CSS variable, so one drawing serves both themes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Shade(NamedTuple):
    """One colour in the light and in the dark theme, as #rrggbb."""

    light: str
    dark: str


PAGE = Shade("#fbfaf7", "#14161a")
INK = Shade("#1c1d1f", "#e9e7e2")
QUIET = Shade("#5a5d64", "#a6a9b0")
RULE = Shade("#dcd9d1", "#34373e")
YOU = Shade("#be298c", "#fa3798")
ON_YOU = Shade("#ffffff", "#14161a")
REST = Shade("#8a8780", "#7d8087")
"""All labs that are too many to have a colour of their own."""

FAMILIES: dict[str, tuple[Shade, ...]] = {
    "frontier": (
        Shade("#3069ce", "#5b76e5"),
        Shade("#4094d3", "#7dc6e5"),
        Shade("#1f4254", "#5995dc"),
        Shade("#4d7fe9", "#7aaefd"),
        Shade("#3e2a7f", "#95e1ff"),
    ),
    "chinese": (
        Shade("#8a0e03", "#b85908"),
        Shade("#c48204", "#e0b901"),
        Shade("#8a4d0d", "#db984b"),
        Shade("#b2754c", "#fcd430"),
        Shade("#956905", "#c18103"),
    ),
    "open": (
        Shade("#2f6b47", "#60d990"),
        Shade("#6a9a80", "#9af1d3"),
        Shade("#054a27", "#5a8155"),
        Shade("#21584e", "#a1f794"),
    ),
}


def lab_colours(kinds: Sequence[str], seat: int | None) -> list[str]:
    """One CSS colour per lab, in order: the player's accent, else the next shade of its family.

    A lab's colour depends on its kind and its place among the rivals of that kind alone: it is the
    same in every chart, card and turn of a game. Beyond a family's shades, labs share a quiet one.
    """
    used = dict.fromkeys(FAMILIES, 0)
    colours = []
    for place, kind in enumerate(kinds):
        if place == seat:
            colours.append("var(--you)")
            continue
        number = used[kind]
        used[kind] += 1
        if number < len(FAMILIES[kind]):
            colours.append(f"var(--{kind}-{number + 1})")
        else:
            colours.append("var(--rest)")
    return colours


def on(colour: str) -> str:
    """The CSS colour of text that stands on a lab's colour."""
    return colour.replace("var(--", "var(--on-")


def contrast(one: str, other: str) -> float:
    """How far two colours #rrggbb differ in lightness: 1 (not at all) to 21, as WCAG counts."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    total = 0.0
    for place, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
        channel = int(colour[place : place + 2], 16) / 255
        total += weight * (
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        )
    return total


def _text_on(shade: Shade) -> Shade:
    """Whichever is further in each theme: the page's colour or the ink."""
    best = [
        max((PAGE[theme], INK[theme]), key=lambda text: contrast(text, shade[theme]))
        for theme in (0, 1)
    ]
    return Shade(*best)


def _variables(theme: int) -> str:
    named = {
        "page": PAGE, "ink": INK, "quiet": QUIET, "rule": RULE,
        "you": YOU, "on-you": ON_YOU, "rest": REST,
    }  # fmt: skip
    named |= {
        f"{kind}-{number}": shade
        for kind, shades in FAMILIES.items()
        for number, shade in enumerate(shades, 1)
    }
    named |= {
        f"on-{name}": _text_on(shade)
        for name, shade in named.items()
        if name == "rest" or name.partition("-")[0] in FAMILIES
    }
    return "".join(f"--{name}:{shade[theme]};" for name, shade in named.items())


def stylesheet() -> str:
    """The CSS variables of both themes; the reader's system says which one holds."""
    return (
        f":root{{color-scheme:light dark;{_variables(0)}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{_variables(1)}}}}}"
    )
