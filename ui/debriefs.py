"""The desk of debriefs: computes each in a thread of its own, keeps the last ones, has yardsticks.

A page that asks gets what is there at once, and asks again while something is missing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tenfold.ui.engine import engine

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.debriefing import Debrief
    from tenfold.sim.game.debrief.measuring import Measuring
    from tenfold.sim.game.turns import Game
    from tenfold.ui.yardstick_line import YardstickLine

MOST_KEPT = 16
"""Debriefs in memory, and so threads that compute one or wait to."""


class NotOver(ValueError):
    """A game that is still being played has no debrief."""


@dataclass
class Work:
    """One debrief on its way."""

    step: str = "score"
    debrief: Debrief | None = None
    problem: str = ""
    done: threading.Event = field(default_factory=threading.Event)


class Desk:
    """Debriefs by game. All methods may be called from any thread."""

    def __init__(self) -> None:
        """Nothing is computed yet."""
        self._lock = threading.Lock()
        self._one = threading.Lock()
        self._work: OrderedDict[tuple[str, int], Work] = OrderedDict()
        self._yardsticks: YardstickLine | None = None

    @property
    def yardsticks(self) -> YardstickLine:
        """Of this server."""
        from tenfold.sim.game.debrief.measuring import Yardsticks
        from tenfold.ui.yardstick_line import YardstickLine

        with self._lock:
            if self._yardsticks is None:
                measured = Yardsticks(engine.games.folder.parent / "yardsticks")
                self._yardsticks = YardstickLine(measured)
            return self._yardsticks

    def look(self, token: str) -> Work:
        """How far the debrief of a game is; begins it where nobody has asked before.

        Raises:
            NotOver: the game is still being played.
            UnknownGame, SaveError: there is no such game, or it cannot be read.
        """
        game = engine.games.open(token)
        if not game.finished:
            raise NotOver("Its debrief opens after the last quarter.")
        key = (token, game.version)
        with self._lock:
            work = self._work.get(key)
            if work is None:
                if not self._has_room():
                    return Work()  # its page asks again
                work = self._work[key] = Work()
                threading.Thread(target=self._compute, args=(game, work), daemon=True).start()
            self._work.move_to_end(key)
        return work

    def _has_room(self) -> bool:
        """Drop the debriefs that are done and longest unused; those under way go on."""
        done = [key for key, work in self._work.items() if work.done.is_set()]
        for key in done[: max(0, len(self._work) + 1 - MOST_KEPT)]:
            del self._work[key]
        return len(self._work) < MOST_KEPT

    def measuring(self, debrief: Debrief) -> Measuring:
        """How far the yardstick of a game's seat is, which somebody now waits for."""
        return self.yardsticks.ask(debrief.played.seat, urgent=True)

    def begin(self, token: str) -> None:
        """Begin to measure the seat of a game that is being played, while nobody waits for it."""
        from tenfold.sim.game.debrief.played import Seat

        with suppress(ValueError):  # no such game: whoever shows it says so
            game = engine.games.open(token)
            if not game.header.watch:
                self.yardsticks.ask(Seat(game.scenario, game.header.seat, game.seat, game.turns))

    def _compute(self, game: Game, work: Work) -> None:
        from tenfold.sim.game.debrief.debriefing import debrief_of
        from tenfold.sim.game.debrief.played import played_of
        from tenfold.sim.game.telling.seen import view_of

        def tell(step: str) -> None:
            work.step = step

        try:
            with self._one:
                if game.closed:
                    game = engine.games.open(game.token)
                with game.lock:
                    played, view = played_of(game), view_of(game)
                work.debrief = debrief_of(played, view, tell)
        except Exception as problem:  # whatever it was, the page must be able to say so
            work.problem = f"{type(problem).__name__}: {problem}"
        finally:
            work.done.set()


desk = Desk()
"""The one desk of this process."""
