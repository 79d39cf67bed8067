"""The table of facts, for the terminal, for documents and for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from tenfold.sim.facts.fact import Fact
from tenfold.sim.report.screen import answers
from tenfold.sim.report.tables import plain_table

HEADINGS = ("Fact", "What", "Measured", "90 % interval", "Target", "Verdict")


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
        caption="Medians over lucks; targets were fixed before the results were known.",
    )
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for fact in facts:
        number, title, measured, interval, target, verdict = _cells(fact)
        what = Text(title)
        if fact.note:
            what.append(f"\n{fact.note}", style="dim")
        colour = "green" if fact.holds else "red" if fact.target.required else "yellow"
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


def _jsonable(value: object) -> object:
    if isinstance(value, dict):
        return {key: _jsonable(inner) for key, inner in value.items()}
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
