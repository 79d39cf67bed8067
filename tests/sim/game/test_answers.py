"""Answers to questions: given where they are asked, for one turn, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenfold.agents.decision import LET_GO, LEVER, MATCH, OPEN_BOOKS, TAKE, Decision
from tenfold.sim.game.again import replayed
from tenfold.sim.game.chair import LabChair, Levers, levers_of
from tenfold.sim.game.saves.entry import Mode
from tenfold.sim.game.steering import ANSWERS
from tenfold.sim.game.telling.asking import asked_of
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]
EVERY = {name: LEVER[name].high for name in ANSWERS}


def ask(game: Game) -> None:
    """The lab stands accused, whatever it did: the question is put into the state of the world."""
    lab = game.race.world.lab[0, game.seat]
    lab.accused, lab.accused_by, lab.accused_since = 1.0, 0.0, float(game.race.month)


def test_there_are_answers() -> None:
    assert set(ANSWERS) == {"on_accused", "on_poached", "on_offered"}


@pytest.mark.parametrize("mode", ["basic", "all"])
def test_an_answer_to_what_nobody_asked_is_not_kept(begin: Begin, mode: str) -> None:
    game = begin()
    assert asked_of(game) == ()
    game.set_mode(mode)
    game.draft({**game.settings, **EVERY})
    game.end_turn(1)
    entry = game.entries[0]
    assert entry.settings is not None
    assert not set(ANSWERS) & set(entry.settings)
    assert all(entry.levers[name] == LEVER[name].default for name in ANSWERS)


@pytest.mark.parametrize("mode", ["basic", "all"])
def test_an_answer_lasts_for_the_turn_in_which_it_is_asked(begin: Begin, mode: str) -> None:
    game = begin("tenfold-2026", "Hanxi")
    game.set_mode(mode)
    ask(game)
    asked = view_of(game).asked
    assert [one.lever for one in asked] == ["on_accused"]
    game.draft({**game.settings, **EVERY})
    game.end_turn(1)
    first = game.entries[0]
    assert first.settings is not None
    assert set(first.settings) & set(ANSWERS) == {"on_accused"}
    assert first.levers["on_accused"] == OPEN_BOOKS
    assert not set(ANSWERS) & set(game.settings), "the next question is another one"


def test_who_gives_no_answer_gives_the_autopilots(begin: Begin) -> None:
    game = begin("tenfold-2026", "Hanxi")
    ask(game)
    game._prepare()
    usual = asked_of(game)[0].usual
    game.end_turn(1)
    assert game.entries[0].levers["on_accused"] == usual


def test_in_another_world_logged_answers_stay_in_their_turns_and_the_rest_is_the_autopilots(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = begin("tenfold-2026", "Hanxi", 7, 8)
    while not game.finished:
        stands = [one.lever for one in asked_of(game)]
        game.draft({**game.settings, **{name: EVERY[name] for name in stands}})
        game.end_turn(game.turn)
    logged = [{k: v for k, v in (e.settings or {}).items() if k in ANSWERS} for e in game.entries]
    assert any(logged), "this luck asks something"
    assert not all(logged)
    assert replayed(game, {}).history.lab.tobytes() == game.race.history.lab.tobytes()
    made = []
    whole = LabChair.whole

    def spied(chair: LabChair, settings: Levers, mode: Mode, rest: Levers) -> Levers:
        made.append((rest, whole(chair, settings, mode, rest)))
        return made[-1][1]

    monkeypatch.setattr(LabChair, "whole", spied)
    changed = {**(game.entries[0].settings or {}), "distil": 1.0, "flagship_price": 0.5}
    race = replayed(game, {1: changed})
    assert race.history.lab.tobytes() != game.race.history.lab.tobytes()
    for answers, (rest, levers) in zip(logged, made, strict=True):
        assert {name: levers[name] for name in ANSWERS} == {
            name: answers.get(name, rest[name]) for name in ANSWERS
        }


def test_a_question_of_another_world_is_answered_by_the_autopilot() -> None:
    chair = LabChair("Oak", 1, 6)
    asked = levers_of(Decision(on_offered=float(TAKE), on_poached=float(MATCH)))
    basic = {"experiments": 0.5, "training": 0.2, "serving": 0.3, "copying": 0.5, "distil": 0.0,
             "flagship_release": 0.0, "flagship_price": 1.0}  # fmt: skip
    modes: dict[Mode, Levers] = {"basic": basic, "all": {"pay": 1.0}}
    for mode, settings in modes.items():
        answered = chair.whole(settings | {"on_poached": float(LET_GO)}, mode, asked)
        assert (answered["on_offered"], answered["on_poached"]) == (TAKE, LET_GO)
