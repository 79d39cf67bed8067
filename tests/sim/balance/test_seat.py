"""Seats: strategies hold what they say, and what they leave alone is the autopilot's."""

from __future__ import annotations

import numpy as np

from tenfold.agents.decision import LEVERS, SUM_TO_ONE
from tenfold.scenarios.load import load_scenario
from tenfold.sim.balance.seat import LabSeat, RegulatorSeat, seats_of
from tenfold.sim.balance.strategies import LEFT, Held, dials_of
from tenfold.sim.race import Race

LUCKS = np.arange(3)


def test_untouched_levers_are_the_autopilots() -> None:
    seat = LabSeat(load_scenario("ten-to-one"), "Maple", 3)
    untouched = seat.scores(np.full((1, len(seat.dials)), LEFT), LUCKS)[0]
    assert untouched.tolist() == seat.of_policy("autopilot", LUCKS).tolist()
    seat.close()


def test_every_strategy_is_a_decision_that_a_lab_can_take() -> None:
    scenario = load_scenario("tenfold-gap")
    place = [lab.name for lab in scenario.labs].index("Jinlu")
    dials = dials_of(scenario, place)
    assert {dial.name for dial in dials} == {lever.name for lever in LEVERS}
    rows = [np.full(len(dials), LEFT)]
    for k, dial in enumerate(dials):
        for step in dial.steps:
            row = np.full(len(dials), LEFT)
            row[k] = step
            rows.append(row)
    # All research at nothing: the autopilot's split stands.
    rows.append(np.array([0.0 if d.name in SUM_TO_ONE[1] else LEFT for d in dials]))
    race = Race(
        scenario, 1, runs=len(rows), months=3, policies={"Jinlu": Held(dials, np.array(rows))},
        collect=False, note=False,
    )  # fmt: skip
    race.run()  # refuses what no lab could do
    decided = race.decisions[:, place]
    for k, dial in enumerate(dials):
        if dial.name not in {name for names in SUM_TO_ONE for name in names}:
            at = 1 + sum(len(each.steps) for each in dials[:k])
            assert tuple(decided[k, at : at + len(dial.steps)]) == dial.steps
    race.close()


def test_a_government_is_raced_by_its_rules() -> None:
    scenario = load_scenario("price-war")
    seat = RegulatorSeat(scenario, 1)
    held = np.full((2, len(seat.dials)), LEFT)
    held[1, [dial.name for dial in seat.dials].index("home_subsidy")] = 1.0e9
    scores = seat.scores(held, LUCKS)
    assert scores[0].tolist() == seat.of_policy("autopilot", LUCKS).tolist()
    assert (scores[1] < scores[0]).all()  # public money by the billion
    seat.close()


def test_labs_that_differ_in_name_alone_count_once() -> None:
    assert seats_of(load_scenario("ten-to-one")) == ("Alder", "Maple")
    assert seats_of(load_scenario("tenfold-gap"))[-1] == "regulator"
