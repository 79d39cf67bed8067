"""Claims C11, C12 and C14 to C20: the rules by hand, the readings by hand, the arms in a race."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.claims import c12_all_levers as c12
from tenfold.sim.claims import c16_open_gap as c16
from tenfold.sim.claims import c20_combining_open_models as c20
from tenfold.sim.claims.registry import find_claims
from tenfold.sim.experiments.found import Found, place
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import NOTHING
from tenfold.sim.world import BREAKTHROUGH, NEVER, OPEN

NUMBERS = ("C11", "C12", "C14", "C15", "C16", "C17", "C18", "C19", "C20")
CLAIMS = {claim.number: claim for claim in find_claims(NUMBERS)}
POINTS, LUCKS = 12, 4
RISING = np.linspace(0.0, 1.0, POINTS)[:, None]
"""A figure that rises from parameter set to parameter set, as kappa does."""
Value = float | FloatArray
Makes = Callable[[str, str, Mapping[str, Any]], Value]
"""Reading, arm and cell to a number, or to [points, 1] or [1, lucks] of them."""


def made(number: str, makes: Makes) -> Found:
    """What a claim's races would have found."""
    races = CLAIMS[number].races
    values = {
        place(read, arm, cell): np.broadcast_to(
            np.asarray(makes(read, arm, cell), dtype=np.float64), (POINTS, LUCKS)
        )
        for read in races.reads
        for arm in races.arms
        for cell in races.cells
    }
    points = pd.DataFrame({"kappa": RISING[:, 0] + 0.5, "sigma": np.tile([0.1, 0.2], POINTS // 2)})
    return Found(races.cells, points.rename(columns={"sigma": "copy_power"}), values)


def by_arm(read: str, usual: Value, others: Mapping[str, Value], rest: Value = 0.0) -> Makes:
    """One reading by arm, the others `rest`."""
    return lambda asked, arm, cell: others.get(arm, usual) if asked == read else rest


def by_read(**values: Value) -> Makes:
    """The same in every arm and cell."""
    return lambda read, arm, cell: values.get(read, 0.0)


def practice(maths: Value, broad: Value) -> Makes:
    """C11: what is lost without practice."""
    losses = {"maths": maths, "broad": broad}
    return lambda read, arm, cell: 150.0 - losses[read] * ("no practice" in arm)


def breakthroughs(with_one: float, without: float) -> Makes:
    """C12: two of four lucks have a breakthrough; the chance of leading in both sorts."""
    alone = np.array([[1.0, 1.0, 0.0, 0.0]])
    leads = np.where(alone > 0.0, with_one, without)
    return lambda read, arm, cell: {"alone": alone, "leads": leads}.get(read, 5.0)


def chinese(lifted: Value, closed: Value) -> Makes:
    """C14: months behind without controls, and with any channel closed; ten as it is."""

    def makes(read: str, arm: str, cell: Mapping[str, Any]) -> Value:
        if read == "compute":
            return 1.0
        return lifted if arm == "controls lifted" else closed if arm.startswith("no ") else 10.0

    return makes


def automated(usual: Value, top: Value) -> Makes:
    """C15: what AI researchers add to a gap of eight."""

    def makes(read: str, arm: str, cell: Mapping[str, Any]) -> Value:
        added = usual if arm.endswith("range") else top if arm.endswith("4") else 0.0
        return 8.0 + added

    return makes


def opening(opens: Value, close: Value, flips: Value) -> Makes:
    """C16: what opening and closing change, and how many labs flip."""
    gaps = {"a frontier lab opens": opens, "the Chinese labs close": close}
    return lambda read, arm, cell: {"gap": 5.0 + gaps.get(arm, 0.0), "flips": flips}.get(read, 1.0)


def usage(tokens: Value, cheap: Value, behind: Value) -> Makes:
    """C17: share of tokens, what of it is owed to cheapness, and the gap."""

    def makes(read: str, arm: str, cell: Mapping[str, Any]) -> Value:
        lost = cheap if arm == "the poor are not cheap" else 0.0
        return {"tokens": tokens - lost, "behind": behind}.get(read, 0.1)

    return makes


def people(lost: Value, carried: Value) -> Makes:
    """C18: talent lost at fourfold pay, and ideas that people carry to a poor lab."""

    def makes(read: str, arm: str, cell: Mapping[str, Any]) -> Value:
        if read == "talent":
            return 0.5 - lost * ("four" in arm)
        return 20.0 - carried * ("nothing" in arm) if read == "poor_ideas" else 30.0

    return makes


def editing(hours: Value, waiting: Value, generic: Value) -> Makes:
    """C19: what the poor have more of at a tenth of the compute."""
    more = {"poor_hours": hours, "poor_waiting": waiting, "poor_generic": generic}
    return lambda read, arm, cell: more.get(read, 0.0) * (cell["compute_ratio"] == 10.0)


def combining(covered: Value, use: Value) -> Makes:
    """C20: part of the gap covered, and tokens moved, unless nobody combines."""
    found = {"covered": covered, "use": use}
    return lambda read, arm, cell: found.get(read, 0.0) * (arm != "nobody combines")


CASES: list[tuple[str, Makes, str]] = [
    ("C11", practice(6.0, 3.0), "supported"),
    ("C11", practice(0.5, 0.2), "contradicted"),
    ("C11", practice(6.0, 0.2), "depends: on the part: yes for maths and code; no for broad"),
    ("C11", practice(6.0, 3.0 * RISING), "undecided for broad capability (kappa"),
    ("C12", breakthroughs(0.9, 0.0), "supported"),
    ("C12", breakthroughs(0.5, 0.5), "contradicted"),
    ("C12", breakthroughs(0.0, 0.0), "depends: on the part: yes for a gap"),
    ("C14", chinese(7.0, 13.0), "supported"),
    ("C14", chinese(10.0, 10.5), "contradicted"),
    ("C14", chinese(7.0, 10.0), "depends: on the part: yes for controls; no for smuggling"),
    ("C15", automated(2.0, 4.0), "supported"),
    ("C15", automated(0.1, 0.5), "contradicted"),
    ("C15", automated(0.1, 3.0), "depends: on how strongly AI speeds research"),
    ("C16", opening(-4.0, 3.0, 2.0), "supported"),
    ("C16", opening(1.0, -1.0, 0.0), "contradicted"),
    ("C16", opening(-4.0, 0.0, 2.0), "no for Chinese labs that close"),
    ("C17", usage(0.7, 0.2, 5.0), "supported"),
    ("C17", usage(0.3, 0.0, -2.0), "contradicted"),
    ("C17", usage(0.7 * RISING, 0.2, 5.0), "undecided for most of the use (kappa"),
    ("C18", people(0.2, 3.0), "supported"),
    ("C18", people(0.01, 0.1), "contradicted"),
    ("C18", people(0.2, 0.1), "no for ideas that people carry"),
    ("C19", editing(20.0, 0.5, 0.4), "supported"),
    ("C19", editing(1.0, -0.4, 0.0), "contradicted"),
    ("C19", editing(20.0, -0.4, 0.4), "no for slower output"),
    ("C20", combining(0.8, 0.2), "supported"),
    ("C20", combining(0.1, 0.01), "contradicted"),
    ("C20", combining(0.8, 0.01), "no for more use of open models"),
]


@pytest.mark.parametrize(("number", "makes", "verdict"), CASES)
def test_a_rule_gives_what_it_says(number: str, makes: Makes, verdict: str) -> None:
    claim = CLAIMS[number]
    judged = claim.judge(made(number, makes))
    assert verdict in judged.verdict.word
    assert judged.verdict.kind == verdict.partition(":")[0] or judged.verdict.kind == "depends"
    assert judged.verdict.says.endswith((".", ")"))
    assert "nan" not in judged.verdict.says
    assert judged.effects


def test_an_unknown_race_with_a_breakthrough_is_said_so() -> None:
    """No luck has one: part two cannot be tried, and the sentence says it."""
    judged = CLAIMS["C12"].judge(made("C12", by_read(leads=0.0, alone=0.0)))
    assert judged.verdict.kind == "depends"
    assert "could not be tried" in judged.verdict.says


@pytest.mark.parametrize("number", NUMBERS)
def test_claims_say_how_far_an_assumption_must_move(number: str) -> None:
    claim = CLAIMS[number]
    assert len(claim.title) <= 60
    if claim.standing != "emergent":
        says = claim.judge(made(number, lambda read, arm, cell: 1.0)).verdict.says
        assert " would " in says


def test_the_crossing_of_an_editing_margin_is_between_its_neighbours() -> None:
    """Hours at margins 0, 6, 24 are 0, 2, 14: five are reached at 6 + 18 (5 - 2)/(14 - 2)."""
    hours = {"margin 0": 0.0, "margin 6": 2.0, "margin 24": 14.0}
    judged = CLAIMS["C19"].judge(made("C19", by_arm("poor_hours", 8.0, hours)))
    assert "went from 12 to 10 points" in judged.verdict.says  # 10.5, with two digits that count


def test_an_editing_margin_that_varies_is_told_with_its_mean() -> None:
    hours = {"margin 0": 0.0, "margin 6": 2.0, "margin 24": 14.0}
    found = made("C19", by_arm("poor_hours", 8.0, hours))
    found.points["editing_margin"] = 14.26
    says = CLAIMS["C19"].judge(found).verdict.says
    assert "to 10 points; the default is 12, the parameter sets here have 14 on average." in says


@pytest.mark.parametrize("usual", [0.1, 2.0])
def test_the_strength_that_widens_the_gap_is_said_once(usual: float) -> None:
    """In what it depends on where it does, in the sentence where not."""
    verdict = CLAIMS["C15"].judge(made("C15", automated(usual, 3.0))).verdict
    clause = "the gap widens by 1 point where AI makes the search up to 3.7 times as fast"
    assert f"{verdict.on} {verdict.says}".count(clause) == 1
    assert verdict.says.startswith("Over the believed range of strengths (0.28 by default")
    assert NOTHING not in verdict.on


@pytest.mark.parametrize(("times", "shows"), [(0.97, True), (1.5, False)])
def test_lifted_controls_that_bring_no_chips_show_little(times: float, shows: bool) -> None:
    months = {"as it is": 10.0, "half of orders may be imported": 9.0, "controls lifted": 9.5}

    def makes(read: str, arm: str, cell: Mapping[str, Any]) -> Value:
        if read == "compute":
            return times if arm == "controls lifted" else 1.0
        return months.get(arm, 12.0)

    says = CLAIMS["C14"].judge(made("C14", makes)).verdict.says
    assert "cost it 1.0 (1.0 to 1.0) months against half-lifted ones and 0.5 (0.5" in says
    assert "Tightening after a year adds 2.0 (" in says
    assert ("so they show little" in says) == shows


def test_flips_are_told_for_each_of_their_causes() -> None:
    flips = {arm: 3.0 + number for number, arm in enumerate(c16.CAUSES)}
    judged = CLAIMS["C16"].judge(made("C16", by_arm("flips", 2.0, flips, 5.0)))
    for arm, count in flips.items():
        assert judged.effects[f"labs that flip, {arm}"].middle == count
    assert "4.0 (4.0 to 4.0) where the Chinese labs have the chips" in judged.verdict.says


def test_chances_stay_between_none_and_all() -> None:
    """One luck of four leads at all points: an interval over luck alone would pass nothing."""
    once = np.array([[0.0, 0.0, 0.0, 1.0]])
    for number, read in (("C12", "leads"), ("C17", "most_used")):
        effects = CLAIMS[number].judge(made(number, by_read(**{read: once}))).effects
        chances = [each for name, each in effects.items() if "chance" in name and each.middle > 0]
        assert chances
        assert all(each.low >= 0.0 and each.luck_low >= 0.0 for each in chances)


# -- readings


def raced(**parts: Any) -> Raced:
    groups = {"poor": np.array([False, True]), "rich": np.array([True, False])}
    return SimpleNamespace(**{"groups": groups, **parts})  # type: ignore[return-value]


def test_a_breakthrough_is_the_poors_alone_with_the_head_start_of_a_run() -> None:
    """Races: found by the poor 10 months ahead; 2 ahead; copied; too small; by the rich; late."""
    gains = np.array([2.0, 2.0, 2.0, 0.5, 2.0, 2.0])
    rich = np.array([20.0, 12.0, 20.0, 20.0, 5.0, NEVER])
    poor = np.array([10.0, 10.0, 10.0, 10.0, 10.0, 47.0])
    copied = np.zeros((6, 2, 1))
    copied[2, 1] = 1.0
    idea = SimpleNamespace(kind=np.full((6, 1), BREAKTHROUGH), gain=gains[:, None])
    known = np.stack([rich, poor], axis=1)[:, :, None]
    world = SimpleNamespace(idea=idea, known_at=known, copied=copied)
    race = raced(race=SimpleNamespace(world=world), history=SimpleNamespace(months=48))
    assert c12.own_breakthrough(race).tolist() == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_labs_that_flip_are_counted_once() -> None:
    release = np.zeros((1, 4, 2))
    release[0, 1:3, 0] = OPEN  # opens and closes again; the other stays closed
    history = SimpleNamespace(series=lambda name: release)
    assert c16.labs_that_flip(raced(history=history)).tolist() == [1.0]


def test_what_combining_covers_by_hand() -> None:
    """Open model 6 below: half of a span of 12; 4 open products of 4: 1 - 1/e; one point in 6."""
    product = np.rec.array(np.zeros((1, 2, 2), [("capability", "f8"), ("opened_at", "f8")]))
    product.capability = [[[150.0, 147.0], [144.0, 141.0]]]
    product.opened_at = [[[NEVER, NEVER], [3.0, 3.0]]]
    lab = SimpleNamespace(
        active=np.ones((1, 2)),
        open_capability=np.array([[0.0, 144.0]]),
        closed_capability=np.array([[150.0, 0.0]]),
    )
    market = SimpleNamespace(
        month=np.array([9.0]), frontier=np.array([150.0]), open_products=np.array([4.0])
    )
    rules = SimpleNamespace(custom_products=np.array([4.0]), ensemble_span=np.array([12.0]))
    world = SimpleNamespace(product=product, lab=lab, market=market)
    segment = SimpleNamespace(name="content", ensemble=1.0)
    race = raced(
        race=SimpleNamespace(world=world, rules=rules),
        scenario=SimpleNamespace(segments=(segment,)),
    )
    assert c20.covered(race)[0] == pytest.approx((1.0 - np.exp(-1.0)) * 0.5 / 6.0)


# -- races


def fingerprint(raced: Raced) -> FloatArray:
    """A number per race that any difference moves."""
    path = raced.history.lab.reshape(raced.history.lab.shape[0], -1)
    return np.asarray([np.float64(hash(row.tobytes()) % 2**40) for row in path])


@pytest.mark.parametrize("number", NUMBERS)
def test_arms_differ(number: str) -> None:
    """Also C14's tightening, which comes after a year."""
    races: Races = CLAIMS[number].races
    cross = {name: values[-1:] for name, values in races.cross.items()}
    short = replace(races, reads={"all": fingerprint}, points=0, lucks=2, months=15, cross=cross)
    tasks = short.tasks()
    found = short.gather(tasks, [task.run() for task in tasks])
    seen = [tuple(found.values("all", arm, short.cells[0]).ravel()) for arm in races.arms]
    assert len(set(seen)) == len(seen), list(races.arms)


@pytest.mark.parametrize("number", NUMBERS)
def test_readings_read_a_whole_race(number: str) -> None:
    races: Races = CLAIMS[number].races
    arm = next(iter(races.arms))
    cross = {name: values[-1:] for name, values in races.cross.items()}
    one = replace(races, points=0, lucks=1, cross=cross, arms={arm: races.arms[arm]})
    tasks = one.tasks()
    found = one.gather(tasks, [task.run() for task in tasks])
    for read in races.reads:
        value = found.values(read, arm, one.cells[0])
        assert value.shape == (1, 1)
        assert np.isfinite(value).all() or read == "covered", read
