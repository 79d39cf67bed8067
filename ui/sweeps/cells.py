"""Tables behind an outcome: means and paired differences in every cell, shares of codes."""

from __future__ import annotations

import numpy as np

from tenfold.sim.sweep.answer.effects import of_slices
from tenfold.sim.sweep.answer.series import series_factor
from tenfold.sim.sweep.answer.study import OutcomeReport, Report
from tenfold.sim.sweep.answer.wording import factor_name, value_of
from tenfold.ui.sweeps.captions import code_shares
from tenfold.ui.sweeps.figures import ABSENT, Table, speaker_of


def cell_table(report: Report, outcome: OutcomeReport) -> Table | None:
    """Means of an outcome in every cell, and differences of arms; None where there is one cell."""
    results = report.results
    if len(results.cells) < 2:
        return None
    say = speaker_of(outcome.levels, results.label(outcome.name))
    cube = results.cube(outcome.name)
    rows = []
    for number, cell in enumerate(results.cells):
        means = []
        for arm in range(len(results.arms)):
            here = cube[arm, number]
            known = here[np.isfinite(here)]
            means.append(say.bare(float(known.mean())) if known.size else ABSENT)
        rows.append((*(value_of(value) for value in cell.values()), *means))
    factors = tuple(factor_name(factor, results) for factor in results.factors)
    arms = results.arms if len(results.arms) > 1 else ("mean",)
    return Table((*factors, *arms), tuple(rows))


def paired_table(report: Report, outcome: OutcomeReport) -> Table | None:
    """Paired differences of arms in every cell, with 90 % over luck; None without arms or cells."""
    results = report.results
    if len(results.cells) < 2 or len(results.arms) < 2 or series_factor(results) is not None:
        return None
    base = report.reference
    others = [arm for arm in range(len(results.arms)) if arm != base]
    label = results.label(outcome.name)
    say = speaker_of(outcome.differences or outcome.levels, label)
    cube = results.cube(outcome.name)
    pairs = {
        (arm, cell): cube[arm, [cell]] - cube[base, [cell]]
        for arm in others
        for cell in range(len(results.cells))
    }
    shown, rows = list(pairs.values()), []
    for number, cell in enumerate(results.cells):
        said = []
        for arm in others:
            if not np.isfinite(pairs[arm, number]).any():
                said.append(ABSENT)
                continue
            effect = of_slices(pairs[arm, number], label.chance, shown=shown)
            text = say.bare(effect.mean, sign=True)
            if effect.luck is not None:
                low, high = (say.bare(end, sign=True) for end in effect.luck)
                text += f" ({low} to {high})"
            said.append(text)
        rows.append((*(value_of(value) for value in cell.values()), *said))
    factors = tuple(factor_name(factor, results) for factor in results.factors)
    names = tuple(f"{results.arms[arm]} − {results.arms[base]}" for arm in others)
    return Table((*factors, *names), tuple(rows))


def code_table(report: Report, outcome: OutcomeReport) -> Table | None:
    """Shares of races by series and code; None where the figures are no codes after all."""
    results = report.results
    label = results.label(outcome.name)
    found = {}
    for each in report.series:
        shares = code_shares(label, each.cube(results, outcome.name))
        if shares is None:
            return None
        found[each.name] = shares
    codes = sorted({code for shares in found.values() for code in shares})
    rows = tuple(
        (name, *(f"{100.0 * shares.get(code, 0.0):.0f} %" for code in codes))
        for name, shares in found.items()
    )
    return Table(("Races", *codes), rows)
