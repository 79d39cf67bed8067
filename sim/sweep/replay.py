"""Replay: any run of a sweep once more, to the same bits, and paths of many runs for charts.

A run is a changed scenario, a seed and the number of a luck. Nothing of it is stored but its row:
computing a race anew takes milliseconds, less than reading it would.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import SweepError
from tenfold.scenarios.schema import Scenario
from tenfold.scenarios.spelling import Choice
from tenfold.sim.game.saves.practice import play_run, usual_seat
from tenfold.sim.game.saves.savefile import games_folder
from tenfold.sim.game.turns import Game
from tenfold.sim.happenings import Happening
from tenfold.sim.history import History
from tenfold.sim.measures import find_measure, groups_of
from tenfold.sim.race import Race
from tenfold.sim.report.request import Request
from tenfold.sim.sweep.choices import SEAT
from tenfold.sim.sweep.drawn import drawn_columns, drawn_values
from tenfold.sim.sweep.layout import RUNS, part_name
from tenfold.sim.sweep.plan import Plan
from tenfold.sim.sweep.running.disk import SweepFolderError
from tenfold.sim.sweep.running.parts import DamagedPart, read_part
from tenfold.sim.sweep.running.store import Folder, open_folder

FloatArray = NDArray[np.float64]
TOGETHER = 256
"""Races of a chart that advance together."""
PROGRAM = "python run.py"
"""What starts the project on a command line, unless whoever prints one knows better."""
IDEAS = "ideas"
"""The parameter that must be the same in all races of a batch."""


class RunFailed(SweepError):
    """The run failed in the sweep; the message says why."""


@dataclass(frozen=True)
class Address:
    """Which race a run of a sweep is."""

    run: int
    arm: str
    cell: Mapping[str, Choice]
    """Value of each cross factor."""
    point: int
    luck: int
    """Number of its luck under the seed."""
    seed: int
    values: Mapping[str, float]
    """Of the uncertain parameters."""
    choices: Mapping[str, Choice]
    """Everything that is chosen in its arm and cell, by key."""
    scenario: Scenario
    """With the choices, the values and the length in it: the whole world of the run."""

    seat: str
    """The lab whose seat the run opens at, unless another is asked for."""

    @property
    def request(self) -> Request:
        """The same race as `run` would ask for it, parameters and choices named."""
        return Request(
            scenario=self.scenario,
            seed=self.seed,
            months=self.scenario.months,
            runs=1,
            first_run=self.luck,
            # The scenario has both in it already: saying them again changes no bit.
            parameters=dict(self.values),
            choices={
                key: choice if isinstance(choice, str) else float(choice)
                for key, choice in self.choices.items()
            },
        )


@dataclass(frozen=True)
class Replayed:
    """A run computed once more."""

    plan: Plan
    address: Address
    question: str
    history: History
    happenings: tuple[Happening, ...]
    outcomes: dict[str, float]
    """As they came out now."""
    row: dict[str, Any] | None
    """Its row in the results; None where the sweep has not raced it yet."""
    equal: bool | None
    """All outcomes have the bits of the row; None where there is none."""
    same_engine: bool
    """The engine is the one that the sweep ran on."""

    def command(self, program: str = PROGRAM) -> str:
        """The line that shows the same race without the sweep; empty where there is none."""
        return command_for(self.plan, self.address, program)

    @property
    def verdict(self) -> str:
        """How the replay stands to the stored row, in a sentence."""
        if self.equal is None:
            return "The sweep has not raced this run yet: there is nothing to compare with."
        if self.equal and self.same_engine:
            return "Equal to the stored results, bit for bit."
        if self.same_engine:
            return "Differs from the stored results although the engine is the same: please report."
        if self.equal:
            return "Another engine than the sweep's, and still the same bits."
        return (
            "Differs from the stored results: the sweep ran on another version of the engine,"
            " which would be needed to see this run again."
        )


def find_run(plan: Plan, run: int) -> Address:
    """Which race a run is.

    Raises:
        SweepError: the sweep has no such run; gives the range.
    """
    chunk, row = plan.locate(run)
    point, luck = int(chunk.points[row]), int(chunk.replicates[row])
    values = drawn_values(plan, point, chunk.arm, chunk.cell)
    world = _with_values(plan.world(chunk.arm, chunk.cell), values, plan.months)
    return Address(
        run=run,
        arm=chunk.arm,
        cell=dict(chunk.cell),
        point=point,
        luck=luck,
        seed=plan.question.seed,
        values=values,
        choices=plan.choices(chunk.arm, chunk.cell),
        scenario=world,
        seat=usual_seat(world, _named_seat(plan, chunk.arm, chunk.cell)),
    )


def _named_seat(plan: Plan, arm: str, cell: Mapping[str, Choice]) -> str:
    """The lab that a run is about: of the key `seat`, else the first that a key touches.

    The keys of its own arm come first, then those of the cell, then those of the other arms, which
    a run with nothing chosen is compared with. A key that means every lab is about none.
    """
    choices = plan.choices(arm, cell)
    if SEAT in choices:
        return str(choices[SEAT])
    arms = plan.question.arms
    others = [key for name, chosen in arms.items() if name != arm for key in chosen]
    groups = groups_of(plan.scenario)
    for key in (*arms[arm], *plan.factors, *others):
        touched = groups.get(key.rpartition(".")[0])
        if touched is not None and not touched.all():
            return plan.scenario.labs[int(np.flatnonzero(touched)[0])].name
    return ""


def _with_values(world: Scenario, values: Mapping[str, float], months: int) -> Scenario:
    known = load_parameters()
    named = {known.find(name).name: value for name, value in world.parameters.items()}
    return world.model_copy(update={"parameters": named | dict(values), "months": months})


def replay(folder: Path | Folder, run: int) -> Replayed:
    """Compute a run of a sweep once more, and compare it with what is stored.

    Args:
        folder: of the sweep.
        run: its number.

    Raises:
        SweepError: the sweep has no such run.
        RunFailed: it failed in the sweep; says why.
        SweepFolderError: no sweep is there, or it is damaged.
    """
    sweep = folder if isinstance(folder, Folder) else open_folder(folder)
    address = find_run(sweep.plan, run)
    row = stored_row(sweep, run)
    if row is not None and row["failed"]:
        raise RunFailed(f"run {run} failed in the sweep: {row['failed']}")
    race = Race(
        address.scenario, seed=address.seed, first_run=address.luck, collect=False, note=True
    )
    history = race.run()
    happenings = tuple(race.happenings())
    race.close()
    groups = groups_of(sweep.plan.scenario)
    outcomes = {
        outcome.name: float(outcome.of(history, groups)[0]) for outcome in sweep.plan.outcomes
    }
    return Replayed(
        plan=sweep.plan,
        address=address,
        question=sweep.plan.question.question,
        history=history,
        happenings=happenings,
        outcomes=outcomes,
        row=row,
        equal=None if row is None else all(_same(outcomes[k], row[k]) for k in outcomes),
        same_engine=sweep.plan.identity == sweep.about["identity"],
    )


def stored_row(sweep: Folder, run: int) -> dict[str, Any] | None:
    """The row of a run as plain values; None where it has not been raced yet.

    Raises:
        SweepError: the sweep has no such run.
        SweepFolderError: its part is damaged.
    """
    chunk, place = sweep.plan.locate(run)
    path = sweep.path / RUNS / part_name(chunk.number)
    try:
        part = read_part(path, sweep.about["identity"], chunk.number)
    except FileNotFoundError:
        return None
    except DamagedPart as problem:
        raise SweepFolderError(
            f"'{path}' is damaged ({problem}): the same sweep command computes it anew"
        ) from None
    return dict(part.slice(place, 1).to_pylist()[0])


def _same(now: float, stored: float) -> bool:
    """Equal to the last bit; what is nowhere defined is equal to itself."""
    if np.isnan(now) or np.isnan(stored):
        return bool(np.isnan(now) and np.isnan(stored))
    return np.float64(now).tobytes() == np.float64(stored).tobytes()


def command_for(plan: Plan, address: Address, program: str = PROGRAM) -> str:
    """The command line that shows the same race from its scenario, exactly.

    Args:
        plan: of the sweep.
        address: of the run.
        program: what starts the project on a command line, such as "python run.py".

    Returns:
        One line; empty where the scenario of that name is no longer the one that the sweep began
        with.
    """
    name = plan.question.scenario
    try:
        unchanged = load_scenario(name) == plan.scenario
    except ValueError:
        unchanged = False
    if not unchanged:
        return ""
    words = ["run", name, "--seed", str(address.seed), "--months", str(plan.months)]
    words += ["--first-run", str(address.luck)]
    for key, choice in address.choices.items():
        words += ["--choice", f"{key}={choice if isinstance(choice, str) else repr(choice)}"]
    for parameter, value in address.values.items():
        words += ["--set", f"{parameter}={value!r}"]
    return f"{program} {shlex.join(words)}"


def as_game(address: Address, question: str, seat: str = "", folder: Path | None = None) -> Game:
    """A run as a game to fork: a save whose log holds the decisions of a lab's own policy.

    Args:
        address: of the run.
        question: that its sweep asks.
        seat: the lab; `address.seat` unless given.
        folder: of the save; `games_folder()` unless given.

    Raises:
        GameError: no such lab, or races that do not consist of quarters.
        SaveError: it cannot be saved.
    """
    return play_run(
        games_folder() if folder is None else folder,
        address.scenario,
        address.seed,
        address.luck,
        seat or address.seat,
        address.run,
        question,
    )


def paths(
    plan: Plan, measure: str, arm: str, cell: Mapping[str, Choice], runs: Sequence[int]
) -> tuple[NDArray[np.int64], FloatArray]:
    """Monthly paths of a measure in some runs of one arm and one cell, computed anew.

    Args:
        plan: of the sweep.
        measure: by name, such as "lag_months".
        arm: that all the runs belong to.
        cell: value of each cross factor that they have.
        runs: their numbers, in any order.

    Returns:
        Months [months + 1] and values [runs, months + 1], in the order of `runs`.

    Raises:
        SweepError: no such run, or one of another arm or cell.
        MeasureError: no such measure.
    """
    months = np.arange(plan.months + 1)
    points, lucks = _places(plan, arm, cell, runs)
    values = np.zeros((len(runs), plan.months + 1))
    if not len(runs):
        return months, values
    world = plan.world(arm, cell)
    found, groups = find_measure(measure, plan.scenario), groups_of(plan.scenario)
    given = drawn_columns(plan, points, arm, cell)
    # Neighbours with the same parameters are opened once; a batch has one size of the pool.
    size = given[IDEAS] if IDEAS in given else np.zeros(len(runs))
    order = np.lexsort((points, size))
    cuts = np.flatnonzero(np.diff(size[order])) + 1
    for rows in np.split(order, cuts):
        for start in range(0, len(rows), TOGETHER):
            batch = rows[start : start + TOGETHER]
            race = Race(
                world,
                seed=plan.question.seed,
                lucks=lucks[batch],
                months=plan.months,
                parameters={name: column[batch] for name, column in given.items()},
                collect=False,
                note=False,
            )
            values[batch] = found.path(race.run(), groups)
            race.close()
    return months, values


def _places(
    plan: Plan, arm: str, cell: Mapping[str, Choice], runs: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    points, lucks = np.zeros(len(runs), np.int64), np.zeros(len(runs), np.int64)
    for k, run in enumerate(runs):
        chunk, row = plan.locate(int(run))
        if chunk.arm != arm or dict(chunk.cell) != dict(cell):
            raise SweepError(f"run {run} is not of arm '{arm}' and that cell")
        points[k], lucks[k] = chunk.points[row], chunk.replicates[row]
    return points, lucks
