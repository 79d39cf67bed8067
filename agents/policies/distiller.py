"""The lab that learns from its rivals' answers."""

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("distiller")
class Distiller(Policy):
    """Trains on the answers of the best model within reach, as hard as it dares.

    Distillation (Hinton, Vinyals and Dean 2015) is the cheapest way up and never leads past the
    teacher. It begins when a rival is a point ahead, with more chips in the final run than others.
    While closed labs refuse to serve it, it learns from open weights; when those are no better than
    its own model, it stops. Its own weights stay open until it has something to lose.
    """

    about = "Trains on the best rival's answers, and on open weights when it is banned."

    def decide(self, seen: Observation) -> Decision:
        """As much distillation as the reachable lead is worth."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        lead_of_open = seen.best_rival("open_score") - seen.capability
        reachable = np.where(seen.banned > 0.0, lead_of_open, gap)
        plan.distil = 0.2 * (reachable > 0.0) + 0.8 * sense.ramp(reachable, 1.0, 5.0)
        sense.split_compute(plan, seen, 0.30 - 0.04 * rich)
        sense.split_research(plan, 0.9 * sense.copying(seen, rich), 0.08, 0.12)
        plan.channels = np.where(gap > 4.0, 3.0, 2.0)
        plan.protection = 0.1
        plan.post_training = 0.2
        plan.flagship_price = 0.9
        leaning = sense.leaning(seen, gap)
        plan.flagship_release = sense.release(leaning > 5.0)
        plan.mini_release = sense.release(gap > 0.0)
        return plan
