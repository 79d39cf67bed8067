"""Policies at work: legal, solvent and sensible in real races, and able to change their minds."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tenfold.agents.decision import LEVERS, OPEN, Decision
from tenfold.agents.policies import REGISTRY
from tenfold.sim.race import Race

SEATS = ("Fernhill", "Ruolan", "Corvane")
"""One seat of each kind in the standard scenario."""
PLAYERS = [name for name in sorted(REGISTRY) if name != "human"]


def raced(runs: int, months: int, **policies: str) -> Race:
    race = Race("tenfold-2026", seed=11, runs=runs, months=months, policies=policies, note=False)
    while race.month < race.months:
        race.advance(race.turn_months)
        for place in range(len(race.labs)):
            levers = {lever.name: race.decisions[k, place].copy() for k, lever in enumerate(LEVERS)}
            Decision(**levers).check()
    race.close()
    return race


@pytest.mark.parametrize("name", PLAYERS)
def test_any_policy_can_sit_in_any_seat(name: str) -> None:
    race = raced(6, 24, **dict.fromkeys(SEATS, name))
    names = list(race.history.labs)
    for seat in SEATS:
        place = names.index(seat)
        of = SimpleNamespace(
            **{
                column: race.history.series(column)[:, :, place]
                for column in ("active", "cash", "load", "capability")
            }
        )
        assert (of.active == 1.0).all(), f"{seat} left the race"
        assert (of.cash > 0.0).all(), f"{seat} ran out of cash"
        if name != "fixed":  # which does not look whether it has customers
            assert np.median(of.load[:, -12:]) < 1.1, f"{seat} starves its customers"
        assert (of.capability[:, -1] > of.capability[:, 0] + 5.0).all(), f"{seat} stands still"


@pytest.mark.parametrize("seat", SEATS)
def test_the_autopilot_beats_the_constant(seat: str) -> None:
    ends = {}
    for name in ("autopilot", "fixed"):
        race = raced(16, 48, **{seat: name})
        place = list(race.history.labs).index(seat)
        ends[name] = race.history.series("capability")[:, -1, place]
    assert (ends["autopilot"] - ends["fixed"]).mean() > 0.5


def test_labs_change_their_minds_both_ways() -> None:
    race = raced(40, 48)
    opened = race.history.series("flagship_release") == OPEN
    now, before = opened[:, 2:], opened[:, 1:-1]
    assert (now & ~before).any(axis=(1, 2)).mean() > 0.5, "somebody opens in most races"
    assert (~now & before).any(axis=(1, 2)).mean() > 0.5, "somebody closes in most races"
    place = [spec.policy for spec in race.setting.labs].index("open idealist")
    # But where a law of its home bars the weights of the most capable models.
    free = race.history.market_series("open_limit") == 0.0
    assert opened[:, 1:, place][free[:, 1:]].all()
    assert free.mean() > 0.5
