"""F8 to F10: how soon ideas are copied, how fast prices fall, who is used and who is paid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim import measures
from tenfold.sim.facts.fact import Fact, Target, of_values
from tenfold.sim.history import History
from tenfold.sim.world import NEVER, World

FIRST_COPY = Target(1.0, 9.0, "median 1 to 9 months; reasoning models 4 to 5")
PRICE_FALL = Target(5.0, 15.0, "5 to 15 times cheaper a year", required=False)
TOKENS = Target(0.3, 0.6, "0.3 to 0.6 of tokens")
REVENUE = Target(0.0, 0.2, "under 0.2 of revenue")


def first_copies(world: World, homes: NDArray[np.str_]) -> Fact:
    """F8: months from an idea's first release to its first copy by a rival, over all ideas.

    Ideas shown before the start, and those that nobody copied in time, are left out.
    """
    shown, copied = world.idea.shown_at, world.idea.copied_at
    counted = (shown >= 0.0) & (shown < NEVER) & (copied < NEVER)
    months = (copied - shown)[counted]
    known = np.where(world.known_at > shown[:, None, :], world.known_at, NEVER)
    chinese = known[:, homes == "china"].min(axis=1)
    waits = (chinese - shown)[counted & (chinese < NEVER)]
    note = f"median months to the first Chinese copy: {np.median(waits):.0f}"
    return of_values(
        "F8", "first rival copy of a released idea", "months", months, FIRST_COPY, note
    )


def price_fall(history: History) -> Fact:
    """F9: yearly factor by which the price of the first frontier's capability falls, 24 months."""
    price = history.market_series("start_price")
    fall = 1.0 / measures.growth_per_year(price, 24)
    own = measures.growth_per_year(history.series("price")[:, :, 0], 24)
    note = f"the first lab's own price falls {100 * (1 - np.median(own)):.0f} % a year"
    return of_values("F9", "fall of price at fixed capability", "times", fall, PRICE_FALL, note)


def usage(history: History, kinds: NDArray[np.str_]) -> tuple[Fact, Fact]:
    """F10: share of tokens and of revenue of labs that began as Chinese or open, months 6 to 24."""
    ours = kinds != "frontier"
    facts = []
    for figure, title, target in (
        ("token_share", "Chinese and open labs: tokens", TOKENS),
        ("revenue_share", "Chinese and open labs: revenue", REVENUE),
    ):
        share = (history.series(figure)[:, 6:25] * ours).sum(axis=2).mean(axis=1)
        end = np.median((history.series(figure)[:, -1] * ours).sum(axis=1))
        note = f"{end:.2f} at month {history.months}"
        facts.append(of_values("F10", title, "share", share, target, note))
    return facts[0], facts[1]
