"""Addresses and QR codes: what phones are told leads to this computer."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import Any

import pytest
import segno

from tenfold.ui.classroom import addresses, qr
from tenfold.ui.classroom.addresses import join_address, lan_address, root_of
from tenfold.ui.classroom.telling_teacher import say


def test_the_lan_address_is_one_of_this_computer() -> None:
    found = lan_address()
    assert ipaddress.ip_address(found)
    with socket.create_server((found, 0)):
        pass


def test_an_open_hotspot_is_where_phones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its computer may have another way out, or none, and a name that leads to itself."""
    ways = {addresses.OUTSIDE: "10.1.2.3", "10.42.0.2": "10.42.0.1", "192.168.2.2": "10.1.2.3"}
    monkeypatch.setattr(addresses, "_way_to", lambda address: ways.get(address, ""))
    assert addresses.lan_addresses()[:2] == ["10.42.0.1", "10.1.2.3"]
    del ways[addresses.OUTSIDE]
    assert lan_address() == "10.42.0.1"
    ways.clear()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [(0, 0, 0, "", ("127.0.1.1", 0))])
    assert lan_address() == "127.0.0.1"


def test_without_a_network_there_is_still_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: Any, **__: Any) -> Any:
        raise OSError("network is unreachable")

    monkeypatch.setattr(socket, "socket", nothing)
    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    assert lan_address() == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "root"),
    [
        ("192.168.1.7", "http://192.168.1.7:80"),
        ("class.local", "http://class.local:80"),
        ("fd00::1", "http://[fd00::1]:80"),
    ],
)
def test_roots(host: str, root: str) -> None:
    assert root_of(host, 80) == root


def test_all_addresses_are_told_as_the_one_that_phones_find() -> None:
    assert root_of("0.0.0.0", 80) == f"http://{lan_address()}:80"


def test_a_code_is_drawn_as_it_is_made() -> None:
    """The picture has every dark module of the code, and room around it."""
    address = join_address("http://192.168.1.7:8765", "BCDF23")
    code = segno.make(address, error="m", micro=False)
    size = len(code.matrix) + 2 * qr.QUIET
    drawn = qr.svg(address)
    assert f'viewBox="0 0 {size} {size}"' in drawn
    assert "<script" not in drawn
    assert "xlink" not in drawn
    dark = sum(map(int, re.findall(r"h(\d+)", drawn.split("<path")[-1])))
    assert dark == sum(sum(row) for row in code.matrix)
    assert len(qr.in_terminal(address).splitlines()) == (size + 1) // 2


def test_a_terminal_without_our_signs_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    import io
    import sys

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    say("Code █ BCDF23")
    sys.stdout.flush()
    assert b"Code ? BCDF23" in raw.getvalue()
