"""The lesson kit: plans, script, questions, misconceptions, marks and handouts, as Markdown.

Templates hold the words; every figure comes from a measurement of the lessons, and every minute
from their timing. The documents in docs/teaching are written by the same lines as the printed kit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tenfold.scenarios.load import load_scenario
from tenfold.sim.claims.registry import all_claims
from tenfold.sim.game.predict import COVERAGE, MISSED
from tenfold.sim.game.table.treatments import TREATMENTS
from tenfold.sim.lessons.lesson import Lesson
from tenfold.sim.lessons.measure import BOUND, Shown
from tenfold.sim.lessons.registry import LESSONS
from tenfold.ui.teaching.figures import chips_of, clock, figures_of, names_in

TEMPLATES = Path(__file__).parent / "templates"
GENERAL = ("README", "script", "questions", "misconceptions", "marking", "handouts")
"""Documents that belong to no lesson; the first leads to all others."""
LEVERS = {
    "chips": "Chips",
    "copying": "Invent or copy",
    "distil": "Train on a rival's answers",
    "release": "How the best model is sold",
    "price": "Price",
}
"""Lever of a class to its name in plans."""
Measured = Mapping[str, Sequence[Shown]]
"""Lesson to its points."""


def kit(measured: Measured) -> dict[str, str]:
    """Name of a document, without its ending, to its Markdown.

    Args:
        measured: of every lesson.
    """
    figures = {name: figures_of(LESSONS[name], found) for name, found in measured.items()}
    known = {
        "lessons": LESSONS, "figures": figures, "bound": f"{100 * BOUND:.0f} %",
        "lucks": len(next(iter(measured.values()))[0].on),
        "levers": LEVERS, "treatments": TREATMENTS, "claims": all_claims(),
        "coverage": f"{100 * COVERAGE:.0f} %", "missed": f"{MISSED:.0f}",
    }  # fmt: skip
    texts = {name: _environment().get_template(f"{name}.md.j2").render(known) for name in GENERAL}
    for name, lesson in LESSONS.items():
        own = {
            "lesson": lesson, "found": figures[name], "chips": chips_of(lesson),
            "race": load_scenario(lesson.scenario).title,
        }  # fmt: skip
        texts[name] = _environment().get_template(f"{name}.md.j2").render(known | own)
    return {name: _tidy(text) for name, text in texts.items()}


def opened(lesson: Lesson) -> list[tuple[int, str]]:
    """Round to the levers that open in it, in words."""
    return [
        (turn, names_in([LEVERS[card] for card in cards])) for turn, cards in lesson.opens.items()
    ]


def quarters(lesson: Lesson) -> list[dict[str, str]]:
    """Each quarter: its number, when it begins, when its reveal begins, when it is over."""
    timing = lesson.timing
    return [
        {
            "number": str(turn),
            "begins": clock(start),
            "reveals": clock(start + seconds - timing.reveal),
            "ends": clock(start + seconds),
            "opens": names_in([LEVERS[card] for card in lesson.opens.get(turn, ())] or [""]),
        }
        for turn, (start, seconds) in enumerate(
            zip(timing.starts(), timing.rounds, strict=True), start=1
        )
    ]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=False, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters |= {"clock": clock, "listed": names_in, "opened": opened, "quarters": quarters}
    return made


def _tidy(text: str) -> str:
    """At most one empty line between blocks, none at the ends."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
