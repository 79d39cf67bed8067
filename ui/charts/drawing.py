"""The few pieces that every drawing is made of: elements, text widths, labels apart, ticks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import floor, log10

FONT = 14
"""Size of text in drawings, px."""
CHARACTER = 0.556
"""Width of most letters and of digits in system fonts, in sizes of the font."""
WIDTHS = {
    **dict.fromkeys("ijl'|", 0.222), **dict.fromkeys(" .,:;!tfI/()-", 0.3),
    **dict.fromkeys("rcksvxyzJ", 0.5), **dict.fromkeys("ABEKPSVXYLFTZ&", 0.68),
    **dict.fromkeys("CDGHNOQRUw", 0.74), **dict.fromkeys("mM%", 0.89),
    **dict.fromkeys("W…●○◆·–", 1.0),
}  # fmt: skip
"""Width of characters that differ from it."""


def element(tag: str, *children: str, **attributes: object) -> str:
    """One SVG element; attribute names may end in _ and write - as _; None leaves one out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_plain(value), quote=True)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """A line of text whose middle is at height y."""
    return element("text", escape(content), x=x, y=y, dy="0.35em", **attributes)


def _plain(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def path(points: Sequence[tuple[float, float]]) -> str:
    """A path through the points; those between two of the same height are left out."""
    kept = [
        (x, y)
        for k, (x, y) in enumerate(points)
        if not (0 < k < len(points) - 1 and points[k - 1][1] == y == points[k + 1][1])
    ]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)


def outline(body: Sequence[str], width: float, height: float, said: str, month: int) -> str:
    """The whole drawing: its parts, its size, and a sentence for who cannot see it."""
    return element(
        "svg", *body,
        viewBox=f"0 0 {width:.0f} {height:.0f}", width=width, height=height, role="img",
        aria_label=said, data_month=month,
    )  # fmt: skip


def width_of(content: str, size: float = FONT) -> float:
    """About how wide a line of text is, px."""
    return size * sum(WIDTHS.get(letter, CHARACTER) for letter in content)


def shorten(content: str, room: float, size: float = FONT) -> str:
    """The text, or as much of it as fits in the room, with an ellipsis."""
    if width_of(content, size) <= room:
        return content
    kept = content[:-1]
    while len(kept) > 1 and width_of(kept.rstrip() + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights as near as possible to the wanted ones, in the same order, at least `gap` apart.

    Neighbours that collide are moved as one block around their common mean (pool adjacent
    violators: the least-squares answer). Where all do not fit between
    low and high, the gap shrinks.

    Returns:
        One height per wanted height, in the order given.
    """
    count = len(wanted)
    if count == 0:
        return []
    if count > 1:
        gap = min(gap, (high - low) / (count - 1))
    order = sorted(range(count), key=lambda i: (wanted[i], i))
    blocks: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        mean, size = wanted[i] - rank * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, others = blocks.pop()
            mean = (mean * size + before * others) / (size + others)
            size += others
        blocks.append((mean, size))
    result = [0.0] * count
    rank = 0
    top = high - (count - 1) * gap
    for mean, size in blocks:
        for _ in range(size):
            result[order[rank]] = min(max(mean, low), top) + rank * gap
            rank += 1
    return result


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round values between low and high, about so many."""
    if high <= low:
        return [low]
    rough = (high - low) / max(about, 1)
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * m for m in (1, 2, 5, 10) if unit * m >= rough)
    first = -floor(-low / step)
    found = []
    while first * step <= high + 1e-9 * step:
        found.append(round(first * step, 10))
        first += 1
    return found
