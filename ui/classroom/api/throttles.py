"""Throttles: how often somebody may ask, in memory that is bounded, too."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import HTTPConnection

from tenfold.ui.classroom.api.answers import Refusal

OFTEN = 429
MOST_KNOWN = 10_000
"""Who is remembered at once; the one that asked longest ago is forgotten first."""
Clock = Callable[[], float]


class Throttle:
    """So many at once, so many a second for long; for each key apart.

    Args:
        at_once: that may come in one moment.
        a_second: that come back with time.
        clock: seconds.
    """

    def __init__(self, at_once: float, a_second: float, clock: Clock = time.monotonic) -> None:
        """Nobody has asked."""
        self.at_once, self.a_second = at_once, a_second
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until this one may ask again; 0 where it may now."""
        left = self._now(key)
        return 0.0 if left >= 1.0 else (1.0 - left) / self.a_second

    def count(self, key: str) -> None:
        """One more was asked."""
        self._left[key] = (self._now(key) - 1.0, self._clock())
        self._left.move_to_end(key)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)

    def _now(self, key: str) -> float:
        known = self._left.get(key)
        if known is None:
            return self.at_once
        left, at = known
        return min(self.at_once, left + (self._clock() - at) * self.a_second)


class Throttles:
    """All of a server."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """As docs/classroom-api.md has them."""
        self.person = Throttle(40, 10, clock)
        self.teacher = Throttle(100, 20, clock)
        # A whole class may share one address, and letters are easily mistaken: a minute of wrong
        # codes is 30. There are 4e8 codes: at this pace one room is found in years.
        self.wrong_here = Throttle(30, 0.5, clock)
        self.wrong_anywhere = Throttle(200, 3, clock)
        # A class of 200 joins in half a minute, from one address.
        self.joins = Throttle(400, 10, clock)
        self.checks = Throttle(60, 5, clock)
        self.uploads = Throttle(20, 0.5, clock)

    def ask(self, throttle: Throttle, key: str) -> None:
        """Count one.

        Raises:
            Refusal: too often.
        """
        refuse(throttle.wait(key))
        throttle.count(key)


def refuse(seconds: float) -> None:
    """Refuse where one has to wait.

    Raises:
        Refusal: the wait is not 0.
    """
    if seconds > 0.0:
        raise Refusal(OFTEN, "Too often: wait a moment, then try again.", seconds)


def address_of(connection: HTTPConnection) -> str:
    """Whose address it is; those of one network of the new kind count as one."""
    return network_of(connection.client.host if connection.client else "")


def network_of(host: str) -> str:
    """What an address counts as: itself, or its network, where one machine has as many as it likes.

    Args:
        host: as the server underneath has it.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if address.version == 6:
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
