"""Follower: the belief of one game, kept in step with it turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, wait

import numpy as np

from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.company import company_of
from tenfold.sim.game.foresight.belief import PARTS, YEAR, Part, copy_into
from tenfold.sim.game.foresight.foreseen import FloatArray, Foreseen, foreseen_at
from tenfold.sim.game.foresight.known import Known, known_in
from tenfold.sim.game.foresight.position import Position
from tenfold.sim.game.parting import let_go
from tenfold.sim.game.saves.entry import Entry, Mode
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.world import World


class Superseded(Exception):
    """A newer question was asked before this one was answered."""


class Follower:
    """What the player of one game can believe, turn by turn.

    It replays the race by itself from the decisions, and reads of it only what `known_in` allows:
    the game is left alone. A turn whose decisions differ from those followed needs a new one.
    """

    def __init__(self, position: Position, crew: Executor, worlds: int | None = None) -> None:
        """At the start of the race.

        Args:
            position: of the game.
            crew: threads that share the work; how many there are changes nothing.
            worlds: in each part of the belief; `belief.WORLDS` unless given.
        """
        self.token = position.token
        self._scenario = position.scenario
        self._decided: list[Mapping[str, float]] = []
        self._fellows: dict[str, list[Entry]] = {seat: [] for seat in position.fellows}
        self._chair = chair_of(position.scenario, position.seat)
        self._race = self._chair.race(
            position.scenario, position.seed, position.luck, position.months,
            company_of(self._fellows),
        )  # fmt: skip
        self.foreseen = foreseen_at(position.scenario, self._chair.place)
        self._known: Known = known_in(self._race, self._chair.place)
        made = [
            crew.submit(Part, position.scenario, k, position.seat, position.months, worlds)
            for k in range(PARTS)
        ]
        self.parts = [part.result() for part in made]
        _together(crew, lambda part: part.learn(self._known), self.parts)

    @property
    def turn(self) -> int:
        """The quarter that is being decided, from 1."""
        return len(self._decided) + 1

    def fits(self, position: Position) -> bool:
        """The game went on from where this belief stands, or stands there."""
        followed = len(self._decided)
        past = {seat: list(log[:followed]) for seat, log in position.fellows.items()}
        return (
            position.decided[:followed] == tuple(self._decided)
            and past == self._fellows
            and (position.scenario is self._scenario or position.scenario == self._scenario)
        )

    def catch_up(self, position: Position, crew: Executor) -> None:
        """Live through one turn more that the game has decided.

        Should it be broken off in between, the belief is of no more use.
        """
        levers = position.decided[len(self._decided)]
        self._chair.hand(levers)
        for seat, log in position.fellows.items():
            self._fellows[seat].append(log[len(self._decided)])
        seen = [self._known]
        for _ in range(TURN_MONTHS):
            self._race.advance(1)
            seen.append(known_in(self._race, self._chair.place))
        _together(crew, lambda part: part.follow(seen, levers), self.parts)
        self._known = seen[-1]
        self._decided.append(levers)

    def futures(
        self,
        settings: Mapping[str, float],
        mode: Mode,
        benches: list[World | None],
        crew: Executor,
        stopped: Callable[[], bool],
    ) -> FloatArray:
        """Many futures of the coming year with these settings held.

        Args:
            settings: as a game keeps them.
            mode: of which levers they are.
            benches: memory to work in, one for each part; filled here.
            crew: threads.
            stopped: asked every month; whether nobody wants the answer any more.

        Returns:
            [figures, months + 1, futures] those of `foreseen`, by month from now; fewer than twelve
            months where the race ends sooner.

        Raises:
            Superseded: `stopped` said so.
        """

        def work(number: int) -> FloatArray:
            part = self.parts[number]
            bench = benches[number] = copy_into(benches[number], part.world)
            return live(part, bench, self.foreseen, settings, mode, stopped)

        begun = [crew.submit(work, number) for number in range(PARTS)]
        wait(begun)  # also for those that break off: nobody else may work on these parts before
        rows = np.concatenate([done.result() for done in begun], axis=2)
        return self.foreseen.tell(rows, self._known)

    def close(self) -> None:
        """Let go of the memory."""
        for race in (self._race, *self.parts):
            let_go(race)


def live(
    part: Part,
    bench: World,
    foreseen: Foreseen,
    settings: Mapping[str, float],
    mode: Mode,
    stopped: Callable[[], bool],
) -> FloatArray:
    """One ensemble's futures; its own state is left as it is.

    Args:
        part: the ensemble.
        bench: a copy of its state to work on.
        foreseen: what is read of it.
        settings: held by hand; none at all is the autopilot.
        mode: of which levers they are.
        stopped: asked every month; whether nobody wants the answer any more.

    Returns:
        [rows, months + 1, worlds of the ensemble] as `foreseen` reads them.

    Raises:
        Superseded: `stopped` said so.
    """
    world, month = part.world, part.month
    months = min(YEAR, part.months - month)
    found = []
    part.take(bench, month)
    part.hold(settings, mode)
    try:
        for passed in range(months + 1):
            if stopped():
                raise Superseded
            found.append(foreseen.read(part.world))
            if passed < months:
                part.advance(1)
    finally:
        part.take(world, month)
    return np.stack(found, axis=1)


def _together(crew: Executor, work: Callable[[Part], None], parts: list[Part]) -> None:
    for done in [crew.submit(work, part) for part in parts]:
        done.result()
