"""The debrief as a page: it stands at once, in plain words, and the file needs no network."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from starlette.applications import Starlette

from tenfold.sim.game.debrief.debriefing import Debrief, debrief_of
from tenfold.sim.game.debrief.decisive import Change, Decisive, TurnWorth
from tenfold.sim.game.debrief.measuring import Measuring
from tenfold.sim.game.debrief.played import Seat, played_of
from tenfold.sim.game.debrief.reckoning import reckon
from tenfold.sim.game.debrief.waterfall import gain_of_year
from tenfold.sim.game.debrief.whatif import settings_with
from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.sim.game.saves.entry import ALL, Entry
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game
from tenfold.ui import debrief_words as words
from tenfold.ui.debriefs import desk
from tenfold.ui.engine import READY, STARTING, engine
from tenfold.ui.game_page.page import debrief_page, keepsake_page
from tenfold.ui.game_page.pictures import both, turn_bars
from tenfold.ui.game_page.sections import gap, sections, story, suggested
from tenfold.ui.game_page.shell import problem_page, standing_page
from tenfold.ui.routes.debrief import routes
from tests.ui.asking import Asking

JARGON = re.compile(r"\b(ECI|H100e|FLOP|gamma|hazard|exposure|Pareto|moonshot)\b", re.IGNORECASE)
YARD = Yardstick(41.0, 5.0, (35.0, 45.0), (-6.0, 0.0, 4.0))
OUTSIDE = re.compile(r"(?:src|href)=\"(?:https?:)?//|url\(|@import|https?://(?!www\.w3\.org)")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Games in a folder of their own."""
    return Store(tmp_path_factory.mktemp("debrief") / "games")


@pytest.fixture(scope="module")
def game(store: Store) -> Game:
    """A finished game among twelve labs, with bets."""
    made = store.begin("tenfold-2026", "Ruolan", 5, 8)
    while not made.finished:
        made.draft({**made.settings, "experiments": 0.2, "training": 0.2, "serving": 0.6})
        made.place_bet((0.01, 0.04))
        made.end_turn(made.turn)
    return made


@pytest.fixture(scope="module")
def debrief(game: Game) -> Debrief:
    """Its debrief."""
    return debrief_of(played_of(game), view_of(game))


@pytest.fixture
def client(store: Store, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """The routes over a store with games, its yardsticks there at once."""

    class Ready:
        def ask(self, seat: object, urgent: bool = False) -> Measuring:
            return Measuring(YARD, 1500)

        def wait(self, seat: object, seconds: float) -> Measuring:
            return Measuring(YARD, 1500)

    monkeypatch.setattr(engine, "_games", store)
    monkeypatch.setattr(engine, "stage", READY)
    monkeypatch.setattr(engine, "start", lambda after=0.0: None)
    monkeypatch.setattr(desk, "_yardsticks", Ready())
    return Asking(Starlette(routes=routes))


def test_the_page_says_it_without_jargon(debrief: Debrief) -> None:
    page = debrief_page("T" * 22, "A race", debrief, YARD)
    shown = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not JARGON.findall(shown)
    assert "sensible strategies" in shown
    assert not re.search(r"spreads? (above|below)|scatter|Want of", shown)
    assert "Seat" in shown


def test_shown_tenths_of_the_waterfall_add_up(debrief: Debrief) -> None:
    card = gap(debrief)
    assert card is not None
    found = re.findall(r'class="value [^"]*"[^>]*>([^<]+)<', str(card["picture"]))
    for half in (found[: len(found) // 2], found[len(found) // 2 :]):
        *steps, total = (float(one.replace("−", "-").replace("±", "")) for one in half)
        assert sum(steps) == pytest.approx(total, abs=1e-9)


def test_the_file_to_keep_needs_nothing_from_outside(debrief: Debrief) -> None:
    page = keepsake_page(debrief, YARD)
    assert not OUTSIDE.findall(page)
    assert "<script" not in page
    assert "<link" not in page.replace('<link rel="icon" href="data:,">', "")
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page
    assert len(page.encode()) < 600_000


def test_drawings_are_well_formed(debrief: Debrief) -> None:
    page = keepsake_page(debrief, YARD)
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(drawings) >= 14
    for drawing in drawings:
        ElementTree.fromstring(drawing)
        assert "nan" not in drawing


def test_parts_of_the_score_have_a_sentence_each(debrief: Debrief) -> None:
    rows = words.score_rows(debrief.reckoned(YARD))
    assert [row["label"] for row in rows] == ["Seat", "Luck", "Rivals", "You", "Score"]
    assert all(row["says"].endswith(".") for row in rows)
    assert "exactly 0" in rows[2]["says"]
    ends = [row["end"] for row in rows]
    assert ends[3] == ends[4]


def test_a_spread_in_words(debrief: Debrief) -> None:
    points = replace(debrief.points, score=47.0, par=40.0)
    said = words.spread_sentence(reckon(points, YARD, practice=False))
    assert said == (
        "Of 1,000 sensible strategies in this seat, 100% did worse. Choices usually move the score "
        "by 5.0 points here; this game ended 7.0 points above par (1.4 times that; the ranking "
        "goes by this)."
    )
    assert "ranking" not in words.spread_sentence(reckon(points, YARD, practice=True))
    level = replace(debrief.points, score=40.0, par=40.0)
    assert "this game ended at par." in words.spread_sentence(reckon(level, YARD, practice=True))
    below = replace(debrief.points, score=30.0, par=40.0)
    assert "10.0 points below par" in words.spread_sentence(reckon(below, YARD, practice=False))


def test_strategies_of_whole_games_judge_no_game_taken_over(debrief: Debrief) -> None:
    later = replace(debrief.points, whole=False)
    assert words.spread_sentence(reckon(later, YARD, practice=True)) == ""


def test_points_are_told_in_months_at_the_pace_of_the_race(debrief: Debrief) -> None:
    gained = gain_of_year(debrief.played)
    said = words.gap_note(debrief)
    assert f"gained {gained:.0f} in the last year" in said
    assert f"10 points are {round(120.0 / gained)} months." in said
    assert "index points" in words.gap_title(debrief)


def test_what_is_tried_first_is_what_the_story_names(debrief: Debrief) -> None:
    def first_of(*turns: TurnWorth) -> tuple[tuple[int, str, float], str]:
        largest = max(turns, key=lambda one: abs(one.worth))
        told = replace(debrief, decisive=Decisive(turns, 50.0, largest))
        return suggested(told), story(told, told.reckoned(None))["lever"]

    lost = Change("distil", 0.1, 0.6, 0.5, -2.0)
    gained = Change("serving", 0.1, 0.6, 0.5, 4.0)
    assert first_of(TurnWorth(2, -4.0, (gained, lost))) == ((2, "distil", 0.6), "distil")
    both_ways = (TurnWorth(2, 5.0, (gained,)), TurnWorth(4, -1.5, (replace(lost, worth=None),)))
    assert first_of(*both_ways) == ((4, "distil", 0.6), "")


def test_long_names_and_many_turns_stay_inside(debrief: Debrief) -> None:
    worths = list(np.linspace(-3.0, 3.0, 24))
    drawn = both(lambda width: turn_bars(worths, 1, (2026, 1), 24, "Q4 2031 +3.0", width, "said"))
    for width, drawing in zip((720.0, 358.0), re.findall(r"<svg.*?</svg>", drawn), strict=True):
        places = [float(x) for x in re.findall(r'<rect[^>]* x="([\d.]+)"', drawing)]
        assert len(places) == 24
        assert max(places) < width


def test_the_page_stands_before_anything_is_computed(
    client: Asking, game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "stage", STARTING)
    answer = client.get(f"/game/{game.token}/debrief")
    assert answer.status_code == 200
    assert 'data-whole="0"' in answer.text
    assert client.get(f"/game/{game.token}/debrief/state").json()["complete"] is False
    assert standing_page("x", "y").startswith("<!doctype html>")


def test_a_debrief_fills_itself_and_is_ranked(client: Asking, game: Game) -> None:
    desk.look(game.token).done.wait(30.0)
    told = client.get(f"/game/{game.token}/debrief/state").json()
    assert told["complete"] is True
    assert {"story", "score", "gap", "turns", "what-if", "claims", "bets"} <= set(told["sections"])
    entry = told["ranking"]
    assert set(entry) == {"token", "title", "seat", "you", "spreads"}
    again = client.get(f"/game/{game.token}/debrief/state?have=1").json()
    assert set(again["sections"]) == {"score"}
    whole = client.get(f"/game/{game.token}/debrief").text
    assert 'data-whole="1"' in whole
    card = client.get(f"/game/{game.token}/debrief/reckoning").json()
    assert card["complete"] is True
    assert len(card["rows"]) == 5


def test_downloads(client: Asking, game: Game) -> None:
    page = client.get(f"/game/{game.token}/debrief.html")
    assert "attachment" in page.headers["content-disposition"]
    table = client.get(f"/game/{game.token}/debrief.csv")
    assert table.text.startswith("month,year,")
    assert table.headers["content-type"].startswith("text/csv")


def test_what_if_and_fork(client: Asking, game: Game, store: Store) -> None:
    base = f"/game/{game.token}/debrief"
    asked = {"turn": 3, "lever": "serving", "value": 0.1}
    told = client.post(f"{base}/whatif", asked)
    assert told.status_code == 200
    assert told.json()["html"].count("<svg") == 4
    for wrong in ({"turn": 99}, {"lever": "nonsense"}, {"value": "much"}):
        assert client.post(f"{base}/whatif", asked | wrong).status_code == 400
    for odd in (float("inf"), float("nan"), 10**400, "\ud800", "x" * 5000):
        for name in asked:
            assert client.post(f"{base}/whatif", asked | {name: odd}).status_code == 400
    foreign = {"origin": "http://elsewhere.example"}
    assert client.post(f"{base}/whatif", asked, headers=foreign).status_code == 403
    href = client.post(f"{base}/fork", asked).json()["href"]
    made = store.open(href.removeprefix("/game/"))
    assert made.turn == 3
    assert made.settings["serving"] == pytest.approx(0.1)
    assert "fork" in made.practice


def test_the_seat_of_a_game_is_measured_while_it_is_played(
    client: Asking, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Seat] = []
    monkeypatch.setattr(desk.yardsticks, "ask", lambda seat: asked.append(seat), raising=False)
    going = store.begin("ten-to-one", "Oak", 4, 12)
    desk.begin(going.token)
    desk.begin("nobody's")
    assert [(seat.name, seat.quarters) for seat in asked] == [("Oak", 12)]


def test_no_debrief_of_a_race_that_goes_on(client: Asking, store: Store) -> None:
    going = store.begin("ten-to-one", "Oak", 1, 8)
    page = client.get(f"/game/{going.token}/debrief")
    assert "not over" in page.text
    assert client.get(f"/game/{going.token}/debrief.csv").status_code == 404
    assert client.get(f"/game/{'x' * 22}/debrief").status_code == 404


def test_claims_have_a_page(client: Asking, game: Game) -> None:
    page = client.get(f"/claims/C7?game={game.token}").text
    assert "Distillation saves several-fold" in page
    assert f"/game/{game.token}/debrief#claims" in page
    assert "no such claim" in client.get("/claims/C99?game=<b>").text


def test_settings_of_a_fork(debrief: Debrief) -> None:
    played = debrief.played
    first = played.entries[0]
    assert first.settings is not None
    made = settings_with(played, 1, "serving", 0.1)
    assert made is not None
    assert made["serving"] == pytest.approx(0.1)
    assert made["experiments"] + made["training"] == pytest.approx(0.9)
    assert settings_with(played, 1, "pay", 2.0) is None

    def of(entry: Entry) -> dict[str, float] | None:
        return settings_with(replace(played, entries=(entry,)), 1, "pay", 2.0)

    held = {"data": first.levers["data"]}
    assert of(replace(first, settings=held, mode=ALL)) == {**held, "pay": 2.0}
    assert of(replace(first, settings=None)) is None


def test_a_problem_has_a_way_on() -> None:
    page = problem_page("Nothing here.", "Why <not>.", "/", "Home")
    assert "Why &lt;not&gt;." in page
    assert 'href="/"' in page


def test_a_government_has_a_debrief(store: Store) -> None:
    made = store.begin("tenfold-2026", "regulator", 2, 8)
    while not made.finished:
        made.end_turn(made.turn)
    whole = debrief_of(played_of(made), view_of(made))
    shown = sections(whole, YARD)
    assert shown["gap"] is None
    assert "the government" in keepsake_page(whole, YARD)


def test_waiting_for_files_keeps_no_page_waiting(
    client: Asking, game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files wait for yardsticks; the threads that pages are made in stay free."""
    used: list[str] = []

    def wait(seat: object, seconds: float) -> Measuring:
        used.append(threading.current_thread().name)
        return Measuring(YARD, 1500)

    monkeypatch.setattr(desk.yardsticks, "wait", wait, raising=False)
    assert client.get(f"/game/{game.token}/debrief.html").status_code == 200
    assert used[0].startswith("AnyIO")
