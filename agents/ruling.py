"""What a government can decide, what it knows, and by which rules it decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import DecisionError, Lever, Value

FloatArray = NDArray[Any]

RIVAL_HOME = {"us": "china", "china": "us", "other": "china"}
"""Whose labs a government watches, by its own home."""
WISHED_LEAD = 8.0
"""Index points of lead that a government wishes to keep: about seven months."""
ALARM = 3.0
"""Index points of lead below which a hawk bars open weights that would help rivals."""
COMFORT = 16.0
"""Index points of lead at which a dove lifts all controls."""
NARROW = 4.0
"""Index points of lead below which a sensible government helps its own labs with money."""
HELP = 3.0e7
"""USD a month that it pays each of them when they lead no more."""


@dataclass(frozen=True)
class RegulatorDecision:
    """Rules for the coming turn, before the scenario's events add to them.

    Each is one number, or one number per run.
    """

    legal_share: Value
    """Share of orders that controlled labs may import, 0 to 1."""
    enforcement: Value
    """How hard smuggling is pursued, 0 to 1."""
    subsidy: Value
    """Paid by its own state to each controlled lab [USD per month]."""
    open_limit: Value
    """Index points above which open weights are barred; 0 is no rule."""
    home_subsidy: Value = 0.0
    """Paid by the regulator's state to each lab at home there [USD per month]."""
    open_gap: Value = 0.0
    """Index points by which open weights from home must trail the best model on sale; 0 is no
    rule, and leaves `open_limit` in force."""


def _rule(
    name: str, label: str, unit: str, ends: tuple[float, float], usual: float, help_: str, cost: str
) -> Lever:
    low, high = ends
    return Lever(name, label, unit, low, high, usual, help_, cost, "now", "rules")


RULE_LEVERS: tuple[Lever, ...] = (
    _rule(
        "legal_share", "Chip exports", "share of orders", (0.0, 1.0), 0.5,
        "How much of what labs under export control order may be sold to them.",
        "Every chip sold earns a fee, and is a chip less for your labs and one more for rivals.",
    ),
    _rule(
        "enforcement", "Pursuit of smuggling", "0 to 1", (0.0, 1.0), 0.5,
        "Fewer chips are smuggled or rented abroad, and more smuggled ones are seized.",
        "Costs public money, four times as much for twice the effort.",
    ),
    _rule(
        "home_subsidy", "Support for own labs", "USD per month for each", (0.0, 1.0e9), 0.0,
        "Public money for every lab at home: chips, people, data.",
        "Public money; the rich get as much as the poor, and rents rise for all.",
    ),
    _rule(
        "open_gap", "Distance of open weights", "index points", (0.0, 12.0), 0.0,
        "Labs at home may only open models that trail the best on sale by so much; 0 is no rule.",
        "Fewer open models: dearer for the public, and users turn to open models from abroad.",
    ),
)  # fmt: skip
"""What a person in government may set, once a turn. The subsidy to controlled labs and the fixed
limit on open weights are facts of a scenario: of another state, or the law before the race."""
RULE_LEVER: dict[str, Lever] = {lever.name: lever for lever in RULE_LEVERS}
OF_OTHERS = {"china": ("legal_share", "enforcement")}
"""Home of a government to the rules that others make about its labs."""


def rules_of(home: str) -> tuple[Lever, ...]:
    """The levers that a government of this home holds."""
    return tuple(lever for lever in RULE_LEVERS if lever.name not in OF_OTHERS.get(home, ()))


def check_rules(levers: Mapping[str, float], home: str = "us") -> None:
    """Refuse rules that this government cannot make.

    Raises:
        DecisionError: an unknown or foreign rule, or a value out of range; says what could be.
    """
    mine = {lever.name: lever for lever in rules_of(home)}
    for name, value in levers.items():
        if name not in mine:
            near = get_close_matches(name, mine, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"rules: {', '.join(mine)}"
            raise DecisionError(f"this government sets no rule '{name}'; {hint}")
        about = mine[name]
        if not about.low <= value <= about.high:  # refuses what is not a number too
            raise DecisionError(
                f"{name} = {value}: must lie from {about.low:g} to {about.high:g} ({about.unit})"
            )


@dataclass(frozen=True)
class Standing:
    """What a government sees of the race: public figures alone, one number per run of each."""

    home: FloatArray
    """Best model on sale of its own labs [index points], 0 where it has none."""
    rival: FloatArray
    """Best model on sale of the labs that it watches [index points], 0 where there are none."""
    where: str = "us"
    """Whose government it is: us, china or other."""
    opened: FloatArray | float = 0.0
    """Best open-weight model of anybody [index points], 0 where there is none."""
    opened_home: FloatArray | float = 0.0
    """Best open-weight model of its own labs [index points], 0 where there is none."""
    open_share: FloatArray | float = 0.0
    """Share of all tokens that labs with an open best model have [1]."""
    largest_share: FloatArray | float = 0.0
    """Share of all tokens that the largest lab has [1]."""
    tokens: FloatArray | float = 0.0
    """Tokens used a month, by everybody."""
    cheapest: FloatArray | float = 0.0
    """Cheapest price of what was the frontier at the start [USD per million tokens]."""
    smuggled: FloatArray | float = 0.0
    """Estimate of smuggled chips at work [H100e]."""
    spent: FloatArray | float = 0.0
    """Public money spent since the start, less fees [USD]."""

    @property
    def lead(self) -> FloatArray:
        """Points by which its own labs lead; negative when they are behind."""
        return self.home - self.rival


RegulatorPolicy = Callable[[RegulatorDecision, Standing], RegulatorDecision]
"""The scenario's rules and the state of the race go in, the rules for the turn come out."""


def scheduled(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Keep to the scenario: what changes comes from its dated events."""
    return base


def hawk(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Tighten as rivals come near: fewer imports, more pursuit, in the end a bar on open weights.

    The rule behind the controls of October 2022 and 2023: to keep 'as large of a lead as possible'.
    """
    tight = np.minimum(np.maximum(1.0 - standing.lead / WISHED_LEAD, 0.0), 1.0)
    return replace(
        base,
        legal_share=base.legal_share * (1.0 - tight),
        enforcement=base.enforcement + (1.0 - base.enforcement) * tight,
        open_limit=np.where(standing.lead < ALARM, standing.rival, base.open_limit),
    )


def dove(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Sell while the lead is comfortable: imports grow and pursuit eases with the lead.

    The rule behind the sales of 2025 and 2026: rivals who buy do not build their own.
    """
    ease = np.minimum(np.maximum((standing.lead - WISHED_LEAD) / (COMFORT - WISHED_LEAD), 0.0), 1.0)
    return replace(
        base,
        legal_share=base.legal_share + (1.0 - base.legal_share) * (0.25 + 0.75 * ease),
        enforcement=base.enforcement * (0.75 - 0.75 * ease),
    )


def autopilot(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Govern sensibly: sell and relax with a lead, pursue and pay as it melts; no bar without need.

    The stand-in for people in government, and the par of their games. A government whose labs are
    themselves under control supports them when they trail, and leaves the controls to others.
    """
    lead = standing.lead
    ease = np.minimum(np.maximum((lead - NARROW) / (COMFORT - NARROW), 0.0), 1.0)
    need = np.minimum(np.maximum(1.0 - lead / NARROW, 0.0), 1.0)
    mine = replace(base, home_subsidy=HELP * need)
    if "legal_share" in OF_OTHERS.get(standing.where, ()):
        return mine
    return replace(
        mine,
        legal_share=0.15 + 0.6 * ease,
        enforcement=0.6 - 0.4 * ease,
        open_gap=np.where(lead < ALARM, 2.0, 0.0),
    )


class Steered:
    """A government in a person's hands: the rules it was last handed, the autopilot's elsewhere.

    >>> seat = Steered()
    >>> seat.held = {"enforcement": 0.8}
    """

    def __init__(self) -> None:
        """An empty chair: everything is the autopilot's."""
        self.held: dict[str, float] = {}

    def __call__(self, base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
        """The autopilot's rules, with those held by hand in their place.

        Raises:
            DecisionError: a rule that this government cannot make.
        """
        check_rules(self.held, standing.where)
        given: dict[str, Any] = dict(self.held)
        return replace(autopilot(base, standing), **given)


REGULATOR_POLICIES: dict[str, RegulatorPolicy] = {
    "scheduled": scheduled,
    "hawk": hawk,
    "dove": dove,
    "autopilot": autopilot,
}
"""Rules of government by the name that scenarios use."""
STEERED = "steered"
"""Name of any other rule: a person's, or one of their own."""
