"""Parts: whole, of this sweep and of this chunk, or found out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tenfold.sim.sweep.layout import part_name
from tenfold.sim.sweep.running.parts import DamagedPart, check_chunk, seal
from tests.sim.sweep.running.execution_cases import ROWS, ToyChunk, ToyPlan, part


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    whole = seal(part(plan, 2))
    path = tmp_path / "runs" / part_name(2)
    path.parent.mkdir()
    path.write_bytes(whole)
    check_chunk(tmp_path, plan, 2)
    for place in range(len(whole)):
        torn = bytearray(whole)
        torn[place] ^= 1 << place % 8
        path.write_bytes(torn)
        with pytest.raises(DamagedPart):
            check_chunk(tmp_path, plan, 2)


def test_checksums_of_pages_are_looked_at_too(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    whole = part(plan, 2)
    path = tmp_path / "runs" / part_name(2)
    path.parent.mkdir()
    place = whole.index(np.sin(2 * ROWS * 1.7 + 1).tobytes())
    path.write_bytes(seal(whole[:place] + b"?" + whole[place + 1 :]))
    with pytest.raises(DamagedPart, match="CRC"):
        check_chunk(tmp_path, plan, 2)


def test_truncated_parts_are_found(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    path = tmp_path / "runs" / part_name(2)
    path.parent.mkdir()
    whole = seal(part(plan, 2))
    for size in (0, 1, 4, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(DamagedPart, match=r"runs/part-000002.parquet is damaged \("):
            check_chunk(tmp_path, plan, 2)


class Odd(ToyPlan):
    parameters = ("kappa",)


class Shifted(ToyPlan):
    def chunk(self, number: int) -> ToyChunk:
        return ToyChunk(number * ROWS + 1, ROWS)


class Shorter(ToyPlan):
    def chunk(self, number: int) -> ToyChunk:
        return ToyChunk(number * ROWS, 3)


def test_parts_of_others_are_found(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    path = tmp_path / "runs" / part_name(2)
    path.parent.mkdir()
    for content, why in (
        (part(ToyPlan(seed=2), 2), "of another sweep"),
        (part(plan, 3), "of another chunk"),
        (part(Odd(), 2), "other columns"),
        (part(Shifted(), 2), "other runs"),
        (part(Shorter(), 2), "3 rows, not 20"),
    ):
        path.write_bytes(seal(content))
        with pytest.raises(DamagedPart, match=why):
            check_chunk(tmp_path, plan, 2)
