"""An outcome as files that people open: labs.csv and summary.json."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

from tenfold.sim.report.study import BEHIND, FINALS, Outcome, describe
from tenfold.sim.world import LAB_RECORDED

SHOWN = tuple(name for name in FINALS if name != "active")
UNITS = {column.name: column.unit for column in (*LAB_RECORDED, BEHIND) if column.name in SHOWN}


def write_labs(outcome: Outcome, path: Path) -> None:
    """One row per lab: who it is, and median, 10th and 90th percentile of its figures at the end.

    Empty cells stand for a lab that is no longer in the race in any run.
    """
    ends = [f"{name}{part}" for name in SHOWN for part in ("", "_low", "_high")]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["lab", "kind", "home", "policy", "share_in_race", "share_leading", *ends])
        for place, lab in enumerate(outcome.request.scenario.labs):
            figures = [
                _plain(outcome.finals[name][part, place]) for name in SHOWN for part in (1, 0, 2)
            ]
            stays, leads = outcome.survival[-1, place], outcome.led[place]
            who = [lab.name, lab.kind, lab.home, outcome.policy(place)]
            rows.writerow([*who, _plain(stays), _plain(leads), *(_blank(x) for x in figures)])


def write_summary(outcome: Outcome, path: Path) -> None:
    """What was run, with what, and the medians at the end, as JSON."""
    labs = {
        name: {
            "share_in_race": _plain(outcome.survival[-1, place]),
            "share_leading": _plain(outcome.led[place]),
            **{figure: _plain(outcome.finals[figure][1, place]) for figure in SHOWN},
        }
        for place, name in enumerate(outcome.names)
    }
    text = describe(outcome.request) | {
        "medians": labs,
        "units": UNITS | {"share_in_race": "share of runs", "share_leading": "share of runs"},
    }
    path.write_text(json.dumps(text, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _plain(value: Any) -> float | None:
    """A float of seven digits, as the figures are kept; None for what no run has."""
    number = float(value)
    return None if math.isnan(number) else float(f"{number:.7g}")


def _blank(value: float | None) -> float | str:
    return "" if value is None else value
