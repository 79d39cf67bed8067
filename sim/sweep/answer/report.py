"""Report: publish everything of a sweep's analysis into its folder, complete or not at all.

Pages and pictures are the business of ui and are handed in as functions, as is the replay that fan
charts need. The same folder gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tenfold.sim.report.folder import FolderError, ResultFolder
from tenfold.sim.sweep.answer.fans import Paths
from tenfold.sim.sweep.answer.results import Results
from tenfold.sim.sweep.answer.study import Report, study
from tenfold.sim.sweep.answer.tables import write_effects, write_sensitivity, write_summary

PAGE, SUMMARY = "report.html", "summary.json"
EFFECTS, SENSITIVITY = "effects.csv", "sensitivity.csv"


class ReportError(ValueError):
    """A report that cannot be written; the message says where, why and what to do."""


def publish(
    folder: Path,
    results: Results,
    page: Callable[[Report], str],
    pictures: Callable[[Report, Path], Sequence[str]],
    paths: Paths | None = None,
    no_paths: str = "",
) -> Report:
    """Analyse a sweep and write report.html, summary.json, tables and pictures to its folder.

    All files appear together, when all are complete.

    Args:
        folder: of the sweep.
        results: what it holds.
        page: a report -> the text of report.html.
        pictures: draws a report into a folder, and returns the names of the files.
        paths: see `study`.
        no_paths: see `study`.

    Raises:
        ReportError: the folder cannot be written.
        AnalysisError: nothing can be said at all.
    """
    report = study(results, paths, no_paths)
    text = page(report)
    try:
        with ResultFolder(folder) as files:
            (files.place / PAGE).write_text(text, encoding="utf-8")
            write_effects(report, files.place / EFFECTS)
            write_sensitivity(report, files.place / SENSITIVITY)
            write_summary(report, files.place / SUMMARY)
            pictures(report, files.place)
    except FolderError as problem:
        reason = str(problem).removesuffix("; choose another with --out")
        raise ReportError(f"{reason}; copy the sweep to a place that can be written") from None
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ReportError(
            f"cannot write to '{folder}': {reason}; make room and try again"
        ) from None
    return report
