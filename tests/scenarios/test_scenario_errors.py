"""Every way to get a scenario file wrong is one clear line: file, key, reason, way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.scenarios.load import ScenarioError, load_scenario

COMPUTE = "value = 1000.0, low = 500.0, high = 2000.0"
WRONG = [
    # what is replaced, by what, what the message must say
    ('title = "Small"', 'titel = "Small"', ["unknown key 'titel'", "did you mean 'title'?"]),
    ('title = "Small"', "", ["the key 'title' is missing"]),
    ('title = "Small"', "title = 3", ["title = 3: must be text in quotes"]),
    ('title = "Small"', 'title = ""', ["title = '': must not be empty"]),
    ('name = "small"', 'name = "small"\nmonths = 0', ["months = 0: must be at least 1"]),
    ('name = "small"', 'name = "small"\nmonths = 121', ["months = 121: must be at most 120"]),
    ('name = "small"', 'name = "small"\nmonths = 12.5', ["months = 12.5: must be a whole number"]),
    ('name = "small"', 'name = "small"\nmonths = true', ["months = True: must be a whole number"]),
    ('name = "small"', 'name = "small"\nmonths = "48"', ["months = '48': must be a whole number"]),
    ('name = "small"', 'name = "small"\nstart = "2026-13"', ["start", "year and a month"]),
    ('name = "small"', 'name = "small"\nlabz = 3', ["unknown key 'labz'", "did you mean 'labs'?"]),
    ('name = "Basalt"', 'name = "amber"', ["labs", "the name 'amber' is used twice"]),
    ('kind = "frontier"', 'kind = "fronteir"', ["labs 'Amber', kind", "did you mean 'frontier'?"]),
    ('home = "us"', 'home = "mars"', ["labs 'Amber', home", "one of us, china, other"]),
    (COMPUTE, "value = -5.0", ["labs 'Amber', compute", "value = -5", "from 1 to 1e+09 H100e"]),
    (COMPUTE, "value = nan", ["labs 'Amber', compute.value", "neither nan nor inf"]),
    (COMPUTE, "value = inf", ["labs 'Amber', compute.value", "neither nan nor inf"]),
    (COMPUTE, 'value = "many"', ["compute.value = 'many': must be a number"]),
    (COMPUTE, "value = 1.0, low = 2.0, high = 3.0", ["value 1 must lie between low 2 and high 3"]),
    (COMPUTE, "value = 9.0, hihg = 10.0", ["unknown key 'hihg'", "did you mean 'high'?"]),
    (f'{{ {COMPUTE}, source = "made up" }}', "7", ["compute = 7: must be a table"]),
    ('about = "One of two."', 'about = "x"\nsmuggled_share = 0.2', ['home = "china"']),
    (
        'home = "us"',
        'home = "china"\nsmuggled_share = 0.6\nrented_share = 0.5\nshares_source = "x"',
        ["labs 'Amber'", "= 1.1 must be at most 1"],
    ),
    ('home = "us"', 'home = "china"\nrented_share = 0.5', ["shares_source must say"]),
    (
        'home = "us"',
        'home = "china"\nrented_share = 1.5',
        ["rented_share = 1.5: must be at most 1"],
    ),
    (
        'about = "One of two."',
        'about = "x"\nmission = { capability = 0.5, tokens = 0.4 }',
        ["labs 'Amber', mission", "must sum to 1, not 0.9"],
    ),
    (
        'about = "One of two."',
        'about = "x"\nmission = { capabilty = 1.0 }',
        ["labs 'Amber', mission", "unknown key 'capabilty'", "did you mean 'capability'?"],
    ),
    (
        'about = "One of two."',
        'about = "x"\nmission = { capability = 1.5, tokens = -0.5 }',
        ["the weight of tokens must be at least 0"],
    ),
    ('kind = "supply"', 'kind = "suply"', ["events 'shock', kind", "did you mean 'supply'?"]),
    ("month = 6", "", ["events 'shock'", "needs month (a fixed event) or yearly_rate"]),
    ("size = -0.3", "size = -3.0", ["events 'shock'", "size = -3 must lie from -0.95 to 5"]),
    ("month = 6", "month = 6\nyearly_rate = 0.0", ["yearly_rate = 0.0: must be above 0"]),
    ("[[events]]", "[[events]", ["is not valid TOML", "line"]),
    ('name = "small"', 'name = "small"\nname = "twice"', ["is not valid TOML", "line 3"]),
    ('name = "small"', 'name = "Not A Name"', ["name = 'Not A Name'", "small letters"]),
]


@pytest.mark.parametrize(("old", "new", "says"), WRONG, ids=[w[1][:40] or w[0] for w in WRONG])
def test_message_names_file_key_and_reason(
    small: str, tmp_path: Path, old: str, new: str, says: list[str]
) -> None:
    assert old in small
    path = tmp_path / "broken.toml"
    path.write_text(small.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    for part in says:
        assert part in message


@pytest.mark.parametrize(
    ("labs", "says"),
    [(1, "at least 2 labs, and here is 1 lab"), (50, "at most 40 labs, and here are 50 labs")],
)
def test_one_lab_or_fifty_is_refused(small: str, tmp_path: Path, labs: int, says: str) -> None:
    head, first, *_ = small.split("[[labs]]")
    text = head + "".join("[[labs]]" + first.replace("Amber", f"Lab {n}") for n in range(labs))
    path = tmp_path / "crowd.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=says):
        load_scenario(path)


def test_no_labs_at_all(small: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text(small.split("[[labs]]")[0], encoding="utf-8")
    with pytest.raises(ScenarioError, match="the key 'labs' is missing"):
        load_scenario(path)


def test_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="unknown scenario 'ten-to-on'; did you mean 'ten-to-"):
        load_scenario("ten-to-on")


def test_hopeless_name_lists_the_catalogue() -> None:
    with pytest.raises(ScenarioError, match=r"there are: breakthrough-year, .*, ten-to-one"):
        load_scenario("zzzzzzzzzzzzzzzzz")


def test_missing_file_gives_the_nearest_name() -> None:
    with pytest.raises(ScenarioError, match=r"no such file.*did you mean 'equal-start'"):
        load_scenario("no-such-folder/equal-strat.toml")


def test_folder_binary_and_unreadable_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(ScenarioError, match="is a folder"):
        load_scenario(folder)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="not text in UTF-8"):
        load_scenario(binary)


@pytest.mark.parametrize(
    "name", ["", " ", "..", "/", "\x00", "a\x00.toml", "a" * 5000, f"{'a' * 5000}.toml"]
)
def test_strange_names_are_refused(name: str) -> None:
    with pytest.raises(ScenarioError):
        load_scenario(name)


def test_more_than_one_fault_is_counted(small: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(small.replace("value = 150.0", 'value = "x"'), encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"labs 'Amber', capability.value .* \(and \d more mistakes\)"
    ):
        load_scenario(path)
