"""Class debrief: what the debrief of a whole room shows, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tenfold.ui.classroom.after.class_questions import usual_hits
from tenfold.ui.classroom.rooms import ranking
from tenfold.ui.classroom.rooms.matching import comparison
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.told import Json

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.debriefing import Debrief
    from tenfold.sim.game.debrief.played import Played
    from tenfold.sim.game.debrief.reckoning import Reckoning
    from tenfold.sim.game.debrief.whatif import Path

DIGITS = 4


def class_debrief(room: Room, reckoned: Mapping[str, Reckoning]) -> Json:
    """Ranking, scores taken apart, predictions, votes, and the room that this one is matched with.

    Args:
        room: the room.
        reckoned: team to its score taken apart; none before the race is over.
    """
    return {
        "title": room.row.title,
        "rounds": room.plan.rounds,
        "done": room.done,
        "finished": room.done >= room.plan.rounds,
        "ranking": ranking.cards(room),
        "split": {team: split(one) for team, one in reckoned.items()},
        "predictions": predictions(room),
        "votes": votes(room),
        "matched": comparison(room),
        "teams": [
            {"id": team.id, "name": team.name, "seat": team.seat, "copy": team.copy}
            for team in room.teams.values()
        ],
    }


def split(reckoned: Reckoning) -> Json:
    """A score in whole points: seat + luck + rivals + you, exactly; null where not measured."""
    return {
        "score": reckoned.score,
        "seat": reckoned.seat,
        "luck": reckoned.luck,
        "rivals": reckoned.rivals,
        "par": reckoned.par,
        "you": reckoned.you,
    }


def votes(room: Room) -> list[Json]:
    """Every claim that was voted on, with how often each answer was given."""
    choices = {claim.question: list(claim.choices) for claim in room.plan.votes}
    asked = room.live.get("vote")
    if asked is not None:
        choices[asked["question"]] = list(asked["choices"])
    found = []
    for question, given in room.votes.items():
        answers = list(given.values())
        named = choices.get(question) or sorted(set(answers))
        counts = [{"choice": one, "votes": answers.count(one)} for one in named]
        found.append({"question": question, "votes": len(answers), "answers": counts})
    return found


def predictions(room: Room) -> Json | None:
    """How the ranges held that teams had named; None where none was named."""
    teams = [
        {"team": team.name, **room.told[team.id]["_bets"]}
        for team in room.teams.values()
        if room.told.get(team.id, {}).get("_bets", {}).get("of")
    ]
    of, held = sum(one["of"] for one in teams), sum(one["hits"] for one in teams)
    if not of:
        return None
    low, high = usual_hits(of)
    return {"hits": held, "of": of, "usual": [low, high], "teams": teams}


def gap(played: Played) -> Json | None:
    """Where the gap of a team's lab came from; None where there is none to take apart.

    Tenths are differences of rounded totals: as people read them, they add up.
    """
    from tenfold.sim.game.debrief.waterfall import waterfall_of
    from tenfold.ui.debrief_words import PARTS

    fall = waterfall_of(played)
    if fall is None:
        return None
    at, shown, steps = 0.0, 0, []
    for step in fall.steps:
        at += step.points
        tenths = round(10.0 * at) - shown
        shown = round(10.0 * at)
        label, about = PARTS[step.part]
        steps.append({"part": step.part, "label": label, "says": about, "points": tenths / 10.0})
    return {
        "lab": played.seat.name,
        "other": played.names[fall.other],
        "gap": shown / 10.0,
        "chips": round(fall.chips, DIGITS),
        "steps": steps,
    }


def gap_sentence(told: Json) -> str:
    """A gap and its two largest parts."""
    largest = sorted(told["steps"], key=lambda step: -abs(step["points"]))[:2]
    parts = ", ".join(f"{step['label'].lower()} {_signed(step['points'])}" for step in largest)
    far = abs(told["gap"])
    side = "ahead of" if told["gap"] > 0 else "behind"
    where = f"{far:.1f} points {side} {told['other']}" if far else f"level with {told['other']}"
    return f"{where[:1].upper()}{where[1:]} by the best model ever made. Largest parts: {parts}."


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−") if points else "±0"


def choices(played: Played) -> Json:
    """What can be tried in a fork: rounds, levers, and where each stood."""
    from tenfold.sim.game.debrief.whatif import choices as levers_to_try
    from tenfold.sim.game.telling.settings_words import setting

    levers = levers_to_try(played)
    return {
        "quarters": [played.quarter(k + 1) for k in range(len(played.entries))],
        "levers": [
            {
                "name": one.name,
                "label": one.label,
                "help": one.help,
                "unit": one.unit,
                "low": one.low,
                "high": one.high,
                "whole": one.whole,
                "choices": list(one.choices),
            }
            for one in levers
        ],
        "logged": [
            {one.name: round(float(each.levers.get(one.name, one.default)), DIGITS)
             for one in levers}
            for each in played.entries
        ],
        "said": [
            {one.name: setting(one, float(each.levers.get(one.name, one.default)))
             for one in levers}
            for each in played.entries
        ],
    }  # fmt: skip


def fork(debrief: Debrief, number: int, lever: str, value: float) -> Json:
    """One decision changed, all else and all luck the same.

    Args:
        debrief: of a team whose race is over.
        number: of the round, from 1.
        lever: its name.
        value: brought within the lever's range.

    Raises:
        DecisionError: no such round or lever.
    """
    from tenfold.sim.game.debrief.whatif import what_if
    from tenfold.ui.debrief_words import what_if_sentence

    found = what_if(debrief.played, number, lever, value)
    return {
        "round": found.turn,
        "lever": found.lever,
        "was": found.was,
        "value": found.value,
        "score": round(found.score, DIGITS),
        "difference": round(found.difference, DIGITS),
        "since": found.since,
        "sentence": what_if_sentence(debrief, found),
        "played": _path(found.lab),
        "tried": _path(found.other),
    }


def _path(path: Path) -> Json:
    return {
        "capability": [round(one, DIGITS) for one in path.capability],
        "share": [round(one, DIGITS) for one in path.share],
    }
