"""Upkeep: what the writer does for the file when nobody waits: folding its log in, erasing.

Deleted rows are overwritten at once (`secure_delete`) and leave the log when it is folded in and
cut off. When SQLite moves rows between pages, it may leave pieces of them in the gaps: only writing
the whole file anew (VACUUM) takes these out. A file of some MB is written anew at once; a large one
when nobody has written for a while, or when the server begins or ends. That it is owed stands in
the file itself, so that a kill does not forget it.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenfold.ui.classroom.store.connecting import PATIENCE_MS
from tenfold.ui.classroom.store.troubles import is_trouble, line_of

FOLD_AT = 4_000_000
"""Bytes of the log from which it is folded into the file as soon as nobody waits."""
FOLD_ANYWAY = 64_000_000
"""Bytes from which it is folded although somebody waits."""
ANEW_AT_ONCE = 30_000_000
"""Bytes of a file that is written anew at once: a quarter of a second."""
QUIET = 10.0
"""Seconds without a write after which a larger file is written anew."""
PATIENCE = 5.0
"""Seconds for which one waits for one's erasing; it goes on behind."""
TRY_AGAIN = 0.5
"""Seconds until what did not work is tried again."""
STEP_BACK_MS = 20
"""How long a chore waits for a reader to end."""
IN_MEMORY = 60_000_000
"""Bytes of a file whose copy, while it is written anew, has room in memory."""
log = logging.getLogger(__name__)


def owe_erasing(db: sqlite3.Connection) -> None:
    """Note in the transaction that deletes that the file must be written anew."""
    db.execute("INSERT OR REPLACE INTO notes VALUES ('erase', 1)")


def owes_erasing(db: sqlite3.Connection) -> bool:
    """Whether the file must be written anew."""
    return db.execute("SELECT 1 FROM notes WHERE name = 'erase'").fetchone() is not None


def fold(db: sqlite3.Connection, mode: str) -> bool:
    """Fold the log into the file. False if a reader kept it from ending."""
    busy, _pages, _folded = db.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
    return not busy


def write_anew(db: sqlite3.Connection, size: int) -> bool:
    """Write the whole file anew, without gaps. False if a reader kept it from ending."""
    if size > IN_MEMORY:
        db.execute("PRAGMA temp_store = FILE")
    try:
        db.execute("VACUUM")
    finally:
        db.execute("PRAGMA temp_store = MEMORY")
    if not fold(db, "TRUNCATE"):
        return False
    db.execute("DELETE FROM notes WHERE name = 'erase'")
    return True


@contextmanager
def _in_no_hurry(db: sqlite3.Connection) -> Iterator[None]:
    """Chores step back at once from a reader who is in their way: people wait for the writer."""
    db.execute(f"PRAGMA busy_timeout = {STEP_BACK_MS}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for the bytes to be gone."""

    done: Future[Any]
    result: Any
    until: float


class Upkeep:
    """The writer's chores. Not for other threads, but for `trouble`.

    Args:
        path: of the database.
        owes: whether the file must be written anew.
    """

    def __init__(self, path: Path, owes: bool) -> None:
        self.path = path
        self.trouble = ""
        self._cut = True  # what a kill left in the log
        self._anew = owes
        self._waiting: list[Waiting] = []
        self._wrote = self._not_before = 0.0

    @property
    def is_owed(self) -> bool:
        """Whether something is left to do."""
        return bool(self._cut or self._anew or self._waiting or self.trouble)

    def note_write(self) -> None:
        """Somebody wrote just now."""
        self._wrote = time.monotonic()

    def erase(self, done: Future[Any], result: Any) -> None:
        """What was deleted shall leave the files; then the future is given its result."""
        self._cut = self._anew = True
        self._not_before = 0.0
        self._waiting.append(Waiting(done, result, time.monotonic() + PATIENCE))

    def do(self, db: sqlite3.Connection | None, waits: bool) -> None:
        """Do what is due.

        Args:
            db: the writer's connection, outside of a transaction; None while it is in trouble.
            waits: whether somebody waits for the writer.
        """
        if db is not None and time.monotonic() >= self._not_before:
            try:
                with _in_no_hurry(db):
                    done = self._do(db, waits)
                self.trouble = ""
            except Exception as error:  # whatever it is, the writer must go on
                if not is_trouble(error):
                    log.exception("The file of the classes cannot be kept in order.")
                self.trouble = line_of(error, self.path)
                done = False
            if not done:
                self._not_before = time.monotonic() + TRY_AGAIN
        self._tell()

    def finish(self, db: sqlite3.Connection) -> None:
        """At the end: write anew what is owed, cut the log off, let nobody wait."""
        with suppress(sqlite3.Error, OSError):
            if owes_erasing(db):
                write_anew(db, self.path.stat().st_size)
            fold(db, "TRUNCATE")
        self.give_up()

    def give_up(self) -> None:
        """Let nobody wait any longer."""
        for waiting in self._waiting:
            waiting.done.set_result(waiting.result)
        self._waiting.clear()

    def _do(self, db: sqlite3.Connection, waits: bool) -> bool:
        """Returns whether all that was due now is done."""
        if self._cut:
            self._cut = not fold(db, "TRUNCATE")
        size = self._size()
        quiet = time.monotonic() - self._wrote > QUIET
        if self._anew and not self._cut and (size <= ANEW_AT_ONCE or (quiet and not waits)):
            self._anew = not write_anew(db, size)
        if not (self._cut or self._anew):
            log_size = self._size("-wal")
            if log_size > FOLD_ANYWAY or (log_size > FOLD_AT and not waits):
                fold(db, "PASSIVE" if log_size < 2 * FOLD_ANYWAY else "TRUNCATE")
        return not (self._cut or self._anew)

    def _tell(self) -> None:
        """Answer those whose bytes are gone, or who waited long enough."""
        large = self._anew and not self._cut and self._size() > ANEW_AT_ONCE
        gone = large or not (self._cut or self._anew)
        now = time.monotonic()
        for waiting in [one for one in self._waiting if gone or now >= one.until]:
            self._waiting.remove(waiting)
            waiting.done.set_result(waiting.result)

    def _size(self, end: str = "") -> int:
        """Bytes of the file, or of what lies beside it; 0 where there is none."""
        try:
            return self.path.with_name(self.path.name + end).stat().st_size
        except OSError:
            return 0
