"""What the command line tells whoever runs a class: links, codes, how a phone fared."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from tenfold.ui.classroom.addresses import lan_addresses
from tenfold.ui.classroom.qr import in_terminal

MOST_LISTED = 6
"""Rooms of earlier that are listed at the start; the host's page has all."""
NOBODY = 45.0
"""Seconds after which it is said what may keep a phone away."""


def say(*lines: str) -> None:
    """Write lines; signs that a terminal cannot show are left out."""
    for line in lines:
        try:
            print(line, flush=True)
        except UnicodeEncodeError:
            kind = sys.stdout.encoding or "ascii"
            print(line.encode(kind, "replace").decode(kind), flush=True)


def begun(own: str, abroad: str, join: str, folder: Path) -> None:
    """The server answers.

    Args:
        own: the host's link on this computer.
        abroad: the same for another computer.
        join: where phones go.
        folder: of data.
    """
    say(
        "Tenfold: a class server. Stop it with Ctrl-C; nothing is lost.",
        "",
        f"  Teacher   {own}",
        f"            from another computer: {abroad}",
        "            These links are secret: whoever has one runs the class.",
        f"  Students  {join}",
        *(
            ["            or, if that does not answer: " + ", ".join(others)]
            if (others := [one for one in lan_addresses() if f"//{one}:" not in join])
            and "//127." not in join
            else []
        ),
        f"  Data      {folder}",
        "",
    )


def opened(title: str, code: str, join: str) -> None:
    """A room can be joined.

    Args:
        title: of the room.
        code: that students type.
        join: address with the code in it.
    """
    say(f"  Room      {title}", f"  Code      {code}   {join}", "", in_terminal(join), "")


def standing(rooms: Sequence[tuple[str, str, str]]) -> None:
    """The rooms that can be joined since earlier; the code of the newest is drawn.

    Args:
        rooms: title, code and join address of each, the newest last.
    """
    for title, code, join in rooms[-MOST_LISTED:-1]:
        say(f"  Room      {title}", f"  Code      {code}   {join}", "")
    for room in rooms[-1:]:
        opened(*room)


def stopped() -> None:
    """The server has ended."""
    say("", "Stopped. Everything is saved: start again, and the rooms stand where they stood.")


def checked_begun(address: str, host: str) -> threading.Timer:
    """The check can be tried.

    Args:
        address: of its page.
        host: what the server listens on.

    Returns:
        What says later that nobody came; to be cancelled.
    """
    say(
        "Scan this with a phone in the network that the class will use:",
        "",
        in_terminal(address),
        "",
        f"  {address}",
        "",
    )
    if address.startswith(("http://127.", "http://localhost", "http://[::1]")):
        say(
            "This computer is in no network, or listens to itself alone: phones cannot come.",
            "Join a Wi-Fi or open a hotspot; then start again"
            + (" without --host." if host.startswith("127.") else "."),
            "",
        )
    elif others := [one for one in lan_addresses() if f"//{one}:" not in address]:
        say(f"If it does not answer, this computer is also {', '.join(others)}.", "")
    say("Waiting for a phone. Stop with Ctrl-C.")
    timer = threading.Timer(NOBODY, say, NO_PHONE)
    timer.daemon = True
    timer.start()
    return timer


NO_PHONE = (
    "",
    "No phone has come yet. Most often it is one of these:",
    "  - The phone is in another network: guest Wi-Fi, mobile data. Join the same one.",
    "  - The network keeps devices apart, as campus and hotel Wi-Fi do. Open a hotspot on this",
    "    computer or a phone, or bring a router; join it with all devices.",
    "  - This computer's firewall keeps visitors out: allow Python, or this port.",
    "docs/classroom.md has each of them step by step.",
)
STEPS = {
    "asked": "the page was asked for.",
    "page": "the page is shown, and what the phone sends arrives.",
    "stayed": "a connection stayed open for {seconds} s. This phone can play.",
    "cut": (
        "a connection was cut after {seconds} s. Turn off data saver, VPN and private relay on the "
        "phone; else the network cuts connections: use a hotspot."
    ),
}


def checked_step(phone: str, step: str, seconds: int) -> None:
    """A phone came to a step of the check."""
    say(f"  {phone}: {STEPS[step].format(seconds=seconds)}")
