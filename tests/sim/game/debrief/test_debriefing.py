"""What a debrief computes: the waterfall adds up, turns are single races, stories stay short."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tenfold.agents.decision import LEVERS, DecisionError
from tenfold.sim.game.debrief import keepsake, lessons, story
from tenfold.sim.game.debrief.backers import goals_told
from tenfold.sim.game.debrief.debriefing import STEPS, Debrief, debrief_of
from tenfold.sim.game.debrief.decisive import Change, Decisive, TurnWorth, decisive_of, replaced
from tenfold.sim.game.debrief.keepsake import table_of
from tenfold.sim.game.debrief.lessons import CONTRADICTS, SHOWS, SILENT, lessons_of
from tenfold.sim.game.debrief.played import Played, played_of
from tenfold.sim.game.debrief.reckoning import points_of, reckon
from tenfold.sim.game.debrief.rerun import rerun
from tenfold.sim.game.debrief.story import MOST_WORDS, ratio_words, story_of
from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.debrief.waterfall import gain_of_year, waterfall_of
from tenfold.sim.game.debrief.whatif import choices, what_if
from tenfold.sim.game.score import TITLES
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.view import PartOfScore
from tenfold.sim.game.turns import Game
from tenfold.sim.history import LAB_PLACE, History
from tests.sim.game.conftest import SHIFT

FORBIDDEN = ("because", "would have", "could have", "had you")


@pytest.fixture
def game(begin: Callable[..., Game]) -> Game:
    """A finished game of two years, half of it far from the autopilot."""
    made = begin()
    while not made.finished:
        if made.turn % 2:
            made.draft(SHIFT)
        made.end_turn(made.turn)
    return made


@pytest.fixture
def played(game: Game) -> Played:
    """The same as plain data."""
    return played_of(game)


def random_game(begin: Callable[..., Game], seed: int, seat: str) -> Played:
    """A game of somebody who turns every lever about."""
    source = np.random.default_rng(seed)
    game = begin("tenfold-2026", seat, seed)
    while not game.finished:
        if seat != "regulator":
            settings = {name: float(source.random()) for name in SHIFT}
            game.draft(settings | {"flagship_price": float(source.uniform(0.3, 3.0))})
        game.end_turn(game.turn)
    return played_of(game)


def test_the_waterfall_adds_up_in_every_month(played: Played) -> None:
    for month in range(played.history.months + 1):
        fall = waterfall_of(played, month)
        assert fall is not None
        assert abs(fall.gap - sum(step.points for step in fall.steps)) < 1e-9


def test_the_gap_is_of_best_models(played: Played) -> None:
    fall = waterfall_of(played)
    assert fall is not None
    best = played.series("internal_capability")[-1]
    assert fall.gap == pytest.approx(best[played.seat.place] - best[fall.other], abs=1e-9)
    assert fall.other != played.seat.place


def test_turns_are_what_single_races_say(played: Played) -> None:
    found = decisive_of(played)
    assert [one.turn for one in found.turns] == list(range(1, 9))
    whole = replaced(played, range(8))
    for one in found.turns:
        script = whole[:, :, one.turn - 1 : one.turn]
        alone = rerun(played.seat, played.seed, [played.luck], script)
        score = float(points_by_run(alone, played.seat)[0])
        assert one.worth == found.score - score
    largest = found.largest
    assert largest is not None
    assert abs(largest.worth) == max(abs(one.worth) for one in found.turns)
    alone_first = [abs(change.worth) for change in largest.changes if change.worth is not None]
    assert alone_first == sorted(alone_first, reverse=True)


def test_a_turn_of_the_autopilot_is_worth_nothing(begin: Callable[..., Game]) -> None:
    game = begin()
    while not game.finished:
        game.draft({}, "all")
        game.end_turn(game.turn)
    found = decisive_of(played_of(game))
    assert all(one.worth == 0.0 for one in found.turns)
    assert found.first is None


def test_a_what_if_of_nothing_changes_nothing(played: Played) -> None:
    was = played.entries[2].levers["experiments"]
    found = what_if(played, 3, "experiments", was)
    assert found.difference == pytest.approx(0.0, abs=1e-6)
    assert found.other.capability == pytest.approx(found.lab.capability, abs=1e-6)


def test_a_what_if_parts_where_it_is_set(played: Played) -> None:
    found = what_if(played, 3, "serving", 0.0)
    assert found.since == 6
    assert found.lab.share[:7] == found.other.share[:7]
    assert found.lab.share != found.other.share
    assert found.score - found.difference == pytest.approx(decisive_of(played).score, abs=1e-9)


def test_every_lever_can_be_tried_to_its_ends(played: Played) -> None:
    for place, lever in enumerate(choices(played)):
        value, end = ((-9.0, lever.low), (1e12, lever.high))[place % 2]
        assert what_if(played, 8, lever.name, value).value == end


def test_what_cannot_be_tried_is_refused(played: Played) -> None:
    for turn, lever in ((0, "serving"), (9, "serving"), (1, "teacher"), (1, "nonsense")):
        with pytest.raises(DecisionError):
            what_if(played, turn, lever, 0.5)


@pytest.mark.parametrize(
    ("seed", "seat"),
    [(1, "Fernhill"), (2, "Ruolan"), (3, "Peilin"), (4, "Wrenfield"), (5, "regulator")],
)
def test_stories_are_short_and_of_facts(begin: Callable[..., Game], seed: int, seat: str) -> None:
    played = random_game(begin, seed, seat)
    reckoning = reckon(points_of(played), None, practice=False)
    found = decisive_of(played)
    told = story_of(played, waterfall_of(played), found, reckoning)
    text = " ".join(sentence.text for sentence in told.sentences)
    assert told.words == len(text.split()) <= MOST_WORDS
    assert not [word for word in FORBIDDEN if word in text.lower()]
    assert f"Par {reckoning.par}; you {reckoning.score}." in text
    assert told.sentences[-1].chart == story.TRY
    assert ("No single turn stands out." in text) == (found.first is None)


def test_a_turn_stands_out_only_where_it_is_large_and_alone(played: Played) -> None:
    from tenfold.sim.game.debrief.decisive import _standing_out

    def turns(*worths: float) -> tuple[TurnWorth, ...]:
        return tuple(TurnWorth(k + 1, worth, ()) for k, worth in enumerate(worths))

    assert _standing_out(turns(0.4, 0.1)) is None
    assert _standing_out(turns(3.0, -2.9)) is None
    assert _standing_out(turns(0.5, -3.0)) == turns(0.5, -3.0)[1]
    quiet = Decisive(turns(0.1), 50.0, None)
    told = story_of(played, None, quiet, reckon(points_of(played), None, practice=False))
    assert any(one.text == "No single turn stands out." for one in told.sentences)


def test_a_turn_that_lost_most_is_what_to_try(played: Played) -> None:
    def told_of(worth: float, alone: float) -> str:
        change = Change("replicate", 0.1, 0.6, 0.5, alone)
        turns = (TurnWorth(3, worth, (change,)), TurnWorth(4, 0.98 * worth, (change,)))
        found = Decisive(turns, 50.0, None)
        told = story_of(played, None, found, reckon(points_of(played), None, practice=False))
        assert told.turn == (3 if worth < -1.0 and alone < 0.0 else 1)
        return " ".join(one.text for one in told.sentences)

    quarter = played.quarter(3)
    lost = told_of(-4.0, -3.0)
    assert f"The largest is {quarter}: you had 'Copy' at 10%" in lost
    assert lost.endswith(f"Try {quarter} with 'Copy' at 60%.")
    for text in (told_of(-0.5, -0.5), told_of(4.0, 3.0), told_of(-4.0, 0.2)):
        assert "The largest" not in text
        assert text.endswith(f"Try it again from {played.quarter(1)}.")


def test_a_turn_that_gained_is_praised_and_never_tried_otherwise(played: Played) -> None:
    better, worse = (Change("replicate", 0.1, 0.6, 0.5, alone) for alone in (3.0, -2.0))
    other = Change("distil", 0.2, 0.7, 0.5, -0.5)

    def told_of(*turns: TurnWorth) -> tuple[story.Story, str]:
        found = Decisive(turns, 50.0, max(turns, key=lambda one: abs(one.worth)))
        told = story_of(played, None, found, reckon(points_of(played), None, practice=False))
        return told, " ".join(one.text for one in told.sentences)

    gained = TurnWorth(3, 4.0, (other, better))
    told, text = told_of(gained)
    assert f"{played.quarter(3)} stands out, for the better: you had 'Copy' at 10%" in text
    assert text.endswith(f"Try it again from {played.quarter(1)}.")
    assert (told.turn, told.change) == (1, None)

    told, text = told_of(gained, TurnWorth(5, -1.5, (worse,)))
    assert text.endswith(f"Try it again from {played.quarter(5)}.")
    assert told.change is None

    told, text = told_of(TurnWorth(3, -4.0, (better, worse, other)))
    assert f"{played.quarter(3)} stands out, for the worse: you had 'Copy'" in text
    assert text.endswith(f"Try {played.quarter(3)} with 'Copy' at 60%.")
    assert (told.turn, told.change) == (3, worse)

    told, text = told_of(TurnWorth(3, -4.0, (better,)))
    assert "the autopilot's setting" not in text
    assert text.endswith(f"Try it again from {played.quarter(3)}.")


def test_backers_are_named_where_they_paid_a_loss(played: Played) -> None:
    def told_of(revenue: float, spending: float, backing: float) -> str:
        books = played_of_books(played, revenue=revenue, spending=spending, backing=backing)
        goals = (PartOfScore(TITLES["profit"], 1.0, 50.0, 50.0, "sales"),
                 PartOfScore(TITLES["tokens"], 1.0, 50.0, 50.0, "use"))  # fmt: skip
        first, second = goals_told(books, goals)
        assert second.because == "use"
        return first.because

    assert told_of(2e8, 6e8, 5e8) == "sales; backers, with $6bn, paid the rest"
    part = "sales; backers, with $1.2bn, paid part of the rest, and cash what was left"
    assert told_of(2e8, 6e8, 1e8) == part
    assert told_of(2e8, 6e8, 0.0) == "sales"
    assert told_of(6e8, 6e8, 5e8) == "sales"


def played_of_books(played: Played, **figures: float) -> Played:
    """The same game with the player's books at these figures in every month [USD per month]."""
    history = played.history
    lab = history.lab.copy()
    for name, value in figures.items():
        lab[:, :, played.seat.place, LAB_PLACE[name]] = value
    made = History(history.numbers, history.months, history.labs, history.kinds)
    made.months, made.lab, made.market = history.months, lab, history.market
    return replace(played, history=made)


def test_the_pace_of_the_best_model_is_that_of_the_last_year(played: Played) -> None:
    best = played.series("capability").max(axis=1)
    assert played.series("active").all()
    assert gain_of_year(played) == pytest.approx(best[-1] - best[-13], abs=1e-9)


def test_a_watched_race_is_told_of_the_lab(played: Played) -> None:

    found = decisive_of(played)
    reckoning = reckon(points_of(played), None, practice=True)
    told = story_of(replace(played, watched=True), waterfall_of(played), found, reckoning)
    text = " ".join(sentence.text for sentence in told.sentences)
    assert not re.search(r"\b[Yy]our?\b", text)
    assert text.startswith(f"{played.seat.name} began")


def test_ratios_in_words() -> None:
    assert ratio_words(0.1) == "a tenth of"
    assert ratio_words(12.3) == "12 times"


def test_every_lesson_has_a_claim_and_a_figure(played: Played) -> None:
    told = lessons_of(played)
    assert 8 <= len(told) == len(lessons.TESTS)
    assert {one.word for one in told} <= {SHOWS, CONTRADICTS, SILENT}
    assert all(one.figure.endswith(".") and one.rule.startswith("Shown if") for one in told)


def test_lessons_by_hand(played: Played) -> None:

    from tenfold.sim.game.debrief.lessons_of_market import _ranks
    from tenfold.sim.game.debrief.lessons_of_skill import distillation_saves, rich_find_more
    from tenfold.sim.happenings import Happening, Kind

    rich = int(np.argmax(played.series("compute")[0]))
    poor = int(np.argmin(played.series("compute")[0]))

    def found(lab: int, times: int) -> tuple[Happening, ...]:
        return tuple(Happening(k, Kind.DISCOVERED, lab, k, 0.1) for k in range(times))

    few = replace(played, happenings=found(rich, 3))
    assert rich_find_more(lessons.Books(few)).word == SILENT
    many = replace(played, happenings=found(rich, 9) + found(poor, 2))
    assert rich_find_more(lessons.Books(many)).word == SHOWS
    turned = replace(played, happenings=found(poor, 9))
    assert rich_find_more(lessons.Books(turned)).word == CONTRADICTS

    sigma = played.index_per_decade
    for points, word in ((0.1 * sigma, SILENT), (0.5 * sigma, SHOWS), (1.1 * sigma, CONTRADICTS)):
        note = (Happening(5, Kind.DISTILLED, poor, rich, points),)
        judged = distillation_saves(lessons.Books(replace(played, happenings=note)))
        assert judged.word == word
    assert _ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_the_table_holds_everything(played: Played) -> None:
    rows = list(csv.DictReader(io.StringIO(table_of(played))))
    labs, months = len(played.names), played.history.months
    assert len(rows) == labs * (months + 1)
    assert {"cash [USD]", "capability [index points]"} <= set(rows[0])
    mine = [row for row in rows if row["player [0 or 1]"] == "1"]
    assert len(mine) == months + 1
    for row in mine[1:]:
        entry = played.entries[int(row["turn"]) - 1]
        for lever in LEVERS:
            written = float(row[f"decided {lever.name} [{lever.unit}]"])
            assert written == pytest.approx(entry.levers[lever.name], rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum(1)", "\t=1"])
def test_no_name_is_a_formula_in_the_table(
    played: Played, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keepsake, "decisions_of", lambda _: decided)
    decided = np.zeros((played.history.months, len(played.names), len(LEVERS)))
    scenario = played.seat.scenario
    renamed = (scenario.labs[0].model_copy(update={"name": name}), *scenario.labs[1:])
    seat = replace(played.seat, scenario=scenario.model_copy(update={"labs": renamed}))
    rows = list(csv.DictReader(io.StringIO(table_of(replace(played, seat=seat)))))
    assert rows[0]["lab"] == f"'{name}"
    assert rows[1]["lab"] == scenario.labs[1].name


def test_a_debrief_tells_its_steps(game: Game) -> None:
    told: list[str] = []
    made = debrief_of(played_of(game), view_of(game), told.append)
    assert tuple(told) == STEPS
    assert isinstance(made, Debrief)
    assert made.reckoned(None).score == game.score.score
