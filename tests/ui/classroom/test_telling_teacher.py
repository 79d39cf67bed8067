"""What the command line says: links, the rooms that stand, one code to scan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.ui.classroom import telling_teacher
from tenfold.ui.classroom.telling_teacher import begun, standing


def test_the_links_are_told_and_which_is_secret(capsys: pytest.CaptureFixture[str]) -> None:
    begun("http://127.0.0.1:1/host/x", "http://10.0.0.1:1/host/x", "http://10.0.0.1:1", Path("d"))
    told = capsys.readouterr().out
    for part in ("http://127.0.0.1:1/host/x", "http://10.0.0.1:1\n", "secret", "Ctrl-C"):
        assert part in told


def test_other_addresses_are_told_where_there_are_any(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_teacher, "lan_addresses", lambda: ["10.0.0.1", "192.168.1.7"])
    begun("own", "abroad", "http://10.0.0.1:1", Path("d"))
    assert "or, if that does not answer: 192.168.1.7\n" in capsys.readouterr().out


def test_rooms_of_earlier_are_listed_and_the_newest_is_drawn(
    capsys: pytest.CaptureFixture[str],
) -> None:
    standing([])
    assert capsys.readouterr().out == ""
    rooms = [(f"Class {i}", f"BCDF2{i}", f"http://10.0.0.1:1/j/BCDF2{i}") for i in range(1, 9)]
    standing(rooms)
    told = capsys.readouterr().out
    assert "Class 8" in told
    assert told.index("Class 7") < told.index("Class 8") < told.index("█")
    assert "Class 1" not in told
    assert told.count("Code") == telling_teacher.MOST_LISTED
