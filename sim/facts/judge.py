"""Judge the model: race what the facts need, and judge each by its target."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tenfold.sim.experiments.picture import Picture
from tenfold.sim.experiments.pool import Task, run_tasks
from tenfold.sim.facts.fact import Fact
from tenfold.sim.facts.pattern import Form, Pattern
from tenfold.sim.facts.registry import find_patterns


@dataclass(frozen=True)
class Judgement:
    """A fact with what was measured.

    Attributes:
        number, title, says: as in its `Pattern`.
        prose: what its file says of the experiment.
        file: which that is, such as "sim/facts/f02_chinese_lag.py".
        facts: its lines of the table.
        picture: its one picture.
    """

    number: str
    title: str
    says: str
    prose: str
    file: str
    facts: tuple[Fact, ...]
    picture: Picture


def judge(
    form: Form | None = None,
    only: Sequence[str] = (),
    jobs: int = 1,
    begin: Callable[[int], Callable[[int], None]] | None = None,
) -> list[Judgement]:
    """Judge facts, in the order of their numbers; the same for any number of processes.

    Args:
        form: on how many lucks; the full form unless given.
        only: numbers of facts; all unless given.
        jobs: processes.
        begin: told how much work there is; returns who is told how much has just been done.

    Raises:
        FactError: no such fact.
    """
    wanted = find_patterns(only)
    form = form or Form()
    plans = [(pattern, pattern.work.tasks(form)) for pattern in wanted]
    every = [task for _, tasks in plans for task in tasks]
    # The largest first, so that nobody waits for a single one in the end.
    order = sorted(range(len(every)), key=lambda place: -every[place].size)
    passed = begin(sum(task.size for task in every)) if begin is not None else None
    found = run_tasks([every[place] for place in order], jobs, passed)
    results = dict(zip(order, found, strict=True))
    judged, first = [], 0
    for pattern, tasks in plans:
        own = [results[place] for place in range(first, first + len(tasks))]
        first += len(tasks)
        judged.append(_judged(pattern, own))
    return judged


def lines(judged: Sequence[Judgement]) -> list[Fact]:
    """All lines of the table."""
    return [fact for each in judged for fact in each.facts]


def all_tasks(form: Form) -> list[Task]:
    """Everything that a judgement of all facts computes."""
    return [task for pattern in find_patterns() for task in pattern.work.tasks(form)]


def _judged(pattern: Pattern, results: list[object]) -> Judgement:
    shown = pattern.judge(pattern.work.gather(results))
    module = sys.modules[pattern.judge.__module__]
    file = f"sim/facts/{Path(inspect.getfile(module)).name}"
    prose = inspect.getdoc(module) or ""
    return Judgement(
        pattern.number, pattern.title, pattern.says, prose, file, shown.facts, shown.picture
    )
