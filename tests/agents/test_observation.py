"""What a lab can work out from what it sees, and examples in the docs that run."""

from __future__ import annotations

import doctest
import pkgutil
from collections.abc import Callable
from importlib import import_module

import numpy as np
import pytest

import tenfold.agents
from tenfold.agents.observation import Observation
from tenfold.agents.policies import sense

See = Callable[..., Observation]
MODULES = [
    found.name for found in pkgutil.walk_packages(tenfold.agents.__path__, "tenfold.agents.")
]


def test_the_best_rival_is_active_and_not_me(see: See) -> None:
    seen = see(me=1, public_score=[140, 160, 150, 145], active=[1, 1, 0, 1])
    assert np.array_equal(seen.best_rival(), [145.0, 145.0])
    assert np.array_equal(see(active=[1, 0, 0, 0]).best_rival(), [0.0, 0.0])


def test_rank_counts_active_labs_that_are_better(see: See) -> None:
    seen = see(me=0, public_score=[140, 160, 150, 139], active=[1, 1, 0, 1])
    assert np.array_equal(seen.rank(), [2.0, 2.0])


def test_one_world_holds_plain_numbers(see: See) -> None:
    world = see(me=3, capability=np.array([1.0, 2.0])).world(1)
    assert (world.me, world.capability) == (3, 2.0)
    assert world.public_score.shape == (4,)
    assert world.best_rival() == 148.0
    assert world.rank() == 1.0


def test_richness_compares_with_the_richest_rival(see: See) -> None:
    for compute, expected in ((1e4, 0.0), (5e4, 0.0), (1.5e5, 0.5), (2.5e5, 1.0), (9e5, 1.0)):
        assert sense.richness(see(compute=compute))[0] == pytest.approx(expected)


def test_comfort_counts_months_of_losses(see: See) -> None:
    assert sense.comfort(see(cash=3e8, spending=1.1e9))[0] == pytest.approx(0.5)
    assert sense.comfort(see(cash=1.0, spending=5e8))[0] > 0.3
    assert sense.comfort(see(cash=-1.0))[0] == 0.0


def test_leaning_adds_up_state_sales_and_habit(see: See) -> None:
    gap = np.array([5.0, 5.0])
    assert sense.leaning(see(me=0, revenue=0.0), gap)[0] == pytest.approx(5.0 - 0.75)
    assert sense.leaning(see(me=0, revenue=9e8), gap)[0] == pytest.approx(5.0 - 0.75 - 2.0)
    assert sense.leaning(see(me=1, revenue=0.0), gap)[0] == pytest.approx(5.0 - 0.75 + 1.0)
    opened = see(me=0, revenue=0.0, flagship_open=[1, 0, 0, 0])
    assert sense.leaning(opened, gap)[0] == pytest.approx(5.0 + 0.75)


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_the_docs_run(module: str) -> None:
    space = vars(import_module("tenfold.agents.policies")) | vars(import_module(module))
    space |= vars(import_module("tenfold.agents.decision"))
    outcome = doctest.testmod(import_module(module), extraglobs=space)
    assert outcome.failed == 0
