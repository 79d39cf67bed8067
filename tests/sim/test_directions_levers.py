"""Directions: every lever moves what it says, the right way, for the lab that pulls it.

One seat is played by the autopilot with the lever held at its one setting and at another, on the
same luck; all others play as the scenario says.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tenfold.agents.decision import BEST_TEACHER, CLOSED, LEVERS, OPEN, STAGED, WITHHELD
from tests.sim.pairs import Steady, check_direction, race, same

RUNS, MONTHS = 32, 24
RICH, CONTROLLED, BEHIND = "Fernhill", "Ruolan", "Corvane"
"""A frontier lab, a lab under export control, and an open lab with few chips."""


SPLIT = {"experiments": 0.65, "training": 0.15, "serving": 0.2}
"""Shares held still at little serving, so that needs meet too few chips at either price."""


CAUGHT = {"detection_rate": 0.5}
POACHED = {"star_rate": 0.1}
OFFERED = {"offer_rate": 2.0}
"""Worlds in which every affair comes often enough for its answers to show."""


class Pull(NamedTuple):
    """A lever of one seat, held at `before` and at `after`, and what that moves."""

    lever: str
    seat: str
    before: float
    after: float
    rows: tuple[str, ...]
    held: dict[str, float] = {}  # noqa: RUF012 - a tuple never changes it
    parameters: dict[str, float] = {}  # noqa: RUF012


PULLS = (
    Pull("experiments", RICH, 0.2, 0.6, ("ideas Fernhill +", "part_testing Fernhill +")),
    Pull("training", RICH, 0.05, 0.3, ("training_flop Fernhill +", "part_testing Fernhill -")),
    Pull("serving", RICH, 0.05, 0.5, ("load Fernhill -", "unserved Fernhill -")),
    Pull("explore", RICH, 0.0, 1.0, ("part_own Fernhill +", "ideas_copied Fernhill -")),
    Pull("moonshot", RICH, 0.0, 1.0, ("part_noise Fernhill size +",)),
    Pull("replicate", BEHIND, 0.0, 0.6, ("ideas_copied Corvane +", "ideas Corvane +")),
    Pull("efficiency", RICH, 0.0, 0.6, ("price Fernhill -",)),
    Pull("automation", RICH, 0.0, 0.4, ("automation_gain Fernhill +",)),
    Pull("run_months", RICH, 2.0, 9.0, ("models Fernhill -", "training_flop Fernhill +")),
    Pull("model_size", RICH, 0.25, 1.0, ("price Fernhill +", "part_size Fernhill +")),
    Pull("model_size", RICH, 1.0, 4.0, ("price Fernhill +", "part_size Fernhill -")),
    Pull("post_training", RICH, 0.05, 0.3, ("reasoning Fernhill +", "part_post Fernhill +")),
    Pull("post_training", RICH, 0.25, 0.6, ("part_compute Fernhill -",)),
    Pull("distil", CONTROLLED, 0.0, 1.0, ("distil_gain Ruolan +", "capability Ruolan +")),
    Pull("distil", CONTROLLED, 0.2, 1.0, ("part_testing Ruolan -", "cost_tokens Ruolan +")),
    Pull(
        "teacher", CONTROLLED, 11.0, BEST_TEACHER, ("distil_gain Ruolan +",), {"distil": 1.0}
    ),
    Pull("flagship_release", RICH, CLOSED, OPEN, ("hosted market +", "talent Fernhill +")),
    Pull("flagship_release", RICH, CLOSED, WITHHELD, ("capability Fernhill -",)),
    Pull("mini_release", RICH, CLOSED, OPEN, ("open_products market +", "tokens Fernhill +")),
    Pull(
        "stage_months", RICH, 1.0, 12.0, ("hosted market -", "open_products market -"),
        {"flagship_release": STAGED},
    ),
    Pull("protection", RICH, 0.0, 1.0, ("revenue Fernhill -", "distil_gain chinese -")),
    Pull(
        "flagship_price", RICH, 0.5, 2.0, ("price Fernhill +", "token_share Fernhill -"),
        {"mini_price": 4.0},
    ),
    Pull("flagship_price", RICH, 0.5, 2.0, ("load Fernhill -", "unserved Fernhill -"), SPLIT),
    Pull("mini_price", RICH, 0.5, 2.0, ("price_mini Fernhill +", "token_share Fernhill -")),
    Pull("order", RICH, 0.0, 1.0, ("compute Fernhill +", "cash Fernhill -")),
    Pull("channels", CONTROLLED, 0.0, 1.0, ("compute_domestic Ruolan +", "compute Ruolan +")),
    Pull("channels", CONTROLLED, 1.0, 2.0, ("compute_rented Ruolan +", "compute Ruolan +")),
    Pull("channels", CONTROLLED, 2.0, 3.0, ("compute_smuggled Ruolan +", "compute Ruolan +")),
    Pull("pay", RICH, 0.5, 2.0, ("talent Fernhill +", "cost_salaries Fernhill +")),
    Pull("data", RICH, 0.0, 0.2, ("data_stock Fernhill +", "part_data Fernhill +")),
    Pull(
        "on_accused", CONTROLLED, 0.0, 1.0,
        ("banned Ruolan -", "cost_affairs Ruolan +", "tokens Ruolan +"), {"distil": 1.0}, CAUGHT,
    ),
    Pull(
        "on_accused", CONTROLLED, 0.0, 2.0,
        ("tokens Ruolan +", "confidence Ruolan -"), {"distil": 1.0}, CAUGHT,
    ),
    Pull("on_poached", RICH, 0.0, 1.0, ("cost_affairs Fernhill +",), {}, POACHED),
    Pull(
        "on_poached", RICH, 1.0, 2.0, ("cost_affairs Fernhill +", "talent Fernhill +"), {}, POACHED
    ),
    Pull("on_offered", RICH, 0.0, 1.0, ("compute Fernhill +", "cash Fernhill -"), {}, OFFERED),
    Pull("on_offered", RICH, 1.0, 2.0, ("compute Fernhill -", "cash Fernhill +"), {}, OFFERED),
    Pull("on_offered", RICH, 0.0, 3.0, ("income_affairs Fernhill +",), {}, OFFERED),
)  # fmt: skip


def named(pull: Pull) -> str:
    return f"{pull.lever}-{pull.seat}-{pull.before:g}-{pull.after:g}"


@pytest.mark.parametrize("pull", PULLS, ids=named)
def test_lever_moves_what_it_should(pull: Pull) -> None:
    before, after = (
        race(
            RUNS,
            MONTHS,
            pull.parameters,
            policies={pull.seat: Steady(**{**pull.held, pull.lever: setting})},
        )
        for setting in (pull.before, pull.after)
    )
    assert not same(before.history, after.history), f"{pull.lever} moves nothing"
    for row in pull.rows:
        check_direction(before.history, after.history, row)


def test_no_lever_is_left_out() -> None:
    assert {pull.lever for pull in PULLS} == {lever.name for lever in LEVERS}


def test_protection_of_all_leaders_lengthens_the_way() -> None:
    """Guarding together keeps those who distil further behind than guarding alone."""
    leaders = ("Fernhill", "Brackwater", "Larkmoor", "Volcrest")
    alone, together = (
        race(RUNS, MONTHS, policies={lab: Steady(protection=1.0) for lab in leaders[:count]})
        for count in (1, 4)
    )
    check_direction(alone.history, together.history, "distil_gain chinese -")


def test_the_same_lever_by_the_same_rule_changes_nothing() -> None:
    """The wrapper itself moves nothing: only what it holds does."""
    plain, wrapped = (
        race(4, 12, policies={RICH: rule}) for rule in ("autopilot", Steady("autopilot"))
    )
    assert same(plain.history, wrapped.history)


def test_a_staged_model_opens_though_newer_ones_follow() -> None:
    """With the usual six months, and a new model every few."""
    staged = race(8, 36, policies={RICH: Steady(flagship_release=STAGED, mini_release=CLOSED)})
    closed = race(8, 36, policies={RICH: Steady(flagship_release=CLOSED, mini_release=CLOSED)})
    check_direction(closed.history, staged.history, "open_products market +")
