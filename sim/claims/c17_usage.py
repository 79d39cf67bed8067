"""C17: poor labs can win on the cheap side of the Pareto line, in usage.

The essay grants that labs poor in compute may be used more than their models' rank suggests: they
offer less skill for much less money. In the race from 2026 the poor are the labs with at most a
tenth of the chips of the largest one at the start (the Chinese labs and two small open ones). Their
share of all tokens and of all revenue in the last year is set against how far their best model is
behind. To see whether it is cheapness that wins, the same labs are raced without it: models of the
usual size, sold closed at the going rate, with no more research on serving than others do.

Shares of tokens and revenue in the first two years were used to calibrate the demand side, so the
verdict is no independent one, least for the first years. What customers give for a low price is an
assumption: `free_price`, a sum that every price seems larger by, is walked from next to nothing to
ten dollars per million tokens, where cheap and dear look nearly alike. Left out: bundles, contracts
and national rules on whose models may be used.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import (
    PERCENT,
    at_least,
    mean_of,
    overturned,
    share,
    told,
    weigh,
)
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Points
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import best, frontier, over_labs
from tenfold.sim.sweep.outcomes import mean_over

SCENARIO = "tenfold-2026"
LAST_YEAR = (37, 48)
TENTH = 0.1
WINS = 0.5
"""Share of tokens."""
CHEAPNESS = 0.05
"""Share of tokens that cheapness must add."""
BEHIND = 1.0
"""Index points: about a month of the frontier."""
LABS = load_scenario(SCENARIO).labs
LARGEST = max(lab.compute.value for lab in LABS)
POOR = tuple(lab.name for lab in LABS if lab.compute.value <= TENTH * LARGEST)
PRICES = (0.001, 0.01, 0.03, 0.1, 1.0, 10.0)
"""Walk of what is added to all prices, USD per million tokens."""
DEAR: Mapping[str, Choice] = {
    f"{lab}.{lever}": value
    for lab in POOR
    for lever, value in (
        ("model_size", 1.0),
        ("flagship_price", 1.0),
        ("mini_price", 1.0),
        ("flagship_release", "closed"),
        ("mini_release", "closed"),
        ("efficiency", 0.07),
    )
}
BASE, NOT_CHEAP = "as they choose", "the poor are not cheap"
ARMS: Mapping[str, Mapping[str, Choice]] = {
    BASE: {},
    NOT_CHEAP: DEAR,
    **{f"prices seem {price:g} larger": {"world.free_price": price} for price in PRICES},
}


def _poor(raced: Raced) -> NDArray[np.bool_]:
    return np.array([lab.name in POOR for lab in raced.scenario.labs])


def _share(raced: Raced, figure: str, first: int, last: int) -> FloatArray:
    return mean_over(over_labs(raced.history.series(figure) * _poor(raced)), first, last)


def tokens(raced: Raced) -> FloatArray:
    """Share of all tokens that the poor answer, last year: [runs]."""
    return _share(raced, "token_share", *LAST_YEAR)


def tokens_early(raced: Raced) -> FloatArray:
    """The same in the second year: [runs]."""
    return _share(raced, "token_share", 13, 24)


def revenue(raced: Raced) -> FloatArray:
    """Share of all revenue that the poor earn, last year: [runs]."""
    return _share(raced, "revenue_share", *LAST_YEAR)


def behind(raced: Raced) -> FloatArray:
    """Index points by which the best poor lab is behind the frontier, last year: [runs]."""
    history = raced.history
    return mean_over(frontier(history) - best(history, _poor(raced)), *LAST_YEAR)


def most_used(raced: Raced) -> FloatArray:
    """Whether the lab with most tokens in the last month is a poor one: [runs], 0 or 1."""
    used = raced.history.series("token_share")[:, -1].argmax(axis=1)
    return np.asarray(_poor(raced)[used], dtype=np.float64)


RULE = (
    "Labs with at most a tenth of the largest lab's chips at the start, means of months 37 to"
    " 48. Part one holds if they answer more than half of all tokens, part two if they answer"
    " more than 5 percentage points more than without cheap models, part three if their best"
    " model is more than 1 index point behind the frontier; each by its 90 % interval, and"
    " fails if the interval lies on the other side. Supported if all hold, contradicted if all"
    " fail, depends otherwise. What a low price is worth is walked until the share of tokens"
    " crosses a half."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""
    used, paid = found.level("tokens", BASE), found.level("revenue", BASE)
    gap = found.level("behind", BASE, unit="index points")
    cheap = found.effect("tokens", BASE, NOT_CHEAP)
    parts = (
        at_least("most of the use", used, WINS),
        at_least("cheapness as its cause", cheap, CHEAPNESS),
        at_least("a model that is behind", gap, BEHIND),
    )
    kind, on = weigh(parts, found.points)
    walk = [found.level("tokens", f"prices seem {price:g} larger") for price in PRICES]
    now = load_parameters()["free_price"].value
    says = (
        f"Labs with at most a tenth of the chips answer {share(used)} of all tokens in the last"
        f" year and earn {share(paid)} of all revenue, with a best model {told(gap)} index points"
        f" behind. Were they not cheap, their share of tokens would be"
        f" {told(cheap, 0, PERCENT)} percentage points lower. "
        + overturned(
            "The poor would have half of all tokens", "the sum that all prices seem larger by",
            "USD per million tokens", PRICES, walk, WINS, now, mean_of(found.points, "free_price"),
        )
    )  # fmt: skip
    effects = {
        "share of tokens": used,
        "share of revenue": paid,
        "index points behind": gap,
        "share of tokens that cheapness adds": cheap,
        "share of tokens in the second year": found.level("tokens_early", BASE),
        "share of revenue, were they not cheap": found.level("revenue", NOT_CHEAP),
        "index points behind, were they not cheap": found.level(
            "behind", NOT_CHEAP, unit="index points"
        ),
        "chance that a poor lab is used most": found.level("most_used", BASE).clipped(),
        **{
            f"share of tokens, prices seem {price:g} USD larger": level
            for price, level in zip(PRICES, walk, strict=True)
        },
    }
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _picture(found: Found) -> Points:
    """Share of tokens of each lab against how far it is behind the best of them."""
    names = [lab.name for lab in LABS]
    skill = {name: found.level(f"{name}.capability", BASE).middle for name in names}
    use = {name: found.level(f"{name}.token_share", BASE).middle for name in names}
    first = max(skill.values())
    groups = {
        "more than a tenth of the chips": [name for name in names if name not in POOR],
        "at most a tenth": [name for name in names if name in POOR],
    }
    return Points(
        {
            group: (
                [first - skill[name] for name in members],
                [PERCENT * use[name] for name in members],
            )
            for group, members in groups.items()
        },
        "index points behind the best lab, last year",
        "% of all tokens",
        "Who is best, and who is used",
        [name for members in groups.values() for name in members],
    )


CLAIM = Claim(
    number="C17",
    title="Poor labs can win on the cheap side, in usage",
    text="E",
    says=(
        "Labs poor in compute may not have the best model, but they can win users on the cheap"
        " side of the line between skill and price."
    ),
    standing="calibrated to",
    matters=(
        "half of all tokens; 5 percentage points of tokens from cheapness; a model 1 index point"
        " behind"
    ),
    rule=RULE,
    races=Races(
        scenario=SCENARIO,
        arms=ARMS,
        reads={
            "tokens": tokens,
            "tokens_early": tokens_early,
            "revenue": revenue,
            "behind": behind,
            "most_used": most_used,
            **{
                f"{lab.name}.{figure}": f"{lab.name}.{figure}.m37-48"
                for lab in LABS
                for figure in ("capability", "token_share")
            },
        },
        lucks=28,
    ),
    judge=judge,
)
