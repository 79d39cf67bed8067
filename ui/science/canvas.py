"""Canvas: a drawing in pixels from the top left, saved as SVG that follows the reader's theme.

Text stays text. It is measured in a wide font, so that it fits wherever the reader's is narrower.
Colours are written as CSS variables: one drawing serves light and dark pages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from tenfold.ui.charts.palette import INK, PAGE, QUIET, RULE, Shade
from tenfold.ui.sweeps.colours import NAMED

UNIT = 72.0
"""Pixels an inch: a point of matplotlib is a pixel here."""
TEXT, SMALL = 13.0, 12.0
LINE = 1.35
"""Height of a line of text, in sizes of its font."""
FONTS = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
SETTINGS = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "axes.unicode_minus": True,
    "path.simplify": False,
}
VARIABLES: dict[str, Shade] = {name.removeprefix("@"): shade for name, shade in NAMED.items()}
"""CSS variables of a drawing; the reader's theme picks one of each pair."""


@lru_cache(maxsize=4096)
def measure(words: str, size: float = TEXT, bold: bool = False) -> float:
    """How wide a line of text is at most, px."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    width, _, _ = _renderer().get_text_width_height_descent(words, font, ismath=False)
    return float(width)


def wrap(words: str, room: float, size: float = TEXT, bold: bool = False) -> list[str]:
    """Text in lines that fit into a room; a word that is wider stands alone."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Canvas:
    """A page to draw on.

    Args:
        width, height: px.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / UNIT, height / UNIT), dpi=UNIT)

    def axes(self, left: float, top: float, right: float, bottom: float) -> Any:
        """Axes between those distances from the page's left and top, px; bare but for a grid."""
        made = self.figure.add_axes(
            (left / self.width, 1 - bottom / self.height, (right - left) / self.width,
             (bottom - top) / self.height)
        )  # fmt: skip
        made.patch.set_visible(False)
        made.tick_params(length=0, pad=6, labelsize=SMALL, labelcolor=QUIET.light)
        made.set_axisbelow(True)
        for side in made.spines.values():
            side.set_visible(False)
        return made

    def text(
        self, words: str, x: float, y: float, colour: str = INK.light, size: float = TEXT,
        bold: bool = False, align: str = "left",
    ) -> None:  # fmt: skip
        """A line of text whose middle is at the height y."""
        self.figure.text(
            x / self.width, 1 - (y + 0.36 * size) / self.height, words, fontsize=size,
            color=colour, ha=align, va="baseline", fontweight="bold" if bold else "normal",
            parse_math=False,
        )  # fmt: skip

    def lines(
        self, lines: Sequence[str], x: float, top: float, colour: str = INK.light,
        size: float = TEXT, bold: bool = False,
    ) -> float:  # fmt: skip
        """Lines of text one below the other; returns where they end."""
        for place, words in enumerate(lines):
            self.text(words, x, top + (place + 0.5) * LINE * size, colour, size, bold)
        return top + len(lines) * LINE * size

    def rule(
        self, points: Sequence[tuple[float, float]], colour: str = RULE.light, width: float = 1.0,
        dashed: bool = False,
    ) -> None:  # fmt: skip
        """A line through points of the page, px."""
        from matplotlib.lines import Line2D

        self.figure.add_artist(
            Line2D(
                [x / self.width for x, _ in points], [1 - y / self.height for _, y in points],
                color=colour, linewidth=width, linestyle=(0, (4, 3)) if dashed else "-",
            )
        )  # fmt: skip

    def svg(self, name: str, title: str, alone: bool = True) -> str:
        """The drawing as SVG; the same drawing gives the same text.

        Args:
            name: tells its parts from those of other drawings on a page.
            title: for those who hear the page.
            alone: with its colours and a background, as a file; else to stand in a page that has
                the variables.
        """
        file = io.StringIO()
        with matplotlib.rc_context({**SETTINGS, "svg.hashsalt": name}):
            self.figure.savefig(
                file, format="svg", transparent=True,
                metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
            )  # fmt: skip
        return _tidy(file.getvalue(), self.width, self.height, name, title, alone)


def stylesheet() -> str:
    """The variables of drawings in both themes."""
    light, dark = (
        "".join(f"--{name}:{shade[theme]};" for name, shade in VARIABLES.items())
        for theme in (0, 1)
    )
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(8, 8, UNIT)


def _tidy(svg: str, width: float, height: float, name: str, title: str, alone: bool) -> str:
    """What a page needs of matplotlib's SVG, with variables for colours."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<g id=\"[\w.]+_\d+\"(/?)>", r"<g\1>", body)
    body = re.sub(r"'DejaVu Sans'(?:, [^;\"]+)?", FONTS, body)
    # Every drawing keeps its own parts, whatever else stands on the page.
    body = re.sub(r'(id="|url\(#|xlink:href="#)', rf"\g<1>{name}-", body)
    for variable, shade in VARIABLES.items():
        body = body.replace(shade.light, f"var(--{variable},{shade.light})")
    inner = body[body.index(">", body.index("<svg")) + 1 :]
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 {width:g} {height:g}" role="img" style="stroke-linejoin:round"'
    )
    said = f"<title>{_escaped(title)}</title>"
    if alone:
        paper = f'<rect width="100%" height="100%" fill="var(--page,{PAGE.light})"/>'
        head += f' width="{width:g}" height="{height:g}"'
        said += f"<style>{stylesheet()}</style>{paper}"
    lines = (line.strip() for line in f"{head}>{said}{inner}".splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
