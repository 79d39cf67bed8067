"""The palette: readable on the page in both themes, and told apart by colour-blind eyes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tenfold.ui.charts.palette import (
    FAMILIES,
    INK,
    ON_YOU,
    PAGE,
    QUIET,
    REST,
    YOU,
    Shade,
    lab_colours,
    stylesheet,
)

THEMES = {"light": 0, "dark": 1}
LABS = [YOU, *(shade for shades in FAMILIES.values() for shade in shades)]
# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
EYES = {
    "usual": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
}  # fmt: skip
TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
JUST_SEEN = 0.02
"""Distance in OKLab at which two patches are just told apart."""


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    low, high = channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    return np.where(channels <= 0.04045, low, high)


def contrast(one: str, other: str) -> float:
    light, dark = sorted(
        (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, eyes: str) -> float:
    seen = []
    for colour in (one, other):
        light = np.clip(EYES[eyes] @ linear(colour), 0.0, 1.0)
        seen.append(TO_LAB @ np.cbrt(TO_CONES @ light))
    return float(np.linalg.norm(seen[0] - seen[1]))


@pytest.mark.parametrize("theme", THEMES)
def test_every_lab_stands_out_from_the_page(theme: str) -> None:
    k = THEMES[theme]
    for shade in [*LABS, REST]:
        assert contrast(shade[k], PAGE[k]) >= 3.0, shade


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "back"), [(INK, PAGE), (QUIET, PAGE), (YOU, PAGE), (ON_YOU, YOU)])
def test_text_is_readable(theme: str, text: Shade, back: Shade) -> None:
    k = THEMES[theme]
    assert contrast(text[k], back[k]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_any_two_labs_are_told_apart(theme: str, eyes: str) -> None:
    k = THEMES[theme]
    for one, other in combinations(LABS, 2):
        assert distance(one[k], other[k], eyes) >= 3 * JUST_SEEN, (one, other)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_the_player_is_further_from_all_than_they_from_each_other(theme: str, eyes: str) -> None:
    k = THEMES[theme]
    assert min(distance(YOU[k], shade[k], eyes) for shade in LABS[1:]) >= 4.5 * JUST_SEEN


def test_a_lab_keeps_its_colour_and_the_player_has_the_accent() -> None:
    kinds = ["frontier", "frontier", "chinese", "open", "chinese"]
    colours = lab_colours(kinds, 1)
    assert colours == [
        "var(--frontier-1)", "var(--you)", "var(--chinese-1)", "var(--open-1)", "var(--chinese-2)",
    ]  # fmt: skip


def test_any_number_of_labs_has_colours() -> None:
    colours = lab_colours(["frontier"] * 40, 3)
    assert len(colours) == 40
    assert colours.count("var(--you)") == 1
    assert colours[-1] == "var(--rest)"


def test_every_named_colour_is_in_the_stylesheet() -> None:
    css = stylesheet()
    for colour in lab_colours([kind for kind in FAMILIES for _ in range(9)], 0):
        assert colour.removeprefix("var(").removesuffix(")") + ":" in css
    assert "prefers-color-scheme:dark" in css
