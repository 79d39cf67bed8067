"""Again: a game's race once more on the same luck, with other settings in some of its turns.

What a player held stays held; what followed the autopilot follows it in the new world too. An
answer to a question is given where the question stands in that turn; a question that the log has no
answer for is the autopilot's, as is the turn of whoever changes it to nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.turns import Game

if TYPE_CHECKING:
    from tenfold.sim.race import Race

Settings = Mapping[str, float]


def replayed(game: Game, changes: Mapping[int, Settings | None]) -> Race:
    """The race of a game as it would have gone; the game itself stays as it is.

    Args:
        game: of any length so far.
        changes: turn, from 1, to settings in the mode in which it was played; None leaves the turn
            to the autopilot.

    Returns:
        The race, as far as the game has come; close it when done.

    Raises:
        DecisionError: settings that cannot be.
    """
    with game.lock:
        header, entries = game.header, tuple(game.entries)
    chair = chair_of(game.scenario, header.seat)
    race = game.new_race(chair)
    for entry in entries:
        rest = chair.autopilot(race, race.observe(max(chair.place, 0)))
        settings = entry.settings
        if entry.turn in changes:
            changed = changes[entry.turn]
            settings = None if changed is None else chair.cleaned(changed, entry.mode)
            levers = rest if settings is None else chair.whole(settings, entry.mode, rest)
        elif settings is None:
            levers = dict(entry.levers)
        else:
            levers = chair.whole(settings, entry.mode, rest)
        chair.hand(levers)
        race.advance(TURN_MONTHS)
    return race
