"""The score of a government: how far its mission was reached.

Each goal is valued from 0 to 100 and computed from what the race records. Labs at home are those of
the regulator's country; rivals are the labs that it watches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.regulator import RIVAL_HOME
from tenfold.sim.game.telling.phrase import count, dollars, number, percent

FloatArray = NDArray[np.float64]
Columns = Mapping[str, FloatArray]
"""Column of the history to its values: [months + 1, labs] for labs, [months + 1] of the market."""

NEEDED = ("active", "capability", "open_capability", "token_share", "training_flop")
"""Columns of the labs that the goals are computed from."""
NEEDED_MARKET = (
    "tokens", "revenue", "frontier", "outside", "public_spending", "public_income",
)  # fmt: skip
"""Columns of the market that the goals are computed from."""
YEAR = 12
LEAD_SCALE = 6.0
"""Months of lead won since the start that are worth 75 points; none is worth 50."""
FULL_CHEAPER = 8.0
"""Times cheaper than at the start that a token has become, worth 100 points for price."""
GAP_SCALE = 3.0
"""Index points of distance of open weights that are worth 63 points; the next ones add less."""
FEES_SCALE = 1.0e8
"""USD a month of fees above costs that are worth 75 points; a state that breaks even has 50."""
COSTS_FULL = 3.0e9
"""USD a month of costs above fees that are worth no points."""
COSTS_POWER = 1.5
"""The second billion is missed more than the first: how costs above fees grow dear."""
TITLES = {
    "lead": "Lead of your labs",
    "use": "Cheap and wide use",
    "variety": "Many suppliers",
    "money": "Public money",
    "distance": "Distance of open weights",
}


def lead(labs: Columns, home: Sequence[bool], rival: Sequence[bool]) -> tuple[float, float]:
    """Months by which the best lab at home led the best rival, at the start and at the end.

    Negative where it trailed; without labs on one side 0. The better side is as many months ahead
    as it has needed, at its mean pace, for what lies between them.
    """
    if not any(home) or not any(rival):
        return 0.0, 0.0
    levels = labs["capability"] * labs["active"]
    ours = np.maximum.accumulate(levels[:, np.asarray(home)].max(axis=1))
    theirs = np.maximum.accumulate(levels[:, np.asarray(rival)].max(axis=1))
    best = np.maximum(ours, theirs)
    pace = float(best[-1] - best[0]) / max(len(best) - 1, 1)
    if pace <= 0.0:
        return 0.0, 0.0
    return float(ours[0] - theirs[0]) / pace, float(ours[-1] - theirs[-1]) / pace


def value_lead(start: float, end: float) -> float:
    """50 for the lead of the start; a first month more is worth much, a twentieth little."""
    won = end - start
    return 50.0 + 50.0 * won / (abs(won) + LEAD_SCALE)


def use(labs: Columns, market: Columns) -> tuple[float, str]:
    """Half for how much cheaper a token is than at the start, half for needs that are served."""
    paid = market["revenue"] / np.maximum(market["tokens"], 1.0)
    now = float(paid[1:][-YEAR:].mean())
    cheaper = float(paid[0]) / now if now > 0.0 else FULL_CHEAPER
    price = float(np.clip(np.log(max(cheaper, 1.0)) / np.log(FULL_CHEAPER), 0.0, 1.0))
    served = 1.0 - float(market["outside"][1:][-YEAR:].mean())
    return 50.0 * price + 50.0 * served, (
        f"a token costs {_times(cheaper)}, and {percent(served)} of needs are served"
    )


def _times(cheaper: float) -> str:
    if cheaper >= 1.5:
        return f"a {_ordinal(round(cheaper))} of what it did"
    return "about what it did"


def _ordinal(value: int) -> str:
    words = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}
    return words.get(value, f"{value}th")


def variety(labs: Columns, market: Columns) -> tuple[float, str]:
    """One less the concentration of use (the sum of squared shares), mean of the last year."""
    shares = labs["token_share"][1:][-YEAR:]
    spread = float((shares * shares).sum(axis=1).mean())
    value = 100.0 * (1.0 - spread)
    alike = 1.0 / spread if spread > 0.0 else 0.0
    return value, f"use is spread as over {number(round(alike), 'equal lab')}"


def money(labs: Columns, market: Columns) -> tuple[float, str]:
    """50 for a state that breaks even; fees above costs add ever less, costs take ever more."""
    spent = float(market["public_spending"][1:].mean())
    came = float(market["public_income"][1:].mean())
    net = came - spent
    part = net / (net + FEES_SCALE) if net > 0.0 else -(min(-net / COSTS_FULL, 1.0) ** COSTS_POWER)
    value = 50.0 + 50.0 * part
    return value, f"{dollars(spent)} a month spent, {dollars(came)} a month of fees"


def distance(labs: Columns, market: Columns) -> tuple[float, str]:
    """How far open weights trail the best model, mean of the last year."""
    opened = (labs["open_capability"] * labs["active"]).max(axis=1)
    gap = np.maximum(market["frontier"] - opened, 0.0)[1:][-YEAR:]
    value = 100.0 * float((1.0 - np.exp(-gap / GAP_SCALE)).mean())
    return value, f"the best open model is {count(float(gap.mean()))} points behind the best"


def values_of(
    labs: Columns, market: Columns, homes: Sequence[str], home: str
) -> dict[str, tuple[float, str]]:
    """Goal to its value, 0 to 100, and the figures behind it.

    Args:
        labs: the columns of NEEDED, [months + 1, labs].
        market: those of NEEDED_MARKET, [months + 1].
        homes: of each lab.
        home: whose government it is.
    """
    ours = [where == home for where in homes]
    theirs = [where == RIVAL_HOME[home] for where in homes]
    start, end = lead(labs, ours, theirs)
    side = "ahead of" if end >= 0.0 else "behind"
    said = (
        f"your labs are {number(round(abs(end)), 'month')} {side} rivals, "
        f"{number(round(abs(start)), 'month')} {'ahead' if start >= 0.0 else 'behind'} at the start"
    )
    return {
        "lead": (value_lead(start, end), said),
        "use": use(labs, market),
        "variety": variety(labs, market),
        "money": money(labs, market),
        "distance": distance(labs, market),
    }
