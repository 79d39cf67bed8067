"""Rerun: the race of a game once more on the same luck, some decisions replaced, many at once.

A script says what a seat decides: a number per turn, lever and run, NaN where the autopilot does.
Answers to questions bite only where a question is pending: an answer that the player gave stays in
its turn, all others are the autopilot's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.sim.game.basic import autopilot_for, plain
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.entry import Entry
from tenfold.sim.game.played import Played, Seat
from tenfold.sim.history import History
from tenfold.sim.race import Race

Script = NDArray[np.float64]
"""[turns, levers, runs]; NaN is the autopilot's."""
ANSWERS = tuple(k for k, lever in enumerate(LEVERS) if lever.group == "answers")


class Scripted(Policy):
    """Decides by a script, run by run."""

    def __init__(self, script: Script) -> None:
        """At its first turn."""
        self.script = script
        self.stand_in = create("autopilot")

    def decide(self, seen: Observation) -> Decision:
        """The script's levers, and the autopilot's where it is silent."""
        rows = self.script[seen.month // TURN_MONTHS]
        rest = self.stand_in.decide(seen).as_dict()
        return Decision(
            **{
                lever.name: np.where(np.isnan(rows[k]), rest[lever.name], rows[k])
                for k, lever in enumerate(LEVERS)
            }
        )


def silent(quarters: int, runs: int) -> Script:
    """A script that leaves everything to the autopilot."""
    return np.full((quarters, len(LEVERS), runs), np.nan)


def row_of(entry: Entry) -> NDArray[np.float64]:
    """[levers] of a logged decision; answers that nobody gave are the autopilot's."""
    row = np.array([entry.levers.get(lever.name, np.nan) for lever in LEVERS], dtype=np.float64)
    if entry.settings is not None:
        for k in ANSWERS:
            if LEVERS[k].name not in entry.settings:
                row[k] = np.nan
    return row


def as_logged(entries: Sequence[Entry], quarters: int, runs: int) -> Script:
    """A script that repeats a log in every run; after its end the autopilot decides."""
    script = silent(quarters, runs)
    for turn, entry in enumerate(entries):
        script[turn] = row_of(entry)[:, None]
    return script


def rerun(
    seat: Seat,
    seed: int,
    lucks: Sequence[int],
    script: Script | Policy,
    others: Mapping[str, Script] | None = None,
) -> History:
    """Race a script, or another policy of many runs, to the end.

    Args:
        seat: whose script it is.
        seed: of all luck.
        lucks: number of the luck of each run; may repeat.
        script: [turns, levers, runs], or a policy that plays the seat.
        others: labs in human hands to their scripts.

    Returns:
        The history of all runs.
    """
    policies: dict[str, str | Policy] = {
        name: Scripted(other) for name, other in (others or {}).items()
    }
    policies[seat.name] = script if isinstance(script, Policy) else Scripted(script)
    race = Race(
        seat.scenario, seed=seed, lucks=list(lucks), months=seat.months, policies=policies,
        collect=False, note=False,
    )  # fmt: skip
    try:
        return race.run()
    finally:
        race.close()


class Watching(Policy):
    """Decides by a script, and remembers what the autopilot would have decided."""

    def __init__(self, script: Script) -> None:
        """At its first turn."""
        self.scripted = Scripted(script)
        self.seen: list[dict[str, float]] = []

    def decide(self, seen: Observation) -> Decision:
        """The script's decision."""
        self.seen.append({name: plain(v) for name, v in autopilot_for(seen).as_dict().items()})
        return self.scripted.decide(seen)


def standing_orders(played: Played) -> list[dict[str, float]]:
    """What the autopilot would have decided in each turn of a game as it went."""
    watching = Watching(as_logged(played.entries, played.seat.quarters, 1))
    rerun(played.seat, played.seed, [played.luck], watching)
    return watching.seen


def again(played: Played, script: Script) -> History:
    """Race a script on the luck of a game."""
    return rerun(played.seat, played.seed, [played.luck] * script.shape[2], script)
