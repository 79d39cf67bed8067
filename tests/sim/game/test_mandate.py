"""Mandate: a government's goals, by hand; each moves with what its levers do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.agents.ruling import Steered
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import DEFAULT_MANDATE
from tenfold.sim.game import mandate
from tenfold.sim.race import Race

HOMES = ("us", "us", "china", "other")
MONTHS = 12


def labs(**changes: Any) -> dict[str, np.ndarray]:
    """Four labs for a year: the frontier rises a point a month from 150, China is 6 behind."""
    path = np.arange(MONTHS + 1.0)[:, None]
    start = np.array([150.0, 140.0, 144.0, 130.0])
    columns = {
        "active": np.ones((MONTHS + 1, 4)),
        "capability": start + path,
        "open_capability": np.array([0.0, 0.0, 144.0, 0.0]) * np.ones((MONTHS + 1, 1)) + path * [
            0.0, 0.0, 1.0, 0.0
        ],
        "token_share": np.tile([0.4, 0.3, 0.2, 0.1], (MONTHS + 1, 1)),
    }  # fmt: skip
    return columns | changes


def market(**changes: Any) -> dict[str, np.ndarray]:
    """Prices halve at once after the start; a tenth of needs goes unserved; no public money."""
    columns = {
        "tokens": np.full(MONTHS + 1, 1.0e15),
        "revenue": np.r_[2.0e9, np.full(MONTHS, 1.0e9)],
        "frontier": 150.0 + np.arange(MONTHS + 1.0),
        "outside": np.full(MONTHS + 1, 0.1),
        "public_spending": np.zeros(MONTHS + 1),
        "public_income": np.zeros(MONTHS + 1),
    }
    return columns | {
        name: np.full(MONTHS + 1, v) if np.isscalar(v) else v for name, v in changes.items()
    }


def values(home: str = "us", **changes: Any) -> dict[str, float]:
    who = {name: changes.pop(name) for name in list(changes) if name in mandate.NEEDED}
    found = mandate.values_of(labs(**who), market(**changes), HOMES, home)
    assert list(found) == list(mandate.TITLES)
    return {goal: value for goal, (value, _) in found.items()}


def test_goals_have_titles_and_default_weights() -> None:
    assert set(mandate.TITLES) == set(DEFAULT_MANDATE)
    assert sum(DEFAULT_MANDATE.values()) == pytest.approx(1.0)


def test_a_lead_that_stays_is_worth_fifty() -> None:
    assert values()["lead"] == pytest.approx(50.0)
    assert values("china")["lead"] == pytest.approx(50.0)


def test_a_lead_won_counts_in_months_of_the_frontiers_pace() -> None:
    """Six points at a point a month; China stands still at the end, so it is twelve more."""
    path = labs()["capability"]
    path[:, 2] = 144.0
    won = values(capability=path)["lead"]
    assert won == pytest.approx(50.0 + 50.0 * 12.0 / (12.0 + mandate.LEAD_SCALE))
    lost = values("china", capability=path)["lead"]
    assert lost == pytest.approx(100.0 - won)


def test_without_rivals_there_is_no_lead_to_win() -> None:
    assert mandate.lead(labs(), (True, True, True, True), (False,) * 4) == (0.0, 0.0)


def test_use_counts_prices_and_needs_alike() -> None:
    expected = 50.0 * np.log(2.0) / np.log(mandate.FULL_CHEAPER) + 50.0 * 0.9
    assert values()["use"] == pytest.approx(expected)
    assert values(outside=0.3)["use"] == pytest.approx(expected - 10.0)


def test_variety_is_what_concentration_leaves() -> None:
    assert values()["variety"] == pytest.approx(100.0 * (1.0 - 0.3))
    alone = np.zeros((MONTHS + 1, 4))
    alone[:, 0] = 1.0
    assert values(token_share=alone)["variety"] == 0.0


@pytest.mark.parametrize(
    ("income", "spent", "value"),
    [(0.0, 0.0, 50.0), (1.0e8, 0.0, 75.0), (3.0e8, 2.0e8, 75.0), (0.0, 7.5e8, 43.75),
     (0.0, 3.0e9, 0.0), (0.0, 9.0e9, 0.0)],
)  # fmt: skip
def test_money_counts_fees_less_and_less_and_costs_more_and_more(
    income: float, spent: float, value: float
) -> None:
    found = values(public_income=income, public_spending=spent)["money"]
    assert found == pytest.approx(value)


def test_distance_of_open_weights() -> None:
    assert values()["distance"] == pytest.approx(100.0 * (1.0 - np.exp(-6.0 / 3.0)))
    gone = labs()["active"]
    gone[:, 2] = 0.0
    assert values(active=gone)["distance"] == pytest.approx(100.0)


def test_every_goal_says_its_figures() -> None:
    for home in ("us", "china", "other"):
        for value, said in mandate.values_of(labs(), market(), HOMES, home).values():
            assert 0.0 <= value <= 100.0
            assert any(letter.isdigit() for letter in said) or "half" in said


def governed(held: dict[str, float]) -> dict[str, float]:
    """Mean of each goal over a few races of four years under these rules."""
    seat = Steered()
    seat.held = held
    race = Race(load_scenario("tenfold-2026"), seed=5, runs=12, months=48, ruler=seat)
    history = race.run()
    homes = [lab.home for lab in race.labs]
    found: dict[str, float] = dict.fromkeys(mandate.TITLES, 0.0)
    for run in range(race.runs):
        told = mandate.values_of(
            {name: history.series(name)[run] for name in mandate.NEEDED},
            {name: history.market_series(name)[run] for name in mandate.NEEDED_MARKET},
            homes, "us",
        )  # fmt: skip
        for goal, (value, _) in told.items():
            found[goal] += value / race.runs
    race.close()
    return found


HELD = {"legal_share": 0.3, "enforcement": 0.3, "home_subsidy": 0.0, "open_gap": 0.0}


@pytest.mark.parametrize(
    ("lever", "more", "gains", "loses"),
    [
        ("legal_share", 1.0, "money", "lead"),
        ("enforcement", 1.0, "lead", "money"),
        ("home_subsidy", 1.0e9, "lead", "money"),
        ("open_gap", 9.0, "distance", "use"),
    ],
)
def test_every_rule_buys_one_goal_with_another(
    lever: str, more: float, gains: str, loses: str
) -> None:
    before, after = governed(HELD), governed(HELD | {lever: more})
    assert after[gains] > before[gains]
    assert after[loses] < before[loses]
