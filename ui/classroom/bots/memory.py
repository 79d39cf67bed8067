"""Memory: what a bot was told, held against what it is told later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold.ui.classroom.bots.tally import Kept, Tally

PHASES = ("lobby", "thinking", "resolving", "revealed", "debrief", "ended")
OPEN = ("thinking", "resolving")


class Memory:
    """Of one bot.

    Args:
        name: of the bot.
        tally: of the crowd, which is told what is wrong.
    """

    def __init__(self, name: str, tally: Tally) -> None:
        """Nothing was told yet."""
        self._name, self._tally = name, tally
        self._kept: dict[int, Kept] = {}
        self._shown: dict[int, Any] = {}
        self._reached = (0, 0)
        self._answered: set[str] = set()

    def keep(self, kept: Kept) -> None:
        """A submission was acknowledged."""
        self._kept[kept.round] = kept

    def last(self, number: int) -> Kept | None:
        """What was acknowledged last in a round."""
        return self._kept.get(number)

    def is_new(self, asked: str) -> bool:
        """Whether a question comes for the first time."""
        new = asked not in self._answered
        self._answered.add(asked)
        return new

    def check(self, state: Mapping[str, Any]) -> bool:
        """Hold a state against what was told before.

        Args:
            state: of the phone.

        Returns:
            Whether the room went back: a round was undone, or all of it wiped.
        """
        phase, number = state["room"]["phase"], state["room"]["round"]
        reached = (number, PHASES.index(phase))
        back = reached < self._reached and not (
            # A round that could not be resolved is open again, with all that was submitted.
            number == self._reached[0] and PHASES[self._reached[1]] == "resolving"
        )
        if back:
            self._tally.back += 1
            self._kept = {n: kept for n, kept in self._kept.items() if n < number}
            self._shown = {n: shown for n, shown in self._shown.items() if n < number}
        self._reached = reached
        if state["team"] is not None and phase != "lobby":
            self._check_submitted(state, number, phase)
            self._check_shown(state, number if phase not in OPEN else number - 1)
        return back

    def _check_submitted(self, state: Mapping[str, Any], number: int, phase: str) -> None:
        kept, there = self._kept.get(number), state["submitted"]
        if kept is None or phase not in OPEN or kept.team != state["team"]["id"]:
            return
        if there is None or there["revision"] < kept.revision:
            has = "nothing" if there is None else f"revision {there['revision']}"
            self._tally.wrong.append(
                f"{self._name}: round {number}, revision {kept.revision} was acknowledged; "
                f"now there is {has}"
            )

    def _check_shown(self, state: Mapping[str, Any], done: int) -> None:
        """What a round brought does not change once it was shown."""
        shown = (state["team"]["id"], state["standing"], state["headlines"])
        before = self._shown.setdefault(done, shown)
        if before[0] == shown[0] and before != shown:
            self._tally.wrong.append(f"{self._name}: what round {done} brought has changed")
        self._shown[done] = shown
