"""Reporting: the folder of a sweep in, its report in the same folder out; what `report` calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.answer.fans import Paths
from tenfold.sim.sweep.answer.reading import read_results
from tenfold.sim.sweep.answer.report import publish
from tenfold.sim.sweep.answer.results import Value
from tenfold.sim.sweep.answer.study import Report
from tenfold.sim.sweep.replay import paths
from tenfold.sim.sweep.running.store import Folder, open_folder
from tenfold.ui.sweeps.page import report_page
from tenfold.ui.sweeps.pictures import write_pictures

OTHER_ENGINE = (
    "These races were made by another version of the model. It cannot compute them anew, so there"
    " are no paths over the months; all else stands."
)


def report_folder(place: Path) -> Report:
    """Write report.html, summary.json, effects.csv, sensitivity.csv and pictures into a sweep.

    Args:
        place: folder of a sweep, complete or not.

    Returns:
        What was found, for the screen.

    Raises:
        SweepFolderError: there is no sweep, nothing of it is done, or a part is damaged.
        ReportError: the folder cannot be written.
        AnalysisError: nothing can be said at all.
        ChartLibraryError: the charting library is not installed.
    """
    folder = open_folder(place)
    same_engine = folder.about["versions"].get("engine") == engine_version()
    return publish(
        place,
        read_results(folder),
        report_page,
        write_pictures,
        _paths_of(folder) if same_engine else None,
        OTHER_ENGINE,
    )


def _paths_of(folder: Folder) -> Paths:
    def found(
        measure: str, arm: str, cell: Mapping[str, Value], runs: Sequence[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        return paths(folder.plan, measure, arm, cell, runs)

    return found


def report_lines(report: Report, place: Path) -> list[str]:
    """What the command line says of a report: the answer, its intervals, where the rest lies."""
    told = report.told
    lines = [told.banner, f"{told.kicker}: {told.headline}", *told.others]
    lines += [told.luck, told.parameters, *told.depends, *told.flips]
    alarm = sum(fan.differing for fan in report.fans)
    if alarm:
        lines.append(f"WARNING: {alarm} races, computed anew, do not end as they are stored.")
    lines.append(f"The report: {place / 'report.html'}")
    return [line for line in lines if line]
