"""Practice: a run opened as a game is the same run; a fork shares the past and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.saves.practice import fork, play_run, usual_seat
from tenfold.sim.game.saves.savefile import SaveError
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.turns import Game
from tenfold.sim.race import Race

Begin = Callable[..., Game]
LUCK, SEED = 17, 2026


def world(months: int = 15, **changes: object) -> Scenario:
    """A race of ten-to-one whose second lab holds levers, of a length that no game usually has."""
    scenario = load_scenario("ten-to-one")
    labs = list(scenario.labs)
    held = {"distil": 0.7, "experiments": 0.4}
    labs[1] = labs[1].model_copy(update={"levers": held, "policy": "distiller"})
    update = {"labs": tuple(labs), "months": months, "parameters": {"research_pace": 0.3}}
    return scenario.model_copy(update={**update, **changes})


@pytest.fixture
def replayed(tmp_path: Path) -> Game:
    """Run 40 of a sweep in the seat of the lab that holds levers."""
    scenario = world()
    return play_run(tmp_path, scenario, SEED, LUCK, scenario.labs[1].name, 40, "Does it?")


def test_a_run_opened_as_a_game_is_the_same_run_bit_for_bit(replayed: Game, tmp_path: Path) -> None:
    race = Race(world(), seed=SEED, first_run=LUCK, collect=False)
    history = race.run()
    assert replayed.finished
    assert replayed.turns == 5
    assert replayed.race.history.lab.tobytes() == history.lab.tobytes()
    assert replayed.race.happenings() == race.happenings()
    again = Game.load(tmp_path, replayed.token)
    assert again.race.history.lab.tobytes() == history.lab.tobytes()
    assert again.header.origin == Origin(5, 40, "Does it?", "distiller, with levers held")


def test_every_seat_replays_the_same_run(tmp_path: Path) -> None:
    scenario = world(6)
    games = [play_run(tmp_path, scenario, SEED, LUCK, lab.name, 0) for lab in scenario.labs]
    assert len({game.race.history.lab.tobytes() for game in games}) == 1


def test_whoever_takes_over_may_move_the_levers_that_the_run_held(
    replayed: Game, tmp_path: Path, settings: dict[str, float]
) -> None:
    game = fork(tmp_path, replayed, 3)
    game.draft({**settings, "distil": 0.1})
    game.end_turn(3)
    assert game.log[2].distil == pytest.approx(0.1)
    assert [decision.distil for decision in game.log[:2]] == [0.7, 0.7]


def test_a_fork_shares_the_past_and_leaves_the_other_alone(
    replayed: Game, tmp_path: Path, settings: dict[str, float]
) -> None:
    before = replayed.save.path.read_bytes()
    game = fork(tmp_path, replayed, 4)
    assert (game.turn, game.race.month) == (4, 9)
    assert game.token != replayed.token
    game.draft(settings)
    assert game.end_turn(4)
    ours, theirs = game.race.history.lab[0], replayed.race.history.lab[0]
    assert ours[:10].tobytes() == theirs[:10].tobytes()
    assert ours[12].tobytes() != theirs[12].tobytes()
    assert replayed.save.path.read_bytes() == before
    again = Game.load(tmp_path, game.token)
    assert again.race.history.lab.tobytes() == game.race.history.lab.tobytes()


def test_a_fork_knows_what_it_continues(replayed: Game, begin: Begin, tmp_path: Path) -> None:
    first = fork(tmp_path, replayed, 3)
    origin = first.header.origin
    assert origin is not None
    assert (origin.run, origin.quarters) == (40, 2)
    first.end_turn(3)
    earlier, later = fork(tmp_path, first, 2), fork(tmp_path, first, 4)
    assert earlier.header.origin == Origin(1, 40, "Does it?", origin.policy)
    assert later.header.origin == Origin(3)  # a quarter of it was a person's
    own = begin()
    own.end_turn(1)
    assert fork(tmp_path, own, 2).header.origin == Origin(1)
    assert own.header.origin is None


@pytest.mark.parametrize("turn", [0, -1, 3, 9])
def test_only_a_quarter_that_was_reached_can_be_taken_over(
    begin: Begin, tmp_path: Path, turn: int
) -> None:
    game = begin()
    game.end_turn(1)
    with pytest.raises(GameError, match="from 1 to 2"):
        fork(tmp_path, game, turn)


def test_par_of_a_fork_is_the_autopilot_taking_over_at_the_same_quarter(
    replayed: Game, tmp_path: Path
) -> None:
    assert replayed.taken_over == 0
    game = fork(tmp_path, replayed, 5)
    assert game.taken_over == 4
    game.end_turn(5)
    # The seat's levers stand as the policy left them; par lets go of them, four quarters late.
    late = {part.title: part.par for part in game.score.parts}
    early = {part.title: part.par for part in replayed.score.parts}
    assert late != early
    assert game.score.score == game.score.par + game.score.you


def test_par_of_a_replayed_run_is_the_autopilot_from_the_first_quarter(
    replayed: Game, begin: Begin, tmp_path: Path
) -> None:
    anew = fork(tmp_path, replayed, 1)
    assert anew.taken_over == 0
    while not anew.finished:
        anew.end_turn(anew.turn)
    assert anew.score.par == replayed.score.par


def test_a_race_that_does_not_consist_of_quarters_is_no_game(tmp_path: Path) -> None:
    for scenario in (world(16), world(12, turn_months=6)):
        with pytest.raises(GameError, match="whole quarters") as caught:
            play_run(tmp_path, scenario, SEED, LUCK, scenario.labs[1].name, 0)
        assert "\n" not in str(caught.value)
    with pytest.raises(GameError, match="no lab 'Elm'"):
        play_run(tmp_path, world(), SEED, LUCK, "Elm", 0)
    assert list(tmp_path.iterdir()) == []


def test_the_usual_seat_is_the_one_named_else_the_poor_one_else_the_first() -> None:
    two_sided, crowd = load_scenario("ten-to-one"), load_scenario("tenfold-2026")
    assert usual_seat(two_sided) == next(lab.name for lab in two_sided.labs if lab.side == "poor")
    assert usual_seat(two_sided, "Cedar") == "Cedar"
    assert usual_seat(crowd, "Hanxi") == "Hanxi"
    assert usual_seat(crowd, "Nobody") == crowd.labs[0].name


def test_old_saves_still_load(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    game.end_turn(1)
    lines = game.save.path.read_text().splitlines(keepends=True)
    header = json.loads(lines[0])
    del header["luck"], header["origin"]
    game.save.path.write_text(json.dumps(header) + "\n" + "".join(lines[1:]))
    old = Game.load(tmp_path, game.token)
    assert old.race.history.lab.tobytes() == game.race.history.lab.tobytes()


@pytest.mark.parametrize("origin", [{"quarters": "two"}, {"of": 1}, 7, {"quarters": 1, "run": "x"}])
def test_a_damaged_origin_says_so(begin: Begin, tmp_path: Path, origin: object) -> None:
    game = begin()
    header = json.loads(game.save.path.read_text())
    game.save.path.write_text(json.dumps(header | {"origin": origin}) + "\n")
    with pytest.raises(SaveError, match="line 1 is damaged"):
        Game.load(tmp_path, game.token)


def test_the_store_forks_by_token(begin: Begin, tmp_path: Path) -> None:
    store = Store(tmp_path)
    token = store.begin("ten-to-one", "Oak", 1, 8).token
    store.end_turn(token, 1)
    new = store.fork(token, 2).token
    assert store.view(new).origin == Origin(1)
    assert store.end_turn(new, 2)
    assert (store.view(token).turn, store.view(new).turn) == (2, 3)
