"""Registry: the lessons, in the order in which a course would take them."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.scenarios.errors import nearest
from tenfold.sim.lessons import compute_gap, copying, demonstration, open_or_closed
from tenfold.sim.lessons.lesson import Lesson

LESSONS: dict[str, Lesson] = {
    lesson.name: lesson
    for lesson in (
        compute_gap.LESSON,
        copying.LESSON,
        open_or_closed.LESSON,
        demonstration.LESSON,
    )
}


class LessonError(ValueError):
    """No such lesson; one line says which there are."""


def find_lessons(names: Sequence[str]) -> list[Lesson]:
    """Lessons by name; all of them where none is named.

    Raises:
        LessonError: no such lesson; gives the nearest.
    """
    for name in names:
        if name not in LESSONS:
            raise LessonError(f"no lesson '{name}'{nearest(name, LESSONS)}")
    return [lesson for name, lesson in LESSONS.items() if not names or name in names]
