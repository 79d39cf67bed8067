"""Sheet page: a worksheet or its answer key as one HTML file for paper, without network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tenfold.ui.charts.palette import stylesheet
from tenfold.ui.classroom.after.questions import Sheet

TEMPLATES = Path(__file__).parent / "templates"


def sheet_page(sheet: Sheet, answers: bool) -> str:
    """The page.

    Args:
        sheet: what is asked.
        answers: the key for the teacher; else lines to write on.
    """
    return template("sheet.html.j2").render(
        sheet=sheet, answers=answers, style=Markup(sheet_style())
    )


@cache
def template(name: str) -> Template:
    """A template of the files that a lesson leaves."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    ).get_template(name)  # fmt: skip


@cache
def sheet_style() -> str:
    """Their look, on a screen and on paper."""
    return stylesheet() + (TEMPLATES / "sheet.css").read_text(encoding="utf-8")
