"""Reply: the best schedule of a seat, its gain on training lucks, and on fresh ones.

Whatever is best on some lucks is partly best by luck (the winner's curse), so a gain counts on
lucks that the search has never seen, race by race against the seat's own policy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.sim.experiments.effect import Effect, effect_of
from tenfold.sim.experiments.pool import Task, run_tasks
from tenfold.sim.replies.objectives import find_objective
from tenfold.sim.replies.schedule import PHASES, Schedule
from tenfold.sim.replies.search import search
from tenfold.sim.replies.seat import ByPhase, Played, SeatRaces, place_of

FloatArray = NDArray[np.float64]
TRIALS, LUCKS, FRESH = 200, 16, 100
MORE = 40
"""Lucks, besides those of every trial, on which the finalists are raced."""
QUICK_TRIALS, QUICK_LUCKS = 36, 6
"""Of the short form: enough to see that everything runs."""
MOST_TRIALS, MOST_LUCKS, FEWEST_LUCKS = 10_000, 1_000, 2
FIRST_LUCK, FIRST_MORE, FIRST_FRESH = 1_000, 2_000, 10_000
"""Numbers of the first luck of each kind: none is shared among them, or with the facts."""
EVERYONE = "all"


class ReplyError(ValueError):
    """A search that cannot be as asked; the message says what can."""


@dataclass(frozen=True)
class Asked:
    """A best reply that is looked for.

    Attributes:
        seat: name of a lab.
        scenario: name or path of the race.
        objective: name of what the seat wants.
        seed: of all lucks, and of the search.
        trials: schedules tried.
        lucks: that each of them is raced on.
    """

    seat: str
    scenario: str = "tenfold-2026"
    objective: str = "capability"
    seed: int = 1
    trials: int = TRIALS
    lucks: int = LUCKS

    def check(self) -> None:
        """Refuse what cannot be searched.

        Raises:
            SeatError, ObjectiveError, ReplyError: in one line.
        """
        place_of(load_scenario(self.scenario), self.seat)
        find_objective(self.objective)
        for option, value, least, most in (
            ("--trials", self.trials, 1, MOST_TRIALS),
            ("--lucks", self.lucks, FEWEST_LUCKS, MOST_LUCKS),
        ):
            if not least <= value <= most:
                raise ReplyError(f"{option} {value}: must lie from {least} to {most}")


@dataclass(frozen=True)
class Reply:
    """What a search found.

    Attributes:
        asked: what was looked for.
        seat: name of the lab, as the scenario writes it.
        policy: that decides for it otherwise.
        kind, home, chips: of the lab at the start; chips in H100e.
        schedule: the best one found.
        starts: month at which each of its phases begins.
        usual_levers, found_levers: lever to its value in each phase, on the fresh lucks, under the
            policy and under the schedule.
        usual, found: the objective on the fresh lucks.
        training_gain: of the schedule over the policy, on the lucks of the search.
        gain: the same on the fresh lucks.
        usual_run_share, run_share: [fresh lucks] share of R&D compute in final runs.
    """

    asked: Asked
    seat: str
    policy: str
    kind: str
    home: str
    chips: float
    schedule: Schedule
    starts: tuple[int, ...]
    usual_levers: ByPhase
    found_levers: ByPhase
    usual: Effect
    found: Effect
    training_gain: Effect
    gain: Effect
    usual_run_share: FloatArray
    run_share: FloatArray


def find_reply(asked: Asked, passed: Callable[[int], None] = lambda trials: None) -> Reply:
    """Search for a seat's best reply, and judge it.

    Args:
        asked: what to look for.
        passed: told the number of trials that have just passed.

    Raises:
        SeatError, ObjectiveError: an unknown seat or objective.
    """
    scenario = load_scenario(asked.scenario)
    objective = find_objective(asked.objective)
    races = SeatRaces(scenario, asked.seat, objective, asked.seed)
    lucks = np.arange(FIRST_LUCK, FIRST_LUCK + asked.lucks)
    more = np.arange(FIRST_MORE, FIRST_MORE + MORE)
    fresh = np.arange(FIRST_FRESH, FIRST_FRESH + FRESH)
    try:
        known = np.concatenate([lucks, more])
        before = races.as_usual(known)
        searches = np.random.SeedSequence([asked.seed, races.place]).generate_state(1)[0]
        best = search(races, before, lucks, more, asked.trials, int(searches), passed)
        after = races.play([best], known)
        usual, found = races.as_usual(fresh), races.play([best], fresh)
    finally:
        races.close()
    spec = races.spec
    return Reply(
        asked, spec.name, spec.policy, spec.kind, spec.home, float(spec.compute.value), best,
        PHASES[: races.phases], usual.levers, found.levers,
        effect_of(usual.reached[None], objective.unit),
        effect_of(found.reached[None], objective.unit),
        _gain(after, before, objective.unit), _gain(found, usual, objective.unit),
        usual.run_share, found.run_share,
    )  # fmt: skip


def _gain(found: Played, usual: Played, unit: str) -> Effect:
    return effect_of((found.reached - usual.reached)[None], unit)


def seats_of(seat: str, scenario: str) -> list[str]:
    """One seat, or every seat of the scenario where `all` is asked for.

    Raises:
        SeatError: nobody of that name.
    """
    world = load_scenario(scenario)
    if seat.casefold() == EVERYONE:
        return [lab.name for lab in world.labs]
    return [world.labs[place_of(world, seat)].name]


def find_replies(
    asked: Sequence[Asked], jobs: int = 1, passed: Callable[[int], None] | None = None
) -> list[Reply]:
    """Replies of several seats, each on its own: the same whatever the number of processes.

    Args:
        asked: what to look for.
        jobs: processes.
        passed: told the number of trials that have just passed.
    """
    for each in asked:
        each.check()
    if jobs <= 1 or len(asked) == 1:
        return [find_reply(each, passed or _silent) for each in asked]
    return run_tasks([Task(find_reply, (each,), each.trials) for each in asked], jobs, passed)


def _silent(trials: int) -> None:
    """Nobody listens."""
