"""Search: the best schedule of a seat on training lucks, by Optuna's tree of Parzen estimators.

The first trial is what the seat usually does; then every dial is turned alone, down and up; from
there on the sampler proposes. Trials are raced in groups of `TOGETHER`, all on the same lucks. The
best few are raced again on lucks that the search has not seen, and the best of these is the reply:
who was best by luck falls back.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import optuna
from numpy.typing import NDArray
from optuna.exceptions import ExperimentalWarning
from optuna.samplers import TPESampler
from optuna.trial import Trial

from tenfold.sim.replies.dials import DIALS, Dial
from tenfold.sim.replies.schedule import Schedule
from tenfold.sim.replies.seat import Played, SeatRaces

IntArray = NDArray[np.int64]
Steps = dict[str, int]
"""Places on ladders, by the names that Optuna knows."""
TOGETHER = 6
"""Trials that are raced in one batch."""
LEARNS_FROM = 10
"""Trials after which the sampler proposes what no one has asked for."""
STRIDE = 5
"""A dial turned alone moves by one part in so many of its ladder."""
FINALISTS = 8
"""Schedules that are raced again."""


def search(
    races: SeatRaces,
    usual: Played,
    lucks: IntArray,
    more: IntArray,
    trials: int,
    seed: int,
    passed: Callable[[int], None] = lambda trials: None,
    dials: Sequence[Dial] = DIALS,
    finalists: int = FINALISTS,
) -> Schedule:
    """The best schedule found.

    Args:
        races: of the seat.
        usual: races under the seat's own policy, from which the search begins.
        lucks: every trial is raced on these.
        more: finalists are raced on these as well.
        trials: how many schedules are tried.
        seed: of the sampler.
        passed: told the number of trials that have just passed.
        dials: that are turned; all others the policy leaves where it wants.
        finalists: schedules that are raced again.
    """
    study = _study(seed)
    first = _as_usual(usual, dials)
    for steps in (first, *_one_by_one(first, dials, races.phases)):
        study.enqueue_trial(dict(steps))
    tried: list[tuple[float, Schedule]] = []
    for begin in range(0, trials, TOGETHER):
        asked = [study.ask() for _ in range(min(TOGETHER, trials - begin))]
        schedules = [_schedule(trial, dials, races.phases) for trial in asked]
        for trial, schedule, value in zip(
            asked, schedules, _means(races, schedules, lucks), strict=True
        ):
            study.tell(trial, value)
            tried.append((value, schedule))
        passed(len(asked))
    best: list[Schedule] = []
    for _, schedule in sorted(tried, key=lambda each: -each[0]):
        if schedule not in best and len(best) < finalists:
            best.append(schedule)
    means = _means(races, best, np.concatenate([lucks, more]))
    return best[means.index(max(means))]


def _means(races: SeatRaces, schedules: list[Schedule], lucks: IntArray) -> list[float]:
    """Mean of the objective under each schedule."""
    reached = races.play(schedules, lucks).reached
    return [
        float(reached[k * len(lucks) : (k + 1) * len(lucks)].mean()) for k in range(len(schedules))
    ]


def _schedule(trial: Trial, dials: Sequence[Dial], phases: int) -> Schedule:
    """The schedule that a trial proposes."""
    settings = {}
    for dial in dials:
        values = tuple(dial.ladder[_ask(trial, dial, name)] for name in _names(dial, phases))
        settings[dial.name] = values if dial.by_phase else values * phases
    return Schedule(settings)


def _ask(trial: Trial, dial: Dial, name: str) -> int:
    if dial.ordered:
        return trial.suggest_int(name, 0, len(dial.ladder) - 1)
    return int(trial.suggest_categorical(name, list(range(len(dial.ladder)))))


def _names(dial: Dial, phases: int) -> list[str]:
    """Names of a dial's settings as Optuna knows them."""
    if not dial.by_phase:
        return [dial.name]
    return [f"{dial.name} {phase}" for phase in range(phases)]


def _as_usual(usual: Played, dials: Sequence[Dial]) -> Steps:
    """The steps of the ladders that are nearest to what the seat usually does."""
    found = {}
    for dial in dials:
        values = usual.dials[dial.name]
        if not dial.by_phase:
            values = (sum(values) / len(values),) if dial.ordered else values[:1]
        for name, value in zip(_names(dial, len(values)), values, strict=True):
            found[name] = dial.nearest(value)
    return found


def _one_by_one(first: Steps, dials: Sequence[Dial], phases: int) -> list[Steps]:
    """The same with one dial elsewhere, in all phases alike."""
    found = []
    for dial in dials:
        names, count = _names(dial, phases), len(dial.ladder)
        stride = max(1, round(count / STRIDE))
        for way in (-1, 1) if dial.ordered else range(1, count):
            if dial.ordered:
                moved = {name: first[name] + way * stride for name in names}
                moved = {name: min(max(place, 0), count - 1) for name, place in moved.items()}
            else:
                moved = {name: (first[name] + way) % count for name in names}
            if any(moved[name] != first[name] for name in names):
                found.append(first | moved)
    return found


def _study(seed: int) -> optuna.Study:
    optuna.logging.set_verbosity(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentalWarning)
        sampler = TPESampler(
            seed=seed, n_startup_trials=LEARNS_FROM, multivariate=True, constant_liar=True
        )
    return optuna.create_study(sampler=sampler, direction="maximize")
