"""Registry: every claim of the project, found by the files of this room."""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from importlib import import_module

from tenfold.scenarios.errors import nearest
from tenfold.sim import claims as room
from tenfold.sim.claims.claim import Claim

FILE = re.compile(r"c\d\d_\w+")


class ClaimError(ValueError):
    """No such claim; one line says which there are."""


@cache
def all_claims() -> dict[str, Claim]:
    """Every claim by its number, in order."""
    names = sorted(each.name for each in pkgutil.iter_modules(room.__path__))
    found = [
        import_module(f"{room.__name__}.{name}").CLAIM for name in names if FILE.fullmatch(name)
    ]
    return {claim.number: claim for claim in sorted(found, key=lambda claim: claim.place)}


def find_claims(only: list[str] | tuple[str, ...]) -> list[Claim]:
    """Claims by number, in order; all of them where none is named.

    Raises:
        ClaimError: no such claim; gives the nearest.
    """
    known = all_claims()
    wanted = {name.upper() for name in only}
    for name in wanted - set(known):
        raise ClaimError(f"no claim '{name}'{nearest(name, known)}; they go from C1 to C28")
    return [claim for number, claim in known.items() if not wanted or number in wanted]
