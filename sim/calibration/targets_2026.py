"""Targets for the race from 2026: the ranges of the facts, which rest on data to the end of 2025.

The range of a fact was fixed for the middle of many races, and it is wide because the past may not
carry on: it holds what one history owes to luck already, so luck is not added to these errors.
"""

from __future__ import annotations

import datetime
import math

from tenfold.sim.calibration.target import Target

END_2025 = datetime.date(2025, 12, 31)


def _target(
    name: str,
    title: str,
    value: float,
    observation: float,
    discrepancy: float,
    source: str,
    why: str,
    log: bool = False,
) -> Target:
    return Target(
        name, title, math.log(value) if log else value, observation, discrepancy, False, END_2025,
        source, why, log,
    )  # fmt: skip


TARGETS_2026: tuple[Target, ...] = (
    _target(
        "f1-speed", "F1: rise of the frontier, index points a year", 13.1, 1.2, 1.0,
        "evidence: lags / frontier.speed",
        "lines through the month-ends and the published trend give 12.3 to 14.9; the pace of 15"
        " months need not be that of the next 24",
    ),
    _target(
        "f2-lag", "F2: best Chinese behind best US, months", 7.5, 0.9, 2.0,
        "evidence: lags / china.lag_2025",
        "7.0, 7.1 and 8.7 months by period and method; single months went from 2 to 18, and a race"
        " of 24 months is short against that",
    ),
    _target(
        "f2-gap", "F2: best US less best Chinese, index points", 7.0, 0.8, 1.0,
        "evidence: lags / china.gap_2025",
        "6.3 in 2025, 8.2 in 2024; it was 8.7 at the very end, where these races begin",
    ),
    _target(
        "f3-lag", "F3: best open behind best closed, months", 6.0, 1.2, 0.8,
        "evidence: lags / open.lag_mean",
        "3.5 and 4.0 as published, which count what is not significant as caught up; 7.1 and 7.75"
        " by month-ends",
    ),
    _target(
        "f3-gap", "F3: best closed less best open, index points", 7.5, 0.8, 0.8,
        "evidence: lags / open.gap_2025",
        "6.2 in 2025, 6.8 in 2024, 8 as published in 2026, 8.7 at the very end",
    ),
    _target(
        "f8-copy", "F8: months to a rival's first copy of a released idea, log of 1 + months",
        math.log(4.0), 0.25, 0.35,
        "evidence: lags / copies.reasoning_first_open",
        "four famous cases of 4 to 8 months; the model's ideas are mostly smaller ones, which"
        " nobody dates",
    ),
    _target(
        "f10-tokens", "F10: Chinese and open labs, share of tokens", 0.45, 0.10, 0.05,
        "evidence: market / share.open_tokens",
        "one marketplace says 0.33 and rising, the range of the fact is 0.3 to 0.6; use outside of"
        " marketplaces is not counted",
    ),
    _target(
        "f10-revenue", "F10: Chinese and open labs, share of revenue", 0.10, 0.04, 0.04,
        "evidence: market / share.chinese_and_open_revenue",
        "0.03 at the start from parts that are mostly assumed; the fact allows anything under 0.2",
    ),
    _target(
        "f13-us", "F13: training compute of US labs, times a year", 4.0, 0.08, 0.08,
        "evidence: training / growth.us",
        "published fits give 3.2 to 5 times a year; runs are dated to a month or two",
        log=True,
    ),
    _target(
        "f13-china", "F13: training compute of Chinese labs, times a year", 3.0, 0.08, 0.08,
        "evidence: training / growth.china",
        "2.4 to 3.8 times a year from few models, whose compute is estimated",
        log=True,
    ),
)  # fmt: skip
"""In the order of the facts."""
