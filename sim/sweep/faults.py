"""Faults: in which table of a sweep file, and at which key, the mistake of a world stands."""

from __future__ import annotations

from collections.abc import Mapping

from tenfold.scenarios.questions import Choice, as_text
from tenfold.scenarios.schema import Scenario
from tenfold.sim.sweep.choices import SEAT, apply_choices


def fault_in(
    scenario: Scenario,
    arm: str,
    own: Mapping[str, Choice],
    cell: Mapping[str, Choice],
    said: str,
) -> str:
    """Why a world cannot be, with the table and key where the mistake stands.

    A choice that cannot be by itself is named first, then an arm, then a cell; only where neither
    is at fault alone are both named.

    Args:
        scenario: that the sweep starts from.
        arm: name of the arm.
        own: what is chosen in it.
        cell: value of each cross factor.
        said: what is wrong with all these choices together.
    """
    choices = {key: value for key, value in cell.items() if key not in own} | dict(own)
    if fault := _fault_of(scenario, {}):
        return f"scenario: {fault}"
    seat = {SEAT: choices[SEAT]} if SEAT in choices else {}
    for key in sorted(choices, key=lambda key: key != SEAT):
        if fault := _fault_of(scenario, seat | {key: choices[key]}):
            return f"arms.{arm}: {fault}" if key in own else _in_cross(key, fault)
    if fault := _fault_of(scenario, seat | dict(own)):
        return f"arms.{arm}: {fault}"
    place = ", ".join(f"{key} {as_text(value)}" for key, value in cell.items())
    if fault := _fault_of(scenario, seat | dict(cell)):
        return f"cross: {place}: {fault}"
    return f"arm '{arm}', {place}: {said}"


def _fault_of(scenario: Scenario, choices: Mapping[str, Choice]) -> str:
    """What is wrong with these choices; empty where nothing is."""
    try:
        apply_choices(scenario, choices)
    except ValueError as problem:
        return str(problem)
    return ""


def _in_cross(key: str, fault: str) -> str:
    """What is wrong with a factor, its key said once."""
    for said in (f"'{key}'", key):
        if fault.startswith((f"{said}:", f"{said} ")):
            return f"cross.{key}{fault.removeprefix(said)}"
    return f"cross.{key}: {fault}"
