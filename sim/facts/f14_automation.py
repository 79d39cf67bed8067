"""F14: AI that speeds AI research widens the gap at an equal ratio of compute.

A lab's best own model speeds its search for ideas, by its skill and by the compute that runs it.
The race of ten to one is run without any such speed-up and with the usual one. All labs give the
same share of experiments to it, so that compute and skill alone differ. Compared is the gap between
the sides, mean of the last year, luck by luck.

Expected: it is wider with automation, with its whole interval. Beside it stands what comes of the
shares that labs choose themselves, where the rich give more.
"""

from __future__ import annotations

from tenfold.agents.decision import LEVER
from tenfold.scenarios.questions import Choice
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.facts.drawing import means
from tenfold.sim.facts.fact import Target, of_mean
from tenfold.sim.facts.pattern import TEN_TO_ONE, Arm, Arms, Measured, Pattern, Shown
from tenfold.sim.facts.sides import LAST_YEAR, gap

WIDER = Target(1e-6, 1e9, "wider: above 0, with the whole interval", required=False, whole=True)
SAME: dict[str, Choice] = {"all.automation": LEVER["automation"].default}
OFF: dict[str, Choice] = {"world.automation": 0.0}
ARMS = {
    "off": Arm(TEN_TO_ONE, SAME | OFF),
    "on": Arm(TEN_TO_ONE, SAME),
    "off, own shares": Arm(TEN_TO_ONE, OFF),
    "on, own shares": Arm(TEN_TO_ONE),
}


def judge(found: Measured) -> Shown:
    """On against off."""
    gaps = {arm: found.of("gap", arm)[:, LAST_YEAR].mean(axis=1) for arm in ARMS}
    own = (gaps["on, own shares"] - gaps["off, own shares"]).mean()
    fact = of_mean(
        "F14", "gap that research automation adds at ten to one", "index points",
        gaps["on"] - gaps["off"], WIDER,
        f"{gaps['off'].mean():.1f} points without it; {own:+.2f} with the shares that labs choose",
    )  # fmt: skip
    picture = Lines(
        [means(arm, found.of("gap", arm), arm.startswith("off")) for arm in ARMS],
        "months since the start", "index points behind (mean over lucks)",
        "Gap at ten to one, with and without research automation",
    )  # fmt: skip
    return Shown((fact,), picture)


PATTERN = Pattern(
    "F14", "Research automation",
    "AI that speeds AI research widens the gap at an equal ratio of compute.",
    Arms(ARMS, {"gap": gap}), judge,
)  # fmt: skip
