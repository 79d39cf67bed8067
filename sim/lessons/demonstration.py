"""The demonstration: two halves of a hall, one luck, a quarter of an hour.

Both halves lead the same lab with a tenth of the chips. The left half finds everything itself, the
right half copies. What their chips do is each half's own, and voted on by raising hands.
"""

from __future__ import annotations

from tenfold.sim.game.basic import COPYING
from tenfold.sim.lessons.lesson import Arm, Lesson, Point, Question, Role
from tenfold.sim.lessons.timing import FIFTEEN

SEAT = "Hanxi"
BEHIND = f"{SEAT}.shown_behind.end"
LESSON = Lesson(
    name="demonstration",
    title="Two halves of a hall",
    question="With a tenth of the chips: invent, or copy?",
    kind="same",
    scenario="tenfold-gap",
    seats=(SEAT,),
    opens={1: ("chips", "copying")},
    timing=FIFTEEN,
    claim="C4",
    roles={
        "inventors": Role(
            "Left half", "Copying stays at 0: you find everything yourselves.", {COPYING: 0.0}
        ),
        "copiers": Role(
            "Right half", "Copying stays at 60 %: you rebuild what rivals show.", {COPYING: 0.6}
        ),
    },
    arms={"left": Arm("inventors"), "right": Arm("copiers")},
    points={
        "copying-counts": Point(
            "The right half ends at least 5 months nearer to the best lab than the left half.",
            BEHIND,
            "left",
            "right",
            least=5.0,
        ),
        "gap-stays": Point(
            "And still the right half ends at least 6 months behind the best lab.",
            BEHIND,
            "right",
            least=6.0,
        ),
    },
    questions=(
        Question(
            1,
            "Which half will be nearer to the best lab in two years, and by how many months?",
            "the last reveal",
        ),
    ),
    slip=("What did the right half get from rivals, and what could it not get?",),
    teams=1,
)
