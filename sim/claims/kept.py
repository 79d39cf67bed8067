"""Kept: the folder of claims, one file per finished claim, whole or absent at any moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tenfold.sim.claims.result import Result
from tenfold.sim.sweep.layout import SWEEP
from tenfold.sim.sweep.running.disk import (
    Lock,
    SweepFolderError,
    sweep_up,
    trouble,
    write_whole,
)
from tenfold.sim.sweep.running.journal import Journal, machine

PARTS = "parts"


class ClaimsFolderError(OSError):
    """A folder that cannot be used; one line: what, where, what to do instead."""


class Kept:
    """Finished claims in a folder; made by `keep_in` alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._journal = Journal(folder)
        self._journal.note("start", **machine())

    def read(self, number: str, identity: str) -> Result | None:
        """A claim as it was kept; None where it is missing, damaged or of another identity."""
        try:
            table = json.loads(self._path(number).read_bytes())
            result = Result.from_json(table["result"])
            whole = table["sha256"] == _seal(table["result"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return result if whole and (result.number, result.identity) == (number, identity) else None

    def write(self, result: Result) -> None:
        """Keep a claim; one that failed is not kept, so that the next run tries it again.

        Raises:
            ClaimsFolderError: the disk refuses.
        """
        if result.failed or result.other.failed:
            return
        table = result.to_json()
        content = json.dumps(
            {"sha256": _seal(table), "result": table}, ensure_ascii=False, allow_nan=False, indent=1
        )
        try:
            write_whole(self._path(result.number), content.encode())
        except OSError as problem:
            raise _trouble(problem, self.folder) from None

    def note(self, result: Result, seconds: float) -> None:
        """What a claim took, into the log: no part of the results."""
        races = result.main.races + result.other.races
        facts: dict[str, Any] = {"claim": result.number, "verdict": result.word, "races": races}
        if reason := result.failed or result.other.failed:
            facts["reason"] = reason
        self._journal.note("claim", seconds=round(seconds, 3), **facts)

    def _path(self, number: str) -> Path:
        return self.folder / PARTS / f"{number}.json"


@contextmanager
def keep_in(folder: Path) -> Iterator[Kept]:
    """Be the one process that keeps claims in a folder; made if missing.

    Raises:
        ClaimsFolderError: it is a file, holds something else, is written to by another process, or
            cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise ClaimsFolderError(f"'{folder}' is a file: choose a folder with --out")
    if (folder / SWEEP).exists():
        raise ClaimsFolderError(f"'{folder}' holds a sweep: choose another folder with --out")
    try:
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        lock.__enter__()
    except SweepFolderError:  # all that it says is that another process is there
        raise ClaimsFolderError(
            f"another process is writing to '{folder}': wait for it, or stop it first"
        ) from None
    except OSError as problem:
        raise _trouble(problem, folder) from None
    try:
        for place in (folder, folder / PARTS):
            sweep_up(place)
        yield Kept(folder)
    finally:
        lock.__exit__()


def _seal(table: dict[str, Any]) -> str:
    content = json.dumps(table, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _trouble(problem: OSError, folder: Path) -> ClaimsFolderError:
    return ClaimsFolderError(str(trouble(problem, folder)))
