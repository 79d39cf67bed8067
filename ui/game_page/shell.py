"""The shell of a debrief's pages: it stands while the engine loads, and imports nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tenfold.ui.routes.styles import address

TEMPLATES = Path(__file__).parent / "templates"
PLACES = (
    ("score", "score"), ("race", "race"), ("gap", "gap"), ("turns", "turns"),
    ("share", "share"), ("whatif", "what-if"), ("bets", "bets"), ("claims", "claims"),
)  # fmt: skip
"""Sections from top to bottom, and their places on the page."""


def standing_page(token: str, title: str) -> str:
    """The page without a debrief, which fills itself.

    Args:
        token: of the game.
        title: of its race.
    """
    return render(live=True, token=token, title=title, whole=False)


def problem_page(headline: str, problem: str | Sequence[str], back: str, way: str) -> str:
    """The page where there is no debrief, with a way on.

    Args:
        headline: what is wrong.
        problem: why, a paragraph or several.
        back: address of the way on.
        way: what it is called.
    """
    paragraphs = [problem] if isinstance(problem, str) else list(problem)
    return render(
        live=True, token="", title="Debrief", whole=True, headline=headline, problem=paragraphs,
        back=back, way=way,
    )  # fmt: skip


def render(**values: Any) -> str:
    """The page of these values; those that it knows not are empty."""
    usual: dict[str, Any] = {
        "live": True, "problem": "", "s": None, "waiting": "", "styles": address(), "style": "",
        "script": Markup(_file("debrief.js")), "places": PLACES, "foot": "", "again": "/",
        "next": "/",
    }  # fmt: skip
    made = environment().get_template("debrief.html.j2").render(usual | values)
    return re.sub(r"\n\s*\n+", "\n", made)


@cache
def environment() -> Environment:
    """Where templates are found."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


@cache
def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
