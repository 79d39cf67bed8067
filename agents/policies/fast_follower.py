"""The lab that lets others go first."""

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register

NEIGHBOURS = 16.0
"""Points by which the custom of its country, open weights in China, moves it towards open."""


@register("fast follower")
class FastFollower(Policy):
    """Rebuilds what others have shown, in short runs, and sells it a little cheaper.

    Second movers pay less for what has been proved possible (Lieberman and Montgomery 1988), and an
    idea shown to work is copied within months. It explores just enough to understand what it
    copies. It follows its neighbours in what it gives away, too: in China, where weights are open,
    its best model is open until it is within about 6 points of the best; elsewhere it sells its
    best model, and opens the small one when about 6 points behind.
    """

    about = "Copies what works, quickly, and sells it a little cheaper."

    def decide(self, seen: Observation) -> Decision:
        """Mostly copying, as long as there is something to copy."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        plenty = np.minimum(np.maximum(seen.copyable, 0.0) / sense.MANY_IDEAS, 1.0)
        sense.split_research(plan, 0.40 + 0.30 * plenty, 0.05, 0.10)
        plan.run_months = 2.0
        plan.flagship_price = 0.95
        plan.mini_price = 0.95
        leaning = sense.leaning(seen, gap, NEIGHBOURS)
        plan.mini_release = sense.release(leaning > 5.0)
        plan.flagship_release = sense.release(leaning > 22.0)
        return plan
