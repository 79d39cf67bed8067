"""Bits: the same race is the same to the last bit, however and wherever it is computed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from tenfold.sim.history import History
from tenfold.sim.race import Race
from tenfold.sim.world import World

RUNS, MONTHS = 1000, 4
SCENARIO, SEED = "tenfold-2026", 77
RACE_TO_FILE = """
import sys
import numpy as np
from tenfold.sim.race import Race
scenario, months, path, engine = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
race = Race(scenario, seed=7, runs=1, first_run=3, months=months,
            parameters={"research_engine": engine})
race.run()
np.savez(path, lab=race.history.lab, market=race.history.market,
         left=race.world.left, share=race.world.share)
"""


def assert_same(one: np.ndarray, other: np.ndarray, names: tuple[str, ...] = ()) -> None:
    """The same bits; otherwise name the first figure that differs."""
    assert one.shape == other.shape
    assert one.dtype == other.dtype
    if one.tobytes() == other.tobytes():
        return
    place = tuple(int(x) for x in np.argwhere(one != other)[0])
    figure = names[place[-1]] if names else ""
    pytest.fail(f"{figure} differs at {place}: {one[place]!r} and {other[place]!r}")


LAB_NAMES = tuple(column.name for column in History.columns)
MARKET_NAMES = tuple(column.name for column in History.market_columns)


def assert_same_worlds(one: World, other: World) -> None:
    for field in World._fields:
        if field not in {"pool", "scratch", "happening"}:  # working space and notes
            assert getattr(one, field).tobytes() == getattr(other, field).tobytes(), field


@pytest.fixture(scope="module")
def thousand() -> Race:
    """A thousand runs in one batch, through two turns."""
    race = Race(SCENARIO, seed=SEED, runs=RUNS, months=MONTHS)
    race.run()
    return race


@pytest.mark.parametrize("size", [pytest.param(1, marks=pytest.mark.slow), 7, 16])
def test_chunks_of_any_size_give_the_same_races(thousand: Race, size: int) -> None:
    for first in range(0, RUNS, size):
        chunk = Race(
            SCENARIO, seed=SEED, runs=min(size, RUNS - first), first_run=first, months=MONTHS,
            collect=False, note=False,
        )  # fmt: skip
        chunk.run()
        rows = slice(first, first + chunk.runs)
        assert_same(chunk.history.lab, thousand.history.lab[rows], LAB_NAMES)
        assert_same(chunk.history.market, thousand.history.market[rows], MARKET_NAMES)
        chunk.close()


@pytest.mark.parametrize("k", [0, 1, 499, 999])
def test_a_run_alone_is_the_run_among_many(thousand: Race, k: int) -> None:
    alone = Race(SCENARIO, seed=SEED, first_run=k, months=MONTHS)
    alone.run()
    assert_same(alone.history.lab[0], thousand.history.lab[k], LAB_NAMES)
    assert alone.world.left[0].tobytes() == thousand.world.left[k].tobytes()
    assert alone.world.known_at[0].tobytes() == thousand.world.known_at[k].tobytes()
    assert alone.world.share[0].tobytes() == thousand.world.share[k].tobytes()


def test_runs_differ_and_seeds_differ(thousand: Race) -> None:
    assert len({run.tobytes() for run in thousand.history.lab}) == RUNS
    other = Race(SCENARIO, seed=SEED + 1, runs=2, months=MONTHS)
    other.run()
    assert (other.history.lab[0] != thousand.history.lab[0]).any()


@pytest.mark.parametrize("when", [0, 3, 7])
def test_a_fork_goes_on_like_the_original(when: int) -> None:
    race = Race(SCENARIO, seed=5, runs=3, months=14)
    race.advance(when)
    fork = race.copy()
    assert fork.month == when
    before = race.history.lab.copy()
    fork.run()
    # Nothing that the fork does reaches the original.
    assert_same(race.history.lab, before, LAB_NAMES)
    assert race.month == when
    race.run()
    assert_same(fork.history.lab, race.history.lab, LAB_NAMES)
    assert_same(fork.history.market, race.history.market, MARKET_NAMES)
    assert_same_worlds(fork.world, race.world)


def test_a_fork_of_a_race_with_constants_of_its_own_keeps_them() -> None:
    race = Race(SCENARIO, seed=5, months=9, parameters={"research_pace": 0.4, "ideas": 60})
    race.advance(4)
    fork = race.copy()
    fork.run()
    race.run()
    assert_same(fork.history.lab, race.history.lab, LAB_NAMES)


def test_month_by_month_or_at_full_speed() -> None:
    whole, single, mixed = (Race(SCENARIO, seed=8, runs=1, months=11) for _ in range(3))
    whole.run()
    while single.month < 11:
        single.step()
    for months in (1, 5, 2, 30):
        mixed.advance(months)
    assert_same(single.history.lab, whole.history.lab, LAB_NAMES)
    assert_same(mixed.history.lab, whole.history.lab, LAB_NAMES)


def test_what_is_kept_of_a_race_does_not_change_it() -> None:
    full = Race(SCENARIO, seed=8, runs=1, months=9, collect=True, note=True)
    bare = Race(SCENARIO, seed=8, runs=1, months=9, collect=False, note=False, keep_history=False)
    full.run()
    bare.run()
    for field in ("lab", "product", "idea", "left", "known_at", "segment", "share"):
        assert getattr(full.world, field).tobytes() == getattr(bare.world, field).tobytes()


def test_a_longer_race_begins_like_a_shorter_one() -> None:
    short = Race(SCENARIO, seed=8, runs=2, months=7).run()
    longer = Race(SCENARIO, seed=8, runs=2, months=12).run()
    assert_same(longer.lab[:, :8], short.lab, LAB_NAMES)


def test_a_constant_varied_over_runs_is_the_same_as_set_alone() -> None:
    varied = {"research_pace": np.array([0.18, 0.25, 0.38]), "research_engine": np.array([0, 1, 1])}
    swept = Race(SCENARIO, seed=8, runs=3, months=8, parameters=varied).run()
    for k in range(3):
        rules = {name: float(values[k]) for name, values in varied.items()}
        alone = Race(SCENARIO, seed=8, first_run=k, months=8, parameters=rules)
        assert_same(alone.run().lab[0], swept.lab[k], LAB_NAMES)


def race_elsewhere(
    scenario: str, months: int, path: Path, engine: float = 0.0, **env: str
) -> dict[str, np.ndarray]:
    subprocess.run(
        [sys.executable, "-c", RACE_TO_FILE, scenario, str(months), str(path), str(engine)],
        env=os.environ | env,
        check=True,
        timeout=600,
    )
    with np.load(path) as kept:
        return {name: kept[name] for name in kept.files}


def assert_as_here(
    scenario: str, months: int, found: dict[str, np.ndarray], engine: float = 0.0
) -> None:
    rules = {"research_engine": engine}
    race = Race(scenario, seed=7, runs=1, first_run=3, months=months, parameters=rules)
    race.run()
    assert_same(found["lab"], race.history.lab, LAB_NAMES)
    assert_same(found["market"], race.history.market, MARKET_NAMES)
    assert_same(found["left"], race.world.left)
    assert_same(found["share"], race.world.share)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["equal-start", "tenfold-2026"])
def test_uncompiled_python_gives_the_same_bits(scenario: str, tmp_path: Path) -> None:
    found = race_elsewhere(scenario, 4, tmp_path / "plain.npz", NUMBA_DISABLE_JIT="1")
    assert_as_here(scenario, 4, found)


@pytest.mark.slow
def test_uncompiled_python_gives_the_same_bits_with_continuous_knowledge(tmp_path: Path) -> None:
    found = race_elsewhere(SCENARIO, 4, tmp_path / "plain.npz", 1.0, NUMBA_DISABLE_JIT="1")
    assert_as_here(SCENARIO, 4, found, 1.0)


@pytest.mark.slow
def test_another_process_gives_the_same_bits(tmp_path: Path) -> None:
    found = race_elsewhere(SCENARIO, 12, tmp_path / "there.npz", PYTHONHASHSEED="12345")
    assert_as_here(SCENARIO, 12, found)


def test_threads_that_race_at_once_do_not_disturb_each_other() -> None:
    def race_of(seed: int) -> Race:
        return Race(SCENARIO, seed=seed, runs=40, months=24)

    alone = {seed: race_of(seed).run().lab for seed in (1, 2)}
    races = {seed: race_of(seed) for seed in (1, 2)}
    gate = threading.Barrier(2)

    def drive(race: Race) -> None:
        gate.wait()
        while race.month < race.months:
            race.advance(1)

    threads = [threading.Thread(target=drive, args=(race,)) for race in races.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed, race in races.items():
        assert_same(race.history.lab, alone[seed], LAB_NAMES)


LUCKS = [17, 3, 998, 3, 0, 17, 499]
"""In no order, some twice."""


def race_with(lucks: list[int], spare: Race | None = None, **settings: object) -> Race:
    usual: dict[str, object] = {"seed": SEED, "months": MONTHS, "collect": False, "note": False}
    race = Race(SCENARIO, lucks=lucks, spare=spare, **(usual | settings))  # type: ignore[arg-type]
    race.run()
    return race


def test_lucks_in_any_order_and_twice_are_those_runs(thousand: Race) -> None:
    race = race_with(LUCKS)
    assert_same(race.history.lab, thousand.history.lab[LUCKS], LAB_NAMES)
    assert_same(race.history.market, thousand.history.market[LUCKS], MARKET_NAMES)
    assert race.history.numbers.tolist() == race.numbers.tolist() == LUCKS
    assert race.first_run == 17
    assert (race.runs, race.world.lab.shape[0]) == (7, 7)


def test_a_restart_may_take_any_lucks(thousand: Race) -> None:
    race = race_with([1, 2, 3, 4, 5, 6, 7])
    race.restart(lucks=np.array(LUCKS, dtype=np.int32))
    race.run()
    assert_same(race.history.lab, thousand.history.lab[LUCKS], LAB_NAMES)
    race.restart(100)
    race.run()
    assert_same(race.history.lab, thousand.history.lab[100:107], LAB_NAMES)


def test_a_fork_has_the_lucks_of_its_race() -> None:
    race = Race(SCENARIO, seed=SEED, lucks=LUCKS, months=MONTHS)
    race.advance(3)
    fork = race.copy()
    assert fork.numbers.tolist() == LUCKS
    for each in (race, fork):
        each.run()
    assert_same(fork.history.lab, race.history.lab, LAB_NAMES)


SETTINGS: list[tuple[str, dict[str, object]]] = [
    # in this order one after the other, each in the memory that the one before left
    ("ten-to-one", {}),
    ("equal-start", {}),
    ("ten-to-one", {"seed": 3, "parameters": {"research_pace": 0.2}}),
    ("ten-to-one", {"keep_history": False}),
    ("ten-to-one", {"keep_history": True}),
    ("tenfold-2026", {}),
    ("tenfold-2026", {"policies": {"Hanxi": "distiller"}}),
    ("tenfold-2026", {"lucks": [9, 8]}),
    ("tenfold-2026", {"months": 7}),
    ("tenfold-2026", {"parameters": {"ideas": 100}}),
    ("tenfold-2026", {"parameters": {"research_engine": 1}}),
    ("tenfold-2026", {"note": True}),
    ("equal-start", {"note": True}),
]


def test_the_memory_of_another_race_changes_no_bit() -> None:
    usual: dict[str, object] = {
        "seed": 5, "months": 5, "lucks": [4, 1, 4], "collect": False, "note": False,
    }  # fmt: skip
    spare: Race | None = None
    taken = 0
    for scenario, changes in SETTINGS:
        settings = usual | changes
        fresh = Race(scenario, **settings)  # type: ignore[arg-type]
        race = Race(scenario, **settings, spare=spare)  # type: ignore[arg-type]
        taken += spare is not None and race.world is spare.world
        for each in (fresh, race):
            each.run()
        assert_same(race.history.lab, fresh.history.lab, LAB_NAMES)
        assert_same(race.history.market, fresh.history.market, MARKET_NAMES)
        assert_same_worlds(race.world, fresh.world)
        assert race.happenings() == fresh.happenings()
        assert race.history.labs == fresh.history.labs
        race.close()
        spare = race
    assert taken == 3, "equal axes must share memory, or this tests nothing"


def test_neighbours_with_equal_rules_are_the_runs_alone() -> None:
    paces = np.array([0.2, 0.2, 0.3, 0.2, 0.3, 0.3, 0.3])
    powers = np.array([0.5, 0.5, 0.5, 0.5, 0.4, 0.4, 0.5])
    values = {"research_pace": paces, "own_power": powers}
    batch = race_with(LUCKS, parameters=values)
    for row, luck in enumerate(LUCKS):
        alone = race_with([luck], parameters={n: float(v[row]) for n, v in values.items()})
        assert_same(batch.history.lab[row], alone.history.lab[0], LAB_NAMES)
        assert_same(batch.history.market[row], alone.history.market[0], MARKET_NAMES)
        assert batch.world.known_at[row].tobytes() == alone.world.known_at[0].tobytes()


def test_a_fork_knows_the_axes_of_its_memory() -> None:
    race = Race("equal-start", runs=2, months=3, parameters={"ideas": 100}, keep_history=False)
    assert race.copy()._axes == race._axes
