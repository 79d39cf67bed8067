"""Every trouble is one clear line; nothing acknowledged is lost; writing goes on when it can."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import connecting, schema, writer
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store.locking import FolderLock
from tenfold.ui.classroom.store.store import Store
from tenfold.ui.classroom.store.troubles import CannotOpen, StoreTrouble
from tests.ui.classroom.store.samples import decision, room

NOBODY = 65534


def submit(store: Store, number: int, size: int = 10) -> None:
    made = decision(f"k{number}", f"t{number}", mark="x" * size)
    store.write_and_wait(lambda db: rounds.submit(db, made))


def teams_of(store: Store) -> set[str]:
    return {one.team for one in store.read(lambda db: rounds.decisions_of(db, "room"))}


def fill_up(store: Store) -> set[str]:
    """Submit until the store refuses. Returns the teams that were acknowledged."""
    kept = set()
    for number in range(2_000):
        try:
            submit(store, number, 15_000)
        except StoreTrouble as error:
            told = str(error)
            break
        kept.add(f"t{number}")
    else:
        raise AssertionError("it was never full")
    assert told == store.trouble
    assert "\n" not in told
    return kept


def wait_for(what: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not heal"
        time.sleep(0.02)


def limit(store: Store, pages: int) -> None:
    store.write_and_wait(lambda db: db.execute(f"PRAGMA max_page_count = {pages}"))


def begun(folder: Path) -> Store:
    store = Store(folder)
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
    return store


@pytest.mark.slow
def test_a_full_file_refuses_keeps_and_heals(tmp_path: Path) -> None:
    store = begun(tmp_path)
    limit(store, 300)
    kept = fill_up(store)
    assert "No room is left" in store.trouble
    time.sleep(3 * writer.TRY_AGAIN)
    assert store.trouble, "the banner left although nothing had changed"
    assert teams_of(store) == kept
    with pytest.raises(StoreTrouble):
        submit(store, 9_999, 15_000)
    store._writer._db.execute("PRAGMA max_page_count = 100000")  # type: ignore[union-attr]
    wait_for(lambda: not store.trouble)
    submit(store, 9_999, 15_000)
    assert teams_of(store) == {*kept, "t9999"}
    store.close()
    again = Store(tmp_path)
    assert teams_of(again) == {*kept, "t9999"}
    again.close()


def test_one_that_is_too_large_for_the_disk_takes_no_other_with_it(tmp_path: Path) -> None:
    store = begun(tmp_path)
    limit(store, 60)
    huge = {f"t{number}": "x" * 900_000 for number in range(3)}
    changes = [
        writer.Change(lambda db: rounds.submit(db, decision("a", "before"))),
        writer.Change(lambda db: rounds.keep_told(db, "room", 1, huge)),
        writer.Change(lambda db: rounds.submit(db, decision("b", "after"))),
    ]
    store._writer._commit(changes)  # as if they had waited together
    assert [change.done.exception() is None for change in changes] == [True, False, True]
    assert isinstance(changes[1].done.exception(), StoreTrouble)
    assert teams_of(store) == {"before", "after"}
    store.close()


LIMITED = """
import resource, signal, sys, time
from pathlib import Path
from tenfold.ui.classroom.store.store import Store
from tests.ui.classroom.store.test_troubles import begun, fill_up, submit, teams_of, wait_for
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = begun(Path(sys.argv[1]))
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, most))
kept = fill_up(store)
assert kept and teams_of(store) == kept
time.sleep(1.2)
assert store.trouble
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
wait_for(lambda: not store.trouble)
submit(store, 9_999, 15_000)
assert teams_of(store) == {*kept, "t9999"}
store.close()
again = Store(Path(sys.argv[1]))
assert teams_of(again) == {*kept, "t9999"}
again.close()
print("healed", len(kept))
"""


def run_apart(code: str, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, words)],
        capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_file_that_may_not_grow_refuses_keeps_and_heals(tmp_path: Path) -> None:
    """What the system refuses to write in the middle of a row; nothing is half there."""
    assert "healed" in run_apart(LIMITED, tmp_path)


@contextmanager
def tiny_disk(folder: Path) -> Iterator[Path]:
    """A disk of 8 MB, where the tests may mount one."""
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)]
    try:
        mounted = subprocess.run(asked, capture_output=True, timeout=20).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no right to mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, timeout=20)


@pytest.mark.slow
def test_a_full_disk_refuses_keeps_and_heals(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk") as disk:
        film, song = disk / "film.mp4", disk / "song.mp3"
        film.write_bytes(b"x" * 4_500_000)
        song.write_bytes(b"x" * 1_000_000)
        store = begun(disk / "classes")
        kept = fill_up(store)
        assert "No room is left" in store.trouble
        assert teams_of(store) == kept
        time.sleep(3 * writer.TRY_AGAIN)
        assert store.trouble
        song.unlink()
        wait_for(lambda: not store.trouble)
        submit(store, 9_999)
        store.close()
        # The disk has room for the log, not yet for the file that it should be folded into.
        again = Store(disk / "classes")
        wait_for(lambda: "No room is left" in again.trouble)
        assert teams_of(again) == {*kept, "t9999"}
        film.unlink()
        wait_for(lambda: not again.trouble)
        submit(again, 10_000)
        again.close()
        assert not again.path.with_name(f"{again.path.name}-wal").exists()
        last = Store(disk / "classes")
        assert teams_of(last) == {*kept, "t9999", "t10000"}
        last.close()


@pytest.mark.slow
def test_a_full_disk_at_the_start_is_one_line(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk") as disk:
        begun(disk / "classes").close()
        film = os.open(disk / "film.mp4", os.O_WRONLY | os.O_CREAT)
        with suppress(OSError):
            while True:
                os.write(film, b"x" * 4_096)
        os.close(film)
        with pytest.raises(CannotOpen, match="No room is left") as told:
            Store(disk / "classes")
        assert "\n" not in str(told.value)


def test_a_read_only_disk_refuses_and_heals(tmp_path: Path) -> None:
    store = begun(tmp_path)
    submit(store, 1)
    store._writer._db.execute("PRAGMA query_only = ON")  # type: ignore[union-attr]
    with pytest.raises(StoreTrouble, match="write permission"):
        submit(store, 2)
    assert "write permission" in store.trouble
    assert teams_of(store) == {"t1"}
    wait_for(lambda: not store.trouble)  # the connection is made afresh
    submit(store, 2)
    assert teams_of(store) == {"t1", "t2"}
    store.close()


@pytest.mark.slow
def test_a_disk_that_becomes_read_only_refuses_and_heals(tmp_path: Path) -> None:
    """A stick or a share that the system mounts anew, read-only, while a class plays."""
    with tiny_disk(tmp_path / "disk") as disk:
        store = begun(disk)
        submit(store, 1)
        remount = ["mount", "-o", "remount,ro,force", str(disk)]
        if subprocess.run(remount, capture_output=True, timeout=20).returncode:
            store.close()
            pytest.skip("this system keeps a disk writable while files of it are open")
        with pytest.raises(StoreTrouble):
            submit(store, 2)
        assert teams_of(store) == {"t1"}
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True, timeout=20)
        wait_for(lambda: not store.trouble)
        submit(store, 2)
        store.close()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, to whom everything is writable."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def open_to_nobody(path: Path) -> None:
    """Let others pass the folders above a test's own."""
    for folder in path.parents:
        if folder.owner() == "root" and "pytest" in str(folder):
            folder.chmod(0o755)


def test_a_read_only_file_or_folder_at_the_start_is_one_line(tmp_path: Path) -> None:
    open_to_nobody(tmp_path / "x")
    store = begun(tmp_path / "classes")
    store.close()
    (tmp_path / "classes" / "classroom.lock").chmod(0o666)
    (tmp_path / "classes").chmod(0o777)
    store.path.chmod(0o444)
    with as_nobody(), pytest.raises(CannotOpen, match="permission") as told:
        Store(tmp_path / "classes")
    assert "\n" not in str(told.value)
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed").chmod(0o555)
    with as_nobody():
        for folder in (tmp_path / "closed", tmp_path / "closed" / "new"):
            with pytest.raises(CannotOpen, match="another folder"):
                Store(folder)
    store.path.chmod(0o644)
    Store(tmp_path / "classes").close()


@pytest.mark.slow
def test_another_program_that_holds_the_file_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE_MS", 50)
    store = begun(tmp_path)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreTrouble, match="Another program holds"):
        submit(store, 1)
    assert "Another program holds" in store.trouble
    assert teams_of(store) == set()
    other.execute("ROLLBACK")
    wait_for(lambda: not store.trouble)
    submit(store, 1)
    store.close()
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CannotOpen, match="Another program holds"):
        Store(tmp_path)
    other.close()
    Store(tmp_path).close()


def test_a_second_server_on_the_folder_is_refused(tmp_path: Path) -> None:
    store = begun(tmp_path)
    with pytest.raises(CannotOpen, match=rf"Another server \(process {os.getpid()}\)"):
        Store(tmp_path)
    submit(store, 1)
    store.close()
    Store(tmp_path).close()


def test_a_file_that_cannot_be_opened_lets_go_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / connecting.NAME).write_bytes(b"no database" * 1_000)
    for _ in range(2):
        with pytest.raises(CannotOpen, match="is damaged"):
            Store(tmp_path)
    FolderLock(tmp_path).release()


def test_files_of_others_and_of_newer_versions_are_refused_untouched(tmp_path: Path) -> None:
    for name, words, line in (
        ("foreign", "CREATE TABLE photos (a)", "no file of Tenfold's classes"),
        ("numbered", "PRAGMA user_version = 1", "no file of Tenfold's classes"),
        (
            "newer",
            f"PRAGMA application_id = {schema.APPLICATION}; PRAGMA user_version = 99",
            "newer Tenfold .schema 99",
        ),
    ):
        folder = tmp_path / name
        folder.mkdir()
        db = sqlite3.connect(folder / connecting.NAME)
        db.executescript(words)
        db.close()
        before = tables(folder)
        with pytest.raises(CannotOpen, match=line) as told:
            Store(folder)
        assert "\n" not in str(told.value)
        assert tables(folder) == before


def tables(folder: Path) -> list[object]:
    db = sqlite3.connect(folder / connecting.NAME)
    found = [*db.execute("SELECT * FROM sqlite_master"), *db.execute("PRAGMA user_version")]
    db.close()
    return found


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    store = begun(tmp_path)
    for number in range(200):
        submit(store, number, 1_000)
    store.close()
    content = bytearray(store.path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 40_960] = bytes(range(256)) * 160
    store.path.write_bytes(bytes(content))
    with pytest.raises(CannotOpen, match="is damaged: restore a backup") as told:
        Store(tmp_path)
    assert "\n" not in str(told.value)
    assert store.path.read_bytes() == bytes(content)


def test_a_file_that_was_taken_away_is_missed(tmp_path: Path) -> None:
    """Else all that is acknowledged would go into a file without a name."""
    store = begun(tmp_path)
    submit(store, 1)
    away = tmp_path / "away"
    away.mkdir()
    names = [path.name for path in tmp_path.glob("classroom.sqlite*")]
    for name in names:
        os.rename(tmp_path / name, away / name)
    with pytest.raises(StoreTrouble, match="is gone: put it back"):
        submit(store, 2)
    with pytest.raises(StoreTrouble, match="is gone"):
        teams_of(store)
    assert "is gone" in store.trouble
    for name in names:
        os.rename(away / name, tmp_path / name)
    wait_for(lambda: not store.trouble)
    submit(store, 2)
    assert teams_of(store) == {"t1", "t2"}
    store.close()
