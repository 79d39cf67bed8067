"""Publish: a study with everything that it writes, complete or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tenfold.sim.report.folder import FolderError, ResultFolder
from tenfold.sim.report.request import Request
from tenfold.sim.report.study import Outcome, study
from tenfold.sim.report.summary import write_labs, write_summary
from tenfold.sim.sweep.layout import SWEEP

FILES = ("history.parquet", "market.parquet", "labs.csv", "summary.json", "race.png")


def study_only(request: Request, passed: Callable[[int], None] = lambda months: None) -> Outcome:
    """Race and sum up; nothing is kept on disk."""
    with TemporaryDirectory(prefix="tenfold-") as scratch:
        return study(request, Path(scratch), passed=passed)


def publish(
    request: Request,
    folder: Path,
    paint: Callable[[Outcome, Path], None],
    passed: Callable[[int], None] = lambda months: None,
) -> Outcome:
    """Race, sum up, and write `FILES` to a folder: all of them when all are complete.

    Args:
        request: what to run.
        folder: where results go; made if missing.
        paint: draws an outcome into a file (pictures are the business of ui).
        passed: called with the number of race-months that have just passed.

    Raises:
        FolderError: the folder cannot be written or is that of a sweep, or the disk is full.
    """
    if (folder / SWEEP).exists():
        raise FolderError(f"'{folder}' is the folder of a sweep; choose another with --out")
    with ResultFolder(folder) as results:
        try:
            outcome = study(request, results.scratch(), results.place, passed)
            write_labs(outcome, results.place / "labs.csv")
            write_summary(outcome, results.place / "summary.json")
            paint(outcome, results.place / "race.png")
        except OSError as problem:
            raise results.trouble(problem) from None
    return outcome
