"""Kept: the folder of a balance, a sealed file per measured seat, whole or absent at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenfold.sim.balance.found import Portrait
from tenfold.sim.experiments.sealed import own, read_sealed, write_sealed

KIND = "portrait"


class BalanceFolderError(OSError):
    """A folder that cannot be used; one line: what, where, what to do instead."""


def read(folder: Path, scenario: str, seat: str, identity: str) -> Portrait | None:
    """A seat as it was kept; None where it is missing, damaged or of another identity."""
    table = read_sealed(folder, _name(scenario, seat), KIND)
    try:
        found = None if table is None else Portrait.from_json(table)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    mine = found is not None and (found.scenario, found.seat, found.identity)
    return found if mine == (scenario, seat, identity) else None


def write(folder: Path, portrait: Portrait) -> None:
    """Keep a seat.

    Raises:
        BalanceFolderError: the disk refuses.
    """
    name = _name(portrait.scenario, portrait.seat)
    write_sealed(folder, name, KIND, portrait.to_json(), BalanceFolderError)


@contextmanager
def keep_in(folder: Path) -> Iterator[Path]:
    """Be the one run that keeps seats in a folder; made if missing.

    Raises:
        BalanceFolderError: it is a file, holds a sweep, is written to by another process, or cannot
            be written.
    """
    with own(folder, BalanceFolderError):
        yield folder


def _name(scenario: str, seat: str) -> str:
    return f"{scenario}.{seat}"
