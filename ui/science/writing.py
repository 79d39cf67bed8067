"""Writing: a sheet into a folder: the page, the document, and a picture per experiment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tenfold.sim.sweep.running.disk import trouble, write_whole
from tenfold.ui.science.markdown import sheet_markdown
from tenfold.ui.science.page import sheet_page
from tenfold.ui.science.pictures import picture_file
from tenfold.ui.science.sheet import Sheet

PICTURES = "pictures"


class ScienceFolderError(OSError):
    """A folder that cannot be written; one line: which, why, what to do instead."""


def write_page(sheet: Sheet, folder: Path, others: Mapping[str, str] | None = None) -> list[str]:
    """Write NAME.html, NAME.md, pictures and other files into a folder, each whole or not at all.

    Args:
        sheet: what is shown.
        folder: made if missing.
        others: name to text of further files.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: the folder cannot be written.
    """
    files = dict(others or {}) | _pictures(sheet, PICTURES)
    files[f"{sheet.name}.md"] = sheet_markdown(sheet, PICTURES)
    files[f"{sheet.name}.html"] = sheet_page(sheet)
    return write_files(folder, files)


def install(sheet: Sheet, docs: Path, head: str) -> list[str]:
    """Write docs/NAME.md and its pictures, in place of those of an earlier run.

    Args:
        sheet: what is shown.
        docs: the folder of documents, which must exist.
        head: a line on how the document came to be.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: there is no such folder, or it cannot be written.
    """
    place = f"{PICTURES}/{sheet.name}"
    return install_files(
        docs,
        place,
        _pictures(sheet, place),
        {f"{sheet.name}.md": sheet_markdown(sheet, place, head)},
    )


def install_files(
    docs: Path, place: str, pictures: Mapping[str, str], others: Mapping[str, str]
) -> list[str]:
    """Write a document and its pictures into the docs, in place of those of an earlier run.

    Args:
        docs: the folder of documents, which must exist.
        place: folder of the pictures in it; pictures that are there no longer are removed.
        pictures: name to text.
        others: name to text of the document and what goes with it.

    Returns:
        Names of the files.

    Raises:
        ScienceFolderError: there is no such folder, or it cannot be written.
    """
    if not docs.is_dir():
        raise ScienceFolderError(f"there is no folder '{docs}': give the docs of a checkout")
    written = write_files(docs, {**others, **pictures})
    for path in (docs / place).glob("*.svg"):
        if f"{place}/{path.name}" not in pictures:
            path.unlink()
    return written


def _pictures(sheet: Sheet, place: str) -> dict[str, str]:
    return {
        f"{place}/{entry.file_name}.svg": picture_file(entry.picture, entry.file_name)
        for entry in sheet.entries
        if entry.picture is not None
    }


def write_files(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write texts into a folder, made if missing, each whole or not at all.

    Args:
        folder: where to.
        files: name, with folders in it where wanted, to text.

    Returns:
        Their names.

    Raises:
        ScienceFolderError: the folder cannot be written.
    """
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
    except OSError as problem:
        raise ScienceFolderError(str(trouble(problem, folder))) from None
    return list(files)
