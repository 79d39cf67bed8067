"""What is said of the rivals: what the public knows of each, never their books."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.game.telling.view import LabView, View

Card = dict[str, Any]

KINDS = {"frontier": "frontier lab", "chinese": "Chinese lab", "open": "open-weight lab"}
HINT = (
    "Published estimates of chips; price of a million tokens; share of all use. Months: since that "
    "lab had a model as good as your best. The largest stands in the bar above."
)
RELEASES_NAMED = 3
"""Last releases that a card names."""


def rivals(view: View, colours: Sequence[str]) -> Card:
    """A card for each rival, the best model first."""
    places = [place for place in range(len(view.labs)) if place != view.seat]
    cards = [card(view, place, colours[place]) for place in places]
    return {
        "title": "Rivals" if view.regulator is None else "Labs",
        "note": "as the public knows them",
        "hint": HINT,
        "cards": sorted(cards, key=lambda one: -float(one["score"])),
    }


def card(view: View, place: int, colour: str) -> Card:
    """One rival."""
    lab = view.labs[place]
    score = lab.score[-1]
    return {
        "name": lab.name,
        "colour": colour,
        "gone": not lab.active,
        "score": score if score is not None and lab.active else 0.0,
        "gap": gap(view, lab),
        "facts": facts(lab),
        "more": more(view, lab),
    }


def gap(view: View, lab: LabView) -> str:
    """How many months a rival is ahead of the player, or behind."""
    if not lab.active:
        return "has left"
    if lab.score[-1] is None:
        return "nothing on sale"
    if view.regulator is not None:
        return KINDS[lab.kind]
    if abs(lab.lead) < 0.5:
        return "level with you"
    return f"{number(round(abs(lab.lead)), 'month')} {'ahead' if lab.lead > 0 else 'behind'}"


def facts(lab: LabView) -> str:
    """What the public knows of a rival, in a line: chips, release, price, share of use."""
    release = "open" if lab.open_weights else "closed"
    return f"{count(lab.chips)} chips · {release} · {dollars(lab.price)} · {percent(lab.share[-1])}"


def more(view: View, lab: LabView) -> list[list[str]]:
    """What an open card adds: kind, best model, use a quarter ago, last releases."""
    said = [["Kind", KINDS[lab.kind]]]
    score = lab.score[-1]
    if score is not None:
        said.append(["Best model", f"{score:.0f} on the capability index"])
    before = lab.share[max(0, len(lab.share) - 1 - TURN_MONTHS)]
    said.append(["Use", f"{percent(lab.share[-1])}, a quarter ago {percent(before)}"])
    if lab.releases:
        last = lab.releases[-1 : -1 - RELEASES_NAMED : -1]
        named = [
            quarter_of(view.start, one.month) + (" (opened)" if one.opened else "") for one in last
        ]
        said.append(["New models", ", ".join(named)])
    return said
