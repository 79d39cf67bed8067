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


class Happening(NamedTuple):
    """One note: month, kind, to which lab (-1 the market), involving whom, how much."""

    month: int
    kind: Kind
    lab: int
    other: int
    amount: float


DISCOVERED, COPIED, BREAKTHROUGH = int(Kind.DISCOVERED), int(Kind.COPIED), int(Kind.BREAKTHROUGH)
RUN_BEGAN, RUN_SET_BACK = int(Kind.RUN_BEGAN), int(Kind.RUN_SET_BACK)
MODEL_FINISHED, RELEASED, OPENED = int(Kind.MODEL_FINISHED), int(Kind.RELEASED), int(Kind.OPENED)
STAGED_NOTE, WITHHELD_NOTE, DISTILLED = int(Kind.STAGED), int(Kind.WITHHELD), int(Kind.DISTILLED)
CAUGHT, BANNED, CHIPS_SEIZED = int(Kind.CAUGHT), int(Kind.BANNED), int(Kind.CHIPS_SEIZED)
STAR_MOVED, MOOD_SHAKEN, RESCUED = int(Kind.STAR_MOVED), int(Kind.MOOD_SHAKEN), int(Kind.RESCUED)
MERGED, EXITED, CONTROLS = int(Kind.MERGED), int(Kind.EXITED), int(Kind.CONTROLS)
SUPPLY_SHOCK, DEMAND_SHOCK = int(Kind.SUPPLY_SHOCK), int(Kind.DEMAND_SHOCK)
SUBSIDY, OPEN_RULE = int(Kind.SUBSIDY), int(Kind.OPEN_RULE)
CAPACITY_SHORT, ENFORCEMENT = int(Kind.CAPACITY_SHORT), int(Kind.ENFORCEMENT)


@compile_kernel
def note(run: int, world: World, kind: int, lab: int, other: int, amount: float) -> None:
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
