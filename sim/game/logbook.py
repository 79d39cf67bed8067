"""Logbook: what a game needs of the place where its decisions are kept."""

from __future__ import annotations

from typing import Protocol

from tenfold.sim.game.saves.entry import Entry


class Logbook(Protocol):
    """The decisions of one game; a file of its own (`savefile.SaveFile`), or kept by somebody else.

    A method that writes returns when what it wrote is safe, and raises SaveError where it cannot.
    """

    size: int
    """Of what is written; 0 where nothing is, or others write it."""
    lines: int
    """Decisions written, those taken back included, and takings back."""
    undone: bool
    """A turn was taken back at some time."""

    def append(self, entry: Entry) -> None:
        """Write one decision."""
        ...

    def undo(self, turn: int) -> None:
        """Write that this turn, the last one, is taken back."""
        ...

    def keep_draft(self, draft: Entry) -> None:
        """Remember what is set and not yet decided."""
        ...

    def kept_draft(self, turn: int) -> Entry | None:
        """What was set for this turn; None where nothing was."""
        ...

    def drop_draft(self) -> None:
        """Forget it."""
        ...


class RacedBefore(Protocol):
    """Knows which turns of a race other games have seen (`saves.raced.Raced`)."""

    def elsewhere(self, key: str, token: str) -> int:
        """Turns of that race that were resolved in other games."""
        ...

    def note(self, key: str, token: str, turn: int) -> None:
        """Remember that a game has resolved a turn."""
        ...
