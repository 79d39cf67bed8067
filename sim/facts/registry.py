"""Registry: every fact of the project, found by the files of this room."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from tenfold.scenarios.errors import nearest
from tenfold.sim import facts as room
from tenfold.sim.facts.pattern import Pattern

FILE = re.compile(r"f\d\d_\w+")


class FactError(ValueError):
    """No such fact; one line says which there are."""


@cache
def all_patterns() -> dict[str, Pattern]:
    """Every fact by its number, in order."""
    found = [import_module(f"{room.__name__}.{name}").PATTERN for name in file_names()]
    return {each.number: each for each in sorted(found, key=lambda each: each.place)}


def file_names() -> list[str]:
    """Modules of this room that hold a fact, in order."""
    names = sorted(each.name for each in pkgutil.iter_modules(room.__path__))
    return [name for name in names if FILE.fullmatch(name)]


def find_patterns(only: Sequence[str] = ()) -> list[Pattern]:
    """Facts by number, in order; all of them where none is named.

    Raises:
        FactError: no such fact; gives the nearest.
    """
    known = all_patterns()
    wanted = {name.upper() for name in only}
    for name in sorted(wanted - set(known)):
        raise FactError(f"no fact '{name}'{nearest(name, known)}; they go from F1 to F14")
    return [each for number, each in known.items() if not wanted or number in wanted]
