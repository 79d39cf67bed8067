"""Writes are grouped, fail alone, and are on disk when they are acknowledged."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store import writer
from tenfold.ui.classroom.store.store import Store
from tenfold.ui.classroom.store.troubles import StoreError, StoreTrouble
from tests.ui.classroom.store.samples import decision, room


def commits_of(store: Store) -> list[str]:
    """Fills with every COMMIT of the writer from now on."""
    seen: list[str] = []

    def watch(db: sqlite3.Connection) -> None:
        db.set_trace_callback(lambda said: seen.append(said) if said == "COMMIT" else None)

    store.write_and_wait(watch)
    seen.clear()
    return seen


class Held:
    """The writer, kept busy until it is let go."""

    def __init__(self, store: Store) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()
        self.store = store

    def wait(self, _: sqlite3.Connection) -> None:
        self.begun.set()
        assert self.goes_on.wait(10)

    async def __aenter__(self) -> None:
        self.waiting = asyncio.ensure_future(self.store.write(self.wait))
        await asyncio.to_thread(self.begun.wait, 10)

    async def __aexit__(self, *_: object) -> None:
        self.goes_on.set()
        await self.waiting


def test_writes_that_wait_are_taken_together(store: Store) -> None:
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
    commits = commits_of(store)

    async def play() -> None:
        async with Held(store):
            asked = [
                asyncio.ensure_future(
                    store.write(lambda db, team=team: rounds.submit(db, decision("k", team)))
                )
                for team in map(str, range(40))
            ]
            await asyncio.sleep(0.05)
        await asyncio.gather(*asked)

    asyncio.run(play())
    assert len(commits) == 2  # of the one that held the writer, and of all forty
    assert len(store.read(lambda db: rounds.decisions_of(db, "room"))) == 40


def test_one_that_fails_takes_no_other_with_it(store: Store) -> None:
    store.write_and_wait(lambda db: rooms.add_room(db, room()))

    def half(db: sqlite3.Connection) -> None:
        rounds.submit(db, decision("half", "half"))
        raise LookupError("no")

    async def play() -> list[object]:
        async with Held(store):
            asked = [
                asyncio.ensure_future(store.write(change))
                for change in (
                    lambda db: rounds.submit(db, decision("a", "t1")),
                    half,
                    lambda db: db.execute("INSERT INTO rooms (id) VALUES ('x')"),
                    lambda db: db.execute("no SQL at all"),
                    lambda db: rounds.submit(db, decision("b", "t2")),
                )
            ]
            await asyncio.sleep(0.05)
        return list(await asyncio.gather(*asked, return_exceptions=True))

    kept, lost, refused, wrong, kept_too = asyncio.run(play())
    assert [kept.team, kept_too.team] == ["t1", "t2"]  # type: ignore[attr-defined]
    assert isinstance(lost, LookupError)
    assert isinstance(refused, sqlite3.IntegrityError)
    assert isinstance(wrong, sqlite3.OperationalError)
    teams = [one.team for one in store.read(lambda db: rounds.decisions_of(db, "room"))]
    assert teams == ["t1", "t2"]
    assert store.trouble == ""


def test_nobody_hears_of_a_write_before_its_commit(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a future resolves, a stranger to the process finds the row, synced in full."""
    pragmas = store.write_and_wait(
        lambda db: [
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    )
    assert pragmas == ["wal", 2, 1, 1]
    order: list[str] = []
    before = writer.Writer._together

    def together(self: writer.Writer, group: list[writer.Change]) -> list[writer.Outcome]:
        made = before(self, group)
        order.append("committed")
        assert not any(change.done.done() for change in group)
        return made

    monkeypatch.setattr(writer.Writer, "_together", together)
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
    assert order == ["committed"]
    stranger = sqlite3.connect(store.path)
    assert stranger.execute("SELECT id FROM rooms").fetchall() == [("room",)]
    stranger.close()


def test_what_was_asked_for_is_written_although_nobody_waits_any_more(store: Store) -> None:
    async def play() -> None:
        async with Held(store):
            asked = asyncio.ensure_future(
                store.write(lambda db: rooms.add_room(db, room("left"))),
            )
            await asyncio.sleep(0.05)
            asked.cancel()
        await store.write(lambda db: rooms.add_room(db, room("after")))
        assert asked.cancelled()

    asyncio.run(play())
    assert {one.id for one in store.read(rooms.all_rooms)} == {"left", "after"}


def test_a_reading_sees_one_moment(store: Store) -> None:
    store.write_and_wait(lambda db: rooms.add_room(db, room()))

    def twice(db: sqlite3.Connection) -> tuple[int, int]:
        first = len(rooms.all_rooms(db))
        store.write_and_wait(lambda other: rooms.add_room(other, room("other")))
        return first, len(rooms.all_rooms(db))

    assert store.read(twice) == (1, 1)
    assert len(store.read(rooms.all_rooms)) == 2


def test_a_reading_changes_nothing(store: Store) -> None:
    with pytest.raises(StoreTrouble):
        store.read(lambda db: rooms.add_room(db, room()))
    assert store.read(rooms.all_rooms) == []
    assert store.trouble == ""


def test_writes_without_end_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 3)

    async def play() -> list[object]:
        async with Held(store):
            asked = [asyncio.ensure_future(store.write(lambda db: 1)) for _ in range(5)]
            await asyncio.sleep(0.05)
        return list(await asyncio.gather(*asked, return_exceptions=True))

    done = asyncio.run(play())
    assert done[:3] == [1, 1, 1]
    assert all(isinstance(one, StoreTrouble) for one in done[3:])


def test_closing_writes_what_was_asked_for_and_nothing_after(tmp_path: Path) -> None:
    store = Store(tmp_path)
    held = threading.Event()
    asked = [writer.Change(lambda db: held.wait(10))]
    asked += [
        writer.Change(lambda db, n=n: rooms.add_room(db, room(f"r{n}")))  # type: ignore[misc]
        for n in range(300)
    ]
    for change in asked:
        store._writer.ask(change)
    held.set()
    store.close()
    store.close()
    assert all(change.done.done() and not change.done.exception() for change in asked)
    with pytest.raises(StoreError):
        store.write_and_wait(lambda db: None)
    with pytest.raises(StoreError):
        store.read(lambda db: None)
    assert not store.path.with_name(f"{store.path.name}-wal").exists()
    again = Store(tmp_path)
    assert len(again.read(rooms.all_rooms)) == 300
    again.close()


def test_the_log_is_folded_in_when_nobody_waits(store: Store) -> None:
    log = store.path.with_name(f"{store.path.name}-wal")
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
    for number in range(30):
        texts = {"t1": "x" * 900_000}
        store.write_and_wait(lambda db, n=number, t=texts: rounds.keep_told(db, "room", n, t))
    assert log.stat().st_size < 15_000_000  # 27 MB were written


ALONE = """
import sys
import tenfold.ui.classroom.store.store
slow = ("solara", "numba", "pandas", "mesa", "starlette")
sys.exit(", ".join(name for name in slow if name in sys.modules) or 0)
"""


def test_the_store_needs_neither_pages_nor_races() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
