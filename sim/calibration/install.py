"""Install: a calibration becomes files: ensembles with their origin, the page, the best point."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tenfold.scenarios.ensembles import BOUND, ENSEMBLES, MOVED, WEIGHT
from tenfold.sim.calibration.best import HAND_SET
from tenfold.sim.calibration.calibrate import Fitted
from tenfold.sim.calibration.fits import Size
from tenfold.sim.calibration.posterior import TIED, Marginal
from tenfold.sim.calibration.space import Space
from tenfold.sim.calibration.weigh import effective
from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.running.disk import write_whole

HAND_SET_HEAD = """# Defaults that calibration has moved, as they were set by hand before.
# `calibrate` starts from these, so that it finds the same best point again, and writes this file.
"""
PAGE = "calibration.md"
BEST = "best-point.toml"


def ensemble_table(fitted: Fitted, space: Space) -> bytes:
    """The rows of a fit: weight, then every parameter; as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((WEIGHT, *space.names))
    natural = space.natural(fitted.last.unit[fitted.rows])
    for weight, row in zip(fitted.row_weights, natural, strict=True):
        writer.writerow((f"{weight:.9g}", *(f"{value:.6g}" for value in row)))
    return stream.getvalue().encode()


def provenance(
    fitted: Fitted, known: Sequence[Marginal], table: bytes, size: Size, seed: int, made: str
) -> bytes:
    """Where a table comes from, as TOML.

    Args:
        fitted: the fit.
        known: what it says about every parameter.
        table: as `ensemble_table` made it.
        size: of the calibration.
        seed: of all draws.
        made: date, as YYYY-MM-DD.
    """
    names = _listed(target.name for target in fitted.targets)
    moved, tied = (
        _listed(each.name for each in known if each.standing == standing)
        for standing in (MOVED, TIED)
    )
    sizes = ", ".join(f"{name} = {value}" for name, value in size.to_json().items())
    text = f"""# Where {fitted.fit.name}.csv comes from. Its sha256 is checked whenever it is read.
# How it was made, and what it says: docs/calibration.md.
title = "Calibrated to {fitted.fit.title}"
made = {made}
command = "run.py calibrate --out FOLDER --install"
method = "history matching in two waves with lasso emulators; a third weighted by its likelihood"
engine = "{engine_version()}"
seed = {seed}
size = {{ {sizes} }} # points and lucks a wave, rows, parameter sets tried as the best point
data_until = {fitted.fit.until}
effective_size = {effective(fitted.weights):.1f}
weights_power = {fitted.power:.4f}
targets = {names}
{MOVED} = {moved} # parameters that data move by themselves
{BOUND} = {tied} # parameters that data bind together with others
sha256 = "{hashlib.sha256(table).hexdigest()}"
"""
    return text.encode()


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def write_results(
    folder: Path,
    fits: Mapping[str, Fitted],
    known: Mapping[str, Sequence[Marginal]],
    page: str,
    best: Mapping[str, float],
    space: Space,
    size: Size,
    seed: int,
    made: str,
) -> None:
    """Write the tables with their provenance, the page and the best point into a folder."""
    for name, fitted in fits.items():
        table = ensemble_table(fitted, space)
        write_whole(folder / f"{name}.csv", table)
        write_whole(
            folder / f"{name}.toml",
            provenance(fitted, known[name], table, size, seed, made),
        )
    write_whole(folder / PAGE, page.encode())
    lines = [f"{name} = {value!r}\n" for name, value in best.items()]
    write_whole(folder / BEST, "".join(lines).encode())


def install(folder: Path, names: list[str], moved: Mapping[str, float]) -> list[Path]:
    """Copy tables, provenance and page from a folder into the project.

    Args:
        folder: that `write_results` wrote into.
        names: of the ensembles.
        moved: name to value set by hand, of the parameters that the best point moves.

    Returns:
        What was written.
    """
    docs = ENSEMBLES.parents[1] / "docs"
    written = []
    for name in names:
        for ending in ("csv", "toml"):
            target = ENSEMBLES / f"{name}.{ending}"
            write_whole(target, (folder / target.name).read_bytes())
            written.append(target)
    lines = [f"{name} = {value!r}\n" for name, value in moved.items()]
    write_whole(HAND_SET, (HAND_SET_HEAD + "".join(lines)).encode())
    written.append(HAND_SET)
    if docs.is_dir():  # an installed program has none
        write_whole(docs / PAGE, (folder / PAGE).read_bytes())
        written.append(docs / PAGE)
    return written
