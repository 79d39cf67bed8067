"""Question: what a sweep asks, as a strict frozen table that says which races answer it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from tenfold.scenarios.errors import ScenarioError, complaint, nearest, read_toml
from tenfold.scenarios.schema import LONGEST_RACE
from tenfold.scenarios.segments import Strict, entry

SHIPPED = Path(__file__).parent / "sweeps"
MOST_LUCKS = 1_000_000
MOST_POINTS = 1_000_000
LARGEST_SEED = 2**53 - 1
"""Largest seed that survives in every file format, so that any race can become a game."""
ARM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]*")
ONE_ARM = "all"
"""Name of the only arm where a file names none."""
QUICK = 4
"""Lucks and points of the short form of a sweep."""

Choice = float | str
Several = Annotated[tuple[Choice, ...], Field(strict=False)]
Numbers = Annotated[tuple[float, ...], Field(strict=False)]
Span = Annotated[tuple[float, float], Field(strict=False)]
Design = Literal["latin hypercube", "sobol", "morris", "grid", "list", "one-at-a-time"]


USUAL_LEVELS: dict[Design, int] = {"grid": 3, "one-at-a-time": 2, "morris": 4}
"""Values of a parameter by design, where a file does not say how many."""


class SweepError(ScenarioError):
    """A sweep that cannot be run as asked; the message says what, where, what to do instead."""


class Uncertain(Strict):
    """What the world may be: parameters that vary between the points of a design."""

    design: Design = entry("choice", "how points are placed", default="latin hypercube")
    parameters: tuple[str, ...] = entry(
        "parameters", "names or symbols; from low to high of parameters.toml",
        default=(), strict=False,
    )  # fmt: skip
    points: int = entry(
        "count", "of a Latin hypercube; base samples of sobol; trajectories of morris",
        default=16, ge=1, le=MOST_POINTS,
    )  # fmt: skip
    levels: int | None = entry(
        "count", "values of a parameter: grid (3), one-at-a-time (2), morris (4, even)",
        default=None, ge=2, le=1000,
    )  # fmt: skip
    ranges: dict[str, Span] = entry(
        "by parameter", "low and high in place of those of parameters.toml", default={}
    )
    values: dict[str, Numbers] = entry(
        "by parameter", "the values of a grid; of a list, one per point", default={}
    )

    @field_validator("parameters")
    @classmethod
    def _once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"'{name}' is named twice")
        return names

    @field_validator("ranges")
    @classmethod
    def _in_order(cls, ranges: dict[str, Span]) -> dict[str, Span]:
        for name, (low, high) in ranges.items():
            if not low < high:
                raise ValueError(f"{name} = [{low:g}, {high:g}]: low must be below high")
        return ranges

    @field_validator("values")
    @classmethod
    def _not_empty(cls, values: dict[str, Numbers]) -> dict[str, Numbers]:
        for name, given in values.items():
            if not given:
                raise ValueError(f"{name}: needs at least one value")
        return values

    @model_validator(mode="after")
    def _names_fit_the_design(self) -> Uncertain:
        if self.values and self.design not in ("grid", "list"):
            raise ValueError(f'values are for design = "grid" or "list", not "{self.design}"')
        if self.design == "list":
            if not self.values or self.parameters:
                raise ValueError("a list gives its points in values, without parameters")
            if len({len(values) for values in self.values.values()}) > 1:
                raise ValueError("a list gives every parameter the same number of values")
        elif not self.parameters and not self.values:
            raise ValueError("parameters: name at least one; 'run.py list parameters' shows all")
        both = set(self.parameters) & set(self.values)
        if both:
            raise ValueError(f"'{min(both)}' stands in parameters and in values; name it once")
        return self

    @model_validator(mode="after")
    def _numbers_fit_the_design(self) -> Uncertain:
        if self.levels is not None:
            if self.design not in USUAL_LEVELS:
                raise ValueError(f'levels are for {", ".join(USUAL_LEVELS)}, not "{self.design}"')
            if self.design == "morris" and self.levels % 2:
                raise ValueError(f"levels = {self.levels}: morris needs an even number")
        if self.design == "sobol" and self.points & (self.points - 1):
            near = 1 << self.points.bit_length()
            raise ValueError(f"points = {self.points}: sobol needs a power of two, such as {near}")
        return self


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
        plus = self._sides()[0]
        return plus.split(" ", 1)[0] if " " in plus else None

    @property
    def plus(self) -> str | None:
        """The arm, or the factor's value, that comes first; None for a level alone."""
        plus = self._sides()[0]
        return plus.split(" ", 1)[1].strip() if " " in plus else plus or None

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
            if len({str(value) for value in values}) < len(values):
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
        kept = self.outcomes.keep
        if answer.outcome not in kept:
            raise ValueError(
                f"answer.contrast: '{answer.outcome}' is not kept{nearest(answer.outcome, kept)}"
            )
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
        for factor, value in answer.at.items():
            if factor not in self.cross:
                raise ValueError(f"answer.at: no factor '{factor}'{nearest(factor, self.cross)}")
            if value not in self.cross[factor]:
                texts = [as_text(each) for each in self.cross[factor]]
                raise ValueError(f"answer.at: {factor} = {value} is not among {', '.join(texts)}")

    def quick(self) -> Question:
        """The same question in a short form: a few lucks and points, to try a file out."""
        short: dict[str, Any] = {"replicates": min(self.replicates, QUICK)}
        if self.uncertain is not None:
            few = min(self.uncertain.points, QUICK)
            short["uncertain"] = self.uncertain.model_copy(update={"points": few})
        return self.model_copy(update=short)


def as_text(value: Choice) -> str:
    """A choice as people write it: 10, 0.5, autopilot."""
    return value if isinstance(value, str) else f"{value:g}"


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
    if os.path.exists(path) or path.suffix == ".toml":
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
    return read_question(read_toml(path, SweepError), str(path))


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
