"""SeatGame: one person's seat in a race of several; a game whose log somebody else keeps.

Rounds are resolved for all seats at once. Each seat has a race of its own, in which the others do
what their logs say: handed the same decisions, all of them are the same race, bit for bit. So what
is told of a game of one person (view, questions, forecast, debrief) is told of a seat the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.chair import Levers
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.foresight.position import Position, position_of
from tenfold.sim.game.par import score_now
from tenfold.sim.game.parting import let_go
from tenfold.sim.game.predict import check_bet
from tenfold.sim.game.saves.entry import BASIC, Entry
from tenfold.sim.game.saves.playable import MOST_SEED, GameError, chair_of, checked
from tenfold.sim.game.saves.savefile import Header, new_token, this_engine
from tenfold.sim.game.steering import check_mode, without_unasked
from tenfold.sim.game.table.injected import Injection, with_events
from tenfold.sim.game.table.seated import seated
from tenfold.sim.game.telling.asking import asked_of
from tenfold.sim.game.telling.view import Score
from tenfold.sim.game.turns import Game
from tenfold.sim.history import History

if TYPE_CHECKING:
    from tenfold.sim.race import Race

MOST_ROUNDS = 40
"""Quarters of the longest race."""
Round = Mapping[str, Entry]
"""Seat to what was decided there in one turn; of every person's seat."""


class KeptElsewhere:
    """A logbook that writes nothing: what it is told is safe already."""

    size = 0
    undone = False

    def __init__(self) -> None:
        """Empty."""
        self.lines = 0

    def append(self, entry: Entry) -> None:
        """Count it."""
        self.lines += 1

    def undo(self, turn: int) -> None:
        """Count it."""
        self.lines += 1

    def keep_draft(self, draft: Entry) -> None:
        """Drafts are kept elsewhere, too."""

    def kept_draft(self, turn: int) -> Entry | None:
        """They are."""
        return None

    def drop_draft(self) -> None:
        """Nothing is here to be forgotten."""


class NeverRaced:
    """No game elsewhere has seen this race: a room is apart from games on disk."""

    def elsewhere(self, key: str, token: str) -> int:
        """None."""
        return 0

    def note(self, key: str, token: str, turn: int) -> None:
        """Tell nobody."""


class SeatGame(Game):
    """One person's seat. All methods may be called from any thread.

    The log grows by `resolve` alone, with the entries of all seats.
    """

    def __init__(self, header: Header, fellows: Sequence[str], token: str, yard: Scenario) -> None:
        """The race at its start; use `begin`.

        Args:
            header: which race it is; of a scenario as `seated` makes it.
            fellows: seats of the other people.
            token: its unguessable name.
            yard: the scenario without what was done to it since it began.
        """
        self.logs: dict[str, list[Entry]] = {seat: [] for seat in fellows}
        self.fellows = self.logs
        self._yard = yard
        self._shadow: Race | None = None
        super().__init__(header, KeptElsewhere(), token, NeverRaced())

    @classmethod
    def begin(  # type: ignore[override]
        cls,
        scenario: Scenario,
        seat: str,
        seed: int,
        quarters: int,
        fellows: Sequence[str] = (),
        mode: str = BASIC,
        token: str = "",
        events: Sequence[Injection] = (),
    ) -> SeatGame:
        """A seat at the start of its race.

        Args:
            scenario: as its file or a treatment has it.
            seat: name of the lab, or of the government's seat.
            seed: of all luck, 0 to `MOST_SEED`.
            quarters: how long the race lasts.
            fellows: seats of the other people.
            mode: "basic" or "all", which levers the person holds at first.
            token: unguessable name of the game; a new one unless given.
            events: injected so far.

        Raises:
            GameError: unknown scenario, seat or event, or an impossible seed or length.
            DecisionError: no such mode.
        """
        if not 1 <= quarters <= MOST_ROUNDS:
            raise GameError(f"A race lasts 1 to {MOST_ROUNDS} quarters, not {quarters}.")
        if not 0 <= seed <= MOST_SEED:
            raise GameError(f"The seed must be a whole number from 0 to {MOST_SEED}, not {seed}.")
        setting = seated(scenario, (seat, *fellows))
        whole = with_events(setting, events).model_dump(mode="json")
        header = Header(whole, seat, seed, quarters, False, this_engine(), mode=check_mode(mode))
        return cls(header, fellows, token or new_token(), setting)

    @property
    def undoable(self) -> bool:
        """Never by a seat alone; see `Table.undo`."""
        return False

    @property
    def yard(self) -> Seat:
        """The seat by which its yardstick goes: what a teacher lets happen later is luck."""
        return Seat(self._yard, self.header.seat, self.seat, self.turns)

    def entry_of(
        self,
        settings: Mapping[str, float],
        mode: str,
        bet: Sequence[float] | None = None,
    ) -> Entry:
        """What a submission decides for the coming turn; nothing here changes by it.

        Args:
            settings: lever to value, of the mode.
            mode: "basic" or "all".
            bet: the range that goes with it.

        Raises:
            DecisionError: settings that cannot be.
            GameError: the race is over.
        """
        with self.lock:
            self._refuse_after_the_end()
            chosen = check_mode(mode)
            held = self.chair.cleaned(settings, chosen)
            held = without_unasked(held, [one.lever for one in asked_of(self)])
            levers = self.chair.whole(held, chosen, self.autopilot)
            ends = None if bet is None else check_bet(bet, self.chair.what)
            return Entry(self.turn, levers, held, chosen, ends)

    def composed_for(self, settings: Mapping[str, float], mode: str) -> Levers:
        """The whole decision that settings would be in the coming turn; see `entry_of`."""
        return dict(self.entry_of(settings, mode).levers)

    def entry_of_nobody(self) -> Entry:
        """The coming turn of who says nothing: the settings stay; in the first it is the autopilot.

        Raises:
            GameError: the race is over.
        """
        with self.lock:
            self._refuse_after_the_end()
            last = self.entries[-1] if self.entries else None
            if last is None or last.settings is None:
                mode = self.header.mode if last is None else last.mode
                return Entry(self.turn, dict(self.autopilot), None, mode)
            return self.entry_of(without_unasked(last.settings, ()), last.mode)

    def resolve(self, entries: Round) -> None:
        """Let one quarter pass.

        Args:
            entries: what was decided in every person's seat, this one's among them.

        Raises:
            GameError: a seat is missing, or an entry is of another turn; nothing has happened.
            DecisionError: an entry that nobody can have decided; nothing has happened.
        """
        with self.lock:
            self.check(entries)
            self._sit_through(entries)
            self._prepare()

    def replay(self, entries: Sequence[Entry] | Sequence[Round]) -> None:
        """Play rounds that were resolved before, oldest first.

        Settings were checked when they were submitted; a decision that no seat can take is refused
        all the same.

        Raises:
            GameError, DecisionError: as `resolve`; the rounds before have been played.
        """
        with self.lock:
            for entry in entries:
                rows = {self.header.seat: entry} if isinstance(entry, Entry) else entry
                self._complete(rows)
                self._sit_through(rows)
            self._prepare()

    def anew(self, scenario: Scenario, rounds: Sequence[Round]) -> None:
        """From the start again: in a scenario to which something was added, or with other rounds.

        Args:
            scenario: as `seated` made it, with what was done to it since.
            rounds: those in force.
        """
        with self.lock:
            if scenario != self.scenario:
                whole = scenario.model_dump(mode="json")
                self.header = replace(self.header, scenario=whole)
                self.scenario = scenario
            for log in self.logs.values():
                log.clear()
            self.start_anew()
            self.replay(rounds)
            self.save.undo(self.turn)

    def par(self) -> History:
        """This race so far with the autopilot in the seat, against the others as they played.

        It is kept, and costs a quarter a quarter.
        """
        with self.lock:
            if self._shadow is None:
                chair = chair_of(self.scenario, self.header.seat)
                chair.hand(None)
                self._shadow = self.new_race(chair)
            self._shadow.advance(self.race.month - self._shadow.month)
            return self._shadow.history

    @cached_property
    def score(self) -> Score:
        """Score, par and the difference; meaningful once finished."""
        return score_now(self, self.par())

    def start_anew(self) -> None:
        """Back to the start of the race, with nothing decided."""
        self._drop_par()
        super().start_anew()

    def close(self) -> None:
        """Let go of the memory."""
        with self.lock:
            self._drop_par()
            super().close()

    def position(self) -> Position:
        """What a forecast needs; it learns of the others' decisions only what the public sees."""
        with self.lock:
            return position_of(self)

    def end_turn(self, turn: int) -> bool:
        """Nothing: a seat's turn ends with everybody's, by `resolve`.

        Raises:
            GameError: always.
        """
        raise GameError("In a race of several, a quarter ends for all seats at once.")

    def undo(self) -> int:
        """Nothing: a seat's turn is taken back with everybody's, by `Table.undo`.

        Raises:
            GameError: always.
        """
        raise GameError("In a race of several, a quarter is taken back for all seats at once.")

    def check(self, entries: Round) -> None:
        """Refuse decisions that the coming turn cannot have.

        Args:
            entries: of all seats; the others' are checked at theirs.

        Raises:
            GameError: a seat is missing, or an entry is of another turn.
            DecisionError: the own entry is none that anybody can have decided.
        """
        self._complete(entries)
        next(checked(self.chair, (entries[self.header.seat],)))

    def _complete(self, entries: Round) -> None:
        """Every seat has decided, and in this turn."""
        self._refuse_after_the_end()
        for seat in (self.header.seat, *self.logs):
            if seat not in entries:
                raise GameError(f"Turn {self.turn} cannot be played: {seat} has not decided.")
            if entries[seat].turn != self.turn:
                raise GameError(
                    f"Turn {self.turn} cannot be played: the decision of {seat} is of turn "
                    f"{entries[seat].turn}."
                )

    def _sit_through(self, entries: Round) -> None:
        for seat, log in self.logs.items():
            log.append(entries[seat])
        own = entries[self.header.seat]
        self._play(own)
        self.save.append(own)

    def _drop_par(self) -> None:
        if self._shadow is not None:
            let_go(self._shadow)
            self._shadow = None

    def _refuse_after_the_end(self) -> None:
        if self.finished:
            raise GameError("This race is over: there is no turn to decide.")
