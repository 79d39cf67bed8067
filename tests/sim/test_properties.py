"""Properties: whatever labs decide and wherever they start, the world stays a world.

Hypothesis draws decisions at random over the whole range of every lever, corners included, and
random valid scenarios: labs, figures, homes, patrons, customers' parameters, events, lengths.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.agents.decision import LEVER, LEVERS, SUM_TO_ONE, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import REGISTRY
from tenfold.agents.policies.policy import Policy
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import DEFAULT_MISSIONS, EVENT_SIZES, FIGURE_BOUNDS, Scenario
from tenfold.sim.race import Race
from tests.sim import books

STRUCTURE = {"ideas", "past_months"}
"""Parameters that set the size of the arrays or of the past; they stay as they are."""
WHOLE_RACES = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""The same examples every time; a failing one is not made smaller, which would take minutes."""
PLAYERS = sorted(set(REGISTRY) - {"human"})


class Wanderer(Policy):
    """Any legal decision, a new one every turn: within the range of each lever, often at a corner.

    The decision depends on the seed, the seat and the month alone.
    """

    name = "wanderer"
    about = "Anything legal."

    def __init__(self, seed: int, corners: float) -> None:
        self.seed = seed
        self.corners = corners

    def decide(self, seen: Observation) -> Decision:
        """Drawn anew."""
        rng = np.random.default_rng((self.seed, seen.me, seen.month))
        runs = len(seen.cash)
        values: dict[str, Any] = {}
        for lever in LEVERS:
            drawn = rng.uniform(lever.low, lever.high, runs)
            corner = np.where(rng.random(runs) < 0.5, lever.low, lever.high)
            drawn = np.where(rng.random(runs) < self.corners, corner, drawn)
            values[lever.name] = np.rint(drawn) if lever.whole else drawn
        plan = Decision(**values).normalised()
        for names in SUM_TO_ONE:
            alone = rng.integers(0, len(names), runs)
            all_in = rng.random(runs) < self.corners / 3.0
            for place, name in enumerate(names):
                only = np.where(alone == place, 1.0, 0.0)
                setattr(plan, name, np.where(all_in, only, getattr(plan, name)))
        plan.check()
        return plan


def finish(race: Race) -> None:
    """Pass every month, with all checks of the state on the way and of the history at the end."""
    while race.month < race.months:
        race.advance(1)
        for check in books.STATE_CHECKS:
            check(race)
    for check in books.HISTORY_CHECKS:
        check(race)
    race.close()


@settings(WHOLE_RACES, max_examples=24)
@given(
    seed=st.integers(0, 2**32 - 1),
    corners=st.sampled_from([0.0, 0.3, 0.8]),
    name=st.sampled_from(["tenfold-2026", "ten-to-one", "equal-start"]),
)
def test_any_decisions(seed: int, corners: float, name: str) -> None:
    setting = load_scenario(name)
    anything = Wanderer(seed, corners)
    policies = {lab.name: anything for lab in setting.labs}
    finish(Race(setting, seed=seed, runs=3, months=48, policies=policies))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), corners=st.floats(0.0, 1.0), me=st.integers(0, 11))
def test_the_wanderer_is_legal(seed: int, corners: float, me: int) -> None:
    """The strategy above draws from the whole range, and no further."""
    race_sees = Race("tenfold-2026", months=1).observe(me)
    plan = Wanderer(seed, corners).decide(race_sees)
    plan.check()
    assert set(plan.as_dict()) == set(LEVER)


@st.composite
def figure(draw: st.DrawFn, field: str, wild: bool) -> dict[str, Any]:
    usual = {
        "compute": (3.0, 7.0), "capability": (110.0, 180.0), "staff": (1.0, 5.0),
        "revenue": (5.0, 11.0), "cash": (5.0, 11.5),
    }[field]  # fmt: skip
    if wild:
        _, least, most = FIGURE_BOUNDS[field]
        # No figure is smaller than a dollar, a chip or a person, but for zero itself.
        value = draw(st.sampled_from([least, most]) | st.floats(max(least, 1.0), most))
    elif field == "capability":
        value = draw(st.floats(*usual))
    else:
        value = 10.0 ** draw(st.floats(*usual))
    return {"value": value, "source": "drawn"}


@st.composite
def one_lab(draw: st.DrawFn, place: int, wild: bool) -> dict[str, Any]:
    home = draw(st.sampled_from(["us", "china", "other"]))
    kind = draw(st.sampled_from(sorted(DEFAULT_MISSIONS)))
    release = st.sampled_from(["closed", "open", "staged", "withheld"])
    lab: dict[str, Any] = {
        "name": f"Lab {place}", "kind": kind, "home": home, "about": "Drawn.",
        "policy": draw(st.sampled_from(PLAYERS)),
        "patron": draw(st.sampled_from(["investors", "parent", "state", "philanthropy"])),
        "flagship_release": draw(release), "mini_release": draw(release),
    }  # fmt: skip
    for field in FIGURE_BOUNDS:
        lab[field] = draw(figure(field, wild))
    if home == "china":
        cuts = sorted(draw(st.tuples(*[st.floats(0, 1)] * 3)))
        lab["domestic_share"] = cuts[0]
        lab["rented_share"] = cuts[1] - cuts[0]
        lab["smuggled_share"] = cuts[2] - cuts[1]
        lab["shares_source"] = "drawn"
    return lab


@st.composite
def one_event(draw: st.DrawFn, place: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(EVENT_SIZES)))
    _, least, most = EVENT_SIZES[kind]
    if kind == "subsidy":
        least, most = -1e9, 1e10
    return {
        "name": f"event {place}", "kind": kind, "headline": "Drawn.",
        "month": draw(st.integers(0, 60)), "yearly_rate": draw(st.none() | st.floats(0.1, 12)),
        "size": draw(st.floats(least, most)), "months": draw(st.integers(0, 60)),
    }  # fmt: skip


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    wild = draw(st.booleans())
    moved = {}
    for name, each in load_parameters().items():
        if name not in STRUCTURE and each.low < each.high and draw(st.integers(0, 3)) == 0:
            moved[name] = draw(st.sampled_from([each.low, each.high]))
    if draw(st.integers(0, 3)) == 0:
        moved["research_engine"] = 1.0
    return Scenario.model_validate(
        {
            "name": "drawn", "title": "Drawn", "teaches": "Nothing.", "tension": "None.",
            "months": draw(st.integers(1, 120)), "turn_months": draw(st.integers(1, 12)),
            "labs": [draw(one_lab(k, wild)) for k in range(draw(st.integers(2, 8)))],
            "events": [draw(one_event(k)) for k in range(draw(st.integers(0, 4)))],
            "parameters": moved,
            "regulator": {
                "legal_share": draw(st.floats(0, 1)), "enforcement": draw(st.floats(0, 1)),
                "subsidy": draw(st.sampled_from([0.0, 1e8])),
                "open_limit": draw(st.sampled_from([0.0, 150.0])),
                "policy": draw(st.sampled_from(["scheduled", "hawk", "dove"])),
            },
        }
    )  # fmt: skip


@settings(WHOLE_RACES, max_examples=100)
@given(setting=scenarios(), seed=st.integers(0, 2**62), wander=st.booleans())
def test_any_scenario(setting: Scenario, seed: int, wander: bool) -> None:
    policies = {lab.name: Wanderer(seed % 2**32, 0.3) for lab in setting.labs} if wander else {}
    finish(Race(setting, seed=seed, policies=policies))
