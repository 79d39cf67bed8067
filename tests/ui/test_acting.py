"""Deeds at the table: handed to the store as they are; what cannot be done is said in a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tenfold.sim.game.telling.view import View
from tenfold.ui.engine import engine
from tenfold.ui.pages.acting import Acts

ViewIn = Callable[..., View]


class Games:
    """A store that writes down what it is asked for."""

    def __init__(self, problem: str = "") -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.problem = problem

    def _note(self, *what: Any) -> Any:
        self.asked.append(what)
        if self.problem:
            raise ValueError(self.problem)
        return SimpleNamespace(token="y" * 22)

    def end_turn(self, token: str, turn: int) -> Any:
        return self._note("end", token, turn)

    def undo(self, token: str) -> Any:
        return self._note("undo", token)

    def fork(self, token: str, turn: int) -> Any:
        return self._note("fork", token, turn)

    def draft(self, token: str, *given: Any, **named: Any) -> Any:
        return self._note("draft", token, *given, *sorted(named.items()))


@pytest.fixture
def said() -> list[str]:
    return []


def table(
    view: View, said: list[str], games: Games, monkeypatch: pytest.MonkeyPatch
) -> tuple[Acts, list[str]]:
    monkeypatch.setattr(engine, "_games", games)
    gone: list[str] = []
    return Acts(view, said.append, gone.append), gone


def test_deeds_reach_the_store(
    view_in: ViewIn, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    view, games = view_in(18), Games()
    acts, gone = table(view, said, games, monkeypatch)
    acts.end_turn(7)
    acts.undo_turn(6)
    acts.draft({"pay": 1.5})
    acts.mode("all")
    acts.bet([0.05, 0.1])
    acts.bet(None)
    acts.take_over(3)
    token = view.token
    assert games.asked == [
        ("end", token, 7), ("undo", token), ("draft", token, {"pay": 1.5}),
        ("draft", token, ("mode", "all")), ("draft", token, ("bet", [0.05, 0.1])),
        ("draft", token, ("bet", ())), ("fork", token, 3),
    ]  # fmt: skip
    assert set(said) == {""}
    assert gone == ["/game/" + "y" * 22]


def test_only_the_last_turn_is_taken_back(
    view_in: ViewIn, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click that was on its way when another turn ended takes nothing back."""
    games = Games()
    acts, _ = table(replace(view_in(18)), said, games, monkeypatch)
    acts.undo_turn(5)
    assert games.asked == []


def test_what_cannot_be_done_is_said_and_leads_nowhere(
    view_in: ViewIn, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    acts, gone = table(view_in(18), said, Games("The disk is full."), monkeypatch)
    acts.end_turn(7)
    acts.take_over(3)
    assert said == ["The disk is full."] * 2
    assert gone == []
