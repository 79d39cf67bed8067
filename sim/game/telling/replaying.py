"""Replaying: a game as it stood in an earlier month, cut from the view of now.

What a page needs to scrub through a race: nothing is computed anew, and nothing shows that was not
known then.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.predict import interval_score
from tenfold.sim.game.telling.standing import leads_over
from tenfold.sim.game.telling.trails import Trails, trails_at
from tenfold.sim.game.telling.view import LabView, PredictView, View


def view_at(view: View, month: int) -> View:
    """The view as it was in a month; standing and news as of the last quarter passed.

    Args:
        view: of now.
        month: from 0 to the month of the view; others are brought to the nearest end.
    """
    month = max(0, min(month, view.month))
    turn = month // TURN_MONTHS
    standings = view.standings[: turn + 1]
    trails = trails_at(view.trails, month)
    return replace(
        view,
        month=month,
        turn=turn + 1,
        quarter=quarter_of(view.start, min(month, view.months - 1)),
        finished=view.finished and month >= view.months,
        labs=_labs_at(view, trails, month),
        standing=standings[-1] if standings else view.standing,
        standings=standings,
        news=tuple(item for item in view.news if item.turn < turn),
        underway=view.underway if month == view.month else (),
        score=view.score if month == view.month else None,
        predict=None if view.predict is None else _predict_at(view.predict, turn),
        trails=trails,
        regulator=None
        if view.regulator is None
        else replace(
            view.regulator,
            **{name: path[: turn + 1] for name, path in vars(view.regulator).items()},
        ),
    )


def _labs_at(view: View, trails: Trails, month: int) -> tuple[LabView, ...]:
    """What was public then; chips, price and openness as of the last quarter passed."""
    levels = np.array([[s or 0.0 for s in lab.score[: month + 1]] for lab in view.labs]).T
    leads = leads_over(levels, view.seat) if view.seat >= 0 else np.zeros(len(view.labs))
    labs = []
    for place, lab in enumerate(view.labs):
        score = lab.score[: month + 1]
        lab = replace(
            lab,
            active=score[-1] is not None,
            score=score,
            share=lab.share[: month + 1],
            releases=tuple(mark for mark in lab.releases if mark.month <= month),
            lead=float(leads[place]),
        )
        labs.append(_sold_at(lab, place, trails) if month < view.month else lab)
    return tuple(labs)


def _sold_at(lab: LabView, place: int, trails: Trails) -> LabView:
    """Chips as they were counted, and how the best model was sold."""
    found = [one for one in trails.products if one.lab == place and not one.mini and one.price]
    counts = trails.estimate[place] if place < len(trails.estimate) else ()
    if counts and counts[-1] is not None:
        lab = replace(lab, chips=counts[-1])
    if found and found[0].price[-1] is not None:
        lab = replace(lab, price=found[0].price[-1], open_weights=found[0].opened[-1])
    return lab


def _predict_at(predict: PredictView, turn: int) -> PredictView:
    """The bets whose quarter had passed, and their worth."""
    bets = tuple(bet for bet in predict.bets if bet.turn <= turn)
    scores = [interval_score(bet.low, bet.high, bet.came) for bet in bets if bet.came is not None]
    return replace(
        predict,
        bets=bets,
        hits=sum(bet.hit for bet in bets),
        of=len(bets),
        score=sum(scores) / len(scores) if scores else None,
        naive=predict.naive if len(bets) == len(predict.bets) else None,
    )
