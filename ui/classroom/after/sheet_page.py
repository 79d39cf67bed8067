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
    return _template().render(sheet=sheet, answers=answers, style=Markup(_style()))


@cache
def _template() -> Template:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    ).get_template("sheet.html.j2")  # fmt: skip


@cache
def _style() -> str:
    return stylesheet() + (TEMPLATES / "sheet.css").read_text(encoding="utf-8")
