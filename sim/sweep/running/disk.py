"""Files that are whole or absent, and a lock that dies with its process."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path

from tenfold.sim.report.folder import to_disk

LOCK = ".lock"
"""Held by the process that writes into a folder."""
TEMPORARY = ".tmp"
"""How names of files that are being written end; they begin with a dot."""
BUSY = (errno.EAGAIN, errno.EACCES)
FULL = (errno.ENOSPC, errno.EDQUOT)


class SweepFolderError(OSError):
    """A folder of a sweep that cannot be used; one line: what, where, what to do instead."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at any moment the old one or the new one is there, whole.

    Raises:
        OSError: if the disk refuses; then nothing of the new file remains.
    """
    temporary = path.parent / f".{path.name}.{os.getpid()}{TEMPORARY}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    to_disk(path.parent)


def sweep_up(folder: Path) -> None:
    """Remove what a killed process had begun to write; only for the holder of the lock."""
    for path in folder.glob(f".*{TEMPORARY}"):
        path.unlink(missing_ok=True)


def trouble(problem: OSError, folder: Path) -> SweepFolderError:
    """A clear line for what the disk said."""
    reason = problem.strerror or str(problem)
    todo = "choose another folder with --out"
    if problem.errno in FULL:
        todo = "free some space, then run the same command again"
    return SweepFolderError(f"cannot write to '{folder}': {reason}; {todo}")


def unreadable(problem: OSError, folder: Path) -> SweepFolderError:
    """A clear line for a file that the disk does not give."""
    where = problem.filename or folder
    return SweepFolderError(f"cannot read '{where}': {problem.strerror or problem}")


class Lock:
    """The right to write into a folder: one process has it, and loses it when it ends.

    Use as a context. The system itself releases it, so a killed process leaves no lock behind.

    Args:
        folder: an existing folder.

    Raises:
        SweepFolderError: on entering, if another process has the lock.
        OSError: on entering, if the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK
        self._handle = -1

    def __enter__(self) -> Lock:
        while True:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as problem:
                owner = os.read(handle, 20).decode(errors="replace").strip()
                os.close(handle)
                if problem.errno in BUSY:
                    raise SweepFolderError(
                        f"another sweep is writing to '{self.path.parent}'"
                        f"{f' (process {owner})' if owner else ''}: wait for it, or stop it first"
                    ) from None
                raise
            if self._is_the_one(handle):
                break
            os.close(handle)  # its former holder has just removed it
        self._handle = handle
        os.ftruncate(handle, 0)
        # Who holds it is a courtesy: a full disk must not stop a sweep that is complete.
        with suppress(OSError):
            os.write(handle, f"{os.getpid()}\n".encode())
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):
            self.path.unlink()
        os.close(self._handle)

    def _is_the_one(self, handle: int) -> bool:
        """Whether the file that was locked is still the one with the name."""
        own = os.fstat(handle)
        try:
            named = self.path.stat()
        except FileNotFoundError:
            return False
        return (own.st_dev, own.st_ino) == (named.st_dev, named.st_ino)
