"""Sweep files: what a good one says, and that every bad one is refused in one helpful line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.scenarios.errors import ScenarioError, nearest
from tenfold.scenarios.questions import (
    Question,
    SweepError,
    find_question,
    list_questions,
    load_question,
    read_question,
)

GOOD = """
question = "How much lag does distillation remove?"
scenario = "ten-to-one"
months = 12
seed = 3
replicates = 8
[arms.none]
"poor.distil" = 0.0
[arms.distil]
"poor.distil" = 1.0
[cross]
compute_ratio = [3, 10.5]
"rich.policy" = ["autopilot", "fast follower"]
[uncertain]
parameters = ["sigma", "kappa"]
points = 5
[outcomes]
keep = ["lag_months.end", "poor_leads.end"]
[answer]
contrast = "lag_months.end: distil - none"
at = { compute_ratio = 3 }
matters_if = 1.0
"""
PARAMETERS = 'parameters = ["sigma", "kappa"]\npoints = 5'
CONTRAST = "lag_months.end: distil - none"
ARM = '[arms.distil]\n"poor.distil" = 1.0'
RATIO = "compute_ratio = [3, 10.5]"

WRONG: list[tuple[str, str, list[str]]] = [
    # what is replaced, by what, what the message must say
    ("question =", "qestion =", ["unknown key 'qestion'", "did you mean 'question'?"]),
    ("[arms.none]", "[armz.none]", ["unknown key 'armz'", "did you mean 'arms'?"]),
    ("[cross]", "[crossed]", ["unknown key 'crossed'", "did you mean 'cross'?"]),
    ("[uncertain]", "[uncertan]", ["unknown key 'uncertan'", "did you mean 'uncertain'?"]),
    ("[outcomes]", "[outcome]", ["unknown key 'outcome'", "did you mean 'outcomes'?"]),
    ("[answer]", "[anser]", ["unknown key 'anser'", "did you mean 'answer'?"]),
    ("points = 5", "point = 5", ["uncertain", "unknown key 'point'", "did you mean 'points'?"]),
    ("keep =", "keeps =", ["outcomes", "unknown key 'keeps'", "did you mean 'keep'?"]),
    ("matters_if =", "matter_if =", ["answer", "did you mean 'matters_if'?"]),
    ('scenario = "ten-to-one"', "", ["the key 'scenario' is missing"]),
    ("replicates = 8", "", ["the key 'replicates' is missing"]),
    ("replicates = 8", "replicates = 0", ["replicates = 0: must be at least 1"]),
    ("replicates = 8", "replicates = 2000000", ["replicates = 2000000: must be at most 1e+06"]),
    ("replicates = 8", "replicates = 8.5", ["replicates = 8.5: must be a whole number"]),
    ("replicates = 8", 'replicates = "8"', ["replicates = '8': must be a whole number"]),
    ("replicates = 8", "replicates = true", ["replicates = True: must be a whole number"]),
    ("seed = 3", "seed = -1", ["seed = -1: must be at least 0"]),
    ("seed = 3", f"seed = {2**53}", ["seed = 9007199254740992: must be at most"]),
    ("seed = 3", "seed = 2026-01-01", ["seed: must be a whole number"]),
    ("months = 12", "months = 0", ["months = 0: must be at least 1"]),
    ("months = 12", "months = 121", ["months = 121: must be at most 120"]),
    ('"poor.distil" = 1.0', '"poor.distil" = true', ["poor.distil = true", "finite number"]),
    ('"poor.distil" = 1.0', '"poor.distil" = nan', ["poor.distil = nan", "finite number"]),
    ('"poor.distil" = 1.0', '"poor.distil" = -inf', ["poor.distil = -inf", "finite number"]),
    ('"poor.distil" = 1.0', f'"poor.distil" = {"9" * 400}', ["poor.distil = 999", "finite"]),
    ('"poor.distil" = 1.0', '"poor.distil" = [1.0]', ["poor.distil = [1.0]", "finite number"]),
    ('"poor.distil" = 1.0', '"poor.distil" = 2026-01-01', ["poor.distil = 2026-01-01", "word"]),
    (
        '[arms.distil]\n"poor.distil" = 1.0',
        "[arms.distil]\npoor.distil = 1.0",
        ["'poor' is a table", 'write the key in quotes: "poor.distil"'],
    ),
    (RATIO, "poor.distil = [0, 1]", ["cross", 'write the key in quotes: "poor.distil"']),
    (ARM, "[arms]\ndistil = 3", ["arms.distil = 3: must be a table of keys and values"]),
    ("seed = 3", f"seed = {'9' * 5000}", ["is not valid TOML", "digits"]),
    (ARM, '[arms."two words"]', ["'two words'", "a word of letters, digits"]),
    (ARM, '[arms."a:b"]', ["'a:b'", "the name of an arm"]),
    (ARM, '[arms.""]', ["''", "the name of an arm"]),
    (RATIO, "compute_ratio = 10", ["cross.compute_ratio = 10: must be a list"]),
    (RATIO, "compute_ratio = []", ["compute_ratio: needs at least one value"]),
    (RATIO, "compute_ratio = [3, 3.0]", ["compute_ratio: a value is given twice"]),
    (RATIO, "compute_ratio = [0.0, -0.0]", ["compute_ratio: a value is given twice"]),
    (RATIO, 'compute_ratio = [3, "ten"]', ["numbers and words cannot be mixed"]),
    (RATIO, "compute_ratio = [3, inf]", ["compute_ratio = inf", "finite number"]),
    (RATIO, '"poor.distil" = [0, 1]', ["'poor.distil' stands in cross and in the arm 'none'"]),
    (
        '["sigma", "kappa"]',
        '["sigma", "sigma"]',
        ["uncertain.parameters", "'sigma' is named twice"],
    ),
    ('["sigma", "kappa"]', "[]", ["name at least one", "list parameters"]),
    ('["sigma", "kappa"]', '"sigma"', ["uncertain.parameters = 'sigma': must be a list"]),
    ("points = 5", "points = 0", ["uncertain.points = 0: must be at least 1"]),
    ("points = 5", 'design = "latin"', ["uncertain.design", "did you mean 'latin hypercube'?"]),
    ("points = 5", 'points = 5\ndesign = "grid"', ["points = 5", '"grid" follow from its values']),
    ("points = 5", 'points = 5\ndesign = "sobol"', ["sobol needs a power of two, such as 8"]),
    ("points = 5", "points = 5\nlevels = 3", ["levels are for grid, one-at-a-time, morris, not"]),
    ("points = 5", 'levels = 3\ndesign = "morris"', ["levels = 3: morris needs an even number"]),
    ("points = 5", 'levels = 1\ndesign = "grid"', ["uncertain.levels = 1: must be at least 2"]),
    ("points = 5", "ranges = { sigma = [9, 6] }", ["sigma = [9, 6]: low must be below high"]),
    ("points = 5", "ranges = { sigma = [6] }", ["sigma = [6]: must be [low, high]"]),
    ("points = 5", "ranges = { sigma = 6 }", ["sigma = 6: must be [low, high]"]),
    ("points = 5", 'ranges = { sigma = ["a", 6] }', ["sigma = ['a', 6]: must be [low, high]"]),
    ("points = 5", "values = { gamma = [1] }", ['values are for design = "grid" or "list"']),
    (PARAMETERS, 'design = "grid"\nvalues = { sigma = [] }', ["sigma: needs at least one value"]),
    (PARAMETERS, 'design = "grid"\nvalues = { sigma = [7, 7] }', ["sigma", "each value once"]),
    (
        PARAMETERS,
        'design = "grid"\nvalues = { sigma = 7 }',
        ["sigma = 7: must be a list of numbers"],
    ),
    (PARAMETERS, 'design = "list"', ["a list gives its points in values"]),
    (
        PARAMETERS,
        'design = "list"\nvalues = { sigma = [7, 8], kappa = [1] }',
        ["every parameter the same number of values"],
    ),
    (
        "points = 5",
        'design = "grid"\nvalues = { sigma = [7, 8] }',
        ["'sigma' stands in parameters and in values"],
    ),
    ('["lag_months.end", "poor_leads.end"]', "[]", ["outcomes.keep"]),
    (
        '["lag_months.end", "poor_leads.end"]',
        '["lag_months.end", "lag_months.end"]',
        ["outcomes.keep", "'lag_months.end' is named twice"],
    ),
    (CONTRAST, "lag_months.end: distil - non", ["no arm 'non'", "did you mean 'none'?"]),
    (CONTRAST, "lag_months.end: distil", ["after the colon write 'ARM - ARM'"]),
    (CONTRAST, "lag_months.end:", ["after the colon write 'ARM - ARM'"]),
    (CONTRAST, "lag_months.end: none - none", ["'none' stands on both sides"]),
    (CONTRAST, "lag_months.end: distil - none - none", ["no arm 'none - none'"]),
    (CONTRAST, "lag_months.end: compute_ration 3 - 10.5", ["'compute_ration'", "'compute_ratio'"]),
    (CONTRAST, "lag_months.end: compute_ratio 10 - 3", ["no value '10'", "did you mean '10.5'?"]),
    (
        CONTRAST,
        "lag_months.end: compute_ratio 10.5 - 3",
        ["answer.at: compute_ratio is contrasted already"],
    ),
    ("compute_ratio = 3 }", "compute_ratio = 4 }", ["compute_ratio = 4 is not among 3, 10.5"]),
    ("compute_ratio = 3 }", 'compute_ratio = "3" }', ["compute_ratio = '3' is not among 3, 10.5"]),
    ("compute_ratio = 3 }", "compute_rato = 3 }", ["no factor 'compute_rato'", "compute_ratio"]),
    ("matters_if = 1.0", "matters_if = 0.0", ["answer.matters_if = 0.0: must be above 0"]),
    ("[cross]", "[cross", ["is not valid TOML", "line"]),
    ("seed = 3", "seed = 3\nseed = 4", ["line 6: the key 'seed' stands there twice"]),
    (
        '"poor.distil" = 1.0',
        '"poor.distil" = 1.0\n"poor.distil" = 0.5 # half',
        ["line 11: the key '\"poor.distil\"' stands there twice"],
    ),
    ("[arms.distil]", "[arms.none]", ["line 9: the table '[arms.none]' stands there twice"]),
    ("{ compute_ratio = 3 }", "{ a = 3, a = 4 }", ["line 21: the key 'a' stands there twice"]),
    (
        "matters_if = 1.0\n",
        "matters_if = 1.0\nmatters_if = 2.0",
        ["line 23: the key 'matters_if' stands there twice"],
    ),
    ("replicates = 8", "replicates = 0\nmonth = 0", ["'month'", "(and 1 more mistake)"]),
    (
        "replicates = 8",
        "replicates = 0\nmonth = 0\nyears = 0",
        ["'month'", "(and 2 more mistakes)"],
    ),
]


def test_of_names_that_are_alike_the_one_with_the_same_beginning_is_meant() -> None:
    known = ["chinese_leads.end", "chinese_lag_months.end"]
    assert nearest("chinese_lag.end", known) == "; did you mean 'chinese_lag_months.end'?"
    assert nearest("chinese_lead.end", known) == "; did you mean 'chinese_leads.end'?"
    assert nearest("inese_leads.end", known) == "; did you mean 'chinese_leads.end'?"


def write(folder: Path, text: str) -> Path:
    path = folder / "sweep.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_says_what_it_asks(tmp_path: Path) -> None:
    asked = load_question(write(tmp_path, GOOD))
    assert asked.question.endswith("?")
    assert (asked.scenario, asked.months, asked.seed, asked.replicates) == ("ten-to-one", 12, 3, 8)
    assert asked.arms == {"none": {"poor.distil": 0.0}, "distil": {"poor.distil": 1.0}}
    assert asked.cross == {
        "compute_ratio": (3.0, 10.5),
        "rich.policy": ("autopilot", "fast follower"),
    }
    assert asked.uncertain is not None
    assert (asked.uncertain.design, asked.uncertain.points) == ("latin hypercube", 5)
    assert asked.outcomes.keep == ("lag_months.end", "poor_leads.end")
    answer = asked.answer
    assert answer is not None
    assert (answer.outcome, answer.plus, answer.minus) == ("lag_months.end", "distil", "none")
    assert (answer.factor, answer.at, answer.matters_if) == (None, {"compute_ratio": 3.0}, 1.0)


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    short = load_question(
        write(
            tmp_path,
            'question = "?"\nscenario = "equal-start"\nreplicates = 2\n'
            '[outcomes]\nkeep = ["frontier.end"]\n',
        )
    )
    assert (short.months, short.seed, short.uncertain, short.answer) == (None, 1, None, None)
    assert short.arms == {"all": {}}
    assert short.cross == {}


@pytest.mark.parametrize(("old", "new", "says"), WRONG, ids=[w[1][:40] or w[0] for w in WRONG])
def test_message_names_file_key_and_reason(
    tmp_path: Path, old: str, new: str, says: list[str]
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(SweepError) as caught:
        load_question(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    for part in says:
        assert part in message, message


CONTRASTS = [
    ("lag_months.end", (None, None, None)),
    ("lag_months.end: a - b", (None, "a", "b")),
    ("lag_months.end:a - b", (None, "a", "b")),
    ("lag_months.end: a-b - b", (None, "a-b", "b")),
    ("lag_months.end: compute_ratio 10.5 - 3", ("compute_ratio", "10.5", "3")),
    ("lag_months.end: poor.teacher -1 - 2", ("poor.teacher", "-1", "2")),
    (
        "lag_months.end: rich.policy fast follower - frontier racer",
        ("rich.policy", "fast follower", "frontier racer"),
    ),
    ("lag_months.end: seat Big Lab - St. Mary", ("seat", "Big Lab", "St. Mary")),
    ("lag_months.end: Big Lab.distil 1 - 0", ("Big Lab.distil", "1", "0")),
    ("lag_months.end: St. Mary.policy fixed - human", ("St. Mary.policy", "fixed", "human")),
]


@pytest.mark.parametrize(("contrast", "parts"), CONTRASTS)
def test_a_contrast_is_read_as_it_is_written(contrast: str, parts: tuple[str | None, ...]) -> None:
    wide: dict[str, Any] = tomllib.loads(GOOD)
    wide["answer"] = {"contrast": contrast}
    wide["arms"] = {"a": {}, "b": {}, "a-b": {}}
    wide["cross"] = {
        "compute_ratio": [3, 10.5],
        "poor.teacher": [-1, 2],
        "rich.policy": ["fast follower", "frontier racer"],
        "seat": ["Big Lab", "St. Mary"],
        "Big Lab.distil": [0, 1],
        "St. Mary.policy": ["fixed", "human"],
    }
    answer = read_question(wide, "here").answer
    assert answer is not None
    assert (answer.factor, answer.plus, answer.minus) == parts
    assert answer.outcome == "lag_months.end"


def test_the_short_form_is_short_and_still_a_question(tmp_path: Path) -> None:
    def quick(uncertain: str, replicates: int = 100) -> Question:
        text = GOOD.replace(PARAMETERS, uncertain).replace(
            "replicates = 8", f"replicates = {replicates}"
        )
        short = load_question(write(tmp_path, text)).quick()
        assert read_question(short.model_dump(mode="json"), "again") == short
        return short

    assert quick(PARAMETERS).replicates == 4
    assert quick(PARAMETERS, replicates=2).replicates == 2
    wanted = [
        ('parameters = ["sigma"]\npoints = 500', "points", 4),
        ('parameters = ["sigma"]\npoints = 3', "points", 3),
        ('design = "sobol"\nparameters = ["sigma"]\npoints = 512', "points", 4),
        ('design = "grid"\nparameters = ["sigma"]\nlevels = 50', "levels", 2),
        ('design = "one-at-a-time"\nparameters = ["sigma"]\nlevels = 9', "levels", 2),
        ('design = "grid"\nvalues = { sigma = [6, 7, 8] }', "values", {"sigma": (6.0, 8.0)}),
        ('design = "grid"\nvalues = { sigma = [6] }', "values", {"sigma": (6.0,)}),
        (
            'design = "list"\nvalues = { sigma = [6, 7, 8, 9, 9.5], kappa = [5, 4, 3, 2, 1] }',
            "values",
            {"sigma": (6.0, 7.0, 8.0, 9.0), "kappa": (5.0, 4.0, 3.0, 2.0)},
        ),
    ]
    for uncertain, field, expected in wanted:
        assert getattr(quick(uncertain).uncertain, field) == expected


def test_questions_that_come_with_the_project_can_be_read() -> None:
    names = list_questions()
    assert names == sorted(names)
    assert "distillation" in names
    for name in names:
        asked = load_question(name)
        assert asked.question.endswith("?")
        assert asked.answer is not None


def test_an_unknown_question_gives_the_nearest() -> None:
    with pytest.raises(SweepError, match=r"unknown sweep 'distilation'; did you mean 'distillati"):
        load_question("distilation")
    with pytest.raises(SweepError, match="no such file"):
        load_question("no/such.toml")


def test_a_name_wins_over_a_file_and_a_path_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("distillation").write_text("x")
    Path("mine").write_text(GOOD)
    assert find_question("distillation").name == "distillation.toml"
    assert load_question("mine").seed == 3


@pytest.mark.parametrize("name", ["", " ", "..", "/", "\x00", "a\x00.toml", "a" * 5000])
def test_strange_names_are_refused(name: str) -> None:
    with pytest.raises(SweepError):
        load_question(name)


def test_folders_and_binary_files_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(SweepError, match="is a folder"):
        load_question(folder)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SweepError, match="not text in UTF-8"):
        load_question(binary)


PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(10**20), 10**20) | st.just(10**400),
    st.floats(),
    st.text(max_size=6),
    st.sampled_from(["a\nb", "sigma", "grid", "list", "sobol", "morris", "none - distil"]),
    st.dates(),
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=4,
)
PLACES = [
    ("question",), ("scenario",), ("months",), ("seed",), ("replicates",), ("arms",), ("cross",),
    ("uncertain",), ("outcomes",), ("answer",), ("new\nkey",),
    ("arms", "none"), ("arms", "a\nb"), ("arms", "none", "poor.distil"), ("arms", "none", "a\nb"),
    ("cross", "compute_ratio"), ("cross", "x\ny"), ("uncertain", "design"),
    ("uncertain", "parameters"), ("uncertain", "points"), ("uncertain", "levels"),
    ("uncertain", "ranges"), ("uncertain", "values"), ("uncertain", "ranges", "sigma"),
    ("uncertain", "values", "sigma"), ("outcomes", "keep"), ("answer", "contrast"),
    ("answer", "at"), ("answer", "at", "compute_ratio"), ("answer", "matters_if"),
]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=2))
def test_whatever_stands_in_a_file_is_a_question_or_one_line(
    changes: list[tuple[tuple[str, ...], Any]],
) -> None:
    data: dict[str, Any] = tomllib.loads(GOOD)
    for place, value in changes:
        table: Any = data
        for step in place[:-1]:
            table = table.setdefault(step, {}) if isinstance(table, dict) else {}
        if isinstance(table, dict):
            table[place[-1]] = value
    try:
        asked = read_question(data, "fuzz.toml")
    except ScenarioError as problem:
        message = str(problem)
        assert message.startswith("fuzz.toml: ")
        assert len(message.splitlines()) == 1
    else:
        assert read_question(asked.model_dump(mode="json"), "again") == asked
