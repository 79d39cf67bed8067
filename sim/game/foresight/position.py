"""Position: a game at the start of a turn as plain data, so that a forecast needs no lock on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.chair import Chair, Levers, in_mode
from tenfold.sim.game.company import Fellows, copied
from tenfold.sim.game.saves.entry import Mode
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.steering import without_unasked

if TYPE_CHECKING:
    from tenfold.sim.game.turns import Game


@dataclass(frozen=True, eq=False)
class Position:
    """A race, a seat in it, and what was decided there so far."""

    token: str
    scenario: Scenario
    chair: Chair
    """Says what settings mean; nobody's race is in it."""
    seat: str
    """Name of the player's lab, or of the government's seat."""
    seed: int
    luck: int
    months: int
    """That the race lasts."""
    turn: int
    """The quarter being decided, from 1."""
    finished: bool
    decided: tuple[Mapping[str, float], ...]
    """The whole decision of every turn so far."""
    settings: Mapping[str, float]
    """In force until now: what ending the turn without touching a lever goes on with."""
    mode: Mode
    """Of which levers they are."""
    autopilot: Levers
    """What the autopilot would decide now."""
    fellows: Fellows
    """Logs of people in other seats: without them the race cannot be followed. Of what they decided
    a belief learns what the public sees, and no more."""

    def still(self, mode: Mode) -> Levers:
        """The settings in force as those of a mode: whoever changes the mode changes nothing."""
        return in_mode(self.chair, mode, self.mode, self.settings, self.autopilot)


def position_of(game: Game) -> Position:
    """Where a game stands; its draft is no part of it.

    Args:
        game: locked by the caller.
    """
    entries = game.entries
    last = entries[-1] if entries else None
    mode = game.header.mode if last is None else last.mode
    if last is None or last.settings is None:
        settings = game.chair.held(dict(game.autopilot if last is None else last.levers), mode)
    else:
        settings = without_unasked(last.settings, ())
    return Position(
        token=game.token,
        scenario=game.scenario,
        chair=chair_of(game.scenario, game.header.seat),
        seat=game.header.seat,
        seed=game.header.seed,
        luck=game.header.luck,
        months=game.race.months,
        turn=game.turn,
        finished=game.finished,
        decided=tuple(dict(entry.levers) for entry in entries),
        settings=settings,
        mode=mode,
        autopilot=dict(game.autopilot),
        fellows=copied(game.fellows),
    )
