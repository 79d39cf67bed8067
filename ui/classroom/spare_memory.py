"""Spare memory: what was freed goes back to the system, so that a class fits beside a browser.

The C library keeps freed memory for the next who asks, in a pool for each thread: races that come
and go by the hundred leave holes that no other thread fills. Systems whose C library is another
than glibc do this by themselves, or not at all: there, nothing happens here.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from functools import cache

POOLS = 2
"""Of memory, for all threads; without a bound there are eight for each core."""
EVERY = 1.0
"""Seconds between two returns: looking for what can go takes some milliseconds."""
ARENA_MAX = -8
"""Number of the setting in glibc's malloc.h."""
_turn = threading.Lock()
_last = float("-inf")


def share_pools() -> None:
    """Let threads share few pools of memory; before there are threads."""
    library = _glibc()
    if library is not None:
        library.mallopt(ARENA_MAX, POOLS)


def give_back() -> bool:
    """Return what is free to the system, unless that was done just now.

    Returns:
        Whether it was done.
    """
    global _last
    library = _glibc()
    with _turn:
        if library is None or time.monotonic() - _last < EVERY:
            return False
        _last = time.monotonic()
    library.malloc_trim(0)
    return True


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
