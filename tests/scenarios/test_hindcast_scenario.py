"""The start at the end of 2023: real labs, every figure with its source, nobody's to play."""

from __future__ import annotations

from pathlib import Path

import pytest

import tenfold.scenarios
from tenfold.scenarios.evidence import cited, load_evidence
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import FIGURE_BOUNDS, LabSpec, Scenario

FILE = Path(tenfold.scenarios.__file__).parent / "hindcast" / "labs-2023.toml"
SCENARIO = load_scenario(FILE)
LABS = [pytest.param(lab, id=lab.name) for lab in SCENARIO.labs]


def test_nobody_can_play_it() -> None:
    assert SCENARIO.name not in list_scenarios()


def test_round_trip() -> None:
    assert Scenario.model_validate(SCENARIO.model_dump()) == SCENARIO


def test_it_lasts_from_the_end_of_2023_to_the_end_of_2025() -> None:
    assert (SCENARIO.start, SCENARIO.months) == ("2024-01", 24)
    for event in SCENARIO.events:
        assert event.month is None or event.month < SCENARIO.months


@pytest.mark.parametrize("lab", LABS)
def test_every_figure_is_cited_and_agrees(lab: LabSpec) -> None:
    for field, (unit, _, _) in FIGURE_BOUNDS.items():
        figure = getattr(lab, field)
        (entry,) = cited(figure.source)
        assert (entry.value, entry.low, entry.high) == (figure.value, figure.low, figure.high)
        assert entry.unit == unit
        assert (entry.trust == "assumption") == figure.assumption
        assert lab.name in entry.meaning
    shares = {each.key.split(".")[1]: each.value for each in cited(lab.shares_source)}
    for channel in ("domestic", "rented", "smuggled"):
        assert getattr(lab, f"{channel}_share") == shares.get(channel, 0.0)


def test_one_stock_is_published_and_all_others_are_drawn_widely() -> None:
    known = [lab.name for lab in SCENARIO.labs if not lab.compute.assumption]
    assert known == ["OpenAI"]
    for lab in SCENARIO.labs:
        if lab.compute.assumption:
            assert lab.compute.high / lab.compute.low >= 3.0, lab.name


def test_stocks_carried_back_are_the_published_ones_shrunk() -> None:
    """Median of the end of 2024 over the growth of the one lab with figures for both ends."""
    stock = {lab.name: lab.compute.value for lab in SCENARIO.labs}
    later = load_evidence("labs-history")
    growth = later["openai.compute_2024"].value / later["openai.compute_2023"].value
    for name, key in (("Google DeepMind", "google_deepmind"), ("Meta", "meta"),
                      ("Anthropic", "anthropic")):  # fmt: skip
        assert stock[name] == pytest.approx(later[f"{key}.compute_2024"].value / growth, rel=0.02)
    assert stock["xAI"] < later["xai.compute_2024"].value / growth / 2.0


def test_bests_of_the_start_are_the_records_of_2023() -> None:
    index = load_evidence("history-index")
    capability = {lab.name: lab.capability.value for lab in SCENARIO.labs}
    assert max(capability.values()) == index["us_closed.gpt_4_turbo_nov_2023"].value
    chinese = [capability[lab.name] for lab in SCENARIO.labs if lab.home == "china"]
    assert max(chinese) == index["china_open.yi_34b"].value
    opened = [capability[lab.name] for lab in SCENARIO.labs if lab.flagship_release == "open"]
    assert max(opened) == index["other_open.mixtral_8x7b"].value


def test_constants_of_the_start_are_known_and_differ_from_those_of_2026() -> None:
    usual = load_parameters()
    for name, value in SCENARIO.parameters.items():
        assert usual.find(name).check(value) != usual[name].value, name


def test_customers_needed_less_by_what_the_frontier_has_risen_since() -> None:
    usual = {segment.name: segment for segment in load_scenario("tenfold-2026").segments}
    rise = 155.03 - 125.83
    for segment in SCENARIO.segments:
        then = usual[segment.name]
        assert segment.need == pytest.approx(then.need - then.rising * rise, abs=0.06)
        assert segment.saturation == pytest.approx(then.saturation - then.rising * rise, abs=0.06)
        same = {"need", "saturation", "size"}
        assert segment.model_dump(exclude=same) == then.model_dump(exclude=same)


def test_events_of_export_control_came_when_they_did() -> None:
    """Months count from the end of December 2023, and an event works in the month of its date."""
    dates = {key.split(".")[1]: each.date for key, each in load_evidence("export-controls").items()}
    months = [event.month for event in SCENARIO.events if event.kind == "controls"]
    since = ("december_2024", "january_2025", "april_2025", "july_2025", "december_2025")
    assert months == [(dates[d].year - 2024) * 12 + dates[d].month - 1 for d in since]
    tiers = next(event for event in SCENARIO.events if event.month == 12)
    assert tiers.months == dates["may_2025"].month - dates["january_2025"].month
