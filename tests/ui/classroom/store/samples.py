"""Rows made up for tests of the store."""

from __future__ import annotations

import hashlib
from sqlite3 import Connection

from tenfold.ui.classroom.store import queries_people as people
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store import queries_talk as talk
from tenfold.ui.classroom.store import queries_yardsticks as yards
from tenfold.ui.classroom.store.rows import (
    DecisionRow,
    DraftRow,
    InjectedRow,
    KeyRow,
    MessageRow,
    PersonRow,
    RoomRow,
    SlipRow,
    TeamRow,
    VoteRow,
)


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def room(name: str = "room", mark: str = "") -> RoomRow:
    return RoomRow(name, f"C-{name}", f"A class {mark}", {"seed": 1, "mark": mark}, 1_000)


def decision(
    key: str, team: str = "t1", number: int = 1, room: str = "room", mark: str = ""
) -> DecisionRow:
    return DecisionRow(
        room, number, team, 0, "Oak", {"pace": 3, "mark": mark}, {"capex": 0.5}, "basic", None,
        "p1", key, 0, 2_000,
    )  # fmt: skip


def fill(db: Connection, name: str = "room", mark: str = "Quincunx") -> None:
    """A room with a row in every table, the mark wherever people write something."""
    rooms.add_room(db, room(name, mark))
    rooms.add_key(db, KeyRow(name, "teacher", digest(f"{name} teacher"), mark, 1_001))
    people.add_team(db, TeamRow("t1", name, 0, "Oak", f"Team {mark}", "p1"))
    who = digest(f"{name} p1")
    people.add_person(db, PersonRow("p1", name, who, f"{mark} the First", "t1", 1_002))
    rounds.keep_draft(db, DraftRow(name, 1, "t1", {"note": mark}, "basic", "p1", 1_003))
    rounds.submit(db, decision(f"{mark}-1", room=name, mark=mark))
    rounds.inject(db, InjectedRow(name, 1, {"kind": "fire", "note": mark}, 1_004))
    rounds.note_resolved(db, name, 1, 1_005)
    rounds.undo_round(db, name, 1, 1_006)
    rounds.submit(db, decision(f"{mark}-2", room=name, mark=mark))
    rounds.note_resolved(db, name, 1, 1_007)
    rounds.keep_told(db, name, 1, {"t1": f'{{"says":"{mark}"}}'})
    yards.keep_yardstick(db, name, "Oak", f'{{"seat":"{mark}"}}')
    talk.keep_message(db, MessageRow(name, 1_008, f"Well done, {mark}"))
    talk.keep_slip(db, SlipRow(name, "p1", "What did you learn?", f"I, {mark}: much", 1_009))
    talk.keep_vote(db, VoteRow(name, "p1", "Is it so?", f"yes {mark}", 1_010))
