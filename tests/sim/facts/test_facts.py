"""The facts of the model hold, and the README shows today's figures.

The table is measured once, with the seed and the number of lucks that README's command uses.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.sim.facts.fact import Fact, Target, of_chances, of_values
from tenfold.sim.facts.judge import judge
from tenfold.sim.report.facts_table import facts_markdown

README = Path(__file__).parents[3] / "README.md"


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    """All facts, measured."""
    return judge()


def test_every_fact_that_the_model_is_calibrated_to_holds(facts: list[Fact]) -> None:
    failing = [f"{f.number} {f.title}: {f.verdict}" for f in facts if f.target.required]
    assert [line for line in failing if not line.endswith("holds")] == []


def test_every_fact_asked_for_is_in_the_table(facts: list[Fact]) -> None:
    numbers = {fact.number for fact in facts}
    assert {"F1", "F2", "F3", "F4", "F5", "F7", "F8", "F9", "F10", "F13"} <= numbers


def test_the_readme_shows_todays_figures(facts: list[Fact]) -> None:
    table = facts_markdown(facts)
    assert table in README.read_text(encoding="utf-8"), (
        "README's table of facts is not today's; put in what `run.py facts --form markdown` prints"
    )


def test_a_fact_outside_its_range_fails_and_says_by_how_much() -> None:
    low = of_values("F0", "a", "1", np.full(9, 1.0), Target(2.0, 3.0, ""))
    high = of_values("F0", "a", "1", np.full(9, 4.5), Target(2.0, 3.0, ""))
    assert low.verdict == "fails: 1 below"
    assert high.verdict == "fails: 1.5 above"
    assert not low.holds
    assert of_values("F0", "a", "1", np.full(9, 2.5), Target(2.0, 3.0, "")).holds


def test_the_interval_of_a_chance_is_wilsons() -> None:
    happened = np.array([True] * 3 + [False] * 7)
    fact = of_chances("F0", "a", happened, Target(0.0, 1.0, ""))
    # By hand: n = 10, z = 1.645, share 0.3.
    assert fact.middle == pytest.approx(0.3)
    assert fact.low == pytest.approx(0.12687, abs=1e-4)
    assert fact.high == pytest.approx(0.55832, abs=1e-4)
