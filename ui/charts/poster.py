"""The picture that the command line writes: capability race and market share, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tenfold.sim.report.study import Outcome
from tenfold.ui.charts.drawing import apart
from tenfold.ui.charts.palette import FAMILIES, INK, PAGE, QUIET, REST, RULE

FloatArray = NDArray[np.float64]
WIDTH, HEIGHT, DPI = 14.0, 7.2, 150
TEXT, SMALL = 9.5, 8.5
LINE_OF_TEXT = 0.036
"""Height of a line of label text, as a share of the height of a panel."""


def write_poster(outcome: Outcome, path: Path) -> None:
    """Draw an outcome and write it as a PNG file; the same outcome gives the same bytes."""
    figure = draw_poster(outcome)
    figure.savefig(path, format="png", dpi=DPI, metadata={"Software": "Tenfold"})


def draw_poster(outcome: Outcome) -> Figure:
    """Capability of every lab on the left, its share of all tokens on the right."""
    request = outcome.request
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor=PAGE.light)
    FigureCanvasAgg(figure)
    race, market = figure.subplots(1, 2)
    figure.subplots_adjust(left=0.045, right=0.895, top=0.795, bottom=0.075, wspace=0.36)
    months = _months(request.scenario.start, request.months)
    colours = lab_shades([lab.kind for lab in request.scenario.labs])
    _capability(race, outcome, months, colours)
    _shares(market, outcome, months, colours)
    races = "one race" if request.runs == 1 else f"{request.runs:,} races"
    luck = f"seed {request.seed}"
    if request.first_run:
        luck += f", from run {request.first_run:,}"
    figure.text(
        0.045, 0.938, request.scenario.title, fontsize=16, fontweight="bold", color=INK.light
    )
    figure.text(
        0.045, 0.9, f"{request.scenario.teaches}  {races.capitalize()}, {luck}.",
        fontsize=TEXT, color=QUIET.light,
    )  # fmt: skip
    return figure


def lab_shades(kinds: Sequence[str]) -> list[str]:
    """One colour per lab, by its kind and its place among that kind, as on the page."""
    used = dict.fromkeys(FAMILIES, 0)
    shades = []
    for kind in kinds:
        number = used[kind]
        used[kind] += 1
        family = FAMILIES[kind]
        shades.append(family[number].light if number < len(family) else REST.light)
    return shades


def _months(start: str, months: int) -> FloatArray:
    """Times as years and fractions: 2026.25 is the end of March 2026."""
    year, month = (int(part) for part in start.split("-"))
    return year + (month - 1 + np.arange(months + 1)) / 12.0


def _capability(axes: Any, outcome: Outcome, months: FloatArray, colours: Sequence[str]) -> None:
    low, middle, high = outcome.paths["capability"]
    many = outcome.request.runs > 1
    banded = _best_of_each_kind(outcome) if many else []
    ends = []
    for place, name in enumerate(outcome.names):
        # The median of a handful of survivors would mislead: the line ends with the typical race.
        alive = outcome.survival[:, place] >= 0.5
        shown = np.where(alive, middle[:, place], np.nan)
        if not alive.any():
            continue
        axes.plot(months, shown, color=colours[place], linewidth=1.9, solid_capstyle="round")
        if place in banded:
            band = alive & np.isfinite(low[:, place])
            axes.fill_between(
                months, low[:, place], high[:, place], where=band,
                color=colours[place], alpha=0.13, linewidth=0,
            )  # fmt: skip
        last = int(np.flatnonzero(alive)[-1])
        ends.append((name, colours[place], float(months[last]), float(shown[last])))
    note = "median; bands: 80 % of races, best lab of each kind" if many else "best model on sale"
    _frame(axes, "Capability race", f"Capability index, {note}", months)
    _label_ends(axes, ends, float(months[-1]))


def _best_of_each_kind(outcome: Outcome) -> list[int]:
    """Places of the labs that end highest among their kind: bands around all would be a fog."""
    score = np.nan_to_num(outcome.finals["capability"][1], nan=-np.inf)
    best: dict[str, int] = {}
    for place, lab in enumerate(outcome.request.scenario.labs):
        if lab.kind not in best or score[place] > score[best[lab.kind]]:
            best[lab.kind] = place
    return list(best.values())


def _shares(axes: Any, outcome: Outcome, months: FloatArray, colours: Sequence[str]) -> None:
    mean = outcome.token_share
    kinds = [lab.kind for lab in outcome.request.scenario.labs]
    order = sorted(
        range(len(kinds)), key=lambda i: (-list(FAMILIES).index(kinds[i]), float(mean[-1, i]))
    )
    base = np.zeros(len(months))
    ends = []
    for place in order:
        top = base + mean[:, place]
        axes.fill_between(
            months, base, top, color=colours[place], linewidth=0.7, edgecolor=PAGE.light
        )
        share = float(mean[-1, place])
        if share >= 0.001:
            label = f"{outcome.names[place]} {100 * share:.0f} %"
            ends.append((label, colours[place], float(months[-1]), float(base[-1] + share / 2)))
        base = top
    axes.set_ylim(0.0, 1.0)
    many = outcome.request.runs > 1
    note = "Share of all tokens" + (", mean of the races" if many else "")
    _frame(axes, "Market share", note, months)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25 %", "50 %", "75 %", "100 %"])
    _label_ends(axes, ends, float(months[-1]))


def _frame(axes: Any, title: str, note: str, months: FloatArray) -> None:
    axes.set_facecolor(PAGE.light)
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold", color=INK.light, pad=20)
    axes.text(0, 1.018, note, transform=axes.transAxes, fontsize=SMALL, color=QUIET.light)
    axes.set_xlim(months[0], months[-1])
    years = np.arange(np.ceil(months[0]), months[-1] + 1e-9)
    axes.set_xticks(years, [f"{year:.0f}" for year in years])
    axes.grid(axis="y", color=RULE.light, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=6, labelsize=SMALL, labelcolor=QUIET.light)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.spines["bottom"].set(visible=True, color=RULE.light)


def _label_ends(axes: Any, ends: Sequence[tuple[str, str, float, float]], right: float) -> None:
    """Names at the ends of lines, moved apart, with a fine lead where one had to move."""
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    height = high - low
    gap = LINE_OF_TEXT * height
    heights = apart([end[3] for end in ends], gap, low + gap / 2, high - gap / 2)
    start, stop = axes.get_xlim()
    step = (stop - start) * 0.015
    for (label, colour, x, y), at in zip(ends, heights, strict=True):
        axes.plot(
            [x, right + step, right + 2.2 * step], [y, at, at],
            color=colour, linewidth=0.6, alpha=0.7, clip_on=False,
        )  # fmt: skip
        axes.text(
            right + 2.8 * step, at, label,
            color=colour, fontsize=TEXT, va="center", ha="left",
        )  # fmt: skip
