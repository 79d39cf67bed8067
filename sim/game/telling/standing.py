"""Where a lab stands among the others: rank, months behind the leader, how long its cash lasts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.telling.view import Standing
from tenfold.sim.measures import lag_months, lags_now

Series = NDArray[np.float64]


def behind_by_month(levels: Series, lab: int) -> Series:
    """Months that a lab was behind whichever other was furthest ahead of it; 0 where it led.

    It is the largest of the gaps to single rivals, so that it stands on one of their cards too.

    Args:
        levels: [months + 1, labs] index points, by month from the start until now.
        lab: place of the lab.
    """
    others = np.delete(levels, lab, axis=1).T
    mine = np.broadcast_to(levels[:, lab], others.shape)
    return np.asarray(lag_months(others, mine).max(axis=0))


def leads_over(levels: Series, lab: int) -> Series:
    """Months that each lab is ahead of this one now; negative where it is behind; [labs].

    A lab is ahead by the months since it first had the level that the other has now.
    """
    theirs = np.ascontiguousarray(levels.T)
    mine = np.broadcast_to(theirs[lab], theirs.shape)
    return np.asarray(lags_now(theirs, mine[:, -1]) - lags_now(mine, theirs[:, -1]))


def behind_now(levels: Series, lab: int) -> float:
    """Months that a lab is behind whichever other is furthest ahead of it now; 0 where it leads.

    Args:
        levels: as `behind_by_month` has them.
        lab: place of the lab.
    """
    others = np.delete(levels, lab, axis=1).T
    return float(lags_now(others, np.broadcast_to(levels[-1, lab], len(others))).max())


def rank_of(levels: Series, active: Series, lab: int) -> int:
    """1 for the best; labs that are level share a rank; who has left is behind all.

    Args:
        levels: [labs] index points now.
        active: [labs] 1 for who is still in the race.
        lab: place of the lab.
    """
    if active[lab] == 0.0:
        return len(levels)
    return 1 + int(((levels > levels[lab]) & (active > 0.0)).sum())


def runway_of(cash: float, revenue: float, spending: float) -> float | None:
    """Months that the cash lasts at last month's loss; None where there is no loss."""
    loss = spending - revenue
    return max(0.0, cash) / loss if loss > 0.0 else None


def standing_of(
    columns: dict[str, Series], names: tuple[str, ...], lab: int, behind: Series, leads: Series
) -> Standing:
    """Where the lab stands now.

    Args:
        columns: [months + 1, labs] of public_score, active, token_share, cash, revenue, spending,
            backing, compute.
        names: of the labs.
        lab: place of the player's lab.
        behind: [months + 1] as `behind_by_month` has it.
        leads: [labs] as `leads_over` has it.
    """
    score, active = columns["public_score"], columns["active"]
    furthest = int(np.argmax(np.where(active[-1] > 0.0, leads, -np.inf)))

    def now(name: str) -> float:
        return float(columns[name][-1, lab])

    income = now("revenue") + now("backing")
    return Standing(
        rank=rank_of(score[-1], active[-1], lab),
        of=len(names),
        behind=float(behind[-1]),
        behind_at_first=float(behind[0]),
        ahead=max(0.0, -float(np.delete(leads, lab).max())),
        leader=names[furthest],
        share=now("token_share"),
        cash=now("cash"),
        runway=runway_of(now("cash"), income, now("spending")),
        chips=now("compute"),
        score=now("public_score"),
        active=now("active") > 0.0,
    )
