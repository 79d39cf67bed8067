"""Target: a published figure, how surely it is known, and how well the model could ever meet it."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One figure that the model is fitted to.

    Attributes:
        name: of the figure, as the races give it.
        title: what is measured, in words.
        value: published, on the scale of the figure (a growth is compared as its log).
        observation: sd of the published value: how it was measured, and estimates that differ.
        discrepancy: sd of what the model leaves out: it would miss by this much with the best
            constants there are.
        lucky: whether the value is that of one history, so that luck may have moved it as it moves
            one race; otherwise it speaks about the mean over many.
        until: last day of the data that it rests on.
        source: where it stands.
        why: the reasons for both errors.
        log: whether the scale is that of a natural log.
        record: what was published; figures that name the same one share its error.
    """

    name: str
    title: str
    value: float
    observation: float
    discrepancy: float
    lucky: bool
    until: datetime.date
    source: str
    why: str
    log: bool = False
    record: str = ""

    @property
    def error(self) -> float:
        """sd of both errors together, without luck."""
        return math.hypot(self.observation, self.discrepancy)

    def shown(self, value: float) -> float:
        """A value on the scale that people read."""
        return math.exp(value) if self.log else value
