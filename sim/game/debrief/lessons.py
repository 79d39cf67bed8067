"""Lessons: what one game shows of the claims that docs/claims.md puts to the test.

Each is one small function that reads the finished game, its books open, and says shows, contradicts
or cannot tell, with the figure behind it. One game proves nothing: whether a claim holds, thousands
of races decide; a lesson says what this game looked like.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.attribution import LATEST, NAMES, attribute
from tenfold.sim.claims.claim import Claim
from tenfold.sim.claims.registry import all_claims
from tenfold.sim.game.debrief.played import Played
from tenfold.sim.happenings import Happening, Kind

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SHOWS, CONTRADICTS, SILENT = "shows", "contradicts", "cannot tell"
ROOMS = ("lessons_of_skill", "lessons_of_market")
"""Modules whose functions are registered here."""


@dataclass(frozen=True)
class Found:
    """What one game says of a claim."""

    word: str
    """SHOWS, CONTRADICTS or SILENT."""
    says: str
    """The figure, in a sentence."""


@dataclass(frozen=True)
class Lesson:
    """A claim, and what one game says of it."""

    number: str
    """Of the claim, such as 'C7'."""
    title: str
    says: str
    """The claim."""
    word: str
    figure: str
    """What this game looked like."""
    rule: str
    """When a game shows the claim."""


class Books:
    """A finished game with all its books open, as lessons read it."""

    def __init__(self, played: Played) -> None:
        """Nothing is computed yet."""
        self.played = played
        self.names = played.names
        self.seat = played.seat.place

    def series(self, name: str) -> FloatArray:
        """A figure of the labs; [months + 1, labs]."""
        return self.played.series(name)

    @cached_property
    def left(self) -> BoolArray:
        """[labs] still in the race at the end."""
        return np.asarray(self.series("active")[-1] > 0.0)

    @cached_property
    def rich(self) -> BoolArray:
        """[labs] the half with the most chips at the start."""
        chips = self.series("compute")[0]
        order = np.argsort(-chips, kind="stable")
        found = np.zeros(len(chips), dtype=bool)
        found[order[: len(chips) // 2]] = True
        return found

    @cached_property
    def parts(self) -> FloatArray:
        """[labs, parts] of each lab's latest model at the end, as sim.attribution names them."""
        return np.asarray(attribute(self.played.history, self.played.rules, LATEST)[0, -1])

    def part(self, name: str) -> FloatArray:
        """[labs] one of them."""
        return np.asarray(self.parts[:, NAMES.index(name)])

    def notes(self, *kinds: Kind) -> list[Happening]:
        """What happened of these kinds, oldest first."""
        return [note for note in self.played.happenings if note.kind in kinds]


Test = Callable[[Books], Found]
TESTS: dict[str, tuple[Test, str]] = {}
"""Number of the claim to its test and when a game shows it."""


def lesson(number: str, rule: str) -> Callable[[Test], Test]:
    """Register the test of a claim.

    Args:
        number: of the claim.
        rule: when a game shows it and when it contradicts it.
    """

    def register(test: Test) -> Test:
        TESTS[number] = (test, rule)
        return test

    return register


def lessons_of(played: Played) -> tuple[Lesson, ...]:
    """Every registered claim, in order of number; what a game shows or contradicts comes first."""
    for room in ROOMS:
        import_module(f"tenfold.sim.game.debrief.{room}")
    books, claims = Books(played), all_claims()
    made = [_judge(claims[number], *TESTS[number], books) for number in TESTS]
    order = {SHOWS: 0, CONTRADICTS: 0, SILENT: 1}
    return tuple(sorted(made, key=lambda one: (order[one.word], int(one.number[1:]))))


def _judge(claim: Claim, test: Test, rule: str, books: Books) -> Lesson:
    found = test(books)
    return Lesson(claim.number, claim.title, claim.says, found.word, found.says, rule)


def judged(shows: bool, says: str) -> Found:
    """Shows or contradicts."""
    return Found(SHOWS if shows else CONTRADICTS, says)


def silent(says: str) -> Found:
    """Cannot tell, and why."""
    return Found(SILENT, says)


def mean_of(values: FloatArray, member: BoolArray) -> float:
    """Mean over a group of labs."""
    return float(values[member].mean())
