"""Sealed: tables kept in a folder, a file each with a hash of itself, whole or absent at any time.

What is damaged counts as missing, so that a run which is begun again computes it anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tenfold.sim.sweep.layout import SWEEP
from tenfold.sim.sweep.running.disk import Lock, SweepFolderError, sweep_up, trouble, write_whole

PARTS = "parts"
"""Name of the folder within the folder of a run."""


def read_sealed(folder: Path, name: str, kind: str) -> dict[str, Any] | None:
    """A table as it was kept; None where it is missing or damaged.

    Args:
        folder: of the run.
        name: of the table.
        kind: what it is of, as its file calls it.
    """
    try:
        content = json.loads(_path(folder, name).read_bytes())
        table = content[kind]
        whole = isinstance(table, dict) and content["sha256"] == _seal(table)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return table if whole else None


def write_sealed(
    folder: Path, name: str, kind: str, table: dict[str, Any], wrong: type[OSError]
) -> None:
    """Keep a table.

    Args:
        folder: of the run.
        name: of the table.
        kind: what it is of, as its file calls it.
        table: what JSON can hold, without infinities.
        wrong: what is raised where the disk refuses.
    """
    content = {"sha256": _seal(table), kind: table}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    try:
        write_whole(_path(folder, name), text.encode())
    except OSError as problem:
        raise wrong(str(trouble(problem, folder))) from None


@contextmanager
def own(folder: Path, wrong: type[OSError]) -> Iterator[None]:
    """Be the one process that keeps tables in a folder; made if missing.

    Args:
        folder: of the run.
        wrong: what is raised where it is a file, holds a sweep, is written to by another process,
            or cannot be written: one line that says what, where and what to do instead.
    """
    if folder.exists() and not folder.is_dir():
        raise wrong(f"'{folder}' is a file: choose a folder with --out")
    if (folder / SWEEP).exists():
        raise wrong(f"'{folder}' holds a sweep: choose another folder with --out")
    try:
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        lock.__enter__()
    except SweepFolderError:  # all that it says is that another process is there
        raise wrong(
            f"another process is writing to '{folder}': wait for it, or stop it first"
        ) from None
    except OSError as problem:
        raise wrong(str(trouble(problem, folder))) from None
    try:
        for place in (folder, folder / PARTS):
            sweep_up(place)
        yield
    finally:
        lock.__exit__()


def _path(folder: Path, name: str) -> Path:
    return folder / PARTS / f"{name}.json"


def _seal(table: dict[str, Any]) -> str:
    content = json.dumps(table, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
