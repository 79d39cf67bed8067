"""Figures of a report: each a chart, a sentence that says what to see, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenfold.sim.sweep.answer.effects import Effect
from tenfold.sim.sweep.answer.fans import Fan
from tenfold.sim.sweep.answer.results import Label
from tenfold.sim.sweep.answer.study import OutcomeReport, Report, Spread
from tenfold.sim.sweep.answer.wording import (
    Speaker,
    amount,
    capital,
    factor_name,
    noun,
    plain,
    value_of,
)
from tenfold.ui.sweeps.captions import where_shown
from tenfold.ui.sweeps.charts import bars, distribution, height_of, intervals, tornado
from tenfold.ui.sweeps.colours import series_tokens
from tenfold.ui.sweeps.frames import Axis, Line, Option, Row
from tenfold.ui.sweeps.planes import fan, main_effect
from tenfold.ui.sweeps.scale import Scale, axis_of, scale_of

MOST_ROWS = 12
"""Parameters that a chart shows; the table has all."""
FEW = 2
"""So many series may have their wide bands drawn; of more, the bands would be a fog."""
ABSENT = "–"
FEW_POINTS = 10
"""With fewer sets of parameters a line from one to the next would pretend to a curve."""
OTHERS_VARY = "Few points, and the other parameters vary among them too."


@dataclass(frozen=True)
class Table:
    """A table of words: a head, and rows of as many cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A chart with what it says.

    Attributes:
        title: short.
        says: what to see in it.
        option: of ECharts.
        height: in pixels.
        table: the same in figures.
        name: anchor, and place of the chart; letters, digits and hyphens.
        small: one of several side by side.
    """

    title: str
    says: str
    option: Option
    height: int
    table: Table
    name: str
    small: bool = False


def colours_of(report: Report) -> dict[str, str]:
    """Colour of each series by name."""
    tokens = series_tokens(len(report.series), report.reference)
    return dict(zip([each.name for each in report.series], tokens, strict=True))


def speaker_of(spreads: Sequence[Spread], label: Label) -> Speaker:
    """Says figures with the decimals that the intervals over luck deserve."""
    widths = [s.effect.luck[1] - s.effect.luck[0] for s in spreads if s.effect.luck]
    widths = [width for width in widths if width > 0.0]
    spans = [s.effect.single[1] - s.effect.single[0] for s in spreads]
    return Speaker(label, min(widths) if widths else max(spans, default=1.0) / 10.0)


def answer_figure(report: Report) -> Figure | None:
    """The answer's own intervals, apart over luck and over parameters; None where it has none."""
    findings, results = report.findings, report.results
    if findings.effect is None:
        return None
    label = results.label(findings.asked.outcome)
    level = findings.asked.plus is None
    effect = findings.effect
    if level:
        name = plain(label.text)
    else:
        sides = (findings.asked.plus, findings.asked.minus)
        plus, minus = ("" if side is None else value_of(side) for side in sides)
        name, factor = f"{plus} − {minus}", findings.asked.factor
        if factor is not None:
            name = capital(f"{factor_name(factor, results)}: {name}")
    scale = scale_of(label, [effect.mean])
    row = _row(name, "@series-1", effect, scale)
    matters = findings.asked.matters_if
    option = intervals(
        [row], axis_of(label, not level, scale), zero=not level,
        matters_if=None if level or matters is None else matters * scale.factor,
    )  # fmt: skip
    band = " The grey band around zero is what would not matter." if matters and not level else ""
    range_ = " The faint bar is the range over parameters (5–95 %)." if row.parameters else ""
    thick = "The thick bar is what luck leaves open (90 % interval)." if row.luck else ""
    says = f"The diamond is the mean. {thick}{range_}{band}"
    table = effect_table([_bare(name, effect)], label, "Effect")
    return Figure("The answer", says, option, height_of(1), table, "chart-answer")


def _bare(name: str, effect: Effect) -> Spread:
    return Spread(name, (), effect, np.zeros(0), np.zeros(0, dtype=np.int64))


def outcome_figures(report: Report, outcome: OutcomeReport, number: int) -> list[Figure]:
    """How an outcome spreads by series, and the paired differences."""
    results = report.results
    label, colours = results.label(outcome.name), colours_of(report)
    where = where_shown(results)
    found = []
    if outcome.levels:
        found.append(_spreads(
            outcome.levels, colours, label, f"chart-levels-{number}", difference=False,
            matters_if=None, where=where,
        ))  # fmt: skip
    if outcome.differences:
        own = {
            s.name: colours.get(s.name.rpartition(" − ")[0], "@rest") for s in outcome.differences
        }
        asked = any(spread.asked for spread in outcome.differences)
        found.append(_spreads(
            outcome.differences, own, label, f"chart-differences-{number}", difference=True,
            matters_if=report.findings.asked.matters_if if asked else None, where=where,
        ))  # fmt: skip
    return found


def _spreads(
    spreads: Sequence[Spread], colours: dict[str, str], label: Label, name: str,
    difference: bool, matters_if: float | None, where: str,
) -> Figure:  # fmt: skip
    scale = scale_of(label, [s.effect.mean for s in spreads])
    rows = [_row(s.name, colours[s.name], s.effect, scale, s) for s in spreads]
    axis = axis_of(label, difference, scale)
    matters = None if matters_if is None else matters_if * scale.factor
    draw = intervals if label.chance else distribution
    option = draw(rows, axis, difference, matters)
    says = where + _spread_sentence(spreads, label, difference)
    title = "Paired differences" if difference else ("Chances" if label.chance else "Distributions")
    head = "Difference" if difference else "Races"
    return Figure(
        title, says, option, height_of(len(rows)), effect_table(spreads, label, head), name
    )


def _spread_sentence(spreads: Sequence[Spread], label: Label, difference: bool) -> str:
    say = speaker_of(spreads, label)
    order = sorted(spreads, key=lambda spread: spread.effect.mean)
    if difference:
        clear = [
            s for s in spreads if s.effect.luck and not s.effect.luck[0] <= 0 <= s.effect.luck[1]
        ]
        largest = max(spreads, key=lambda spread: abs(spread.effect.mean))
        said = (
            f"Same lucks in both: {len(clear)} of {len(spreads)} mean"
            f" {'differences' if len(spreads) > 1 else 'difference'} can be told from zero; the"
            f" largest is {largest.name} with {say.change(largest.effect.mean)}."
        )
        if not label.chance:
            said += " Each point is a pair of races; the box holds half of them."
        return said
    if len(spreads) == 1:
        return f"The mean is {say.level(order[0].effect.mean)}." + (
            "" if label.chance else " Each point is a race; the box holds half of them."
        )
    if say.level(order[0].effect.mean) == say.level(order[-1].effect.mean):
        said = f"On average {say.level(order[0].effect.mean)} for each of the {len(order)}."
        return said + ("" if label.chance else " Each point is a race; the box holds half of them.")
    said = (
        f"Lowest for {order[0].name} with {say.level(order[0].effect.mean)}, highest for"
        f" {order[-1].name} with {say.level(order[-1].effect.mean)} on average."
    )
    return said + ("" if label.chance else " Each point is a race; the box holds half of them.")


def _row(name: str, colour: str, effect: Effect, scale: Scale, spread: Spread | None = None) -> Row:
    factor = scale.factor

    def scaled(pair: tuple[float, float] | None) -> tuple[float, float] | None:
        return None if pair is None else (pair[0] * factor, pair[1] * factor)

    return Row(
        name, colour, effect.mean * factor, scaled(effect.luck), scaled(effect.parameters),
        () if spread is None else tuple(each * factor for each in spread.quantiles),
        () if spread is None else [float(each) * factor for each in spread.values],
        [] if spread is None else [int(run) for run in spread.runs],
    )  # fmt: skip


def effect_table(spreads: Sequence[Spread], label: Label, head: str) -> Table:
    """Means with both intervals, and the range of single races."""
    say = speaker_of(spreads, label)
    unit = f" ({'%' if label.chance else say.unit})" if (say.unit or label.chance) else ""

    def span(pair: tuple[float, float] | None) -> str:
        return ABSENT if pair is None else f"{say.bare(pair[0])} to {say.bare(pair[1])}"

    rows = tuple(
        (
            spread.name, say.bare(spread.effect.mean), span(spread.effect.luck),
            span(spread.effect.parameters), span(spread.effect.single), f"{spread.effect.races:,}",
        )
        for spread in spreads
    )  # fmt: skip
    columns = (
        "mean" + unit,
        "over luck, 90 %",
        "over parameters, 5–95 %",
        "single, 5–95 %",
        "races",
    )
    return Table((head, *columns), rows)


def swing_figure(report: Report) -> Figure | None:
    """What the answer depends on, largest swing first; None where nothing varies."""
    findings, results = report.findings, report.results
    if findings.effect is None or not findings.swings:
        return None
    label = results.label(findings.asked.outcome)
    scale = scale_of(label, [findings.effect.mean])
    factor = scale.factor
    level = findings.asked.plus is None
    shown = findings.swings[:MOST_ROWS]
    rows = [
        (capital(plain(results.meaning(s.name))), s.at_low * factor, s.at_high * factor, s.clear)
        for s in shown
    ]
    option = tornado(rows, axis_of(label, not level, scale), findings.effect.mean * factor)
    clear = sum(swing.clear for swing in findings.swings)
    says = (
        f"Ring: the low third of a range; dot: the high third (of a choice: its least and greatest"
        f" effect). {clear} of {len(findings.swings)} move the answer more than chance would; the"
        " others are grey."
    )
    if len(findings.swings) > len(shown):
        says += f" The {len(shown)} largest are drawn; the table has all."
    say = Speaker(label, max(swing.size for swing in findings.swings) / 10.0 or 1.0)
    table = Table(
        ("What varies", "name", "low", "high", "at low", "at high", "swing", "rank share", "clear"),
        tuple(
            (
                capital(plain(results.meaning(s.name))), s.name, value_of(s.low), value_of(s.high),
                say.bare(s.at_low, sign=not level), say.bare(s.at_high, sign=not level),
                say.bare(s.size), _share(s.rank_share), "yes" if s.clear else "no",
            )
            for s in findings.swings
        ),
    )  # fmt: skip
    return Figure("Swings", says, option, height_of(len(shown)), table, "chart-swings")


def _share(share: tuple[float, float, float] | None) -> str:
    return ABSENT if share is None else f"{share[0]:.2f} ({share[1]:.2f} to {share[2]:.2f})"


def index_figure(report: Report) -> Figure | None:
    """Sobol or Morris indices of the answer; None where the design gives none."""
    findings, results = report.findings, report.results
    if not findings.indices:
        return None
    sobol = results.design == "sobol"
    shown = findings.indices[:MOST_ROWS]
    rows = [(capital(plain(results.meaning(i.name))), i.total, i.total_half) for i in shown]
    option = bars(
        rows, Axis("total index: share of the variance" if sobol else "mean absolute effect")
    )
    top = capital(plain(results.meaning(shown[0].name)))
    says = (
        f"{top} comes first: {shown[0].total:.2f} ± {shown[0].total_half:.2f} of the variance"
        f" between sets of parameters, alone and with others ({shown[0].first:.2f} alone)."
        " These are estimates: one may pass 1, and total indices can sum to more."
        if sobol
        else f"{top} comes first: across its range it moves the answer by {shown[0].total:.2f} on"
        " average. A spread as large as the effect means that it works with others, or bends."
    )
    head = ("Parameter", "name", "first", "± ", "total", "±") if sobol else (
        "Parameter", "name", "mean effect", "mean absolute", "±", "spread"
    )  # fmt: skip
    body = []
    for i in findings.indices:
        words = (capital(plain(results.meaning(i.name))), i.name)
        if sobol:
            figures = (i.first, i.first_half or 0.0, i.total, i.total_half)
        else:
            figures = (i.first, i.total, i.total_half, i.spread or 0.0)
        body.append((*words, *(f"{each:.3f}" for each in figures)))
    title = "Sobol indices" if sobol else "Morris indices"
    return Figure(
        title, says, option, height_of(len(shown)), Table(head, tuple(body)), "chart-indices"
    )


def curve_figures(report: Report, outcome: OutcomeReport, number: int) -> list[Figure]:
    """Main effects of the parameters that move the answer most, one small chart each."""
    results, colours = report.results, colours_of(report)
    label = results.label(outcome.name)
    scale = scale_of(label, [spread.effect.mean for spread in outcome.levels])
    factor = scale.factor
    found = []
    for place, curve in enumerate(outcome.curves):
        lines = []
        for name, steps in curve.bins:
            low = [(s.interval or (s.mean, s.mean))[0] * factor for s in steps]
            high = [(s.interval or (s.mean, s.mean))[1] * factor for s in steps]
            bands = [(low, high)] if len(curve.bins) <= FEW else []
            middle = [s.mean * factor for s in steps]
            lines.append(Line(name, colours[name], [s.middle for s in steps], middle, bands))
        if not lines:
            continue
        words = capital(plain(results.meaning(curve.parameter)))
        few = max(sum(s.points for s in steps) for _, steps in curve.bins) < FEW_POINTS
        says = OTHERS_VARY if few else ""
        option = main_effect(
            lines, Axis(curve.parameter), axis_of(label, False, scale), joined=not few
        )
        rows = tuple(
            (
                name,
                f"{amount(s.low)} to {amount(s.high)}",
                amount(s.mean * (factor if label.chance else 1.0)),
                f"{s.points}",
            )
            for name, steps in curve.bins
            for s in steps
        )
        table = Table(("Races", curve.parameter, "mean", "sets of parameters"), rows)
        anchor = f"chart-curve-{number}-{place}"
        found.append(Figure(words, says, option, 230, table, anchor, small=True))
    return found


def fan_figures(report: Report) -> list[Figure]:
    """A measure over the months: one chart per measure, or per series where bands would overlap."""
    results, colours = report.results, colours_of(report)
    found = []
    for place, measure in enumerate(dict.fromkeys(fan_.measure for fan_ in report.fans)):
        fans = [fan_ for fan_ in report.fans if fan_.measure == measure]
        label = results.label(fans[0].outcome)
        scale = scale_of(label, [float(each.bands[2].max()) for each in fans])
        lines = [_fan_line(each, colours[each.series], scale, len(fans) <= FEW) for each in fans]
        option = fan(lines, Axis("months after the start"), axis_of(label, False, scale))
        says = f"{where_shown(results)}Lines are medians of {fans[0].races:,} races each, computed"
        says += (
            " anew; bands hold 5–95 % and 25–75 % of them."
            if len(fans) <= FEW
            else " anew; how the races spread is in the table."
        )
        rows = tuple(
            (each.series, f"{int(each.months[m])}", *(amount(each.bands[k][m]) for k in range(5)))
            for each in fans
            for m in range(0, len(each.months), 6)
        )
        table = Table(("Races", "month", "5 %", "25 %", "median", "75 %", "95 %"), rows)
        title = capital(noun(Label(plain(label.text).partition(", ")[0], label.unit)))
        found.append(Figure(title, says, option, 340, table, f"chart-fan-{place}"))
    return found


def _fan_line(each: Fan, colour: str, scale: Scale, wide: bool) -> Line:
    """Median and bands of one fan; no bands where many series share the chart."""
    bands = each.bands * scale.factor
    pairs = [(bands[0], bands[4]), (bands[1], bands[3])] if wide else []
    return Line(
        each.series,
        colour,
        [float(month) for month in each.months],
        [*map(float, bands[2])],
        [([*map(float, low)], [*map(float, high)]) for low, high in pairs],
    )
