"""Passes: which browsers may load pages of the framework at all.

Such a page costs memory on the server as long as it is open. Whoever opens a link with a good token
gets a signed cookie with it, and only browsers that have one reach the framework: students' phones
never need to. What a page may do is decided by the token in its address, not by the pass.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path

from tenfold.ui.classroom.store.troubles import CannotOpen

NAME = "classroom.key"
DESK, WALL = "desk", "wall"
"""Kinds of passes: of whoever runs a class, and of a projector, whose link all may read."""
KEY_BYTES = 32
LASTS = 14 * 24 * 3600
"""Seconds that a pass is good for."""


class Passes:
    """Signs and checks passes.

    Args:
        key: to sign with; what it has signed is good as long as it is the same.
    """

    def __init__(self, key: bytes) -> None:
        """With this key."""
        self._key = key

    def new(self, kind: str) -> str:
        """A pass from now on.

        Args:
            kind: of pass.
        """
        until = str(int(time.time()) + LASTS)
        return f"{until}.{self._sign(kind, until)}"

    def kind(self, shown: str) -> str:
        """What kind a pass is of; empty where it is none of ours, or too old."""
        until, _, signed = shown.partition(".")
        for kind in (DESK, WALL):
            if hmac.compare_digest(signed.encode(), self._sign(kind, until).encode()):
                return kind if int(until) > time.time() else ""
        return ""

    def _sign(self, kind: str, until: str) -> str:
        return hmac.new(self._key, f"{kind} {until}".encode(), hashlib.sha256).hexdigest()


def kept_key(folder: Path) -> bytes:
    """The key of a data folder; made with the first start, and read by its owner alone.

    Raises:
        CannotOpen: it can neither be read nor written.
    """
    path = folder / NAME
    try:
        if path.exists() and len(key := path.read_bytes()) == KEY_BYTES:
            return key
        key = secrets.token_bytes(KEY_BYTES)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "wb") as file:
            file.write(key)
    except OSError as problem:
        raise CannotOpen(f"{path} cannot be used ({problem.strerror}).") from None
    return key
