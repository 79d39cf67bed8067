"""The past replayed: what the timeline says of every quarter, and nothing that came later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenfold.sim.game.telling.view import NewsItem, View
from tenfold.ui.pages.replaying import BEFORE, HEADLINES, frames_of, scrub_of
from tests.ui.chart_samples import with_trails

ViewIn = Callable[..., View]


@pytest.fixture
def played(view_in: ViewIn) -> View:
    """Four quarters; in each, six sentences of news."""
    view = with_trails(view_in(12, 36))
    news = tuple(
        NewsItem(turn, f"Q{turn + 1} 2026", f"{turn} {k}", k, k == view.seat)
        for turn in (3, 2, 1, 0)
        for k in range(6)
    )
    standings = tuple(replace(view.standing, rank=rank) for rank in (9, 8, 7, 6, 5))
    return replace(view, news=news, standings=standings)


def test_there_is_a_frame_for_the_start_and_after_every_quarter(played: View) -> None:
    frames = frames_of(played)
    assert [frame.month for frame in frames] == [0, 3, 6, 9, 12]
    assert all(len(lab.share) == frame.month + 1 for frame in frames for lab in frame.labs)


def test_the_timeline_tells_each_quarter_its_own_standing_and_news(played: View) -> None:
    told = scrub_of(played, frames_of(played), True)["frames"]
    assert [one["quarter"] for one in told] == [
        "start of Q1 2026", "after Q1 2026", "after Q2 2026", "after Q3 2026", "after Q4 2026",
    ]  # fmt: skip
    ranks = [one["facts"][0] for one in told]
    assert [f"{rank['value']} {rank['label']}" for rank in ranks] == [
        f"#{rank} of 12" for rank in (9, 8, 7, 6, 5)
    ]
    assert [item["text"] for item in told[0]["news"]] == [BEFORE]
    for turn, one in enumerate(told[1:]):
        assert [item["text"] for item in one["news"]] == [f"{turn} {k}" for k in range(HEADLINES)]


def test_a_watched_race_begins_by_itself_and_has_no_present(played: View) -> None:
    frames = frames_of(played)
    watched = scrub_of(replace(played, watching=True), frames, False)
    assert (watched["plays"], watched["leave"]) == (True, "")
    own = scrub_of(played, frames, True)
    assert (own["plays"], own["leave"]) == (False, "Back to now")
