"""Every array of the state, once: axes, unit, one line of meaning.

The world is a NamedTuple of record arrays, one per axis. The first axis is always the run (parallel
world). Kernels read `world.lab[run, i].cash`, compiled or not; a fork copies the arrays.
Months that have not come are NEVER. All fields are float64, so that a lab's record can also be read
as a plain row of numbers (history copies the first RECORDED of them, a decision fills the levers).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tenfold.agents.decision import LEVERS
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.columns import (
    EVENT_COLUMNS,
    HAPPENING_COLUMNS,
    IDEA_COLUMNS,
    PRODUCT_COLUMNS,
    SEGMENT_COLUMNS,
)
from tenfold.sim.columns import Column as Column

Array = Any
"""A numpy (record) array; numba and numpy agree on it, the type checker need not look inside."""

NEVER = 1.0e6
FLAGSHIP, MINI = 0, 1
PRODUCTS = 2
CLOSED, OPEN, STAGED, WITHHELD = 0.0, 1.0, 2.0, 3.0
ORDINARY, BREAKTHROUGH, SERVING = 0.0, 1.0, 2.0
US, CHINA, ELSEWHERE = 0.0, 1.0, 2.0
INVESTORS, PARENT, STATE, PHILANTHROPY = 0.0, 1.0, 2.0, 3.0
PATRONS = ("investors", "parent", "state", "philanthropy")
KINDS = ("frontier", "chinese", "open")
HOMES = ("us", "china", "other")
EVENT_KINDS = ("controls", "supply", "demand", "mood", "subsidy", "open-rule", "enforcement")

SECONDS_PER_MONTH = 2.63e6
FLOP_PER_CHIP_SECOND = 1.0e15
"""Dense 16-bit peak of one H100 equivalent, FLOP/s."""


LAB_RECORDED: tuple[Column, ...] = (
    Column("active", "0 or 1", "still in the race"),
    Column("capability", "index points", "best model on sale, as it truly is"),
    Column("open_capability", "index points", "best model with open weights; 0 where none"),
    Column("closed_capability", "index points", "best model sold closed; 0 where none"),
    Column("internal_capability", "index points", "best own model, released or not"),
    Column("public_score", "index points", "best model on sale, as benchmarks show it"),
    Column("reasoning", "index points", "extra skill in maths and code of the flagship"),
    Column("compute", "H100e", "chips at work, all channels"),
    Column("compute_legal", "H100e", "of these, bought or rented openly"),
    Column("compute_domestic", "H100e", "of these, domestic chips of controlled labs"),
    Column("compute_rented", "H100e", "of these, rented abroad under control"),
    Column("compute_smuggled", "H100e", "of these, smuggled"),
    Column("incoming", "H100e", "ordered and not yet delivered"),
    Column("ordered", "H100e per month", "chips wanted this month"),
    Column("filled", "H100e per month", "chips that the market gave this month"),
    Column("share_experiments", "share of compute", "compute for experiments"),
    Column("share_training", "share of compute", "compute for the run"),
    Column("share_serving", "share of compute", "compute for customers"),
    Column("ideas", "count", "ideas known; continuous engine: nats over their mean gain"),
    Column("ideas_copied", "count", "of these, learned mostly from rivals"),
    Column("talent", "1", "researchers, weighed by skill; 1 is the average lab"),
    Column("data_stock", "1", "data stock; 1 is the field's standard at the start"),
    Column("automation_gain", "1", "factor by which own models speed research"),
    Column("cash", "USD", "money at hand at the end of the month"),
    Column("backing", "USD per month", "money from investors, parent, state or patrons"),
    Column("revenue", "USD per month", "sales"),
    Column("cost_compute", "USD per month", "rent of all chips"),
    Column("cost_prepaid", "USD per month", "paid ahead for chips ordered"),
    Column("cost_salaries", "USD per month", "pay"),
    Column("cost_data", "USD per month", "data bought and made"),
    Column("cost_tokens", "USD per month", "answers of rivals' models bought"),
    Column("rescue", "USD per month", "money of a rescue"),
    Column("spending", "USD per month", "all costs"),
    Column("budget", "USD per month", "what backing and revenue allow"),
    Column("confidence", "1", "investors' mood, bounded"),
    Column("tokens", "tokens per month", "answers used by customers, hosted ones included"),
    Column("token_share", "share", "of all tokens used"),
    Column("revenue_share", "share", "of all labs' revenue"),
    Column("price", "USD per million tokens", "of the flagship"),
    Column("price_mini", "USD per million tokens", "of the mini"),
    Column("flagship_release", "choice", "0 closed, 1 open, 2 staged, 3 withheld"),
    Column("mini_release", "choice", "0 closed, 1 open, 2 staged, 3 withheld"),
    Column("load", "1", "compute that customers need over compute that serves"),
    Column("latency", "1", "waiting for an answer of the flagship; 1 is the standard"),
    Column("unserved", "tokens per month", "wanted and not served"),
    Column("run_left", "months", "until the present run ends"),
    Column("run_length", "months", "of the present run"),
    Column("run_flop", "FLOP", "accumulated by the present run"),
    Column("training_flop", "FLOP", "of the latest finished run"),
    Column("models", "count", "runs finished"),
    Column("distil_gain", "index points", "of the latest model, from a teacher"),
    Column("banned", "months", "for which closed rivals refuse to serve it"),
    Column("editing_hours", "hours per 1000 pieces", "human rework of content, over its segments"),
    Column("editing_education", "hours per 1000 pieces", "the same in the last such segment"),
    Column("part_compute", "decades", "part of the last run's strength: training compute"),
    Column("part_own", "decades", "own ideas"),
    Column("part_copied", "decades", "copied ideas"),
    Column("part_scale", "decades", "what ideas add at scale"),
    Column("part_data", "decades", "data"),
    Column("part_post", "decades", "practice after training"),
    Column("part_knowhow", "decades", "know-how of the start and its catching up"),
    Column("part_testing", "decades", "lost for want of small-scale tests"),
    Column("part_size", "decades", "lost by an unusual size"),
    Column("part_noise", "decades", "luck of the run"),
    Column("new_capability", "index points", "of the latest finished model, on sale or not"),
    Column("cost_affairs", "USD per month", "paid in affairs: settlements, bonuses, offers"),
    Column("income_affairs", "USD per month", "received in affairs"),
)

LAB_HIDDEN: tuple[Column, ...] = (
    Column("kind", "choice", "0 frontier, 1 chinese, 2 open"),
    Column("home", "choice", "0 US, 1 China, 2 elsewhere"),
    Column("patron", "choice", "0 investors, 1 parent, 2 state, 3 philanthropy"),
    Column("controlled", "0 or 1", "under export control"),
    Column("published_capability", "index points", "of the start"),
    Column("published_revenue", "USD per month", "of the start"),
    Column("staff", "people", "at the start"),
    Column("talent_start", "1", "talent at the start"),
    Column("usable", "H100e", "compute in standard efficiency"),
    Column("coming_legal", "H100e", "on order"),
    Column("coming_domestic", "H100e", "on order"),
    Column("coming_rented", "H100e", "on order"),
    Column("coming_smuggled", "H100e", "on order"),
    Column("want_legal", "H100e", "order of this month by channel"),
    Column("want_domestic", "H100e", "order of this month by channel"),
    Column("want_rented", "H100e", "order of this month by channel"),
    Column("want_smuggled", "H100e", "order of this month by channel"),
    Column("knowhow", "decades", "skill that is not an idea of the pool"),
    Column("experiment_flop", "FLOP", "leaky sum of a year's experiments"),
    Column("serving_ideas", "1", "factor of tokens per chip from own ideas"),
    Column("run_began", "month", "a run uses the ideas known then"),
    Column("run_post", "FLOP", "practice after training in the present run"),
    Column("run_practice", "share", "of the present run that is practice"),
    Column("run_teacher", "lab", "chosen teacher of the present run; -1 the best"),
    Column("prepaid", "USD", "paid ahead for chips on order"),
    Column("prepaid_used", "USD per month", "credited against the rent as chips arrive"),
    Column("run_size", "1", "size choice of the present run"),
    Column("run_distil", "1", "distillation intensity of the present run"),
    Column("run_moonshot", "share", "risk taken by the present run"),
    Column("run_setbacks", "count", "of the present run"),
    Column("new_model", "0 or 1", "a run has just finished"),
    Column("new_score", "index points", "of the finished model, as benchmarks show it"),
    Column("new_reasoning", "index points", "of the finished model"),
    Column("new_size", "active parameters", "of the finished model"),
    Column("new_ideas_at", "month", "when the finished model's run began"),
    Column("new_generic", "share", "of the finished model's skill taken from a teacher"),
    Column("new_post", "1", "practice after training against the standard"),
    Column("held_capability", "index points", "best model withheld; 0 none"),
    Column("held_score", "index points", "of it"),
    Column("held_reasoning", "index points", "of it"),
    Column("held_size", "active parameters", "of it"),
    Column("held_ideas_at", "month", "of it"),
    Column("held_generic", "share", "of it"),
    Column("first_lead", "index points", "public score less the leader's at the start"),
    Column("backing_level", "USD per month", "backing at neutral confidence and start prices"),
    Column("appeal", "1", "demand constant solved from the start's revenue"),
    Column("reputation", "1", "appeal lost to scandals; recovers"),
    Column("draw", "1", "pull on researchers solved from the start's talent"),
    Column("inflow", "1", "recent arrivals of researchers"),
    Column("star_left", "months", "for which a star's knowledge is fresh"),
    Column("star_source", "lab", "where the star came from"),
    Column("star_since", "month", "when the star came: what it knows is of then"),
    Column("overdrawn", "months", "cash below zero in a row"),
    Column("own_known", "nats", "continuous engine: found by the lab itself"),
    Column("copied_known", "nats", "copied from others"),
    Column("own_served", "nats", "the same for tokens per chip: found by the lab itself"),
    Column("copied_served", "nats", "copied from others"),
    Column("run_known", "nats", "own, when the present run began"),
    Column("run_copied", "nats", "copied, when the present run began"),
    Column("run_served", "nats", "own for serving, when the present run began"),
    Column("held_known", "nats", "own, inside the model withheld"),
    Column("held_served", "nats", "own for serving, inside the model withheld"),
    Column("shown_known", "nats", "own, inside models that were sold"),
    Column("shown_served", "nats", "own for serving, inside models that were sold"),
    Column("open_known", "nats", "own, inside published weights"),
    Column("open_served", "nats", "own for serving, inside published weights"),
    Column("star_known", "nats", "what the star's former lab knew when the star came"),
    Column("star_served", "nats", "the same for serving"),
    Column("effort_explore", "1", "power of the research share"),
    Column("effort_moonshot", "1", "power of the research share"),
    Column("effort_replicate", "1", "power of the research share"),
    Column("effort_efficiency", "1", "power of the research share"),
    Column("capacity", "H100e", "that serves customers"),
    Column("need", "H100e", "that customers need"),
    Column("estimate", "H100e", "public estimate of compute"),
    Column("merged_into", "lab", "where an exited lab's people went; -1 nowhere"),
    Column("accused", "0 or 1", "an accusation of distilling waits for an answer"),
    Column("accused_by", "lab", "whose answers it is about"),
    Column("accused_since", "month", "when it was made"),
    Column("poached", "1", "talent of a star that is being poached; 0 none"),
    Column("poached_by", "lab", "where the star has gone"),
    Column("poached_since", "month", "when the star left"),
    Column("offered", "H100e", "chips of a cancelled order on offer; 0 none"),
    Column("offered_since", "month", "when they were offered"),
    Column("affair_due", "USD", "to be paid in affairs this month"),
    Column("affair_gain", "USD", "to be received in affairs this month"),
    Column("loyal", "months", "for which a raise keeps stars from leaving"),
    Column("envious", "months", "for which others mind that a star alone was paid to stay"),
)

LEVER_COLUMNS: tuple[Column, ...] = tuple(
    Column(f"set_{lever.name}", lever.unit, lever.label) for lever in LEVERS
)

EASE_ORDINARY, EASE_BREAKTHROUGH, EASE_SERVING, SHOWN, HELD = 0, 1, 2, 3, 4
"""Rows of the pool's working space."""
DEMAND_ROWS = 13
"""Rows of the working space of demand; their names stand in its file."""

MARKET_RECORDED: tuple[Column, ...] = (
    Column("rent", "USD per H100e-month", "rental price of compute"),
    Column("pressure", "1", "smoothed orders over supply"),
    Column("waiting", "months", "unfilled orders over monthly supply"),
    Column("supply", "H100e per month", "new chips for these labs and for hosts"),
    Column("domestic_supply", "H100e per month", "domestic chips for controlled labs"),
    Column("legal_share", "share", "of orders that controlled labs may import"),
    Column("enforcement", "1", "of export control"),
    Column("subsidy", "USD per month", "to each controlled lab"),
    Column("open_limit", "index points", "above which weights may not be opened; 0 no rule"),
    Column("frontier", "index points", "best model on sale"),
    Column("tokens", "tokens per month", "used"),
    Column("revenue", "USD per month", "of all labs"),
    Column("outside", "share", "of need met by nobody"),
    Column(
        "start_price", "USD per million tokens", "cheapest product as good as the first frontier"
    ),
    Column("open_products", "count", "on sale with open weights"),
    Column("hosted", "share", "of tokens served outside the labs"),
    Column("data_price", "1", "price of data against the start"),
    Column("home_subsidy", "USD per month", "to each lab at home in the regulator's country"),
    Column("public_spending", "USD per month", "of the regulator's state: pursuit and subsidies"),
    Column("public_income", "USD per month", "of it: fees on chips sold to controlled labs"),
)

MARKET_HIDDEN: tuple[Column, ...] = (
    Column("month", "month", "months passed"),
    Column("rent_trend", "USD per H100e-month", "rent at a pressure of one"),
    Column("supply_trend", "H100e per month", "before shocks"),
    Column("supply_boost", "1", "of this month's events and noise"),
    Column("demand_boost", "1", "of this month's events and noise"),
    Column("mood", "1", "shift of investors' mood by events"),
    Column("shaken", "1", "mood lost by closed labs to a cheap open release; fades"),
    Column("ruled_legal_share", "share", "as the regulator set it"),
    Column("ruled_enforcement", "1", "as the regulator set it"),
    Column("ruled_subsidy", "USD per month", "as the regulator set it"),
    Column("ruled_open_limit", "index points", "as the regulator set it"),
    Column("ruled_home_subsidy", "USD per month", "as the regulator set it"),
    Column("ruled_open_gap", "index points", "as the regulator set it"),
    Column("public_spent", "USD", "spending less income of the state since the start"),
    Column("first_frontier", "index points", "best model on sale at the start"),
    Column("returned", "H100e", "chips of exited labs back on the market"),
    Column("host_compute", "H100e", "rented by hosts"),
    Column("host_order", "H100e per month", "new chips that hosts want"),
    Column("host_served", "share", "of hosted demand that hosts can serve"),
    Column("rule_home", "choice", "whose labs the rule on open weights binds"),
    Column("host_latency", "1", "waiting at hosts"),
    Column("community", "1", "factor of tokens per chip for open weights"),
    Column("happenings", "count", "noted so far"),
)


def _dtype(*groups: tuple[Column, ...]) -> np.dtype[Any]:
    return np.dtype([(column.name, "f8") for group in groups for column in group])


LAB_DTYPE = _dtype(LAB_RECORDED, LAB_HIDDEN, LEVER_COLUMNS)
PRODUCT_DTYPE = _dtype(PRODUCT_COLUMNS)
SEGMENT_DTYPE = _dtype(SEGMENT_COLUMNS)
IDEA_DTYPE = _dtype(IDEA_COLUMNS)
MARKET_DTYPE = _dtype(MARKET_RECORDED, MARKET_HIDDEN)
EVENT_DTYPE = _dtype(EVENT_COLUMNS)
HAPPENING_DTYPE = _dtype(HAPPENING_COLUMNS)
RULES_DTYPE = np.dtype([(name, "f8") for name in load_parameters()])
"""The parameters of a run, in the order of parameters.toml."""
FIRST_LEVER = len(LAB_RECORDED) + len(LAB_HIDDEN)


class World(NamedTuple):
    """The state of a batch of runs."""

    market: Array
    """[runs] of MARKET_DTYPE."""
    lab: Array
    """[runs, labs] of LAB_DTYPE."""
    product: Array
    """[runs, labs, 2] of PRODUCT_DTYPE: flagship and mini."""
    idea: Array
    """[runs, ideas] of IDEA_DTYPE."""
    left: Array
    """[runs, labs, ideas] hazard left before a lab knows an idea; about NEVER once known."""
    known_at: Array
    """[runs, labs, ideas] month since which a lab knows an idea; NEVER where it does not."""
    copied: Array
    """[runs, labs, ideas] 1 where it was learned mostly from rivals."""
    pool: Array
    """[runs, 5, ideas] working space of a month's research."""
    segment: Array
    """[runs, segments] of SEGMENT_DTYPE."""
    share: Array
    """[runs, segments, labs * 2] share of a segment's need that each product serves."""
    event: Array
    """[runs, events] of EVENT_DTYPE."""
    happening: Array
    """[runs, room] of HAPPENING_DTYPE; room 0 where nothing is noted."""
    scratch: Array
    """[runs, DEMAND_ROWS, labs * 2] working space of a month's demand, a row per figure."""


def empty_world(
    runs: int, labs: int, ideas: int, segments: int, events: int, happenings: int
) -> World:
    """A world of zeros with the given axes."""

    def records(dtype: np.dtype[Any], *shape: int) -> Array:
        return np.zeros((runs, *shape), dtype).view(np.recarray)

    return World(
        market=records(MARKET_DTYPE),
        lab=records(LAB_DTYPE, labs),
        product=records(PRODUCT_DTYPE, labs, PRODUCTS),
        idea=records(IDEA_DTYPE, ideas),
        left=np.zeros((runs, labs, ideas)),
        known_at=np.zeros((runs, labs, ideas), np.float32),
        copied=np.zeros((runs, labs, ideas), np.float32),
        pool=np.zeros((runs, 5, ideas)),
        segment=records(SEGMENT_DTYPE, segments),
        share=np.zeros((runs, segments, labs * PRODUCTS)),
        event=records(EVENT_DTYPE, events),
        happening=records(HAPPENING_DTYPE, happenings),
        scratch=np.zeros((runs, DEMAND_ROWS, labs * PRODUCTS)),
    )


def copy_world(world: World) -> World:
    """An independent copy: what a fork or an undo needs."""
    return World(*(array.copy() for array in world))


def clear_world(world: World) -> None:
    """Back to zeros, in the same memory."""
    for array in world:
        array[...] = np.zeros((), array.dtype)


def plain(records: Array) -> Array:
    """The same memory as plain float64 numbers, with the fields as a last axis."""
    fields = len(records.dtype.names)
    flat = records.view(np.ndarray).view(np.float64)
    return flat.reshape(*records.shape, fields)
