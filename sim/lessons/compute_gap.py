"""The compute gap: what a tenth of the chips can and cannot do.

Every team leads the same lab, Hanxi, in a race of its own on the same luck. The class sees two
things: whatever a team does, the best lab stays half a year ahead and more; and a lab that is
behind is used all the same. What no decision did, ten times the chips would have done: chips are
multiplied and nothing else; money, people, and the model of the start stay as they are.
"""

from __future__ import annotations

from tenfold.sim.lessons.lesson import Arm, Lesson, Point, Question, Role
from tenfold.sim.lessons.timing import FIFTY

SEAT = "Hanxi"
LIFTED = "exports-freed"
BEHIND = f"{SEAT}.shown_behind.end"
LESSON = Lesson(
    name="compute-gap",
    title="The compute gap",
    question="Your rival has ten times your chips. Can you still matter?",
    kind="same",
    scenario="tenfold-gap",
    seats=(SEAT,),
    opens={1: ("chips", "copying"), 3: ("distil", "price"), 5: ("release",)},
    timing=FIFTY,
    claim="C12",
    roles={"free": Role("Free", "Play as you think best.")},
    arms={
        "teams": Arm("free"),
        "ten times the chips": Arm("free", choices={f"{SEAT}.compute_times": 10.0}, teams=3),
        "controls lifted": Arm("free", treatment=LIFTED, teams=3),
    },
    points={
        "gap-stays": Point(
            "Every team ends at least 6 months behind the best lab, whatever it did.",
            BEHIND,
            "teams",
            least=6.0,
        ),
        "still-used": Point(
            "Every team still serves at least 3 % of all use in the last month.",
            f"{SEAT}.token_share.end",
            "teams",
            least=0.03,
        ),
    },
    told={
        "chips-close-it": Point(
            "With ten times the chips and nothing else, teams end at least 3 months nearer.",
            BEHIND,
            "teams",
            "ten times the chips",
            least=3.0,
        ),
        "controls-matter": Point(
            "In the second room, where export controls are lifted, teams end nearer.",
            BEHIND,
            "teams",
            "controls lifted",
        ),
    },
    questions=(
        Question(
            1,
            "How many months behind the best lab will your lab be after eight quarters?",
            "the race in months behind, on the projector",
        ),
        Question(
            3,
            "Which two teams will be furthest apart at the end, and by how many months?",
            "the ranking",
        ),
        Question(
            7,
            "If you had had ten times the chips from the first day, how many months behind"
            " would you be now?",
            "the figure that the teacher gives in the debrief",
        ),
    ),
    slip=(
        "What closed part of the gap for your lab, and what did it cost?",
        "What would a tenth of the chips be enough for?",
        "Which of your predictions was furthest off, and why?",
    ),
    treatment=LIFTED,
    teams=6,
)
