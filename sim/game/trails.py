"""Trails: what charts show of the past of a game, as far as its player could know it.

Own books exactly; of rivals, what is public: models on sale, use, revenue, counts of their chips by
outsiders, ideas that their released models show. Two games that differ in rivals' secrets alone
have the same trails. Months follow the record: what happens in the first month shows at month 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
