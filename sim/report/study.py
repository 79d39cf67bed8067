"""Study: race what was asked for, write it as it comes, and sum it up lab by lab."""

from __future__ import annotations

import platform
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.compiled import engine_version
from tenfold.sim.history import History
from tenfold.sim.measures import months_behind
from tenfold.sim.report.medians import Kept
from tenfold.sim.report.parquet import HistoryFile
from tenfold.sim.report.races import CHUNK, run_races
from tenfold.sim.report.request import Request
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED, Column

FloatArray = NDArray[np.float64]

SERIES = ("active", "capability", "token_share")
"""Figures by lab that are kept month by month."""
LAST = (
    "active", "capability", "compute", "ideas", "cash", "revenue",
    "token_share", "revenue_share", "price",
)  # fmt: skip
BEHIND = Column("months_behind", "months", "since the best model on sale was as capable")
"""How far a lab is behind the frontier: the gap in the unit that people understand."""
FINALS = (*LAST, BEHIND.name)
"""Figures by lab that are kept at the end."""


@dataclass(frozen=True)
class Outcome:
    """What came of a request: low, middle and high over runs, for every lab."""

    request: Request
    paths: dict[str, FloatArray]
    """Figure to [3, months + 1, labs]: 10th, 50th and 90th percentile over runs still racing."""
    token_share: FloatArray
    """[months + 1, labs] share of all tokens, mean over runs, so that labs sum to what all have."""
    survival: FloatArray
    """[months + 1, labs] share of runs in which the lab is in the race."""
    finals: dict[str, FloatArray]
    """Figure to [3, labs] at the end."""
    led: FloatArray
    """[labs] share of runs that the lab leads in capability at the end."""

    @property
    def names(self) -> list[str]:
        """Names of the labs."""
        return [lab.name for lab in self.request.scenario.labs]

    def policy(self, place: int) -> str:
        """Name of the policy that decided for a lab."""
        lab = self.request.scenario.labs[place]
        return self.request.policies.get(lab.name, lab.policy)


def study(
    request: Request,
    scratch: Path,
    folder: Path | None = None,
    passed: Callable[[int], None] = lambda months: None,
    chunk: int = CHUNK,
) -> Outcome:
    """Run the races, in memory for one chunk of them.

    Args:
        request: what to run.
        scratch: a folder for working data.
        folder: where to write history.parquet and market.parquet; None writes neither.
        passed: called with the number of race-months that have just passed.
        chunk: races that advance together.

    Raises:
        OSError: the disk is full, or cannot be written.
    """
    labs = request.scenario.labs
    series = Kept(scratch / "series", SERIES, request.months + 1, request.runs, len(labs))
    finals = Kept(scratch / "finals", FINALS, 1, request.runs, len(labs))
    about = {name: str(value) for name, value in describe(request).items()}
    with ExitStack() as files:
        tables = []
        if folder is not None:
            history = HistoryFile(folder / "history.parquet", about, LAB_RECORDED, labs)
            market = HistoryFile(folder / "market.parquet", about, MARKET_RECORDED, None)
            tables = [files.enter_context(history), files.enter_context(market)]
        for first, chunk_history in run_races(request, chunk, passed):
            for table in tables:
                table.add(first, chunk_history)
            series.add({name: chunk_history.series(name) for name in SERIES})
            finals.add(_at_the_end(chunk_history))
    return Outcome(
        request=request,
        paths={"capability": series.percentiles("capability")},
        token_share=series.means("token_share"),
        survival=series.survival(),
        finals={name: finals.percentiles(name)[:, 0, :] for name in FINALS if name != "active"},
        led=finals.led(),
    )


def _at_the_end(history: History) -> dict[str, FloatArray]:
    last = {name: history.series(name)[:, -1:, :] for name in LAST}
    behind = [months_behind(history, place)[:, -1:] for place in range(len(history.labs))]
    return last | {BEHIND.name: np.stack(behind, axis=2)}


def describe(request: Request) -> dict[str, object]:
    """What was run, and with what: enough to run it again to the same bits."""
    return {
        "scenario": request.scenario.name,
        "title": request.scenario.title,
        "start": request.scenario.start,
        "seed": request.seed,
        "first_run": request.first_run,
        "runs": request.runs,
        "months": request.months,
        "parameters_hash": request.parameters_hash(),
        "parameters_changed": dict(request.parameters),
        "policies_changed": dict(request.policies),
        "choices": dict(request.choices),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of what computes; `engine` is a hash of the engine's sources."""
    packages = ("tenfold", "mesa", "numba", "numpy", "pandas", "pyarrow")
    return {
        "engine": engine_version(),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }
