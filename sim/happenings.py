"""What happened: notes that the mechanisms leave for news, logs and the debrief."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.world import World


class Kind(IntEnum):
    """Kinds of happenings."""

    DISCOVERED = 0
    COPIED = 1
    BREAKTHROUGH = 2
    RUN_BEGAN = 3
    RUN_SET_BACK = 4
    MODEL_FINISHED = 5
    RELEASED = 6
    OPENED = 7
    STAGED = 8
    WITHHELD = 9
    DISTILLED = 10
    CAUGHT = 11
    BANNED = 12
    CHIPS_SEIZED = 13
    STAR_MOVED = 14
    MOOD_SHAKEN = 15
    RESCUED = 16
    MERGED = 17
    EXITED = 18
    CONTROLS = 19
    SUPPLY_SHOCK = 20
    DEMAND_SHOCK = 21
    SUBSIDY = 22
    OPEN_RULE = 23
    CAPACITY_SHORT = 24
    ENFORCEMENT = 25
    CHIPS_OFFERED = 26
    DENIED = 27
    SETTLED = 28
    BOOKS_OPENED = 29
    STAR_LET_GO = 30
    STAR_KEPT = 31
    PAY_RAISED = 32
    OFFER_DECLINED = 33
    OFFER_TAKEN = 34
    OFFER_PASSED_ON = 35
    COULD_NOT_PAY = 36


class Happening(NamedTuple):
    """One note: month, kind, to which lab (-1 the market), involving whom, how much."""

    month: int
    kind: Kind
    lab: int
    other: int
    amount: float


# As plain floats: a kernel is compiled once for a float, but anew for every literal whole number.
DISCOVERED, COPIED = float(Kind.DISCOVERED), float(Kind.COPIED)
BREAKTHROUGH_NOTE = float(Kind.BREAKTHROUGH)
RUN_BEGAN, RUN_SET_BACK = float(Kind.RUN_BEGAN), float(Kind.RUN_SET_BACK)
MODEL_FINISHED, RELEASED, OPENED = (
    float(Kind.MODEL_FINISHED),
    float(Kind.RELEASED),
    float(Kind.OPENED),
)
STAGED_NOTE, WITHHELD_NOTE = float(Kind.STAGED), float(Kind.WITHHELD)
DISTILLED, CAUGHT, BANNED = float(Kind.DISTILLED), float(Kind.CAUGHT), float(Kind.BANNED)
CHIPS_SEIZED, STAR_MOVED = float(Kind.CHIPS_SEIZED), float(Kind.STAR_MOVED)
MOOD_SHAKEN, CAPACITY_SHORT = float(Kind.MOOD_SHAKEN), float(Kind.CAPACITY_SHORT)
RESCUED, MERGED, EXITED = float(Kind.RESCUED), float(Kind.MERGED), float(Kind.EXITED)
CONTROLS, ENFORCEMENT = float(Kind.CONTROLS), float(Kind.ENFORCEMENT)
SUPPLY_SHOCK, DEMAND_SHOCK = float(Kind.SUPPLY_SHOCK), float(Kind.DEMAND_SHOCK)
SUBSIDY, OPEN_RULE = float(Kind.SUBSIDY), float(Kind.OPEN_RULE)
CHIPS_OFFERED, DENIED, SETTLED = (
    float(Kind.CHIPS_OFFERED),
    float(Kind.DENIED),
    float(Kind.SETTLED),
)
BOOKS_OPENED, STAR_LET_GO = float(Kind.BOOKS_OPENED), float(Kind.STAR_LET_GO)
STAR_KEPT, PAY_RAISED = float(Kind.STAR_KEPT), float(Kind.PAY_RAISED)
OFFER_DECLINED, OFFER_TAKEN = float(Kind.OFFER_DECLINED), float(Kind.OFFER_TAKEN)
OFFER_PASSED_ON, COULD_NOT_PAY = float(Kind.OFFER_PASSED_ON), float(Kind.COULD_NOT_PAY)
NOBODY = -1.0
"""In place of a lab."""


@compile_kernel
def note(run: int, world: World, kind: float, lab: float, other: float, amount: float) -> None:
    """Leave a note, where the world has room for notes (a full book takes no more)."""
    market = world.market[run]
    place = int(market.happenings)
    if place < world.happening.shape[1]:
        entry = world.happening[run, place]
        entry.month = market.month
        entry.kind = kind
        entry.lab = lab
        entry.other = other
        entry.amount = amount
        market.happenings = place + 1.0


def happenings_of(world: World, run: int = 0) -> list[Happening]:
    """All notes of one run, oldest first."""
    book = world.happening[run]
    return [
        Happening(int(e.month), Kind(int(e.kind)), int(e.lab), int(e.other), float(e.amount))
        for e in book[: int(world.market[run].happenings)]
    ]
