"""Answers: JSON with its headers, and one line for each refusal."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from tenfold.ui.classroom.rooms.refusals import RoomError
from tenfold.ui.classroom.store.troubles import (
    NotThere,
    RoundClosed,
    StoreError,
    TooMany,
)
from tenfold.ui.posted import TooSlow

KEEPS_NOTHING = {"Cache-Control": "no-store"}
FAILED = "Something went wrong here. Nothing that was saved is lost; try again."
UNFIT, MISSING, SLOW, LATE, NOT_NOW = 400, 404, 408, 409, 503
Handler = Callable[[Request], Awaitable[Response]]
AGAIN = 2.0
"""Seconds after which what failed for a moment may be tried again."""


class Refusal(Exception):
    """An answer other than the one asked for."""

    def __init__(
        self,
        status: int,
        text: str,
        again: float | None = None,
        **more: Any,
    ) -> None:
        """An answer of this status with this line.

        Args:
            status: of HTTP.
            text: one line for people.
            again: seconds after which the same may be tried again.
            more: fields beside the line.
        """
        super().__init__(text)
        self.status = status
        self.again = again
        self.more = more


class Answer(Response):
    """JSON that nobody keeps."""

    media_type = "application/json"

    def __init__(self, content: Any, status: int = 200, again: float | None = None) -> None:
        """What to say, with its status."""
        headers = dict(KEEPS_NOTHING)
        if again is not None:
            headers["Retry-After"] = str(max(1, math.ceil(again)))
        super().__init__(content, status, headers)

    def render(self, content: Any) -> bytes:
        """As bytes; text is JSON already."""
        if isinstance(content, str):
            return content.encode()
        told = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return told.encode()


def refused(problem: Refusal) -> Answer:
    """The answer that says no."""
    return Answer({"error": str(problem), **problem.more}, problem.status, problem.again)


def refusal_of(problem: Exception) -> Refusal:
    """The refusal for what went wrong in the rooms or on disk.

    Raises:
        Exception: `problem`, where it is a fault and nothing that people can help.
    """
    if isinstance(problem, Refusal):
        return problem
    if isinstance(problem, StoreError):
        return Refusal(NOT_NOW, str(problem), AGAIN)
    if isinstance(problem, RoomError):
        again = AGAIN if problem.status == NOT_NOW else None
        return Refusal(problem.status, str(problem), again)
    for kind, status in ((RoundClosed, LATE), (NotThere, MISSING), (TooMany, LATE)):
        if isinstance(problem, kind):
            return Refusal(status, str(problem))
    # Errors of our own that say what cannot be are written for people; any other is a fault.
    if isinstance(problem, ValueError) and type(problem).__module__.startswith("tenfold."):
        return Refusal(UNFIT, str(problem))
    raise problem


def answering(handler: Callable[[Request], Awaitable[Any]]) -> Handler:
    """A handler whose refusals become answers, and whose plain values become JSON."""

    async def answered(request: Request) -> Response:
        try:
            said = await handler(request)
            return said if isinstance(said, Response) else Answer(said)
        except TooSlow:
            answer: Response = refused(Refusal(SLOW, "It did not arrive in time: try again."))
            # What may yet come of the body is no next request.
            answer.headers["Connection"] = "close"
            return answer
        except ClientDisconnect:
            return Response(status_code=204)
        except Exception as problem:
            try:
                return refused(refusal_of(problem))
            except Exception:
                logging.getLogger(__name__).exception("%s failed", request.url.path)
                return refused(Refusal(500, FAILED, AGAIN))

    return answered
