"""A world to look at, for tests that need no engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tenfold.agents.observation import OWN_FIGURES, PUBLIC_FIGURES, Observation

OWN = {
    "compute": 4e5,
    "incoming": 5e4,
    "rent": 1460.0,
    "waiting": 1.0,
    "controlled": 0.0,
    "cash": 8e9,
    "budget": 9e8,
    "revenue": 6e8,
    "spending": 9e8,
    "confidence": 0.2,
    "talent": 1.0,
    "capability": 150.0,
    "load": 0.8,
    "serving_need": 0.3,
    "ideas": 40.0,
    "copyable": 6.0,
    "run_left": 2.0,
    "banned": 0.0,
    "data": 1.0,
    "accused": 0.0,
    "poached": 0.0,
    "offered": 0.0,
}
PUBLIC = {
    "active": 1.0,
    "public_score": 148.0,
    "open_score": 0.0,
    "flagship_open": 0.0,
    "price": 3.0,
    "token_share": 0.2,
    "compute_estimate": 5e5,
    "revenue_estimate": 6e8,
}
KINDS = ("frontier", "chinese", "open", "frontier")
HOMES = ("us", "china", "other", "us")


def ordinary(me: int = 0, runs: int = 2, **changes: Any) -> Observation:
    """An ordinary month seen by lab `me`; any figure may be changed (floats or whole arrays)."""
    shape = (len(KINDS), runs)
    figures: dict[str, Any] = {}
    for name in OWN_FIGURES:
        figures[name] = np.broadcast_to(np.asarray(changes.pop(name, OWN[name]), float), (runs,))
    for name in PUBLIC_FIGURES:
        value = np.asarray(changes.pop(name, PUBLIC[name]), float)
        figures[name] = np.broadcast_to(value[:, None] if value.ndim == 1 else value, shape)
    figures = {name: np.ascontiguousarray(value) for name, value in figures.items()}
    rest = {"month": 6, "kinds": KINDS, "homes": HOMES} | changes
    return Observation(me=me, **rest, **figures)


@pytest.fixture
def see() -> Callable[..., Observation]:
    """`see(me=0, runs=2, capability=140.0, public_score=[...])`: an ordinary month, changed."""
    return ordinary
