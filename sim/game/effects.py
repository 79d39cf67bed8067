"""What each basic lever meets now, and what it did last quarter: one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.observation import Observation
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.phrase import dollars, number, percent
from tenfold.sim.happenings import Happening, Kind

Columns = Mapping[str, NDArray[np.float64]]
OPEN_RELEASE = 1.0
FLAGSHIP = 0


def meets(seen: Observation, names: Sequence[str], leads: NDArray[np.float64]) -> dict[str, str]:
    """Lever to the circumstance that matters to it now.

    Args:
        seen: what the player's lab sees.
        names: of the labs.
        leads: [labs] months that each is ahead of the player.
    """
    me = seen.me
    need = float(seen.serving_need[0])
    ideas = int(seen.copyable[0])
    rivals = [i for i in range(len(names)) if i != me and seen.active[i][0] > 0.0]
    prices = [float(seen.price[i][0]) for i in rivals if seen.price[i][0] > 0.0]
    opened = float(seen.flagship_open[me][0]) > 0.0
    return {
        "compute": f"Customers need {percent(need)} of your chips."
        if need <= 1.0
        else "Customers want more than all your chips.",
        "copying": f"Rivals have shown {number(ideas, 'idea')} that you lack."
        if ideas
        else "You know all that rivals have shown.",
        "distil": _teacher(seen, names, rivals, leads),
        "flagship_release": "On sale now: open." if opened else "On sale now: closed.",
        "flagship_price": f"Rivals ask {dollars(min(prices))} to {dollars(max(prices))}."
        if prices
        else "No rival sells anything.",
    }


def _teacher(
    seen: Observation, names: Sequence[str], rivals: Sequence[int], leads: NDArray[np.float64]
) -> str:
    """Who could teach: any better model on sale, or only open ones under a ban."""
    banned = float(seen.banned[0])
    within_reach = seen.open_score if banned > 0.0 else seen.public_score
    best = max(rivals, key=lambda i: float(within_reach[i][0]), default=None)
    ban = f"Banned for {number(round(banned), 'month')}. " if banned > 0.0 else ""
    mine = float(seen.public_score[seen.me][0])
    if best is None or float(within_reach[best][0]) <= mine:
        return f"{ban}Nobody within reach is better than you."
    ahead = round(float(leads[best]))
    by = f", {number(ahead, 'month')} ahead" if ahead >= 1 else ""
    return f"{ban}Best teacher: {names[best]}{by}."


def did(
    columns: Columns, happenings: Sequence[Happening], lab: int, names: Sequence[str]
) -> dict[str, str]:
    """Lever to what it did in the quarter just past; empty before the first has passed.

    Args:
        columns: [months + 1, labs] of revenue, token_share, ideas.
        happenings: every note of the race, oldest first.
        lab: place of the player's lab.
        names: of the labs.
    """
    month = len(columns["revenue"]) - 1
    if month < TURN_MONTHS:
        return {}
    notes = [n for n in happenings if n.lab == lab and n.month >= month - TURN_MONTHS]

    def kinds(kind: Kind) -> list[Happening]:
        return [note for note in notes if note.kind == kind]

    def change(name: str) -> tuple[float, float]:
        column = columns[name]
        return float(column[-1 - TURN_MONTHS, lab]), float(column[-1, lab])

    found, copied = len(kinds(Kind.DISCOVERED)), len(kinds(Kind.COPIED))
    breakthroughs = len(kinds(Kind.BREAKTHROUGH))
    searched = f"Last: {found + breakthroughs} found, {copied} copied."
    before, now = change("ideas")
    if not (found or copied or breakthroughs) and now > before:
        # Knowledge that grows as a stock, not by single ideas, leaves no notes.
        searched = f"Last: knowledge worth {now - before:.0f} more ideas."
    share = change("token_share")
    sales = change("revenue")
    taught = kinds(Kind.DISTILLED)
    return {
        "compute": _of_run(kinds(Kind.MODEL_FINISHED)),
        "copying": searched,
        "distil": (
            f"Last: {taught[-1].amount:+.1f} points from {names[taught[-1].other]}."
            if taught and taught[-1].other >= 0
            else ""
        ),
        "flagship_release": (f"Last: use {percent(share[0])} to {percent(share[1])}."),
        "flagship_price": (f"Last: sales {dollars(sales[0])} to {dollars(sales[1])} a month."),
    }


def _of_run(finished: Sequence[Happening]) -> str:
    if not finished:
        return "Last: no run ended."
    return f"Last: a run ended, at {finished[-1].amount:.0f} points."
