"""Colours of sweep charts: names of the palette, so that one chart serves both themes.

A chart names a colour as "@ink" or "@series-1"; `paint` puts a theme's colours in their place, and
the script of the report does the same in the browser, anew when the reader's theme changes.
"""

from __future__ import annotations

from typing import Any

from tenfold.ui.charts.palette import FAMILIES, INK, PAGE, QUIET, REST, RULE, YOU, Shade

SERIES: tuple[Shade, ...] = (
    FAMILIES["frontier"][0],
    FAMILIES["chinese"][1],
    FAMILIES["open"][0],
    FAMILIES["frontier"][4],
    FAMILIES["chinese"][0],
    FAMILIES["open"][1],
    FAMILIES["frontier"][1],
    FAMILIES["chinese"][3],
)
"""In the order in which series are coloured; the reference and what is beyond are quiet."""
NAMED: dict[str, Shade] = {
    "@page": PAGE,
    "@ink": INK,
    "@quiet": QUIET,
    "@rule": RULE,
    "@rest": REST,
    "@accent": YOU,
} | {f"@series-{number}": shade for number, shade in enumerate(SERIES, 1)}
INK_TOKEN, QUIET_TOKEN, RULE_TOKEN, REST_TOKEN = "@ink", "@quiet", "@rule", "@rest"
ACCENT_TOKEN, PAGE_TOKEN = "@accent", "@page"
THEMES = ("light", "dark")


def series_tokens(count: int, reference: int = -1) -> list[str]:
    """A colour's name per series: the reference quiet, the others in order, the rest quiet."""
    tokens, used = [], 0
    for place in range(count):
        if (place == reference and count > 1) or used == len(SERIES):
            tokens.append(REST_TOKEN)
        else:
            used += 1
            tokens.append(f"@series-{used}")
    return tokens


def theme_colours(theme: str) -> dict[str, str]:
    """Name to #rrggbb in a theme, "light" or "dark"."""
    return {name: shade[THEMES.index(theme)] for name, shade in NAMED.items()}


def paint(option: Any, theme: str) -> Any:
    """A chart with a theme's colours in place of their names; the chart itself is unchanged."""
    return _painted(option, theme_colours(theme))


def _painted(option: Any, colours: dict[str, str]) -> Any:
    if isinstance(option, dict):
        return {key: _painted(value, colours) for key, value in option.items()}
    if isinstance(option, list):
        return [_painted(value, colours) for value in option]
    return colours.get(option, option) if isinstance(option, str) else option
