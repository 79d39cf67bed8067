"""Pictures of a report as PNG files: the answer, and how each outcome spreads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from tenfold.sim.sweep.answer.results import Label
from tenfold.sim.sweep.answer.study import OutcomeReport, Report, Spread
from tenfold.sim.sweep.answer.wording import capital, plain
from tenfold.ui.charts.palette import INK, PAGE, QUIET, RULE
from tenfold.ui.sweeps.captions import CODE
from tenfold.ui.sweeps.charts import cloud
from tenfold.ui.sweeps.colours import theme_colours
from tenfold.ui.sweeps.figures import colours_of
from tenfold.ui.sweeps.scale import axis_of, scale_of

WIDTH, DPI = 12.0, 130
ROW, TEXT, SMALL = 0.62, 10.5, 9.0
MOST_ROWS = 8
"""Parameters that the picture of the answer shows."""
ANSWER = "answer.png"


def write_pictures(report: Report, folder: Path) -> list[str]:
    """Draw answer.png and distribution-OUTCOME.png into a folder; returns their names.

    The same report gives the same bytes.
    """
    names = []
    if report.findings.effect is not None:
        _save(draw_answer(report), folder / ANSWER)
        names.append(ANSWER)
    for outcome in report.outcomes:
        if outcome.levels and report.results.label(outcome.name).unit != CODE:
            name = f"distribution-{re.sub(r'[^A-Za-z0-9_.-]+', '-', outcome.name)}.png"
            _save(draw_outcome(report, outcome), folder / name)
            names.append(name)
    return names


def draw_answer(report: Report) -> Canvas:
    """Question and answer in words; below it the intervals, and what it depends on."""
    findings, results = report.findings, report.results
    effect, swings = findings.effect, findings.swings[:MOST_ROWS]
    assert effect is not None
    label = results.label(findings.asked.outcome)
    level = findings.asked.plus is None
    head = _words(report)
    top = 0.34 * (head.count("\n") + 1) + 0.5
    parts = [1.0, *([ROW * len(swings)] if swings else [])]
    height = top + sum(parts) + 0.95 * len(parts) + 0.2
    canvas = _canvas(height)
    _head(canvas, height, report.results.question, head)
    bottom = height - top - parts[0]
    axes = canvas.add_axes((0.05, bottom / height, 0.9, (parts[0] - 0.25) / height))
    colours = theme_colours("light")
    scale = scale_of(label, [effect.mean])
    factor = scale.factor
    _interval(axes, 0, effect.mean, effect.luck, effect.parameters, colours["@series-1"], factor)
    _rows(axes, ["the answer"], axis_of(label, not level, scale).name)
    if not level:
        _zero(axes, (findings.asked.matters_if or 0.0) * factor)
    if swings:
        bottom -= 0.95 + parts[1]
        axes = canvas.add_axes((0.05, bottom / height, 0.9, parts[1] / height))
        for place, swing in enumerate(swings):
            colour = colours["@series-1" if swing.clear else "@rest"]
            low, high = swing.at_low * factor, swing.at_high * factor
            axes.plot([low, high], [place, place], color=colour, linewidth=3, alpha=0.6)
            axes.plot([low], [place], "o", color=PAGE.light, markeredgecolor=colour, markersize=8)
            axes.plot([high], [place], "o", color=colour, markersize=8)
        axes.axvline(effect.mean * factor, color=INK.light, linewidth=0.9, linestyle="--")
        names = [capital(plain(results.meaning(swing.name))) for swing in swings]
        _rows(
            axes,
            names,
            f"{axis_of(label, not level, scale).name}: ring at the low third, dot at the high",
        )
    return canvas


def draw_outcome(report: Report, outcome: OutcomeReport) -> Canvas:
    """Single races of every series on the left, paired differences on the right."""
    results = report.results
    label, colours = results.label(outcome.name), colours_of(report)
    both = [(outcome.levels, False)]
    if outcome.differences:
        both.append((outcome.differences, True))
    rows = max(len(spreads) for spreads, _ in both)
    height = 1.5 + max(1.2, (ROW + 0.2) * rows) + 0.7
    canvas = _canvas(height)
    _head(canvas, height, capital(plain(label.text)), results.question)
    wide = 0.9 / len(both) - (0.02 if len(both) > 1 else 0.0)
    asked = any(spread.asked for spread in outcome.differences)
    for place, (spreads, difference) in enumerate(both):
        left = 0.05 + place * (wide + 0.04)
        axes = canvas.add_axes((left, 0.7 / height, wide, (height - 2.2) / height))
        own = {s.name: colours.get(s.name.rpartition(" − ")[0], "@rest") for s in spreads}
        _spreads(axes, spreads, label, own if difference else colours, difference)
        if difference:
            factor = scale_of(label, [spread.effect.mean for spread in spreads]).factor
            matters = (report.findings.asked.matters_if or 0.0) if asked else 0.0
            _zero(axes, matters * factor)
    return canvas


def _spreads(
    axes: Any, spreads: Sequence[Spread], label: Label, colours: dict[str, str], difference: bool
) -> None:
    theme = theme_colours("light")
    scale = scale_of(label, [spread.effect.mean for spread in spreads])
    factor = scale.factor
    for place, spread in enumerate(spreads):
        colour = theme[colours[spread.name]]
        if label.chance:
            effect = spread.effect
            _interval(axes, place, effect.mean, effect.luck, effect.parameters, colour, factor)
            continue
        values = np.asarray(spread.values, dtype=np.float64) * factor
        shifts = np.asarray(cloud([float(each) for each in values]))
        axes.plot(values, place + shifts, "o", color=colour, markersize=3, alpha=0.45, linewidth=0)
        low, quarter, middle, three, high = (each * factor for each in spread.quantiles)
        axes.plot([low, high], [place, place], color=INK.light, linewidth=1.1)
        axes.plot([quarter, three], [place, place], color=INK.light, linewidth=5, alpha=0.85)
        axes.plot([middle], [place], "|", color=PAGE.light, markersize=7, markeredgewidth=1.8)
        axes.plot([spread.effect.mean * factor], [place], "D", color=colour, markersize=6,
                  markeredgecolor=PAGE.light)  # fmt: skip
    _rows(axes, [spread.name for spread in spreads], axis_of(label, difference, scale).name)


def _words(report: Report) -> str:
    told = report.told
    lines = [f"{told.kicker}. {told.headline}", told.luck, told.parameters, told.banner]
    return "\n".join(fill(line, 130) for line in lines if line)


def _canvas(height: float) -> Canvas:
    canvas = Canvas(figsize=(WIDTH, height), facecolor=PAGE.light)
    FigureCanvasAgg(canvas)
    return canvas


def _head(canvas: Canvas, height: float, title: str, text: str) -> None:
    canvas.text(
        0.05, 1 - 0.3 / height, _cut(title, 105), fontsize=15,
        fontweight="bold", color=INK.light, va="top", parse_math=False,
    )  # fmt: skip
    canvas.text(
        0.05, 1 - 0.66 / height, text, fontsize=TEXT, color=QUIET.light, va="top",
        linespacing=1.5, parse_math=False,
    )  # fmt: skip


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _interval(
    axes: Any, place: float, mean: float, luck: tuple[float, float] | None,
    parameters: tuple[float, float] | None, colour: str, factor: float,
) -> None:  # fmt: skip
    for span, width, opacity in ((parameters, 15, 0.25), (luck, 5, 1.0)):
        if span is not None:
            axes.plot(
                [span[0] * factor, span[1] * factor], [place, place], color=colour,
                linewidth=width, alpha=opacity, solid_capstyle="butt",
            )  # fmt: skip
    axes.plot([mean * factor], [place], "D", color=colour, markersize=9,
              markeredgecolor=PAGE.light, markeredgewidth=1.8, zorder=5)  # fmt: skip


def _zero(axes: Any, matters_if: float) -> None:
    axes.axvline(0.0, color=INK.light, linewidth=0.9, linestyle="--")
    if matters_if:
        axes.axvspan(-matters_if, matters_if, color=QUIET.light, alpha=0.1, linewidth=0)


def _rows(axes: Any, names: Sequence[str], name: str) -> None:
    """Rows with their names above them, grid lines, and the axis in words."""
    axes.set_facecolor(PAGE.light)
    axes.set_ylim(len(names) - 0.4, -0.75)
    axes.set_yticks([])
    for place, each in enumerate(names):
        axes.annotate(
            _cut(each, 90), (0, place - 0.34), fontsize=SMALL, parse_math=False,
            xycoords=("axes fraction", "data"), color=INK.light, va="center",
        )  # fmt: skip
    axes.set_xlabel(name, fontsize=SMALL, color=QUIET.light, labelpad=4, parse_math=False)
    axes.grid(axis="x", color=RULE.light, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=4, labelsize=SMALL, labelcolor=QUIET.light)
    for side in axes.spines.values():
        side.set_visible(False)


def _save(canvas: Canvas, path: Path) -> None:
    canvas.savefig(path, format="png", dpi=DPI, metadata={"Software": "Tenfold"})
