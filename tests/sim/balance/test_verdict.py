"""The three bounds: each breaks where it should, in full and in the short form; page, tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tenfold.sim.balance.found import Index, Portrait
from tenfold.sim.balance.kept import read, write
from tenfold.sim.balance.page import page
from tenfold.sim.balance.portrait import Sizes
from tenfold.sim.balance.tables import files_of
from tenfold.sim.balance.verdict import judge
from tests.sim.planted_seat import portrait

UNTOLD = Index("distil", 0.0, 0.0, 0.0, told=False)


def test_a_sound_game_has_no_complaint() -> None:
    found = [portrait("Alder"), portrait("Birch", winner="fixed")]
    assert judge(found).complaints == ()


def test_a_lever_that_weighs_nowhere_is_dead() -> None:
    found = [portrait("Alder", total=0.015), portrait("Birch", total=0.001, winner="fixed")]
    (said,) = judge(found).complaints
    assert said.startswith("dead lever: Train on a rival's answers (distil)")
    assert "0.015 (made-up / Alder)" in said
    # One seat in which it weighs is enough.
    assert judge([*found, portrait("Cedar", total=0.03, winner="distiller")]).complaints == ()


def test_what_weighs_more_than_everything_weighs_nothing() -> None:
    found = [portrait("Alder", total=2e9), portrait("Birch", total=0.001, winner="fixed")]
    (said,) = judge(found).complaints
    assert "at most 0.001 (made-up / Birch)" in said
    assert "2000000000" not in "".join(files_of(found).values())


def test_an_index_that_is_not_told_weighs_nothing_and_is_not_surely_weak() -> None:
    found = [replace(portrait(name), indices=(UNTOLD,)) for name in ("Alder", "Birch")]
    (said, *_) = judge(found).complaints
    assert said == (
        "dead lever: Train on a rival's answers (distil): no index in any seat;"
        " it must reach 0.02 somewhere"
    )
    assert not any(each.startswith("dead") for each in judge(found, quick=True).complaints)
    assert "| Train on a rival's answers | no index |  |" in page(found, judge(found), Sizes())
    assert ",distil,,,," in files_of(found)["levers.csv"]
    # Where another seat has an index, that is the greatest.
    (weight,) = judge([*found, portrait("Cedar", total=0.001)]).weights
    assert (weight.where, weight.dead) == ("made-up / Cedar", True)


def test_an_end_that_nothing_beats_clearly_is_right_everywhere() -> None:
    found = [portrait("Alder", worse=-1.0), portrait("Birch", worse=0.2, winner="fixed")]
    (said,) = judge(found).complaints
    assert said.startswith("one right setting: Train on a rival's answers (distil) = 0")


def test_a_policy_that_wins_more_than_half_of_the_pairs_is_dominant() -> None:
    found = [portrait(name) for name in ("Alder", "Birch")]
    found.append(portrait("Cedar", winner="fixed"))
    (said,) = judge(found).complaints
    assert said == (
        "dominant policy: autopilot is best in 67% of 3 pairs of race and seat; at most 50%"
    )


def test_the_short_form_complains_only_of_what_is_sure() -> None:
    vague = portrait(total=0.015, worse=0.2)
    other = portrait("Birch", total=0.018, worse=-0.1, winner="fixed")
    assert [said.split(":")[0] for said in judge([vague, other]).complaints] == ["dead lever"]
    assert judge([vague, other], quick=True).complaints == ()
    sure = [portrait(total=0.001, worse=-1.0), portrait("Birch", total=0.0, worse=-2.0)]
    assert [said.split(":")[0] for said in judge(sure, quick=True).complaints] == [
        "dead lever", "one right setting", "dominant policy",
    ]  # fmt: skip


def test_governments_are_counted_apart() -> None:
    found = [portrait("regulator"), portrait("Alder", winner="fixed"), portrait("Birch")]
    assert [said.split(" is best")[0] for said in judge(found).complaints] == [
        "dominant policy: government: autopilot"
    ]


def test_a_seat_is_read_back_as_it_was_kept_and_not_when_it_was_touched(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    kept = portrait()
    write(tmp_path, kept)
    assert read(tmp_path, "made-up", "Alder", "x") == kept
    assert read(tmp_path, "made-up", "Alder", "other") is None
    (path,) = (tmp_path / "parts").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace("50.0", "51.0"), encoding="utf-8")
    assert read(tmp_path, "made-up", "Alder", "x") is None


@pytest.mark.parametrize("broken", [False, True])
def test_the_page_says_which_bounds_hold(broken: bool) -> None:
    found = [portrait(total=0.001 if broken else 0.1), portrait("Birch", 0.001, 1.0, "fixed")]
    text = page(found, judge(found), Sizes())
    assert ("**broken**" in text) == broken
    assert "made-up / Alder" in text
    assert "{" not in text
    for name, table in files_of(found).items():
        assert table.count("\n") >= 3, name


def test_plain_data_gives_the_same_portrait() -> None:
    assert Portrait.from_json(portrait().to_json()) == portrait()
