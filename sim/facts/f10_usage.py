"""F10: Chinese and open labs answer a third to more than half of all tokens, for little revenue.

Counts of tokens that pass through public exchanges put them at 0.3 to 0.6 of use, while sales stay
under a fifth. In the race from 2026 these are the labs that began as Chinese or open; shares are
means of months 6 to 24, with the end of the race beside them.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim.experiments.picture import Lines
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.drawing import flat, path
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

TOKENS = Target(0.3, 0.6, "0.3 to 0.6 of tokens")
REVENUE = Target(0.0, 0.2, "under 0.2 of revenue")
WINDOW = slice(6, 25)


def tokens(raced: Raced) -> FloatArray:
    """Their share of all tokens: [runs, months + 1]."""
    return _share(raced, "token_share")


def revenue(raced: Raced) -> FloatArray:
    """Their share of all revenue: [runs, months + 1]."""
    return _share(raced, "revenue_share")


def _share(raced: Raced, figure: str) -> FloatArray:
    ours = ~raced.groups["frontier"]
    return np.asarray((raced.history.series(figure) * ours).sum(axis=2))


def judge(found: Measured) -> Shown:
    """Shares of the first two years."""
    facts, lines = [], []
    for figure, title, target in (
        ("tokens", "Chinese and open labs: tokens", TOKENS),
        ("revenue", "Chinese and open labs: revenue", REVENUE),
    ):
        share = found.of(figure, "as it is")
        months = share.shape[1] - 1
        note = f"{np.median(share[:, -1]):.2f} at month {months}"
        facts.append(of_values("F10", title, "share", share[:, WINDOW].mean(axis=1), target, note))
        lines += [path(figure, share), flat(f"most of {figure}", target.high, months)]
    picture = Lines(
        lines, "months since the start", "share",
        "What Chinese and open labs answer, and what they earn",
    )  # fmt: skip
    return Shown(tuple(facts), picture)


PATTERN = Pattern(
    "F10", "Use and revenue of Chinese and open labs",
    "Chinese and open labs answer 0.3 to 0.6 of all tokens, for under 0.2 of revenue.",
    Arms({"as it is": Arm()}, {"tokens": tokens, "revenue": revenue}), judge,
)  # fmt: skip
