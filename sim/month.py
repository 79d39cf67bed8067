"""The pipeline of a month, in the order of the model: it reads like a table of contents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tenfold.sim.compiled import compile_kernel, mark_warm
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import (
    affairs,
    chips,
    demand,
    distillation,
    editing,
    finance,
    government,
    knowledge,
    release,
    research,
    serving,
    talent,
    training,
)
from tenfold.sim.world import FIRST_LEVER, LAB_RECORDED, MARKET_RECORDED, Array, World

LAB_COLUMNS = len(LAB_RECORDED)
MARKET_COLUMNS = len(MARKET_RECORDED)

government_month = government.advance
chips_month = chips.advance
research_month = knowledge.pursue
training_month = training.advance
distillation_month = distillation.advance
release_month = release.advance
demand_month = demand.advance
serving_month = serving.advance
finance_month = finance.advance
talent_month = talent.advance
editing_month = editing.advance
affairs_month = affairs.advance
answer_affairs = affairs.answer


class Plain(NamedTuple):
    """The same memory as the world's labs and markets, as rows of numbers, and where to record."""

    lab: Array
    """[runs, labs, fields] of the labs' records."""
    market: Array
    """[runs, fields] of the markets' records."""
    lab_history: Array
    """[runs, months + 1, labs, recorded columns]; no months where nothing is recorded."""
    market_history: Array
    """[runs, months + 1, recorded columns]."""


@compile_kernel
def advance_run(run: int, world: World, rules: Array, luck: Luck) -> None:
    """One month of one run."""
    government_month(run, world, rules, luck)
    chips_month(run, world, rules, luck)
    research_month(run, world, rules, luck)
    training_month(run, world, rules, luck)
    distillation_month(run, world, rules, luck)
    release_month(run, world, rules, luck)
    demand_month(run, world, rules, luck)
    serving_month(run, world, rules, luck)
    finance_month(run, world, rules, luck)
    talent_month(run, world, rules, luck)
    editing_month(run, world, rules, luck)
    affairs_month(run, world, rules, luck)
    world.market[run].month = world.market[run].month + 1.0


@compile_kernel
def record(run: int, world: World, plain: Plain) -> None:
    """Copy the recorded columns of the present month into the history, where there is one."""
    month = int(world.market[run].month)
    if month >= plain.lab_history.shape[1]:
        return
    for i in range(plain.lab_history.shape[2]):
        for c in range(plain.lab_history.shape[3]):
            plain.lab_history[run, month, i, c] = plain.lab[run, i, c]
    for c in range(plain.market_history.shape[2]):
        plain.market_history[run, month, c] = plain.market[run, c]


@compile_kernel
def record_all(world: World, plain: Plain) -> None:
    """Record the present month of every run."""
    for run in range(world.market.shape[0]):
        record(run, world, plain)


@compile_kernel
def pass_months(world: World, rules: Array, luck: Luck, plain: Plain, months: int) -> None:
    """Run after run, let `months` months pass, recording each."""
    for run in range(world.market.shape[0]):
        for _ in range(months):
            advance_run(run, world, rules, luck)
            record(run, world, plain)


@compile_kernel
def enact(world: World, rules: Array, plain: Plain, decisions: Array) -> None:
    """Put decisions [levers, labs, runs] into force; shares and answers follow at once."""
    for run in range(world.market.shape[0]):
        for i in range(world.lab.shape[1]):
            for k in range(decisions.shape[0]):
                plain.lab[run, i, FIRST_LEVER + k] = decisions[k, i, run]
            lab = world.lab[run, i]
            lab.share_experiments = lab.set_experiments
            lab.share_training = lab.set_training
            lab.share_serving = lab.set_serving
            research.weigh_efforts(lab, rules[run])
        answer_affairs(run, world, rules)


def no_history(runs: int, labs: int) -> tuple[Array, Array]:
    """Histories without months: nothing is recorded."""
    return np.zeros((runs, 0, labs, LAB_COLUMNS)), np.zeros((runs, 0, MARKET_COLUMNS))


def warm() -> None:
    """Compile every kernel into the cache, by a race of a few months."""
    from tenfold.sim.race import Race  # a race imports the pipeline, so not above

    race = Race("equal-start", runs=1, months=4, collect=False)
    race.run()
    race.close()
    # Runs with rules of their own are opened one by one: another kernel.
    vary = {"research_pace": np.array([0.2, 0.3])}
    Race("equal-start", runs=2, months=1, parameters=vary, collect=False).close()
    mark_warm()


if __name__ == "__main__":
    warm()
