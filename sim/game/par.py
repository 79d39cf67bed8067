"""Par: the score of a finished game beside what the autopilot reaches on the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game import mandate
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.parting import let_go
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.score import NEEDED, parts_of, score_of, whole
from tenfold.sim.game.telling.view import Score
from tenfold.sim.history import History

if TYPE_CHECKING:
    from tenfold.sim.game.turns import Game


def par_of(game: Game) -> History:
    """The race of a game to its end with the autopilot in the seat, on the same luck.

    From the first quarter, or, in a game that continues another, from the quarter in which the
    player took over.
    """
    stand_in = chair_of(game.scenario, game.header.seat)
    alone = game.new_race(stand_in)
    for entry in game.entries[: game.taken_over]:
        stand_in.hand(entry.levers)
        alone.advance(TURN_MONTHS)
    stand_in.hand(None)
    par = alone.run()
    let_go(alone)
    return par


def score_now(game: Game, par: History) -> Score:
    """Score, par and the difference; meaningful once the game is finished.

    Args:
        game: of any seat.
        par: as `par_of` races it.
    """
    if game.seat < 0:
        return score_of_government(game.scenario, game.race.history, par)
    mission = {str(goal): w for goal, w in game.scenario.labs[game.seat].mission.items()}
    others = {name: par.series(name)[0] for name in NEEDED}
    return score_of(game.columns(*NEEDED), others, game.seat, mission)


def score_of_government(scenario: Scenario, played: History, par: History) -> Score:
    """The score of a government: whole points, so that score = par + you.

    Args:
        scenario: of the race.
        played: its history.
        par: the history of the same race under the autopilot's rules.
    """
    homes, home = [lab.home for lab in scenario.labs], scenario.regulator.home
    ours, theirs = (
        mandate.values_of(
            {name: history.series(name)[0] for name in mandate.NEEDED},
            {name: history.market_series(name)[0] for name in mandate.NEEDED_MARKET},
            homes,
            home,
        )
        for history in (played, par)
    )
    mission = {str(goal): weight for goal, weight in scenario.regulator.mission.items()}
    return whole(parts_of(ours, theirs, mandate.TITLES, mission))
