"""Deciding: what a team does in a round: draft, submit, bet."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from sqlite3 import Connection
from typing import Any

from tenfold.sim.game.foresight.position import Position
from tenfold.sim.game.saves.entry import Entry
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.ui.classroom.rooms import composing
from tenfold.ui.classroom.rooms.changes import check_open, known
from tenfold.ui.classroom.rooms.forecasts import Question
from tenfold.ui.classroom.rooms.names import clean
from tenfold.ui.classroom.rooms.people import People
from tenfold.ui.classroom.rooms.plan import RolePlan
from tenfold.ui.classroom.rooms.races import TEACHER
from tenfold.ui.classroom.rooms.refusals import Busy, NotAllowed, PenHeld, RoomError, TooLate
from tenfold.ui.classroom.rooms.state import THINKING
from tenfold.ui.classroom.store import queries_people, queries_rounds
from tenfold.ui.classroom.store.rows import DecisionRow, DraftRow, TeamRow
from tenfold.ui.classroom.store.troubles import NotThere
from tenfold.ui.forecast_words import GOVERNMENT, LAB

DECIDED = ("team", "draft", "submitted", "bet")
"""Fields of a phone's state that change while its team decides a round."""
LONGEST_KEY = 100
LAST_CALL = 5_000
"""Milliseconds that a round stays open once all have submitted."""
LAST_CALL_TO_BET = 15_000
"""The same where the last team may still want to bet."""


class Deciding(People):
    """Drafts, decisions and bets of the open round.

    They wait for no lock: whether the round is still open is settled by the database, in the
    transaction that keeps them.
    """

    _called = 0
    """The round that was shortened because all were in."""

    async def draft(self, person: str, number: object, settings: object) -> int:
        """Show mates what the levers stand at; whoever drafts without a pen about takes it.

        Returns:
            The room's version.

        Raises:
            RoomError: it cannot be, the round is over, or somebody else holds the pen.
        """
        team = self.team_of(person)
        self.check_own(team)
        self._check_round(number)
        if team.pen not in (None, person):
            mate = self.people.get(team.pen or "")
            raise PenHeld(f"{mate.nickname if mate else 'Somebody'} has the pen: take it first.")
        given = composing.settings_of(settings)
        self._entry(team, given, None)  # refuses what cannot be
        mode = composing.mode_of(self.plan, team.seat)
        row = DraftRow(self.id, self.row.round, team.id, given, mode, person, self.now())

        def keep(db: Connection) -> None:
            check_open(db, self.id, row.round)
            queries_rounds.keep_draft(db, row)
            if team.pen is None:
                queries_people.give_pen(db, self.id, team.id, person)

        await self.write(keep)
        news = team.pen is None or team.id not in self.drafts
        self.teams[team.id] = replace(self.teams[team.id], pen=person)
        if self.row.round == row.round:
            self.drafts[team.id] = row
        by = self.people[person].nickname
        said = {"round": row.round, "settings": given, "by": by, "at": row.at_ms}
        self.tell([team.id], "draft", said, staff=False)
        if news:
            self.tell([team.id], parts=DECIDED)
        return self.row.version

    async def submit(
        self, person: str, number: object, settings: object, bet: object, key: object
    ) -> DecisionRow:
        """Decide the round for one's team; the last submission before it is resolved counts.

        Args:
            person: id.
            number: of the round that the phone shows.
            settings: of open levers, and answers.
            bet: a range, or None: then the one placed before stays.
            key: the phone's own id of this submission; a retry with the same key changes nothing,
                whatever has become of round, seat and room since.

        Returns:
            What now stands, on disk.

        Raises:
            RoomError: it cannot be, or the round is over.
        """
        team, name = self.team_of(person), clean(key, LONGEST_KEY, "key")
        try:
            self.check_own(team)
            return await self._submit(team, number, settings, bet, name, person)
        except RoomError:
            earlier = self.store.read(lambda db: known(db, self.id, number, team.id, name))
            if earlier is None:
                raise
            return earlier

    async def submit_for(self, team: object, number: object, settings: object) -> DecisionRow:
        """The teacher decides for a seat that was taken over.

        Raises:
            RoomError: it was not, or the settings cannot be.
        """
        found = self.team(team)
        if found.pen != TEACHER:
            raise NotAllowed("Take this seat over first.")
        return await self._submit(found, number, settings, None, f"{self.now()}", TEACHER)

    async def _submit(
        self, team: TeamRow, number: object, settings: object, bet: object, key: str, by: str
    ) -> DecisionRow:
        self._check_round(number)
        entry = self._entry(team, composing.settings_of(settings), bet)
        row = DecisionRow(
            self.id, entry.turn, team.id, team.copy, team.seat, dict(entry.settings or {}),
            dict(entry.levers), entry.mode, composing.bet_row(entry.bet), by, key, 1, self.now(),
        )  # fmt: skip

        def keep(db: Connection) -> DecisionRow:
            earlier = known(db, self.id, row.round, team.id, key)
            if earlier is not None:
                return earlier
            check_open(db, self.id, row.round)
            return queries_rounds.submit(db, row)

        self.shop.submitting += 1
        try:
            kept = await self.write(keep)
        finally:
            self.shop.submitting -= 1
        self._note(kept)
        self.tell([team.id], parts=DECIDED)
        if self.is_last_call():
            self.shop.woken()
        return kept

    async def bet(self, person: str, number: object, bet: object) -> None:
        """Bet a range on what comes; None takes it back. The team must have submitted.

        Raises:
            RoomError: no such range can be, or the round is over, or nothing was submitted.
        """
        team = self.team_of(person)
        self.check_own(team)
        self._check_round(number)
        if not self.plan.predict:
            raise RoomError("There are no bets in this room.")
        what = composing.what_is_bet_on(self.plan, team.seat)
        ends = composing.bet_row(composing.bet_of(bet, what))
        at = self.row.round

        def keep(db: Connection) -> None:
            check_open(db, self.id, at)
            queries_rounds.keep_bet(db, self.id, at, team.id, ends)

        try:
            await self.write(keep)
        except NotThere as problem:
            raise RoomError(str(problem)) from None
        stands = self.decisions.get(team.id)
        if stands is not None and stands.round == at:
            self.decisions[team.id] = replace(stands, bet=ends)
        self.tell([team.id], parts=DECIDED)

    def forecast(self, person: str, number: object, settings: object) -> bool:
        """Ask what may come of a draft; the answer comes to the team as an event.

        Returns:
            Whether it will: no longer where the round is over, which is nobody's mistake.

        Raises:
            RoomError: it cannot be asked; Busy: too much was asked.
        """
        team = self.team_of(person)
        try:
            self._check_round(number)
        except TooLate:
            return False
        if not self.plan.forecasts:
            raise NotAllowed("There are no forecasts in this room.")
        entry = self._entry(team, composing.settings_of(settings), None)
        turn = composing.turn_from(self.told[team.id]["_turn"])
        still = composing.untouched(self.plan, team.seat, self.role_of(team), turn)
        room, rows, loop = self.seating(), self.rows(), asyncio.get_running_loop()

        def position() -> Position | None:
            if self.row.phase != THINKING or self.row.round != entry.turn:
                return None
            ask = self.shop.wait_for(lambda races: races.game(room, team.id, rows).position())
            if self.row.round != entry.turn:
                return None
            # Levers that are not open yet are the autopilot's, who may move them: no change is
            # what comes of leaving all as the phone shows it.
            return replace(ask, settings=still, mode=entry.mode)

        def answer(told: dict[str, Any]) -> None:
            titles = LAB if team.seat != REGULATOR else GOVERNMENT
            said = {"round": entry.turn, "rows": [dict(row) for row in titles], **told}
            loop.call_soon_threadsafe(self._foretold, team.id, entry.turn, said)

        question = Question(entry.turn, dict(entry.settings or {}), entry.mode, position, answer)
        if not self.shop.forecasts.ask((self.id, team.id), question):
            raise Busy("Too much is being forecast: try again in a moment.")
        return True

    def _foretold(self, team: str, number: int, said: dict[str, Any]) -> None:
        if self.row.phase == THINKING and self.row.round == number:
            self.tell([team], "forecast", said, staff=False)

    def must_submit(self) -> set[str]:
        """Teams that a round waits for."""
        return set(self.taken())

    def has_submitted(self) -> set[str]:
        """Those of them that have."""
        return {team for team in self.must_submit() if team in self.decisions}

    def role_of(self, team: TeamRow) -> RolePlan | None:
        """The house rule of a team."""
        return self.plan.role_of(team.copy, self.plan.seats.index(team.seat))

    def _check_round(self, number: object) -> None:
        self.check_alive()
        if self.row.phase != THINKING or number != self.row.round:
            raise TooLate.for_round(number, self.row.round)

    def _entry(self, team: TeamRow, given: dict[str, float], bet: object) -> Entry:
        told = self.told.get(team.id)
        if told is None:
            raise TooLate("Your race is being made ready: try again in a moment.")
        turn = composing.turn_from(told["_turn"])
        what = composing.what_is_bet_on(self.plan, team.seat)
        ends = composing.bet_of(bet, what) if self.plan.predict else None
        return composing.entry_of(self.plan, team.seat, self.role_of(team), turn, given, ends)

    def _note(self, kept: DecisionRow) -> None:
        stands = self.decisions.get(kept.team)
        newer = stands is None or stands.revision <= kept.revision
        if newer and kept.round == self.row.round:
            self.decisions[kept.team] = kept

    def is_last_call(self) -> bool:
        """All are in, and the round would go on for long: it may end sooner."""
        row, waits = self.row, self.must_submit()
        if not self.plan.when_all_in or row.phase != THINKING or row.deadline_ms is None:
            return False
        if self._called == row.round or not waits or waits != self.has_submitted():
            return False
        return row.deadline_ms > self.now() + self._last_call()

    async def call_last(self) -> None:
        """Let the round end soon; once in a round, so that a teacher can give more time after all.

        The caller holds the lock.
        """
        self._called = self.row.round
        await self.write(lambda db: None, deadline_ms=self.now() + self._last_call())

    def _last_call(self) -> int:
        return LAST_CALL_TO_BET if self.plan.predict else LAST_CALL
