"""Hosts: under which names a class's server answers.

A page of any site can give its own name this computer's address, and is then no page of another
site for a browser. Such a site has a name that the whole internet knows: that we answer to none but
our own keeps it out, and costs nobody who comes by an address or a name of the own network.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

AROUND = (".local", ".lan", ".localhost", ".home.arpa", ".internal")
"""How names end that nobody has on the internet."""


def answers_to(host: str, own: Collection[str]) -> bool:
    """Whether a request for this host is meant for us.

    Args:
        host: as the request names it, with its port; empty where it names none.
        own: names that the server was told.
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    if ("." not in name and ":" not in name) or name.endswith(AROUND):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in own or name == socket.gethostname().lower()
    return True
