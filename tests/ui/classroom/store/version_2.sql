PRAGMA application_id = 1413893188;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
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
INSERT INTO "decisions" VALUES('room',1,'t1',0,'Oak','{"pace":3}','{"capex":0.5}','basic','{"low":1}','p1','key-1-1',1,2001);
INSERT INTO "decisions" VALUES('room',1,'t2',1,'Oak','{"pace":3}','{"capex":0.5}','basic',NULL,'p2','key-1-2',2,2001);
INSERT INTO "decisions" VALUES('room',2,'t1',0,'Oak','{"pace":3}','{"capex":0.5}','basic','{"low":1}','p1','key-2-1',1,2002);
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
INSERT INTO "drafts" VALUES('room',2,'t1','{"pace":4}','basic','p1',3000);
CREATE TABLE injected (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  event TEXT NOT NULL CHECK (length(event) <= 20000),
  at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "injected" VALUES('room',2,'{"kind":"fire"}',2600);
CREATE TABLE keys (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  room TEXT REFERENCES rooms ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (length(kind) <= 20),
  label TEXT NOT NULL CHECK (length(label) <= 200),
  created_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "keys" VALUES('4740ae6347b0172c01254ff55bae5aff5199f4446e7f6d643d40185b3f475145',NULL,'host','',999);
INSERT INTO "keys" VALUES('1057a9604e04b274da5a4de0c8f4b4868d9b230989f8c8c6a28221143cc5a755','room','teacher','Ms Oak',1001);
CREATE TABLE messages (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  at_ms INTEGER NOT NULL,
  text TEXT NOT NULL CHECK (length(text) <= 4000)
) STRICT;
INSERT INTO "messages" VALUES('room',2700,'Two minutes left');
CREATE TABLE notes (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
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
INSERT INTO "people" VALUES('room','p1','f64551fcd6f07823cb87971cfb91446425da18286b3ab1ef935e0cbd7a69f68a','Ünal','t1',1001,NULL);
INSERT INTO "people" VALUES('room','p2','3946ca64ff78d93ca61090a437cbb6b3d2ca0d488f5f9ccf3059608368b27693','O''Neil','t2',1002,NULL);
CREATE TABLE receipts (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(key) <= 100),
  revision INTEGER NOT NULL,
  PRIMARY KEY (room, round, team, key)
) STRICT;
INSERT INTO "receipts" VALUES('room',1,'t1','key-1-1',1);
INSERT INTO "receipts" VALUES('room',1,'t2','key-1-2',2);
INSERT INTO "receipts" VALUES('room',2,'t1','key-2-1',1);
CREATE TABLE resolved (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  undone INTEGER NOT NULL
) STRICT;
INSERT INTO "resolved" VALUES('room',1,2500,0);
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
INSERT INTO "rooms" VALUES('room','BCDFGH','Period 3','{"seed":7}',1000,'thinking',2,99000,NULL,0,0,NULL,41);
CREATE TABLE slips (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  person TEXT NOT NULL CHECK (length(person) <= 64),
  question TEXT NOT NULL CHECK (length(question) <= 400),
  answer TEXT NOT NULL CHECK (length(answer) <= 8000),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, person, question)
) STRICT;
INSERT INTO "slips" VALUES('room','p1','What?','Much',2800);
CREATE TABLE teams (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
  copy INTEGER NOT NULL,
  seat TEXT NOT NULL CHECK (length(seat) <= 200),
  name TEXT NOT NULL CHECK (length(name) <= 200),
  pen TEXT CHECK (length(pen) <= 64),
  PRIMARY KEY (room, id)
) STRICT;
INSERT INTO "teams" VALUES('room','t1',0,'Oak','Team 1','p1');
INSERT INTO "teams" VALUES('room','t2',1,'Oak','Team 2','p2');
CREATE TABLE told (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL CHECK (length(team) <= 64),
  json TEXT NOT NULL CHECK (length(json) <= 1000000),
  PRIMARY KEY (room, round, team)
) STRICT;
INSERT INTO "told" VALUES('room',1,'t1','{"says":1}');
CREATE TABLE trials (bytes BLOB NOT NULL) STRICT;
CREATE TABLE undone (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  round INTEGER NOT NULL,
  team TEXT NOT NULL CHECK (length(team) <= 64),
  undone_ms INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (length(decision) <= 200000)
) STRICT;
INSERT INTO "undone" VALUES('room',1,'t2',2500,'{"room":"room","round":1,"team":"t2","copy":0,"seat":"Pine","settings":{"pace":1},"levers":{"capex":0.25},"mode":"basic","bet":null,"by":"p2","key":"key-0-2","revision":1,"at_ms":2400}');
CREATE TABLE votes (
  room TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
  person TEXT NOT NULL CHECK (length(person) <= 64),
  question TEXT NOT NULL CHECK (length(question) <= 400),
  answer TEXT NOT NULL CHECK (length(answer) <= 400),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (room, person, question)
) STRICT;
INSERT INTO "votes" VALUES('room','p1','Is it so?','yes',2900);
CREATE INDEX keys_of_room ON keys (room);
CREATE UNIQUE INDEX resolved_once ON resolved (room, round) WHERE undone = 0;
CREATE INDEX resolved_of_room ON resolved (room);
CREATE INDEX injected_of_room ON injected (room);
CREATE INDEX messages_of_room ON messages (room);
CREATE INDEX undone_of_room ON undone (room);
COMMIT;
