"""Facts as a sheet: judgements in, words and pictures out."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.sim.facts.fact import Fact
from tenfold.sim.facts.judge import Judgement
from tenfold.sim.facts.pattern import Form
from tenfold.sim.sweep.running.papers import versions
from tenfold.ui.science.sheet import Entry, Row, Sheet, Tone, together

HEADS = ("Fact", "What is known", "Kind", "Verdict", "Measured", "Target")
COLUMNS = ("What", "Figure", "90 %", "Target, fixed beforehand", "Verdict", "Races")
OPENING = (
    "What is known of the race so far, or argued with figures, measured in the model: each fact is"
    " an experiment with a target that was fixed before the result was known. A fact that fails is"
    " shown as failing, with how far it is off.",
)
MEANINGS = (
    ("Required", "the model was calibrated so that it holds, and it must."),
    ("Reported", "it is compared with what is published or argued, and calibrated to nothing."),
    ("✓ Holds", "every line with a target lies within it."),
    ("✗ Fails", "a required line lies outside."),
    ("◐ Off", "a line that is only reported lies outside."),
    ("90 %", "the middle nine tenths of single races, for a median; for a mean or a share, where"
     " that mean or share lies with 90 %. All at the default constants: luck alone."),
)  # fmt: skip
SHORT = "Short form: so few races show that everything runs, and judge nothing."
FILTERS = (("All", ""), ("✓ Holds", "holds"), ("✗ Fails", "fails"), ("◐ Off", "off"))
VERBS = {
    "holds": ("holds", "hold"), "fails": ("fails", "fail"), "shown": ("is shown", "are shown"),
    "off": ("is off and only reported", "are off and only reported"),
}  # fmt: skip
UNITLESS = ("chance", "share", "1")


def facts_sheet(judged: Sequence[Judgement], form: Form) -> Sheet:
    """All that there is to show of facts."""
    entries = tuple(_entry(each) for each in judged)
    tags = [entry.tags[0] for entry in entries]
    counts = [(word, tags.count(word)) for word in ("holds", "fails", "off", "shown")]
    said = ", ".join(f"{count} {_verb(word, count)}" for word, count in counts if count)
    return Sheet(
        name="facts",
        title="Facts that the model must reproduce",
        opening=OPENING,
        summary=f"{len(entries)} facts: {said}",
        meanings=MEANINGS,
        heads=HEADS,
        entries=entries,
        banner=SHORT if form.quick else "",
        filters=tuple((label, tag) for label, tag in FILTERS if not tag or tag in tags),
        columns=COLUMNS,
        how=(
            ("Lucks of an arm", f"{form.lucks():,}"),
            ("Seed of the lucks", str(form.seed)),
            *((f"Version of {name}", number) for name, number in versions().items()),
        ),
        again=("run.py facts --out results/facts", "run.py facts --only F5 --out results/f5"),
    )


def _entry(judged: Judgement) -> Entry:
    tag, tone, first = _verdict(judged.facts)
    required = any(fact.target.required for fact in judged.facts)
    outside = [fact for fact in judged.facts if fact.target.judged and not fact.holds]
    said = outside or [first]
    return Entry(
        number=judged.number, title=judged.title, kind="required" if required else "reported",
        tone=tone, verdict=tag, leading=f"{first.title}: {measured(first)}", says=judged.says,
        finding=" ".join(
            f"{_capital(fact.title)}: {measured(fact)}, {fact.verdict}." for fact in said
        ),
        prose=_prose(judged.prose), rules=_targets(judged.facts),
        rows=tuple(_row(fact) for fact in judged.facts), picture=judged.picture,
        last=first.target.text, notes=_notes(judged.facts), file=judged.file, tags=(tag,),
    )  # fmt: skip


def _verdict(facts: Sequence[Fact]) -> tuple[str, Tone, Fact]:
    """The verdict of all lines in a word, its colour, and the line that decides it."""
    judged = [fact for fact in facts if fact.target.judged]
    if not judged:
        return "shown", "given", facts[0]
    outside = [fact for fact in judged if not fact.holds]
    hard = [fact for fact in outside if fact.target.required]
    if hard:
        return "fails", "bad", hard[0]
    return ("off", "open", outside[0]) if outside else ("holds", "good", judged[0])


def measured(fact: Fact) -> str:
    """Its figure with interval and unit."""
    unit = "" if fact.unit in UNITLESS else f" {fact.unit}"
    middle, low, high = together(fact.middle, fact.low, fact.high)
    return f"{middle} ({low} to {high}){unit}"


def _row(fact: Fact) -> Row:
    unit = "" if fact.unit in UNITLESS else f" {fact.unit}"
    middle, low, high = together(fact.middle, fact.low, fact.high)
    required = "" if fact.target.required or not fact.target.judged else " (reported)"
    return (
        fact.title, f"{middle}{unit}", f"{low} to {high}", fact.target.text,
        f"{fact.verdict}{required}", f"{fact.runs:,}",
    )  # fmt: skip


def _verb(word: str, count: int) -> str:
    one, many = VERBS[word]
    return one if count == 1 else many


def _targets(facts: Sequence[Fact]) -> tuple[tuple[str, str], ...]:
    return tuple((f"Target: {fact.title}", fact.target.text) for fact in facts)


def _notes(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(f"{_capital(fact.title)}: {fact.note}." for fact in facts if fact.note)


def _prose(text: str) -> str:
    """Its file's words without the first line, which repeats the fact."""
    first, _, rest = text.partition("\n\n")
    return rest or first


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
