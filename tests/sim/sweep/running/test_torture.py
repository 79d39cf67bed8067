"""Kill it: driver, workers, everything, at any moment; the results are those of peace, to the byte.

TENFOLD_KILLS says how often; `make torture` kills thirty times. Moments come from the system's
noise, so no two tortures are alike.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.sim.sweep.running.execution_cases import ROOT, results_of

KILLS = int(os.environ.get("TENFOLD_KILLS", "3"))
KINDS = ("driver", "worker", "everything")
CHANCE = random.SystemRandom()
PATIENCE = 120
SWEEP = """
question = "Does it survive?"
scenario = "ten-to-one"
months = 12
seed = 11
replicates = 96
[arms.none]
"poor.distil" = 0.0
[arms.distil]
"poor.distil" = 1.0
[cross]
compute_ratio = [3, 10]
[uncertain]
parameters = ["sigma", "kappa"]
points = 8
[outcomes]
keep = ["lag_months.end", "poor_leads.end"]
"""


@pytest.fixture
def sweep_file(tmp_path: Path, warm_engine: None) -> Path:
    path = tmp_path / "survives.toml"
    path.write_text(SWEEP)
    return path


def start(sweep_file: Path, out: Path, jobs: int) -> subprocess.Popen[str]:
    """The command that a user types, in a process group of its own."""
    command = [sys.executable, "run.py", "sweep", str(sweep_file), "--out", str(out)]
    command += ["--jobs", str(jobs), "--full-history"]
    return subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def end(program: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = program.communicate(timeout=PATIENCE)
    return program.returncode, told


def workers(program: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        every = psutil.Process(program.pid).children()
        return [each for each in every if "spawn_main" in " ".join(each.cmdline())]
    except psutil.Error:
        return []


def kill(kind: str, program: subprocess.Popen[str]) -> bool:
    """Kill at once; False where the program was quicker."""
    if kind == "worker":
        while program.poll() is None:
            if crew := workers(program):
                CHANCE.choice(crew).kill()
                return True
            time.sleep(0.01)
        return False
    if program.poll() is not None:
        return False
    if kind == "driver":
        program.kill()
    else:
        os.killpg(program.pid, signal.SIGKILL)
    return True


def check_parts(out: Path, peace: dict[str, bytes]) -> None:
    """What has its name is whole."""
    if (papers := out / "sweep.json").exists():
        assert papers.read_bytes() == peace["sweep.json"], "the code was edited meanwhile"
    for path in out.rglob("*.parquet"):
        if not path.name.startswith("."):
            assert path.read_bytes() == peace[str(path.relative_to(out))]


@pytest.mark.slow
def test_killed_sweeps_end_like_undisturbed_ones(sweep_file: Path, tmp_path: Path) -> None:
    begun = time.monotonic()
    code, told = end(start(sweep_file, tmp_path / "peace", jobs=1))
    assert code == 0, told
    length = time.monotonic() - begun
    peace = results_of(tmp_path / "peace")
    kills, lives, sweeps = Counter[str](), 0, 0
    while kills.total() < KILLS:
        sweeps += 1
        out, jobs = tmp_path / f"war-{sweeps}", 2 + sweeps % 2
        code = None
        while code != 0:
            lives += 1
            program = start(sweep_file, out, jobs)
            killed = 0
            while kills.total() < KILLS and program.poll() is None:
                kind = KINDS[kills.total() % len(KINDS)]
                time.sleep(CHANCE.uniform(0, length / 2))
                if not kill(kind, program):
                    break
                kills[kind] += 1
                killed += 1
                if kind != "worker":
                    break
            code, told = end(program)
            check_parts(out, peace)
            # 1: one chunk had all three of its workers killed; the next life computes it anew.
            assert code in ((0, 1, -signal.SIGKILL) if killed else (0,)), told
        assert results_of(out) == peace
        assert sorted(os.listdir(out)) == sorted(os.listdir(tmp_path / "peace"))
    sizes = sum(map(len, peace.values()))
    print(
        f"\n{kills.total()} kills ({', '.join(f'{n} of {k}' for k, n in kills.items())}), "
        f"{sweeps} sweeps of {len(peace)} files and {sizes / 1e6:.1f} MB begun and completed in "
        f"{lives} lives, {time.monotonic() - begun:.0f} s: every byte as undisturbed"
    )
