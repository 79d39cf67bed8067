"""QR codes of addresses: for the projector, for pages, for the terminal."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""Modules of white around it: scanners need them."""


def svg(address: str) -> str:
    """As a picture that grows to its place; black on white in both themes, as scanners want it.

    Args:
        address: to be read from it.
    """
    return _made(address).svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )


def in_terminal(address: str) -> str:
    """As lines of text, each of two rows of modules.

    Args:
        address: to be read from it.
    """
    told = io.StringIO()
    _made(address).terminal(told, border=QUIET, compact=True)
    return told.getvalue().rstrip("\n")


def _made(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
