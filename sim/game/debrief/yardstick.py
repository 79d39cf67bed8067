"""Yardstick: what a seat is worth to bots, and how far sensible play spreads there.

Two figures of a seat, whatever the luck of a game: the mean score of the autopilot over 500 lucks,
and the spread (standard deviation) of `you` = score less par over 1,000 sensible strategies, two on
each of these lucks, each against the autopilot on the same luck. Dividing by it makes seats alike:
one spread above par is as much in an easy seat as in a hard one.

Lucks and strategies stand at addresses of their own (`SEED`), so that every game in the seat, on
any machine, meets the same yardstick.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tenfold import agents
from tenfold.sim.compiled import engine_version
from tenfold.sim.game.debrief import valuing
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.rerun import rerun, silent
from tenfold.sim.game.debrief.strategies import sensible
from tenfold.sim.game.debrief.valuing import points_by_run

SEED = 20_260_101
"""Of all lucks and strategies of yardsticks."""
LUCKS, STRATEGIES = 500, 1000
CHUNK = 10
"""Races at a time: some 30 ms, so that others wait for no more than that."""
RACES = LUCKS + STRATEGIES
DECIDING = ("rerun.py", "strategies.py", "valuing.py", "yardstick.py")
"""Files of the debrief that decide a yardstick, beside the engine, labs and scores."""


@dataclass(frozen=True)
class Yardstick:
    """Of one seat."""

    seat: float
    """Mean score of bots [points]."""
    spread: float
    """Standard deviation of `you` over sensible strategies [points]."""
    bots: tuple[float, ...]
    """Score of bots by luck, sorted."""
    yous: tuple[float, ...]
    """`you` of sensible strategies, sorted."""

    def beaten(self, you: float) -> float:
        """Share of sensible strategies that did worse."""
        return float(np.searchsorted(self.yous, you, side="left")) / len(self.yous)

    def luckier(self, bots: float) -> float:
        """Share of lucks on which bots reach less."""
        return float(np.searchsorted(self.bots, bots, side="left")) / len(self.bots)


def key_of(seat: Seat) -> str:
    """What decides a yardstick: scenario, seat, length and the code of engine, labs and scores."""
    told = json.dumps(
        [seat.scenario.model_dump(mode="json"), seat.name, seat.quarters, _code(), SEED, RACES],
        sort_keys=True,
    )
    return hashlib.sha256(told.encode()).hexdigest()[:24]


@cache
def _code() -> str:
    files = sorted(Path(agents.__file__).parent.rglob("*.py"))
    files += [*valuing.DECIDING, *(Path(__file__).with_name(name) for name in DECIDING)]
    whole = hashlib.sha256(engine_version().encode())
    for file in files:
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()


def measure(
    seat: Seat, lucks: int = LUCKS, many: int = STRATEGIES, chunk: int = CHUNK
) -> Iterator[tuple[int, Yardstick | None]]:
    """Measure a seat, chunk by chunk.

    Args:
        seat: whose yardstick it is.
        lucks: how many lucks bots are raced on.
        many: how many strategies.
        chunk: races at a time; it decides nothing.

    Yields:
        Races done, and the yardstick after the last.
    """
    bots: list[float] = []
    for first in range(0, lucks, chunk):
        numbers = list(range(first, min(first + chunk, lucks)))
        history = rerun(seat, SEED, numbers, silent(seat, len(numbers)))
        bots += points_by_run(history, seat).tolist()
        yield len(bots), None
    yous: list[float] = []
    for first in range(0, many, chunk):
        which = range(first, min(first + chunk, many))
        numbers = [number % lucks for number in which]
        history = rerun(seat, SEED, numbers, sensible(seat, SEED, which))
        reached = points_by_run(history, seat)
        yous += [float(p) - bots[n] for p, n in zip(reached, numbers, strict=True)]
        if len(yous) < many:
            yield lucks + len(yous), None
    spread = float(np.std(yous, ddof=1))
    made = Yardstick(float(np.mean(bots)), spread, tuple(sorted(bots)), tuple(sorted(yous)))
    yield lucks + many, made


def read(path: Path) -> Yardstick | None:
    """A yardstick from disk; None where there is none, or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        bots, yous = (tuple(float(v) for v in found[name]) for name in ("bots", "yous"))
        read = Yardstick(float(found["seat"]), float(found["spread"]), bots, yous)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    whole = bots and yous and np.isfinite([read.seat, read.spread, *bots, *yous]).all()
    return read if whole else None


def text_of(yardstick: Yardstick) -> str:
    """What stands on disk."""
    return json.dumps(asdict(yardstick))
