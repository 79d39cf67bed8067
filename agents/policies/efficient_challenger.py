"""The lab that does more with less."""

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("efficient challenger")
class EfficientChallenger(Policy):
    """Small, cheap, open: ideas instead of chips, and weights for everyone while it is behind.

    After the challengers of 2024 and 2025: sparse, small models, much work on serving costs, open
    weights that make a poor lab the talk of the world. Openness is a weapon of the one
    who is behind: within about 3 points of the best it has something to sell and closes its
    flagship, the small model stays open.
    """

    about = "Cheap, small and open; closes its best model once it has caught up."

    def decide(self, seen: Observation) -> Decision:
        """Common sense with smaller models, more work on serving, and lower prices."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        sense.split_research(plan, 0.9 * sense.copying(seen, rich), 0.08, 0.22)
        plan.model_size = 0.6
        plan.distil = sense.distilling(gap, 0.7)
        plan.protection = 0.1
        plan.flagship_price = 0.85
        plan.mini_price = 0.85
        leaning = sense.leaning(seen, gap)
        plan.flagship_release = sense.release(leaning > 4.0)
        plan.mini_release = sense.release(gap > -4.0)
        return plan
