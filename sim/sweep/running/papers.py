"""What a sweep is, on paper: the sweep file, the points of its design, and sweep.json."""

from __future__ import annotations

import hashlib
import io
import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.layout import SWEEP
from tenfold.sim.sweep.running.disk import SweepFolderError, unreadable

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan

POINTS, SOURCE = "points.parquet", "sweep.toml"
FORMAT = 1
"""Of sweep.json."""
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


def points_in(path: Path, wanted: str) -> pd.DataFrame | None:
    """Points of a design as they were written; None where they are missing or damaged."""
    try:
        points = pd.read_parquet(path)
        if not len(points.columns):  # nothing is uncertain: one point, which such a file forgets
            points = pd.DataFrame(index=range(1))
        return points if hash_of_points(points) == wanted else None
    except Exception:  # whatever a torn file leads its reader to
        return None


def read_json(folder: Path) -> dict[str, Any]:
    """What sweep.json of a folder says.

    Raises:
        SweepFolderError: if it is damaged, or of another version.
    """
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
        raise unreadable(problem, folder) from None
    except (ValueError, KeyError, TypeError):
        raise SweepFolderError(f"'{path}' is damaged: begin again in another folder") from None
    if known != FORMAT:
        raise SweepFolderError(f"'{path}' is of format {known}, this version reads {FORMAT}")
    return dict(about)


def read_papers(path: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """What sweep.json says, and the points of the design.

    Raises:
        SweepFolderError: if there is none, or it is damaged; says what to do.
    """
    if not path.is_dir():
        if path.exists():
            raise SweepFolderError(f"'{path}' is a file; give the folder of the sweep")
        raise SweepFolderError(f"there is no folder '{path}'")
    if not (path / SWEEP).exists():
        raise SweepFolderError(
            f"'{path}' is not the folder of a sweep (no {SWEEP}): make one with 'sweep FILE --out'"
        )
    about = read_json(path)
    if (points := points_in(path / POINTS, about["hashes"][POINTS])) is None:
        raise SweepFolderError(
            f"'{path / POINTS}' is missing or damaged: the same sweep command writes it anew"
        )
    return about, points
