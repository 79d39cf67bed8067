"""Talent: researchers move, and carry ideas."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip, exponential, logarithm
from tenfold.sim.happenings import STAR_MOVED, note
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import knowledge
from tenfold.sim.world import OPEN, Array, World

MOST_STANDING = 2.0
"""Standing beyond this draws nobody more."""


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Researchers drift towards pay, prestige and openness; now and then a star leaves at once.

    Equation: pull_i = home_i + w_pay ln pay_i + w_prestige (score_i - mean)/points + w_open open_i
              T_i += mobility (T softmax(pull)_i - T_i),  T the sum over labs
                       - w_envy while others remember that one star alone was paid to stay
              arrivals make ideas that rivals hold easier to copy for some months
    Units:    T [1], pull [1], mobility [1/month]
    Source:   pay and hires per exit, scenarios/evidence
    Leaves out: training of new researchers, visas by person; the sum of talent is constant
    """
    p = rules[run]
    total, pulls = weigh(run, world, p)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        before = lab.talent
        target = total * world.scratch[run, 0, i] / pulls if pulls > 0.0 else before
        lab.talent = before + p.mobility * (target - before)
        arrived = (lab.talent - before) / before if before > 0.0 else 0.0
        lab.inflow = lab.inflow * p.inflow_keeping + clip(arrived, 0.0, 1.0)
        if lab.star_left > 0.0:
            lab.star_left = lab.star_left - 1.0
        if lab.loyal > 0.0:
            lab.loyal = lab.loyal - 1.0
        if lab.envious > 0.0:
            lab.envious = lab.envious - 1.0
        lab.reputation = lab.reputation * p.scandal_keeping
    move_stars(run, world, p, luck)


@compile_kernel
def pull(lab: Array, mean_score: float, p: Array) -> float:
    """What draws researchers to a lab, its home apart."""
    value = p.pull_pay * logarithm(lab.set_pay)
    standing = (lab.public_score - mean_score) / p.prestige_points
    value = value + p.pull_prestige * clip(standing, -MOST_STANDING, MOST_STANDING)
    if lab.flagship_release == OPEN:
        value = value + p.pull_open
    if lab.envious > 0.0:
        value = value - p.envy_pull
    return value


@compile_kernel
def mean_public_score(run: int, world: World) -> float:
    """Mean public score of active labs."""
    score, labs = 0.0, 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        score = score + lab.active * lab.public_score
        labs = labs + lab.active
    return score / labs if labs > 0.0 else 0.0


@compile_kernel
def weigh(run: int, world: World, p: Array) -> tuple[float, float]:
    """Put exp(pull) of each lab into the working space; return total talent and their sum."""
    mean = mean_public_score(run, world)
    total, pulls = 0.0, 0.0
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        weight = 0.0
        if lab.active > 0.0:
            weight = exponential(lab.draw + pull(lab, mean, p))
            total = total + lab.talent
        world.scratch[run, 0, i] = weight
        pulls = pulls + weight
    return total, pulls


@compile_kernel
def move_stars(run: int, world: World, p: Array, luck: Luck) -> None:
    """A star leaves a lab with a small chance, for a lab chosen by pull, and takes ideas along.

    Nobody leaves a lab that has just raised its pay to keep a star.

    The uniform that says whether a star leaves, rescaled, also says where to.
    """
    month = int(world.market[run].month)
    labs = world.lab.shape[1]
    for i in range(labs):
        lab = world.lab[run, i]
        u = luck.lab[run, i, month].star
        if lab.active == 0.0 or u >= p.star_rate or p.star_rate <= 0.0 or lab.loyal > 0.0:
            continue
        others = 0.0
        for other in range(labs):
            if other != i:
                others = others + world.scratch[run, 0, other]
        place = u / p.star_rate * others
        for other in range(labs):
            if other == i:
                continue
            place = place - world.scratch[run, 0, other]
            if place < 0.0:
                rival = world.lab[run, other]
                moved = p.star_talent * lab.talent
                lab.talent = lab.talent - moved
                rival.talent = rival.talent + moved
                rival.star_left = p.star_months
                rival.star_source = float(i)
                rival.star_since = float(month)
                rival.star_known = knowledge.whole(lab)
                rival.star_served = knowledge.whole_serving(lab)
                lab.poached = moved
                lab.poached_by = float(other)
                lab.poached_since = float(month)
                note(run, world, STAR_MOVED, other, i, moved)
                break
