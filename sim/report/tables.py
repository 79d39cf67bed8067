"""Tables for the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:  # what needs no engine answers without loading it
    from tenfold.sim.report.study import Outcome

STYLES = {"frontier": "blue", "chinese": "red", "open": "green"}
MINUS = "−"


def short(value: float, money: bool = False) -> str:
    """A number rounded to what matters: 1.7M, $2.1B, 340."""
    if math.isnan(value):
        return "–"
    sign, size = (MINUS, -value) if value < 0 else ("", value)
    unit = "$" if money else ""
    for limit, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= 0.9995 * limit:
            return f"{sign}{unit}{_three(size / limit)}{letter}"
    return f"{sign}{unit}{_three(size)}"


def _three(value: float) -> str:
    digits = 0 if value >= 99.95 else 1 if value >= 9.995 else 2
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float) -> str:
    """A share as a whole per cent, and small ones with a digit more."""
    if math.isnan(value):
        return "–"
    if value == 0.0:
        return "0 %"
    return f"{100 * value:.0f} %" if value >= 0.0995 else f"{100 * value:.1f} %"


def months(value: float) -> str:
    """A lag in months; nothing where there is none."""
    return "–" if math.isnan(value) or value < 0.05 else f"{value:.1f} mo"


def outcome_table(outcome: Outcome) -> Table:
    """Labs in the order of their median capability at the end."""
    request = outcome.request
    races = "1 race" if request.runs == 1 else f"{request.runs:,} races"
    table = plain_table(
        f"{request.scenario.title}: {races} of {request.months} months, seed {request.seed}",
        caption="Medians at the end"
        + (", with the 10th to 90th percentile of capability" if request.runs > 1 else "")
        + ". Capability: index points; 8 are worth ten times the training compute."
        " Behind: months since the best model on sale was as capable."
        " Chips: H100 equivalents.",
    )
    for name in ("Lab", "Kind", "Decided by"):
        table.add_column(name, no_wrap=True)
    for name in (
        "Capability",
        "Behind",
        "Chips",
        "Tokens",
        "Revenue",
        "Sales a month",
        "Cash",
        "Leads",
    ):
        table.add_column(name, justify="right", no_wrap=True)
    gone = (outcome.survival[-1] < 1.0).any()
    if gone:
        table.add_column("In the race", justify="right", no_wrap=True)
    finals = outcome.finals
    score = finals["capability"][1]
    for place in sorted(range(len(score)), key=lambda i: (math.isnan(score[i]), -score[i])):
        lab = request.scenario.labs[place]
        low, middle, high = (float(value) for value in finals["capability"][:, place])
        spread = f" ({low:.0f}–{high:.0f})" if request.runs > 1 and not math.isnan(low) else ""
        row = [
            Text(lab.name, style=f"bold {STYLES[lab.kind]}"),
            Text(lab.kind),
            Text(outcome.policy(place)),
            Text("–" if math.isnan(middle) else f"{middle:.1f}{spread}"),
            Text(months(float(finals["months_behind"][1, place]))),
            Text(short(float(finals["compute"][1, place]))),
            Text(percent(float(finals["token_share"][1, place]))),
            Text(percent(float(finals["revenue_share"][1, place]))),
            Text(short(float(finals["revenue"][1, place]), money=True)),
            Text(short(float(finals["cash"][1, place]), money=True)),
            Text(percent(float(outcome.led[place]))),
        ]
        if gone:
            row.append(Text(percent(float(outcome.survival[-1, place]))))
        table.add_row(*row)
    return table


def plain_table(title: str, caption: str) -> Table:
    """A table without a frame, its columns still to be added."""
    return Table(
        title=Text(title, style="bold"),
        caption=Text(caption, style="dim"),
        title_justify="left",
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
