"""Brief: what a phone shows of a team's quarter: its change, one cause, three headlines.

All of it is what the team's player may know: own news, and what is public.
"""

from __future__ import annotations

from dataclasses import dataclass

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of, start_of
from tenfold.sim.game.telling.effects import did
from tenfold.sim.game.telling.phrase import number
from tenfold.sim.game.telling.view import NewsItem, Standing
from tenfold.sim.game.turns import Game

HEADLINES = 3
OF_MODELS = "training"
"""What news of models on sale is about: they are what months behind are counted from."""
BEARING = (OF_MODELS, "distillation", "research", "copying", "talent", "chips", "finance")
"""Mechanisms in the order in which own news about them bears on months behind."""
OF_RELEASE = "You release a new model"
"""How the sentence begins that tells of a model that is better than the last."""
OF_USE = "Your share of use"
"""How the sentence begins that tells why customers came or went, whatever it is about."""


@dataclass(frozen=True)
class Brief:
    """One team, one quarter."""

    rounds: int
    """Played so far."""
    quarter: str
    """The last one played; empty before the first."""
    rank: int
    of: int
    behind: float
    """Months behind whoever is furthest ahead; 0 for the leader."""
    ahead: float
    """Months ahead of the next best; 0 unless leading."""
    share: float
    """Of all use."""
    was: Standing
    """The quarter before; at the start, the same."""
    change: str
    """Since the quarter before, in a few words."""
    cause: str
    """One sentence of news with its because, or in a quarter without any what the training lever
    did; empty before the first quarter."""
    headlines: tuple[str, ...]
    """Other news of the quarter, three at most, own ones first."""


def brief_of(game: Game) -> Brief:
    """What a phone shows of a game now."""
    with game.lock:
        game.chronicle.catch_up(game.race, game.snapshots)
        standings = game.chronicle.standings
        now, was = standings[-1], standings[-2 if len(standings) > 1 else -1]
        rounds = game.turn - 1
        news = [item for item in game.chronicle.news if item.turn == rounds - 1]
        lead = [months for months, _ in game.chronicle.leads[-2:]]
        change = _change(now, was) if game.seat >= 0 else _of_government(lead)
        cause = _cause(news, _worse(game, now, was, lead)) if rounds else None
        effect = _effect(game) if rounds and cause is None else ""
        last = quarter_of(start_of(game.scenario.start), TURN_MONTHS * (rounds - 1))
        return Brief(
            rounds=rounds,
            quarter=last if rounds else "",
            rank=now.rank,
            of=now.of,
            behind=now.behind,
            ahead=now.ahead,
            share=now.share,
            was=was,
            change=change if rounds else "",
            cause=effect if cause is None else cause.text,
            headlines=_headlines(news, cause),
        )


def _change(now: Standing, was: Standing) -> str:
    """Of a lab, in whole months: what people read adds up."""
    behind, before = round(now.behind), round(was.behind)
    if not now.active:
        return "Out of the race" if not was.active else "Your lab has left the race"
    if not behind:
        lead = f", {number(round(now.ahead), 'month')} ahead" if round(now.ahead) else ""
        return f"You take the lead{lead}" if before else f"In front{lead}"
    if not before:
        return f"You lose the lead: {number(behind, 'month')} behind"
    if behind == before:
        return f"Still {number(behind, 'month')} behind"
    moved = number(abs(behind - before), "month")
    way = "closer" if behind < before else "further behind"
    return f"{moved} {way}: now {behind} behind"


def _of_government(lead: list[float]) -> str:
    """Of the labs at home."""
    now, before = round(lead[-1]), round(lead[0])
    side = "ahead of rivals" if now > 0 else "behind rivals"
    stand = f"{number(abs(now), 'month')} {side}" if now else "level with rivals"
    if now == before:
        return f"Your labs are still {stand}"
    moved = number(abs(now - before), "month")
    return f"{moved} {'won' if now > before else 'lost'}: your labs are now {stand}"


def _worse(game: Game, now: Standing, was: Standing, lead: list[float]) -> bool:
    """The team fell back."""
    return now.behind > was.behind if game.seat >= 0 else lead[-1] < lead[0]


def _cause(news: list[NewsItem], worse: bool) -> NewsItem | None:
    """The news that bears most on months behind.

    Who fell back although a new model came out fell back because of what rivals brought.
    """
    own = sorted((item for item in news if item.own), key=_bearing)
    trouble = [item for item in own if _bearing(item) == 0 and not item.text.startswith(OF_RELEASE)]
    rivals = [item for item in news if item.about == OF_MODELS and not item.own]
    order = [*trouble, *rivals, *own] if worse else [*own, *rivals]
    return next(iter([*order, *news]), None)


def _bearing(item: NewsItem) -> int:
    """How far from months behind an own sentence is: models first, use and customers last."""
    if item.text.startswith(OF_USE) or item.about not in BEARING:
        return len(BEARING)
    return BEARING.index(item.about)


def _effect(game: Game) -> str:
    """What the lever of training did, where there is no news to tell."""
    if game.seat < 0:
        return ""
    columns = game.columns("revenue", "token_share", "ideas", "talent", "data_stock", "compute")
    names = [lab.name for lab in game.scenario.labs]
    line = did(columns, game.chronicle.notes, game.seat, names).get("training", "")
    line = line.removeprefix("Last: ")
    return line[:1].upper() + line[1:]


def _headlines(news: list[NewsItem], cause: NewsItem | None) -> tuple[str, ...]:
    """The rest, one of each subject before a second of any."""
    rest = [item for item in news if item is not cause]
    subjects: set[tuple[bool, str]] = set()
    first: list[str] = []
    later: list[str] = []
    for item in rest:
        kind = (item.own, item.about)
        (later if kind in subjects else first).append(item.text)
        subjects.add(kind)
    return tuple([*first, *later][:HEADLINES])
