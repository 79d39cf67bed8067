"""The lab that would rather wait than regret."""

import numpy as np

from tenfold.agents.decision import CLOSED, STAGED, WITHHELD, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("safety first")
class SafetyFirst(Policy):
    """Closed, guarded, never distils, and keeps its best model to itself when far ahead.

    After the responsible scaling policies of 2023 on: being ahead is worth something only if the
    lead buys time. More than 7 points ahead it withholds its flagship; more than 9 behind, when
    secrecy protects nothing any more, it stages its small model: sold for a year, then published
    for outside scrutiny.
    """

    about = "Closed and well guarded; withholds its best model when far ahead."

    def decide(self, seen: Observation) -> Decision:
        """Common sense, slower and safer."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        plan.distil = 0.0
        plan.automation = 0.04
        plan.protection = np.where(gap < 0.0, 0.9, 0.6)
        plan.channels = 1.0
        plan.flagship_release = np.where(gap < -7.0, float(WITHHELD), float(CLOSED))
        plan.mini_release = np.where(gap > 9.0, float(STAGED), float(CLOSED))
        plan.stage_months = 12.0
        return plan
