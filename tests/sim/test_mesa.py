"""Mesa's own tools work on a race of one world: agents by type, agent sets, collector, batches."""

from __future__ import annotations

import gc
import warnings
import weakref
from inspect import signature
from typing import Any

import mesa
import numpy as np
import pytest

from tenfold.agents.lab import ChineseLab, FrontierLab, Lab, OpenLab
from tenfold.agents.regulator import Regulator
from tenfold.sim.race import Race
from tenfold.sim.world import LAB_RECORDED, MARKET_RECORDED

MONTHS = 9
MESA_WARNS = (DeprecationWarning, FutureWarning, PendingDeprecationWarning)


@pytest.fixture(scope="module")
def stepped() -> Race:
    """A race of one world, stepped the way Mesa does, with every warning an error."""
    with warnings.catch_warnings():
        for kind in MESA_WARNS:
            warnings.simplefilter("error", kind)
        race = Race("tenfold-2026", seed=4, months=MONTHS)
        while race.running:
            race.step()
    return race


def test_agents_by_type(stepped: Race) -> None:
    sets = stepped.agents_by_type
    assert set(sets) == {FrontierLab, ChineseLab, OpenLab, Regulator}
    kinds = {"frontier": FrontierLab, "chinese": ChineseLab, "open": OpenLab}
    for kind, agent in kinds.items():
        named = [spec.name for spec in stepped.setting.labs if spec.kind == kind]
        assert [lab.name for lab in sets[agent]] == named
    assert len(sets[Regulator]) == 1


def labs_of(race: Race) -> Any:
    return race.agents.select(lambda agent: isinstance(agent, Lab))


def test_agent_sets_select_and_aggregate_figures(stepped: Race) -> None:
    labs = labs_of(stepped)
    h = stepped.history
    assert len(labs) == len(stepped.labs)
    assert labs.agg("capability", max) == h.series("capability")[0, -1].max()
    assert labs.agg("token_share", sum) == pytest.approx(1.0)
    assert labs.get("compute") == h.series("compute")[0, -1].tolist()
    leader = labs.select(lambda lab: lab.capability == labs.agg("capability", max))
    assert [lab.place for lab in leader] == [int(h.series("capability")[0, -1].argmax())]


def test_agent_sets_group_by_home(stepped: Race) -> None:
    groups = labs_of(stepped).groupby("home")
    chips = groups.agg("compute", sum)
    homes = np.array([lab.home for lab in stepped.labs])
    for home, total in chips.items():
        ours = stepped.history.series("compute")[0, -1, homes == home]
        assert total == pytest.approx(ours.sum())
    assert set(chips) == set(homes)


def test_the_collector_has_the_history_bit_for_bit(stepped: Race) -> None:
    market = stepped.datacollector.get_model_vars_dataframe()
    assert list(market.columns) == [column.name for column in MARKET_RECORDED]
    ours = stepped.history.market[0]
    assert market.to_numpy().tobytes() == np.ascontiguousarray(ours).tobytes()
    agents = stepped.datacollector.get_agent_vars_dataframe()
    assert list(agents.columns) == [column.name for column in LAB_RECORDED]
    for lab in stepped.labs:
        rows = agents.xs(lab.unique_id, level="AgentID").to_numpy(dtype=np.float64)
        ours = np.ascontiguousarray(stepped.history.lab[0, :, lab.place])
        assert rows.tobytes() == ours.tobytes()


def test_steps_are_months_and_end_with_the_race(stepped: Race) -> None:
    assert stepped.month == MONTHS
    assert not stepped.running
    before = stepped.history.lab.copy()
    rows = len(stepped.datacollector.get_model_vars_dataframe())
    stepped.step()
    assert stepped.month == MONTHS
    assert np.array_equal(before, stepped.history.lab)
    assert len(stepped.datacollector.get_model_vars_dataframe()) == rows


def test_batch_run_returns_rows_without_warnings() -> None:
    """Both of Mesa's ways to seed a batch; the rows are the history of the same races."""
    # Newer versions take seeds apart from the other parameters.
    apart = "rng" in signature(mesa.batch_run).parameters
    seeds: dict[str, Any] = {"rng": [7]} if apart else {}
    parameters = {"scenario": "equal-start", "months": 6, "first_run": [0, 1]}
    with warnings.catch_warnings():
        for kind in MESA_WARNS:
            warnings.simplefilter("error", kind)
        rows = mesa.batch_run(
            Race,
            parameters if apart else parameters | {"seed": [7]},
            number_processes=1,
            data_collection_period=1,
            display_progress=False,
            **seeds,
        )
    assert {(row["seed"], row["first_run"]) for row in rows} == {(7, 0), (7, 1)}
    # Older versions leave the last step out of what they return.
    assert {int(row["Step"]) for row in rows} >= set(range(6))
    names = [column.name for column in LAB_RECORDED]
    for first_run in (0, 1):
        alone = Race("equal-start", seed=7, months=6, first_run=first_run)
        alone.run()
        place = {lab.unique_id: lab.place for lab in alone.labs}
        checked = 0
        for row in rows:
            if row["first_run"] == first_run and row["AgentID"] in place:
                ours = alone.history.lab[0, int(row["Step"]), place[row["AgentID"]]]
                assert ours.tolist() == [row[name] for name in names]
                assert row["rent"] == alone.history.market_series("rent")[0, int(row["Step"])]
                checked += 1
        assert checked >= 6 * len(place)


def test_a_closed_race_leaves_memory() -> None:
    ghosts = []
    for seed in range(3):
        race = Race("equal-start", seed=seed, months=3)
        race.run()
        ghosts += [weakref.ref(race), weakref.ref(race.labs[0]), weakref.ref(race.history)]
        race.close()
        del race
    gc.collect()
    assert [ghost() for ghost in ghosts] == [None] * len(ghosts)


def test_a_closed_race_keeps_its_history() -> None:
    race = Race("equal-start", months=3)
    history = race.run()
    race.close()
    assert race.history is history
    assert np.isfinite(history.lab).all()


def test_mesa_keeps_nothing_of_closed_races() -> None:
    """The number of objects does not grow with the number of races finished."""
    counts = []
    for batch in range(4):
        for seed in range(5):
            race = Race("equal-start", seed=batch * 5 + seed, months=2)
            race.run()
            race.close()
        del race
        gc.collect()
        counts.append(len(gc.get_objects()))
    assert counts[-1] - counts[1] < 50, counts
