"""Columns: the figures of products, segments, ideas, events and notes; those of labs: world.py."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One figure of the state: its name, its unit and what it means."""

    name: str
    unit: str
    meaning: str


PRODUCT_COLUMNS: tuple[Column, ...] = (
    Column("capability", "index points", "as it truly is"),
    Column("score", "index points", "as benchmarks show it"),
    Column("perceived", "index points", "as customers believe"),
    Column("reasoning", "index points", "extra skill in maths and code"),
    Column("parameters", "active parameters", "size of the model"),
    Column("generic", "share", "of skill taken from a teacher"),
    Column("release", "choice", "0 closed, 1 open, 2 staged"),
    Column("released_at", "month", "on sale since"),
    Column("opened_at", "month", "weights published"),
    Column("staged_at", "month", "when the wait for opening began"),
    Column("ideas_at", "month", "ideas known then are inside"),
    Column("known", "nats", "continuous engine: own knowledge inside"),
    Column("served", "nats", "own knowledge of serving inside"),
    Column("price", "USD per million tokens", "of the lab's own service"),
    Column("going", "USD per million tokens", "what costs, lead and load suggest"),
    Column("offered", "USD per million tokens", "what customers pay, hosts included"),
    Column("cost", "USD per million tokens", "compute of the lab's own service"),
    Column("latency", "1", "waiting for an answer"),
    Column("wanted", "tokens per month", "demand"),
    Column("computed", "share", "of wanted tokens that caching does not answer"),
    Column("own_share", "share", "of wanted tokens asked of the lab itself"),
    Column("tokens", "tokens per month", "used, hosts and self-hosting included"),
    Column("hosted", "tokens per month", "served by third parties or by large users themselves"),
    Column("revenue", "USD per month", "of the lab"),
    Column("elasticity", "1", "of demand to price, weighed over segments"),
)

SEGMENT_COLUMNS: tuple[Column, ...] = (
    Column("need", "index points", "where a model becomes useful"),
    Column("saturation", "index points", "where more skill adds nothing"),
    Column("quality", "per 10 points", "weight of skill"),
    Column("price", "1", "weight of the log price"),
    Column("latency", "1", "weight of waiting"),
    Column("openness", "1", "weight of open weights"),
    Column("brand", "1", "weight of a lab's standing"),
    Column("inertia", "per month", "share of customers that choose anew"),
    Column("growth", "per year", "growth factor at the start"),
    Column("elasticity", "1", "of volume to the mean price"),
    Column("rising", "1", "how far needs follow the frontier"),
    Column("reasoning", "share", "of maths and code in the work"),
    Column("static", "share", "of tokens that a cache can answer"),
    Column("custom", "index points", "an open product gains by tuning"),
    Column("ensemble", "index points", "gained by combining open products"),
    Column("editing", "hours per 1000 pieces", "at ten points below need; 0 no editing"),
    Column("trusted", "0 or 1", "holds chosen customers of withheld models"),
    Column("volume", "tokens per month", "wanted if everyone were served, at start prices"),
    Column("mean_price", "USD per million tokens", "paid now"),
    Column("first_price", "USD per million tokens", "paid at the start"),
    Column("tokens", "tokens per month", "wanted now"),
    Column("outside", "share", "of need met by nobody"),
)

IDEA_COLUMNS: tuple[Column, ...] = (
    Column("ease", "1", "inverse difficulty"),
    Column("kind", "choice", "0 ordinary, 1 breakthrough, 2 serving"),
    Column("gain", "nats", "of effective compute, or of tokens per chip"),
    Column("scale_gain", "nats per nat", "more for larger runs"),
    Column("exposure", "1", "ease of copying: 1 nobody has it"),
    Column("found_at", "month", "first discovery"),
    Column("finder", "lab", "who found it first; -1 nobody"),
    Column("shown_at", "month", "first visible in a released model"),
    Column("shown_by", "lab", "in whose; -1 nobody"),
    Column("copied_at", "month", "first learned by a rival after it was shown"),
    Column("copier", "lab", "by whom; -1 nobody"),
)

EVENT_COLUMNS: tuple[Column, ...] = (
    Column("kind", "choice", "place in EVENT_KINDS"),
    Column("month", "month", "when it comes"),
    Column("amount", "1", "how large"),
    Column("months", "months", "how long; NEVER for good"),
)

HAPPENING_COLUMNS: tuple[Column, ...] = (
    Column("month", "month", ""),
    Column("kind", "choice", "a happenings.Kind"),
    Column("lab", "lab", "to whom; -1 the market"),
    Column("other", "lab", "involving whom; -1 nobody"),
    Column("amount", "1", "how much"),
)
