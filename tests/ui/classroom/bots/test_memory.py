"""A bot notices what a server has lost, doubled or changed; and so do the checks of the rows."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tenfold.ui.classroom.bots.memory import Memory
from tenfold.ui.classroom.bots.moves import bet_of, settings_of
from tenfold.ui.classroom.bots.tally import Kept, Tally, at
from tenfold.ui.classroom.store import queries_rooms, queries_rounds
from tenfold.ui.classroom.store.store import Store
from tests.ui.classroom.store.samples import decision, room
from tests.ui.classroom.torture.kept import check_kept


def state(phase: str = "thinking", number: int = 2, revision: int = 0, rank: int = 1) -> Any:
    return {
        "room": {"phase": phase, "round": number},
        "team": {"id": "1.0"},
        "standing": {"rank": rank},
        "headlines": [],
        "submitted": {"revision": revision} if revision else None,
    }


def kept(revision: int = 2) -> Kept:
    return Kept(2, "1.0", "key number 2", revision, {})


@pytest.mark.parametrize(("there", "wrong"), [(0, 1), (1, 1), (2, 0), (3, 0)])
def test_what_was_acknowledged_must_be_there(there: int, wrong: int) -> None:
    tally = Tally()
    memory = Memory("Bot", tally)
    memory.check(state())
    memory.keep(kept())
    memory.check(state(revision=there))
    assert len(tally.wrong) == wrong
    assert len(tally.faults()) == wrong


def test_what_a_round_brought_must_not_change() -> None:
    tally = Tally()
    memory = Memory("Bot", tally)
    memory.check(state("revealed", 1, rank=1))
    memory.check(state("thinking", 2, rank=1))
    assert not tally.wrong
    memory.check(state("thinking", 2, rank=4))
    assert len(tally.wrong) == 1


def test_a_round_that_was_taken_back_is_no_loss_but_is_counted() -> None:
    tally = Tally()
    memory = Memory("Bot", tally)
    memory.keep(kept())
    memory.check(state("revealed", 2))
    assert memory.check(state("thinking", 2))
    assert (tally.back, tally.wrong) == (1, [])


def test_a_round_that_could_not_be_resolved_keeps_what_was_submitted() -> None:
    tally = Tally()
    memory = Memory("Bot", tally)
    memory.keep(kept())
    memory.check(state("resolving", 2, revision=2))
    assert not memory.check(state("thinking", 2, revision=0))
    assert (tally.back, len(tally.wrong)) == (0, 1)


def filled(folder: Path, *keys: str) -> Tally:
    """Rows of these submissions, and a tally that knows them."""
    tally, store = Tally(), Store(folder)
    store.write_and_wait(lambda db: queries_rooms.add_room(db, room()))
    for key in keys:
        row = store.write_and_wait(
            lambda db, key=key: queries_rounds.submit(db, decision(key, "1.0", 2))
        )
        tally.sent.add(key)
        settings = {name: v for name, v in row.settings.items() if isinstance(v, float)}
        tally.kept.append(Kept(2, "1.0", key, row.revision, settings))
    store.close()
    return tally


def test_rows_that_are_as_acknowledged_pass(tmp_path: Path) -> None:
    assert check_kept(tmp_path, "room", filled(tmp_path, "first key", "second key")) == 2


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM receipts WHERE key = 'second key'",
        "UPDATE receipts SET revision = 1",
        "INSERT INTO receipts VALUES ('room', 2, '1.0', 'unknown key', 3)",
        "UPDATE decisions SET revision = 1",
        "UPDATE decisions SET revision = 3",
        "UPDATE decisions SET key = 'first key'",
        "DELETE FROM decisions",
    ],
)
def test_rows_that_are_not_are_found(tmp_path: Path, damage: str) -> None:
    tally = filled(tmp_path, "first key", "second key")
    store = Store(tmp_path)
    store.write_and_wait(lambda db: db.execute(damage))
    store.close()
    with pytest.raises((AssertionError, KeyError)):
        check_kept(tmp_path, "room", tally)


def test_moves_stay_within_what_the_phone_shows() -> None:
    lever = {"low": 0.0, "high": 2.0, "step": 0.1, "choices": None, "group": "price", "value": 1.9}
    shares = [
        {**lever, "name": name, "group": "split", "high": 1.0, "value": value}
        for name, value in (("experiments", 0.2), ("training", 0.3), ("serving", 0.5))
    ]
    choices = [{"value": 0.0, "label": "No"}, {"value": 1.0, "label": "Yes"}]
    shown = {
        "levers": [*shares, {**lever, "name": "price"}],
        "asked": [{"lever": "answer", "choices": choices}],
        "bet": {"open": True, "low": 0.0, "high": 1.0, "now": 0.99},
    }
    luck = Random(1)
    for _ in range(200):
        settings = settings_of(shown, luck)
        assert set(settings) == {"experiments", "training", "serving", "price", "answer"}
        assert 0.0 <= settings["price"] <= 2.0
        assert settings["answer"] in (0.0, 1.0)
        assert abs(sum(settings[one["name"]] for one in shares) - 1.0) < 1e-9
        low, high = bet_of(shown, luck) or [1.0, 0.0]
        assert 0.0 <= low < high <= 1.0
    assert bet_of({"bet": None}, luck) is None


def test_shares_of_times_are_told_in_milliseconds() -> None:
    took = [number / 1000 for number in range(100)]
    assert (at(took, 50), at(took, 95), at(took, 100), at([], 95)) == (50, 95, 99, 0)
