"""What every scenario of the catalogue must be: one conformance suite over all of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from tenfold.scenarios import schema
from tenfold.scenarios.evidence import cited, list_evidence, load_evidence
from tenfold.scenarios.load import CATALOGUE, list_scenarios, load_scenario
from tenfold.scenarios.parameters import Parameter
from tenfold.scenarios.schema import DEFAULT_MISSIONS, FIGURE_BOUNDS, Scenario
from tenfold.scenarios.segments import SegmentSpec, standard_segments

NAMES = list_scenarios()
FIGURES = tuple(FIGURE_BOUNDS)
REAL = [
    "openai",
    "chatgpt",
    "gpt",
    "google",
    "deepmind",
    "gemini",
    "anthropic",
    "claude",
    "xai",
    "grok",
    "deepseek",
    "alibaba",
    "qwen",
    "moonshot",
    "kimi",
    "zhipu",
    "z.ai",
    "glm",
    "minimax",
    "meta",
    "llama",
    "mistral",
    "ai2",
    "allen",
    "olmo",
    "nvidia",
    "huawei",
    "amd",
    "microsoft",
    "amazon",
    "bytedance",
    "tencent",
    "baidu",
]
REAL_NAMES = re.compile(rf"\b({'|'.join(map(re.escape, REAL))})\b", re.IGNORECASE)


def test_the_three_first_races_are_there() -> None:
    assert {"tenfold-2026", "ten-to-one", "equal-start"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_file_and_scenario_share_a_name(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert load_scenario(name) is scenario
    assert load_scenario(CATALOGUE / f"{name}.toml") == scenario


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name: str) -> None:
    scenario = load_scenario(name)
    assert Scenario.model_validate(scenario.model_dump()) == scenario
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


@pytest.mark.parametrize("name", NAMES)
def test_people_can_read_it(name: str) -> None:
    scenario = load_scenario(name)
    for text in (scenario.teaches, scenario.tension, *(lab.about for lab in scenario.labs)):
        assert 20 <= len(text) <= 160
        assert text.endswith(".")
    for event in scenario.events:
        assert event.headline.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_no_real_lab_is_named(name: str) -> None:
    lines = (CATALOGUE / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    # Names of policies are words of the language: one of them is a gambler on moonshots.
    text = [line for line in lines if not line.startswith("policy = ")]
    assert not [line for line in text if REAL_NAMES.search(line)]


@pytest.mark.parametrize("name", NAMES)
def test_first_letters_tell_labs_apart(name: str) -> None:
    letters = [lab.name[0] for lab in load_scenario(name).labs]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_resolves_and_agrees(name: str) -> None:
    for lab in load_scenario(name).labs:
        for field in FIGURES:
            figure = getattr(lab, field)
            entries = cited(figure.source)
            if entries:
                (entry,) = entries
                assert (entry.value, entry.low, entry.high) == (
                    figure.value,
                    figure.low,
                    figure.high,
                ), f"{lab.name}.{field}"
                assert entry.unit == FIGURE_BOUNDS[field][0]
                assert (entry.trust == "assumption") == figure.assumption
            else:
                assert figure.source.startswith("by design: ")
        shares = {e.key.split(".")[1]: e.value for e in cited(lab.shares_source)}
        for channel in ("domestic", "rented", "smuggled"):
            assert getattr(lab, f"{channel}_share") == shares.get(channel, 0.0)


def test_assumptions_say_why() -> None:
    for lab in load_scenario("tenfold-2026").labs:
        for field in FIGURES:
            figure = getattr(lab, field)
            if figure.assumption:
                assert figure.source.endswith(")"), f"{lab.name}.{field} gives no reasoning"
                assert figure.low < figure.value < figure.high or figure.low < figure.high


def test_the_2026_race_has_the_published_shape() -> None:
    scenario = load_scenario("tenfold-2026")
    kinds = [lab.kind for lab in scenario.labs]
    assert (kinds.count("frontier"), kinds.count("chinese"), kinds.count("open")) == (4, 5, 3)
    home = dict.fromkeys(("us", "china", "other"), 0.0)
    for lab in scenario.labs:
        home[lab.home] += lab.compute.value
    assert 10 < home["us"] / home["china"] < 25
    spent = load_evidence("training")["spend.anthropic_over_two_chinese"]
    stock = {lab.name: lab.compute.value for lab in scenario.labs}
    ratio = stock["Larkmoor"] / (stock["Daogu"] + stock["Peilin"])
    assert spent.low is not None
    assert spent.high is not None
    assert spent.low <= ratio <= spent.high
    best = {
        kind: max(x.capability.value for x in scenario.labs if x.kind == kind) for kind in kinds
    }
    assert 6 <= best["frontier"] - best["chinese"] <= 9


def test_ten_to_one_differs_in_chips_and_money_and_what_they_bought() -> None:
    labs = load_scenario("ten-to-one").labs
    rich = [lab for lab in labs if lab.side == "rich"]
    poor = [lab for lab in labs if lab.side == "poor"]
    assert len(rich) == len(poor) == 3
    tenfold = {"compute", "revenue", "cash"}
    for one, other in zip(rich, poor, strict=True):
        for field in tenfold:
            assert getattr(one, field).value == 10 * getattr(other, field).value
        # The same know-how with a tenth of the chips makes a weaker model: about 7.7 points.
        gap = one.capability.value - other.capability.value
        assert 6.0 < gap < 8.5
        same = {"name", "side", "about", "capability", "mission"} | tenfold
        assert one.model_dump(exclude=same) == other.model_dump(exclude=same)


def test_equal_start_is_equal() -> None:
    dumps = [x.model_dump(exclude={"name", "side"}) for x in load_scenario("equal-start").labs]
    assert all(dump == dumps[0] for dump in dumps)
    sides = [lab.side for lab in load_scenario("equal-start").labs]
    assert sides.count("rich") == sides.count("poor") == 3


@pytest.mark.parametrize("name", ["ten-to-one", "equal-start"])
def test_experiments_have_no_events_and_no_controls(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.events == ()
    assert scenario.regulator.legal_share == 1.0


def test_standard_segments() -> None:
    names = [segment.name for segment in standard_segments()]
    assert names == [
        "consumer", "coding", "content", "enterprise", "regulated", "edge", "education",
    ]  # fmt: skip
    assert load_scenario("ten-to-one").segments is standard_segments()


def _tables(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for part in (field.annotation, *get_args(field.annotation)):
                if isinstance(part, type) and issubclass(part, BaseModel):
                    _tables(part, seen)
    return seen


def test_every_field_has_a_unit_and_a_meaning() -> None:
    tables = _tables(Scenario, set()) | {Parameter}
    assert {schema.LabSpec, schema.EventSpec, schema.RegulatorSpec, SegmentSpec} <= tables
    for table in tables:
        for name, field in table.model_fields.items():
            extra = field.json_schema_extra
            assert isinstance(extra, dict), f"{table.__name__}.{name}"
            assert extra.get("unit"), f"{table.__name__}.{name} has no unit"
            assert field.description, f"{table.__name__}.{name} has no meaning"


def test_missions_sum_to_one() -> None:
    for weights in DEFAULT_MISSIONS.values():
        assert sum(weights.values()) == pytest.approx(1)
    for name in NAMES:
        for lab in load_scenario(name).labs:
            assert lab.mission["survival"] > 0.0


@pytest.mark.parametrize("name", NAMES)
def test_a_lab_has_the_same_mission_in_every_race(name: str) -> None:
    character = {lab.name: lab.mission for lab in load_scenario("tenfold-2026").labs}
    for lab in load_scenario(name).labs:
        assert character.get(lab.name, lab.mission) == lab.mission


def test_nothing_can_be_changed_by_accident() -> None:
    scenario = load_scenario("tenfold-2026")
    with pytest.raises(ValueError, match="frozen"):
        scenario.months = 3  # type: ignore[misc]


def test_a_scenario_of_ones_own(small: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(small, encoding="utf-8")
    scenario = load_scenario(str(path))
    assert [lab.name for lab in scenario.labs] == ["Amber", "Basalt"]
    assert (scenario.labs[0].compute.low, scenario.labs[0].staff.high) == (500.0, 100.0)
    assert scenario.months == 48
    assert scenario.events[0].months == 0


@pytest.mark.parametrize("name", list_evidence())
def test_evidence_credits_and_explains(name: str) -> None:
    for entry in load_evidence(name).values():
        assert entry.derived
        if "Epoch AI" in entry.source and "epoch.ai" not in entry.source:
            assert "text that quotes" in entry.source, entry.key
