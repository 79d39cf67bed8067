"""Asking: what is pending is asked with its figures, and answers do what the words say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenfold.agents.decision import LEVER
from tenfold.sim.game.telling.asking import Asked, asked_of
from tenfold.sim.game.telling.phrase import dollars
from tenfold.sim.game.turns import Game
from tenfold.sim.happenings import Kind, happenings_of

Begin = Callable[..., Game]


def troubled(begin: Begin) -> Game:
    """A game after a quarter, its lab accused, poached and offered chips."""
    game = begin()
    game.end_turn(1)
    lab = game.race.world.lab[0, game.seat]
    lab.accused, lab.accused_by, lab.accused_since = 1.0, 1.0, 2.0
    lab.banned, lab.reputation = 8.0, -0.2
    lab.poached, lab.poached_by, lab.poached_since = 0.05 * lab.talent, 2.0, 2.0
    lab.offered, lab.offered_since = 0.1 * lab.compute, 2.0
    return game


def question(game: Game, kind: str) -> Asked:
    return next(one for one in asked_of(game) if one.kind == kind)


def cost_of(game: Game) -> float:
    """Paid in affairs in the first month of the last quarter."""
    return float(game.race.history.series("cost_affairs")[0, -3, game.seat])


def test_nothing_is_asked_where_nothing_is_open(begin: Begin) -> None:
    game = begin()
    assert asked_of(game) == ()
    game.end_turn(1)
    assert asked_of(game) == ()


def test_everything_open_is_asked_in_whole_sentences_with_a_because(begin: Begin) -> None:
    asked = asked_of(troubled(begin))
    assert [one.kind for one in asked] == ["accused", "poached", "offered"]
    for one in asked:
        assert one.lever in LEVER
        assert "because" in one.text
        assert one.text.endswith("?")
        assert [choice.value for choice in one.choices] == list(
            range(len(LEVER[one.lever].choices))
        )
        assert one.usual == 0.0, "the autopilot of this race answers by custom"
        for choice in one.choices:
            assert choice.says.endswith(".")
            assert choice.label.lower() == LEVER[one.lever].choices[int(choice.value)]
        assert len({choice.says for choice in one.choices}) == len(one.choices)


def test_the_sums_that_are_named_are_those_that_are_paid(begin: Begin) -> None:
    for kind, lever, value in (
        ("accused", "on_accused", 1.0), ("poached", "on_poached", 1.0),
        ("poached", "on_poached", 2.0), ("offered", "on_offered", 1.0),
        ("offered", "on_offered", 2.0),
    ):  # fmt: skip
        game = troubled(begin)
        one = question(game, kind)
        game.draft({lever: value}, "all")
        game.end_turn(2)
        paid = dollars(cost_of(game))
        assert paid in one.choices[int(value)].says, (kind, value, paid)
        assert cost_of(game) > 0.0
        game.close()


def test_an_answer_holds_for_its_turn_alone(begin: Begin) -> None:
    game = troubled(begin)
    game.draft({"on_offered": 1.0}, "all")
    game.end_turn(2)
    assert asked_of(game) == ()
    assert "on_offered" not in game.settings
    notes = {note.kind for note in happenings_of(game.race.world)}
    assert {Kind.OFFER_TAKEN, Kind.DENIED, Kind.STAR_LET_GO} <= notes


def test_what_cannot_be_paid_is_said_before_it_is_chosen(begin: Begin) -> None:
    game = troubled(begin)
    game.race.world.lab[0, game.seat].cash = 1.0
    for kind in ("accused", "poached", "offered"):
        assert "do not have" in question(game, kind).choices[1].says


def test_who_has_left_is_asked_nothing(begin: Begin) -> None:
    game = troubled(begin)
    game.race.world.lab[0, game.seat].active = 0.0
    assert asked_of(game) == ()


def test_under_control_an_offer_stands_abroad(begin: Begin) -> None:
    game = begin(scenario="tenfold-2026", seat="Ruolan")
    lab = game.race.world.lab[0, game.seat]
    lab.offered = 1000.0
    assert "abroad" in question(game, "offered").text


@pytest.mark.parametrize(("waiting", "said"), [(0.0, "chips for everybody"), (2.2, "2 months")])
def test_an_offer_says_how_scarce_chips_are(begin: Begin, waiting: float, said: str) -> None:
    game = troubled(begin)
    game.race.world.market[0].waiting = waiting
    assert said in question(game, "offered").text


def test_who_lets_a_star_go_hears_of_the_team_that_follows(begin: Begin) -> None:
    game = troubled(begin)
    assert "follows" not in question(game, "poached").choices[0].says
    game.race.rules[0].star_follows = 0.1
    assert "another 10% of your strength follows" in question(game, "poached").choices[0].says
