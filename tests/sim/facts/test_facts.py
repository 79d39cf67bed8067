"""The facts of the model hold, and the README shows today's figures.

The table is measured once, with the seed and the number of lucks that README's command uses. F7 is
a search of minutes, so it has a test of its own among the long ones.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenfold.sim.facts.fact import Fact
from tenfold.sim.facts.judge import Judgement, judge, lines
from tenfold.sim.facts.registry import all_patterns
from tenfold.sim.report.facts_table import facts_markdown

README = Path(__file__).parents[3] / "README.md"
LONG = "F7"
PUT_IN = "README's table of facts is not today's; put in what `run.py facts --form markdown` prints"


@pytest.fixture(scope="module")
def judged() -> list[Judgement]:
    """All facts but the long one, measured."""
    return judge(only=[number for number in all_patterns() if number != LONG])


@pytest.fixture(scope="module")
def facts(judged: list[Judgement]) -> list[Fact]:
    """Their lines of the table."""
    return lines(judged)


def shown() -> list[str]:
    """Rows of README's table, without its head."""
    text = README.read_text(encoding="utf-8").split("<!-- facts -->")[1].split("<!-- /facts -->")[0]
    return [line for line in text.strip().splitlines() if re.match(r"\| F\d", line)]


def rows(facts: list[Fact]) -> list[str]:
    """The same of what was measured."""
    return facts_markdown(facts).splitlines()[2:]


@pytest.mark.slow
def test_every_fact_that_the_model_is_calibrated_to_holds(facts: list[Fact]) -> None:
    failing = [f"{f.number} {f.title}: {f.verdict}" for f in facts if f.target.required]
    assert [line for line in failing if not line.endswith("holds")] == []


@pytest.mark.slow
def test_the_readme_shows_todays_figures(facts: list[Fact]) -> None:
    assert rows(facts) == [row for row in shown() if not row.startswith(f"| {LONG} ")], PUT_IN


def test_the_readme_shows_every_fact_once_and_in_order() -> None:
    numbers = [int(row.split()[1][1:]) for row in shown()]
    assert numbers == sorted(numbers)
    assert list(dict.fromkeys(numbers)) == list(range(1, 15))
    assert len(set(shown())) == len(shown())
    assert facts_markdown([]).splitlines()[0] in README.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_readme_says_of_each_failing_fact_why(facts: list[Fact]) -> None:
    text = README.read_text(encoding="utf-8").split("<!-- /facts -->")[1].split("\n## ")[0]
    failing = {fact.number for fact in facts if "fails" in fact.verdict}
    assert {number for number in failing if f"**{number}**" not in text} == set()


@pytest.mark.slow
@pytest.mark.torture
def test_the_readme_shows_todays_best_replies() -> None:
    facts = lines(judge(only=[LONG], jobs=2))
    assert rows(facts) == [row for row in shown() if row.startswith(f"| {LONG} ")], PUT_IN
    assert all(fact.holds for fact in facts)


@pytest.mark.slow
def test_every_fact_has_prose_a_file_and_a_picture(judged: list[Judgement]) -> None:
    for each in judged:
        assert each.prose.startswith(f"{each.number}: ")
        assert len(each.prose.split("\n\n")) >= 2
        assert Path(each.file).name.startswith(f"f{int(each.number[1:]):02d}_")
        assert (README.parent / each.file).exists()
        assert each.picture.title
        assert all(fact.number == each.number for fact in each.facts)
