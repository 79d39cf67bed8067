"""From a game to the view that its player has of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVER
from tenfold.sim.game import mandate, score
from tenfold.sim.game.basic import autopilot_says
from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of, short_quarter, start_of
from tenfold.sim.game.chair import Levers
from tenfold.sim.game.first_moves import OPENINGS
from tenfold.sim.game.predict import predicted
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.game.saves.sharing import address_of
from tenfold.sim.game.telling.asking import asked_of
from tenfold.sim.game.telling.effects import did, meets
from tenfold.sim.game.telling.ruling import regulator_view, rules_did, rules_meet
from tenfold.sim.game.telling.standing import leads_over
from tenfold.sim.game.telling.trails import NO_TRAILS, trails_of
from tenfold.sim.game.telling.underway import under_way
from tenfold.sim.game.telling.use_news import shortage_of
from tenfold.sim.game.telling.view import LabView, LeverState, LeverView, PredictView, View
from tenfold.sim.game.turns import Game
from tenfold.sim.world import FLAGSHIP, MINI

COLUMNS = (
    "active", "public_score", "token_share", "compute", "cash", "revenue", "spending",
    "run_left", "run_length", "ideas", "incoming", "banned", "talent", "data_stock",
)  # fmt: skip
SERVING_LEVERS = ("compute", "serving")
"""Levers that tell of serving chips that will not be enough."""
RENEWED = (
    "This game was begun on another version of the model: its past quarters were computed anew "
    "and may differ from what was seen."
)
Columns = dict[str, NDArray[np.float64]]


def view_of(game: Game, charts: bool = True) -> View:
    """What the player may see now: own books exactly, rivals as the public knows them.

    Args:
        game: of any seat.
        charts: with the past as charts show it, which takes half of the time.
    """
    with game.lock:
        game.chronicle.catch_up(game.race, game.snapshots)
        start = start_of(game.scenario.start)
        columns = game.columns(*COLUMNS)
        levels = columns["public_score"] * columns["active"]
        plays_lab = game.seat >= 0
        leads = leads_over(levels, game.seat) if plays_lab else np.zeros(len(game.scenario.labs))
        month = game.race.month
        shared, share_note = address_of(game)
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
            labs=_labs(game, columns, leads),
            standing=game.chronicle.standings[-1],
            levers=_levers(game, columns, leads) if plays_lab else _rules(game),
            underway=under_way(columns, game.seat, start)
            if plays_lab and not game.finished
            else (),
            news=tuple(game.chronicle.news),
            notice=RENEWED if game.header.renewed else "",
            score=game.score if game.finished else None,
            origin=game.header.origin,
            mode=game.mode,
            practice=game.practice,
            predict=_predict(game, columns),
            watching=game.header.watch,
            share=shared,
            share_note=share_note,
            undoable=game.undoable,
            standings=tuple(game.chronicle.standings),
            trails=trails_of(game) if charts else NO_TRAILS,
            mission=mission_of(game),
            asked=asked_of(game),
            regulator=None if plays_lab else regulator_view(game.snapshots, game.chronicle.leads),
        )


def mission_of(game: Game) -> tuple[tuple[str, float], ...]:
    """What the seat is scored on, the heaviest goal first: title and weight."""
    ruling = game.seat < 0
    weights = (game.scenario.regulator if ruling else game.scenario.labs[game.seat]).mission
    titles = mandate.TITLES if ruling else score.TITLES
    told = [(titles[str(goal)], weight) for goal, weight in weights.items() if weight > 0.0]
    return tuple(sorted(told, key=lambda one: -one[1]))


def _labs(game: Game, columns: Columns, leads: NDArray[np.float64]) -> tuple[LabView, ...]:
    seen = game.seen
    labs = []
    for place, spec in enumerate(game.scenario.labs):
        active = columns["active"][:, place].tolist()
        score = columns["public_score"][:, place].tolist()
        chips = seen.compute[0] if place == game.seat else seen.compute_estimate[place][0]
        labs.append(
            LabView(
                name=spec.name,
                kind=spec.kind,
                active=active[-1] > 0.0,
                score=tuple(
                    s if a > 0.0 and s > 0.0 else None for s, a in zip(score, active, strict=True)
                ),
                share=tuple(columns["token_share"][:, place].tolist()),
                releases=game.chronicle.releases(place),
                chips=float(chips),
                price=float(seen.price[place][0]),
                open_weights=float(seen.flagship_open[place][0]) > 0.0,
                lead=float(leads[place]),
            )
        )
    return tuple(labs)


def _levers(game: Game, columns: Columns, leads: NDArray[np.float64]) -> LeverView:
    price, seen = LEVER["flagship_price"], game.seen
    names = tuple(lab.name for lab in game.scenario.labs)
    own = game.race.world.product[0, game.seat]
    met = meets(seen, names, leads, own)
    if short := _short(game):
        met |= {name: f"{met[name]} {short}" for name in SERVING_LEVERS}
    done = did(columns, game.chronicle.notes, game.seat, names)
    return LeverView(
        values=_basics(game, game.settings, game.composed()),
        before=_basics(game, game.before, game.in_force),
        going=float(own[FLAGSHIP].going),
        going_small=float(own[MINI].going),
        price_low=price.low,
        price_high=price.high,
        serving_need=min(1.0, float(seen.serving_need[0])),
        meets=met,
        did=done,
        autopilot=autopilot_says(game.rest, float(seen.controlled[0]) > 0.0),
        openings=OPENINGS if game.header.guided and game.turn == 1 else (),
        all=lever_states(game, met, done),
    )


def _short(game: Game) -> str:
    """What serving will lack next quarter as the levers stand; empty where nothing."""
    if len(game.snapshots) < 2 or game.finished:
        return ""
    old, new = game.snapshots[-2].own, game.snapshots[-1].own
    if old is None or new is None:
        return ""
    start, month = start_of(game.scenario.start), game.race.month
    coming = short_quarter(start, month, month - TURN_MONTHS)
    return shortage_of(old, new, game.composed()["serving"], coming)


def _rules(game: Game) -> LeverView:
    """The levers of a government."""
    shots, leads = game.snapshots, game.chronicle.leads
    met, done = rules_meet(shots, leads), rules_did(shots, leads)
    return LeverView(
        values=game.composed(),
        before=dict(game.in_force),
        going=0.0,
        price_low=0.0,
        price_high=0.0,
        serving_need=0.0,
        meets=met,
        did=done,
        autopilot=(),
        openings=(),
        all=lever_states(game, met, done),
    )


def _basics(game: Game, settings: Mapping[str, float], whole: Mapping[str, float]) -> Levers:
    """The basic levers, whichever mode is played."""
    return dict(settings) if game.mode == BASIC else game.chair.held(dict(whole), BASIC)


def lever_states(
    game: Game, met: Mapping[str, str], done: Mapping[str, str]
) -> tuple[LeverState, ...]:
    """Every lever of the seat: as it would be now, as it was, as the autopilot would have it."""
    now, rest = game.composed(), game.autopilot
    held = game.chair.in_hand(game.settings, game.mode)
    return tuple(
        LeverState(
            name=name,
            value=value,
            before=game.in_force.get(name, value),
            autopilot=rest[name],
            held=name in held,
            meets=met.get(name, ""),
            did=done.get(name, ""),
        )
        for name, value in now.items()
    )


def _predict(game: Game, columns: Columns) -> PredictView:
    quarterly: Sequence[float]
    if game.seat >= 0:
        quarterly = columns["token_share"][::TURN_MONTHS, game.seat].tolist()
    else:
        quarterly = [months for months, _ in game.chronicle.leads]
    can = not game.finished and not game.header.watch
    return predicted(game.entries, quarterly, game.chair.what, game.bet, can)
