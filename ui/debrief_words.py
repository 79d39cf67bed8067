"""What a debrief says: a finished game in, titles, sentences and rows out."""

from __future__ import annotations

from typing import Any

from tenfold.sim.game.calendar import quarter_of
from tenfold.sim.game.debrief import story as telling
from tenfold.sim.game.debrief.debriefing import Debrief
from tenfold.sim.game.debrief.decisive import TurnWorth
from tenfold.sim.game.debrief.lessons import CONTRADICTS, SHOWS, Lesson
from tenfold.sim.game.debrief.reckoning import Reckoning
from tenfold.sim.game.debrief.waterfall import gain_of_year
from tenfold.sim.game.debrief.whatif import WhatIf
from tenfold.sim.game.debrief.yardstick import LUCKS, STRATEGIES
from tenfold.sim.game.predict import COVERAGE, LEAD
from tenfold.sim.game.telling.phrase import number, percent
from tenfold.sim.game.telling.settings_words import setting
from tenfold.sim.game.telling.view import PredictView

Card = dict[str, Any]

PRACTICE = {
    "undo": "a resolved turn was taken back",
    "fork": "it continues another game",
    "replayed": "this race was played here before",
    "continued": "its first decisions were made elsewhere",
    "watched": "the labs played by themselves",
    "other engine": "its decisions were made on another version of the model",
}
"""Why a game is not ranked, by the reasons of sim/game/debrief/ranking.py."""
PARTS = {
    "compute": ("Chips", "training, size and practice of the model"),
    "own ideas": ("Own ideas", "that the lab found itself"),
    "copied ideas": ("Copied ideas", "learned mostly from rivals"),
    "scale": ("Ideas in large runs", "what the same ideas give more where a run is larger"),
    "data": ("Data", "bought and made"),
    "know-how": ("Know-how", "skill of the start that is no idea"),
    "distillation": ("Rivals' answers", "training on a rival's answers"),
    "testing loss": ("Too few tests", "too few small-scale tests for the run"),
    "noise": ("Luck of the run", "some runs turn out better than others"),
}
"""Parts of a gap: label and what it is."""
WORDS = {SHOWS: "this game shows", CONTRADICTS: "this game contradicts"}
TELLS_NOT = "does not tell"
ONE_GAME = (
    "One game proves nothing: chance decides much of it. Whether a claim holds, thousands of races "
    "on many lucks say; here is what yours looked like, with all books open."
)
CHARTS = {
    telling.RACE: "#race", telling.SHARE: "#share", telling.GAP: "#gap",
    telling.TURNS: "#turns", telling.SCORE: "#score", telling.TRY: "#what-if",
}  # fmt: skip
"""Chart that a sentence of the story points at, as its place on the page."""


def points(value: float, digits: int = 0) -> str:
    """So many points.

    >>> points(1.0), points(-2.0), points(0.44, 1)
    ('1 point', '2 points', '0.4 points')
    """
    size = round(abs(value), digits)
    return f"{size:.{digits}f} {'point' if size == 1.0 else 'points'}"


def kicker(debrief: Debrief) -> str:
    """What was played: race, lab, from when to when."""
    view, played = debrief.view, debrief.played
    first, last = quarter_of(view.start, 0), played.quarter(played.seat.quarters)
    return f"{view.title} · {seat_name(debrief)} · {first} to {last}"


def seat_name(debrief: Debrief) -> str:
    """Whose seat it was."""
    return "the government" if debrief.played.seat.place < 0 else debrief.played.seat.name


def practice(debrief: Debrief) -> str:
    """That a game is not ranked, and why; else empty."""
    reasons = [PRACTICE.get(reason, reason) for reason in debrief.played.practice]
    return f"Practice, not ranked: {'; '.join(reasons)}." if reasons else ""


def score_rows(reckoning: Reckoning) -> list[Card]:
    """Each part of the score with its sentence, from the seat to the score."""
    rows: list[Card] = []
    if reckoning.seat is not None and reckoning.luck is not None and reckoning.rivals is not None:
        seat, bots = reckoning.seat, reckoning.seat + reckoning.luck
        rows = [
            _row("Seat", 0, seat, f"What the autopilot reaches in this seat: the mean of {LUCKS} "
                 "lucks.", "quiet"),
            _row("Luck", seat, bots, luck_sentence(reckoning), "quiet"),
            _row("Rivals", bots, reckoning.par, rivals_sentence(reckoning), "quiet"),
        ]  # fmt: skip
    else:
        rows = [_row("Par", 0, reckoning.par, par_sentence(reckoning), "quiet")]
    rows.append(
        _row("You", reckoning.par, reckoning.score, "Your score less par: what the autopilot "
             "scored in your seat on this luck.", "own")
    )  # fmt: skip
    rows.append(_row("Score", 0, reckoning.score, "How far the mission was reached, of 100.",
                     "total"))  # fmt: skip
    return rows


def _row(label: str, start: int, end: int, says: str, kind: str) -> Card:
    moved = end - start
    shown = str(end) if label in ("Seat", "Par", "Score") else signed(moved)
    return {"label": label, "start": start, "end": end, "says": says, "kind": kind, "shown": shown}


def tenths(value: float) -> str:
    """A difference in tenths of a point: +0.6, −1.2, ±0."""
    return "±0" if round(value, 1) == 0.0 else f"{value:+.1f}".replace("-", "−")


def signed(value: int) -> str:
    """A difference in whole points: +6, −3, ±0."""
    return f"{value:+d}".replace("-", "−") if value else "±0"


def luck_sentence(reckoning: Reckoning) -> str:
    """What this luck was worth to the autopilot, and how common that is."""
    luck = reckoning.luck or 0
    worth = "just as much as on average" if luck == 0 else (
        f"{points(luck)} {'more' if luck > 0 else 'less'} than that"
    )  # fmt: skip
    said = f"On this luck the autopilot reaches {worth}"
    if reckoning.luckier is None:
        return f"{said}."
    return f"{said}; {percent(reckoning.luckier)} of lucks are worse."


def rivals_sentence(reckoning: Reckoning) -> str:
    """What the others' play was worth."""
    if not reckoning.rivals_human:
        return "Nobody else was a person: rivals kept to their policies, so this is exactly 0."
    return "What the other people's play gave or took, with the autopilot in your seat."


def par_sentence(reckoning: Reckoning) -> str:
    """What par is where seat and luck are not told."""
    if reckoning.whole:
        return "What the autopilot scored in your seat on this luck."
    return (
        "What the autopilot scored, taking over where you did. Seat and luck are told of games "
        "played from the first quarter."
    )


def spread_sentence(reckoning: Reckoning) -> str:
    """The part of the player against sensible play of the seat, which is what ranks.

    It is told of whole games alone: the strategies decide from the first quarter.
    """
    if reckoning.spreads is None or reckoning.spread is None or reckoning.beaten is None:
        return ""
    if not reckoning.whole:
        return ""
    away = f"{points(reckoning.exact_you, 1)} {'above' if reckoning.spreads > 0.0 else 'below'} par"
    times = f"{abs(reckoning.spreads):.1f} times that"
    if round(abs(reckoning.exact_you), 1) == 0.0:
        away, times = "at par", ""
    ranked = "the ranking goes by this" if reckoning.ranked else ""
    more = "; ".join(part for part in (times, ranked) if part)
    return (
        f"Of {STRATEGIES:,} sensible strategies in this seat, {percent(reckoning.beaten)} did "
        f"worse. Choices usually move the score by {points(reckoning.spread, 1)} here; this game "
        f"ended {away}{f' ({more})' if more else ''}."
    )


def gap_title(debrief: Debrief) -> str:
    """The gap at the end."""
    fall = debrief.waterfall
    if fall is None:
        return "Nobody else was left at the end"
    other = debrief.played.names[fall.other]
    if abs(fall.gap) < 0.05:
        return f"Level with {other}: what made it so"
    side = "ahead of" if fall.gap > 0.0 else "behind"
    return f"{abs(fall.gap):.1f} index points {side} {other}: where they came from"


def gap_note(debrief: Debrief) -> str:
    """What the waterfall compares."""
    fall = debrief.waterfall
    if fall is None:
        return ""
    chips = telling.ratio_words(fall.chips)
    other = debrief.played.names[fall.other]
    many = "as" if chips.startswith("about") else "the"
    of = f"{chips} {other}" if many == "as" else f"{chips} {other}'s chips"
    if many == "as":
        of = f"about as many chips as {other}"
    return (
        f"Your best model against {other}'s best, both with their books open. You had {of}, on "
        "average over the game. Points of the capability index: 8 are worth ten times the training "
        f"chips.{_in_months(debrief)}"
    )


def _in_months(debrief: Debrief) -> str:
    """How points of the index relate to months, at the pace of this race's last year."""
    gained = gain_of_year(debrief.played)
    if gained < 1.0:
        return ""
    return (
        f" The best model on sale gained {gained:.0f} in the last year: at that pace, 10 points "
        f"are {number(round(120.0 / gained), 'month')}."
    )


def turns_title(debrief: Debrief) -> str:
    """Whether a turn stands out."""
    first = debrief.decisive.first
    if not debrief.decisive.turns:
        return "You decided no turn"
    if first is None:
        return "No single turn stands out"
    verb = "gained" if first.worth > 0.0 else "cost"
    return f"{debrief.played.quarter(first.turn)} {verb} most: {points(first.worth, 1)}"


def turns_sentence(debrief: Debrief) -> str:
    """The largest difference, told."""
    largest = debrief.decisive.largest
    if largest is None:
        return ""
    played, score = debrief.played, debrief.decisive.score
    quarter, other = played.quarter(largest.turn), score - largest.worth
    if abs(largest.worth) < 0.05:
        return "No decision alone moved the score by as much as a tenth of a point."
    return (
        f"{'' if debrief.decisive.first else 'The largest is '}{quarter}: with the autopilot's "
        "decision in that quarter, all other decisions as you made them and the same luck, the "
        f"score ends at {other:.1f} instead of {score:.1f}."
    )


def changes(debrief: Debrief, worth: TurnWorth | None, most: int = 4) -> list[Card]:
    """What the player had set otherwise than the autopilot in a turn."""
    if worth is None:
        return []
    seat = debrief.played.seat
    return [
        {
            "label": seat.lever(one.lever).label,
            "own": setting(seat.lever(one.lever), one.own),
            "autopilot": setting(seat.lever(one.lever), one.autopilot),
            "worth": "" if one.worth is None else tenths(one.worth),
        }
        for one in worth.changes[:most]
    ]


def what_if_sentence(debrief: Debrief, found: WhatIf) -> str:
    """What one change would have done."""
    lever = debrief.played.seat.lever(found.lever)
    moved = (
        "the score stays the same" if abs(found.difference) < 0.05
        else f"the score ends {points(found.difference, 1)} "
        f"{'higher' if found.difference > 0.0 else 'lower'}"
    )  # fmt: skip
    return (
        f"{debrief.played.quarter(found.turn)} with '{lever.label}' at "
        f"{setting(lever, found.value)} instead of {setting(lever, found.was)}: {moved}, at "
        f"{found.score:.1f}."
    )


def lesson_rows(lessons: tuple[Lesson, ...]) -> list[Card]:
    """A row for each claim."""
    return [
        {
            "number": one.number, "title": one.title, "says": one.says, "figure": one.figure,
            "word": WORDS.get(one.word, TELLS_NOT), "kind": one.word.replace(" ", "-"),
            "rule": one.rule,
        }
        for one in lessons
    ]  # fmt: skip


def lessons_title(lessons: tuple[Lesson, ...]) -> str:
    """How many claims the game shows and contradicts."""
    shown = sum(one.word == SHOWS for one in lessons)
    against = sum(one.word == CONTRADICTS for one in lessons)
    return f"Of {number(len(lessons), 'claim')}, this game shows {shown} and contradicts {against}"


def predict_title(bets: PredictView) -> str:
    """How many ranges held what came."""
    return f"{bets.hits} of {number(bets.of, 'range')} held what came"


def predict_sentence(bets: PredictView) -> str:
    """Calibration, against the range of who expects no change."""
    said = f"Honest ranges hold {COVERAGE:.0%} of what comes."
    if bets.score is None or bets.naive is None:
        return said
    better = "better than" if bets.score < bets.naive else "no better than"
    return (
        f"{said} Width and misses together, yours were {better} the range of who expects no "
        f"change: {_miss(bets, bets.score)} against {_miss(bets, bets.naive)}, less is better. "
        "This counts nothing towards the score."
    )


def _miss(bets: PredictView, value: float) -> str:
    return f"{value:.1f} months" if bets.what == LEAD else f"{100 * value:.1f} points of share"


def waiting(done: int, of: int, seconds_left: float | None) -> str:
    """How far the yardstick of the seat is."""
    said = f"Seat and luck are being measured: {done:,} of {of:,} races"
    if seconds_left is None:
        return f"{said}."
    return f"{said}, about {max(1, round(seconds_left))} s left."
