"""Markdown: a sheet as a document, with its pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tenfold.ui.science.sheet import Entry, Sheet


def sheet_markdown(sheet: Sheet, pictures: str, head: str = "") -> str:
    """The whole document.

    Args:
        sheet: what it shows.
        pictures: folder of the pictures, as seen from the document, such as "pictures".
        head: a line on how the document came to be.
    """
    parts = [f"# {sheet.title}", head, *(f"**{line}**" for line in [sheet.banner] if line)]
    parts += [*sheet.opening, f"{sheet.summary}."]
    parts += ["## What the words mean", _terms(sheet.meanings)]
    parts += ["## All of them", _all(sheet)]
    for entry in sheet.entries:
        parts += _entry(sheet, entry, pictures)
    parts += ["## How it was made", _pairs(sheet.how)]
    if sheet.again:
        parts.append("```\n" + "\n".join(sheet.again) + "\n```")
    return "\n\n".join(part for part in parts if part) + "\n"


def _terms(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{term}**: {text}" for term, text in pairs)


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return table([("What", "Which"), *pairs])


def _all(sheet: Sheet) -> str:
    rows = [sheet.heads]
    for entry in sheet.entries:
        verdict = f"{entry.sign} {entry.verdict}"
        link = f"[{entry.title}](#{entry.anchor})"
        rows.append((entry.number, link, entry.kind, verdict, entry.leading, entry.last))
    return table(rows)


def _entry(sheet: Sheet, entry: Entry, pictures: str) -> Iterator[str]:
    yield f'<a id="{entry.anchor}"></a>'
    yield f"## {entry.number}. {entry.title}"
    yield f"*{entry.says}*"
    on = f" {entry.on}" if entry.on else ""
    yield f"{entry.sign} **{_capital(entry.verdict)}**{on}. {entry.finding}"
    if entry.picture is not None:
        title = re.sub(r"[\[\]]", "", entry.picture.title)
        yield f"![{title}]({pictures}/{entry.file_name}.svg)"
    if entry.rows:
        yield "<details><summary>All figures</summary>"
        yield table([sheet.columns, *entry.rows])
        yield "</details>"
    for heading, text in entry.rules:
        yield f"**{heading}.** {_capital(text)}"
    yield entry.prose
    yield from entry.notes
    if entry.file:
        yield f"In the project: `{entry.file}`."


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; the first row is its head."""
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    lines.insert(1, " | ".join("---" for _ in rows[0]))
    return "\n".join(f"| {line} |" for line in lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
