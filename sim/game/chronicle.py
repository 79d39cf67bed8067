"""Chronicle: what a game remembers of its past quarters, so that late turns cost as early ones.

News, standings and marks of a quarter never change once it has passed: each is told once, when a
page first asks. What was told is told the same way from the whole record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import TURN_MONTHS, start_of
from tenfold.sim.game.telling.model_news import CAUSES, TROUBLES, Record
from tenfold.sim.game.telling.news import tell_quarter
from tenfold.sim.game.telling.ruling import Sides, lead_of, ruler_standing
from tenfold.sim.game.telling.snapshot import Snapshot
from tenfold.sim.game.telling.standing import behind_now, leads_over, standing_of
from tenfold.sim.game.telling.view import NewsItem, Release, Standing
from tenfold.sim.happenings import Happening, Kind
from tenfold.sim.world import plain

if TYPE_CHECKING:
    from tenfold.sim.race import Race

FLAGSHIP = 0
NOBODY = -2
"""Whose news are own ones at a seat without a lab: neither a lab's nor the market's."""
WORTH_A_MARK = 0.5
"""Index points by which a model on sale must improve to be marked on the chart."""
STANDING = (
    "active", "public_score", "token_share", "compute", "cash", "revenue", "backing", "spending",
)  # fmt: skip
Series = NDArray[np.float64]


class Chronicle:
    """The past of one game, quarter by quarter."""

    def __init__(self, scenario: Scenario, seat: int) -> None:
        """Nothing has happened yet.

        Args:
            scenario: of the game.
            seat: place of the player's lab; below 0 where there is none.
        """
        self.scenario, self.seat = scenario, seat
        self.start = start_of(scenario.start)
        self.names = tuple(lab.name for lab in scenario.labs)
        self.news: list[NewsItem] = []
        """Newest quarter first."""
        self.notes: list[Happening] = []
        """Of the last quarter."""
        self.standings: list[Standing] = []
        """At the start and after each quarter."""
        self.leads: list[tuple[float, float]] = []
        """Of the labs at home, in months and points; at the regulator's seat alone."""
        self.marks: list[dict[int, bool]] = [{} for _ in self.names]
        """Of each lab, months in which a better best model came, and whether it was opened."""
        self._behind: list[float] = []
        self._months = 0
        self._noted = 0
        self._opened: set[tuple[int, int]] | None = None
        self._sides = Sides(scenario)

    def catch_up(self, race: Race, shots: Sequence[Snapshot]) -> None:
        """Take in the quarters that have passed since the last time.

        Args:
            race: of the game.
            shots: public figures at the start and after each quarter.
        """
        if self._behind and self._months == race.month:
            return
        history = race.history
        names = {*STANDING, *CAUSES, *TROUBLES, "share_experiments"}
        columns = {name: history.series(name)[0] for name in names}
        if not self._behind:
            self._stand(columns, 0, shots[0])
        while self._months < race.month:
            self._months += TURN_MONTHS
            cut = {name: column[: self._months + 1] for name, column in columns.items()}
            self._stand(cut, self._months, shots[self._months // TURN_MONTHS])
            self.notes = self._noted_until(race, self._months)
            self._mark(self.notes, cut["public_score"])
            self.news = self._tell(self.notes, cut, shots, race.months) + self.news

    def _stand(self, columns: dict[str, Series], month: int, shot: Snapshot) -> None:
        """Months behind, and where the player stands."""
        now = {name: columns[name][: month + 1] for name in STANDING}
        levels = now["public_score"] * now["active"]
        place = max(self.seat, 0)
        for past in range(len(self._behind), month + 1):
            self._behind.append(behind_now(levels[: past + 1], place))
        if self.seat >= 0:
            leads, behind = leads_over(levels, self.seat), np.array(self._behind)
            self.standings.append(standing_of(now, self.names, self.seat, behind, leads))
        else:
            first = self.standings[0] if self.standings else None
            self.standings.append(ruler_standing(now, self.names, self._sides, shot, first))
            self.leads.append(lead_of(now, self._sides))

    def _noted_until(self, race: Race, month: int) -> list[Happening]:
        """Notes of the months before this one that have not been taken in."""
        rows = plain(race.world.happening)[0]
        until = int(race.world.market[0].happenings)
        found = []
        while self._noted < until and rows[self._noted, 0] < month:
            when, kind, lab, other, amount = (float(figure) for figure in rows[self._noted])
            found.append(Happening(int(when), Kind(int(kind)), int(lab), int(other), amount))
            self._noted += 1
        return found

    def _mark(self, notes: list[Happening], score: Series) -> None:
        for note in notes:
            month = note.month + 1
            if note.lab < 0 or note.other != FLAGSHIP or month >= len(score):
                continue
            marks = self.marks[note.lab]
            if note.kind == Kind.OPENED:
                marks[month] = True
                continue
            better = score[month, note.lab] - score[month - 1, note.lab] >= WORTH_A_MARK
            if better and note.kind in (Kind.RELEASED, Kind.STAGED):
                marks.setdefault(month, False)

    def _tell(
        self,
        notes: list[Happening],
        columns: dict[str, Series],
        shots: Sequence[Snapshot],
        ends: int,
    ) -> list[NewsItem]:
        place = max(self.seat, 0)
        record = Record(
            self.scenario,
            self.start,
            self.seat if self.seat >= 0 else NOBODY,
            columns["public_score"],
            np.array(self._behind),
            columns["share_experiments"][:, place],
            {name: columns[name][:, place] for name in {*CAUSES, *TROUBLES}},
            shots=tuple(shots),
            ends=ends,
        )
        if self._opened is not None:
            record.opened = self._opened
        self._opened = record.opened
        return tell_quarter(notes, self._months // TURN_MONTHS - 1, record)

    def releases(self, lab: int) -> tuple[Release, ...]:
        """Months in which a better best model of a lab came on sale, or was opened."""
        return tuple(Release(month, opened) for month, opened in sorted(self.marks[lab].items()))
