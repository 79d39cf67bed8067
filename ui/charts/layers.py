"""What the chart of market share stacks: a share per lab, by tokens, by revenue or in a segment."""

from __future__ import annotations

from dataclasses import dataclass

from tenfold.sim.game.telling.view import View

TOKENS, REVENUE = "tokens", "revenue"
EVERYBODY = ""
"""In place of a segment's name: all customers."""


@dataclass(frozen=True)
class Layers:
    """Shares of the labs at some months; at each month they sum to one, or all are zero."""

    months: tuple[int, ...]
    shares: tuple[tuple[float, ...], ...]
    """[labs][months]."""

    @property
    def last(self) -> list[float]:
        """The latest share of each lab; zero where nothing is known."""
        return [row[-1] if row else 0.0 for row in self.shares]


def layers_of(view: View, by: str = TOKENS, segment: str = EVERYBODY) -> Layers:
    """Shares of all use by month; of revenue, or of the use in a segment, by quarter.

    Args:
        view: what the player sees.
        by: TOKENS or REVENUE.
        segment: name of a segment of customers, whose tokens alone count; EVERYBODY for all.
    """
    names = [name for name, _ in view.trails.segments]
    if segment in names:
        rows = view.trails.segment_share[names.index(segment)]
        return Layers(view.trails.months, rows)
    if by == REVENUE and view.trails.revenue_share:
        return Layers(view.trails.months, view.trails.revenue_share)
    months = tuple(range(len(view.labs[0].share)))
    return Layers(months, tuple(lab.share for lab in view.labs))
