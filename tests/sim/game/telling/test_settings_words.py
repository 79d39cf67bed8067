"""Settings in words, for levers of labs and rules of governments."""

from __future__ import annotations

import pytest

from tenfold.agents.decision import LEVER
from tenfold.agents.ruling import RULE_LEVER
from tenfold.sim.game.telling.settings_words import setting


@pytest.mark.parametrize(
    ("lever", "value", "said"),
    [
        ("experiments", 0.52, "52%"),
        ("distil", 0.9, "90%"),
        ("flagship_release", 1.0, "open"),
        ("channels", 2.0, "up to rented abroad"),
        ("run_months", 3.0, "3 months"),
        ("flagship_price", 1.2, "1.2 times the going rate"),
    ],
)
def test_levers_of_a_lab(lever: str, value: float, said: str) -> None:
    assert setting(LEVER[lever], value) == said


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("legal_share", 0.5, "50%"),
        ("home_subsidy", 5.0e8, "$500M per month for each"),
        ("open_gap", 2.5, "2.5 index points"),
    ],
)
def test_rules_of_a_government(rule: str, value: float, said: str) -> None:
    assert setting(RULE_LEVER[rule], value) == said
