"""C15: AI that speeds AI research widens the gap at a fixed compute ratio.

The essay argues that once models do research themselves, compute buys ideas directly, so that ten
times the compute is worth more than before. In the model a lab's best own model speeds its search
for ideas, by its skill and by the compute that runs it; the best of rivals' ideas are then copied
as ever. The race of ten to one is run with no such speed-up, with the strengths that the parameter
sets hold, spread over the believed range, and with one, two and the strongest of the range (search
up to five times as fast). The default strength is far lower than most of them: that it widens the
gap by little is fact F14, and no contradiction.

Rich labs choose to give more of their experiments to AI researchers than poor ones do. The verdict
is on races in which all give the same share, so that only compute and skill differ; those in which
each chooses are shown too. Left out: AI that speeds chips, engineering or sales, and ideas that
only AI can find.
"""

from __future__ import annotations

from collections.abc import Mapping

from tenfold.agents.decision import LEVER
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import crossing, mean_of, rounded, told
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import Races
from tenfold.sim.experiments.verdict import NOTHING, Kind, Verdict, depends_on

MATTERS = 1.0
"""Index points: about a month of the frontier."""
AUTOMATION = load_parameters()["automation"]
STRENGTHS = (0.0, 1.0, 2.0, AUTOMATION.high)
SAME: Mapping[str, Choice] = {"all.automation": LEVER["automation"].default}
SHARES: Mapping[str, Mapping[str, Choice]] = {"same shares": SAME, "own shares": {}}
USUAL = "over the believed range"
ARMS: Mapping[str, Mapping[str, Choice]] = {
    f"{name}, {strength}": {**choices, **more}
    for name, choices in SHARES.items()
    for strength, more in (
        (USUAL, {}),
        *((f"{value:g}", {"world.automation": value}) for value in STRENGTHS),
    )
}


RULE = (
    "Ten to one, all labs giving the same share of experiments to AI researchers; gap of the"
    " best poor lab behind the best rich one, mean of months 37 to 48, with AI researchers"
    " less without. Supported if the 90 % interval at the strengths that the parameter sets"
    " hold lies above 1 point; contradicted if even at the top of the range it lies below 1;"
    " depends otherwise: on the strength at which 1 point is reached."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""

    def wider(shares: str, strength: str, read: str = "gap", unit: str = "index points") -> Effect:
        return found.effect(read, f"{shares}, {strength}", f"{shares}, 0", unit=unit)

    usual = wider("same shares", USUAL)
    walk = {name: [wider(name, f"{value:g}") for value in STRENGTHS[1:]] for name in SHARES}
    top = walk["same shares"][-1]
    kind: Kind = "depends"
    if usual.above(MATTERS):
        kind = "supported"
    elif top.below(MATTERS):
        kind = "contradicted"
    where = crossing(
        STRENGTHS, [found.effect_of(found.values("gap", "same shares, 0") * 0.0),
                    *walk["same shares"]], MATTERS, AUTOMATION.value,
    )  # fmt: skip
    widens = f"the gap widens by {MATTERS:g} point"
    from_there = f"{widens} at no strength in the range"
    if where is not None:
        times = rounded(1.0 + where)
        from_there = f"{widens} where AI makes the search up to {times} times as fast"
    on, tail = "", f"; {from_there}"
    if kind == "depends":
        why = depends_on(usual, found.points)
        on = f"how strongly AI speeds research: {from_there}" + (why != NOTHING) * f"; {why}"
        tail = ""
    mean = mean_of(found.points, "automation")
    drawn = "" if mean is None else f"{rounded(mean)} on average; "
    lag = wider("same shares", f"{AUTOMATION.high:g}", "lag", "months")
    rise = wider("same shares", f"{AUTOMATION.high:g}", "frontier")
    says = (
        f"Over the believed range of strengths ({drawn}{AUTOMATION.value:g} by default, where fact"
        f" F14 races it) AI researchers widen the gap by {told(usual)} index points, the strongest"
        f" of the range by {told(top)}{tail}. The strongest let the frontier rise by {told(rise)}"
        f" points more, so that the lag in months changes by {told(lag)}."
    )
    effects = {
        f"gap added, {USUAL}": usual,
        **{
            f"gap added at {value:g}, {name}": effect
            for name in SHARES
            for value, effect in zip(STRENGTHS[1:], walk[name], strict=True)
        },
        f"gap added {USUAL}, own shares": wider("own shares", USUAL),
        f"lag added at {AUTOMATION.high:g}, same shares": lag,
        "gap without AI researchers": found.level("gap", "same shares, 0", unit="index points"),
        "rise of the frontier added at the top": rise,
        f"compute ratio at the end, {USUAL}": found.level("ratio", f"same shares, {USUAL}"),
    }
    return Judged(Verdict(kind, says, on), effects, _picture(walk))


def _picture(walk: Mapping[str, list[Effect]]) -> Lines:
    return Lines(
        [
            Series(
                name,
                STRENGTHS,
                [0.0, *(effect.middle for effect in effects)],
                [0.0, *(effect.low for effect in effects)],
                [0.0, *(effect.high for effect in effects)],
                dashed=name == "own shares",
            )
            for name, effects in walk.items()
        ],
        "most that AI adds to the speed of AI research",
        "index points added to the gap, last year",
        "AI that does AI research, at ten to one",
    )


CLAIM = Claim(
    number="C15",
    title="AI that speeds AI research widens the gap",
    text="E",
    says=(
        "At a fixed compute ratio the gap grows when AI does AI research, because it is the rich"
        " who have the compute and the models to run it."
    ),
    standing="emergent",
    matters="1 index point, about a month of the frontier",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms=ARMS,
        reads={
            "gap": "gap_points.m37-48",
            "lag": "lag_months.m37-48",
            "frontier": "frontier.m37-48",
            "ratio": "compute_gap.end",
        },
        lucks=32,
    ),
    judge=judge,
)
