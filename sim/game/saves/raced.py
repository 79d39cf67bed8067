"""Raced: which races this folder has seen the quarters of, so that a seed played twice is known.

One line of text per resolved turn: the race, how far, and by which game. A line torn by a crash is
skipped; what the file does not know costs nobody a game.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

NAME = "raced.txt"


def key_of(scenario: Mapping[str, Any], seat: str, seed: int, luck: int) -> str:
    """What tells one race from another: scenario, kind of seat, seed and luck."""
    kinds = {lab["name"]: lab["kind"] for lab in scenario["labs"]}
    told = json.dumps([scenario, kinds.get(seat, seat), seed, luck], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def raced_in(folder: Path) -> Raced:
    """The index of a folder: one for all of its games."""
    return Raced(folder)


class Raced:
    """The index of one folder, read again where another program has added to it."""

    def __init__(self, folder: Path) -> None:
        """The index of that folder; nothing is read yet."""
        self.path = folder / NAME
        self._read = 0
        self._known: dict[str, dict[str, int]] = {}
        self._lock = threading.Lock()

    def turns(self, key: str) -> int:
        """Turns of that race that were resolved in any game here."""
        return max(self._of(key).values(), default=0)

    def elsewhere(self, key: str, token: str) -> int:
        """Turns of that race that were resolved in other games here."""
        return max((n for game, n in self._of(key).items() if game != _short(token)), default=0)

    def note(self, key: str, token: str, turn: int) -> None:
        """Remember that a game has resolved a turn; a folder that cannot be written forgets it."""
        line = f"{key} {turn} {_short(token)}\n".encode()
        with suppress(OSError):
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line)
            finally:
                os.close(handle)

    def _of(self, key: str) -> dict[str, int]:
        with self._lock:
            self._catch_up()
            return dict(self._known.get(key, {}))

    def _catch_up(self) -> None:
        try:
            with open(self.path, "rb") as file:
                if file.seek(0, os.SEEK_END) < self._read:
                    self._read, self._known = 0, {}
                file.seek(self._read)
                added = file.read()
        except OSError:
            return
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.decode(errors="replace").splitlines():
            words = line.split()
            if len(words) == 3 and words[1].isdigit() and len(words[1]) < 5:
                games = self._known.setdefault(words[0], {})
                games[words[2]] = max(games.get(words[2], 0), int(words[1]))


def _short(token: str) -> str:
    """A token is an address, and addresses are not left lying about."""
    return hashlib.sha256(token.encode()).hexdigest()[:12]
