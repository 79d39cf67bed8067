"""Compute: a chunk's bytes are those of its races alone, whatever was raced before or failed."""

from __future__ import annotations

import gc
import weakref
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tenfold.agents.policies.autopilot import Autopilot
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.measures import groups_of
from tenfold.sim.race import Race
from tenfold.sim.sweep import compute
from tenfold.sim.sweep.compute import Computer, failed_part
from tenfold.sim.sweep.layout import CHUNK, HISTORIES, IDENTITY, MARKETS, RUNS, kinds_of
from tenfold.sim.sweep.plan import Plan
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED
from tests.sim.sweep.core_cases import plan_of

KEPT = [
    "lag_months.end", "poor_leads.end", "poor.token_share.mean", "Oak.cash.m3",
    "market.rent.max", "rich.capability.m1-3", "frontier.start",
]  # fmt: skip
TABLES: dict[str, Any] = {
    "arms": {"free": {}, "distil": {"poor.distil": 1.0, "rich.protection": 0.0}},
    "cross": {"compute_ratio": [3, 10], "rich.policy": ["autopilot", "fast follower"]},
    "uncertain": {"parameters": ["sigma", "kappa", "lambda"], "points": 3},
    "outcomes": {"keep": KEPT},
}


def table(part: bytes) -> pd.DataFrame:
    return pd.read_parquet(BytesIO(part))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(**TABLES)


@pytest.fixture(scope="module")
def parts(plan: Plan) -> list[dict[str, bytes]]:
    """The parts of every chunk, computed in order."""
    computer = Computer(plan)
    found = [computer.compute(number) for number in range(plan.chunks)]
    computer.close()
    return found


def row_alone(plan: Plan, run: int) -> tuple[Race, np.ndarray]:
    """The race of a run by itself, and its outcomes."""
    chunk, row = plan.locate(run)
    race = Race(
        plan.world(chunk.arm, chunk.cell),
        seed=plan.question.seed,
        first_run=int(chunk.replicates[row]),
        months=plan.months,
        parameters=plan.values(int(chunk.points[row])),
    )
    history, groups = race.run(), groups_of(plan.scenario)
    return race, np.array([float(each.of(history, groups)[0]) for each in plan.outcomes])


def test_every_row_is_the_race_run_alone(plan: Plan, parts: list[dict[str, bytes]]) -> None:
    rows = pd.concat([table(part[RUNS]) for part in parts], ignore_index=True)
    assert rows["run"].tolist() == list(range(plan.races))
    assert (rows["failed"] == "").all()
    for run in range(0, plan.races, 5):
        race, outcomes = row_alone(plan, run)
        row = rows.iloc[run]
        assert row[KEPT].to_numpy(np.float64).tobytes() == outcomes.tobytes()
        chunk, place = plan.locate(run)
        assert (row["arm"], row["compute_ratio"], row["rich.policy"]) == (
            chunk.arm, *chunk.cell.values(),
        )  # fmt: skip
        assert (row["point"], row["replicate"]) == (chunk.points[place], race.first_run)
        assert row[list(plan.parameters)].to_dict() == plan.values(int(row["point"]))
        race.close()


def test_races_of_one_luck_differ_by_what_is_chosen_and_by_their_point(
    parts: list[dict[str, bytes]],
) -> None:
    rows = pd.concat([table(part[RUNS]) for part in parts], ignore_index=True)
    assert rows["Oak.cash.m3"].nunique() > len(rows) / 2
    same = rows[rows["replicate"] == 0].groupby(["arm", "compute_ratio", "rich.policy"])
    assert (same["lag_months.end"].nunique() > 1).all()


@pytest.mark.parametrize("order", ["reversed", "shuffled", "each by itself"])
def test_the_same_bytes_whatever_was_computed_before(
    plan: Plan, parts: list[dict[str, bytes]], order: str
) -> None:
    numbers = list(range(plan.chunks))
    if order == "reversed":
        numbers.reverse()
    elif order == "shuffled":
        np.random.default_rng(5).shuffle(numbers)
    computer = Computer(plan)
    for number in numbers:
        if order == "each by itself":
            computer.close()
            computer = Computer(plan)
        assert computer.compute(number) == parts[number]
    computer.close()


def test_another_sweep_in_the_same_process_changes_no_byte(
    plan: Plan, parts: list[dict[str, bytes]]
) -> None:
    other = Computer(plan_of(scenario="tenfold-2026", outcomes={"keep": ["frontier.end"]}))
    computer = Computer(plan)
    for number in range(3):
        other.compute(0)
        assert computer.compute(number) == parts[number]


def test_what_a_part_says_of_itself(plan: Plan, parts: list[dict[str, bytes]]) -> None:
    assert kinds_of(plan.full_history) == (RUNS,)
    for number, found in enumerate(parts):
        assert set(found) == {RUNS}
        file = pq.ParquetFile(BytesIO(found[RUNS]), page_checksum_verification=True)
        about = file.schema_arrow.metadata
        assert about[IDENTITY] == plan.identity.encode()
        assert about[CHUNK] == str(number).encode()
        assert file.read().num_rows == plan.chunk(number).rows
    schema = pq.read_schema(BytesIO(parts[0][RUNS]))
    assert schema.names == [
        "run", "arm", "compute_ratio", "rich.policy", "point", "replicate",
        *plan.parameters, *KEPT, "failed",
    ]  # fmt: skip
    units = {name: schema.field(name).metadata[b"unit"].decode() for name in schema.names}
    assert units["lag_months.end"] == "months"
    assert units["Oak.cash.m3"] == "USD"
    assert units["market.rent.max"] == "USD per H100e-month"
    for name in plan.parameters:
        assert units[name] == load_parameters()[name].unit
    assert all(schema.field(name).metadata[b"meaning"] for name in schema.names)


def test_a_byte_that_turned_is_noticed(parts: list[dict[str, bytes]]) -> None:
    part = bytearray(parts[0][RUNS])
    part[40] ^= 1
    with pytest.raises(OSError, match=r"checksum|CRC|corrupt"):
        pq.ParquetFile(BytesIO(bytes(part)), page_checksum_verification=True).read()


def test_columns_have_their_kinds(plan: Plan, parts: list[dict[str, bytes]]) -> None:
    frame = table(parts[0][RUNS])
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["run"], kinds["point"], kinds["replicate"]) == ("int64", "int32", "int32")
    assert kinds["compute_ratio"] == "float64"
    assert all(kinds[name] == "float64" for name in (*plan.parameters, *KEPT))


@pytest.fixture(scope="module")
def full() -> Plan:
    return plan_of(True, **TABLES, months=3)


def test_histories_are_the_races_in_single_precision(full: Plan) -> None:
    computer = Computer(full)
    assert kinds_of(full.full_history) == (HISTORIES, MARKETS, RUNS)
    computer.compute(0)
    found = computer.compute(5)
    chunk = full.chunk(5)
    labs, market = table(found[HISTORIES]), table(found[MARKETS])
    assert len(labs) == chunk.rows * 4 * 6
    assert len(market) == chunk.rows * 4
    for kind in (HISTORIES, MARKETS):
        about = pq.read_schema(BytesIO(found[kind])).metadata
        assert about[IDENTITY] == full.identity.encode()
        assert about[CHUNK] == b"5"
    for row in (0, 4, chunk.rows - 1):
        run = chunk.first_run + row
        race, _ = row_alone(full, run)
        ours = labs[labs["run"] == run]
        assert ours["month"].tolist() == np.repeat(np.arange(4), 6).tolist()
        assert ours["lab"].tolist() == [lab.name for lab in race.labs] * 4
        figures = ours[[column.name for column in LAB_RECORDED]].to_numpy()
        assert figures.dtype == np.float32
        expected = race.history.lab[0].reshape(figures.shape).astype(np.float32)
        assert np.array_equal(figures, expected)
        figures = market[market["run"] == run][[c.name for c in MARKET_RECORDED]].to_numpy()
        assert np.array_equal(figures, race.history.market[0].astype(np.float32))


def test_keeping_histories_changes_no_outcome(full: Plan) -> None:
    bare = Plan(full.question, full.scenario, full.points)
    for number in (0, 3):
        with_histories, without = (Computer(each).compute(number)[RUNS] for each in (full, bare))
        pd.testing.assert_frame_equal(table(with_histories), table(without), check_exact=True)


class Breaking(Race):
    """Races of luck 1 at any point, and of point values that are bad, cannot be run."""

    bad_lucks: frozenset[int] = frozenset({1})

    def run(self) -> Any:
        if self.bad_lucks & set(self.numbers.tolist()):
            raise FloatingPointError("the world\nended")
        return super().run()


@pytest.mark.parametrize("keep", [False, True])
def test_a_race_that_fails_is_a_row_and_its_neighbours_keep_their_bits(
    monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    plan = plan_of(keep, **TABLES)
    good = Computer(plan).compute(2)
    monkeypatch.setattr(compute, "Race", Breaking)
    computer = Computer(plan)
    found = computer.compute(2)
    assert computer.compute(2) == found
    rows, expected = table(found[RUNS]), table(good[RUNS])
    failed = rows["replicate"] == 1
    assert 0 < failed.sum() < len(rows)
    assert (rows.loc[failed, "failed"] == "FloatingPointError: the world ended").all()
    assert rows.loc[failed, KEPT].isna().all(axis=None)
    pd.testing.assert_frame_equal(rows[~failed], expected[~failed], check_exact=True)
    keys = [name for name in rows if name not in (*KEPT, "failed")]
    pd.testing.assert_frame_equal(rows[keys], expected[keys], check_exact=True)
    monkeypatch.undo()
    assert computer.compute(2) == good
    if keep:
        lost = set(rows.loc[failed, "run"])
        for kind in (HISTORIES, MARKETS):
            ours, theirs = table(found[kind]), table(good[kind])
            gone = ours["run"].isin(lost)
            pd.testing.assert_frame_equal(ours[~gone], theirs[~gone], check_exact=True)
            figures = [c.name for c in (LAB_RECORDED if kind == HISTORIES else MARKET_RECORDED)]
            assert (ours.loc[gone, figures] == 0.0).all(axis=None)


def test_a_chunk_of_which_every_race_fails_is_a_chunk_of_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = plan_of(True, **TABLES)
    monkeypatch.setattr(Breaking, "bad_lucks", frozenset(range(9)))
    monkeypatch.setattr(compute, "Race", Breaking)
    found = Computer(plan).compute(0)
    rows = table(found[RUNS])
    assert len(rows) == plan.chunk(0).rows
    assert (rows["failed"] != "").all()
    assert len(table(found[HISTORIES])) == plan.chunk(0).rows * 5 * 6


def test_a_policy_that_fails_costs_the_races_in_which_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault that depends on what happens: known only in the middle of the batch."""
    plan = plan_of(**TABLES)
    good = table(Computer(plan).compute(0)[RUNS])
    middle = good["Oak.cash.m3"].median()
    usual = Autopilot.decide

    def weak(self: Autopilot, seen: Any) -> Any:
        if seen.month == 3 and seen.me == 4 and (seen.cash > middle).any():
            raise ValueError("too rich")
        return usual(self, seen)

    monkeypatch.setattr(Autopilot, "decide", weak)
    rows = table(Computer(plan).compute(0)[RUNS])
    failed = rows["failed"] != ""
    assert 0 < failed.sum() < len(rows)
    assert set(rows.loc[failed, "failed"]) == {"ValueError: too rich"}
    pd.testing.assert_frame_equal(rows[~failed], good[~failed], check_exact=True)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_outcome_that_is_no_number_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    plan = plan_of(**TABLES)
    good = table(Computer(plan).compute(0)[RUNS])
    usual = Computer.outcomes_of

    def spoilt(self: Computer, history: Any) -> Any:
        outcomes = usual(self, history)
        outcomes[[0, 3], 2] = value
        return outcomes

    monkeypatch.setattr(Computer, "outcomes_of", spoilt)
    rows = table(Computer(plan).compute(0)[RUNS])
    assert rows["failed"].tolist()[2] == "not a finite number: lag_months.end, Oak.cash.m3"
    assert rows.loc[2, KEPT].isna().all()
    others = rows.index != 2
    pd.testing.assert_frame_equal(rows[others], good[others], check_exact=True)


@pytest.mark.slow
def test_failed_races_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mesa may keep a list of identifiers per model, and with it the model and its worlds."""
    born: list[weakref.ref[Race]] = []

    class Counted(Breaking):
        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **settings)
            born.append(weakref.ref(self))

    monkeypatch.setattr(compute, "Race", Counted)
    computer = Computer(plan_of(**TABLES))
    for number in range(3):
        computer.compute(number)
    gc.collect()
    assert len(born) > 20
    assert sum(race() is not None for race in born) <= 1
    computer.close()
    gc.collect()
    assert not any(race() is not None for race in born)


def test_stopping_is_no_failure(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    def stop(self: Race) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Race, "run", stop)
    with pytest.raises(KeyboardInterrupt):
        Computer(plan).compute(0)


@pytest.mark.parametrize("keep", [False, True])
def test_a_chunk_that_was_given_up_has_all_its_rows(keep: bool) -> None:
    plan = plan_of(keep, **TABLES)
    good = Computer(plan).compute(3)
    found = failed_part(plan, 3, "its worker was killed three times")
    assert set(found) == set(good) == set(kinds_of(plan.full_history))
    assert found == failed_part(plan, 3, "its worker was killed three times")
    rows, expected = table(found[RUNS]), table(good[RUNS])
    assert set(rows["failed"]) == {"its worker was killed three times"}
    assert rows[KEPT].isna().all(axis=None)
    keys = [name for name in rows if name not in (*KEPT, "failed")]
    pd.testing.assert_frame_equal(rows[keys], expected[keys], check_exact=True)
    for kind in kinds_of(plan.full_history):
        ours, theirs = (pq.read_schema(BytesIO(each[kind])) for each in (found, good))
        assert ours.equals(theirs, check_metadata=True)


def test_pools_of_ideas_may_differ_between_chunks() -> None:
    plan = plan_of(
        uncertain={"design": "list", "values": {"ideas": [100, 120, 100], "sigma": [7, 8, 8.5]}}
    )
    assert plan.chunks == 2
    computer = Computer(plan)
    for number in (1, 0, 1):
        rows = table(computer.compute(number)[RUNS])
        assert (rows["failed"] == "").all()
        for place in (0, len(rows) - 1):
            _, outcomes = row_alone(plan, int(rows["run"][place]))
            stored = rows.loc[place, [each.name for each in plan.outcomes]].to_numpy(np.float64)
            assert stored.tobytes() == outcomes.tobytes()
