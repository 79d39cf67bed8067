"""Words: plain ones, the gap in months, numbers that say what matters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tenfold.sim.game.debrief.ranking import OTHER_ENGINE, REPLAYED, UNDO, WATCHED
from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.telling.asking import Asked, Choice
from tenfold.sim.game.telling.news import ABOUT_EVENTS, MECHANISMS, PARTS
from tenfold.sim.game.telling.view import (
    Bet,
    LeverState,
    PartOfScore,
    PredictView,
    RegulatorView,
    Score,
    View,
)
from tenfold.ui import (
    chart_words,
    lever_words,
    news_words,
    rival_words,
    start_words,
    verdict_words,
    words,
)
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.front import LOST_PAGE
from tenfold.ui.mechanism_words import REASONS
from tenfold.ui.pages import room

ViewIn = Callable[..., View]
JARGON = re.compile(
    r"\b(ECI|H100e|FLOPs?|gamma|hazards?|exposures?|Pareto|moonshots?)\b", re.IGNORECASE
)
UI = Path(words.__file__).parent


def texts(card: object) -> list[str]:
    """Every string that a card shows, whatever it is nested in."""
    if isinstance(card, str):
        return [card]
    if isinstance(card, dict):
        return [text for value in card.values() for text in texts(value)]
    if isinstance(card, (list, tuple)):
        return [text for value in card for text in texts(value)]
    return []


def everything(view: View) -> list[str]:
    colours = lab_colours([lab.kind for lab in view.labs], view.seat)
    cards = [
        words.bar(view), lever_words.about(view), lever_words.state(view),
        news_words.feed(view, colours), news_words.asked(view), news_words.bet(view), REASONS,
        rival_words.rivals(view, colours), verdict_words.verdict(view), list(words.CHARTS),
        list(words.PHONE_TABS), list(view.underway), words.practice(view),
        list(words.PRACTICE.values()), list(lever_words.WHY.values()),
        start_words.choices({}, "", unfolded=True), room.LOST, room.DIFFERS, LOST_PAGE,
    ]  # fmt: skip
    return texts(cards)


@pytest.fixture
def finished(view_in: ViewIn) -> View:
    part = PartOfScore("Use", 1.0, 53.0, 47.0, "7% of all use, mean of the last year")
    return replace(view_in(36, finished=True), score=Score(53.0, 47.0, 6.0, (part,)))


def test_no_jargon_anywhere_a_player_looks(finished: View, view_in: ViewIn) -> None:
    said = everything(finished) + everything(view_in(0, guided=True))
    assert len(said) > 200
    assert [text for text in said if JARGON.search(text)] == []


def test_no_jargon_in_the_templates() -> None:
    for path in [*UI.rglob("*.vue"), *UI.rglob("loader-*.html")]:
        assert not JARGON.search(path.read_text()), path.name


def test_months_behind_is_the_main_unit(view_in: ViewIn) -> None:
    facts = words.bar(view_in())["facts"]
    assert facts[1]["value"] == "8 months"
    assert facts[1]["label"] == "behind"
    assert "had a model as good as your best" in facts[1]["hint"]


def test_rank_and_its_number_of_labs_are_told_apart(view_in: ViewIn) -> None:
    rank = words.bar(view_in())["facts"][0]
    assert (rank["value"], rank["label"]) == ("#5", "of 12")


def test_the_first_screen_says_what_points_and_the_shaded_year_are(view_in: ViewIn) -> None:
    first, later = view_in(0, guided=True), view_in(6, guided=True)
    said = chart_words.head(first, "race", {})
    assert "8 points more take 10 times the training" in said["subtitle"]
    assert "in a year" in said["subtitle"]
    assert "8 points = 10x training" in chart_words.head(later, "race", {})["subtitle"]
    assert "four of five futures" in chart_words.head(later, "race", {})["explain"]
    over = replace(later, finished=True)
    assert "futures" not in chart_words.head(over, "race", {})["explain"]


def test_the_leader_is_ahead(view_in: ViewIn) -> None:
    leading = replace(view_in().standing, rank=1, behind=0.0, ahead=2.6, leader="You")
    assert words.gap_fact(leading) == {
        "value": "3 months", "label": "ahead", "hint": words.gap_fact(leading)["hint"],
    }  # fmt: skip
    level = replace(leading, ahead=0.0)
    assert words.gap_fact(level)["value"] == "level"


def test_cash_is_told_in_months(view_in: ViewIn) -> None:
    standing = view_in().standing
    assert words.cash_fact(standing)["value"] == "14 months"
    assert words.cash_fact(replace(standing, runway=1.2))["value"] == "1 month"
    assert words.cash_fact(replace(standing, runway=400.0))["value"] == "48+ months"
    assert words.cash_fact(replace(standing, runway=None))["label"] == "cash, growing"


def test_every_card_can_be_sent_to_the_page(finished: View) -> None:
    colours = lab_colours([lab.kind for lab in finished.labs], finished.seat)
    for card in (
        words.bar(finished),
        lever_words.state(finished),
        verdict_words.verdict(finished),
        news_words.feed(finished, colours),
        rival_words.rivals(finished, colours),
    ):
        json.dumps(card, allow_nan=False)


def test_the_verdict_adds_up(finished: View) -> None:
    verdict = verdict_words.verdict(finished)
    assert int(verdict["score"]) == int(verdict["par"]) + int(verdict["you"])
    assert verdict["headline"] == "You beat the autopilot by 6 points."
    assert "seat=Jade%20River%20Computing" in verdict["again"]


def test_a_game_of_ones_own_is_no_practice(finished: View) -> None:
    assert words.practice(finished) == {"text": "", "hint": ""}
    assert verdict_words.verdict(finished)["youLabel"] == "You"


def test_a_replayed_run_never_says_that_the_visitor_played(finished: View) -> None:
    run = replace(finished, origin=Origin(12, 17, "Does it?", "distiller"))
    verdict = verdict_words.verdict(run)
    assert verdict["headline"] == "Run 17: distiller beat the autopilot by 6 points."
    assert words.practice(run) == {
        "text": "Practice: replay of run 17 of a sweep; "
        "Jade River Computing was decided by distiller.",
        "hint": "Does it?",
    }
    about_the_run = {
        name: said for name, said in verdict.items() if not name.startswith("takeOver")
    }
    assert not re.search(r"\b(you|your|yours)\b", " ".join(texts(about_the_run)), re.IGNORECASE)
    assert verdict["again"] == verdict["next"] == ""
    assert words.told_to(run) == "as told to Jade River Computing"
    assert words.told_to(finished) == ""


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        (Origin(4, 17, "Does it?", "distiller"), "run 17 of a sweep"),
        (Origin(4), "another game"),
    ],
)
def test_a_game_taken_over_says_so_and_scores_from_there(
    finished: View, origin: Origin, source: str
) -> None:
    view = replace(finished, origin=origin)
    said = words.practice(view)["text"]
    assert said == f"Practice: continued from {source}; you decide from Q1 2027 on."
    verdict = verdict_words.verdict(view)
    assert verdict["headline"] == "You beat the autopilot by 6 points."
    assert "taking over your seat in Q1 2027" in verdict["parNote"]
    assert verdict["again"] == ""


@pytest.mark.parametrize(
    ("points", "said"), [(6.0, "+6"), (-3.4, "-3"), (0.0, "±0"), (0.4, "±0"), (-0.4, "±0")]
)
def test_a_difference_is_never_taken_for_a_score(points: float, said: str) -> None:
    assert verdict_words.signed(points) == said


def test_shares_say_when_they_were_had(finished: View) -> None:
    verdict = verdict_words.verdict(finished)
    assert verdict["story"].endswith("in the last month.")
    assert "mean of the last year" in verdict["parts"][0]["because"]


def test_nobody_is_no_months_behind(finished: View) -> None:
    def told(**standing: Any) -> str:
        now = replace(finished.standing, **standing)
        return str(verdict_words.verdict(replace(finished, standing=now))["story"])

    level = told(behind_at_first=0.2, rank=2, behind=0.3)
    assert " began in front with " in level
    assert f"ended level with {finished.standing.leader}, number 2" in level
    assert "ended in front, number 1" in told(rank=1, ahead=0.3)
    assert "ended 4 months ahead of all others" in told(rank=1, ahead=4.0)
    assert "began 5 months behind the leader" in told(behind_at_first=5.0)


def test_every_quarter_can_be_taken_over(finished: View) -> None:
    offered = verdict_words.verdict(finished)["takeOver"]
    assert [one["turn"] for one in offered] == list(range(1, 13))
    assert [offered[0]["label"], offered[-1]["label"]] == ["1 · Q1 2026", "12 · Q4 2028"]


def test_news_is_grouped_by_quarter_newest_first(view_in: ViewIn) -> None:
    groups = news_words.feed(view_in(), ["red"] * 12)["groups"]
    assert [group["quarter"] for group in groups] == ["Q3 2027", "Q2 2027", "Q1 2027"]


def test_old_news_comes_when_it_is_asked_for(view_in: ViewIn) -> None:
    view = view_in()
    item = view.news[0]
    long = replace(
        view, news=tuple(replace(item, turn=t, quarter=f"quarter {t}") for t in range(19, -1, -1))
    )
    short = news_words.feed(long, ["red"] * 12)
    assert len(short["groups"]) == news_words.QUARTERS_SHOWN
    assert short["older"] == "Earlier quarters (14)"
    whole = news_words.feed(long, ["red"] * 12, older=True)
    assert len(whole["groups"]) == 20
    assert whole["older"] == ""


def test_every_mechanism_of_the_news_is_explained() -> None:
    assert set(REASONS) == set(MECHANISMS)
    assert set(PARTS.values()) | set(ABOUT_EVENTS.values()) <= set(MECHANISMS)


def test_a_question_shows_what_the_autopilot_would_say(view_in: ViewIn) -> None:
    choices = (Choice(0.0, "Deny", "Costs nothing now."), Choice(1.0, "Settle", "Costs $2M."))
    question = Asked("accused", "on_accused", "Meridian accuses you.", choices, usual=1.0)
    view = replace(view_in(), asked=(question,))
    card = news_words.asked(view)[0]
    assert [one["usual"] for one in card["choices"]] == [False, True]
    assert card["unanswered"] == "Left open, the autopilot answers: settle."
    assert card["answer"] is None
    assert words.bar(view)["asked"] == ["on_accused"]
    held = LeverState("on_accused", 0.0, 0.0, 1.0, held=True)
    answered = replace(view, levers=replace(view.levers, all=(held,)))
    assert news_words.asked(answered)[0]["answer"] == 0.0


def test_the_bet_tells_how_often_ranges_held(view_in: ViewIn) -> None:
    bets = (Bet(1, 0.05, 0.09, 0.07), Bet(2, 0.08, 0.1, 0.07))
    seen = PredictView("share", 0.07, (0.05, 0.1), bets, 1, 2, 0.031, 0.024, open=True)
    card = news_words.bet(replace(view_in(), predict=seen))
    assert card is not None
    assert card["draft"] == [5.0, 10.0]
    assert card["last"] == "7%: it missed"
    assert card["record"].startswith("1 of 2 ranges held; aim for 80%. A bet cost you 3.1 %")
    none = replace(seen, draft=None, bets=(), hits=0, of=0, score=None, naive=None)
    empty = news_words.bet(replace(view_in(), predict=none))
    assert empty is not None
    assert empty["record"].startswith("No bets yet.")
    assert news_words.bet(view_in()) is None


def test_a_practice_game_says_why(view_in: ViewIn) -> None:
    view = replace(view_in(), practice=("undo", "replayed"))
    assert words.practice(view)["text"] == (
        "Practice: a quarter that had been played was taken back; this race was played before on "
        "this computer."
    )


@pytest.mark.parametrize("reason", [UNDO, REPLAYED, WATCHED, OTHER_ENGINE])
def test_every_reason_has_its_words(reason: str) -> None:
    assert words.PRACTICE[reason]


def test_undo_says_what_it_takes_back(view_in: ViewIn) -> None:
    bar = words.bar(replace(view_in(), undoable=True))
    assert bar["undoAsk"].startswith("Take back Q2 2027?")
    assert "practice" in bar["undoAsk"]
    assert words.bar(view_in())["undoable"] is False


def test_a_government_reads_its_own_figures(view_in: ViewIn) -> None:
    path = (0.0, 0.1)
    seen = RegulatorView((3.0, -4.6), path, (0.0, 2e9), (0.0, 5e4), path, (2.0, 1.1), path)
    view = replace(view_in(), regulator=seen, seat=-1)
    facts = words.bar(view)["facts"]
    assert [f"{fact['value']} {fact['label']}" for fact in facts] == [
        "5 months behind", "$2bn spent", "50k chips smuggled", "$1.10 cheapest", "10% open",
    ]  # fmt: skip
    cards = rival_words.rivals(view, ["red"] * 12)
    assert cards["title"] == "Labs"
    assert len(cards["cards"]) == 12


def test_a_watched_race_names_its_winner_and_offers_the_seat(view_in: ViewIn) -> None:
    view = replace(view_in(36, finished=True), watching=True)
    card = verdict_words.watched(view)
    best = max((lab for lab in view.labs if lab.active), key=lambda lab: lab.score[-1] or 0.0)
    assert card["headline"].startswith(best.name)
    assert [row["name"] for row in card["rows"]][-1] == "Borealis"
    assert len(card["takeOver"]) == 12
    assert "Jade River Computing" in card["takeOverNote"]
    assert words.told_to(view) == "as told to Jade River Computing"
    view = replace(view, origin=Origin(12, policy="autopilot"), practice=(WATCHED,))
    assert words.practice(view)["text"] == "Practice: the labs play by themselves."
    json.dumps(card, allow_nan=False)


def test_a_governments_end_tells_of_its_labs(finished: View) -> None:
    path = (0.0, 0.1)
    seen = RegulatorView((3.0, -4.6), path, (0.0, 2e9), (0.0, 5e4), path, (2.0, 1.1), path)
    verdict = verdict_words.verdict(replace(finished, regulator=seen, seat=-1))
    assert verdict["story"] == (
        "Your labs began 3 months ahead of the labs that you watch and ended 5 months behind them. "
        "You spent $2bn."
    )
    assert "seat=regulator" in verdict["again"]


def test_rivals_are_the_others_best_first(view_in: ViewIn) -> None:
    view = view_in()
    cards = rival_words.rivals(view, ["red"] * 12)["cards"]
    assert len(cards) == 11
    assert "Jade River Computing" not in [card["name"] for card in cards]
    assert [card["score"] for card in cards] == sorted(
        (card["score"] for card in cards), reverse=True
    )
    assert cards[-1]["gap"] == "has left"


def test_an_open_card_tells_only_what_is_public(view_in: ViewIn) -> None:
    view = view_in()
    cards = rival_words.rivals(view, ["red"] * 12)["cards"]
    named = {fact[0] for card in cards for fact in card["more"]}
    assert named == {"Kind", "Best model", "Use", "New models"}


def test_the_first_minute_has_at_most_sixty_words(view_in: ViewIn) -> None:
    start = start_words.choices({}, "")
    view = view_in(0, guided=True)
    bar, guide = words.bar(view), lever_words.guide(view)
    assert guide is not None
    shown = [start["question"], "Play", "Choose another race", "Tenfold", guide["question"]]
    shown += [f"{one['label']} {one['value']}" for one in start["bars"]]
    shown += [f"{card['title']} {card['text']}" for card in guide["openings"]]
    shown += [lever_words.about(view)["skip"], "End turn", bar["quarter"], bar["progress"]]
    assert len(" ".join(shown).split()) <= 60


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("scenario=nowhere", "There is no race 'nowhere'"),
        ("scenario=ten-to-one&seat=Nobody", "There is no lab 'Nobody'"),
        ("scenario=ten-to-one&seed=minus", "seed must be a whole number"),
        ("scenario=ten-to-one&seed=²", "seed must be a whole number"),
        ("scenario=ten-to-one&quarters=9", "8, 12, 16, 24"),
    ],
)
def test_a_wrong_address_says_what_is_wrong(query: str, says: str) -> None:
    from urllib.parse import parse_qs

    asked, problem = start_words.from_address(parse_qs(query))
    assert says in problem
    assert start_words.choices(asked, problem)["races"]


def test_a_right_address_is_taken() -> None:
    query = {"scenario": ["ten-to-one"], "seat": ["Oak"], "seed": ["7"], "quarters": ["16"]}
    asked, problem = start_words.from_address(query)
    assert problem == ""
    assert asked == {"scenario": "ten-to-one", "seat": "Oak", "seed": 7, "quarters": 16}


def test_every_race_of_the_catalogue_is_offered_with_a_seat() -> None:
    for race in start_words.races():
        assert race["suggested"] in [seat["name"] for seat in race["seats"]]
        assert all(seat["difficulty"] for seat in race["seats"])


def test_the_first_game_exists() -> None:
    race = next(r for r in start_words.races() if r["name"] == start_words.FIRST_GAME["scenario"])
    assert start_words.FIRST_GAME["seat"] in [seat["name"] for seat in race["seats"]]
    assert start_words.FIRST_GAME["quarters"] in start_words.LENGTHS
