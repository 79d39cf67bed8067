"""F12: tighter export controls lengthen the Chinese lag, looser ones shorten it.

A year into the race from 2026, controlled labs may import nothing any more, or as much as they
like, for good. The lag of the best Chinese model behind the best US one is compared with that of
the race as it is, months 25 to 48, luck by luck. The tightening is raced once more in a world
without domestic chips and without smuggling, against the same world without the tightening: these
two blunt a tightening, so it should bite more without them.

Expected: the lag rises, it falls, and it rises more, each with its whole interval. The tightening
changes what may be imported and nothing else: smuggling is pursued as before.
"""

from __future__ import annotations

from tenfold.scenarios.questions import Choice
from tenfold.scenarios.schema import EventSpec
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.facts.drawing import means
from tenfold.sim.facts.f11_hiding import LATER, lag
from tenfold.sim.facts.fact import Target, of_mean
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

YEAR = 12
RISES = Target(1e-6, 1e9, "rises: above 0, with the whole interval", required=False, whole=True)
FALLS = Target(-1e9, -1e-6, "falls: below 0, with the whole interval", required=False, whole=True)
BITES = Target(
    1e-6, 1e9, "bites more: above 0, with the whole interval", required=False, whole=True
)  # fmt: skip


def _controls(name: str, size: float, headline: str) -> tuple[EventSpec, ...]:
    return (EventSpec(name=name, kind="controls", month=YEAR, size=size, headline=headline),)


TIGHTENING = _controls("nothing may be imported", -1.0, "No chips may be imported any more.")
LOOSENING = _controls("everything may be imported", 1.0, "All limits on chips are lifted.")
NO_WAY_AROUND: dict[str, Choice] = {"world.domestic_supply": 0.0, "world.smuggled_leak": 0.0}
ARMS = {
    "as it is": Arm(),
    "tightened": Arm(events=TIGHTENING),
    "loosened": Arm(events=LOOSENING),
    "no way around": Arm(choices=NO_WAY_AROUND),
    "no way around, tightened": Arm(choices=NO_WAY_AROUND, events=TIGHTENING),
}


def judge(found: Measured) -> Shown:
    """Each change against the same world without it."""
    lags = {arm: found.of("lag", arm)[:, LATER].mean(axis=1) for arm in ARMS}
    tighter = lags["tightened"] - lags["as it is"]
    bare = lags["no way around, tightened"] - lags["no way around"]
    facts = (
        of_mean(
            "F12", "lag that tightening adds", "months", tighter, RISES,
            f"{lags['as it is'].mean():.1f} months as it is",
        ),
        of_mean(
            "F12", "lag that loosening adds", "months", lags["loosened"] - lags["as it is"], FALLS
        ),
        of_mean(
            "F12", "what tightening adds more without domestic chips and smuggling", "months",
            bare - tighter, BITES,
            f"{bare.mean():.2f} against {tighter.mean():.2f} months",
        ),
    )  # fmt: skip
    picture = Lines(
        [means(arm, found.of("lag", arm), arm.startswith("no way")) for arm in ARMS],
        "months since the start", "months behind (mean over lucks)",
        "Chinese lag, by export controls after the first year",
    )  # fmt: skip
    return Shown(facts, picture)


PATTERN = Pattern(
    "F12", "Export controls",
    "Tighter controls lengthen the Chinese lag, looser ones shorten it; domestic chips and"
    " smuggling blunt them.",
    Arms(ARMS, {"lag": lag}), judge,
)  # fmt: skip
