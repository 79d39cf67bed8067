"""Attribution of races as the command line asks for it, and its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from rich.text import Text

from tenfold.scenarios.errors import nearest
from tenfold.sim.attribution import NAMES, attribute, best_parts, total
from tenfold.sim.measures import groups_of
from tenfold.sim.report.races import run_races
from tenfold.sim.report.request import Request, RequestError
from tenfold.sim.report.tables import MINUS, STYLES, plain_table

FloatArray = NDArray[np.float64]
RANGE = (5.0, 95.0)
"""Percentiles of the range that holds nine races of ten."""
ABSENT = "–"


@dataclass(frozen=True)
class Attributed:
    """Parts of capability at the end of the races that were asked for."""

    request: Request
    rows: dict[str, FloatArray]
    """Label to [runs, parts] index points; NaN where the lab or the group is not in the race."""


def attribute_races(
    request: Request,
    lab: str | None = None,
    against: str | None = None,
    passed: Callable[[int], None] = lambda months: None,
) -> Attributed:
    """Race, and take every lab's latest model apart as it stands at the end.

    Args:
        request: the races.
        lab: a lab, or a group whose best lab is meant; every lab unless given.
        against: another one; then the gap between the two is taken apart too.
        passed: called with the number of race-months that have just passed.

    Raises:
        RequestError: no such lab or group, or one to compare with but none to compare.
    """
    groups = groups_of(request.scenario)
    for option, name in (("--lab", lab), ("--against", against)):
        if name is not None and name not in groups:
            raise RequestError(f"{option} '{name}': no such lab or group{nearest(name, groups)}")
    if against is not None and lab is None:
        raise RequestError(f"--against '{against}': say with --lab whose gap to it is meant")
    asked = [name for name in (lab, against) if name is not None]
    rows: dict[str, list[FloatArray]] = {}
    for _, history in run_races(request, passed=passed):
        rules = request.values()
        if asked:
            found = {name: best_parts(history, rules, groups[name])[:, -1] for name in asked}
        else:
            parts, active = attribute(history, rules)[:, -1], history.series("active")[:, -1] > 0.0
            found = {
                each: np.where(active[:, place, None], parts[:, place], np.nan)
                for place, each in enumerate(history.labs)
            }
        for name, values in found.items():
            rows.setdefault(name, []).append(values)
    together = {name: np.concatenate(values) for name, values in rows.items()}
    if against is not None and lab is not None:
        together[f"{lab} less {against}"] = together[lab] - together[against]
    return Attributed(request, together)


def attribution_table(found: Attributed) -> Table:
    """A row per lab, best first; a column per part: mean over races, and the range below it."""
    request = found.request
    races = "1 race" if request.runs == 1 else f"{request.runs:,} races"
    spread = (
        "Means over races; below, the range from the 5th to the 95th percentile. "
        if request.runs > 1
        else ""
    )
    table = plain_table(
        f"{request.scenario.title}: the latest model of each lab after {request.months} months, "
        f"{races}, seed {request.seed}",
        caption=f"{spread}Index points; the parts of a row add up to its capability. Reference: the"
        " same for every lab. Compute: with the size and the practice of the run. Before its first"
        " run has finished a lab has the published model, whose parts the opening solves.",
    )
    table.add_column("Lab", no_wrap=True)
    for name in ("capability", *NAMES):
        table.add_column(name.capitalize().replace(" ", "\n"), justify="right", no_wrap=True)
    kinds = {lab.name: STYLES[lab.kind] for lab in request.scenario.labs}
    for name, parts in _ordered(found.rows):
        cells = [total(parts), *(parts[:, place] for place in range(parts.shape[1]))]
        style = f"bold {kinds[name]}" if name in kinds else "bold"
        table.add_row(Text(name, style=style), *(Text(_cell(values)) for values in cells))
    return table


def _ordered(rows: dict[str, FloatArray]) -> list[tuple[str, FloatArray]]:
    """Labs by their mean capability; what was asked for by name stays in that order."""
    if any(" less " in name for name in rows):
        return list(rows.items())
    known = {name: total(parts) for name, parts in rows.items()}
    means = {
        name: float(values[np.isfinite(values)].mean()) if np.isfinite(values).any() else -np.inf
        for name, values in known.items()
    }
    return sorted(rows.items(), key=lambda row: -means[row[0]])


def _cell(values: FloatArray) -> str:
    """Mean, and on a second line the range, of the races in which there is a figure."""
    known = values[np.isfinite(values)]
    if not known.size:
        return ABSENT
    if values.size == 1:
        return _signed(float(known[0]))
    low, high = (float(edge) for edge in np.percentile(known, RANGE))
    if low == high:
        return _signed(low)
    return f"{_signed(float(known.mean()))}\n{_signed(low)}…{_signed(high)}"


def _signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return f"{MINUS}{text}" if value < 0.0 and text != "0.0" else text
