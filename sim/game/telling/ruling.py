"""Ruling: what the public knows of the figures that a government is judged by, at its seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.ruling import RIVAL_HOME, RULE_LEVER
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.game.telling.snapshot import Snapshot
from tenfold.sim.game.telling.standing import behind_now, leads_over, rank_of
from tenfold.sim.game.telling.view import RegulatorView, Standing
from tenfold.sim.measures import lags_now

Columns = Mapping[str, NDArray[np.float64]]


class Sides:
    """Whose labs a government calls its own, and whose it watches."""

    def __init__(self, scenario: Scenario) -> None:
        """Of the scenario's government."""
        home = scenario.regulator.home
        self.home = np.array([lab.home == home for lab in scenario.labs])
        self.rival = np.array([lab.home == RIVAL_HOME[home] for lab in scenario.labs])

    def best_at_home(self, levels: NDArray[np.float64]) -> int:
        """Place of the best lab at home now; of the best of all where it has none."""
        last = levels[-1]
        return int(np.argmax(np.where(self.home, last, -1.0) if self.home.any() else last))


def lead_of(columns: Columns, sides: Sides) -> tuple[float, float]:
    """Months and index points by which the best public score at home leads the best watched.

    Args:
        columns: [months + 1, labs] of public_score and active.
        sides: whose labs are whose.
    """
    if not sides.home.any() or not sides.rival.any():
        return 0.0, 0.0
    levels = columns["public_score"] * columns["active"]
    home, rival = levels[:, sides.home].max(axis=1), levels[:, sides.rival].max(axis=1)
    ahead, behind = lags_now(home[None], rival[-1:]), lags_now(rival[None], home[-1:])
    return float(ahead[0] - behind[0]), float(home[-1] - rival[-1])


def ruler_standing(
    columns: Columns, names: Sequence[str], sides: Sides, shot: Snapshot, first: Standing | None
) -> Standing:
    """Where the labs at home stand, with public figures alone; cash is what the state has spent.

    Args:
        columns: [months + 1, labs] of public_score, active, token_share.
        names: of the labs.
        sides: whose labs are whose.
        shot: public figures of the month.
        first: the standing at the start; None there.
    """
    levels = columns["public_score"] * columns["active"]
    best = sides.best_at_home(levels)
    behind = behind_now(levels, best)
    return Standing(
        rank=rank_of(columns["public_score"][-1], columns["active"][-1], best),
        of=len(names),
        behind=behind,
        behind_at_first=behind if first is None else first.behind_at_first,
        ahead=max(0.0, -float(np.delete(leads_over(levels, best), best).max())),
        leader=names[int(np.argmax(levels[-1]))],
        share=float(columns["token_share"][-1][sides.home].sum()),
        cash=0.0 - shot.spent,
        runway=None,
        chips=float(shot.compute_estimate[sides.home].sum()),
        score=float(levels[-1, best]),
        active=bool(columns["active"][-1][sides.home].any()),
    )


def regulator_view(
    shots: Sequence[Snapshot], leads: Sequence[tuple[float, float]]
) -> RegulatorView:
    """The figures of every quarter so far.

    Args:
        shots: public figures at the start and after each quarter.
        leads: of each, as `lead_of` has them.
    """
    return RegulatorView(
        lead_months=tuple(months for months, _ in leads),
        lead_points=tuple(points for _, points in leads),
        spent=tuple(shot.spent for shot in shots),
        smuggled=tuple(shot.smuggled for shot in shots),
        open_share=tuple(shot.open_share for shot in shots),
        cheapest=tuple(shot.cheapest for shot in shots),
        concentration=tuple(shot.concentration for shot in shots),
    )


def rules_meet(shots: Sequence[Snapshot], leads: Sequence[tuple[float, float]]) -> dict[str, str]:
    """Rule to the circumstance that matters to it now."""
    now, (months, points) = shots[-1], leads[-1]
    lead = f"Your labs are {_side(months)}."
    by = f"{abs(points):.0f} points {'ahead' if points >= 0.0 else 'behind'}"
    return {
        "legal_share": lead,
        "home_subsidy": lead,
        "enforcement": f"About {count(now.smuggled)} chips at work were smuggled.",
        "open_gap": f"Open models answer {percent(now.open_share)} of all use; "
        f"your best lab is {by}.",
    }


def _side(months: float) -> str:
    size = round(abs(months))
    return f"{number(size, 'month')} {'ahead' if months > 0.0 else 'behind'}" if size else "level"


def rules_did(shots: Sequence[Snapshot], leads: Sequence[tuple[float, float]]) -> dict[str, str]:
    """Rule to what happened to its figure in the quarter just past; empty in the first."""
    if len(shots) < 2:
        return {}
    before, now = shots[-2], shots[-1]
    spent = now.spent - before.spent
    moved = f"Last: {_side(leads[-2][0])} to {_side(leads[-1][0])}."
    money = f"spent {dollars(spent)}" if spent >= 0.0 else f"earned {dollars(-spent)}"
    said = {
        "legal_share": moved,
        "enforcement": f"Last: smuggled chips {count(before.smuggled)} to {count(now.smuggled)}.",
        "home_subsidy": f"{moved} The state {money}.",
        "open_gap": f"Last: open use {percent(before.open_share)} to {percent(now.open_share)}.",
    }
    return {name: line for name, line in said.items() if name in RULE_LEVER}
