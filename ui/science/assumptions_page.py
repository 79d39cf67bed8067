"""What we know, what we assume: a page in Markdown with pictures, from a sensitivity sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenfold.scenarios.ensembles import Ensemble
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.sensitivity.knowledge import (
    ASSUMED,
    INFORMED,
    PUBLISHED,
    WEIGHTY,
    Known,
)
from tenfold.sim.sweep.answer.results import Results
from tenfold.sim.sweep.answer.sensitivity import Index
from tenfold.ui.science.markdown import table
from tenfold.ui.science.pictures import picture_file

SHOWN = 10
"""Constants that a picture shows."""
NAMED = 4
"""Constants that the table of outcomes names."""
PICTURES = "pictures/sensitivity"


@dataclass(frozen=True)
class Assumptions:
    """What the page is made from.

    Attributes:
        results: of the sweep.
        weights: outcome to indices, greatest total first.
        known: every constant, the weightiest first.
        ensemble: calibrated parameter sets.
        sources: what it was made with, a line each.
    """

    results: Results
    weights: Mapping[str, Sequence[Index]]
    known: Sequence[Known]
    ensemble: Ensemble
    sources: Sequence[str]


def assumptions_files(page: Assumptions) -> dict[str, str]:
    """Name of each file to its text: the page and its pictures."""
    files = {
        f"{PICTURES}/{_slug(outcome)}.svg": picture_file(_picture(page, outcome), _slug(outcome))
        for outcome in page.weights
    }
    return {"assumptions.md": assumptions_text(page)} | files


def assumptions_text(page: Assumptions) -> str:
    """The page."""
    groups = {
        standing: [each for each in page.known if each.standing == standing]
        for standing in (INFORMED, PUBLISHED, ASSUMED)
    }
    weighty = [each for each in groups[ASSUMED] if each.weighty]
    light = [each for each in groups[ASSUMED] if not each.weighty]
    blocks = [
        "# What we know, what we assume",
        *_opening(page, groups, weighty, light),
        "## What the outcomes depend on",
        _outcomes_table(page),
        *(
            f"![{_label(page, outcome)}]({PICTURES}/{_slug(outcome)}.svg)"
            for outcome in page.weights
        ),
        f"## What data tell ({len(groups[INFORMED])})",
        "Published figures move these by themselves, or bind them together with others. "
        "[How](calibration.md) they were fitted, and which figures speak to which constant, has a "
        "page of its own.",
        _informed_table(groups[INFORMED]),
        f"## What is published and taken as it is ({len(groups[PUBLISHED])})",
        _table(groups[PUBLISHED]),
        f"## What we assume, and much hangs on it ({len(weighty)})",
        "Nothing published tells, and the outcomes would be others if it were otherwise. Here "
        "measurement would help most.",
        _table(weighty),
        f"## What we assume, and little hangs on it ({len(light)})",
        _table(light),
        "## Made from",
        "\n".join(f"- {line}" for line in page.sources),
    ]
    return "\n\n".join(blocks) + "\n"


def _opening(
    page: Assumptions,
    groups: Mapping[str, Sequence[Known]],
    weighty: Sequence[Known],
    light: Sequence[Known],
) -> list[str]:
    results = page.results
    return [
        f"The model has {len(page.known)} constants that could be otherwise: "
        f"{len(groups[INFORMED])} are informed by published data, {len(groups[PUBLISHED])} are "
        f"published figures taken as they are, {len(weighty) + len(light)} are assumed. Of those "
        f"assumed, {len(weighty)} weigh {_share(WEIGHTY)} or more on some main outcome, "
        f"{len(light)} weigh less.",
        f"Weights are Sobol's total indices: the share of an outcome's variance that would be gone "
        f"if the constant were known, its part in interactions included, when all constants vary "
        f"over their whole ranges. They come from {results.races:,} races of "
        f"{results.scenario} over {results.months} months "
        f"({len(results.points):,} parameter sets, {results.lucks} lucks each, the same at every "
        f"set). In brackets: half the 90 % interval; an index within it of 0 is not told from 0. "
        "A constant counts as informed where the published figures move it by themselves, or bind "
        "it together with others: the pace of the frontier, say, fixes a product of several.",
    ]


def _outcomes_table(page: Assumptions) -> str:
    rows = []
    for outcome, indices in page.weights.items():
        names = ", ".join(f"`{each.name}` {_index(each)}" for each in indices[:NAMED])
        rows.append((_label(page, outcome), names))
    return table([("Outcome", "Weighs most"), *rows])


def _informed_table(known: Sequence[Known]) -> str:
    rows = [
        (
            *_first_cells(each),
            f"{each.low:.3g} to {each.high:.3g}",
            _share(each.narrowed),
            _weight(each),
        )
        for each in known
    ]
    head = ("Constant", "What it is", "Used", "Thought possible", "Fits (90 %)", "Narrower by")
    return table([(*head, "Weight"), *rows])


def _table(known: Sequence[Known]) -> str:
    rows = [(*_first_cells(each), _weight(each)) for each in known]
    return table([("Constant", "What it is", "Used", "Thought possible", "Weight"), *rows])


def _first_cells(each: Known) -> tuple[str, str, str, str]:
    about = each.parameter
    return (
        f"`{about.name}`",
        f"{about.meaning} [{about.unit}]",
        f"{about.value:.4g}",
        f"{about.low:.4g} to {about.high:.4g}",
    )


def _weight(each: Known) -> str:
    return f"{_index(each.index)} on {each.outcome}"


def _index(index: Index) -> str:
    return f"{max(index.total, 0.0):.2f} (±{index.total_half:.2f})"


def _picture(page: Assumptions, outcome: str) -> Dots:
    rows = [
        (
            each.name.replace("_", " "),
            each.total,
            max(0.0, each.total - each.total_half),
            each.total + each.total_half,
        )
        for each in page.weights[outcome][:SHOWN]
    ]
    return Dots(rows, "total index (share of variance)", _label(page, outcome))


def _label(page: Assumptions, outcome: str) -> str:
    text = page.results.label(outcome).text
    who, colon, what = text.partition(": ")
    if colon and len(who) == len("us"):  # a country by its letters
        return f"{who.upper()}: {what}"
    return text[0].upper() + text[1:]


def _share(value: float) -> str:
    return f"{100.0 * value:.0f} %"


def _slug(outcome: str) -> str:
    return outcome.replace(".", "-").replace("_", "-")
