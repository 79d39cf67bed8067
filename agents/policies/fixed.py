"""The teaching example: a policy that always does the same."""

from tenfold.agents.decision import CLOSED, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("fixed")  # 1. The name that scenarios and the command line use.
class Fixed(Policy):
    """The same split of chips, research and money whatever happens.

    Read this file first to write a policy of your own: copy it under a new name, change the name in
    `@register`, and it is in the game. It is also the yardstick: a rule that cannot beat a constant
    has learnt nothing from what it sees.

    >>> from tenfold.agents.policies import create
    >>> create("fixed").name
    'fixed'
    """

    about = "Never changes its mind: half its chips experiment, a third serve, the rest train."

    def decide(self, seen: Observation) -> Decision:
        """The same constant decision for everyone: `seen` is not even looked at."""
        # 2. A decision names the levers that it sets; the others keep their defaults.
        return Decision(
            # 3. Chips: these three must sum to 1.
            experiments=0.50,
            training=0.15,
            serving=0.35,
            # 4. Research: these four must sum to 1.
            explore=0.45,
            moonshot=0.10,
            replicate=0.30,
            efficiency=0.15,
            # 5. Everything else stands alone. To react, compute from `seen`: for example
            #    distil=np.where(seen.best_rival() > seen.capability, 0.5, 0.0).
            flagship_release=CLOSED,
        )
