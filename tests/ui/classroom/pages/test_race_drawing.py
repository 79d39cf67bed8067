"""The race on the wall: named are a few, drawn are all."""

from __future__ import annotations

import re
from typing import Any

from tenfold.ui.classroom.pages.race_drawing import MOST_NAMES, draw


def line(name: str, *path: float, team: bool = True) -> dict[str, Any]:
    return {
        "name": name, "colour": "#123456", "dark": "#abcdef", "path": list(path),
        "team": name if team else None,
    }  # fmt: skip


def names(svg: str) -> list[str]:
    return re.findall(r'class="name[^"]*"[^>]*>([^<]+)<', svg)


def test_few_are_named_one_by_one() -> None:
    svg = draw([line("Oak", 4, 0), line("Pine", 4, 3.4)], 8)
    assert names(svg) == ["Oak leads", "Pine · 3"]
    assert "Months behind the leader after 1 quarter: Oak leads; Pine · 3" in svg


def test_many_that_stand_together_share_a_name() -> None:
    labs = [line(f"Team {k}", 9, 6.0 + (k > 30)) for k in range(1, 41)]
    shown = names(draw(labs, 8))
    assert [one.rsplit(" · ")[-1] for one in shown] == ["6", "7"]
    assert shown[0] == "Team 1 +29 · 6"
    assert names(draw([line(f"Team {k}", 9, 6) for k in range(1, 41)], 8)) == ["All teams · 6"]


def test_all_are_drawn_and_nobody_is_named_beyond_the_first() -> None:
    labs = [line(f"Team {k}", 9.0, float(k)) for k in range(1, 21)]
    svg = draw(labs, 8)
    assert svg.count("<circle") == 20
    assert len(names(svg)) == MOST_NAMES


def test_names_stay_on_the_drawing_and_are_no_markup() -> None:
    svg = draw([line("<b>" + "A very long name of a team" * 3, 2, 5)], 8)
    (shown,) = names(svg)
    assert "<b>" not in svg
    assert shown.endswith("… · 5")


def test_people_are_named_before_labs_that_stand_beside_them() -> None:
    labs = [line(f"Lab {k}", 5, 5, team=False) for k in range(6)] + [line("Ours", 5, 5)]
    assert names(draw(labs, 4)) == ["Ours, Lab 0 +5 · 5"]


def test_nothing_is_drawn_of_nobody() -> None:
    assert draw([], 8) == ""
