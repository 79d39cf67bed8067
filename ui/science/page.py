"""The page of a sheet: one HTML file, no network, both themes, readable without scripts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tenfold.ui.charts.palette import stylesheet as palette
from tenfold.ui.science.canvas import stylesheet
from tenfold.ui.science.pictures import NARROW, WIDE, picture_inline
from tenfold.ui.science.sheet import Entry, Sheet

TEMPLATES = Path(__file__).parent / "templates"


def sheet_page(sheet: Sheet) -> str:
    """The whole text of the page."""
    return _environment().get_template("science.html.j2").render(
        sheet=sheet,
        pictures={entry.number: _drawn(entry) for entry in sheet.entries if entry.picture},
        palette=Markup(palette() + stylesheet()),
        style=Markup(_file("science.css")),
        script=Markup(_file("science.js")),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["paragraphs"] = paragraphs
    made.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return made


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _drawn(entry: Entry) -> dict[str, Any]:
    """Two drawings of a picture, of which the page shows the one that has room."""
    assert entry.picture is not None
    return {
        "title": entry.picture.title,
        "wide": Markup(picture_inline(entry.picture, f"{entry.file_name}w", WIDE)),
        "narrow": Markup(picture_inline(entry.picture, f"{entry.file_name}n", NARROW)),
    }


def paragraphs(text: str) -> Markup:
    """Prose as HTML: paragraphs, lists with dashes, and `code`."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines()]
        if lines and all(line.startswith("- ") for line in lines if line):
            items = Markup("").join(Markup("<li>{}</li>").format(_code(line[2:])) for line in lines)
            found.append(Markup("<ul>{}</ul>").format(items))
        elif lines:
            found.append(Markup("<p>{}</p>").format(_code(" ".join(lines))))
    return Markup("\n").join(found)


def _code(text: str) -> Markup:
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
