"""Rerun: the race of a game once more on the same luck, some decisions replaced, many at once.

A script says what a seat decides: a number per turn, lever and run, NaN where the autopilot does.
Answers to questions bite only where a question is pending: an answer that the player gave stays in
its turn, all others are the autopilot's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.agents.ruling import RegulatorDecision, Standing
from tenfold.agents.ruling import autopilot as autopilot_rules
from tenfold.sim.game.basic import autopilot_for, plain
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.played import Played, Seat
from tenfold.sim.game.parting import let_go
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.telling.view import NO_LAB
from tenfold.sim.history import History

if TYPE_CHECKING:
    from tenfold.sim.race import Race

Script = NDArray[np.float64]
"""[turns, levers, runs]; NaN is the autopilot's."""
Scripts = Mapping[str, Script]
"""Seat to the script of the person in it."""


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


class ScriptedRules:
    """Makes rules by a script, run by run; its turn is set before each."""

    def __init__(self, script: Script, names: Sequence[str]) -> None:
        """At its first turn.

        Args:
            script: [turns, rules, runs].
            names: of the rules.
        """
        self.script, self.names, self.turn = script, names, 0
        self.seen: list[dict[str, float]] = []

    def __call__(self, base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
        """The script's rules, and the autopilot's where it is silent."""
        made = autopilot_rules(base, standing)
        usual = {name: np.asarray(getattr(made, name), dtype=np.float64) for name in self.names}
        self.seen.append({name: float(value.flat[0]) for name, value in usual.items()})
        given: dict[str, Any] = {}
        for k, name in enumerate(self.names):
            row = self.script[self.turn, k]
            given[name] = np.where(np.isnan(row), usual[name], row)
        return replace(made, **given)


def silent(seat: Seat, runs: int) -> Script:
    """A script that leaves everything to the autopilot."""
    return np.full((seat.quarters, len(seat.levers), runs), np.nan)


def row_of(seat: Seat, entry: Entry) -> NDArray[np.float64]:
    """[levers] of a logged decision; answers that nobody gave are the autopilot's."""
    row = np.array([entry.levers.get(lever.name, np.nan) for lever in seat.levers], np.float64)
    if entry.settings is not None:
        for k, lever in enumerate(seat.levers):
            if lever.group == "answers" and lever.name not in entry.settings:
                row[k] = np.nan
    return row


def as_logged(seat: Seat, entries: Sequence[Entry], runs: int) -> Script:
    """A script that repeats a log in every run; after its end the autopilot decides."""
    script = silent(seat, runs)
    for turn, entry in enumerate(entries):
        script[turn] = row_of(seat, entry)[:, None]
    return script


def rerun(
    seat: Seat,
    seed: int,
    lucks: Sequence[int],
    script: Script | Policy | ScriptedRules,
    others: Scripts | None = None,
    each: Callable[[Race, int], None] | None = None,
) -> History:
    """Race a script, or whoever else plays the seat in many runs, to the end.

    Args:
        seat: whose script it is.
        seed: of all luck.
        lucks: number of the luck of each run; may repeat.
        script: [turns, levers, runs], or who plays the seat.
        others: seats in human hands to their scripts.
        each: called after each turn with the race and the turn, from 0.

    Returns:
        The history of all runs.
    """
    from tenfold.sim.race import Race

    sitting: dict[str, Policy | ScriptedRules] = {
        name: _sitting(neighbour(seat, name), other) for name, other in (others or {}).items()
    }
    sitting[seat.name] = _sitting(seat, script) if isinstance(script, np.ndarray) else script
    ruler = sitting.pop(REGULATOR, None)
    race = Race(
        seat.scenario, seed=seed, lucks=list(lucks), months=seat.months,
        policies={name: who for name, who in sitting.items() if isinstance(who, Policy)},
        collect=False, note=False, ruler=ruler if isinstance(ruler, ScriptedRules) else None,
    )  # fmt: skip
    try:
        for turn in range(seat.quarters):
            if isinstance(ruler, ScriptedRules):
                ruler.turn = turn
            race.advance(TURN_MONTHS)
            if each is not None:
                each(race, turn)
        return race.history
    finally:
        let_go(race)


def _sitting(seat: Seat, script: Script) -> Policy | ScriptedRules:
    """Who plays a script in a seat."""
    if seat.place >= 0:
        return Scripted(script)
    return ScriptedRules(script, [lever.name for lever in seat.levers])


def neighbour(seat: Seat, name: str) -> Seat:
    """Another seat of the same race."""
    places = {lab.name: place for place, lab in enumerate(seat.scenario.labs)}
    return replace(seat, name=name, place=places.get(name, NO_LAB))


def as_others_played(played: Played) -> Scripts:
    """What people in other seats decided in a game; after the end of their logs the autopilot."""
    return {
        name: as_logged(neighbour(played.seat, name), log, 1)
        for name, log in played.fellows.items()
    }


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
    seat, script = played.seat, as_logged(played.seat, played.entries, 1)
    names = [lever.name for lever in seat.levers]
    watching = Watching(script) if seat.place >= 0 else ScriptedRules(script, names)
    rerun(seat, played.seed, [played.luck], watching, as_others_played(played))
    return watching.seen


def again(played: Played, script: Script) -> History:
    """Race a script on the luck of a game, against the others as they played."""
    lucks = [played.luck] * script.shape[2]
    return rerun(played.seat, played.seed, lucks, script, as_others_played(played))
