"""What people type: bounded, seen as it is, and passing for nobody else's."""

from __future__ import annotations

import unicodedata

import pytest

from tenfold.ui.classroom.rooms.names import clean, clean_lines, unlike
from tenfold.ui.classroom.rooms.people import NOBODYS
from tenfold.ui.classroom.rooms.refusals import RoomError
from tests.ui.classroom.rooms.conftest import Class, Play


@pytest.mark.parametrize(
    "typed",
    [
        "\u3164", "\u2800\u2800", "\u115f\u1160\uffa0", "\u200b\u200d\ufeff", "\ufe0f", "\u0301",
        "\u00a0\u2003\u3000", "\u202e\u2066\u2069", "\ud83d", "\U000e0041", "\ufdfa" * 20,
        "e\u0323\u0324\u0325\u0326\u0327", "\u20dd\u20dd\u20dd\u20ddx",
    ],
)  # fmt: skip
def test_what_shows_nothing_or_too_much_is_no_name(typed: str) -> None:
    with pytest.raises(RoomError, match="nickname: "):
        clean(typed, 24, "nickname")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAna\u202c", "Ana"),
        ("A\u200bn\u00ada", "Ana"),
        ("Ana\u3164\u3164Bo", "Ana Bo"),
        ("\u0634\u0647\u062f", "\u0634\u0647\u062f"),
        ("\u0e1b\u0e35\u0e48", "\u0e1b\u0e35\u0e48"),
        ("\U0001f469\u200d\U0001f680 Zoe", "\U0001f469\U0001f680 Zoe"),
        ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
        ("<b>{{x}}</b> & 'co'", "<b>{{x}}</b> & 'co'"),
    ],
)
def test_names_of_all_scripts_stay_and_what_steers_the_writing_goes(typed: str, kept: str) -> None:
    assert clean(typed, 24, "nickname") == kept
    assert unicodedata.normalize("NFC", kept) == kept


@pytest.mark.parametrize(
    "other",
    ["ANA", "\u0410na", "An\u0430", "\uff21\uff4e\uff41", "A n a", "\u0391\u039d\u0391", "aNa"],
)
def test_who_looks_like_another_gets_a_number(other: str) -> None:
    assert unlike(other, ["Ana"]) == f"{other} 2"
    assert unlike("Lia", ["L1a"]) == "Lia 2"
    assert unlike("Anna", ["Ana"]) == "Anna"


def test_nobody_passes_for_the_teacher(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        for name in NOBODYS:
            _, person = await room.join(name.upper())
            assert person.nickname == f"{name.upper()} 2"

    play(story)


def test_lines_of_an_answer_stay() -> None:
    typed = " First,\tof all \r\n\r\n\n\u202e second.\x00\n\n"
    assert clean_lines(typed, 100, "answer") == "First, of all\n\nsecond."
    for wrong in ("\n \n", "a\n" * 60, "x" * 101):
        with pytest.raises(RoomError):
            clean_lines(wrong, 100, "answer")
