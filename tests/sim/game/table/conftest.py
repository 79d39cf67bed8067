"""Tables of a few people, and what their seats decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.saves.entry import BASIC, Entry
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.injected import Injection
from tenfold.sim.game.table.table import Table

BOLD = {"experiments": 0.5, "training": 0.2, "serving": 0.3, "copying": 0.6, "distil": 0.4,
        "flagship_release": 1.0, "flagship_price": 0.9}  # fmt: skip
RULES = {"legal_share": 0.0, "enforcement": 0.9}
SEED, QUARTERS = 3, 8

MakeTable = Callable[..., Table]


@pytest.fixture
def table() -> MakeTable:
    """`table(*seats, scenario="tenfold-2026")`: a table at the start of its race."""

    def make(
        *seats: str,
        scenario: str = "tenfold-2026",
        setting: Scenario | None = None,
        events: Sequence[Injection] = (),
    ) -> Table:
        chosen = load_scenario(scenario) if setting is None else setting
        return Table(chosen, SEED, QUARTERS, seats, events=events)

    return make


def decided(table: Table) -> dict[str, Entry]:
    """A round in which every seat does something that its autopilot would not."""
    rows = {}
    for place, (seat, game) in enumerate(table.games.items()):
        if seat == REGULATOR:
            rows[seat] = game.entry_of(RULES, BASIC)
        else:
            shifted = BOLD | {"distil": 0.1 * place, "flagship_price": 0.8 + 0.1 * place}
            rows[seat] = game.entry_of(shifted, BASIC)
    return rows


def play(table: Table, turns: int) -> None:
    """Rounds in which every seat decides."""
    for _ in range(turns):
        table.resolve(decided(table))


def bits(table: Table) -> set[bytes]:
    """The races of all seats, to the last bit."""
    return {
        game.race.history.lab.tobytes() + game.race.history.market.tobytes()
        for game in table.games.values()
    }
