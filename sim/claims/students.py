"""Students: the published scores of small models taught by a large one, against the model's forms.

One teacher (37 billion active parameters) and four students of 1.5 to 32 billion, on three tests.
Students of one family are trained on as many tokens, so their compute goes with their size: a tenth
of the size is a tenth of the compute. What the model then says of skill, in index points, is turned
into scores by one logistic per test with a middle and a slope of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from tenfold.scenarios.evidence import load_evidence
from tenfold.scenarios.parameters import load_parameters

FloatArray = NDArray[np.float64]
SIZE = ".size"
TESTS = {"aime": "AIME 2024", "math": "MATH-500", "gpqa": "GPQA Diamond"}


@dataclass(frozen=True)
class Table:
    """Published scores by size.

    Attributes:
        sizes: [models] active parameters in billions, smallest first; the last is the teacher.
        scores: [models, tests] per cent.
    """

    sizes: FloatArray
    scores: FloatArray


@dataclass(frozen=True)
class Fit:
    """How well the model's forms tell the table.

    Attributes:
        scores: [models, tests] per cent, as the forms have it.
        residual: root mean square of what they miss, per cent.
        worst: largest miss, per cent.
        behind: [models] index points of skill behind the teacher.
    """

    scores: FloatArray
    residual: float
    worst: float
    behind: FloatArray


@cache
def published() -> Table:
    """The table of evidence: distillation."""
    known = load_evidence("distillation")
    named = [key.removesuffix(SIZE) for key in known if key.endswith(SIZE)]
    rows = sorted(named, key=lambda row: known[row + SIZE].value)
    return Table(
        np.array([known[row + SIZE].value for row in rows]),
        np.array([[known[f"{row}.{test}"].value for test in TESTS] for row in rows]),
    )


@cache
def fit(student_loss: float | None = None) -> Fit:
    """Fit base skill and a logistic per test to the table, with everything else as in the model.

    Args:
        student_loss: index points per decade of size; the default unless given.
    """
    table = published()
    known = load_parameters()
    loss = known["student_loss"].value if student_loss is None else student_loss
    tests = len(TESTS)

    def scores(free: FloatArray) -> FloatArray:
        skill = -behind_teacher(table.sizes, free[0], loss)
        middle, slope = free[1 : 1 + tests], free[1 + tests :]
        return np.asarray(100.0 / (1.0 + np.exp(-(skill[:, None] - middle) / np.exp(slope))))

    def missed(free: FloatArray) -> FloatArray:
        return np.asarray((scores(free) - table.scores).ravel())

    start = np.array([10.0, *([-10.0] * tests), *([1.5] * tests)])
    found = least_squares(missed, start, bounds=([0.0] + [-60.0] * tests + [-1.0] * tests, 60.0))
    miss = missed(found.x)
    return Fit(
        scores(found.x),
        float(np.sqrt(np.mean(miss * miss))),
        float(np.abs(miss).max()),
        behind_teacher(table.sizes, float(found.x[0]), loss),
    )


def behind_teacher(sizes: FloatArray, base: float, student_loss: float) -> FloatArray:
    """Index points by which taught models of some sizes are behind their teacher, the last one.

    Args:
        sizes: [models] active parameters; the last is the teacher's.
        base: points that the largest student was behind before it was taught.
        student_loss: index points per decade of size.
    """
    known = load_parameters()
    sigma, kappa = known["index_per_decade"].value, known["kappa"].value
    most = sigma * np.log10(known["distil_most"].value)
    smaller = np.log10(sizes[-2] / sizes[:-1])
    gap = base + sigma * smaller
    kept = 1.0 - known["undistillable"].value  # students of the table had no practice of their own
    gain = kept * most * (1.0 - np.exp(-kappa * gap / most))
    gain -= student_loss * np.log10(sizes[-1] / sizes[:-1])
    return np.append(gap - np.clip(gain, 0.0, gap), 0.0)
