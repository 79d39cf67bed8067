"""The table of facts, for the terminal, for documents and for programs."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from tenfold.sim.compiled import engine_version
from tenfold.sim.experiments.written import picture_json
from tenfold.sim.facts.fact import Fact
from tenfold.sim.facts.judge import Judgement
from tenfold.sim.facts.pattern import Form
from tenfold.sim.report.screen import answers
from tenfold.sim.report.tables import plain_table

HEADINGS = ("Fact", "What", "Measured", "90 % interval", "Target", "Verdict")
JSON, CSV = "facts.json", "facts.csv"
COLUMNS = (
    "number", "title", "unit", "middle", "low", "high", "lucks", "target", "target_low",
    "target_high", "verdict", "note",
)  # fmt: skip
NO_BOUND = 1e9
"""Bounds of targets that stand for none."""


def print_facts(facts: Sequence[Fact], form: str) -> None:
    """Print facts as "table", "markdown" or "json"."""
    if form == "json":
        print(facts_json(facts))
    elif form == "markdown":
        print(facts_markdown(facts))
    else:
        answers().print(facts_table(facts))


def facts_table(facts: Sequence[Fact]) -> Table:
    """One row per fact, what else was measured below its title."""
    table = plain_table(
        "Facts that the model must reproduce",
        caption="Medians over lucks, means where arms are compared luck by luck; targets were fixed"
        " before the results were known.",
    )
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for fact in facts:
        number, title, measured, interval, target, verdict = _cells(fact)
        what = Text(title)
        if fact.note:
            what.append(f"\n{fact.note}", style="dim")
        failed = fact.target.judged and not fact.holds
        colour = "green" if not failed else "red" if fact.target.required else "yellow"
        cells = (Text(number), what, Text(measured), Text(interval), Text(target))
        table.add_row(*cells, Text(verdict, style=colour))
    return table


def facts_markdown(facts: Sequence[Fact]) -> str:
    """The same as a Markdown table."""
    lines = [" | ".join(HEADINGS), "|".join("---" for _ in HEADINGS)]
    for fact in facts:
        number, title, *rest = _cells(fact)
        what = f"{title} ({fact.note})" if fact.note else title
        lines.append(" | ".join((number, what, *rest)))
    return "\n".join(f"| {line} |" for line in lines)


def facts_json(facts: Sequence[Fact]) -> str:
    """The same with every digit, for programs."""
    found = [asdict(fact) | {"holds": fact.holds, "verdict": fact.verdict} for fact in facts]
    return json.dumps([_jsonable(fact) for fact in found], indent=2, ensure_ascii=False)


def facts_data(judged: Sequence[Judgement], form: Form) -> dict[str, str]:
    """Everything that was measured, as name and content of files."""
    content = {
        "provenance": {
            "engine": engine_version(), "seed": form.seed, "lucks": form.lucks(),
            "quick": form.quick,
        },
        "facts": [_as_data(each) for each in judged],
    }  # fmt: skip
    text = json.dumps(_jsonable(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return {JSON: text, CSV: _csv(judged)}


def _as_data(judged: Judgement) -> dict[str, Any]:
    return {
        "number": judged.number,
        "title": judged.title,
        "says": judged.says,
        "prose": judged.prose,
        "file": judged.file,
        "lines": json.loads(facts_json(judged.facts)),
        "picture": picture_json(judged.picture),
    }


def _csv(judged: Sequence[Judgement]) -> str:
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in judged:
        for fact in each.facts:
            target = fact.target
            bounds = ["" if abs(b) >= NO_BOUND else b for b in (target.low, target.high)]
            figures = (fact.middle, fact.low, fact.high)
            rows.writerow(
                [fact.number, fact.title, fact.unit, *figures, fact.runs, target.text, *bounds,
                 fact.verdict, fact.note]
            )  # fmt: skip
    return file.getvalue()


def _jsonable(value: object) -> object:
    if isinstance(value, dict):
        return {key: _jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_jsonable(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _cells(fact: Fact) -> tuple[str, str, str, str, str, str]:
    unit = "" if fact.unit in ("chance", "share", "1") else f" {fact.unit}"
    asked = fact.target.required or not fact.target.judged
    verdict = fact.verdict if asked else f"reported ({fact.verdict})"
    return (
        fact.number,
        fact.title,
        f"{_rounded(fact.middle)}{unit}",
        f"{_rounded(fact.low)} to {_rounded(fact.high)}",
        fact.target.text,
        verdict,
    )


def _rounded(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3g}"
