"""Fits: which figures count in each, and how much is raced."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from tenfold.sim.calibration.figures import HINDCAST, RACE_2026
from tenfold.sim.calibration.target import Target
from tenfold.sim.calibration.targets_2026 import TARGETS_2026
from tenfold.sim.calibration.targets_hindcast import targets_hindcast


@dataclass(frozen=True)
class Fit:
    """A calibration to some of the figures.

    Attributes:
        name: of the ensemble that comes out.
        title: in words.
        until: last day that a figure may rest on.
        kinds: races that have such figures.
    """

    name: str
    title: str
    until: datetime.date
    kinds: tuple[str, ...]

    def targets(self) -> tuple[Target, ...]:
        """The figures that count."""
        every: tuple[Target, ...] = ()
        if RACE_2026 in self.kinds:
            every += TARGETS_2026
        if HINDCAST in self.kinds:
            every += targets_hindcast()
        return tuple(target for target in every if target.until <= self.until)


FULL = Fit(
    "full", "all figures to the end of 2025", datetime.date(2025, 12, 31), (RACE_2026, HINDCAST)
)
BEFORE_2025 = Fit(
    "before-2025", "figures to the end of 2024 alone", datetime.date(2024, 12, 31), (HINDCAST,)
)
FITS = (FULL, BEFORE_2025)


@dataclass(frozen=True)
class Size:
    """How much is raced.

    Attributes:
        first: points of the first wave, shared by all fits, and lucks of each.
        wider: points of the second wave of each fit, and lucks of each.
        last: points of the last wave of each fit, and lucks of each.
        rows: of an ensemble.
        tried: parameter sets that are tried as the best one, and lucks of each.
        judged: lucks on which the facts of the best point are judged.
    """

    first: tuple[int, int] = (4096, 8)
    wider: tuple[int, int] = (2048, 16)
    last: tuple[int, int] = (2048, 32)
    rows: int = 300
    tried: tuple[int, int] = (32, 64)
    judged: int = 200

    def to_json(self) -> dict[str, Any]:
        """As plain lists."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}


WHOLE = Size()
QUICK = Size((192, 4), (96, 4), (128, 8), 40, (4, 8), 10)
"""To see that everything runs: too little to conclude from."""
