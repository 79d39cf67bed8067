"""A game on disk: one JSON line that says which race it is, then one line per decision.

A decision is written, flushed and synced before its months run, so that nothing a player has seen
happen can be lost. A last line torn by a crash was never played, and is dropped. Taking a turn back
adds a line too: a log never loses one.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from tenfold.sim.compiled import engine_version
from tenfold.sim.game.saves.entry import BASIC, MODES, Entry, Mode, entry_of
from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.saves.shelf import shelf_of
from tenfold.sim.report.folder import to_disk

FORMAT = 2
READABLE = (1, FORMAT)
"""Formats that can be opened: the first knows neither modes, bets nor turns taken back."""
REGULATOR = "regulator"
"""In place of a lab's name: the seat of the government."""
DRAFT = ".draft"
"""End of the name of the file beside a save that holds what is set and not yet decided."""
MOST_LINES = 500
"""Of one game's log: the longest game, with every quarter taken back five times and more."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
"""What a token looks like: 128 random bits."""


class SaveError(ValueError):
    """A save that cannot be used or written; the message says which file, why, and what to do."""


class UnknownGame(SaveError):
    """No game has this token."""


class NoRoom(SaveError):
    """As many games are kept as may be, and all of them were played."""


class ChangedElsewhere(SaveError):
    """Another program has added turns to this game."""


@dataclass(frozen=True)
class Header:
    """Which race a save is of."""

    scenario: dict[str, Any]
    """The whole scenario, so that the save outlives its catalogue."""
    seat: str
    seed: int
    quarters: int
    guided: bool
    engine: str
    """Version of the engine that it was played on."""
    luck: int = 0
    """Number of the luck under the seed: run K of a study is the same race."""
    origin: Origin | None = None
    """What it continues, where its first decisions were not made in it."""
    mode: Mode = BASIC
    """Which levers the player holds at first."""
    replayed: bool = False
    """This race was played before in the same folder when the game began."""
    watch: bool = False
    """The labs play by themselves; nobody decides."""
    renewed: bool = False
    """Its decisions were made on another version of the engine."""
    undone: bool = False
    """A turn was taken back before it was saved as a file."""


@cache
def this_engine() -> str:
    """Version of the engine that runs here; its sources are read once."""
    return engine_version()


def new_token() -> str:
    """An unguessable name for a game."""
    return secrets.token_urlsafe(16)


def games_folder() -> Path:
    """Where games are kept: TENFOLD_DATA, else the user's data folder of this system."""
    root = os.environ.get("TENFOLD_DATA") or platformdirs.user_data_dir("tenfold")
    return Path(root) / "games"


class SaveFile:
    """The decision log of one game."""

    def __init__(self, folder: Path, token: str) -> None:
        """The file of that token in that folder; nothing is read or written yet.

        Raises:
            UnknownGame: the token does not look like one.
        """
        if not TOKEN.fullmatch(token):
            raise UnknownGame("There is no game at this address.")
        self.path = folder / f"{token}.jsonl"
        self.size = 0
        self.lines = 0
        """Of the log, its header apart."""
        self.undone = False
        """A turn was taken back at some time."""

    def create(self, header: Header, entries: Sequence[Entry] = ()) -> None:
        """Begin the log.

        Args:
            header: which race it is.
            entries: decisions already made, oldest first.

        Raises:
            NoRoom: the folder holds as many games as it may.
            SaveError: the folder cannot be written.
        """
        lines = [_line({"tenfold": FORMAT, **asdict(header)})]
        lines += [_line(entry.as_json()) for entry in entries]
        line = b"".join(lines)
        if refusal := shelf_of(self.path.parent).refusal(len(line)):
            raise NoRoom(refusal)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                _write(file, line)
            to_disk(self.path.parent)
        except OSError as problem:
            with suppress(OSError):  # half a game is none
                self.path.unlink()
            raise SaveError(
                f"Cannot save a game in {self.path.parent}: {problem.strerror or problem}. "
                "Set TENFOLD_DATA to a folder that can be written."
            ) from None
        self.size, self.lines = len(line), len(lines) - 1

    def append(self, entry: Entry) -> None:
        """Write one decision, and return only when it is on disk.

        Raises:
            ChangedElsewhere: the file is not as long as this program left it.
            SaveError: it cannot be written.
        """
        self._append(
            entry.as_json(), "The quarter was not played; free some space and end the turn again."
        )

    def undo(self, turn: int) -> None:
        """Write that this turn, the last one, is taken back; return when it is on disk.

        Raises:
            ChangedElsewhere, SaveError: as `append`, or too many were taken back before.
        """
        if self.lines >= MOST_LINES:
            raise SaveError(
                "Nothing was taken back: so many quarters of this game were that its save is full. "
                "It can be played on to its end."
            )
        self._append({"undo": turn}, "Nothing was taken back; free some space and try again.")
        self.undone = True

    def _append(self, content: Mapping[str, Any], otherwise: str) -> None:
        line = _line(content)
        try:
            with open(self.path, "r+b") as file:
                if file.seek(0, os.SEEK_END) != self.size:
                    raise ChangedElsewhere("This game was played on in another window.")
                self._write_whole(file, line)
        except OSError as problem:
            raise SaveError(
                f"Your decision could not be saved in {self.path}: {problem.strerror or problem}. "
                f"{otherwise}"
            ) from None
        self.size, self.lines = self.size + len(line), self.lines + 1

    def _write_whole(self, file: Any, line: bytes) -> None:
        """Write a line, or leave the log as it was.

        A full disk may take a part of a line, or all of it and then fail: what is said not to have
        happened must not be found in the log later.
        """
        try:
            _write(file, line)
        except OSError:
            with suppress(OSError):
                os.truncate(self.path, self.size)
            raise

    def keep_draft(self, draft: Entry) -> None:
        """Remember what is set and not yet decided; a draft that cannot be written is let go."""
        path = self.path.with_suffix(DRAFT)
        fresh = path.with_suffix(".new")
        with suppress(OSError):
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(_line(draft.as_json()))
            os.replace(fresh, path)

    def kept_draft(self, turn: int) -> Entry | None:
        """What was set for this turn; None where nothing was, or it cannot be read."""
        try:
            draft = entry_of(json.loads(self.path.with_suffix(DRAFT).read_bytes()))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return None
        return draft if draft.turn == turn else None

    def drop_draft(self) -> None:
        """Forget it."""
        with suppress(OSError):
            self.path.with_suffix(DRAFT).unlink()

    def read(self) -> tuple[Header, list[Entry]]:
        """The header and the decisions in force, oldest first.

        Raises:
            UnknownGame: there is no such file.
            SaveError: it is damaged, or of another program.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            raise UnknownGame("There is no game at this address.") from None
        except OSError as problem:
            raise SaveError(f"{self.path}: cannot be read: {problem.strerror}") from None
        whole = content[: content.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if not lines:
            raise SaveError(f"{self.path}: this save is empty or damaged; begin a new game.")
        header = self._header(lines[0])
        entries: list[Entry] = []
        for number, line in enumerate(lines[1:], 2):
            self._take(line, number, entries)
        if len(entries) > header.quarters:
            raise SaveError(
                f"{self.path}: damaged: {len(entries)} decisions in a game of {header.quarters}."
            )
        if len(whole) < len(content):
            with suppress(OSError):  # a folder that cannot be written can be read
                os.truncate(self.path, len(whole))
        self.size, self.lines = len(whole), len(lines) - 1
        return header, entries

    def _header(self, line: bytes) -> Header:
        found = self._parse(line, 1)
        if "tenfold" not in found:
            raise SaveError(f"{self.path}: this is not a game of Tenfold.")
        if found.pop("tenfold") not in READABLE:
            raise SaveError(f"{self.path}: saved by another version of Tenfold; use that version.")
        try:
            if found.get("origin") is not None:
                found["origin"] = Origin(**found["origin"])
            header = Header(**found)
        except TypeError:
            raise SaveError(
                f"{self.path}: line 1 is damaged: it does not say which race."
            ) from None
        fits = (
            isinstance(header.scenario, dict) and isinstance(header.seat, str)
            and isinstance(header.seed, int) and isinstance(header.quarters, int)
            and isinstance(header.luck, int) and header.mode in MODES
            and isinstance(header.engine, str)
        )  # fmt: skip
        if not fits:
            raise SaveError(f"{self.path}: line 1 is damaged: it does not say which race.")
        return header

    def _take(self, line: bytes, number: int, entries: list[Entry]) -> None:
        """Add the decision of a line, or take back the last one."""
        found = self._parse(line, number)
        turn = len(entries) + 1
        if "undo" in found:
            if not entries or found["undo"] != len(entries):
                raise SaveError(f"{self.path}: line {number} is damaged: no such turn to undo.")
            entries.pop()
            self.undone = True
            return
        try:
            entry = entry_of(found)
        except TypeError:
            entry = None
        if entry is None or entry.turn != turn:
            raise SaveError(f"{self.path}: line {number} is damaged: it should hold turn {turn}.")
        entries.append(entry)

    def _parse(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise SaveError(f"{self.path}: line {number} is damaged; begin a new game.")
        return found


def _line(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _write(file: Any, line: bytes) -> None:
    file.write(line)
    file.flush()
    os.fsync(file.fileno())
