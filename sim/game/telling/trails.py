"""Trails: what charts show of the past of a game, as far as its player could know it.

Own books exactly; of rivals, what is public: models on sale, use, revenue, counts of their chips by
outsiders, ideas that their released models show. Two games that differ in rivals' secrets alone
have the same trails. Months follow the record: what happens in the first month shows at month 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tenfold.sim.game.telling.snapshot import ProductShot
    from tenfold.sim.game.turns import Game

CHANNELS = ("legal", "domestic", "rented", "smuggled")
"""Ways to chips, as the record names them."""
NOWHERE = -1
"""In place of a lab or of a month that is not known, or has not come."""


@dataclass(frozen=True)
class ProductTrail:
    """One model on sale of one lab, by quarter; None where it is not on sale."""

    lab: int
    mini: bool
    score: tuple[float | None, ...]
    """As benchmarks show it [index points]."""
    price: tuple[float | None, ...]
    """What customers pay [USD per million tokens], hosts of open weights included."""
    tokens: tuple[float, ...]
    """Used [tokens per month]."""
    opened: tuple[bool, ...]
    """Its weights are public."""


@dataclass(frozen=True)
class IdeaTrail:
    """One idea that a released model shows, or that the player's lab knows."""

    breakthrough: bool
    shown: int
    """Month since which a released model shows it; 0 from the start, -1 not yet."""
    shown_by: int
    """Whose model showed it first; -1 nobody's."""
    followers: tuple[tuple[int, int], ...]
    """(lab, month): whose released models show it since then, the first left out; oldest first."""
    known: int
    """Month since which the player's lab knows it; 0 from the start, -1 not yet."""
    copied: bool
    """The player's lab learned it mostly from others."""
    source: int
    """From whose model it copied; -1 from nobody's: it found it, or heard of it from people."""
    lost: tuple[tuple[int, int], ...]
    """(lab, month): who copied it from the player's models; oldest first."""


@dataclass(frozen=True)
class Trails:
    """The past of a game as charts show it."""

    months: tuple[int, ...]
    """Month of each quarter's figures, oldest first: 0, 3, 6 and so on."""
    products: tuple[ProductTrail, ...]
    """Flagship and mini of each lab, in the order of the labs."""
    segments: tuple[tuple[str, str], ...]
    """Name and title of each segment of customers."""
    segment_share: tuple[tuple[tuple[float, ...], ...], ...]
    """[segments][labs][quarters] share of the tokens used in the segment."""
    revenue_share: tuple[tuple[float, ...], ...]
    """[labs][quarters] share of all labs' published revenue."""
    estimate: tuple[tuple[float | None, ...], ...]
    """[labs][quarters] chips as outsiders count them [H100e]; None where the lab has left."""
    estimate_error: float
    """Standard deviation of the logarithm of such a count."""
    channels: tuple[tuple[float, ...], ...]
    """[CHANNELS][months] own chips at work by how they were got [H100e]; empty without a lab."""
    on_order: tuple[float, ...]
    """[months] own chips ordered and not yet delivered [H100e]; empty without a lab."""
    ideas: tuple[IdeaTrail, ...]
    """Oldest first."""


NO_TRAILS = Trails((), (), (), (), (), (), 0.0, (), (), ())
"""Of a game of which nothing is known yet."""


def trails_of(game: Game) -> Trails:
    """All that the player of a game could know of its past."""
    # Pages read the shapes above before the engine, which this needs, is loaded.
    from tenfold.sim.game.telling.lineage import ideas_of

    shots = game.snapshots
    labs = range(len(game.scenario.labs))
    sold = [{(one.lab, one.mini): one for one in shot.products} for shot in shots]
    segments = game.scenario.segments
    own = game.columns("incoming", *(f"compute_{name}" for name in CHANNELS))
    return Trails(
        months=tuple(shot.month for shot in shots),
        products=tuple(_product(sold, lab, mini) for lab in labs for mini in (False, True)),
        segments=tuple((segment.name, segment.title) for segment in segments),
        segment_share=tuple(
            _shares([shot.segments[place] for shot in shots]) for place in range(len(segments))
        ),
        revenue_share=_shares([shot.revenue_estimate * shot.active for shot in shots]),
        estimate=tuple(
            tuple(float(shot.compute_estimate[lab]) if shot.active[lab] else None for shot in shots)
            for lab in labs
        ),
        estimate_error=float(game.race.rules.estimate_noise[0]),
        channels=tuple(tuple(own[f"compute_{name}"][:, game.seat].tolist()) for name in CHANNELS)
        if game.seat >= 0
        else (),
        on_order=tuple(own["incoming"][:, game.seat].tolist()) if game.seat >= 0 else (),
        ideas=ideas_of(game.race, game.seat),
    )


def _product(
    sold: Sequence[dict[tuple[int, bool], ProductShot]], lab: int, mini: bool
) -> ProductTrail:
    found = [quarter.get((lab, mini)) for quarter in sold]
    return ProductTrail(
        lab=lab,
        mini=mini,
        score=tuple(None if one is None else one.score for one in found),
        price=tuple(None if one is None else one.price for one in found),
        tokens=tuple(0.0 if one is None else one.tokens for one in found),
        opened=tuple(one is not None and one.opened for one in found),
    )


def _shares(quarters: Sequence[NDArray[np.float64]]) -> tuple[tuple[float, ...], ...]:
    """[labs][quarters] of figures that become shares of their sum; zero where all are zero."""
    table = np.array(quarters)
    total = table.sum(axis=1, keepdims=True)
    shares = np.divide(table, total, out=np.zeros_like(table), where=total > 0.0)
    return tuple(tuple(row) for row in shares.T.tolist())


def trails_at(trails: Trails, month: int) -> Trails:
    """The same as they were in an earlier month."""
    kept = sum(1 for when in trails.months if when <= month)
    ideas = (idea_at(idea, month) for idea in trails.ideas)
    return Trails(
        months=trails.months[:kept],
        products=tuple(
            replace(
                product,
                score=product.score[:kept],
                price=product.price[:kept],
                tokens=product.tokens[:kept],
                opened=product.opened[:kept],
            )
            for product in trails.products
        ),
        segments=trails.segments,
        segment_share=tuple(
            tuple(shares[:kept] for shares in segment) for segment in trails.segment_share
        ),
        revenue_share=tuple(shares[:kept] for shares in trails.revenue_share),
        estimate=tuple(counts[:kept] for counts in trails.estimate),
        estimate_error=trails.estimate_error,
        channels=tuple(chips[: month + 1] for chips in trails.channels),
        on_order=trails.on_order[: month + 1],
        ideas=tuple(idea for idea in ideas if idea is not None),
    )


def idea_at(idea: IdeaTrail, month: int) -> IdeaTrail | None:
    """What was known of an idea in a month; None if nothing."""
    shown = NOWHERE < idea.shown <= month
    known = NOWHERE < idea.known <= month
    if not shown and not known:
        return None
    return IdeaTrail(
        breakthrough=idea.breakthrough,
        shown=idea.shown if shown else NOWHERE,
        shown_by=idea.shown_by if shown else NOWHERE,
        followers=tuple(one for one in idea.followers if one[1] <= month),
        known=idea.known if known else NOWHERE,
        copied=idea.copied and known,
        source=idea.source if known else NOWHERE,
        lost=tuple(one for one in idea.lost if one[1] <= month),
    )
