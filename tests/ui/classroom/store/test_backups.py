"""A backup taken while rooms are written is whole; put in place again, all is there."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import backups, connecting
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store.store import Store
from tenfold.ui.classroom.store.troubles import CannotOpen, StoreTrouble
from tests.ui.classroom.store.samples import decision, fill, room


def test_a_backup_while_writing_holds_one_moment(store: Store, tmp_path: Path) -> None:
    """Each write puts a decision for two teams: no copy may have one without the other."""
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
    ended = threading.Event()
    written = []

    def pair(db: sqlite3.Connection, number: int) -> None:
        for team in ("left", "right"):
            rounds.submit(db, decision(f"{number}", f"{team}{number}", mark="x" * 5_000))

    def write() -> None:
        while not ended.is_set():
            store.write_and_wait(lambda db: pair(db, len(written)))
            written.append(len(written))

    thread = threading.Thread(target=write)
    thread.start()
    pairs = []
    try:
        for number in range(8):
            while len(written) < (number + 1) * 20:
                ended.wait(0.005)
            acknowledged = len(written)
            target = tmp_path / "copies" / f"{number}.sqlite"
            size = asyncio.run(store.backup(target))
            assert size == target.stat().st_size
            copy = sqlite3.connect(target)
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            teams = {one.team for one in rounds.decisions_of(copy, "room")}
            copy.close()
            pairs.append(len(teams) // 2)
            assert {name.replace("left", "right") for name in teams if "left" in name} == {
                name for name in teams if "right" in name
            }
            assert pairs[-1] >= acknowledged, "what was acknowledged before is not in the copy"
    finally:
        ended.set()
        thread.join()
    assert len(written) > max(pairs) > min(pairs)
    assert [path.name for path in (tmp_path / "copies").iterdir() if path.name[0] == "."] == []


def test_a_backup_is_one_file_that_can_be_restored(tmp_path: Path) -> None:
    store = Store(tmp_path / "here")
    store.write_and_wait(lambda db: fill(db, "room", "Quincunx"))
    kept = store.read(lambda db: (rooms.all_rooms(db), rounds.decisions_of(db, "room")))
    copy = tmp_path / "copy.sqlite"
    asyncio.run(store.backup(copy))
    asyncio.run(store.erase(lambda db: rooms.delete_room(db, "room")))
    with pytest.raises(CannotOpen, match="Another server"):
        backups.restore(tmp_path / "here", copy)
    store.write_and_wait(lambda db: rooms.add_room(db, room("later")))
    store.close()

    aside = backups.restore(tmp_path / "here", copy)
    assert aside is not None
    assert sqlite3.connect(aside).execute("SELECT id FROM rooms").fetchall() == [("later",)]
    assert backups.restore(tmp_path / "there", copy) is None
    for folder in ("here", "there"):
        again = Store(tmp_path / folder)
        assert kept == again.read(lambda db: (rooms.all_rooms(db), rounds.decisions_of(db, "room")))
        again.write_and_wait(lambda db: rooms.change_room(db, "room", round=5))
        again.close()


def test_a_backup_can_be_copied_into_place_by_hand(store: Store, tmp_path: Path) -> None:
    store.write_and_wait(lambda db: fill(db, "room", "Quincunx"))
    (tmp_path / "there").mkdir()
    asyncio.run(store.backup(tmp_path / "there" / connecting.NAME))
    assert [path.name for path in (tmp_path / "there").iterdir()] == [connecting.NAME]
    again = Store(tmp_path / "there")
    for question in (rooms.all_rooms, lambda db: rounds.decisions_of(db, "room")):
        assert again.read(question) == store.read(question)
    again.close()


def test_a_restored_file_is_not_mixed_with_the_log_of_the_one_before(tmp_path: Path) -> None:
    """A server that was killed leaves its log; that log stays with the file set aside."""
    store = Store(tmp_path / "here")
    store.write_and_wait(lambda db: rooms.add_room(db, room("old")))
    asyncio.run(store.backup(tmp_path / "copy.sqlite"))
    store.write_and_wait(lambda db: rooms.add_room(db, room("new")))
    (tmp_path / "killed").mkdir()
    for path in (tmp_path / "here").glob("classroom.sqlite*"):
        (tmp_path / "killed" / path.name).write_bytes(path.read_bytes())
    assert (tmp_path / "killed" / "classroom.sqlite-wal").stat().st_size
    store.close()
    aside = backups.restore(tmp_path / "killed", tmp_path / "copy.sqlite")
    again = Store(tmp_path / "killed")
    assert [one.id for one in again.read(rooms.all_rooms)] == ["old"]
    again.close()
    assert aside is not None
    kept = sqlite3.connect(aside)
    assert {one.id for one in rooms.all_rooms(kept)} == {"old", "new"}
    kept.close()


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    store = Store(tmp_path / "here")
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
    asyncio.run(store.backup(tmp_path / "good.sqlite"))
    store.close()
    before = (tmp_path / "here" / connecting.NAME).read_bytes()
    bad = tmp_path / "bad.sqlite"
    contents = [b"", b"no database at all" * 100]
    damaged = bytearray((tmp_path / "good.sqlite").read_bytes())
    damaged[4096 : 4096 * 3] = b"\xff" * 8192
    contents.append(bytes(damaged))
    for content in contents:
        bad.write_bytes(content)
        with pytest.raises(CannotOpen) as told:
            backups.restore(tmp_path / "here", bad)
        assert str(bad) in str(told.value)
        assert "\n" not in str(told.value)
    with pytest.raises(CannotOpen):
        backups.restore(tmp_path / "here", tmp_path / "none.sqlite")
    assert (tmp_path / "here" / connecting.NAME).read_bytes() == before
    names = {path.name for path in (tmp_path / "here").iterdir()}
    assert names == {connecting.NAME, "classroom.lock"}


def test_a_backup_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file" / "copy.sqlite", tmp_path, store.path):
        with pytest.raises(StoreTrouble) as told:
            asyncio.run(store.backup(target))
        assert str(target) in str(told.value)
    assert store.trouble == ""
