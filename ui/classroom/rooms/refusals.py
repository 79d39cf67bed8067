"""Refusals: what a room does not do, each as one line for people and a status for clients."""

from __future__ import annotations

from typing import ClassVar

from tenfold.ui.classroom.store.troubles import (
    NotThere,
    Refused,
    RoundClosed,
    StoreTrouble,
    TooMany,
)


class RoomError(Refused):
    """It was not done, and nothing has changed."""

    status: ClassVar[int] = 400
    """As HTTP has it."""


class NotAllowed(RoomError):
    """Somebody else may do it, or nobody."""

    status = 403


class Unknown(RoomError, NotThere):
    """There is no such room, team, person or event."""

    status = 404


class TooLate(RoomError, RoundClosed):
    """The room is elsewhere by now: look at its state, then try again."""

    status = 409

    @classmethod
    def for_round(cls, number: object, current: int) -> TooLate:
        """What is sent to a round in which nobody decides.

        Args:
            number: the round that was meant, as it was sent.
            current: the room's.
        """
        if not isinstance(number, int):
            return cls("There is no such round.")
        if 0 < number <= current:
            return cls(f"Round {number} is over: this came too late, what stood before counts.")
        return cls(f"Round {number} has not begun.")


class Full(RoomError, TooMany):
    """A bound is reached."""

    status = 409


class PenHeld(RoomError):
    """Somebody else of the team holds the pen."""

    status = 409


class Busy(StoreTrouble):
    """The server cannot do it now; the same may be tried again."""

    status: ClassVar[int] = 503
