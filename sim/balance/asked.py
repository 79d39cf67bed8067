"""Asked: lucks on which a lab is asked a question, for answers weigh nothing where nobody asks.

An answer is a lever that stands all game long and bites in the quarter in which its question comes.
So it is weighed, and its choices are judged, on lucks on which the autopilot is asked in the first
two thirds of a game. All other levers are weighed on lucks as they come.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy

IntArray = NDArray[np.int64]
QUESTIONS = {"on_accused": "accused", "on_poached": "poached", "on_offered": "offered"}
"""Answer to the figure of an observation that is above 0 while its question is open."""
EARLY = 24
"""Months within which the question must come, of 36."""
ANSWERS = tuple(lever.name for lever in LEVERS if lever.group == "answers")


class Listening(Policy):
    """The autopilot, noting in which runs it is asked what."""

    name = "listening"
    about = "The autopilot, noting what it is asked."

    def __init__(self) -> None:
        self.autopilot = create("autopilot")
        self.heard: dict[str, NDArray[np.bool_]] = {}

    def decide(self, seen: Observation) -> Decision:
        """The autopilot's decision."""
        if seen.month < EARLY:
            for lever, figure in QUESTIONS.items():
                now = np.asarray(getattr(seen, figure)) > 0.0
                self.heard[lever] = self.heard.get(lever, np.zeros_like(now)) | now
        return self.autopilot.decide(seen)


def lucks_asked(
    heard: Mapping[str, NDArray[np.bool_]], lucks: IntArray, most: int
) -> dict[str, IntArray]:
    """Answer to the first lucks on which its question comes, no more than `most`."""
    return {lever: lucks[heard[lever]][:most] for lever in ANSWERS if lever in heard}
