"""The lab of a state."""

import numpy as np

from tenfold.agents.decision import DOMESTIC, RENTED, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register

STATE_WISH = 4.0
"""Points by which its state, who pays, moves this lab towards open weights."""


@register("state champion")
class StateChampion(Policy):
    """Domestic chips, open weights and the plan of its government; sales come second.

    After the 'AI Plus' plan (State Council of China, 2025), which asks for open models and
    home-made chips. It goes abroad for chips only
    when far behind and never smuggles: its patron would be seen. It closes its flagship when it
    leads, for then the state has a secret to keep.
    """

    about = "Domestic chips, open weights, patient money from the state."

    def decide(self, seen: Observation) -> Decision:
        """Common sense under the state's two wishes: home-made chips and open weights."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        plan.channels = np.where(gap > 12.0, float(RENTED), float(DOMESTIC))
        plan.protection = 0.1
        plan.data = 1.5 * plan.data
        plan.distil = sense.distilling(gap, 0.6)
        plan.flagship_price = 0.9
        plan.mini_price = 0.9
        leaning = sense.leaning(seen, gap, STATE_WISH)
        plan.flagship_release = sense.release(leaning > 3.5)
        plan.mini_release = sense.release(leaning > 0.0)
        return plan
