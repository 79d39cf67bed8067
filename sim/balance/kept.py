"""Kept: the folder of a balance, a sealed file per measured seat, whole or absent at any moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tenfold.sim.balance.found import Portrait
from tenfold.sim.sweep.layout import SWEEP
from tenfold.sim.sweep.running.disk import Lock, SweepFolderError, sweep_up, trouble, write_whole

PARTS = "parts"


class BalanceFolderError(OSError):
    """A folder that cannot be used; one line: what, where, what to do instead."""


def read(folder: Path, scenario: str, seat: str, identity: str) -> Portrait | None:
    """A seat as it was kept; None where it is missing, damaged or of another identity."""
    try:
        table = json.loads(_path(folder, scenario, seat).read_bytes())
        found = Portrait.from_json(table["portrait"])
        whole = table["sha256"] == _seal(table["portrait"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    mine = (found.scenario, found.seat, found.identity) == (scenario, seat, identity)
    return found if whole and mine else None


def write(folder: Path, portrait: Portrait) -> None:
    """Keep a seat.

    Raises:
        BalanceFolderError: the disk refuses.
    """
    table = portrait.to_json()
    content = json.dumps(
        {"sha256": _seal(table), "portrait": table}, ensure_ascii=False, allow_nan=False, indent=1
    )
    try:
        write_whole(_path(folder, portrait.scenario, portrait.seat), content.encode())
    except OSError as problem:
        raise BalanceFolderError(str(trouble(problem, folder))) from None


@contextmanager
def keep_in(folder: Path) -> Iterator[Path]:
    """Be the one run that keeps seats in a folder; made if missing.

    Raises:
        BalanceFolderError: it is a file, holds a sweep, is written to by another process, or cannot
            be written.
    """
    if folder.exists() and not folder.is_dir():
        raise BalanceFolderError(f"'{folder}' is a file: choose a folder with --out")
    if (folder / SWEEP).exists():
        raise BalanceFolderError(f"'{folder}' holds a sweep: choose another folder with --out")
    try:
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        lock.__enter__()
    except SweepFolderError:  # all that it says is that another process is there
        raise BalanceFolderError(
            f"another process is writing to '{folder}': wait for it, or stop it first"
        ) from None
    except OSError as problem:
        raise BalanceFolderError(str(trouble(problem, folder))) from None
    try:
        for place in (folder, folder / PARTS):
            sweep_up(place)
        yield folder
    finally:
        lock.__exit__()


def _path(folder: Path, scenario: str, seat: str) -> Path:
    return folder / PARTS / f"{scenario}.{seat}.json"


def _seal(table: dict[str, Any]) -> str:
    content = json.dumps(table, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
