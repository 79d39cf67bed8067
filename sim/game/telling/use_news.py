"""News of customers: why the player's share of use moved, and whether the next ones can be served.

A move is explained by what the player can see of its own offer against rivals': skill and prices
are public, waiting and trust are its own affair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tenfold.sim.game.calendar import TURN_MONTHS, short_quarter
from tenfold.sim.game.telling.model_news import Record, Told
from tenfold.sim.game.telling.own_shot import OwnShot
from tenfold.sim.game.telling.phrase import number, percent
from tenfold.sim.game.telling.snapshot import Snapshot
from tenfold.sim.happenings import Happening

LARGE_SHARE = 0.03
"""Change of the share of use in a quarter that is news, whatever it was before."""
LARGE_PART = 0.2
"""Change against the share before that is news..."""
LEAST_SHARE = 0.01
"""...where it is as much of all use as this."""
LOOK_BACK = 2
"""Quarters over which an offer is compared: customers change their habits over months."""
LEAST_PULL = 0.3
"""Part of a move, in logs, that a cause must come up to by itself to be told as the cause."""
SHORT = 1.1
"""Chips needed over chips that serve, from which a player is warned."""
JUMP = 3.0
"""Growth in a quarter from which it is a single jump, as of a new model, and no trend."""
MANY_IDEAS = 6
"""Ideas in sight from which copying them is worth a hint."""
LITTLE_COPYING = 0.35
"""Share of the search that copies, below which there is a hint."""
HINT_TURNS = 4
"""Quarters between two hints of the same."""


def use_of(notes: Sequence[Happening], record: Record) -> list[Told]:
    """A large move of the player's share of use, with what moved it most."""
    shots = record.known
    if len(shots) < 2 or shots[-1].own is None:
        return []
    before, now = float(shots[-2].use[record.seat]), float(shots[-1].use[record.seat])
    move = now - before
    part = abs(move) / max(before, LEAST_SHARE)
    if abs(move) < LARGE_SHARE and (abs(move) < LEAST_SHARE or part < LARGE_PART):
        return []
    verb = "rises" if move > 0.0 else "falls"
    why, about = _why(shots[max(0, len(shots) - 1 - LOOK_BACK) :], record)
    text = f"Your share of use {verb} from {percent(before)} to {percent(now)}, because {why}."
    return [Told(text, record.seat, about)]


def _why(shots: Sequence[Snapshot], record: Record) -> tuple[str, str]:
    """The part of the offer that pulled most in the direction of the move, and its mechanism."""
    old, new, seat = shots[0], shots[-1], record.seat
    moved = np.log(max(float(new.use[seat]), TINY) / max(float(shots[-2].use[seat]), TINY))
    up = bool(moved > 0.0)
    pulls = {name: pull if up else -pull for name, pull in pulls_of(shots, seat).items()}
    cause = max(pulls, key=lambda name: pulls[name])
    if pulls[cause] < LEAST_PULL * abs(moved):
        return _others(shots[-2], new, record, up), "demand"
    return _said(cause, old, new, record, up), ABOUT[cause]


TINY = 1e-4
"""Share of use below which moves are not told apart."""
ABOUT = {
    "quality": "training", "price": "demand", "latency": "serving", "openness": "release",
    "brand": "distillation",
}  # fmt: skip
"""Part of an offer to the mechanism behind it."""


def pulls_of(shots: Sequence[Snapshot], seat: int) -> dict[str, float]:
    """How far each part of the offer moved against rivals', as customers weigh it.

    Skill, price, waiting and trust work through habits, so that they are compared with the first
    of `shots`; whom there are no chips for is gone at once, so that is compared with a quarter ago.
    """
    old, last, new = shots[0], shots[-2], shots[-1]
    if old.own is None or last.own is None or new.own is None:
        return dict.fromkeys(ABOUT, 0.0)
    weights: Mapping[str, float] = new.own.weights
    mine = [_offer(shot, [seat]) for shot in (old, new)]
    rivals = [i for i in range(len(new.use)) if i != seat]
    theirs = [_offer(shot, rivals) for shot in (old, new)]
    gained = (mine[1] - mine[0]) - (theirs[1] - theirs[0])
    answered = np.log(max(new.own.served, TINY) / max(last.own.served, TINY))
    waits = weights["latency"] * (new.own.waiting - old.own.waiting)
    return {
        "quality": float(weights["quality"] * gained[0] / 10.0),
        "price": float(-weights["price"] * gained[1]),
        "openness": float(weights["openness"] * gained[2]),
        "latency": float(answered - waits),
        "brand": weights["brand"] * (new.own.trust - old.own.trust),
    }


def _offer(shot: Snapshot, labs: Sequence[int]) -> np.ndarray:
    """Skill, log price and openness of what these labs sell, weighed by use; zeros for nothing."""
    sold = [one for one in shot.products if one.lab in labs and one.price > 0.0]
    if not sold:
        return np.zeros(3)
    used = np.array([max(one.tokens, 1.0) for one in sold])
    figures = np.array([[one.score, np.log(one.price), float(one.opened)] for one in sold])
    return np.asarray((figures * used[:, None]).sum(axis=0) / used.sum())


def _said(cause: str, old: Snapshot, new: Snapshot, record: Record, up: bool) -> str:
    if cause == "latency" and new.own is not None:
        asked = new.own.need / max(new.own.serving, 1.0)
        if up:
            return "fewer customers wait or are turned away"
        return f"customers wait or are turned away: they need {asked:.1f}x your serving chips"
    if cause == "brand":
        return "customers trust you again" if up else "customers trust you less after an affair"
    if cause == "openness":
        return (
            "more of what you sell can be run by customers themselves"
            if up
            else "rivals publish models that customers can run themselves"
        )
    rivals = [i for i in range(len(new.use)) if i != record.seat]
    mine, theirs = (_offer(new, labs) - _offer(old, labs) for labs in ([record.seat], rivals))
    since = "half a year" if new.month - old.month > TURN_MONTHS else "a quarter"
    if cause == "price":
        paid, asked_elsewhere = (float(np.exp(one[1])) - 1.0 for one in (mine, theirs))
        return (
            f"your average price {_changed(paid)} in {since}, rivals' {_changed(asked_elsewhere)}"
        )
    return (
        f"the models that your customers use gained {mine[0]:.1f} points in {since}, "
        f"rivals' {theirs[0]:.1f}"
    )


def _changed(change: float) -> str:
    if abs(change) < 0.01:
        return "stayed"
    return f"{'rose' if change > 0.0 else 'fell'} {percent(abs(change))}"


def _others(old: Snapshot, new: Snapshot, record: Record, up: bool) -> str:
    """Whose share moved the other way most, where the player's own offer tells nothing."""
    moved = np.array(new.use) - np.array(old.use)
    moved[record.seat] = 0.0
    other = int(np.argmin(moved) if up else np.argmax(moved))
    verb = "lost" if up else "won"
    return (
        f"customers go where they are served best: {record.names[other]} {verb} most, from "
        f"{percent(float(old.use[other]))} to {percent(float(new.use[other]))}"
    )


def growth_of(old: OwnShot, new: OwnShot) -> float:
    """Factor by which the chips that customers need grew in the last quarter; 1 for a jump."""
    if old.need <= 0.0 or new.need > JUMP * old.need:
        return 1.0
    return max(new.need / old.need, 1.0)


def shortage_of(old: OwnShot, new: OwnShot, share: float, quarter: str) -> str:
    """What will be short in a quarter if use grows on as it did; empty where chips will do.

    Args:
        old: a quarter ago.
        new: now.
        share: of all chips that will serve.
        quarter: that comes.
    """
    serving, growth = share * (new.chips + new.coming), growth_of(old, new)
    short = new.need * growth / max(serving, 1.0)
    if short < SHORT:
        return ""
    begins = "At this growth use" if growth >= STEADY else "Even without growth, use"
    needs = f"about {short:.1f}x your serving chips" if serving >= 1.0 else "chips, and none serve,"
    return f"{begins} will need {needs} in {quarter}."


STEADY = 1.01
"""Growth in a quarter below which it is none."""


def warning_of(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Serving chips that will not be enough next quarter, as they are set now."""
    shots = record.known
    if len(shots) < 2 or shots[-2].own is None or shots[-1].own is None:
        return []
    old, new, month = shots[-2].own, shots[-1].own, shots[-1].month
    if month >= record.ends:
        return []
    share = new.serving / max(new.chips, 1.0)
    text = shortage_of(old, new, share, short_quarter(record.start, month, month - TURN_MONTHS))
    if not text:
        return []
    growth = growth_of(old, new)
    why = (
        f"because it grew {percent(growth - 1.0)} last quarter"
        if growth >= STEADY
        else f"because only {percent(share)} of your chips serve"
    )
    told = f"{text[:-1]}, {why}: customers will wait or leave."
    return [Told(told, record.seat, "serving")]


def copying_hint(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Once in a while: much that rivals show is in sight, and hardly anything of it is copied."""
    shots = record.known
    if len(shots) < 2 or not _neglects(shots[-1].own):
        return []
    turn = shots[-1].month // TURN_MONTHS
    if turn > 1 and _neglects(shots[-2].own) and turn % HINT_TURNS != 1:
        return []
    own = shots[-1].own
    assert own is not None
    text = (
        f"Rivals' models show {number(int(own.copyable), 'idea')} that you lack, but only "
        f"{percent(own.copying)} of your search copies. Raise it to rebuild them sooner, because "
        "what is known to work is easier to find."
    )
    return [Told(text, record.seat, "copying")]


def _neglects(own: OwnShot | None) -> bool:
    return own is not None and own.copyable >= MANY_IDEAS and own.copying < LITTLE_COPYING
