"""Many races in chunks: memory stays that of one chunk, however many races finish."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

from tenfold.sim.history import History
from tenfold.sim.race import Race
from tenfold.sim.report.request import Request

CHUNK = 256
"""Races that advance together: enough that deciding for all costs little each."""


def run_races(
    request: Request,
    chunk: int = CHUNK,
    passed: Callable[[int], None] = lambda months: None,
) -> Iterator[tuple[int, History]]:
    """Run the races asked for, a chunk at a time.

    Args:
        request: what to run.
        chunk: races that advance together; changes no bit of any of them.
        passed: called with the number of race-months that have just passed.

    Yields:
        The number of the first run of a chunk, and the history of the chunk, which holds until the
        next one is asked for.
    """
    race: Race | None = None
    try:
        for first in range(0, request.runs, chunk):
            runs = min(chunk, request.runs - first)
            if race is not None and race.runs == runs:
                race.restart(request.first_run + first)  # the same memory: new memory is dear
            else:
                if race is not None:
                    race.close()
                race = _race(request, request.first_run + first, runs)
            while race.month < race.months:
                before = race.month
                race.advance(race.turn_months)
                passed((race.month - before) * runs)
            yield request.first_run + first, race.history
    finally:
        if race is not None:
            race.close()
        # Agents and their race point at each other: without this, finished worlds wait for a
        # collector that counts objects, and these are few and large.
        del race
        gc.collect()


def _race(request: Request, first_run: int, runs: int) -> Race:
    return Race(
        scenario=request.scenario,
        seed=request.seed,
        runs=runs,
        first_run=first_run,
        months=request.months,
        policies=dict(request.policies),
        parameters=dict(request.parameters),
        collect=False,
        note=False,
    )
