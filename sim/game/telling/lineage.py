"""Lineage of ideas: who showed each first, whose models had it next, and what the player copied.

Of rivals only what is on sale speaks: an idea is theirs once a released model has it inside. When
a rival learned it, and what it knows beyond its models, stays secret. Copies of the player's own
ideas are told as the news tells them: at once, but breakthroughs only when a model shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.telling.trails import NOWHERE, IdeaTrail
from tenfold.sim.happenings import Kind
from tenfold.sim.world import BREAKTHROUGH, NEVER, PRODUCTS, plain

if TYPE_CHECKING:
    from tenfold.sim.race import Race

ON_SALE = (Kind.RELEASED, Kind.STAGED, Kind.OPENED)
SPEAKING = (Kind.RUN_BEGAN, Kind.MODEL_FINISHED, Kind.WITHHELD, *ON_SALE)
"""Notes that tell which ideas are inside the models on sale."""


class Contents:
    """Which run each model on sale came from: the ideas known when it began are inside.

    Attributes:
        began: [labs] month in which the present run began.
        inside: [labs][products] month of the ideas inside the model on sale.
    """

    def __init__(self, lengths: NDArray[np.float64], left: NDArray[np.float64]) -> None:
        """The models of the start: their runs took the usual months, and they were a month on sale.

        Args:
            lengths: [labs] months of the runs under way at the start.
            left: [labs] months until they end.
        """
        self.began = [float(month) for month in left - lengths]
        self.inside = [[-1.0 - float(months)] * PRODUCTS for months in lengths]
        self._finished = [NEVER] * len(lengths)
        self._new = list(self.began)
        self._held = list(self.began)
        self._strength: dict[tuple[int, int], float] = {}

    def take(self, month: float, kind: int, lab: int, product: int, strength: float) -> bool:
        """Take in the next note; whether it puts a model with other ideas on sale."""
        if kind == Kind.RUN_BEGAN:
            self.began[lab] = month
        elif kind == Kind.MODEL_FINISHED:
            self._finished[lab], self._new[lab] = month, self.began[lab]
        elif kind == Kind.WITHHELD:
            self._held[lab] = self._new[lab]
        elif kind in ON_SALE and self._strength.get((lab, product)) != strength:
            # The same strength again is the same model, whose weights were opened.
            self._strength[lab, product] = strength
            fresh = self._finished[lab] == month
            if fresh or kind != Kind.OPENED or self._held[lab] > self.inside[lab][product]:
                self.inside[lab][product] = self._new[lab] if fresh else self._held[lab]
                return True
        return False


def ideas_of(race: Race, seat: int) -> tuple[IdeaTrail, ...]:
    """Every idea that the public or the player knows, oldest first.

    Args:
        race: of one world, with notes.
        seat: place of the player's lab; below 0 where there is none.
    """
    pool = race.world.idea
    shown_at, shown_by = pool["shown_at"][0].tolist(), pool["shown_by"][0].tolist()
    strong = (pool["kind"][0] == BREAKTHROUGH).tolist()
    # Plain numbers, idea by idea: reading single numbers out of arrays takes ten times as long.
    known_at = race.world.known_at[0].T.tolist()
    copied = (race.world.copied[0].T > 0.0).tolist()
    followers = _followers(race)
    found = []
    for j, breakthrough in enumerate(strong):
        shown = _month(shown_at[j])
        known = _month(known_at[j][seat]) if seat >= 0 else NOWHERE
        if shown == NOWHERE and known == NOWHERE:
            continue
        first = int(shown_by[j]) if shown != NOWHERE else NOWHERE
        learned = known != NOWHERE and copied[j][seat]
        seen = learned and first not in (NOWHERE, seat) and shown_at[j] <= known_at[j][seat]
        after = tuple(sorted((one for one in followers[j] if one[0] != first), key=_by_month))
        found.append(
            IdeaTrail(
                breakthrough=breakthrough,
                shown=shown,
                shown_by=first,
                followers=after,
                known=known,
                copied=learned,
                source=first if seen else NOWHERE,
                lost=_lost(known_at[j], copied[j], seat, after, breakthrough)
                if first == seat and seat >= 0
                else (),
            )
        )
    return tuple(sorted(found, key=_age))


def _followers(race: Race) -> list[list[tuple[int, int]]]:
    """For each idea, (lab, month) since when a released model of that lab shows it."""
    known_at = race.world.known_at[0]
    history = race.history
    contents = Contents(history.series("run_length")[0, 0], history.series("run_left")[0, 0])
    inside = np.array([known_at[lab] <= at[0] for lab, at in enumerate(contents.inside)])
    found: list[list[tuple[int, int]]] = [[] for _ in range(known_at.shape[1])]
    notes = plain(race.world.happening)[0][: int(race.world.market[0].happenings)]
    for month, kind, lab, product, strength in notes[np.isin(notes[:, 1], SPEAKING)].tolist():
        place = int(lab)
        if contents.take(month, int(kind), place, int(product), strength):
            has = known_at[place] <= contents.inside[place][int(product)]
            for j in np.flatnonzero(has & ~inside[place]).tolist():
                found[j].append((place, _month(month)))
            inside[place] |= has
    return found


def _lost(
    known_at: list[float],
    copied: list[bool],
    seat: int,
    followers: tuple[tuple[int, int], ...],
    breakthrough: bool,
) -> tuple[tuple[int, int], ...]:
    """Who copied an idea that the player's model showed first, and when, since the start."""
    if breakthrough:
        return followers
    took = [
        (lab, _month(known))
        for lab, known in enumerate(known_at)
        if lab != seat and copied[lab] and 0.0 <= known < NEVER
    ]
    return tuple(sorted(took, key=_by_month))


def _month(happened: float) -> int:
    """The month on record that shows it: 0 for what was before the start, -1 for never."""
    if happened >= NEVER:
        return NOWHERE
    return max(0, int(happened) + 1)


def _by_month(one: tuple[int, int]) -> tuple[int, int]:
    return one[1], one[0]


def _age(idea: IdeaTrail) -> int:
    return min(month for month in (idea.shown, idea.known) if month != NOWHERE)
