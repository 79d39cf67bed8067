"""Parting: a race that is over leaves nothing behind, not even until the next collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenfold.sim.race import Race


def let_go(race: Race) -> None:
    """Give up a race and its memory at once; it is of no use any more.

    Models, agents and Mesa's wrapped methods know each other: a race that is only closed waits for
    a collection with all its arrays, and hundreds of them wait where many are raced in turn.
    """
    race.close()
    race.__dict__.clear()
