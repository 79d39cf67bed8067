"""The lab that must be first."""

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("frontier racer")
class FrontierRacer(Policy):
    """Everything for the best model: most chips in research, the best pay, all the chips on offer.

    Scale first, and sales as its fuel: most compute of the largest labs in 2024 went to research
    and development, not to final runs or customers (evidence: training). Closed by business, not
    by creed: when it falls about 6 points behind it opens its small model, and when further behind
    its best one, as leading labs have done.
    """

    about = "Chips, pay and research for the best model; opens weights only when it falls behind."

    def decide(self, seen: Observation) -> Decision:
        """Research first; customers get what they need up to half of the chips."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        training = 0.25 - 0.04 * rich
        sense.split_compute(plan, seen, training, most=0.50)
        sense.split_research(plan, sense.copying(seen, rich), 0.12, 0.06)
        plan.automation = 0.14
        plan.post_training = 0.3
        plan.protection = np.where(gap < 0.0, 0.6, 0.3)
        plan.pay = 1.25 * plan.pay
        plan.distil = sense.distilling(gap, 0.3)
        leaning = sense.leaning(seen, gap)
        plan.mini_release = sense.release(leaning > 5.0)
        plan.flagship_release = sense.release(leaning > 9.0)
        return plan
