"""Lessons about skill: where it comes from, who finds and who copies, what teachers give."""

from __future__ import annotations

import numpy as np

from tenfold.sim.attribution import NAMES, REFERENCE
from tenfold.sim.game.debrief.lessons import Books, Found, judged, lesson, mean_of, silent
from tenfold.sim.game.telling.phrase import number, percent
from tenfold.sim.happenings import Kind
from tenfold.sim.world import BREAKTHROUGH, NEVER

TENTH = 0.13
"""Chips against the richest lab up to which a lab counts as one with a tenth."""
CALLED = {"noise": "the luck of runs", "testing loss": "want of tests", "scale": "ideas at scale"}


@lesson("C1", "Shown if chips account for more of the spread in skill at the end than any other.")
def compute_is_largest(books: Books) -> Found:
    """Part by part, covariance with skill over its variance: the shares sum to one."""
    parts = np.delete(books.parts, REFERENCE, axis=1)[books.left]
    names = [name for k, name in enumerate(NAMES) if k != REFERENCE]
    if len(parts) < 3:
        return silent("Too few labs were left to compare.")
    skill = parts.sum(axis=1)
    spread = float(((skill - skill.mean()) ** 2).sum())
    if spread < 1.0:
        return silent("The labs ended too close together to compare.")
    shares = ((parts - parts.mean(axis=0)) * (skill - skill.mean())[:, None]).sum(axis=0) / spread
    top = int(np.argmax(shares))
    chips = float(shares[names.index("compute")])
    much = f"{percent(max(chips, 0.0))} of" if chips <= 1.0 else "more than all of"
    says = f"Chips account for {much} the spread in skill at the end"
    if names[top] == "compute":
        return judged(True, f"{says}, more than anything else.")
    other = CALLED.get(names[top], names[top])
    most = float(shares[top])
    more = f"{percent(most)}" if most <= 1.0 else "more than all of it, as other parts narrowed it"
    return judged(False, f"{says}; {other} for {more}.")


@lesson("C2", "Shown if the half of the labs with more chips found at least as many ideas each.")
def rich_find_more(books: Books) -> Found:
    """Ideas found by each half, not copied."""
    found = np.zeros(len(books.names))
    for note in books.notes(Kind.DISCOVERED):
        found[note.lab] += 1.0
    for note in books.notes(Kind.BREAKTHROUGH):
        found[note.lab] += float(note.amount == 0.0)
    if found.sum() < 4.0:
        return silent(f"Only {number(int(found.sum()), 'idea')} were found in this game.")
    rich, poor = mean_of(found, books.rich), mean_of(found, ~books.rich)
    return judged(
        rich >= poor,
        f"The half with more chips found {rich:.1f} ideas a lab, the other half {poor:.1f}.",
    )


@lesson("C4", "Shown if ideas ran both ways between rich and poor, and the rich were still ahead.")
def spillovers_run_both_ways(books: Books) -> Found:
    """Copies across the two halves, by whose model showed the idea."""
    up = down = 0
    for note in books.notes(Kind.COPIED):
        source = int(note.amount)
        if not 0 <= source < len(books.names) or books.rich[source] == books.rich[note.lab]:
            continue
        down, up = down + bool(books.rich[source]), up + bool(books.rich[note.lab])
    if up + down < 4:
        few = f"Only {number(up + down, 'idea')}" if up + down else "No idea"
        return silent(f"{few} crossed between rich and poor labs.")
    skill = books.series("capability")[-1] * books.left
    gap = float(skill[books.rich].max() - skill[~books.rich].max())
    side = f"{abs(gap):.0f} points {'ahead' if gap >= 0.0 else 'behind'}"
    return judged(
        up > 0 and down > 0 and gap > 0.0,
        f"{number(down, 'idea')} ran from rich to poor and {up} back; the best rich lab "
        f"ended {side}.",
    )


@lesson("C6", "Shown if rivals had half of the breakthroughs within six months of seeing them.")
def seeing_speeds_rivals(books: Books) -> Found:
    """Months from the first release that showed a breakthrough to the first rival that had it."""
    months = books.played.history.months
    waits = []
    for idea in books.played.ideas:
        if float(idea["kind"]) != BREAKTHROUGH or not 0.0 <= float(idea["shown_at"]) < NEVER:
            continue
        copied = float(idea["copied_at"])
        if copied < NEVER:
            waits.append(copied - float(idea["shown_at"]))
        elif months - float(idea["shown_at"]) >= 6.0:
            waits.append(float("inf"))
    if not waits:
        return silent("No breakthrough was shown early enough to be copied in this game.")
    quick = sum(wait <= 6.0 for wait in waits)
    shown = number(len(waits), "breakthrough")
    return judged(
        2 * quick >= len(waits), f"Of {shown} shown, rivals had {quick} within six months."
    )


@lesson("C7", "Shown if training on answers was worth 2 to 10 times the chips; more contradicts.")
def distillation_saves(books: Books) -> Found:
    """The largest gain that a model had from a teacher, as training compute."""
    notes = [note for note in books.notes(Kind.DISTILLED) if note.amount > 0.0]
    if not notes:
        return silent("No lab gained from training on a rival's answers.")
    factors = [10.0 ** (note.amount / books.played.index_per_decade) for note in notes]
    top = int(np.argmax(factors))
    who = books.names[notes[top].lab]
    says = (
        f"At its best, in {who}'s hands, training on a rival's answers was worth "
        f"{factors[top]:.1f} times the training chips."
    )
    if factors[top] < 2.0:
        return silent(says)
    return judged(factors[top] < 10.0, says)


@lesson("C8", "Shown if models of labs that distil look better on benchmarks than they are.")
def benchmarks_flatter(books: Books) -> Found:
    """Public score over true skill: of who gained from a teacher last, and of the others."""
    extra = books.series("public_score")[-1] - books.series("capability")[-1]
    taught = books.left & (books.series("distil_gain")[-1] >= 1.0)
    others = books.left & ~taught
    if not taught.any() or not others.any():
        return silent("Either no lab or every lab was taught by a rival's model at the end.")
    ours, theirs = mean_of(extra, taught), mean_of(extra, others)
    return judged(
        ours - theirs >= 0.5,
        f"Benchmarks showed labs with a teacher {ours:.1f} points better than they are, "
        f"the others {theirs:.1f}.",
    )


@lesson("C12", "Shown if no lab with a tenth of the richest lab's chips ever had the best model.")
def tenfold_is_not_closed(books: Books) -> Found:
    """Whether any lab that began with a tenth of the chips ever led."""
    chips = books.series("compute")[0]
    poor = chips <= TENTH * chips.max()
    if not poor.any():
        return silent("No lab began with as little as a tenth of the richest lab's chips.")
    skill = books.series("capability") * books.series("active")
    ahead = skill[1:, poor].max(axis=1) > skill[1:, ~poor].max(axis=1)
    labs = number(int(poor.sum()), "lab")
    if not ahead.any():
        return judged(
            True, f"None of the {labs} with a tenth of the chips ever had the best model."
        )
    months = number(int(ahead.sum()), "month")
    return judged(False, f"A lab with a tenth of the chips had the best model for {months}.")


@lesson("C13", "Shown if the best lab gave 60% or more of its research chips to experiments.")
def experiments_come_first(books: Books) -> Found:
    """Experiments over experiments and training, mean of the game, of the lab that ended best."""
    skill = books.series("capability")[-1] * books.left
    best = int(np.argmax(skill))
    trial = books.series("share_experiments")[1:]
    run = books.series("share_training")[1:]
    part = trial.mean(axis=0) / np.maximum((trial + run).mean(axis=0), 1e-9)
    says = f"{books.names[best]}, best at the end, gave {percent(float(part[best]))}"
    if books.seat >= 0 and best != books.seat:
        says += f"; you gave {percent(float(part[books.seat]))}"
    mine = books.seat < 0 or best == books.seat
    rest = "of its research chips to experiments" if mine else "of the chips for research"
    return judged(float(part[best]) >= 0.6, f"{says} {rest}.")
