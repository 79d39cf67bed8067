"""Writer: the one thread that writes. Who waits is taken together into one commit.

A commit waits for the disk, whatever it holds: forty decisions in one cost as much as one. Each
change has a savepoint of its own, so one that fails takes no other with it. Nobody hears of a
change before the commit that holds it is on disk.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tenfold.ui.classroom.store import connecting
from tenfold.ui.classroom.store.troubles import (
    BUSY,
    FULL,
    FileGone,
    StoreError,
    StoreTrouble,
    Unfit,
    cause_of,
    is_trouble,
    line_of,
)
from tenfold.ui.classroom.store.upkeep import TRY_AGAIN, Upkeep, owe_erasing, owes_erasing

MOST_TOGETHER = 128
"""Changes in one commit: who came first shall not wait for hundreds of others."""
MOST_WAITING = 5_000
"""Changes that may wait; more are refused at once."""
TRIAL = 200_000
"""Bytes that are written to see whether writing works again."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Change:
    """What somebody wants written."""

    make: Callable[[sqlite3.Connection], Any]
    erases: bool = False
    """Whether it deletes what no byte of the files may keep."""
    done: Future[Any] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change in its savepoint."""

    change: Change
    result: Any = None
    error: Exception | None = None


class Writer:
    """Writes from a thread of its own. `ask` may be called from any thread.

    Args:
        path: of the database.
        db: a connection made by `connecting.opened`, the writer's own from now on.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db: sqlite3.Connection | None = db
        self._inode = connecting.inode_of(path)
        self._upkeep = Upkeep(path, owes_erasing(db))
        self._asked: queue.SimpleQueue[Change | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closing = False
        self._trouble = ""
        self._cause: Exception | None = None
        self._afresh_after = 0.0
        self._thread = threading.Thread(target=self._run, name="classroom-writer", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str:
        """Why nothing can be written now, in one line; empty when well."""
        return self._trouble or self._upkeep.trouble

    def ask(self, change: Change) -> None:
        """Have a change made; its future tells.

        Raises:
            StoreError: the store is closed, or too many wait already.
        """
        with self._gate:  # nothing is asked after the end was
            if self._closing:
                raise StoreError("The server is closing: try again when it is back.")
            if self._asked.qsize() >= MOST_WAITING:
                raise StoreTrouble("Too much waits to be written: try again in a moment.")
            change.done.set_running_or_notify_cancel()  # from now on nobody can take it back
            self._asked.put(change)

    def close(self) -> None:
        """Write what was asked for, then let go of the file."""
        with self._gate:
            if not self._closing:
                self._closing = True
                self._asked.put(None)
        self._thread.join()

    def _run(self) -> None:
        ends = False
        while not ends:
            group, ends = self._next_group()
            if group:
                self._commit(group)
            elif self._trouble:
                self._probe()
            well = None if self._trouble else self._db
            self._upkeep.do(well, waits=not self._asked.empty())
        if self._db is not None:
            self._upkeep.finish(self._db)
            self._db.close()
        self._upkeep.give_up()

    def _next_group(self) -> tuple[list[Change], bool]:
        """Wait for changes. Returns those that are there, and whether the end was asked for."""
        group: list[Change] = []
        idle = not (self._trouble or self._upkeep.is_owed)
        try:
            asked = self._asked.get(timeout=None if idle else TRY_AGAIN)
            while asked is not None:
                group.append(asked)
                if len(group) == MOST_TOGETHER:
                    return group, False
                asked = self._asked.get_nowait()
        except queue.Empty:
            return group, False
        return group, True

    def _commit(self, group: Sequence[Change]) -> None:
        """Make changes in one commit; where that fails as a whole, each in one of its own."""
        try:
            outcomes = self._together(group)
        except Exception as error:
            # One huge change may be what the disk has no room for: the others need not fail too.
            if len(group) > 1 and cause_of(error) not in BUSY:
                for change in group:
                    self._commit([change])
            else:
                self._fail(group, error)
            return
        self._heal()
        self._upkeep.note_write()
        for outcome in outcomes:
            if outcome.error is not None:
                outcome.change.done.set_exception(outcome.error)
            elif outcome.change.erases:
                self._upkeep.erase(outcome.change.done, outcome.result)
            else:
                outcome.change.done.set_result(outcome.result)

    def _together(self, group: Sequence[Change]) -> list[Outcome]:
        db = self._connected()
        try:
            db.execute("BEGIN IMMEDIATE")
            outcomes = [_made_alone(db, change) for change in group]
            db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                if db.in_transaction:
                    db.execute("ROLLBACK")
            raise
        return outcomes

    def _connected(self) -> sqlite3.Connection:
        """The connection, made again in trouble.

        Raises:
            Unfit: the file is not the one that was opened: what is written would be lost.
            sqlite3.Error: it cannot be opened.
        """
        if self._cause is not None and time.monotonic() >= self._afresh_after:
            # What SQLite remembers of a file that failed may be wrong: look at it afresh.
            self._afresh_after = time.monotonic() + TRY_AGAIN
            if self._db is not None and cause_of(self._cause) not in (*BUSY, *FULL):
                with suppress(sqlite3.Error):
                    self._db.close()
                self._db = None
        if self._db is None:
            db = connecting.writing(self.path)
            refusal = connecting.refusal_of(db, self.path)
            if refusal:
                db.close()
                raise Unfit(refusal)
            self._db, self._inode = db, connecting.inode_of(self.path)
        if connecting.inode_of(self.path) != self._inode:
            raise FileGone(self.path)
        return self._db

    def _fail(self, group: Sequence[Change], error: Exception) -> None:
        told: Exception = error
        if is_trouble(error):
            self._note_trouble(error)
            told = StoreTrouble(self._trouble)
        for change in group:
            change.done.set_exception(told)

    def _note_trouble(self, error: Exception) -> None:
        line = line_of(error, self.path)
        if line != self._trouble:
            log.error("%s", line)
        self._trouble, self._cause = line, error

    def _heal(self) -> None:
        if self._trouble:
            log.warning("%s can be written again.", self.path)
        self._trouble, self._cause = "", None

    def _probe(self) -> None:
        """In trouble: try whether writing works again."""
        try:
            self._together([Change(_leave_trial)])
            self._together([Change(_take_trial)])
        except Exception as error:
            self._note_trouble(error)
        else:
            self._heal()


def _leave_trial(db: sqlite3.Connection) -> None:
    """Write as much as a round of decisions is: where one row fits, a round may not."""
    db.execute("INSERT INTO trials VALUES (zeroblob(?))", (TRIAL,))


def _take_trial(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM trials")


def _made_alone(db: sqlite3.Connection, change: Change) -> Outcome:
    """Make a change in a savepoint.

    Raises:
        Exception: the trouble is the disk's or the file's, or the transaction is lost.
    """
    db.execute("SAVEPOINT alone")
    try:
        result = change.make(db)
        if change.erases:
            owe_erasing(db)
    except Exception as error:
        if is_trouble(error) or not db.in_transaction:
            raise
        db.execute("ROLLBACK TO alone")
        db.execute("RELEASE alone")
        return Outcome(change, error=error)
    db.execute("RELEASE alone")
    return Outcome(change, result)
