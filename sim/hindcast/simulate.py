"""Races of many worlds: parameter sets, drawn stocks and lucks to monthly series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tenfold.scenarios.parameters import ParameterError
from tenfold.scenarios.schema import Scenario
from tenfold.sim.experiments.pool import Pool, Task
from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import QUANTITIES, FloatArray, read
from tenfold.sim.hindcast.start import draw_stocks, load_hindcast
from tenfold.sim.hindcast.worlds import Worlds

RUNS_PER_TASK = 128
"""Races side by side: enough that deciding for all costs little each."""
Row = tuple[int, dict[str, float]]
"""Number of a world and its parameters."""
Past = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Simulated:
    """Monthly series of many worlds on many lucks.

    Attributes:
        values: name of a quantity to [rows, lucks, months + 1].
        stocks: a row per world and a column per lab: H100e at the start, as drawn.
    """

    values: dict[str, FloatArray]
    stocks: pd.DataFrame


def simulate(
    parameters: pd.DataFrame,
    lucks: int,
    seed: int = 1,
    months: int = 24,
    jobs: int = 1,
    passed: Callable[[int], None] | None = None,
    pool: Pool | None = None,
) -> Simulated:
    """Race the hindcast in every world; see `race_worlds`.

    Constants that hold at a start are the scenario's: columns of these names are left out.
    """
    return race_worlds(
        load_hindcast(), observe().past, parameters, lucks, seed, months, jobs, passed, pool
    )


def race_worlds(
    scenario: Scenario,
    past: Past,
    parameters: pd.DataFrame,
    lucks: int,
    seed: int,
    months: int,
    jobs: int = 1,
    passed: Callable[[int], None] | None = None,
    pool: Pool | None = None,
) -> Simulated:
    """Race a scenario in many worlds.

    A world is a row: its parameters, and stocks and lucks drawn for the number in the row's index,
    so that the same number has the same stocks and lucks in any frame. World n meets the lucks from
    n times `lucks` on: no two worlds share one.

    Args:
        scenario: what is raced; columns named like its own parameters are left out.
        past: month-ends of "best_closed" and "best_us" before the start, oldest first.
        parameters: a row per world with whole numbers as index; columns are names of parameters.
        lucks: races per world.
        seed: of lucks and stocks.
        months: length of the races.
        jobs: processes.
        passed: told how many races are done.
        pool: processes that are ready, in place of new ones.

    Returns:
        Every quantity of every race; the same bits for any number of processes.

    Raises:
        ParameterError: an unknown parameter, or a value that no world can have.
    """
    if not len(parameters) or lucks < 1:
        raise ParameterError("races need at least one row of parameters and one luck")
    kept = [str(name) for name in parameters.columns if name not in scenario.parameters]
    rows: list[Row] = [
        (int(number), {name: float(row[name]) for name in kept})
        for number, row in zip(parameters.index, parameters.to_dict("records"), strict=True)
    ]
    each = max(1, RUNS_PER_TASK // lucks)
    some = [rows[at : at + each] for at in range(0, len(rows), each)]
    tasks = [
        Task(race_rows, (scenario, past, part, lucks, seed, months), lucks * len(part))
        for part in some
    ]
    if pool is None:
        with Pool(jobs) as own:
            parts = own.run(tasks, passed)
    else:
        parts = pool.run(tasks, passed)
    values = {name: np.concatenate([part[0][name] for part in parts]) for name in QUANTITIES}
    stocks = np.concatenate([part[1] for part in parts])
    names = [lab.name for lab in scenario.labs]
    return Simulated(values, pd.DataFrame(stocks, columns=names, index=parameters.index))


def race_rows(
    scenario: Scenario, past: Past, rows: list[Row], lucks: int, seed: int, months: int
) -> tuple[dict[str, FloatArray], FloatArray]:
    """Race some worlds side by side.

    The price of a race may rise; the published one is the lowest so far, and so is this.

    Returns:
        Name to [rows, lucks, months + 1], and the stocks drawn, [rows, labs].
    """
    stocks = np.array([draw_stocks(seed, number, scenario) for number, _ in rows])
    names = rows[0][1]
    parameters = {name: np.array([row[name] for _, row in rows]) for name in names}
    first = lucks * np.array([number for number, _ in rows], dtype=np.int64)
    met = first[:, None] + np.arange(lucks, dtype=np.int64)
    race = Worlds(scenario, stocks, parameters, met, seed, months)
    series = read(race.run(), scenario, dict(past))
    race.close()
    series["price_fixed"] = np.minimum.accumulate(series["price_fixed"], axis=1)
    shape = (len(rows), lucks, months + 1)
    return {name: values.reshape(shape) for name, values in series.items()}, stocks
