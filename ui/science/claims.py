"""Claims as a sheet: results in, words and pictures out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tenfold.sim.claims.claim import TEXTS
from tenfold.sim.claims.report import provenance, tally_words, verdict_word
from tenfold.sim.claims.result import Result, kind_word
from tenfold.sim.claims.run import Form
from tenfold.sim.experiments.verdict import Verdict
from tenfold.ui.science.sheet import Entry, Sheet, Tone, effect_rows, in_words

HEADS = ("Claim", "What it says", "Standing", "Verdict", "Effect", "Survives")
COLUMNS = (
    "Effect", "Figure", "90 %, parameters and luck", "90 %, luck alone",
    "On the other research engine",
)  # fmt: skip
TONES: dict[str, Tone] = {"supported": "good", "contradicted": "bad", "depends": "open"}
OPENING = (
    "Five public texts argue about the compute gap between AI labs. Each of their claims stands"
    " here in our words, with the experiment that tests it: arms that differ in one thing, raced"
    " on the same parameter sets and the same lucks, so that every difference is paired. The rule"
    " of each verdict, with the smallest effect that counts, was written before the result was"
    " known.",
    "These are statements about a model. A claim that the model supports holds where the world is"
    " like the model; each experiment says what it leaves out.",
)
MEANINGS = (
    ("Emergent", "no equation says it: it comes from all parts together, and races can contradict"
     " it. Only these verdicts are evidence."),
    ("Built in", "an equation of the model says it. That the model agrees is no evidence. The"
     " experiment walks the assumption and says how far it must move to overturn the claim."),
    ("Calibrated to", "a constant was fitted to it. Again the experiment says how far that constant"
     " must move."),
    ("✓ Supported", "the rule of the claim holds over the whole interval. ■ Holds: so it does for"
     " a claim that is built in or calibrated to."),
    ("✗ Contradicted", "the rule of its opposite does. That is a finding like any other. Does not"
     " hold: so it does for a claim that is built in or calibrated to."),
    ("◐ Depends", "neither, or parts of the claim fare differently; it says on what, where one"
     " constant or one part stands out."),
    ("Interval", "90 %. Over parameters and luck: from the 5th to the 95th percentile over"
     " parameter sets drawn from the calibrated ensemble, never narrower than over luck. More"
     " races shrink only the interval over luck: what the world may be stays uncertain."),
    ("Smallest effect that counts", "fixed beforehand for each claim. An effect that is sure and"
     " smaller than this does not support it."),
    ("Survives", "the verdict on another research engine (a continuous stock of knowledge with"
     " spillovers instead of single ideas), with half the parameter sets and half the lucks. A"
     " change can also come from having fewer races."),
)  # fmt: skip
SHORT = (
    "Short form: so few parameter sets and lucks show that everything runs, and conclude nothing."
)
FILTERS = (
    ("All", ""), ("✓ ■ Supported or holds", "supported"),
    ("✗ Contradicted or does not hold", "contradicted"),
    ("◐ Depends", "depends"), ("Built in or calibrated to", "assumed"),
    ("Changes on the other engine", "changes"), ("! Failed", "failed"),
)  # fmt: skip


def claims_sheet(results: Sequence[Result], form: Form) -> Sheet:
    """All that there is to show of claims."""
    entries = tuple(_entry(result) for result in results)
    tags = {tag for entry in entries for tag in entry.tags}
    return Sheet(
        name="claims",
        title="Claims put to the test",
        opening=OPENING,
        summary=tally_words(results),
        meanings=MEANINGS,
        heads=HEADS,
        entries=entries,
        banner=SHORT if form.quick else "",
        filters=tuple((words, tag) for words, tag in FILTERS if not tag or tag in tags),
        columns=COLUMNS,
        how=_how(results, form),
        again=_again(form),
    )


def _entry(result: Result) -> Entry:
    judged = result.main.judged
    assumed = result.standing != "emergent"
    tone, leading, picture = "failed", "–", None
    verdict, finding, on = "failed", result.failed, ""
    rows = ()
    if judged is not None:
        tone = "given" if assumed and result.word == "supported" else TONES[result.word]
        verdict, finding = verdict_word(result, sign=False), judged.verdict.says
        on = _on(judged.verdict)
        label, effect = next(iter(judged.effects.items()))
        leading, picture = f"{label}: {in_words(effect)}", judged.picture
        others = None if result.other.judged is None else result.other.judged.effects
        rows = effect_rows(judged.effects, others)
    return Entry(
        number=result.number, title=result.title, kind=result.standing, tone=tone, verdict=verdict,
        leading=leading, says=result.says, finding=signed(finding), prose=_prose(result),
        rules=_rules(result), rows=rows, picture=picture, on=signed(on), last=result.survives,
        last_tone={"same": "good", "changes": "bad"}.get(result.survival, "failed"),
        notes=_notes(result), file=result.file, tags=_tags(result, assumed),
    )  # fmt: skip


def signed(text: str) -> str:
    """Text with a true minus before numbers below zero."""
    return re.sub(r"(?<![\w.–-])-(?=\d)", "−", text)


def _on(verdict: Verdict) -> str:
    """On what it depends, to be read after the word "depends"."""
    return f"on {verdict.on}" if verdict.kind == "depends" and verdict.on else ""


def _tags(result: Result, assumed: bool) -> tuple[str, ...]:
    tags = [result.word]
    if assumed:
        tags.append("assumed")
    if result.survival == "changes":
        tags.append("changes")
    return tuple(tags)


def _prose(result: Result) -> str:
    """Its file's words without the first line, which repeats the claim."""
    first, _, rest = result.prose.partition("\n\n")
    return rest or first


def _rules(result: Result) -> tuple[tuple[str, str], ...]:
    texts = " and ".join(TEXTS.get(letter, letter) for letter in result.text)
    return (
        ("Rule, fixed beforehand", result.rule),
        ("Smallest effect that counts", result.matters),
        ("Where it is said", texts),
    )


def _notes(result: Result) -> tuple[str, ...]:
    if result.main.judged is None:
        return ()
    races = f"{result.main.races:,} races, and {result.other.races:,} on the other research engine."
    if result.other.judged is None:
        return (f"On the other research engine it could not be tried: {result.other.failed}",)
    verdict = result.other.judged.verdict
    said = kind_word(result.standing, verdict.kind)
    word = signed(f"{said} {_on(verdict)}".strip())
    same = "the same" if result.survival == "same" else "another"
    return (
        f"On the other research engine the verdict is {same}: {word}. {signed(verdict.says)}",
        races,
    )


def _how(results: Sequence[Result], form: Form) -> tuple[tuple[str, str], ...]:
    about = provenance(form)
    races = sum(result.main.races + result.other.races for result in results)
    pairs = [("Races", f"{races:,}"), ("Seed of the lucks", str(about["seed"]))]
    pairs.append(("SHA-256 of the ensemble", about["ensemble"] or "none"))
    pairs += [(f"Version of {name}", number) for name, number in about["versions"].items()]
    return tuple(pairs)


def _again(form: Form) -> tuple[str, ...]:
    words = ["run.py claims --out results/claims"]
    words += ["--quick"] if form.quick else []
    words += [f"--seed {form.seed}"] if form.seed is not None else []
    return (" ".join(words), "run.py claims --only C7 --out results/c7")
