"""Shapley: how much of a whole each of several factors accounts for, when they work together.

A factor's share is what it adds to a set of other factors, averaged over all orders in which the
factors could be switched on. It is the only rule under which shares add up to the whole, equals get
equal shares, what adds nothing gets nothing, and shares of a sum are sums of shares [Shapley1953].
With few factors all sets can be raced, so that no share is estimated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.questions import Choice

FloatArray = NDArray[np.float64]
Coalition = frozenset[str]
"""The factors that are switched on."""
NOBODY = "none"
MOST = 12
"""Factors beyond which all sets are too many to race."""


def coalitions(players: tuple[str, ...]) -> tuple[Coalition, ...]:
    """Every set of players, small ones first, from nobody to all.

    Raises:
        ValueError: a player who is there twice, or too many of them.
    """
    if len(set(players)) != len(players) or len(players) > MOST:
        raise ValueError(f"players {players}: each once, and at most {MOST}")
    return tuple(
        frozenset(chosen)
        for size in range(len(players) + 1)
        for chosen in combinations(players, size)
    )


def arm_of(players: tuple[str, ...], coalition: Coalition) -> str:
    """Name of the arm in which a set of players is switched on, in the players' order."""
    return " + ".join(player for player in players if player in coalition) or NOBODY


def arms_of(
    players: tuple[str, ...], choose: Callable[[Coalition], Mapping[str, Choice]]
) -> dict[str, Mapping[str, Choice]]:
    """An arm for every set of players.

    Args:
        players: the factors.
        choose: what a set of them means, as choices of an arm.
    """
    return {arm_of(players, each): choose(each) for each in coalitions(players)}


def shapley(
    players: tuple[str, ...], value: Callable[[Coalition], FloatArray]
) -> dict[str, FloatArray]:
    """Each player's share of what all have less what nobody has; exact, figure by figure.

    Equation: phi_i = sum over sets S without i of |S|! (k - |S| - 1)! / k! [ v(S + i) - v(S) ]
    Source:   [Shapley1953]

    Args:
        players: the factors.
        value: of a set of them; an array of any shape, the same for all.

    Returns:
        Player to share, of the shape of the values. Shares add up to `value(all) - value(nobody)`.
    """
    worth = {each: np.asarray(value(each), dtype=np.float64) for each in coalitions(players)}
    count = len(players)
    shares = {}
    for player in players:
        share = np.zeros_like(worth[frozenset()])
        for without in coalitions(players):
            if player in without:
                continue
            orders = factorial(len(without)) * factorial(count - len(without) - 1)
            weight = float(Fraction(orders, factorial(count)))
            share = share + weight * (worth[without | {player}] - worth[without])
        shares[player] = share
    return shares
