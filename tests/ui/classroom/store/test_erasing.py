"""Nothing of a deleted room is found in the bytes of the files."""

from __future__ import annotations

import asyncio
import random
import threading
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import queries_people as people
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store import upkeep
from tenfold.ui.classroom.store.rows import PersonRow
from tenfold.ui.classroom.store.store import Store
from tests.ui.classroom.store.samples import decision, digest, fill

NAME = "Quincunx"
OTHER = "Zenobia"


def found(store: Store, word: str) -> int:
    """How often a word stands in the files of a store."""
    return sum(path.read_bytes().count(word.encode()) for path in store.path.parent.iterdir())


def play(store: Store, room: str, mark: str, seed: int) -> None:
    """Many rows of many sizes, some written over: pages are split and joined."""
    luck = random.Random(seed)

    def write(db: object, number: int) -> None:
        who = PersonRow(
            f"p{number + 9}", room, digest(f"{room}{number}"), f"{mark} {number}", None, number
        )
        people.add_person(db, who)  # type: ignore[arg-type]
        team, turn = f"t{luck.randrange(20)}", luck.randrange(2, 9)
        text = mark * luck.randrange(1, 200)
        made = decision(f"{mark}{number}", team, turn, room, text)
        rounds.submit(db, made)  # type: ignore[arg-type]
        told = {team: mark * luck.randrange(1, 2_000)}
        rounds.keep_told(db, room, turn, told)  # type: ignore[arg-type]

    for number in range(150):
        store.write_and_wait(lambda db, number=number: write(db, number))


def two_rooms(store: Store) -> None:
    """One of each name, their rows between each other's."""
    store.write_and_wait(lambda db: fill(db, "gone", NAME))
    store.write_and_wait(lambda db: fill(db, "kept", OTHER))
    threads = [
        threading.Thread(target=play, args=(store, *told))
        for told in (("gone", NAME, 1), ("kept", OTHER, 2))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def delete(store: Store) -> None:
    assert asyncio.run(store.erase(lambda db: rooms.delete_room(db, "gone")))


def test_a_deleted_room_leaves_no_byte(store: Store) -> None:
    two_rooms(store)
    assert found(store, NAME) > 1_000
    before = store.read(lambda db: rounds.decisions_of(db, "kept"))
    delete(store)
    assert found(store, NAME) == 0
    assert store.read(lambda db: rounds.decisions_of(db, "kept")) == before
    assert found(store, OTHER) > 1_000


def test_a_student_sent_out_leaves_no_byte(store: Store) -> None:
    store.write_and_wait(lambda db: fill(db, "kept", OTHER))
    who = PersonRow("p2", "kept", digest("p2"), NAME, None, 1)
    store.write_and_wait(lambda db: people.add_person(db, who))
    assert found(store, NAME)
    asyncio.run(store.erase(lambda db: people.drop_person(db, "kept", "p2")))
    assert found(store, NAME) == 0


def test_a_reader_puts_erasing_off_and_it_is_made_up_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who reads an old state (a backup, say) keeps the log from being cut off."""
    monkeypatch.setattr(upkeep, "PATIENCE", 0.2)
    monkeypatch.setattr(upkeep, "TRY_AGAIN", 0.05)
    store.write_and_wait(lambda db: fill(db, "gone", NAME))

    def meanwhile(db: object) -> None:
        rooms.all_rooms(db)  # type: ignore[arg-type]
        delete(store)
        assert found(store, NAME), "nothing was put off"

    store.read(meanwhile)
    store.write_and_wait(lambda db: None)
    for _ in range(100):
        if not found(store, NAME):
            break
        threading.Event().wait(0.05)
    assert found(store, NAME) == 0
    assert store.trouble == ""


def test_a_large_file_is_written_anew_when_all_is_quiet_or_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "ANEW_AT_ONCE", 0)
    store = Store(tmp_path)
    two_rooms(store)
    delete(store)
    assert store.read(upkeep.owes_erasing), "a large file was written anew while a class plays"
    monkeypatch.setattr(upkeep, "QUIET", 0.0)
    for _ in range(100):
        if not store.read(upkeep.owes_erasing):
            break
        threading.Event().wait(0.05)
    assert found(store, NAME) == 0
    monkeypatch.setattr(upkeep, "QUIET", 1e9)
    store.write_and_wait(lambda db: fill(db, "gone", NAME))
    delete(store)
    assert store.read(upkeep.owes_erasing)
    store.close()
    assert found(store, NAME) == 0


def test_erasing_that_is_owed_survives_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "ANEW_AT_ONCE", 0)
    store = Store(tmp_path / "a")
    two_rooms(store)
    delete(store)
    (tmp_path / "b").mkdir()
    for path in store.path.parent.glob("classroom.sqlite*"):  # what a kill would leave
        (tmp_path / "b" / path.name).write_bytes(path.read_bytes())
    store.close()
    monkeypatch.undo()
    again = Store(tmp_path / "b")
    again.write_and_wait(lambda db: None)
    for _ in range(100):
        if not again.read(upkeep.owes_erasing):
            break
        threading.Event().wait(0.05)
    assert not again.read(upkeep.owes_erasing)
    assert found(again, NAME) == 0
    again.close()
