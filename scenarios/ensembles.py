"""Ensembles: weighted sets of parameters that are consistent with published figures.

A file of `ensembles/NAME.csv` has a column `weight` and one column per parameter that varies; what
it lacks stands at the default. `NAME.toml` beside it says where it comes from.
"""

from __future__ import annotations

import csv
import hashlib
import math
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tenfold.scenarios.errors import ParameterError, ScenarioError, nearest, read_toml
from tenfold.scenarios.parameters import load_parameters

__all__ = [
    "BOUND",
    "ENSEMBLES",
    "MOVED",
    "WEIGHT",
    "Ensemble",
    "EnsembleError",
    "list_ensembles",
    "load_ensemble",
]

ENSEMBLES = Path(__file__).parent / "ensembles"
WEIGHT = "weight"
MOVED, BOUND = "moved", "bound"
"""Keys of the file beside a table: parameters that data move by themselves, or bind with others."""
SUM_ERROR = 1e-6
MOST_DRAWN = 1_000_000


class EnsembleError(ScenarioError):
    """An ensemble that cannot be used; the message says where, why, and what to do instead."""


@dataclass(frozen=True)
class Ensemble:
    """Parameter sets, each with its weight.

    Attributes:
        name: of the file, without ".csv".
        frame: a row per set: `weight` (they sum to 1), then the parameters in their units.
        about: what the file beside it says of its origin.
    """

    name: str
    frame: pd.DataFrame
    about: dict[str, Any]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that vary."""
        return tuple(str(column) for column in self.frame.columns if column != WEIGHT)

    @property
    def informed(self) -> frozenset[str]:
        """Names of the parameters of which the published figures say something."""
        return frozenset((*self.about.get(MOVED, ()), *self.about.get(BOUND, ())))

    def draw(self, count: int, seed: int = 0) -> pd.DataFrame:
        """Rows drawn by weight, each standing for the same chance; columns are parameters.

        Systematic resampling: the weights stand end to end in the order of the file, and equally
        spaced marks pick the rows, so that a row of weight w comes w x count times, give or take
        less than one. The same count and seed give the same rows in the same order.

        Args:
            count: how many rows; a heavy row comes more than once.
            seed: where the first mark stands.

        Raises:
            EnsembleError: no such number of rows.
        """
        if not 1 <= count <= MOST_DRAWN:
            raise EnsembleError(
                f"{count} rows of the ensemble '{self.name}': ask for 1 to {MOST_DRAWN:,}"
            )
        start = float(np.random.Generator(np.random.Philox(seed)).random())
        marks = (np.arange(count) + start) / count
        ends = np.cumsum(self.frame[WEIGHT].to_numpy(np.float64))
        rows = np.minimum(np.searchsorted(ends / ends[-1], marks, side="right"), len(ends) - 1)
        return self.frame.iloc[rows].drop(columns=WEIGHT).reset_index(drop=True)


def list_ensembles() -> list[str]:
    """Names of the ensembles that come with the project, in alphabetical order."""
    return sorted(path.stem for path in ENSEMBLES.glob("*.csv"))


def load_ensemble(name_or_path: str | os.PathLike[str]) -> Ensemble:
    """An ensemble, checked: known parameters, possible values, weights that sum to 1.

    Args:
        name_or_path: one that comes with the project, such as "full", or the path of a .csv file
            that `calibrate` has written.

    Raises:
        EnsembleError: there is none, or it cannot be used; names file, row, column, reason.
    """
    wanted = os.fspath(name_or_path)
    path = ENSEMBLES / f"{wanted}.csv" if wanted in list_ensembles() else Path(wanted)
    if path.suffix != ".csv" or not path.is_file():
        hint = nearest(wanted, list_ensembles())
        raise EnsembleError(f"no ensemble '{wanted}'{hint}; or give the path of a .csv file")
    stamp = path.stat()
    return _load(path.resolve(), stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=16)
def _load(path: Path, changed: int, size: int) -> Ensemble:
    content = path.read_bytes()
    about = _about(path, hashlib.sha256(content).hexdigest())
    try:
        rows = list(csv.reader(content.decode().splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise EnsembleError(f"{path}: is not a table of commas: {problem}") from None
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    _check_header(path, header)
    if not body:
        raise EnsembleError(f"{path}: has no rows; make it anew with 'run.py calibrate'")
    values = [_numbers(path, header, line, row) for line, row in enumerate(body, start=2)]
    frame = pd.DataFrame(values, columns=header)
    total = math.fsum(frame[WEIGHT])
    if abs(total - 1.0) > SUM_ERROR:
        raise EnsembleError(f"{path}: the weights sum to {total:g}, not to 1")
    return Ensemble(path.stem, frame, about)


def _about(path: Path, found: str) -> dict[str, Any]:
    """The provenance, if it is of this very table."""
    beside = path.with_suffix(".toml")
    about = read_toml(beside, EnsembleError)
    if about.get("sha256") != found:
        raise EnsembleError(
            f"{path}: is not the table that {beside.name} describes (its sha256 is {found[:12]}…);"
            " fetch both anew, or make them with 'run.py calibrate'"
        )
    return about


def _check_header(path: Path, header: list[str]) -> None:
    if header[:1] != [WEIGHT] or len(header) < 2:
        raise EnsembleError(f"{path}: the first column must be '{WEIGHT}', the others parameters")
    known = load_parameters()
    for name in header[1:]:
        if name not in list(known):
            raise EnsembleError(
                f"{path}: unknown parameter '{name}'{nearest(name, known)}; an ensemble of another"
                " version of the model must be made anew: 'run.py calibrate'"
            )
        if header.count(name) > 1:
            raise EnsembleError(f"{path}: column '{name}' stands there twice")


def _numbers(path: Path, header: list[str], line: int, row: list[str]) -> list[float]:
    if len(row) != len(header):
        raise EnsembleError(f"{path}: line {line}: {len(row)} values for {len(header)} columns")
    known = load_parameters()
    numbers = []
    for name, text in zip(header, row, strict=True):
        try:
            number = float(text)
        except ValueError:
            raise EnsembleError(f"{path}: line {line}: {name} = '{text}': not a number") from None
        if name == WEIGHT:
            if not (math.isfinite(number) and number > 0.0):
                raise EnsembleError(f"{path}: line {line}: weight = {text}: must be above 0")
        else:
            try:
                known[name].check(number)
            except ParameterError as problem:
                raise EnsembleError(f"{path}: line {line}: {problem}") from None
        numbers.append(number)
    return numbers
