"""The levers as rows of the page, made of their metadata.

Nothing about a lever is written here twice: label, range, unit, help, cost, choices and when it
bites come from `tenfold.agents`. A row's position is a whole number; `scale_of` says what it stands
for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import floor, log2, log10
from typing import Any

from tenfold.agents.decision import LEVER, SUM_TO_ONE, Lever
from tenfold.sim.game.basic import COPYING, SPLIT

Row = dict[str, Any]
Card = dict[str, Any]

TITLES = {
    "compute": "Compute", "research": "Research", "training": "Training", "release": "Release",
    "price": "Price", "money": "Money", "rules": "Rules",
}  # fmt: skip
"""Group of levers to the title of its card, in the order of the cards."""
SPLITS = {"compute": "What your chips do", "research": "What research looks for"}
"""Group of levers to what its shares of one are called."""
BITES = {
    "now": "A change takes effect at once",
    "next run": "A change takes effect when your next run begins",
    "on delivery": "A change takes effect when chips are delivered, a quarter later",
}
RELEASES = ("Closed", "Open")
"""Of the best model, in basic mode."""
BRIEF = {
    "run_months": "run", "model_size": "size", "post_training": "practice",
    "distil": "rivals’ answers", "flagship_release": "best", "mini_release": "small",
    "flagship_price": "best", "mini_price": "small", "order": "orders", "channels": "channel",
    "pay": "pay", "legal_share": "exports", "enforcement": "pursuit", "home_subsidy": "support",
    "open_gap": "open weights",
}  # fmt: skip
"""What a lever is called in the line of its folded card; others do not stand there."""
ANSWERS = "answers"
"""The group of levers that answer questions: these stand with the news, not in a card."""
STEPS = 100
"""Positions for each doubling of a ratio, and for a whole share."""


def scale_of(lever: Lever) -> tuple[str, float]:
    """How a lever's positions are to be read: kind of scale, and the value of a step."""
    if lever.whole or lever.choices:
        return "step", 1.0
    if lever.unit.startswith("times"):
        return "ratio", 0.0
    if lever.unit.startswith("share") or lever.high <= 1.0:
        return "share", 1.0 / STEPS
    return "step", nice_step(lever.high - lever.low)


def nice_step(width: float) -> float:
    """A round step that cuts a range into at least 50 parts.

    >>> nice_step(400.0), nice_step(1e9), nice_step(12.0)
    (5.0, 20000000.0, 0.2)
    """
    power = 10.0 ** floor(log10(width / 50.0))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= width / 50.0)


def position(lever: Lever, value: float) -> int:
    """Where on its scale a value lies."""
    scale, step = scale_of(lever)
    if scale == "ratio":
        return round(STEPS * log2(max(value, 1e-6)))
    return round(value / step)


def hundredths(shares: Sequence[float]) -> list[int]:
    """Shares of one as whole per cent that sum to 100: the largest remainders are rounded up.

    >>> hundredths([0.455, 0.1, 0.295, 0.15]), hundredths([1 / 3, 1 / 3, 1 / 3])
    ([46, 10, 29, 15], [34, 33, 33])
    """
    total = sum(shares) or 1.0
    exact = [100.0 * share / total for share in shares]
    whole = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda k: whole[k] - exact[k])
    for k in order[: 100 - sum(whole)]:
        whole[k] += 1
    return whole


def positions(values: Mapping[str, float], levers: Mapping[str, Lever]) -> dict[str, int]:
    """Settings as the page keeps them: whole per cent, prices as 100 steps for each doubling."""
    placed = {}
    for name, value in values.items():
        if name == COPYING:
            placed[name] = round(STEPS * value)
        elif name in levers:
            placed[name] = position(levers[name], value)
    for names in SUM_TO_ONE:
        if all(name in values and name in levers for name in names):
            whole = hundredths([values[name] for name in names])
            placed |= dict(zip(names, whole, strict=True))
    return placed


def helped(lever: Lever) -> str:
    """What a lever does, and what it costs."""
    return f"{lever.help} {lever.cost}"


def row(lever: Lever, **changes: Any) -> Row:
    """One lever as a row of a card."""
    scale, step = scale_of(lever)
    kind = "choice" if lever.choices else "teacher" if lever.name == "teacher" else "slider"
    return {
        "name": lever.name,
        "kind": kind,
        "label": lever.label,
        "brief": BRIEF.get(lever.name, ""),
        "bites": lever.bites,
        "bitesSays": BITES[lever.bites],
        "help": helped(lever),
        "scale": scale,
        "step": step,
        "unit": lever.unit,
        "low": position(lever, lever.low),
        "high": position(lever, lever.high),
        "options": [
            {"value": place, "label": word.capitalize()} for place, word in enumerate(lever.choices)
        ],
        "notes": [lever.name],
    } | changes


def split(name: str, label: str, names: Sequence[str], levers: Mapping[str, Lever]) -> Row:
    """Several shares that sum to 100 % as one row with a handle between each two."""
    first = levers[names[0]]
    return row(
        first,
        name=name, kind="split", label=label, notes=list(names),
        help=" ".join(f"{levers[part].label}: {helped(levers[part])}" for part in names),
        parts=[{"name": part, "label": levers[part].label} for part in names],
    )  # fmt: skip


def basic_cards() -> list[Card]:
    """The five levers of the basic mode, a card each."""
    release, price, distil = (
        LEVER[name] for name in ("flagship_release", "flagship_price", "distil")
    )
    compute = split("compute", TITLES["compute"], SPLIT, LEVER)
    said = [f"{LEVER[name].label}: {LEVER[name].help}" for name in SPLIT]
    compute |= {"help": " ".join(said), "notes": ["compute"]}
    copying = row(
        LEVER["replicate"], name=COPYING, label=TITLES["research"], notes=[COPYING],
        ends=[LEVER["explore"].label, LEVER["replicate"].label],
        help=f"{LEVER['explore'].label}: {helped(LEVER['explore'])} "
        f"{LEVER['replicate'].label}: {helped(LEVER['replicate'])}",
    )  # fmt: skip
    options = [{"value": k, "label": word} for k, word in enumerate(RELEASES)]
    rows = [
        compute, copying, row(distil, ends=["None", "All out"]),
        row(release, options=options), row(price, label=TITLES["price"]),
    ]  # fmt: skip
    return [{"name": one["name"], "title": one["label"], "rows": [one]} for one in rows]


def whole_cards(levers: Iterable[Lever]) -> list[Card]:
    """Every lever, in a card for each group; shares that sum to one are a single row."""
    known = {lever.name: lever for lever in levers}
    rows: dict[str, list[Row]] = {}
    done: set[str] = set()
    for lever in known.values():
        if lever.name in done or lever.group == ANSWERS:
            continue
        names = next((names for names in SUM_TO_ONE if lever.name in names), ())
        done.update(names or (lever.name,))
        cards = rows.setdefault(lever.group, [])
        if names:
            cards.append(split(lever.group, SPLITS[lever.group], names, known))
        else:
            cards.append(row(lever))
    order = [*(group for group in TITLES if group in rows), *(g for g in rows if g not in TITLES)]
    return [{"name": group, "title": title_of(group), "rows": rows[group]} for group in order]


def title_of(group: str) -> str:
    """The title of the card of a group of levers."""
    return TITLES.get(group, group.capitalize())


def names_of(row: Row) -> list[str]:
    """The levers that a row sets."""
    return [part["name"] for part in row["parts"]] if row["kind"] == "split" else [row["name"]]


def scale_named(name: str, levers: Mapping[str, Lever]) -> Card:
    """Kind of scale and step of a lever; the share that is copying is no lever of its own."""
    kind, step = ("share", 1.0 / STEPS) if name == COPYING else scale_of(levers[name])
    return {"kind": kind, "step": step}
