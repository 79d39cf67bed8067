"""Distillation: a finishing model may have been trained on a rival's answers."""

from __future__ import annotations

import math

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, decades, exponential
from tenfold.sim.happenings import BANNED, CAUGHT, DISTILLED, note
from tenfold.sim.luck import Luck
from tenfold.sim.world import CLOSED, NEVER, PRODUCTS, STAGED, Array, World

SMALLEST_STUDENT = 3.0
"""Decades of size over which the loss of a student counts."""


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Lift a finished model towards the best teacher within reach, never past it.

    Equation: gain = access sqrt(d) G (1 - exp(-kappa gap/G)) - student loss
              G = sigma log10(m_max)
              access = 1 for open weights, a (1 - b protection) for a closed service, 0 if banned
              chance of a ban in a run = 0.08 d^2 (0.3 + 0.7 protection)
              score = C + beta gain
    Units:    gain, gap, G [index points], d and protection [1]
    Source:   m_max 'several-fold'; student loss: R1 students by size, scenarios/evidence
    Leaves out: which skills a teacher shows; several teachers at once
    """
    p = rules[run]
    market = world.market[run]
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.cost_tokens = 0.0
        if lab.banned > 0.0:
            lab.banned = lab.banned - 1.0
        if lab.active == 0.0 or lab.new_model == 0.0 or lab.run_distil <= 0.0:
            continue
        teacher, gain = best_teacher(run, world, i, p)
        if teacher < 0:
            continue
        k = teacher % PRODUCTS
        other = teacher // PRODUCTS
        product = world.product[run, other, k]
        lab.distil_gain = gain
        lab.new_capability = lab.new_capability + gain
        lab.new_score = lab.new_capability + p.score_bias * gain
        lab.new_generic = gain / (gain + p.generic_half)
        lab.cost_tokens = p.distil_tokens * lab.run_distil * product.offered / 1.0e6
        note(run, world, DISTILLED, i, other, gain)
        if product.opened_at > market.month:
            guard = world.lab[run, other].set_protection
            watched = p.detection_least + (1.0 - p.detection_least) * guard
            chance = p.detection_rate * lab.run_distil * lab.run_distil * watched
            if luck.lab[run, i, int(market.month)].detection < chance:
                lab.banned = p.ban_months
                lab.reputation = lab.reputation - p.scandal
                lab.accused = 1.0
                lab.accused_by = float(other)
                lab.accused_since = market.month
                note(run, world, CAUGHT, i, other, lab.run_distil)
                note(run, world, BANNED, i, other, p.ban_months)


@compile_kernel
def reach(run: int, world: World, i: int, other: int, k: int, p: Array) -> float:
    """How much of a teacher's product lab i can learn from: 0 to 1."""
    product = world.product[run, other, k]
    if product.released_at >= NEVER:
        return 0.0
    if product.opened_at <= world.market[run].month:
        return 1.0
    if world.lab[run, other].active == 0.0 or world.lab[run, i].banned > 0.0:
        return 0.0
    if product.release != CLOSED and product.release != STAGED:
        return 0.0
    return p.closed_access * (1.0 - p.protection_strength * world.lab[run, other].set_protection)


@compile_kernel
def gain_from(lab: Array, product: Array, access: float, p: Array) -> float:
    """Index points that a finished model gains from one teacher at a given access."""
    gap = product.capability - lab.new_capability
    if gap <= 0.0:
        return 0.0
    most = p.index_per_decade * decades(p.distil_most)
    # Part of reasoning cannot be distilled: it needs own practice after training.
    own_practice = clip(lab.new_post, 0.0, 1.0)
    kept = 1.0 - p.undistillable * (1.0 - own_practice)
    gain = access * math.sqrt(lab.run_distil) * most * (1.0 - exponential(-p.kappa * gap / most))
    smaller = decades(product.parameters / lab.new_size) if lab.new_size > 0.0 else 0.0
    loss = p.student_loss * clip(smaller, 0.0, SMALLEST_STUDENT)
    return clip(gain * kept - loss, 0.0, gap)


@compile_kernel
def best_teacher(run: int, world: World, i: int, p: Array) -> tuple[int, float]:
    """The product from which lab i would gain most, or that of the chosen teacher; -1 if none."""
    lab = world.lab[run, i]
    chosen = int(lab.run_teacher)
    best, most = -1, 0.0
    for other in range(world.lab.shape[1]):
        if other == i or (chosen >= 0 and other != chosen):
            continue
        for k in range(PRODUCTS):
            access = reach(run, world, i, other, k, p)
            if access <= 0.0:
                continue
            gain = gain_from(lab, world.product[run, other, k], access, p)
            if gain > most:
                most = gain
                best = other * PRODUCTS + k
    return best, most
