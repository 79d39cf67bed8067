"""Findings: verdicts by hand, what would flip them, what they cannot say, and in plain words."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.sweep.answer.findings import find
from tenfold.sim.sweep.answer.results import Asked, Label
from tenfold.sim.sweep.answer.sensitivity import Index
from tenfold.sim.sweep.answer.telling import tell
from tenfold.sim.sweep.answer.wording import (
    Speaker,
    amount,
    listed,
    meaning_of,
    noun,
    number,
    plain,
)
from tests.sim.sweep.answer.made_up import spread, sweep

FORBIDDEN = re.compile(
    r"\b(ECI|H100e|FLOPs?|gamma|hazards?|exposure|Pareto|moonshots?)\b", re.IGNORECASE
)
"""What the first page must not say."""
LAG = Asked("lag.end", "distil", "none", matters_if=1.0)
TEXT = Label("best of the poor side behind best of the rich, in the last month", "months")


def noise(luck: int, scale: float) -> float:
    """Luck with mean 0 over eight lucks."""
    return scale * ((luck % 8) - 3.5)


def made(effect, lucks: int = 8, points: int = 20, names=("a", "b"), **more):
    """A sweep in which distilling changes the lag by effect(parameters, luck)."""
    rule = {
        "lag.end": lambda arm, cell, values, luck: (
            9.0 + 3.0 * noise(luck, 1.0) + (effect(values, luck) if arm == "distil" else 0.0)
        )
    }
    settings = {"asked": LAG, "labels": {"lag.end": TEXT}} | more
    asked, labels = settings.pop("asked"), settings.pop("labels")
    results = sweep(rule, points=spread(names, points), lucks=lucks, asked=asked, **settings)
    return replace(results, labels=labels)


def test_an_effect_that_matters_everywhere() -> None:
    results = made(lambda values, luck: -3.0 - values["a"] + noise(luck, 0.1))
    findings = find(results)
    told = tell(results, findings)
    assert findings.verdict == "matters"
    assert findings.effect.mean == pytest.approx(-3.5)
    assert told.headline.startswith(
        "‘distil’ instead of ‘none’ lowers the lag of the best of the poor side behind the best"
        " of the rich, in the last month, by 3.5"
    )
    assert findings.flips.otherwise == 0
    assert told.flips == (
        "No parameter in the ranges tried: the answer is the same at all 20 sets.",
    )
    assert findings.swings[0].name == "a"
    assert told.depends[0].startswith("A: −3.2 where it is at most 0.3")
    assert "No single one" not in " ".join(told.depends)


def test_an_effect_that_is_too_small() -> None:
    results = made(lambda values, luck: 0.2 + noise(luck, 0.05))
    told = tell(results, find(results))
    assert find(results).verdict == "too small"
    assert told.kicker == "It hardly matters (a first look, 8 lucks)"
    assert "raises" in told.headline
    assert "0.2 months only; 1 month or more would matter" in told.headline
    assert any("No single one of the 2 parameters" in line for line in told.depends)


def test_an_effect_that_depends_on_a_parameter_says_where_it_flips() -> None:
    results = made(lambda values, luck: -3.0 + 4.0 * (values["b"] > 0.7) + noise(luck, 0.05))
    findings = find(results)
    told = tell(results, findings)
    assert findings.verdict == "depends"
    assert (findings.flips.otherwise, findings.flips.reversed) == (6, 6)
    threshold = findings.flips.threshold
    assert (threshold.name, threshold.above) == ("b", True)
    assert told.flips == (
        "B above 0.7: there the effect falls below 1 month at 6 of 6 sets of parameters,"
        " elsewhere at 0 of 14.",
    )
    assert "as large as matters (1 month) at 14 of 20 sets" in told.headline


def test_flips_without_a_threshold_are_counted() -> None:
    odd = [0.125, 0.375, 0.625, 0.875]
    results = made(
        lambda values, luck: 2.0 if round(values["a"] * 8) % 2 else -2.0 - 0.0 * len(odd)
    )
    findings = find(results)
    assert findings.verdict == "depends"
    assert findings.flips.threshold is None
    assert "no single parameter tells which" in tell(results, findings).flips[0]


def test_luck_that_leaves_it_open() -> None:
    results = made(lambda values, luck: 1.0 + noise(luck, 1.0))
    told = tell(results, find(results))
    assert find(results).verdict == "open"
    assert told.kicker == "Not settled (a first look, 8 lucks)"
    assert "more lucks would settle it" in told.headline
    zero = made(lambda values, luck: 0.1 + noise(luck, 1.0), asked=replace(LAG, matters_if=None))
    told = tell(zero, find(zero))
    assert any("holds zero: even the sign is open" in line for line in told.limits)


def test_no_direction_is_said_that_luck_leaves_open() -> None:
    """Eight lucks of ±0.1 around 0.01: the sides are alike, to within less than matters."""
    results = made(lambda values, luck: 0.01 + noise(luck, 0.1))
    effect, told = find(results).effect, tell(results, find(results))
    half = t.ppf(0.95, 7) * 0.1 * math.sqrt(6.0 / 8.0)
    assert effect.luck == pytest.approx((0.01 - half, 0.01 + half))
    assert f"alike, to within {0.01 + half:.2f} months" in told.headline
    assert told.headline.endswith(
        f"(−{half - 0.01:.2f} to +{half + 0.01:.2f}); 1 month would matter."
    )
    wide = made(lambda values, luck: 0.3 + noise(luck, 1.0))
    for each in (results, wide):
        assert not re.search("raises|lowers", tell(each, find(each)).headline)
    assert "luck leaves its sign open" in tell(wide, find(wide)).headline


def unlike(values, luck: int) -> float:
    """Luck with mean 0 over eight lucks that moves every point in its own way."""
    return float(np.sin(97.0 * values["a"] + math.pi / 4.0 * luck))


def test_sets_that_luck_alone_would_spread_are_not_told_apart() -> None:
    results = made(lambda values, luck: -3.0 - 0.1 * values["a"] + unlike(values, luck), points=6)
    findings = find(results)
    effect, told = findings.effect, tell(results, findings)
    assert effect.parameters[0] == pytest.approx(effect.parameters[1]), "luck alone spreads them"
    assert not effect.told_apart
    assert "6 sets of parameters tried cannot be told apart from luck" in told.parameters
    assert "run from −3.092 to −3.008 months, no wider" in told.parameters
    assert told.parameters.endswith("More lucks could tell.")
    assert all(swing.size > 0.0 for swing in findings.swings), "thirds of means as they are"
    assert told.flips[0].endswith("as far as these lucks can tell them apart.")


def test_an_open_answer_is_not_called_the_same_everywhere() -> None:
    results = made(lambda values, luck: 1.3 + noise(luck, 1.0))
    findings = find(results)
    assert (findings.verdict, findings.flips.otherwise) == ("open", 0)
    assert tell(results, findings).flips == (
        "At all 20 sets the mean effect is 1 month or more; luck leaves that open.",
    )


def test_without_a_size_that_matters_the_sign_is_what_is_known() -> None:
    results = made(lambda values, luck: -3.0, asked=replace(LAG, matters_if=None), lucks=24)
    assert tell(results, find(results)).kicker == "The sign is clear"
    sized = made(lambda values, luck: -3.0, lucks=24)
    assert tell(sized, find(sized)).kicker == "It matters"


def test_indices_are_named_where_the_swing_is_clear_too() -> None:
    results = made(lambda values, luck: -3.0 - 2.0 * values["a"] + noise(luck, 0.1))
    findings = find(results)
    given = (Index("a", 0.9, 1.02, 0.1, 0.19), Index("b", 0.0, 0.3, 0.1, 0.1))
    told = tell(results, replace(findings, indices=given))
    assert len(told.depends) == 1
    assert "1.02 ± 0.19 of the variance between sets (an estimate" in told.depends[0]
    grey = replace(findings, swings=tuple(replace(s, clear=False) for s in findings.swings))
    (only,) = tell(results, replace(grey, indices=given)).depends
    assert only.startswith("A: ")
    assert "largest index" in only


def test_luck_that_leaves_more_open_than_parameters_comes_first() -> None:
    """Points lie on both sides of what matters, but luck moves the mean by more than they do."""
    results = made(lambda values, luck: 1.0 + 0.2 * (values["a"] - 0.5) + noise(luck, 1.0))
    assert find(results).in_range < 0.9
    assert find(results).verdict == "open"
    calm = made(lambda values, luck: 1.0 + 2.0 * (values["a"] - 0.5) + noise(luck, 0.1))
    assert find(calm).verdict == "depends"


def test_a_single_luck_settles_nothing() -> None:
    results = made(lambda values, luck: -5.0, lucks=1)
    told = tell(results, find(results))
    assert find(results).verdict == "open"
    assert "single luck" in told.headline
    assert "nothing can be said" in told.luck
    assert "luck's part is still in it" in told.parameters


def test_other_arms_and_other_cells_are_told() -> None:
    rule = {
        "lag.end": lambda arm, cell, v, luck: (
            {"none": 0.0, "distil": -3.0, "guarded": -0.5}[arm] * (cell["ratio"] / 10)
            + noise(luck, 0.5)
        )
    }
    asked = replace(LAG, at={"ratio": 10})
    results = sweep(rule, ("none", "distil", "guarded"), {"ratio": (1.0, 10.0, 20.0)}, asked=asked)
    told = tell(results, find(results))
    assert told.headline.startswith("At ratio 10, ‘distil’")
    assert told.others == ("‘guarded’ instead of ‘none’: −0.5 months (−0.5 to −0.5).",)
    assert told.depends[0] == "Ratio: −0.3 at 1, −3.0 at 10, −6.0 at 20."
    assert told.flips == ("At ratio 1 the effect is −0.3 months, less than matters.",)
    assert told.parameters == "No parameter was varied: all stand at their best guess."


def test_values_of_a_factor_are_told_arm_by_arm() -> None:
    rule = {
        "lag.end": lambda arm, cell, v, luck: (
            cell["ratio"] * (2.0 if arm == "distil" else 1.0) + noise(luck, 0.1)
        )
    }
    asked = Asked("lag.end", 10.0, 3.0, "ratio", matters_if=1.0)
    results = sweep(rule, factors={"ratio": (3.0, 10.0)}, asked=asked)
    told = tell(results, find(results))
    assert told.headline.startswith("Ratio 10 instead of 3 raises lag.end by 10.5")
    assert told.others == (
        "In ‘none’: +7.0 months (+7.0 to +7.0).",
        "In ‘distil’: +14.0 months (+14.0 to +14.0).",
    )
    assert any("average over the arms" in line for line in told.limits)


def test_a_level_without_a_contrast() -> None:
    asked = Asked("lag.end", matters_if=2.0)
    results = made(lambda values, luck: 0.0, asked=asked)
    rule = {"lag.end": lambda arm, cell, v, luck: 4.0 + 10.0 * (v["a"] > 0.5) + noise(luck, 0.1)}
    results = sweep(rule, ("all",), points=spread(("a", "b"), 20), asked=asked, lucks=8)
    findings = find(results)
    told = tell(results, findings)
    assert findings.verdict == "level"
    assert findings.flips is None
    assert "9.0 months on average" in told.headline
    assert "the spread is more than the 2 months that would matter" in told.headline
    assert findings.split[0] == "a"
    assert told.flips == (
        "The sharpest divide: a. Below 0.5 the mean is 4.0 months, above it 14.0 months.",
    )


def test_a_question_without_an_answer_table_reads_its_first_outcome() -> None:
    results = made(lambda values, luck: 0.0, asked=None)
    assert find(results).asked == Asked("lag.end")
    assert find(results).verdict == "level"


def test_chances_are_told_in_percentage_points() -> None:
    leads = "poor_leads.end"
    rule = {leads: lambda arm, cell, v, luck: float(luck < (30 if arm == "distil" else 10))}
    asked = Asked(leads, "distil", "none", matters_if=0.05)
    results = sweep(rule, lucks=100, asked=asked, chances=(leads,))
    told = tell(results, find(results))
    assert told.headline == (
        "‘distil’ instead of ‘none’ raises the chance that the best of the poor side is above the"
        " best of the rich, at the end, by 20 percentage points; 5 percentage points or more would"
        " matter."
    )


def test_what_is_missing_or_failed_is_said() -> None:
    results = made(lambda values, luck: -3.0)
    frame = results.frame.iloc[:250].copy()
    frame.loc[7, "failed"] = "no chips at all"
    frame.loc[7, "lag.end"] = np.nan
    results = replace(results, frame=frame)
    told = tell(results, find(results))
    assert "70 of 320 races (22 %) are missing" in told.banner
    assert "1 race failed" in told.banner
    assert "no chips at all" in told.banner
    assert any("70 of 320 races are missing" in line for line in told.limits)


def test_without_any_pair_there_is_no_answer() -> None:
    results = made(lambda values, luck: -3.0)
    results = replace(results, frame=results.frame[results.frame["arm"] == "none"])
    told = tell(results, find(results))
    assert told.kicker == "No answer yet"
    assert told.headline == "No pair of races that the question needs has finished."


def test_limits_are_computed() -> None:
    results = made(lambda values, luck: -3.0 + noise(luck, 0.4))
    effect, limits = find(results).effect, " ".join(tell(results, find(results)).limits)
    assert f"an effect of {effect.detectable:.2f} months or more" in limits
    assert "248 of the model's 250 parameters stayed at their best guess" in limits
    assert "It rests on 8 lucks" in limits
    assert "do not learn" in limits
    one = tell(replace(results, design="one-at-a-time"), find(results)).limits
    assert any("what two do together" in line for line in one)


def test_the_first_page_is_for_anyone() -> None:
    results = made(
        lambda values, luck: -3.0 + 4.0 * (values["a"] > 0.7) + noise(luck, 0.1),
        meanings={"a": meaning_of("1", "ease of copying: exposure"), "b": "hazard of it"},
    )
    told = tell(results, find(results))
    words = " ".join([told.headline, told.luck, *told.depends, *told.flips, *told.limits])
    assert FORBIDDEN.findall(words) == []
    assert "visibility" in words


@pytest.mark.parametrize("name", list(load_parameters()))
def test_every_parameter_can_be_named_on_the_first_page(name: str) -> None:
    parameter = load_parameters()[name]
    said = meaning_of(parameter.unit, parameter.meaning)
    assert FORBIDDEN.findall(said) == []
    assert not said.startswith("of ")


def test_numbers_read_as_people_write_them() -> None:
    assert number(-3.25, 1) == "−3.2"
    assert number(1234.5, 0, sign=True) == "+1,234"
    assert number(-0.0, 1) == "0.0", "nought has no sign"
    assert number(-0.001, 1) == "−0.001", "what is not nought does not read as nought"
    assert number(1e-15, 1) == "0.0", "the rounding of floats does"
    assert number(float("nan"), 2) == "unknown"
    assert [amount(x) for x in (0.3123, 12.345, 1234567.0, 2.5e11, 0.0, 4e-5)] == [
        "0.312", "12.3", "1.23 million", "250 billion", "0", "4e−05",
    ]  # fmt: skip
    say = Speaker(Label("x", "months"), 0.8)
    assert (say.level(7.234), say.change(-1.0), say.least(1.0)) == (
        "7.23 months", "−1.00 months", "1 month",
    )  # fmt: skip
    chance = Speaker(Label("x", "", True), 0.2)
    assert (chance.level(0.313), chance.size(-0.12)) == ("31 %", "12 percentage points")
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert plain("H100e of the hazard") == "chips of the monthly chance"
    assert noun(Label("best Chinese lab behind best US lab", "months")) == (
        "the lag of the best Chinese lab behind the best US lab"
    )
