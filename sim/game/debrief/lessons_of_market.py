"""Lessons about the market: who opens, who is used, who gets chips and people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.debrief.lessons import Books, Found, judged, lesson, mean_of, silent
from tenfold.sim.game.telling.phrase import number, percent
from tenfold.sim.happenings import Kind
from tenfold.sim.measures import growth_per_year, lag_months


@lesson("C16", "Shown if a lab changed between open and closed, and the open gap moved a month.")
def open_gap_depends_on_who(books: Books) -> Found:
    """Months that the best open model is behind the best closed one, and labs that changed."""
    opened = books.series("open_capability").max(axis=1)
    closed = books.series("closed_capability").max(axis=1)
    if opened[0] <= 0.0 or opened[-1] <= 0.0 or closed[-1] <= 0.0:
        return silent("There was not always an open and a closed model to compare.")
    lag = lag_months(closed[None], opened[None])[0]
    release = books.series("flagship_release") == 1.0
    flips = int((release[:-1] != release[1:])[:, books.left].any(axis=0).sum())
    moved = float(lag[-1] - lag[0])
    says = (
        f"{number(flips, 'lab')} changed between open and closed; open models began "
        f"{number(round(float(lag[0])), 'month')} behind and ended {round(float(lag[-1]))}."
    )
    if flips == 0:
        return silent(says)
    return judged(abs(moved) >= 1.0, says)


@lesson("C17", "Shown if labs below the best three in skill served half of all use or more.")
def poor_win_in_use(books: Books) -> Found:
    """Use of everybody but the three most capable labs, mean of the last year."""
    if books.left.sum() < 5:
        return silent("Too few labs were left to tell the best three from the rest.")
    skill = books.series("capability")[-1] * books.left
    top = np.argsort(-skill, kind="stable")[:3]
    share = books.series("token_share")[1:][-12:].mean(axis=0)
    rest = float(share.sum() - share[top].sum()) / max(float(share.sum()), 1e-9)
    return judged(
        rest >= 0.5, f"Labs below the best three served {100 * rest:.1f}% of use in the last year."
    )


@lesson("C18", "Shown if more leading researchers went to the rich half than to the poor half.")
def stars_go_to_the_rich(books: Books) -> Found:
    """Leading researchers who crossed between the halves."""
    up = down = 0
    for note in books.notes(Kind.STAR_MOVED):
        if note.other >= 0 and books.rich[note.other] != books.rich[note.lab]:
            up, down = up + bool(books.rich[note.lab]), down + bool(books.rich[note.other])
    if up + down < 3:
        few = f"Only {number(up + down, 'researcher')}" if up + down else "No researcher"
        return silent(f"{few} crossed between rich and poor labs.")
    return judged(
        up > down, f"{number(up, 'leading researcher')} went from poor to rich labs, {down} back."
    )


@lesson("C19", "Shown if content made with the poor half's models took 5 hours more to edit.")
def poor_models_need_editing(books: Books) -> Found:
    """Hours of editing per 1,000 pieces, mean of the last year, of labs that sell."""
    hours = books.series("editing_hours")[1:][-12:].mean(axis=0)
    sells = books.left & (hours > 0.0)
    if not (sells & books.rich).any() or not (sells & ~books.rich).any():
        return silent("One of the halves had no content to edit.")
    rich, poor = mean_of(hours, sells & books.rich), mean_of(hours, sells & ~books.rich)
    return judged(
        poor - rich >= 5.0,
        f"1,000 pieces took {poor:.0f} hours to edit with the poor half's models, "
        f"{rich:.0f} with the rich half's.",
    )


@lesson("C22", "Shown if the poor half had 10 points less of its orders for chips filled.")
def scarcity_locks_out(books: Books) -> Found:
    """Chips that the market gave over chips wanted, by half, over the whole game."""
    wanted, filled = (books.series(name)[1:].sum(axis=0) for name in ("ordered", "filled"))

    def got(member: NDArray[np.bool_]) -> float:
        return float(filled[member].sum()) / max(float(wanted[member].sum()), 1e-9)

    if wanted[books.rich].sum() <= 0.0 or wanted[~books.rich].sum() <= 0.0:
        return silent("One of the halves ordered no chips.")
    rich, poor = got(books.rich), got(~books.rich)
    return judged(
        rich - poor >= 0.10,
        f"The rich half got {percent(rich)} of the chips that it ordered, the poor half "
        f"{percent(poor)}.",
    )


@lesson("C26", "Shown if rank in skill explains less than half of rank in use.")
def headline_is_not_use(books: Books) -> Found:
    """Squared rank correlation of skill and use over the labs that are left."""
    if books.left.sum() < 5:
        return silent("Too few labs were left to rank.")
    skill = _ranks(books.series("capability")[-1][books.left])
    use = _ranks(books.series("token_share")[-1][books.left])
    if skill.std() == 0.0 or use.std() == 0.0:
        return silent("The labs ended level.")
    shared = float(np.corrcoef(skill, use)[0, 1]) ** 2
    first = _most(books, "token_share")
    says = f"Rank in skill explains {percent(shared)} of rank in use"
    place = int((books.series("capability")[-1] * books.left > _of(books, first)).sum()) + 1
    return judged(shared < 0.5, f"{says}; the most used lab, {books.names[first]}, was number "
                  f"{place} in skill.")  # fmt: skip


@lesson("C28", "Shown if the largest training run cost 1.5 times more, or above, every year.")
def training_costs_grow(books: Books) -> Found:
    """Compute of the largest finished run times the rent of chips, per year."""
    flop = books.series("training_flop").max(axis=1)
    rent = books.played.history.market_series("rent")[0]
    cost = flop * rent
    months = books.played.history.months
    if cost[0] <= 0.0 or months < 12:
        return silent("No run had finished early enough to compare.")
    yearly = float(growth_per_year(cost[None], months)[0])
    return judged(yearly >= 1.5, f"The largest run became {yearly:.1f} times dearer every year.")


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean rank of each value, 1 for the lowest; equals share theirs."""
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return np.asarray(below + (equal + 1) / 2.0)


def _most(books: Books, name: str) -> int:
    return int(np.argmax(books.series(name)[-1] * books.left))


def _of(books: Books, lab: int) -> float:
    return float(books.series("capability")[-1, lab])
