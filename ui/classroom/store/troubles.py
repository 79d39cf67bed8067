"""Troubles: what can go wrong with a class's data, each as one line that a teacher can act on."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path


class StoreError(Exception):
    """The data of the classes cannot be used; the text is one line for people."""


class CannotOpen(StoreError):
    """The server cannot begin with this folder."""


class StoreTrouble(StoreError):
    """This write was not kept, and nothing of it: the same may be tried again."""


class Refused(ValueError):
    """This write is none that could be kept; trying it again would not help."""


class TooMany(Refused):
    """A bound is reached."""


class RoundClosed(Refused):
    """The round was resolved before this came."""


class NotThere(Refused):
    """What should be changed does not exist."""


class Unfit(OSError):
    """The file that now has the database's name cannot be used; the text is one line."""


class FileGone(Unfit):
    """The database is not where it was: somebody moved or deleted it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is gone: put it back, or stop the server and restore a backup.")


FULL, BUSY, READ_ONLY, DAMAGED, DISK, MEMORY = (
    (sqlite3.SQLITE_FULL,),
    (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL),
    (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
    (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB),
    (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN),
    (sqlite3.SQLITE_NOMEM,),
)
"""Causes, as SQLite's primary result codes."""
NEARLY_NOTHING = 200_000
"""Bytes free on a disk on which SQLite cannot work."""


def cause_of(error: BaseException) -> int:
    """SQLite's primary result code of an error; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def is_trouble(error: BaseException) -> bool:
    """Whether the cause is the disk or the file, not what was to be written."""
    causes = (*FULL, *BUSY, *READ_ONLY, *DAMAGED, *DISK, *MEMORY)
    return isinstance(error, OSError) or cause_of(error) in causes


def line_of(error: BaseException, path: Path) -> str:
    """What is wrong and what helps, in one line."""
    cause = cause_of(error)
    if isinstance(error, Unfit):
        return str(error)
    if cause in FULL or getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT):
        return _no_room(path)
    if cause in BUSY:
        return f"Another program holds {path}: close what has it open."
    if cause in READ_ONLY:
        return f"{path} cannot be written: give it and its folder write permission."
    if cause in DAMAGED:
        return f"{path} is damaged: stop the server and restore a backup of it."
    if cause in MEMORY:
        return f"This computer has no memory left to write {path}: close other programs."
    if _is_disk_full(path):
        return _no_room(path)
    return f"{path} cannot be read or written ({error}): look at its disk and its permissions."


def _no_room(path: Path) -> str:
    return f"No room is left for {path}: free space on this disk, or delete old rooms."


def _is_disk_full(path: Path) -> bool:
    """Whether a full disk explains an error that does not say so."""
    try:
        return shutil.disk_usage(path.parent).free < NEARLY_NOTHING
    except OSError:
        return False
