"""Story: a game in at most 120 words; each sentence a computed fact that points at its chart.

It says what was and what followed, never what would have been, and never because of what. Where no
turn stands out, it says so. It ends with an invitation to try.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tenfold.agents.ruling import RIVAL_HOME
from tenfold.sim.game import mandate
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.decisive import COUNTS, Change, Decisive, TurnWorth
from tenfold.sim.game.debrief.played import Played
from tenfold.sim.game.debrief.reckoning import Reckoning
from tenfold.sim.game.debrief.waterfall import Waterfall
from tenfold.sim.game.telling.phrase import dollars, listed, number, percent
from tenfold.sim.game.telling.settings_words import setting
from tenfold.sim.game.telling.standing import behind_by_month, rank_of
from tenfold.sim.happenings import Kind

MOST_WORDS = 120
RACE, SHARE, GAP, TURNS, SCORE, TRY = "race", "share", "gap", "turns", "score", "try"
"""Charts that sentences point at; TRY opens a fork."""
FOLLOWS = 3
"""Quarters over which the story follows what came after the turn that stands out."""
NAMED = {
    "compute": "chips", "own ideas": "own ideas", "copied ideas": "copied ideas",
    "scale": "ideas that pay more in large runs", "data": "data", "know-how": "know-how",
    "distillation": "training on rivals' answers", "testing loss": "too few tests",
    "noise": "the luck of the runs",
}  # fmt: skip
"""Parts of a gap as a sentence has them."""
FRACTIONS = (
    (0.015, "a hundredth of"), (0.035, "a fortieth of"), (0.07, "a twentieth of"),
    (0.14, "a tenth of"), (0.17, "a seventh of"), (0.23, "a fifth of"), (0.29, "a quarter of"),
    (0.40, "a third of"), (0.58, "half of"), (0.80, "three quarters of"),
)  # fmt: skip
"""Ratios up to which a quantity is called so."""


@dataclass(frozen=True)
class Sentence:
    """One fact."""

    text: str
    chart: str
    """That shows it."""


@dataclass(frozen=True)
class Story:
    """A game in words."""

    sentences: tuple[Sentence, ...]
    turn: int
    """That the invitation opens, from 1."""
    change: Change | None = None
    """That the invitation names: the autopilot's setting did better alone; None: it names none."""

    @property
    def words(self) -> int:
        """How many there are."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)


def story_of(
    played: Played, waterfall: Waterfall | None, decisive: Decisive, reckoning: Reckoning
) -> Story:
    """The story of a finished game."""
    ruled = played.seat.place < 0
    told = governed(played) if ruled else [_began(played), _ended(played)]
    if waterfall is not None:
        told += _gap(played, waterfall)
    first, lost = decisive.first, losing(decisive)
    change = lost.telling if lost is not None else None
    # What gained is nothing to try anew: the way back is to where most was lost, if any was.
    worst = lost or (decisive.costliest if first is not None else None)
    turn = worst.turn if worst is not None else played.taken_over + 1
    if decisive.turns:
        told += _turn(played, first)
    if first is None and lost is not None and change is not None:
        largest = f"The largest is {played.quarter(lost.turn)}: {did(played, change)}."
        told.append(Sentence(largest, TURNS))
    told.append(Sentence(f"Par {reckoning.par}; you {reckoning.score}.", SCORE))
    told.append(_invitation(played, change, turn))
    while sum(len(one.text.split()) for one in told) > MOST_WORDS:
        # The least of it goes: what followed the turn, then the parts of the gap.
        place = max(k for k, one in enumerate(told[2:-2], 2) if one.chart in (SHARE, GAP, TURNS))
        del told[place]
    if played.watched:
        name = "the government" if ruled else played.names[played.seat.place]
        told = [Sentence(of_another(one.text, name), one.chart) for one in told]
    return Story(tuple(told), turn, change)


def losing(decisive: Decisive) -> TurnWorth | None:
    """The largest turn where it counts and one lever of the autopilot's would have done better."""
    largest = decisive.largest
    if largest is None or largest.worth > -COUNTS or largest.telling is None:
        return None
    return largest


def of_another(text: str, name: str) -> str:
    """A sentence to the player, as one about a lab that nobody played.

    >>> of_another("You began with your chips. Par 4; you 5.", "Oak")
    'Oak began with its chips. Par 4; Oak 5.'
    """
    said = re.sub(r"\bYour\b", f"{name}'s", re.sub(r"\bYou\b", name, text))
    said = re.sub(r"\byou (?=−?\d)", f"{name} ", said)
    said = re.sub(r"\byour\b", "its", re.sub(r"\byou\b", "it", said))
    return said[:1].upper() + said[1:]


def ratio_words(ratio: float) -> str:
    """A quantity against another's: 'a tenth of'.

    >>> ratio_words(0.1), ratio_words(0.5), ratio_words(1.0), ratio_words(2.6)
    ('a tenth of', 'half of', 'about as many as', '2.6 times')
    """
    for most, words in FRACTIONS:
        if ratio < most:
            return words
    if ratio < 1.25:
        return "about as many as"
    return f"{ratio:.1f} times".replace(".0 ", " ") if ratio < 10.0 else f"{ratio:.0f} times"


def place_words(rank: int) -> str:
    """A rank: first, second, third, 4th."""
    names = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
    return names.get(rank, f"{rank}th")


def _began(played: Played) -> Sentence:
    seat, chips = played.seat.place, played.series("compute")[0]
    others = [i for i in range(len(chips)) if i != seat]
    if not others:
        return Sentence(f"{played.names[seat]} raced alone.", RACE)
    richest = max(others, key=lambda i: float(chips[i]))
    ratio = float(chips[seat]) / max(float(chips[richest]), 1e-9)
    share = float(played.series("token_share")[0, seat])
    chips_said = f"{ratio_words(ratio)} {played.names[richest]}'s chips"
    if 0.8 <= ratio < 1.25:
        chips_said = f"about as many chips as {played.names[richest]}"
    return Sentence(f"You began with {chips_said} and {percent(share)} of all use.", RACE)


def _ended(played: Played) -> Sentence:
    seat = played.seat.place
    levels = played.series("public_score") * played.series("active")
    active = played.series("active")[-1]
    if active[seat] == 0.0:
        left = int((played.series("active")[:, seat] > 0.0).sum())
        gone = played.quarter(max(0, left - 1) // TURN_MONTHS + 1)
        return Sentence(f"Your lab left the race in {gone}.", RACE)
    rank, labs = rank_of(levels[-1], active, seat), levels.shape[1]
    share = percent(float(played.series("token_share")[-1, seat]))
    if labs == 1:
        return Sentence(f"You ended with {share} of all use.", RACE)
    behind = round(float(behind_by_month(levels, seat)[-1]))
    place = f"{place_words(rank)} of {labs}, with {share} of all use"
    if rank == 1:
        return Sentence(f"You ended {place}.", RACE)
    gap = f"{number(behind, 'month')} behind the leader" if behind else "level with the leader"
    return Sentence(f"You ended {gap}, {place}.", RACE)


def governed(played: Played) -> list[Sentence]:
    """Where the labs of a government stood at the start and at the end, and what it spent."""
    scenario, home = played.seat.scenario, played.seat.scenario.regulator.home
    labs = {name: played.series(name) for name in mandate.NEEDED}
    ours = [lab.home == home for lab in scenario.labs]
    theirs = [lab.home == RIVAL_HOME[home] for lab in scenario.labs]
    start, end = mandate.lead(labs, ours, theirs)
    spent, came = (
        float(played.history.market_series(name)[0, 1:].sum())
        for name in ("public_spending", "public_income")
    )
    return [
        Sentence(f"Your best lab began {_lead(start)} the labs that you watch.", RACE),
        Sentence(f"It ended {_lead(end)} them.", RACE),
        Sentence(f"You spent {dollars(spent)} and took {dollars(came)} in fees.", SCORE),
    ]


def _lead(months: float) -> str:
    if round(months) == 0:
        return "level with"
    return f"{number(abs(round(months)), 'month')} {'ahead of' if months > 0.0 else 'behind'}"


def _gap(played: Played, waterfall: Waterfall) -> list[Sentence]:
    other = played.names[waterfall.other]
    gap = abs(waterfall.gap)
    side = "ahead of" if waterfall.gap >= 0.0 else "behind"
    told = f"Your best model stood {gap:.0f} index points {side} {other}'s"
    if round(gap) == 0:
        told = f"Your best model stood level with {other}'s"
    parts = sorted(waterfall.steps, key=lambda step: step.points)
    said = [
        f"{NAMED[step.part]} {step.points:+.0f}".replace("-", "−")
        for step in (parts[0], parts[-1])
        if abs(step.points) >= 0.5
    ]
    return [Sentence(f"{told}: {listed(said)}." if said else f"{told}.", GAP)]


def _turn(played: Played, first: TurnWorth | None) -> list[Sentence]:
    if first is None:
        return [Sentence("No single turn stands out.", TURNS)]
    quarter = played.quarter(first.turn)
    said = f"{quarter} stands out, for the {'better' if first.worth > 0.0 else 'worse'}"
    if first.telling is not None:
        said += f": {did(played, first.telling)}"
    told = [Sentence(f"{said}.", TURNS)]
    return told if played.seat.place < 0 else [*told, _after(played, first.turn)]


def did(played: Played, change: Change) -> str:
    """What the player set, and what the autopilot's setting was."""
    lever = played.seat.lever(change.lever)
    own, other = setting(lever, change.own), setting(lever, change.autopilot)
    return f"you had '{lever.label}' at {own}, the autopilot's setting was {other}"


def _after(played: Played, turn: int) -> Sentence:
    """What followed the turn: use, and ideas lost to rivals."""
    seat, first = played.seat.place, TURN_MONTHS * (turn - 1)
    last = min(played.history.months, first + TURN_MONTHS * FOLLOWS)
    share = played.series("token_share")[:, seat]
    before, after = float(share[first]), float(share[last])
    takers = {
        note.lab
        for note in played.happenings
        if note.kind == Kind.COPIED and int(note.amount) == seat and first <= note.month < last
    }
    quarters = number(round((last - first) / TURN_MONTHS), "quarter")
    said = f"Over {quarters} your share went from {percent(before)} to {percent(after)}"
    if percent(before) == percent(after):
        said = f"Over {quarters} your share stayed at {percent(after)}"
    if takers:
        said += f", and {number(len(takers), 'rival')} learned an idea from you"
    return Sentence(f"{said}.", SHARE)


def _invitation(played: Played, change: Change | None, turn: int) -> Sentence:
    quarter = played.quarter(turn)
    if change is None:
        return Sentence(f"Try it again from {quarter}.", TRY)
    lever = played.seat.lever(change.lever)
    return Sentence(
        f"Try {quarter} with '{lever.label}' at {setting(lever, change.autopilot)}.", TRY
    )


__all__ = ["GAP", "MOST_WORDS", "RACE", "SCORE", "SHARE", "TRY", "TURNS", "Sentence", "Story",
           "story_of"]  # fmt: skip
