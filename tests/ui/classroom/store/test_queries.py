"""Each question and change does what its name says, within its bounds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import connecting
from tenfold.ui.classroom.store import queries_people as people
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store import queries_talk as talk
from tenfold.ui.classroom.store.rows import (
    DraftRow,
    InjectedRow,
    KeyRow,
    MessageRow,
    PersonRow,
    SlipRow,
    TeamRow,
    VoteRow,
)
from tenfold.ui.classroom.store.schema import OF_A_ROOM
from tenfold.ui.classroom.store.troubles import NotThere, RoundClosed, TooMany
from tests.ui.classroom.store.samples import decision, digest, fill, room


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database with one empty room."""
    made = connecting.opened(tmp_path / connecting.NAME)
    rooms.add_room(made, room())
    yield made
    made.close()


def test_a_room_comes_back_as_it_was_kept(db: sqlite3.Connection) -> None:
    kept = replace(room("two"), locked=True, deadline_ms=9, plan={"names": ["Ünal", "李"]})
    rooms.add_room(db, kept)
    assert rooms.room_of(db, "two") == kept == rooms.room_by_code(db, "C-two")
    assert rooms.all_rooms(db) == [room(), kept]
    assert rooms.room_of(db, "three") is None is rooms.room_by_code(db, "C-three")


def test_every_change_of_a_room_counts_its_version_up(db: sqlite3.Connection) -> None:
    assert rooms.change_room(db, "room", phase="thinking", round=1, locked=True) == 2
    assert rooms.change_room(db, "room") == 3
    assert rooms.change_room(db, "room", plan={"seed": 2}, deadline_ms=None) == 4
    wanted = replace(room(), phase="thinking", round=1, locked=True, plan={"seed": 2}, version=4)
    assert rooms.room_of(db, "room") == wanted
    with pytest.raises(NotThere):
        rooms.change_room(db, "gone", phase="ended")
    for column in ("version", "id", "no such"):
        with pytest.raises(TypeError):
            rooms.change_room(db, "room", **{column: 1})


def test_rooms_are_bounded(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        rooms.add_room(db, replace(room("other"), code="C-room"))
    with pytest.raises(sqlite3.IntegrityError):
        rooms.add_room(db, replace(room("huge"), plan={"text": "x" * 1_000_000}))
    with pytest.raises(ValueError, match="JSON"):
        rooms.add_room(db, replace(room("odd"), plan={"x": float("nan")}))
    monkeypatch.setattr(rooms, "MOST_ROOMS", 2)
    rooms.add_room(db, room("two"))
    with pytest.raises(TooMany, match="2 rooms"):
        rooms.add_room(db, room("three"))


def test_keys_open_what_they_were_made_for(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = KeyRow(None, "host", digest("host"), "", 1)
    teacher = KeyRow("room", "teacher", digest("teacher"), "Ms Oak", 2)
    for key in (host, teacher):
        rooms.add_key(db, key)
    assert rooms.key_of(db, digest("host")) == host
    assert rooms.key_of(db, digest("nobody")) is None
    assert rooms.keys_of(db, "room") == [teacher]
    assert rooms.keys_of(db, None) == [host]
    assert rooms.drop_key(db, digest("teacher"))
    assert not rooms.drop_key(db, digest("teacher"))
    monkeypatch.setattr(rooms, "MOST_KEYS", 1)
    with pytest.raises(TooMany):
        rooms.add_key(db, replace(host, hash=digest("other")))


def test_people_join_sit_leave_and_go(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = PersonRow("p1", "room", digest("1"), "Ada", None, 5)
    two = PersonRow("p2", "room", digest("2"), "Ada", None, 5)
    for person in (one, two):
        people.add_person(db, person)
    people.seat_person(db, "room", "p1", "t1")
    people.rename_person(db, "room", "p1", "Ada L")
    people.note_leaving(db, "room", "p2", 77)
    assert people.people_of(db, "room") == [
        replace(one, team="t1", nickname="Ada L"),
        replace(two, left_ms=77),
    ]
    people.note_leaving(db, "room", "p2", None)
    assert people.person_by_hash(db, digest("2")) == two
    talk.keep_vote(db, VoteRow("room", "p2", "q", "yes", 1))
    assert people.drop_person(db, "room", "p2")
    assert not people.drop_person(db, "room", "p2")
    assert people.person_by_hash(db, digest("2")) is None
    assert talk.votes_of(db, "room") == []
    with pytest.raises(NotThere):
        people.seat_person(db, "room", "p2", "t1")
    for nickname in ("", "x" * 81):
        with pytest.raises(sqlite3.IntegrityError):
            people.add_person(db, replace(two, nickname=nickname))
    with pytest.raises(sqlite3.IntegrityError):
        people.add_person(db, replace(two, room="no such room"))
    monkeypatch.setattr(people, "MOST_PEOPLE", 1)
    with pytest.raises(TooMany):
        people.add_person(db, two)


def test_teams_are_put_named_and_given_a_pen(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = [TeamRow(f"t{n}", "room", n // 2, "Oak", f"Team {n}") for n in (2, 1, 3)]
    people.set_teams(db, "room", teams)
    assert people.teams_of(db, "room") == teams
    people.give_pen(db, "room", "t1", "p1")
    people.rename_team(db, "room", "t1", "The Owls")
    assert people.teams_of(db, "room")[1] == replace(teams[1], pen="p1", name="The Owls")
    people.set_teams(db, "room", teams[:1])
    people.add_team(db, teams[2])
    assert [team.id for team in people.teams_of(db, "room")] == ["t2", "t3"]
    monkeypatch.setattr(people, "MOST_TEAMS", 2)
    with pytest.raises(TooMany):
        people.add_team(db, teams[1])
    with pytest.raises(TooMany):
        people.set_teams(db, "room", teams)


def test_the_last_draft_stays(db: sqlite3.Connection) -> None:
    first = DraftRow("room", 1, "t1", {"pace": 1}, "basic", "p1", 1)
    last = replace(first, settings={"pace": 2}, by="p2", at_ms=2)
    rounds.keep_draft(db, first)
    rounds.keep_draft(db, last)
    rounds.keep_draft(db, replace(first, round=2))
    assert rounds.drafts_of(db, "room", 1) == [last]


def test_a_resubmission_replaces_and_a_retry_changes_nothing(db: sqlite3.Connection) -> None:
    first = rounds.submit(db, replace(decision("k1"), bet={"low": 1, "high": 2}))
    assert first.revision == 1
    assert rounds.submit(db, replace(decision("k1"), at_ms=9)) == first
    second = rounds.submit(db, replace(decision("k2"), settings={"pace": 9}))
    assert (second.revision, second.bet) == (2, {"low": 1, "high": 2})
    assert rounds.submit(db, decision("k1")) == second, "a late retry came back to life"
    assert rounds.decisions_of(db, "room", 1) == [second]
    assert rounds.submit(db, decision("k1", team="t2")).revision == 1
    assert rounds.submit(db, decision("k1", number=2)).revision == 1
    assert [(one.round, one.team) for one in rounds.decisions_of(db, "room")] == [
        (1, "t1"), (1, "t2"), (2, "t1"),
    ]  # fmt: skip


def test_submissions_are_bounded(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_REVISIONS", 2)
    for key in ("k1", "k2"):
        rounds.submit(db, decision(key))
    with pytest.raises(TooMany):
        rounds.submit(db, decision("k3"))
    for wrong in ({"key": "x" * 101}, {"settings": {"x": "x" * 20_000}}, {"round": 0}):
        with pytest.raises(sqlite3.IntegrityError):
            rounds.submit(db, replace(decision("k", team="t2"), **wrong))  # type: ignore[arg-type]


def test_a_resolved_round_takes_nothing(db: sqlite3.Connection) -> None:
    with pytest.raises(NotThere):
        rounds.keep_bet(db, "room", 1, "t1", {"low": 1})
    kept = rounds.submit(db, decision("k1"))
    rounds.keep_bet(db, "room", 1, "t1", {"low": 1})
    rounds.note_resolved(db, "room", 1, 50)
    assert rounds.is_resolved(db, "room", 1)
    for late in (
        lambda: rounds.submit(db, decision("k2")),
        lambda: rounds.submit(db, decision("k2", team="t2")),
        lambda: rounds.keep_bet(db, "room", 1, "t1", {"low": 2}),
        lambda: rounds.note_resolved(db, "room", 1, 51),
    ):
        with pytest.raises(RoundClosed):
            late()
    # A retry of what is in the round is told so, however late it comes.
    assert rounds.submit(db, decision("k1")) == replace(kept, bet={"low": 1})


def test_an_undone_round_opens_again_and_is_remembered(db: sqlite3.Connection) -> None:
    first = rounds.submit(db, replace(decision("k1"), bet={"low": 1}))
    rounds.note_resolved(db, "room", 1, 50)
    rounds.keep_told(db, "room", 0, {"t1": "before"})
    rounds.keep_told(db, "room", 1, {"t1": "after"})
    rounds.undo_round(db, "room", 1, 60)
    assert rounds.decisions_of(db, "room") == []
    assert [(one.decision, one.undone_ms) for one in rounds.undone_of(db, "room")] == [(first, 60)]
    assert rounds.told_of(db, "room", 1) == {}
    assert rounds.told_to(db, "room", 0, "t1") == "before"
    with pytest.raises(NotThere):
        rounds.undo_round(db, "room", 1, 61)
    assert rounds.submit(db, decision("k9")).revision == 1
    rounds.note_resolved(db, "room", 1, 70)
    assert [(one.round, one.at_ms, one.undone) for one in rounds.resolved_of(db, "room")] == [
        (1, 50, True), (1, 70, False),
    ]  # fmt: skip


def test_resolving_is_bounded(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_RESOLVED", 1)
    rounds.note_resolved(db, "room", 1, 50)
    with pytest.raises(TooMany):
        rounds.note_resolved(db, "room", 2, 50)


def test_events_stand_in_the_order_put(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [InjectedRow("room", n, {"kind": "fire", "n": n}, 10 - n) for n in (2, 2, 1)]
    for event in events:
        rounds.inject(db, event)
    assert rounds.injected_of(db, "room") == events
    assert rounds.drop_injected(db, "room", 2) == 2
    assert rounds.injected_of(db, "room") == events[2:]
    monkeypatch.setattr(rounds, "MOST_INJECTED", 1)
    with pytest.raises(TooMany):
        rounds.inject(db, events[0])


def test_what_was_told_comes_back_as_text(db: sqlite3.Connection) -> None:
    rounds.keep_told(db, "room", 3, {"t1": '{"a":1}', "t2": "{}"})
    rounds.keep_told(db, "room", 3, {"t2": '{"b":2}'})
    assert rounds.told_of(db, "room", 3) == {"t1": '{"a":1}', "t2": '{"b":2}'}
    assert rounds.told_to(db, "room", 3, "t3") is None


def test_what_is_said_is_kept_and_bounded(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [MessageRow("room", 2, "Hello"), MessageRow("room", 1, "Listen")]
    for message in said:
        talk.keep_message(db, message)
    assert talk.messages_of(db, "room") == said
    for keep, ask, row in (
        (talk.keep_slip, talk.slips_of, SlipRow),
        (talk.keep_vote, talk.votes_of, VoteRow),
    ):
        keep(db, row("room", "p1", "q1", "no", 1))  # type: ignore[operator]
        keep(db, row("room", "p1", "q1", "yes", 2))  # type: ignore[operator]
        keep(db, row("room", "p2", "q1", "no", 3))  # type: ignore[operator]
        found = ask(db, "room")
        assert [(one.person, one.answer) for one in found] == [("p1", "yes"), ("p2", "no")]
        monkeypatch.setattr(talk, "MOST_ANSWERS", 1)
        with pytest.raises(TooMany):
            keep(db, row("room", "p1", "q2", "no", 4))  # type: ignore[operator]
        keep(db, row("room", "p1", "q1", "perhaps", 5))  # type: ignore[operator]
    monkeypatch.setattr(talk, "MOST_MESSAGES", 2)
    with pytest.raises(TooMany):
        talk.keep_message(db, said[0])


def test_a_reset_keeps_who_is_there_and_forgets_what_was_played(db: sqlite3.Connection) -> None:
    fill(db, "full")
    fill(db, "other")
    rooms.clear_room(db, "full")
    left = {table for table in OF_A_ROOM if rooms.count_of(db, table, "full")}
    assert left == {"keys", "people", "teams", "yardsticks"}
    assert all(rooms.count_of(db, table, "other") for table in OF_A_ROOM)
    assert rooms.room_of(db, "full") is not None


def test_a_deleted_room_leaves_no_row(db: sqlite3.Connection) -> None:
    fill(db, "full")
    fill(db, "other")
    with_room = {
        table
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if any(column[1] == "room" for column in db.execute(f"PRAGMA table_info({table})"))
    }
    assert with_room == set(OF_A_ROOM)
    assert all(rooms.count_of(db, table, "full") for table in OF_A_ROOM)
    assert rooms.delete_room(db, "full")
    assert not rooms.delete_room(db, "full")
    assert not any(rooms.count_of(db, table, "full") for table in OF_A_ROOM)
    assert all(rooms.count_of(db, table, "other") for table in OF_A_ROOM)
