"""Shelf: how many games a folder holds, so that games begun in a loop cannot fill the disk.

The folder is looked through once, then counted along. Where it is full, games that were begun and
never played give way, the longest untouched first. Games that were played are never deleted: where
they fill the folder, no further game begins, and its owner is told what to do.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

GAME, BESIDE = ".jsonl", (".draft", ".new")
"""Ends of the names of a save, and of what may lie beside it."""
MOST_GAMES = 10_000
MOST_BYTES = 2_000_000_000
"""Of all games together, with their drafts."""
UNTOUCHED = 86_400.0
"""Seconds after which a game that was begun and never played may give way."""
AT_ONCE = 500
"""Games that give way when a folder is full, at most: the next begins find room."""
LOOK_AFTER = 500
"""Games begun until the folder is looked through again: other programs may use it too."""
LOOK_AGAIN = 2.0
"""Seconds for which a full folder is taken for full."""


@cache
def shelf_of(folder: Path) -> Shelf:
    """The count of a folder: one for all of its games."""
    return Shelf(folder)


class Shelf:
    """Counts the games of one folder. All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """The count of that folder; nothing is read yet."""
        self.folder = folder
        self._lock = threading.Lock()
        self._games = self._bytes = 0
        self._begun = LOOK_AFTER
        self._full_until = 0.0
        self._played: set[str] = set()
        """Names of games known to hold a decision; a log never loses one."""

    def refusal(self, size: int) -> str:
        """Make room for a new game and count it.

        Args:
            size: of its file as it begins, in bytes.

        Returns:
            Empty where there is room; else why no game can begin, and what to do.
        """
        with self._lock:
            if time.monotonic() < self._full_until:
                return self._sentence()
            if self._begun >= LOOK_AFTER or self._is_full(size):
                found = self._count()
                if self._is_full(size):
                    self._give_way(found)
            if self._is_full(size):
                self._full_until = time.monotonic() + LOOK_AGAIN
                return self._sentence()
            self._games, self._bytes = self._games + 1, self._bytes + size
            self._begun += 1
            return ""

    def _is_full(self, size: int) -> bool:
        return self._games >= MOST_GAMES or self._bytes + size > MOST_BYTES

    def _sentence(self) -> str:
        return (
            f"No new game can begin: {self._games:,} games ({self._bytes / 1e6:,.0f} MB) are kept "
            f"in {self.folder}, and at most {MOST_GAMES:,} ({MOST_BYTES / 1e6:,.0f} MB) may be. "
            f"Delete old games there (files that end in {GAME}) or move them elsewhere, then "
            "begin again."
        )

    def _count(self) -> list[tuple[float, Path]]:
        """Look through the folder; when each game was last touched, and where it is."""
        games: set[str] = set()
        total = 0
        touched: dict[str, float] = {}
        with suppress(OSError), os.scandir(self.folder) as files:
            for file in files:
                name, end = os.path.splitext(file.name)
                if end != GAME and end not in BESIDE:
                    continue
                with suppress(OSError):  # gone since
                    status = file.stat(follow_symlinks=False)
                    total += status.st_size
                    touched[name] = max(touched.get(name, 0.0), status.st_mtime)
                    if end == GAME:
                        games.add(name)
        self._games, self._bytes, self._begun = len(games), total, 0
        self._played &= games
        return [(touched[name], self.folder / f"{name}{GAME}") for name in games]

    def _give_way(self, found: list[tuple[float, Path]]) -> None:
        """Delete games that were begun and never played, the longest untouched first."""
        before = time.time() - UNTOUCHED
        gone = 0
        for when, path in sorted(found):
            if when > before or gone >= AT_ONCE:
                break
            if path.stem in self._played:
                continue
            if _is_played(path):
                self._played.add(path.stem)
                continue
            for one in (path, *(path.with_suffix(end) for end in BESIDE)):
                with suppress(OSError):
                    one.unlink()
            gone += 1
        if gone:
            self._count()


def _is_played(path: Path) -> bool:
    """The save holds more than its first line; one that cannot be read is not ours to judge."""
    try:
        with open(path, "rb") as file:
            file.readline()
            return bool(file.read(1))
    except OSError:
        return True
