"""The folder of a sweep: claimed by one writer, whole at any moment, opened by any reader.

What is written when, so that a kill at any moment leaves a folder that the same command completes:
first sweep.json, which says what all the rest shall be, then its two companions, then parts.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.disk import (
    LOCK,
    TEMPORARY,
    Lock,
    SweepFolderError,
    sweep_up,
    trouble,
    write_whole,
)
from tenfold.sim.sweep.journal import JOURNAL, journal_lines
from tenfold.sim.sweep.parts import (
    FAILED,
    RUNS,
    DamagedPart,
    Tally,
    check_chunk,
    columns_of,
    kinds_of,
    part_name,
    read_part,
)
from tenfold.sim.sweep.work import Files

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan

SWEEP, POINTS, SOURCE = "sweep.json", "points.parquet", "sweep.toml"
FORMAT = 1
"""Of sweep.json."""
SHOWN = 4
"""Differences that a refusal lists."""
ENGINE = "engine"
PACKAGES = ("tenfold", "numpy", "numba", "pandas", "pyarrow", "mesa")
"""Whose versions are kept with the results."""


@dataclass(frozen=True)
class Papers:
    """The three files that say what a sweep is; the same bytes from the same command."""

    source: bytes
    points: bytes
    sweep: bytes


def papers_of(plan: Plan, source: bytes) -> Papers:
    """Write down what a sweep is.

    Args:
        plan: the sweep.
        source: the sweep file, verbatim.
    """
    points = io.BytesIO()
    plan.points.to_parquet(points, index=False)
    about = {
        "format": FORMAT,
        "identity": plan.identity,
        "versions": versions(),
        "hashes": {SOURCE: _hash(source), POINTS: hash_of_points(plan.points)},
        "plan": plan.to_json(),
    }
    return Papers(source, points.getvalue(), (json.dumps(about, indent=1) + "\n").encode())


def versions() -> dict[str, str]:
    """Versions of all that results may depend on."""
    packages = {package: version(package) for package in PACKAGES}
    return {ENGINE: engine_version(), "python": platform.python_version(), **packages}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_of_points(points: pd.DataFrame) -> str:
    """Hash of names and values: whichever version of whichever library wrote the file."""
    digest = hashlib.sha256(json.dumps([list(points.columns), len(points)]).encode())
    digest.update(np.ascontiguousarray(points.to_numpy(dtype="<f8")).tobytes())
    return digest.hexdigest()


def _points(path: Path, wanted: str) -> pd.DataFrame | None:
    """Points of a design as they were written; None where they are missing or damaged."""
    try:
        points = pd.read_parquet(path)
        return points if hash_of_points(points) == wanted else None
    except Exception:  # whatever a torn file leads its reader to
        return None


class Keeper:
    """Writes into the folder of a sweep; made by `claim` alone.

    Args:
        folder: of the sweep.
        plan: the sweep.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self._plan = plan
        self._kinds = kinds_of(plan.full_history)

    def missing(
        self, say: Callable[[str], None], passed: Callable[[int], None] = lambda chunks: None
    ) -> tuple[list[int], Tally]:
        """Look at every part, and find the chunks that are still to compute.

        Args:
            say: told of each damaged part, which counts as missing.
            passed: called with the number of chunks looked at, after each.

        Returns:
            Numbers of the missing chunks in order, and the failed races of the others.
        """
        missing, found = [], Tally()
        for number in range(self._plan.chunks):
            try:
                chunk = check_chunk(self.folder, self._plan, number)
            except DamagedPart as problem:
                say(f"{problem}: computed anew")
                chunk = None
            except OSError as problem:
                raise _unreadable(problem, self.folder) from None
            if chunk is None or chunk.lost:
                missing.append(number)
            else:
                found.add(chunk)
            passed(number + 1)
        return missing, found

    def keep(self, number: int, files: Files) -> None:
        """Write the parts of a chunk; `runs` last, so that where it is, the others are.

        Raises:
            OSError: if the disk refuses; parts written before are safe.
        """
        for kind in self._kinds:
            write_whole(self.folder / kind / part_name(number), files[kind])


@contextmanager
def claim(folder: Path, plan: Plan, source: bytes) -> Iterator[Keeper]:
    """Be the one process that writes a sweep into a folder, new or begun earlier.

    Args:
        folder: where the results go; made if missing.
        plan: the sweep.
        source: the sweep file, verbatim.

    Raises:
        SweepFolderError: if the folder holds something else (then nothing in it is touched), is
            written to by another process, or cannot be written.
    """
    papers = papers_of(plan, source)
    try:
        _refuse_another(folder, papers)
        folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        lock.__enter__()
    except SweepFolderError:
        raise
    except OSError as problem:
        raise trouble(problem, folder) from None
    try:
        _refuse_another(folder, papers)  # another process may have come first
        _lay_out(folder, papers, kinds_of(plan.full_history))
        yield Keeper(folder, plan)
    finally:
        lock.__exit__()


def _lay_out(folder: Path, papers: Papers, kinds: tuple[str, ...]) -> None:
    try:
        for place in (folder, *(folder / kind for kind in kinds)):
            sweep_up(place)
        if not (folder / SWEEP).exists():  # that of an equal sweep names the versions it began with
            write_whole(folder / SWEEP, papers.sweep)
        hashes = json.loads(papers.sweep)["hashes"]
        if _points(folder / POINTS, hashes[POINTS]) is None:
            write_whole(folder / POINTS, papers.points)
        if not _same(folder / SOURCE, papers.source):
            write_whole(folder / SOURCE, papers.source)
        for kind in kinds:
            (folder / kind).mkdir(exist_ok=True)
    except OSError as problem:
        raise trouble(problem, folder) from None


def _refuse_another(folder: Path, papers: Papers) -> None:
    """Raise unless the folder is missing, empty, or of this very sweep. Touches nothing."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SweepFolderError(f"'{folder}' is a file: choose a folder with --out")
    if not (folder / SWEEP).exists():
        own = {LOCK, SOURCE} if _same(folder / SOURCE, papers.source) else {LOCK}
        others = [path.name for path in folder.iterdir() if path.name not in own]
        others = [name for name in others if not name.endswith(TEMPORARY)]
        if others:
            raise SweepFolderError(
                f"'{folder}' holds other files ({', '.join(sorted(others)[:3])}) and no sweep: "
                "choose another folder with --out"
            )
        return
    old, new = _read_json(folder), json.loads(papers.sweep)
    same_text = old["hashes"][SOURCE] == new["hashes"][SOURCE]
    if old["identity"] == new["identity"] and same_text:
        return
    raise SweepFolderError(_explain(folder, old, new))


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _explain(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> str:
    changes = list(_differences(old["plan"], new["plan"]))
    if old["hashes"][POINTS] != new["hashes"][POINTS]:
        changes.append("the points of the design")
    todo = "choose another folder with --out, or go back to what it was begun with"
    engines = [about["versions"].get(ENGINE) for about in (old, new)]
    if engines[0] != engines[1]:
        changes.insert(0, f"the engine, {engines[0]} -> {engines[1]}")
    if not changes:
        changes = ["the words of the sweep file" if old["identity"] == new["identity"] else "more"]
    if old["hashes"][SOURCE] != new["hashes"][SOURCE]:
        todo += f" (its sweep file is kept as '{folder / SOURCE}')"
    more = f" and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
    listed = "; ".join(changes[:SHOWN])
    return f"'{folder}' holds another sweep, changed: {listed}{more}; {todo}"


def _differences(old: Any, new: Any, key: str = "") -> Iterator[str]:
    """Each value that differs, by its dotted key."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            inner = f"{key}.{name}" if key else str(name)
            yield from _differences(old.get(name), new.get(name), inner)
    elif old != new:
        yield f"{key} {_brief(old)} -> {_brief(new)}"


def _brief(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _unreadable(problem: OSError, folder: Path) -> SweepFolderError:
    where = problem.filename or folder
    return SweepFolderError(f"cannot read '{where}': {problem.strerror or problem}")


def _read_json(folder: Path) -> dict[str, Any]:
    path = folder / SWEEP
    try:
        about = json.loads(path.read_bytes())
        known = about["format"]
        _ = (
            about["identity"],
            about["versions"],
            about["plan"],
            about["hashes"][SOURCE],
            about["hashes"][POINTS],
        )
    except OSError as problem:
        raise _unreadable(problem, folder) from None
    except (ValueError, KeyError, TypeError):
        raise SweepFolderError(f"'{path}' is damaged: begin again in another folder") from None
    if known != FORMAT:
        raise SweepFolderError(f"'{path}' is of format {known}, this version reads {FORMAT}")
    return dict(about)


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
            raise _unreadable(problem, self.path) from None

    def _file(self, name: str) -> bytes:
        try:
            return (self.path / name).read_bytes()
        except OSError as problem:
            raise _unreadable(problem, self.path) from None


def open_folder(path: Path) -> Folder:
    """Open the folder of a sweep, whether or not it is complete, even while it grows.

    Raises:
        SweepFolderError: if there is none, or it is damaged; says what to do.
    """
    from tenfold.sim.sweep.plan import Plan

    about, points = read_papers(path)
    return Folder(path, Plan.from_json(about["plan"], points), about)


def read_papers(path: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """What sweep.json says, and the points of the design.

    Raises:
        SweepFolderError: if there is none, or it is damaged; says what to do.
    """
    if not path.is_dir():
        raise SweepFolderError(f"there is no folder '{path}'")
    if not (path / SWEEP).exists():
        raise SweepFolderError(
            f"'{path}' is not the folder of a sweep (no {SWEEP}): make one with 'sweep FILE --out'"
        )
    about = _read_json(path)
    if (points := _points(path / POINTS, about["hashes"][POINTS])) is None:
        raise SweepFolderError(
            f"'{path / POINTS}' is missing or damaged: the same sweep command writes it anew"
        )
    return about, points
