"""A cable between browsers and a server that can be pulled, and nobody is told of it.

So a network ends in life: nothing is refused and nothing is closed, it is only silent.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65_536


class Cable:
    """Listens on a port of its own, and carries what comes there to the server's."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._plugged = threading.Event()
        self._plugged.set()
        self._ends: list[socket.socket] = []
        self._forgotten: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        """Of the near end."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def pull(self) -> None:
        """From now on nothing gets through."""
        self._plugged.clear()

    def plug(self, forget: bool = False) -> None:
        """What is sent from now on gets through.

        Args:
            forget: what was connected before stays silent for ever, as where a router began
                anew; else what was on its way arrives, as it does where one was out of range.
        """
        if forget:
            self._forgotten.update(self._ends)
        self._plugged.set()

    def close(self) -> None:
        """Let go of all."""
        self._listener.close()
        self.plug(forget=True)
        for end in self._ends:
            end.close()

    def _listen(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near, _ = self._listener.accept()
                self._ends.append(near)
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self._plugged.wait()
        if near in self._forgotten:
            return
        try:
            far = socket.create_connection(self._to, timeout=10)
        except OSError:  # as the server itself refuses
            near.close()
            return
        far.settimeout(None)
        self._ends.append(far)
        threading.Thread(target=self._carry, args=(far, near), daemon=True).start()
        self._carry(near, far)

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        """What one end says, until it says no more."""
        with suppress(OSError):
            while piece := one.recv(PIECE):
                self._plugged.wait()
                if one not in self._forgotten:
                    other.sendall(piece)
        self._plugged.wait()
        if one not in self._forgotten:
            with suppress(OSError):
                other.shutdown(socket.SHUT_WR)


@contextmanager
def cable_to(port: int) -> Iterator[Cable]:
    """A cable to a server of this computer."""
    cable = Cable(port)
    try:
        yield cable
    finally:
        cable.close()
