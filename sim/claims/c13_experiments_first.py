"""C13: most R&D compute goes to experiments, for poor labs too.

The essay reports that leading labs give most of their research compute to experiments and little to
the final run of a model, and expects the same of labs with few chips: who has little cannot afford
large runs that were not tried out.

Nobody is told how to split. At ten to one, two rich and two poor seats each search for the split
between experiments and final runs, by phase of the race, that gives the most capable model on sale
in the last year, while everyone else plays as usual; their other levers stay with their own policy.
The search is that of `best-reply`, in a short form, at every parameter set. The share of
experiments is the mean over the months.

The model makes large runs lossy that outgrow their small-scale tests, and how much was calibrated
to the splits of real labs (F7). So this claim is no finding: the loss is walked to nothing, to see
how far it must move to overturn the claim. Left out: answers of rivals, other levers that would go
with another split (F7 turns them all, at the default constants), and research that needs no chips.

A search takes hundreds of races, so there are ten parameter sets only, and two seats of a side
stand in place of lucks: what the table gives for luck alone is the spread between these two seats,
and tells nothing of what other lucks would do.
"""

from __future__ import annotations

from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, row, share, weigh
from tenfold.sim.claims.walk import how_far, stands_at
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.replies.splits import EXPERIMENTS, USUAL, Splits

MATTERS = 0.60
"""Share from which it is most, and not about half."""
AS_BELIEVED = "as believed"
WALKED = (0.0, 0.6)
"""Values of testing_loss besides the believed ones; the arm as believed draws these."""
GROUPS = {"rich": ("Alder", "Birch"), "poor": ("Maple", "Oak")}


def arm_of(loss: float) -> str:
    """Name of the arm with that testing loss."""
    return f"testing loss {loss:g}"


RULE = (
    "Share of experiments in best replies, rich and poor seats apart. A part holds if its 90 %"
    " interval lies above 60 %, and fails if below. Supported if both hold, contradicted if both"
    " fail, depends otherwise. The testing loss at which the share falls to 60 % is reported."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """The share that best replies leave to experiments, by side."""

    def of(group: str, arm: str = AS_BELIEVED, read: str = EXPERIMENTS) -> Effect:
        return found.effect_of(found.values(read, arm, {"group": group}), "share")

    best = {group: of(group) for group in GROUPS}
    parts = [at_least(f"{group} labs", best[group], MATTERS) for group in GROUPS]
    kind, on = weigh(parts, found.points)
    walked = {
        group: [*(of(group, arm_of(loss)) for loss in WALKED), best[group]] for group in GROUPS
    }
    losses = (*WALKED, stands_at("testing_loss", found.points))
    turns = {
        group: how_far("testing_loss", losses, walked[group], MATTERS, brief, found.points)
        for group, brief in (("rich", False), ("poor", True))
    }
    says = (
        f"Best replies give experiments {share(best['rich'])} of R&D compute in rich labs and"
        f" {share(best['poor'])} in poor ones; without any loss of untested runs it would be"
        f" {share(walked['rich'][0])} and {share(walked['poor'][0])}. For 60 % in rich labs,"
        f" {turns['rich']}; in poor ones, {turns['poor']}."
    )
    poor, rich = (found.values(EXPERIMENTS, AS_BELIEVED, {"group": g}) for g in ("poor", "rich"))
    effects = {f"experiments' share in best replies, {group}": best[group] for group in GROUPS}
    effects["poor labs against rich ones"] = found.effect_of(poor - rich, "share")
    for group in GROUPS:
        effects[f"experiments' share in own policies, {group}"] = of(group, read=USUAL)
        effects |= {
            f"experiments' share in best replies, {group}, {arm_of(loss)}": effect
            for loss, effect in zip(WALKED, walked[group], strict=False)
        }
    rows = [row(f"{group}, as believed", best[group]) for group in GROUPS]
    rows += [
        row(f"{group}, {arm_of(loss)}", effect)
        for group in GROUPS
        for loss, effect in zip(WALKED, walked[group], strict=False)
    ]
    picture = Dots(
        rows, "share of R&D compute that experiments get in the best reply",
        "Experiments first, for rich and poor labs", [(0.5, "half"), (MATTERS, "most")],
    )  # fmt: skip
    return Judged(Verdict(kind, says, on), effects, picture)


CLAIM = Claim(
    number="C13",
    title="Most R&D compute goes to experiments",
    text="E",
    says="Labs do best when they give most of their research compute to experiments and little to"
    " the final run, poor labs too.",
    standing="calibrated to",
    matters="60 % of R&D compute: clearly more than half.",
    rule=RULE,
    races=Splits(
        scenario="ten-to-one",
        groups=GROUPS,
        arms={
            AS_BELIEVED: {},
            **{arm_of(loss): {"world.testing_loss": loss} for loss in WALKED},
        },
        points=10,
    ),
    judge=judge,
)
