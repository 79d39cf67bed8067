"""The folder of a sweep, to read: complete or not, even while it grows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from tenfold.sim.sweep.layout import FAILED, RUNS, columns_of, kinds_of, part_name
from tenfold.sim.sweep.running.disk import SweepFolderError, unreadable
from tenfold.sim.sweep.running.journal import JOURNAL, journal_lines
from tenfold.sim.sweep.running.papers import SOURCE, read_papers
from tenfold.sim.sweep.running.parts import DamagedPart, read_part

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan


@dataclass(frozen=True)
class Folder:
    """A sweep on disk, complete or not, to read.

    Attributes:
        path: the folder.
        plan: the sweep.
        about: what sweep.json says: identity, versions, hashes, plan.
    """

    path: Path
    plan: Plan
    about: dict[str, Any] = field(repr=False)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Chunks whose parts are there, as they were when this was first asked for."""
        kinds = kinds_of(self.plan.full_history)
        there = [{path.name for path in (self.path / kind).glob("part-*")} for kind in kinds]
        every = range(self.plan.chunks)
        return tuple(n for n in every if all(part_name(n) in names for names in there))

    @property
    def parts(self) -> int:
        """How many chunks are done."""
        return len(self.numbers)

    @property
    def complete(self) -> bool:
        """Whether all chunks are done."""
        return self.parts == self.plan.chunks

    @cached_property
    def failed(self) -> int:
        """How many of the races that are done have failed."""
        return int((self.frame([FAILED])[FAILED] != "").sum())

    @property
    def source(self) -> bytes:
        """The sweep file, verbatim."""
        return self._file(SOURCE)

    def frame(self, columns: list[str] | None = None, kind: str = RUNS) -> pd.DataFrame:
        """Every race that is done.

        Args:
            columns: those wanted, in order; all where None.
            kind: "runs"; of a sweep with full histories also "histories" or "markets".

        Returns:
            A row per race (for the other kinds: per race, month and lab), sorted by run.

        Raises:
            SweepFolderError: names a damaged part, or a column that is not there.
        """
        wanted = None if columns is None else list(dict.fromkeys(["run", *columns]))
        if kind == RUNS:
            unknown = [name for name in wanted or () if name not in columns_of(self.plan)]
            if unknown:
                raise SweepFolderError(f"'{self.path}' has no column '{unknown[0]}'")
        tables = [self._part(kind, number, wanted) for number in self.numbers]
        if not tables:
            raise SweepFolderError(
                f"'{self.path}' holds no finished races yet: run the same sweep command again"
            )
        frame: pd.DataFrame = pa.concat_tables(tables).to_pandas()
        frame = frame.sort_values("run", kind="stable", ignore_index=True)
        return frame if columns is None else frame[columns]

    @property
    def journal(self) -> list[dict[str, Any]]:
        """Lines of the log: when, on which machine, how fast."""
        return journal_lines(self.path / JOURNAL)

    @property
    def provenance(self) -> dict[str, Any]:
        """What is needed to trust or repeat it: identity, versions, hashes, log."""
        kept = {key: self.about.get(key) for key in ("identity", "versions", "hashes")}
        return {**kept, "log": self.journal}

    def _part(self, kind: str, number: int, columns: list[str] | None) -> Any:
        name = part_name(number)
        try:
            return read_part(self.path / kind / name, self.about["identity"], number, columns)
        except DamagedPart as problem:
            raise SweepFolderError(
                f"'{self.path / kind / name}' is damaged ({problem}): "
                "the same sweep command computes it anew"
            ) from None
        except OSError as problem:
            raise unreadable(problem, self.path) from None

    def _file(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as problem:
            raise unreadable(problem, self.path) from None


def open_folder(path: Path) -> Folder:
    """Open the folder of a sweep, whether or not it is complete, even while it grows.

    Raises:
        SweepFolderError: if there is none, or it is damaged; says what to do.
    """
    from tenfold.sim.sweep.plan import Plan

    about, points = read_papers(path)
    return Folder(path, Plan.from_json(about["plan"], points), about)
