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
MOST_LINES = 40
"""Of an answer."""
MOST_MARKS = 3
"""Above or below one letter."""
BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159"
"""Letters and signs that show nothing, and yet are no spaces to Unicode."""
LOOK_ALIKE = str.maketrans(
    "1|i0\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",
    "llloabekmhopctyxsljabezhlkmnoptyx",
)
"""Digits, and letters of Cyrillic and Greek, to the Latin letter that looks the same."""


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
    """One line of text: nothing that is not seen, no spaces at its ends or several in a row.

    Args:
        typed: by somebody.
        longest: letters that it may have.
        what: it is called.

    Raises:
        RoomError: it is no text, empty, or too long.
    """
    return _bounded(" ".join(_plain(typed, longest, what).split()), longest, what)


def clean_lines(typed: object, longest: int, what: str) -> str:
    """As `clean`, of several lines; one at most is left empty between two.

    Args:
        typed: by somebody.
        longest: letters that it may have, ends of lines among them.
        what: it is called.

    Raises:
        RoomError: it is no text, empty, or too long.
    """
    lines: list[str] = []
    for line in _plain(typed, longest, what).splitlines():
        words = " ".join(line.split())
        if words or (lines and lines[-1]):
            lines.append(words)
    if len(lines) > MOST_LINES:
        raise RoomError(f"{what}: at most {MOST_LINES} lines.")
    return _bounded("\n".join(lines).rstrip(), longest, what)


def _plain(typed: object, longest: int, what: str) -> str:
    """Without what steers the writing or shows nothing: it could pass for another's words."""
    if not isinstance(typed, str):
        raise RoomError(f"{what}: must be text.")
    if len(typed) > 20 * longest + 100:
        raise RoomError(f"{what}: at most {longest} letters.")
    return "".join(
        letter if letter.isspace() else " " if letter in BLANKS else letter
        for letter in unicodedata.normalize("NFC", typed)
        if letter.isspace() or not unicodedata.category(letter).startswith("C")
    )


def _bounded(text: str, longest: int, what: str) -> str:
    if all(letter.isspace() or unicodedata.category(letter)[0] == "M" for letter in text):
        raise RoomError(f"{what}: must not be empty.")
    if len(text) > longest:
        raise RoomError(f"{what}: at most {longest} letters, not {len(text)}.")
    if len(unicodedata.normalize("NFKC", text)) > 3 * longest:
        raise RoomError(f"{what}: has letters that stand for whole words; write them out.")
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if run > MOST_MARKS:
            raise RoomError(f"{what}: has marks above marks; use plain letters.")
    return text


def unlike(wanted: str, taken: Collection[str]) -> str:
    """The name, or where somebody has one that looks like it, the name with a number.

    >>> unlike("Ana", ["ana", "Ana 2"])
    'Ana 3'
    """
    known = {_looks(name) for name in taken}
    if _looks(wanted) not in known:
        return wanted
    number = 2
    while True:
        end = f" {number}"
        name = wanted[: LONGEST_NICKNAME - len(end)].rstrip() + end
        if _looks(name) not in known:
            return name
        number += 1


def _looks(name: str) -> str:
    """What a name looks like at a glance."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(plain.translate(LOOK_ALIKE).split())
