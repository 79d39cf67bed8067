"""Predict: a range named before a turn that should hold what comes in four cases of five.

A bet is scored by the interval score (Winkler): the width of the range, and ten times the distance
by which it was missed. Whoever names honest ranges does best. It is set against a naive range that
needs no thought: the figure stays, give or take what it has moved until now. Neither counts towards
winning.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tenfold.agents.decision import DecisionError
from tenfold.sim.game.saves.entry import Entry, is_number
from tenfold.sim.game.telling.view import Bet, PredictView

SHARE = "share"
LEAD = "lead"
COVERAGE = 0.8
"""Of the cases that a range should hold."""
MISSED = 2.0 / (1.0 - COVERAGE)
"""What a unit of distance outside the range costs, in units of width."""
BOUNDS = {SHARE: (0.0, 1.0), LEAD: (-120.0, 120.0)}
"""Within which a figure can lie: a share of one, or months."""
AT_FIRST = {SHARE: 0.02, LEAD: 2.0}
"""How far the naive range reaches while nothing has moved yet."""
DIGITS = 4


def check_bet(bet: Sequence[float], what: str) -> tuple[float, float]:
    """A range as it is kept.

    Raises:
        DecisionError: no two numbers, or impossible ones.
    """
    low, high = BOUNDS[what]
    if len(bet) != 2 or not all(is_number(end) for end in bet):
        raise DecisionError("a bet is a range: its lower and its upper end")
    ends = (round(float(bet[0]), DIGITS), round(float(bet[1]), DIGITS))
    if not low <= ends[0] <= ends[1] <= high:
        raise DecisionError(
            f"a bet from {ends[0]:g} to {ends[1]:g}: the ends must lie from {low:g} to {high:g}, "
            "the lower one first"
        )
    return ends


def interval_score(low: float, high: float, came: float) -> float:
    """Width, and `MISSED` times the distance by which what came lies outside; smaller is better.

    >>> interval_score(0.1, 0.2, 0.15), round(interval_score(0.1, 0.2, 0.21), 10)
    (0.1, 0.2)
    """
    return (high - low) + MISSED * (max(low - came, 0.0) + max(came - high, 0.0))


def naive_range(path: Sequence[float], what: str) -> tuple[float, float]:
    """The range of who expects no change, as wide as four of five moves until now.

    Args:
        path: the figure at the start and after each quarter, as far as it is known.
        what: the figure.
    """
    moves = sorted(abs(b - a) for a, b in pairwise(path))
    reach = moves[min(len(moves) - 1, int(COVERAGE * len(moves)))] if moves else AT_FIRST[what]
    low, high = BOUNDS[what]
    return max(low, path[-1] - reach), min(high, path[-1] + reach)


def predicted(
    entries: Sequence[Entry],
    path: Sequence[float],
    what: str,
    draft: tuple[float, float] | None,
    is_open: bool,
) -> PredictView:
    """All bets of a game, and what they are worth.

    Args:
        entries: decisions in force, one per quarter played.
        path: the figure at the start and after each quarter.
        what: the figure.
        draft: the bet that would go with the coming turn.
        is_open: a bet can be made.
    """
    bets, scores, naive = [], [], []
    for entry in entries:
        if entry.bet is None:
            continue
        came = path[entry.turn]
        bets.append(Bet(entry.turn, *entry.bet, came))
        scores.append(interval_score(*entry.bet, came))
        naive.append(interval_score(*naive_range(path[: entry.turn], what), came))
    return PredictView(
        what=what,
        now=path[-1],
        draft=draft,
        bets=tuple(bets),
        hits=sum(bet.hit for bet in bets),
        of=len(bets),
        score=_mean(scores),
        naive=_mean(naive),
        open=is_open,
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
