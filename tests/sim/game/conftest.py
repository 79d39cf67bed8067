"""Games in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.sim.game.turns import Game

SHIFT = {"experiments": 0.5, "training": 0.2, "serving": 0.3, "copying": 0.6, "distil": 0.4,
         "flagship_release": 1.0, "flagship_price": 0.9}  # fmt: skip


@pytest.fixture
def begin(tmp_path: Path) -> Callable[..., Game]:
    """`begin(scenario="ten-to-one", seat="Oak", seed=3, quarters=8)`: a new game."""

    def start(
        scenario: str = "ten-to-one", seat: str = "Oak", seed: int = 3, quarters: int = 8
    ) -> Game:
        return Game.begin(tmp_path, scenario, seat, seed, quarters)

    return start


@pytest.fixture
def settings() -> dict[str, float]:
    """Basic levers that differ from the autopilot's."""
    return dict(SHIFT)
