"""Verdicts, effects and pictures as JSON and back."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from tenfold.sim.experiments.effect import effect_of
from tenfold.sim.experiments.picture import Bars, Dots, Lines, Picture, Points, Series
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.experiments.written import (
    effects_from,
    effects_json,
    picture_from,
    picture_json,
    plain,
    verdict_from,
    verdict_json,
)

NAN = math.nan
PICTURES: tuple[Picture, ...] = (
    Dots([("one", 1.0, np.float64(0.5), 2.0), ("none", NAN, NAN, NAN)], "x", "t", [(3, "mark")]),
    Lines([Series("a", np.arange(3), [1.0, NAN, 2.0], [0, 0, 0], [3, 3, 3], True)], "x", "y", "t"),
    Bars(["a", "b"], {"s": np.array([0.1, 0.2])}, "y", "t", stacked=True),
    Points({"g": ([1, 2], [3.0, 4.0])}, "x", "y", "t", ["a", "b"]),
)


def through_json(table: Any) -> Any:
    return json.loads(json.dumps(table, allow_nan=False))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: type(picture).__name__)
def test_pictures_come_back(picture: Picture) -> None:
    table = picture_json(picture)
    back = picture_from(through_json(table))
    assert type(back) is type(picture)
    assert picture_json(back) == table
    assert back.title == picture.title


def test_effects_come_back_to_the_last_bit() -> None:
    effects = {"one": effect_of(np.array([[0.1, 0.2], [NAN, NAN], [1 / 3, 2.0]]), "months")}
    back = effects_from(through_json(effects_json(effects)))
    assert back["one"].middle == effects["one"].middle
    assert back["one"].unit == "months"
    assert np.array_equal(back["one"].per_point, effects["one"].per_point, equal_nan=True)
    nothing = effects_from(through_json(effects_json({"none": effect_of(np.full((2, 2), NAN))})))
    assert math.isnan(nothing["none"].middle)


def test_verdicts_come_back() -> None:
    verdict = Verdict("depends", "It does.", "kappa")
    assert verdict_from(through_json(verdict_json(verdict))) == verdict


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(TypeError, match="function"):
        plain(lambda: None)
    with pytest.raises(KeyError):
        picture_from({"kind": "Pie"})
