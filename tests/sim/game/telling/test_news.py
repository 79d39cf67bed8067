"""News: a sentence for everything that happens, with its cause, and no secret of a rival."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.telling.model_news import CAUSES, TROUBLES, Record
from tenfold.sim.game.telling.news import tell
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game
from tenfold.sim.happenings import Happening, Kind

ME, RIVAL, OTHER = 4, 0, 1
MONTHS = 6


@pytest.fixture
def record() -> Record:
    """Six months of ten-to-one, seen from Oak; Alder rises in month 2."""
    scenario = load_scenario("ten-to-one")
    score = np.full((MONTHS + 1, len(scenario.labs)), 150.0)
    score[3:, RIVAL] = 155.0
    score[2:, ME] = 153.0
    parts = {name: np.zeros(MONTHS + 1) for name in {*CAUSES, *TROUBLES}}
    parts["part_copied"][2:] = 0.4
    return Record(
        scenario, (2026, 1), ME, score, np.full(MONTHS + 1, 7.6), np.full(MONTHS + 1, 0.52), parts
    )


def said(record: Record, *notes: Happening) -> list[str]:
    return [item.text for item in tell(notes, record)]


def note(
    kind: Kind, lab: int = ME, other: int = -1, amount: float = 0.0, month: int = 1
) -> Happening:
    return Happening(month, kind, lab, other, amount)


def test_own_discoveries_are_counted_with_their_cause(record: Record) -> None:
    two = (note(Kind.DISCOVERED, other=3), note(Kind.DISCOVERED, other=9))
    assert said(record, *two) == [
        "You found 2 ideas of your own, because 52% of your chips ran experiments."
    ]


def test_own_copies_name_who_showed_them(record: Record) -> None:
    assert said(record, note(Kind.COPIED, other=3, amount=RIVAL)) == [
        "You rebuilt 1 idea, because Alder had shown that it works."
    ]


def test_a_rival_that_copies_the_player_is_news(record: Record) -> None:
    assert said(record, note(Kind.COPIED, lab=RIVAL, other=3, amount=ME)) == [
        "Alder rebuilt 1 idea of yours, because your model shows that it works."
    ]


def test_own_releases_say_what_made_the_difference(record: Record) -> None:
    assert said(record, note(Kind.RELEASED, other=0, amount=153.0)) == [
        "You release a new model, 3 points better, now 8 months behind, mostly because of ideas "
        "that you copied."
    ]


def test_a_release_without_progress_says_what_was_wrong(record: Record) -> None:
    record.parts["part_noise"][4:] = -0.3
    record.score[4:, ME] = 153.2
    assert said(record, note(Kind.RELEASED, other=0, month=3)) == [
        "Your new model is hardly better than the last, because the run was unlucky."
    ]


def test_a_rival_that_takes_the_lead_is_news(record: Record) -> None:
    assert said(record, note(Kind.RELEASED, lab=RIVAL, other=0, month=2)) == [
        "Alder takes the lead, because its new model is 2 points above the next."
    ]


def test_opening_is_news_once(record: Record) -> None:
    first = note(Kind.OPENED, lab=RIVAL, other=0, month=2)
    again = note(Kind.OPENED, lab=RIVAL, other=0, month=5)
    texts = said(record, first, again)
    assert sum("publishes the weights of its best model" in text for text in texts) == 1


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (note(Kind.BREAKTHROUGH), "A breakthrough in your lab, because"),
        (note(Kind.BREAKTHROUGH, amount=1.0), "You rebuilt a breakthrough, because"),
        (note(Kind.RUN_SET_BACK), "Your run was set back by a month, because"),
        (note(Kind.DISTILLED, other=RIVAL, amount=2.13), "gained 2.1 points, because"),
        (note(Kind.WITHHELD), "You keep your new model to yourselves, because"),
        (note(Kind.CAUGHT, RIVAL, ME), "Alder was caught training on your answers, because"),
        (note(Kind.BANNED, amount=6.0), "refuse to serve you for 6 months, because"),
        (note(Kind.CHIPS_SEIZED, amount=2000.0), "took 2k smuggled chips from you, because"),
        (note(Kind.STAR_MOVED, RIVAL, ME), "leaves you for Alder, because"),
        (note(Kind.RESCUED, RIVAL, amount=4e8), "Alder was rescued with $400M, because"),
        (note(Kind.MERGED, RIVAL, OTHER), "Birch took over Alder, because"),
        (note(Kind.EXITED, RIVAL), "Alder leaves the race, because"),
        (note(Kind.MOOD_SHAKEN, RIVAL), "lose heart, because the open model of Alder"),
        (
            note(Kind.CAPACITY_SHORT, amount=1.4),
            "turned customers away, because they asked for 1.4",
        ),
    ],
)
def test_each_kind_says_what_and_why(record: Record, what: Happening, says: str) -> None:
    texts = said(record, what)
    assert len(texts) == 1
    assert says in texts[0]
    assert texts[0].endswith(".")
    assert texts[0][0].isupper()


@pytest.mark.parametrize(
    "kind",
    [
        Kind.DISCOVERED, Kind.BREAKTHROUGH, Kind.RUN_BEGAN, Kind.RUN_SET_BACK,
        Kind.MODEL_FINISHED, Kind.WITHHELD, Kind.DISTILLED, Kind.CAPACITY_SHORT,
    ],
)  # fmt: skip
def test_rivals_secrets_stay_secret(record: Record, kind: Kind) -> None:
    assert said(record, note(kind, lab=RIVAL, other=OTHER, amount=1.0)) == []


def test_rivals_copying_each_other_is_their_business(record: Record) -> None:
    assert said(record, note(Kind.COPIED, lab=RIVAL, other=3, amount=OTHER)) == []


def test_events_speak_the_scenarios_words() -> None:
    scenario = load_scenario("tenfold-2026")
    event = next(event for event in scenario.events if event.kind == "supply")
    zeros = np.zeros(4)
    parts = dict.fromkeys({*CAUSES, *TROUBLES}, zeros)
    record = Record(scenario, (2026, 1), 0, np.zeros((4, len(scenario.labs))), zeros, zeros, parts)
    told = tell([Happening(1, Kind.SUPPLY_SHOCK, -1, -1, event.size)], record)
    assert [item.text for item in told] == [event.headline]
    assert told[0].lab == -1


def test_a_whole_game_tells_nothing_that_a_player_cannot_know(begin: Callable[..., Game]) -> None:
    game = begin("tenfold-2026", "Ruolan", 2, 12)
    while not game.finished:
        game.end_turn(game.turn)
    news = view_of(game).news
    assert len(news) > 30
    assert [item.turn for item in news] == sorted((item.turn for item in news), reverse=True)
    for item in news:
        if not item.own:
            assert not re.search(
                r"set back|gained .* points, because it trained|withheld", item.text
            )
    with_cause = sum("because" in item.text or item.lab == -1 for item in news)
    assert with_cause >= 0.9 * len(news)
