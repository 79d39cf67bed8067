"""Tables: what was found of all seats, as CSV for programs and as a table for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from tenfold.agents.decision import LEVER
from tenfold.sim.balance.found import Portrait
from tenfold.sim.balance.verdict import Verdict, label, measured, told, told_interval
from tenfold.sim.report.tables import plain_table

LEVERS, SEATS, POLICIES, ENDS = "levers.csv", "seats.csv", "policies.csv", "ends.csv"
FILES = (LEVERS, SEATS, POLICIES, ENDS)
DIGITS = 6


def files_of(portraits: Sequence[Portrait]) -> dict[str, str]:
    """Name to text of every table."""
    return {
        LEVERS: _levers(portraits),
        ENDS: _ends(portraits),
        SEATS: _seats(portraits),
        POLICIES: _policies(portraits),
    }


def verdict_table(verdict: Verdict) -> Table:
    """A row per lever: where it weighs most."""
    table = plain_table("Balance of levers", caption="Total index: see docs/balance.md.")
    for heading, justify in (
        ("Lever", "left"), ("Greatest index", "right"), ("90 %", "right"), ("Where", "left"),
        ("Alive in", "right"),
    ):  # fmt: skip
        table.add_column(heading, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for each in verdict.weights:
        table.add_row(
            Text(label(each.lever), style="bold red" if each.dead else ""),
            told(each.index), told_interval(each.index), each.where,
            f"{each.alive} of {each.seats}",
        )  # fmt: skip
    return table


def setting_text(lever: str, value: float) -> str:
    """A setting as people read it; choices by their names."""
    about = LEVER.get(lever)
    if about is not None and about.choices:
        return about.choices[round(value)]
    if lever == "teacher":
        return "the best within reach" if value < 0.0 else f"lab {value:.0f}"
    return f"{value:g}"


def _levers(portraits: Sequence[Portrait]) -> str:
    heads = [
        "scenario", "seat", "lever", "total_index", "low", "high", "best_setting",
        "gain_over_autopilot", "best_over_worst",
    ]  # fmt: skip
    rows = (
        [
            portrait.scenario, portrait.seat, index.lever,
            *((index.total, index.low, index.high) if measured(index) else ("", "", "")),
            best.best, best.gain, best.worst,
        ]
        for portrait in portraits
        for index, best in zip(portrait.indices, portrait.levers, strict=True)
    )  # fmt: skip
    return _csv(heads, rows)


def _ends(portraits: Sequence[Portrait]) -> str:
    heads = ["scenario", "seat", "lever", "end", "best_other", "other_less_end", "standard_error"]
    rows = (
        [
            portrait.scenario, portrait.seat, best.lever, end.setting, end.other, end.worse,
            end.error,
        ]
        for portrait in portraits
        for best in portrait.levers
        for end in best.ends
    )  # fmt: skip
    return _csv(heads, rows)


def _seats(portraits: Sequence[Portrait]) -> str:
    heads = [
        "scenario", "seat", "autopilot", "random_mean", "random_spread", "spread", "best_gain",
        "standard_error", "best_gain_in_spreads", "best_policies", "races", "best_play",
    ]  # fmt: skip
    rows = (
        [
            each.scenario, each.seat, each.usual, each.random_mean, each.random_spread, each.spread,
            each.gain, each.gain_error, each.gain / each.spread if each.spread > 0.0 else 0.0,
            "; ".join(each.winners), each.races,
            "; ".join(f"{lever} = {value:g}" for lever, value in each.play.items()),
        ]
        for each in portraits
    )  # fmt: skip
    return _csv(heads, rows)


def _policies(portraits: Sequence[Portrait]) -> str:
    rows = (
        [each.scenario, each.seat, policy, score, int(policy in each.winners)]
        for each in portraits
        for policy, score in each.policies.items()
    )
    return _csv(["scenario", "seat", "policy", "score", "best"], rows)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([round(cell, DIGITS) if isinstance(cell, float) else cell for cell in row])
    return text.getvalue()
