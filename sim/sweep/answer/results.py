"""Results: what a sweep found, laid out for analysis; nothing here reads or writes a file.

All analysis works on cubes: one outcome as [arms, cells, points, lucks], where a cell is one
combination of the cross factors' values. The same lucks ran everywhere, so a difference between
two slices of a cube is a difference between paired races.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Value = float | str
"""A value of a cross factor."""


class AnalysisError(ValueError):
    """Results that cannot be analysed as asked; the message says what is missing."""


@dataclass(frozen=True)
class Asked:
    """What the question wants to know in the end.

    Attributes:
        outcome: column name, such as "lag_months.end".
        plus: arm, or value of `factor`, that is compared; None where a level is asked for.
        minus: arm, or value of `factor`, that it is compared with.
        factor: cross factor whose values are contrasted; None where arms are.
        at: values of cross factors for which the answer is wanted; others are averaged over.
        matters_if: a difference (or, for a level, a spread) of this size matters; None: unknown.
    """

    outcome: str
    plus: Value | None = None
    minus: Value | None = None
    factor: str | None = None
    at: Mapping[str, Value] = field(default_factory=dict)
    matters_if: float | None = None


@dataclass(frozen=True)
class Label:
    """How people are told of an outcome.

    Attributes:
        text: what it is, in plain words.
        unit: its unit; empty for plain numbers.
        chance: 0 or 1 in a race, a chance over races.
    """

    text: str
    unit: str = ""
    chance: bool = False


@dataclass(frozen=True)
class Provenance:
    """Where the results come from.

    Attributes:
        sweep_file: text of the sweep file.
        identity: hash over all that decides the results.
        versions: of the engine and of packages, by name.
        hashes: of files, by name.
        sessions: what the log says of each time that the sweep ran: when, machine, jobs.
    """

    sweep_file: str = ""
    identity: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    sessions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Results:
    """A sweep's races, complete or not, with all that is needed to read them.

    Attributes:
        question: in the words of the sweep file.
        scenario: name of the scenario.
        months: length of a race.
        frame: one row per race that was made, with the columns of a part.
        arms: names, in the order of the file.
        factors: cross factors with their values, in the order of the file.
        ranges: uncertain parameters with low and high, in the order of the file.
        outcomes: column names.
        points: [points, parameters] values of the design.
        lucks: how many lucks each arm, cell and point is to have.
        races: how many races the whole sweep has.
        design: how the points were chosen, such as "lhs" or "sobol".
        problem: the problem as SALib describes it; empty where nothing is uncertain.
        asked: what the question wants to know; None: nothing in particular.
        labels: of outcomes, by column name.
        meanings: of parameters, factors and keys of choices, by name, in plain words.
        settings: of the design, by name (levels).
        choices: what each arm chooses, by arm and key.
        fixed_parameters: how many parameters of the model the sweep did not vary.
        provenance: where all this comes from.
    """

    question: str
    scenario: str
    months: int
    frame: pd.DataFrame
    arms: tuple[str, ...]
    factors: Mapping[str, tuple[Value, ...]]
    ranges: Mapping[str, tuple[float, float]]
    outcomes: tuple[str, ...]
    points: pd.DataFrame
    lucks: int
    races: int
    design: str = "lhs"
    problem: Mapping[str, Any] = field(default_factory=dict)
    asked: Asked | None = None
    labels: Mapping[str, Label] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    fixed_parameters: int = 0
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        missing = [name for name in self.columns if name not in self.frame.columns]
        if missing:
            raise AnalysisError(
                f"the runs of this sweep have no column '{missing[0]}'; run the sweep again"
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the frame must have."""
        key = ("run", "arm", *self.factors, "point", "replicate")
        return (*key, *self.parameters, *self.outcomes, "failed")

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the uncertain parameters."""
        return tuple(self.ranges)

    @cached_property
    def cells(self) -> tuple[dict[str, Value], ...]:
        """All combinations of the factors' values; one empty combination where there are none."""
        return tuple(
            dict(zip(self.factors, values, strict=True))
            for values in product(*self.factors.values())
        )

    @property
    def made(self) -> int:
        """How many races were made, failed ones included."""
        return len(self.frame)

    @property
    def missing(self) -> int:
        """How many races were not made yet."""
        return self.races - self.made

    @cached_property
    def failures(self) -> dict[str, int]:
        """Reason to number of races that failed, most frequent first."""
        reasons = self.frame["failed"].astype(str)
        counted = reasons[reasons != ""].value_counts()
        order = sorted(counted.items(), key=lambda item: (-int(item[1]), str(item[0])))
        return {str(reason): int(count) for reason, count in order}

    @property
    def failed(self) -> int:
        """How many races failed."""
        return sum(self.failures.values())

    def label(self, outcome: str) -> Label:
        """How people are told of an outcome; its bare name where nothing is known of it."""
        return self.labels.get(outcome, Label(outcome))

    def meaning(self, parameter: str) -> str:
        """What a parameter or factor does, in plain words; its name where nothing is known."""
        return self.meanings.get(parameter, parameter.replace("_", " "))

    def cells_at(self, at: Mapping[str, Value]) -> list[int]:
        """Numbers of the cells that have these values.

        Raises:
            AnalysisError: no cell has them; says which values there are.
        """
        found = [
            number
            for number, cell in enumerate(self.cells)
            if all(same(cell.get(factor), value) for factor, value in at.items())
        ]
        if not found:
            known = "; ".join(
                f"{name}: {', '.join(map(show, v))}" for name, v in self.factors.items()
            )
            wanted = ", ".join(f"{name} = {show(value)}" for name, value in at.items())
            raise AnalysisError(f"no races with {wanted}; this sweep has {known or 'no factors'}")
        return found

    def cube(self, outcome: str) -> FloatArray:
        """One outcome as [arms, cells, points, lucks]; nan where a race is missing or failed.

        Raises:
            AnalysisError: the sweep did not keep that outcome.
        """
        if outcome not in self.outcomes:
            raise AnalysisError(
                f"this sweep kept no '{outcome}'; it kept {', '.join(self.outcomes)}"
            )
        values = np.full((len(self.arms), len(self.cells), len(self.points), self.lucks), np.nan)
        values[self.address] = self.frame[outcome].to_numpy(dtype=np.float64)
        return values

    @cached_property
    def address(self) -> tuple[NDArray[np.intp], ...]:
        """Where each row of the frame stands in a cube."""
        arm = _codes(self.frame["arm"], self.arms)
        cell = np.zeros(len(self.frame), dtype=np.intp)
        for factor, values in self.factors.items():
            cell = cell * len(values) + _codes(self.frame[factor], values)
        point = self.frame["point"].to_numpy(dtype=np.intp)
        luck = self.frame["replicate"].to_numpy(dtype=np.intp)
        return arm, cell, point, luck


def same(one: object, other: object) -> bool:
    """Whether two values of a factor are the same, whole numbers and floats alike."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    return one == other


def show(value: Value) -> str:
    """A value of a factor as people write it: 10, not 10.0."""
    return value if isinstance(value, str) else f"{value:g}"


def _codes(column: pd.Series[Any], values: tuple[Value, ...]) -> NDArray[np.intp]:
    """Place of each entry among the values; AnalysisError where one is not among them."""
    kinds = pd.Index([float(v) if isinstance(v, int | float) else v for v in values])
    entries = column if kinds.dtype == object or kinds.dtype == "str" else column.astype(float)
    codes = kinds.get_indexer(pd.Index(entries))
    if (codes < 0).any():
        stray = column.iloc[int(np.argmax(codes < 0))]
        raise AnalysisError(
            f"the runs hold {column.name} = {stray}, which the sweep file does not name;"
            " the parts belong to another sweep"
        )
    return codes
