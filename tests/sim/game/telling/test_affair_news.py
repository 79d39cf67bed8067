"""News of affairs: every answer is told to who gave it, and to others only what is public."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.telling.affair_news import OWN, PUBLIC, affairs_of
from tenfold.sim.game.telling.model_news import CAUSES, TROUBLES, Record
from tenfold.sim.game.telling.news import MECHANISMS, tell
from tenfold.sim.happenings import Happening, Kind

ME, RIVAL, OTHER = 4, 0, 1
AFFAIRS = [kind for kind in Kind if kind >= Kind.CHIPS_OFFERED]


@pytest.fixture
def record() -> Record:
    """Six months of ten-to-one, seen from Oak."""
    scenario = load_scenario("ten-to-one")
    parts = {name: np.zeros(7) for name in {*CAUSES, *TROUBLES}}
    score = np.full((7, len(scenario.labs)), 150.0)
    return Record(scenario, (2026, 1), ME, score, np.zeros(7), np.full(7, 0.5), parts)


def note(kind: Kind, lab: int, other: int = OTHER, amount: float = 9.0) -> Happening:
    return Happening(1, kind, lab, other, amount)


@pytest.mark.parametrize("kind", AFFAIRS)
def test_every_answer_is_told_to_who_gave_it(record: Record, kind: Kind) -> None:
    told = tell((note(kind, ME),), record)
    assert len(told) == 1
    assert told[0].own
    assert "because" in told[0].text
    assert told[0].text.endswith(".")
    assert OWN[kind][1] in MECHANISMS


def test_of_rivals_only_what_is_public(record: Record) -> None:
    told = {kind for kind in AFFAIRS if affairs_of((note(kind, RIVAL),), record)}
    assert told == set(PUBLIC) == {Kind.SETTLED, Kind.BOOKS_OPENED, Kind.STAR_KEPT}
    for kind in told:
        text = affairs_of((note(kind, RIVAL, amount=3.0e8),), record)[0].text
        assert "Alder" in text
        assert "$" not in text, "sums are the labs' own affair"


def test_a_settlement_with_the_player_names_it(record: Record) -> None:
    text = affairs_of((note(Kind.SETTLED, RIVAL, ME),), record)[0].text
    assert "settles with you" in text
