"""Reading: the folder of a sweep as results, with words for its outcomes and parameters."""

from __future__ import annotations

from typing import Any

from tenfold.agents.decision import LEVER
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import USUAL_LEVELS, Answer, Question, as_text
from tenfold.sim.measures import SIDES
from tenfold.sim.sweep.answer.results import Asked, Label, Provenance, Results, Value
from tenfold.sim.sweep.answer.wording import meaning_of
from tenfold.sim.sweep.plan import Plan
from tenfold.sim.sweep.running.store import Folder

CHANCE = "0 or 1"
WHOLE_TIMES = ("end", "start", "max", "min")
"""Times at which a measure of 0 or 1 stays 0 or 1; a mean over months does not."""


def read_results(folder: Folder) -> Results:
    """Everything that is done of a sweep, ready to be analysed.

    Raises:
        SweepFolderError: nothing is done yet, or a part is damaged.
    """
    plan = folder.plan
    question = plan.question
    problem = plan.problem()
    names, bounds = problem["names"], problem["bounds"]
    return Results(
        question=question.question,
        scenario=plan.scenario.title,
        months=plan.months,
        frame=folder.frame(),
        arms=plan.arms,
        factors={name: tuple(values) for name, values in question.cross.items()},
        ranges={name: (low, high) for name, (low, high) in zip(names, bounds, strict=True)},
        outcomes=tuple(outcome.name for outcome in plan.outcomes),
        points=plan.points,
        lucks=question.replicates,
        races=plan.races,
        design=question.uncertain.design if question.uncertain is not None else "",
        problem=problem,
        asked=asked_of(question),
        labels=_labels(plan),
        meanings=_meanings(plan),
        settings=_settings(question),
        choices={arm: dict(chosen) for arm, chosen in question.arms.items()},
        fixed_parameters=len(load_parameters()) - len(names),
        provenance=_provenance(folder),
    )


def asked_of(question: Question) -> Asked | None:
    """What the sweep file asks for in the end, with values of factors in place of their text."""
    answer = question.answer
    if answer is None:
        return None
    return Asked(
        answer.outcome,
        _side(question, answer, answer.plus),
        _side(question, answer, answer.minus),
        answer.factor,
        dict(answer.at),
        answer.matters_if,
    )


def _side(question: Question, answer: Answer, text: str | None) -> Value | None:
    if text is None or answer.factor is None:
        return text
    return next(value for value in question.cross[answer.factor] if as_text(value) == text)


def _labels(plan: Plan) -> dict[str, Label]:
    labels = {}
    for outcome in plan.outcomes:
        unit = outcome.measure.unit
        one_month = outcome.time in WHOLE_TIMES or (
            "-" not in outcome.time and (outcome.time != "mean")
        )
        # Of a share, the unit begins the meaning: "share" "of all tokens used".
        text = outcome.meaning.replace(": of ", f": {unit} of ")
        labels[outcome.name] = Label(text, unit, unit == CHANCE and one_month)
    return labels


def _meanings(plan: Plan) -> dict[str, str]:
    """Words for every uncertain parameter, every cross factor and every key of an arm."""
    known = load_parameters()
    found = {}
    for name in plan.parameters:
        words = meaning_of(known[name].unit, known[name].meaning)
        # What speaks of something said before needs the name to stand alone.
        alone = words.lower().startswith(("their ", "the same"))
        found[name] = f"{name.replace('_', ' ')}: {words}" if alone else words
    keys = [key for chosen in plan.question.arms.values() for key in chosen]
    for factor in dict.fromkeys([*plan.factors, *keys]):
        who, dot, what = factor.rpartition(".")
        if who == "world":
            about = known.find(what)
            found[factor] = meaning_of(about.unit, about.meaning)
        elif dot:
            whose = f"the {who}" if who in (*SIDES, "seat", "regulator") else who
            said = f"‘{LEVER[what].label}’" if what in LEVER else what.replace("_", " ")
            found[factor] = f"{said} of {whose}"
        else:
            found[factor] = factor.replace("_", " ")
    return found


def _settings(question: Question) -> dict[str, Any]:
    uncertain = question.uncertain
    if uncertain is None:
        return {}
    return {"levels": uncertain.levels or USUAL_LEVELS.get(uncertain.design)}


def _provenance(folder: Folder) -> Provenance:
    about = folder.provenance
    return Provenance(
        folder.source.decode("utf-8", errors="replace"),
        str(about["identity"]),
        dict(about["versions"] or {}),
        dict(about["hashes"] or {}),
        tuple(about["log"]),
    )
