"""What is measured is what a room plays: the same race, through a room's own table."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.agents.decision import Decision
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.basic import basic_of, plain
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.game.table.table import Table
from tenfold.sim.lessons.measure import SEED, seated, world_of
from tenfold.sim.lessons.registry import LESSONS
from tenfold.sim.race import Race


@pytest.mark.parametrize("name", ["open-or-closed", "copying"])
def test_the_first_luck_is_the_race_of_a_room_of_that_seed(name: str) -> None:
    lesson = LESSONS[name]
    arm = next(iter(lesson.arms))
    teams = seated(lesson, arm, 1, 1, SEED)
    scenario = world_of(lesson, lesson.arms[arm])
    assert scenario == load_scenario(lesson.scenario)
    race = Race(scenario, SEED, months=24, policies=teams, collect=False, note=False)
    table = Table(scenario, SEED, lesson.rounds, lesson.seats)
    places = {lab.name: lab.place for lab in race.labs}
    for _ in range(lesson.rounds):
        entries = {}
        for seat, team in teams.items():
            whole = team.decide(race.observe(places[seat])).as_dict()
            made = Decision(**{lever: plain(value) for lever, value in whole.items()})
            entries[seat] = table.games[seat].entry_of(basic_of(made), BASIC)
        race.advance(TURN_MONTHS)
        table.resolve(entries)
    for game in table.games.values():
        for figure in ("capability", "token_share", "revenue", "compute"):
            ours, theirs = race.history.series(figure), game.race.history.series(figure)
            assert np.allclose(ours[0, :25], theirs[0, :25], rtol=1e-6, atol=0.0), figure
    table.close()
    race.close()
