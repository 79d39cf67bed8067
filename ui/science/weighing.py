"""Weighing: from the folder of a sensitivity sweep to its page, pictures and table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tenfold.scenarios.ensembles import load_ensemble
from tenfold.sim.experiments.races import ENSEMBLE
from tenfold.sim.sensitivity.knowledge import Known, what_is_known
from tenfold.sim.sensitivity.weights import weights_of
from tenfold.sim.sweep.answer.reading import read_results
from tenfold.sim.sweep.running.store import Folder, open_folder
from tenfold.ui.science.assumptions_page import Assumptions, assumptions_files
from tenfold.ui.science.writing import write_files

TABLE = "sensitivity.csv"


def write_assumptions(folder: Path, install: Path | None = None) -> list[Path]:
    """Write assumptions.md, its pictures and sensitivity.csv.

    Args:
        folder: of a complete sensitivity sweep; the files go there.
        install: where to put the page and its pictures too, such as the docs.

    Returns:
        The pages and the table that were written.

    Raises:
        SweepFolderError: no such sweep.
        ScienceFolderError: a folder that cannot be written.
        AnalysisError: the sweep is not complete.
    """
    sweep = open_folder(folder)
    results = read_results(sweep)
    weights, ensemble = weights_of(results), load_ensemble(ENSEMBLE)
    known = what_is_known(weights, ensemble)
    page = Assumptions(results, weights, known, ensemble, _sources(sweep, ensemble.about))
    files = assumptions_files(page)
    written = [folder / name for name in write_files(folder, {TABLE: _table(known, weights)})]
    for place in [folder] if install is None else [folder, install]:
        written += [place / name for name in write_files(place, files)]
    return [path for path in written if path.suffix != ".svg"]


def _table(known: list[Known], weights: dict[str, list]) -> str:
    """A row per constant: what is known, and its indices on every outcome."""
    indices = {
        outcome: {index.name: index for index in found} for outcome, found in weights.items()
    }
    head = ["parameter", "unit", "value", "low", "high", "standing", "fits_low", "fits_high"]
    head += ["narrowed"]
    head += [f"{kind} {outcome}" for outcome in indices for kind in ("first", "total", "half")]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for each in known:
        about = each.parameter
        row = [about.name, about.unit, about.value, about.low, about.high, each.standing]
        row += [each.low, each.high, each.narrowed]
        for found in indices.values():
            index = found[about.name]
            row += [index.first, index.total, index.total_half]
        writer.writerow(row)
    return text.getvalue()


def _sources(sweep: Folder, about: dict[str, object]) -> list[str]:
    versions = sweep.about["versions"]
    return [
        f"the sweep `sensitivity` (identity {sweep.about['identity'][:12]}), engine "
        f"{versions.get('engine')}: `python run.py sensitivity --out results/weights "
        "--install docs`",
        f"the ensemble `{ENSEMBLE}` (sha256 {str(about.get('sha256'))[:12]}): "
        "`python run.py calibrate`",
        "`scenarios/parameters.toml`: values, ranges and sources of all constants",
    ]
