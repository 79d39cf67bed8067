"""Knowledge: the other engine of research, a continuous stock with spillovers instead of ideas.

A race has the one or the other (`research_engine`). What is asked of both is the same: research
adds to what later runs are worth and to tokens per chip, and what releases show can be copied.
"""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential, power
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import research
from tenfold.sim.world import Array, World

IN_OPEN, IN_CLOSED, IN_SECRET, GUARDED = 0, 1, 2, 3
"""Rows of the working space: a column per lab, then a column per lab for serving."""
BOUNDLESS = 1.0e9


@compile_kernel
def pursue(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Let a month of research pass, by the engine that the rules name."""
    if rules[run].research_engine > 0.0:
        advance(run, world, rules, luck)
    else:
        research.advance(run, world, rules, luck)


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Each lab's experiments add to its stock of knowledge, or copy what others show.

    Equation: O_i += own_i e_explore^0.65 b g exp(-h S_i / g)             S_i = O_i + C_i
              C_i += D_i (1 - exp(-copy_i exp(-h S_i / g) pull_i / D_i))
              U_i(x) = (O_i^v + sum over others of x_k^v)^(1/v), x what is open, shown, or held
              pull_i = sum over x of (exposure - 1) times what U_i of x alone has beyond S_i
    Units:    O, C, S, U, D, pull [nats of effective compute], g [nats per idea], h [1/idea], b, v
              [1]; the stock of serving likewise, in nats of tokens per chip
    Source:   [Jones1995] for growth that needs growing compute, [Bloom2020] for how fast search
              hardens, [CohenLevinthal1990] for absorption
    Leaves out: luck, but for breakthroughs, which stay single ideas; what is in the stock
    """
    p = rules[run]
    research.survey(run, world, p)
    survey(run, world, p)
    training = clip(1.0 - p.breakthrough_share - p.serving_share, 0.0, 1.0) * p.gain_mean
    serving = p.serving_share * p.serving_gain
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        own, copying = research.pace(lab, p)
        copying = copying * lab.effort_replicate
        research.search(run, world, i, 0.0, own * lab.effort_moonshot, 0.0, copying, p)
        breadth = own * p.knowledge_breadth
        ease = easiness(whole(lab), training, p)
        found = breadth * lab.effort_explore * training * ease
        learned = copied_by(run, world, i, 0, copying * ease, p)
        lab.own_known = lab.own_known + found
        lab.copied_known = lab.copied_known + learned
        count(lab, found, learned, p.gain_mean)
        ease = easiness(whole_serving(lab), serving, p)
        found = breadth * lab.effort_efficiency * serving * ease
        learned = copied_by(run, world, i, 1, copying * ease, p)
        lab.own_served = lab.own_served + found
        lab.copied_served = lab.copied_served + learned
        lab.serving_ideas = lab.serving_ideas * exponential(found + learned)
        count(lab, found, learned, p.serving_gain)


@compile_kernel
def whole(lab: Array) -> float:
    """All that a lab knows, nats of effective compute, breakthroughs apart."""
    return lab.own_known + lab.copied_known


@compile_kernel
def whole_serving(lab: Array) -> float:
    """All that a lab knows of serving, nats of tokens per chip."""
    return lab.own_served + lab.copied_served


@compile_kernel
def easiness(known: float, each: float, p: Array) -> float:
    """One over the difficulty of the next idea: the more is known, the harder it gets.

    Args:
        known: nats of a kind of knowledge.
        each: nats of it per idea of any kind, so that `known / each` counts ideas.
        p: the parameters.
    """
    return exponential(-p.knowledge_hardening * known / each) if each > 0.0 else 0.0


@compile_kernel
def copied_by(run: int, world: World, i: int, kind: int, copying: float, p: Array) -> float:
    """Nats that copying at this pace adds in a month.

    Kind 0 is knowledge of training, 1 of serving. What open weights hold, what closed models show
    and what rivals keep to themselves are copied at the exposures of single ideas. Copying never
    passes what there is to copy.
    """
    lab = world.lab[run, i]
    known = whole(lab) if kind == 0 else whole_serving(lab)
    told = clip((lab.star_known if kind == 0 else lab.star_served) - known, 0.0, BOUNDLESS)
    if lab.star_left <= 0.0:
        told = 0.0
    free = beyond(run, world, i, kind, IN_OPEN, known, p)
    shown = beyond(run, world, i, kind, IN_CLOSED, known, p)
    held = beyond(run, world, i, kind, IN_SECRET, known, p)
    most = held if held > told else told
    if most <= 0.0:
        return 0.0
    secret = p.private_exposure
    closed = clip(p.closed_exposure * guard_of(run, world, i, kind), secret, BOUNDLESS)
    opened = clip(p.open_exposure, secret, BOUNDLESS)
    pull = (opened - 1.0) * free + (closed - 1.0) * (shown - free) + (secret - 1.0) * (held - shown)
    pull = pull + p.inflow_exposure * lab.inflow * held + p.star_exposure * told
    return most * (1.0 - exponential(-copying * pull / most))


@compile_kernel
def survey(run: int, world: World, p: Array) -> None:
    """Lay out what every lab has found itself, to the power in which findings add up."""
    labs, rows = world.lab.shape[1], world.scratch[run]
    for i in range(labs):
        lab = world.lab[run, i]
        guard = 1.0 - p.protection_hides * lab.set_protection
        rows[IN_OPEN, i] = power(lab.open_known, p.knowledge_overlap)
        rows[IN_CLOSED, i] = power(lab.shown_known, p.knowledge_overlap)
        rows[IN_SECRET, i] = power(lab.own_known, p.knowledge_overlap)
        rows[GUARDED, i] = guard * (rows[IN_CLOSED, i] - rows[IN_OPEN, i])
        rows[IN_OPEN, labs + i] = power(lab.open_served, p.knowledge_overlap)
        rows[IN_CLOSED, labs + i] = power(lab.shown_served, p.knowledge_overlap)
        rows[IN_SECRET, labs + i] = power(lab.own_served, p.knowledge_overlap)
        rows[GUARDED, labs + i] = guard * (rows[IN_CLOSED, labs + i] - rows[IN_OPEN, labs + i])


@compile_kernel
def beyond(run: int, world: World, i: int, kind: int, row: int, known: float, p: Array) -> float:
    """Nats that lab i lacks of its own findings and those of others together.

    Findings of many labs overlap: together they are more than the largest and less than the sum.
    """
    labs, rows = world.lab.shape[1], world.scratch[run]
    together = rows[IN_SECRET, kind * labs + i]
    for other in range(labs):
        if other != i:
            together = together + rows[row, kind * labs + other]
    return clip(power(together, 1.0 / p.knowledge_overlap) - known, 0.0, BOUNDLESS)


@compile_kernel
def guard_of(run: int, world: World, i: int, kind: int) -> float:
    """What protection leaves to be seen of others' closed models, weighed by what is in them."""
    labs, rows = world.lab.shape[1], world.scratch[run]
    guarded, shown = 0.0, 0.0
    for other in range(labs):
        if other != i:
            place = kind * labs + other
            guarded = guarded + rows[GUARDED, place]
            shown = shown + (rows[IN_CLOSED, place] - rows[IN_OPEN, place])
    return guarded / shown if shown > 0.0 else 1.0


@compile_kernel
def count(lab: Array, found: float, learned: float, each: float) -> None:
    """Put nats into ideas of mean gain, the unit in which labs count."""
    if each > 0.0:
        lab.ideas = lab.ideas + (found + learned) / each
        lab.ideas_copied = lab.ideas_copied + learned / each


@compile_kernel
def in_sight(run: int, world: World, i: int, p: Array) -> float:
    """What rivals' models show and lab i lacks, in ideas of mean gain; after `survey`."""
    lab = world.lab[run, i]
    seen = 0.0
    if p.gain_mean > 0.0:
        seen = beyond(run, world, i, 0, IN_CLOSED, whole(lab), p) / p.gain_mean
    if p.serving_gain > 0.0:
        seen = seen + beyond(run, world, i, 1, IN_CLOSED, whole_serving(lab), p) / p.serving_gain
    return seen


@compile_kernel
def freeze(lab: Array) -> None:
    """A run uses, and its model shows, what is known on the day it begins."""
    lab.run_known = lab.own_known
    lab.run_copied = lab.copied_known
    lab.run_served = lab.own_served


@compile_kernel
def put_inside(lab: Array, product: Array) -> None:
    """What a model on sale shows: of the run that has just ended, or of the one withheld."""
    fresh = product.ideas_at == lab.run_began
    product.known = lab.run_known if fresh else lab.held_known
    product.served = lab.run_served if fresh else lab.held_served
    show(lab, product.known, product.served)


@compile_kernel
def show(lab: Array, known: float, served: float) -> None:
    """A model on sale shows rivals what is inside; what was seen stays seen."""
    lab.shown_known = clip(known, lab.shown_known, BOUNDLESS)
    lab.shown_served = clip(served, lab.shown_served, BOUNDLESS)


@compile_kernel
def publish(lab: Array, known: float, served: float) -> None:
    """Published weights make what is inside easy to copy."""
    show(lab, known, served)
    lab.open_known = clip(known, lab.open_known, BOUNDLESS)
    lab.open_served = clip(served, lab.open_served, BOUNDLESS)


@compile_kernel
def at_scale(lab: Array, relative: float, p: Array) -> float:
    """Nats that a share of the run's knowledge adds in a run larger than the reference.

    Args:
        lab: whose run it is.
        relative: log of the run over the reference run.
        p: the parameters.
    """
    if p.gain_mean <= 0.0:
        return 0.0
    known = lab.run_known + lab.run_copied
    # What would hurt a small run is left out of it.
    each = clip(p.scale_gain * relative / p.gain_mean, -1.0, BOUNDLESS)
    return p.scale_share * known * each


@compile_kernel
def take_over(lab: Array, buyer: Array, p: Array) -> None:
    """A buyer learns what the lab knew and it did not; the two overlap as labs' findings do."""
    if p.research_engine <= 0.0:
        return
    learned = added(whole(buyer), whole(lab), p)
    buyer.copied_known = buyer.copied_known + learned
    count(buyer, 0.0, learned, p.gain_mean)
    learned = added(whole_serving(buyer), whole_serving(lab), p)
    buyer.copied_served = buyer.copied_served + learned
    buyer.serving_ideas = buyer.serving_ideas * exponential(learned)
    count(buyer, 0.0, learned, p.serving_gain)


@compile_kernel
def added(known: float, other: float, p: Array) -> float:
    """Nats by which two stocks together pass the first."""
    together = power(known, p.knowledge_overlap) + power(other, p.knowledge_overlap)
    return clip(power(together, 1.0 / p.knowledge_overlap) - known, 0.0, BOUNDLESS)
