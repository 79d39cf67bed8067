"""The doorway: how many connections may stand open, and how long one may keep us waiting.

The server underneath waits for ever for a connection that asks nothing, that asks and does not read
the answer, or that owes the rest of a question which was refused. In a network of strangers each is
bounded: by time, by what is kept for it, and in number, per address and in all.
"""

from __future__ import annotations

import logging
import socket
from collections import Counter
from contextlib import suppress
from typing import Any, Protocol

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from tenfold.ui.classroom.api.throttles import network_of
from tenfold.ui.classroom.patience import Deadline, Unread

MOST_OPEN = 4_000
"""Connections at once: 1,000 phones with a stream and some questions each."""
MOST_HERE = 1_500
"""Of one address, behind which a whole class may stand."""
SILENCE = 20.0
"""Seconds until a connection must have asked its question to the end."""
KEPT = 131_072
"""Bytes that the system may keep each way for one connection; it would take megabytes."""
PIECE = 16_384
"""Bytes that are read at once: a question's head is refused where it is longer than two of them."""
MOST_AHEAD = 16_384
"""Bytes of further questions that a connection may send before it has its answer."""

quiet = logging.getLogger("uvicorn.error.doorway")
"""Says what broke here; not what strangers send, who could fill a terminal, or a disk, with it."""
quiet.setLevel(logging.ERROR)


class Visitor(Protocol):
    """Whoever stands in the doorway."""

    def show_out(self) -> None:
        """End the connection now, and leave the crowd."""


class Crowd:
    """Who stands in the doorway."""

    def __init__(self) -> None:
        """Nobody."""
        self.open: Counter[str] = Counter()
        self._inside: dict[str, dict[Visitor, None]] = {}

    def enter(self, address: str, who: Visitor) -> bool:
        """Count one more; False where there is no room for it.

        Where all places are taken, the address that has most of them gives one up: a few machines
        that take all they can get keep no phone out.

        Args:
            address: or the network, of whoever comes.
            who: comes.
        """
        if self.open[address] >= MOST_HERE:
            return False
        if self.open.total() >= MOST_OPEN and not self._makes_room(address):
            return False
        self.open[address] += 1
        self._inside.setdefault(address, {})[who] = None
        return True

    def leave(self, address: str, who: Visitor) -> None:
        """Count one less."""
        del self._inside[address][who]
        self.open[address] -= 1
        if self.open[address] <= 0:
            del self.open[address], self._inside[address]

    def _makes_room(self, address: str) -> bool:
        fullest, most = self.open.most_common(1)[0]
        if most <= self.open[address] + 1:
            return False
        next(iter(self._inside[fullest])).show_out()
        return True


crowd = Crowd()
"""All connections of this process."""


class BoundedSocket(WebSocketsSansIOProtocol):
    """A page's socket: it is counted as long as it is open, and closed where it does not read."""

    _inside: str | None = None

    def connection_made(self, transport: Any) -> None:
        """Take the connection over."""
        super().connection_made(transport)
        self._unread = Unread(self.loop, transport, self.show_out)
        address = network_of(self.client[0] if self.client else "")
        if not crowd.enter(address, self):
            transport.abort()
            return
        self._inside = address

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._unread.call_off()
        self._leave()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """More was written than was read."""
        super().pause_writing()
        self._unread.begin()

    def resume_writing(self) -> None:
        """It was read."""
        super().resume_writing()
        self._unread.call_off()

    def keepalive_timeout(self) -> None:
        """The other side is gone: nothing waits for it to read our good-bye."""
        super().keepalive_timeout()
        self.transport.abort()

    def show_out(self) -> None:
        """End it now."""
        self._leave()
        self.transport.abort()

    def _leave(self) -> None:
        if self._inside is not None:
            crowd.leave(self._inside, self)
            self._inside = None


class BoundedProtocol(H11Protocol):
    """A connection that is counted, and closed where it keeps us waiting."""

    _inside: str | None = None
    _socket: BoundedSocket | None = None

    def connection_made(self, transport: Any) -> None:
        """Let it in, or close it at once."""
        super().connection_made(transport)
        self.logger = quiet
        self.ws_protocol_class = self._new_socket  # type: ignore[assignment]
        self._silence = Deadline(self.loop, self.show_out)
        self._unread = Unread(self.loop, transport, self.show_out)
        address = network_of(self.client[0] if self.client else "")
        if not crowd.enter(address, self):
            transport.abort()
            return
        self._inside = address
        _keep_little(transport.get_extra_info("socket"))
        self._silence.begin(SILENCE)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came, a piece at a time: so the bound on a question's head is one."""
        for begin in range(0, len(data), PIECE):
            if self.transport.is_closing() or self._socket is not None:
                return
            super().data_received(data[begin : begin + PIECE])
        if self._is_asked() and len(self.conn.trailing_data[0]) > MOST_AHEAD:
            self.show_out()

    def handle_events(self) -> None:
        """Read what came; what is not a whole question yet has its deadline."""
        super().handle_events()
        if self._socket is not None:
            return
        if self.transport.is_closing():
            self._unread.begin()
        elif self._is_asked():
            self._silence.call_off()
        elif self.timeout_keep_alive_task is None:
            self._silence.begin(SILENCE)

    def on_response_complete(self) -> None:
        """All was said; whoever owes the rest of the question has its deadline from here on."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._unread.begin()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more was asked."""
        super().timeout_keep_alive_handler()
        self._unread.begin()

    def pause_writing(self) -> None:
        """More was written than was read."""
        super().pause_writing()
        self._unread.begin()

    def resume_writing(self) -> None:
        """It was read."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._unread.call_off()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here on it is a socket, where its request is one of a socket."""
        self._leave()
        try:
            super().handle_websocket_upgrade(event)
        except Exception:  # the reader of sockets is stricter than the one that came before it
            quiet.debug("no socket", exc_info=True)
            if self._socket is not None:
                self._socket.connection_lost(None)
        if self._socket is None or not self._socket.handshake_initiated:
            # It would wait for the rest of a question that has been asked to its end.
            self.transport.abort()

    def show_out(self) -> None:
        """End it now."""
        self._leave()
        self.transport.abort()

    def _new_socket(self, **known: Any) -> BoundedSocket:
        self._socket = BoundedSocket(**known)
        return self._socket

    def _is_asked(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _leave(self) -> None:
        self._silence.call_off()
        self._unread.call_off()
        if self._inside is not None:
            crowd.leave(self._inside, self)
            self._inside = None


def _keep_little(wire: socket.socket | None) -> None:
    """Bound what the system keeps of what was sent to us, and of what nobody has read yet."""
    if wire is not None:
        with suppress(OSError):
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KEPT)
