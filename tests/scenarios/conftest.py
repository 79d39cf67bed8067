"""A small valid scenario as text, to break in one place at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

LAB = """
[[labs]]
name = "{name}"
kind = "frontier"
home = "us"
policy = "autopilot"
patron = "investors"
about = "One of two."
compute = {{ value = 1000.0, low = 500.0, high = 2000.0, source = "made up" }}
capability = {{ value = 150.0, source = "made up" }}
staff = {{ value = 100, source = "made up" }}
revenue = {{ value = 1.0e6, source = "made up" }}
cash = {{ value = 1.0e6, source = "made up" }}
"""
HEAD = """
name = "small"
title = "Small"
teaches = "How a file is read."
tension = "Will it load?"
"""
EVENT = """
[[events]]
name = "shock"
kind = "supply"
month = 6
size = -0.3
headline = "Chips are scarce."
"""
SMALL = HEAD + LAB.format(name="Amber") + LAB.format(name="Basalt") + EVENT

PARAMETERS = """
[research.pace]
value = 0.65
unit = "1/month"
low = 0.4
high = 1.0
meaning = "how fast a standard lab finds an idea of standard difficulty"
source = "calibrated"
status = "calibrated"
symbol = "rho"

[research.tilt]
value = 0.0
unit = "1"
low = -1.0
high = 1.0
most = 2.0
meaning = "a number that may be negative"
source = "made up"
status = "assumption"

[demand.patience]
value = 3.0
unit = "months"
low = 1.0
high = 9.0
least = 0.5
meaning = "how long customers wait"
source = "made up"
status = "assumption"
"""


@pytest.fixture
def small() -> str:
    """Text of a valid scenario with two labs and one event."""
    return SMALL


@pytest.fixture
def parameters_file(tmp_path: Path) -> Path:
    """A file of three parameters in two sections."""
    path = tmp_path / "parameters.toml"
    path.write_text(PARAMETERS, encoding="utf-8")
    return path
