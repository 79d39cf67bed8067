"""Backups: all rooms in one file, taken while a class plays; and such a file put in place again.

To restore without this: stop the server, move `classroom.sqlite` and what begins with that name out
of the data folder, copy the backup there as `classroom.sqlite`, start (docs/classroom-data.md).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from tenfold.sim.report.folder import to_disk
from tenfold.ui.classroom.store import connecting
from tenfold.ui.classroom.store.locking import FolderLock
from tenfold.ui.classroom.store.troubles import CannotOpen, StoreTrouble, line_of

BESIDE = ("-wal", "-shm")
"""Ends of the names of what SQLite keeps beside a file while it is open, or after a kill."""


def back_up(path: Path, target: Path) -> int:
    """Copy a database that may be written meanwhile.

    The copy holds every room as it stood when copying began. It appears whole or not at all.

    Returns:
        Its bytes.

    Raises:
        StoreTrouble: one line.
    """
    if target.is_dir() or target.resolve() == path.resolve():
        raise StoreTrouble(f"{target} cannot be a backup: name a file of its own.")
    begun = target.with_name(f".{target.name}.{os.getpid()}-{time.monotonic_ns()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(connecting.reading(path)) as db:
            db.execute("PRAGMA query_only = OFF")  # the copy is written by the same connection
            db.execute("VACUUM INTO ?", (str(begun),))
        with open(begun, "rb+") as copy:
            os.fsync(copy.fileno())
        size = begun.stat().st_size
        os.replace(begun, target)
        to_disk(target.parent)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            begun.unlink()
        raise StoreTrouble(line_of(error, target)) from None
    return size


def restore(folder: Path, backup: Path) -> Path | None:
    """Put a backup in place of what a folder has; the server must not run.

    Args:
        folder: the data folder.
        backup: a file made by `back_up`; it stays.

    Returns:
        Where the file that was there lies now; None where there was none.

    Raises:
        CannotOpen: a server uses the folder, or the backup is none that this version can serve;
            then the folder is as it was.
    """
    lock = FolderLock(folder)
    path = folder / connecting.NAME
    begun = folder / f".{connecting.NAME}.new"
    try:
        shutil.copyfile(backup, begun)
        to_disk(begun)
        with closing(connecting.reading(begun)) as db:
            refusal = connecting.refusal_of(db, begun) or (
                "" if begun.stat().st_size else f"{backup} is empty: choose another backup."
            )
        if refusal:
            raise CannotOpen(refusal.replace(str(begun), str(backup)))
        aside = _set_aside(path)
        for end in BESIDE:  # they belong to the file before: SQLite would mix them in
            path.with_name(path.name + end).unlink(missing_ok=True)
        os.replace(begun, path)
        to_disk(folder)
    except (sqlite3.Error, OSError) as error:
        raise CannotOpen(line_of(error, backup)) from None
    finally:
        for end in ("", *BESIDE):
            with suppress(OSError):
                begun.with_name(begun.name + end).unlink()
        lock.release()
    return aside


def _set_aside(path: Path) -> Path | None:
    """Copy a database, with what lies beside it, to a name of the past."""
    if not path.exists():
        return None
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.stem}-before-{stamp}{path.suffix}")
    for end in ("", *BESIDE):
        source, copy = path.with_name(path.name + end), aside.with_name(aside.name + end)
        if source.exists():
            shutil.copyfile(source, copy)
            to_disk(copy)
    to_disk(path.parent)
    return aside
