"""What levers did, where knowledge is a stock: nothing is said of single ideas."""

from __future__ import annotations

import re
from pathlib import Path

from tenfold.scenarios import load
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game

KNOWING = "\n[parameters]\nresearch_engine = 1\n"


def test_a_game_in_the_continuous_engine_tells_what_was_learned(tmp_path: Path) -> None:
    text = (Path(load.__file__).parent / "catalogue" / "ten-to-one.toml").read_text()
    file = tmp_path / "knowing.toml"
    file.write_text(text.replace('name = "ten-to-one"', 'name = "knowing"') + KNOWING)
    assert load_scenario(str(file)).parameters == {"research_engine": 1}
    game = Game.begin(tmp_path, str(file), "Oak", 3, 8)
    assert view_of(game).levers
    said = []
    for _ in range(3):
        game.end_turn(game.turn)
        said.append(view_of(game).levers.did["copying"])
    # A breakthrough is a single idea in this engine too, and is told as one.
    single = re.compile(r"Last: [1-9]\d* found, 0 copied\.|Last: 0 found, [1-9]\d* copied\.")
    stock = re.compile(r"Last: knowledge worth [1-9]\d* more ideas\.")
    assert all(stock.fullmatch(each) or single.fullmatch(each) for each in said), said
    assert any(stock.fullmatch(each) for each in said), said
    game.close()
