"""What a student asks: state, seat, draft, pen, submission, bet, forecast, vote, slip."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from tenfold.ui.classroom.api.answers import Answer
from tenfold.ui.classroom.api.asking import PERSON, PROJECTOR, TEACHER, Asker, Asking
from tenfold.ui.classroom.api.bodies import (
    answers,
    fields,
    flag,
    key,
    object_of,
    or_nothing,
    pair,
    settings,
    text,
    whole,
)
from tenfold.ui.classroom.api.streaming import stream

ROUND = whole(1, 10_000)
LONGEST_ANSWER, SLIP_BYTES = 4_000, 65_536
NAME, QUESTION = text(200), text(600)
ACCEPTED = 202


async def state(_: Request, who: Asker) -> Any:
    """What the phone shows."""
    return who.state()


async def rejoin(request: Request, who: Asker) -> Any:
    """Who had left is back."""
    fields(await object_of(request))
    await who.room.rejoin(who.person)
    return who.state()


async def seat(request: Request, who: Asker) -> Any:
    """Take a seat."""
    said = fields(
        await object_of(request),
        optional={"team": text(64), "copy": whole(1, 10_000), "seat": text(64)},
    )
    await who.room.choose_seat(who.person, **said)
    return who.state()


async def leave(request: Request, who: Asker) -> Any:
    """Hand the seat back."""
    fields(await object_of(request))
    await who.room.leave(who.person)
    return {"left": who.now()}


async def draft(request: Request, who: Asker) -> Any:
    """Show mates what the levers stand at."""
    said = fields(await object_of(request), {"round": ROUND, "settings": settings})
    return {"version": await who.room.draft(who.person, said["round"], said["settings"])}


async def pen(request: Request, who: Asker) -> Any:
    """Take the pen, or lay it down."""
    said = fields(await object_of(request), {"take": flag})
    await who.room.take_pen(who.person, said["take"])
    return who.state()


async def submit(request: Request, who: Asker) -> Any:
    """Decide the round; answered once it is on disk."""
    said = fields(
        await object_of(request),
        {"round": ROUND, "settings": settings, "key": key},
        {"bet": or_nothing(pair)},
    )
    kept = await who.room.submit(
        who.person, said["round"], said["settings"], said.get("bet"), said["key"]
    )
    return {"saved": kept.at_ms, "revision": kept.revision}


async def bet(request: Request, who: Asker) -> Any:
    """Bet a range on what comes, or take the bet back."""
    said = fields(await object_of(request), {"round": ROUND, "bet": or_nothing(pair)})
    await who.room.bet(who.person, said["round"], said["bet"])
    return {"saved": who.now()}


async def forecast(request: Request, who: Asker) -> Any:
    """Ask what may come of settings; the stream has the answer."""
    said = fields(await object_of(request), {"round": ROUND, "settings": settings})
    queued = who.room.forecast(who.person, said["round"], said["settings"])
    return Answer({"queued": queued}, ACCEPTED)


async def vote(request: Request, who: Asker) -> Any:
    """Vote on the claim that is open."""
    said = fields(await object_of(request), {"question": QUESTION, "answer": NAME})
    await who.room.vote(who.person, said["question"], said["answer"])
    return {"saved": who.now()}


async def slip(request: Request, who: Asker) -> Any:
    """Hand in the exit slip."""
    said = fields(await object_of(request, SLIP_BYTES), {"answers": answers(LONGEST_ANSWER)})
    await who.room.slip(who.person, said["answers"])
    return {"saved": who.now()}


POSTS = {
    "rejoin": rejoin, "seat": seat, "leave": leave, "draft": draft, "pen": pen, "submit": submit,
    "bet": bet, "forecast": forecast, "vote": vote, "slip": slip,
}  # fmt: skip


def routes(asking: Asking) -> list[BaseRoute]:
    """Of students; the stream is for teachers and projectors, too."""

    async def listen(_: Request, who: Asker) -> Any:
        return stream(who, asking)

    found: list[BaseRoute] = [asking.route("GET", "state", (PERSON,), state)]
    found += [asking.route("POST", name, (PERSON,), handler) for name, handler in POSTS.items()]
    return [*found, asking.route("GET", "stream", (PERSON, TEACHER, PROJECTOR), listen)]
