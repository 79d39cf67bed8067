"""C14: export controls, smuggling, rented clouds and domestic chips decide the Chinese gap.

The essay and the debate on hardware agree that how far Chinese labs are behind depends on which
chips they get. In the race from 2026, controls are lifted, or tightened to the utmost after a year
(nothing may be imported, everything is pursued), and each way around them is closed in turn: no
smuggled chips, no room to rent abroad, no chips made at home. Then all three are closed together,
with and without the tightening. What may not be imported, or cannot be made at home, is sought in
the next channel, as labs do; what may be imported and is sold out lapses for the month. So free
imports leave domestic chips unused while the world's market is short: a race with controls fully
lifted shows little about controls, and half-lifted controls are raced too.

The gap is the months by which the best Chinese model is behind the best US one, mean of the last
year. Left out: what controls do to the rest of the world's labs, chips that the state would buy,
and a home industry that grows faster because imports are barred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenfold.scenarios.questions import Choice
from tenfold.scenarios.schema import EventSpec, Scenario
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, row, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Cell, Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import Races
from tenfold.sim.experiments.verdict import Verdict

MATTERS = 1.0
"""Months of lag."""
MORE_CHIPS = 1.1
"""Chips against things as they are from which lifted controls have lifted something."""
YEAR = 12
TIGHTENING = (
    EventSpec(
        name="nothing may be imported",
        kind="controls",
        month=YEAR,
        size=-1.0,
        headline="All exports of chips to controlled labs are barred.",
    ),
    EventSpec(
        name="everything is pursued",
        kind="enforcement",
        month=YEAR,
        size=1.0,
        headline="Customs and clouds check every chip.",
    ),
)
NO_SMUGGLING: Mapping[str, Choice] = {"world.smuggled_leak": 0.0}
NO_RENTING: Mapping[str, Choice] = {"world.rented_ceiling": 0.0}
NO_DOMESTIC: Mapping[str, Choice] = {"world.domestic_supply": 0.0}
AS_IT_IS, LIFTED, TIGHT = "as it is", "controls lifted", "controls tightened after a year"
HALF = "half of orders may be imported"
CLOSED, NOTHING = "all three closed", "all three closed, and tightened"
ARMS: Mapping[str, Mapping[str, Choice]] = {
    AS_IT_IS: {},
    LIFTED: {"regulator.legal_share": 1.0},
    HALF: {"regulator.legal_share": 0.5},
    TIGHT: {},
    "no smuggling": NO_SMUGGLING,
    "no rented clouds": NO_RENTING,
    "no domestic chips": NO_DOMESTIC,
    CLOSED: {**NO_SMUGGLING, **NO_RENTING, **NO_DOMESTIC},
    NOTHING: {**NO_SMUGGLING, **NO_RENTING, **NO_DOMESTIC},
}


@dataclass(frozen=True)
class RacesWithEvents(Races):
    """Races in some arms of which more happens to the world than the scenario says.

    Attributes:
        events: name of an arm to what comes on top there.
    """

    events: Mapping[str, tuple[EventSpec, ...]] = field(default_factory=dict)

    def world(self, arm: str, cell: Cell) -> Scenario:
        """The scenario of an arm in a cell; what the scenario holds itself keeps its luck."""
        scenario = super().world(arm, cell)
        more = (*scenario.events, *self.events.get(arm, ()))
        return scenario.model_copy(update={"events": more})


RULE = (
    "Best Chinese lab behind the best US lab, mean of months 37 to 48. Four parts: controls as"
    " they are against none; no smuggling, no rented clouds, no domestic chips against things"
    " as they are. A part holds if the 90 % interval of the months it adds lies above 1, and"
    " fails if below. Supported if all four hold, contradicted if all fail, depends otherwise."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""

    def later(plus: str, minus: str) -> Effect:
        return found.effect("lag", plus, minus, unit="months")

    single = {
        "controls": later(AS_IT_IS, LIFTED),
        "smuggling": later("no smuggling", AS_IT_IS),
        "rented clouds": later("no rented clouds", AS_IT_IS),
        "domestic chips": later("no domestic chips", AS_IT_IS),
    }
    tight, closed = later(TIGHT, AS_IT_IS), later(CLOSED, AS_IT_IS)
    span, half = later(NOTHING, LIFTED), later(AS_IT_IS, HALF)
    parts = tuple(at_least(name, effect, MATTERS) for name, effect in single.items())
    kind, on = weigh(parts, found.points)
    levels = {arm: found.level("lag", arm, unit="months") for arm in ARMS}
    chips = {
        arm: found.effect_of(found.values("compute", arm) / found.values("compute", AS_IT_IS))
        for arm in ARMS
        if arm != AS_IT_IS
    }
    says = (
        f"The best Chinese lab is {told(levels[AS_IT_IS])} months behind. Controls as they are"
        f" cost it {told(half)} months against half-lifted ones and {told(single['controls'])}"
        f" against none. {_of_lifted(chips[LIFTED])} Tightening after a year adds {told(tight)}"
        f" months. Without smuggling the lab would be {told(single['smuggling'])} months further"
        f" behind, without rented clouds {told(single['rented clouds'])}, without domestic chips"
        f" {told(single['domestic chips'])}. Between no controls and everything shut lie"
        f" {told(span)} months."
    )
    effects = {
        "controls as they are against none": single["controls"],
        "controls as they are against half-lifted ones": half,
        "tightened after a year": tight,
        "no smuggling": single["smuggling"],
        "no rented clouds": single["rented clouds"],
        "no domestic chips": single["domestic chips"],
        CLOSED: closed,
        "all closed and tightened, against no controls": span,
        **{f"months behind, {arm}": effect for arm, effect in levels.items()},
        **{f"Chinese compute against {AS_IT_IS}, {arm}": each for arm, each in chips.items()},
    }
    picture = Dots(
        [row(arm, levels[arm]) for arm in (LIFTED, *(each for each in ARMS if each != LIFTED))],
        "months by which the best Chinese lab is behind the best US lab, last year",
        "What decides the Chinese gap",
    )
    return Judged(Verdict(kind, says, on), effects, picture)


def _of_lifted(chips: Effect) -> str:
    """What fully lifted controls do to the chips that Chinese labs have at the end, and show."""
    first = f"Fully lifted controls give Chinese labs {told(chips, 2)} times the chips"
    if chips.middle > MORE_CHIPS:
        return f"{first} they have as it is."
    return f"{first} they have as it is, for what is sold out lapses, so they show little."


CLAIM = Claim(
    number="C14",
    title="Controls and ways around them decide the Chinese gap",
    text="EH",
    says=(
        "How far Chinese labs are behind is decided by export controls, smuggling, rented clouds"
        " and domestic chips."
    ),
    standing="emergent",
    matters="1 month of lag",
    rule=RULE,
    races=RacesWithEvents(
        scenario="tenfold-2026",
        arms=ARMS,
        reads={"lag": "chinese_lag_months.m37-48", "compute": "china.compute.end"},
        lucks=28,
        events={TIGHT: TIGHTENING, NOTHING: TIGHTENING},
    ),
    judge=judge,
)
