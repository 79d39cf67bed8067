"""Ideas in a belief: what the player knows and what models show are as they are, the rest is drawn.

A world of a belief contradicts the race where its models show an idea that none shows, or its own
lab knows one that the player's does not. There the idea is taken over, with all that rivals know
of it, from a world that does not contradict: ideas are independent of each other, so what is left
is a draw given all that has not happened. An idea that nobody has shown for long is believed hard.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.elementary import LN10
from tenfold.sim.game.foresight.known import OF_IDEAS, Known
from tenfold.sim.world import FLAGSHIP, NEVER, SERVING, Array, World

SAME_TIME = 3.0
"""Months within which two models show an idea at the same time."""
HARDER = 0.5
"""Ease left to an idea that every world of a belief would have found."""
Thresholds = NDArray[np.float64]


def believe_ideas(world: World, rules: Array, known: Known, fresh: Thresholds) -> None:
    """Make what a belief holds of ideas agree with what the player knows.

    A rival's know-how makes up for ideas that it gains or loses here and that its model on sale
    holds: nobody gets better by what a player learns.

    Args:
        world: of the belief.
        rules: its constants.
        known: what the player knows.
        fresh: [runs, labs, ideas] Exp(1): hazard left of ideas that are not known yet. Exp(1) has
            no memory: given that H was not enough, H + Exp(1) is.
    """
    inside, served = _worth_inside(world), _worth_served(world)
    _take_over(world, known, fresh)
    sure = known.sure
    for name in OF_IDEAS:
        world.idea[name][:, sure] = known.ideas[name][sure]
    world.idea.shown_at[:] = known.shown_at
    world.idea.shown_by[:] = known.shown_by
    _credit_the_first(world, known)
    if known.seat >= 0:
        mine = known.own_known_at < NEVER
        world.known_at[:, known.seat] = known.own_known_at
        world.copied[:, known.seat] = known.own_copied
        world.left[:, known.seat] = np.where(mine, NEVER, fresh[:, known.seat])
    _note_finders(world, rules, sure)
    rivals = np.arange(world.lab.shape[1]) != known.seat
    more = (_worth_inside(world) - inside) / LN10
    world.lab.knowhow[:] = world.lab.knowhow - more * rivals
    factor = np.exp(np.clip(_worth_served(world) - served, -5.0, 5.0))
    world.lab.serving_ideas[:] = np.where(
        rivals, world.lab.serving_ideas * factor, world.lab.serving_ideas
    )
    if rules[0].research_engine <= 0.0:
        _count(world, rivals)


def _take_over(world: World, known: Known, fresh: Thresholds) -> None:
    """Replace what contradicts by the same idea of a world that does not.

    Of the worlds in which models show an idea, those that began to show it at about the same time
    are taken: how far its copying has come depends on it.
    """
    shown = known.shown_at < NEVER
    believed = world.idea.shown_at
    late = np.abs(believed - known.shown_at) > SAME_TIME
    wrong = np.where(shown, late, believed < NEVER)
    if known.seat >= 0:
        wrong |= (world.known_at[:, known.seat] < NEVER) & ~known.sure
    for j in np.flatnonzero(wrong.any(axis=0)).tolist():
        bad = np.flatnonzero(wrong[:, j])
        good = np.flatnonzero(~wrong[:, j])
        if not len(good) and shown[j]:
            good = np.flatnonzero(believed[:, j] < NEVER)
        if len(good):
            source = good[np.arange(len(bad)) % len(good)]
            world.idea[bad, j] = world.idea[source, j]
            for array in (world.left, world.known_at, world.copied):
                array[bad, :, j] = array[source, :, j]
        elif not shown[j]:
            _forget(world, j, fresh)


def _forget(world: World, j: int, fresh: Thresholds) -> None:
    """In every world somebody would have found and shown it: it is harder than all believed."""
    world.known_at[:, :, j] = NEVER
    world.copied[:, :, j] = 0.0
    world.left[:, :, j] = fresh[:, :, j]
    world.idea.ease[:, j] = world.idea.ease[:, j] * HARDER


def _credit_the_first(world: World, known: Known) -> None:
    """Whose model showed an idea first knew it when the run of its model began."""
    for i in range(world.lab.shape[1]):
        if i == known.seat:
            continue
        theirs = np.flatnonzero((known.shown_by == i) & (known.shown_at < NEVER))
        began = world.product.ideas_at[:, i, FLAGSHIP][:, None]
        before = world.known_at[:, i, theirs]
        world.known_at[:, i, theirs] = np.minimum(before, began)
        world.left[:, i, theirs] = NEVER


def _note_finders(world: World, rules: Array, sure: NDArray[np.bool_]) -> None:
    """Who found an idea first in each world, and how easy to copy secrets are."""
    first = world.known_at.min(axis=1).astype(float)
    held = first < NEVER
    world.idea.found_at[:] = np.where(held, first, NEVER)
    world.idea.finder[:] = np.where(held, world.known_at.argmin(axis=1), -1.0)
    world.idea.copied_at[:] = NEVER
    world.idea.copier[:] = -1.0
    secret = np.where(held, rules.private_exposure[:, None], 1.0)
    world.idea.exposure[:] = np.where(sure, world.idea.exposure, secret)


def _worth_inside(world: World) -> NDArray[np.float64]:
    """[runs, labs] nats of what each lab's model on sale holds, at the scale of its last run."""
    inside = world.known_at <= world.product.ideas_at[:, :, FLAGSHIP][:, :, None]
    useful = inside & (world.idea.kind != SERVING)[:, None]
    relative = (world.lab.part_compute * LN10)[:, :, None]
    extra = np.maximum(world.idea.scale_gain[:, None] * relative, -world.idea.gain[:, None])
    worth: NDArray[np.float64] = (useful * (world.idea.gain[:, None] + extra)).sum(axis=2)
    return worth


def _worth_served(world: World) -> NDArray[np.float64]:
    """[runs, labs] nats of tokens per chip that each lab has learned since the start."""
    since = (world.known_at >= 0.0) & (world.known_at < NEVER)
    worth: NDArray[np.float64] = (
        since * (world.idea.gain * (world.idea.kind == SERVING))[:, None]
    ).sum(axis=2)
    return worth


def _count(world: World, rivals: NDArray[np.bool_]) -> None:
    have = world.known_at < NEVER
    world.lab.ideas[:] = np.where(rivals, have.sum(axis=2), world.lab.ideas)
    copied = (have * world.copied).sum(axis=2)
    world.lab.ideas_copied[:] = np.where(rivals, copied, world.lab.ideas_copied)
