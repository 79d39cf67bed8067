"""Belief: many worlds that agree with all that a player knows, and differ in what nobody tells.

A belief begins as races of the same scenario on lucks of its own, and follows a game: between two
turns its labs do what they would do, the player's does what the player did; at every turn what the
player knows is taken over (known.py says what that is). It is a pure function of the race and of
the decisions so far: the same after a reload, whatever was asked of it before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.ruling import Steered
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.foresight.believed_events import believed_events, put_events, without_dates
from tenfold.sim.game.foresight.believed_ideas import believe_ideas
from tenfold.sim.game.foresight.believed_labs import believe_labs
from tenfold.sim.game.foresight.believed_runs import learn_skill, time_runs
from tenfold.sim.game.foresight.known import Known
from tenfold.sim.game.held import Held
from tenfold.sim.game.saves.entry import Mode
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.telling.view import NO_LAB
from tenfold.sim.luck import empty_luck, fill_luck
from tenfold.sim.race import Race
from tenfold.sim.world import World, copy_world

SEED = 2**62
"""Of the luck of every belief: beyond the seeds that a game can have."""
PARTS = 2
"""A belief is two ensembles that know nothing of each other: two threads can work on it."""
WORLDS = 160
"""In each of them."""
FUTURES = PARTS * WORLDS
REDRAWN = 2**20
"""Numbers of the lucks from which hazards left are drawn anew: those of the worlds plus this."""
YEAR = 12


class Part(Race):
    """One ensemble of a belief: races whose state is replaced by what is believed."""

    def __init__(
        self, scenario: Scenario, number: int, seat: str, months: int, worlds: int | None = None
    ) -> None:
        """The ensemble at the start of the race, knowing nothing yet.

        Args:
            scenario: the race's; its dated events are not known beforehand.
            number: which ensemble, from 0.
            seat: name of the player's lab, or of the government's seat.
            months: that the race lasts.
            worlds: in it; `WORLDS` unless given.
        """
        many = WORLDS if worlds is None else worlds
        self.held, self.ruler = Held(), Steered()
        state = seat == REGULATOR
        first = number * many
        super().__init__(
            without_dates(scenario),
            seed=SEED,
            lucks=range(first, first + many),
            months=months,
            policies={} if state else {seat: self.held},
            ruler=self.ruler if state else None,
            collect=False,
            keep_history=False,
            note=False,
        )
        names = tuple(lab.name for lab in self.labs)
        self.place = names.index(seat) if seat in names else NO_LAB
        # Thresholds have done their work: their room is for hazards that are drawn anew.
        luck = empty_luck(many, len(self.labs), self.luck.idea.shape[1], 1, 0)
        fill_luck(luck, SEED, self.numbers + REDRAWN, names)
        self.luck = self.luck._replace(threshold=luck.threshold)

    def learn(self, known: Known) -> None:
        """Agree with what the player knows at the start of a turn."""
        believe_labs(self.world, self.rules, known)
        believe_ideas(self.world, self.rules, known, self.luck.threshold)
        self._expect(known, known.month + YEAR)

    def follow(self, seen: Sequence[Known], levers: Mapping[str, float]) -> None:
        """Live through a turn that has passed.

        Args:
            seen: what was known at its start and after each of its months.
            levers: the player's decision.
        """
        self._expect(seen[-1], seen[-1].month, seen[0].month)
        if self.place < 0:
            self.ruler.held = dict(levers)
        else:
            self.held.next = Decision.from_dict(levers) if levers else None
        for before, after in pairwise(seen):
            time_runs(self.world, self.rules, before, after)
            self.advance(1)
            learn_skill(self.world, self.rules, before, after)
        self.learn(seen[-1])

    def hold(self, settings: Mapping[str, float], mode: Mode) -> None:
        """Let the player hold these settings from now on; the autopilot sets the rest.

        Args:
            settings: as a game keeps them; none at all is the autopilot.
            mode: of which levers they are.
        """
        self.ruler.held = dict(settings) if self.place < 0 else {}
        self.held.hold(settings, mode, self.month)

    def take(self, world: World, month: int) -> None:
        """Go on from this state, in this memory."""
        self.world = world
        self.month = month
        self.running = month < self.months
        self._plain = self._plainly()

    def _expect(self, known: Known, until: int, now: int | None = None) -> None:
        """Events that have come, and others by chance until then."""
        events = believed_events(
            self.setting, self.luck, known.events, known.month if now is None else now, until
        )
        self.world = put_events(self.world, events)


def copy_into(spare: World | None, source: World) -> World:
    """A copy of the state, in the memory of a spare world wherever an array fits."""
    if spare is None:
        return copy_world(source)
    arrays = []
    for old, new in zip(spare, source, strict=True):
        if old.shape != new.shape:
            arrays.append(new.copy())
            continue
        np.copyto(old, new)
        arrays.append(old)
    return World(*arrays)
