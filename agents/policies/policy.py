"""Policy: how a lab decides, apart from the lab; and `per_world`, for rules written simply."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import wraps
from typing import ClassVar, TypeVar

import numpy as np

from tenfold.agents.decision import LEVERS, Decision
from tenfold.agents.observation import Observation

P = TypeVar("P", bound="Policy")


class Policy(ABC):
    """A decision rule: what a lab sees goes in, what it does comes out.

    A policy keeps no memory: the same observation always gives the same decision. It computes with
    + - * / sqrt minimum maximum where and comparisons alone, entry by entry. These are exact on
    every processor, so a run decides alike alone and among thousands.
    """

    name: ClassVar[str] = ""
    """Set by `register`."""
    about: ClassVar[str] = ""
    """One line for people who choose a rival."""

    @abstractmethod
    def decide(self, seen: Observation) -> Decision:
        """The settings of the coming turn, in every run of the observation.

        Args:
            seen: own figures with shape [runs], public figures with shape [labs, runs].

        Returns:
            A decision that passes `Decision.check`; each lever a number, or one number per run.
        """


def per_world(rule: Callable[[P, Observation], Decision]) -> Callable[[P, Observation], Decision]:
    """Let a rule be written for one world: own figures floats, public figures one number per lab.

    Slower than a rule on arrays (once per run instead of once), and the same in every other way.

    >>> class Chaser(Policy):
    ...     @per_world
    ...     def decide(self, seen):
    ...         if seen.best_rival() > seen.capability:
    ...             return Decision(distil=1.0)
    ...         return Decision(protection=1.0)
    """

    @wraps(rule)
    def decide(self: P, seen: Observation) -> Decision:
        worlds = [rule(self, seen.world(run)) for run in range(len(seen.compute))]
        columns = {
            about.name: np.array([float(getattr(world, about.name)) for world in worlds])
            for about in LEVERS
        }
        return Decision(**columns)

    return decide
