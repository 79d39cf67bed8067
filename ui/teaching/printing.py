"""Printing: the lesson kit as HTML pages that need no network, each ready for paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from tenfold.ui.science.writing import write_files
from tenfold.ui.teaching.kit import GENERAL, TEMPLATES

INDEX = "index"
"""The page that leads to all others."""
NEAR = re.compile(r'href="([\w-]+)\.md(#[\w-]*)?"')
FAR = re.compile(r'<a href="\.\./[^"]*">(.*?)</a>', re.DOTALL)


def pages(texts: Mapping[str, str]) -> dict[str, str]:
    """File name to page.

    Args:
        texts: name to Markdown, as `kit` returns them.
    """
    titles = {name: _title(text) for name, text in texts.items()}
    shell = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    ).get_template("page.html.j2")  # fmt: skip
    style = Markup((TEMPLATES / "kit.css").read_text(encoding="utf-8"))
    return {
        _file(name): shell.render(
            name=name,
            title=titles[name],
            body=Markup(_body(text)),
            style=style,
            others=[(_file(other), titles[other], other == name) for other in texts],
        )
        for name, text in texts.items()
    }


def print_kit(texts: Mapping[str, str], folder: Path) -> list[str]:
    """Write the pages into a folder, made if missing.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: the folder cannot be written.
    """
    return write_files(folder, pages(texts))


def install_kit(texts: Mapping[str, str], docs: Path) -> list[str]:
    """Write the documents into docs/teaching of a checkout.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: the folder cannot be written.
    """
    return write_files(docs / "teaching", {f"{name}.md": text for name, text in texts.items()})


def _file(name: str) -> str:
    return f"{INDEX if name == GENERAL[0] else name}.html"


def _title(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")


def _body(text: str) -> str:
    """HTML of a document; links to documents of the kit lead to its pages, all others are words."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    made = FAR.sub(r"\1", made)
    return NEAR.sub(lambda found: f'href="{_file(found[1])}{found[2] or ""}"', made)
