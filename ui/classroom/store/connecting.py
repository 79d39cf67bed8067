"""Connecting: a database opened, set and looked at, so that what follows can rely on it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from tenfold.ui.classroom.store.schema import APPLICATION, VERSION, migrate, version_of
from tenfold.ui.classroom.store.troubles import CannotOpen, FileGone, line_of

NAME = "classroom.sqlite"
MOST_BYTES = 4_000_000_000
"""Of the database: rooms without end shall not fill the disk."""
PATIENCE_MS = 2_000
"""How long a write waits for another program to let go of the file."""
LOOK_AT_MOST = 300_000_000
"""Bytes of a file that is looked through when opened: about a second."""


def inode_of(path: Path) -> tuple[int, int]:
    """Which file has that name.

    Raises:
        FileGone: none has.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        raise FileGone(path) from None
    return found.st_dev, found.st_ino


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=PATIENCE_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA temp_store = MEMORY")  # nothing of a room lies in a temporary file
    return db


def writing(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection for the one writer.

    Args:
        path: of the database.
        mode: "rwc" makes the file where there is none.

    Raises:
        sqlite3.Error: it cannot be opened for writing.
        FileGone: there is none.
    """
    if mode == "rw":
        inode_of(path)
    db = _connect(path, mode)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA fullfsync = ON")  # on a Mac, a sync without it stays in the drive
        db.execute("PRAGMA checkpoint_fullfsync = ON")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA wal_autocheckpoint = 0")  # never while somebody waits for a commit
        (page,) = db.execute("PRAGMA page_size").fetchone()
        db.execute(f"PRAGMA max_page_count = {MOST_BYTES // page}")
    except BaseException:
        db.close()
        raise
    return db


def reading(path: Path) -> sqlite3.Connection:
    """A connection that can change nothing."""
    db = _connect(path, "ro")
    db.execute("PRAGMA query_only = ON")
    return db


def refusal_of(db: sqlite3.Connection, path: Path) -> str:
    """Why a file cannot be served from; empty where it can.

    Raises:
        sqlite3.Error: it cannot even be read.
    """
    version = version_of(db)
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (version or tables) and application != APPLICATION:
        return f"{path} is no file of Tenfold's classes: choose another folder with --data."
    if version > VERSION:
        return (
            f"{path} was written by a newer Tenfold (schema {version}, this one knows {VERSION}): "
            "update Tenfold, or choose another folder with --data."
        )
    if path.stat().st_size <= LOOK_AT_MOST:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            return f"{path} is damaged: restore a backup of it ({' '.join(found.split())[:100]})."
    return ""


def opened(path: Path) -> sqlite3.Connection:
    """The writer's connection to a file that was made, looked at and migrated.

    Raises:
        CannotOpen: one line that says why, and what to do.
    """
    try:
        db = writing(path, "rwc")
    except (sqlite3.Error, OSError) as error:
        raise CannotOpen(line_of(error, path)) from None
    try:
        refusal = refusal_of(db, path)
        if refusal:
            raise CannotOpen(refusal)
        migrate(db)
        db.execute("BEGIN IMMEDIATE")  # a file that is only readable opens without a word
        db.execute("DELETE FROM trials")
        db.execute("ROLLBACK")
    except (sqlite3.Error, OSError) as error:
        db.close()
        raise CannotOpen(line_of(error, path)) from None
    except CannotOpen:
        db.close()
        raise
    return db
