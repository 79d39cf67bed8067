"""Told: what a team is shown of its race after a round, and what all may see; kept as JSON.

Made once, when a round is resolved, and kept with it: a server that was restarted shows it before
any race is replayed. What begins with `_` is for the server alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.sim.game.calendar import quarter_of, start_of
from tenfold.sim.game.chair import Levers
from tenfold.sim.game.predict import LEAD, SHARE
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.brief import Brief, brief_of
from tenfold.sim.game.table.matched import outcomes_of
from tenfold.sim.game.table.open_race import OpenRace
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.table.standings import points_so_far
from tenfold.sim.game.telling.asking import Asked, asked_of
from tenfold.sim.game.telling.phrase import dollars, number, percent
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.telling.view import Bet, PredictView, View
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
from tenfold.ui.classroom.rooms.plan import SAME, RolePlan, RoomPlan

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
    view, brief = view_of(game), brief_of(game)
    asked = asked_of(game)
    turn = turn_of(game, asked)
    played = game.turn - 1
    return {
        "round": played,
        "quarter": view.quarter,
        "standing": _standing(view),
        "headlines": _headlines(view, brief),
        "levers": [] if game.finished else _levers(plan, role, game, turn),
        "asked": [_question(one) for one in asked],
        "bet": _bet(view.predict, game),
        "revealed": None if not played else _revealed(view, brief),
        "_turn": turn.as_json(),
        "_points": _points(game) if played else None,
        "_outcomes": outcomes_of(game) if played else None,
        "_final": _final(view),
        "_bets": _calibration(view.predict),
    }


def _final(view: View) -> Json | None:
    if view.score is None:
        return None
    return {"score": view.score.score, "par": view.score.par, "you": view.score.you}


def _points(game: SeatGame) -> Json:
    points = points_so_far(game)
    return {"score": points.score, "par": points.par, "you": points.you}


def _standing(view: View) -> Json:
    now = view.standing
    if view.regulator is not None:
        lead = round(view.regulator.lead_months[-1])
        side = "ahead of rivals" if lead > 0 else "behind rivals"
        behind = f"{number(abs(lead), 'month')} {side}" if lead else "level with rivals"
        spent = view.regulator.spent[-1]
        cash = f"{dollars(abs(spent))} {'spent' if spent >= 0 else 'earned'}"
        share = f"{percent(view.regulator.open_share[-1])} open"
    else:
        behind, share, cash = _gap(view), f"{percent(now.share)} of use", dollars(now.cash)
    return {
        "rank": now.rank, "of": now.of, "behind": behind, "share": share, "cash": cash,
        "months": round(now.behind, MONTH_DIGITS), "lines": list(view.underway[:3]),
    }  # fmt: skip


def _gap(view: View) -> str:
    now = view.standing
    if not now.active:
        return "out of the race"
    if round(now.behind):
        return f"{number(round(now.behind), 'month')} behind"
    if now.rank == 1 and round(now.ahead):
        return f"{number(round(now.ahead), 'month')} ahead"
    return "level with the leader"


def _headlines(view: View, brief: Brief) -> list[Json]:
    own = {item.text for item in view.news if item.own}
    return [{"text": text, "own": text in own} for text in brief.headlines]


def _levers(plan: RoomPlan, role: RolePlan | None, game: SeatGame, turn: Turn) -> list[Json]:
    seat = game.header.seat
    names, mode = open_levers(plan, seat, role, turn.number), mode_of(plan, seat)
    chair = chair_in(plan, seat)

    def told(levers: Mapping[str, float]) -> Levers:
        return chair.held(dict(levers), BASIC) if mode == BASIC else dict(levers)

    autopilot = told(game.autopilot)
    before = told(game.in_force)
    values = {**autopilot, **standing_settings(plan, seat, role, turn)}
    return lever_cards.cards(plan.world, seat, mode, names, values, before, autopilot)


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


def _bet(seen: PredictView | None, game: SeatGame) -> Json | None:
    if seen is None:
        return None
    share = seen.what == SHARE
    last = seen.bets[-1] if seen.bets else None
    played = game.turn - 1
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


def _calibration(seen: PredictView | None) -> Json:
    if seen is None:
        return {"what": LEAD, "hits": 0, "of": 0, "score": None, "naive": None}
    return {
        "what": seen.what, "hits": seen.hits, "of": seen.of,
        "score": seen.score, "naive": seen.naive,
    }  # fmt: skip


def _revealed(view: View, brief: Brief) -> Json:
    return {
        "round": brief.rounds,
        "quarter": brief.quarter,
        "change": [brief.change],
        "cause": brief.cause,
        "series": series_of(view),
    }


def series_of(view: View) -> Json:
    """Lines of all labs, as the public knows them, by month."""
    shades = lab_shades([lab.kind for lab in view.labs], view.seat if view.seat >= 0 else None)
    return {
        "months": list(range(view.month + 1)),
        "labs": [
            {
                "name": lab.name,
                "colour": shade.light,
                "dark": shade.dark,
                "own": place == view.seat,
                "score": [None if s is None else round(s, SCORE_DIGITS) for s in lab.score],
                "share": [round(s, SHARE_DIGITS) for s in lab.share],
            }
            for place, (lab, shade) in enumerate(zip(view.labs, shades, strict=True))
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


def told_to_all(plan: RoomPlan, races: Mapping[int, Mapping[str, SeatGame]], turn: int) -> Json:
    """What everybody may see of the races after a round: labs, news, where teams stand.

    Args:
        plan: of the room.
        races: copy to its games by seat.
        turn: the round being decided next.
    """
    copies: Json = {}
    for copy, games in races.items():
        game = next(iter(games.values()))
        public = OpenRace(game)
        shades = lab_shades([lab.kind for lab in game.scenario.labs], None)
        copies[str(copy)] = {
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
                for lab, shade in zip(public.labs(), shades, strict=True)
                if plan.kind != SAME or lab.name in games
            ],
            "news": _news(public, turn) if plan.kind != SAME else [],
            "changes": {
                seat: brief_of(one).change for seat, one in games.items() if seat != REGULATOR
            },
        }
    start = start_of(plan.world.start)
    months = 3 * (turn - 1)
    return {
        "round": turn - 1,
        "quarter": quarter_of(start, months),
        "months": list(range(0, months + 1, 3)),
        "copies": copies,
    }


def _news(public: OpenRace, turn: int) -> list[str]:
    return [item.text for item in public.news(turn - 1)] if turn > 1 else []
