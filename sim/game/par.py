"""Par: the score of a finished game beside what the autopilot reaches on the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.playable import chair_of
from tenfold.sim.game.score import NEEDED, score_of
from tenfold.sim.game.view import Score

if TYPE_CHECKING:
    from tenfold.sim.game.turns import Game


def score_now(game: Game) -> Score:
    """Score, par and the difference; meaningful once the game is finished.

    Par is the score of the autopilot in the same seat on the same luck: from the first quarter, or,
    in a game that continues another, from the quarter in which the player took over.
    """
    stand_in = chair_of(game.scenario, game.header.seat)
    alone = game.new_race(stand_in)
    for entry in game.entries[: game.taken_over]:
        stand_in.hand(entry.levers)
        alone.advance(TURN_MONTHS)
    stand_in.hand(None)
    alone.run()
    par = {name: alone.history.series(name)[0] for name in NEEDED}
    alone.close()
    mission = {str(goal): w for goal, w in game.scenario.labs[game.seat].mission.items()}
    return score_of(game.columns(*NEEDED), par, game.seat, mission)
