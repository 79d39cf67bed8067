"""Report: results of claims as JSON, as a table of effects, and as a table for the terminal.

The same results give the same bytes: no times, no names of machines.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

from rich.table import Table
from rich.text import Text

from tenfold.scenarios.ensembles import ENSEMBLES
from tenfold.sim.claims.claim import TEXTS
from tenfold.sim.claims.identity import data_hashes
from tenfold.sim.claims.result import Result, Trial, kind_word
from tenfold.sim.claims.run import ALTERNATIVE, Form
from tenfold.sim.experiments.races import ENSEMBLE, SEED
from tenfold.sim.report.tables import plain_table
from tenfold.sim.sweep.running.papers import versions

JSON, CSV = "claims.json", "claims.csv"
SCIENCE = ("scipy", "optuna", "scikit-learn")
COLUMNS = (
    "number", "title", "standing", "engine", "verdict", "effect", "unit",
    "middle", "low", "high", "luck_low", "luck_high",
)  # fmt: skip
SIGNS = {"supported": "✓", "contradicted": "✗", "depends": "◐", "failed": "!"}
HOLDS = "■"
"""Of a claim that holds because it is assumed: no test of it."""
EMERGENT = {
    "all": "emergent", "supported": "supported", "contradicted": "contradicted",
    "depends": "depending on something", "failed": "failed",
}  # fmt: skip
ASSUMED = {
    "all": "built in or calibrated to", "supported": "holding", "contradicted": "not holding",
    "depends": "depending on something", "failed": "failed",
}  # fmt: skip
STYLES = {"supported": "green", "contradicted": "red", "depends": "yellow", "failed": "bold red"}


def provenance(form: Form) -> dict[str, Any]:
    """What the figures rest on: versions, data, form; enough to make them again."""
    path = ENSEMBLES / f"{ENSEMBLE}.csv"
    packages = {name: version(name) for name in SCIENCE}
    return {
        "versions": versions() | packages,
        "ensemble": data_hashes().get(path.name),
        "data": data_hashes(),
        "quick": form.quick,
        "seed": SEED if form.seed is None else form.seed,
        "alternative": {name: str(value) for name, value in ALTERNATIVE.items()},
    }


def results_json(results: Sequence[Result], form: Form) -> str:
    """Every figure of every claim, and what they rest on."""
    content = {
        "provenance": provenance(form),
        "texts": TEXTS,
        "tally": tally(results),
        "claims": [result.to_json() for result in results],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def results_csv(results: Sequence[Result]) -> str:
    """A row per effect, claim and research engine."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(COLUMNS)
    for result in results:
        for engine, trial in (("own", result.main), ("alternative", result.other)):
            rows.writerows(_rows(result, engine, trial))
    return file.getvalue()


def tally(results: Sequence[Result]) -> dict[str, dict[str, int]]:
    """How many claims have which verdict: emergent ones, and apart those that are assumed."""
    found: dict[str, dict[str, int]] = {
        each: dict.fromkeys(("supported", "contradicted", "depends", "failed"), 0)
        for each in ("emergent", "assumed")
    }
    for result in results:
        found["emergent" if result.standing == "emergent" else "assumed"][result.word] += 1
    return found


def tally_words(results: Sequence[Result]) -> str:
    """The same in a line, without its full stop."""
    found = tally(results)
    said = []
    for name, words in (("emergent", EMERGENT), ("assumed", ASSUMED)):
        total = sum(found[name].values())
        counts = [f"{count} {words[word]}" for word, count in found[name].items() if count]
        if total:
            said.append(f"{total} {words['all']} ({', '.join(counts)})")
    claims = "1 claim" if len(results) == 1 else f"{len(results)} claims"
    return f"{claims}: {'; '.join(said)}"


def claims_table(results: Sequence[Result]) -> Table:
    """A row per claim: verdict, the effect that decides, whether it outlives another engine."""
    table = plain_table(
        "Claims put to the test",
        caption="Effects with 90 % over parameter sets and luck. "
        "Survives: the verdict on the alternative research engine, with half the points and lucks.",
    )
    table.add_column("Claim", no_wrap=True)
    table.add_column("What", overflow="fold", ratio=1)
    for heading in ("Standing", "Verdict", "Effect", "Survives"):
        table.add_column(heading, overflow="fold", max_width=24)
    for result in results:
        judged = result.main.judged
        what = Text(result.title)
        if judged is not None:
            on = f" It depends on {judged.verdict.on}." if judged.verdict.on else ""
            what.append(f"\n{judged.verdict.says}{on}", style="dim")
        else:
            what.append(f"\n{result.failed}", style="dim")
        verdict = Text(verdict_word(result), style=STYLES[result.word])
        table.add_row(
            result.number, what, result.standing, verdict, leading_effect(result.main),
            result.survives,
        )  # fmt: skip
    return table


def verdict_word(result: Result, sign: bool = True) -> str:
    """The verdict in a word or two: of what is assumed it says only whether it holds."""
    word, mark = kind_word(result.standing, result.word), SIGNS[result.word]
    if result.standing != "emergent" and result.word == "supported":
        mark = HOLDS
    return f"{mark} {word}" if sign else word


def leading_effect(trial: Trial) -> str:
    """The first effect with its interval."""
    if trial.judged is None:
        return "–"
    return str(next(iter(trial.judged.effects.values())))


def _rows(result: Result, engine: str, trial: Trial) -> Iterator[list[str]]:
    if trial.judged is None:
        return
    head = [result.number, result.title, result.standing, engine, trial.judged.verdict.kind]
    for label, effect in trial.judged.effects.items():
        named = ("middle", "low", "high", "luck_low", "luck_high")
        yield [*head, label, effect.unit, *(repr(float(getattr(effect, name))) for name in named)]
