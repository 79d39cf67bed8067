"""Refusals: whatever cannot be raced is refused before anything is, in one helpful line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.agents.decision import LEVER, LEVERS
from tenfold.agents.policies.registry import REGISTRY
from tenfold.scenarios.load import CATALOGUE
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import SweepError
from tenfold.sim.sweep.compute import Computer
from tenfold.sim.sweep.layout import RUNS
from tenfold.sim.sweep.plan import make_plan
from tests.sim.sweep.core_cases import ask, plan_of

BAD: list[tuple[dict[str, Any], list[str]]] = [
    # what a sweep file says, what the message must say
    ({"scenario": "ten-to-on"}, ["unknown scenario 'ten-to-on'", "'ten-to-one'"]),
    ({"arms": {"a": {"distil": 1.0}}}, ["arms.a: unknown choice 'distil'", "poor.distil"]),
    ({"arms": {"a": {"compute_ration": 3.0}}}, ["'compute_ration'", "did you mean 'compute_rat"]),
    ({"arms": {"a": {"pore.distil": 1.0}}}, ["'pore.distil'", "'pore'", "did you mean 'poor'?"]),
    ({"arms": {"a": {"Mapel.distil": 1.0}}}, ["nobody", "did you mean 'Maple'?"]),
    ({"arms": {"a": {"china.distil": 1.0}}}, ["nobody in ten-to-one is called 'china'"]),
    (
        {"arms": {"a": {"poor.distill": 1.0}}},
        ["nothing called 'distill' can be set", "did you mean 'distil'?"],
    ),
    (
        {"arms": {"a": {"poor.": 1.0}}},
        ["'poor.'", "nothing called '' can be set", "levers: experiments, "],
    ),
    ({"arms": {"a": {".distil": 1.0}}}, ["'.distil'", "called ''"]),
    ({"arms": {"a": {"poor.Maple.distil": 1.0}}}, ["called 'poor.Maple'"]),
    ({"arms": {"a": {"poor.distil": 1.5}}}, ["'poor.distil'", "distil = 1.5", "from 0 to 1"]),
    ({"arms": {"a": {"poor.distil": "much"}}}, ["'poor.distil' = 'much'", "it is a number"]),
    ({"arms": {"a": {"poor.run_months": 2.5}}}, ["'poor.run_months'", "whole number"]),
    (
        {"arms": {"a": {"poor.flagship_release": "opn"}}},
        ["'poor.flagship_release' = 'opn'", "did you mean 'open'?"],
    ),
    ({"arms": {"a": {"poor.flagship_release": 4.0}}}, ["must lie from 0 to 3"]),
    ({"arms": {"a": {"poor.teacher": 6.0}}}, ["'poor.teacher' = 6", "from 0 to 5"]),
    ({"arms": {"a": {"poor.teacher": -2.0}}}, ["'poor.teacher'", "must lie from -1"]),
    ({"arms": {"a": {"poor.teacher": "Aldr"}}}, ["'poor.teacher' = 'Aldr'", "mean 'Alder'?"]),
    (
        {"arms": {"a": {"poor.experiments": 0.7, "poor.training": 0.5}}},
        ["Maple", "experiments + training = 1.2", "sum to 1"],
    ),
    (
        {"arms": {"a": {"poor.experiments": 0.2, "poor.training": 0.2, "poor.serving": 0.2}}},
        ["Maple", "to 1 where all are given"],
    ),
    ({"arms": {"a": {"poor.policy": "autopilto"}}}, ["'poor.policy'", "did you mean 'autopilot'"]),
    ({"arms": {"a": {"poor.policy": 3.0}}}, ["'poor.policy' = 3", "in quotes"]),
    ({"arms": {"a": {"poor.policy": "human"}}}, ["'poor.policy' = 'human'", "'autopilot'"]),
    (
        {"arms": {"a": {"poor.cash_time": 2.0}}},
        ["nothing called 'cash_time'", "mean 'cash_times'?"],
    ),
    ({"arms": {"a": {"poor.cash_times": "two"}}}, ["'poor.cash_times' = 'two'", "without quotes"]),
    ({"arms": {"a": {"poor.cash_times": -1.0}}}, ["poor.cash_times = -1", "cash", "from 0 to"]),
    ({"arms": {"a": {"poor.compute_times": 0.0}}}, ["compute", "from 1 to 1e+09 H100e"]),
    ({"arms": {"a": {"poor.capability_times": 2.0}}}, ["nothing called 'capability_times'"]),
    ({"arms": {"a": {"regulator.legal": 1.0}}}, ["no rule 'legal'", "did you mean 'legal_share'"]),
    (
        {"arms": {"a": {"regulator.legal_share": 2.0}}},
        ["'regulator.legal_share' = 2: must be at most 1"],
    ),
    (
        {"arms": {"a": {"poor.salary": 1.0}}},
        ["nothing called 'salary' can be set; levers: experiments, ",
         ", pay, data, on_accused, on_poached, on_offered; also policy, ", ", cash_times"],
    ),
    ({"arms": {"a": {"regulator.legal_share": "all"}}}, ["'regulator.legal_share'", "number"]),
    ({"arms": {"a": {"regulator.policy": "hawks"}}}, ["'hawks'", "did you mean 'hawk'?"]),
    ({"arms": {"a": {"regulator.policy": 3.0}}}, ["'regulator.policy' = '3'", "hawk"]),
    (
        {"arms": {"a": {"regulator.home": "moon"}}},
        ["'regulator.home' = 'moon'", "one of us, china"],
    ),
    ({"arms": {"a": {"world.sigmaa": 7.0}}}, ["'world.sigmaa'", "did you mean 'sigma'?"]),
    ({"arms": {"a": {"world.sigma": "high"}}}, ["'world.sigma' = 'high'", "without quotes"]),
    ({"arms": {"a": {"world.research_pace": -1.0}}}, ["'world.research_pace'", "at least 0"]),
    ({"arms": {"a": {"world.ideas": 99.5}}}, ["'world.ideas': ideas = 99.5", "whole number"]),
    ({"arms": {"a": {"seat": "Alder"}}}, ["'seat' alone changes nothing", "seat.distil"]),
    ({"arms": {"a": {"seat.distil": 1.0}}}, ["no seat is chosen", "add the key"]),
    ({"arms": {"a": {"seat": "Adler", "seat.distil": 1.0}}}, ["'Adler'", "did you mean 'Alder'?"]),
    ({"arms": {"a": {"seat": 3.0, "seat.distil": 1.0}}}, ["'seat' = '3'", "no such lab"]),
    ({"cross": {"compute_ratio": [0, 3]}}, ["cross.compute_ratio = 0: must be above 0"]),
    ({"cross": {"compute_ratio": [-3]}}, ["compute_ratio = -3", "must be above 0"]),
    ({"cross": {"compute_ratio": ["ten"]}}, ["cross.compute_ratio = 'ten'", "without quotes"]),
    ({"cross": {"compute_ratio": [1e9]}}, ["compute_ratio = 1000000000", "compute", "H100e"]),
    (
        {"scenario": "tenfold-2026", "cross": {"compute_ratio": [3]},
         "outcomes": {"keep": ["frontier.end"]}},
        ["tenfold-2026 has no rich and poor side"],
    ),
    (
        {"arms": {"a": {"poor.distil": 1.0, "all.distil": 0.0}}},
        ["'poor.distil' changes nothing", "'all.distil'"],
    ),
    (
        {"arms": {"a": {"all.distil": 0.5}}, "cross": {"poor.distil": [0, 1]}},
        ["'poor.distil' changes nothing", "'all.distil'"],
    ),
    (
        {"arms": {"a": {"world.sigma": 7.0, "world.index_per_decade": 8.0}}},
        ["'world.sigma' changes nothing", "'world.index_per_decade'"],
    ),
    (
        {"arms": {"a": {"world.sigma": 7.0}}, "uncertain": {"parameters": ["index_per_decade"]}},
        ["'world.sigma'", "uncertain too"],
    ),
    ({"arms": {"a": {"poor.\ndistil": 1.0}}}, ["nothing called ' distil'"]),
    ({"uncertain": {"parameters": ["sigmaa"]}}, ["unknown parameter 'sigmaa'", "'sigma'"]),
    (
        {"uncertain": {"parameters": ["sigma", "index_per_decade"]}},
        ["'index_per_decade' is index_per_decade, which is there twice"],
    ),
    (
        {"uncertain": {"parameters": ["sigma"], "ranges": {"kappa": [1, 2]}}},
        ["kappa is not among uncertain.parameters"],
    ),
    (
        {"uncertain": {"parameters": ["sigma"],
                       "ranges": {"sigma": [7, 8], "index_per_decade": [6, 9]}}},
        ["uncertain.ranges", "there twice"],
    ),
    (
        {"uncertain": {"parameters": ["research_pace"], "ranges": {"rho": [-1, 2]}}},
        ["research_pace = -1", "must be at least"],
    ),
    (
        {"uncertain": {"design": "list", "values": {"sigma": [7], "index_per_decade": [8]}}},
        ["uncertain.values", "there twice"],
    ),
    (
        {"uncertain": {"design": "grid", "parameters": ["sigma"],
                       "values": {"index_per_decade": [7]}}},
        ["index_per_decade stands in uncertain.parameters too"],
    ),
    ({"uncertain": {"parameters": ["ideas"]}}, ["ideas has no range", "ranges = { ideas ="]),
    (
        {"uncertain": {"parameters": ["ideas"], "ranges": {"ideas": [99.5, 120]}}},
        ["ideas = 99.5", "whole number"],
    ),
    (
        {"uncertain": {"design": "list", "values": {"ideas": [100, 120.5]}}},
        ["ideas = 120.5", "whole number"],
    ),
    (
        {"uncertain": {"design": "sobol", "parameters": ["sigma", "kappa"], "points": 2**19}},
        ["2,097,152 points", "at most 1,000,000"],
    ),
    ({"uncertain": {"design": "grid", "parameters": ["all"]}}, ["points", "another design"]),
    ({"outcomes": {"keep": ["lag_month.end"]}}, ["'lag_month'", "did you mean 'lag_months'?"]),
    ({"outcomes": {"keep": ["lag_months"]}}, ["'lag_months'", "has no time; try lag_months.end"]),
    (
        {"outcomes": {"keep": ["lag_months.ending"]}},
        ["'lag_months.ending'", "an outcome ends in a time: .end, "],
    ),
    (
        {"outcomes": {"keep": ["lag_months.mN"]}},
        ["'lag_months.mN'", "an outcome ends in a time: .end, "],
    ),
    ({"outcomes": {"keep": ["lag_month"]}}, ["'lag_month' has no time", "mean 'lag_months.end'?"]),
    ({"outcomes": {"keep": ["cash"]}}, ["'cash' has no time; an outcome ends in a time"]),
    ({"outcomes": {"keep": ["poor.cash"]}}, ["'poor.cash' has no time; try poor.cash.end"]),
    ({"outcomes": {"keep": ["lag_months.m5"]}}, ["'lag_months.m5'", "from 0 to 4"]),
    ({"outcomes": {"keep": ["lag_months.m3-5"]}}, ["'lag_months.m3-5'", "from 0 to 4"]),
    ({"outcomes": {"keep": ["lag_months.m3-1"]}}, ["'lag_months.m3-1'", "in order"]),
    ({"outcomes": {"keep": ["chinese_leads.end"]}}, ["nobody in ten-to-one belongs to 'china'"]),
    ({"outcomes": {"keep": ["pore.cash.end"]}}, ["no group or lab 'pore'", "'poor'"]),
    ({"outcomes": {"keep": ["poor.cahs.end"]}}, ["no figure 'cahs'", "did you mean 'cash'?"]),
    ({"outcomes": {"keep": ["market.rents.end"]}}, ["no figure 'rents'", "did you mean 'rent'?"]),
    (
        {"cross": {"poor.distil": [k / 200 for k in range(200)],
                   "rich.distil": [k / 200 for k in range(200)]}},
        ["40,000 arms times cells", "at most 10,000"],
    ),
    (
        {"replicates": 10**6, "uncertain": {"parameters": ["sigma"], "points": 10**4}},
        ["10,000,000,000 races", "at most 1,000,000,000"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), BAD, ids=lambda part: str(part)[:60])
def test_what_cannot_be_raced_is_refused_in_one_line(
    changes: dict[str, Any], says: list[str]
) -> None:
    with pytest.raises(SweepError) as caught:
        plan_of(**changes)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    for part in says:
        assert part in message, message


KNOWN = load_parameters()
VARIED = [name for name in KNOWN if KNOWN[name].low < KNOWN[name].high]
WHO = ["all", "rich", "poor", "us", "Oak", "Alder", "china", "seat", "regulator", "world", "", "x"]
WHAT = [
    *LEVER, "policy", "compute_times", "cash_times", "revenue_times", "staff_times", "home",
    "legal_share", "enforcement", "subsidy", "open_limit", "sigma", "ideas", "kappa", "rent",
    "research_pace", "load_free", "y",
]  # fmt: skip
KEYS = st.one_of(
    st.sampled_from(["compute_ratio", "seat"]),
    st.builds("{}.{}".format, st.sampled_from(WHO), st.sampled_from(WHAT)),
)
VALUES = st.one_of(
    st.floats(-5.0, 5.0), st.integers(-2, 300), st.floats(0.0, 1.0),
    st.sampled_from([
        "open", "fixed", "distiller", "Oak", "hawk", "china", "smuggled", "us", "human", "",
    ]),
)  # fmt: skip


@st.composite
def sensible(draw: st.DrawFn) -> tuple[str, float | str]:
    """A key and a value that its lever, parameter or policy can have."""
    who = draw(st.sampled_from(WHO[:6]))
    lever = draw(st.sampled_from(LEVERS))
    top = 5.0 if lever.name == "teacher" else lever.high
    value = draw(st.floats(lever.low, top))
    about = KNOWN[draw(st.sampled_from(VARIED))]
    policy = draw(st.sampled_from([name for name in sorted(REGISTRY) if name != "human"]))
    return draw(
        st.sampled_from(
            [
                (f"{who}.{lever.name}", float(round(value)) if lever.whole else value),
                (f"world.{about.name}", draw(st.sampled_from([about.low, about.high]))),
                (f"{who}.policy", policy),
                ("compute_ratio", draw(st.floats(0.5, 100.0))),
                (f"{who}.cash_times", draw(st.floats(0.0, 3.0))),
            ]
        )
    )


def reason_against(choices: dict[str, Any], months: int) -> str:
    """Why an arm of these choices is refused; empty where it could be raced, and was."""
    try:
        plan = plan_of(arms={"a": choices}, months=months, replicates=1)
    except SweepError as problem:
        return str(problem)
    rows = pd.read_parquet(BytesIO(Computer(plan).compute(0)[RUNS]))
    assert rows["failed"].tolist() == [""], choices
    return ""


@settings(max_examples=100)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_whatever_is_asked_is_raced_or_refused_in_one_line(choices: dict[str, Any]) -> None:
    assert len(reason_against(choices, 1).splitlines()) <= 1


SUMS = ("sum to 1 at most", "changes nothing")
"""Of sensible keys and values, what may still be wrong together."""


@settings(max_examples=60)
@given(st.lists(sensible(), min_size=1, max_size=5, unique_by=lambda pair: pair[0]))
def test_sensible_choices_are_raced(pairs: list[tuple[str, float | str]]) -> None:
    reason = reason_against(dict(pairs), 6)
    assert not reason or any(words in reason for words in SUMS)


HAWK = {"regulator.policy": "hawk"}
PLACED: list[tuple[dict[str, Any], str]] = [
    # what a sweep file says, and where the message must say that the mistake stands
    ({"scenario": "ten-to-on"}, "scenario: unknown scenario 'ten-to-on'"),
    ({"arms": {"pay": {"poor.salary": 1.0}}}, "arms.pay: 'poor.salary': nothing called 'salary'"),
    (
        {"arms": {"none": {}, "pay": {"poor.salary": 1.0}}, "cross": {"compute_ratio": [3, 10]}},
        "arms.pay: 'poor.salary': ",
    ),
    (
        {"arms": {"none": {}, "pay": HAWK}, "cross": {"compute_ratio": [3, -1]}},
        "cross.compute_ratio = -1: must be above 0",
    ),
    ({"cross": {"compute_ration": [3]}}, "cross.compute_ration: unknown choice 'compute_ration'"),
    ({"cross": {"regulator.legal_share": [0, 50]}}, "cross.regulator.legal_share = 50: must be at"),
    ({"cross": {"poor.distil": [0.5, 1.5]}}, "cross.poor.distil: distil = 1.5"),
    (
        {"arms": {"a": {"seat.distil": 1.0}}, "cross": {"seat": ["Oak", "Pien"]}},
        "cross.seat = 'Pien': no such lab; did you mean 'Pine'?",
    ),
    ({"arms": {"a": {"seat.distil": 1.0, "seat": "Pien"}}}, "arms.a: 'seat' = 'Pien': no such lab"),
    ({"arms": {"a": {"seat": "Oak"}}}, "arms.a: 'seat' alone changes nothing"),
    ({"cross": {"seat": ["Oak"]}}, "cross.seat: 'seat' alone changes nothing"),
    (
        {"arms": {"a": {"poor.experiments": 0.7, "poor.training": 0.5}},
         "cross": {"compute_ratio": [3]}},
        "arms.a: Maple: experiments + training = 1.2",
    ),
    (
        {"cross": {"poor.experiments": [0.7], "poor.training": [0.2, 0.5]}},
        "cross: poor.experiments 0.7, poor.training 0.5: Maple: experiments + training = 1.2",
    ),
    (
        {"arms": {"a": {"poor.experiments": 0.7}}, "cross": {"poor.training": [0.2, 0.5]}},
        "arm 'a', poor.training 0.5: Maple: experiments + training = 1.2",
    ),
    (
        {"arms": {"a": {"world.sigma": 7.0}}, "uncertain": {"parameters": ["index_per_decade"]}},
        "arms.a: 'world.sigma': sigma is uncertain too",
    ),
    (
        {"cross": {"world.sigma": [7, 8]}, "uncertain": {"parameters": ["sigma"]}},
        "cross.world.sigma: sigma is uncertain too",
    ),
    (
        {"arms": {"none": {}, "one": {"poor.pay": 2.0}, "two": {"poor.pay": 2}}},
        "arms: 'one' and 'two' choose the same",
    ),
    (
        {"arms": {"one": {"poor.pay": 2.0, "rich.pay": 1.5}, "none": {},
                  "two": {"rich.pay": 1.5, "poor.pay": 2.0}},
         "cross": {"compute_ratio": [3, 10]}},
        "arms: 'one' and 'two' choose the same",
    ),
    (
        {"arms": {"none": {}, "usual": {"poor.policy": "autopilot"}}},
        "arms: 'none' and 'usual' choose the same",
    ),
    ({"uncertain": {"parameters": ["sigmaa"]}}, "uncertain.parameters: unknown parameter 'sigmaa'"),
    ({"uncertain": {"parameters": ["ideas"]}}, "uncertain.parameters: ideas has no range"),
    (
        {"uncertain": {"parameters": ["sigma"], "ranges": {"sigmaa": [7, 8]}}},
        "uncertain.ranges: unknown parameter 'sigmaa'",
    ),
    (
        {"uncertain": {"parameters": ["research_pace"], "ranges": {"rho": [-1, 2]}}},
        "uncertain.ranges: research_pace = -1",
    ),
    (
        {"uncertain": {"design": "list", "values": {"ideas": [100, 120.5]}}},
        "uncertain.values: ideas = 120.5: must be a whole number",
    ),
    ({"outcomes": {"keep": ["lag_month.end"]}}, "outcomes.keep: unknown measure 'lag_month'"),
    ({"outcomes": {"keep": ["lag_months.m5"]}}, "outcomes.keep: 'lag_months.m5': months must lie"),
    (
        {"outcomes": {"keep": ["lag_months"]}, "answer": {"contrast": "lag_months.end"}},
        "outcomes.keep: 'lag_months' has no time; try lag_months.end",
    ),
    (
        {"answer": {"contrast": "lag_month.end"}},
        "answer.contrast: 'lag_month.end' is not kept; did you mean 'lag_months.end'?",
    ),
    (
        {"answer": {"contrast": "lag_months.m2"}},
        "answer.contrast: 'lag_months.m2' is not kept; add it to outcomes.keep",
    ),
    (
        {"scenario": "tenfold-2026", "answer": {"contrast": "chinese_lag.end"},
         "outcomes": {"keep": ["chinese_leads.end", "chinese_lag_months.end"]}},
        "answer.contrast: 'chinese_lag.end' is not kept; did you mean 'chinese_lag_months.end'?",
    ),
    (
        {"replicates": 10**6, "uncertain": {"parameters": ["sigma"], "points": 10**4}},
        "replicates: 10,000,000,000 races",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), PLACED, ids=lambda part: str(part)[:60])
def test_a_refusal_names_the_file_the_table_and_the_key(changes: dict[str, Any], says: str) -> None:
    question = ask(**changes)
    with pytest.raises(SweepError) as caught:
        make_plan(question, where="mine.toml")
    assert str(caught.value).startswith(f"mine.toml: {says}")
    with pytest.raises(SweepError) as unnamed:
        make_plan(question)
    assert f"mine.toml: {unnamed.value}" == str(caught.value)


def test_a_scenario_that_cannot_be_is_no_fault_of_the_arms(tmp_path: Path) -> None:
    text = (CATALOGUE / "ten-to-one.toml").read_text()
    assert 'policy = "autopilot"' in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('policy = "autopilot"', 'policy = "human"', 1))
    with pytest.raises(SweepError, match=r"^scenario: 'Alder.policy' = 'human'"):
        plan_of(scenario=str(path), arms={"a": {"poor.distil": 1.0}})


def test_arms_that_differ_in_one_cell_are_two() -> None:
    arms = {"seat": {"seat.distil": 0.5}, "pine": {"Pine.distil": 0.5}}
    assert len(plan_of(arms=arms, cross={"seat": ["Pine", "Oak"]}).arms) == 2
    with pytest.raises(SweepError, match="'seat' and 'pine' choose the same"):
        plan_of(arms=arms, cross={"seat": ["Pine"]})
