"""Files of every version before can be served from; none is left half way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import connecting, schema
from tenfold.ui.classroom.store import queries_people as people
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store import queries_yardsticks as yards
from tenfold.ui.classroom.store.store import Store
from tests.ui.classroom.store.samples import decision

OLD = {1: "version_1.sql", 2: "version_2.sql"}
"""Never written anew: files like them are about."""


def old_file(folder: Path, version: int = 1) -> Path:
    path = folder / connecting.NAME
    db = sqlite3.connect(path)
    db.executescript(Path(__file__).with_name(OLD[version]).read_text())
    db.close()
    return path


def tables_of(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    ).fetchall()


@pytest.mark.parametrize("version", OLD)
def test_a_file_of_an_older_version_is_served_as_if_written_today(
    tmp_path: Path, version: int
) -> None:
    old_file(tmp_path, version)
    fresh = connecting.opened(tmp_path / "fresh")
    store = Store(tmp_path)
    assert store.read(schema.version_of) == schema.VERSION
    assert store.read(tables_of) == tables_of(fresh)
    fresh.close()
    room = store.read(lambda db: rooms.room_of(db, "room"))
    assert room is not None
    assert (room.phase, room.round, room.version, room.plan) == ("thinking", 2, 41, {"seed": 7})
    names = [one.nickname for one in store.read(lambda db: people.people_of(db, "room"))]
    assert names == ["Ünal", "O'Neil"]
    kept = store.read(lambda db: rounds.decisions_of(db, "room"))
    assert [(one.round, one.team, one.key, one.revision) for one in kept] == [
        (1, "t1", "key-1-1", 1), (1, "t2", "key-1-2", 2), (2, "t1", "key-2-1", 1),
    ]  # fmt: skip
    # What was acknowledged before the change of version is known to be a retry after it.
    retry = store.write_and_wait(lambda db: rounds.submit(db, decision("key-1-2", "t2")))
    assert retry == kept[1]
    again = store.write_and_wait(lambda db: rounds.submit(db, decision("key-2-9", number=2)))
    assert again.revision == 2
    store.close()


def test_what_was_taken_back_and_what_was_measured_outlive_a_change_of_version(
    tmp_path: Path,
) -> None:
    old_file(tmp_path, 2)
    store = Store(tmp_path)
    (gone,) = store.read(lambda db: rounds.undone_of(db, "room"))
    assert (gone.decision.key, gone.undone_ms) == ("key-0-2", 2500)
    assert store.read(lambda db: yards.measured_in(db, "room")) == set()
    for text in ("{}", '{"seat":1}'):
        store.write_and_wait(lambda db, text=text: yards.keep_yardstick(db, "room", "Oak", text))
    store.close()
    store = Store(tmp_path)
    assert store.read(lambda db: yards.measured_in(db, "room")) == {"Oak"}
    assert store.read(lambda db: yards.yardstick_of(db, "room", "Oak")) == '{"seat":1}'
    assert store.read(lambda db: yards.yardstick_of(db, "room", "Pine")) is None
    store.close()


def test_a_migration_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_file(tmp_path)
    before = path.read_bytes()
    broken = (*schema.STEPS, "CREATE TABLE more (a TEXT) STRICT;\nCREATE nonsense;\n")
    monkeypatch.setattr(schema, "STEPS", broken)
    monkeypatch.setattr(schema, "VERSION", len(broken))
    db = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(db)
    assert schema.version_of(db) == 1
    db.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", OLD)
def test_an_older_version_is_what_was_released(tmp_path: Path, version: int) -> None:
    """Its steps may not change: the file kept as text has the tables that they make."""
    old = sqlite3.connect(old_file(tmp_path, version))
    made = sqlite3.connect(":memory:")
    made.executescript("".join(schema.STEPS[:version]))
    assert tables_of(old) == tables_of(made)
    old.close()
    made.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    Store(tmp_path).close()
    before = (tmp_path / connecting.NAME).read_bytes()
    Store(tmp_path).close()
    assert (tmp_path / connecting.NAME).read_bytes() == before
