"""Views with a past, for tests of charts: made up, so that what is drawn can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

from tenfold.sim.game.telling.trails import CHANNELS, NOWHERE, IdeaTrail, ProductTrail, Trails
from tenfold.sim.game.telling.view import View

SEGMENTS = (("consumer", "Consumer assistants"), ("coding", "Coding and agents"))


def with_trails(view: View, ideas: int = 120) -> View:
    """The view with trails of every kind; the player's lab has all four channels."""
    labs = len(view.labs)
    quarters = view.month // 3 + 1
    months = tuple(3 * k for k in range(quarters))
    even = tuple((1.0 / labs,) * quarters for _ in range(labs))
    own = view.seat >= 0
    return replace(
        view,
        trails=Trails(
            months=months,
            products=tuple(
                _product(view, lab, mini, quarters) for lab in range(labs) for mini in (False, True)
            ),
            segments=SEGMENTS,
            segment_share=(even, even),
            revenue_share=even,
            estimate=tuple(
                tuple(2e6 / (1 + lab) * 1.1**k if view.labs[lab].active else None
                      for k in range(quarters))
                for lab in range(labs)
            ),
            estimate_error=0.2,
            channels=tuple(
                tuple(1e4 * (place + 1) * (1 + m) for m in range(view.month + 1))
                for place in range(len(CHANNELS))
            )
            if own
            else (),
            on_order=tuple(5e3 for _ in range(view.month + 1)) if own else (),
            ideas=tuple(
                idea for k in range(ideas) if (idea := _idea(view, k)) is not None
            ),
        ),
    )  # fmt: skip


def _product(view: View, lab: int, mini: bool, quarters: int) -> ProductTrail:
    scores = tuple(
        None if (s := view.labs[lab].score[3 * k]) is None else s - 3.0 * mini
        for k in range(quarters)
    )
    price = 4.0 * 10 ** (-0.15 * (lab % 12) - (1.0 if mini else 0.0))
    return ProductTrail(
        lab=lab,
        mini=mini,
        score=scores,
        price=tuple(None if s is None else price * 0.9**k for k, s in enumerate(scores)),
        tokens=tuple(1e12 * (10 if mini else 1) / (1 + lab) for _ in scores),
        opened=tuple(view.labs[lab].kind == "open" for _ in scores),
    )


def _idea(view: View, k: int) -> IdeaTrail | None:
    """Idea k: shown at month k mod 20 by lab k mod 5; every third is known to the player."""
    labs = len(view.labs)
    shown, first = k % 20, k % min(5, labs)
    if shown > view.month:
        return None
    after = tuple(
        (lab, shown + 1 + lab % 3)
        for lab in range(labs)
        if lab not in (first, view.seat) and shown + 1 + lab % 3 <= view.month
    )
    known = shown + 2 if view.seat >= 0 and k % 3 == 0 and shown + 2 <= view.month else NOWHERE
    learned = known != NOWHERE and first != view.seat
    return IdeaTrail(
        breakthrough=k % 30 == 0,
        shown=shown,
        shown_by=first,
        followers=after,
        known=known,
        copied=learned,
        source=first if learned else NOWHERE,
        lost=after if first == view.seat else (),
    )
