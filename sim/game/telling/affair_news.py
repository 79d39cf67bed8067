"""News of affairs: what was asked of a lab, and what became of its answer.

Settlements, opened books and stars that come back are public, without sums; everything else is the
player's own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tenfold.sim.game.telling.model_news import Record, Told
from tenfold.sim.game.telling.phrase import count, dollars, number
from tenfold.sim.happenings import Happening, Kind


def affairs_of(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Sentences for the affairs of a quarter, in the order in which they came."""
    told = []
    for note in notes:
        if note.kind in OWN and note.lab == record.seat:
            sentence, about = OWN[note.kind]
            told.append(Told(sentence(note, record), note.lab, about))
        elif note.kind in PUBLIC and note.lab >= 0 and note.lab != record.seat:
            sentence, about = PUBLIC[note.kind]
            told.append(Told(sentence(note, record), note.lab, about))
    return told


Sentence = Callable[[Happening, Record], str]


def _other(note: Happening, record: Record) -> str:
    return record.who(note.other) if note.other >= 0 else "a rival"


def _offered(note: Happening, record: Record) -> str:
    return f"{count(note.amount)} chips are on offer to you, because their buyer has cancelled."


def _denied(note: Happening, record: Record) -> str:
    if note.amount < 1.0:
        return (
            "You deny what you were accused of, because that costs nothing: it will be forgotten."
        )
    return (
        "You deny what you were accused of, because that costs nothing: closed labs refuse to "
        f"serve you for {number(round(note.amount), 'more month', 'more months')}."
    )


def _settled(note: Happening, record: Record) -> str:
    return (
        f"You pay {_other(note, record)} {dollars(note.amount)} to settle, because a quarrel costs "
        "trust and teachers: the ban is shorter, and customers come back."
    )


def _settled_elsewhere(note: Happening, record: Record) -> str:
    return (
        f"{record.who(note.lab)} settles with {_other(note, record)}, because the ban cost it "
        "teachers and customers."
    )


def _opened(note: Happening, record: Record) -> str:
    return (
        "You open your books, because customers had lost trust: they come back, and rivals study "
        "all that you know."
    )


def _opened_elsewhere(note: Happening, record: Record) -> str:
    return (
        f"{record.who(note.lab)} opens its books, because customers had lost trust in it: all that "
        "it knows is easier to rebuild now."
    )


def _let_go(note: Happening, record: Record) -> str:
    return f"You let your star go to {_other(note, record)}, because winning it back costs money."


def _kept(note: Happening, record: Record) -> str:
    return (
        f"Your star comes back from {_other(note, record)}, because you matched the offer for "
        f"{dollars(note.amount)}."
    )


def _kept_elsewhere(note: Happening, record: Record) -> str:
    return (
        f"A leading researcher returns from {_other(note, record)} to {record.who(note.lab)}, "
        "because the offer was matched."
    )


def _raised(note: Happening, record: Record) -> str:
    return (
        f"No other star leaves you for {number(round(note.amount), 'month')}, because everybody "
        "got a bonus too."
    )


def _declined(note: Happening, record: Record) -> str:
    return f"The {count(note.amount)} chips on offer go elsewhere, because you did not take them."


def _taken(note: Happening, record: Record) -> str:
    return (
        f"{count(note.amount)} more chips are on their way to you, because you took over a "
        "cancelled order."
    )


def _passed_on(note: Happening, record: Record) -> str:
    return (
        f"{count(note.amount)} chips come on the market, because you passed a cancelled order on: "
        "rivals bid for them."
    )


def _could_not(note: Happening, record: Record) -> str:
    return f"Your answer fell through, because you could not pay {dollars(note.amount)}."


OWN: dict[Kind, tuple[Sentence, str]] = {
    Kind.CHIPS_OFFERED: (_offered, "chips"),
    Kind.DENIED: (_denied, "distillation"),
    Kind.SETTLED: (_settled, "distillation"),
    Kind.BOOKS_OPENED: (_opened, "distillation"),
    Kind.STAR_LET_GO: (_let_go, "talent"),
    Kind.STAR_KEPT: (_kept, "talent"),
    Kind.PAY_RAISED: (_raised, "talent"),
    Kind.OFFER_DECLINED: (_declined, "chips"),
    Kind.OFFER_TAKEN: (_taken, "chips"),
    Kind.OFFER_PASSED_ON: (_passed_on, "chips"),
    Kind.COULD_NOT_PAY: (_could_not, "finance"),
}
"""What the player hears of its own affairs, and the mechanism behind it."""
PUBLIC: dict[Kind, tuple[Sentence, str]] = {
    Kind.SETTLED: (_settled_elsewhere, "distillation"),
    Kind.BOOKS_OPENED: (_opened_elsewhere, "distillation"),
    Kind.STAR_KEPT: (_kept_elsewhere, "talent"),
}
"""What everybody hears of a rival's affairs."""
