"""Rounds: the phases of a room: begin, extend, pause, resolve, undo; what a teacher lets happen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from sqlite3 import Connection

from tenfold.sim.game.debrief.yardstick import Yardstick, text_of
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.table.injected import with_events
from tenfold.ui.classroom.rooms.changes import fill_in, withdraw
from tenfold.ui.classroom.rooms.composing import open_levers
from tenfold.ui.classroom.rooms.deciding import Deciding
from tenfold.ui.classroom.rooms.refusals import Busy, RoomError, TooLate
from tenfold.ui.classroom.rooms.state import (
    DEBRIEF,
    ENDED,
    LOBBY,
    RESOLVING,
    REVEALED,
    THINKING,
)
from tenfold.ui.classroom.store import queries_rooms, queries_rounds, queries_yardsticks
from tenfold.ui.classroom.store.rows import DecisionRow, DraftRow, InjectedRow
from tenfold.ui.classroom.store.troubles import StoreError

LONGEST_EXTENSION = 3_600
FAILED = "Round {number} could not be resolved ({problem}). Nothing is lost: resolve it again."
log = logging.getLogger(__name__)


class Rounds(Deciding):
    """What a teacher does with time."""

    async def start_round(self, rehearsal: bool = False) -> None:
        """Go on: from the lobby into the first round, from a result into the next, or the debrief.

        Args:
            rehearsal: the rounds to come are for practice, on another luck; `reset` wipes them.

        Raises:
            RoomError: it is not the moment, or nobody has a seat.
        """
        async with self.lock:
            self.check_alive()
            if self.row.phase == LOBBY:
                await self._begin(rehearsal)
            elif self.row.phase == REVEALED:
                await self._go_on()
            else:
                raise TooLate(f"The room is {self.row.phase}: no round can begin now.")
        self._moved()

    async def _begin(self, rehearsal: bool) -> None:
        await self.deal_rest()
        if not self.teams:
            raise RoomError("Nobody has joined yet.")
        room, teams = replace(self.seating(), rehearsal=rehearsal), set(self.teams)
        texts = await self.worked(lambda races: races.tell(room, tuple, teams))
        await self.write(
            lambda db: queries_rounds.keep_told(db, self.id, 0, texts),
            phase=THINKING, round=1, rehearsal=rehearsal, deadline_ms=self._deadline(1),
            paused_left_ms=None,
        )  # fmt: skip
        self.show(texts)

    async def _go_on(self) -> None:
        if self.done >= self.plan.rounds:
            await self.write(lambda db: None, phase=DEBRIEF, deadline_ms=None, paused_left_ms=None)
            return
        number = self.done + 1
        await self.write(
            lambda db: None, phase=THINKING, round=number, deadline_ms=self._deadline(number),
            paused_left_ms=None,
        )  # fmt: skip
        self.decisions, self.drafts = {}, {}

    async def resolve(self) -> None:
        """End the round now: who has not submitted keeps the last settings.

        Raises:
            RoomError: no round is open, or it could not be resolved; then it is as it was.
        """
        async with self.lock:
            self.check_alive()
            if self.row.phase not in (THINKING, RESOLVING):
                raise TooLate("No round is open.")
            await self._resolve()
        self._moved()

    async def _resolve(self) -> None:
        if self.row.phase == THINKING:
            await self.write(lambda db: None, phase=RESOLVING, deadline_ms=None)
            self.tell()
        number = self.row.round
        try:
            room, rows = self.seating(), self.rows()
            submitted = await asyncio.to_thread(self._submitted, number)
            played = await self.worked(lambda races: races.resolve(room, rows, submitted))
            at = self.now()

            def keep(db: Connection) -> None:
                fill_in(db, played.rows)
                queries_rounds.note_resolved(db, self.id, number, at)
                queries_rounds.keep_told(db, self.id, number, played.told)

            await self.write(
                keep, phase=REVEALED, deadline_ms=self._reveal_ends(), paused_left_ms=None
            )
        except StoreError as trouble:
            self.problem = str(trouble)
            raise Busy(str(trouble)) from None  # it is tried again: the phase says so
        except Exception as problem:
            await self._reopen(number, problem)
        self.problem = ""
        self.done = number
        self.decisions = submitted | {row.team: row for row in played.rows}
        self.told = {}
        self.show(played.told)
        self.shop.forecasts.drop(self.id)
        if not self.row.rehearsal:
            self.measure()

    def _submitted(self, number: int) -> dict[str, DecisionRow]:
        """What counts: the database's last word on a round. For any thread."""
        found = self.store.read(lambda db: queries_rounds.decisions_of(db, self.id, number))
        return {row.team: row for row in found}

    async def _reopen(self, number: int, problem: Exception) -> None:
        """A round that cannot be resolved goes back to its teams, paused."""
        log.exception("Round %d of room %s could not be resolved.", number, self.id)
        self.problem = FAILED.format(number=number, problem=type(problem).__name__)
        await self.write(
            lambda db: None, phase=THINKING, deadline_ms=None,
            paused_left_ms=1_000 * self.plan.thinking(number),
        )  # fmt: skip
        self.tell()
        raise Busy(self.problem) from None

    async def extend(self, seconds: object) -> None:
        """Give more time, or (below 0) less.

        Raises:
            RoomError: no time is running, or so many seconds cannot be.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int):
            raise RoomError("seconds: must be a whole number.")
        if not 0 < abs(seconds) <= LONGEST_EXTENSION:
            raise RoomError(f"seconds: from 1 to {LONGEST_EXTENSION}.")
        async with self.lock:
            self.check_alive()
            row, more = self.row, 1_000 * seconds
            if row.paused_left_ms is not None:
                await self.write(
                    lambda db: None, paused_left_ms=max(1_000, row.paused_left_ms + more)
                )
            elif row.deadline_ms is not None:
                ends = max(self.now() + 1_000, row.deadline_ms + more)
                await self.write(lambda db: None, deadline_ms=ends)
            else:
                raise TooLate("No time is running.")
        self._moved()

    async def pause(self) -> None:
        """Stop the time; teams may go on deciding.

        Raises:
            RoomError: no time is running.
        """
        async with self.lock:
            self.check_alive()
            if self.row.paused_left_ms is not None:
                return
            if self.row.deadline_ms is None:
                raise TooLate("No time is running.")
            left = max(1_000, self.row.deadline_ms - self.now())
            await self.write(lambda db: None, deadline_ms=None, paused_left_ms=left)
        self._moved()

    async def resume(self) -> None:
        """Let the time go on."""
        async with self.lock:
            self.check_alive()
            if self.row.paused_left_ms is None:
                return
            ends = self.now() + self.row.paused_left_ms
            await self.write(lambda db: None, deadline_ms=ends, paused_left_ms=None)
        self._moved()

    async def undo_round(self) -> None:
        """Take the last resolved round back: its decisions go to the record, it is open again.

        What teams had decided is their draft again, and what a teacher let happen before it stays.

        Raises:
            RoomError: no round was resolved.
        """
        async with self.lock:
            self.check_alive()
            if self.done == 0 or self.row.phase not in (THINKING, REVEALED, DEBRIEF):
                raise TooLate("There is no round to take back.")
            number, at, was_open = self.done, self.now(), self.row.phase == THINKING
            drafts = self._as_drafts(await asyncio.to_thread(self._submitted, number), at)

            def undo(db: Connection) -> None:
                if was_open:
                    withdraw(db, self.id, number + 1, at)
                for draft in drafts:
                    queries_rounds.keep_draft(db, draft)
                queries_rounds.drop_injected(db, self.id, number + 1)
                queries_rounds.undo_round(db, self.id, number, at)

            await self.write(
                undo, phase=THINKING, round=number, deadline_ms=self._deadline(number),
                paused_left_ms=None,
            )  # fmt: skip
            self.epoch += 1
            self.load()
            await self._tell_missing()
        self.shop.forecasts.drop(self.id)
        self._moved()

    def _as_drafts(self, decided: Mapping[str, DecisionRow], at_ms: int) -> list[DraftRow]:
        """What people had submitted, as what their levers stand at."""
        found = []
        for row in decided.values():
            if row.team in self.teams and row.by in self.people:
                team = self.teams[row.team]
                shown = open_levers(self.plan, team.seat, self.role_of(team), row.round)
                held = {name: value for name, value in row.settings.items() if name in shown}
                found.append(DraftRow(self.id, row.round, row.team, held, row.mode, row.by, at_ms))
        return found

    async def _tell_missing(self) -> None:
        """Teams that came later than the round which is open again are told where it stands."""
        missing = set(self.teams) - set(self.told)
        if missing:
            room, rows = self.seating(), self.rows()
            texts = await self.worked(lambda races: races.tell(room, rows, missing))
            await self.write(lambda db: queries_rounds.keep_told(db, self.id, self.done, texts))
            self.show(texts)

    async def inject(self, name: object) -> None:
        """Let something happen in the coming quarter.

        Raises:
            RoomError: there is no such event here, or the race is over.
        """
        async with self.lock:
            self.check_alive()
            number = self.done + 1
            if number > self.plan.rounds or self.row.phase == DEBRIEF:
                raise TooLate("The race is over: nothing can happen in it any more.")
            injection = (number, str(name))
            try:
                with_events(self.plan.world, (*self.injected, injection))
            except GameError as problem:
                raise RoomError(str(problem)) from None
            row = InjectedRow(self.id, number, {"name": str(name)}, self.now())
            await self.write(lambda db: queries_rounds.inject(db, row))
            self.injected = (*self.injected, injection)
            self.epoch += 1
        self.tell([])

    async def withdraw_events(self) -> None:
        """Take back what was let happen in the coming quarter."""
        async with self.lock:
            self.check_alive()
            number = self.done + 1
            await self.write(lambda db: queries_rounds.drop_injected(db, self.id, number))
            self.injected = tuple(one for one in self.injected if one[0] != number)
            self.epoch += 1
        self.tell([])

    async def reset(self) -> None:
        """Wipe what was played and said, after a rehearsal: back to the lobby, with all seats."""
        async with self.lock:
            self.check_alive()
            live = {name: v for name, v in self.live.items() if name not in ("vote", "scene")}
            await self.write(
                lambda db: queries_rooms.clear_room(db, self.id),
                phase=LOBBY, round=0, deadline_ms=None, paused_left_ms=None, rehearsal=False,
                plan=self.plan_row(live),
            )  # fmt: skip
            self.live = live
            self.problem = ""
            self.epoch += 1
            self.load()
            await self._tidy()
        self.shop.forecasts.drop(self.id)
        self._moved()

    async def lock_room(self, locked: bool) -> None:
        """Let nobody more in, or again."""
        self.check_alive()
        await self.write(lambda db: None, locked=locked)
        self.tell([])

    async def end(self) -> None:
        """The room is over: it can be read and deleted, and that is all."""
        async with self.lock:
            if self.gone or self.row.phase == ENDED:
                return
            await self.write(
                lambda db: None, phase=ENDED, deadline_ms=None, paused_left_ms=None,
                ended_ms=self.now(),
            )  # fmt: skip
        self.shop.forecasts.drop(self.id)
        self._moved()

    async def time_is_up(self) -> None:
        """What the clock does: end the round, begin the next, or try again what did not work."""
        async with self.lock:
            due = self.row.deadline_ms is not None and self.row.deadline_ms <= self.now()
            if self.gone:
                return
            if self.row.phase == RESOLVING or (due and self.row.phase == THINKING):
                await self._resolve()
            elif due and self.row.phase == REVEALED:
                await self._go_on()
            elif self.is_last_call():
                await self.call_last()
            else:
                return
        self._moved()

    def next_ms(self) -> int | None:
        """When the clock has something to do here."""
        if self.row.phase == RESOLVING or self.is_last_call():
            return self.now()
        return self.row.deadline_ms

    async def warm(self) -> None:
        """Have the races in memory; one copy at a time, so that others need not wait for all."""
        for copy in self.seating().copies:
            await self._warm_copy(copy)

    async def _warm_copy(self, copy: int) -> None:
        room, rows = self.seating(), self.rows()
        if not self.gone and copy in room.copies:
            await self.worked(lambda races: races.warm(room, copy, rows))

    def measure(self) -> None:
        """Have seats measured whose yardsticks are not known; for the ranking and for debriefs."""
        loop = asyncio.get_running_loop()
        known = self.store.read(lambda db: queries_yardsticks.measured_in(db, self.id))
        for seat in sorted({team.seat for team in self.teams.values()} - known):

            def tell(made: Yardstick, seat: str = seat) -> None:
                with suppress(RuntimeError):  # the server stops: it is measured again
                    asyncio.run_coroutine_threadsafe(self._keep_yardstick(seat, made), loop)

            # What tells seats apart is a hash of the whole model: not in this thread.
            loop.run_in_executor(None, self.shop.measure, self.plan, seat, tell)

    async def _keep_yardstick(self, seat: str, made: Yardstick) -> None:
        async with self.lock:
            known = self.store.read(lambda db: queries_yardsticks.measured_in(db, self.id))
            if self.gone or seat in known:
                return
            # A spread that teams were ranked by stays, whatever a newer model measures.
            spreads = {seat: made.spread, **self.spreads} if made.spread > 0.0 else self.spreads
            live = {**self.live, "spreads": spreads}
            await self.write(
                lambda db: queries_yardsticks.keep_yardstick(db, self.id, seat, text_of(made)),
                plan=self.plan_row(live),
            )
            self.live = live
        # Phones show a rank, which needs spreads, after the last round alone.
        self.tell(None if self.done >= self.plan.rounds else [])

    def _deadline(self, number: int) -> int:
        return self.now() + 1_000 * self.plan.thinking(number)

    def _reveal_ends(self) -> int | None:
        return self.now() + 1_000 * self.plan.reveal if self.plan.auto else None

    def _moved(self) -> None:
        self.shop.woken()
        self.tell()
