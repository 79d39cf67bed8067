"""Compute: a chunk of a sweep becomes the bytes of its parts, and nothing else happens.

The same plan and number give the same bytes in every process and in any order, so a part can be
lost and computed anew, here or on another machine.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.history import History
from tenfold.sim.measures import groups_of
from tenfold.sim.race import Race
from tenfold.sim.report.parquet import HistoryFile, field
from tenfold.sim.sweep import layout
from tenfold.sim.sweep.drawn import drawn_columns
from tenfold.sim.sweep.layout import CHUNK, HISTORIES, IDENTITY, MARKETS, RUNS
from tenfold.sim.sweep.plan import Chunk, Plan
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED, Column

FloatArray = NDArray[np.float64]


class Computer:
    """Computes the chunks of one plan, in the same memory from chunk to chunk.

    Args:
        plan: of the sweep.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._race: Race | None = None
        self._groups = groups_of(plan.scenario)

    def compute(self, number: int) -> dict[str, bytes]:
        """The parts of a chunk: kind to the bytes of a Parquet file.

        A race that fails is a row without outcomes whose column `failed` says why.
        """
        chunk = self.plan.chunk(number)
        outcomes = np.full((len(self.plan.outcomes), chunk.rows), np.nan)
        reasons = [""] * chunk.rows
        try:
            history = self.race(chunk, slice(None))
            outcomes[:] = self.outcomes_of(history)
        except MemoryError:  # no fault of the races: another worker may have more
            raise
        except Exception:  # whatever it was, the races that can be raced are raced
            history = None
        if history is None:
            history = self._one_by_one(chunk, outcomes, reasons)
        for row in np.flatnonzero(~np.isfinite(outcomes).all(axis=0)):
            bad = [
                outcome.name
                for outcome, value in zip(self.plan.outcomes, outcomes[:, row], strict=True)
                if not np.isfinite(value)
            ]
            reasons[row] = reasons[row] or f"not a finite number: {', '.join(bad)}"
            outcomes[:, row] = np.nan
        parts = {RUNS: runs_part(self.plan, chunk, outcomes, reasons)}
        if self.plan.full_history:
            parts |= self.histories(chunk, history)
        return parts

    def close(self) -> None:
        """Let go of the memory."""
        if self._race is not None:
            self._race.close()
            self._race = None

    def race(self, chunk: Chunk, rows: slice) -> History:
        """Race the rows of a chunk; the history holds until the next ones are raced."""
        plan = self.plan
        points = chunk.points[rows]
        spare, self._race = self._race, None
        if spare is not None:
            spare.close()
            if spare.runs != len(points):
                spare = None  # before the other memory is taken, not after
        self._race = Race(
            plan.world(chunk.arm, chunk.cell),
            seed=plan.question.seed,
            months=plan.months,
            parameters=drawn_columns(plan, points, chunk.arm, chunk.cell),
            lucks=chunk.replicates[rows],
            collect=False,
            note=False,
            spare=spare,
        )
        return self._race.run()

    def outcomes_of(self, history: History) -> FloatArray:
        """[outcomes, runs]; a measure that several outcomes share is computed once."""
        paths: dict[str, FloatArray] = {}
        values = []
        for outcome in self.plan.outcomes:
            name = outcome.measure.name
            if name not in paths:
                paths[name] = outcome.measure.path(history, self._groups)
            values.append(outcome.at(paths[name]))
        return np.array(values)

    def _one_by_one(self, chunk: Chunk, outcomes: FloatArray, reasons: list[str]) -> History:
        """Race each row alone, after the batch failed: only those that fail are lost."""
        whole: History | None = None
        for row in range(chunk.rows):
            try:
                history = self.race(chunk, slice(row, row + 1))
                outcomes[:, row] = self.outcomes_of(history)[:, 0]
            except MemoryError:
                raise
            except Exception as problem:
                self.close()  # Mesa would keep the failed race alive
                reasons[row] = reason_of(problem)
                continue
            if self.plan.full_history:
                whole = whole or _empty_history(self.plan, chunk)
                whole.lab[row], whole.market[row] = history.lab[0], history.market[0]
                whole.months = history.months
        return whole or _empty_history(self.plan, chunk)

    def histories(self, chunk: Chunk, history: History) -> dict[str, bytes]:
        """The months of a chunk's races, in single precision; zeros where a race failed."""
        found = {}
        about = {key[len("tenfold.") :]: text for key, text in _about(self.plan, chunk).items()}
        labs = self.plan.scenario.labs
        for kind, columns, by_lab in (
            (HISTORIES, LAB_RECORDED, labs),
            (MARKETS, MARKET_RECORDED, None),
        ):
            target = BytesIO()
            with HistoryFile(target, about, columns, by_lab, single=True) as file:
                file.add(chunk.first_run, history)
            found[kind] = target.getvalue()
        return found


def _empty_history(plan: Plan, chunk: Chunk) -> History:
    labs = plan.scenario.labs
    names, kinds = tuple(lab.name for lab in labs), tuple(lab.kind for lab in labs)
    history = History(chunk.replicates.astype(np.int64), plan.months, names, kinds)
    history.months = plan.months
    return history


def reason_of(problem: BaseException) -> str:
    """Why a race failed, in one line."""
    text = " ".join(str(problem).split())
    return f"{type(problem).__name__}: {text}"[:500]


def failed_part(plan: Plan, number: int, reason: str) -> dict[str, bytes]:
    """The parts of a chunk that could not be computed: every race failed, for this reason."""
    chunk = plan.chunk(number)
    outcomes = np.full((len(plan.outcomes), chunk.rows), np.nan)
    parts = {RUNS: runs_part(plan, chunk, outcomes, [reason] * chunk.rows)}
    if plan.full_history:
        parts |= Computer(plan).histories(chunk, _empty_history(plan, chunk))
    return parts


def _about(plan: Plan, chunk: Chunk) -> dict[str, str]:
    return {IDENTITY.decode(): plan.identity, CHUNK.decode(): str(chunk.number)}


def runs_schema(plan: Plan) -> pa.Schema:
    """Columns of a part of `runs`, each with unit and meaning."""
    known = load_parameters()
    run = Column(layout.RUN, "count", "number of the race in the sweep")
    arm = Column(layout.ARM, "text", "name of the arm")
    fields = [field(run, pa.int64()), field(arm, pa.string())]
    for factor in plan.factors:
        text = isinstance(plan.question.cross[factor][0], str)
        about = Column(factor, "choice", "cross factor")
        fields.append(field(about, pa.string() if text else pa.float64()))
    point = Column(layout.POINT, "count", "point of the design")
    luck = Column(layout.REPLICATE, "count", "number of the luck: with the seed, it names one luck")
    fields += [field(point, pa.int32()), field(luck, pa.int32())]
    for name in plan.parameters:
        fields.append(field(Column(name, known[name].unit, known[name].meaning), pa.float64()))
    for outcome in plan.outcomes:
        about = Column(outcome.name, outcome.measure.unit, outcome.meaning)
        fields.append(field(about, pa.float64()))
    failed = Column(layout.FAILED, "text", "why the race has no outcomes; empty where it has")
    return pa.schema([*fields, field(failed, pa.string())])


def runs_part(plan: Plan, chunk: Chunk, outcomes: FloatArray, reasons: list[str]) -> bytes:
    """A part of `runs`: a row per race."""
    rows = chunk.rows
    columns: list[Any] = [
        np.arange(chunk.first_run, chunk.first_run + rows, dtype=np.int64),
        [chunk.arm] * rows,
    ]
    columns += [[_plain(chunk.cell[factor])] * rows for factor in plan.factors]
    columns += [chunk.points, chunk.replicates]
    columns += drawn_columns(plan, chunk.points, chunk.arm, chunk.cell).values()
    columns += [outcomes[place] for place in range(len(plan.outcomes))]
    columns.append(reasons)
    schema = runs_schema(plan).with_metadata(_about(plan, chunk))
    arrays = [
        pa.array(column, type=each.type) for column, each in zip(columns, schema, strict=True)
    ]
    table = pa.Table.from_arrays(arrays, schema=schema)
    target = BytesIO()
    pq.write_table(table, target, compression="zstd", write_page_checksum=True)
    return target.getvalue()


def _plain(value: float | str) -> float | str:
    return value if isinstance(value, str) else float(value)
