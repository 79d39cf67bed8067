"""Labs as Mesa agents: they read the world, and Mesa's own tools work on them."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
import pytest

from tenfold.agents.decision import DecisionError
from tenfold.agents.lab import ChineseLab, FrontierLab, Lab, OpenLab, make_lab
from tenfold.agents.policies import create

FIGURES = (
    "capability", "compute", "cash", "revenue", "token_share", "revenue_share", "price",
    "talent", "confidence", "ideas",
)  # fmt: skip


class SmallRace(mesa.Model):
    """Three labs whose figures are a small table."""

    def __init__(self, **ignored: Any) -> None:
        super().__init__(rng=1)
        self.asked: list[tuple[int, str]] = []
        self.labs = [
            make_lab(
                self, SimpleNamespace(name=name, kind=kind, home=home, levers={}), place, policy
            )
            for place, (name, kind, home, policy) in enumerate(
                [
                    ("Meridian", "frontier", "us", create("frontier racer")),
                    ("Jade", "chinese", "china", create("efficient challenger")),
                    ("Commons", "open", "other", create("open idealist")),
                ]
            )
        ]

    def figure(self, place: int, name: str) -> float:
        self.asked.append((place, name))
        return {"active": float(place != 2)}.get(name, 10.0 * place + len(name))


@pytest.fixture
def race() -> SmallRace:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return SmallRace()


def test_a_lab_is_of_the_class_of_its_kind(race: SmallRace) -> None:
    assert [type(lab) for lab in race.labs] == [FrontierLab, ChineseLab, OpenLab]
    jade = race.labs[1]
    assert (jade.name, jade.kind, jade.home, jade.place) == ("Jade", "chinese", "china", 1)
    assert repr(jade) == "ChineseLab('Jade', 'efficient challenger')"


@pytest.mark.parametrize("figure", FIGURES)
def test_figures_come_from_the_world_and_cannot_be_set(race: SmallRace, figure: str) -> None:
    lab = race.labs[1]
    assert getattr(lab, figure) == 10.0 + len(figure)
    assert race.asked[-1] == (1, figure)
    with pytest.raises(AttributeError):
        setattr(lab, figure, 1.0)


def test_a_lab_that_has_left_is_not_active(race: SmallRace) -> None:
    assert [lab.active for lab in race.labs] == [True, True, False]


def test_a_lab_decides_by_its_policy(race: SmallRace, see: Any) -> None:
    seen = see(me=2)
    mine, rule = race.labs[2].decide(seen), create("open idealist").decide(seen)
    assert all(
        np.array_equal(getattr(mine, lever), getattr(rule, lever)) for lever in mine.as_dict()
    )


@pytest.mark.parametrize("policy", ["autopilot", "open idealist", "state champion", "fixed"])
def test_a_lab_keeps_the_levers_that_its_scenario_holds(
    race: SmallRace, see: Any, policy: str
) -> None:
    held = {"distil": 0.75, "serving": 0.5, "flagship_release": 2.0}
    spec = SimpleNamespace(name="Held", kind="open", home="us", levers=held)
    lab, seen = make_lab(race, spec, 3, create(policy)), see(me=3)
    mine, rule = lab.decide(seen), create(policy).decide(seen)
    mine.check()
    for name, value in mine.as_dict().items():
        if name in held:
            assert (np.asarray(value) == held[name]).all()
        elif name in ("experiments", "training"):
            rest = 1.0 - np.asarray(rule.serving)
            assert np.allclose(value, np.asarray(getattr(rule, name)) / rest * 0.5)
        else:
            assert np.array_equal(value, getattr(rule, name))


def test_a_scenario_that_holds_what_no_lab_could_take_is_refused(race: SmallRace) -> None:
    for levers, words in (
        ({"distill": 1.0}, "Held: unknown lever 'distill'; did you mean 'distil'"),
        ({"distil": 2.0}, r"Held: distil = 2\.0: must lie from 0 to 1"),
        ({"explore": 0.7, "moonshot": 0.7}, r"Held: explore \+ moonshot = 1\.4"),
    ):
        spec = SimpleNamespace(name="Held", kind="open", home="us", levers=levers)
        with pytest.raises(DecisionError, match=words):
            make_lab(race, spec, 3, create("fixed"))


def test_mesas_tools_work_on_labs(race: SmallRace) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        active = race.agents.select(lambda lab: lab.active)
        assert active.agg("compute", sum) == 7.0 + 17.0
        assert set(race.agents_by_type) == {FrontierLab, ChineseLab, OpenLab}
        assert len(race.agents_by_type[ChineseLab]) == 1
        homes = race.agents.groupby("home", result_type="list").groups
        assert {home: len(labs) for home, labs in homes.items()} == {
            "us": 1,
            "china": 1,
            "other": 1,
        }
        collector = mesa.DataCollector(agent_reporters={"compute": "compute", "name": "name"})
        collector.collect(race)
        assert sorted(collector.get_agent_vars_dataframe()["compute"]) == [7.0, 17.0, 27.0]
        assert all(isinstance(lab, Lab) for lab in race.agents)
