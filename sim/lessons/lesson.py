"""Lesson: a room as a class plays it, and the point that it makes, as a measurable statement.

A lesson is data. It says what is raced, who sits where, which levers are open when, how long each
part takes, what is asked, and what should have shown by the last quarter. Whether it does is
measured on many lucks (`measure.py`) with teams that play as people do (`team.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tenfold.scenarios.questions import Choice
from tenfold.sim.game.basic import COPYING, SPLIT
from tenfold.sim.lessons.timing import Timing

Kind = Literal["same", "shared"]
"""Of a room: every team plays the same lab in a race of its own, or teams meet in a race."""
CARDS: Mapping[str, tuple[str, ...]] = {
    "chips": SPLIT,
    "copying": (COPYING,),
    "distil": ("distil",),
    "release": ("flagship_release",),
    "price": ("flagship_price",),
}
"""The five levers of a class to what each of them sets."""


@dataclass(frozen=True)
class Role:
    """A house rule that a team plays by from the first quarter; everything else is its own.

    Attributes:
        title: as the teacher says it.
        says: the rule, as the team is told it.
        holds: what the rule holds, all race long.
    """

    title: str
    says: str
    holds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Arm:
    """Teams and their world, as the point compares them.

    Attributes:
        role: of every team, by its name in the lesson.
        but: seat to another role, of whoever sits there.
        treatment: of the room, one of `TREATMENTS`; empty for none.
        choices: what is different in the world, with keys as in sweep files.
        teams: in each seat; 0 for as many as the lesson has.
    """

    role: str
    but: Mapping[str, str] = field(default_factory=dict)
    treatment: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    teams: int = 0


@dataclass(frozen=True)
class Point:
    """A statement that shows on a luck, or does not.

    Where it compares, the mean of the teams of one arm must lie above that of the other by the
    least that counts. Where it compares with nothing, every team of the arm must reach that.

    Attributes:
        says: the statement, with the least that counts in it.
        outcome: what is looked at, as `readings.py` names it.
        arm: where it should be large.
        against: where it should be small; empty where every team must reach it.
        least: that counts, in the unit of the outcome.
        relative: it is a share of what it is in `against`.
    """

    says: str
    outcome: str
    arm: str
    against: str = ""
    least: float = 0.0
    relative: bool = False


@dataclass(frozen=True)
class Question:
    """A question to the class before the answer is known.

    Attributes:
        before: quarter before which it is asked.
        asks: the words.
        answered_by: where the room will see the answer.
    """

    before: int
    asks: str
    answered_by: str


@dataclass(frozen=True)
class Lesson:
    """A class of one length.

    Attributes:
        name: in commands and addresses.
        title: on the page.
        question: what the class is asked at its start.
        kind: of the room.
        scenario: of the catalogue.
        seats: of people; one where the kind is "same".
        opens: round to the levers that open then; until then the autopilot holds them.
        timing: of every minute.
        claim: number of the claim that the class votes on.
        roles: name to house rule.
        arms: name to what the points compare.
        points: name to statement that the room will see; the first is the point of the lesson.
        told: name to statement about races that the room does not play, which the teacher tells.
        questions: to be predicted.
        slip: questions of the exit slip.
        treatment: for two matched rooms; empty where there is none.
        teams: in each seat of an arm, as many as a class has: each luck has their mean.
    """

    name: str
    title: str
    question: str
    kind: Kind
    scenario: str
    seats: tuple[str, ...]
    opens: Mapping[int, tuple[str, ...]]
    timing: Timing
    claim: str
    roles: Mapping[str, Role]
    arms: Mapping[str, Arm]
    points: Mapping[str, Point]
    questions: tuple[Question, ...]
    slip: tuple[str, ...]
    told: Mapping[str, Point] = field(default_factory=dict)
    treatment: str = ""
    teams: int = 3

    @property
    def rounds(self) -> int:
        """Quarters that are played."""
        return len(self.timing.rounds)

    def open_in(self, turn: int) -> tuple[str, ...]:
        """Levers that a team holds in a round, from 1."""
        return tuple(
            card for opened, cards in self.opens.items() if opened <= turn for card in cards
        )
