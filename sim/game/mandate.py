"""The score of a government: how far its mission was reached.

Each goal is valued from 0 to 100 and computed from what races record, for many races side by side.
Labs at home are those of the regulator's country; rivals are the labs that it watches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tenfold.agents.ruling import RIVAL_HOME
from tenfold.sim.game.points import FloatArray, Series, Valued, last_year, mean_of, weighed
from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.history import History
from tenfold.sim.measures import over_labs

Columns = Mapping[str, FloatArray]
"""Of one race: column to its values, [months + 1, labs] of labs, [months + 1] of the market."""

NEEDED = ("active", "capability", "open_capability", "token_share", "training_flop")
"""Columns of the labs that the goals are computed from."""
NEEDED_MARKET = (
    "tokens", "revenue", "frontier", "outside", "public_spending", "public_income",
)  # fmt: skip
"""Columns of the market that the goals are computed from."""
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


def points_of_runs(
    history: History, homes: Sequence[str], home: str, mission: Mapping[str, float]
) -> FloatArray:
    """The score of a government in every race, before it is rounded; [runs].

    Args:
        history: of finished races.
        homes: of each lab.
        home: whose government it is.
        mission: goal to weight; the weights sum to 1.
    """
    labs = {name: history.series(name) for name in NEEDED}
    market = {name: history.market_series(name) for name in NEEDED_MARKET}
    return weighed(_valued(labs, market, homes, home), mission)


def values_of(
    labs: Columns, market: Columns, homes: Sequence[str], home: str
) -> dict[str, tuple[float, str]]:
    """Goal to its value in one race, 0 to 100, and the figures behind it.

    Args:
        labs: the columns of NEEDED, [months + 1, labs].
        market: those of NEEDED_MARKET, [months + 1].
        homes: of each lab.
        home: whose government it is.
    """
    found = _valued(_alone(labs), _alone(market), homes, home)
    return {goal: each.first(WORDS[goal]) for goal, each in found.items()}


def lead(labs: Columns, home: Sequence[bool], rival: Sequence[bool]) -> tuple[float, float]:
    """Months that the best lab at home was ahead of the best rival in one race, at first and last.

    Args:
        labs: active and capability, [months + 1, labs].
        home: whether each lab is at home.
        rival: whether it is a rival.
    """
    start, end = _leads(_alone(labs), home, rival)
    return float(start[0]), float(end[0])


def _alone(columns: Columns) -> Series:
    return {name: values[None] for name, values in columns.items()}


def _valued(labs: Series, market: Series, homes: Sequence[str], home: str) -> dict[str, Valued]:
    """Goal to its value in every race."""
    ours = [where == home for where in homes]
    theirs = [where == RIVAL_HOME[home] for where in homes]
    return {
        "lead": _lead(*_leads(labs, ours, theirs)),
        "use": _use(market),
        "variety": _variety(labs),
        "money": _money(market),
        "distance": _distance(labs, market),
    }


def _leads(
    labs: Series, home: Sequence[bool], rival: Sequence[bool]
) -> tuple[FloatArray, FloatArray]:
    """Months by which the best lab at home led the best rival, at the start and at the end; [runs].

    Negative where it trailed; without labs on one side 0. The better side is as many months ahead
    as it has needed, at its mean pace, for what lies between them.
    """
    levels = labs["capability"] * labs["active"]
    if not any(home) or not any(rival):
        return np.zeros(len(levels)), np.zeros(len(levels))
    ours = np.maximum.accumulate(levels[:, :, np.asarray(home)].max(axis=2), axis=1)
    theirs = np.maximum.accumulate(levels[:, :, np.asarray(rival)].max(axis=2), axis=1)
    best = np.maximum(ours, theirs)
    pace = (best[:, -1] - best[:, 0]) / max(best.shape[1] - 1, 1)
    moving = pace > 0.0
    apart = np.where(moving[:, None], (ours - theirs)[:, [0, -1]], 0.0)
    months = apart / np.where(moving, pace, 1.0)[:, None]
    return months[:, 0], months[:, 1]


def _lead(start: FloatArray, end: FloatArray) -> Valued:
    """50 for the lead of the start; a first month more is worth much, a twentieth little."""
    won = end - start
    return Valued(50.0 + 50.0 * won / (np.abs(won) + LEAD_SCALE), (start, end))


def _use(market: Series) -> Valued:
    """Half for how much cheaper a token is than at the start, half for needs that are served."""
    paid = market["revenue"] / np.maximum(market["tokens"], 1.0)
    now = mean_of(last_year(paid))
    cheaper = np.where(now > 0.0, paid[:, 0] / np.where(now > 0.0, now, 1.0), FULL_CHEAPER)
    price = np.clip(np.log(np.maximum(cheaper, 1.0)) / np.log(FULL_CHEAPER), 0.0, 1.0)
    served = 1.0 - mean_of(last_year(market["outside"]))
    return Valued(50.0 * price + 50.0 * served, (cheaper, served))


def _variety(labs: Series) -> Valued:
    """One less the concentration of use (the sum of squared shares), mean of the last year."""
    spread = mean_of(last_year(over_labs(labs["token_share"] ** 2)))
    return Valued(100.0 * (1.0 - spread), (spread,))


def _money(market: Series) -> Valued:
    """50 for a state that breaks even; fees above costs add ever less, costs take ever more."""
    spent, came = (mean_of(market[name][:, 1:]) for name in ("public_spending", "public_income"))
    net = came - spent
    won = np.maximum(net, 0.0)
    lost = np.minimum(np.maximum(-net, 0.0) / COSTS_FULL, 1.0) ** COSTS_POWER
    return Valued(50.0 + 50.0 * (won / (won + FEES_SCALE) - lost), (spent, came))


def _distance(labs: Series, market: Series) -> Valued:
    """How far open weights trail the best model, mean of the last year."""
    opened = (labs["open_capability"] * labs["active"]).max(axis=2)
    gap = np.maximum(last_year(market["frontier"] - opened), 0.0)
    return Valued(100.0 * mean_of(1.0 - np.exp(-gap / GAP_SCALE)), (mean_of(gap),))


def _say_lead(start: float, end: float) -> str:
    side = "ahead of" if end >= 0.0 else "behind"
    return (
        f"your labs are {number(round(abs(end)), 'month')} {side} rivals, "
        f"{number(round(abs(start)), 'month')} {'ahead' if start >= 0.0 else 'behind'} at the start"
    )


def _say_use(cheaper: float, served: float) -> str:
    return f"a token costs {_times(cheaper)}, and {percent(served)} of needs are served"


def _times(cheaper: float) -> str:
    if cheaper >= 1.5:
        return f"a {_ordinal(round(cheaper))} of what it did"
    return "about what it did"


def _ordinal(value: int) -> str:
    words = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}
    return words.get(value, f"{value}th")


def _say_variety(spread: float) -> str:
    alike = 1.0 / spread if spread > 0.0 else 0.0
    return f"use is spread as over {number(round(alike), 'equal lab')}"


def _say_money(spent: float, came: float) -> str:
    return f"{dollars(spent)} a month spent, {dollars(came)} a month of fees"


def _say_distance(gap: float) -> str:
    return f"the best open model is {count(gap)} points behind the best"


WORDS: dict[str, Callable[..., str]] = {
    "lead": _say_lead,
    "use": _say_use,
    "variety": _say_variety,
    "money": _say_money,
    "distance": _say_distance,
}
"""Goal to what is said of the figures that come with its value."""
