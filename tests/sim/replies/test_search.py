"""The search finds a planted best schedule; a seat's races are what they are said to be."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.replies.dials import DIALS
from tenfold.sim.replies.objectives import OBJECTIVES
from tenfold.sim.replies.schedule import PHASES, Schedule, phase_of, phases_of
from tenfold.sim.replies.search import search
from tenfold.sim.replies.seat import Played, SeatError, SeatRaces, place_of

MIDDLE = {dial.name: dial.ladder[len(dial.ladder) // 2] for dial in DIALS}
LUCKS, MORE = np.arange(3), np.arange(3, 6)


def constant(**changed: float) -> Schedule:
    return Schedule({name: (value,) * 3 for name, value in (MIDDLE | changed).items()})


class Planted:
    """Races without races: what a schedule reaches is known, and luck adds the same to all."""

    phases = 3

    def play(self, schedules: list[Schedule], lucks: np.ndarray) -> Played:
        reached = [self.value(each) + np.sin(lucks) for each in schedules]
        return Played(np.concatenate(reached), {}, {}, np.zeros(0))

    def value(self, schedule: Schedule) -> float:
        s = schedule.settings
        late = (s["run_share"][2] - 0.5) ** 2
        return -10 * late - (s["distil"][0] - 1.0) ** 2 - (s["run_months"][0] - 5.0) ** 2


def usual() -> Played:
    dials = {name: (value,) * 3 for name, value in MIDDLE.items()}
    dials |= {"run_share": (0.2, 0.2, 0.2), "distil": (0.0, 0.0, 0.0), "run_months": (3.0,) * 3}
    return Played(np.zeros(0), {}, dials, np.zeros(0))


def found(trials: int, seed: int = 1) -> Schedule:
    return search(Planted(), usual(), LUCKS, MORE, trials, seed)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_planted_best_schedule_is_found() -> None:
    best = found(200).settings
    assert best["run_months"] == (5.0, 5.0, 5.0)
    assert abs(best["run_share"][2] - 0.5) <= 0.14
    assert best["distil"][0] >= 0.7


def test_the_search_begins_from_what_the_seat_usually_does() -> None:
    assert found(1).settings["run_share"] == (0.2, 0.2, 0.2)
    assert found(1).settings["run_months"] == (3.0, 3.0, 3.0)


def test_the_same_seed_finds_the_same() -> None:
    assert found(44, seed=3) == found(44, seed=3)
    assert found(44, seed=3) != found(44, seed=4)


def test_phases_of_a_race() -> None:
    assert [phase_of(month) for month in (0, 11, 12, 23, 24, 99)] == [0, 0, 1, 1, 2, 2]
    assert [phases_of(months) for months in (6, 12, 13, 48)] == [1, 1, 2, len(PHASES)]


@pytest.fixture(scope="module")
def races() -> SeatRaces:
    scenario = load_scenario("ten-to-one").model_copy(update={"months": 18})
    return SeatRaces(scenario, "maple", OBJECTIVES["capability"], 1)


def test_a_schedule_is_played(races: SeatRaces) -> None:
    schedule = Schedule({name: values[:2] for name, values in constant().settings.items()})
    changed = {"run_share": (0.2, 0.4), "flagship_release": (0.0, 1.0)}
    played = races.play([Schedule({**schedule.settings, **changed})], LUCKS)
    assert played.run_share == pytest.approx((12 * 0.2 + 6 * 0.4) / 18)
    assert played.dials["run_share"] == pytest.approx((0.2, 0.4))
    assert played.levers["flagship_release"] == (0.0, 1.0)


def test_races_are_the_same_alone_and_beside_others(races: SeatRaces) -> None:
    short = [
        Schedule({name: values[:2] for name, values in each.settings.items()})
        for each in (constant(), constant(run_share=0.5, distil=0.0))
    ]
    together = races.play(short, LUCKS).reached
    alone = np.concatenate([races.play([each], LUCKS).reached for each in short])
    assert (together == alone).all()
    assert (together[:3] != together[3:]).all()


def test_the_own_policy_is_raced_as_in_any_race(races: SeatRaces) -> None:
    from tenfold.sim.race import Race

    race = Race(races.scenario, seed=1, lucks=LUCKS, collect=False)
    history = race.run()
    wanted = history.series("capability")[:, -12:, races.place].mean(axis=1)
    assert (races.as_usual(LUCKS).reached == wanted).all()


def test_an_unknown_seat_gets_the_nearest_name() -> None:
    with pytest.raises(SeatError, match="no lab 'Mapel' in ten-to-one; did you mean 'Maple'"):
        place_of(load_scenario("ten-to-one"), "Mapel")
