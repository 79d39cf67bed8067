"""Forecasts: the beliefs of a server, a bounded number in memory, and what is asked of them.

One question of a game is answered at a time; a newer one of the same game takes the place of an
older. What a turn needs before its first answer (the belief brought up to date, the futures without
a change) is made by threads that leave the processor to others.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from tenfold.sim.game.foresight.belief import PARTS
from tenfold.sim.game.foresight.follower import Follower, Superseded
from tenfold.sim.game.foresight.forecast import forecast
from tenfold.sim.game.foresight.foreseen import FloatArray
from tenfold.sim.game.foresight.position import Position
from tenfold.sim.game.saves.entry import Mode
from tenfold.sim.world import World

MOST_BELIEFS = 4
"""Kept in memory; the one longest unused goes first, and is made anew from its game when asked."""
POLITE = 5
"""How far threads that prepare stand back (nice value), where the system lets threads."""

_Held = tuple[Mode, tuple[tuple[str, float], ...]]
"""Mode and settings."""


class Forecasts:
    """Answers what may come of a draft. All methods may be called from any thread."""

    def __init__(
        self, most: int = MOST_BELIEFS, threads: int = PARTS, worlds: int | None = None
    ) -> None:
        """No belief yet.

        Args:
            most: beliefs held in memory.
            threads: that share the work of an answer; their number changes no answer.
            worlds: in each of a belief's parts, which are two; `belief.WORLDS` unless given.
        """
        self.most, self._worlds = most, worlds
        self._followers: OrderedDict[str, Follower] = OrderedDict()
        self._still: dict[str, tuple[int, dict[_Held, FloatArray]]] = {}
        """By token: the turn, and the futures of that turn without a change."""
        self._asked: dict[str, int] = {}
        self._counting = threading.Lock()
        self._working = threading.Lock()
        self._benches: list[World | None] = [None] * PARTS
        self._crew = ThreadPoolExecutor(threads, "forecast")
        self._polite = ThreadPoolExecutor(threads, "belief", initializer=_stand_back)

    def ask(self, position: Position, settings: Mapping[str, float], mode: Mode) -> dict[str, Any]:
        """What may come of settings held for a year, against no change.

        Args:
            position: of the game.
            settings: as `Chair.cleaned` returns them.
            mode: of which levers they are.

        Returns:
            As `forecast` has it.

        Raises:
            Superseded: this game has been asked something newer.
        """
        token = position.token
        with self._counting:
            mine = self._asked[token] = self._asked.get(token, 0) + 1

        def stopped() -> bool:
            return self._asked.get(token) != mine

        with self._working:
            if stopped():
                raise Superseded
            follower = self._follower(position, stopped)
            still = self._without_change(follower, position, mode)
            drafted = still
            if dict(settings) != position.still(mode):
                drafted = follower.futures(settings, mode, self._benches, self._crew, stopped)
            return forecast(position.turn, follower.foreseen.figures, drafted, still)

    def close(self) -> None:
        """Let go of everything; what is being computed is finished first."""
        with self._working:
            for follower in self._followers.values():
                follower.close()
            self._followers.clear()
            self._still.clear()
            self._crew.shutdown()
            self._polite.shutdown()

    def __len__(self) -> int:
        """Beliefs in memory."""
        return len(self._followers)

    def _follower(self, position: Position, stopped: Any) -> Follower:
        """The belief of this game at this turn; made anew where it is not, or of another past."""
        token = position.token
        follower = self._followers.pop(token, None)
        if follower is not None and not follower.fits(position):
            self._still.pop(token, None)
            follower.close()
            follower = None
        while follower is None and len(self._followers) >= self.most:
            other, unused = self._followers.popitem(last=False)
            self._still.pop(other, None)
            unused.close()
        if follower is None:
            follower = Follower(position, self._polite, self._worlds)
        while follower.turn < position.turn:
            if stopped():
                break
            follower.catch_up(position, self._polite)
        # Kept however far it came: the next question goes on from there.
        self._followers[token] = follower
        if follower.turn < position.turn:
            raise Superseded
        return follower

    def _without_change(self, follower: Follower, position: Position, mode: Mode) -> FloatArray:
        """The futures in which no lever is touched; made once a turn and mode.

        Every answer needs them: a newer question does not break them off.
        """
        turn, known = self._still.get(position.token, (0, {}))
        if turn != position.turn:
            known = {}
            self._still[position.token] = (position.turn, known)
        settings = position.still(mode)
        which = (mode, tuple(sorted(settings.items())))
        if which not in known:
            known[which] = follower.futures(
                settings, mode, self._benches, self._polite, lambda: False
            )
        return known[which]


def _stand_back() -> None:
    """Let everybody else go first; systems that know no such thing for a thread do without."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
