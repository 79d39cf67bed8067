"""Origin: where a game comes from whose first decisions were not made in it.

Such a game is practice: its player could know what was coming.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """What a practice game continues: a run of a sweep, or another game."""

    quarters: int
    """Quarters decided before this game began; all of them where a run is only replayed."""
    run: int | None = None
    """Number of the run in its sweep; None where another game is continued."""
    question: str = ""
    """That the sweep asks."""
    policy: str = ""
    """That decided for the seat in the run."""
    shared: bool = False
    """Another game, whose decisions came with an address."""

    def __post_init__(self) -> None:
        """Refuse what no game could come from.

        Raises:
            TypeError: a field of another kind, as a damaged save may hold.
        """
        whole = isinstance(self.quarters, int) and isinstance(self.run, int | None)
        texts = isinstance(self.question, str) and isinstance(self.policy, str)
        if not whole or not texts or not isinstance(self.shared, bool):
            raise TypeError("an origin holds two whole numbers, two texts and a mark")
