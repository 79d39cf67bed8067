"""Random evenings at the table: whatever is pressed in whatever order, the same decisions are the
same race to the last bit, in memory, after a restart, taken back, forked, and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tenfold.agents.decision import LEVER
from tenfold.agents.ruling import RULE_LEVER
from tenfold.sim.game import basic
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.saves.entry import ALL, BASIC
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.saves.store import Store
from tenfold.sim.race import Race

QUARTERS, STEPS, SEED = 8, 60, 20_261_122
MONEY = 1e6
"""Levers with ranges wider than this are left alone."""


@dataclass
class Mirror:
    """What a game must be, kept apart from it."""

    decided: list[dict[str, float]] = field(default_factory=list)
    held: list[dict[str, float]] = field(default_factory=list)
    """What was held by hand in each turn."""
    practice: bool = False


class Table:
    """One player who does anything, and what the game must be after it."""

    def __init__(self, folder: Path, seat: str, number: int) -> None:
        """A new game.

        Args:
            folder: of the saves.
            seat: of the player.
            number: decides everything the player does.
        """
        self.store = Store(folder, most=2)
        self.dice = Random(SEED + number)
        self.elsewhere = Store(folder.parent / "elsewhere")
        self.token = self.store.begin("ten-to-one", seat, number, QUARTERS).token
        self.games = {self.token: Mirror()}
        self.seat, self.seed = seat, number

    @property
    def mirror(self) -> Mirror:
        return self.games[self.token]

    def draft(self) -> None:
        mode = self.dice.choice((BASIC, ALL))
        if self.seat == REGULATOR:
            chair = self.store.open(self.token).chair
            settings = {name: self._value(name) for name in chair.rules if self.dice.random() < 0.4}  # type: ignore[attr-defined]
        elif mode == BASIC:
            settings = {name: self._value(name) for name in basic.NAMES}
        else:
            names = [n for n in LEVER if n != "teacher" and LEVER[n].group != "answers"]
            settings = {name: self._value(name) for name in self.dice.sample(names, 5)}
        bet = None if self.seat == REGULATOR else sorted(round(self.dice.random(), 4) for _ in "lh")
        self.store.draft(self.token, settings, mode, bet)

    def other_levers(self) -> None:
        self.store.draft(self.token, mode=self.dice.choice((BASIC, ALL)))

    def end_turn(self) -> None:
        game = self.store.open(self.token)
        if game.finished:
            assert not self.store.end_turn(self.token, game.turn)
            return
        turn = game.turn
        assert self.store.end_turn(self.token, turn)
        assert not self.store.end_turn(self.token, turn), "a second click does nothing"
        last = self.store.open(self.token).entries[-1]
        self.mirror.decided.append(dict(last.levers))
        self.mirror.held.append(dict(last.settings or {}))

    def undo(self) -> None:
        if not self.store.open(self.token).undoable:
            return
        assert self.store.undo(self.token) == len(self.mirror.decided)
        self.mirror.decided.pop()
        assert self.store.open(self.token).settings == self.mirror.held.pop()
        self.mirror.practice = True

    def fork(self) -> None:
        last = min(len(self.mirror.decided) + 1, QUARTERS)
        self._go_on(self.store.fork(self.token, turn := self.dice.randint(1, last)).token, turn - 1)

    def export(self) -> None:
        file = self.store.export(self.token)[1]
        # Elsewhere, then back: the way around the world is no other than the one next door.
        there = self.elsewhere.export(self.elsewhere.open_file(file).token)[1]
        self._go_on(self.store.open_file(there).token, len(self.mirror.decided))

    def restart(self) -> None:
        before = self.store.view(self.token)
        self.store = Store(self.store.folder, most=2)
        assert self.store.view(self.token) == before

    def change_game(self) -> None:
        self.token = self.dice.choice(sorted(self.games))

    def check(self, token: str) -> None:
        """A game now against a race that was never anything but these decisions."""
        self.token = token
        game, mirror = self.store.open(token), self.mirror
        assert [dict(entry.levers) for entry in game.entries] == mirror.decided
        assert [dict(entry.settings or {}) for entry in game.entries] == mirror.held
        race = self._plain_race()
        assert game.race.history.lab.tobytes() == race.history.lab.tobytes()
        assert game.race.history.market.tobytes() == race.history.market.tobytes()
        assert game.race.happenings() == race.happenings()
        assert bool(game.practice) or not mirror.practice
        race.close()

    def _plain_race(self) -> Race:
        scenario = self.store.open(self.token).scenario
        chair = chair_of(scenario, self.seat)
        race = chair.race(scenario, self.seed, 0, QUARTERS * TURN_MONTHS)
        for levers in self.mirror.decided:
            chair.hand(levers)
            race.advance(TURN_MONTHS)
        return race

    def _go_on(self, token: str, turns: int) -> None:
        """Play on in a new game that has this many turns of the present one."""
        old = self.mirror
        self.token = token
        self.games[token] = Mirror(old.decided[:turns], old.held[:turns], old.practice)

    def _value(self, name: str) -> float:
        known: dict[str, Any] = {**LEVER, **RULE_LEVER}
        low, high = (0.0, 1.0) if name == basic.COPYING else (known[name].low, known[name].high)
        return round(self.dice.uniform(low, min(high, MONEY)), 4)


@pytest.mark.slow
@pytest.mark.parametrize("seat", ["Oak", "Alder", REGULATOR])
def test_any_evening_is_the_race_of_its_decisions(tmp_path: Path, seat: str) -> None:
    for number in (1, 2):
        table = Table(tmp_path / f"{seat}-{number}" / "games", seat, number)
        deeds: list[Callable[[], None]] = [
            *[table.end_turn] * 8, *[table.draft] * 6, *[table.undo] * 3, table.other_levers,
            table.fork, table.export, *[table.restart] * 2, *[table.change_game] * 2,
        ]  # fmt: skip
        for _ in range(STEPS):
            table.dice.choice(deeds)()
        for token in table.games:
            table.check(token)
