"""Folder: what a calibration keeps on disk, of what it came, and who may write.

Everything in it follows from its identity. A file is whole and sealed by its hash, or counts as
missing and is computed anew; the same command therefore goes on after any interruption.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import tenfold.agents
import tenfold.scenarios
import tenfold.sim
from tenfold.scenarios.errors import ScenarioError
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.running.disk import Lock, SweepFolderError, sweep_up, write_whole

IDENTITY = "calibration.json"
SEAL = 32
"""Bytes of the hash at the end of a file."""
Arrays = Mapping[str, NDArray[Any]]
HINDCAST = ("observed", "quantities", "start", "worlds")
SCHEMA = ("segments.toml", "evidence.py", "load.py", "parameters.py", "schema.py", "segments.py")
DECIDING = (
    (tenfold.sim, ("calibration/*.py", "measures.py", *(f"hindcast/{n}.py" for n in HINDCAST))),
    (tenfold.agents, ("**/*.py",)),
    (tenfold.scenarios, ("evidence/*.toml", "hindcast/*.toml", "catalogue/*.toml", *SCHEMA)),
)
"""Sources that decide what comes out, besides the engine's own."""
WRITING = ("page.py", "best.py", "install.py", "posterior.py", "study.py")
"""Files of this room that only tell what came out, or choose from it."""


class CalibrationError(ScenarioError):
    """A calibration that cannot be run or read; says what, where, and what to do instead."""


def sources() -> str:
    """Hash of everything but sizes and seed that decides the result, to the last bit.

    Of the parameters only their ranges count, and the values of those without a range: the defaults
    of the others are what a calibration changes.
    """
    digest = hashlib.sha256(engine_version().encode())
    for package, patterns in DECIDING:
        room = Path(str(package.__file__)).parent
        for path in sorted({path for pattern in patterns for path in room.glob(pattern)}):
            if path.name not in WRITING:
                digest.update(path.relative_to(room).as_posix().encode() + path.read_bytes())
    for name, each in load_parameters().items():
        value = each.value if each.low == each.high else None
        digest.update(repr((name, each.low, each.high, value)).encode())
    return digest.hexdigest()


@contextmanager
def claim(folder: Path, about: Mapping[str, Any]) -> Iterator[None]:
    """Be the one process that writes into a folder, new or begun by the same calibration.

    Args:
        folder: made if missing.
        about: sizes and seed.

    Raises:
        CalibrationError: it holds something else, or another process writes into it.
    """
    wanted = {"sources": sources(), "about": dict(about)}
    try:
        _refuse_another(folder, wanted)
        folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        lock.__enter__()
    except SweepFolderError:
        raise CalibrationError(
            f"another process is writing to '{folder}': wait for it, or stop it first"
        ) from None
    except OSError as problem:
        raise CalibrationError(
            f"cannot write to '{folder}': {problem.strerror}; choose another folder with --out"
        ) from None
    try:
        sweep_up(folder)
        write_whole(folder / IDENTITY, json.dumps(wanted, indent=1).encode())
        yield
    finally:
        lock.__exit__()


def _refuse_another(folder: Path, wanted: Mapping[str, Any]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CalibrationError(f"'{folder}' is a file: choose a folder with --out")
    todo = "choose another folder with --out, or empty this one"
    if not (folder / IDENTITY).exists():
        others = [path.name for path in folder.iterdir() if not path.name.startswith(".")]
        if others:
            raise CalibrationError(f"'{folder}' holds other files ({sorted(others)[0]}); {todo}")
        return
    try:
        found = json.loads((folder / IDENTITY).read_text())
    except ValueError:
        found = {}
    if found == wanted:
        return
    what = "sizes or seed" if found.get("sources") == wanted["sources"] else "the model or its data"
    raise CalibrationError(f"'{folder}' holds another calibration: {what} changed; {todo}")


def keep(path: Path, arrays: Arrays) -> None:
    """Write named arrays so that the file is whole or absent."""
    stream = BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    content = stream.getvalue()
    write_whole(path, content + hashlib.sha256(content).digest())


def kept(path: Path) -> dict[str, NDArray[Any]] | None:
    """The arrays of a file; None where it is missing or damaged."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    body, seal = content[:-SEAL], content[-SEAL:]
    if hashlib.sha256(body).digest() != seal:
        return None
    with np.load(BytesIO(body), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
