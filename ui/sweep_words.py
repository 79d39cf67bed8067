"""What the sweep explorer shows and says: a sweep's races in, selects, groups and a card out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.spelling import as_text
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.sweep.answer.wording import (
    SILENT,
    capital,
    counted,
    listed,
    meaning_of,
    plain,
)
from tenfold.sim.sweep.plan import Plan
from tenfold.sim.sweep.replay import PROGRAM, find_run
from tenfold.sim.sweep.running.store import Folder
from tenfold.ui.charts.sweep import (
    MOST_GROUPS,
    NO_YES,
    Points,
    evenly,
    group_colours,
    is_chance,
)

Card = dict[str, Any]
ARM = "arm"
PICKS = ("outcome", "x", "colour")
WHOLE = re.compile("[0-9]{1,15}")
"""What could be the number of a run."""
NO_RUN = -1
"""Stands for what was asked for and cannot be the number of any run."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """The races of a sweep in memory."""

    folder: Folder
    frame: pd.DataFrame
    """A row per race that is done, sorted by run."""

    @property
    def plan(self) -> Plan:
        """Everything about the sweep."""
        return self.folder.plan

    @cached_property
    def good(self) -> pd.DataFrame:
        """The races that did not fail."""
        return self.frame[self.frame["failed"] == ""]

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """Outcome to what it is, with its unit."""
        found = {}
        for each in self.plan.outcomes:
            unit = each.measure.unit
            said = capital(plain(each.meaning))
            found[each.name] = said if unit in SILENT else f"{said} ({unit})"
        return found

    @cached_property
    def choices(self) -> dict[str, list[str]]:
        """What races are grouped by: the arm, then each factor, to its values in order."""
        cross = self.plan.question.cross
        arms = {ARM: list(self.plan.arms)} if len(self.plan.arms) > 1 else {}
        return arms | {
            name: [as_text(value) for value in cross[name]]
            for name in self.plan.factors
            if len(cross[name]) > 1
        }

    def places(self, name: str, frame: pd.DataFrame) -> NDArray[np.int64]:
        """[races] place of each race's value among `choices[name]`."""
        if name == ARM:
            values = list(self.plan.arms)
        else:
            values = [v if isinstance(v, str) else float(v) for v in self.plan.question.cross[name]]
        codes = pd.Categorical(frame[name], categories=values).codes
        return np.asarray(codes, dtype=np.int64)


@dataclass(frozen=True)
class Picked:
    """What is looked at; all of it stands in the address."""

    outcome: str
    x: str
    colour: str
    run: int | None = None
    """The run asked for, which the sweep may not have; None where none is."""

    @property
    def chosen(self) -> int:
        """The run asked for; -1 for none."""
        return -1 if self.run is None else self.run

    def changed(self, changes: Mapping[str, Any]) -> Picked:
        """The same with some of it replaced, as a page says."""
        known = {name: value for name, value in changes.items() if name in PICKS}
        run = changes.get("run", self.run)
        whole = isinstance(run, int) and not isinstance(run, bool)
        return replace(self, **known, run=run if whole or run is None else NO_RUN)

    def address(self, folder: str) -> str:
        """The address of this view of the sweep in that folder."""
        run = {} if self.run is None else {"run": str(self.run)}
        picks = {"outcome": self.outcome, "x": self.x, "colour": self.colour}
        return "/sweep?" + urlencode({"folder": folder, **picks, **run})


def picked(sweep: Sweep, query: Mapping[str, list[str]]) -> Picked:
    """What an address asks to see, and what is shown where it does not say or cannot be."""

    def one_of(name: str, known: Sequence[str], usual: str) -> str:
        asked = query.get(name, [""])[0]
        return asked if asked in known else usual

    plan, choices = sweep.plan, sweep.choices
    outcomes = list(sweep.outcomes)
    answer = plan.question.answer
    factors = [name for name in choices if name != ARM]
    colours = [name for name, values in choices.items() if len(values) <= MOST_GROUPS]
    outcome = one_of("outcome", outcomes, answer.outcome if answer else outcomes[0])
    across = [*factors, *plan.parameters, ARM, *outcomes]
    x = one_of("x", across, across[0])
    colour = one_of("colour", ["none", *colours], colours[0] if colours else "none")
    said = query.get("run", [""])[0]
    run = (int(said) if WHOLE.fullmatch(said) else NO_RUN) if said else None
    return Picked(outcome, x, colour, run)


def heading(sweep: Sweep) -> Card:
    """What the sweep is: its question, its size, and what should be known of its state."""
    plan = sweep.plan
    parts = [
        counted(len(values), "arm")
        if name == ARM
        else f"{counted(len(values), 'value')} of {label_of(name)}"
        for name, values in sweep.choices.items()
    ]
    if plan.parameters:
        parameters = counted(len(plan.parameters), "parameter")
        parts.append(f"{counted(len(plan.points), 'point')} in {parameters}")
    parts.append(counted(plan.question.replicates, "luck"))
    notes = []
    if len(sweep.frame) < plan.races:
        notes.append(
            f"So far {len(sweep.frame):,} of {plan.races:,} races are there; reload the page to see"
            " more, or run the same sweep command again if it was stopped."
        )
    if plan.identity != sweep.folder.about["identity"]:
        notes.append(
            "This sweep was made by another version of Tenfold: a replayed race may differ from"
            " its row."
        )
    failed = len(sweep.frame) - len(sweep.good)
    if failed:
        notes.append(f"{counted(failed, 'race')} failed and cannot be drawn.")
    return {
        "question": plan.question.question,
        "facts": f"{plan.scenario.title} · {plan.races:,} races of {plan.months} months · "
        + " × ".join(parts),
        "notes": notes,
    }


def selects(sweep: Sweep, now: Picked) -> list[Card]:
    """The three selects above the charts."""
    choices, plan = sweep.choices, sweep.plan
    outcomes = {"label": "Outcomes", "options": [_option(name) for name in sweep.outcomes]}
    chosen = {"label": "Choices", "options": [_option(name) for name in choices]}
    world = {"label": "Uncertain", "options": [_option(name) for name in plan.parameters]}
    colours = [_option(n) for n, values in choices.items() if len(values) <= MOST_GROUPS]
    across = [group for group in (chosen, world, outcomes) if group["options"]]
    return [
        {"name": "outcome", "label": "Outcome", "value": now.outcome, "groups": [outcomes]},
        {"name": "x", "label": "Across", "value": now.x, "groups": across},
        {
            "name": "colour", "label": "Colour", "value": now.colour,
            "groups": [{"label": "", "options": [*colours, _option("none")]}],
        },
    ]  # fmt: skip


def _option(name: str) -> Card:
    return {"value": name, "label": label_of(name)}


def label_of(name: str) -> str:
    """A column as people read it; names with a dot stay as the sweep file has them."""
    return name if "." in name else name.replace("_", " ")


def about(sweep: Sweep, name: str) -> str:
    """What an outcome, parameter or choice is, in a few words."""
    if name in sweep.outcomes:
        return sweep.outcomes[name]
    if name in sweep.plan.parameters:
        each = load_parameters()[name]
        return capital(meaning_of(each.unit, each.meaning))
    return capital(label_of(name))


def grouped(sweep: Sweep, now: Picked) -> dict[str, NDArray[np.float64]]:
    """Values of the outcome by group, in the order of the colours."""
    frame = sweep.good
    values = frame[now.outcome].to_numpy(np.float64)
    if now.colour == "none":
        return {"all races": values}
    places = sweep.places(now.colour, frame)
    names = sweep.choices[now.colour]
    return {name: values[places == place] for place, name in enumerate(names)}


def points(sweep: Sweep, now: Picked) -> tuple[Points, str]:
    """The points of the scatter, evenly sampled where they are many, and a word on that."""
    frame = sweep.good
    rows = evenly(len(frame))
    said = ""
    if len(rows) < len(frame):
        said = f"{len(rows):,} of {len(frame):,} races, evenly sampled"
        row = np.flatnonzero(frame["run"].to_numpy() == now.chosen)
        rows = np.union1d(rows, row)
    shown = frame.iloc[rows]
    categories: Sequence[str] = sweep.choices.get(now.x, [])
    if categories:
        x = sweep.places(now.x, shown).astype(np.float64)
    elif now.x == ARM:
        x, categories = np.zeros(len(shown)), list(sweep.plan.arms)
    else:
        x = shown[now.x].to_numpy(np.float64)
        categories = NO_YES if now.x in sweep.outcomes and is_chance(x) else ()
    places = (
        np.zeros(len(shown), np.int64) if now.colour == "none" else sweep.places(now.colour, shown)
    )
    y = shown[now.outcome].to_numpy(np.float64)
    return Points(shown["run"].to_numpy(), x, y, places, tuple(categories)), said


def reference(sweep: Sweep, now: Picked) -> int:
    """Which group is quiet, as in the report: the answer's second side, else the first."""
    answer = sweep.plan.question.answer
    if answer is None or answer.minus is None or (answer.factor or ARM) != now.colour:
        return 0
    return sweep.choices[now.colour].index(answer.minus)


def covered(sweep: Sweep, now: Picked) -> str:
    """Which cells the table covers, where the report reads its answer in some of them only."""
    answer = sweep.plan.question.answer
    at = {} if answer is None else answer.at
    pooled = [name for name in at if name != now.colour and name in sweep.choices]
    if not pooled:
        return ""
    every = listed([f"all values of {short(name)}" for name in pooled])
    there = listed([f"{short(name)} {as_text(at[name])}" for name in pooled])
    return f"Races of {every}; the report reads its answer at {there}."


def short(name: str) -> str:
    """The last word of a choice's key, as the report has it."""
    return name.rpartition(".")[2].replace("_", " ")


def table(
    groups: Mapping[str, NDArray[np.float64]], what: str, reference: int = 0, covers: str = ""
) -> Card:
    """The figures behind the distribution; its swatches say which colour is whose.

    Args:
        groups: name to the values of its races.
        what: races are grouped by.
        reference: place of the group that the others are compared with.
        covers: which races these are, in a sentence; empty where it needs no words.
    """
    every = np.concatenate(list(groups.values()))
    chance = is_chance(every)
    heads = ["races", "share"] if chance else ["races", "median", "10 % to 90 %", "mean"]
    rows = []
    shades = [group_colours(len(groups), reference, dark) for dark in (False, True)]
    for name, values, light, dark in zip(groups, groups.values(), *shades, strict=True):
        known = values[np.isfinite(values)]
        cells = [f"{known.size:,}"]
        if not known.size:
            cells += ["–"] * (len(heads) - 1)
        elif chance:
            cells.append(f"{100.0 * known.mean():.1f} %")
        else:
            low, middle, high = (figure(v) for v in np.percentile(known, (10.0, 50.0, 90.0)))
            cells += [middle, f"{low} to {high}", figure(float(known.mean()))]
        rows.append({"name": name, "light": light, "dark": dark, "cells": cells})
    title = "" if what == "none" else label_of(what)
    return {"title": title, "heads": heads, "rows": rows, "covers": covers}


def figure(value: float) -> str:
    """A figure rounded to what matters: 1.2M, 8.13, −0.5."""
    if not np.isfinite(value):
        return "–"
    sign, size = ("−", -value) if value < 0.0 else ("", value)
    for limit, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            return f"{sign}{size / (1e3 if letter == 'k' else limit):.3g}{letter}"
    return f"{sign}{size:.3g}" if size < 1000.0 else f"{sign}{size:,.0f}"


def run_card(sweep: Sweep, run: int | None, program: str = PROGRAM) -> Card:
    """One race: where it stands in the sweep, how it ended, and how to see it.

    Args:
        sweep: its races.
        run: its number; None where none was asked for.
        program: what starts the project on a command line.
    """
    card: Card = {"run": run, "last": sweep.plan.races - 1, "found": False, "refused": False}
    if run is None:
        return card | {"hint": f"Click a point, or give a number from 0 to {card['last']:,}."}
    if not 0 <= run <= card["last"]:
        said = f"This sweep has runs 0 to {card['last']:,}."
        return card | {"hint": said, "refused": True}
    place = int(np.searchsorted(sweep.frame["run"].to_numpy(), run))
    if place >= len(sweep.frame) or sweep.frame["run"].iloc[place] != run:
        return card | {"hint": f"The sweep has not raced run {run} yet."}
    row, address = sweep.frame.iloc[place], find_run(sweep.plan, run)
    plan, scenario = sweep.plan, address.scenario
    where = [[name, value] for name, value in _where(sweep, row)]
    ended = [[name, figure(float(row[name])), said] for name, said in sweep.outcomes.items()]
    quarters = scenario.months % TURN_MONTHS == 0 and scenario.turn_months == TURN_MONTHS
    return card | {
        "found": True,
        "failed": str(row["failed"]),
        "where": where,
        "world": [
            [label_of(name), figure(float(row[name])), about(sweep, name)]
            for name in plan.parameters
        ],
        "ended": ended,
        "luck": f"Luck {address.luck} of seed {address.seed}",
        "seats": [lab.name for lab in scenario.labs],
        "seat": address.seat,
        "playable": quarters,
        "unplayable": "" if quarters else "Its months are not whole quarters: it cannot be played.",
        "command": f"{program} replay {shlex.quote(str(sweep.folder.path))} --run {run}",
    }


def _where(sweep: Sweep, row: Any) -> list[tuple[str, str]]:
    names = [name for name in (ARM, *sweep.plan.factors) if name != ARM or ARM in sweep.choices]
    values = [
        row[name] if isinstance(row[name], str) else as_text(float(row[name])) for name in names
    ]
    return [(label_of(name), value) for name, value in zip(names, values, strict=True)]
