"""Shop: what all rooms of a server share: the store, the clock, and the one worker for races."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tenfold.ui.classroom.rooms.clock import Now, wall
from tenfold.ui.classroom.rooms.forecasts import ForecastQueue
from tenfold.ui.classroom.rooms.races import Races
from tenfold.ui.classroom.rooms.yards import Yards
from tenfold.ui.classroom.spare_memory import give_back
from tenfold.ui.classroom.store.store import Store

Answer = TypeVar("Answer")


class Shop:
    """Of one server."""

    def __init__(self, store: Store, now: Now = wall) -> None:
        """Ready to work.

        Args:
            store: open.
            now: the clock.
        """
        self.store, self.now = store, now
        self.races = Races()
        self.rooms: Mapping[str, Any] = {}
        """All rooms, by id."""
        self.submitting = 0
        """Submissions that are being written: forecasts step aside for them."""
        self.woken: Callable[[], None] = lambda: None
        """Called when a deadline has moved."""
        self.forgotten: Callable[[str], None] = lambda digest: None
        """Called with the hash of a token that opens nothing any more."""
        self.forecasts = ForecastQueue(lambda: self.submitting > 0)
        self.yards = Yards()
        self.measure = self.yards.ask
        self._worker = ThreadPoolExecutor(1, "classroom-races")

    async def work(self, task: Callable[[Races], Answer]) -> Answer:
        """Do something with races, in the worker's thread; tasks are done in turn."""
        loop = asyncio.get_running_loop()
        done = await loop.run_in_executor(self._worker, task, self.races)
        self._worker.submit(give_back)  # behind the answer: a round leaves much behind
        return done

    def wait_for(self, task: Callable[[Races], Answer]) -> Answer:
        """As `work`, for threads without an event loop; it blocks."""
        return self._worker.submit(task, self.races).result()

    def close(self) -> None:
        """Let go of the races; what is being done is finished. It blocks."""
        self.forecasts.close()
        self.yards.close()
        self._worker.submit(self.races.close).result()
        self._worker.shutdown()
