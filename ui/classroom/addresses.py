"""Addresses: where a classroom server has what; each of them said once."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

API = "/api/v1"
PHONE = "/"
"""The students' page; a join code may be typed there."""
JOIN = "/j"
"""The same, with the code in the address: /j/CODE."""
HOST = "/host"
"""Rooms are made and listed: /host/TOKEN."""
TEACH = "/teach"
"""The teacher's page of a room: /teach/TOKEN."""
SCREEN = "/screen"
"""The projector's page of a room: /screen/TOKEN."""
CHECK = "/check"
"""Whether a phone gets through: /check/NAME."""
OUTSIDE = "192.0.2.1"
"""An address that nobody has; asking for the way there sends nothing."""


def join_address(root: str, code: str) -> str:
    """Where students of a room go.

    Args:
        root: of the server, such as "http://192.168.1.7:8765".
        code: of the room.
    """
    return f"{root}{JOIN}/{code}"


def lan_address() -> str:
    """The address under which phones in the same network find this computer; else its own."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((OUTSIDE, 9))
        found = str(probe.getsockname()[0])
        if not ipaddress.ip_address(found).is_unspecified:
            return found
    # Without a way out, as on a hotspot, the name of this computer may still say.
    with suppress(OSError):
        for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            found = str(info[4][0])
            if not ipaddress.ip_address(found).is_loopback:
                return found
    return "127.0.0.1"


def root_of(host: str, port: int) -> str:
    """The address that phones are told.

    Args:
        host: what the server listens on; "0.0.0.0" and "::" are all addresses of this computer.
        port: its port.
    """
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        if address.is_unspecified:
            host = lan_address()
        elif address.version == 6:
            host = f"[{host}]"
    return f"http://{host}:{port}"
