"""Small sweeps for the tests of their core: short races of the two-sided scenarios."""

from __future__ import annotations

from typing import Any

from tenfold.scenarios.questions import Question, read_question
from tenfold.sim.sweep.plan import Plan, make_plan

SMALL: dict[str, Any] = {
    "question": "Does distillation close the gap?",
    "scenario": "ten-to-one",
    "months": 4,
    "seed": 7,
    "replicates": 3,
    "outcomes": {"keep": ["lag_months.end", "poor_leads.end"]},
}
"""Tables of a sweep file that ask for very little."""


def ask(**changes: Any) -> Question:
    """The small question with some tables in place of its own; None leaves one out."""
    tables = SMALL | changes
    return read_question({key: v for key, v in tables.items() if v is not None}, "small.toml")


def plan_of(full_history: bool = False, **changes: Any) -> Plan:
    """The checked plan of such a question."""
    return make_plan(ask(**changes), full_history)
