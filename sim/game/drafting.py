"""Drafting: what was set for a turn and not yet decided, as it comes back after a restart."""

from __future__ import annotations

from dataclasses import replace

from tenfold.agents.decision import DecisionError
from tenfold.sim.game.chair import Chair
from tenfold.sim.game.logbook import Logbook
from tenfold.sim.game.predict import check_bet
from tenfold.sim.game.saves.entry import Entry


def kept_draft(save: Logbook, chair: Chair, turn: int) -> Entry | None:
    """The draft of a turn, made possible; None where there is none, or nobody can have made it.

    Args:
        save: where it is kept.
        chair: of its player.
        turn: from 1.
    """
    draft = save.kept_draft(turn)
    if draft is None or draft.settings is None:
        return None
    try:
        settings = chair.cleaned(draft.settings, draft.mode)
        bet = None if draft.bet is None else check_bet(draft.bet, chair.what)
    except DecisionError:
        return None
    return replace(draft, settings=settings, bet=bet)
