"""Figures: what a scenario says, put into every run of a world."""

from __future__ import annotations

import numpy as np

from tenfold.agents.decision import LEVERS, RELEASES
from tenfold.scenarios.schema import EventSpec, Scenario
from tenfold.sim.luck import MOST_COMINGS
from tenfold.sim.world import EVENT_KINDS, HOMES, KINDS, NEVER, PATRONS, World


def write_scenario(world: World, scenario: Scenario) -> None:
    """Put the scenario's figures into every run of the world."""
    for i, spec in enumerate(scenario.labs):
        lab = world.lab[:, i]
        compute = spec.compute.value
        lab.active = 1.0
        lab.kind = KINDS.index(spec.kind)
        lab.home = HOMES.index(spec.home)
        lab.patron = PATRONS.index(spec.patron)
        lab.controlled = 1.0 if spec.home == "china" else 0.0
        lab.compute_domestic = compute * spec.domestic_share
        lab.compute_rented = compute * spec.rented_share
        lab.compute_smuggled = compute * spec.smuggled_share
        lab.compute_legal = compute * (
            1.0 - spec.domestic_share - spec.rented_share - spec.smuggled_share
        )
        lab.published_capability = spec.capability.value
        lab.published_revenue = spec.revenue.value / 12.0
        lab.staff = spec.staff.value
        lab.cash = spec.cash.value
        lab.flagship_release = RELEASES.index(spec.flagship_release)
        lab.mini_release = RELEASES.index(spec.mini_release)
        for lever in LEVERS:
            lab[f"set_{lever.name}"] = lever.default
        lab.share_experiments = lab.set_experiments
        lab.share_training = lab.set_training
        lab.share_serving = lab.set_serving
    sizes = sum(segment.size for segment in scenario.segments)
    for s, segment in enumerate(scenario.segments):
        row = world.segment[:, s]
        for name in (
            "need", "saturation", "quality", "price", "latency", "openness", "brand", "inertia",
            "growth", "elasticity", "rising", "reasoning", "static", "custom", "ensemble",
            "editing", "trusted",
        ):  # fmt: skip
            row[name] = getattr(segment, name)
        row.volume = segment.size / sizes
    for row_number, (event, _) in enumerate(comings(scenario)):
        row = world.event[:, row_number]
        row.kind = EVENT_KINDS.index(event.kind)
        row.month = float(event.month or 0)
        row.amount = event.size
        row.months = float(event.months) if event.months else NEVER


def comings(scenario: Scenario) -> list[tuple[EventSpec, int]]:
    """Every event as often as it can come: fixed ones once, random ones MOST_COMINGS times."""
    return [
        (event, again)
        for event in scenario.events
        for again in range(MOST_COMINGS if event.yearly_rate else 1)
    ]


def random_waits(scenario: Scenario) -> np.ndarray:
    """Row by row of the world's events: mean wait in months (0: fixed), event, comings before."""
    places = {event.name: place for place, event in enumerate(scenario.events)}
    rows = [
        (12.0 / event.yearly_rate if event.yearly_rate else 0.0, places[event.name], again)
        for event, again in comings(scenario)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 3)
