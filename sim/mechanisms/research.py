"""Research: innovating and copying are one process."""

from __future__ import annotations

import math

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import exponential, logarithm, power
from tenfold.sim.happenings import BREAKTHROUGH_NOTE, COPIED, DISCOVERED, note
from tenfold.sim.luck import Luck
from tenfold.sim.world import (
    BREAKTHROUGH,
    EASE_BREAKTHROUGH,
    EASE_ORDINARY,
    EASE_SERVING,
    HELD,
    NEVER,
    ORDINARY,
    SERVING,
    SHOWN,
    Array,
    World,
)


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Each lab's experiments discover ideas, or copy those that others show.

    Equation: left_ij -= rho T_i^tau auto_i [ own_ik + copy_i (exposure_ij - 1) ] / D_j
              own_ik  = (E_i/E0)^0.6  e_k^0.65          k: explore, long shots, serving
              copy_i  = A_i (E_i/E0)^0.25 e_copy^0.65
              A_i     = 0.3 + 0.7 min(1, ((e_explore + e_longshots)/0.4)^0.5)
              i learns j when left_ij <= 0; left_ij starts as Exp(1), drawn before month one
              (an idea found this month can be copied from the next)
    Units:    left [1], E [H100e], T [1], D [1], rho [1/month]
    Source:   [Sellke1983] for the threshold, [CohenLevinthal1990] for A, [Ho2024] for the pace
    Leaves out: ideas that build on each other; wrong ideas
    """
    p = rules[run]
    survey(run, world, p)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        own, copying = pace(lab, p)
        search(
            run,
            world,
            i,
            own * lab.effort_explore,
            own * lab.effort_moonshot,
            own * lab.effort_efficiency,
            copying * lab.effort_replicate,
            p,
        )


@compile_kernel
def pace(lab: Array, p: Array) -> tuple[float, float]:
    """How fast a lab searches by itself and how fast it copies, a month, at full effort.

    The factor of automation goes on record.
    """
    lab.automation_gain = automation(lab, p)
    speed = p.research_pace * power(lab.talent, p.talent_power) * lab.automation_gain
    size = logarithm(experiment_compute(lab, p) / p.experiment_reference)
    own = speed * exponential(p.own_power * size)
    copying = speed * exponential(p.copy_power * size) * absorption(lab, p)
    return own, copying


@compile_kernel
def weigh_efforts(lab: Array, p: Array) -> None:
    """The powers e^0.65 of the lab's research shares; they change with decisions alone."""
    lab.effort_explore = power(lab.set_explore, p.effort_power)
    lab.effort_moonshot = power(lab.set_moonshot, p.effort_power)
    lab.effort_replicate = power(lab.set_replicate, p.effort_power)
    lab.effort_efficiency = power(lab.set_efficiency, p.effort_power)


@compile_kernel
def experiment_compute(lab: Array, p: Array) -> float:
    """H100e that run experiments: less what distillation and the lab's own models take."""
    share = lab.share_experiments * (1.0 - p.distil_experiments * lab.run_distil)
    return lab.usable * share * (1.0 - lab.set_automation)


@compile_kernel
def automation(lab: Array, p: Array) -> float:
    """AI speeding AI research: 1 + phi * skill of the best own model * compute that runs it.

    Both factors lie in 0..1 and saturate; the model need not be released.
    """
    skill = 1.0 / (
        1.0 + exponential((p.automation_midpoint - lab.internal_capability) / p.automation_width)
    )
    running = lab.usable * lab.share_experiments * lab.set_automation
    return 1.0 + p.automation * skill * running / (running + p.automation_compute)


@compile_kernel
def absorption(lab: Array, p: Array) -> float:
    """Absorptive capacity: who never explores copies badly."""
    looking = math.sqrt((lab.set_explore + lab.set_moonshot) / p.absorption_full)
    return p.absorption_least + (1.0 - p.absorption_least) * (looking if looking < 1.0 else 1.0)


@compile_kernel
def survey(run: int, world: World, p: Array) -> None:
    """Lay the pool out in rows, so that the search below passes over plain numbers.

    EASE_* are 1/D for ideas of that kind and 0 for others; SHOWN is (exposure - 1)/D; HELD is 1/D
    for ideas that somebody has.
    """
    pool = world.pool[run]
    for j in range(world.idea.shape[1]):
        idea = world.idea[run, j]
        ease = idea.ease
        pool[EASE_ORDINARY, j] = ease if idea.kind == ORDINARY else 0.0
        pool[EASE_BREAKTHROUGH, j] = ease if idea.kind == BREAKTHROUGH else 0.0
        pool[EASE_SERVING, j] = ease if idea.kind == SERVING else 0.0
        shown = p.serving_shown if idea.kind == SERVING else 1.0
        pool[SHOWN, j] = (idea.exposure - 1.0) * ease * shown
        pool[HELD, j] = ease if idea.found_at < NEVER else 0.0


@compile_kernel
def search(
    run: int,
    world: World,
    i: int,
    explore: float,
    moonshot: float,
    efficiency: float,
    copying: float,
    p: Array,
) -> None:
    """Pass this month's hazard over every idea; lab i learns those whose threshold is reached."""
    lab = world.lab[run, i]
    left = world.left[run, i]
    ordinary = world.pool[run, EASE_ORDINARY]
    breakthrough = world.pool[run, EASE_BREAKTHROUGH]
    serving = world.pool[run, EASE_SERVING]
    shown = world.pool[run, SHOWN]
    held = world.pool[run, HELD]
    gossip = p.inflow_exposure * lab.inflow
    if lab.star_left > 0.0:
        source = world.known_at[run, int(lab.star_source)]
        for j in range(left.shape[0]):
            if source[j] <= lab.star_since:
                told = copying * p.star_exposure * held[j]
                left[j] = left[j] - told
                if left[j] <= 0.0:
                    learn(run, world, i, j, True, p)
    reached = 0
    for j in range(left.shape[0]):
        own = explore * ordinary[j] + moonshot * breakthrough[j] + efficiency * serving[j]
        left[j] = left[j] - (own + copying * (shown[j] + gossip * held[j]))
        reached += 1 if left[j] <= 0.0 else 0
    if reached > 0:
        for j in range(left.shape[0]):
            if left[j] <= 0.0:
                own = explore * ordinary[j] + moonshot * breakthrough[j] + efficiency * serving[j]
                learn(run, world, i, j, copying * (shown[j] + gossip * held[j]) > own, p)


@compile_kernel
def learn(run: int, world: World, i: int, j: int, copied: bool, p: Array) -> None:
    """Lab i knows idea j from this month on."""
    month = world.market[run].month
    lab = world.lab[run, i]
    idea = world.idea[run, j]
    world.known_at[run, i, j] = month
    world.left[run, i, j] = NEVER
    world.copied[run, i, j] = 1.0 if copied else 0.0
    lab.ideas = lab.ideas + 1.0
    if copied:
        lab.ideas_copied = lab.ideas_copied + 1.0
    if idea.kind == SERVING:
        lab.serving_ideas = lab.serving_ideas * exponential(idea.gain)
    if idea.found_at >= NEVER:
        idea.found_at = month
        idea.finder = i
    if idea.exposure < p.private_exposure:
        idea.exposure = p.private_exposure
    if idea.shown_at < NEVER and idea.copied_at >= NEVER and idea.shown_by != i:
        idea.copied_at = month
        idea.copier = i
    if idea.kind == BREAKTHROUGH:
        note(run, world, BREAKTHROUGH_NOTE, i, j, 1.0 if copied else 0.0)
    elif copied:
        note(run, world, COPIED, i, j, idea.shown_by)
    else:
        note(run, world, DISCOVERED, i, j, idea.gain)
