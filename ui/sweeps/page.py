"""The report as one HTML file: no network, readable without scripts, in both themes, on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tenfold.sim.sweep.answer.prim import Restriction
from tenfold.sim.sweep.answer.results import Results, show
from tenfold.sim.sweep.answer.study import OutcomeReport, Report, Scenarios
from tenfold.sim.sweep.answer.wording import (
    amount,
    capital,
    factor_name,
    plain,
    value_of,
)
from tenfold.ui.charts.palette import stylesheet
from tenfold.ui.sweeps.boxes import box_figure
from tenfold.ui.sweeps.captions import CODE, IS_A_CODE, NOT_A_CODE
from tenfold.ui.sweeps.cells import cell_table, code_table, paired_table
from tenfold.ui.sweeps.colours import SERIES, theme_colours
from tenfold.ui.sweeps.figures import (
    Figure,
    Table,
    answer_figure,
    colours_of,
    curve_figures,
    fan_figures,
    index_figure,
    outcome_figures,
    swing_figure,
)
from tenfold.ui.sweeps.scripts import chart_library

UNITS = "%|months?|percentage points?|index points|lucks?|races?|sets?|million|billion|trillion"
"""What is not parted from the number before it at the end of a line."""
TEMPLATES = Path(__file__).parent / "templates"
PER_KIND = {"seconds": "seconds", "races_a_second": "races a second"}
"""Figures of the log that go before their unit."""
LONGEST_LOG = 40
"""Lines of the log that a report shows."""


def report_page(report: Report) -> str:
    """The whole text of report.html.

    Raises:
        ChartLibraryError: the charting library is not installed.
    """
    outcomes = [_outcome(report, number) for number in range(len(report.outcomes))]
    fans = fan_figures(report)
    single = [answer_figure(report), swing_figure(report), index_figure(report)]
    boxes = _boxes(report)
    figures: list[Figure] = [each for each in single if each is not None]
    figures += [f for outcome in outcomes for f in (*outcome["figures"], *outcome["curves"])]
    drawn = [box["figure"] for each in boxes for box in each["boxes"]]
    figures += [figure for figure in drawn if figure is not None] + fans
    return _environment().get_template("report.html.j2").render(
        report=report, results=report.results, told=report.told, findings=report.findings,
        answer=single[0], swings=single[1], indices=single[2],
        outcomes=outcomes, boxes=boxes, fans=fans, fans_note=report.fans_note,
        differing=sum(fan.differing for fan in report.fans),
        legend=_legend(report), arms=_arms(report.results), ranges=_ranges(report.results),
        factors=_factors(report.results), facts=_facts(report.results), log=_log(report.results),
        charts=_data({f.name: f.option for f in figures}),
        themes=_data({theme: theme_colours(theme) for theme in ("light", "dark")}),
        palette=Markup(stylesheet() + _series_variables()),
        style=Markup(_file("report.css")), script=Markup(_file("report.js")),
        library=Markup(_closed(chart_library())),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["tied"] = tied
    return made


def tied(text: str) -> str:
    """The text with every number on the same line as its unit."""
    return re.sub(rf"(?<=\d) (?=(?:{UNITS})(?![a-z]))", "\u00a0", text)


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _data(value: Any) -> Markup:
    """Data for a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))


def _closed(script: str) -> str:
    """A script whose text cannot end its element early."""
    return script.replace("</script", "<\\/script")


def _series_variables() -> str:
    """CSS variables of the series' colours, as the charts use them."""
    light, dark = (
        "".join(f"--series-{n}:{shade[theme]};" for n, shade in enumerate(SERIES, 1))
        for theme in (0, 1)
    )
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _outcome(report: Report, number: int) -> dict[str, Any]:
    outcome = report.outcomes[number]
    label = report.results.label(outcome.name)
    always = _always(outcome) if label.chance else ""
    codes = None
    if label.unit == CODE and outcome.levels:
        codes = code_table(report, outcome)
        always = NOT_A_CODE if codes is None else IS_A_CODE
    return {
        "name": outcome.name,
        "title": capital(plain(label.text)),
        "always": always,
        "asked": outcome.name == report.findings.asked.outcome,
        "figures": [] if always else outcome_figures(report, outcome, number),
        "curves": [] if always else curve_figures(report, outcome, number),
        "codes": codes,
        "pairs": None if always else paired_table(report, outcome),
        "cells": None if always else cell_table(report, outcome),
    }


def _always(outcome: OutcomeReport) -> str:
    """What to say of something that happened in no race, or in every one; else nothing."""
    means = {spread.effect.mean for spread in outcome.levels}
    races = sum(spread.effect.races for spread in outcome.levels)
    if means == {0.0}:
        return f"It happened in none of these {races:,} races."
    return f"It happened in all of these {races:,} races." if means == {1.0} else ""


def _legend(report: Report) -> list[tuple[str, str]]:
    """Name and CSS colour of each series."""
    return [(name, f"var(--{token[1:]})") for name, token in colours_of(report).items()]


def _arms(results: Results) -> Table | None:
    if len(results.arms) < 2:
        return None
    rows = []
    for arm in results.arms:
        chosen = results.choices.get(arm, {})
        words = "; ".join(
            f"{plain(results.meaning(k))} ({k}) = {show(v)}" for k, v in chosen.items()
        )
        rows.append((arm, words or "nothing changed"))
    return Table(("Arm", "what is chosen"), tuple(rows))


def _ranges(results: Results) -> Table | None:
    if not results.ranges:
        return None
    rows = tuple(
        (capital(plain(results.meaning(name))), name, amount(low), amount(high))
        for name, (low, high) in results.ranges.items()
    )
    return Table(("Parameter", "name", "from", "to"), rows)


def _factors(results: Results) -> Table | None:
    if not results.factors:
        return None
    rows = tuple(
        (capital(factor_name(name, results)), name, ", ".join(value_of(v) for v in values))
        for name, values in results.factors.items()
    )
    return Table(("Factor", "name", "values"), rows)


def _facts(results: Results) -> list[tuple[str, str]]:
    """What the sweep is and where it comes from, in pairs."""
    about = results.provenance
    design = results.design or "none: nothing is uncertain"
    facts = [
        ("Scenario", results.scenario),
        ("Length", f"{results.months} months"),
        ("Races", f"{results.made:,} of {results.races:,} made, {results.failed:,} failed"),
        ("Lucks", f"{results.lucks:,}, the same in every arm, cell and point"),
        ("Points", f"{len(results.points):,} ({design})"),
        ("Identity", about.identity),
    ]
    facts += [(f"Version of {name}", version) for name, version in about.versions.items()]
    facts += [(f"SHA-256 of {name}", value) for name, value in about.hashes.items()]
    return facts


def _log(results: Results) -> list[tuple[str, str]]:
    """Time and facts of the log's last lines: machine, jobs, rate."""
    found = []
    for entry in results.provenance.sessions[-LONGEST_LOG:]:
        facts = {key: value for key, value in entry.items() if key != "time"}
        found.append((str(entry.get("time", "")), _flat(facts)))
    return found


def _flat(facts: Mapping[str, Any]) -> str:
    parts = []
    for key, value in facts.items():
        if key == "cpu_seconds" and isinstance(value, Mapping):
            parts += [f"{who} {float(spent):.4g} processor seconds" for who, spent in value.items()]
        elif isinstance(value, Mapping):
            parts.append(_flat(value))
        elif key in PER_KIND:
            parts.append(f"{float(value):.4g} {PER_KIND[key]}")
        elif isinstance(value, float):
            parts.append(f"{key} {value:.4g}")
        else:
            parts.append(f"{key} {value}")
    return ", ".join(parts)


def _boxes(report: Report) -> list[dict[str, Any]]:
    """Boxes by outcome: those found, and a line for each arm that has none."""
    found: dict[str, dict[str, Any]] = {}
    for place, scenario in enumerate(report.scenarios):
        title = capital(plain(report.results.label(scenario.outcome).text))
        here = found.setdefault(scenario.outcome, {"title": title, "boxes": [], "none": []})
        box = _scenario(report, scenario, place)
        here["none" if box["reason"] else "boxes"].append(box)
    for here in found.values():
        here["none"] = "; ".join(each["reason"].rstrip(".") for each in here["none"])
    return list(found.values())


def _scenario(report: Report, scenario: Scenarios, place: int) -> dict[str, Any]:
    """One box in words, figures and, where it has two sides to show, a picture."""
    results = report.results
    arm = "" if len(results.arms) == 1 else f"In ‘{scenario.arm}’: "
    if scenario.found is None:
        return _box(reason=f"{arm}no box; {scenario.reason}." if arm else
                    f"No box: {scenario.reason}.")  # fmt: skip
    found, box = scenario.found, scenario.found.box
    rows = tuple(
        (capital(plain(results.meaning(each.name))), each.name, _bounds(each),
         f"{each.by_chance:.2g}")
        for each in box.restrictions
    )  # fmt: skip
    often = f"{arm or 'I'}{'i' if arm else ''}t happens in {100 * found.base:.0f} % of races"
    if not rows:
        return _box(
            reason=f"{often}, and no box of parameters and choices holds more of them than chance"
            " would."
        )
    says = (
        f"{often}. Inside this box it happens in {100 * box.density:.0f} %; the box holds"
        f" {100 * box.coverage:.0f} % of all cases in {100 * box.mass:.0f} % of the space"
        f" ({box.cases} of {found.cases} points and cells)."
    )
    table = Table(("Where", "name", "inside the box", "by chance"), rows)
    return _box(says, table, box_figure(results, scenario, f"chart-box-{place}"))


def _box(
    says: str = "", table: Table | None = None, figure: Figure | None = None, reason: str = ""
) -> dict[str, Any]:
    return {"says": says, "table": table, "figure": figure, "reason": reason}


def _bounds(each: Restriction) -> str:
    if each.words:
        return ", ".join(each.words)
    if each.low is None:
        return f"at most {amount(each.high or 0.0)}"
    if each.high is None:
        return f"at least {amount(each.low)}"
    return f"{amount(each.low)} to {amount(each.high)}"
