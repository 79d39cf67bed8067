"""Names: what people type, tokens that nobody can guess, codes that can be read aloud."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Collection

from tenfold.ui.classroom.rooms.refusals import RoomError

LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""Of join codes: none is taken for another, and they spell no word."""
CODE_LENGTH = 6
LONGEST_NICKNAME = 24


def new_code() -> str:
    """A join code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def code_of(typed: str) -> str:
    """A join code as people type it: small letters, spaces and hyphens do not matter."""
    return "".join(letter for letter in typed[:40].upper() if letter in LETTERS)


def new_token() -> str:
    """A token that opens something; only its hash is kept."""
    return secrets.token_urlsafe(24)


def new_id() -> str:
    """An id that opens nothing."""
    return secrets.token_hex(8)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def clean(typed: object, longest: int, what: str) -> str:
    """One line of text: no control characters, no spaces at its ends or several in a row.

    Args:
        typed: by somebody.
        longest: letters that it may have.
        what: it is called.

    Raises:
        RoomError: it is no text, empty, or too long.
    """
    if not isinstance(typed, str):
        raise RoomError(f"{what}: must be text.")
    if len(typed) > 20 * longest + 100:
        raise RoomError(f"{what}: at most {longest} letters.")
    plain = unicodedata.normalize("NFC", typed)
    shown = "".join(
        " " if letter.isspace() else letter
        for letter in plain
        if letter.isspace() or not unicodedata.category(letter).startswith("C")
    )
    text = " ".join(shown.split())
    if not text:
        raise RoomError(f"{what}: must not be empty.")
    if len(text) > longest:
        raise RoomError(f"{what}: at most {longest} letters, not {len(text)}.")
    marks = sum(unicodedata.combining(letter) > 0 for letter in text)
    if marks > len(text) // 2:
        raise RoomError(f"{what}: has marks above marks; use plain letters.")
    return text


def unlike(wanted: str, taken: Collection[str]) -> str:
    """The name, or where somebody has it already, the name with a number.

    >>> unlike("Ana", ["ana", "Ana 2"])
    'Ana 3'
    """
    known = {name.casefold() for name in taken}
    if wanted.casefold() not in known:
        return wanted
    number = 2
    while True:
        end = f" {number}"
        name = wanted[: LONGEST_NICKNAME - len(end)].rstrip() + end
        if name.casefold() not in known:
            return name
        number += 1
