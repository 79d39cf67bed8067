"""News: one sentence for what happened, saying because of what, and only what the player can know.

The player's own happenings are told exactly. Of rivals, only what is public is told: releases,
openings, scandals, seizures, moves of well-known researchers, rescues and ends. A rival's secret
discovery, its runs and its withheld models are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.telling.affair_news import affairs_of
from tenfold.sim.game.telling.model_news import Record, Told, models_of
from tenfold.sim.game.telling.phrase import count, dollars, listed, number, percent
from tenfold.sim.game.telling.use_news import copying_hint, use_of, warning_of
from tenfold.sim.game.telling.view import NewsItem
from tenfold.sim.happenings import Happening, Kind

EVENTS = {
    Kind.CONTROLS: "controls", Kind.SUPPLY_SHOCK: "supply", Kind.DEMAND_SHOCK: "demand",
    Kind.MOOD_SHAKEN: "mood", Kind.SUBSIDY: "subsidy", Kind.OPEN_RULE: "open-rule",
    Kind.ENFORCEMENT: "enforcement",
}  # fmt: skip
"""Happenings of the market, and the kind of event in the scenario that causes each."""
ABOUT_EVENTS = {"supply": "chips", "demand": "demand", "mood": "finance"}
"""Kind of event to the mechanism that it works through, where that is not the government."""


def tell(happenings: Iterable[Happening], record: Record) -> list[NewsItem]:
    """All news of a race so far, newest first, the player's own before others'.

    Args:
        happenings: every note of the race, oldest first.
        record: what the sentences need to know.
    """
    turns: dict[int, list[Happening]] = {}
    for happening in happenings:
        turns.setdefault(happening.month // TURN_MONTHS, []).append(happening)
    news: list[NewsItem] = []
    for turn in sorted({*turns, *range(len(record.shots) - 1)}):
        news = tell_quarter(turns.get(turn, []), turn, record) + news
    return news


def tell_quarter(notes: Sequence[Happening], turn: int, record: Record) -> list[NewsItem]:
    """The news of one quarter, the player's own before others'.

    Args:
        notes: of the quarter, oldest first.
        turn: number of the quarter, from 0.
        record: what the sentences need to know; it remembers what has been opened.
    """
    quarter = quarter_of(record.start, turn * TURN_MONTHS)
    record.turn = turn
    told = [
        (one, one.about or about) for part, about in PARTS.items() for one in part(notes, record)
    ]
    told.sort(key=lambda pair: pair[0].lab != record.seat)
    return [
        NewsItem(turn, quarter, _upper(one.text), one.lab, one.lab == record.seat, about)
        for one, about in told
    ]


def _breakthroughs(notes: Sequence[Happening], record: Record) -> list[Told]:
    told = []
    for note in notes:
        if note.kind != Kind.BREAKTHROUGH or note.lab != record.seat:
            continue
        how = (
            "You rebuilt a breakthrough, because a rival's model shows that it can be done"
            if note.amount > 0.0
            else "A breakthrough in your lab, because your long shots paid off"
        )
        told.append(Told(f"{how}: your next run will be far stronger.", record.seat))
    return told


def _ideas(notes: Sequence[Happening], record: Record) -> list[Told]:
    """The player's own new ideas of the quarter: one sentence for found, one for copied."""
    mine = [note for note in notes if note.lab == record.seat]
    found = [note for note in mine if note.kind == Kind.DISCOVERED]
    copied = [note for note in mine if note.kind == Kind.COPIED]
    told = []
    if found:
        month = min(found[-1].month + 1, len(record.experiments) - 1)
        text = (
            f"You found {number(len(found), 'idea')} of your own, because "
            f"{percent(float(record.experiments[month]))} of your chips ran experiments."
        )
        told.append(Told(text, record.seat))
    if copied:
        shown = sorted({int(note.amount) for note in copied if note.amount >= 0.0})
        whose = [record.names[lab] for lab in shown if lab != record.seat]
        owners = listed(whose) if 0 < len(whose) <= 3 else "rivals"
        they = "it works" if len(copied) == 1 else "they work"
        text = f"You rebuilt {number(len(copied), 'idea')}, because {owners} had shown that {they}."
        told.append(Told(text, record.seat, "copying"))
    return told


def _copies_of_mine(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Who rebuilt what the player's models show."""
    copies: dict[int, int] = {}
    for note in notes:
        if note.kind == Kind.COPIED and note.lab != record.seat and note.amount == record.seat:
            copies[note.lab] = copies.get(note.lab, 0) + 1
    if not copies:
        return []
    total = sum(copies.values())
    names = listed([record.names[lab] for lab in sorted(copies)])
    who = names if len(copies) <= 3 else f"{len(copies)} rivals"
    they = "it works" if total == 1 else "they work"
    text = f"{who} rebuilt {number(total, 'idea')} of yours, because your model shows that {they}."
    return [Told(text, min(copies))]


def _own_run(notes: Sequence[Happening], record: Record) -> list[Told]:
    told: list[Told] = []
    for note in notes:
        if note.lab != record.seat:
            continue
        if note.kind == Kind.RUN_SET_BACK:
            text = "Your run was set back by a month, because large and risky runs fail more often."
            told.append(Told(text, record.seat))
        elif note.kind == Kind.DISTILLED and note.other >= 0 and note.amount >= 0.05:
            text = (
                f"Your new model gained {note.amount:.1f} points, because it trained on the "
                f"answers of {record.names[note.other]}."
            )
            told.append(Told(text, record.seat, "distillation"))
        elif note.kind == Kind.WITHHELD:
            text = (
                "You keep your new model to yourselves, because its release is set to withheld: "
                "rivals see nothing of it."
            )
            told.append(Told(text, record.seat, "release"))
    return told


def _scandals(notes: Sequence[Happening], record: Record) -> list[Told]:
    told = []
    for note in notes:
        who, own = record.who(note.lab), note.lab == record.seat
        if note.kind == Kind.CAUGHT and note.other >= 0:
            was = "were" if own else "was"
            taught = "your" if note.other == record.seat else f"{record.names[note.other]}'s"
            text = (
                f"{who} {was} caught training on {taught} answers, because the same accounts asked "
                "too much: customers trust them less."
            )
        elif note.kind == Kind.BANNED:
            text = (
                f"Closed labs refuse to serve {who} for {number(round(note.amount), 'month')}, "
                "because of that affair: only open models are left to learn from."
            )
        elif note.kind == Kind.CHIPS_SEIZED and note.amount >= 1.0:
            text = (
                f"Customs took {count(note.amount)} smuggled chips from {who}, because export "
                "control is enforced."
            )
        else:
            continue
        told.append(Told(text, note.lab, "chips" if note.kind == Kind.CHIPS_SEIZED else ""))
    return told


def _stars(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Moves of well-known researchers: those that touch the player, and one other a quarter."""
    moves = [note for note in notes if note.kind == Kind.STAR_MOVED and note.other >= 0]
    near = [note for note in moves if record.seat in (note.lab, note.other)]
    far = [note for note in moves if note not in near][:1]
    return [
        Told(
            f"A leading researcher leaves {record.who(note.other)} for {record.who(note.lab)}, "
            "because pay and standing draw people: ideas go along.",
            record.seat if note in near else note.lab,
        )
        for note in near + far
    ]


def _fates(notes: Sequence[Happening], record: Record) -> list[Told]:
    told = []
    shaken = False
    for note in notes:
        who, own = record.who(note.lab), note.lab == record.seat
        was = "were" if own else "was"
        if note.kind == Kind.RESCUED:
            text = (
                f"{who} {was} rescued with {dollars(note.amount)}, because the cash had run out: "
                "chips are sold and backers take more."
            )
        elif note.kind == Kind.MERGED and note.other >= 0:
            text = f"{record.who(note.other)} took over {who}, because the cash had run out."
        elif note.kind == Kind.EXITED:
            leave = "leave" if own else "leaves"
            text = (
                f"{who} {leave} the race, because the cash had run out and nobody bought the rest."
            )
        elif note.kind == Kind.MOOD_SHAKEN and note.lab >= 0 and not shaken:
            shaken = True
            model = "your open model" if own else f"the open model of {record.names[note.lab]}"
            text = f"Investors in closed labs lose heart, because {model} does as much for less."
        else:
            continue
        told.append(Told(text, note.lab))
    return told


def _market(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Events of the world, in the words of the scenario."""
    told = []
    for note in notes:
        if note.lab >= 0 or note.kind not in EVENTS:
            continue
        alike = [event for event in record.scenario.events if event.kind == EVENTS[note.kind]]
        if alike:
            nearest = min(alike, key=lambda event: abs(event.size - note.amount))
            told.append(Told(nearest.headline, -1, ABOUT_EVENTS.get(nearest.kind, "")))
    return told


def _short(notes: Sequence[Happening], record: Record) -> list[Told]:
    loads = [
        note.amount
        for note in notes
        if note.kind == Kind.CAPACITY_SHORT and note.lab == record.seat
    ]
    if not loads:
        return []
    text = (
        f"You turned customers away, because they asked for {max(loads):.1f} times what your chips "
        "for serving could answer."
    )
    return [Told(text, record.seat)]


PARTS: dict[Callable[[Sequence[Happening], Record], list[Told]], str] = {
    use_of: "demand", warning_of: "serving", _breakthroughs: "research", models_of: "training",
    copying_hint: "copying", _own_run: "training", _ideas: "research", _short: "serving",
    _copies_of_mine: "copying", _scandals: "distillation", _fates: "finance", _stars: "talent",
    affairs_of: "finance", _market: "government",
}  # fmt: skip
"""What is told of a quarter, in this order, and the mechanism behind it."""
MECHANISMS = (
    "research", "copying", "training", "distillation", "release", "serving", "finance", "talent",
    "government", "demand", "chips",
)  # fmt: skip
"""What a sentence of news may be about."""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
