"""Asking: who sends a request, and whether they may: the one place where tokens are read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.routing import Route

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api.answers import Refusal, answering
from tenfold.ui.classroom.desk import Desk
from tenfold.ui.classroom.rooms.mailbox import STOPPING, Mailbox
from tenfold.ui.classroom.rooms.refusals import RoomError
from tenfold.ui.classroom.store.store import Store
from tenfold.ui.classroom.store.troubles import StoreError
from tenfold.ui.routes.saves import own_page

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.room import Room

PERSON, TEACHER, PROJECTOR, HOST = "person", "teacher", "projector", "host"
WHO, MAY_NOT, LATE = 401, 403, 409
NO_TOKEN = "Say who you are: this needs a token."
BAD_TOKEN = "This token opens nothing here: its room may have been deleted."
OTHER_KIND = "This token does not open this."
FOREIGN_PAGE = "This is for pages of this server alone."
LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Asker:
    """Whoever has a good token for a room."""

    kind: str
    room: Room
    person: str = ""
    """Id, of a student."""

    def now(self) -> int:
        """The time in the room."""
        return self.room.now()

    def state(self) -> dict[str, Any]:
        """What a student's phone shows."""
        from tenfold.ui.classroom.rooms.telling import phone_state

        return phone_state(self.room, self.person)

    def changed(self, parts: Iterable[str]) -> dict[str, Any]:
        """These fields of it."""
        from tenfold.ui.classroom.rooms.telling import changed_parts

        return changed_parts(self.room, self.person, parts)


Answers = Callable[[Request, Asker], Awaitable[Any]]
HostAnswers = Callable[[Request], Awaitable[Any]]


class Asking:
    """Makes routes that only their askers reach."""

    def __init__(self, desk: Desk, store: Store) -> None:
        """Of one server.

        Args:
            desk: where the rooms are.
            store: where they are kept.
        """
        self.desk, self.store = desk, store
        self.listening: set[Mailbox] = set()
        """Streams that are open."""

    def route(self, method: str, path: str, kinds: tuple[str, ...], handler: Answers) -> Route:
        """A route for tokens of these kinds.

        Args:
            method: of HTTP.
            path: below the API's address.
            kinds: of tokens.
            handler: answers.
        """

        async def asked(request: Request) -> Any:
            who = await self.asker(request, kinds)
            try:
                return await handler(request, who)
            except Exception as problem:
                raise _with_state(problem, who) from problem

        return Route(f"{API}/{path}", answering(asked), methods=[method])

    def for_host(self, method: str, path: str, handler: HostAnswers) -> Route:
        """A route for the host."""

        async def asked(request: Request) -> Any:
            token = token_of(request)
            if not self.desk.is_host(token):
                known = await self.desk.reader(token) is not None
                raise Refusal(MAY_NOT, OTHER_KIND) if known else Refusal(WHO, BAD_TOKEN)
            self.desk.throttles.ask(self.desk.throttles.teacher, HOST)
            return await handler(request)

        return Route(f"{API}/{path}", answering(asked), methods=[method])

    async def asker(self, request: Request, kinds: tuple[str, ...]) -> Asker:
        """Who asks.

        Args:
            request: with a token.
            kinds: that may.

        Raises:
            Refusal: nobody known, another kind, or too often.
        """
        token = token_of(request)
        found = await self.desk.reader(token)
        if found is None:
            if self.desk.is_host(token):
                raise Refusal(MAY_NOT, OTHER_KIND)
            raise Refusal(WHO, BAD_TOKEN)
        if found.kind not in kinds:
            raise Refusal(MAY_NOT, OTHER_KIND)
        throttles = self.desk.throttles
        if found.kind == PERSON:
            throttles.ask(throttles.person, found.person)
            found.room.heard_of(found.person)
        else:
            throttles.ask(throttles.teacher, f"{found.kind} {found.room.id}")
        return Asker(found.kind, found.room, found.person)

    async def opens(self, kind: str, token: str) -> bool:
        """Whether a token opens pages of this kind."""
        if not 0 < len(token) <= LONGEST_TOKEN:
            return False
        if kind == HOST:
            return self.desk.is_host(token)
        try:
            found = await self.desk.reader(token)
        except (Refusal, StoreError):
            return False
        return found is not None and found.kind == kind

    def goodbye(self) -> None:
        """The server stops: whoever listens is told to come back."""
        loop = self.desk.loop
        for box in list(self.listening):
            if loop is not None:
                loop.call_soon_threadsafe(box.close, STOPPING)


def token_of(request: Request) -> str:
    """The token that a request brings.

    Raises:
        Refusal: none, or a page of another site asks.
    """
    if not own_page(request):
        raise Refusal(MAY_NOT, FOREIGN_PAGE)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
        raise Refusal(WHO, NO_TOKEN)
    return token


def _with_state(problem: Exception, who: Asker) -> Exception:
    """A refusal because of the moment, with what is now."""
    if who.kind == PERSON and isinstance(problem, RoomError) and problem.status == LATE:
        return Refusal(LATE, str(problem), state=who.state())
    return problem
