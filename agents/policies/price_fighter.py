"""The lab that fights for every customer."""

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("price fighter")
class PriceFighter(Policy):
    """Sells below the going rate and serves everyone it can, to win users before profit.

    After the Chinese price war of May 2024, which spread from one lab to all within weeks. Low
    prices need low costs: smaller models, and much research on serving.
    It asks more when its servers are full or its cash runs out. Open weights are one more way to be
    cheap: about 5 points behind it opens its small model, then its best one.
    """

    about = "Cheapest on the market; serves everyone it can."

    def decide(self, seen: Observation) -> Decision:
        """Low prices as long as there are chips to serve with and cash to lose."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        sense.split_compute(plan, seen, 0.22, most=0.68)
        sense.split_research(plan, 0.85 * sense.copying(seen, rich), 0.05, 0.25)
        saving = 1.0 - plan.order  # a lab that is short of cash orders fewer chips
        strain = np.maximum(sense.ramp(seen.serving_need, 0.55, 1.0), saving)
        plan.flagship_price = 0.70 + 0.20 * strain
        plan.mini_price = 0.60 + 0.25 * strain
        plan.model_size = 0.8
        plan.post_training = 0.2
        plan.protection = 0.1
        leaning = sense.leaning(seen, gap)
        plan.mini_release = sense.release(leaning > 4.0)
        plan.flagship_release = sense.release(leaning > 9.0)
        return plan
