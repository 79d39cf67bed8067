"""A server that is killed outright loses and doubles nothing that it acknowledged.

`TENFOLD_KILLS=50`, as `make torture` has it, kills as often as that.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store.store import Store

KILLS = int(os.environ.get("TENFOLD_KILLS", "3"))
WRITERS = 40
RECEIPTS = "SELECT round, team, key, revision FROM receipts WHERE room = 'room'"

SERVER = """
import asyncio, itertools, os, sys
from pathlib import Path
from tenfold.ui.classroom.store import queries_rooms as rooms
from tenfold.ui.classroom.store import queries_rounds as rounds
from tenfold.ui.classroom.store.store import Store
from tests.ui.classroom.store.samples import decision, fill, room

store = Store(Path(sys.argv[1]))
life, writers = int(sys.argv[2]), int(sys.argv[3])
if store.read(lambda db: rooms.room_of(db, "room")) is None:
    store.write_and_wait(lambda db: rooms.add_room(db, room()))
print("ready", flush=True)


async def writer(number):
    for turn in itertools.count():
        key = f"{life}-{number}-{turn}"
        made = decision(key, f"t{number}", life * 3 + turn % 3 + 1, mark=key)
        for attempt in range(2):  # the second is a retry, which must change nothing
            kept = await store.write(lambda db: rounds.submit(db, made))
            assert kept.key == key
        os.write(1, f"{kept.round} {kept.team} {key} {kept.revision}\\n".encode())


async def teacher():
    # Other rooms come and go: the file is written anew while it may be killed.
    for turn in itertools.count():
        name = f"{life}-{turn}"
        await store.write(lambda db: fill(db, name, "Quincunx"))
        await asyncio.sleep(0.02)
        await store.erase(lambda db: rooms.delete_room(db, name))


async def play():
    await asyncio.gather(teacher(), *map(writer, range(writers)))


asyncio.run(play())
"""


def live(folder: Path, life: int, seconds: float) -> list[tuple[int, str, str, int]]:
    """Let a server run that long, then kill it. Returns what it acknowledged."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder), str(life), str(WRITERS)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n", server.communicate()[1]
    heard: list[str] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        heard.append(server.stdout.readline())
    server.send_signal(signal.SIGKILL)
    heard += server.communicate(timeout=30)[0].split("\n")
    assert server.returncode == -signal.SIGKILL, "it ended by itself"
    whole = [line.split() for line in heard if line.count(" ") == 3]
    return [(int(turn), team, key, int(revision)) for turn, team, key, revision in whole]


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    luck = random.Random(os.urandom(8))
    acknowledged: dict[tuple[int, str], list[tuple[str, int]]] = {}
    count, slowest = 0, 0.0
    for life in range(KILLS):
        for turn, team, key, revision in live(tmp_path, life, luck.uniform(0.02, 1.0)):
            acknowledged.setdefault((turn, team), []).append((key, revision))
            count += 1
        began = time.monotonic()
        store = Store(tmp_path)
        kept = {
            (one.round, one.team): one
            for one in store.read(lambda db: rounds.decisions_of(db, "room"))
        }
        slowest = max(slowest, time.monotonic() - began)
        receipts = store.read(lambda db: db.execute(RECEIPTS).fetchall())
        assert store.read(lambda db: db.execute("PRAGMA integrity_check").fetchone()) == ("ok",)
        store.close()
        known = {(turn, team, key): revision for turn, team, key, revision in receipts}
        counts = Counter((turn, team) for turn, team, _ in known)
        for at, said in acknowledged.items():
            # Each key was counted once: revisions are 1, 2, 3 ..., and the retries made none.
            assert all(known[(*at, key)] == revision for key, revision in said)
            assert [revision for _, revision in said] == list(range(1, len(said) + 1))
            last, revision = said[-1]
            # At most the one that was on its way when the server died is there besides.
            assert kept[at].revision in (revision, revision + 1)
            assert kept[at].revision > revision or kept[at].key == last
            assert kept[at].settings["mark"] == kept[at].key
        for at, one in kept.items():
            assert one.revision == counts[at]
    assert count >= WRITERS
    print(
        f"{KILLS} kills: {count} acknowledged, none lost, none doubled; "
        f"opened and read again in {slowest * 1000:.0f} ms at most"
    )
