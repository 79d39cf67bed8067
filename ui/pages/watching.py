"""Watching something outside a page: a thread of the page's own that re-renders it on change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import solara

T = TypeVar("T", int, str)
PATIENCE = 1.0
"""Seconds after which a thread looks whether its page is still there."""


def use_watched(now: T, wait: Callable[[T, float], T], what: object = None) -> T:
    """A value of the world outside, kept up to date for as long as the page is open.

    The framework ties a thread that is started while a page renders to that page, so that what it
    sets reaches this page and no other.

    Args:
        now: the value now.
        wait: returns the value as soon as it differs from the one given, or after some seconds.
        what: watching starts anew when this changes.
    """
    seen, set_seen = solara.use_state(now)

    def watch() -> Callable[[], None]:
        gone = threading.Event()

        def look() -> None:
            last = now
            while not gone.is_set():
                value = wait(last, PATIENCE)
                if value != last and not gone.is_set():
                    last = value
                    set_seen(value)

        threading.Thread(target=look, daemon=True).start()
        return gone.set

    solara.use_effect(watch, [what])
    return seen
