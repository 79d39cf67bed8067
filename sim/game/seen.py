"""From a game to the view that its player has of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVER
from tenfold.sim.game.basic import autopilot_says
from tenfold.sim.game.calendar import quarter_of, start_of
from tenfold.sim.game.effects import did, meets
from tenfold.sim.game.first_moves import OPENINGS
from tenfold.sim.game.model_news import CAUSES, TROUBLES, Record
from tenfold.sim.game.news import tell
from tenfold.sim.game.standing import behind_by_month, leads_over, standing_of
from tenfold.sim.game.turns import Game
from tenfold.sim.game.underway import under_way
from tenfold.sim.game.view import LabView, LeverView, Release, View
from tenfold.sim.happenings import Happening, Kind

FLAGSHIP = 0
WORTH_A_MARK = 0.5
"""Index points by which a model on sale must improve to be marked on the chart."""
COLUMNS = (
    "active", "public_score", "token_share", "compute", "cash", "revenue", "backing", "spending",
    "run_left", "run_length", "ideas", "incoming", "banned", "share_experiments",
)  # fmt: skip


def view_of(game: Game) -> View:
    """What the player may see now: own books exactly, rivals as the public knows them."""
    with game.lock:
        names = tuple(lab.name for lab in game.scenario.labs)
        start = start_of(game.scenario.start)
        columns = game.columns(*COLUMNS)
        levels = columns["public_score"] * columns["active"]
        behind = behind_by_month(levels, game.seat)
        leads = leads_over(levels, game.seat)
        happenings = game.race.happenings()
        month = game.race.month
        parts = game.columns(*{*CAUSES, *TROUBLES})
        record = Record(
            game.scenario,
            start,
            game.seat,
            columns["public_score"],
            behind,
            columns["share_experiments"][:, game.seat],
            {name: column[:, game.seat] for name, column in parts.items()},
        )
        return View(
            token=game.token,
            version=game.version,
            scenario=game.scenario.name,
            title=game.scenario.title,
            teaches=game.scenario.teaches,
            seed=game.header.seed,
            start=start,
            month=month,
            months=game.race.months,
            turn=game.turn,
            turns=game.turns,
            quarter=quarter_of(start, min(month, game.race.months - 1)),
            finished=game.finished,
            guided=game.header.guided,
            seat=game.seat,
            labs=_labs(game, columns, happenings, leads),
            standing=standing_of(columns, names, game.seat, behind, leads),
            levers=_levers(game, columns, happenings, leads),
            underway=under_way(columns, game.seat, start) if not game.finished else (),
            news=tuple(tell(happenings, record)),
            notice=game.notice,
            score=game.score if game.finished else None,
            origin=game.header.origin,
        )


def _labs(
    game: Game,
    columns: dict[str, NDArray[np.float64]],
    happenings: list[Happening],
    leads: NDArray[np.float64],
) -> tuple[LabView, ...]:
    seen = game.seen
    labs = []
    for place, spec in enumerate(game.scenario.labs):
        active = columns["active"][:, place] > 0.0
        score = columns["public_score"][:, place]
        own = place == game.seat
        chips = seen.compute[0] if own else seen.compute_estimate[place][0]
        labs.append(
            LabView(
                name=spec.name,
                kind=spec.kind,
                active=bool(active[-1]),
                score=tuple(
                    float(s) if a and s > 0.0 else None for s, a in zip(score, active, strict=True)
                ),
                share=tuple(float(s) for s in columns["token_share"][:, place]),
                releases=_releases(place, happenings, score),
                chips=float(chips),
                price=float(seen.price[place][0]),
                open_weights=float(seen.flagship_open[place][0]) > 0.0,
                lead=float(leads[place]),
            )
        )
    return tuple(labs)


def _releases(
    place: int, happenings: list[Happening], score: NDArray[np.float64]
) -> tuple[Release, ...]:
    """Months in which a better best model came on sale, or was opened."""
    marks: dict[int, bool] = {}
    for note in happenings:
        if note.lab != place or note.other != FLAGSHIP or note.month + 1 >= len(score):
            continue
        month = note.month + 1
        if note.kind == Kind.OPENED:
            marks[month] = True
        elif (
            note.kind in (Kind.RELEASED, Kind.STAGED)
            and score[month] - score[month - 1] >= WORTH_A_MARK
        ):
            marks.setdefault(month, False)
    return tuple(Release(month, opened) for month, opened in sorted(marks.items()))


def _levers(
    game: Game,
    columns: dict[str, NDArray[np.float64]],
    happenings: list[Happening],
    leads: NDArray[np.float64],
) -> LeverView:
    price = LEVER["flagship_price"]
    names = tuple(lab.name for lab in game.scenario.labs)
    controlled = float(game.seen.controlled[0]) > 0.0
    return LeverView(
        values=dict(game.settings),
        before=dict(game.before),
        going=float(game.race.world.product[0, game.seat, FLAGSHIP].going),
        price_low=price.low,
        price_high=price.high,
        serving_need=min(1.0, float(game.seen.serving_need[0])),
        meets=meets(game.seen, names, leads),
        did=did(columns, happenings, game.seat, names),
        autopilot=autopilot_says(game.rest, controlled),
        openings=OPENINGS if game.header.guided and game.turn == 1 else (),
    )
