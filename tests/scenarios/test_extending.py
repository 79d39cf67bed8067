"""A scenario that starts from another: what it takes, what it changes, and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.scenarios.load import ScenarioError, load_scenario
from tenfold.scenarios.segments import standard_segments

Write = Callable[..., Path]
OWN = """
extends = "{base}"
name = "mine"
title = "Mine"
teaches = "How one race starts from another."
tension = "Will it be merged?"
"""


@pytest.fixture
def write(tmp_path: Path, small: str) -> Write:
    """`write(text, base="small.toml")`: a file beside small.toml that extends it; its path."""
    (tmp_path / "small.toml").write_text(small, encoding="utf-8")

    def put(text: str, base: str = "small.toml", name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.write_text(OWN.format(base=base) + text, encoding="utf-8")
        return path

    return put


def test_nothing_changed_is_the_other_under_its_own_name(write: Write) -> None:
    mine = load_scenario(write("", "tenfold-2026"))
    base = load_scenario("tenfold-2026")
    own = {"name": "mine", "title": "Mine", "teaches": mine.teaches, "tension": mine.tension}
    assert mine == base.model_copy(update=own)


def test_labs_are_kept_changed_and_added(write: Write) -> None:
    mine = load_scenario(
        write(
            'keep_labs = ["Basalt"]\n'
            '[[labs]]\nname = "Basalt"\npolicy = "distiller"\nlevers = { distil = 0.5 }\n'
            'cash = { value = 5.0, source = "less" }\n'
            '[[labs]]\nname = "Chalk"\nkind = "open"\nhome = "other"\npolicy = "autopilot"\n'
            'patron = "state"\nabout = "New."\ncompute = { value = 9.0, source = "x" }\n'
            'capability = { value = 140.0, source = "x" }\nstaff = { value = 9, source = "x" }\n'
            'revenue = { value = 9.0, source = "x" }\ncash = { value = 9.0, source = "x" }\n'
        )
    )
    basalt, chalk = mine.labs
    assert (basalt.name, basalt.policy, basalt.levers) == ("Basalt", "distiller", {"distil": 0.5})
    assert (basalt.cash.value, basalt.cash.high, basalt.compute.value) == (5.0, 5.0, 1000.0)
    assert (chalk.name, chalk.mission["reach"]) == ("Chalk", 0.35)


def test_the_rest_is_laid_over_key_by_key(write: Write) -> None:
    mine = load_scenario(
        write(
            "months = 24\n[regulator]\nlegal_share = 0.5\n[parameters]\nrent = 1300.0\n"
            '[[events]]\nname = "shock"\nmonth = 9\n'
        )
    )
    assert (mine.months, mine.regulator.legal_share, mine.regulator.home) == (24, 0.5, "us")
    assert mine.parameters == {"rent": 1300.0}
    assert (mine.events[0].month, mine.events[0].size) == (9, -0.3)


def test_standard_customers_can_be_chosen_and_changed(write: Write) -> None:
    mine = load_scenario(
        write('drop_segments = ["edge"]\n[[segments]]\nname = "coding"\nprice = 9.0\n')
    )
    assert [each.name for each in mine.segments] == [
        each.name for each in standard_segments() if each.name != "edge"
    ]
    assert mine.segments[1].price == 9.0
    assert mine.segments[1].quality == standard_segments()[1].quality


def test_a_chain_is_followed(write: Write) -> None:
    write("[parameters]\nrent = 1300.0\nsalary = 8e5\nkappa = 0.6\n", name="middle.toml")
    path = write('drop_events = ["shock"]\n[parameters]\nrent = 1500.0\n', "middle.toml")
    mine = load_scenario(path)
    assert mine.parameters == {"rent": 1500.0, "salary": 8e5, "kappa": 0.6}
    assert mine.events == ()


WRONG = [
    # what is added, what is extended, what the message must say
    ("", "tenfold-2025", ["extends = 'tenfold-2025'", "did you mean 'tenfold-2026'?"]),
    ("", "nowhere.toml", ["extends = 'nowhere.toml'", "no such file beside it"]),
    ("", "mine.toml", ["leads back to itself (mine -> mine)"]),
    ('keep_labs = ["Amber", "Basal"]', "small.toml", ["keep_labs", "did you mean 'Basalt'?"]),
    ('keep_labs = "Amber"', "small.toml", ["keep_labs must be a list of names"]),
    ('keep_labs = ["Amber"]\ndrop_labs = ["Basalt"]', "small.toml", ["say the same twice"]),
    ('keep_lab = ["Amber"]', "small.toml", ["unknown key 'keep_lab'"]),
    ('drop_labs = ["Amber"]', "small.toml", ["labs", "at least 2 labs, and here is 1"]),
    (
        'drop_labs = ["Amber"]\n[[labs]]\nname = "Amber"\npolicy = "distiller"',
        "small.toml",
        ["labs 'Amber' is changed, and left out"],
    ),
    (
        '[[labs]]\nname = "Basalto"\npolicy = "distiller"',
        "small.toml",
        ["labs 'Basalto': 'small.toml' has none of that name", "did you mean 'Basalt'?"],
    ),
    (
        '[[labs]]\nname = "Amber"\npolice = "x"',
        "small.toml",
        ["labs 'Amber'", "'police'", "policy"],
    ),
    ('[[labs]]\nname = "Amber"\nkind = "x"', "small.toml", ["labs 'Amber', kind = 'x'"]),
    ("[parameters]\nrenr = 3.0", "small.toml", ["parameters", "rent"]),
    ('seat = "Ambre"', "small.toml", ["seat = 'Ambre'", "did you mean 'Amber'?"]),
]


@pytest.mark.parametrize(("text", "base", "says"), WRONG)
def test_what_is_wrong_is_one_clear_line(
    text: str, base: str, says: list[str], write: Write
) -> None:
    path = write(text, base)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    for words in says:
        assert words in said


def test_own_words_are_not_taken_from_another(write: Write) -> None:
    path = write("")
    path.write_text(path.read_text().replace('teaches = "How one race', '# "How one race'))
    with pytest.raises(ScenarioError, match=r"mine.toml: the key 'teaches' is missing"):
        load_scenario(path)


def test_a_mistake_of_the_other_is_said_of_the_other(write: Write, tmp_path: Path) -> None:
    write("", "mine.toml", name="other.toml")
    path = write("", "other.toml")
    with pytest.raises(ScenarioError, match=r"other.toml: .*mine -> other -> mine"):
        load_scenario(path)


def test_choosing_needs_something_to_choose_from(small: str, tmp_path: Path) -> None:
    path = tmp_path / "alone.toml"
    path.write_text('drop_labs = ["Amber"]\n' + small, encoding="utf-8")
    with pytest.raises(ScenarioError, match="extends is missing"):
        load_scenario(path)
