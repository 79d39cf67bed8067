"""Table: one race of several people, seat by seat; what happens to it happens to all seats.

It is a pure function of its scenario, seed, length, seats, events and rounds: whoever keeps these
can make it anew at any time, to the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.saves.entry import BASIC, Entry
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.table.injected import Injection, with_events
from tenfold.sim.game.table.seat_game import Round, SeatGame
from tenfold.sim.game.table.seated import seated


class Table:
    """One race and its people. Methods are called from one thread at a time."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        quarters: int,
        seats: Sequence[str],
        mode: str = BASIC,
        events: Sequence[Injection] = (),
        tokens: Mapping[str, str] | None = None,
    ) -> None:
        """At the start of the race.

        Args:
            scenario: as its file or a treatment has it.
            seed: of all luck.
            quarters: how long the race lasts.
            seats: of people; all others follow the scenario's policies.
            mode: "basic" or "all", which levers people hold at first.
            events: injected so far.
            tokens: seat to the token of its game; new ones unless given.

        Raises:
            GameError: unknown scenario, seat or event, or an impossible seed or length.
            DecisionError: no such mode.
        """
        self.setting = seated(scenario, seats)
        """The scenario as people sit in it, before anything was injected."""
        self.events: list[Injection] = list(events)
        self.rounds: list[Round] = []
        """In force, oldest first."""
        self.games: dict[str, SeatGame] = {}
        """By seat."""
        for seat in seats:
            fellows = [other for other in seats if other != seat]
            token = (tokens or {}).get(seat, "")
            game = SeatGame.begin(scenario, seat, seed, quarters, fellows, mode, token, events)
            self.games[seat] = game

    @property
    def turn(self) -> int:
        """The round being decided, from 1; one more than there are when the race is over."""
        return len(self.rounds) + 1

    @property
    def quarters(self) -> int:
        """How many rounds the race has."""
        return next(iter(self.games.values())).turns

    @property
    def finished(self) -> bool:
        """All rounds are played."""
        return self.turn > self.quarters

    def of_nobody(self) -> dict[str, Entry]:
        """What each seat decides in the coming round where its person says nothing.

        Raises:
            GameError: the race is over.
        """
        return {seat: game.entry_of_nobody() for seat, game in self.games.items()}

    def resolve(self, entries: Round) -> None:
        """Let one quarter pass for all.

        Args:
            entries: of every seat.

        Raises:
            GameError, DecisionError: an entry is missing or impossible; nothing has happened.
        """
        for game in self.games.values():
            game.check(entries)
        kept = {seat: entries[seat] for seat in self.games}
        for game in self.games.values():
            game.resolve(kept)
        self.rounds.append(kept)

    def replay(self, rounds: Sequence[Round]) -> None:
        """Play rounds that were resolved before, oldest first.

        Raises:
            GameError, DecisionError: one of them cannot be.
        """
        for game in self.games.values():
            game.replay(rounds)
        self.rounds += [{seat: entries[seat] for seat in self.games} for entries in rounds]

    def undo(self) -> int:
        """Take the last round back for all.

        Returns:
            The round that is to be decided anew.

        Raises:
            GameError: no round has been played.
        """
        if not self.rounds:
            raise GameError("There is no round to take back: none has been played.")
        self.rounds.pop()
        self._anew()
        return self.turn

    def inject(self, name: str) -> Injection:
        """Let something happen in the coming quarter.

        Args:
            name: of one of `injected.EVENTS`.

        Raises:
            GameError: the race is over, or there is no such event; nothing has happened.
        """
        if self.finished:
            raise GameError("This race is over: nothing can happen in it any more.")
        injection = (self.turn, name)
        with_events(self.setting, (*self.events, injection))
        self.events.append(injection)
        self._anew()
        return injection

    def withdraw(self, injection: Injection) -> None:
        """Take back something that was injected.

        Raises:
            GameError: it was not.
        """
        if injection not in self.events:
            raise GameError(f"'{injection[1]}' was not injected before round {injection[0]}.")
        self.events.remove(injection)
        self._anew()

    def close(self) -> None:
        """Let go of the memory."""
        for game in self.games.values():
            game.close()

    def _anew(self) -> None:
        scenario = with_events(self.setting, self.events)
        for game in self.games.values():
            game.anew(scenario, self.rounds)
