"""Events in a belief: those that have come, then others by chance, at their yearly rates.

A random event comes as a Poisson process: whatever has come, the wait for the next is drawn anew.
Dated events of the scenario are news when they come and nothing before: no player knows them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.luck import Luck
from tenfold.sim.world import EVENT_DTYPE, EVENT_KINDS, NEVER, Array, World, plain

KIND, MONTH, AMOUNT, MONTHS = range(4)


def without_dates(scenario: Scenario) -> Scenario:
    """The scenario as a player knows it beforehand: without events of a given month."""
    return scenario.model_copy(
        update={"events": tuple(event for event in scenario.events if event.yearly_rate)}
    )


def believed_events(
    scenario: Scenario, luck: Luck, come: NDArray[np.float64], now: int, until: int
) -> Array:
    """The events of every world of a belief.

    Args:
        scenario: without dated events.
        luck: of the belief.
        come: [events, 4] those that have come, in all worlds alike.
        now: the present month.
        until: the last month that matters; `now` for none to come.

    Returns:
        [runs, events] records: those still at work or coming before `until`.
    """
    runs = luck.event.shape[0]
    lasting = come[come[:, MONTH] + come[:, MONTHS] > now]
    coming = [_comings(scenario, luck, e, now) for e in range(len(scenario.events))]
    rows = [np.broadcast_to(lasting[:, None], (len(lasting), runs, 4))]
    for e, months in enumerate(coming):
        event = scenario.events[e]
        needed = int((months < until).sum(axis=1).max(initial=0))
        fresh = np.empty((needed, runs, 4))
        fresh[..., KIND] = EVENT_KINDS.index(event.kind)
        fresh[..., MONTH] = months[:, :needed].T
        fresh[..., AMOUNT] = event.size
        fresh[..., MONTHS] = float(event.months) if event.months else NEVER
        rows.append(fresh)
    whole = np.concatenate(rows).transpose(1, 0, 2)
    records = np.zeros(whole.shape[:2], EVENT_DTYPE).view(np.recarray)
    if whole.shape[1]:
        plain(records)[...] = whole
    return records


def put_events(world: World, events: Array) -> World:
    """The same world with these events."""
    return world._replace(event=events)


def _comings(scenario: Scenario, luck: Luck, e: int, now: int) -> NDArray[np.float64]:
    """[runs, comings] months in which a random event comes from now on."""
    event = scenario.events[e]
    first = max(float(event.month or 0), float(now))
    waits = luck.event[:, e] * (12.0 / float(event.yearly_rate or 1.0))
    months: NDArray[np.float64] = np.floor(first + np.cumsum(waits, axis=1))
    return months
