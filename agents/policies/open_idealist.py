"""The lab that publishes everything."""

from tenfold.agents.decision import OPEN, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("open idealist")
class OpenIdealist(Policy):
    """Open weights always, whatever they cost: knowledge belongs to everyone.

    After the non-profit groups that publish weights, data and code alike. It guards nothing,
    buys no smuggled chips, distils little, and lives on what openness brings: users, talent and a
    community that finds ideas for serving. The one lab here that never changes its mind.
    """

    about = "Publishes every model at once, whatever happens."

    def decide(self, seen: Observation) -> Decision:
        """Common sense without secrets."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        plan.flagship_release = float(OPEN)
        plan.mini_release = float(OPEN)
        plan.protection = 0.0
        plan.channels = 2.0
        plan.distil = sense.distilling(gap, 0.4)
        sense.split_research(plan, 0.85 * sense.copying(seen, rich), 0.10, 0.12)
        return plan
