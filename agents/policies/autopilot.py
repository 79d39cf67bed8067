"""The stand-in for people, and the par of every game."""

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register

OPENS_AT = {"frontier": 8.0, "chinese": 4.5, "open": -4.0}
"""Points behind at which the flagship opens, by the kind that the lab began as."""
MINI_OPENS_AT = {"frontier": 6.0, "chinese": 0.0, "open": -8.0}


@register("autopilot")
class Autopilot(Policy):
    """Plays any seat sensibly: adapts to what kind of lab it is, where, and how rich.

    The poor copy more and put more of their research chips into the final run; whoever is behind
    distils; whoever leads guards its model. Its models are a little smaller than usual, the more so
    the poorer it is, for each chip must serve more. Weights open when the lab is further behind
    than its kind can bear, and close when it has caught up. Scores compare people with it, so it
    must be good and never brilliant.
    """

    about = "Plays any seat sensibly; what people are measured against."

    def decide(self, seen: Observation) -> Decision:
        """Common sense, with the release that suits the kind of lab."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        kind = seen.kinds[seen.me]
        plan = sense.sensible(seen, gap, rich)
        plan.distil = sense.distilling(gap, 0.9)
        leaning = sense.leaning(seen, gap)
        plan.flagship_release = sense.release(leaning > OPENS_AT[kind])
        plan.mini_release = sense.release(leaning > MINI_OPENS_AT[kind])
        plan.model_size = 0.75 + 0.15 * rich
        plan.flagship_price = np.where(gap < 0.0, 1.05, 0.95)
        return plan
