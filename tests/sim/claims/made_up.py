"""Claims that need no race: each point and luck of an arm gives a number at once.

Their work is parted as that of real claims is, so all that keeps and judges claims can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.experiments.effect import effect_of
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.pool import Task
from tenfold.sim.experiments.verdict import Verdict

DONE: list[str] = []
"""Tasks that this process has done."""


class MadeUpError(RuntimeError):
    """Something that the project does not expect."""


@dataclass(frozen=True)
class Numbers:
    """Work: a task per point, whose figure grows with the point and moves with the luck."""

    name: str
    base: float = 2.0
    points: int = 6
    lucks: int = 10
    seed: int = 1
    choices: Mapping[str, Any] = field(default_factory=dict)
    fails: str = ""

    @property
    def count(self) -> int:
        return self.points * self.lucks

    def quick(self) -> Numbers:
        return replace(self, points=2, lucks=4)

    def halved(self) -> Numbers:
        return replace(self, points=-(-self.points // 2), lucks=-(-self.lucks // 2))

    def everywhere(self, choices: Mapping[str, Any]) -> Numbers:
        return replace(self, choices=dict(choices))

    def tasks(self) -> list[Task]:
        if self.fails == "tasks" or (self.fails == "other" and self.choices):
            raise MadeUpError("no such arm")
        return [Task(figures, (self, point), self.lucks) for point in range(self.points)]

    def gather(self, tasks: list[Task], results: list[Any]) -> Any:
        return np.array(results), self


def figures(work: Numbers, point: int) -> Any:
    """[lucks] of a point."""
    DONE.append(f"{work.name}{point}")
    if work.fails == "task" and point == 1:
        raise MadeUpError("the race\nbroke")
    luck = np.random.default_rng([work.seed, point]).normal(0.0, 0.1, work.lucks)
    turned = -1.0 if work.choices and work.fails == "turns" else 1.0
    return turned * (work.base + 0.1 * point + luck)


def judge(found: tuple[Any, Numbers]) -> Judged:
    """Supported above 1, contradicted below, else it depends."""
    values, work = found
    if work.fails == "judge":
        raise MadeUpError("no rule for this")
    effect = effect_of(values if work.fails != "nothing" else values * np.nan, "points")
    kind = "supported" if effect.above(1.0) else "contradicted" if effect.below(1.0) else "depends"
    verdict = Verdict(kind, f"The gap moves by {effect.middle:.2f}.", "luck" * (kind == "depends"))
    row = ("with | without", effect.middle, effect.low, effect.high)
    return Judged(verdict, {"gap moved": effect}, Dots([row], "points", f"What {work.name} does"))


def claim(number: str, standing: str = "emergent", **changes: Any) -> Claim:
    """A made-up claim."""
    return Claim(
        number, f"Claim {number} of a text", "EQ", f"More of {number} moves the gap.",
        standing, "1 point",  # type: ignore[arg-type]
        "Supported above 1 point.", Numbers(number, **changes), judge,
    )  # fmt: skip


CLAIMS = (
    claim("C1"),
    claim("C2", base=0.5),
    claim("C3", base=0.8),
    claim("C4", "built in", fails="turns"),
)
BROKEN = tuple(
    claim(f"C{number}", fails=fails)
    for number, fails in enumerate(("tasks", "task", "judge", "nothing", "other"), start=5)
)
REASONS = ("no such arm", "the race broke", "no rule for this", "it arose in no race", "")
