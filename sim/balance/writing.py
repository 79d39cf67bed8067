"""Writing: tables and page of a balance into folders, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tenfold.sim.balance.found import Portrait
from tenfold.sim.balance.kept import BalanceFolderError
from tenfold.sim.balance.page import PAGE, page
from tenfold.sim.balance.portrait import Sizes
from tenfold.sim.balance.tables import files_of
from tenfold.sim.balance.verdict import Verdict
from tenfold.sim.sweep.running.disk import trouble, write_whole


def write_balance(
    portraits: Sequence[Portrait], verdict: Verdict, sizes: Sizes, folder: Path
) -> list[str]:
    """Write the tables and the page; returns their names.

    Raises:
        BalanceFolderError: the disk refuses.
    """
    return _write(folder, {**files_of(portraits), PAGE: page(portraits, verdict, sizes)})


def install_page(portraits: Sequence[Portrait], verdict: Verdict, sizes: Sizes, docs: Path) -> Path:
    """Write the page into the docs; returns its path.

    Args:
        portraits: of all seats.
        verdict: of them.
        sizes: how much was raced.
        docs: a folder that must exist.

    Raises:
        BalanceFolderError: there is no such folder, or it cannot be written.
    """
    if not docs.is_dir():
        raise BalanceFolderError(f"there is no folder '{docs}': give the docs of a checkout")
    _write(docs, {PAGE: page(portraits, verdict, sizes)})
    return docs / PAGE


def _write(folder: Path, files: Mapping[str, str]) -> list[str]:
    try:
        for name, text in files.items():
            write_whole(folder / name, text.encode())
    except OSError as problem:
        raise BalanceFolderError(str(trouble(problem, folder))) from None
    return list(files)
