"""Parts: where they lie, and whether one is whole and belongs to its sweep."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenfold.sim.sweep.layout import (
    CHUNK,
    FAILED,
    IDENTITY,
    RUNS,
    columns_of,
    kinds_of,
    part_name,
)
from tenfold.sim.sweep.running.disk import SweepFolderError
from tenfold.sim.sweep.running.work import LOST, Files

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan

SEAL = b"tenfold.seal"
EXAMPLES = 3
"""Reasons that are shown of however many failures."""


class DamagedPart(SweepFolderError):
    """A part that cannot be read, or is not of this sweep; the message says why."""


def seal(part: bytes) -> bytes:
    """A part with a hash of all of it.

    The checksums of Parquet cover pages alone: a wrong byte in the footer may change a type unseen.
    The seal lies between the last page and the footer, where readers look for nothing.
    """
    place = _footer(part)
    digest = hashlib.sha256(part).digest()
    return b"".join((part[:place], SEAL, digest, part[place:]))


def _footer(content: bytes) -> int:
    """Where the footer begins: its length stands before the last four bytes."""
    return len(content) - 8 - int.from_bytes(content[-8:-4], "little")


def _check_seal(content: bytes) -> None:
    if not content:
        raise DamagedPart("empty")
    place = _footer(content)
    start = place - len(SEAL) - hashlib.sha256().digest_size
    if start < 0 or content[start : start + len(SEAL)] != SEAL:
        raise DamagedPart("cut short or overwritten")
    digest = hashlib.sha256(memoryview(content)[:start])
    digest.update(memoryview(content)[place:])
    if digest.digest() != content[start + len(SEAL) : place]:
        raise DamagedPart("bytes have changed")


@dataclass
class Tally:
    """How many races failed, and the first reasons: no more than a few, however many failed."""

    failed: int = 0
    reasons: tuple[str, ...] = ()

    def add(self, other: Tally) -> None:
        """Count those of another chunk too."""
        self.failed += other.failed
        new = [reason for reason in other.reasons if reason not in self.reasons]
        self.reasons = (*self.reasons, *new)[:EXAMPLES]

    @property
    def lost(self) -> bool:
        """Whether this is a chunk whose workers ended, so that another try may succeed."""
        return any(reason.startswith(LOST) for reason in self.reasons)


def tally(runs: Any) -> Tally:
    """Count the failed races of a part.

    Args:
        runs: bytes of a part of `runs`.
    """
    return _tally(pq.read_table(pa.BufferReader(runs), columns=[FAILED]))


def _tally(table: Any) -> Tally:
    reasons = table[FAILED].filter(pc.not_equal(table[FAILED], ""))
    return Tally(len(reasons), tuple(pc.unique(reasons).to_pylist()[:EXAMPLES]))


def read_part(path: Path, identity: str, number: int, columns: list[str] | None = None) -> Any:
    """Read a part, checksums and all.

    Args:
        path: the file.
        identity: of its sweep.
        number: of its chunk.
        columns: those wanted; all where None.

    Returns:
        A `pyarrow.Table`.

    Raises:
        DamagedPart: if it is truncated, corrupt, or of another sweep or chunk.
        OSError: if the disk refuses to give it.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        if problem.errno != errno.EIO:  # a bad place on the disk; a new file gets another
            raise
        raise DamagedPart("the disk cannot read it") from None
    _check_seal(content)
    try:
        file = pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
        about = file.metadata.metadata or {}
        if about.get(IDENTITY) != identity.encode():
            raise DamagedPart("of another sweep")
        if about.get(CHUNK) != str(number).encode():
            raise DamagedPart("of another chunk")
        return file.read(columns=columns, use_threads=False)
    except DamagedPart:
        raise
    except Exception as problem:  # whatever a torn file leads its reader to
        raise DamagedPart(_short(problem)) from None


def check_chunk(folder: Path, plan: Plan, number: int) -> Tally | None:
    """Look at every part of a chunk on disk.

    Args:
        folder: of the sweep.
        plan: of the sweep.
        number: of the chunk.

    Returns:
        Its failed races; None where a part is missing.

    Raises:
        DamagedPart: names the part and what is wrong with it.
        OSError: if the disk refuses to give it.
    """
    found: Tally | None = None
    name = part_name(number)
    for kind in kinds_of(plan.full_history):
        path = folder / kind / name
        try:
            table = read_part(path, plan.identity, number)
            if kind == RUNS:
                _check_rows(table, plan, number)
                found = _tally(table)
        except FileNotFoundError:
            return None
        except DamagedPart as problem:
            raise DamagedPart(f"{kind}/{name} is damaged ({problem})") from None
    return found


def _check_rows(table: Any, plan: Plan, number: int) -> None:
    chunk = plan.chunk(number)
    if table.column_names != columns_of(plan):
        raise DamagedPart("other columns")
    if len(table) != chunk.rows:
        raise DamagedPart(f"{len(table)} rows, not {chunk.rows}")
    runs = table["run"].to_numpy()
    if not (runs == range(chunk.first_run, chunk.first_run + len(runs))).all():
        raise DamagedPart("other runs")


def check_new(files: Files, plan: Plan, number: int) -> Tally:
    """Count the failed races of parts that a worker sent.

    Raises:
        DamagedPart: if a kind of part is missing.
    """
    kinds = kinds_of(plan.full_history)
    if sorted(files) != sorted(kinds):
        raise DamagedPart(f"a worker sent {sorted(files)} for chunk {number}, not {sorted(kinds)}")
    return tally(files[RUNS])


def _short(problem: Exception) -> str:
    said = str(problem).strip().splitlines() or [type(problem).__name__]
    return said[0][:120].rstrip(".")
