"""The desk of debriefs: so many are computed at once, and none is begun twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tenfold.ui import debriefs
from tenfold.ui.debriefs import Desk, Work
from tenfold.ui.engine import engine


def test_debriefs_under_way_are_bounded_and_none_is_begun_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[tuple[str, Work]] = []

    def note(_: Desk, game: Any, work: Work) -> None:
        begun.append((game.token, work))

    monkeypatch.setattr(debriefs, "MOST_KEPT", 2)
    monkeypatch.setattr(Desk, "_compute", note)
    games = SimpleNamespace(open=lambda t: SimpleNamespace(token=t, version=9, finished=True))
    monkeypatch.setattr(engine, "_games", games)
    desk = Desk()
    for token in "abcabc":
        assert not desk.look(token).done.is_set()
    assert [token for token, _ in begun] == ["a", "b"]
    begun[0][1].done.set()
    desk.look("c")
    desk.look("b")
    assert [token for token, _ in begun] == ["a", "b", "c"]
