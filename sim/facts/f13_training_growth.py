"""F13: training compute grows 3.2 to 5 times a year in the US, 2.4 to 3.8 times in China.

The compute of the latest training runs of all labs of a home together, over the first 24 months of
the race from 2026. The published growth of training compute conflicts with that of the supply of
chips, which is slower; by how much the chips of the same labs grow stands beside each figure.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim import measures
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.drawing import path, straight
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

US_GROWTH = Target(3.2, 5.0, "3.2 to 5 times a year")
CHINESE_GROWTH = Target(2.4, 3.8, "2.4 to 3.8 times a year")
JUDGED = 24


def us_training(raced: Raced) -> FloatArray:
    """Compute of latest runs in the US: [runs, months + 1] FLOP."""
    return _sum(raced, "training_flop", "us")


def chinese_training(raced: Raced) -> FloatArray:
    """Compute of latest runs in China: [runs, months + 1] FLOP."""
    return _sum(raced, "training_flop", "china")


def us_chips(raced: Raced) -> FloatArray:
    """Chips at work in the US: [runs, months + 1] H100e."""
    return _sum(raced, "compute", "us")


def chinese_chips(raced: Raced) -> FloatArray:
    """Chips at work in China: [runs, months + 1] H100e."""
    return _sum(raced, "compute", "china")


def _sum(raced: Raced, figure: str, home: str) -> FloatArray:
    return np.asarray(raced.history.series(figure)[:, :, raced.groups[home]].sum(axis=2))


def judge(found: Measured) -> Shown:
    """Yearly growth over the first two years."""
    facts, lines = [], []
    for home, title, target in (
        ("us", "training compute, US", US_GROWTH),
        ("china", "training compute, China", CHINESE_GROWTH),
    ):
        flop = found.of(f"{home} training", "as it is")
        growth = measures.growth_per_year(flop, JUDGED)
        chips = measures.growth_per_year(found.of(f"{home} chips", "as it is"), JUDGED)
        note = f"chips grow {np.median(chips):.2f} times a year"
        facts.append(of_values("F13", title, "times a year", growth, target, note))
        decades = np.log10(flop / flop[:, :1])
        months = flop.shape[1] - 1
        lines += [
            path(title, decades),
            straight(f"{target.low:g} times a year", 0.0, float(np.log10(target.low)), months),
        ]
    picture = Lines(
        lines, "months since the start", "tenfolds of training compute",
        "How fast training compute grows",
    )  # fmt: skip
    return Shown(tuple(facts), picture)


PATTERN = Pattern(
    "F13", "Growth of training compute",
    "Training compute grows 3.2 to 5 times a year in the US, 2.4 to 3.8 times in China.",
    Arms(
        {"as it is": Arm()},
        {"us training": us_training, "china training": chinese_training,
         "us chips": us_chips, "china chips": chinese_chips},
    ),
    judge,
)  # fmt: skip
