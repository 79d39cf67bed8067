"""What phones and the projector show of a quarter: right, short, and nobody's secrets."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table import brief as telling
from tenfold.sim.game.table.brief import HEADLINES, brief_of
from tenfold.sim.game.table.open_race import OpenRace
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.trails import NO_TRAILS
from tenfold.sim.game.telling.view import NewsItem
from tests.sim.game.table.conftest import MakeTable, play

SEATS = ("Ruolan", "Fernhill", REGULATOR)


def test_a_brief_is_of_the_last_quarter(table: MakeTable) -> None:
    several = table(*SEATS)
    for game in several.games.values():
        before = brief_of(game)
        assert (before.rounds, before.quarter, before.change, before.cause) == (0, "", "", "")
        assert before.headlines == ()
    for turn in range(1, 5):
        play(several, 1)
        for game in several.games.values():
            told, view = brief_of(game), view_of(game)
            texts = [item.text for item in view.news if item.turn == turn - 1]
            assert told.rounds == turn
            assert told.quarter == view.news[0].quarter
            assert told.cause in texts
            assert len(told.headlines) == min(HEADLINES, len(texts) - 1)
            assert told.cause not in told.headlines
            assert set(told.headlines) <= set(texts)
            assert (told.rank, told.behind, told.share) == (
                view.standing.rank, view.standing.behind, view.standing.share,
            )  # fmt: skip
            assert told.was == view.standings[-2]


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        (9.2, 6.8, "2 months closer: now 7 behind"),
        (7.4, 7.1, "Still 7 months behind"),
        (6.9, 8.3, "1 month further behind: now 8 behind"),
        (1.2, 0.0, "You take the lead, 3 months ahead"),
        (0.0, 0.0, "In front, 3 months ahead"),
        (0.2, 1.4, "You lose the lead: 1 month behind"),
    ],
)
def test_changes_in_words(table: MakeTable, was: float, now: float, change: str) -> None:
    game = table("Ruolan").games["Ruolan"]
    standing = view_of(game).standing
    ahead = 3.0 if now == 0.0 else 0.0
    before = replace(standing, behind=was)
    after = replace(standing, behind=now, ahead=ahead)
    assert telling._change(after, before) == change
    out = replace(after, active=False)
    assert telling._change(out, before) == "Your lab has left the race"
    assert telling._change(out, out) == "Out of the race"


def test_a_governments_change_in_words() -> None:
    assert (
        telling._of_government([4.0, 6.2])
        == "2 months won: your labs are now 6 months ahead of rivals"
    )
    assert (
        telling._of_government([0.6, -1.1])
        == "2 months lost: your labs are now 1 month behind rivals"
    )
    assert telling._of_government([0.1, -0.2]) == "Your labs are still level with rivals"


def test_a_quarter_without_news_tells_what_training_did(
    table: MakeTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = table("Ruolan")
    play(several, 1)
    game = several.games["Ruolan"]
    brief_of(game)
    monkeypatch.setattr(game.chronicle, "news", [])
    told = brief_of(game)
    assert re.fullmatch(r"(No run ended|A run ended, at \d+ points)\.", told.cause)
    assert told.headlines == ()


def test_the_open_race_is_what_everybody_may_see(table: MakeTable) -> None:
    several = table(*SEATS)
    shown = OpenRace(several.games["Ruolan"])
    for turn in range(1, 4):
        play(several, 1)
        news = shown.news(turn)
        assert news
        for item in news:
            assert not re.search(r"\b(you|your)\b", item.text, re.IGNORECASE), item.text
            assert not item.own
    labs = shown.labs()
    assert [lab.name for lab in labs] == [lab.name for lab in several.setting.labs]
    for place, lab in enumerate(labs):
        history = several.games["Fernhill"].race.history
        assert lab.share[-1] == history.series("token_share")[0, -1, place]
        assert len(lab.behind) == len(lab.score) == len(lab.share) == 4
    view = view_of(several.games["Ruolan"])
    mine = next(lab for lab in labs if lab.name == "Ruolan")
    assert mine.behind[-1] == pytest.approx(view.standing.behind)
    assert mine.rank == view.standing.rank
    assert min(lab.behind[-1] for lab in labs) == 0.0


def test_the_open_race_is_the_same_from_every_seat(table: MakeTable) -> None:
    """Nobody's own knowledge slips into what all see."""
    several = table(*SEATS)
    shown = [OpenRace(game) for game in several.games.values()]
    for turn in range(1, 4):
        play(several, 1)
        assert len({each.news(turn) for each in shown}) == 1
    assert len({each.labs() for each in shown}) == 1


def test_the_open_race_follows_a_round_taken_back(table: MakeTable) -> None:
    struck, plain = table(*SEATS), table(*SEATS)
    shown = OpenRace(struck.games["Ruolan"])
    play(struck, 2)
    shown.news(2)
    struck.undo()
    struck.inject("chip-shortage")
    play(struck, 1)
    play(plain, 2)
    texts = [item.text for item in shown.news(2)]
    assert any("fire in a chip factory" in text for text in texts)
    fresh = OpenRace(struck.games["Ruolan"])
    assert fresh.news(1) == shown.news(1) == OpenRace(plain.games["Ruolan"]).news(1)
    assert np.isfinite([value for lab in shown.labs() for value in lab.behind]).all()


def test_a_view_without_charts_is_the_view_but_for_them(table: MakeTable) -> None:
    several = table(*SEATS)
    play(several, 2)
    for game in several.games.values():
        whole, light = view_of(game), view_of(game, charts=False)
        assert light.trails == NO_TRAILS != whole.trails
        assert replace(light, trails=whole.trails) == whole


def test_the_cause_bears_on_months_behind() -> None:
    """Own models first, of who fell back own trouble, then what rivals did; customers last."""

    def item(text: str, about: str, own: bool = True) -> NewsItem:
        return NewsItem(0, "Q1 2026", text, 4 if own else 0, own, about)

    use = item("Your share of use falls, because your models are worse.", "training")
    model = item("You release a new model, 2 points better.", "training")
    trouble = item("Your run was set back.", "training")
    ideas = item("You found 1 idea.", "research")
    rival = item("A rival takes the lead.", "training", own=False)
    stopped = item("No chips may be sold.", "government", own=False)
    assert telling._cause([use, ideas, model, rival, stopped], False) is model
    assert telling._cause([use, ideas, model, rival, stopped], True) is rival
    assert telling._cause([use, ideas, model, trouble, rival, stopped], True) is trouble
    assert telling._cause([use, ideas, model, stopped], True) is model
    assert telling._cause([use, ideas, rival, stopped], True) is rival
    assert telling._cause([use, ideas, rival, stopped], False) is ideas
    assert telling._cause([use, stopped], True) is use
    assert telling._cause([stopped], True) is stopped
    assert telling._cause([], True) is None


def test_sentences_begin_as_they_are_known_by(table: MakeTable) -> None:
    """Of customers, and of a model that is better than the last."""
    several = table("Fernhill")
    play(several, 6)
    texts = [item.text for item in view_of(several.games["Fernhill"]).news if item.own]
    for beginning in (telling.OF_USE, telling.OF_RELEASE):
        assert any(text.startswith(beginning) for text in texts)
