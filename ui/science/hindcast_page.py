"""The hindcast as a document: what was done, the rule, the result, pictures, cautions."""

from __future__ import annotations

import math

import numpy as np

from tenfold.scenarios.ensembles import MOVED
from tenfold.sim.compiled import engine_version
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.hindcast.judge import BANDS, FAMILIES, LEAST_COVERED, MIDDLE, RULED, Errors
from tenfold.sim.hindcast.naive import KNOWN, NAIVE
from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import QUANTITIES
from tenfold.sim.hindcast.start import load_hindcast
from tenfold.sim.hindcast.study import MAIN, MONTHS, SEED, VIEWS, Study, shares
from tenfold.ui.science.hindcast_words import (
    CAREFUL,
    CHANGED,
    CHIPS_ALONE,
    INDEX,
    KNEW,
    METHOD,
    NAIVE_WORDS,
    RULE,
)
from tenfold.ui.science.leaflet import Block, Drawn, Heading, Leaflet, Prose, Table

SHOWN = (
    "best_us", "best_china", "best_closed", "best_open", "lag_china", "lag_open",
    "training_us", "training_china", "price_fixed", "compute_us",
)  # fmt: skip
"""Quantities with a picture, in the order of the page."""
NEAR = "lag, 1.5 points forgiven"
NARROW = 0.2
"""Skill below which a win is called narrow."""


def hindcast_leaflet(study: Study) -> Leaflet:
    """The document of a judged hindcast."""
    blocks: list[Block] = [
        Prose(_result(study)),
        Prose(_losses(study)),
        Prose(_method(study)),
        Prose(INDEX),
        Heading("The rule"),
        Prose(RULE),
        Prose(CHANGED),
        Prose(NAIVE_WORDS),
        Heading("Result"),
        _families(study),
        Prose(
            "Skill is 1 less the ratio of the error to that of a naive forecast: above 0 is better "
            "than it."
        ),
        _quantities(study),
        *(Drawn(f"hindcast-{name.replace('_', '-')}", _picture(study, name)) for name in SHOWN),
        Heading("Counted and weighed otherwise"),
        _views(study),
        Heading("The first year"),
        Prose(
            "2024 was fitted, by the ensemble and by the weights, so these errors show how far it "
            "could be fitted and no skill."
        ),
        _first_year(study),
        Heading("Token shares"),
        Prose(
            "Published shares are of one marketplace of programmers and of weights that are open; "
            "the model counts all tokens, and labs whose best model is open, or that are Chinese. "
            "They are shown and not judged."
        ),
        _shares(study),
        Heading("Stocks that were drawn"),
        _stocks(study),
        Prose(_chips_alone()),
        Heading("What the hindcast knew and a forecaster of 2024 did not"),
        Prose(_knew(study)),
        Heading("What to be careful with"),
        Prose(CAREFUL),
        Heading("Made by"),
        Prose(_made(study)),
    ]
    return Leaflet("hindcast", "Hindcast: 2024 and 2025 from the end of 2023", blocks)


def _result(study: Study) -> str:
    main = study.main
    parts = []
    for family in RULED:
        each = main.families[family]
        best = min(each.naive, key=lambda name: each.naive[name])
        verb = "beats all three naive forecasts" if main.beats[family] else "does not beat them all"
        unit = "index points" if family == "index" else "months"
        parts.append(
            f"For the {family} it {verb}: its mean error of 2025 is {each.absolute:.2f} {unit}, "
            f"that of the best of them ({best}) {each.naive[best]:.2f}."
        )
    word = "passes" if main.passes else "fails"
    return (
        f"The hindcast {word} its rule. {' '.join(parts)} Its 80 % bands hold "
        f"{100 * main.covered[80]:.0f} % of the months of these series, its 50 % bands "
        f"{100 * main.covered[50]:.0f} %. {_counting(study)} {_unfitted(study)}"
    )


def _unfitted(study: Study) -> str:
    """What form and ranges do by themselves, without any fit or weights."""
    judged = next(judged for view, judged in study.judged.items() if view.prior)
    word = "pass" if judged.passes else "do not pass"
    index, lag = (_against(judged.families[family]) for family in RULED)
    return f"Races of the even prior, without fit and weights, {word}: index {index}, lag {lag}."


def _counting(study: Study) -> str:
    """How the lag's result hangs on the margin and on the way of counting."""
    strict, near = (study.main.families[name] for name in ("lag", NEAR))
    best = min(near.naive, key=lambda name: near.naive[name])
    figures = f"({near.absolute:.2f} months against {near.naive[best]:.2f})"
    least = min(strict.skill.values())
    won = study.main.beats["lag"]
    wins = near.absolute < near.naive[best]
    told = f"with 1.5 points forgiven the model {'beats all three' if wins else 'loses to ' + best}"
    if not won:
        return f"Counted otherwise, {told} {figures}."
    margin = "narrowly" if least < NARROW else "clearly"
    hangs = "also when counted otherwise" if wins else "and that hangs on counting"
    return f"The lag is won {margin} (skill {_signed(least)}), {hangs}: {told} {figures}."


def _losses(study: Study) -> str:
    """Where a naive forecast was nearer, and what the bands missed: as plain as the result."""
    nearer, missed = [], []
    for name, each in study.main.errors.items():
        meaning = QUANTITIES[name].meaning
        known = {title: error for title, error in each.naive.items() if math.isfinite(error)}
        best = min(known, key=lambda title: known[title])
        if known[best] <= each.absolute:
            nearer.append(f"{meaning} ({each.absolute:.2f} against {known[best]:.2f} of {best})")
        if each.covered[80] < LEAST_COVERED:
            missed.append(f"{meaning} ({100 * each.covered[80]:.0f} %)")
    parts = []
    if nearer:
        parts.append(f"Taken one by one, a naive forecast was nearer for {'; '.join(nearer)}.")
    else:
        parts.append("Taken one by one, no naive forecast was nearer for any quantity.")
    if missed:
        parts.append(f"The 80 % band was too narrow or in the wrong place for {'; '.join(missed)}.")
    return " ".join(parts)


def _method(study: Study) -> str:
    return METHOD.format(
        ensemble=study.ensemble.name,
        months=MONTHS,
        lucks=study.lucks,
        races=study.rows * study.lucks,
        form=f"{MAIN.error:g}",
        worth=study.main.worth,
    )


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−") if math.isfinite(number) else "–"


def _families(study: Study) -> Table:
    head = ("Judged together", "Error", *(f"Error of {name}" for name in NAIVE), "Bias",
            "In 50 % band", "In 80 % band",
            *(f"Skill against {name}" for name in NAIVE))  # fmt: skip
    rows = [
        (
            *_row(f"{_capital(name)} [{QUANTITIES[FAMILIES[name][0]].unit}]", each),
            *(_signed(skill) for skill in each.skill.values()),
        )
        for name, each in study.main.families.items()
    ]
    return Table(head, rows)


def _quantities(study: Study) -> Table:
    head = ("Quantity, month-ends of 2025", "Error", *(f"Error of {name}" for name in NAIVE),
            "Bias", "In 50 % band", "In 80 % band")  # fmt: skip
    rows = []
    for name, each in study.main.errors.items():
        quantity = QUANTITIES[name]
        few = f", {each.months} of {MONTHS - KNOWN} months" if each.months < 12 else ""
        rows.append(_row(f"{_capital(quantity.meaning)} [{quantity.unit}{few}]", each))
    return Table(head, rows)


def _first_year(study: Study) -> Table:
    head = ("Quantity, month-ends of 2024", "Error", "Bias", "In 50 % band", "In 80 % band")
    rows = []
    for name, each in study.main.first_year.items():
        row = _row(f"{_capital(QUANTITIES[name].meaning)} [{QUANTITIES[name].unit}]", each)
        rows.append((*row[:2], *row[2 + len(NAIVE) :]))
    return Table(head, rows)


def _row(title: str, each: Errors) -> tuple[str, ...]:
    return (
        title,
        f"{each.absolute:.2f}",
        *(f"{error:.2f}" if math.isfinite(error) else "–" for error in each.naive.values()),
        f"{each.bias:+.2f}".replace("-", "−"),
        *(f"{100 * each.covered[width]:.0f} %" for width in BANDS),
    )


def _views(study: Study) -> Table:
    rows = []
    for view in VIEWS:
        judged = study.judged[view]
        rows.append(
            (
                _capital(view.name) + (" (the rule)" if view == MAIN else ""),
                "yes" if judged.passes else "no",
                *(_against(judged.families[family]) for family in RULED),
                *(f"{100 * judged.covered[width]:.0f} %" for width in BANDS),
                f"{judged.worth:,.0f}",
            )
        )
    head = ("Models and races", "Passes", "Index: error (best naive)", "Lag: error (best naive)",
            "In 50 % band", "In 80 % band", "Worth races")  # fmt: skip
    return Table(head, rows)


def _against(each: Errors) -> str:
    best = min(each.naive, key=lambda name: each.naive[name])
    return f"{each.absolute:.2f} ({best} {each.naive[best]:.2f})"


def _shares(study: Study) -> Table:
    rows = [
        (
            _capital(QUANTITIES[each["quantity"]].meaning),
            f"{each['q50']:.2f} ({each['q10']:.2f} to {each['q90']:.2f})",
            f"{each['published']:.2f}",
            each["meaning"],
        )
        for each in shares(study)
    ]
    return Table(("In the race", "Median (80 % band)", "Published", "Of what"), rows)


def _stocks(study: Study) -> Table:
    rows = []
    for lab in load_hindcast().labs:
        drawn = study.simulated.stocks[lab.name].quantile([0.05, 0.5, 0.95]).tolist()
        figure = lab.compute
        rows.append(
            (
                lab.name,
                "assumption" if figure.assumption else "published",
                f"{figure.value:,.0f} ({figure.low:,.0f} to {figure.high:,.0f})",
                f"{drawn[1]:,.0f} ({drawn[0]:,.0f} to {drawn[2]:,.0f})",
            )
        )
    head = ("Lab", "Stock is", "H100e at the end of 2023", "Drawn: median (90 %)")
    return Table(head, rows)


def _chips_alone() -> str:
    figures = [(lab.name, lab.capability) for lab in load_hindcast().labs]
    widths = [each.high - each.low for _, each in figures if not each.assumption]
    assumed = [name for name, each in figures if each.assumption]
    return CHIPS_ALONE.format(
        labs=len(assumed),
        names=", ".join(assumed),
        least=min(widths),
        most=max(widths),
    )


def _knew(study: Study) -> str:
    moved = study.ensemble.about.get(MOVED, ())
    return KNEW.format(
        moved=len(moved) if moved else "none", constants=len(study.ensemble.parameters)
    )


def _made(study: Study) -> str:
    about = study.ensemble.about
    told = f", sha256 {str(about['sha256'])[:12]}" if "sha256" in about else ""
    return (
        f"`python run.py hindcast --out results/hindcast`, engine {engine_version()}, seed {SEED}, "
        f"ensemble `{study.ensemble.name}` ({study.rows} rows{told}). The same command gives the "
        "same bits. What happened stands with its sources in `scenarios/evidence`, in "
        "`history-index.toml`, `history-training.toml`, `history-prices.toml`, "
        "`labs-history.toml` and `labs-2025.toml`; most figures are by Epoch AI, epoch.ai, "
        "CC BY 4.0."
    )


def _picture(study: Study, name: str) -> Lines:
    quantity = QUANTITIES[name]
    bands = study.main.bands[name]
    sold, shown = observe(MONTHS, False).values[name], observe(MONTHS, True).values[name]
    months = [float(month) for month in range(MONTHS + 1)]
    low, high = BANDS[80]
    series = [
        Series("races, 80 % band", months, bands[MIDDLE].tolist(), bands[low].tolist(),
               bands[high].tolist()),
        _known("observed", months, sold.tolist()),
    ]  # fmt: skip
    if math.isfinite(sold[KNOWN]) and math.isfinite(sold[0]):
        trend = NAIVE["last trend"](observe(MONTHS, False), name)[KNOWN:].tolist()
        series.append(Series("naive: last trend", months[KNOWN:], trend, dashed=True))
    differs = np.isfinite(shown) & (np.abs(shown - sold) > 1e-9)
    if differs.any():  # from the last month in which both agree to the first in which they do again
        near = differs | np.append(differs[1:], False) | np.append(False, differs[:-1])
        path = np.where(near, shown, np.nan).tolist()
        series.append(_known("observed, counting previews", months, path, True))
    return Lines(
        series,
        "months after the end of 2023",
        f"{quantity.meaning}, {quantity.unit}",
        _capital(quantity.meaning),
    )


def _known(name: str, months: list[float], values: list[float], dashed: bool = False) -> Series:
    """What is known of a series, as a line."""
    pairs = [(x, y) for x, y in zip(months, values, strict=True) if math.isfinite(y)]
    return Series(name, [x for x, _ in pairs], [y for _, y in pairs], dashed=dashed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
