"""Claim: what a text says, how it is tested, and the rule of the verdict, fixed beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.picture import Picture
from tenfold.sim.experiments.pool import Task
from tenfold.sim.experiments.verdict import Verdict

Standing = Literal["emergent", "built in", "calibrated to"]
TEXTS = {
    "E": "an essay on whether labs poor in compute can make up a tenfold gap by efficiency",
    "Q": "an article on what the gap does to the quality of content",
    "H": "a debate on hardware monopoly against optimisation and delivery",
    "D": "a short piece on compute, data and algorithms",
    "O": "a forum thread on open models against large labs",
}
"""The source texts, by the letters that claims name them with."""


@dataclass(frozen=True)
class Judged:
    """What an experiment showed.

    Attributes:
        verdict: by the claim's rule.
        effects: label to figure, in the order in which they should be read.
        picture: the one picture of the claim.
    """

    verdict: Verdict
    effects: Mapping[str, Effect]
    picture: Picture


class Work(Protocol):
    """What is computed for a claim: `Races`, or another work that falls into tasks."""

    @property
    def count(self) -> int:
        """How many races it takes."""

    def quick(self) -> Any:
        """The same in a short form."""

    def halved(self) -> Any:
        """The same on half the parameter sets and half the lucks."""

    def everywhere(self, choices: Mapping[str, Any]) -> Any:
        """The same with some choices in every arm."""

    def tasks(self) -> list[Task]:
        """The work, in parts."""

    def gather(self, tasks: list[Task], results: list[Any]) -> Any:
        """What was found, from tasks and results."""


@dataclass(frozen=True)
class Claim:
    """A claim and its experiment.

    Attributes:
        number: such as "C7".
        title: in a few words.
        text: letters of the source texts, see `TEXTS`.
        says: the claim, in our words.
        standing: emergent claims get a verdict; the others say how far the assumption must move.
        matters: the smallest effect that counts, fixed beforehand.
        rule: of the verdict, in words, written before the result was known.
        races: what is computed.
        judge: applies the rule to what was found.
    """

    number: str
    title: str
    text: str
    says: str
    standing: Standing
    matters: str
    rule: str
    races: Work
    judge: Callable[[Any], Judged]

    @property
    def place(self) -> int:
        """Its number as a number."""
        return int(self.number[1:])
