"""Writing: replies as tables for people and as files for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from tenfold.agents.decision import LEVER, LEVERS
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.replies.objectives import find_objective
from tenfold.sim.replies.reply import FRESH, Reply
from tenfold.sim.report.folder import ResultFolder
from tenfold.sim.report.tables import plain_table

REPLY, REPLIES = "reply.json", "reply.csv"
FILES = (REPLY, REPLIES)
RUN_SHARE = "Final run, share of R&D compute"
SIGNIFICANT = 0.01
"""Part of a lever's range by which it must move to be shown as moved."""


def reply_table(reply: Reply) -> Table:
    """The levers of one seat: what it usually does, and what is best."""
    asked = reply.asked
    table = plain_table(
        f"Best reply of {reply.seat} ({reply.policy}) in {asked.scenario}",
        caption=_caption(reply),
    )
    table.add_column("Lever", no_wrap=True)
    starts = ["start" if start == 0 else f"month {start}" for start in reply.starts]
    for who in ("usual", "best"):
        for start in starts:
            table.add_column(f"{who},\n{start}", justify="right")
    table.add_column("Unit", no_wrap=True)
    for name in _shown(reply):
        usual, found = reply.usual_levers[name], reply.found_levers[name]
        style = "bold" if _moved(name, usual, found) else "dim"
        cells = [_setting(name, value) for value in (*usual, *found)]
        unit = "" if LEVER[name].choices else LEVER[name].unit
        table.add_row(
            Text(LEVER[name].label, style=style), *(Text(cell, style=style) for cell in cells),
            Text(unit, style="dim"),
        )  # fmt: skip
    return table


def replies_table(replies: Sequence[Reply]) -> Table:
    """A row per seat."""
    objective = find_objective(replies[0].asked.objective)
    table = plain_table(
        f"Best replies in {replies[0].asked.scenario}: {objective.meaning}",
        caption=f"Gains over the seat's own policy, in {objective.unit}, with 90 % intervals:"
        f" 'fresh' on {FRESH} lucks that the search has not seen, which is what counts;"
        " 'training' on those of the search, which flatters. Final run: share of R&D compute.",
    )
    for heading in ("Seat", "Decided by"):
        table.add_column(heading, no_wrap=True)
    for heading in ("Usual", "Gain, fresh", "Gain, training", "Final run, usual", "best"):
        table.add_column(heading, justify="right")
    for reply in replies:
        table.add_row(
            reply.seat, reply.policy, f"{reply.usual.middle:.3g}",
            gain_text(reply.gain), gain_text(reply.training_gain),
            f"{reply.usual_run_share.mean():.2f}", f"{reply.run_share.mean():.2f}",
        )  # fmt: skip
    return table


def gain_text(gain: Effect) -> str:
    """A gain with its interval."""
    return f"{gain.middle:+.2g} ({gain.low:+.2g} to {gain.high:+.2g})"


def write_replies(replies: Sequence[Reply], folder: Path) -> None:
    """Write `FILES` to a folder, all or none.

    Raises:
        FolderError: nothing can be written there.
    """
    with ResultFolder(folder) as results:
        try:
            (results.place / REPLY).write_text(replies_json(replies), encoding="utf-8")
            with (results.place / REPLIES).open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows(_rows(replies))
        except OSError as problem:
            raise results.trouble(problem) from None


def replies_json(replies: Sequence[Reply]) -> str:
    """Everything about replies, for programs."""
    return json.dumps([_as_data(reply) for reply in replies], indent=2, ensure_ascii=False) + "\n"


def _as_data(reply: Reply) -> dict[str, Any]:
    asked = reply.asked
    return {
        "scenario": asked.scenario,
        "seat": reply.seat,
        "policy": reply.policy,
        "kind": reply.kind,
        "home": reply.home,
        "objective": asked.objective,
        "meaning": find_objective(asked.objective).meaning,
        "seed": asked.seed,
        "trials": asked.trials,
        "lucks_of_a_trial": asked.lucks,
        "fresh_lucks": FRESH,
        "phases_start": list(reply.starts),
        "schedule": {dial: list(values) for dial, values in reply.schedule.settings.items()},
        "usual_levers": {name: list(values) for name, values in reply.usual_levers.items()},
        "best_levers": {name: list(values) for name, values in reply.found_levers.items()},
        "usual": reply.usual.to_json(),
        "best": reply.found.to_json(),
        "gain_fresh": reply.gain.to_json(),
        "gain_training": reply.training_gain.to_json(),
        "run_share_usual": float(reply.usual_run_share.mean()),
        "run_share_best": float(reply.run_share.mean()),
    }


def _rows(replies: Sequence[Reply]) -> list[list[object]]:
    rows: list[list[object]] = [["seat", "lever", "unit", "from_month", "usual", "best"]]
    for reply in replies:
        for lever in LEVERS:
            levers = zip(
                reply.starts, reply.usual_levers[lever.name], reply.found_levers[lever.name],
                strict=True,
            )  # fmt: skip
            rows += [[reply.seat, lever.name, lever.unit, *figures] for figures in levers]
    return rows


def _caption(reply: Reply) -> str:
    asked, objective = reply.asked, find_objective(reply.asked.objective)
    return (
        f"{objective.meaning.capitalize()}: {reply.usual.middle:.4g} {objective.unit} under its own"
        f" policy, {reply.found.middle:.4g} with the best reply: {gain_text(reply.gain)} on"
        f" {FRESH} fresh lucks, with a 90 % interval; {gain_text(reply.training_gain)} on those of"
        f" the search, which flatter. {RUN_SHARE}: {reply.usual_run_share.mean():.2f} usually,"
        f" {reply.run_share.mean():.2f} in the best reply. {asked.trials} schedules tried on"
        f" {asked.lucks} lucks each, seed {asked.seed}. Levers that it does not show, the policy"
        " decides in both."
    )


def _shown(reply: Reply) -> list[str]:
    """Levers that a schedule sets, and others that came out otherwise because of it."""
    own = {"serving", "training", "experiments", "replicate", "explore", *reply.schedule.settings}
    return [lever.name for lever in LEVERS if lever.name in own]


def _moved(name: str, usual: Sequence[float], found: Sequence[float]) -> bool:
    least = SIGNIFICANT * (LEVER[name].high - LEVER[name].low)
    return any(abs(a - b) > least for a, b in zip(usual, found, strict=True))


def _setting(name: str, value: float) -> str:
    choices = LEVER[name].choices
    return choices[round(value)] if choices else f"{value:.2f}".rstrip("0").rstrip(".")
