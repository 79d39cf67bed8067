"""Talk: messages to all, votes on a claim, exit slips, what the projector shows."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection

from tenfold.sim.game.telling.phrase import number
from tenfold.ui.classroom.rooms.mailbox import PARTS, STATE
from tenfold.ui.classroom.rooms.names import clean, clean_lines
from tenfold.ui.classroom.rooms.plan import LONGEST_TEXT, vote_of
from tenfold.ui.classroom.rooms.refusals import NotAllowed, RoomError, TooLate
from tenfold.ui.classroom.rooms.rounds import Rounds
from tenfold.ui.classroom.rooms.state import DEBRIEF
from tenfold.ui.classroom.store import queries_talk
from tenfold.ui.classroom.store.rows import MessageRow, SlipRow, VoteRow

LONGEST_ANSWER = 1_000
SCENES = ("auto", "join", "thinking", "reveal", "ranking", "debrief", "blank")


class Talk(Rounds):
    """What is said and asked."""

    async def say(self, text: object) -> None:
        """Tell all something; "" takes the last message away."""
        self.check_alive()
        words = "" if text == "" else clean(text, LONGEST_TEXT, "message")
        row = MessageRow(self.id, self.now(), words)
        await self.write(lambda db: queries_talk.keep_message(db, row))
        self.message = row
        self.tell()

    async def show_scene(self, scene: object) -> None:
        """Choose what the projector shows; "auto" follows the room."""
        if scene not in SCENES:
            raise RoomError(f"scene: choose one of {', '.join(SCENES)}.")
        self.check_alive()
        async with self.lock:
            await self.set_live(scene=None if scene == "auto" else scene)
        self.tell([])

    async def open_vote(self, asked: object) -> None:
        """Ask everybody to vote on a claim, given whole or by its number in the plan.

        Raises:
            RoomError: there is no such claim.
        """
        self.check_alive()
        if isinstance(asked, int) and not isinstance(asked, bool):
            if not 0 <= asked < len(self.plan.votes):
                raise RoomError(f"vote: the plan has {number(len(self.plan.votes), 'claim')}.")
            claim = self.plan.votes[asked]
        else:
            claim = vote_of(asked)
        told = {"question": claim.question, "choices": list(claim.choices), "open": True}
        async with self.lock:
            await self.set_live(vote=told)
        self.tell()

    async def close_vote(self) -> None:
        """End the vote: what came of it is shown."""
        self.check_alive()
        async with self.lock:
            if "vote" in self.live:
                await self.set_live(vote={**self.live["vote"], "open": False})
        self.tell()

    async def drop_vote(self) -> None:
        """Take the vote off all screens; the answers stay in the record."""
        self.check_alive()
        async with self.lock:
            await self.set_live(vote=None)
        self.tell()

    async def vote(self, person: str, question: object, answer: object) -> None:
        """A student votes on the claim that is open; the last vote counts.

        Raises:
            RoomError: nothing is asked, or that is no answer to it.
        """
        self._present(person)
        asked = self.live.get("vote")
        if asked is None or not asked["open"] or question != asked["question"]:
            raise TooLate("This vote is not open.")
        if answer not in asked["choices"]:
            raise RoomError(f"answer: choose one of {', '.join(asked['choices'])}.")
        claim = str(asked["question"])
        row = VoteRow(self.id, person, claim, str(answer), self.now())
        await self.write(lambda db: queries_talk.keep_vote(db, row))
        self.votes.setdefault(claim, {})[person] = str(answer)
        self._rings(person, "vote")

    async def slip(self, person: str, answers: object) -> None:
        """A student hands in the exit slip, or another version of it.

        Args:
            person: id.
            answers: question to answer.

        Raises:
            RoomError: it is not the time, or no answers to these questions.
        """
        self._present(person)
        if self.row.phase != DEBRIEF:
            raise TooLate("Exit slips are for the end of the lesson.")
        if not isinstance(answers, Mapping) or not answers:
            raise RoomError("answers: must be questions and answers.")
        rows = []
        for question, answer in answers.items():
            if question not in self.plan.slip:
                raise RoomError("answers: this is not asked here.")
            text = clean_lines(answer, LONGEST_ANSWER, "answer")
            rows.append(SlipRow(self.id, person, str(question), text, self.now()))

        def keep(db: Connection) -> None:
            for row in rows:
                queries_talk.keep_slip(db, row)

        await self.write(keep)
        self.slips.setdefault(person, {}).update({row.question: row.answer for row in rows})
        self._rings(person, "slip")

    def _present(self, person: str) -> None:
        self.check_alive()
        if self.person(person).left_ms is not None:
            raise NotAllowed("You have left this room: come back first.")

    def _rings(self, person: str, part: str) -> None:
        """The teacher's pages; and the student's own, of whose state this part has changed."""
        rings = {"version": self.row.version}
        for box in self.boxes:
            if box.kind != "person":
                box.put(STATE, rings)
            elif box.person == person:
                box.put(STATE, {**rings, PARTS: (part,)})
