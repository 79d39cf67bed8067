"""Debriefing: everything that a debrief shows of one finished game, computed step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tenfold.sim.game.debrief.backers import goals_told
from tenfold.sim.game.debrief.decisive import Decisive, decisive_of
from tenfold.sim.game.debrief.lessons import Lesson, lessons_of
from tenfold.sim.game.debrief.played import Played
from tenfold.sim.game.debrief.reckoning import Points, Reckoning, points_of, reckon
from tenfold.sim.game.debrief.story import Story, story_of
from tenfold.sim.game.debrief.waterfall import Waterfall, waterfall_of
from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.sim.game.telling.view import PartOfScore, PredictView, View

STEPS = ("score", "gap", "turns", "claims")
"""In this order; each takes a fraction of a second."""


@dataclass(frozen=True)
class Debrief:
    """What is known of a finished game."""

    played: Played
    view: View
    points: Points
    waterfall: Waterfall | None
    decisive: Decisive
    lessons: tuple[Lesson, ...]

    @property
    def goals(self) -> tuple[PartOfScore, ...]:
        """Goal by goal, with who paid where sales did not."""
        return goals_told(self.played, self.points.goals)

    @property
    def predict(self) -> PredictView | None:
        """Bets, where any were made."""
        bets = self.view.predict
        return bets if bets is not None and bets.of else None

    def reckoned(self, yardstick: Yardstick | None) -> Reckoning:
        """The score taken apart, as far as the yardstick is there."""
        return reckon(self.points, yardstick, bool(self.played.practice))

    def story(self) -> Story:
        """The game in words; the same with and without a yardstick."""
        return story_of(self.played, self.waterfall, self.decisive, self.reckoned(None))


def debrief_of(played: Played, view: View, tell: Callable[[str], None] | None = None) -> Debrief:
    """Everything of a finished game but the yardstick of its seat.

    Args:
        played: the game.
        view: what its player sees.
        tell: called with each of STEPS as it begins.
    """
    say = tell or (lambda _: None)
    say("score")
    points = points_of(played)
    say("gap")
    waterfall = waterfall_of(played)
    say("turns")
    decisive = decisive_of(played)
    say("claims")
    return Debrief(played, view, points, waterfall, decisive, lessons_of(played))
