"""A balance that is killed outright goes on to the same bytes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import Call

ROOT = Path(__file__).resolve().parents[3]
SEATS = ("talent-war.regulator.json", "open-wave.regulator.json")
ASKED = (
    "balance", "--quick", "--seat", "regulator", "--jobs", "1",
    *(word for seat in SEATS for word in ("--scenario", seat.split(".")[0])),
)  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.slow
@pytest.mark.usefixtures("warm_engine")
def test_a_killed_balance_goes_on_to_the_same_bytes(call: Call, tmp_path: Path) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    parts = killed / "parts"
    program = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *ASKED, "--out", str(killed)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + 120
    while not (parts / SEATS[0]).exists():
        assert program.poll() is None, program.communicate()[1]
        assert time.monotonic() < end, "no seat was ever kept"
        time.sleep(0.01)
    time.sleep(0.1)  # well into the next seat
    program.kill()
    program.communicate(timeout=60)
    assert sorted(path.name for path in parts.glob("*.json")) == [SEATS[0]]
    kept = (parts / SEATS[0]).stat().st_mtime_ns

    resumed = call(*ASKED, "--out", str(killed))
    assert resumed.code == 0
    assert (parts / SEATS[0]).stat().st_mtime_ns == kept, "a seat was measured twice"
    assert call(*ASKED, "--out", str(whole)).out == resumed.out
    assert bytes_of(killed) == bytes_of(whole)
    assert {f"parts/{seat}" for seat in SEATS} | {"levers.csv", "balance.md"} <= set(
        bytes_of(whole)
    )
