"""Students: the model's forms against the published table."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.claims.c09_small_students import AS_WELL
from tenfold.sim.claims.students import TESTS, behind_teacher, fit, published


def test_students_of_the_table_are_told_by_the_forms() -> None:
    """Smaller students are further behind, and scores come out within five points."""
    found = fit()
    assert published().scores.shape == (len(published().sizes), len(TESTS))
    assert published().sizes[-1] == published().sizes.max() == 37.0
    assert found.residual < found.worst < 5.0
    assert (np.diff(found.behind) < 0.0).all()
    assert found.behind[-1] == 0.0


def test_teaching_closes_part_of_the_distance_never_all() -> None:
    """The largest student ends nearer than it was; a loss per size holds small ones back."""
    sizes = np.array([1.0, 10.0, 100.0])
    free, lossy = behind_teacher(sizes, 5.0, 0.0), behind_teacher(sizes, 5.0, 0.5)
    assert 0.0 < free[1] < 5.0
    assert lossy[0] - free[0] == pytest.approx(0.5 * 2.0)
    assert free[2] == lossy[2] == 0.0


def test_the_table_does_not_tell_the_loss_per_size() -> None:
    """Without it the table is met as well, so no figure of it can be read off the table."""
    assert abs(fit().worst - fit(student_loss=0.0).worst) < AS_WELL
    assert fit(student_loss=0.0).residual <= fit().residual + AS_WELL
