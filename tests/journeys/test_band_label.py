"""The label of the coming year's band: it stands beside its band and not on it, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]
"""Makes a Visitor of this folder's conftest."""
BOXES = """
() => {
  const label = document.querySelector('.race .over .foretold').getBBox();
  const bands = [...document.querySelectorAll('.race .over path')].map((path) => path.getBBox());
  return { top: label.y, bottom: label.y + label.height,
           high: Math.min(...bands.map((box) => box.y)),
           low: Math.max(...bands.map((box) => box.y + box.height)) };
}
"""
AIR = 4.0
"""Room above and below the letters that belongs to the box of a text, px."""


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_label_of_a_band_stands_clear_of_it(visit: Visit, width: int, height: int) -> None:
    visitor = visit(width, height)
    visitor.begin("scenario=tenfold-2026&seat=Ruolan&seed=7&quarters=8")
    for turn in range(3):
        visitor.page.wait_for_selector(
            f".race .over[data-month='{3 * turn}'] .foretold", state="attached"
        )
        at = visitor.page.evaluate(BOXES)
        assert at["bottom"] - AIR <= at["high"] or at["top"] + AIR >= at["low"], (turn, at)
        visitor.end_turn()
