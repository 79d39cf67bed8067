"""Store: where the rooms of a server are kept: one SQLite file, one writer, any number of readers.

What `write` has returned from is on disk, and survives kill -9 and a power cut. A write that raises
has left nothing behind. Questions and changes stand in `queries_*.py`; each is a function of a
connection, so several make one change:

    >>> await store.write(
    ...     lambda db: (note_resolved(db, room, 3, now), keep_told(db, room, 3, told))
    ... )
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tenfold.ui.classroom.store import backups, connecting
from tenfold.ui.classroom.store.locking import FolderLock
from tenfold.ui.classroom.store.troubles import StoreError, StoreTrouble, is_trouble, line_of
from tenfold.ui.classroom.store.writer import Change, Writer

Answer = TypeVar("Answer")
MOST_SPARE = 4
"""Connections for reading that are kept open between readings."""


class Store:
    """The rooms of a data folder. All methods may be called from any thread.

    Args:
        folder: is made where there is none.

    Raises:
        CannotOpen: another server uses it, or the file in it cannot be served from; one line.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / connecting.NAME
        self._lock = FolderLock(folder)
        try:
            self._writer = Writer(self.path, connecting.opened(self.path))
        except BaseException:
            self._lock.release()
            raise
        self._spare: queue.SimpleQueue[tuple[tuple[int, int], sqlite3.Connection]]
        self._spare = queue.SimpleQueue()
        self._closed = False

    @property
    def trouble(self) -> str:
        """Why nothing can be written now, in one line for the teacher; empty when well.

        Goes by itself, within a second of writing being possible again.
        """
        return self._writer.trouble

    async def write(self, change: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Make a change and wait until it is on disk.

        A change that was asked for is made, even if whoever waits for it is cancelled.

        Args:
            change: called with the database, in another thread, in a transaction that it must
                not end. It may be called again where the first call was rolled back, so it
                should change nothing but the database. What it raises undoes all of it.

        Returns:
            What `change` returned.

        Raises:
            StoreTrouble: it cannot be written now; nothing of it is. The same may be tried again.
            Exception: what `change` raised.
        """
        answer: Answer = await self._asked(Change(change))
        return answer

    async def erase(self, change: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Like `write`, for a change that deletes; no byte of the files keeps what it deleted.

        Returns once the bytes are gone. In a file of more than 30 MB, pieces of rows may stay until
        nobody has written for ten seconds, or the server ends or begins.
        """
        answer: Answer = await self._asked(Change(change, erases=True))
        return answer

    async def _asked(self, change: Change) -> Any:
        self._writer.ask(change)
        return await asyncio.shield(asyncio.wrap_future(change.done))

    def write_and_wait(self, change: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Like `write`, for threads without an event loop; it blocks."""
        asked = Change(change)
        self._writer.ask(asked)
        answer: Answer = asked.done.result()
        return answer

    def read(self, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Ask the database; all that `question` asks is answered from one moment.

        Never waits for a write. It sees everything that a `write` has returned from.

        Raises:
            StoreTrouble: the file cannot be read.
            Exception: what `question` raised.
        """
        if self._closed:
            raise StoreError("The server is closing: try again when it is back.")
        try:
            inode, db = self._reader()
            try:
                db.execute("BEGIN")
                answer = question(db)
                db.execute("COMMIT")
            except BaseException:
                db.close()
                raise
        except (sqlite3.Error, OSError) as error:
            if is_trouble(error):
                raise StoreTrouble(line_of(error, self.path)) from None
            raise
        if self._closed or self._spare.qsize() >= MOST_SPARE:
            db.close()
        else:
            self._spare.put((inode, db))
        return answer

    def _reader(self) -> tuple[tuple[int, int], sqlite3.Connection]:
        """A connection to the file that now has the name."""
        inode = connecting.inode_of(self.path)
        while True:
            try:
                known, db = self._spare.get_nowait()
            except queue.Empty:
                return inode, connecting.reading(self.path)
            if known == inode:
                return inode, db
            db.close()

    async def backup(self, target: Path) -> int:
        """Copy all rooms, as they stand at one moment, into one file; writing goes on.

        Args:
            target: of the copy; a file of that name is replaced once the copy is whole.

        Returns:
            Its bytes.

        Raises:
            StoreTrouble: it cannot be written there; one line.
        """
        return await asyncio.to_thread(backups.back_up, self.path, target)

    def close(self) -> None:
        """Write what was asked for, and let go of the folder."""
        if self._closed:
            return
        self._closed = True
        while not self._spare.empty():
            self._spare.get()[1].close()
        self._writer.close()
        self._lock.release()
