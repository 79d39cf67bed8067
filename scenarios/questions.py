"""Question: what a sweep asks, as a strict frozen table that says which races answer it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator, model_validator

from tenfold.scenarios.errors import ScenarioError, complaint, nearest, read_toml
from tenfold.scenarios.schema import LONGEST_RACE
from tenfold.scenarios.segments import Strict, entry
from tenfold.scenarios.spelling import Choice, as_given, as_text, is_number
from tenfold.scenarios.uncertain import QUICK, USUAL_LEVELS, Uncertain

__all__ = [
    "USUAL_LEVELS",
    "Answer",
    "Choice",
    "Outcomes",
    "Question",
    "SweepError",
    "Uncertain",
    "as_text",
    "find_question",
    "list_questions",
    "load_question",
    "read_question",
]

SHIPPED = Path(__file__).parent / "sweeps"
MOST_LUCKS = 1_000_000
LARGEST_SEED = 2**53 - 1
"""Largest seed that survives in every file format, so that any race can become a game."""
ARM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]*")
KEYED = re.compile(r"([a-z_]+|.+?\.[a-z_]+|\S+) (.+)")
"""A factor and its value; the lab in a factor's name may have spaces, an arm has none."""
ONE_ARM = "all"
"""Name of the only arm where a file names none."""
Several = Annotated[tuple[Choice, ...], Field(strict=False)]


class SweepError(ScenarioError):
    """A sweep that cannot be run as asked; the message says what, where, what to do instead."""

    def __init__(self, message: str) -> None:
        """Keep the message in one line: keys that it quotes may hold line breaks."""
        super().__init__(" ".join(message.split()))


class Outcomes(Strict):
    """What is kept of every race."""

    keep: tuple[str, ...] = entry(
        "measures", 'with a time each, such as "lag_months.end"', strict=False, min_length=1
    )

    @field_validator("keep")
    @classmethod
    def _once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"'{name}' is named twice")
        return names


class Answer(Strict):
    """The headline: one contrast, where it is read, and the effect that would matter."""

    contrast: str = entry(
        "contrast", 'OUTCOME, "OUTCOME: ARM - ARM" or "OUTCOME: FACTOR VALUE - VALUE"', min_length=1
    )
    at: dict[str, Choice] = entry("by factor", "values of the cross factors", default={})
    matters_if: float | None = entry(
        "unit of the outcome", "smallest effect that counts", default=None, gt=0
    )

    def _sides(self) -> tuple[str, str]:
        sides = self.contrast.partition(":")[2].strip()
        plus, _, minus = sides.partition(" - ")
        return plus.strip(), minus.strip()

    @property
    def outcome(self) -> str:
        """The outcome that is contrasted."""
        return self.contrast.partition(":")[0].strip()

    @property
    def factor(self) -> str | None:
        """The cross factor whose values are contrasted; None where arms are, or nothing."""
        found = KEYED.fullmatch(self._sides()[0])
        return found[1] if found else None

    @property
    def plus(self) -> str | None:
        """The arm, or the factor's value, that comes first; None for a level alone."""
        plus = self._sides()[0]
        found = KEYED.fullmatch(plus)
        return found[2].strip() if found else plus or None

    @property
    def minus(self) -> str | None:
        """The arm, or the factor's value, that is taken away; None for a level alone."""
        return self._sides()[1] or None


class Question(Strict):
    """A sweep: choices (arms, cross) and what the world may be (uncertain), on the same lucks."""

    question: str = entry("text", "in a sentence that ends in a question mark", min_length=1)
    scenario: str = entry("scenario", "name in the catalogue, or path", min_length=1)
    months: int | None = entry(
        "months", "length of a race; the scenario's unless given", default=None, ge=1,
        le=LONGEST_RACE,
    )  # fmt: skip
    seed: int = entry("count", "of all luck", default=1, ge=0, le=LARGEST_SEED)
    replicates: int = entry(
        "count", "lucks: the same in every arm, cell and point", ge=1, le=MOST_LUCKS
    )
    arms: dict[str, dict[str, Choice]] = entry(
        "by arm", "what is chosen in each arm", default={ONE_ARM: {}}
    )
    cross: dict[str, Several] = entry(
        "by factor", "choices whose values all meet all arms", default={}
    )
    uncertain: Uncertain | None = entry("world", "parameters that vary", default=None)
    outcomes: Outcomes = entry("outcomes", "what is kept of every race")
    answer: Answer | None = entry("answer", "the headline", default=None)

    @field_validator("arms", "cross", mode="before")
    @classmethod
    def _numbers_or_words(cls, tables: Any, info: Any) -> Any:
        if info.field_name == "cross":
            tables = {"": tables}
        for arm, table in tables.items() if isinstance(tables, Mapping) else ():
            place = f"{arm}: " if arm else ""
            for key, value in table.items() if isinstance(table, Mapping) else ():
                listed = info.field_name == "cross" and isinstance(value, list | tuple)
                for each in value if listed else (value,):
                    _check_choice(place, key, each)
        return tables if info.field_name == "arms" else tables[""]

    @field_validator("arms")
    @classmethod
    def _arms_have_plain_names(
        cls, arms: dict[str, dict[str, Choice]]
    ) -> dict[str, dict[str, Choice]]:
        if not arms:
            raise ValueError("name at least one arm, or leave the table out")
        for name in arms:
            if not ARM.fullmatch(name):
                raise ValueError(
                    f"'{name}': the name of an arm is a word of letters, digits, _ + . and -"
                )
        return arms

    @field_validator("cross")
    @classmethod
    def _factors_have_values(cls, cross: dict[str, Several]) -> dict[str, Several]:
        for name, values in cross.items():
            if not values:
                raise ValueError(f"{name}: needs at least one value")
            if len(set(values)) < len(values):
                raise ValueError(f"{name}: a value is given twice")
            if len({isinstance(value, str) for value in values}) > 1:
                raise ValueError(f"{name}: numbers and words cannot be mixed")
        return cross

    @model_validator(mode="after")
    def _answers_itself(self) -> Question:
        for arm, choices in self.arms.items():
            for key in choices:
                if key in self.cross:
                    raise ValueError(f"'{key}' stands in cross and in the arm '{arm}'; choose one")
        if self.answer is not None:
            self._check_answer(self.answer)
        return self

    def _check_answer(self, answer: Answer) -> None:
        if ":" in answer.contrast and answer.minus is None:
            raise ValueError(
                f"answer.contrast = '{answer.contrast}': after the colon write 'ARM - ARM'"
                " or 'FACTOR VALUE - VALUE'"
            )
        if answer.factor is not None and answer.factor not in self.cross:
            raise ValueError(
                f"answer.contrast: no cross factor '{answer.factor}'"
                f"{nearest(answer.factor, self.cross)}"
            )
        known = (
            list(self.arms)
            if answer.factor is None
            else [as_text(value) for value in self.cross[answer.factor]]
        )
        for side in (answer.plus, answer.minus):
            if side is not None and side not in known:
                what = "arm" if answer.factor is None else "value"
                raise ValueError(f"answer.contrast: no {what} '{side}'{nearest(side, known)}")
        if answer.plus is not None and answer.plus == answer.minus:
            raise ValueError(f"answer.contrast: '{answer.plus}' stands on both sides")
        for factor, value in answer.at.items():
            if factor not in self.cross:
                raise ValueError(f"answer.at: no factor '{factor}'{nearest(factor, self.cross)}")
            if value not in self.cross[factor]:
                texts = ", ".join(as_given(each) for each in self.cross[factor])
                raise ValueError(f"answer.at: {factor} = {as_given(value)} is not among {texts}")
            if factor == answer.factor:
                raise ValueError(f"answer.at: {factor} is contrasted already; leave it out")

    def quick(self) -> Question:
        """The same question in a short form: a few lucks and points, to try a file out."""
        short: dict[str, Any] = {"replicates": min(self.replicates, QUICK)}
        if self.uncertain is not None:
            short["uncertain"] = self.uncertain.quick()
        return self.model_copy(update=short)


def _check_choice(place: str, key: str, value: Any) -> None:
    """Refuse what is neither a number nor a word."""
    if isinstance(value, Mapping):
        inner = f"{key}.{next(iter(value), 'distil')}"
        raise ValueError(f"{place}'{key}' is a table; write the key in quotes: \"{inner}\"")
    if not isinstance(value, str) and not is_number(value):
        raise ValueError(
            f"{place}{key} = {as_given(value)}: must be a finite number, or a word in quotes"
        )


def list_questions() -> list[str]:
    """Names of the questions that come with the project, in alphabetical order."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def find_question(name_or_path: str | os.PathLike[str]) -> Path:
    """The file of a sweep, by the name of one that comes with the project or by its path.

    Raises:
        SweepError: there is none; gives the nearest name.
    """
    wanted = os.fspath(name_or_path)
    names = list_questions()
    if wanted in names:
        return SHIPPED / f"{wanted}.toml"
    path = Path(wanted)
    if "\0" not in wanted and (os.path.exists(path) or path.suffix == ".toml"):
        return path
    raise SweepError(f"unknown sweep '{wanted}'{nearest(wanted, names)}; or give a .toml file")


def load_question(name_or_path: str | os.PathLike[str]) -> Question:
    """The question of a sweep file.

    Args:
        name_or_path: the name of a question that comes with the project, or the path of a file.

    Raises:
        SweepError: there is none, or it cannot be used; names file, key, reason, nearest key.
    """
    path = find_question(name_or_path)
    try:
        data = read_toml(path, SweepError)
    except SweepError:
        raise
    except ValueError as problem:  # numbers of thousands of digits
        raise SweepError(f"{path}: is not valid TOML: {problem}") from None
    return read_question(data, str(path))


def read_question(data: Any, where: str) -> Question:
    """A checked question from its tables.

    Args:
        data: tables of a sweep file.
        where: what to call them in a message.

    Raises:
        SweepError: it cannot be used.
    """
    try:
        return Question.model_validate(data)
    except ValidationError as problem:
        raise SweepError(f"{where}: {complaint(problem, Question, data)}") from None
