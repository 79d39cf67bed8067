"""Played: a game as plain data, so that reckoning about it needs neither its lock nor its race."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS, Lever
from tenfold.agents.ruling import rules_of
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of, start_of
from tenfold.sim.game.company import Fellows, copied
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.happenings import Happening
from tenfold.sim.history import History
from tenfold.sim.world import Array

if TYPE_CHECKING:
    from tenfold.sim.game.turns import Game


@dataclass(frozen=True, eq=False)
class Seat:
    """Which seat of which race, whatever the luck."""

    scenario: Scenario
    name: str
    """Of the lab, or `savefile.REGULATOR`."""
    place: int
    """Of the lab; `view.NO_LAB` at the regulator's seat."""
    quarters: int

    @property
    def months(self) -> int:
        """Months that the race lasts."""
        return self.quarters * TURN_MONTHS

    @property
    def mission(self) -> Mapping[str, float]:
        """Goal to weight."""
        ruled = self.place < 0
        whose = self.scenario.regulator if ruled else self.scenario.labs[self.place]
        return {str(goal): w for goal, w in whose.mission.items()}

    @property
    def levers(self) -> tuple[Lever, ...]:
        """What its player decides: levers of a lab, or rules of a government."""
        return LEVERS if self.place >= 0 else rules_of(self.scenario.regulator.home)

    def lever(self, name: str) -> Lever:
        """The lever of that name."""
        return next(lever for lever in self.levers if lever.name == name)


@dataclass(frozen=True, eq=False)
class Played:
    """A game, so far or finished."""

    token: str
    seat: Seat
    seed: int
    luck: int
    entries: tuple[Entry, ...]
    taken_over: int
    """Quarters that were decided before the player came."""
    practice: tuple[str, ...]
    """Why it is not ranked; empty where it is."""
    watched: bool
    """Nobody decided: the labs played by themselves, or a run of a sweep is shown."""
    history: History
    """Of the one race, as it went."""
    happenings: tuple[Happening, ...]
    ideas: Array
    """[ideas] of the pool at the end, see sim.columns.IDEA_COLUMNS."""
    index_per_decade: float
    index_at_reference: float
    fellows: Fellows = field(default_factory=dict)
    """Logs of people in other seats; whatever is raced again meets them as they played."""

    @property
    def start(self) -> tuple[int, int]:
        """Year and month of month 0."""
        return start_of(self.seat.scenario.start)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the labs."""
        return tuple(lab.name for lab in self.seat.scenario.labs)

    @property
    def rules(self) -> dict[str, float]:
        """What attribution needs of the constants."""
        return {
            "index_per_decade": self.index_per_decade,
            "index_at_reference": self.index_at_reference,
        }

    def quarter(self, turn: int) -> str:
        """What a turn is called, from 1."""
        return quarter_of(self.start, TURN_MONTHS * (turn - 1))

    def series(self, name: str) -> NDArray[np.float64]:
        """A figure of the labs; [months + 1, labs]."""
        return np.asarray(self.history.series(name)[0])


def played_of(game: Game) -> Played:
    """A game as it stands now; later turns do not change what is returned."""
    with game.lock:
        race, header, origin = game.race, game.header, game.header.origin
        history = History(
            race.history.numbers.copy(), race.history.months, race.history.labs, race.history.kinds
        )
        history.months = race.history.months
        history.lab[:] = race.history.lab[:, : history.months + 1]
        history.market[:] = race.history.market[:, : history.months + 1]
        return Played(
            token=game.token,
            seat=Seat(game.scenario, game.header.seat, game.seat, game.turns),
            seed=game.header.seed,
            luck=game.header.luck,
            entries=tuple(game.entries),
            taken_over=game.taken_over,
            practice=tuple(game.practice),
            watched=header.watch or (origin is not None and origin.quarters >= game.turns),
            history=history,
            happenings=tuple(race.happenings()),
            ideas=race.world.idea[0].copy(),
            index_per_decade=float(race.rules.index_per_decade[0]),
            index_at_reference=float(race.rules.index_at_reference[0]),
            fellows=copied(game.fellows),
        )
