"""Freed memory goes back to the system."""

from __future__ import annotations

import sys

import psutil
import pytest

from tenfold.ui.classroom import spare_memory
from tenfold.ui.classroom.spare_memory import give_back

PIECE, PIECES = 2_000, 40_000


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_memory, "_last", float("-inf"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other C libraries do it alone")
def test_holes_in_memory_are_given_back() -> None:
    held = psutil.Process().memory_info
    pieces = [bytes([number % 256]) * PIECE for number in range(PIECES)]
    kept = pieces[::50]  # scattered: the library alone gives nothing back
    full = held().rss
    del pieces
    freed_alone = full - held().rss
    assert give_back()
    given = full - held().rss
    assert given > 0.5 * PIECE * PIECES
    assert given > freed_alone
    assert len(kept) == PIECES / 50


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nothing happens there")
def test_it_is_not_done_all_the_time() -> None:
    assert give_back()
    assert not give_back()


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_memory, "_glibc", lambda: None)
    assert not give_back()
    spare_memory.share_pools()
