"""F7: the share of R&D compute that a final run gets in the best reply, by a coarse grid.

Each seat of the race tries five shares in turn, on the same lucks, while everyone else plays as
usual; the best reply is the share with the highest capability on sale over the last year. The
testing loss is calibrated so that best replies fall where real labs are (0.10 to 0.23).
"""

from __future__ import annotations

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.sim.facts.fact import Fact, FloatArray, Target
from tenfold.sim.race import Race

GRID = (0.05, 0.11, 0.18, 0.28, 0.45)
LUCKS = 100
SPLIT = Target(0.08, 0.25, "0.08 to 0.25 of R&D compute (real labs 0.10 to 0.23)")


class FixedRunShare(Policy):
    """Another policy with a fixed share of its R&D compute in the final run."""

    about = "A policy whose final run gets a fixed share of R&D compute."

    def __init__(self, inner: Policy, share: float) -> None:
        self.inner = inner
        self.share = share

    def decide(self, seen: Observation) -> Decision:
        """As the inner policy, but for the split between experiments and the run."""
        decision = self.inner.decide(seen)
        research = 1.0 - np.asarray(decision.serving)
        decision.training = research * self.share
        decision.experiments = research - decision.training
        return decision


def seat_capability(scenario: str, seat: str, policy: str, share: float, seed: int) -> FloatArray:
    """Mean capability on sale of a seat over its last year, one figure per luck."""
    chosen = {seat: FixedRunShare(create(policy), share)}
    race = Race(scenario, seed=seed, runs=LUCKS, policies=chosen, collect=False)
    history = race.run()
    place = history.labs.index(seat)
    last_year = history.series("capability")[:, -12:, place].mean(axis=1)
    race.close()
    return np.asarray(last_year)


def best_split(scenario: str, seed: int, passed: object = None) -> Fact:
    """F7 over every seat of a scenario: the median seat's best share, and the range over seats."""
    race = Race(scenario, seed=seed, runs=1, months=1, collect=False)
    seats = [(lab.name, lab.policy.name) for lab in race.labs]
    race.close()
    best = []
    for name, policy in seats:
        means = []
        for share in GRID:
            means.append(seat_capability(scenario, name, policy, share, seed).mean())
            if callable(passed):
                passed(1)
        best.append(GRID[int(np.argmax(means))])
    inside = sum(SPLIT.low <= share <= SPLIT.high for share in best)
    note = f"{inside} of {len(best)} seats inside; grid {', '.join(str(s) for s in GRID)}"
    return Fact(
        "F7", "best share of R&D compute in the final run", "share", float(np.median(best)),
        float(np.min(best)), float(np.max(best)), LUCKS, SPLIT, note,
    )  # fmt: skip
