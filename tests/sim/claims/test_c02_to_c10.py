"""C2 to C10: each rule on made-up findings, each reading on a made-up race, arms that differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tenfold.agents.decision import Decision
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims import c02_faster_innovation as c02
from tenfold.sim.claims import c03_ideas_at_scale as c03
from tenfold.sim.claims import c04_spillovers as c04
from tenfold.sim.claims import c05_a_new_run as c05
from tenfold.sim.claims import c06_seeing_is_believing as c06
from tenfold.sim.claims import c07_distillation_saves as c07
from tenfold.sim.claims import c08_benchmarks as c08
from tenfold.sim.claims import c09_small_students as c09
from tenfold.sim.claims import c10_guarding as c10
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.savings import as_factor
from tenfold.sim.experiments.effect import effect_of
from tenfold.sim.experiments.found import Cell, Found, place
from tenfold.sim.world import BREAKTHROUGH, NEVER, ORDINARY, SERVING

CLAIMS = {each.CLAIM.number: each.CLAIM for each in (c02, c03, c04, c05, c06, c07, c08, c09, c10)}
POINTS, LUCKS = 8, 3
OPEN = np.linspace(-1.0, 1.0, POINTS)
"""Added to a figure at its bound: some points lie above, some below."""
Figure = float | np.ndarray
Value = Callable[[str, str, Cell], Figure]


def made(claim: Claim, value: Value) -> Found:
    """Findings in which every luck of a point shows the same figure."""
    races = claim.races
    values = {}
    for read in races.reads:
        for arm in races.arms:
            for cell in races.cells:
                figure = np.broadcast_to(np.asarray(value(read, arm, cell), float), (POINTS,))
                values[place(read, arm, cell)] = np.repeat(figure[:, None], LUCKS, axis=1)
    return Found(races.cells, pd.DataFrame({"kappa": np.arange(POINTS, dtype=float)}), values)


def judged(number: str, value: Value) -> Judged:
    """What the judge of a claim says of made-up findings."""
    return CLAIMS[number].judge(made(CLAIMS[number], value))


def faster(widened: Figure) -> Value:
    """C2: by how much twice the pace of research widens the gap."""
    return lambda read, arm, cell: widened if (read, arm) == ("gap", "faster") else 0.0


def at_scale(widened: Figure) -> Value:
    """C3: by how much ideas as believed widen the gap; others by a point per 0.01."""

    def value(read: str, arm: str, cell: Cell) -> Figure:
        return widened if arm == c03.BELIEVED else 100.0 * float(arm.removeprefix("scale gain "))

    return value


def spillovers(up: Figure, left: Figure) -> Value:
    """C4: ideas that run upwards, and the gap that is left."""
    figures = {"up": up, "gap": left, "down": 40.0, "leads": 0.0}
    return lambda read, arm, cell: figures[read]


def a_run(first: Figure, per_month: float) -> Value:
    """C5: months of delay with runs of three months, and more per month of run length."""

    def value(read: str, arm: str, cell: Cell) -> Figure:
        return first + per_month * (float(cell["poor.run_months"]) - 3.0)

    return value


def seeing(sooner: Figure, soon: Figure) -> Value:
    """C6: months by which seeing brings a copy forward, and the share within six months.

    As exposure is walked, every ten bring it forward by three months, whatever is believed.
    """

    def value(read: str, arm: str, cell: Cell) -> Figure:
        if read == "soon":
            return 0.3 if arm == c06.BLIND else soon
        slowest = 2.0 + np.asarray(sooner)
        exposure = 1.0 if arm in (c06.BLIND, c06.BELIEVED) else float(arm.split()[-1])
        return 2.0 if arm == c06.BELIEVED else slowest - 0.3 * (exposure - 1.0)

    return value


def savings(decades: Figure, elsewhere: float = 0.5) -> Value:
    """C7: decades saved by full distillation at ten to one, and at other ratios."""

    def value(read: str, arm: str, cell: Cell) -> Figure:
        if read != "strength" or not arm.startswith("full"):
            return 0.0
        return decades if cell["compute_ratio"] == 10 else elsewhere

    return value


def biased(score: Figure) -> Value:
    """C8: points gained in the score for two points gained in skill."""

    def value(read: str, arm: str, cell: Cell) -> Figure:
        if arm == c08.UNTAUGHT:
            return 0.0
        bias = float(arm.split()[-1]) if "bias" in arm else None
        figures = {
            c08.TRUE: 2.0,
            c08.SCORE: score if bias is None else 2.0 + bias,
            c08.USE: 0.1 if bias is None else 0.04,
        }
        return figures[read]

    return value


def students(less: Figure) -> Value:
    """C9: share of the distance that a small student keeps less."""
    small = f"{c09.SMALL:g} x"

    def value(read: str, arm: str, cell: Cell) -> Figure:
        return 0.5 - np.asarray(less) if read == "closed" and arm.startswith(small) else 0.5

    return value


def guarded(guard: Figure, withheld: Figure) -> Value:
    """C10: points that distillers lose by guarding, and by withholding; sales fall by a tenth."""

    def value(read: str, arm: str, cell: Cell) -> Figure:
        if read != "distillers":
            return 9.0 if arm in c10.ANSWERS else 10.0
        lost = guard if arm.startswith("guarded") else withheld if arm == "withheld" else 0.0
        return 150.0 - np.asarray(lost)

    return value


CASES = [
    ("C2", faster(0.5), "supported"),
    ("C2", faster(-0.5), "supported"),
    ("C2", faster(-1.5), "contradicted"),
    ("C2", faster(-1.0 + OPEN), "depends"),
    ("C3", at_scale(1.5), "supported"),
    ("C3", at_scale(0.5), "contradicted"),
    ("C3", at_scale(1.0 + OPEN), "depends"),
    ("C4", spillovers(8.0, 4.0), "supported"),
    ("C4", spillovers(2.0, 4.0), "contradicted"),
    ("C4", spillovers(8.0, 1.0), "contradicted"),
    ("C4", spillovers(8.0, 2.0 + OPEN), "depends"),
    ("C5", a_run(4.0, 1.0), "supported"),
    ("C5", a_run(7.0, 1.0), "contradicted"),
    ("C5", a_run(4.0, 0.1), "contradicted"),
    ("C5", a_run(4.5 + OPEN, 1.0), "depends"),
    ("C6", seeing(6.0, 0.9), "supported"),
    ("C6", seeing(1.0, 0.9), "contradicted"),
    ("C6", seeing(6.0, 0.2), "contradicted"),
    ("C6", seeing(3.0 + OPEN, 0.9), "depends"),
    ("C7", savings(0.5), "supported"),
    ("C7", savings(0.1), "contradicted"),
    ("C7", savings(1.2), "contradicted"),
    ("C7", savings(0.5, elsewhere=1.1), "depends"),
    ("C7", savings(np.log10(2.0) + 0.2 * OPEN), "depends"),
    ("C8", biased(4.0), "supported"),
    ("C8", biased(2.5), "contradicted"),
    ("C8", biased(3.0 + OPEN), "depends"),
    ("C9", students(0.1), "supported"),
    ("C9", students(0.02), "contradicted"),
    ("C9", students(0.05 + 0.1 * OPEN), "depends"),
    ("C10", guarded(2.0, 2.0), "supported"),
    ("C10", guarded(0.5, 0.5), "contradicted"),
    ("C10", guarded(2.0, 0.5), "depends"),
]


@pytest.mark.parametrize(("number", "value", "kind"), CASES)
def test_a_rule_gives_its_verdict(number: str, value: Value, kind: str) -> None:
    """Figures clearly beyond a mark, clearly short of it, and on both sides."""
    found = judged(number, value)
    assert found.verdict.kind == kind
    assert (found.verdict.on != "") == (kind == "depends")
    assert found.effects
    assert all(np.isfinite(each.middle) for each in found.effects.values())
    assert "nan" not in found.verdict.says
    assert "unknown" not in found.verdict.says


@pytest.mark.parametrize("number", [claim for claim in CLAIMS if claim != "C10"])
def test_what_a_verdict_depends_on_is_the_constant_that_goes_with_it(number: str) -> None:
    """The made-up parameter sets differ in kappa alone, and the figure rises with it."""
    value = [value for claim, value, kind in CASES if (claim, kind) == (number, "depends")][-1]
    assert "kappa" in judged(number, value).verdict.on


def test_guarding_and_withholding_are_told_apart() -> None:
    """Where one hurts and the other clearly does not, the verdict says so."""
    first, second = (judged("C10", guarded(*lost)).verdict.on for lost in ((2, 0.5), (0.5, 2)))
    assert "yes for guarding; no for withholding" in first
    assert "yes for withholding; no for guarding" in second


def test_sales_are_told_as_changes_with_intervals() -> None:
    """All answers lower the rich labs' sales by a tenth here."""
    says = judged("C10", guarded(2.0, 2.0)).verdict.says
    assert "sales change by -10 (-10 to -10) % and -10 (-10 to -10) %" in says
    assert "Withholding costs the rich sales." in says


def test_opening_late_is_an_answer_of_its_own() -> None:
    """Weights are published after half a year: neither at once nor never."""
    labs = c10.CLAIM.races.world("staged", {}).labs
    assert {lab.levers["flagship_release"] for lab in labs if lab.side == "rich"} == {2.0}
    assert not any("stage_months" in lab.levers for lab in labs)
    assert Decision().stage_months == 6.0
    effects = judged("C10", guarded(2.0, 2.0)).effects
    assert "distillers lose, all rich open after half a year" in effects


def test_two_halves_of_what_distilling_saves_are_told_apart() -> None:
    """Clearly less than tenfold at every ratio, while several-fold is undecided."""
    on = judged("C7", savings(np.log10(2.0) + 0.2 * OPEN)).verdict.on
    assert "yes for not tenfold" in on
    assert "several-fold (kappa" in on
    assert "no for not tenfold" in judged("C7", savings(0.5, elsewhere=1.1)).verdict.on


def test_the_gap_where_only_the_poor_copy_has_its_interval() -> None:
    """And what publishing adds is said, even where it adds nothing; chances stay chances."""

    def value(read: str, arm: str, cell: Cell) -> Figure:
        if read == "leads":
            return np.linspace(0.0, 0.01, POINTS) * (arm == "both")
        return {"up": 8.0, "down": 40.0, "gap": 3.0}[read] + OPEN * (arm == "poor")

    found = judged("C4", value)
    assert "If the poor alone copied, the gap would be 3.0 (2.1 to 3.9) points" in (
        found.verdict.says
    )
    assert "Publishing weights adds 0.0 (0.0 to 0.0) ideas" in found.verdict.says
    assert all(effect.low >= 0.0 for name, effect in found.effects.items() if "chance" in name)


def test_built_in_claims_say_where_they_turn() -> None:
    """The crossing lies between the walked values, or it is said that there is none."""
    assert "scale_gain would have to be about 0.01 " in judged("C3", at_scale(1.5)).verdict.says
    assert "score_bias would have to be about 1 " in judged("C8", biased(4.0)).verdict.says
    assert "closed_exposure would have to be about 11 " in judged("C6", seeing(6, 0.9)).verdict.says
    assert "no distil_most from 4 to 64 does so" in judged("C7", savings(0.5)).verdict.says


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_all_arms_differ(claim: Claim) -> None:
    """No choice of an arm is lost, unless it sets what stands there by default."""
    last = {name: values[-1:] for name, values in claim.races.cross.items()}
    reads = {"_sales": "market.revenue.mean", "_best": "frontier.mean", **claim.races.reads}
    races = replace(claim.races, cross=last, reads=reads, points=0, lucks=6)
    tasks = races.tasks()
    found = races.gather(tasks, [task.run() for task in tasks])
    (cell,) = races.cells
    defaults = {name: known.value for name, known in load_parameters().items()}
    alike: dict[str, str] = {}
    for arm in races.arms:
        world = races.world(arm, cell)
        told = world.model_copy(update={"parameters": defaults | world.parameters})
        seen = np.array([found.values(read, arm, cell) for read in ("_sales", "_best")])
        assert np.isfinite(seen).all()
        key = told.model_dump_json()
        assert alike.setdefault(seen.tobytes().hex(), key) == key, f"{arm} changes nothing"
    for read in claim.races.reads:
        assert any(np.isfinite(found.values(read, arm, cell)).any() for arm in races.arms), read


def _ideas(**columns: list[float]) -> SimpleNamespace:
    """Ideas of one race, by column."""
    return SimpleNamespace(**{name: np.array([values]) for name, values in columns.items()})


def _raced(
    world: SimpleNamespace, series: dict[str, np.ndarray], **rules: float
) -> SimpleNamespace:
    """A race as readings see it: two rich labs, then two poor ones."""
    known = SimpleNamespace(**{name: np.array([value]) for name, value in rules.items()})
    history = SimpleNamespace(
        series=series.__getitem__, months=48, labs=("A", "B", "C", "D"), first_run=0
    )
    poor = np.array([False, False, True, True])
    groups = {"rich": ~poor, "poor": poor, "all": poor | ~poor}
    return SimpleNamespace(
        race=SimpleNamespace(world=world, rules=known), history=history, groups=groups
    )


def test_ideas_flow_where_one_side_finds_and_the_other_copies() -> None:
    """Found before the race, found by nobody, or copied by the own side do not count."""
    idea = _ideas(finder=[2, 3, 0, 2, -1, 2], found_at=[1, 5, 2, -3, NEVER, 4])
    copied = np.zeros((1, 4, 6))
    copied[0, 0, [0, 1, 3]] = 1.0
    copied[0, 3, [2, 5]] = 1.0
    series = {"ideas_copied": np.zeros((1, 49, 4))}
    lab = SimpleNamespace(own_known=np.ones((1, 4)))
    world = SimpleNamespace(idea=idea, copied=copied, lab=lab)
    raced = _raced(world, series, research_engine=0.0, knowledge_overlap=1.5)
    assert c04.ideas_to_the_rich(raced).tolist() == [2.0]
    assert c04.ideas_to_the_poor(raced).tolist() == [1.0]


def test_stocks_share_out_what_a_lab_copied() -> None:
    """A rich lab that copied 30 ideas since the start owes a third to rivals a third as strong."""
    ideas = np.zeros((1, 49, 4))
    ideas[0, 0], ideas[0, -1] = [10.0, 10.0, 0.0, 0.0], [40.0, 20.0, 8.0, 4.0]
    world = SimpleNamespace(
        idea=_ideas(finder=[-1], found_at=[NEVER]),
        copied=np.zeros((1, 4, 1)),
        lab=SimpleNamespace(own_known=np.array([[4.0, 4.0, 1.0, 1.0]])),
    )
    raced = _raced(world, {"ideas_copied": ideas}, research_engine=1.0, knowledge_overlap=1.0)
    assert c04.ideas_to_the_rich(raced) == pytest.approx([30.0 * 2.0 / 6.0])
    assert c04.ideas_to_the_poor(raced) == pytest.approx([8.0 * 8.0 / 9.0])


def test_an_idea_is_on_sale_after_the_run_that_began_with_it() -> None:
    """Runs end on the record of months 4, 7, 10; an idea of month 5 waits for that of 7 to 10."""
    models = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3], dtype=float)
    sold = c05.on_sale_at(models, np.array([4.0, 5.0, 7.0, 8.0]))
    assert sold[:3].tolist() == [6.0, 9.0, 9.0]
    assert np.isnan(sold[3])


def test_delays_count_what_the_rich_showed_and_the_poor_learned_later() -> None:
    """Serving ideas, ideas known before, and those that the poor showed are left out."""
    models = np.zeros((1, 49, 4))
    models[0, 4:, 2], models[0, 7:, 2], models[0, 10:, 2] = 1.0, 2.0, 3.0
    known = np.full((1, 4, 4), NEVER)
    known[0, 2] = [4.0, 4.0, 2.0, 4.0]
    kinds = [ORDINARY, SERVING, ORDINARY, ORDINARY]
    idea = _ideas(shown_at=[3, 3, 3, 3], shown_by=[0, 0, 1, 3], kind=kinds)
    raced = _raced(SimpleNamespace(idea=idea, known_at=known), {"models": models})
    assert c05.months_to_a_model(raced).tolist() == [3.0]


def test_waits_are_of_breakthroughs_shown_in_time() -> None:
    """Copied after 2 months, never (counts as 24), and three that do not count."""
    idea = _ideas(
        kind=[BREAKTHROUGH, BREAKTHROUGH, ORDINARY, BREAKTHROUGH, BREAKTHROUGH],
        shown_at=[5, 20, 5, 40, -2],
        copied_at=[7, NEVER, 6, 41, 3],
    )
    raced = _raced(SimpleNamespace(idea=idea), {})
    assert c06.months_to_copy(raced).tolist() == [13.0]
    assert c06.copied_soon(raced).tolist() == [0.5]


def test_the_share_closed_is_the_gain_over_the_whole_distance() -> None:
    """One poor lab gained 2 of 4 points, the other nothing of 6."""
    ones = np.ones((1, 49, 1))
    series = {
        "capability": ones * [150.0, 149.0, 148.0, 144.0],
        "active": ones * [1.0, 1.0, 1.0, 1.0],
        "internal_capability": ones * [150.0, 149.0, 148.0, 144.0],
        "distil_gain": ones * [0.0, 0.0, 2.0, 0.0],
    }
    assert c09.share_closed(_raced(SimpleNamespace(), series)) == pytest.approx([0.25])


def test_savings_are_powers_of_ten() -> None:
    """Half a decade is 3.16 times the compute, with its interval and every point."""
    factor = as_factor(effect_of(np.array([[0.5, 0.5], [1.0, 1.0]]), "decades"))
    assert factor.middle == pytest.approx(10**0.75)
    assert factor.per_point == pytest.approx([10**0.5, 10.0])
    assert factor.low < factor.middle < factor.high


def test_a_walk_of_the_bound_begins_at_the_mean_of_the_parameter_sets() -> None:
    """The result without a fixed bound belongs to the mean: here 6, not the default of 4."""
    found = made(c07.CLAIM, savings(0.5))
    moved = replace(found, points=pd.DataFrame({"distil_most": np.full(POINTS, 6.0)}))
    assert "no distil_most from 6 to 64 does so" in c07.judge(moved).verdict.says
