"""Verdict: the three bounds of balance, held against what was found of all seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.agents.decision import LEVER
from tenfold.agents.ruling import RULE_LEVER
from tenfold.sim.balance.found import End, Index, Portrait
from tenfold.sim.balance.seat import REGULATOR

LEAST_INDEX = 0.02
"""Total index that a lever must reach in some seat."""
SURE_INDEX = 0.01
"""The least that the lower end of its interval must be there."""
NO_INDEX = "no index"
SURELY = 3.0
"""Standard errors by which another setting must beat an end somewhere."""
MOST_WON = 0.5
"""Share of pairs of race and seat in which a policy may be best."""


@dataclass(frozen=True)
class Weight:
    """Where a lever weighs most.

    Attributes:
        lever: its name.
        index: the greatest total index.
        where: race and seat of it.
        alive: seats in which it reaches the bound.
        seats: that have the lever.
        dead: whether it reaches the bound nowhere.
    """

    lever: str
    index: Index
    where: str
    alive: int
    seats: int
    dead: bool


@dataclass(frozen=True)
class Corner:
    """An end of a lever, or one of its choices, over all seats.

    Attributes:
        lever: its name.
        setting: the end or choice.
        best: seats in which no other setting is as good, clearly.
        beaten: seats in which another one is clearly better.
        seats: that have it.
        strongest: where it clearly loses most, and against what; None where it never loses.
        where: race and seat of that.
        right_everywhere: whether nothing is clearly better anywhere, and it is clearly the best in
            half of the seats or more.
    """

    lever: str
    setting: float
    best: int
    beaten: int
    seats: int
    strongest: End | None
    where: str
    right_everywhere: bool


@dataclass(frozen=True)
class Won:
    """How often a built-in rule is best; level rules share a pair.

    Attributes:
        policy: its name.
        share: of the pairs.
        pairs: in how many it is best or level with the best.
        of: how many pairs there are.
    """

    policy: str
    share: float
    pairs: int
    of: int

    @property
    def dominant(self) -> bool:
        """Whether it is best in more than half of the pairs."""
        return self.share > MOST_WON


@dataclass(frozen=True)
class Verdict:
    """The three bounds."""

    weights: tuple[Weight, ...]
    corners: tuple[Corner, ...]
    won: tuple[Won, ...]

    @property
    def complaints(self) -> tuple[str, ...]:
        """What breaks a bound, a line each."""
        said = [
            f"dead lever: {label(each.lever)} ({each.lever}): "
            + (
                f"total index at most {told(each.index)} ({each.where})"
                if measured(each.index)
                else f"{NO_INDEX} in any seat"
            )
            + f"; it must reach {LEAST_INDEX} somewhere"
            for each in self.weights
            if each.dead
        ]
        said += [
            f"one right setting: {label(each.lever)} ({each.lever}) = {each.setting:g}: clearly"
            f" best in {each.best} of {each.seats} seats, and nowhere is another one clearly better"
            for each in self.corners
            if each.right_everywhere
        ]
        said += [
            f"dominant policy: {each.policy} is best in {each.share:.0%} of {each.of} pairs of race"
            f" and seat; at most {MOST_WON:.0%}"
            for each in self.won
            if each.dominant
        ]
        return tuple(said)


def judge(portraits: Sequence[Portrait], quick: bool = False) -> Verdict:
    """Hold the three bounds against all seats.

    Args:
        portraits: of the seats.
        quick: few races show little: a bound counts as broken only where that is sure. In full, a
            bound holds only where that is sure.
    """
    return Verdict(_weights(portraits, quick), _corners(portraits, quick), _won(portraits))


def label(lever: str) -> str:
    """What people read on a lever."""
    about = LEVER.get(lever) or RULE_LEVER.get(lever)
    return about.label if about is not None else lever


def measured(index: Index) -> bool:
    """Whether an index says anything: there is a whole, and no part is larger than it.

    Where one seems to be, all strategies of the seat score so alike that luck hides what differs.
    """
    return index.told and index.low <= 1.0


def told(index: Index) -> str:
    """An index as people read it."""
    return f"{index.total:.3f}" if measured(index) else NO_INDEX


def told_interval(index: Index) -> str:
    """Its interval as people read it; empty without an index."""
    return f"{index.low:.3f} to {index.high:.3f}" if measured(index) else ""


def reaches(index: Index) -> bool:
    """Whether a lever weighs enough in a seat."""
    return measured(index) and index.total >= LEAST_INDEX and index.low >= SURE_INDEX


def clearly_beaten(end: End) -> bool:
    """Whether another setting is clearly better."""
    return end.worse > 0.0 and end.worse > SURELY * end.error


def surely_weak(index: Index) -> bool:
    """Whether the whole interval of a lever lies below the bound."""
    return measured(index) and index.high < LEAST_INDEX


def clearly_best(end: End) -> bool:
    """Whether no other setting is as good."""
    return end.worse < -SURELY * end.error


def _weights(portraits: Sequence[Portrait], quick: bool) -> tuple[Weight, ...]:
    by_lever: dict[str, list[tuple[Index, str]]] = {}
    for portrait in portraits:
        for index in portrait.indices:
            by_lever.setdefault(index.lever, []).append((index, portrait.where))
    found = []
    for lever, all_of_it in by_lever.items():
        alive = [each for each in all_of_it if reaches(each[0])]
        known = [each for each in all_of_it if measured(each[0])]
        index, where = max(alive or known or all_of_it, key=lambda each: each[0].total)
        dead = all(surely_weak(each) for each, _ in all_of_it) if quick else not alive
        found.append(Weight(lever, index, where, len(alive), len(all_of_it), dead))
    return tuple(found)


def _corners(portraits: Sequence[Portrait], quick: bool) -> tuple[Corner, ...]:
    by_end: dict[tuple[str, float], list[tuple[End, str]]] = {}
    for portrait in portraits:
        for best in portrait.levers:
            for end in best.ends:
                by_end.setdefault((best.lever, end.setting), []).append((end, portrait.where))
    found = []
    for (lever, setting), ends in by_end.items():
        beaten = [each for each in ends if clearly_beaten(each[0])]
        clear = sum(clearly_best(end) for end, _ in ends)
        strongest = max(beaten, key=lambda each: each[0].worse, default=None)
        found.append(
            Corner(
                lever, setting, clear, len(beaten), len(ends),
                strongest[0] if strongest else None, strongest[1] if strongest else "",
                clear == len(ends) if quick else not beaten and 2 * clear >= len(ends),
            )
        )  # fmt: skip
    return tuple(found)


def _won(portraits: Sequence[Portrait]) -> tuple[Won, ...]:
    """Labs' policies over the seats of labs, governments' rules over theirs."""
    found: list[Won] = []
    for government in (False, True):
        here = [each for each in portraits if (each.seat == REGULATOR) == government]
        shares = {policy: 0.0 for portrait in here for policy in portrait.policies}
        pairs: Counter[str] = Counter()
        for portrait in here:
            for policy in portrait.winners:
                shares[policy] += 1.0 / len(portrait.winners)
                pairs[policy] += 1
        found += [
            Won(
                f"government: {policy}" if government else policy,
                share / len(here), pairs[policy], len(here),
            )
            for policy, share in sorted(shares.items(), key=lambda each: (-each[1], each[0]))
        ]  # fmt: skip
    return tuple(found)
