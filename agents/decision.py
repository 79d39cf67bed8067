"""Decision: everything a lab may set in a turn, and the one place that says what each lever is.

Sliders, command-line checks, saved games, sweeps and the docs read the metadata of these fields.
A value is a plain number in one world or an array with one entry per run: the rules are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Value = float | FloatArray
"""One number, or one number per run."""

Bites = Literal["now", "next run", "on delivery"]

CLOSED, OPEN, STAGED, WITHHELD = 0, 1, 2, 3
RELEASES = ("closed", "open", "staged", "withheld")
LEGAL, DOMESTIC, RENTED, SMUGGLED = 0, 1, 2, 3
CHANNELS = ("legal imports", "domestic chips", "rented abroad", "smuggled")
DENY, SETTLE, OPEN_BOOKS = 0, 1, 2
ON_ACCUSED = ("deny it", "settle", "open the books")
LET_GO, MATCH, MATCH_AND_RAISE = 0, 1, 2
ON_POACHED = ("let go", "match", "match and raise")
DECLINE, TAKE, TAKE_HALF, PASS_ON = 0, 1, 2, 3
ON_OFFERED = ("decline", "take", "take half", "pass on")
BEST_TEACHER = -1.0
"""Distil from the best teacher within reach, whoever that is."""


class DecisionError(ValueError):
    """A decision that no lab could take; the message says which lever, why, and what to do."""


@dataclass(frozen=True)
class Lever:
    """What people and programs need to know about one lever."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    default: float
    help: str
    cost: str
    bites: Bites
    group: str
    basic: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()


def _lever(
    default: float,
    low: float,
    high: float,
    unit: str,
    label: str,
    *,
    help: str,  # noqa: A002 - the word that people see
    cost: str,
    bites: Bites,
    group: str,
    basic: bool = False,
    whole: bool = False,
    choices: tuple[str, ...] = (),
) -> Any:
    about = Lever(
        "", label, unit, low, high, default, help, cost, bites, group, basic, whole, choices
    )
    return field(default=default, metadata={"lever": about})


@dataclass
class Decision:
    """One turn's settings of one lab. Shares of compute, and shares of research, each sum to 1."""

    experiments: Value = _lever(
        0.50, 0.0, 1.0, "share of compute", "Experiments",
        help="Chips that look for new ideas and test the next model at small scale.",
        cost="What experiments take, training and customers do not get.",
        bites="now", group="compute", basic=True,
    )  # fmt: skip
    training: Value = _lever(
        0.15, 0.0, 1.0, "share of compute", "Training",
        help="Chips in the final run of the next model: ten times more is worth about 8 points.",
        cost="A run that is large against your experiments wastes part of it.",
        bites="now", group="compute", basic=True,
    )  # fmt: skip
    serving: Value = _lever(
        0.35, 0.0, 1.0, "share of compute", "Serving",
        help="Chips that answer customers. Too few: slow answers and lost revenue.",
        cost="Chips that wait for customers learn nothing.",
        bites="now", group="compute", basic=True,
    )  # fmt: skip
    explore: Value = _lever(
        0.45, 0.0, 1.0, "share of research", "Explore",
        help="Look for ideas that nobody has yet.",
        cost="Slower than copying what others have shown to work.",
        bites="now", group="research", basic=True,
    )  # fmt: skip
    moonshot: Value = _lever(
        0.10, 0.0, 1.0, "share of research", "Long shots",
        help="Look for the rare breakthrough that changes the race.",
        cost="Mostly finds nothing, and makes runs less predictable.",
        bites="now", group="research",
    )  # fmt: skip
    replicate: Value = _lever(
        0.30, 0.0, 1.0, "share of research", "Copy",
        help="Rebuild ideas that rivals have shown or published.",
        cost="Who only copies understands less, and copies worse.",
        bites="now", group="research", basic=True,
    )  # fmt: skip
    efficiency: Value = _lever(
        0.15, 0.0, 1.0, "share of research", "Cheaper serving",
        help="Look for ways to answer more customers with the same chips.",
        cost="Does not make the model more capable.",
        bites="now", group="research",
    )  # fmt: skip
    automation: Value = _lever(
        0.10, 0.0, 0.5, "share of experiments", "AI researchers",
        help="Let your own best model do research; the better the model, the more it helps.",
        cost="The chips that run it run no experiments.",
        bites="now", group="research",
    )  # fmt: skip
    run_months: Value = _lever(
        3.0, 2.0, 9.0, "months", "Length of a run",
        help="Longer runs are larger; shorter ones use newer ideas.",
        cost="A run uses the ideas known on the day it began.",
        bites="next run", group="training", whole=True,
    )  # fmt: skip
    model_size: Value = _lever(
        1.0, 0.25, 4.0, "times the usual size", "Model size",
        help="Smaller models are cheaper to serve.",
        cost="Away from the usual size, a model is weaker for its training.",
        bites="next run", group="training",
    )  # fmt: skip
    post_training: Value = _lever(
        0.25, 0.0, 0.6, "share of training", "Practice after training",
        help="Practice on maths, code and long tasks: lifts reasoning most.",
        cost="Taken from the basic training of the same run.",
        bites="next run", group="training",
    )  # fmt: skip
    distil: Value = _lever(
        0.0, 0.0, 1.0, "intensity", "Train on a rival's answers",
        help="Distillation: train on the answers of a better model. Never past the teacher.",
        cost="Takes up to a quarter of experiments, and you may be caught and banned.",
        bites="next run", group="training", basic=True,
    )  # fmt: skip
    teacher: Value = _lever(
        BEST_TEACHER, BEST_TEACHER, 39.0, "lab", "Teacher",
        help="Whose answers to train on; by default the best within reach.",
        cost="Guarded models teach little.",
        bites="next run", group="training", whole=True,
    )  # fmt: skip
    flagship_release: Value = _lever(
        0.0, 0.0, 3.0, "release", "Best model",
        help="Closed: sold by you alone. Open: anyone may run it. Staged: opens later. "
        "Withheld: for your own use and chosen customers. Opening works at once, closing with "
        "the next model.",
        cost="Open models win users and lose most of their revenue, and rivals learn from them.",
        bites="now", group="release", basic=True, whole=True, choices=RELEASES,
    )  # fmt: skip
    mini_release: Value = _lever(
        0.0, 0.0, 3.0, "release", "Small model",
        help="The small sibling of your best model: cheap to run, often enough. Closed best model "
        "and open small one: a hybrid.",
        cost="Opening it gains users, costs some revenue and shows rivals your ideas.",
        bites="now", group="release", whole=True, choices=RELEASES,
    )  # fmt: skip
    stage_months: Value = _lever(
        6.0, 1.0, 12.0, "months", "Months until a staged model opens",
        help="How long a staged model is sold closed before its weights are published.",
        cost="The longer, the less the opening is worth to users.",
        bites="now", group="release", whole=True,
    )  # fmt: skip
    protection: Value = _lever(
        0.3, 0.0, 1.0, "intensity", "Guard your model",
        help="Hide its reasoning and limit accounts: rivals learn less from its answers.",
        cost="Customers find a guarded model less useful.",
        bites="now", group="release",
    )  # fmt: skip
    flagship_price: Value = _lever(
        1.0, 0.25, 4.0, "times the going rate", "Price of the best model",
        help="Against what your costs, your lead and your load would suggest.",
        cost="Lower wins customers and loses margin.",
        bites="now", group="price", basic=True,
    )  # fmt: skip
    mini_price: Value = _lever(
        1.0, 0.25, 4.0, "times the going rate", "Price of the small model",
        help="Against what your costs, your lead and your load would suggest.",
        cost="Lower wins customers and loses margin.",
        bites="now", group="price",
    )  # fmt: skip
    order: Value = _lever(
        1.0, 0.0, 1.0, "share of what the budget allows", "Order chips",
        help="How much of the money left after this month's chips goes into more chips.",
        cost="Paid ahead; they arrive a quarter later.",
        bites="on delivery", group="money",
    )  # fmt: skip
    channels: Value = _lever(
        2.0, 0.0, 3.0, "how far down the list", "Chip channels",
        help="Under export control: legal imports, then domestic chips, rented abroad, smuggled.",
        cost="Each step costs more; smuggled chips can be seized, and it becomes known.",
        bites="on delivery", group="money", whole=True, choices=CHANNELS,
    )  # fmt: skip
    pay: Value = _lever(
        1.0, 0.5, 4.0, "times the usual pay", "Pay",
        help="Better pay draws researchers from other labs, and their ideas with them.",
        cost="Salaries come out of the same money as chips.",
        bites="now", group="money",
    )  # fmt: skip
    data: Value = _lever(
        0.06, 0.0, 0.3, "share of budget", "Data",
        help="Buy and make training data; it goes stale, and gets dearer every year.",
        cost="Money that buys no chips.",
        bites="next run", group="money",
    )  # fmt: skip
    on_accused: Value = _lever(
        0.0, 0.0, 2.0, "answer", "When caught training on a rival's answers",
        help="Deny it and wait, pay the rival to shorten the ban, or open the books and win back "
        "trust. Matters only while such an affair is open.",
        cost="Settling costs money; open books show your ideas and unsettle your backers.",
        bites="now", group="answers", whole=True, choices=ON_ACCUSED,
    )  # fmt: skip
    on_poached: Value = _lever(
        0.0, 0.0, 2.0, "answer", "When a star is poached",
        help="Let the star go, match the offer and win the star back, or match it and raise "
        "everybody. Matters only while such an offer is open.",
        cost="Matching costs a bonus, raising a bonus for all: money that buys no chips.",
        bites="now", group="answers", whole=True, choices=ON_POACHED,
    )  # fmt: skip
    on_offered: Value = _lever(
        0.0, 0.0, 3.0, "answer", "When chips are offered",
        help="A cancelled order is on offer: decline it, take it at a premium, take half, or pass "
        "it on for a fee. Matters only while such an offer is open.",
        cost="Chips taken cost a premium now and rent from then on; passed on, rivals get them.",
        bites="on delivery", group="answers", whole=True, choices=ON_OFFERED,
    )  # fmt: skip

    def check(self) -> None:
        """Refuse what is out of range or does not sum to one.

        Raises:
            DecisionError: names the lever, the value and the allowed range.
        """
        for about in LEVERS:
            _check_value(about, getattr(self, about.name))
        for names in SUM_TO_ONE:
            total = sum(np.asarray(getattr(self, name), dtype=np.float64) for name in names)
            if (np.abs(np.asarray(total) - 1.0) > 1e-6).any():
                raise DecisionError(f"{' + '.join(names)} = {total}: must sum to 1")

    def normalised(self) -> Decision:
        """The same decision with each group of shares scaled to sum to 1 (all zero: defaults)."""
        values = self.as_dict()
        for names in SUM_TO_ONE:
            total: Any = 0.0
            for name in names:
                total = total + np.asarray(values[name], dtype=np.float64)
            safe = np.where(total > 0.0, total, 1.0)
            for name in names:
                scaled = np.where(total > 0.0, values[name] / safe, LEVER[name].default)
                values[name] = scaled if scaled.ndim else float(scaled)
        return Decision(**values)

    def holding(self, levers: Mapping[str, float]) -> Decision:
        """The same decision with some levers held; other shares of a group share what is left.

        Args:
            levers: name to value, as `check_held` allows.
        """
        values = self.as_dict()
        for names in SUM_TO_ONE:
            others = [name for name in names if name not in levers]
            if len(others) == len(names) or not others:
                continue
            left: Any = 1.0
            for name in names:
                left = left - levers.get(name, 0.0)
            left = max(left, 0.0)  # 1 - 0.9 - 0.1 rounds to below
            total: Any = 0.0
            for name in others:
                total = total + np.asarray(values[name], dtype=np.float64)
            safe = np.where(total > 0.0, total, 1.0)
            for name in others:
                scaled = np.where(total > 0.0, values[name] / safe * left, left / len(others))
                # What the policy leaves already is left as it is, to the last bit.
                values[name] = np.where(np.abs(total - left) <= 1e-12, values[name], scaled)
        return Decision(**(values | dict(levers)))

    def as_dict(self) -> dict[str, Value]:
        """Lever name to value, in the order of `LEVERS`."""
        return {about.name: getattr(self, about.name) for about in LEVERS}

    @classmethod
    def from_dict(cls, values: Mapping[str, Value]) -> Decision:
        """A checked decision from names and values; missing levers keep their defaults.

        Raises:
            DecisionError: an unknown lever (with the nearest name) or an impossible value.
        """
        for name in values:
            find_lever(name)
        decision = cls(**values)
        decision.check()
        return decision


def _levers() -> tuple[Lever, ...]:
    found = []
    for entry in fields(Decision):
        about: Lever = entry.metadata["lever"]
        object.__setattr__(about, "name", entry.name)
        found.append(about)
    return tuple(found)


LEVERS: tuple[Lever, ...] = _levers()
"""Every lever, in the order of the columns in which the engine keeps decisions."""
LEVER: dict[str, Lever] = {about.name: about for about in LEVERS}
SUM_TO_ONE: tuple[tuple[str, ...], ...] = (
    ("experiments", "training", "serving"),
    ("explore", "moonshot", "replicate", "efficiency"),
)


def find_lever(name: str) -> Lever:
    """The lever of that name.

    Raises:
        DecisionError: there is none; gives the nearest name.
    """
    if name not in LEVER:
        near = get_close_matches(name, LEVER, 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; levers: {', '.join(LEVER)}"
        raise DecisionError(f"unknown lever '{name}'{hint}")
    return LEVER[name]


def check_held(levers: Mapping[str, float]) -> None:
    """Refuse levers that cannot be held, whatever the rest of a decision says.

    Raises:
        DecisionError: an unknown lever, an impossible value, or shares of a group above 1.
    """
    for name, value in levers.items():
        _check_value(find_lever(name), value)
    for names in SUM_TO_ONE:
        held = [levers[name] for name in names if name in levers]
        total = sum(held)
        if total > 1.0 + 1e-9 or (len(held) == len(names) and abs(total - 1.0) > 1e-9):
            raise DecisionError(
                f"{' + '.join(name for name in names if name in levers)} = {total:g}:"
                f" shares of one group sum to 1 at most, and to 1 where all are given"
            )


def _check_value(about: Lever, given: Value) -> None:
    value = np.asarray(given, dtype=np.float64)
    if not np.isfinite(value).all():
        raise DecisionError(f"{about.name}: must be a number, not {value}")
    if (value < about.low).any() or (value > about.high).any():
        worst = value.flat[0] if value.size == 1 else value
        raise DecisionError(
            f"{about.name} = {worst}: must lie from {about.low:g} to {about.high:g} ({about.unit})"
        )
    if about.whole and (value != np.rint(value)).any():
        raise DecisionError(f"{about.name} = {value}: must be a whole number")
