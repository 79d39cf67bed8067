"""What a player does at the table, handed to the store; what goes wrong becomes a line to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenfold.sim.game.telling.view import View
from tenfold.ui.engine import engine


@dataclass
class Acts:
    """The deeds of one page on one game.

    A deed that fails changes nothing and says why through `fail`; one that works clears it.
    """

    view: View
    fail: Callable[[str], None]
    go: Callable[[str], None]
    """Leads to another address."""

    def end_turn(self, turn: int) -> None:
        """Let a quarter pass."""
        self._try(lambda: engine.games.end_turn(self.view.token, turn))

    def undo_turn(self, turn: int) -> None:
        """Take the quarter back that has this number, if it is still the last."""
        if turn == self.view.turn - 1:
            self._try(lambda: engine.games.undo(self.view.token))

    def draft(self, settings: Mapping[str, float]) -> None:
        """Set levers of the coming quarter; nothing is decided yet."""
        self._try(lambda: engine.games.draft(self.view.token, settings))

    def mode(self, mode: str) -> None:
        """Go over to five levers, or to all."""
        self._try(lambda: engine.games.draft(self.view.token, mode=mode))

    def bet(self, ends: Sequence[float] | None) -> None:
        """Bet a range on what comes next; None for no bet."""
        self._try(lambda: engine.games.draft(self.view.token, bet=ends or ()))

    def take_over(self, turn: int) -> None:
        """Continue from an earlier quarter in a game of one's own."""
        game = self._try(lambda: engine.games.fork(self.view.token, turn))
        if game is not None:
            self.go(f"/game/{game.token}")

    def _try(self, deed: Callable[[], Any]) -> Any:
        try:
            done = deed()
        except ValueError as problem:  # what cannot be done says so in one sentence
            self.fail(str(problem))
            return None
        self.fail("")
        return done
