"""Random valid scenarios survive a round trip; random rubbish is refused in one line."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tenfold.scenarios.errors import complaint
from tenfold.scenarios.schema import EVENT_SIZES, FIGURE_BOUNDS, Scenario

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)


@st.composite
def figures(draw: st.DrawFn, field: str) -> dict[str, Any]:
    _, least, most = FIGURE_BOUNDS[field]
    low, value, high = sorted(draw(st.tuples(*[st.floats(least, most)] * 3)))
    return {
        "value": value, "low": low, "high": high, "source": draw(WORDS),
        "assumption": draw(st.booleans()),
    }  # fmt: skip


@st.composite
def labs(draw: st.DrawFn, place: int) -> dict[str, Any]:
    home = draw(st.sampled_from(["us", "china", "other"]))
    lab: dict[str, Any] = {
        "name": f"Lab {place}",
        "kind": draw(st.sampled_from(["frontier", "chinese", "open"])),
        "home": home,
        "side": draw(st.sampled_from(["rich", "poor", ""])),
        "policy": draw(WORDS),
        "patron": draw(st.sampled_from(["investors", "parent", "state", "philanthropy"])),
        "about": draw(WORDS),
        "flagship_release": draw(st.sampled_from(["closed", "open", "staged", "withheld"])),
    }
    for field in FIGURE_BOUNDS:
        lab[field] = draw(figures(field))
    if home == "china":
        cuts = sorted(draw(st.tuples(*[st.floats(0, 1)] * 3)))
        lab["domestic_share"] = cuts[0]
        lab["rented_share"] = cuts[1] - cuts[0]
        lab["smuggled_share"] = cuts[2] - cuts[1]
        lab["shares_source"] = draw(WORDS)
    return lab


@st.composite
def events(draw: st.DrawFn, place: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(EVENT_SIZES)))
    _, least, most = EVENT_SIZES[kind]
    return {
        "name": f"event {place}",
        "kind": kind,
        "month": draw(st.integers(0, 120)),
        "yearly_rate": draw(st.none() | st.floats(0.01, 12)),
        "size": draw(st.floats(least, most)),
        "months": draw(st.integers(0, 120)),
        "headline": draw(WORDS),
    }


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "name": "random",
        "title": draw(WORDS),
        "teaches": draw(WORDS),
        "tension": draw(WORDS),
        "months": draw(st.integers(1, 120)),
        "turn_months": draw(st.integers(1, 12)),
        "labs": [draw(labs(place)) for place in range(draw(st.integers(2, 5)))],
        "events": [draw(events(place)) for place in range(draw(st.integers(0, 3)))],
    }


@settings(max_examples=40, deadline=None)
@given(data=scenarios())
def test_round_trip(data: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(data)
    assert Scenario.model_validate(scenario.model_dump()) == scenario
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario
    for given_lab, lab in zip(data["labs"], scenario.labs, strict=True):
        assert lab.compute.value == given_lab["compute"]["value"]


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "low", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(data=scenarios(), rubbish=RUBBISH, place=st.data())
def test_rubbish_is_refused_in_one_line(
    data: dict[str, Any], rubbish: Any, place: st.DataObject
) -> None:
    spots: list[tuple[Any, str]] = [(data, key) for key in data]
    for table in (*data["labs"], *data["events"], data["labs"][0]["compute"]):
        spots += [(table, key) for key in table]
    table, key = place.draw(st.sampled_from(spots))
    table[key] = rubbish
    try:
        Scenario.model_validate(data)
    except ValidationError as problem:
        line = complaint(problem, Scenario, data)
        assert line
        assert "\n" not in line
        assert "pydantic" not in line
