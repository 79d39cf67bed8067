"""Presence: whether a student is there, as far as the server has heard."""

from __future__ import annotations

from dataclasses import dataclass

HERE = 8_000
"""Milliseconds for which somebody is here after they were last heard of."""


@dataclass
class Presence:
    """Of one student."""

    streams: int = 0
    """That are open."""
    last_ms: int = 0
    """When they were last heard of."""
    looked_for: bool = False
    """It is looked again soon whether they are there still."""

    def is_here(self, now: int) -> bool:
        """Whether they are connected, or were just now.

        Args:
            now: of the clock, ms.
        """
        return self.streams > 0 or now - self.last_ms < HERE
