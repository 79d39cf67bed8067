"""Locking: one server per data folder. The system frees the lock when its process ends."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path

from tenfold.ui.classroom.store.troubles import CannotOpen

NAME = "classroom.lock"
"""The file stays when the server ends: removing it would let two servers lock two files."""


class FolderLock:
    """The right to serve the classes of a folder.

    Args:
        folder: is made where there is none.

    Raises:
        CannotOpen: another server has it, or the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise CannotOpen(
                f"{folder} cannot hold the data of classes ({problem.strerror}): choose another "
                "folder with --data."
            ) from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            owner = os.read(self._handle, 20).decode(errors="replace").strip()
            os.close(self._handle)
            if problem.errno not in (errno.EAGAIN, errno.EACCES):
                raise CannotOpen(f"{folder} cannot be locked: {problem.strerror}.") from None
            who = f"Another server (process {owner})" if owner else "Another server"
            raise CannotOpen(
                f"{who} uses {folder}: stop it, or choose another folder with --data."
            ) from None
        # Who holds it is a courtesy: a full disk must not stop a server that only reads.
        with suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Give the right back."""
        os.close(self._handle)
