"""The score of a government: how far its mission was reached.

Each goal is valued from 0 to 100 and computed from what the race records. Labs at home are those of
the regulator's country; rivals are the labs that it watches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.regulator import RIVAL_HOME
from tenfold.sim.game.phrase import count, dollars, number, percent

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
WISHED_LEAD = 6.0
"""Months of lead that are worth 50 points; every further month is worth less than the last."""
LEAD_WIDTH = 6.0
"""Months from there to 73 points, or down to 27."""
FULL_CHEAPER = 20.0
"""Times cheaper than at the start that a token has become, worth 100 points for price."""
GAP_SCALE = 3.0
"""Index points of distance of open weights that are worth 63 points; the next ones add less."""
MONEY_SCALE = 3.0e8
"""USD a month of fees above costs that are worth 75 points, of costs above fees 25; none 50."""
TITLES = {
    "lead": "Lead of your labs",
    "use": "Cheap and wide use",
    "variety": "Many suppliers",
    "money": "Public money",
    "distance": "Distance of open weights",
}


def lead(labs: Columns, market: Columns, home: Sequence[bool], rival: Sequence[bool]) -> float:
    """Months by which the best lab at home leads the best rival at the end; negative: it trails.

    As long ago as the better side stood where the other is now; where it never was so low, as long
    as its mean pace would have taken.
    """
    levels = labs["capability"] * labs["active"]
    ours = np.maximum.accumulate(levels[:, np.asarray(home)].max(axis=1, initial=0.0))
    theirs = np.maximum.accumulate(levels[:, np.asarray(rival)].max(axis=1, initial=0.0))
    if ours[-1] >= theirs[-1]:
        return _months_since(ours, float(theirs[-1]))
    return -_months_since(theirs, float(ours[-1]))


def _months_since(path: FloatArray, level: float) -> float:
    """Months since a rising path passed a level, straight between months, and before them."""
    months = len(path) - 1
    if level >= path[-1]:
        return 0.0
    if level < path[0]:
        pace = (path[-1] - path[0]) / max(months, 1)
        return float(months + (path[0] - level) / pace) if pace > 0.0 else float(months)
    after = int(np.searchsorted(path, level, side="right"))
    before = path[after - 1]
    part = (level - before) / (path[after] - before)
    return float(months - (after - 1 + part))


def value_lead(months: float) -> float:
    """50 for the wished lead; a first month more is worth much, a twentieth little."""
    return float(100.0 / (1.0 + np.exp((WISHED_LEAD - months) / LEAD_WIDTH)))


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
    """50 for a state that breaks even; fees above costs are worth more, costs above fees less."""
    spent = float(market["public_spending"][1:].mean())
    came = float(market["public_income"][1:].mean())
    net = came - spent
    value = 50.0 + 50.0 * net / (abs(net) + MONEY_SCALE)
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
    months = lead(labs, market, ours, theirs)
    size = number(round(abs(months)), "month")
    said = (
        "level with rivals"
        if abs(months) < 0.5
        else (f"{size} {'ahead of' if months > 0.0 else 'behind'} rivals, in true skill")
    )
    return {
        "lead": (value_lead(months), f"your labs are {said}"),
        "use": use(labs, market),
        "variety": variety(labs, market),
        "money": money(labs, market),
        "distance": distance(labs, market),
    }
