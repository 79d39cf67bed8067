"""Identity: a hash of everything that decides the figures of a claim, and of nothing else.

The engine has a hash of its own. Beside it count the claim's file with all of the project that it
imports, directly or not (how races are made, read and judged), and the data that races start from.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from tenfold.scenarios.ensembles import ENSEMBLES
from tenfold.scenarios.load import CATALOGUE
from tenfold.scenarios.parameters import PARAMETERS_FILE
from tenfold.scenarios.segments import STANDARD_SEGMENTS
from tenfold.sim.claims.claim import Claim
from tenfold.sim.experiments.races import ENSEMBLE
from tenfold.sim.sweep.running.papers import versions

FORMAT = 1
"""Of the parts that results are kept in."""
PROJECT = "tenfold"


def identity_of(claim: Claim, quick: bool, seed: int | None) -> str:
    """Hash of a claim's code, data and form; equal ones give equal figures, bit for bit."""
    code = Path(sys.modules[claim.judge.__module__].__file__ or "")
    said = {
        "format": FORMAT,
        "claim": claim.number,
        "quick": quick,
        "seed": seed,
        "versions": versions(),
        "code": [(name, _hash(path)) for name, path in _sources(code)],
        "data": data_hashes(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def data_hashes() -> dict[str, str]:
    """SHA-256 of the files that races start from; the ensemble's by its content alone."""
    files = [PARAMETERS_FILE, STANDARD_SEGMENTS, *sorted(CATALOGUE.glob("*.toml"))]
    files.append(ENSEMBLES / f"{ENSEMBLE}.csv")
    return {path.name: _hash(path) for path in files if path.is_file()}


def _sources(first: Path) -> list[tuple[str, Path]]:
    """Names and files of all modules of the project that a file needs, itself included."""
    found: dict[str, Path] = {}
    waiting = [("", first)]
    while waiting:
        name, path = waiting.pop()
        if name in found:
            continue
        found[name] = path
        waiting += [(each, place) for each in _imported(path) if (place := _file_of(each))]
    return sorted(found.items())


@lru_cache(maxsize=1024)
def _imported(path: Path) -> tuple[str, ...]:
    """Modules of the project that a file may import, wherever in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return tuple(name for name in names if name.split(".")[0] == PROJECT)


@lru_cache(maxsize=4096)
def _file_of(module: str) -> Path | None:
    """File of a module; nothing for a name that is no module."""
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # a name inside a module
        return None
    return Path(spec.origin) if spec is not None and spec.origin else None


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
