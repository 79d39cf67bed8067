"""Steering: what a player holds by hand, in either mode, and the whole decision that it becomes.

In basic mode the player holds the five basic levers; in mode "all", whichever of all levers the
player has taken up. The autopilot sets the rest. Answers to questions are levers of both modes,
held for the turn in which the question stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tenfold.agents.decision import (
    BEST_TEACHER,
    LEVER,
    LEVERS,
    SUM_TO_ONE,
    Decision,
    DecisionError,
    Lever,
    Value,
    find_lever,
)
from tenfold.sim.game import basic
from tenfold.sim.game.basic import plain
from tenfold.sim.game.saves.entry import BASIC, MODES, Mode, is_number

NEAR = 1e-3
"""Shares that sum to one within this are left as they were set: pages round them."""
DIGITS = 4
"""Decimals of shares that had to be scaled, as pages send them."""
ANSWERS = tuple(lever.name for lever in LEVERS if lever.group == "answers")
"""Levers that answer a question, where one stands."""


def check_mode(mode: str) -> Mode:
    """The mode of that name.

    Raises:
        DecisionError: there is none.
    """
    for known in MODES:
        if mode == known:
            return known
    raise DecisionError(f"'{mode}' is no mode of play; choose {' or '.join(MODES)}")


def cleaned(settings: Mapping[str, float], mode: Mode, seat: int, labs: int) -> dict[str, float]:
    """Settings from a page, made possible: within range, whole where whole, shares of 1 at most.

    Args:
        settings: lever to value; in basic mode all basic levers, in mode "all" those held by hand;
            in both, answers.
        mode: of which levers they are.
        seat: place of the player's lab.
        labs: how many there are.

    Raises:
        DecisionError: a name that is no lever of the mode, one that is missing, or not a number.
    """
    if mode == BASIC:
        basic.clean({name: value for name, value in settings.items() if name not in ANSWERS})
    else:
        for name in settings:
            find_lever(name)
    chosen = {name: within(name, value) for name, value in settings.items()}
    scaled = dict(chosen)
    _share_out(scaled)
    for name, value in scaled.items():
        if abs(value - chosen[name]) > NEAR:
            chosen |= {each: round(scaled[each], DIGITS) for each in _group_of(name, scaled)}
    if "teacher" in chosen:
        _check_teacher(chosen["teacher"], seat, labs)
    return chosen


def within(name: str, value: object) -> float:
    """The value within the lever's range, whole where the lever is.

    Raises:
        DecisionError: no lever of that name, or not a number.
    """
    if name == basic.COPYING:
        return min(max(_number(name, value), 0.0), 1.0)
    return clamped(find_lever(name), value)


def clamped(lever: Lever, value: object) -> float:
    """The value within the lever's range, whole where the lever is.

    Raises:
        DecisionError: not a number.
    """
    held = min(max(_number(lever.name, value), lever.low), lever.high)
    return float(round(held)) if lever.whole else held


def _number(name: str, value: object) -> float:
    if not is_number(value):
        raise DecisionError(f"{name}: must be a number, not {str(value)[:40]!r}")
    return float(value)  # type: ignore[arg-type]


def _group_of(name: str, held: Mapping[str, float]) -> list[str]:
    """Levers held that share what this one shares."""
    return [each for names in SUM_TO_ONE if name in names for each in names if each in held]


def _share_out(chosen: dict[str, float]) -> None:
    """Scale held shares of a group that are more than 1, or all there are."""
    for names in SUM_TO_ONE:
        held = [name for name in names if name in chosen]
        total = sum(chosen[name] for name in held)
        if len(held) == len(names) and total <= 0.0:
            chosen.update({name: LEVER[name].default for name in names})
        elif len(held) == len(names) or total > 1.0:
            chosen.update({name: chosen[name] / total for name in held})


def _check_teacher(teacher: float, seat: int, labs: int) -> None:
    if teacher != BEST_TEACHER and (teacher == seat or teacher >= labs):
        raise DecisionError(
            f"teacher = {teacher:g}: must be another lab, by its place from 0 to {labs - 1}, "
            f"or {BEST_TEACHER:g} for the best"
        )


def whole(settings: Mapping[str, float], mode: Mode, rest: Decision) -> Decision:
    """The whole decision: what the player holds, and the autopilot's rest.

    The same settings on the same rest are the same decision to the last bit.

    Args:
        settings: as `cleaned` returns them.
        mode: of which levers they are.
        rest: what the autopilot would do, as plain numbers.

    Raises:
        DecisionError: settings that `cleaned` would refuse.
    """
    answers = {name: settings[name] for name in ANSWERS if name in settings}
    if mode == BASIC:
        others = {name: value for name, value in settings.items() if name not in answers}
        values: dict[str, Value] = basic.compose(others, rest).as_dict()
        values.update(answers)
        decision = Decision(**values)
    else:
        held = dict(settings)
        # Rounded shares sum to nearly 1: here they are made to sum to it.
        _share_out(held)
        decision = rest.holding(held)
        decision = Decision(**{name: plain(value) for name, value in decision.as_dict().items()})
    decision.check()
    return decision


def handed_over(settings: Mapping[str, float], now: Decision, mode: Mode) -> dict[str, float]:
    """The settings with which a player goes over to another mode: nothing moves by itself.

    Args:
        settings: of the mode left behind.
        now: the whole decision that they make.
        mode: of the levers to come.
    """
    answers = {name: settings[name] for name in ANSWERS if name in settings}
    if mode == BASIC:
        taken = basic.basic_of(now)
    else:
        taken = {name: plain(getattr(now, name)) for name in LEVER if name in basic.TAKEN}
    return taken | answers


def without_unasked(settings: Mapping[str, float], asked: Collection[str]) -> dict[str, float]:
    """The settings without answers to what nobody has asked.

    Args:
        settings: levers held, answers among them.
        asked: levers that answer a question which stands.
    """
    return {k: v for k, v in settings.items() if k not in ANSWERS or k in asked}
