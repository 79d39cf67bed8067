"""Rooms: the plan of a room that follows a lesson, as the class's API takes it."""

from __future__ import annotations

from typing import Any

from tenfold.sim.claims.registry import all_claims
from tenfold.sim.lessons.lesson import Lesson

CHOICES = ("yes", "no", "it depends")
"""Of the vote on a claim."""


def plan_for(lesson: Lesson, teams: int, treated: bool = False) -> dict[str, Any]:
    """What to send to create a room for a lesson.

    Where teams meet, a house rule holds for a whole race: so each stands once for every seat.

    Args:
        lesson: which.
        teams: at most.
        treated: the second of two matched rooms, with the lesson's treatment.
    """
    rules = [rule for rule in lesson.roles.values() if rule.holds or len(lesson.roles) > 1]
    claim = all_claims()[lesson.claim]
    return {
        "title": lesson.title,
        "lesson": lesson.name,
        "scenario": lesson.scenario,
        "kind": lesson.kind,
        "seats": list(lesson.seats),
        "teams": teams,
        "rounds": lesson.rounds,
        "opens": {str(turn): list(cards) for turn, cards in lesson.opens.items()},
        "seconds": list(lesson.timing.thinking),
        "reveal": lesson.timing.reveal,
        "treatment": lesson.treatment if treated else "",
        "roles": [
            {"title": rule.title, "says": rule.says, "holds": dict(rule.holds)}
            for rule in rules
            for _ in lesson.seats
        ],
        "slip": list(lesson.slip),
        "votes": [{"question": claim.says, "choices": list(CHOICES)}],
    }
