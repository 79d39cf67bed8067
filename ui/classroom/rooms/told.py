"""Told: what a team is shown of its race after a round, and what all may see; kept as JSON.

Made once, when a round is resolved, and kept with it: a server that was restarted shows it before
any race is replayed. What begins with `_` is for the server alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of, start_of
from tenfold.sim.game.chair import Levers
from tenfold.sim.game.predict import SHARE, predicted
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.game.table.brief import HEADLINES, Brief, brief_of
from tenfold.sim.game.table.matched import outcomes_of
from tenfold.sim.game.table.open_race import OpenRace
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.table.standings import SoFar, points_so_far
from tenfold.sim.game.telling.asking import Asked, asked_of
from tenfold.sim.game.telling.phrase import dollars, number, percent
from tenfold.sim.game.telling.ruling import regulator_view
from tenfold.sim.game.telling.seen import COLUMNS, Columns
from tenfold.sim.game.telling.underway import under_way
from tenfold.sim.game.telling.view import Bet, PredictView, Standing
from tenfold.ui.charts.palette import FAMILIES, REST, YOU, Shade
from tenfold.ui.classroom.rooms import lever_cards
from tenfold.ui.classroom.rooms.composing import (
    Turn,
    chair_in,
    mode_of,
    open_levers,
    standing_settings,
    turn_of,
)
from tenfold.ui.classroom.rooms.plan import RolePlan, RoomPlan

Json = dict[str, Any]
ROOM = "*"
"""In place of a team, in the table `told`: what all may see."""
SCORE_DIGITS, SHARE_DIGITS, MONTH_DIGITS = 2, 4, 1


def told_to(plan: RoomPlan, role: RolePlan | None, game: SeatGame) -> Json:
    """What a team is shown while it thinks about the coming round, and what the last one brought.

    Args:
        plan: of the room.
        role: the team's house rule.
        game: its race, as it stands.
    """
    with game.lock:
        brief, asked = brief_of(game), asked_of(game)
        columns = game.columns(*COLUMNS)
        predict = _predict(game, columns)
        turn, played = turn_of(game, asked), game.turn - 1
        points = points_so_far(game) if played else None
        month = min(game.race.month, game.race.months - 1)
        matters = played > 0 and (game.finished or plan.twin != "")
        return {
            "round": played,
            "quarter": quarter_of(start_of(game.scenario.start), month),
            "standing": _standing(game, columns),
            "headlines": _headlines(game, brief),
            "levers": [] if game.finished else _levers(plan, role, game, turn),
            "asked": [_question(one) for one in asked],
            "bet": _bet(predict, played),
            "revealed": _revealed(game, brief, columns) if played else None,
            "_turn": turn.as_json(),
            "_points": None if points is None else _points(points),
            "_outcomes": outcomes_of(game) if matters else None,
            "_final": _final(points) if game.finished and points is not None else None,
            "_bets": _calibration(predict),
            "_paths": _paths(game),
        }


def _predict(game: SeatGame, columns: Columns) -> PredictView:
    if game.seat >= 0:
        path = columns["token_share"][::TURN_MONTHS, game.seat].tolist()
    else:
        path = [months for months, _ in game.chronicle.leads]
    return predicted(game.entries, path, game.chair.what, None, not game.finished)


def _final(points: SoFar) -> Json:
    """As a game of one ends: whole points, so that score = par + you."""
    score, par = float(round(points.score)), float(round(points.par))
    return {"score": score, "par": par, "you": score - par}


def _points(points: SoFar) -> Json:
    return {"score": points.score, "par": points.par, "you": points.you}


def _paths(game: SeatGame) -> Json:
    """The public path of the team's lab, quarter by quarter; of a government, the months behind."""
    standings = game.chronicle.standings
    return {
        "behind": [round(one.behind, MONTH_DIGITS) for one in standings],
        "score": [round(one.score, SCORE_DIGITS) for one in standings],
        "share": [round(one.share, SHARE_DIGITS) for one in standings],
        "active": standings[-1].active,
    }


def _standing(game: SeatGame, columns: Columns) -> Json:
    now = game.chronicle.standings[-1]
    lines: Sequence[str] = ()
    if game.seat < 0:
        seen = regulator_view(game.snapshots, game.chronicle.leads)
        lead, spent = round(seen.lead_months[-1]), seen.spent[-1]
        side = "ahead of rivals" if lead > 0 else "behind rivals"
        behind = f"{number(abs(lead), 'month')} {side}" if lead else "level with rivals"
        cash = f"{dollars(abs(spent))} {'spent' if spent >= 0 else 'earned'}"
        share = f"{percent(seen.open_share[-1])} open"
    else:
        behind, share, cash = _gap(now), f"{percent(now.share)} of use", dollars(now.cash)
        if not game.finished:
            lines = under_way(columns, game.seat, start_of(game.scenario.start))
    return {
        "rank": now.rank, "of": now.of, "behind": behind, "share": share, "cash": cash,
        "months": round(now.behind, MONTH_DIGITS), "lines": list(lines[:3]),
    }  # fmt: skip


def _gap(now: Standing) -> str:
    if not now.active:
        return "out of the race"
    if round(now.behind):
        return f"{number(round(now.behind), 'month')} behind"
    if now.rank == 1 and round(now.ahead):
        return f"{number(round(now.ahead), 'month')} ahead"
    return "level with the leader"


def _headlines(game: SeatGame, brief: Brief) -> list[Json]:
    own = {item.text for item in game.chronicle.news if item.own}
    return [{"text": text, "own": text in own} for text in brief.headlines]


def _levers(plan: RoomPlan, role: RolePlan | None, game: SeatGame, turn: Turn) -> list[Json]:
    seat = game.header.seat
    names, mode = open_levers(plan, seat, role, turn.number), mode_of(plan, seat)
    chair = chair_in(plan, seat)

    def told(levers: Mapping[str, float]) -> Levers:
        return chair.held(dict(levers), BASIC) if mode == BASIC else dict(levers)

    autopilot = told(game.autopilot)
    before = told(game.in_force)
    held = standing_settings(plan, seat, role, turn)
    return lever_cards.cards(plan.world, seat, mode, names, held, before, autopilot)


def _question(one: Asked) -> Json:
    return {
        "lever": one.lever,
        "text": one.text,
        "usual": one.usual,
        "choices": [
            {"value": choice.value, "label": choice.label, "says": choice.says}
            for choice in one.choices
        ],
    }


def _bet(seen: PredictView, played: int) -> Json:
    share = seen.what == SHARE
    last = seen.bets[-1] if seen.bets else None
    return {
        "what": seen.what,
        "title": "Predict your share of use" if share else "Predict your lead in months",
        "now": seen.now,
        "low": 0.0 if share else -60.0,
        "high": 1.0 if share else 60.0,
        "open": seen.open,
        "last": _came(last, share) if last is not None and last.turn == played else "",
        "record": _record(seen, share),
    }


def _amount(value: float, share: bool) -> str:
    return percent(value) if share else number(round(value), "month")


def _came(bet: Bet, share: bool) -> str:
    if bet.came is None:
        return ""
    ends = f"{_amount(bet.low, share)} to {_amount(bet.high, share)}"
    return (
        f"You said {ends}; it came to {_amount(bet.came, share)}: {'held' if bet.hit else 'missed'}"
    )


def _record(seen: PredictView, share: bool) -> str:
    if not seen.of:
        return ""
    said = f"{seen.hits} of {number(seen.of, 'range')} held; good ranges hold 4 times of 5"
    if seen.score is None or seen.naive is None:
        return f"{said}."
    better = "narrower and truer than" if seen.score < seen.naive else "not yet better than"
    return f"{said}. You are {better} 'as now, give or take'."


def _calibration(seen: PredictView) -> Json:
    return {
        "what": seen.what, "hits": seen.hits, "of": seen.of,
        "score": seen.score, "naive": seen.naive,
    }  # fmt: skip


def _revealed(game: SeatGame, brief: Brief, columns: Columns) -> Json:
    return {
        "round": brief.rounds,
        "quarter": brief.quarter,
        "change": [brief.change],
        "cause": brief.cause,
        "series": _series(game, columns),
    }


def _series(game: SeatGame, columns: Columns) -> Json:
    """Lines of all labs, as the public knows them, by month."""
    labs = game.scenario.labs
    shades = lab_shades([lab.kind for lab in labs], game.seat if game.seat >= 0 else None)
    levels = (columns["public_score"] * columns["active"]).round(SCORE_DIGITS).T.tolist()
    shares = columns["token_share"].round(SHARE_DIGITS).T.tolist()
    return {
        "months": list(range(game.race.month + 1)),
        "labs": [
            {
                "name": lab.name,
                "colour": shade.light,
                "dark": shade.dark,
                "own": place == game.seat,
                "score": [level or None for level in levels[place]],
                "share": shares[place],
            }
            for place, (lab, shade) in enumerate(zip(labs, shades, strict=True))
        ],
    }


def lab_shades(kinds: Sequence[str], own: int | None) -> list[Shade]:
    """The colours of labs, light and dark, as every chart has them."""
    used = dict.fromkeys(FAMILIES, 0)
    found = []
    for place, kind in enumerate(kinds):
        if place == own:
            found.append(YOU)
            continue
        family = FAMILIES[kind]
        found.append(family[used[kind]] if used[kind] < len(family) else REST)
        used[kind] += 1
    return found


def told_to_all(plan: RoomPlan, races: Mapping[int, OpenRace], turn: int) -> Json:
    """What everybody may see after a round.

    Args:
        plan: of the room.
        races: copy to its public record; none where every team has a race of its own.
        turn: the round being decided next.
    """
    months = TURN_MONTHS * (turn - 1)
    return {
        "round": turn - 1,
        "quarter": quarter_of(start_of(plan.world.start), months),
        "months": list(range(0, months + 1, TURN_MONTHS)),
        "copies": {
            str(copy): _public(race, turn, alone=len(races) == 1) for copy, race in races.items()
        },
    }


def _public(race: OpenRace, turn: int, alone: bool) -> Json:
    """News of a race; and its labs where it is the only one: of several, teams are shown."""
    labs = race.labs() if alone else ()
    shades = lab_shades([lab.kind for lab in labs], None)
    return {
        "labs": [
            {
                "name": lab.name,
                "colour": shade.light,
                "dark": shade.dark,
                "active": lab.active,
                "score": [round(value, SCORE_DIGITS) for value in lab.score],
                "behind": [round(value, MONTH_DIGITS) for value in lab.behind],
                "share": [round(value, SHARE_DIGITS) for value in lab.share],
            }
            for lab, shade in zip(labs, shades, strict=True)
        ],
        "news": [item.text for item in race.news(turn - 1)][:HEADLINES] if turn > 1 else [],
    }
