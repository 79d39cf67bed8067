"""Company: people in other seats of the same race, who do what the log says that they did.

A game of one person has none. In a race of several, each has a game of their own, and in it the
others are told from their logs: handed the same decisions, all these games are the same race.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies.autopilot import Autopilot
from tenfold.agents.policies.policy import Policy
from tenfold.agents.ruling import RegulatorDecision, RegulatorPolicy, Standing, check_rules
from tenfold.agents.ruling import autopilot as autopilot_rules
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.steering import ANSWERS

Fellows = Mapping[str, Sequence[Entry]]
"""Seat of a person to what they decided so far, oldest first."""
NOBODY: Fellows = {}


class Fellow(Policy):
    """A person at another lab: what they decided, turn by turn; after that the autopilot.

    An answer that they gave stays in its turn. Where they gave none, the autopilot answers what is
    asked there: in another race than theirs that may be something else.
    """

    about = "A person at another seat of the same race."

    def __init__(self, entries: Sequence[Entry]) -> None:
        """At their log, which may grow."""
        self.entries = entries
        self.stand_in = Autopilot()

    def decide(self, seen: Observation) -> Decision:
        """What they decided in this turn."""
        turn = seen.month // TURN_MONTHS
        if turn >= len(self.entries):
            return self.stand_in.decide(seen)
        entry = self.entries[turn]
        decided = Decision(**entry.levers)  # checked at its own seat, and by the race
        if entry.settings is None or all(name in entry.settings for name in ANSWERS):
            return decided
        rest = self.stand_in.decide(seen)
        silent = {n: getattr(rest, n) for n in ANSWERS if n not in entry.settings}
        return Decision(**(decided.as_dict() | silent))


class FellowRules:
    """A person in government: the rules they made, turn by turn; after that the autopilot's."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """At their log, which may grow, and at the first turn of a race."""
        self.entries = entries
        self.turn = 0

    def __call__(self, base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
        """The rules of this turn; a race asks once in each.

        Raises:
            DecisionError: a rule that this government cannot make.
        """
        made = autopilot_rules(base, standing)
        if self.turn < len(self.entries):
            held: dict[str, Any] = dict(self.entries[self.turn].levers)
            check_rules(held, standing.where)
            made = replace(made, **held)
        self.turn += 1
        return made


@dataclass(frozen=True)
class Company:
    """Who decides in other people's seats of one race; made anew for each race."""

    labs: Mapping[str, Policy] = field(default_factory=dict)
    ruler: RegulatorPolicy | None = None
    """None where nobody sits in government."""


ALONE = Company()


def company_of(fellows: Fellows) -> Company:
    """The people of these logs, for a race at its start."""
    if not fellows:
        return ALONE
    labs = {seat: Fellow(log) for seat, log in fellows.items() if seat != REGULATOR}
    ruling = fellows.get(REGULATOR)
    return Company(labs, None if ruling is None else FellowRules(ruling))


def copied(fellows: Fellows) -> dict[str, tuple[Entry, ...]]:
    """The logs as they stand now."""
    return {seat: tuple(log) for seat, log in fellows.items()}
