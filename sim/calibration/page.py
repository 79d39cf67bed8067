"""Page: docs/calibration.md, written from what a calibration found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tenfold.scenarios.ensembles import MOVED
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.calibration.best import USUAL, Best, hand_set
from tenfold.sim.calibration.calibrate import Fitted
from tenfold.sim.calibration.fits import FULL, Size
from tenfold.sim.calibration.posterior import ASSUMED, TIED, Marginal, Met, how_met
from tenfold.sim.calibration.space import Space
from tenfold.sim.calibration.study import Study
from tenfold.sim.calibration.target import Target
from tenfold.sim.calibration.weigh import effective

SHOWN = 6
"""Candidates for the best point that the page lists, besides those that are ALWAYS there."""
ALWAYS = (USUAL, "the mode", "the mean")
FAR = 1.0
"""sds from a target beyond which the page says that calibration does not reach it."""
INTRO = """# Calibration: what published figures say about the constants

Written by `python run.py calibrate --out FOLDER --install`; every figure on this page is of that
run, but for the trial of emulators. The ensembles are `scenarios/ensembles/full.csv` (all figures
to the end of 2025) and `before-2025.csv` (figures to the end of 2024 alone, for a hindcast that has
not seen what it is judged on). Sweeps draw from them with `[uncertain] ensemble = "full"`.

## How

The prior is even: each of the {parameters} parameters with a range lies anywhere between `low`
and `high` of `scenarios/parameters.toml`, whatever the others are. Then [history
matching](https://doi.org/10.1214/12-STS412), with scikit-learn's lassos as emulators (works named
in the code stand in the [bibliography](model.md#10-bibliography)):

1. {first_points:,} points of a Latin hypercube are raced on {first_lucks} lucks each, from 2026
   and from the end of 2023.
2. Each target gets an emulator, a quadratic in the parameters that move it. Points further than
   three standard deviations from two or more targets are ruled out. Over the rest,
   {wider_points:,} points are drawn by the fourth root of the emulated likelihood and raced on
   {wider_lucks} lucks.
3. Emulators learn from these too. {last_points:,} points are drawn by the emulated likelihood and
   raced on {last_lucks} lucks.
4. Each point is weighted by the likelihood of what its races gave, over the emulated one. {rows}
   rows are kept: heavy ones with their weight, light ones drawn alike.

The likelihood is normal. Its covariance is the error of what is published, the discrepancy (what
the model would miss with the best constants there are), and, for what happened in 2024 and 2025,
luck: history is one race, so its month-ends are held against the spread of races over luck, with
how figures vary together. The targets of the race from 2026 are the ranges of the facts, which
are meant for the middle of many races; luck is not added to them. That is a judgement: it says
that 2024 and 2025 were years of ordinary luck as far as the pace goes.

Emulators were chosen in a trial that is not kept: ten figures of the race from 2026 at 2,400 points
of 8 lucks, a quarter held out. The quadratics explained 0.52 to 0.96 of the held-out variance (0.86
for the pace, luck included) in half a second a figure; Gaussian processes with a length for each of
the twelve strongest parameters, on what a lasso leaves over, 0.52 to 0.95 in 20 to 116 seconds.
They were better in one figure (0.85 against 0.83) and level in another.

Each point of the race from 2026 has lucks of its own; in the race of real labs points of a batch
share theirs, and each has chips of its own, drawn within what is published or assumed. Seed {seed};
the same bits for any number of processes.
"""


WAVES = """\
The waves rule out little, for errors and luck are wide; nearly all that the fit says comes from the
last step. Rows that are kept have weights of their own, and can be worth fewer equal ones than the
points are.
"""
JUDGEMENTS = """\
Three targets of the race from 2026 are judgements beside the records, not the records themselves:

- F8, 3 months: the first open copy of reasoning models took 4.3 months, other famous ideas took
  longer. The model's ideas are mostly smaller ones, which nobody dates; that they are copied sooner
  is a judgement.
- F13 in the US, 4.0 times a year: the records give 5.2 (4.2 to 6.5). 4.0 is the middle, in logs, of
  the range of the fact, 3.2 to 5, which lies lower: the supply of chips cannot feed the published
  growth for long ([model.md](model.md), section 9).
- F3, 6 months: the middle of the range of the fact, 4 to 8. Published lags of 3.5 and 4.0 count
  what is not significant as caught up; month-ends give 7.1 and 7.75.

Facts and months of 2025 rest in part on the same records (the speed, the lags, the gaps and the
training runs of that year are in both), and are counted as if they were apart. The full ensemble is
somewhat too narrow by that. Observed prices are the lowest so far; those of a race may rise again.
"""


def page(found: Study, size: Size, seed: int) -> str:
    """The whole page as Markdown.

    Args:
        found: by a calibration.
        size: of it.
        seed: of all draws.
    """
    fits, known, best, space = found.fits, found.known, found.best, found.space
    intro = INTRO.format(
        parameters=len(space.names), seed=seed, rows=size.rows,
        first_points=size.first[0], first_lucks=size.first[1],
        wider_points=size.wider[0], wider_lucks=size.wider[1],
        last_points=size.last[0], last_lucks=size.last[1],
    )  # fmt: skip
    full = fits[FULL.name]
    parts = [intro, _waves(fits), WAVES, "## The targets, and how they are met\n"]
    for fitted in fits.values():
        parts.append(_targets(fitted))
    parts.append(_misses(full))
    parts.append(JUDGEMENTS)
    parts.append("## What data say about the parameters\n")
    parts.append(_parameters(known, space))
    parts.append(_assumed(known[FULL.name]))
    parts.append(_best(best, space, known[FULL.name]))
    parts.append(_reasons(full.targets))
    return "\n".join(parts)


def short(found: Study) -> str:
    """What a terminal shows in the end."""
    lines = []
    for fitted in found.fits.values():
        counts = _standings(found.known[fitted.fit.name])
        lines.append(
            f"{fitted.fit.name}: {len(fitted.rows)} rows, points worth"
            f" {effective(fitted.weights):.0f} equal ones, from {len(fitted.targets)} targets;"
            f" of {len(found.space.names)} parameters"
            f" {counts[MOVED]} moved, {counts[TIED]} bound with others, {counts[ASSUMED]} assumed."
        )
    lines.append(
        f"Best point: {found.best.candidate.origin}; what it moves from what was set by hand:"
    )
    return "\n".join(lines)


def _standings(known: Sequence[Marginal]) -> dict[str, int]:
    return {name: sum(m.standing == name for m in known) for name in (MOVED, TIED, ASSUMED)}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def _waves(fits: Mapping[str, Fitted]) -> str:
    rows = []
    for fitted in fits.values():
        size = effective(fitted.weights)
        tempered = "no" if fitted.power == 1.0 else f"to the power {fitted.power:.2f}"
        told = [each.explained for each in fitted.guess.emulators]
        rows.append(
            (
                f"{fitted.fit.name}: {fitted.fit.title}", str(len(fitted.targets)),
                *(f"{100 * part:.3g} %" for part in fitted.left),
                f"{np.median(told):.2f} ({min(told):.2f} to {max(told):.2f})",
                f"{size:.0f} of {len(fitted.weights):,}", tempered, str(len(fitted.rows)),
                f"{effective(fitted.row_weights):.0f}",
            )
        )  # fmt: skip
    head = (
        "Fit", "targets", "prior left after wave 1", "after wave 2",
        "variance that emulators explain: median (range)", "points that weights are worth",
        "weights shrunk", "rows", "equal rows that they are worth",
    )  # fmt: skip
    return _table(head, rows)


def _targets(fitted: Fitted) -> str:
    rows = []
    for target, met in zip(fitted.targets, how_met(fitted), strict=True):
        off = (met.fitted[0] - target.value) / met.error
        rows.append(
            (
                target.title, _number(target.shown(target.value)), f"{target.observation:.2g}",
                f"{target.discrepancy:.2g}", f"{met.error:.2g}", _spread(met.prior, target),
                _spread(met.fitted, target), f"{off:+.1f}", f"{met.explained:.2f}",
            )
        )  # fmt: skip
    head = (
        "Target", "published", "its error", "discrepancy", "all errors (with luck)",
        "model, prior: mean (sd)", "model, ensemble: mean (sd)", "off by, in all errors",
        "emulator explains",
    )  # fmt: skip
    note = (
        f"### {fitted.fit.name}\n\nErrors and sds of growth in logs. Model figures are means over"
        " luck; their sd is over parameters.\n"
    )
    return note + "\n" + _table(head, rows)


def _number(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}" if 1000 <= abs(value) < 1e9 else f"{value:.3g}"


def _spread(moments: tuple[float, float], target: Target) -> str:
    return f"{_number(target.shown(moments[0]))} ({moments[1]:.2g})"


def _misses(fitted: Fitted) -> str:
    far: list[tuple[Target, Met]] = [
        (target, met)
        for target, met in zip(fitted.targets, how_met(fitted), strict=True)
        if abs(met.fitted[0] - target.value) > FAR * met.error
        or abs(met.fitted[0] - target.value) > 2.0 * target.error
    ]
    if not far:
        return "No target of the full fit is missed by more than its errors.\n"
    lines = ["What calibration does not reach, in the full fit:\n"]
    for target, met in far:
        off = abs(met.fitted[0] - target.value)
        lines.append(
            f"- {target.title}: {_number(target.shown(met.fitted[0]))} against"
            f" {_number(target.shown(target.value))}, {off / met.error:.1f} of all errors,"
            f" {off / target.error:.1f} without luck."
        )
    return "\n".join(lines) + "\n"


def _parameters(known: Mapping[str, Sequence[Marginal]], space: Space) -> str:
    full, early = known[FULL.name], next(v for k, v in known.items() if k != FULL.name)
    about = load_parameters()
    rows = []
    order = sorted(range(len(full)), key=lambda k: (full[k].standing == TIED, full[k].alone))
    for k in order:
        each = full[k]
        if each.standing == ASSUMED:
            continue
        spoken = (
            ", ".join(f"{name} {size:.1f}" for name, size in each.spoken) or "many, little each"
        )
        rows.append(
            (
                f"`{each.name}`", about[each.name].unit, _range(space.low[k], space.high[k]),
                f"{_number(each.mean)} ({_range(each.low, each.high)})", f"{each.narrowed:.2f}",
                f"{each.shifted:+.2f}", f"{each.alone:.2f}", each.standing, spoken,
                f"{early[k].narrowed:.2f}, {early[k].shifted:+.2f}",
            )
        )  # fmt: skip
    head = (
        "Parameter", "unit", "prior", "ensemble: mean (5 to 95 %)", "sd over prior's",
        "mean moved, prior sds", "sd if all others were known", "standing",
        "data that speak to it (sds of the target per prior sd)", "before-2025: sd, mean",
    )  # fmt: skip
    counts = _standings(full)
    return (
        f"Of {len(full)} parameters, data move {counts[MOVED]} by themselves (sd at most 0.85 of"
        f" the prior's, or mean moved by 0.3 of it); {counts[TIED]} more are bound together with"
        " others: were all others known, data would narrow them to 0.9 of the prior or less. The"
        " pace of the frontier is such a case: many constants make it, and data know it better"
        " than any of them.\n\n" + _table(head, rows)
    )


def _range(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"


def _assumed(known: Sequence[Marginal]) -> str:
    names = [f"`{each.name}`" for each in known if each.standing == ASSUMED]
    about = load_parameters()
    published = sum(
        each.standing == ASSUMED and about[each.name].status == "published" for each in known
    )
    return (
        f"## Assumptions: {len(names)} parameters that the targets do not inform\n\n{published} of"
        " them are published figures, taken as they are. The ensemble has them as"
        f" the prior has them, and defaults stay as they were: {', '.join(names)}.\n"
    )


def _best(best: Best, space: Space, known: Sequence[Marginal]) -> str:
    changes = best.changes(space)
    old = dict(zip(space.names, hand_set(space), strict=True))
    lines = [
        "## The best point\n",
        "Defaults were set by hand first. Candidates for new ones are the mode (the most likely"
        " point by the emulators, under a prior around what was set by hand and as wide as the even"
        " one: data that hardly care move nothing), steps on the way to it, the mean of the"
        " ensemble and its likeliest members. They take only their informed parameters from there,"
        " rounded to two digits; the others stay. Each is raced on the same lucks and ranked by"
        " likelihood times that prior. The first that keeps every fact that held becomes the"
        f" defaults: **{best.candidate.origin}**. F7 is judged apart, by `run.py facts`."
        " All candidates are compared with the same one draw of the stocks of 2023.\n",
        _ranking(best),
    ]
    if changes:
        moved = [(f"`{name}`", _number(old[name]), _number(new)) for name, new in changes.items()]
        lines += ["", _table(("Parameter", "set by hand", "best point"), moved)]
        lines += [_cautions(changes, space, known)]
    rows = [
        (
            after.number, after.title, _number(before.middle), before.verdict,
            _number(after.middle), after.verdict, after.target.text,
        )
        for before, after in zip(best.before, best.facts, strict=True)
    ]  # fmt: skip
    head = ("Fact", "what", "set by hand", "verdict", "best point", "verdict", "target")
    return "\n".join(lines) + "\n" + _table(head, rows)


def _cautions(changes: Mapping[str, float], space: Space, known: Sequence[Marginal]) -> str:
    """Where the best point leans on an end of a range, or is far from the ensemble's middle."""
    parts = []
    ends = dict(zip(space.names, zip(space.low, space.high, strict=True), strict=True))
    for name, value in changes.items():
        if value in ends[name]:
            parts.append(f"`{name}` ends at the edge of its range ({_range(*ends[name])}).")
    mean = next((each.mean for each in known if each.name == "automation"), None)
    if mean is not None and "automation" in changes:
        parts.append(
            f"`automation` is {_number(changes['automation'])} here and {_number(mean)} in the mean"
            " of the ensemble, and F14 hangs on it."
        )
    return " ".join(parts) + "\n" if parts else ""


def _ranking(best: Best) -> str:
    broken = dict(best.passed_over)
    shown = [each for k, each in enumerate(best.ranked) if k < SHOWN or each.origin in ALWAYS]
    rows = []
    for each in shown:
        verdict = f"breaks {broken[each.origin]}" if each.origin in broken else "not asked"
        verdict = "keeps all that held" if each is best.candidate else verdict
        rows.append((each.origin, f"{each.log_likelihood:.1f}", f"{each.log_density:.1f}", verdict))
    head = ("Candidate", "log likelihood", "log density", "facts")
    return _table(head, rows)


def _reasons(targets: Sequence[Target]) -> str:
    rows = [(t.title, t.source, str(t.until), t.why) for t in targets]
    table = _table(("Target", "source", "data to", "reasons"), rows)
    return f"## Why these errors\n\n{table}"
