"""Game: one seat of one race, played quarter by quarter; its decisions are on disk before it runs.

A game is its scenario, seat, seed and decision log: loading it is replaying the log on the same
engine, bit for bit. Taking a turn back is replaying all but the last.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import Decision, DecisionError
from tenfold.agents.observation import Observation
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.chair import Chair, Levers, in_mode
from tenfold.sim.game.chronicle import Chronicle
from tenfold.sim.game.company import NOBODY, Fellows, company_of
from tenfold.sim.game.debrief.ranking import reasons
from tenfold.sim.game.drafting import kept_draft
from tenfold.sim.game.logbook import Logbook, RacedBefore
from tenfold.sim.game.par import par_of, score_now
from tenfold.sim.game.predict import check_bet
from tenfold.sim.game.saves.entry import BASIC, Entry, Mode
from tenfold.sim.game.saves.playable import (
    OTHER_ENGINE,
    EngineDiffers,
    GameError,
    chair_of,
    checked,
    new_header,
    scenario_of,
)
from tenfold.sim.game.saves.raced import key_of, raced_in
from tenfold.sim.game.saves.savefile import Header, SaveError, SaveFile, new_token, this_engine
from tenfold.sim.game.steering import check_mode, without_unasked
from tenfold.sim.game.telling.asking import asked_of
from tenfold.sim.game.telling.snapshot import Snapshot, snapshot_of
from tenfold.sim.game.telling.view import Score

if TYPE_CHECKING:
    from tenfold.sim.race import Race


class Game:
    """One player's race.

    All methods may be called from any thread.
    """

    fellows: Fellows = NOBODY
    """Logs of people in other seats of the race, which may grow."""

    def __init__(self, header: Header, save: Logbook, token: str, raced: RacedBefore) -> None:
        """The race at its start; use `begin`, `resume` or `load`.

        Raises:
            GameError: the header asks for a race that cannot be played.
        """
        self.lock = threading.RLock()
        self.token = token
        self.header = header
        self.save = save
        self.scenario = scenario_of(header.scenario)
        self.chair: Chair = chair_of(self.scenario, header.seat)
        self.seat = self.chair.place
        """Place of the player's lab."""
        self.closed = False
        """Pushed out of memory: to be opened anew."""
        self.entries: list[Entry] = []
        """Every decision in force so far, oldest first."""
        self.raced = raced
        self.mode: Mode = header.mode
        self.settings: Levers = {}
        """What would be held in the coming turn."""
        self.before: Levers = {}
        """What was held until now: what taking back one's changes returns to."""
        self.bet: tuple[float, float] | None = None
        """The range that would go with the coming turn."""
        self.race = self.new_race(self.chair)
        self.snapshots: list[Snapshot] = [snapshot_of(self.race, self.seat)]
        """Public figures at the start and after each quarter."""
        self.chronicle = Chronicle(self.scenario, self.seat)
        self._prepare()

    @classmethod
    def begin(
        cls,
        folder: Path,
        scenario: str | Scenario,
        seat: str,
        seed: int,
        quarters: int,
        guided: bool = False,
        mode: str = BASIC,
    ) -> Game:
        """A new game, saved from its first moment.

        Args:
            folder: where saves are kept.
            scenario: name in the catalogue, path, or scenario.
            seat: name of the player's lab.
            seed: of all luck, 0 to `MOST_SEED`.
            quarters: how long it lasts, one of `LENGTHS`.
            guided: begin with one question instead of all levers.
            mode: "basic" or "all", which levers the player holds at first.

        Raises:
            GameError: unknown scenario or seat, or an impossible seed or length.
            DecisionError: no such mode.
            SaveError: it cannot be saved.
        """
        header = new_header(folder, scenario, seat, seed, quarters, guided, mode)
        return cls.resume(folder, header, ())

    @classmethod
    def resume(cls, folder: Path, header: Header, entries: Sequence[Entry]) -> Game:
        """A new game whose first decisions were made elsewhere.

        Raises:
            GameError, DecisionError: the header, or a decision, is impossible.
            SaveError: it cannot be saved.
        """
        token = new_token()
        save = SaveFile(folder, token)
        game = cls(header, save, token, raced_in(folder))
        game.replay(entries)
        save.create(header, entries)
        if entries:
            game.raced.note(game.race_key, token, len(entries))
        return game

    @classmethod
    def retold(cls, folder: Path, header: Header, told: Sequence[tuple[Mode, Levers]]) -> Game:
        """A new game from the settings of its first turns: the same bits as where they were made.

        Raises:
            GameError, DecisionError: the header, or a setting, is impossible.
            SaveError: it cannot be saved.
        """
        token = new_token()
        save = SaveFile(folder, token)
        game = cls(header, save, token, raced_in(folder))
        for mode, settings in told:
            game.draft(settings, mode)
            game._play(Entry(game.turn, game.composed(), dict(game.settings), mode))
            game._prepare()
        save.create(header, game.entries)
        if told:
            game.raced.note(game.race_key, token, len(told))
        return game

    @classmethod
    def load(cls, folder: Path, token: str) -> Game:
        """A saved game, replayed to where it stood.

        Raises:
            UnknownGame: no game has this token.
            SaveError: the save is damaged or foreign.
            EngineDiffers: another version of the model computed its past.
        """
        save = SaveFile(folder, token)
        header, entries = save.read()
        if header.engine != this_engine():
            raise EngineDiffers(OTHER_ENGINE)
        try:
            game = cls(header, save, token, raced_in(folder))
            game.replay(entries)
            game._take_up(kept_draft(save, game.chair, game.turn))
        except (GameError, DecisionError, TypeError) as problem:
            raise SaveError(f"{save.path}: this save cannot be played: {problem}") from None
        return game

    def replay(self, entries: Sequence[Entry]) -> None:
        """Play decisions that the save holds, or will."""
        for entry in checked(self.chair, entries):
            self._play(entry)
        self._prepare()

    @property
    def turns(self) -> int:
        """Quarters that the game lasts."""
        return self.header.quarters

    @property
    def turn(self) -> int:
        """The quarter being decided, from 1; one more than `turns` when finished."""
        return self.race.month // TURN_MONTHS + 1

    @property
    def finished(self) -> bool:
        """All quarters are played."""
        return self.turn > self.turns

    @property
    def version(self) -> int:
        """Counts what a page would show differently; the same after a reload from disk."""
        return self.save.lines

    @property
    def taken_over(self) -> int:
        """Quarters that were decided before the player came; 0 where a run is only replayed."""
        origin = self.header.origin
        return 0 if origin is None or origin.quarters >= self.turns else origin.quarters

    @property
    def practice(self) -> tuple[str, ...]:
        """Why the game is not ranked; empty where it is."""
        return reasons(self.header, self.entries, self.header.undone or self.save.undone)

    @property
    def undoable(self) -> bool:
        """There is a resolved turn of the player's own to take back."""
        origin = self.header.origin
        return len(self.entries) > (0 if origin is None else origin.quarters)

    @property
    def log(self) -> list[Decision]:
        """Every decision of the lab so far, oldest first."""
        return [Decision(**entry.levers) for entry in self.entries]

    @property
    def rest(self) -> Decision:
        """What the autopilot would do in the lab's coming quarter."""
        return Decision(**self.autopilot)

    @property
    def race_key(self) -> str:
        """What tells this race from others: scenario, kind of seat, seed and luck."""
        header = self.header
        return key_of(header.scenario, header.seat, header.seed, header.luck)

    @property
    def seen(self) -> Observation:
        """What the lab sees now; at a seat without a lab, only its public figures mean anything."""
        return self.race.observe(max(self.seat, 0))

    def draft(self, settings: Mapping[str, float], mode: str | None = None) -> None:
        """Set the levers of the coming quarter; nothing is decided yet.

        Args:
            settings: lever to value, of the game's mode or of the one given.
            mode: "basic" or "all"; the game goes over to it.

        Raises:
            DecisionError: a setting that is no lever of the mode, or no number.
        """
        with self.lock:
            chosen = self.mode if mode is None else check_mode(mode)
            self.settings = self.chair.cleaned(settings, chosen)
            self._go_over(chosen)
            self._keep_draft()

    def set_mode(self, mode: str) -> None:
        """Go over to the other levers; nothing moves by itself.

        Raises:
            DecisionError: no such mode.
        """
        chosen = check_mode(mode)
        with self.lock:
            self.settings = in_mode(self.chair, chosen, self.mode, self.settings, self.autopilot)
            self._go_over(chosen)
            self._keep_draft()

    def place_bet(self, bet: Sequence[float] | None) -> None:
        """Bet that the next figure lies in a range; None withdraws.

        Raises:
            DecisionError: no such range can be.
        """
        checked = None if bet is None else check_bet(bet, self.chair.what)
        with self.lock:
            self.bet = checked
            self._keep_draft()

    def composed(self) -> Levers:
        """The whole decision as it would come into force if the turn ended now."""
        return self.chair.whole(self.settings, self.mode, self.autopilot)

    def end_turn(self, turn: int) -> bool:
        """Decide this turn: write the decision to disk, then let its months pass.

        Args:
            turn: the turn that the player sees; a second click on the same button does nothing.

        Returns:
            Whether months have passed.

        Raises:
            SaveError: the decision could not be written; nothing has happened.
        """
        with self.lock:
            if turn != self.turn or self.finished:
                return False
            self.settings = without_unasked(self.settings, [one.lever for one in asked_of(self)])
            again = self.raced.elsewhere(self.race_key, self.token) >= turn
            entry = Entry(turn, self.composed(), dict(self.settings), self.mode, self.bet, again)
            self.save.append(entry)
            self.raced.note(self.race_key, self.token, turn)
            self._play(entry)
            self._prepare()
            if self.turn > self.turns:
                self.save.drop_draft()
            return True

    def undo(self) -> int:
        """Take back the last resolved turn, whose settings are the draft again; this is practice.

        Returns:
            The turn that is to be decided anew.

        Raises:
            GameError: no turn of the player's own is resolved.
            SaveError: it could not be written; nothing has happened.
        """
        with self.lock:
            if not self.undoable:
                raise GameError("There is no turn to take back: none of yours has been played.")
            self.save.undo(len(self.entries))
            *kept, last = self.entries
            self.start_anew()
            self.replay(kept)
            if last.settings is not None:
                self._take_up(last)
                self._keep_draft()
            return self.turn

    def columns(self, *names: str) -> dict[str, NDArray[np.float64]]:
        """Figures of the labs so far, each [months + 1, labs]."""
        return {name: self.race.history.series(name)[0] for name in names}

    @cached_property
    def score(self) -> Score:
        """Score, par and the difference; meaningful once finished."""
        return score_now(self, par_of(self))

    def close(self) -> None:
        """Let go of the memory, after any turn being played; the game stays on disk."""
        with self.lock:
            self.closed = True
            self.race.close()

    def start_anew(self) -> None:
        """Back to the start of the race, with nothing decided."""
        self.race.close()
        self.entries = []
        self.__dict__.pop("score", None)
        self.race = self.new_race(self.chair)
        del self.snapshots[1:]
        self.chronicle = Chronicle(self.scenario, self.seat)

    def new_race(self, chair: Chair) -> Race:
        """This race at its start, with a chair in the player's seat and the others as they play."""
        header, others = self.header, company_of(self.fellows)
        return chair.race(self.scenario, header.seed, header.luck, self.turns * TURN_MONTHS, others)

    def _keep_draft(self) -> None:
        """So that a restart of the server loses nothing that was set."""
        if self.save.size:
            self.save.keep_draft(Entry(self.turn, {}, self.settings, self.mode, self.bet))

    def _take_up(self, draft: Entry | None) -> None:
        """Hold what was set before for the coming turn."""
        if draft is not None and draft.settings is not None:
            self._go_over(draft.mode)
            self.settings, self.bet = dict(draft.settings), draft.bet

    def _go_over(self, mode: Mode) -> None:
        """Into a mode, by however many others: what was held until now is told in its levers."""
        self.before = in_mode(self.chair, mode, *self._began, self.autopilot)
        self.mode = mode

    def _play(self, entry: Entry) -> None:
        self.chair.hand(entry.levers)
        self.race.advance(TURN_MONTHS)
        self.entries.append(entry)
        self.snapshots.append(snapshot_of(self.race, self.seat))

    def _prepare(self) -> None:
        """Ready the levers of the coming turn: as they were, or at first as the autopilot's."""
        self.autopilot = self.chair.autopilot(self.race, self.seen)
        last = self.entries[-1] if self.entries else None
        self.mode = self.header.mode if last is None else last.mode
        self.in_force: Levers = dict(self.autopilot if last is None else last.levers)
        if last is None or last.settings is None:
            self.settings = self.chair.held(self.in_force, self.mode)
        else:
            # Settings stay where they are; an answer was given to one question alone.
            self.settings = without_unasked(last.settings, ())
        self.before = dict(self.settings)
        self._began = (self.mode, dict(self.settings))
        self.bet = None
