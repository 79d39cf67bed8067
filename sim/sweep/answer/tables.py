"""Tables: effects and sensitivities as tidy CSV, the first page as JSON."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from tenfold.sim.sweep.answer.effects import Effect, name_of, of_slices
from tenfold.sim.sweep.answer.results import FloatArray, Results, Value, show
from tenfold.sim.sweep.answer.sensitivity import SEED, Swing
from tenfold.sim.sweep.answer.series import series_factor
from tenfold.sim.sweep.answer.study import Report

EVERY = "all"
INTERVALS = (
    "mean", "luck_low", "luck_high", "parameters_low", "parameters_high",
    "single_low", "single_high", "lucks", "points", "races",
)  # fmt: skip
SENSITIVITY_COLUMNS = (
    "figure", "kind", "name", "meaning", "low", "high", "at_low", "at_high", "clear",
    "rank_share", "rank_share_low", "rank_share_high",
    "first", "first_half", "total", "total_half", "spread",
)  # fmt: skip


def write_effects(report: Report, path: Path) -> None:
    """Levels and paired differences of every outcome in every cell, and over all cells.

    A row: outcome, kind (level or difference), arm, minus (arm or value that is taken away), one
    column per factor ("all": averaged over), mean, intervals, counts.
    """
    results = report.results
    columns = ("outcome", "kind", "arm", "minus", *results.factors, *INTERVALS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for outcome in results.outcomes:
            writer.writerows(_rows(report, outcome))


def _rows(report: Report, outcome: str) -> Iterator[dict[str, Any]]:
    results = report.results
    cube = results.cube(outcome)
    chance = results.label(outcome).chance
    where: list[list[int]] = [[cell] for cell in range(len(results.cells))]
    if len(results.cells) > 1:
        where.append(list(range(len(results.cells))))
    # Rows of as many cells are alike: together they tell how many races are independent.
    arms = range(len(results.arms))
    levels = [[cube[arm, cells] for cells in where for arm in arms if len(cells) == size]
              for size in (1, len(results.cells))]  # fmt: skip
    for arm, name in enumerate(results.arms):
        for cells in where:
            row = {"outcome": outcome, "kind": "level", "arm": name, "minus": ""}
            row |= _cell(results, cells)
            yield from _row(row, cube[arm, cells], chance, True, levels[len(cells) > 1])
    factor = series_factor(results)
    if factor is not None:
        yield from _between_values(report, outcome, factor, cube)
        return
    base = report.reference
    pairs = [[cube[arm, cells] - cube[base, cells]
              for cells in where for arm in arms if arm != base and len(cells) == size]
             for size in (1, len(results.cells))]  # fmt: skip
    for arm, name in enumerate(results.arms):
        if arm == base:
            continue
        for cells in where:
            row = {"outcome": outcome, "kind": "difference", "arm": name}
            row |= {"minus": results.arms[base]} | _cell(results, cells)
            values = cube[arm, cells] - cube[base, cells]
            yield from _row(row, values, chance, False, pairs[len(cells) > 1])


def _between_values(
    report: Report, outcome: str, factor: str, cube: FloatArray
) -> Iterator[dict[str, Any]]:
    """Differences of a factor's values: each against the reference, arm by arm, cell by cell."""
    results = report.results
    chance = results.label(outcome).chance
    values = results.factors[factor]
    base = values[report.reference]
    rows = []
    for value in values:
        if value == base:
            continue
        for arm, name in enumerate(results.arms):
            for plus in results.cells_at({factor: value}):
                (minus,) = results.cells_at({**results.cells[plus], factor: base})
                row = {"outcome": outcome, "kind": "difference", "arm": name}
                row |= {"minus": f"{factor} {show(base)}"} | _cell(results, [plus])
                rows.append((row, cube[arm, [plus]] - cube[arm, [minus]]))
    shown = [values for _, values in rows]
    for row, paired in rows:
        yield from _row(row, paired, chance, False, shown)


def _cell(results: Results, cells: list[int]) -> dict[str, str]:
    if len(cells) > 1:
        return dict.fromkeys(results.factors, EVERY)
    return {factor: show(value) for factor, value in results.cells[cells[0]].items()}


def _row(
    row: Mapping[str, Any], values: FloatArray, chance: bool, level: bool,
    shown: Sequence[FloatArray],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    if not np.isfinite(values).any():
        return
    effect = of_slices(values, chance, level, shown)
    yield {**row, **{name: _text(value) for name, value in _intervals(effect).items()}}


def _intervals(effect: Effect) -> dict[str, float | None]:
    luck, parameters = effect.luck or (None, None), effect.parameters or (None, None)
    numbers = (effect.mean, *luck, *parameters, *effect.single)
    counts = (effect.lucks, effect.points, effect.races)
    return dict(zip(INTERVALS, (*numbers, *counts), strict=True))


def _text(value: Any) -> str:
    """A cell of a CSV file: nothing for what is not known, six digits for numbers."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def write_sensitivity(report: Report, path: Path) -> None:
    """What the answer depends on: one row per parameter and factor, indices where there are any."""
    results, findings = report.results, report.findings
    figure = name_of(findings.asked)
    swings = {(swing.name, swing.factor): swing for swing in findings.swings}
    indices = {index.name: index for index in findings.indices}
    keys = [*swings, *((name, False) for name in indices if (name, False) not in swings)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SENSITIVITY_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for name, is_factor in keys:
            row: dict[str, Any] = {
                "figure": figure,
                "kind": "factor" if is_factor else "parameter",
                "name": name,
                "meaning": results.meaning(name),
            }
            if (name, is_factor) in swings:
                row |= _swing_cells(swings[name, is_factor])
            if not is_factor and name in indices:
                index = indices[name]
                row |= {
                    "first": index.first, "first_half": index.first_half,
                    "total": index.total, "total_half": index.total_half, "spread": index.spread,
                }  # fmt: skip
            writer.writerow({column: _text(value) for column, value in row.items()})


def _swing_cells(swing: Swing) -> dict[str, Any]:
    share = swing.rank_share or (None, None, None)
    return {
        "low": swing.low, "high": swing.high,
        "at_low": swing.at_low, "at_high": swing.at_high, "clear": swing.clear,
        "rank_share": share[0], "rank_share_low": share[1], "rank_share_high": share[2],
    }  # fmt: skip


def write_summary(report: Report, path: Path) -> None:
    """Everything of the first page, for programs."""
    text = json.dumps(summary_of(report), indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def summary_of(report: Report) -> dict[str, Any]:
    """The first page as plain data: figures as numbers, None where unknown, and the sentences."""
    results, findings = report.results, report.findings
    effect = findings.effect
    where: Mapping[str, Value] = findings.asked.at
    summary = {
        "question": results.question,
        "contrast": name_of(findings.asked),
        "at": dict(where),
        "matters_if": findings.asked.matters_if,
        "verdict": findings.verdict,
        "effect": None if effect is None else _intervals(effect),
        "detectable": None if effect is None else effect.detectable,
        "spread_comes_from": None
        if effect is None or effect.shares is None
        else asdict(effect.shares),
        "depends_on": [asdict(swing) | {"size": swing.size} for swing in findings.swings],
        "indices": [asdict(index) for index in findings.indices],
        "indices_missing": findings.indices_missing,
        "flips": None if findings.flips is None else asdict(findings.flips),
        "split": findings.split,
        "in_words": asdict(report.told),
        "races": {
            "planned": results.races, "made": results.made, "missing": results.missing,
            "failed": results.failed, "reasons": results.failures,
        },
        "arms": list(results.arms),
        "factors": {name: list(values) for name, values in results.factors.items()},
        "design": results.design,
        "sweep": {
            "identity": results.provenance.identity,
            "versions": dict(results.provenance.versions),
            "hashes": dict(results.provenance.hashes),
        },
        "analysis_seed": SEED,
    }  # fmt: skip
    return dict(_finite(summary))


def _finite(value: Any) -> Any:
    """The same data with None for what JSON has no word for."""
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value
