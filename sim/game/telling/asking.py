"""Asking: the questions that affairs put to the player's lab this turn, with what answers cost.

Every figure is the model's own: what an answer would cost or bring is computed as the engine will.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenfold.agents.decision import (
    DECLINE,
    DENY,
    LET_GO,
    LEVER,
    MATCH,
    MATCH_AND_RAISE,
    OPEN_BOOKS,
    PASS_ON,
    SETTLE,
    TAKE,
    TAKE_HALF,
)
from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.mechanisms import affairs

if TYPE_CHECKING:
    from tenfold.sim.game.turns import Game

ACCUSED, POACHED, OFFERED = "accused", "poached", "offered"


@dataclass(frozen=True)
class Choice:
    """One answer."""

    value: float
    """Of the lever."""
    label: str
    says: str
    """What it costs and brings, with figures."""


@dataclass(frozen=True)
class Asked:
    """One question that waits for an answer at the coming turn."""

    kind: str
    """accused, poached or offered."""
    lever: str
    """The lever that answers it."""
    text: str
    """What has happened, and because of what."""
    choices: tuple[Choice, ...]
    usual: float
    """What the autopilot answers: the answer of who gives none."""


def asked_of(game: Game) -> tuple[Asked, ...]:
    """The questions pending for the player's lab; empty at a seat without a lab."""
    if game.seat < 0 or game.finished:
        return ()
    world, p = game.race.world, game.race.rules[0]
    lab, market = world.lab[0, game.seat], world.market[0]
    if lab.active == 0.0:
        return ()
    names = [spec.name for spec in game.scenario.labs]
    found = []
    if lab.accused > 0.0:
        found.append((ACCUSED, "on_accused", _accusation(lab, p, names)))
    if lab.poached > 0.0:
        rival = world.lab[0, int(lab.poached_by)]
        found.append((POACHED, "on_poached", _poaching(lab, rival, p, names)))
    if lab.offered > 0.0:
        found.append((OFFERED, "on_offered", _offer(lab, market, p)))
    return tuple(
        Asked(kind, lever, text, choices, float(game.autopilot[lever]))
        for kind, lever, (text, choices) in found
    )


def _choice(lever: str, value: int, says: str) -> Choice:
    label = LEVER[lever].choices[value]
    return Choice(float(value), label[:1].upper() + label[1:], says)


def _cash(cost: float, lab: Any) -> str:
    """A sum, as part of the cash; what cannot be paid is not done."""
    if cost > lab.cash:
        return f"{dollars(cost)}, which you do not have: the answer would be the first"
    return f"{dollars(cost)} ({percent(cost / lab.cash)} of your cash)"


def _accusation(lab: Any, p: Any, names: list[str]) -> tuple[str, tuple[Choice, ...]]:
    accuser = names[int(lab.accused_by)]
    ban = int(lab.banned)
    after = int(p.settle_ban * lab.banned)
    # Trust lost fades by a constant factor a month: half of it after so many.
    half = np.log(0.5) / np.log(p.scandal_keeping) if 0.0 < p.scandal_keeping < 1.0 else 0.0
    cost = float(affairs.settlement(lab, p))
    refused = (
        f"closed labs refuse to serve you for {number(ban, 'more month', 'more months')}, and "
        if ban
        else ""
    )
    text = (
        f"{accuser} says that you trained on its answers, because your accounts asked too much: "
        f"{refused}customers trust you less. What do you say?"
    )
    mood = 1.0 - float(np.exp(-p.books_mood))
    return text, (
        _choice("on_accused", DENY, (
            f"Costs nothing. The ban stays, and half of the lost trust is back in "
            f"{number(max(round(half), 1), 'month')}, because affairs are forgotten."
        )),
        _choice("on_accused", SETTLE, (
            f"You pay {accuser} {_cash(cost, lab)}. The ban falls to {number(after, 'month')}, and "
            f"{percent(p.settle_standing)} of the lost trust is back at once."
        )),
        _choice("on_accused", OPEN_BOOKS, (
            f"{_first(percent(p.books_standing))} of the lost trust is back at once. But rivals "
            f"see all {count(lab.ideas)} ideas that you know as if your weights were open, and "
            f"your backers hold back up to {percent(mood)} of their money. The ban stays."
        )),
    )  # fmt: skip


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _poaching(lab: Any, rival: Any, p: Any, names: list[str]) -> tuple[str, tuple[Choice, ...]]:
    poacher = names[int(lab.poached_by)]
    gone = float(lab.poached / (lab.talent + lab.poached))
    cost = float(affairs.bonus(lab, p))
    everybody = float(p.raise_months * lab.cost_salaries)
    months = round(float(p.pay_memory))
    fresh = rival.star_since == lab.poached_since and rival.star_left > 0.0
    carried = (
        ", which copies your ideas more easily for "
        + number(int(rival.star_left), "more month", "more months")
        if fresh
        else ""
    )
    text = (
        f"A leading researcher has left you for {poacher}, because pay and standing draw people: "
        f"{percent(gone)} of your research strength is gone{carried}. Do you want the star back?"
    )
    envy = 1.0 - float(np.exp(-p.envy_pull))
    follows = float(p.star_follows)
    team = f", and another {percent(follows)} of your strength follows" if follows > 0.0 else ""
    if rival.active == 0.0:
        text = f"A leading researcher left you for {poacher}, which is no more: nobody can return."
    return text, (
        _choice("on_poached", LET_GO, f"Costs nothing. {poacher} keeps the star{team}."),
        _choice("on_poached", MATCH, (
            f"You pay {_cash(cost, lab)}. The star returns and {poacher} learns no more. But "
            f"others mind that one alone was paid: for {number(months, 'month')} you draw "
            f"{percent(envy)} less of the researchers who move."
        )),
        _choice("on_poached", MATCH_AND_RAISE, (
            f"You pay {_cash(cost + everybody, lab)}, of which {dollars(everybody)} go to all. "
            f"The star returns, nobody minds, and no other leaves for {number(months, 'month')}."
        )),
    )  # fmt: skip


def _offer(lab: Any, market: Any, p: Any) -> tuple[str, tuple[Choice, ...]]:
    chips, rent = float(lab.offered), float(market.rent)
    cost = float(affairs.offer_cost(lab, rent, p))
    premium = chips * float(p.offer_premium) * rent
    running = chips * rent
    fee = chips * float(p.offer_fee) * rent
    where = ", in a data centre abroad" if lab.controlled > 0.0 else ""
    waiting = float(market.waiting)
    scarce = (
        f"the market is {number(round(waiting), 'month')} behind with its orders"
        if waiting >= 0.5
        else "the market has chips for everybody now"
    )
    text = (
        f"{_first(count(chips))} chips are on offer{where}, because their buyer has cancelled: "
        f"{percent(chips / max(float(lab.compute), 1.0))} of what you have, and {scarce}. "
        "Do you want them?"
    )
    return text, (
        _choice("on_offered", DECLINE, "Costs nothing. The chips go to somebody outside the race."),
        _choice("on_offered", TAKE, (
            f"You pay {_cash(cost, lab)}, of which {dollars(premium)} are a premium, and then "
            f"{dollars(running)} of rent a month. They arrive over some "
            f"{number(round(2 * float(p.delivery_months)), 'month')}."
        )),
        _choice("on_offered", TAKE_HALF, (
            f"{_first(count(0.5 * chips))} chips for {_cash(0.5 * cost, lab)}, and then "
            f"{dollars(0.5 * running)} of rent a month."
        )),
        _choice("on_offered", PASS_ON, (
            f"You earn {dollars(fee)} for the hint. The chips go on sale next month, where rivals "
            "with larger contracts come first."
        )),
    )  # fmt: skip
