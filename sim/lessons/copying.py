"""Copying and distillation: what a lab learns from those who are ahead of it.

All labs of this race are alike but for their chips. Teams lead the same lab, Oak, by three house
rules: find everything yourself; copy what rivals show; copy, and train on a rival's answers too.
The rule holds two levers from the first quarter; the others open to teams as in every lesson. In a
second room, where one is held, nothing can be learned from the answers of closed models.
"""

from __future__ import annotations

from tenfold.sim.game.basic import COPYING
from tenfold.sim.lessons.lesson import Arm, Lesson, Point, Question, Role
from tenfold.sim.lessons.timing import FIFTY

SEAT = "Oak"
BEHIND = f"{SEAT}.shown_behind.end"
COPIED = 0.6
"""Of the search for ideas: what the autopilot of a poor lab gives to copying at most."""
SAFE = "teachers-safe"
LESSON = Lesson(
    name="copying",
    title="Copying and distillation",
    question="Is it better to find ideas yourself, to copy them, or to learn from a rival's model?",
    kind="same",
    scenario="ten-to-one",
    seats=(SEAT,),
    opens={1: ("chips", "price"), 3: ("release", "copying"), 5: ("distil",)},
    timing=FIFTY,
    claim="C7",
    roles={
        "inventors": Role(
            "Inventors",
            "You find everything yourselves: copying and training on a rival's answers stay at 0.",
            {COPYING: 0.0, "distil": 0.0},
        ),
        "copiers": Role(
            "Copiers",
            "You copy what rivals show: copying stays at 60 %, training on a rival's answers at 0.",
            {COPYING: COPIED, "distil": 0.0},
        ),
        "students": Role(
            "Students of rivals",
            "You copy at 60 %, and train on a rival's answers as hard as you can: 100 %.",
            {COPYING: COPIED, "distil": 1.0},
        ),
    },
    arms={
        "inventors": Arm("inventors"),
        "copiers": Arm("copiers"),
        "students": Arm("students"),
        "students, teachers safe": Arm("students", treatment=SAFE),
    },
    points={
        "copying-counts": Point(
            "Teams that copy end at least 6 months nearer to the best lab than teams that only"
            " invent.",
            BEHIND,
            "inventors",
            "copiers",
            least=6.0,
        ),
        "answers-add": Point(
            "Teams that train on a rival's answers as well end nearer still, by a week or more.",
            BEHIND,
            "copiers",
            "students",
            least=0.25,
        ),
        "gap-stays": Point(
            "Even so, each of them ends at least 5 months behind the best lab.",
            BEHIND,
            "students",
            least=5.0,
        ),
    },
    told={
        "answers-add-truly": Point(
            "What training on a rival's answers adds in truth, not on benchmarks, is a week or more"
            " as well.",
            f"{SEAT}.months_behind.end",
            "copiers",
            "students",
            least=0.25,
        ),
        "never-past": Point(
            "None of the teams that train on a rival's answers has the best model in any month.",
            f"{SEAT}.shown_behind.min",
            "students",
            least=0.01,
        ),
        "guarding-hurts": Point(
            "In the second room, where teachers' models are protected, such teams end further"
            " behind.",
            BEHIND,
            "students, teachers safe",
            "students",
        ),
    },
    questions=(
        Question(
            1,
            "Which house rule will be nearest to the best lab after eight quarters, and how many"
            " months will lie between the nearest and the furthest?",
            "the teams' months behind, read by house rule",
        ),
        Question(
            4,
            "How many months nearer than copiers will students of rivals be by quarter 8?",
            "the teams' months behind, read by house rule",
        ),
        Question(
            7,
            "Will any team that trains on a rival's answers have the best model? In how many of a"
            " hundred such races?",
            "the figure that the teacher gives in the debrief",
        ),
    ),
    slip=(
        "Why does a copier need to find some ideas itself?",
        "Why can training on a rival's answers bring a lab near the rival, and never past it?",
        "Should a lab be allowed to train on another lab's answers? Give the best reason against"
        " your own view.",
    ),
    treatment=SAFE,
)
