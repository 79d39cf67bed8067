"""C9: small students keep less of their teacher.

The essay points at models of 1.5 to 32 billion parameters that were all taught by the same large
one: the smaller the student, the less it keeps.

We let the poor side, at a tenth of the compute, build models from a quarter of the usual size to
the usual size, with distillation off and fully on. Two things can be meant by keeping less. One is
the distance to the teacher that distilling closes, as a share of what it would be without. The
other is the skill that a small student ends with. The first is judged, the second reported. Part of
it is an assumption (`student_loss`), which we walk. Beside the races the published table itself is
fitted by the model's forms, with that assumption and without: see `students.py`.

Left out: that a student's family matters. The table has one family of students only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.students import TESTS, fit, published
from tenfold.sim.claims.walk import how_far
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on
from tenfold.sim.measures import best, over_labs
from tenfold.sim.sweep.outcomes import mean_over

MATTERS = 0.05
"""Share of the distance to the teacher: a twentieth."""
AS_WELL = 0.5
"""Points of score: a smaller difference between two fits to the published table says nothing."""
SIZES = (0.25, 0.5, 1.0)
SMALL, USUAL = SIZES[0], SIZES[-1]
LOSSES = (0.0, 0.6, 1.2, 2.0, 5.0)
"""Index points per decade of size: values of student_loss; the believed range ends at 2."""


def share_closed(raced: Raced) -> FloatArray:
    """Share of the distance to the best model that distilling closed, years two to four: [runs].

    Mean over the poor labs of: what their latest models gained from a teacher, over that and what
    they are still behind.
    """
    history, poor = raced.history, raced.groups["poor"]
    frontier = best(history, np.ones(len(history.labs), dtype=bool))
    gained = history.series("distil_gain")[:, :, poor]
    behind = np.maximum(frontier[:, :, None] - history.series("internal_capability")[:, :, poor], 0)
    whole = gained + behind
    share = np.where(whole > 0.0, gained / np.maximum(whole, 1e-9), 0.0)
    return mean_over(over_labs(share) / share.shape[-1], 13, 48)


@dataclass(frozen=True)
class Student:
    """An arm: how large the poor side's models are, whether they are taught, what size costs.

    Attributes:
        size: times the usual size.
        taught: whether they distil fully.
        loss: student_loss; as believed where it is None.
    """

    size: float
    taught: bool = True
    loss: float | None = None

    @property
    def arm(self) -> str:
        """Its name."""
        name = f"{self.size:g} x size, {'taught' if self.taught else 'untaught'}"
        return name if self.loss is None else f"{name}, student loss {self.loss:g}"

    @property
    def choices(self) -> dict[str, Choice]:
        """What it sets."""
        world: dict[str, Choice] = {} if self.loss is None else {"world.student_loss": self.loss}
        levers = {"poor.model_size": self.size, "poor.distil": float(self.taught)}
        return {**world, "rich.distil": 0.0, **levers}


ARMS = (
    *(Student(size, taught) for taught in (False, True) for size in SIZES),
    *(Student(size, True, loss) for loss in LOSSES for size in (SMALL, USUAL)),
)


RULE = (
    "Supported if, at a quarter of the usual size, distilling closes a share of the distance"
    " to the teacher that is smaller by more than 0.05 than at the usual size, in the whole"
    " interval. Contradicted if it is not smaller by 0.05 anywhere in the interval. Else it"
    " depends. The student_loss that makes it 0.05 is said besides, and how near the model's forms"
    " come to the published table."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """What a student a quarter as large keeps less, and what the published table says."""
    less = _less(found)
    kind: Kind = "depends"
    if less.above(MATTERS):
        kind = "supported"
    elif less.below(MATTERS):
        kind = "contradicted"
    on = depends_on(less, found.points) if kind == "depends" else ""
    walked = {loss: _less(found, loss) for loss in LOSSES}
    turn = how_far("student_loss", LOSSES, list(walked.values()), MATTERS, points=found.points)
    closed = {size: found.level("closed", Student(size).arm, unit="share") for size in SIZES}
    weaker = {
        taught: found.effect(
            "skill", Student(USUAL, taught).arm, Student(SMALL, taught).arm, unit="index points"
        )
        for taught in (True, False)
    }
    says = (
        f"A student of a quarter of the usual size ends {weaker[True].middle:.1f} points lower, and"
        f" untaught {weaker[False].middle:.1f}: teaching closes {100 * closed[SMALL].middle:.0f} %"
        f" of its distance to the teacher, {100 * closed[USUAL].middle:.0f} % at the usual size."
        f" For a share smaller by {MATTERS:g}, {turn}. {_of_the_table()}"
    )
    effects = {"kept less at a quarter of the size": less}
    effects |= {f"share closed, {size:g} x size": effect for size, effect in closed.items()}
    effects |= {
        f"kept less at a quarter, student_loss {loss:g}": effect for loss, effect in walked.items()
    }
    effects |= {"weaker, taught": weaker[True], "weaker, untaught": weaker[False]}
    return Judged(Verdict(kind, says, on), effects, _picture())


def _less(found: Found, loss: float | None = None) -> Effect:
    usual, small = Student(USUAL, True, loss).arm, Student(SMALL, True, loss).arm
    return found.effect("closed", usual, small, unit="share")


def _of_the_table() -> str:
    """How near the model's forms come to the published table, and whether it tells the loss."""
    burdened, free = fit().worst, fit(student_loss=0.0).worst
    met = f"The published table is met within {burdened:.1f} points of score"
    if abs(burdened - free) < AS_WELL:
        return f"{met}. The table does not tell student_loss: it is met as well without."
    return f"{met}, within {free:.1f} without student_loss."


def _picture() -> Lines:
    """The published scores, and those of the model's forms."""
    table, fitted = published(), fit()
    series = []
    for place, name in enumerate(TESTS.values()):
        series.append(Series(name, table.sizes.tolist(), table.scores[:, place].tolist()))
        drawn = fitted.scores[:, place].round(2).tolist()
        series.append(Series(f"{name}, model", table.sizes.tolist(), drawn, dashed=True))
    return Lines(
        series,
        "active parameters, 1e9 (the largest is the teacher)",
        "score, per cent",
        "Published students by size, and the model's forms",
        logarithmic=True,
    )


CLAIM = Claim(
    number="C9",
    title="Small students keep less of their teacher",
    text="E",
    says="The smaller a model that is taught by a large one, the less of the teacher it keeps.",
    standing="calibrated to",
    matters="A twentieth of the distance to the teacher (0.05).",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={student.arm: student.choices for student in ARMS},
        reads={"closed": share_closed, "skill": "poor.capability.m13-48"},
        lucks=24,
    ),
    judge=judge,
)
