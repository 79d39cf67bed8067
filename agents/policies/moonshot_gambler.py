"""The lab that bets on a breakthrough."""

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("moonshot gambler")
class MoonshotGambler(Policy):
    """Looks for the one idea that changes the race, and lives poorly until it comes.

    After the 'neolabs' of 2024-2026 (Safe Superintelligence, Thinking Machines): nobody overtakes a
    tenfold lead in chips by walking the same road, but a breakthrough of the size of reasoning
    models is worth more than tenfold chips. The further behind, the more it bets. What it finds it
    keeps: closed and guarded when near the top, open when it has nothing to guard.
    """

    about = "Bets on a breakthrough, the more the further behind."

    def decide(self, seen: Observation) -> Decision:
        """A third to a half of research on long shots."""
        gap = sense.behind(seen)
        rich = sense.richness(seen)
        plan = sense.sensible(seen, gap, rich)
        moonshot = 0.30 + 0.20 * sense.ramp(gap, 0.0, 15.0)
        sense.split_research(plan, 0.5 * sense.copying(seen, rich), moonshot, 0.05)
        sense.split_compute(plan, seen, 0.18, most=0.45)
        plan.automation = 0.12
        plan.protection = 0.7 - 0.5 * sense.ramp(gap, -2.0, 8.0)
        leaning = sense.leaning(seen, gap)
        plan.mini_release = sense.release(leaning > 8.0)
        plan.flagship_release = sense.release(leaning > 12.0)
        return plan
