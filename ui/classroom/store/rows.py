"""Rows: what the database of a class holds, one dataclass per table. Times are epoch ms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JsonMap = Mapping[str, Any]
"""An object of JSON, kept as text."""


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room as it stands: what a server needs to go on after a restart."""

    id: str
    code: str
    title: str
    plan: JsonMap
    created_ms: int
    phase: str = "lobby"
    round: int = 0
    deadline_ms: int | None = None
    paused_left_ms: int | None = None
    locked: bool = False
    rehearsal: bool = False
    ended_ms: int | None = None
    version: int = 1
    """Counts changes, and never goes back: who saw version n has seen all before it."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A token that is no student's: of the host (no room), a teacher or a projector."""

    room: str | None
    kind: str
    hash: str
    """SHA-256 of the token, in hex; the token itself is kept nowhere."""
    label: str
    created_ms: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A student."""

    id: str
    room: str
    hash: str
    nickname: str
    team: str | None
    joined_ms: int
    left_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A seat in a copy of the race, and who plays it."""

    id: str
    room: str
    copy: int
    seat: str
    name: str
    pen: str | None = None
    """The person who holds it."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a team's levers stand at, not yet submitted."""

    room: str
    round: int
    team: str
    settings: JsonMap
    mode: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a team decided in a round: the last that it submitted."""

    room: str
    round: int
    team: str
    copy: int
    seat: str
    settings: JsonMap
    levers: JsonMap
    mode: str
    bet: JsonMap | None
    by: str
    """A person's id, or who decided instead: 'absent', 'teacher', a policy."""
    key: str
    """The client's own id of this submission: a retry carries the same."""
    revision: int
    """1 for the first submission of the round, one more for each that replaced it."""
    at_ms: int


@dataclass(frozen=True, slots=True)
class UndoneRow:
    """A decision of a round that the teacher took back, kept for the record."""

    decision: DecisionRow
    undone_ms: int


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    """A round that was resolved; a round undone and played again has several."""

    room: str
    round: int
    at_ms: int
    undone: bool


@dataclass(frozen=True, slots=True)
class InjectedRow:
    """An event that the teacher put into a round, in the order put."""

    room: str
    round: int
    event: JsonMap
    at_ms: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """What the teacher said to all."""

    room: str
    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A student's answer on the exit slip."""

    room: str
    person: str
    question: str
    answer: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A student's vote on a claim; the last one counts."""

    room: str
    person: str
    question: str
    answer: str
    at_ms: int
