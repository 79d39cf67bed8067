"""Clock: what time it is in a room; tests have one of their own."""

from __future__ import annotations

import time
from collections.abc import Callable

Now = Callable[[], int]
"""The time [ms since 1970]."""


def wall() -> int:
    """The time of this computer."""
    return time.time_ns() // 1_000_000
