"""The lab with a rich parent: sells the best, gives away the small."""

import numpy as np

from tenfold.agents.decision import OPEN, STAGED, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("deep-pocket hybrid")
class DeepPocketHybrid(Policy):
    """Flagship closed, small model open, as several labs with rich parents do.

    Open weights are a complement of the parent's other business, so it gives away what earns little
    (Spolsky 2002, 'commoditize your complement'). Ideology pulls towards open, business towards
    closed: about 7 points behind it gives up the sales of its flagship and stages it, half a year
    after release, later at once; more than 5 points ahead it closes even the small one.
    """

    about = "Best model closed, small one open; pays well, buys all the chips it can get."

    def decide(self, seen: Observation) -> Decision:
        """Common sense with more money, and two products with two releases."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        plan.pay = 1.45 * plan.pay
        plan.data = 1.4 * plan.data
        plan.distil = sense.distilling(gap, 0.3)
        leaning = sense.leaning(seen, gap)
        opened = leaning > 6.0
        lost = np.where(gap > 12.0, float(OPEN), float(STAGED))
        plan.flagship_release = np.where(opened, lost, 0.0)
        plan.mini_release = sense.release(gap > -5.0)
        return plan
