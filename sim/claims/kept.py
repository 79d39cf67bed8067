"""Kept: the folder of claims, one file per finished claim, whole or absent at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tenfold.sim.claims.result import Result
from tenfold.sim.experiments.sealed import own, read_sealed, write_sealed
from tenfold.sim.sweep.running.journal import Journal, machine

KIND = "result"


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
        table = read_sealed(self.folder, number, KIND)
        try:
            result = None if table is None else Result.from_json(table)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        mine = result is not None and (result.number, result.identity) == (number, identity)
        return result if mine else None

    def write(self, result: Result) -> None:
        """Keep a claim; one that failed is not kept, so that the next run tries it again.

        Raises:
            ClaimsFolderError: the disk refuses.
        """
        if not (result.failed or result.other.failed):
            write_sealed(self.folder, result.number, KIND, result.to_json(), ClaimsFolderError)

    def note(self, result: Result, seconds: float) -> None:
        """What a claim took, into the log: no part of the results."""
        races = result.main.races + result.other.races
        facts: dict[str, Any] = {"claim": result.number, "verdict": result.word, "races": races}
        if reason := result.failed or result.other.failed:
            facts["reason"] = reason
        self._journal.note("claim", seconds=round(seconds, 3), **facts)


@contextmanager
def keep_in(folder: Path) -> Iterator[Kept]:
    """Be the one process that keeps claims in a folder; made if missing.

    Raises:
        ClaimsFolderError: it is a file, holds something else, is written to by another process, or
            cannot be written.
    """
    with own(folder, ClaimsFolderError):
        yield Kept(folder)
