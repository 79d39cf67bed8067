"""Store: the games of one server by token, a bounded number in memory, all of them on disk.

A player reaches a game by its unguessable token alone, so two people never see each other's game
unless one hands the address to the other.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.game.saves.playable import EngineDiffers
from tenfold.sim.game.saves.portable import exported, name_of, opened, renewed
from tenfold.sim.game.saves.practice import fork, watch
from tenfold.sim.game.saves.savefile import ChangedElsewhere, SaveFile, games_folder
from tenfold.sim.game.saves.sharing import address_of, opened_address
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.view import View
from tenfold.sim.game.turns import Game

MOST_IN_MEMORY = 64


class Store:
    """Games by token. All methods may be called from any thread."""

    def __init__(self, folder: Path | None = None, most: int = MOST_IN_MEMORY) -> None:
        """An empty store.

        Args:
            folder: where saves are kept; `games_folder()` unless given.
            most: games held in memory; the one longest unused goes first and reloads from disk.
        """
        self.folder = games_folder() if folder is None else folder
        self.most = most
        self._games: OrderedDict[str, Game] = OrderedDict()
        self._versions: dict[str, int] = {}
        """Of every game ever asked for, so that waiting pages keep no game in memory."""
        self._changed = threading.Condition()
        self._loading = threading.Lock()

    def begin(
        self,
        scenario: str,
        seat: str,
        seed: int,
        quarters: int,
        guided: bool = False,
        mode: str = BASIC,
    ) -> Game:
        """A new game.

        Raises:
            GameError: unknown scenario or seat, or an impossible seed or length.
            DecisionError: no such mode.
            SaveError: it cannot be saved.
        """
        return self._kept(Game.begin(self.folder, scenario, seat, seed, quarters, guided, mode))

    def watch(self, scenario: str, seed: int, quarters: int, seat: str = "") -> Game:
        """A finished game in which the labs play by themselves.

        Raises:
            GameError, ScenarioError: an unknown scenario, or one that no game can be of.
            SaveError: it cannot be saved.
        """
        return self._kept(watch(self.folder, load_scenario(scenario), seed, quarters, seat))

    def add(self, game: Game) -> None:
        """Keep a game that was made elsewhere in this store's folder."""
        self._keep(game)

    def fork(self, token: str, turn: int, settings: Mapping[str, float] | None = None) -> Game:
        """A new game that shares another's decisions before this turn; the other stays.

        Args:
            token: of the other game.
            turn: the first to be decided anew.
            settings: its draft; as it was decided unless given.

        Raises:
            GameError: the other has no such turn.
            DecisionError: settings that cannot be.
            UnknownGame, SaveError: there is no such game, or the new one cannot be saved.
        """
        with self._held(token) as source:
            game = fork(self.folder, source, turn, settings)
        return self._kept(game)

    def export(self, token: str) -> tuple[str, bytes]:
        """Name and content of the file of that game, to be opened anywhere.

        Raises:
            UnknownGame, SaveError: there is no such game, or it cannot be read.
        """
        try:
            with self._held(token) as game:
                header, entries, undone = game.header, list(game.entries), game.save.undone
        except EngineDiffers:
            save = SaveFile(self.folder, token)
            header, entries = save.read()
            undone = save.undone
        return name_of(header, len(entries)), exported(header, entries, undone)

    def open_file(self, content: bytes, renew: bool = False) -> Game:
        """A new game from such a file.

        Args:
            content: of the file.
            renew: compute it anew where another version of the engine played it.

        Raises:
            EngineDiffers: another version did, and nobody said so.
            GameError, SaveError: it cannot be opened, or not saved here.
        """
        return self._kept(opened(self.folder, content, renew))

    def renew(self, token: str) -> Game:
        """A new game that repeats the decisions of one of another version of the engine on this.

        Raises:
            UnknownGame, SaveError, GameError: there is no such game, or it cannot be.
        """
        return self._kept(renewed(self.folder, *SaveFile(self.folder, token).read()))

    def share(self, token: str) -> str:
        """Path and query that open this race elsewhere; empty where there can be none.

        Raises:
            UnknownGame, SaveError: there is no such game, or it cannot be read.
        """
        with self._held(token) as game:
            return address_of(game)[0]

    def open_shared(self, text: str, renew: bool = False) -> Game:
        """A new game from such an address: the race as far as it was played, as practice.

        Args:
            text: the address, or what follows `race=` in it.
            renew: compute it anew where another version of the engine played it.

        Raises:
            EngineDiffers: another version did, and nobody said so.
            GameError, SaveError: it cannot be opened, or not saved here.
        """
        return self._kept(opened_address(self.folder, text, renew))

    def open(self, token: str) -> Game:
        """The game of that token, from memory or from disk.

        Raises:
            UnknownGame: there is none.
            SaveError: its save is damaged or foreign.
        """
        with self._changed:
            if token in self._games:
                self._games.move_to_end(token)
                return self._games[token]
        with self._loading:
            with self._changed:
                if token in self._games:
                    return self._games[token]
            game = Game.load(self.folder, token)
            self._keep(game)
            return game

    def end_turn(self, token: str, turn: int) -> bool:
        """End a turn of that game and wake every page that shows it.

        Returns:
            Whether months have passed; not so for a turn that has been ended before.

        Raises:
            UnknownGame, SaveError: nothing was decided.
        """
        try:
            with self._held(token) as game:
                passed = game.end_turn(turn)
        except ChangedElsewhere:
            self._reload(token)
            return False
        self._note(game)
        return passed

    def undo(self, token: str) -> int:
        """Take back the last resolved turn, which makes the game practice.

        Returns:
            The turn that is to be decided anew.

        Raises:
            GameError: there is none to take back.
            UnknownGame, SaveError: nothing was taken back.
        """
        try:
            with self._held(token) as game:
                turn = game.undo()
        except ChangedElsewhere:
            self._reload(token)
            return self.open(token).turn
        self._note(game)
        return turn

    def draft(
        self,
        token: str,
        settings: Mapping[str, float] | None = None,
        mode: str | None = None,
        bet: Sequence[float] | None = None,
    ) -> None:
        """Set what a game's coming quarter would be decided with; nothing is decided yet.

        Args:
            token: of the game.
            settings: levers of the mode; as they are unless given.
            mode: to go over to; where no settings come with it, nothing moves.
            bet: lower and upper end; an empty one withdraws; as it is unless given.

        Raises:
            UnknownGame, SaveError: there is no such game, or it cannot be read.
            DecisionError: no such lever, mode or bet, or no number.
        """
        with self._held(token) as game:
            if settings is not None:
                game.draft(settings, mode)
            elif mode is not None:
                game.set_mode(mode)
            if bet is not None:
                game.place_bet(bet or None)

    def view(self, token: str) -> View:
        """What the player of that game sees now.

        Raises:
            UnknownGame, SaveError: there is no such game, or it cannot be read.
        """
        with self._held(token) as game:
            return view_of(game)

    def version(self, token: str) -> int:
        """Counts the changes of a game; the same after a reload from disk. -1 for no game."""
        known = self._versions.get(token)
        if known is not None:
            return known
        try:
            return self.open(token).version
        except ValueError:
            return -1

    def wait(self, token: str, version: int, seconds: float) -> int:
        """The version of a game, as soon as it is another than this or the seconds have passed."""
        until = time.monotonic() + seconds
        while True:
            now = self.version(token)
            left = until - time.monotonic()
            if now != version or left <= 0.0:
                return now
            with self._changed:
                self._changed.wait(left)

    def __len__(self) -> int:
        """Games in memory."""
        with self._changed:
            return len(self._games)

    @contextmanager
    def _held(self, token: str) -> Iterator[Game]:
        """The game, locked, and surely in memory.

        Between finding a game and its lock, others may push it out of memory.
        """
        while True:
            game = self.open(token)
            with game.lock:
                if not game.closed:
                    yield game
                    return

    def _reload(self, token: str) -> None:
        """Another server wrote to the same save: what is on disk holds."""
        with self._changed:
            self._games.pop(token, None)
        self.open(token)

    def _kept(self, game: Game) -> Game:
        self._keep(game)
        return game

    def _keep(self, game: Game) -> None:
        pushed_out = []
        with self._changed:
            self._games[game.token] = game
            self._games.move_to_end(game.token)
            while len(self._games) > self.most:
                pushed_out.append(self._games.popitem(last=False)[1])
        for other in pushed_out:
            other.close()
        self._note(game)

    def _note(self, game: Game) -> None:
        """Remember how far a game is, and wake the pages that show it."""
        with self._changed:
            self._versions[game.token] = game.version
            self._changed.notify_all()
