"""Student: a bot that sits in a class as a phone does: joins, decides, drops off, comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from random import Random
from typing import Any

from tenfold.ui.classroom.bots.caller import Caller, Pauses
from tenfold.ui.classroom.bots.memory import Memory
from tenfold.ui.classroom.bots.moves import bet_of, settings_of
from tenfold.ui.classroom.bots.tally import Kept, Tally
from tenfold.ui.classroom.bots.wire import Place, Refused, Reply, Unreachable, events

LATE, NO_TOKEN = 409, 401
THINKING, DEBRIEF, ENDED = "thinking", "debrief", "ended"
TRIES = 20
"""To find a seat, while others take them as well."""


@dataclass(frozen=True)
class Habits:
    """How a student behaves; shares are of rounds."""

    within: float = 20.0
    """Seconds of a round over which it decides."""
    submissions: int = 1
    """In each round."""
    drafts: float = 0.5
    asks: float = 0.5
    """Asks for a forecast."""
    bets: float = 0.5
    drops: float = 0.05
    """Loses its network, without a word."""
    leaves: float = 0.0
    """Leaves the room, and comes back."""
    away: tuple[float, float] = (1.0, 8.0)
    """Seconds that it is gone then."""


class BadJoin(ValueError):
    """A bot that may not come in; the server's line says why."""


class Student:
    """One bot.

    Args:
        place: of the server.
        nickname: it joins with.
        luck: its own.
        habits: how it behaves.
        tally: of the crowd.
    """

    def __init__(
        self, place: Place, nickname: str, luck: Random, habits: Habits, tally: Tally
    ) -> None:
        """Nowhere yet."""
        self.nickname, self.habits = nickname, habits
        self.state: dict[str, Any] = {}
        self.connected = asyncio.Event()
        """Its stream is open."""
        self._place, self._luck, self._tally = place, luck, tally
        self._caller = Caller(place, luck, tally)
        self._memory = Memory(nickname, tally)
        self._person = ""
        self._rings, self._over = asyncio.Event(), asyncio.Event()
        self._begun: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Task[None] | None = None
        self._asked_at = 0.0
        self._heard = 0
        """Version of the newest ring."""
        self._looking = False

    async def join(self, code: str) -> None:
        """Come into the room of that code.

        Raises:
            BadJoin: the server does not let it.
        """
        reply = await self._caller.ask("join", "join", {"code": code, "nickname": self.nickname})
        if reply.status != 200:
            raise BadJoin(f"{self.nickname} cannot join: {reply.error}")
        self._caller.token, self._person = reply.json["token"], reply.json["person"]
        await self._look()

    async def sit(self, new: bool | None = None) -> None:
        """Take a seat, unless it was dealt one.

        Args:
            new: where nobody sits yet, or beside others; None: wherever it is dealt.

        Raises:
            BadJoin: there is no seat left.
        """
        reply: Reply | None = None
        for _ in range(TRIES):
            if self.state["team"] is not None:
                return
            # Others choose at the same time: look again each time that one was faster.
            reply = await self._caller.ask("seat", "seat", self._wish(new))
            if reply.status == 200:
                self._take(reply.json)
            else:
                await self._look()
        raise BadJoin(f"{self.nickname} finds no seat: {'' if reply is None else reply.error}")

    def _wish(self, new: bool | None) -> dict[str, Any]:
        free = [one for one in self.state["seats"] if bool(one["sits"]) is not new]
        if new is None or not free:
            return {}
        best = min(free, key=lambda one: one["sits"])
        return {"copy": best["copy"], "seat": best["seat"]}

    async def live(self) -> None:
        """Play until the room has ended, or is deleted."""
        self._listening = asyncio.ensure_future(self._listen())
        looking = asyncio.ensure_future(self._keep_looking())
        over = asyncio.ensure_future(self._over.wait())
        try:
            await asyncio.wait({looking, over}, return_when=asyncio.FIRST_COMPLETED)
            if looking.done():
                looking.result()
        finally:
            every = {looking, over, self._listening, *self._tasks}
            for task in every:
                task.cancel()
            await asyncio.gather(*every, return_exceptions=True)
            self._caller.cut()
            self.connected.clear()

    async def _listen(self) -> None:
        """Hear that something is new; connect again whenever that breaks off."""
        pauses = Pauses(self._luck)
        while not self._over.is_set():
            try:
                async with aclosing(events(self._place, self._caller.token)) as heard:
                    async for kind, said in heard:
                        pauses.over()
                        self.connected.set()
                        self._hear(kind, said)
            except Unreachable:
                self._tally.lost += 1
            except Refused as no:
                if no.reply.status == NO_TOKEN:
                    self._over.set()
            self.connected.clear()
            await asyncio.sleep(pauses.next())

    def _hear(self, kind: str, said: Mapping[str, Any]) -> None:
        if kind == "state":
            self._rung(said)
        elif kind == "forecast" and self._asked_at:
            self._tally.took["forecast"].append(time.monotonic() - self._asked_at)
            self._asked_at = 0.0
        elif kind == "bye" and said.get("why") == "deleted":
            self._over.set()

    def _rung(self, said: Mapping[str, Any]) -> None:
        """Take what came along; look where that is not all, unless a look is on its way."""
        self._heard = said["version"]
        changed = said.get("changed")
        if self._looking or self._rings.is_set():
            return
        if changed is None:
            self._rings.set()
        elif self._is_news(said):
            self._take({**self.state, **changed})

    def _is_news(self, said: Mapping[str, Any]) -> bool:
        """What was on its way while a submission was saved is none."""
        kept = self._memory.last(self.state["room"]["round"])
        there = said["changed"].get("submitted", kept and {"revision": kept.revision})
        is_old = kept is not None and (there or {"revision": 0})["revision"] < kept.revision
        return said["version"] >= self.state["version"] and not is_old

    async def _keep_looking(self) -> None:
        self._rings.set()
        while not self._over.is_set():
            await self._rings.wait()
            self._rings.clear()
            await self._look()

    async def _look(self) -> None:
        self._looking = True
        try:
            reply = await self._caller.get("state", "state")
        finally:
            self._looking = False
        if reply.status == NO_TOKEN:
            self._over.set()
        elif self._good("state", reply):
            if reply.json["version"] < self._heard:
                self._heard = 0  # whatever is got from now on knows of it
                self._rings.set()
            self._take(reply.json)

    def _take(self, state: dict[str, Any]) -> None:
        self.state = state
        phase, number = state["room"]["phase"], state["room"]["round"]
        if self._memory.check(state):
            self._begun = {begun for begun in self._begun if begun < number}
        self._tally.saw(self.nickname, phase, number)
        if phase == ENDED:
            self._over.set()
        elif phase == THINKING and number not in self._begun and state["levers"]:
            self._begun.add(number)
            self._begin(self._play(number))
        if self._can_answer():
            self._begin(self._answer())

    def _begin(self, doing: Any) -> None:
        task = asyncio.ensure_future(doing)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._tally.refused[f"{type(problem).__name__}: {problem}"] += 1

    async def _play(self, number: int) -> None:
        """Decide a round: think, try this and that, submit, bet."""
        habits, luck = self.habits, self._luck
        ends = sorted(luck.uniform(0.1, 1.0) * habits.within for _ in range(habits.submissions))
        began = time.monotonic()
        for turn, end in enumerate(ends):
            await asyncio.sleep(max(0.0, began + end * luck.random() - time.monotonic()))
            if luck.random() < habits.drops:
                await self._drop_off()
            if luck.random() < habits.leaves:
                await self._leave_and_return()
            settings = settings_of(self.state, luck)
            await self._try_out(number, settings)
            await asyncio.sleep(max(0.0, began + end - time.monotonic()))
            if not self._is_open(number):
                return
            await self._submit(number, settings, f"bot-{self._person}-{number}-{turn}")
        if luck.random() < habits.bets and self._is_open(number) and self._memory.last(number):
            bet = bet_of(self.state, luck)
            if bet is not None:
                reply = await self._caller.ask("bet", "bet", {"round": number, "bet": bet})
                self._good("bet", reply)

    async def _try_out(self, number: int, settings: Mapping[str, float]) -> None:
        """Show mates what is being thought about, and ask what may come of it."""
        said = {"round": number, "settings": settings}
        if self._luck.random() < self.habits.drafts and self._is_open(number):
            reply = await self._caller.ask("pen", "pen", {"take": True})
            self._good("pen", reply)
            # A mate may have taken the pen in between: then it is theirs.
            self._good("draft", await self._caller.ask("draft", "draft", said))
        can_ask = self._is_open(number) and self.state["room"]["forecasts"]
        if self._luck.random() < self.habits.asks and can_ask:
            self._asked_at = time.monotonic()
            reply = await self._caller.ask("forecast asked", "forecast", said)
            self._good("forecast", reply)

    async def _submit(self, number: int, settings: Mapping[str, float], key: str) -> None:
        """Submit; tried again with the same key until the server has said yes or too late."""
        self._tally.sent.add(key)
        reply = await self._caller.ask(
            "submit", "submit", {"round": number, "settings": settings, "key": key}
        )
        if reply.status == LATE:
            self._tally.late += 1
            self._rings.set()
        elif self._good("submit", reply):
            kept = Kept(number, self.state["team"]["id"], key, reply.json["revision"], settings)
            self._tally.kept.append(kept)
            self._memory.keep(kept)

    def _is_open(self, number: int) -> bool:
        room = self.state["room"]
        return bool(room["phase"] == THINKING and room["round"] == number and self.state["levers"])

    async def _drop_off(self) -> None:
        """Lose the network for a while, and come back with the token."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self.connected.clear()
        self._caller.cut()
        await asyncio.sleep(self._luck.uniform(*self.habits.away))
        reply = await self._caller.ask("rejoin", "rejoin", {})
        if self._good("rejoin", reply):
            self._take(reply.json)
        self._listening = asyncio.ensure_future(self._listen())

    async def _leave_and_return(self) -> None:
        self._good("leave", await self._caller.ask("leave", "leave", {}))
        await asyncio.sleep(self._luck.uniform(*self.habits.away))
        reply = await self._caller.ask("rejoin", "rejoin", {})
        if self._good("rejoin", reply):
            self._take(reply.json)
        if self.state["team"] is None:
            await self.sit()

    def _can_answer(self) -> bool:
        vote, slip = self.state["vote"], self.state["slip"]
        asked = (vote and vote.get("open", True) and not vote["mine"] and vote["question"]) or (
            slip and slip.get("open", True) and not slip["mine"] and DEBRIEF
        )
        return bool(asked) and self._memory.is_new(str(asked))

    async def _answer(self) -> None:
        """Vote, and hand the exit slip in."""
        vote, slip = self.state["vote"], self.state["slip"]
        if vote and not vote["mine"]:
            said = {"question": vote["question"], "answer": self._luck.choice(vote["choices"])}
            self._good("vote", await self._caller.ask("vote", "vote", said))
        if slip and not slip["mine"]:
            answers = dict.fromkeys(slip["questions"], "A bot has no opinion.")
            reply = await self._caller.ask("slip", "slip", {"answers": answers})
            self._good("slip", reply)

    def _good(self, what: str, reply: Reply) -> bool:
        """Whether it was answered; a no that is not about the moment is noted."""
        if reply.status < 300:
            return True
        if reply.status != LATE:
            self._tally.refused[f"{what}: {reply.status} {reply.error}"] += 1
        return False
