"""`run.py lessons`: what it shows, writes and refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenfold.sim.lessons import measure
from tenfold.sim.lessons.registry import LESSONS
from tests.commands import Call

REFUSED = {
    "unknown lesson": (["coping"], ["no lesson 'coping'", "did you mean 'copying'"]),
    "too few lucks": (["demonstration", "--lucks", "3"], ["--lucks 3", "from 20 to 2000"]),
    "impossible seed": (["demonstration", "--seed", "-1"], ["--seed -1"]),
    "a kit of one lesson": (["demonstration", "--print", "x"], ["every lesson", "--print"]),
    "a kit of another luck": (["--seed", "1", "--install", "x"], ["200 lucks of seed 4"]),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_done_is_said(words: list[str], said: list[str], call: Call) -> None:
    answer = call("lessons", *words)
    assert answer.code == 2
    text = re.sub(r"\s+", " ", answer.err)
    assert all(part in text for part in said), answer.err
    assert not answer.out


def test_points_and_shares_are_shown(call: Call) -> None:
    answer = call("lessons", "demonstration", "--lucks", "40", "--seed", "3")
    assert answer.code == 0, answer.err
    text = re.sub(r"[\s│]+", " ", answer.out)
    for point in LESSONS["demonstration"].points.values():
        assert point.says[:30] in text  # long ones are folded
    found = measure.measure(LESSONS["demonstration"], 40, 3)
    assert all(f"{100 * shown.share:.0f} %" in text for shown in found)
    assert text.count("ships") == len(found)


def test_without_words_lessons_are_judged_as_they_ship(call: Call) -> None:
    answer = call("lessons", "demonstration")
    text = re.sub(r"[\s│]+", " ", answer.out)
    for shown in measure.measured("demonstration"):
        low, high = shown.interval
        assert f"{100 * low:.0f} to {100 * high:.0f} %" in text


def test_a_point_that_does_not_show_ends_with_one(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "BOUND", 1.01)
    answer = call("lessons", "demonstration", "--lucks", "20")
    assert answer.code == 1
    assert "does not ship" in answer.out


def test_the_kit_is_written(call: Call, tmp_path: Path) -> None:
    answer = call("lessons", "--print", str(tmp_path / "kit"), "--install", str(tmp_path))
    assert answer.code == 0, answer.err
    assert (tmp_path / "kit" / "index.html").exists()
    assert {path.stem for path in (tmp_path / "teaching").glob("*.md")} >= set(LESSONS)
