"""Timing: every minute of a lesson, and how long each quarter of it takes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

MINUTE = 60


@dataclass(frozen=True)
class Stage:
    """A part of a lesson."""

    begins: int
    """Seconds from the start."""
    title: str


@dataclass(frozen=True)
class Timing:
    """The plan of a lesson.

    Attributes:
        stages: parts, in order.
        ends: seconds from the start.
        rehearsal: seconds of the quarter that is played for practice and wiped; 0 for none.
        rounds: seconds of each quarter, its reveal within them.
        reveal: seconds of each reveal.
    """

    stages: tuple[Stage, ...]
    ends: int
    rehearsal: int
    rounds: tuple[int, ...]
    reveal: int

    @property
    def thinking(self) -> tuple[int, ...]:
        """Seconds that teams have in each quarter."""
        return tuple(seconds - self.reveal for seconds in self.rounds)

    def spans(self) -> tuple[tuple[int, int, str], ...]:
        """Start and end of each part, in seconds, and its title."""
        after = Stage(self.ends, "")
        every = (*self.stages, after)
        return tuple((one.begins, two.begins, one.title) for one, two in pairwise(every))

    def starts(self) -> tuple[int, ...]:
        """Seconds from the start at which each quarter begins."""
        begins = next(stage.begins for stage in self.stages if stage.title == PLAY)
        found = []
        for seconds in self.rounds:
            found.append(begins)
            begins += seconds
        return tuple(found)


PLAY = "Eight quarters"
FIFTY = Timing(
    stages=(
        Stage(0, "Hook and joining"),
        Stage(4 * MINUTE, "A quarter of rehearsal, wiped afterwards"),
        Stage(8 * MINUTE, PLAY),
        Stage(32 * MINUTE, "Debrief: the ranking"),
        Stage(34 * MINUTE, "Debrief: where the gap went"),
        Stage(38 * MINUTE, "Debrief: one decision changed, on the same luck"),
        Stage(42 * MINUTE, "Debrief: a vote on a claim"),
        Stage(46 * MINUTE, "Exit slip"),
    ),
    ends=50 * MINUTE,
    rehearsal=4 * MINUTE,
    rounds=(4 * MINUTE,) * 2 + (2 * MINUTE + 40,) * 6,
    reveal=20,
)
"""A lesson of fifty minutes."""
FIFTEEN = Timing(
    stages=(
        Stage(0, "Hook"),
        Stage(2 * MINUTE, PLAY),
        Stage(10 * MINUTE, "What happened, and a vote on a claim"),
        Stage(14 * MINUTE, "One sentence to take home"),
    ),
    ends=15 * MINUTE,
    rehearsal=0,
    rounds=(MINUTE,) * 8,
    reveal=10,
)
"""A demonstration of a quarter of an hour."""
