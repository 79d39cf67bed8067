"""Luck: known answers of the generator, addresses that nothing shifts, and plain distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import EventSpec, LabSpec, Scenario
from tenfold.sim.luck import Luck, draw_luck, name_hash, philox, uniform_pair
from tenfold.sim.race import Race

ALL = 0xFFFFFFFF
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ALL, ALL, ALL, ALL), (ALL, ALL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
"""Counter, key, result: the published vectors of Philox 4x32-10 (Random123, kat_vectors)."""


@pytest.mark.parametrize(("counter", "key", "expected"), KNOWN_ANSWERS)
def test_philox_gives_its_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    words = [np.uint64(word) for word in (*counter, *key)]
    low, high = (int(word) for word in philox(*words))
    assert (low & ALL, low >> 32, high & ALL, high >> 32) == expected


def test_uniforms_lie_strictly_between_zero_and_one_and_use_all_bits() -> None:
    seed, run, who = np.uint64(1), np.uint64(0), np.uint64(7)
    pairs = np.array([uniform_pair(seed, run, np.uint64(3), who, index) for index in range(20000)])
    assert ((pairs > 0.0) & (pairs < 1.0)).all()
    assert len(np.unique(pairs)) == pairs.size
    # A sample of n uniforms keeps its mean within five standard errors, 1/sqrt(12 n).
    for column in pairs.T:
        assert abs(column.mean() - 0.5) < 5.0 / math.sqrt(12.0 * len(column))
    # The two numbers of a pair have nothing to do with each other.
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 5.0 / math.sqrt(len(pairs))


@pytest.mark.parametrize(
    "address",
    [(2, 0, 3, 7, 5), (1, 1, 3, 7, 5), (1, 0, 4, 7, 5), (1, 0, 3, 8, 5), (1, 0, 3, 7, 6)],
)
def test_every_part_of_an_address_counts(address: tuple[int, ...]) -> None:
    def at(seed: int, run: int, purpose: int, who: int, index: int) -> tuple[float, float]:
        words = [np.uint64(word) for word in (seed, run, purpose, who)]
        first, second = uniform_pair(*words, index)
        return float(first), float(second)

    assert at(*address) != at(1, 0, 3, 7, 5)


def test_seeds_beyond_thirty_two_bits_count() -> None:
    names = ("Alder",)
    low = draw_luck(5, 0, 1, names, 8, 2, 0)
    high = draw_luck(5 + 2**32, 0, 1, names, 8, 2, 0)
    assert (low.threshold != high.threshold).all()


def test_names_have_hashes_of_their_own() -> None:
    every = {
        spec.name
        for scenario in ("tenfold-2026", "ten-to-one", "equal-start")
        for spec in load_scenario(scenario).labs
    }
    assert len({name_hash(name) for name in every}) == len(every)
    # The first four bytes of SHA-256, lowest first: the same on every machine.
    assert name_hash("Alder") == 0x7C9DC812


def same(one: Luck, other: Luck) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


NAMES = ("Alder", "Birch", "Cedar")


def test_luck_is_the_same_again() -> None:
    assert same(draw_luck(9, 2, 3, NAMES, 20, 12, 2), draw_luck(9, 2, 3, NAMES, 20, 12, 2))


def test_run_k_is_the_same_alone_or_among_many() -> None:
    many = draw_luck(9, 0, 50, NAMES, 20, 12, 2)
    for k in (0, 1, 17, 49):
        alone = draw_luck(9, k, 1, NAMES, 20, 12, 2)
        assert all(a[k].tobytes() == b[0].tobytes() for a, b in zip(many, alone, strict=True))


def test_more_months_ideas_and_events_move_no_draw() -> None:
    short = draw_luck(4, 0, 2, NAMES, 21, 12, 1)
    longer = draw_luck(4, 0, 2, NAMES, 40, 60, 5)
    assert (longer.threshold[:, :, :21] == short.threshold).all()
    assert (longer.idea[:, :21] == short.idea).all()
    assert (longer.lab[:, :, :12] == short.lab).all()
    assert (longer.market[:, :12] == short.market).all()
    assert (longer.event[:, :1] == short.event).all()
    assert (longer.opening == short.opening).all()


def test_luck_follows_the_name_not_the_place() -> None:
    one = draw_luck(4, 0, 2, ("Alder", "Birch"), 20, 12, 0)
    two = draw_luck(4, 0, 2, ("Cedar", "Birch", "Alder"), 20, 12, 0)
    assert (one.threshold[:, 0] == two.threshold[:, 2]).all()
    assert (one.lab[:, 1] == two.lab[:, 1]).all()
    assert (one.opening[:, 0] == two.opening[:, 2]).all()
    assert (one.idea == two.idea).all()
    assert (one.threshold[:, 0] != one.threshold[:, 1]).all()


def with_one_more(scenario: Scenario, where: int) -> Scenario:
    newcomer: LabSpec = scenario.labs[0].model_copy(update={"name": "Newcomer"})
    labs = (*scenario.labs[:where], newcomer, *scenario.labs[where:])
    return scenario.model_copy(update={"labs": labs})


@pytest.mark.parametrize("name", ["tenfold-2026", "ten-to-one", "equal-start"])
@pytest.mark.parametrize("first", [True, False])
def test_adding_a_lab_to_a_scenario_moves_nobody_elses_luck(name: str, first: bool) -> None:
    scenario = load_scenario(name)
    count = len(scenario.labs)
    where = 0 if first else count
    before = Race(scenario, seed=11, runs=2, months=9).luck
    after = Race(with_one_more(scenario, where), seed=11, runs=2, months=9).luck
    others = [place for place in range(count + 1) if place != where]
    for field in ("threshold", "lab", "opening"):
        old, new = getattr(before, field), getattr(after, field)
        assert new[:, others].tobytes() == old.tobytes()
    for field in ("idea", "market", "event"):
        assert getattr(after, field).tobytes() == getattr(before, field).tobytes()


def test_a_run_a_month_or_an_event_more_moves_nobodys_luck() -> None:
    scenario = load_scenario("tenfold-2026")
    more = EventSpec(name="late", kind="mood", yearly_rate=1.0, size=-0.5, headline="Late news")
    busier = scenario.model_copy(update={"events": (*scenario.events, more)})
    before = Race(scenario, seed=3, runs=2, months=6).luck
    after = Race(busier, seed=3, runs=5, months=24).luck
    events = len(scenario.events)
    assert (after.threshold[:2] == before.threshold).all()
    assert (after.idea[:2] == before.idea).all()
    assert (after.lab[:2, :, :6] == before.lab).all()
    assert (after.market[:2, :6] == before.market).all()
    assert (after.event[:2, :events] == before.event).all()


def test_a_smaller_pool_has_the_same_first_ideas() -> None:
    large = Race("ten-to-one", seed=3, runs=2, months=6)
    small = Race("ten-to-one", seed=3, runs=2, months=6, parameters={"ideas": 40})
    assert (small.luck.threshold == large.luck.threshold[:, :, :40]).all()
    assert (small.luck.idea == large.luck.idea[:, :40]).all()


def test_decisions_do_not_touch_luck() -> None:
    fixed = Race("ten-to-one", seed=6, months=6, policies={"Oak": "fixed"})
    played = Race("ten-to-one", seed=6, months=6, policies={"Oak": "moonshot gambler"})
    before = [array.tobytes() for array in fixed.luck]
    fixed.run()
    played.run()
    assert [array.tobytes() for array in fixed.luck] == before
    assert same(fixed.luck, played.luck)


@pytest.fixture(scope="module")
def large() -> Luck:
    """Many draws of one seed."""
    return draw_luck(2026, 0, 400, NAMES, 160, 48, 10)


def within(values: np.ndarray, mean: float, deviation: float) -> bool:
    """The sample mean lies within five standard errors of the true mean."""
    return bool(abs(values.mean() - mean) < 5.0 * deviation / math.sqrt(values.size))


def test_thresholds_and_events_are_exponential(large: Luck) -> None:
    for draws in (large.threshold.ravel(), large.event.ravel()):
        assert (draws >= 0.0).all()
        assert within(draws, 1.0, 1.0)
        # The variance of an exponential is 1, that of its square's estimate 8.
        assert abs(draws.var() - 1.0) < 5.0 * math.sqrt(8.0 / draws.size)
        share = (draws > math.log(2.0)).astype(float)
        assert within(share, 0.5, 0.5)


@pytest.mark.parametrize(
    ("table", "name"),
    [("lab", "yield_noise"), ("lab", "estimate"), ("idea", "difficulty"), ("idea", "gain"),
     ("market", "demand"), ("market", "supply")],
)  # fmt: skip
def test_noise_is_standard_normal(large: Luck, table: str, name: str) -> None:
    draws = getattr(large, table)[name].ravel()
    assert within(draws, 0.0, 1.0)
    assert abs(draws.var() - 1.0) < 5.0 * math.sqrt(2.0 / draws.size)
    beyond = (np.abs(draws) > 1.959964).astype(float)
    assert within(beyond, 0.05, math.sqrt(0.05 * 0.95))


@pytest.mark.parametrize(
    ("table", "name"),
    [("lab", "setback"), ("lab", "detection"), ("lab", "seizure"), ("lab", "star"),
     ("idea", "kind"), ("idea", "scale")],
)  # fmt: skip
def test_chances_are_uniform(large: Luck, table: str, name: str) -> None:
    draws = np.sort(getattr(large, table)[name].ravel())
    assert within(draws, 0.5, 1.0 / math.sqrt(12.0))
    # Kolmogorov's distance stays below 2.5 / sqrt(n) but once in a hundred thousand samples.
    ranks = (np.arange(draws.size) + 0.5) / draws.size
    assert np.abs(draws - ranks).max() < 2.5 / math.sqrt(draws.size)


def test_draws_of_labs_months_and_runs_are_unrelated(large: Luck) -> None:
    noise = large.lab.yield_noise
    pairs = (
        (noise[:, 0].ravel(), noise[:, 1].ravel()),
        (noise[:, :, :-1].ravel(), noise[:, :, 1:].ravel()),
        (noise[:-1].ravel(), noise[1:].ravel()),
        (noise.ravel(), large.lab.setback.ravel()),
    )
    for one, other in pairs:
        assert abs(np.corrcoef(one, other)[0, 1]) < 5.0 / math.sqrt(one.size)
