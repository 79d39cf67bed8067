"""What the chart of ideas draws: dots in the lanes of labs, and who followed whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.sim.game.telling.trails import NOWHERE, IdeaTrail
from tenfold.sim.game.telling.view import View


@dataclass(frozen=True)
class Dot:
    """Ideas new to a lab in a month: to its released models, or to the player's lab itself."""

    lab: int
    month: int
    first: int
    """Of these, it showed so many first; the player's lab found them by itself."""
    later: int
    """Of these, others had shown so many before."""
    breakthroughs: int
    """Those that it showed first, or that the player's lab came to know."""


@dataclass(frozen=True)
class Link:
    """So many ideas went from who showed them first to who had them next."""

    source: int
    shown: int
    lab: int
    month: int
    ideas: int


@dataclass(frozen=True)
class Tally:
    """One lab's ideas since the start."""

    first: int
    later: int
    from_you: int
    """Ideas of the player's that it copied."""
    to_you: int
    """Ideas that the player copied from its models."""


def dots_of(view: View) -> list[Dot]:
    """Every dot since the start, lab by lab, oldest first."""
    first: Counter[tuple[int, int]] = Counter()
    later: Counter[tuple[int, int]] = Counter()
    strong: Counter[tuple[int, int]] = Counter()
    for idea in view.trails.ideas:
        for place, month, was_first in _entries(idea, view.seat):
            if month > 0:
                (first if was_first else later)[place, month] += 1
                strong[place, month] += idea.breakthrough and (was_first or place == view.seat)
    return [
        Dot(lab, month, first[lab, month], later[lab, month], strong[lab, month])
        for lab, month in sorted(first.keys() | later.keys())
    ]


def own_links(view: View) -> list[Link]:
    """What the player copied, and what was copied from the player."""
    found: Counter[tuple[int, int, int, int]] = Counter()
    for idea in view.trails.ideas:
        if idea.source != NOWHERE and idea.known > 0:
            found[idea.source, idea.shown, view.seat, idea.known] += 1
        for lab, month in idea.lost:
            if month > 0:
                found[view.seat, idea.shown, lab, month] += 1
    return [Link(*ends, ideas) for ends, ideas in sorted(found.items())]


def other_links(view: View) -> list[Link]:
    """From who showed an idea first to whose model had it next, among the others."""
    found: Counter[tuple[int, int, int, int]] = Counter()
    for idea in view.trails.ideas:
        after = [one for one in idea.followers if one[0] != view.seat and one[1] > 0]
        if after and idea.shown > 0 and idea.shown_by != view.seat:
            found[idea.shown_by, idea.shown, *after[0]] += 1
    return [Link(*ends, ideas) for ends, ideas in sorted(found.items())]


def tallies(view: View, dots: Sequence[Dot], links: Sequence[Link]) -> list[Tally]:
    """The ideas of every lab since the start.

    Args:
        view: whose labs.
        dots: of all labs, as `dots_of` has them.
        links: of the player, as `own_links` has them.
    """
    first, later, from_you, to_you = ([0] * len(view.labs) for _ in range(4))
    for dot in dots:
        first[dot.lab] += dot.first
        later[dot.lab] += dot.later
    for link in links:
        if link.source == view.seat:
            from_you[link.lab] += link.ideas
        else:
            to_you[link.source] += link.ideas
    return [Tally(*row) for row in zip(first, later, from_you, to_you, strict=True)]


def _entries(idea: IdeaTrail, seat: int) -> list[tuple[int, int, bool]]:
    """(lab, month, whether it was first) of every lab that has the idea."""
    found = []
    if idea.known != NOWHERE and seat >= 0:
        found.append((seat, idea.known, not idea.copied))
    if idea.shown != NOWHERE and idea.shown_by != seat:
        found.append((idea.shown_by, idea.shown, True))
    found += [(lab, month, False) for lab, month in idea.followers if lab != seat]
    return found
