"""Clock: what time it is in a room; tests have one of their own."""

from __future__ import annotations

import time
from collections.abc import Callable

Now = Callable[[], int]
"""The time [ms since 1970]."""


def _steady() -> int:
    """Nanoseconds that pass, also while the computer sleeps, whatever its clock is set to."""
    counts = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
    return time.monotonic_ns() if counts is None else time.clock_gettime_ns(counts)


_begun = time.time_ns() - _steady()


def wall() -> int:
    """The time of this computer, as it was set when the server began.

    A laptop that joins a network sets its clock, by minutes now and then: no round ends of it.
    """
    return (_begun + _steady()) // 1_000_000
