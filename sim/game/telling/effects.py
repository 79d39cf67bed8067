"""What each lever meets now, and what it did last quarter: one line each, where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.observation import Observation
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.game.telling.use_news import MANY_IDEAS
from tenfold.sim.happenings import Happening, Kind
from tenfold.sim.world import MINI, NEVER, Array

Columns = Mapping[str, NDArray[np.float64]]


def meets(
    seen: Observation, names: Sequence[str], leads: NDArray[np.float64], own: Array | None = None
) -> dict[str, str]:
    """Lever to the circumstance that matters to it now.

    Args:
        seen: what the player's lab sees.
        names: of the labs.
        leads: [labs] months that each is ahead of the player.
        own: [2] products of the player's lab, flagship and mini.
    """
    me = seen.me
    need = float(seen.serving_need[0])
    ideas = int(seen.copyable[0])
    rivals = [i for i in range(len(names)) if i != me and seen.active[i][0] > 0.0]
    prices = [float(seen.price[i][0]) for i in rivals if seen.price[i][0] > 0.0]
    opened = float(seen.flagship_open[me][0]) > 0.0
    customers = (
        f"Customers need {percent(need)} of your chips."
        if need <= 1.0
        else "Customers want more than all your chips."
    )
    shown = (
        f"Rivals have shown {number(ideas, 'idea')} that you lack"
        + (": easier to rebuild than to find." if ideas >= MANY_IDEAS else ".")
        if ideas
        else "You know all that rivals have shown."
    )
    teacher = _teacher(seen, names, rivals, leads)
    met = {
        "compute": customers,
        "serving": customers,
        "efficiency": customers,
        "copying": shown,
        "replicate": shown,
        "explore": f"You know {number(int(seen.ideas[0]), 'idea')}.",
        "distil": teacher,
        "teacher": teacher,
        "flagship_release": "On sale now: open." if opened else "On sale now: closed.",
        "flagship_price": f"Rivals ask {dollars(min(prices))} to {dollars(max(prices))}."
        if prices
        else "No rival sells anything.",
    }
    return met | _means(seen, rivals, leads) | ({} if own is None else _small(own))


def _means(seen: Observation, rivals: Sequence[int], leads: NDArray[np.float64]) -> dict[str, str]:
    """The run, and what money buys: chips, people, data."""
    left, waiting = round(float(seen.run_left[0])), float(seen.waiting[0])
    run = f"Your run ends in {number(left, 'month')}." if left else "Your next run begins now."
    late = f" Suppliers are {number(round(waiting), 'month')} behind." if waiting >= 1.0 else ""
    behind = sum(float(leads[i]) < 0.0 for i in rivals)
    controlled = float(seen.controlled[0]) > 0.0
    return {
        "training": run,
        "run_months": run,
        "model_size": run,
        "post_training": run,
        "data": f"Your data is {float(seen.data[0]):.1f} times the usual.",
        "protection": f"{number(behind, 'rival')} behind you could learn from it."
        if behind
        else "Nobody is behind you who could learn from it.",
        "order": f"A chip costs {dollars(float(seen.rent[0]))} a month; "
        f"{count(float(seen.incoming[0]))} are on order.{late}",
        "channels": "You are under export control." if controlled else "No control binds you.",
        "pay": f"Your researchers are worth {float(seen.talent[0]):.1f} average teams.",
    }


def _small(own: Array) -> dict[str, str]:
    """How the small model is sold."""
    mini = own[MINI]
    opened = float(mini.opened_at) < NEVER
    return {
        "mini_release": "On sale now: open." if opened else "On sale now: closed.",
        "mini_price": f"The going rate is {dollars(float(mini.going))}.",
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
        columns: [months + 1, labs] of revenue, token_share, ideas, talent, data_stock, compute.
        happenings: the notes of that quarter at least, oldest first.
        lab: place of the player's lab.
        names: of the labs.
    """
    month = len(columns["revenue"]) - 1
    if month < TURN_MONTHS:
        return {}
    notes = [n for n in happenings if n.month >= month - TURN_MONTHS]
    mine = [n for n in notes if n.lab == lab]

    def kinds(kind: Kind) -> list[Happening]:
        return [note for note in mine if note.kind == kind]

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
    share, sales = change("token_share"), change("revenue")
    taught = kinds(Kind.DISTILLED)
    run = _of_run(kinds(Kind.MODEL_FINISHED))
    used = f"Last: use {percent(share[0])} to {percent(share[1])}."
    sold = f"Last: sales {dollars(sales[0])} to {dollars(sales[1])} a month."
    lesson = (
        f"Last: {taught[-1].amount:+.1f} points from {names[taught[-1].other]}."
        if taught and taught[-1].other >= 0
        else ""
    )
    lines = dict.fromkeys(("copying", "experiments", "explore", "replicate"), searched)
    lines |= dict.fromkeys(("compute", "training", "run_months", "post_training"), run)
    lines |= dict.fromkeys(("flagship_release", "mini_release", "serving"), used)
    lines |= dict.fromkeys(("flagship_price", "mini_price"), sold)
    lines |= dict.fromkeys(("distil", "teacher"), lesson)
    lines["moonshot"] = f"Last: {number(breakthroughs, 'breakthrough')}."
    return (
        lines
        | _grew(change("compute"), change("talent"), change("data_stock"), mine)
        | {"protection": _leaked(notes, lab)}
    )


def _grew(
    chips: tuple[float, float],
    talent: tuple[float, float],
    data: tuple[float, float],
    mine: Sequence[Happening],
) -> dict[str, str]:
    """What money bought in the quarter."""
    seized = sum(note.amount for note in mine if note.kind == Kind.CHIPS_SEIZED)
    lost = f"Last: customs took {count(seized)} chips." if seized >= 1.0 else ""
    return {
        "order": f"Last: {count(chips[0])} to {count(chips[1])} chips.",
        "channels": lost,
        "pay": f"Last: {talent[0]:.2f} to {talent[1]:.2f} average teams.",
        "data": f"Last: {data[0]:.2f} to {data[1]:.2f} times the usual.",
    }


def _leaked(notes: Sequence[Happening], lab: int) -> str:
    copies = sum(n.kind == Kind.COPIED and n.lab != lab and n.amount == lab for n in notes)
    return f"Last: rivals rebuilt {number(copies, 'idea')} of yours." if copies else ""


def _of_run(finished: Sequence[Happening]) -> str:
    if not finished:
        return "Last: no run ended."
    return f"Last: a run ended, at {finished[-1].amount:.0f} points."
