"""Editing: below a quality threshold a human must rework what a model wrote."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip
from tenfold.sim.luck import Luck
from tenfold.sim.world import FLAGSHIP, Array, World


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Hours of human rework per thousand pieces, by lab, in the segments that write.

    Equation: hours = h_s max(0, threshold_s - q)/10 (1 + w generic),  threshold_s = need_s + margin
    Units:    hours [per 1000 pieces], q [index points], generic [share of skill from a teacher]
    Source:   assumption; the question is asked in the text on content quality
    Leaves out: taste; the cost to the customer is the price of the hours, not modelled

    Thresholds follow the segment's rising needs. The mean over writing segments and, apart, the
    last one (education) are kept.
    """
    p = rules[run]
    market = world.market[run]
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        total, writing = 0.0, 0.0
        for s in range(world.segment.shape[1]):
            segment = world.segment[run, s]
            if segment.editing <= 0.0 or lab.active == 0.0:
                continue
            product = world.product[run, i, FLAGSHIP]
            shift = segment.rising * (market.frontier - market.first_frontier)
            short = segment.need + shift + p.editing_margin - product.capability
            hours = segment.editing * clip(short, 0.0, 1000.0) / 10.0
            hours = hours * (1.0 + p.editing_generic * product.generic)
            total = total + hours
            writing = writing + 1.0
            lab.editing_education = hours
        lab.editing_hours = total / writing if writing > 0.0 else 0.0
