"""Outcomes: one number per race from paths made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.questions import SweepError
from tenfold.sim.measures import groups_of
from tenfold.sim.race import Race
from tenfold.sim.sweep.outcomes import TIMES, find_outcome, mean_over

SCENARIO = load_scenario("ten-to-one")
PATH = np.array([[1.0, 2.0, 4.0, 8.0, 3.0], [5.0, 0.0, 0.0, 0.0, -5.0]])

BY_TIME = [
    ("end", [3.0, -5.0], "in the last month"),
    ("start", [1.0, 5.0], "in month 0"),
    ("mean", [4.25, -1.25], "mean over the months after the opening"),
    ("max", [8.0, 5.0], "highest of any month"),
    ("min", [1.0, -5.0], "lowest of any month"),
    ("m0", [1.0, 5.0], "in month 0"),
    ("m2", [4.0, 0.0], "in month 2"),
    ("m4", [3.0, -5.0], "in month 4"),
    ("m1-3", [14.0 / 3.0, 0.0], "mean of months 1 to 3"),
    ("m0-4", [3.6, 0.0], "mean of months 0 to 4"),
    ("m3-3", [8.0, 0.0], "mean of months 3 to 3"),
]


@pytest.mark.parametrize(("time", "values", "words"), BY_TIME)
def test_a_time_picks_its_months(time: str, values: list[float], words: str) -> None:
    outcome = find_outcome(f"frontier.{time}", SCENARIO, 4)
    assert outcome.at(PATH) == pytest.approx(values)
    assert outcome.at(PATH).dtype == np.float64
    assert outcome.meaning == f"best model on sale, {words}"
    assert (outcome.name, outcome.measure.name) == (f"frontier.{time}", "frontier")


def test_every_time_that_is_promised_works() -> None:
    written = {"mN": "m2", "mA-B": "m1-3"}
    assert {written.get(time, time) for time in TIMES} <= {time for time, _, _ in BY_TIME}


def test_a_race_of_one_month_has_a_mean() -> None:
    assert find_outcome("frontier.mean", SCENARIO, 1).at(PATH[:, :2]).tolist() == [2.0, 0.0]


def test_a_mean_has_the_same_bits_in_a_batch_of_any_size() -> None:
    paths = np.random.default_rng(1).lognormal(0.0, 9.0, (64, 49))
    whole = mean_over(paths, 1, 48)
    for size in (1, 7, 64):
        parts = [mean_over(paths[k : k + size], 1, 48) for k in range(0, 64, size)]
        assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert whole == pytest.approx(paths[:, 1:].mean(axis=1), rel=1e-12)


def test_names_with_dots_belong_to_the_lab() -> None:
    labs = [lab.model_copy(update={"name": f"{lab.name}.m1 x"}) for lab in SCENARIO.labs]
    odd = SCENARIO.model_copy(update={"labs": tuple(labs)})
    outcome = find_outcome("Maple.m1 x.cash.m2", odd, 4)
    race = Race(odd, runs=2, months=4)
    history = race.run()
    found = outcome.of(history, groups_of(odd))
    assert found.tolist() == history.series("cash")[:, 2, 3].tolist()


@pytest.mark.parametrize("word", ["poor", "china", "open", "all", "market"])
def test_a_lab_whose_name_means_more_is_not_guessed_at(word: str) -> None:
    lab = SCENARIO.labs[4].model_copy(update={"name": word})
    odd = SCENARIO.model_copy(update={"labs": (*SCENARIO.labs[:4], lab, SCENARIO.labs[5])})
    with pytest.raises(SweepError, match=f"'{word}.cash.end': '{word}' is a lab.*another name"):
        find_outcome(f"{word}.cash.end", odd, 4)
    assert find_outcome("Maple.cash.end", odd, 4).time == "end"


def test_an_outcome_is_read_off_a_history() -> None:
    history = Race(SCENARIO, runs=3, months=4).run()
    groups = groups_of(SCENARIO)
    capability = history.series("capability")
    for name, wanted in (
        ("rich.capability.end", capability[:, -1, :3].max(axis=1)),
        ("Oak.capability.m2", capability[:, 2, 4]),
        ("market.rent.max", history.market_series("rent").max(axis=1)),
    ):
        assert find_outcome(name, SCENARIO, 4).of(history, groups).tolist() == wanted.tolist()


@pytest.mark.parametrize("time", ["end", "start", "m2", "max", "min", "m0-4", "mean"])
def test_a_code_has_no_mean_over_labs(time: str) -> None:
    with pytest.raises(SweepError) as caught:
        find_outcome(f"poor.flagship_release.{time}", SCENARIO, 4)
    assert str(caught.value) == (
        f"'poor.flagship_release.{time}': flagship_release is a code (0 closed, 1 open, 2 staged,"
        " 3 withheld), and poor has 3 labs, over which a code has no mean; name one lab, such as"
        " 'Maple.flagship_release.end'"
    )


@pytest.mark.parametrize("time", ["mean", "m0-4", "m2-2"])
def test_a_code_has_no_mean_over_months(time: str) -> None:
    with pytest.raises(SweepError, match=r"no mean over months; name one month.*'Oak.mini_release"):
        find_outcome(f"Oak.mini_release.{time}", SCENARIO, 4)


@pytest.mark.parametrize("time", ["end", "start", "m2"])
def test_the_code_of_one_lab_in_one_month_is_an_outcome(time: str) -> None:
    assert find_outcome(f"Oak.mini_release.{time}", SCENARIO, 4).measure.unit == "choice"
    alone = SCENARIO.model_copy(update={"labs": SCENARIO.labs[2:4]})
    assert find_outcome(f"poor.mini_release.{time}", alone, 4).measure.unit == "choice"
    assert find_outcome("poor.automation_gain.mean", SCENARIO, 4).measure.unit != "choice"
