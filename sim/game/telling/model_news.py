"""News of models: what came on sale or was opened, who leads, why one's own is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.telling.phrase import number
from tenfold.sim.game.telling.snapshot import Snapshot
from tenfold.sim.happenings import Happening, Kind

FLAGSHIP, MINI = 0, 1
WORTH_TELLING = 1.0
"""Index points by which a rival's release must lift its best model to be news."""
MOST_NAMED = 5
"""Rivals' new models that one sentence names."""

CAUSES = {
    "part_compute": "more training",
    "part_own": "ideas of your own",
    "part_copied": "ideas that you copied",
    "part_scale": "ideas that pay at scale",
    "part_data": "better data",
    "part_post": "more practice after training",
    "part_knowhow": "know-how",
    "part_noise": "a lucky run",
}
"""Part of a model's strength to what it is called when it made the difference."""
TROUBLES = {
    "part_noise": "the run was unlucky",
    "part_testing": "it was large for so few tests at small scale",
    "part_compute": "it had less training than the last",
}


@dataclass
class Record:
    """What the sentences need to know of the race."""

    scenario: Scenario
    start: tuple[int, int]
    seat: int
    score: NDArray[np.float64]
    """[months + 1, labs] best model on sale as benchmarks show it, index points."""
    behind: NDArray[np.float64]
    """[months + 1] months that the player was behind the best."""
    experiments: NDArray[np.float64]
    """[months + 1] the player's share of compute in experiments."""
    parts: dict[str, NDArray[np.float64]]
    """Part of the strength of the player's best model to its size by month [months + 1]."""
    names: tuple[str, ...] = ()
    opened: set[tuple[int, int]] = field(default_factory=set)
    """Lab and product whose weights are public, as the telling goes along."""
    shots: tuple[Snapshot, ...] = ()
    """Public figures and own ones at the start and at the end of each quarter."""
    ends: int = 0
    """Month in which the race ends."""
    turn: int = 0
    """Number of the quarter that is being told, from 0."""

    def __post_init__(self) -> None:
        """Names, and what is open at the start."""
        self.names = tuple(lab.name for lab in self.scenario.labs)
        for place, lab in enumerate(self.scenario.labs):
            if lab.flagship_release == "open":
                self.opened.add((place, FLAGSHIP))
            if lab.mini_release == "open":
                self.opened.add((place, MINI))

    @property
    def known(self) -> tuple[Snapshot, ...]:
        """The figures that were known when the quarter being told had ended."""
        return self.shots[: self.turn + 2]

    def who(self, lab: int) -> str:
        """The lab's name, or 'you'."""
        return "you" if lab == self.seat else self.names[lab]


@dataclass(frozen=True)
class Told:
    """A sentence and whose it is."""

    text: str
    lab: int
    about: str = ""
    """The mechanism behind it, where the part of the news does not say."""


def models_of(notes: Sequence[Happening], record: Record) -> list[Told]:
    """Sentences on the models of one quarter; keeps `record.opened` up to date."""
    told: list[Told] = []
    summary: dict[int, tuple[float, bool]] = {}
    for note in notes:
        if note.kind == Kind.OPENED:
            told += _opening(note, record)
        if note.kind in (Kind.RELEASED, Kind.STAGED):
            record.opened.discard((note.lab, note.other))
        released = note.kind in (Kind.RELEASED, Kind.STAGED, Kind.OPENED)
        if not released or note.other != FLAGSHIP:
            continue
        gain = _gain(note, record)
        if note.lab == record.seat:
            if gain > 0.0:
                told.append(Told(_own_release(note, record, gain), note.lab))
        elif _takes_lead(note, record):
            told.append(Told(_lead(note, record), note.lab))
            summary.pop(note.lab, None)
        elif gain >= WORTH_TELLING:
            before = summary.get(note.lab, (0.0, False))[0]
            summary[note.lab] = (before + gain, note.kind == Kind.OPENED)
    if summary:
        told.append(Told(_summary(summary, record), max(summary, key=lambda lab: summary[lab][0])))
    return told


def _gain(note: Happening, record: Record) -> float:
    last = len(record.score) - 1
    after, before = min(note.month + 1, last), min(note.month, last)
    return float(record.score[after, note.lab] - record.score[before, note.lab])


def _opening(note: Happening, record: Record) -> list[Told]:
    """A lab that opens what was closed; the next open model of an open lab is no such news."""
    key = (note.lab, note.other)
    if key in record.opened:
        return []
    record.opened.add(key)
    own = note.lab == record.seat
    model = "best model" if note.other == FLAGSHIP else "small model"
    verb, whose = ("publish", "your") if own else ("publishes", "its")
    return [
        Told(
            f"{record.who(note.lab)} {verb} the weights of {whose} {model}: anyone may run it, and "
            "rivals learn faster, because weights show how it is made.",
            note.lab,
            "release",
        )
    ]


def _own_release(note: Happening, record: Record, gain: float) -> str:
    after = min(note.month + 1, len(record.score) - 1)
    behind = float(record.behind[after])
    place = (
        "now the best on sale" if behind < 0.5 else f"now {number(round(behind), 'month')} behind"
    )
    if gain < WORTH_TELLING:
        trouble = _trouble(note.month, after, record.parts)
        return f"Your new model is hardly better than the last, because {trouble}."
    cause = _cause(note.month, after, record.parts)
    better = number(round(gain), "point")
    return f"You release a new model, {better} better, {place}, mostly because of {cause}."


def _cause(before: int, after: int, parts: dict[str, NDArray[np.float64]]) -> str:
    change = {name: float(parts[name][after] - parts[name][before]) for name in CAUSES}
    return CAUSES[max(change, key=lambda name: change[name])]


def _trouble(before: int, after: int, parts: dict[str, NDArray[np.float64]]) -> str:
    change = {name: float(parts[name][after] - parts[name][before]) for name in TROUBLES}
    worst = min(change, key=lambda name: change[name])
    return TROUBLES[worst] if change[worst] < 0.0 else "few new ideas went into it"


def _takes_lead(note: Happening, record: Record) -> bool:
    last = len(record.score) - 1
    after, before = min(note.month + 1, last), min(note.month, last)
    led = int(np.argmax(record.score[before])) == note.lab
    others = np.delete(record.score[after], note.lab)
    return not led and float(record.score[after, note.lab]) > float(others.max())


def _lead(note: Happening, record: Record) -> str:
    after = min(note.month + 1, len(record.score) - 1)
    margin = float(record.score[after, note.lab] - np.delete(record.score[after], note.lab).max())
    above = f"{number(round(margin), 'point')} above the next" if margin >= 0.5 else "just ahead"
    return f"{record.names[note.lab]} takes the lead, because its new model is {above}."


def _summary(summary: dict[int, tuple[float, bool]], record: Record) -> str:
    ranked = sorted(summary, key=lambda lab: -summary[lab][0])
    more = f" and {len(ranked) - MOST_NAMED} more" if len(ranked) > MOST_NAMED else ""
    listed = ", ".join(
        f"{record.names[lab]} ({summary[lab][0]:+.0f}{', open' if summary[lab][1] else ''})"
        for lab in ranked[:MOST_NAMED]
    )
    return f"New models, because training runs ended: {listed}{more}."
