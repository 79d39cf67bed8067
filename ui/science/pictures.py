"""Pictures of experiments as SVG: data in, text out; the same data give the same text."""

from __future__ import annotations

from tenfold.sim.experiments.picture import Bars, Dots, Lines, Picture
from tenfold.ui.science.canvas import Canvas
from tenfold.ui.science.plots import draw_lines, draw_points
from tenfold.ui.science.rows import draw_bars, draw_dots

WIDE, NARROW = 720.0, 340.0
"""Widths of pictures, px: on a screen and in documents; on a phone."""


def picture_file(picture: Picture, name: str) -> str:
    """A picture as a file of its own: with its title, a background, and both themes.

    Args:
        picture: what is drawn.
        name: of the file, such as "c07".
    """
    return draw(picture, WIDE, titled=True).svg(name, picture.title)


def picture_inline(picture: Picture, name: str, width: float = WIDE) -> str:
    """A picture to stand in a page that says its title and has the colours' variables."""
    return draw(picture, width, titled=False).svg(name, picture.title, alone=False)


def draw(picture: Picture, width: float, titled: bool) -> Canvas:
    """Draw a picture of any kind in a width."""
    if isinstance(picture, Dots):
        return draw_dots(picture, width, titled)
    if isinstance(picture, Bars):
        return draw_bars(picture, width, titled)
    if isinstance(picture, Lines):
        return draw_lines(picture, width, titled)
    return draw_points(picture, width, titled)
