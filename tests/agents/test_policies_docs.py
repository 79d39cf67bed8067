"""What docs/policies.md says is so: every policy is in its table, and its example is a policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.agents.observation import Observation
from tenfold.agents.policies import REGISTRY, create
from tenfold.agents.ruling import REGULATOR_POLICIES

PAGE = (Path(__file__).parents[2] / "docs" / "policies.md").read_text()


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_policy_has_a_row(name: str) -> None:
    assert f"\n| `{name}` |" in PAGE


def test_no_row_is_about_a_policy_that_is_gone() -> None:
    assert set(re.findall(r"\n\| `([^`]+)` \|", PAGE)) == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(REGULATOR_POLICIES))
def test_every_rule_of_government_is_explained(name: str) -> None:
    assert f"`{name}`" in PAGE.split("## Government")[1]


def test_the_example_of_a_policy_of_your_own_works(
    see: Callable[..., Observation], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    monkeypatch.delitem(REGISTRY, "my rule", raising=False)
    exec(code.group(1), {"__name__": "an_example"})
    try:
        decision = create("my rule").decide(see(capability=[140.0, 150.0]))
    finally:
        del REGISTRY["my rule"]
    decision.check()
    assert np.array_equal(decision.explore, [0.2, 0.7])
