"""F7: in best replies, final runs get a tenth to a quarter of R&D compute.

Real labs gave 0.10 to 0.23 of their R&D compute to final runs and the rest to experiments. For
every seat of the race from 2026, the schedule of levers with the highest capability on sale over
the last year is searched for, on training lucks, while everyone else plays as usual. The figure is
what the best replies give to final runs on fresh lucks: the mean over the months of a race, then
the median over the seats. No seat is told what to aim at; the testing loss, which makes large
untested runs lossy, was calibrated so that best replies fall where real labs are.

A best reply of one seat is no equilibrium: rivals do not answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenfold.scenarios.load import load_scenario
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.pool import Task
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import MAIN, Form, Pattern, Shown
from tenfold.sim.replies.reply import QUICK_LUCKS, QUICK_TRIALS, Asked, Reply, find_reply

SPLIT = Target(0.08, 0.25, "0.08 to 0.25 of R&D compute (real labs 0.10 to 0.23)")
QUICK_SEATS = slice(None, None, 5)
"""Seats of the short form."""
RACES_PER_TRIAL = 10
"""What a trial weighs in the progress of all facts, against a race."""


@dataclass(frozen=True)
class BestReplies:
    """Best replies of every seat of a race."""

    scenario: str

    def tasks(self, form: Form) -> list[Task]:
        """A task per seat."""
        seats = [lab.name for lab in load_scenario(self.scenario).labs]
        if not form.quick:
            asked = [Asked(seat, self.scenario, seed=form.seed) for seat in seats]
        else:
            asked = [
                Asked(seat, self.scenario, seed=form.seed, trials=QUICK_TRIALS, lucks=QUICK_LUCKS)
                for seat in seats[QUICK_SEATS]
            ]
        return [Task(find_reply, (each,), RACES_PER_TRIAL * each.trials) for each in asked]

    def gather(self, results: list[Reply]) -> list[Reply]:
        """The replies, as they are."""
        return results


def judge(replies: Sequence[Reply]) -> Shown:
    """Median over the seats."""
    shares = np.array([reply.run_share.mean() for reply in replies])
    usual = np.array([reply.usual_run_share.mean() for reply in replies])
    inside = int(((shares >= SPLIT.low) & (shares <= SPLIT.high)).sum())
    gain = float(np.median([reply.gain.middle for reply in replies]))
    note = (
        f"{inside} of {len(replies)} seats inside; own policies give {np.median(usual):.2f};"
        f" best replies gain {gain:.1f} points on fresh lucks"
    )
    fact = of_values(
        "F7", "share of R&D compute in final runs, best replies of all seats", "share", shares,
        SPLIT, note,
    )  # fmt: skip
    rows = [
        (f"{reply.seat} ({reply.kind})", *_span(reply.run_share))
        for reply in sorted(replies, key=lambda reply: -reply.chips)
    ]
    picture = Dots(
        rows, "share of R&D compute in final runs, best reply",
        "Best replies, from the seat with most chips to that with fewest",
        [(SPLIT.low, "at least"), (SPLIT.high, "at most")],
    )  # fmt: skip
    return Shown((fact,), picture)


def _span(values: np.ndarray) -> tuple[float, float, float]:
    low, high = np.quantile(values, [0.05, 0.95])
    return float(values.mean()), float(low), float(high)


PATTERN = Pattern(
    "F7", "Final runs and experiments",
    "In best replies, final runs get 0.08 to 0.25 of R&D compute.",
    BestReplies(MAIN), judge,
)  # fmt: skip
