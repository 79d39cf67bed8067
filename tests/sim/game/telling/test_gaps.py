"""The gap of the top bar is the largest gap on the rivals' cards, turn by turn, in real games."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.standing import behind_now, leads_over
from tenfold.sim.game.turns import Game
from tenfold.ui import rival_words, words

GAMES = (("ten-to-one", "Oak", 10), ("ten-to-one", "Alder", 3), ("tenfold-2026", "Hanxi", 3))
COLOURS = ["black"] * 20


@pytest.mark.parametrize(("scenario", "seat", "seed"), GAMES)
def test_the_bar_is_the_largest_gap_of_the_cards(
    tmp_path: Path, scenario: str, seat: str, seed: int
) -> None:
    game = Game.begin(tmp_path, scenario, seat, seed, 8)
    for _ in range(game.turns + 1):
        view = view_of(game)
        rivals = [lab for place, lab in enumerate(view.labs) if place != game.seat]
        assert view.standing.behind == max(0.0, *(lab.lead for lab in rivals))
        assert view.standing.ahead == max(0.0, -max(lab.lead for lab in rivals))
        shown = words.gap_fact(view.standing)
        gaps = [card["gap"] for card in rival_words.rivals(view, COLOURS)["cards"]]
        if shown["label"] == "behind":
            assert f"{shown['value']} ahead" in gaps
            named = next(lab for lab in rivals if lab.name == view.standing.leader)
            assert named.lead == view.standing.behind
        else:
            assert not [gap for gap in gaps if gap.endswith(" ahead")]
        if not game.finished:
            game.end_turn(game.turn)
    game.close()


def test_who_has_left_or_fallen_back_holds_no_gap() -> None:
    dice = np.random.default_rng(8)
    differed = 0
    for _ in range(60):
        levels = 150 + dice.normal(0.5, 3.0, (16, 5)).cumsum(axis=0)
        levels[9:, 1] = 0.0
        leads = leads_over(levels, 0)
        assert behind_now(levels, 0) == max(0.0, leads[2:].max())
        best = np.maximum.accumulate(levels[:, 1:].max(axis=1))
        differed += bool(leads[2:].max() > 0.0 and (best >= levels[-1, 0]).argmax() < 9)
    assert differed, "no race in which who was first has left"
