"""The pipeline of a month: its order, what it records, and when decisions bite."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

from tenfold.agents.decision import LEVERS, Decision
from tenfold.sim import month
from tenfold.sim.race import Race

ORDER = (
    "government", "chips", "research", "training", "distillation", "release", "demand", "serving",
    "finance", "talent", "editing", "affairs",
)  # fmt: skip
IN_PLACE_OF = {"research": "knowledge"}
"""The other engine of research, which a race may have instead."""


def test_a_month_reads_in_the_order_of_the_model() -> None:
    function = getattr(month.advance_run, "py_func", month.advance_run)
    body = ast.parse(inspect.getsource(function)).body[0]
    called = [node.func.id for node in ast.walk(body)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]  # fmt: skip
    steps = [name.removesuffix("_month") for name in called if name.endswith("_month")]
    assert tuple(steps) == ORDER


def test_every_mechanism_takes_part() -> None:
    folder = Path(month.__file__).parent / "mechanisms"
    there = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert there == {*ORDER, *IN_PLACE_OF.values()}


def test_history_holds_every_month_as_it_was() -> None:
    race = Race("ten-to-one", seed=2, runs=2, months=5)
    for passed in range(1, 6):
        race.advance(1)
        for name in ("cash", "compute", "capability", "tokens"):
            recorded = race.history.series(name)[:, passed]
            assert (recorded == race.world.lab[name]).all()
        assert (race.history.market_series("rent")[:, passed] == race.world.market.rent).all()
        assert (race.world.market.month == passed).all()


@pytest.fixture
def human() -> Race:
    """A race in which a person has the first seat."""
    return Race("ten-to-one", seed=2, months=9, policies={"Alder": "human"})


def test_decisions_change_at_turn_starts_alone(human: Race) -> None:
    seat = human.labs[0]
    place = [lever.name for lever in LEVERS].index("pay")
    pays = []
    for passed in range(9):
        seat.policy.next = Decision(pay=1.0 + passed / 10.0)  # type: ignore[attr-defined]
        human.advance(1)
        pays.append(float(human.decisions[place, 0, 0]))
    assert pays == pytest.approx([1.0] * 3 + [1.3] * 3 + [1.6] * 3)


def test_shares_of_compute_follow_a_decision_at_once(human: Race) -> None:
    human.labs[0].policy.next = Decision(  # type: ignore[attr-defined]
        experiments=0.2, training=0.3, serving=0.5
    )
    human.advance(1)
    lab = human.world.lab[0, 0]
    shares = (lab.share_experiments, lab.share_training, lab.share_serving)
    assert shares == pytest.approx((0.2, 0.3, 0.5))
    assert lab.capacity == pytest.approx(0.5 * lab.usable, rel=1e-6)


def test_every_lever_is_written_into_the_world(human: Race) -> None:
    human.labs[0].policy.next = Decision(  # type: ignore[attr-defined]
        model_size=0.5, flagship_price=2.0, data=0.1
    )
    human.advance(1)
    for place, lever in enumerate(LEVERS):
        figures = human.world.lab[f"set_{lever.name}"]
        assert (figures == human.decisions[place].T).all()


def test_a_race_ends_where_it_ends() -> None:
    race = Race("ten-to-one", months=4)
    race.advance(100)
    assert race.month == 4
    assert race.running is False
    before = race.history.lab.copy()
    race.advance(3)
    assert race.month == 4
    assert (race.history.lab == before).all()
    assert np.isfinite(race.history.lab).all()
