"""Result: what became of a claim, kept as JSON and shown without racing again."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from typing import Any, Literal

from tenfold.sim.claims.claim import Claim, Judged, Standing
from tenfold.sim.experiments.written import (
    effects_from,
    effects_json,
    picture_from,
    picture_json,
    verdict_from,
    verdict_json,
)

Survival = Literal["same", "changes", "failed"]
OF_ASSUMED = {"supported": "holds", "contradicted": "does not hold"}
"""Words for verdicts on claims that are built in or calibrated to: they are no tests."""
CHANGED = {"holds": "holding", "does not hold": "not holding"}


@dataclass(frozen=True)
class Trial:
    """One experiment of a claim: on the model's own research engine, or on the other one.

    Attributes:
        races: how many it took.
        judged: verdict, effects and picture; nothing where it failed.
        failed: why, in one line.
    """

    races: int
    judged: Judged | None
    failed: str = ""

    def to_json(self) -> dict[str, Any]:
        """Everything in it, for programs."""
        found: dict[str, Any] = {"races": self.races, "failed": self.failed}
        if self.judged is not None:
            found["verdict"] = verdict_json(self.judged.verdict)
            found["effects"] = effects_json(self.judged.effects)
            found["picture"] = picture_json(self.judged.picture)
        return found

    @classmethod
    def from_json(cls, table: dict[str, Any]) -> Trial:
        """The trial that `to_json` wrote down.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        judged = None
        if not table["failed"]:
            judged = Judged(
                verdict_from(table["verdict"]),
                effects_from(table["effects"]),
                picture_from(table["picture"]),
            )
        return cls(int(table["races"]), judged, str(table["failed"]))


@dataclass(frozen=True)
class Result:
    """A claim with what its races showed.

    Attributes:
        number, title, text, says, standing, matters, rule: as in `Claim`.
        prose: what its file says of the experiment.
        file: which that is.
        main: on the model's own research engine.
        other: on the alternative research engine, with half the points and lucks.
        identity: of everything that decides the figures.
    """

    number: str
    title: str
    text: str
    says: str
    standing: Standing
    matters: str
    rule: str
    prose: str
    file: str
    main: Trial
    other: Trial
    identity: str = ""

    @property
    def failed(self) -> str:
        """Why nothing can be said of it, in one line; empty where something can."""
        return self.main.failed

    @property
    def word(self) -> str:
        """The verdict in one word."""
        return "failed" if self.main.judged is None else self.main.judged.verdict.kind

    @property
    def survival(self) -> Survival:
        """Whether the verdict is the same under the alternative research engine."""
        if self.main.judged is None or self.other.judged is None:
            return "failed"
        same = self.other.judged.verdict.kind == self.main.judged.verdict.kind
        return "same" if same else "changes"

    @property
    def survives(self) -> str:
        """The same in words."""
        if self.survival == "changes" and self.other.judged is not None:
            word = kind_word(self.standing, self.other.judged.verdict.kind)
            return f"changes to {CHANGED.get(word, word)}"
        return "same" if self.survival == "same" else "could not be tried"

    def to_json(self) -> dict[str, Any]:
        """Everything in it, for programs."""
        words = {name: getattr(self, name) for name in WORDS}
        return words | {
            "races": self.main.races + self.other.races,
            "main": self.main.to_json(),
            "other": self.other.to_json(),
            "survives": self.survives,
        }

    @classmethod
    def from_json(cls, table: dict[str, Any]) -> Result:
        """The result that `to_json` wrote down.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        words = {name: table[name] for name in WORDS}
        return cls(
            **words, main=Trial.from_json(table["main"]), other=Trial.from_json(table["other"])
        )


def kind_word(standing: Standing, kind: str) -> str:
    """A verdict in a word or two: of what is assumed one says only whether it holds."""
    return kind if standing == "emergent" else OF_ASSUMED.get(kind, kind)


WORDS = (
    "number", "title", "text", "says", "standing", "matters", "rule", "prose", "file",
    "identity",
)  # fmt: skip


def result_of(claim: Claim, main: Trial, other: Trial, identity: str) -> Result:
    """A claim's words and its trials together."""
    return Result(
        claim.number, claim.title, claim.text, claim.says, claim.standing, claim.matters,
        claim.rule, prose_of(claim), file_of(claim), main, other, identity,
    )  # fmt: skip


def prose_of(claim: Claim) -> str:
    """What the file of a claim says of it."""
    return inspect.cleandoc(sys.modules[claim.judge.__module__].__doc__ or "")


def file_of(claim: Claim) -> str:
    """The file of a claim, from the top of the project."""
    return f"{claim.judge.__module__.removeprefix('tenfold.').replace('.', '/')}.py"
