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
HOTSPOTS = {
    "10.42.0.2": "10.42.0.1", "192.168.2.2": "192.168.2.1", "192.168.137.2": "192.168.137.1",
}  # fmt: skip
"""A guest's address and the host's, in hotspots as Linux, macOS and Windows open them. A computer
that has one open may have no other way out, and phones are in it."""
NOWHERE = ("127.", "169.254.", "0.")
"""How addresses begin that no phone can reach."""
LOOPBACK, DISCARD = "127.0.0.1", 9


def join_address(root: str, code: str) -> str:
    """Where students of a room go.

    Args:
        root: of the server, such as "http://192.168.1.7:8765".
        code: of the room.
    """
    return f"{root}{JOIN}/{code}"


def lan_address() -> str:
    """The address under which phones in the same network find this computer; else its own."""
    return next(iter(lan_addresses()), LOOPBACK)


def lan_addresses() -> list[str]:
    """All addresses under which phones may find this computer, the likeliest first."""
    found = [own for guest, own in HOTSPOTS.items() if _way_to(guest) == own]
    found += [one for one in (_way_to(OUTSIDE),) if one]
    with suppress(OSError):
        infos = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        found += [str(info[4][0]) for info in infos]
    return [one for one in dict.fromkeys(found) if not one.startswith(NOWHERE)]


def _way_to(address: str) -> str:
    """From which address of this computer another is reached; empty where it is not."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((address, DISCARD))
        return str(probe.getsockname()[0])
    return ""


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
