"""Schema: the tables of a class's database, as steps from each version to the next.

A step, once released, never changes: files written by it are about. A change is a new step.
The checks of lengths are the last defence of the disk; what people may type is bounded earlier.
"""

from __future__ import annotations

import sqlite3

APPLICATION = 0x54464C44
"""In the header of every file of ours: 'TFLD'."""

_FIRST = """
CREATE TABLE notes (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE trials (bytes BLOB NOT NULL) STRICT;
CREATE TABLE rooms (
  id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 16),
  title TEXT NOT NULL CHECK (length(title) <= 400),
  plan TEXT NOT NULL CHECK (length(plan) <= 1000000),
  created_ms INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (length(phase) <= 20),
  round INTEGER NOT NULL,
  deadline_ms INTEGER,
  paused_left_ms INTEGER,
  locked INTEGER NOT NULL,
  rehearsal INTEGER NOT NULL,
  ended_ms INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE keys (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  room TEXT REFERENCES rooms ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (length(kind) <= 20),
  label TEXT NOT NULL CHECK (length(label) <= 200),
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX keys_of_room ON keys (room);
CREATE TABLE people (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  nickname TEXT NOT NULL CHECK (length(nickname) BETWEEN 1 AND 80),
  team TEXT CHECK (length(team) BETWEEN 1 AND 64),
  joined_ms INTEGER NOT NULL,
  left_ms INTEGER,
  PRIMARY KEY (room, id)
) STRICT;
CREATE TABLE teams (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
  copy INTEGER NOT NULL,
  seat TEXT NOT NULL CHECK (length(seat) <= 200),
  name TEXT NOT NULL CHECK (length(name) <= 200),
  pen TEXT CHECK (length(pen) <= 64),
  PRIMARY KEY (room, id)
) STRICT;
CREATE TABLE drafts (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL CHECK (length(team) <= 64),
  settings TEXT NOT NULL CHECK (length(settings) <= 20000),
  mode TEXT NOT NULL CHECK (length(mode) <= 40),
  by TEXT NOT NULL CHECK (length(by) <= 64),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, round, team)
) STRICT;
CREATE TABLE decisions (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL CHECK (round >= 1),
  team TEXT NOT NULL CHECK (length(team) <= 64),
  copy INTEGER NOT NULL,
  seat TEXT NOT NULL CHECK (length(seat) <= 200),
  settings TEXT NOT NULL CHECK (length(settings) <= 20000),
  levers TEXT NOT NULL CHECK (length(levers) <= 100000),
  mode TEXT NOT NULL CHECK (length(mode) <= 40),
  bet TEXT CHECK (length(bet) <= 2000),
  by TEXT NOT NULL CHECK (length(by) <= 64),
  key TEXT NOT NULL CHECK (length(key) <= 100),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, round, team)
) STRICT;
CREATE TABLE resolved (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  undone INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX resolved_once ON resolved (room, round) WHERE undone = 0;
CREATE INDEX resolved_of_room ON resolved (room);
CREATE TABLE injected (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  event TEXT NOT NULL CHECK (length(event) <= 20000),
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX injected_of_room ON injected (room);
CREATE TABLE told (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL CHECK (length(team) <= 64),
  json TEXT NOT NULL CHECK (length(json) <= 1000000),
  PRIMARY KEY (room, round, team)
) STRICT;
CREATE TABLE messages (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  at_ms INTEGER NOT NULL,
  text TEXT NOT NULL CHECK (length(text) <= 4000)
) STRICT;
CREATE INDEX messages_of_room ON messages (room);
CREATE TABLE slips (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  person TEXT NOT NULL CHECK (length(person) <= 64),
  question TEXT NOT NULL CHECK (length(question) <= 400),
  answer TEXT NOT NULL CHECK (length(answer) <= 8000),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, person, question)
) STRICT;
CREATE TABLE votes (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  person TEXT NOT NULL CHECK (length(person) <= 64),
  question TEXT NOT NULL CHECK (length(question) <= 400),
  answer TEXT NOT NULL CHECK (length(answer) <= 400),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, person, question)
) STRICT;
"""

_SECOND = """
CREATE TABLE receipts (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(key) <= 100),
  revision INTEGER NOT NULL,
  PRIMARY KEY (room, round, team, key)
) STRICT;
INSERT INTO receipts SELECT room, round, team, key, revision FROM decisions;
CREATE TABLE undone (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL CHECK (length(team) <= 64),
  undone_ms INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (length(decision) <= 200000)
) STRICT;
CREATE INDEX undone_of_room ON undone (room);
"""
"""Submissions that were replaced or taken back are remembered, so that a late retry of one of them
changes nothing, and the record of a class is whole."""

_THIRD = """
CREATE TABLE yardsticks (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  seat TEXT NOT NULL CHECK (length(seat) <= 200),
  json TEXT NOT NULL CHECK (length(json) <= 200000),
  PRIMARY KEY (room, seat)
) STRICT;
"""
"""What a seat is worth and how far play spreads there, with all that it was reckoned from: some
30 kB, too much for the room's row, which is written anew with every change."""

STEPS = (_FIRST, _SECOND, _THIRD)
"""STEPS[n] makes version n + 1 of version n; version 0 is an empty file."""
VERSION = len(STEPS)

OF_A_ROOM = (
    "keys",
    "people",
    "teams",
    "drafts",
    "decisions",
    "receipts",
    "undone",
    "resolved",
    "injected",
    "told",
    "messages",
    "slips",
    "votes",
    "yardsticks",
)
"""Tables whose rows belong to a room; the database deletes them with it."""


def version_of(db: sqlite3.Connection) -> int:
    """The version of the schema that a file has; 0 where it is empty."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(db: sqlite3.Connection) -> None:
    """Bring a file to this version, in one transaction: it has all steps or none.

    Args:
        db: outside of a transaction, in autocommit mode.
    """
    if version_of(db) == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for step in STEPS[version_of(db) :]:
            for statement in step.split(";\n"):
                if statement.strip():
                    db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
