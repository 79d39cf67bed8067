"""Trails: the past as charts show it; exact for own books, public for rivals, cut at any month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenfold.sim.game.telling.lineage import Contents, ideas_of
from tenfold.sim.game.telling.snapshot import snapshot_of
from tenfold.sim.game.telling.trails import NOWHERE, IdeaTrail, idea_at, trails_at, trails_of
from tenfold.sim.game.turns import Game
from tenfold.sim.happenings import Kind
from tenfold.sim.world import NEVER

SEAT = 5


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Game:
    """Six quarters of a game with open and closed labs, under export control."""
    folder: Path = tmp_path_factory.mktemp("games")
    game = Game.begin(folder, "tenfold-2026", "Hanxi", 11, 8)
    assert game.seat == SEAT
    for turn in range(1, 7):
        game.end_turn(turn)
    return game


def test_shares_sum_to_one_and_own_channels_to_own_chips(played: Game) -> None:
    trails = trails_of(played)
    assert trails.months == (0, 3, 6, 9, 12, 15, 18)
    for shares in (trails.revenue_share, *trails.segment_share):
        assert np.array(shares).sum(axis=0) == pytest.approx(1.0)
    chips = played.columns("compute")["compute"][:, SEAT]
    assert np.array(trails.channels).sum(axis=0) == pytest.approx(chips)
    assert len(trails.on_order) == 19


def test_products_are_those_on_sale(played: Game) -> None:
    trails = trails_of(played)
    product = played.race.world.product[0]
    assert len(trails.products) == 2 * len(played.scenario.labs)
    for trail in trails.products:
        on_sale = product[trail.lab, int(trail.mini)]
        assert trail.score[-1] == pytest.approx(float(on_sale.score))
        assert trail.price[-1] == pytest.approx(float(on_sale.offered))
        assert trail.opened[-1] == (on_sale.opened_at < NEVER)


@pytest.mark.parametrize("month", [0, 3, 9, 18])
def test_cut_trails_are_those_of_the_earlier_month(
    played: Game, month: int, tmp_path: Path
) -> None:
    """What the charts of a replay show is what the player saw then, and nothing more."""
    early = Game.begin(tmp_path, "tenfold-2026", "Hanxi", 11, 8)
    for turn in range(1, month // 3 + 1):
        early.end_turn(turn)
    assert trails_at(trails_of(played), month) == trails_of(early)
    early.close()


def test_rivals_secrets_do_not_show(played: Game) -> None:
    """Chips, money, withheld models and unpublished ideas of rivals may be anything."""
    before = trails_of(played)
    race = played.race
    kept = race.world.lab.copy(), race.world.known_at.copy(), race.world.copied.copy()
    history = race.history.lab.copy()
    shots = played.snapshots
    for place in range(len(played.scenario.labs)):
        if place == SEAT:
            continue
        lab = race.world.lab[0, place]
        for name in (
            "compute",
            "cash",
            "incoming",
            "internal_capability",
            "held_capability",
            "ideas",
            "talent",
            "compute_legal",
            "compute_smuggled",
            "run_left",
        ):
            lab[name] = 7.0 * float(lab[name]) + 13.0  # fmt: skip
        unknown = race.world.known_at[0, place] >= NEVER
        race.world.known_at[0, place, unknown] = race.month - 0.5
        for column in ("compute", "cash", "incoming", "ideas", "internal_capability"):
            race.history.series(column)[0, 1:, place] += 3.0
    try:
        played.snapshots = [*shots[:-1], snapshot_of(race, SEAT)]
        assert trails_of(played) == before
    finally:
        played.snapshots = shots
        race.world.lab[...], race.world.known_at[...], race.world.copied[...] = kept
        race.history.lab[...] = history


def test_own_ideas_are_exact(played: Game) -> None:
    world = played.race.world
    ideas = trails_of(played).ideas
    mine = [idea for idea in ideas if idea.known != NOWHERE]
    assert len(mine) == int((world.known_at[0, SEAT] < NEVER).sum())
    assert sum(idea.copied for idea in mine) == int(world.copied[0, SEAT].sum())
    took = [
        note for note in played.race.happenings()
        if note.kind == Kind.COPIED and note.amount == SEAT and note.lab != SEAT
    ]  # fmt: skip
    ordinary = [idea for idea in ideas if not idea.breakthrough]
    assert sum(month > 0 for idea in ordinary for _, month in idea.lost) == len(took)


def test_contents_are_those_of_the_models_on_sale(played: Game) -> None:
    """Reckoned from the notes alone, the ideas inside every model agree with the engine's."""
    history = played.race.history
    contents = Contents(history.series("run_length")[0, 0], history.series("run_left")[0, 0])
    fresh = 0
    for note in played.race.happenings():
        fresh += contents.take(note.month, int(note.kind), note.lab, note.other, note.amount)
    assert fresh > 12
    assert contents.inside == played.race.world.product["ideas_at"][0].tolist()


def test_without_a_lab_only_the_public_is_known(played: Game) -> None:
    ideas = ideas_of(played.race, -1)
    assert ideas
    assert all(idea.shown != NOWHERE and idea.known == NOWHERE for idea in ideas)
    assert all(idea.source == NOWHERE and not idea.lost for idea in ideas)


def test_a_model_opened_later_has_the_same_ideas() -> None:
    contents = Contents(np.array([6.0]), np.array([2.0]))
    assert contents.began == [-4.0]
    assert contents.inside == [[-7.0, -7.0]]
    assert not contents.take(1.0, Kind.MODEL_FINISHED, 0, -1, 150.0)
    assert contents.take(1.0, Kind.RELEASED, 0, 0, 150.0)
    assert contents.inside == [[-4.0, -7.0]]
    assert not contents.take(2.0, Kind.RUN_BEGAN, 0, -1, 9.0)
    assert not contents.take(5.0, Kind.OPENED, 0, 0, 150.0)
    assert contents.inside == [[-4.0, -7.0]]


def test_a_withheld_model_shows_its_ideas_when_it_is_let_go() -> None:
    contents = Contents(np.array([3.0]), np.array([3.0]))
    contents.take(0.0, Kind.RUN_BEGAN, 0, -1, 9.0)
    contents.take(3.0, Kind.MODEL_FINISHED, 0, -1, 150.0)
    contents.take(3.0, Kind.WITHHELD, 0, -1, 150.0)
    contents.take(4.0, Kind.RUN_BEGAN, 0, -1, 9.0)
    assert contents.take(6.0, Kind.RELEASED, 0, 0, 150.0)
    assert contents.inside[0][0] == 0.0


IDEA = IdeaTrail(False, 5, 2, ((0, 7), (1, 9)), 6, True, 2, ())
CUTS: list[tuple[int, Callable[[IdeaTrail | None], bool]]] = [
    (4, lambda idea: idea is None),
    (5, lambda idea: idea == replace(
        IDEA, followers=(), known=NOWHERE, copied=False, source=NOWHERE)),
    (7, lambda idea: idea == replace(IDEA, followers=((0, 7),))),
    (9, lambda idea: idea == IDEA),
]  # fmt: skip


@pytest.mark.parametrize(("month", "holds"), CUTS)
def test_an_idea_is_cut_to_what_was_known(
    month: int, holds: Callable[[IdeaTrail | None], bool]
) -> None:
    assert holds(idea_at(IDEA, month))
