"""Leaflets: a text with tables and pictures, as Markdown and as one HTML file without network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tenfold.sim.experiments.picture import Picture
from tenfold.ui.charts.palette import stylesheet as palette
from tenfold.ui.science.canvas import stylesheet
from tenfold.ui.science.markdown import table
from tenfold.ui.science.page import TEMPLATES, paragraphs
from tenfold.ui.science.pictures import NARROW, WIDE, picture_file, picture_inline
from tenfold.ui.science.writing import PICTURES, install_files, write_files


@dataclass(frozen=True)
class Heading:
    """A title of a part."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A paragraph, or a list whose lines begin with dashes."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Drawn:
    """A picture with the name of its file."""

    name: str
    picture: Picture


Block = Heading | Prose | Table | Drawn


@dataclass(frozen=True)
class Leaflet:
    """A document.

    Attributes:
        name: of its files, such as "hindcast".
        title: of the whole.
        blocks: from top to bottom.
    """

    name: str
    title: str
    blocks: Sequence[Block]

    @property
    def drawn(self) -> list[Drawn]:
        """Its pictures."""
        return [block for block in self.blocks if isinstance(block, Drawn)]


def prose(text: str) -> str:
    """Text of a program's lines as one paragraph, or as a list with a line for each dash."""
    joined: list[str] = []
    for line in (each.strip() for each in text.strip().splitlines()):
        if joined and not line.startswith("- "):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def leaflet_markdown(leaflet: Leaflet, pictures: str) -> str:
    """The document as Markdown, with its pictures in a folder beside it."""
    parts = [f"# {leaflet.title}"]
    for block in leaflet.blocks:
        if isinstance(block, Heading):
            parts.append(f"## {block.text}")
        elif isinstance(block, Prose):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts.append(table([block.head, *block.rows]))
        else:
            parts.append(f"![{block.picture.title}]({pictures}/{block.name}.svg)")
    return "\n\n".join(parts) + "\n"


def leaflet_page(leaflet: Leaflet) -> str:
    """The document as one HTML file."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["paragraphs"] = paragraphs
    return made.get_template("leaflet.html.j2").render(
        leaflet=leaflet,
        blocks=[_shown(block) for block in leaflet.blocks],
        palette=Markup(palette() + stylesheet()),
        style=Markup((TEMPLATES / "science.css").read_text(encoding="utf-8")),
    )


def write_leaflet(leaflet: Leaflet, folder: Path, others: Mapping[str, str]) -> list[str]:
    """Write NAME.md, NAME.html, pictures and other files into a folder, each whole or not at all.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: the folder cannot be written.
    """
    files = {
        f"{leaflet.name}.md": leaflet_markdown(leaflet, PICTURES),
        f"{leaflet.name}.html": leaflet_page(leaflet),
    }
    return write_files(folder, files | _pictures(leaflet, PICTURES) | dict(others))


def install_leaflet(leaflet: Leaflet, docs: Path, others: Mapping[str, str]) -> list[str]:
    """Write NAME.md, its pictures and other files into the docs of a checkout.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: there is no such folder, or it cannot be written.
    """
    place = f"{PICTURES}/{leaflet.name}"
    document = {f"{leaflet.name}.md": leaflet_markdown(leaflet, place)}
    return install_files(docs, place, _pictures(leaflet, place), document | dict(others))


def _shown(block: Block) -> dict[str, Any]:
    if isinstance(block, Drawn):
        return {
            "kind": "picture",
            "title": block.picture.title,
            "wide": Markup(picture_inline(block.picture, f"{block.name}w", WIDE)),
            "narrow": Markup(picture_inline(block.picture, f"{block.name}n", NARROW)),
        }
    if isinstance(block, Table):
        return {"kind": "table", "head": block.head, "rows": block.rows}
    return {"kind": "heading" if isinstance(block, Heading) else "prose", "text": block.text}


def _pictures(leaflet: Leaflet, place: str) -> dict[str, str]:
    return {
        f"{place}/{each.name}.svg": picture_file(each.picture, each.name) for each in leaflet.drawn
    }
