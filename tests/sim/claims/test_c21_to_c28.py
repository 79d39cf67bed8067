"""Claims C21 to C28: each rule on figures made by hand; the arms of each on a few real races."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.claims import c22_scarce_chips as c22
from tenfold.sim.claims import c24_three_ingredients as c24
from tenfold.sim.claims import c25_where_open_wins as c25
from tenfold.sim.claims import c28_costs_and_moats as c28
from tenfold.sim.claims.c21_rent_and_start_small import CLAIM as C21
from tenfold.sim.claims.c23_serving_against_hardware import CLAIM as C23
from tenfold.sim.claims.c26_headline_and_use import CLAIM as C26
from tenfold.sim.claims.c27_loops_compound import CLAIM as C27
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.run_plan import PlannedRaces, RunPlan
from tenfold.sim.experiments.found import Found, place
from tenfold.sim.experiments.pool import run_tasks

POINTS, LUCKS = 12, 4
Told = Callable[[str, str, dict[str, float]], float]


@dataclass(frozen=True)
class Case:
    """A claim whose judge is fed by hand.

    Attributes:
        claim: the claim.
        figure: of a reading in an arm and a cell, by how strongly the claim holds (1: it does,
            0: not at all).
    """

    claim: Claim
    figure: Callable[[float], Told]


def told_c21(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        if read == "early":
            return 145.0 + (2.0 * strength if arm == "renting" else 0.0)
        if read == "late" and arm == "renting":
            return 145.0 + 0.5 * strength + 1.0 * (1.0 - strength)
        if read == "late":
            return 145.0 + (2.0 * strength if arm == "small, then large" else 0.0)
        return 5.0e4

    return told


def told_c22(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        growth, priority = cell["world.supply_growth"], cell["world.contract_priority"]
        scarce = strength * min(1.0, priority / c22.ASSUMED) if growth == c22.GROWTHS[0] else 0.0
        figures = {"rich": 60.0, "poor": 60.0 - 30.0 * scarce, "ratio": 8.0 * (1.0 + 0.6 * scarce)}
        return figures.get(read, 1.0)

    return told


def told_c23(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        if read == "tokens":
            effort = 50.0 * strength if arm == "short, effort" else 0.0
            return 1.0e13 * (100.0 + effort + (10.0 if arm == "short, chips" else 0.0))
        if read == "hurried":
            return 10.0 + (4.0 * strength if arm == "short, no waiting" else 0.0)
        return 1.0

    return told


def told_c24(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        if read == "capability":
            return 190.0 - (10.0 * strength if arm.startswith("no ") or "none" in arm else 0.0)
        return 0.5 * strength if read == "poor leads" else 5.0

    return told


def told_c25(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        if read in c25.SEGMENTS:
            untuned = 15.0 * strength if arm == "hardly tuned" else 0.0
            return 30.0 + 50.0 * strength - untuned
        return 60.0 * strength if read == "cheaper" else 50.0

    return told


def told_c26(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        if read.startswith("agreement"):
            return 0.95 - 0.6 * strength
        return 10.0 + 50.0 * strength if read.startswith("losers") else 8.0

    return told


def told_c27(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        late = read.endswith("48")
        if read.startswith("most used"):
            return 5.0 + (3.0 * strength if late and arm == "strong loop" else 0.0)
        if read.startswith("seat ") and arm == "ships every 2 months":
            return 1.0 + (3.0 * strength if late else 0.0)
        if read == "open use":
            return 50.0 + (12.0 * strength if arm == "tuned in 6 months" else 0.0)
        return 0.0

    return told


def told_c28(strength: float) -> Told:
    def told(read: str, arm: str, cell: dict[str, float]) -> float:
        if read == "growth":
            return 1.0 + 1.5 * strength * (0.0 if arm == f"supply {c28.GROWTHS[0]:g}" else 1.0)
        if read == "moat 48":
            return 0.1 + 0.2 * strength
        return 0.1 if read.startswith("moat") else 1000.0

    return told


CASES = {
    "C21": Case(C21, told_c21),
    "C22": Case(c22.CLAIM, told_c22),
    "C23": Case(C23, told_c23),
    "C24": Case(c24.CLAIM, told_c24),
    "C25": Case(c25.CLAIM, told_c25),
    "C26": Case(C26, told_c26),
    "C27": Case(C27, told_c27),
    "C28": Case(c28.CLAIM, told_c28),
}


def made(case: Case, strengths: list[float]) -> Found:
    """Figures of every reading, arm and cell; a strength per parameter set."""
    races = case.claim.races
    noise = 1e-3 * np.random.default_rng(1).normal(size=(POINTS, LUCKS))
    tell = [case.figure(strength) for strength in strengths]
    by_place = {
        place(read, arm, cell): np.array([[told(read, arm, cell)] for told in tell]) + noise
        for read, arm, cell in product(races.reads, races.arms, races.cells)
    }
    points = pd.DataFrame({"kappa": np.linspace(0.4, 1.0, POINTS), "risk": np.full(POINTS, 1.5)})
    return Found(races.cells, points, by_place)


def verdict(number: str, strengths: list[float]) -> Judged:
    return CASES[number].claim.judge(made(CASES[number], strengths))


@pytest.mark.parametrize("number", CASES)
def test_a_strong_effect_supports(number: str) -> None:
    assert verdict(number, [1.0] * POINTS).verdict.kind == "supported"


@pytest.mark.parametrize("number", CASES)
def test_no_effect_contradicts(number: str) -> None:
    assert verdict(number, [0.0] * POINTS).verdict.kind == "contradicted"


@pytest.mark.parametrize("number", CASES)
def test_an_effect_that_some_parameters_lack_depends_on_them(number: str) -> None:
    found = verdict(number, list(np.linspace(-0.2, 1.2, POINTS))).verdict
    assert found.kind == "depends"
    assert "kappa" in found.on


@pytest.mark.parametrize("number", CASES)
def test_words_have_figures_and_pictures_have_everything(number: str) -> None:
    judged = verdict(number, [1.0] * POINTS)
    assert "nan" not in judged.verdict.says
    assert judged.verdict.says.endswith(".")
    assert judged.picture.title
    assert all(np.isfinite(effect.middle) for effect in judged.effects.values())
    claim = CASES[number].claim
    assert claim.number == number
    assert len(claim.title) <= 60


@pytest.mark.parametrize("number", ["C22", "C24", "C25", "C28"])
def test_what_is_built_in_says_how_far_it_must_move(number: str) -> None:
    assert CASES[number].claim.standing in ("built in", "calibrated to")
    says = verdict(number, [1.0] * POINTS).verdict.says
    assert re.search(r"would (?:reach|grow)|before they lose", says)


def test_one_statement_of_several_is_named() -> None:
    """Serving outweighs hardware, waiting does not decide: neither yes nor no."""
    case = CASES["C23"]
    found = made(case, [1.0] * POINTS)
    same = found.by_place[place("hurried", "short, no effort", {})]
    there = place("hurried", "short, no waiting", {})
    half = replace(found, by_place={**found.by_place, there: same})
    judged = case.claim.judge(half).verdict
    assert judged.kind == "depends"
    assert "yes for serving against hardware" in judged.on
    assert "no for waiting" in judged.on


def test_a_lead_that_is_possible_needs_no_parameter_set_to_have_it_always() -> None:
    """C24 says 'can': half of the parameter sets without any lead do not refute it."""
    case = CASES["C24"]
    found = made(case, [1.0] * POINTS)
    seldom = np.zeros((POINTS, LUCKS))
    seldom[POINTS // 2 :] = 0.5
    leads = {there: seldom for there in found.by_place if there[0] == "poor leads"}
    mixed = replace(found, by_place={**found.by_place, **leads})
    assert case.claim.judge(mixed).verdict.kind == "supported"


def changed(found: Found, read: str, figures: dict[str, float]) -> Found:
    """The same with one reading's figures by arm, in every cell and luck."""
    told = {
        there: np.full((POINTS, LUCKS), figures[there[1]])
        for there in found.by_place
        if there[0] == read and there[1] in figures
    }
    return replace(found, by_place={**found.by_place, **told})


def test_ratios_agree_with_their_growth() -> None:
    """C22: both ends and the growth between them are geometric means, so they fit exactly."""
    case = CASES["C22"]
    found = made(case, [1.0] * POINTS)
    spread = np.exp(np.random.default_rng(2).normal(size=(POINTS, LUCKS)))
    wide = {
        there: values * (spread if "1.5" in str(there[2]) else spread[::-1])
        for there, values in found.by_place.items()
        if there[0] == "ratio"
    }
    effects = case.claim.judge(replace(found, by_place={**found.by_place, **wide})).effects
    scarce, ample = (
        effects[f"ratio of chips at the end, {name}"].middle for name in ("scarce", "plentiful")
    )
    growth = effects["growth of the ratio by scarcity"].middle
    assert scarce / ample == pytest.approx(1.0 + growth / 100.0)


def test_the_default_and_what_the_parameter_sets_have_are_both_said() -> None:
    case = CASES["C22"]
    found = made(case, [1.0] * POINTS)
    points = found.points.assign(contract_priority=1.25)
    says = case.claim.judge(replace(found, points=points)).verdict.says
    assert f"priority of {c22.ASSUMED:g} (the parameter sets have 1.2 on average)" in says


@pytest.mark.parametrize(("own", "begins"), [(150.0, "Either plan"), (140.0, "Against what")])
def test_plans_are_weighed_against_the_policy_that_a_lab_has(own: float, begins: str) -> None:
    case = CASES["C21"]
    found = changed(made(case, [1.0] * POINTS), "late", {"as it would": own})
    says = case.claim.judge(found).verdict.says
    assert f"{begins} of fixed sizes is worse" in says or f"{begins} Ruolan does anyway, " in says


def test_what_never_happens_is_said_in_words() -> None:
    case = CASES["C24"]
    found = changed(made(case, [1.0] * POINTS), "poor leads", {"no breakthroughs": 0.0})
    judged = case.claim.judge(found)
    assert "without breakthroughs in none of the races" in judged.verdict.says
    assert min(each.low for name, each in judged.effects.items() if "poor lab" in name) >= 0.0


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (75.0, "may fall by 1.1 before they lose their half"),
        (85.0, "hardly any taste for open weights they would have about half of regulated"),
        (90.0, "no taste for open weights they would have more than half of regulated"),
        (40.0, "would have to rise by 0.41"),
    ],
)
def test_how_much_taste_open_weights_need(share: float, said: str) -> None:
    case = CASES["C25"]
    found = changed(made(case, [1.0] * POINTS), "regulated", {"usual": share})
    assert said in case.claim.judge(found).verdict.says


def test_on_what_it_depends_goes_with_the_figure_that_is_shown() -> None:
    """C26: correlations fall as kappa rises, so the figure is smaller there, not larger."""
    found = verdict("C26", list(np.linspace(-0.2, 1.2, POINTS))).verdict
    ranks = found.on.split("ranks by value", 1)[1]
    assert "smaller where this is larger" in ranks.split(";")[0]


SAME = {
    "C24": {f"data {c24.ASSUMED:g}", f"data {c24.ASSUMED:g}, none"},
    "C28": {f"supply {c28.SUPPLY:g}", f"price {c28.PRICES[1]:g}"},
}
"""Arms that walk an assumption through what is assumed: with no ensemble they differ in nothing."""


@pytest.mark.parametrize("number", CASES)
def test_arms_differ(number: str) -> None:
    races = replace(CASES[number].claim.races, points=0, lucks=2)
    tasks = races.tasks()
    found = races.gather(tasks, run_tasks(pickle.loads(pickle.dumps(tasks))))
    seen = {
        (arm, str(cell)): tuple(found.values(read, arm, cell).tobytes() for read in races.reads)
        for arm, cell in product(races.arms, races.cells)
        if arm not in SAME.get(number, set())
    }
    assert len(set(seen.values())) == len(seen)
    assert np.isfinite(next(iter(found.by_place.values()))).all()


def test_a_plan_turns_in_its_month() -> None:
    """Until then both plans that begin alike are one race, and after it they are two."""
    small, large = {"run_months": 2.0, "training": 0.1}, {"run_months": 6.0, "training": 0.3}
    races = PlannedRaces(
        scenario="ten-to-one",
        arms={"turns": {}, "stays": {}, "free": {}},
        reads={"before": "Maple.share_training.m6", "after": "Maple.share_training.m9"},
        plans={
            "turns": RunPlan("Maple", small, large, 6),
            "stays": RunPlan("Maple", small, small, 6),
        },
        months=12,
        points=0,
        lucks=2,
    )
    tasks = races.tasks()
    found = races.gather(tasks, run_tasks(tasks))
    assert (found.values("before", "turns") == found.values("before", "stays")).all()
    assert found.values("after", "turns") == pytest.approx(0.3)
    assert found.values("after", "stays") == pytest.approx(0.1)
    assert (found.values("before", "free") != found.values("before", "turns")).all()
