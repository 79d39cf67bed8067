"""Capability against price: a bubble per model on sale, and the line of the best for the price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10, sqrt

from tenfold.sim.game.telling.phrase import dollars
from tenfold.sim.game.telling.trails import ProductTrail
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.drawing import element, outline, path, shorten, text, ticks, width_of
from tenfold.ui.charts.placing import BOLD, Box, Placed, Point, place_names

LARGEST = 0.085
"""Radius of the most used model, in the lesser side of the drawing."""
SMALLEST = 3.0
"""Radius of a model that hardly anybody uses, px."""
CHEAPEST = 0.001
"""Prices below are drawn here [USD per million tokens]: a logarithm has no zero."""
LONGEST_NAME = 0.28
"""Of the width of the drawing."""
BEST = "best for the price"
UNIT = "per million tokens"


@dataclass(frozen=True)
class Offer:
    """A model on sale now."""

    lab: int
    mini: bool
    score: float
    price: float
    tokens: float
    opened: bool


@dataclass(frozen=True)
class Plane:
    """Where prices and scores lie: prices as decades, cheap at the left."""

    width: float
    height: float
    cheap: float
    dear: float
    low: float
    high: float
    left: float = 46.0
    top: float = 8.0

    @property
    def right(self) -> float:
        """Right edge of the plot, px."""
        return self.width - 14.0

    @property
    def bottom(self) -> float:
        """Lower edge of the plot, px."""
        return self.height - 26.0

    def x(self, price: float) -> float:
        """Where a price lies, px."""
        part = (log10(max(price, CHEAPEST)) - self.cheap) / max(self.dear - self.cheap, 1e-9)
        return self.left + (self.right - self.left) * part

    def y(self, score: float) -> float:
        """Where a score lies, px."""
        part = (score - self.low) / max(self.high - self.low, 1e-9)
        return self.bottom - (self.bottom - self.top) * part


def value_chart(
    view: View, colours: Sequence[str], width: float, height: float, whole: View | None = None
) -> str:
    """The drawing as SVG: price from left to right as decades, index points upwards.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
        whole: the finished game, in a replay: its axes hold for every quarter.
    """
    found = offers(view)
    plane = value_plane(view, width, height, whole)
    body = [_grid(plane)]
    if found:
        line, taken = _best_line(plane, found)
        body += [_past(plane, view), line, *_pairs(plane, found, colours)]
        body += _bubbles(plane, found, colours, view.seat)
        body += _names(plane, view, found, colours, taken)
    return outline(body, width, height, _said(view, found), view.month)


def offers(view: View) -> list[Offer]:
    """The models on sale now, the least used last."""
    found = [
        Offer(t.lab, t.mini, t.score[-1], t.price[-1], t.tokens[-1], t.opened[-1])
        for t in view.trails.products
        if t.score and t.score[-1] is not None and t.price[-1] is not None
    ]
    return sorted(found, key=lambda offer: -offer.tokens)


def best_for_price(found: Sequence[Offer]) -> list[Offer]:
    """The models that no cheaper or equally cheap one matches, the cheapest first."""
    best: list[Offer] = []
    for offer in sorted(found, key=lambda o: (o.price, -o.score)):
        if not best or offer.score > best[-1].score:
            best.append(offer)
    return best


def radius(offer: Offer, found: Sequence[Offer], width: float, height: float) -> float:
    """Of a bubble, px: its area is in proportion to the tokens used."""
    most = max((o.tokens for o in found), default=0.0)
    part = offer.tokens / most if most > 0.0 else 0.0
    return max(SMALLEST, sqrt(part) * LARGEST * min(width, height * 1.4))


def value_plane(view: View, width: float, height: float, whole: View | None = None) -> Plane:
    """The plane that holds all models on sale now; in a replay, all that ever were."""
    seen = [
        pair
        for trail in (whole or view).trails.products
        for pair in list(zip(trail.score, trail.price, strict=True))[0 if whole else -1 :]
    ]
    scores = [score for score, _ in seen if score is not None] or [0.0, 1.0]
    prices = [log10(max(price, CHEAPEST)) for _, price in seen if price is not None] or [-1.0, 1.0]
    low, high = min(scores), max(scores)
    cheap, dear = min(prices), max(prices)
    # Bubbles at the edges of the range must not lie across the axes.
    pad, side = max(1.5, 0.17 * (high - low)), max(0.12, 0.1 * (dear - cheap))
    return Plane(width, height, cheap - side, dear + side, low - pad, high + pad)


def price_ticks(cheap: float, dear: float) -> list[float]:
    """Round prices between two decades: 1, 2 and 5 of each, or 1 alone where they are many."""
    steps = (1, 2, 5) if dear - cheap <= 2.2 else (1,)
    found = []
    for decade in range(floor(cheap), floor(dear) + 1):
        found += [step * 10.0**decade for step in steps]
    return [price for price in found if cheap <= log10(price) <= dear]


def _grid(plane: Plane) -> str:
    rows = []
    for value in ticks(plane.low, plane.high, int((plane.bottom - plane.top) / 56)):
        y = plane.y(value)
        rows.append(element("line", class_="grid", x1=plane.left, x2=plane.right, y1=y, y2=y))
        rows.append(text(f"{value:g}", plane.left - 6, y, class_="tick", text_anchor="end"))
    y = plane.bottom
    rows.append(element("line", class_="base", x1=plane.left, x2=plane.right, y1=y, y2=y))
    unit = plane.right - width_of(UNIT)
    rows.append(text(UNIT, plane.right, y + 15, class_="tick", text_anchor="end"))
    end = -1.0
    for price in price_ticks(plane.cheap, plane.dear):
        x, label = plane.x(price), dollars(price).removesuffix(".00")
        half = width_of(label) / 2
        rows.append(element("line", class_="base", x1=x, x2=x, y1=y, y2=y + 4))
        if x - half < end or x + half > unit - 8:
            continue
        rows.append(text(label, x, y + 15, class_="tick", text_anchor="middle"))
        end = x + half + 6
    return "".join(rows)


def _best_line(plane: Plane, found: Sequence[Offer]) -> tuple[str, list[Box]]:
    """The line of the best for the price, in steps, with its name at the dear end."""
    points: list[tuple[float, float]] = []
    for offer in best_for_price(found):
        x, y = plane.x(offer.price), plane.y(offer.score)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, y))
    points.append((plane.right, points[-1][1]))
    y = max(points[-1][1] - 10, plane.top + 8)
    wide = width_of(BEST)
    taken = [Box(plane.right - wide, y - 8, plane.right, y + 8)]
    name = text(BEST, plane.right, y, class_="tick halo", text_anchor="end")
    return element("path", class_="best", d=path(points)) + name, taken


def _past(plane: Plane, view: View) -> str:
    """Where the player's flagship stood in the quarters of the last year."""
    mine = [t for t in view.trails.products if t.lab == view.seat and not t.mini]
    if not mine:
        return ""
    trail: ProductTrail = mine[0]
    points: list[tuple[float, float]] = []
    for price, score in list(zip(trail.price, trail.score, strict=True))[:-6:-1]:
        if price is None or score is None:
            break
        x, y = plane.x(price), plane.y(score)
        if not (plane.left <= x <= plane.right and plane.top <= y <= plane.bottom):
            break
        points.append((x, y))
    return element("path", class_="trail", d=path(points)) if len(points) > 1 else ""


def _pairs(plane: Plane, found: Sequence[Offer], colours: Sequence[str]) -> list[str]:
    """A fine line between flagship and mini of a lab."""
    flagship = {o.lab: o for o in found if not o.mini}
    drawn = []
    for offer in found:
        other = flagship.get(offer.lab)
        if offer.mini and other is not None:
            ends = [(plane.x(o.price), plane.y(o.score)) for o in (other, offer)]
            drawn.append(
                element("path", class_="pair", d=path(ends), stroke=colours[offer.lab])
            )  # fmt: skip
    return drawn


def _bubbles(plane: Plane, found: Sequence[Offer], colours: Sequence[str], seat: int) -> list[str]:
    drawn = []
    for offer in found:
        size = radius(offer, found, plane.width, plane.height)
        kind = "bubble open" if offer.opened else "bubble"
        kind += " mini" if offer.mini else ""
        kind += " own" if offer.lab == seat else ""
        drawn.append(
            element(
                "circle", class_=kind, cx=plane.x(offer.price), cy=plane.y(offer.score), r=size,
                stroke=colours[offer.lab], fill=colours[offer.lab],
            )
        )  # fmt: skip
    return drawn


def _names(
    plane: Plane, view: View, found: Sequence[Offer], colours: Sequence[str], taken: list[Box]
) -> list[str]:
    room = plane.width * LONGEST_NAME

    def point(offer: Offer, name: str) -> Point:
        own = offer.lab == view.seat
        size = radius(offer, found, plane.width, plane.height)
        shown = shorten(name, room / (BOLD if own else 1.0))
        return Point(plane.x(offer.price), plane.y(offer.score), size, shown, own)

    named = [o for o in found if not o.mini]
    named += [o for o in found if o.mini and o.lab not in {n.lab for n in named}]
    named.sort(key=lambda o: (o.lab != view.seat, -o.tokens))
    points = [point(o, view.labs[o.lab].name) for o in named]
    own_mini = [o for o in found if o.mini and o.lab == view.seat]
    if own_mini and any(o.lab == view.seat and not o.mini for o in found):
        points.insert(1, point(own_mini[0], "your mini"))
        named.insert(1, own_mini[0])
    bounds = Box(plane.left, plane.top, plane.right, plane.bottom)
    around = [point(o, "") for o in found]
    drawn = []
    for placed in place_names(points, bounds, taken, around):
        at, lab = points[placed.number], named[placed.number].lab
        if placed.far:
            drawn.append(_lead(at, placed, colours[lab]))
        drawn.append(text(at.name, placed.x, placed.y, class_="name own" if at.bold else "name"))
    return drawn


def _lead(point: Point, placed: Placed, colour: str) -> str:
    """A fine line from a bubble's edge to the near side of its name."""
    x = min(max(point.x, placed.box.left), placed.box.right)
    y = placed.y
    away = max(sqrt((x - point.x) ** 2 + (y - point.y) ** 2), 1e-9)
    part = min(point.radius / away, 1.0)
    start = (point.x + (x - point.x) * part, point.y + (y - point.y) * part)
    return element("path", class_="leader", d=path([start, (x, y)]), stroke=colour)


def _said(view: View, found: Sequence[Offer]) -> str:
    best = [
        f"{view.labs[o.lab].name} {o.score:.0f} at {dollars(o.price)}"
        for o in best_for_price(found)
    ]
    return f"Best models for their price in {view.quarter}: {', '.join(best) or 'none on sale'}"
