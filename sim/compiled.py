"""The one door to numba: how kernels are compiled, cached and typed.

A kernel is a plain Python function over arrays. With NUMBA_DISABLE_JIT=1 the very same functions
run uncompiled, which the tests use to hold compiled and plain results against each other.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

import platformdirs

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent


def _kernels() -> list[Path]:
    """Every file whose text can change a compiled kernel, in a fixed order."""
    rooms = ("*.py", "mechanisms/*.py", "opening/*.py")
    return [path for room in rooms for path in sorted(HERE.glob(room))]


def _rules() -> list[Path]:
    """Every other file that can change a race: constants, customers and policies."""
    house = HERE.parent
    rooms = ("scenarios/parameters.toml", "scenarios/segments.toml", "agents/**/*.py")
    return [path for room in rooms for path in sorted(house.glob(room))]


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def engine_version() -> str:
    """Short hash of all that decides a race, its scenario apart: equal hashes give equal bits."""
    return _hash(_kernels() + _rules())[:12]


def _cache_folder() -> Path:
    """Where compiled kernels are kept.

    numba looks only at a function's own file, not at the files of what it calls: a folder named by
    the hash of all sources makes a stale kernel impossible.
    """
    versions = f"{sys.version}{version('numba')}{version('numpy')}{platform.machine()}"
    key = hashlib.sha256((_hash(_kernels()) + versions).encode()).hexdigest()[:16]
    root = os.environ.get("TENFOLD_CACHE") or platformdirs.user_cache_dir("tenfold")
    return Path(root) / "kernels" / key


CACHE_FOLDER = _cache_folder()
COMPLETE = CACHE_FOLDER / "complete"
"""Made when every kernel is in the cache."""

# Before numba is imported: it reads its options from the environment, now and at every change.
os.environ["NUMBA_CACHE_DIR"] = str(CACHE_FOLDER)

import numba  # noqa: E402


def is_warm() -> bool:
    """Whether every kernel has been compiled on this computer."""
    return COMPLETE.exists()


def mark_warm() -> None:
    """Note that every kernel is compiled; where the cache cannot be written, none is kept."""
    with suppress(OSError):
        COMPLETE.parent.mkdir(parents=True, exist_ok=True)
        COMPLETE.touch()


OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": False,
    "parallel": False,
    "no_cfunc_wrapper": True,  # nobody calls a kernel from C; it would be a fifth of the work
}
"""Own division rules (guarded by us), no fast-math, GIL released, cached.

No parallel regions: parallelism comes from outside, chunk by chunk.
"""


def compile_kernel(function: F) -> F:
    """Compile a kernel, when it is first called."""
    return cast(F, numba.njit(**OPTIONS)(function))
