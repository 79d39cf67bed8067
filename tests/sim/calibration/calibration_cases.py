"""Small cases of the calibration: figures that are known functions of a few parameters."""

from __future__ import annotations

import datetime

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.calibration.emulator import Emulator
from tenfold.sim.calibration.likelihood import Guess, Yardstick
from tenfold.sim.calibration.target import Target

FloatArray = NDArray[np.float64]
END = datetime.date(2025, 12, 31)


def target(name: str, value: float, error: float, lucky: bool = False, record: str = "") -> Target:
    """A target whose error is all of observation."""
    return Target(name, name, value, error, 0.0, lucky, END, "made up", "made up", record=record)


def linear(slopes: list[float], constant: float = 0.0, error: float = 1e-3) -> Emulator:
    """An emulator with slopes in places from -1 to 1, and nothing else."""
    count = len(slopes)
    return Emulator(
        constant, np.array(slopes), np.arange(count), np.zeros((count, count)), 1.0, error
    )


def guess(emulators: list[Emulator], values: list[float], errors: list[float]) -> Guess:
    """Emulators held against targets without luck."""
    count = len(values)
    yardstick = Yardstick(
        np.arange(count), np.array(values), np.diag(np.square(errors)), np.zeros((count, count)),
        np.zeros(count, dtype=bool),
    )  # fmt: skip
    return Guess(yardstick, tuple(emulators))
