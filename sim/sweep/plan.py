"""Plan: everything about a sweep before a race is run; a pure function of its question.

Runs are numbered in the order in which they are raced. That order goes through the lucks block by
block, within a block through the points in a shuffled order, within a point through cells and arms:
whatever is interrupted has raced every arm and cell alike.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tenfold.scenarios.errors import nearest
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice, Question, SweepError, read_question
from tenfold.scenarios.schema import Scenario
from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.choices import SEAT, WORLD, apply_choices
from tenfold.sim.sweep.design import points_of, ranges_of, salib_problem, spans_of
from tenfold.sim.sweep.faults import fault_in
from tenfold.sim.sweep.outcomes import Outcome, find_outcome
from tenfold.sim.world import LAB_RECORDED

FORMAT = 1
"""Of the results: another layout or another order of runs is another number."""
FEWEST_ROWS, MOST_ROWS = 64, 128
"""Races in a chunk: enough that deciding for all costs little each, few enough to lose one."""
MOST_BYTES = 100_000_000
"""Of the histories of a chunk: many labs over many months race in smaller chunks."""
FAIR_CHUNKS = 64
"""Chunks that a sweep should have if it can, so that many workers find work."""
MOST_RACES = 1_000_000_000
MOST_WORLDS = 10_000
"""Arms times cells: each is checked before the first race."""
KEPT_WORLDS = 256
"""Of a sweep with many, to hold memory flat: each takes about 150 kB, and 2 ms to make anew."""
IDEAS = "ideas"
DECIDING = ("choices", "compute", "design", "drawn", "outcomes", "plan")
"""Files of this room that decide what results are; the engine's own are in its version."""


@dataclass(frozen=True)
class Chunk:
    """A part of the work: races of one arm and one cell."""

    number: int
    """Place in the order of work, from 0."""
    first_run: int
    """Number of its first race in the sweep."""
    arm: str
    cell: dict[str, Choice]
    """Value of each cross factor."""
    points: NDArray[np.int32]
    """[rows] point of each race."""
    replicates: NDArray[np.int32]
    """[rows] number of each race's luck under the seed."""

    @property
    def rows(self) -> int:
        """Races in it."""
        return len(self.points)


@dataclass(frozen=True)
class Plan:
    """A sweep: its question, the scenario it starts from, and the points of its design."""

    question: Question
    scenario: Scenario
    points: pd.DataFrame
    """[points, parameters]; one row without columns where nothing is uncertain."""
    full_history: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Only what it was made of travels to another process."""
        return Plan, (self.question, self.scenario, self.points, self.full_history)

    @property
    def months(self) -> int:
        """Length of the races."""
        return self.question.months or self.scenario.months

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms."""
        return tuple(self.question.arms)

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the cross factors."""
        return tuple(self.question.cross)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the uncertain parameters."""
        return tuple(self.points.columns)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What is kept of every race."""
        kept = self.question.outcomes.keep
        try:
            return tuple(find_outcome(name, self.scenario, self.months) for name in kept)
        except ValueError as problem:
            raise SweepError(f"outcomes.keep: {problem}") from None

    @cached_property
    def cells(self) -> tuple[dict[str, Choice], ...]:
        """Every combination of the cross factors' values."""
        values = self.question.cross.values()
        return tuple(dict(zip(self.factors, each, strict=True)) for each in product(*values))

    @property
    def races(self) -> int:
        """How many races the whole sweep has."""
        return self.worlds * len(self.points) * self.question.replicates

    @property
    def worlds(self) -> int:
        """Arms times cells."""
        return len(self.arms) * math.prod(len(each) for each in self.question.cross.values())

    @cached_property
    def _blocks(self) -> tuple[NDArray[np.int32], ...]:
        """Lucks that are raced together."""
        lucks = np.arange(self.question.replicates, dtype=np.int32)
        return tuple(np.array_split(lucks, -(-len(lucks) // self._most_rows)))

    @property
    def _most_rows(self) -> int:
        fair = int(np.clip(self.races // FAIR_CHUNKS, FEWEST_ROWS, MOST_ROWS))
        return min(fair, max(1, MOST_BYTES // self._bytes_per_race))

    @property
    def _bytes_per_race(self) -> int:
        """Size of the history of one race."""
        return (self.months + 1) * len(self.scenario.labs) * len(LAB_RECORDED) * 8

    @cached_property
    def _groups(self) -> tuple[NDArray[np.int32], ...]:
        """Points that are raced together, in a shuffled order that the seed decides."""
        generator = np.random.Generator(np.random.Philox(self.question.seed))
        order = generator.permutation(len(self.points)).astype(np.int32)
        together = max(1, self._most_rows // len(self._blocks[0]))
        if IDEAS not in self.parameters:
            return tuple(np.array_split(order, -(-len(order) // together)))
        # The size of the pool of ideas is the same in all races of a batch.
        sizes = self.points[IDEAS].to_numpy(np.float64)[order]
        alike = [order[sizes == size] for size in np.unique(sizes)]
        groups = [g for each in alike for g in np.array_split(each, -(-len(each) // together))]
        return tuple(groups[place] for place in generator.permutation(len(groups)))

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Number of the first run of each chunk, and of the one after the last."""
        worlds = len(self.arms) * len(self.cells)
        sizes = [len(b) * len(g) for b in self._blocks for g in self._groups for _ in range(worlds)]
        return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))

    @property
    def chunks(self) -> int:
        """How many chunks the work has."""
        return len(self._blocks) * len(self._groups) * len(self.arms) * len(self.cells)

    def chunk(self, number: int) -> Chunk:
        """The chunk at this place in the order of work.

        Raises:
            IndexError: there is none.
        """
        if not 0 <= number < self.chunks:
            raise IndexError(number)
        rest, arm = divmod(number, len(self.arms))
        rest, cell = divmod(rest, len(self.cells))
        block, group = divmod(rest, len(self._groups))
        points, lucks = self._groups[group], self._blocks[block]
        return Chunk(
            number,
            int(self._starts[number]),
            self.arms[arm],
            self.cells[cell],
            np.repeat(points, len(lucks)),
            np.tile(lucks, len(points)),
        )

    def locate(self, run: int) -> tuple[Chunk, int]:
        """The chunk of a run, and its row there.

        Raises:
            SweepError: the sweep has no such run.
        """
        if not 0 <= run < self.races:
            raise SweepError(f"run {run}: this sweep has runs 0 to {self.races - 1}")
        number = int(np.searchsorted(self._starts, run, side="right")) - 1
        chunk = self.chunk(number)
        return chunk, run - chunk.first_run

    def choices(self, arm: str, cell: Mapping[str, Choice]) -> dict[str, Choice]:
        """What is chosen in an arm and a cell, by key."""
        return {factor: cell[factor] for factor in self.factors} | self.question.arms[arm]

    def world(self, arm: str, cell: Mapping[str, Choice]) -> Scenario:
        """The scenario of an arm and a cell; latest ones are kept.

        Raises:
            SweepError: choices that cannot be.
        """
        known = self._worlds
        key = (arm, *(cell[factor] for factor in self.factors))
        if key not in known:
            if len(known) == KEPT_WORLDS:
                del known[next(iter(known))]
            known[key] = apply_choices(self.scenario, self.choices(arm, cell))
        return known[key]

    @cached_property
    def _worlds(self) -> dict[tuple[Choice, ...], Scenario]:
        return {}

    def values(self, point: int) -> dict[str, float]:
        """Values of the uncertain parameters at a point; see `drawn` for what a race has."""
        return {name: float(self.points[name].iloc[point]) for name in self.parameters}

    def problem(self) -> dict[str, Any]:
        """What SALib calls the problem: names and bounds of the uncertain parameters."""
        uncertain = self.question.uncertain
        if uncertain is not None and uncertain.ensemble:
            return salib_problem(spans_of(self.points))
        return salib_problem(ranges_of(uncertain) if uncertain is not None else {})

    def check(self) -> None:
        """Refuse what cannot be raced, before anything is: every choice of every arm and cell.

        Raises:
            ValueError: of our own rooms; says what, where and what to do instead.
        """
        if self.worlds > MOST_WORLDS:
            table = "cross" if self.factors else "arms"
            raise SweepError(
                f"{table}: {self.worlds:,} arms times cells: at most {MOST_WORLDS:,}; cross less"
            )
        if self.races > MOST_RACES:
            raise SweepError(
                f"replicates: {self.races:,} races: at most {MOST_RACES:,} fit one sweep"
            )
        self._check_keys()
        for arm, cell in product(self.arms, self.cells):
            try:
                self.world(arm, cell)
            except ValueError as problem:
                own = self.question.arms[arm]
                place = fault_in(self.scenario, arm, own, cell, str(problem))
                raise SweepError(place) from None
        self._check_alike()
        assert self.outcomes  # an unknown outcome raises
        self._check_answer()

    def _check_keys(self) -> None:
        """Refuse keys that say nothing in this sweep, or the same as another table."""
        arms = self.question.arms.items()
        places = [(f"cross.{key}", key) for key in self.factors]
        places += [(f"arms.{arm}", key) for arm, own in arms for key in own]
        seated = any(key.startswith(f"{SEAT}.") for _, key in places)
        known = load_parameters()
        for place, key in places:
            if key == SEAT and not seated:
                raise SweepError(
                    f"{place}: '{SEAT}' alone changes nothing: add a key such as \"{SEAT}.distil\""
                )
            who, _, what = key.rpartition(".")
            taken = who == WORLD and what in known and known.find(what).name in self.parameters
            if taken and not (self.question.uncertain and self.question.uncertain.ensemble):
                said = place if key in self.factors else f"{place}: '{key}'"
                raise SweepError(f"{said}: {what} is uncertain too; choose one of both")

    def _check_alike(self) -> None:
        """Refuse two arms that are the same world in every cell."""
        alike = [list(self.arms)]
        for cell in self.cells:
            groups = [self._same_worlds(arms, cell) for arms in alike]
            alike = [group for each in groups for group in each if len(group) > 1]
            if not alike:
                return
        one, other = alike[0][:2]
        raise SweepError(
            f"arms: '{one}' and '{other}' choose the same: an arm against itself shows nothing;"
            " change one or drop it"
        )

    def _same_worlds(self, arms: list[str], cell: Mapping[str, Choice]) -> list[list[str]]:
        """Arms in groups that are the same world in a cell."""
        groups: dict[str, list[str]] = {}
        for arm in arms:
            world = self.world(arm, cell).model_dump(mode="json")
            groups.setdefault(json.dumps(world, sort_keys=True), []).append(arm)
        return list(groups.values())

    def _check_answer(self) -> None:
        """Refuse a contrast of what is not kept."""
        answer, kept = self.question.answer, self.question.outcomes.keep
        if answer is None or answer.outcome in kept:
            return
        try:
            find_outcome(answer.outcome, self.scenario, self.months)
            hint = "; add it to outcomes.keep"
        except ValueError:
            hint = nearest(answer.outcome, kept)
        raise SweepError(f"answer.contrast: '{answer.outcome}' is not kept{hint}")

    @cached_property
    def identity(self) -> str:
        """Hash of all that decides the results, to the last bit: equal hashes, equal results."""
        # Not sorted: the order of arms, factors and keys decides too.
        digest = hashlib.sha256(json.dumps(self.to_json()).encode())
        digest.update(engine_version().encode())
        digest.update(_code())
        digest.update(np.ascontiguousarray(self.points.to_numpy(np.float64)).tobytes())
        return digest.hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON, its points apart."""
        return {
            "format": FORMAT,
            "question": self.question.model_dump(mode="json"),
            "scenario": self.scenario.model_dump(mode="json"),
            "parameters": list(self.parameters),
            "full_history": self.full_history,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], points: pd.DataFrame) -> Plan:
        """The plan that `to_json` wrote, with its points.

        Raises:
            SweepError: of another format, or damaged.
        """
        if data.get("format") != FORMAT:
            raise SweepError("this sweep was written by another version of Tenfold; use that one")
        try:
            scenario = Scenario.model_validate_json(json.dumps(data["scenario"]))
            question = read_question(data["question"], "question")
            if list(points.columns) != data["parameters"]:
                raise ValueError("its points are of other parameters")
            return cls(question, scenario, points, bool(data["full_history"]))
        except (KeyError, TypeError, ValueError) as problem:
            first = str(problem).splitlines()[0]
            raise SweepError(f"this sweep cannot be read ({first})") from None


@cache
def _code() -> bytes:
    """Hash of the files that decide what results are."""
    digest = hashlib.sha256()
    for name in DECIDING:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.digest()


def make_plan(question: Question, full_history: bool = False, where: str = "") -> Plan:
    """A checked plan for a question.

    Args:
        question: what is asked.
        full_history: whether every month of every race is kept too.
        where: what to call the question in a message: the name of its file.

    Raises:
        SweepError: says what cannot be raced, where, and what to do instead, in one line.
    """
    try:
        scenario = _scenario(question)
        plan = Plan(question, scenario, points_of(question, scenario), full_history)
        plan.check()
    except ValueError as problem:  # in one line, whatever was quoted
        raise SweepError(f"{where}: {problem}" if where else str(problem)) from None
    return plan


def _scenario(question: Question) -> Scenario:
    try:
        return load_scenario(question.scenario)
    except ValueError as problem:
        raise SweepError(f"scenario: {problem}") from None
