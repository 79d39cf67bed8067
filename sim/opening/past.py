"""The past: ideas drawn, research before the start played, know-how solved from capability."""

from __future__ import annotations

import math

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, decades, exponential, logarithm
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import chips, knowledge, release, research, training
from tenfold.sim.mechanisms.talent import mean_public_score, pull
from tenfold.sim.opening.balance import reference_flop
from tenfold.sim.world import (
    BREAKTHROUGH,
    NEVER,
    OPEN,
    ORDINARY,
    PRODUCTS,
    SERVING,
    Array,
    World,
)

OWN, COPIED, SERVED = 0, 1, 2
"""What is kept of a month before the start, by lab: stocks of the continuous engine."""
RECALLED = 3
MEAN, SOURCE, AGAIN = 0, 1, 2
"""Columns of waits: mean wait in months (0: fixed), the scenario's event, how many came before."""


@compile_kernel
def begin_runs(world: World, rules: Array, luck: Luck, waits: Array, recalled: Array) -> None:
    """Draw the ideas and the events of every run, and play the research before the start."""
    for run in range(world.market.shape[0]):
        draw_events(run, world, luck, waits)
        draw_ideas(run, world, rules[run], luck)
        recall_past(run, world, rules, luck, recalled)
        settle_skill(run, world, rules[run], luck, recalled)
        world.market[run].happenings = 0.0


@compile_kernel
def draw_events(run: int, world: World, luck: Luck, waits: Array) -> None:
    """Random events come again and again, after waits of luck; each coming is a row of its own."""
    came = 0.0
    for e in range(world.event.shape[1]):
        event = world.event[run, e]
        mean, again = waits[e, MEAN], waits[e, AGAIN]
        if mean <= 0.0:
            continue
        came = came if again > 0.0 else event.month
        came = came + luck.event[run, int(waits[e, SOURCE]), int(again)] * mean
        event.month = math.floor(came)


@compile_kernel
def draw_ideas(run: int, world: World, p: Array, luck: Luck) -> None:
    """The pool of ideas, from easy to hard: kind, difficulty, gain, and gain at scale.

    Equation: D_j = exp(delta j + noise); g lognormal
              breakthroughs are rare, four times harder and fat-tailed
    """
    for j in range(world.idea.shape[1]):
        draw = luck.idea[run, j]
        idea = world.idea[run, j]
        difficulty = exponential(p.difficulty_growth * j + p.difficulty_noise * draw.difficulty)
        idea.kind = ORDINARY
        spread = p.gain_spread
        mean = p.gain_mean * exponential(-0.5 * spread * spread)
        if draw.kind < p.breakthrough_share:
            idea.kind = BREAKTHROUGH
            difficulty = difficulty * p.breakthrough_difficulty
            spread = p.breakthrough_spread
            mean = p.breakthrough_gain
        elif draw.kind < p.breakthrough_share + p.serving_share:
            idea.kind = SERVING
            mean = p.serving_gain * exponential(-0.5 * spread * spread)
        idea.gain = mean * exponential(spread * draw.gain)
        idea.ease = 1.0 / difficulty
        idea.scale_gain = p.scale_gain if draw.scale < p.scale_share else 0.0
        idea.exposure = 1.0
        idea.found_at = NEVER
        idea.shown_at = NEVER
        idea.copied_at = NEVER
        idea.finder = -1.0
        idea.shown_by = -1.0
        idea.copier = -1.0
        for i in range(world.lab.shape[1]):
            world.left[run, i, j] = luck.threshold[run, i, j]
            world.known_at[run, i, j] = NEVER
            world.copied[run, i, j] = 0.0


@compile_kernel
def recall_past(run: int, world: World, rules: Array, luck: Luck, recalled: Array) -> None:
    """Play the research of the months before the start, so that ideas are under way at month 0.

    Leaders hold ideas that are not yet in models, followers are copying what models show. Without
    it the start would be a false truce: all labs would know the same, and copying would begin anew.
    Chips were fewer then. Ideas become visible once they were known for a run and a month.
    """
    p = rules[run]
    market = world.market[run]
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.usable = lab.usable * p.past_compute
        research.weigh_efforts(lab, p)
    for ago in range(int(p.past_months), 0, -1):
        market.month = -float(ago)
        knowledge.pursue(run, world, rules, luck)
        for i in range(world.lab.shape[1]):
            lab = world.lab[run, i]
            exposure = p.closed_exposure * (1.0 - p.protection_hides * lab.set_protection)
            if lab.flagship_release == OPEN:
                exposure = p.open_exposure
            release.expose(run, world, i, market.month - lab.set_run_months, exposure)
            keep(lab, recalled[int(p.past_months) - ago, i])
            then = recalled_at(lab.set_run_months + ago, i, recalled, p)
            knowledge.show(lab, then[OWN], then[SERVED])
            if lab.flagship_release == OPEN:
                knowledge.publish(lab, then[OWN], then[SERVED])
    market.month = 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        chips.count(lab, p)
        # What was known for serving is in the prices and loads of the start already.
        lab.serving_ideas = 1.0


@compile_kernel
def keep(lab: Array, row: Array) -> None:
    """Put the lab's stocks of knowledge into the row of their month."""
    row[OWN] = lab.own_known
    row[COPIED] = lab.copied_known
    row[SERVED] = lab.own_served


@compile_kernel
def recalled_at(ago: float, i: int, recalled: Array, p: Array) -> tuple[float, float, float]:
    """Lab i's stocks of knowledge so many months before the start; nothing before the past."""
    row = int(p.past_months) - int(ago)
    if row < 0:
        return 0.0, 0.0, 0.0
    return recalled[row, i, OWN], recalled[row, i, COPIED], recalled[row, i, SERVED]


@compile_kernel
def hold(lab: Array, then: tuple[float, float, float]) -> None:
    """A run that began with these stocks of knowledge."""
    lab.run_known = then[OWN]
    lab.run_copied = then[COPIED]
    lab.run_served = then[SERVED]


@compile_kernel
def past_gain(lab: Array, frontier: float, p: Array) -> float:
    """Index points that a lab behind the leader owes to distillation in its published model.

    The gain g solves g = f(gap + g), f the gain of a run from a closed teacher of usual guard.
    """
    behind = frontier - lab.published_capability
    if behind <= 0.0:
        return 0.0
    most = p.index_per_decade * decades(p.distil_most)
    access = p.closed_access * (1.0 - p.protection_strength * lab.set_protection)
    gain = 0.0
    for _ in range(20):
        reached = 1.0 - exponential(-p.kappa * (behind + gain) / most)
        gain = access * math.sqrt(p.past_distil) * most * reached
    return gain


@compile_kernel
def settle_skill(run: int, world: World, p: Array, luck: Luck, recalled: Array) -> None:
    """Data, know-how and the pull on researchers; a run is under way at every lab."""
    mean = mean_public_score(run, world)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        bought = math.sqrt(lab.cost_data / p.data_reference)
        lab.data_stock = bought + p.data_flywheel * math.sqrt(lab.tokens / p.data_tokens)
        flop = training.chip_month_flop(p)
        lab.experiment_flop = research.experiment_compute(lab, p) * flop * 12.0 * p.past_compute
        # The published model was a month on sale, and its run took the usual months.
        lab.run_began = -lab.set_run_months - 1.0
        hold(lab, recalled_at(-lab.run_began, i, recalled, p))
        for k in range(PRODUCTS):
            product = world.product[run, i, k]
            product.ideas_at = lab.run_began
            product.known = lab.run_known
            product.served = lab.run_served
        lab.run_size = 1.0
        lab.run_length = lab.set_run_months
        lab.run_flop = reference_flop(lab, p)
        lab.run_post = lab.run_flop * lab.set_post_training
        strength = training.assess(run, world, i, p)
        own = lab.published_capability - past_gain(lab, world.market[run].frontier, p)
        known = (own - p.index_at_reference) / p.index_per_decade
        lab.knowhow = known - strength
        lab.part_knowhow = lab.knowhow
        lab.training_flop = lab.run_flop
        lab.new_capability = lab.published_capability
        months = lab.set_run_months
        done = math.floor(luck.opening[run, i] * months)
        lab.run_length = months
        lab.run_left = months - done
        lab.run_began = -done
        if done > 0.0:
            hold(lab, recalled_at(done, i, recalled, p))
        else:
            knowledge.freeze(lab)
        worked = clip(done - 1.0, 0.0, months)
        lab.run_flop = lab.usable * lab.set_training * flop * worked
        lab.run_post = lab.run_flop * lab.set_post_training
        if done == 0.0:
            lab.run_left = 0.0
        lab.run_practice = lab.set_post_training
        lab.run_teacher = lab.set_teacher
        if lab.published_capability < world.market[run].frontier:
            lab.run_distil = p.past_distil
        lab.draw = logarithm(lab.talent) - pull(lab, mean, p)
