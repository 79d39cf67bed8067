"""Small pictures for the cards of races, drawn from what a scenario itself says."""

from __future__ import annotations

from math import ceil

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import LabSpec, Scenario
from tenfold.ui.charts.palette import lab_colours

WIDTH, HEIGHT, GAP = 300, 52, 4
LEAST = 1.5
"""Height of the smallest bar, px: nobody has nothing."""
IDEAS = 30
"""Ideas drawn where a card shows their gains."""
SAYS = {
    "compute": "Chips of each lab",
    "capability": "Best model of each lab; rings are open",
    "staff": "People of each lab",
    "revenue": "Sales of each lab",
    "cash": "Cash of each lab",
    "imports": "Chips that may be imported, month by month",
    "ideas": "What ideas are worth",
}


def picture(scenario: Scenario, seat: str) -> dict[str, str]:
    """The picture of a race's card.

    Args:
        scenario: the race.
        seat: the lab drawn in the player's colour.

    Returns:
        `svg` that scales to its place and follows the reader's theme, and `says` what it shows.
    """
    kind = scenario.picture
    places = [lab.name for lab in scenario.labs]
    colours = lab_colours([lab.kind for lab in scenario.labs], places.index(seat))
    if kind == "imports":
        marks = _imports(scenario)
    elif kind == "ideas":
        marks = _ideas(scenario)
    elif kind == "capability":
        marks = _levels(scenario.labs, colours)
    else:
        marks = _bars([getattr(lab, kind).value for lab in scenario.labs], colours)
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMinYMid" '
        'aria-hidden="true" focusable="false">'
        f"{marks}</svg>"
    )
    return {"svg": svg, "says": SAYS[kind]}


def _bars(values: list[float], colours: list[str]) -> str:
    """Bars by size, the largest first."""
    order = sorted(zip(values, colours, strict=True), key=lambda bar: -bar[0])
    wide = (WIDTH + GAP) / len(order) - GAP
    marks = []
    for place, (value, colour) in enumerate(order):
        high = max(value / order[0][0] * HEIGHT, LEAST)
        marks.append(_box(place * (wide + GAP), high, wide, colour))
    return "".join(marks)


def _box(left: float, high: float, wide: float, colour: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{HEIGHT - high:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'style="fill:{colour}"/>'
    )


def _levels(labs: tuple[LabSpec, ...], colours: list[str]) -> str:
    """Dots along a line: further right is more capable, a ring is open."""
    values = [lab.capability.value for lab in labs]
    low, high = min(values), max(values)
    edge, radius, middle = 10.0, 7.0, HEIGHT / 2
    marks = [
        f'<line x1="0" x2="{WIDTH}" y1="{middle:g}" y2="{middle:g}" style="stroke:var(--rule)"/>'
    ]
    for lab, value, colour in zip(labs, values, colours, strict=True):
        across = edge + (value - low) / max(high - low, 1e-9) * (WIDTH - 2 * edge)
        fill = "var(--page)" if lab.flagship_release == "open" else colour
        marks.append(
            f'<circle cx="{across:.1f}" cy="{middle:g}" r="{radius:g}" '
            f'style="fill:{fill};stroke:{colour};stroke-width:2.5"/>'
        )
    return "".join(marks)


def _imports(scenario: Scenario) -> str:
    """What controlled labs may import, as the dated events change it."""
    months = scenario.months
    shares = []
    for month in range(months):
        share = scenario.regulator.legal_share
        for event in scenario.events:
            if event.kind != "controls" or event.month is None or event.yearly_rate is not None:
                continue
            lasts = event.months == 0 or month < event.month + event.months
            share += event.size if event.month <= month and lasts else 0.0
        shares.append(min(max(share, 0.0), 1.0))
    most = max(*shares, 1e-9)
    wide = WIDTH / months
    way = "".join(
        f"V{HEIGHT - max(share / most * HEIGHT, LEAST):.1f}H{(month + 1) * wide:.1f}"
        for month, share in enumerate(shares)
        if month == months - 1 or shares[month + 1] != share
    )
    return f'<path d="M0 {HEIGHT}{way}V{HEIGHT}Z" style="fill:var(--chinese-1)"/>'


def _ideas(scenario: Scenario) -> str:
    """Many small gains, and as many large ones as the scenario makes likely."""
    found = load_parameters().values(scenario.parameters)
    large = max(ceil(found["breakthrough_share"] * IDEAS), 1)
    every = IDEAS // (large + 1)
    wide = (WIDTH + GAP) / IDEAS - GAP
    marks = []
    for place in range(IDEAS):
        rare = place and place % every == 0
        gain = found["breakthrough_gain"] if rare else found["gain_mean"]
        high = max(gain / found["breakthrough_gain"] * HEIGHT, LEAST)
        marks.append(
            _box(place * (wide + GAP), high, wide, "var(--you)" if rare else "var(--rest)")
        )
    return "".join(marks)
