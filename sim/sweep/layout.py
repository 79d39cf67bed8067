"""Layout: how parts, their folders, columns and marks are called, for writers and readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan

RUNS, HISTORIES, MARKETS = "runs", "histories", "markets"
"""Kinds of parts, and the folders that they lie in."""
FULL_HISTORY = (HISTORIES, MARKETS, RUNS)
"""In the order in which they are written, `runs` last: where its part is, the others are."""
SWEEP = "sweep.json"
"""By this file a folder is known as that of a sweep."""
IDENTITY, CHUNK = b"tenfold.identity", b"tenfold.chunk"
"""Keys of a part's metadata: the plan's identity, and the number of the chunk."""
RUN, ARM, POINT, REPLICATE = "run", "arm", "point", "replicate"
FAILED = "failed"
"""Column that says why a race has no outcomes; "" where it has."""


def kinds_of(full_history: bool) -> tuple[str, ...]:
    """Kinds of the parts that a chunk has, in the order in which they are written."""
    return FULL_HISTORY if full_history else (RUNS,)


def part_name(number: int) -> str:
    """Name of the file of a chunk."""
    return f"part-{number:06d}.parquet"


def columns_of(plan: Plan) -> list[str]:
    """Columns of a part of `runs`, in order."""
    fixed = [RUN, ARM, *plan.factors, POINT, REPLICATE]
    return [*fixed, *plan.parameters, *(kept.name for kept in plan.outcomes), FAILED]
