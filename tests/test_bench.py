"""The benchmark compares equal work, and finished races leave nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.bench import measure as measuring
from tenfold.sim.bench import scaling
from tenfold.sim.bench.breakdown import MECHANISMS, measure_breakdown
from tenfold.sim.bench.clock import Clock
from tenfold.sim.bench.ways import Kernels, record_decisions, run_batch, run_with_mesa
from tenfold.sim.report.races import run_races
from tenfold.sim.report.request import make_request
from tenfold.sim.report.study import study
from tenfold.sim.world import LAB_RECORDED

pytestmark = pytest.mark.slow

SMALL = "equal-start"


def test_kernels_alone_do_the_work_of_the_engine() -> None:
    race = run_batch(SMALL, 9, 5)
    kernels = Kernels(record_decisions(SMALL, 9, 5), SMALL, 9)
    kernels.run()
    for ours, theirs in zip(kernels.world, race.world, strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_mesa_records_the_same_figures() -> None:
    race = run_batch(SMALL, 6, 2)
    rows = [row for row in run_with_mesa(2, SMALL, 6) if row["capability"] is not None]
    assert rows
    names = [column.name for column in LAB_RECORDED]
    labs = len(race.history.labs)
    first = min(row["AgentID"] for row in rows)
    for row in rows:
        place = (row["AgentID"] - first) % (labs + 1)
        ours = race.history.lab[row["first_run"], int(row["Step"]), place]
        assert ours.tolist() == [row[name] for name in names]


def test_batches_cost_what_the_clock_says() -> None:
    clock = Clock()
    for seconds in (3.0, 1.0, 2.0):
        clock.add("work", seconds)
    with clock.measure("nothing"):
        pass
    assert clock.medians()["work"] == 2.0
    assert clock.spreads()["work"] == 3.0
    assert 0.0 <= clock.medians()["nothing"] < 0.1


@pytest.mark.parametrize("count", [6, 12, 24, 40])
def test_scaling_races_hold_so_many_labs(count: int) -> None:
    scenario = scaling.with_labs(load_scenario("tenfold-2026"), count)
    assert len({lab.name for lab in scenario.labs}) == count
    run_batch(scenario, 3, 2)


def test_parts_of_a_race_are_timed() -> None:
    parts = measure_breakdown(record_decisions(runs=4), rounds=1)
    assert set(MECHANISMS) < set(parts)
    assert all(cost >= 0.0 for cost in parts.values())


def test_memory_does_not_grow_with_races() -> None:
    request = make_request(SMALL, months=24, runs=512)
    tracemalloc.start()
    try:
        peaks = []
        for number, _ in enumerate(run_races(request, chunk=32)):
            if number == 2:
                tracemalloc.reset_peak()
            peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert peaks[-1] <= 1.05 * peaks[4]


def test_chunks_change_no_bit(tmp_path: Path) -> None:
    request = make_request(SMALL, months=6, runs=9)
    outcomes = []
    for chunk in (1, 4, 9):
        folder = tmp_path / str(chunk)
        folder.mkdir()
        outcomes.append(study(request, folder, chunk=chunk))
    for other in outcomes[1:]:
        assert np.array_equal(other.paths["capability"], outcomes[0].paths["capability"])
        for name, values in other.finals.items():
            assert np.array_equal(values, outcomes[0].finals[name], equal_nan=True)
        assert np.array_equal(other.led, outcomes[0].led)
        assert other.led.sum() == pytest.approx(1.0)


@pytest.mark.slow
def test_the_whole_benchmark_prints_its_ratios(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, sizes in {"LABS": (6,), "IDEAS": (80,), "LENGTHS": (12,), "RUNS": (1, 16)}.items():
        monkeypatch.setattr(scaling, name, sizes)
    said: list[str] = []
    figures = measuring.measure(said.append, rounds=1, races=600)
    found = json.loads(measuring.to_json(figures))
    # Goals hold on a quiet machine; what holds everywhere is who is faster than whom, by far.
    assert found["ratios"]["mesa over engine"] > 5
    assert found["ratios"]["uncompiled over compiled"] > 50
    assert found["ratios"]["engine over kernels"] >= 1
    assert found["memory"]["left by a finished race"] < 50_000
    assert found["ratios"]["mesa over sweep"] > 2
    assert found["sweep"]["races"] == 600
    assert 10 < found["sweep"]["bytes"] / 600 < 1000
    assert set(found["scaling"]) == {"labs", "ideas", "months", "runs in a batch"}
    assert said


def test_uncompiled_functions_run_in_a_process_of_their_own() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tenfold.sim.bench.ways"],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert float(answer.stdout) > 0.0
