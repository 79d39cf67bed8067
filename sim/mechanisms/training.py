"""Training: runs accumulate compute; a finished run becomes a model."""

from __future__ import annotations

import math

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import LN10, clip, decades, exponential, logarithm, power
from tenfold.sim.happenings import MODEL_FINISHED, NOBODY, RUN_BEGAN, RUN_SET_BACK, note
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import knowledge
from tenfold.sim.mechanisms.research import experiment_compute
from tenfold.sim.world import (
    FLOP_PER_CHIP_SECOND,
    SECONDS_PER_MONTH,
    SERVING,
    Array,
    World,
)

YEAR_KEEPING = 11.0 / 12.0
"""A leaky sum that keeps this much a month holds about a year."""
USUAL_COMPUTING = 2.0
"""Months that a run of the usual length computes: the first of its months sets it up."""
UNTESTED = 3.0
"""Decades by which a run outgrows its tests where there are none."""


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Runs gain compute for their months, using the ideas known when they began.

    Equation: C = C0 + sigma X
              X = log10(F/F0) + [sum g + sum gamma ln(F/F0)]/ln 10 + data + practice + know-how
                  - c log10(1 + F/(b E_year)) - size loss + noise
    Units:    F, E_year [FLOP], X [decades of effective compute], C [index points]
    Source:   sigma: regression on 71 models; testing loss: calibrated to the split of R&D compute
    Leaves out: several runs at once; the first month of a run only sets it up
    """
    p = rules[run]
    flop_per_month = chip_month_flop(p)
    catch_up_knowhow(run, world, p)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        lab.new_model = 0.0
        if lab.active == 0.0:
            continue
        lab.experiment_flop = (
            lab.experiment_flop * YEAR_KEEPING + experiment_compute(lab, p) * flop_per_month
        )
        refresh_data(lab, p, world.market[run].data_price)
        if lab.run_left <= 0.0:
            begin(run, world, i)
        else:
            flop = lab.usable * lab.share_training * flop_per_month
            if lab.run_setbacks > 0.0:
                flop = 0.0  # the month of a setback repairs, and adds nothing
            lab.run_flop = lab.run_flop + flop
            lab.run_post = lab.run_post + flop * lab.run_practice
        lab.run_left = lab.run_left - 1.0
        if lab.run_left <= 0.0 and lab.run_flop > 0.0:
            finish(run, world, i, p, luck)


@compile_kernel
def chip_month_flop(p: Array) -> float:
    """FLOP that one H100e does in a month of training."""
    return FLOP_PER_CHIP_SECOND * p.training_utilisation * SECONDS_PER_MONTH


@compile_kernel
def catch_up_knowhow(run: int, world: World, p: Array) -> None:
    """Know-how below that of the maker of the best model on sale approaches it.

    A small lab that does more with its chips keeps that edge: the leader learns from its ideas,
    not from its thrift.
    """
    target, best = -1.0e9, -1.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0 or lab.capability < best:
            continue
        # Of equally good makers the one who knows most: the order of labs decides nothing.
        if lab.capability > best or lab.knowhow > target:
            target = lab.knowhow
        best = lab.capability
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active > 0.0 and lab.knowhow < target:
            lab.knowhow = lab.knowhow + (target - lab.knowhow) / p.knowhow_months


@compile_kernel
def refresh_data(lab: Array, p: Array, price: float) -> None:
    """The data stock goes stale and is refilled by spending and by use of own products.

    Equation: data += [ (spending/(price reference))^0.5 + flywheel (tokens/reference)^0.5
                        - data ] / life
    Units:    data [1]
    """
    bought = math.sqrt(lab.cost_data / (price * p.data_reference))
    used = p.data_flywheel * math.sqrt(lab.tokens / p.data_tokens)
    lab.data_stock = lab.data_stock + (bought + used - lab.data_stock) / p.data_life


@compile_kernel
def begin(run: int, world: World, i: int) -> None:
    """A run begins with the ideas and the plan of today; its first month sets it up."""
    lab = world.lab[run, i]
    lab.run_length = lab.set_run_months
    lab.run_left = lab.set_run_months
    lab.run_began = world.market[run].month
    lab.run_flop = 0.0
    lab.run_post = 0.0
    lab.run_size = lab.set_model_size
    lab.run_distil = lab.set_distil
    lab.run_teacher = lab.set_teacher
    lab.run_practice = lab.set_post_training
    lab.run_moonshot = lab.set_moonshot
    lab.run_setbacks = 0.0
    knowledge.freeze(lab)
    note(run, world, RUN_BEGAN, i, NOBODY, lab.ideas)


@compile_kernel
def finish(run: int, world: World, i: int, p: Array, luck: Luck) -> None:
    """At its end a run either is set back once, by a month, or becomes a model.

    The chance of a setback grows with the run against the experiments that tested it.
    """
    lab = world.lab[run, i]
    month = int(world.market[run].month)
    untested = untested_decades(lab, p)
    chance = p.setback_rate * untested * (1.0 + p.risk * lab.run_moonshot)
    if lab.run_setbacks == 0.0 and luck.lab[run, i, month].setback < chance:
        lab.run_setbacks = 1.0
        lab.run_left = 1.0
        lab.run_flop = lab.run_flop * (1.0 - p.setback_loss)
        lab.run_post = lab.run_post * (1.0 - p.setback_loss)
        note(run, world, RUN_SET_BACK, i, NOBODY, lab.run_flop)
        return
    strength = assess(run, world, i, p)
    noise = p.yield_noise * (1.0 + p.risk * lab.run_moonshot) * luck.lab[run, i, month].yield_noise
    lab.part_noise = noise
    lab.new_model = 1.0
    lab.models = lab.models + 1.0
    lab.training_flop = lab.run_flop
    lab.new_capability = p.index_at_reference + p.index_per_decade * (strength + noise)
    lab.new_score = lab.new_capability
    lab.new_ideas_at = lab.run_began
    lab.new_generic = 0.0
    lab.distil_gain = 0.0
    lab.new_size = active_parameters(lab.run_flop, lab.run_size, p)
    note(run, world, MODEL_FINISHED, i, NOBODY, lab.new_capability)


@compile_kernel
def untested_decades(lab: Array, p: Array) -> float:
    """log10(1 + F/(b E_year)): how far the run outgrows the experiments of the last year."""
    tested = p.testing_share * lab.experiment_flop
    return decades(1.0 + lab.run_flop / tested) if tested > 0.0 else UNTESTED


@compile_kernel
def practice(post_share: float, p: Array) -> float:
    """Decades gained by practice after training, against the standard share; cost apart."""
    gained = 1.0 - exponential(-post_share / p.post_scale)
    standard = 1.0 - exponential(-p.post_standard / p.post_scale)
    return p.post_gain * (gained - standard)


@compile_kernel
def size_loss(size: float, p: Array) -> float:
    """Decades lost by a model that is not of the usual size."""
    off = decades(size)
    return p.size_loss / p.index_per_decade * off * off


@compile_kernel
def active_parameters(flop: float, size: float, p: Array) -> float:
    """Active parameters of a model: they grow with the run, times the size choice."""
    return p.size_reference * power(flop / p.flop_reference, p.size_power) * size


@compile_kernel
def assess(run: int, world: World, i: int, p: Array) -> float:
    """Strength X of the finished run in decades, noise apart; its parts go on record."""
    lab = world.lab[run, i]
    post = lab.run_post / lab.run_flop
    main = lab.run_flop * (1.0 - post)
    relative = logarithm(main / (p.flop_reference * (1.0 - p.post_standard)))
    relative = relative + p.run_hurry * logarithm((lab.run_length - 1.0) / USUAL_COMPUTING)
    own, copied, scale = 0.0, 0.0, 0.0
    for j in range(world.idea.shape[1]):
        if world.known_at[run, i, j] > lab.run_began:
            continue
        idea = world.idea[run, j]
        if idea.kind == SERVING:
            continue
        # An idea that would hurt a small run is left out of it.
        extra = clip(idea.scale_gain * relative, -idea.gain, 1.0e9)
        scale = scale + extra
        if world.copied[run, i, j] > 0.0:
            copied = copied + idea.gain
        else:
            own = own + idea.gain
    own = own + lab.run_known
    copied = copied + lab.run_copied
    scale = scale + knowledge.at_scale(lab, relative, p)
    lab.part_compute = relative / LN10
    lab.part_own = own / LN10
    lab.part_copied = copied / LN10
    lab.part_scale = scale / LN10
    lab.part_data = p.data_weight * decades(clip(lab.data_stock, 0.01, 100.0))
    lab.part_post = practice(post, p)
    lab.part_knowhow = lab.knowhow
    lab.part_testing = -p.testing_loss * untested_decades(lab, p)
    lab.part_size = -size_loss(lab.run_size, p)
    lab.new_post = post / p.post_standard
    lab.new_reasoning = p.reasoning_gain * practice(post, p) * p.index_per_decade
    ideas = lab.part_own + lab.part_copied + lab.part_scale
    made = lab.part_data + lab.part_post + lab.part_knowhow
    return lab.part_compute + ideas + made + lab.part_testing + lab.part_size
