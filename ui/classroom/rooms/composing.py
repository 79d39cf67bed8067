"""Composing: from the levers that a team may set to the whole decision of its seat.

Nothing here needs a race: what a turn begins with was noted when the round before was resolved
(`Turn`). So a submission is checked, kept and acknowledged while races are still being replayed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tenfold.agents.decision import DecisionError
from tenfold.sim.game.basic import SPLIT
from tenfold.sim.game.chair import Chair, LabChair
from tenfold.sim.game.predict import check_bet
from tenfold.sim.game.ruler_chair import RulerChair
from tenfold.sim.game.saves.entry import ALL, BASIC, Entry, Mode, is_number
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.steering import within, without_unasked
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.table.treatments import TREATMENTS
from tenfold.sim.game.telling.asking import Asked
from tenfold.ui.classroom.rooms.lever_cards import lever_of
from tenfold.ui.classroom.rooms.plan import RolePlan, RoomPlan
from tenfold.ui.classroom.rooms.refusals import RoomError
from tenfold.ui.classroom.store.rows import DecisionRow, JsonMap

MOST_SETTINGS = 40


@dataclass(frozen=True)
class Turn:
    """What a seat's turn begins with."""

    number: int
    """Of the round, from 1."""
    autopilot: Mapping[str, float]
    """The whole decision that it would make."""
    held: Mapping[str, float] | None
    """What was held by hand in the round before, whole; None where nobody held anything."""
    answers: tuple[str, ...]
    """Levers that answer questions which stand."""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        held = None if self.held is None else dict(self.held)
        return {
            "number": self.number, "autopilot": dict(self.autopilot), "held": held,
            "answers": list(self.answers),
        }  # fmt: skip


def turn_of(game: SeatGame, asked: Sequence[Asked]) -> Turn:
    """What the coming turn of a game begins with."""
    last = game.entries[-1] if game.entries else None
    held = None if last is None or last.settings is None else without_unasked(last.settings, ())
    return Turn(game.turn, dict(game.autopilot), held, tuple(one.lever for one in asked))


def turn_from(told: Mapping[str, Any]) -> Turn:
    """As `Turn.as_json` kept it."""
    return Turn(told["number"], told["autopilot"], told["held"], tuple(told["answers"]))


def mode_of(plan: RoomPlan, seat: str) -> Mode:
    """Of which levers the settings of a seat are."""
    return ALL if seat == REGULATOR else plan.mode


def open_levers(plan: RoomPlan, seat: str, role: RolePlan | None, number: int) -> tuple[str, ...]:
    """Levers that a team may set in a round."""
    holds: Collection[str] = () if role is None or seat == REGULATOR else role.holds
    return tuple(name for name in plan.open_in(number, seat) if name not in holds)


def standing_settings(
    plan: RoomPlan, seat: str, role: RolePlan | None, turn: Turn
) -> dict[str, float]:
    """What a team holds if it says nothing: its levers stay, the others are the autopilot's."""
    open_before = open_levers(plan, seat, role, turn.number - 1) if turn.number > 1 else ()
    kept = {name: v for name, v in (turn.held or {}).items() if name in open_before}
    if mode_of(plan, seat) == ALL:
        return kept
    chair = chair_in(plan, seat)
    holds = {} if role is None else {name: within(name, v) for name, v in role.holds.items()}
    return {**chair.held(dict(turn.autopilot), BASIC), **kept, **holds}


def entry_of(
    plan: RoomPlan,
    seat: str,
    role: RolePlan | None,
    turn: Turn,
    given: Mapping[str, float],
    bet: Sequence[float] | None = None,
) -> Entry:
    """What a submission decides.

    Args:
        plan: of the room.
        seat: of the team.
        role: its house rule.
        turn: what its turn begins with.
        given: lever to value, of those that are open and of questions that stand.
        bet: a range.

    Raises:
        RoomError: a lever that is not open, or a value that cannot be.
    """
    chair, mode = chair_in(plan, seat), mode_of(plan, seat)
    allowed = {*open_levers(plan, seat, role, turn.number), *turn.answers}
    for name in given:
        if name in plan.closed:
            label, why = lever_of(name).label, TREATMENTS[plan.treatment].title
            raise RoomError(f"{label}: nobody may set this here, because of '{why}'.")
        if name not in allowed:
            raise RoomError(f"'{name[:40]}' is not open in round {turn.number}.")
    split = [name for name in SPLIT if name in given]
    if mode == BASIC and split and len(split) < len(SPLIT):
        raise RoomError(f"{', '.join(SPLIT)} share your chips: send the three together.")
    held = {**standing_settings(plan, seat, role, turn), **given}
    if mode == ALL:  # here a lever that is not held is the autopilot's
        held = dict(given)
    try:
        cleaned = without_unasked(chair.cleaned(held, mode), turn.answers)
        levers = chair.whole(cleaned, mode, dict(turn.autopilot))
        ends = None if bet is None else check_bet(bet, chair.what)
    except DecisionError as problem:
        raise RoomError(str(problem)) from None
    return Entry(turn.number, levers, cleaned, mode, ends)


def entry_of_nobody(plan: RoomPlan, seat: str, role: RolePlan | None, turn: Turn) -> Entry:
    """What a team decides that says nothing: its last settings; in the first round the autopilot.

    Its house rule holds all the same.
    """
    if turn.held is None and (role is None or seat == REGULATOR):
        return entry_of_autopilot(plan, seat, turn)
    chair, mode = chair_in(plan, seat), mode_of(plan, seat)
    held = untouched(plan, seat, role, turn)
    return Entry(turn.number, chair.whole(held, mode, dict(turn.autopilot)), held, mode)


def untouched(plan: RoomPlan, seat: str, role: RolePlan | None, turn: Turn) -> dict[str, float]:
    """The settings that a submission has in which no lever was moved: no change, for a forecast."""
    standing = standing_settings(plan, seat, role, turn)
    return chair_in(plan, seat).cleaned(standing, mode_of(plan, seat))


def entry_of_autopilot(plan: RoomPlan, seat: str, turn: Turn) -> Entry:
    """A seat in which nobody sits."""
    return Entry(turn.number, dict(turn.autopilot), None, mode_of(plan, seat))


def settings_of(asked: object) -> dict[str, float]:
    """Settings that a phone sent.

    Raises:
        RoomError: they are no levers and numbers.
    """
    if not isinstance(asked, Mapping) or len(asked) > MOST_SETTINGS:
        raise RoomError(f"settings: must be at most {MOST_SETTINGS} levers and numbers.")
    for name, value in asked.items():
        if not isinstance(name, str) or not is_number(value):
            raise RoomError(f"settings: {str(name)[:40]!r} must be a number.")
    return {name: float(value) for name, value in asked.items()}


def bet_of(asked: object, what: str) -> tuple[float, float] | None:
    """A bet that a phone sent.

    Raises:
        RoomError: it is no range that can be.
    """
    if asked is None:
        return None
    if not isinstance(asked, list | tuple):
        raise RoomError("bet: must be two numbers, or null.")
    try:
        return check_bet(asked, what)
    except DecisionError as problem:
        raise RoomError(str(problem)) from None


def what_is_bet_on(plan: RoomPlan, seat: str) -> str:
    """The figure that a seat's bets are on."""
    return chair_in(plan, seat).what


def bet_row(ends: Sequence[float] | None) -> JsonMap | None:
    """A bet as the database has it."""
    return None if ends is None else {"low": ends[0], "high": ends[1]}


def entry_from(row: DecisionRow) -> Entry:
    """The entry of a row of the database: the same that was kept, to the last bit."""
    bet = None if row.bet is None else (float(row.bet["low"]), float(row.bet["high"]))
    mode: Mode = BASIC if row.mode == BASIC else ALL
    return Entry(row.round, dict(row.levers), dict(row.settings) or None, mode, bet)


def chair_in(plan: RoomPlan, seat: str) -> Chair:
    """A seat of the room: it says what settings mean, and no race is in it."""
    return _made(seat, tuple(lab.name for lab in plan.world.labs), plan.world.regulator.home)


@lru_cache(maxsize=256)
def _made(seat: str, labs: tuple[str, ...], home: str) -> Chair:
    if seat == REGULATOR:
        return RulerChair(home)
    return LabChair(seat, labs.index(seat), len(labs))
