"""A made-up view of a game, for tests of drawings and words that need no race."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from tenfold.sim.game.calendar import quarter_of
from tenfold.sim.game.telling.view import (
    LabView,
    LeverView,
    NewsItem,
    Opening,
    Release,
    Standing,
    View,
)

LABS = (
    ("Meridian", "frontier", 155.0, 1.15),
    ("Halcyon Intelligence Works", "frontier", 154.4, 1.1),
    ("Northlight", "frontier", 152.0, 1.12),
    ("Atlas & Daughters", "frontier", 148.0, 1.0),
    ("Pangu Tower", "chinese", 146.5, 1.1),
    ("Qilin", "chinese", 147.1, 1.05),
    ("Jade River Computing", "chinese", 143.0, 1.2),
    ("Lantern", "chinese", 142.2, 1.15),
    ("Commons Weights", "open", 141.5, 1.2),
    ("Freehold", "open", 143.1, 1.0),
    ("Borealis", "open", 138.0, 1.1),
    ("Kestrel", "frontier", 145.0, 1.0),
)


def sample_view(
    month: int = 18,
    months: int = 36,
    seat: int = 6,
    finished: bool = False,
    labs: int = len(LABS),
    guided: bool = False,
) -> View:
    """A view in that month: steps upwards, shares that sum to one, long names."""
    start = (2026, 1)
    lines = []
    weights = [
        [1.0 / (1 + i) * math.exp(0.01 * m * math.sin(i)) for m in range(month + 1)]
        for i in range(labs)
    ]
    for i in range(labs):
        name, kind, first, pace = LABS[i % len(LABS)]
        name = name if i < len(LABS) else f"{name} {i}"
        phase = (i * 2) % 5
        releases = tuple(
            Release(m, kind == "open" or (i % 4 == 1 and m > 9))
            for m in range(month + 1)
            if m and (m + phase) % 5 == 0
        )
        level, score = first, []
        for m in range(month + 1):
            if any(r.month == m for r in releases):
                level += 5.0 * pace
            score.append(level)
        share = tuple(
            weights[i][m] / sum(weights[k][m] for k in range(labs)) for m in range(month + 1)
        )
        active = i != 10 or month < 12
        lines.append(
            LabView(
                name=name,
                kind=kind,
                active=active,
                score=tuple(s if active or m < 12 else None for m, s in enumerate(score)),
                share=share,
                releases=releases,
                chips=2.0e6 / (i + 1),
                price=3.0 / (1 + 0.2 * i),
                open_weights=kind == "open",
                lead=(score[-1] - 165.0) if i != seat else 0.0,
            )
        )
    turn = month // 3 + 1
    return View(
        token="x" * 22,
        version=turn,
        scenario="tenfold-2026",
        title="The tenfold gap",
        teaches="What a tenth of the chips can do.",
        seed=7,
        start=start,
        month=month,
        months=months,
        turn=turn,
        turns=months // 3,
        quarter=quarter_of(start, month),
        finished=finished,
        guided=guided,
        seat=seat,
        labs=tuple(lines),
        standing=Standing(
            rank=5,
            behind_at_first=10.0,
            of=12,
            behind=8.2,
            ahead=0.0,
            leader="Meridian",
            share=0.07,
            cash=1.4e9,
            runway=14.2,
            chips=172_000.0,
            score=lines[seat].score[-1] or 0.0,
            active=True,
        ),
        levers=LeverView(
            values={
                "experiments": 0.52,
                "training": 0.16,
                "serving": 0.32,
                "copying": 0.55,
                "distil": 0.4,
                "flagship_release": 1.0,
                "flagship_price": 0.95,
            },
            before={
                "experiments": 0.5,
                "training": 0.16,
                "serving": 0.34,
                "copying": 0.5,
                "distil": 0.4,
                "flagship_release": 1.0,
                "flagship_price": 1.0,
            },
            going=2.1,
            going_small=0.2,
            price_low=0.25,
            price_high=4.0,
            serving_need=0.31,
            meets={
                "compute": "Today's customers need 31 % for serving.",
                "copying": "Rivals have shown 12 ideas that you lack.",
                "distil": "The best teacher within reach is Meridian, 12 points above you.",
                "flagship_release": "Your model on sale is open.",
                "flagship_price": "Rivals ask $0.94 to $3.00.",
            },
            did={
                "compute": "Found 2 ideas, copied 3; run 2 of 3 months done.",
                "copying": "3 of 5 new ideas were copied.",
                "distil": "Gained 1.2 points from Meridian's answers.",
                "flagship_release": "Opened in Q1: use rose from 4 to 7 %.",
                "flagship_price": "Sold $41M last month, 6 % less than before.",
            },
            autopilot=(("Pay", "1.2 times the usual"), ("Chip channels", "rented abroad")),
            openings=(
                Opening("Invent", "Look for new ideas.", {"experiments": 0.7}),
                Opening("Copy", "Rebuild what rivals show.", {"experiments": 0.6}),
                Opening("Serve customers", "Earn, then grow.", {"serving": 0.6}),
            )
            if guided
            else (),
        ),
        underway=(
            "Your run ends in Q4 and uses the 41 ideas known in Q1.",
            "20k chips arrive in Q3.",
        ),
        news=tuple(
            NewsItem(
                turn - 1 - k // 4, quarter_of(start, max(0, month - 3 * (k // 4))), t, lab, own
            )
            for k, (t, lab, own) in enumerate(
                [
                    (
                        "You copied 3 ideas, because Meridian's model on sale shows them.",
                        seat,
                        True,
                    ),
                    (
                        "Halcyon Intelligence Works opens its best model: anyone may run it.",
                        1,
                        False,
                    ),
                    (
                        "Lantern has rebuilt an idea of yours, because your model shows it.",
                        7,
                        False,
                    ),
                    ("Meridian releases a model at 171, 4 points ahead of all.", 0, False),
                ]
                * 3
            )
        ),
        notice="",
        score=None,
    )


@pytest.fixture
def view_in() -> Callable[..., View]:
    """`view_in(month=18, months=36, seat=6, finished=False, labs=12, guided=False)`."""
    return sample_view
