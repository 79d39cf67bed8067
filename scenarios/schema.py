"""Scenario: the world a race starts from, as strict frozen tables with a unit on every field."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import Field, field_validator, model_validator

from tenfold.scenarios.errors import nearest
from tenfold.scenarios.segments import SegmentSpec, Strict, entry, standard_segments

__all__ = [
    "DEFAULT_MANDATE",
    "DEFAULT_MISSIONS",
    "EventSpec",
    "Figure",
    "LabSpec",
    "RegulatorSpec",
    "Scenario",
    "SegmentSpec",
]

FEWEST_LABS, MOST_LABS = 2, 40
LONGEST_RACE = 120
Kind = Literal["frontier", "chinese", "open"]
Home = Literal["us", "china", "other"]
Release = Literal["closed", "open", "staged", "withheld"]
Difficulty = Literal["", "gentle", "fair", "hard"]
Picture = Literal["compute", "capability", "staff", "revenue", "cash", "imports", "ideas"]
Goal = Literal["capability", "tokens", "profit", "reach", "survival"]
PublicGoal = Literal["lead", "use", "variety", "money", "distance"]
EventKind = Literal["controls", "supply", "demand", "mood", "subsidy", "open-rule", "enforcement"]

DEFAULT_MISSIONS: dict[str, dict[Goal, float]] = {
    "frontier": {
        "capability": 0.40, "tokens": 0.15, "profit": 0.30, "reach": 0.05, "survival": 0.10,
    },
    "chinese": {
        "capability": 0.30, "tokens": 0.30, "profit": 0.10, "reach": 0.20, "survival": 0.10,
    },
    "open": {
        "capability": 0.20, "tokens": 0.25, "profit": 0.10, "reach": 0.35, "survival": 0.10,
    },
}  # fmt: skip
"""What a lab is scored on where its scenario does not say: weights by kind, each sums to 1."""

DEFAULT_MANDATE: dict[PublicGoal, float] = {
    "lead": 0.38, "use": 0.40, "variety": 0.10, "money": 0.10, "distance": 0.02,
}  # fmt: skip
"""What a government is scored on where its scenario does not say: the lead of its labs, cheap and
wide use, many suppliers, public money, and the distance of open weights. Sums to 1."""

EVENT_SIZES: dict[str, tuple[str, float, float]] = {
    "controls": ("added to the legal import share", -1.0, 1.0),
    "supply": ("relative change of the monthly supply of chips", -0.95, 5.0),
    "demand": ("relative change of what customers ask for", -0.95, 5.0),
    "mood": ("added to investors' confidence in every lab", -3.0, 3.0),
    "subsidy": ("USD per month added for each controlled lab", -1e12, 1e12),
    "open-rule": ("index points above which open weights are barred; 0 lifts it", 0.0, 400.0),
    "enforcement": ("added to the enforcement of export controls", -1.0, 1.0),
}
"""Kind of event to the meaning of its size and the range within which it makes sense."""


W = TypeVar("W", bound=str)


def weighed(mission: dict[W, float]) -> dict[W, float]:
    """A mission's weights, if they are at least 0 and sum to 1.

    Raises:
        ValueError: they do not.
    """
    for goal, weight in mission.items():
        if weight < 0:
            raise ValueError(f"the weight of {goal} must be at least 0, not {weight:g}")
    total = sum(mission.values())
    if abs(total - 1) > 1e-6:
        raise ValueError(f"weights must sum to 1, not {total:g}")
    return mission


class Figure(Strict):
    """A starting figure with its range, and where it comes from."""

    value: float = entry("as the field", "best estimate")
    low: float = entry("as the field", "lower end of the plausible range (about 5 %)")
    high: float = entry("as the field", "upper end of the plausible range (about 95 %)")
    source: str = entry("text", "an entry of the evidence, or the reasoning", min_length=1)
    assumption: bool = entry("true or false", "no published figure exists", default=False)

    @model_validator(mode="before")
    @classmethod
    def _range_defaults_to_value(cls, data: Any) -> Any:
        if isinstance(data, dict) and "value" in data:
            return {"low": data["value"], "high": data["value"]} | data
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Figure:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"value {self.value:g} must lie between low {self.low:g} and high {self.high:g}"
            )
        return self


FIGURE_BOUNDS: dict[str, tuple[str, float, float]] = {
    "compute": ("H100e", 1.0, 1e9),
    "capability": ("index points", 50.0, 300.0),
    "staff": ("people", 1.0, 1e6),
    "revenue": ("USD per year", 0.0, 1e13),
    "cash": ("USD", 0.0, 1e13),
}
"""Figure of a lab to its unit and the range outside which no lab can start."""


class LabSpec(Strict):
    """One lab at the start of the race."""

    name: str = entry("text", "unique name", min_length=1, max_length=24)
    kind: Kind = entry("choice", "class of lab; stays what it was at the start")
    home: Home = entry("choice", "where it is based: decides export control")
    side: Literal["rich", "poor", ""] = entry(
        "choice", "side in a two-sided experiment; empty where there are no sides", default=""
    )
    policy: str = entry("policy", "registered name of the rule that decides", min_length=1)
    patron: Literal["investors", "parent", "state", "philanthropy"] = entry(
        "choice", "who pays when revenue does not"
    )
    about: str = entry("text", "one line for the seat card", min_length=1)
    compute: Figure = entry("H100e", "chips at work, owned or rented")
    capability: Figure = entry("index points", "best released model on the Epoch index")
    staff: Figure = entry("people", "all employees")
    revenue: Figure = entry("USD per year", "annualised revenue from models")
    cash: Figure = entry("USD", "money at hand")
    domestic_share: float = entry(
        "share of compute", "chips made in China; the rest of all shares is legal",
        default=0.0, ge=0, le=1,
    )  # fmt: skip
    rented_share: float = entry(
        "share of compute", "chips rented abroad by a controlled lab", default=0.0, ge=0, le=1
    )
    smuggled_share: float = entry(
        "share of compute", "chips imported against the rules", default=0.0, ge=0, le=1
    )
    shares_source: str = entry("text", "where the three shares come from", default="")
    flagship_release: Release = entry("choice", "how the best model is sold", default="closed")
    mini_release: Release = entry("choice", "how its small sibling is sold", default="closed")
    levers: dict[str, float] = entry(
        "by lever", "levers that stay where they are, whatever the policy says", default={}
    )
    mission: dict[Goal, float] = entry("weights", "what the seat is scored on; sum to 1")

    @model_validator(mode="before")
    @classmethod
    def _mission_defaults_to_kind(cls, data: Any) -> Any:
        if isinstance(data, dict) and "mission" not in data:
            mission = DEFAULT_MISSIONS.get(str(data.get("kind")))
            # Where the kind is wrong, that is the error to report, not the missing mission.
            return {"mission": dict(mission or DEFAULT_MISSIONS["frontier"])} | data
        return data

    @field_validator("compute", "capability", "staff", "revenue", "cash")
    @classmethod
    def _within_bounds(cls, figure: Figure, info: Any) -> Figure:
        unit, least, most = FIGURE_BOUNDS[info.field_name]
        for name in ("value", "low", "high"):
            amount = getattr(figure, name)
            if not least <= amount <= most:
                raise ValueError(f"{name} = {amount:g} must lie from {least:g} to {most:g} {unit}")
        return figure

    @field_validator("mission")
    @classmethod
    def _weights_sum_to_one(cls, mission: dict[Goal, float]) -> dict[Goal, float]:
        return weighed(mission)

    @model_validator(mode="after")
    def _shares_make_sense(self) -> LabSpec:
        shares = {
            "domestic_share": self.domestic_share,
            "rented_share": self.rented_share,
            "smuggled_share": self.smuggled_share,
        }
        used = [name for name, share in shares.items() if share > 0]
        if used and self.home != "china":
            raise ValueError(f'{used[0]} is for labs under export control: home = "china"')
        if used and not self.shares_source:
            raise ValueError(f"shares_source must say where {used[0]} comes from")
        total = sum(shares.values())
        if total > 1 + 1e-9:
            raise ValueError(f"{' + '.join(shares)} = {total:g} must be at most 1")
        return self


class EventSpec(Strict):
    """Something that happens to the world: in a given month, or by chance at a yearly rate."""

    name: str = entry("text", "unique name", min_length=1)
    kind: EventKind = entry("choice", "what it changes")
    month: int | None = entry(
        "months since start", "when it happens, or the earliest month of a random one",
        default=None, ge=0, le=LONGEST_RACE,
    )  # fmt: skip
    yearly_rate: float | None = entry(
        "per year", "how often it happens; a fixed event has none", default=None, gt=0, le=12
    )
    size: float = entry("by kind", "how much it changes; see EVENT_SIZES")
    months: int = entry("months", "how long it lasts; 0 is for good", default=0, ge=0, le=1200)
    headline: str = entry("text", "what the news says", min_length=1)

    @model_validator(mode="after")
    def _makes_sense(self) -> EventSpec:
        if self.month is None and self.yearly_rate is None:
            raise ValueError("needs month (a fixed event) or yearly_rate (a random one)")
        meaning, least, most = EVENT_SIZES[self.kind]
        if not least <= self.size <= most:
            raise ValueError(
                f"size = {self.size:g} must lie from {least:g} to {most:g} ({meaning})"
            )
        return self


class RegulatorSpec(Strict):
    """Government at the start: export controls, subsidies, rules for open weights."""

    policy: str = entry("policy", "registered name of the rule", default="scheduled", min_length=1)
    home: Home = entry("choice", "whose government it is", default="us")
    legal_share: float = entry(
        "share of orders", "what controlled labs may import", default=1.0, ge=0, le=1
    )
    enforcement: float = entry("0 to 1", "how hard smuggling is pursued", default=0.0, ge=0, le=1)
    subsidy: float = entry(
        "USD per month", "paid by its own state to each controlled lab",
        default=0.0, ge=0, le=1e12,
    )  # fmt: skip
    open_limit: float = entry(
        "index points", "above which open weights are barred; 0 is no rule",
        default=0.0, ge=0, le=400,
    )  # fmt: skip
    home_subsidy: float = entry(
        "USD per month", "paid by its state to each lab at home there", default=0.0, ge=0, le=1e12
    )
    open_gap: float = entry(
        "index points", "by which open weights from home must trail the best; 0 is no rule",
        default=0.0, ge=0, le=100,
    )  # fmt: skip
    mission: dict[PublicGoal, float] = entry(
        "weights", "what the seat is scored on; sum to 1", default=DEFAULT_MANDATE
    )

    @field_validator("mission")
    @classmethod
    def _weights_sum_to_one(cls, mission: dict[PublicGoal, float]) -> dict[PublicGoal, float]:
        return weighed(mission)


class Scenario(Strict):
    """One race: its labs, customers, government and events at the start."""

    name: str = entry("text", "short name, as in the catalogue", min_length=1, max_length=40)
    title: str = entry("text", "name on the start page", min_length=1)
    teaches: str = entry("text", "what one learns from it, in a line", min_length=1)
    tension: str = entry("text", "what makes it hard to call, in a line", min_length=1)
    difficulty: Difficulty = entry(
        "choice", "of the suggested seat, on the start page; empty where it is no game", default=""
    )
    picture: Picture = entry(
        "choice", "what its card draws: a figure of every lab, imports by month, or gains of ideas",
        default="compute",
    )  # fmt: skip
    seat: str = entry("lab", "seat to begin with; empty leaves the choice", default="")
    start: str = entry("year-month", "month zero", default="2026-01")
    months: int = entry("months", "length of the race", default=48, ge=1, le=LONGEST_RACE)
    turn_months: int = entry("months", "between two decisions of a lab", default=3, ge=1, le=12)
    labs: tuple[LabSpec, ...] = entry("labs", "who races", strict=False)
    segments: tuple[SegmentSpec, ...] = Field(
        default_factory=standard_segments, strict=False, min_length=1,
        description="who buys; the standard seven unless given",
        json_schema_extra={"unit": "segments"},
    )  # fmt: skip
    events: tuple[EventSpec, ...] = entry(
        "events", "what may happen to the world", default=(), strict=False
    )
    parameters: dict[str, float] = entry(
        "by parameter", "constants that differ in this race", default={}
    )
    regulator: RegulatorSpec = entry(
        "government", "export controls and other rules", default=RegulatorSpec()
    )

    @field_validator("name")
    @classmethod
    def _is_a_file_name(cls, name: str) -> str:
        if set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-"):
            raise ValueError('must be small letters, digits and hyphens, such as "ten-to-one"')
        return name

    @field_validator("start")
    @classmethod
    def _is_a_month(cls, start: str) -> str:
        year, _, month = start.partition("-")
        fits = len(year) == 4 and len(month) == 2 and (year + month).isascii()
        if not fits or not (year + month).isdigit() or not 1 <= int(month) <= 12:
            raise ValueError('must be a year and a month, such as "2026-01"')
        return start

    @field_validator("labs")
    @classmethod
    def _a_race_of_several(cls, labs: tuple[LabSpec, ...]) -> tuple[LabSpec, ...]:
        count = f"{len(labs)} lab{'' if len(labs) == 1 else 's'}"
        if len(labs) < FEWEST_LABS:
            raise ValueError(f"a race needs at least {FEWEST_LABS} labs, and here is {count}")
        if len(labs) > MOST_LABS:
            raise ValueError(f"a race holds at most {MOST_LABS} labs, and here are {count}")
        return labs

    @model_validator(mode="after")
    def _seat_is_there(self) -> Scenario:
        names = [lab.name for lab in self.labs]
        if self.seat and self.seat not in names:
            raise ValueError(
                f"seat = '{self.seat}': no lab of that name{nearest(self.seat, names)}"
            )
        return self

    @field_validator("labs", "segments", "events")
    @classmethod
    def _unique_names(cls, entries: tuple[Any, ...]) -> tuple[Any, ...]:
        seen: set[str] = set()
        for each in entries:
            if each.name.casefold() in seen:
                raise ValueError(f"the name '{each.name}' is used twice; give each its own")
            seen.add(each.name.casefold())
        return entries
