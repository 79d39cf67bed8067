"""Cheap work that behaves like a sweep, for the tests of what runs sweeps; also as a program.

Run as a module with OUT JOBS CHUNKS PAUSE ENGINE HABITS it is such a sweep, so that tests can stop
and kill it.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tenfold.sim.sweep.running.work import Files, Work, WorkersError

if TYPE_CHECKING:
    import pandas as pd

    from tenfold.sim.sweep.running.execute import Done

ROOT = Path(__file__).resolve().parents[4]
SOURCE = b'question = "What is a toy?"\n'
ROWS = 20
COMMAND = "run.py sweep toy --out here"


@dataclass(frozen=True)
class Named:
    name: str


@dataclass(frozen=True)
class ToyChunk:
    first_run: int
    rows: int


@dataclass(frozen=True)
class ToyPlan:
    """As much of a plan as running it needs."""

    chunks: int = 6
    full_history: bool = False
    seed: int = 1
    sigmas: tuple[float, ...] = (0.1, 0.25)

    outcomes = (Named("answer"),)
    factors = ("ratio",)
    parameters = ("sigma",)

    @property
    def points(self) -> pd.DataFrame:
        import pandas as pd  # not for workers: they begin often, and shall begin fast

        return pd.DataFrame({"sigma": self.sigmas})

    @property
    def races(self) -> int:
        return self.chunks * ROWS - 1  # the last chunk is shorter

    @property
    def identity(self) -> str:
        return hashlib.sha256(repr(self.to_json()).encode()).hexdigest()

    def chunk(self, number: int) -> ToyChunk:
        return ToyChunk(number * ROWS, min(ROWS, self.races - number * ROWS))

    def to_json(self) -> dict[str, Any]:
        return {
            "chunks": self.chunks,
            "question": {"seed": self.seed},
            "full_history": self.full_history,
        }


def part(plan: ToyPlan, number: int, reasons: dict[int, str] | None = None) -> bytes:
    """A part of `runs`; `reasons` by row."""
    chunk = plan.chunk(number)
    run = np.arange(chunk.first_run, chunk.first_run + chunk.rows)
    table = pa.table(
        {
            "run": run,
            "arm": ["all"] * chunk.rows,
            "ratio": np.full(chunk.rows, 10.0),
            "point": (run % 2).astype(np.int32),
            "replicate": (run // 2).astype(np.int32),
            plan.parameters[0]: np.where(run % 2, 0.25, 0.1),
            "answer": np.sin(run * 1.7 + plan.seed),
            "failed": [(reasons or {}).get(row, "") for row in range(chunk.rows)],
        }
    )
    about = {"tenfold.identity": plan.identity, "tenfold.chunk": str(number)}
    target = BytesIO()
    pq.write_table(
        table.replace_schema_metadata(about),
        target,
        write_page_checksum=True,
        use_dictionary=False,
        compression="none",
    )
    return target.getvalue()


def parts(plan: ToyPlan, number: int, reasons: dict[int, str] | None = None) -> Files:
    whole = part(plan, number, reasons)
    kinds = ("runs", "histories", "markets") if plan.full_history else ("runs",)
    return dict.fromkeys(kinds, whole)


@dataclass
class Toy:
    """Computes toy chunks; files in the folder `habits` make it misbehave, once per line in them.

    `kill-3`: killed while it has chunk 3. `raise-3`: cannot go on with it. `fail-3`: two of its
    races fail, always. `begin`: cannot begin, always. It leaves a file `begun-3` for each chunk.
    """

    plan: ToyPlan
    pause: float = 0.0
    habits: Path | None = None

    def __post_init__(self) -> None:
        if self.habits and (self.habits / "begin").exists():
            raise WorkersError("of another version")

    def compute(self, number: int) -> Files:
        if self.habits:
            (self.habits / f"begun-{number}").touch()
        time.sleep(self.pause)
        if self._does("kill", number):
            os.kill(os.getpid(), signal.SIGKILL)
        if self._does("raise", number):
            raise RuntimeError("no such world\nsecond line")
        fails = self.habits and (self.habits / f"fail-{number}").exists()
        return parts(self.plan, number, {1: "Broke: early", 3: "Broke: late"} if fails else None)

    def _does(self, what: str, number: int) -> bool:
        path = (self.habits or Path()) / f"{what}-{number}"
        if not self.habits or not path.exists():
            return False
        lines = path.read_text().splitlines()
        path.write_text("\n".join(lines[1:]))
        return bool(lines)


def behave(folder: Path, **habits: int) -> Path:
    """A folder of habits: `kill_3=2` kills the worker that has chunk 3 twice."""
    folder.mkdir(exist_ok=True)
    for name, times in habits.items():
        (folder / name.replace("_", "-")).write_text("again\n" * times)
    return folder


def failed(plan: ToyPlan, number: int, reason: str) -> Files:
    return parts(plan, number, dict.fromkeys(range(ROWS), reason))


def toy_work(plan: ToyPlan, pause: float = 0.0, habits: Path | None = None) -> Work:
    toy: Any = plan
    return Work(toy, partial(Toy, plan, pause, habits), partial(failed, plan))


def run_toy(
    out: Path,
    plan: ToyPlan | None = None,
    jobs: int = 2,
    habits: Path | None = None,
    engine: str = "local",
    pause: float = 0.0,
    source: bytes = SOURCE,
) -> Done:
    toy: Any = plan or ToyPlan()
    from tenfold.sim.sweep.running.execute import How, sweep  # not for workers either

    how = How(jobs, engine)
    return sweep(toy, source, out, how, COMMAND, toy_work(toy, pause, habits))


def results_of(folder: Path) -> dict[str, bytes]:
    """Every file that is part of the results; the log is not."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in files
        if path.name != "log.jsonl"
    }


def inode(path: Path) -> int:
    return path.stat().st_ino


if __name__ == "__main__":
    done = run_toy(
        Path(sys.argv[1]),
        ToyPlan(chunks=int(sys.argv[3])),
        jobs=int(sys.argv[2]),
        pause=float(sys.argv[4]),
        engine=sys.argv[5],
        habits=behave(Path(sys.argv[6])),
    )
    sys.exit(done.exit_code)
